from __future__ import annotations

from tests.unit.claim_births.house import CANCELLED, EUR, FACE, HELD, House, names_of, number


def test_refuse__by_the_first_supplier__promise_is_cancelled_and_the_limit_free(house: House) -> None:
    house.ok(house.anchor, "limit_payables", EUR, FACE, 0)
    terms = house.promised()
    receipt = house.ok(house.supplier, "refuse", terms)
    assert names_of(receipt) == ["TransferSingle", "Retired", "Refused"]
    retired = receipt.event("Retired")
    assert (retired["account"], retired["units"], retired["reason"], retired["outstanding"]) == (
        house.pending(terms),
        FACE,
        4,
        0,
    )
    assert receipt.event("Refused").args == {"claim": house.id(terms), "supplier": house.supplier}
    state = house.state(terms)
    assert (state["status"], state["retired"], state["settled"]) == (CANCELLED, FACE, True)
    assert house.units(terms, house.pending(terms)) == 0
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 0
    house.promised()


def test_refuse__with_a_fingerprint__the_invoice_is_free_again(house: House) -> None:
    terms = house.promised(fingerprint=number(5), object_amount=FACE)
    house.ok(house.supplier, "refuse", terms)
    assert house.taken(terms) == 0
    house.promised(fingerprint=number(5), object_amount=FACE)


def test_refuse__other_promises_of_the_anchor__stay_counted(house: House) -> None:
    terms, other = house.promised(), house.promised(face=7)
    house.ok(house.supplier, "refuse", terms)
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 7
    house.ok(house.supplier, "receive", other)


def test_refuse__by_another__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.anchor, "refuse", house.promised())


def test_refuse__received__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "receive", terms)
    house.fails("claim: state (STATE)", house.supplier, "refuse", terms)


def test_refuse__twice__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "refuse", terms)
    house.fails("STATE", house.supplier, "refuse", terms)


def test_refuse__registered_invoice__is_refused(house: House) -> None:
    house.fails("STATE", house.seller, "refuse", house.registered())


def test_refuse__never_issued__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.supplier, "refuse", house.promise())


def test_refuse__held_supplier__may_say_no(house: House) -> None:
    terms = house.promised()
    house.set_status(house.supplier, HELD)
    house.ok(house.supplier, "refuse", terms)
