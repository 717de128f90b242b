from __future__ import annotations

from tests.unit.claim_births.house import (
    CANCELLED,
    EUR,
    FACE,
    HELD,
    REFERENCE,
    House,
    names_of,
    number,
)


def test_cancel__fraud_found_before_receipt__promise_is_taken_back(house: House) -> None:
    terms = house.promised(fingerprint=number(5), object_amount=FACE)
    receipt = house.ok(house.anchor, "cancel", terms, REFERENCE)
    assert names_of(receipt) == ["TransferSingle", "Retired", "GivenBack", "Cancelled"]
    assert receipt.event("Retired")["reason"] == 6
    assert receipt.event("Cancelled").args == {
        "claim": house.id(terms),
        "anchor": house.anchor,
        "reference": REFERENCE,
    }
    assert house.state(terms)["status"] == CANCELLED
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 0
    assert house.taken(terms) == 0
    house.fails("STATE", house.supplier, "receive", terms)


def test_cancel__by_the_supplier__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.supplier, "cancel", house.promised(), REFERENCE)


def test_cancel__received__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "receive", terms)
    house.fails("claim: state (STATE)", house.anchor, "cancel", terms, REFERENCE)


def test_cancel__twice__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.anchor, "cancel", terms, REFERENCE)
    house.fails("STATE", house.anchor, "cancel", terms, REFERENCE)


def test_cancel__registered_invoice__is_refused(house: House) -> None:
    house.fails("STATE", house.buyer, "cancel", house.registered(), REFERENCE)


def test_cancel__held_anchor__may_take_it_back(house: House) -> None:
    terms = house.promised()
    house.set_status(house.anchor, HELD)
    house.ok(house.anchor, "cancel", terms, REFERENCE)


def test_cancel__never_issued__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.anchor, "cancel", house.promise(), REFERENCE)
