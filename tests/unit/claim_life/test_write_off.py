"""write_off: a holder's own books; the debt stays."""

from __future__ import annotations

from tests.unit.claim_life.house import FACE, STATE, UNKNOWN, LifeHouse
from usance.codes_claims import ClaimStatus


def test_write_off__defaulted__own_units_only_and_recovery_is_told(house: LifeHouse) -> None:
    terms = house.shared(house.graced())
    house.defaulted(terms)
    house.ok(house.debtor, "pay", terms, house.interest(terms) + FACE // 2)
    receipt = house.ok(house.financier, "write_off", house.id(terms))
    units = FACE // 3
    assert receipt.event("WrittenOff").args == {
        "claim": house.id(terms),
        "account": house.financier,
        "units": units,
        "amount": units * (FACE - house.state(terms)["paid"]) // FACE,
    }
    assert house.units(terms, house.financier) == units
    assert house.flags(terms, house.financier) == 1
    assert house.flags(terms, house.seller) == 0
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.status(terms) == ClaimStatus.PAID
    told = house.ok(house.financier, "withdraw", terms, house.financier, house.financier)
    assert told.event("Recovered")["account"] == house.financier
    other = house.ok(house.seller, "withdraw", terms, house.seller, house.seller)
    assert "Recovered" not in [event.name for event in other.events]


def test_write_off__not_defaulted__refused(house: LifeHouse) -> None:
    for terms in (house.registered(), house.graced(), house.paid()):
        house.fails(STATE, house.seller, "write_off", house.id(terms))


def test_write_off__no_units__refused(house: LifeHouse) -> None:
    terms = house.defaulted()
    house.fails("claim: units (INSUFFICIENT_UNITS)", house.financier, "write_off", house.id(terms))


def test_write_off__twice__refused(house: LifeHouse) -> None:
    terms = house.defaulted()
    house.ok(house.seller, "write_off", house.id(terms))
    house.fails(STATE, house.seller, "write_off", house.id(terms))


def test_write_off__unknown__refused(house: LifeHouse) -> None:
    house.fails(UNKNOWN, house.seller, "write_off", house.id(house.terms()))
