from __future__ import annotations

from tests.unit.claim_births.house import (
    DENIED,
    FACE,
    HELD,
    RESCINDED,
    House,
    names_of,
    number,
)
from usance.claim_terms import unit_id


def test_rescind__registered__units_are_gone_and_the_invoice_is_free(house: House) -> None:
    terms = house.registered()
    receipt = house.ok(house.seller, "rescind", terms)
    assert names_of(receipt) == ["TransferSingle", "Retired", "GivenBack", "Rescinded"]
    retired = receipt.event("Retired")
    assert (retired["account"], retired["units"], retired["reason"], retired["outstanding"]) == (
        house.seller,
        FACE,
        3,
        0,
    )
    assert receipt.event("Rescinded").args == {"claim": house.id(terms), "creditor": house.seller}
    state = house.state(terms)
    assert (state["status"], state["retired"], state["settled"]) == (RESCINDED, FACE, True)
    assert house.units(terms, house.seller) == 0
    assert house.taken(terms) == 0


def test_rescind__denied__frees_the_invoice(house: House) -> None:
    terms = house.registered()
    house.ok(house.buyer, "deny", terms)
    assert house.state(terms)["status"] == DENIED
    house.ok(house.seller, "rescind", terms)
    assert house.state(terms)["status"] == RESCINDED
    assert house.taken(terms) == 0


def test_rescind__invoice_registered_again__with_another_salt_only(house: House) -> None:
    terms = house.registered()
    house.ok(house.seller, "rescind", terms)
    house.fails("claim: born before (EXISTS)", house.seller, "register", terms)
    house.ok(house.seller, "register", terms.but(salt=number(77)))


def test_rescind__by_another_than_the_creditor__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.buyer, "rescind", house.registered())


def test_rescind__accepted__is_refused(house: House) -> None:
    house.fails("claim: state (STATE)", house.seller, "rescind", house.accepted())


def test_rescind__twice__is_refused(house: House) -> None:
    terms = house.registered()
    house.ok(house.seller, "rescind", terms)
    house.fails("STATE", house.seller, "rescind", terms)


def test_rescind__one_unit_sold__is_refused(house: House) -> None:
    terms = house.registered()
    move = (unit_id(house.id(terms)), 1, b"")
    house.ok(house.seller, "safeTransferFrom", house.seller, house.financier, *move)
    house.fails("claim: units (INSUFFICIENT_UNITS)", house.seller, "rescind", terms)
    house.ok(house.financier, "safeTransferFrom", house.financier, house.seller, *move)
    house.ok(house.seller, "rescind", terms)


def test_rescind__one_unit_given_up__is_refused(house: House) -> None:
    terms = house.registered()
    house.ok(house.seller, "retire", house.id(terms), 1)
    house.fails("INSUFFICIENT_UNITS", house.seller, "rescind", terms)


def test_rescind__part_paid__is_refused(house: House) -> None:
    terms = house.registered()
    house.ok(house.keeper, "mint", house.buyer, 10**12, contract=house.euro)
    house.ok(house.buyer, "approve", house.claim.address, 10**12, contract=house.euro)
    house.ok(house.buyer, "pay", terms, 1)
    house.fails("claim: state (STATE)", house.seller, "rescind", terms)


def test_rescind__held_seller__cannot_free_the_invoice_for_another_address(house: House) -> None:
    terms = house.registered()
    house.set_status(house.seller, HELD)
    house.fails("ledger: party is held (HELD)", house.seller, "rescind", terms)


def test_rescind__pending_payable__is_refused(house: House) -> None:
    house.fails("STATE", house.supplier, "rescind", house.promised())


def test_rescind__never_registered__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.seller, "rescind", house.terms())


def test_rescind__one_part_of_an_invoice__the_other_stays_taken(house: House) -> None:
    terms = house.terms(face=FACE // 2, part=1, parts=2)
    house.ok(house.seller, "register", terms)
    house.ok(house.seller, "register", terms.but(part=2))
    house.ok(house.seller, "rescind", terms)
    assert house.taken(terms) == FACE // 2
