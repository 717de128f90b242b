from __future__ import annotations

from tests.unit.claim_births.house import DENIED, FACE, HELD, House, names_of
from usance.claim_terms import unit_id


def test_deny__registered__debtor_says_no(house: House) -> None:
    terms = house.registered()
    receipt = house.ok(house.buyer, "deny", terms)
    assert names_of(receipt) == ["Denied"]
    assert receipt.event("Denied").args == {"claim": house.id(terms), "debtor": house.buyer}
    assert house.state(terms)["status"] == DENIED
    # The seller keeps its units and the invoice stays taken until it rescinds.
    assert house.units(terms, house.seller) == FACE
    assert house.taken(terms) == FACE


def test_deny__by_the_seller__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.seller, "deny", house.registered())


def test_deny__after_acceptance__is_refused(house: House) -> None:
    house.fails("claim: accepted (CLAIM_ACCEPTED)", house.buyer, "deny", house.accepted())


def test_deny__received_payable__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "receive", terms)
    house.fails("CLAIM_ACCEPTED", house.anchor, "deny", terms)


def test_deny__twice__is_refused(house: House) -> None:
    terms = house.registered()
    house.ok(house.buyer, "deny", terms)
    house.fails("claim: state (STATE)", house.buyer, "deny", terms)


def test_deny__pending_payable__is_refused(house: House) -> None:
    house.fails("STATE", house.anchor, "deny", house.promised())


def test_deny__never_registered__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.buyer, "deny", house.terms())


def test_deny__held_debtor__may_still_say_no(house: House) -> None:
    terms = house.registered()
    house.set_status(house.buyer, HELD)
    house.ok(house.buyer, "deny", terms)


def test_deny__after_units_were_sold__is_allowed(house: House) -> None:
    terms = house.registered()
    house.ok(
        house.seller, "safeTransferFrom", house.seller, house.financier, unit_id(house.id(terms)), FACE, b""
    )
    house.ok(house.buyer, "deny", terms)
    assert house.state(terms)["status"] == DENIED


def test_deny__while_the_mandates_clock_runs__silence_is_broken(house: House) -> None:
    house.mandate()
    terms = house.registered()
    house.ok(house.seller, "submit", terms)
    house.ok(house.buyer, "deny", terms)
    assert house.see("submission_of", house.id(terms)) == 0
    house.at(120 + house.driver.now() // 86_400)
    house.fails("STATE", house.outsider, "deem", terms)
