from __future__ import annotations

from tests.unit.claim_births.house import CANCELLED, EUR, FACE, TODAY, House, names_of, number

LAST = TODAY + 7


def test_lapse__not_received_in_time__anybody_ends_it(house: House) -> None:
    terms = house.promised(fingerprint=number(5), object_amount=FACE)
    house.at_second(house.midnight(LAST + 1))
    receipt = house.ok(house.outsider, "lapse", terms)
    assert names_of(receipt) == ["TransferSingle", "Retired", "GivenBack", "Lapsed"]
    assert receipt.event("Retired")["reason"] == 5
    assert receipt.event("Lapsed").args == {"claim": house.id(terms)}
    assert house.state(terms)["status"] == CANCELLED
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 0
    assert house.taken(terms) == 0


def test_lapse__last_second_of_the_last_day__is_refused(house: House) -> None:
    terms = house.promised()
    house.at_second(house.midnight(LAST + 1) - 1)
    house.fails("claim: state (STATE)", house.outsider, "lapse", terms)


def test_lapse__received__is_refused_for_ever(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "receive", terms)
    house.at(LAST + 1)
    house.fails("claim: state (STATE)", house.outsider, "lapse", terms)


def test_lapse__twice__is_refused(house: House) -> None:
    terms = house.promised()
    house.at(LAST + 1)
    house.ok(house.outsider, "lapse", terms)
    house.fails("STATE", house.outsider, "lapse", terms)


def test_lapse__invoice_whose_mandates_clock_is_over__is_refused(house: House) -> None:
    house.mandate(days=5)
    terms = house.registered()
    house.ok(house.seller, "submit", terms)
    house.at(LAST + 1)
    house.fails("STATE", house.outsider, "lapse", terms)


def test_lapse__never_issued__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.outsider, "lapse", house.promise())
