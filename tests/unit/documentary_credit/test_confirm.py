"""confirm: a second undertaking, only where asked for, once, before expiry (U9)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import DUBAI, EXPIRY, EXPIRY_MONDAY, House, codes_of
from usance.codes import Confirmation

LATE = "credit: confirmation (U9)"


@pytest.mark.parametrize("asked", [Confirmation.MAY_ADD, Confirmation.CONFIRM])
def test_confirm__asked_or_allowed__bound(house: House, asked: Confirmation) -> None:
    terms = house.issued(house.confirmable(confirmation=asked))
    receipt = house.ok(house.confirming_bank, "confirm", terms, True)
    assert codes_of(receipt) == ["Confirmed"]
    assert receipt.event("Confirmed").args == {
        "credit": house.id(terms),
        "confirmer": house.confirming_bank,
        "willing": True,
    }
    assert house.state(terms)["confirmed"]


def test_confirm__unwilling__told_and_may_still_confirm(house: House) -> None:
    terms = house.issued(house.confirmable())
    assert house.ok(house.confirming_bank, "confirm", terms, False).event("Confirmed")["willing"] is False
    assert not house.state(terms)["confirmed"]
    house.ok(house.confirming_bank, "confirm", terms, True)
    assert house.state(terms)["confirmed"]


def test_confirm__by_another_bank__refused(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.fails("credit: not your act (NOT_PARTY)", house.advising_bank, "confirm", terms, True)


def test_confirm__not_asked_for__nobodys_act(house: House) -> None:
    house.fails("NOT_PARTY", house.confirming_bank, "confirm", house.issued(), True)


def test_confirm__twice__refused(house: House) -> None:
    terms = house.confirmed()
    house.fails("credit: state (STATE)", house.confirming_bank, "confirm", terms, True)
    house.fails("STATE", house.confirming_bank, "confirm", terms, False)


def test_confirm__bank_no_longer_active__refused_but_may_decline(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.set_status(house.confirming_bank, 2)
    house.fails("credit: party (NOT_ADMITTED)", house.confirming_bank, "confirm", terms, True)
    house.ok(house.confirming_bank, "confirm", terms, False)


def test_confirm__last_second_of_the_expiry_day_at_its_place__works(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.at_last_second(EXPIRY, DUBAI)
    house.ok(house.confirming_bank, "confirm", terms, True)


def test_confirm__a_second_later__too_late(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.at_first_second_after(EXPIRY, DUBAI)
    house.fails(LATE, house.confirming_bank, "confirm", terms, True)
    house.ok(house.confirming_bank, "confirm", terms, False)


def test_confirm__expired_elsewhere_first__too_late(house: House) -> None:
    """Expiry is on record; a place further west may still have the day."""
    terms = house.issued(
        house.confirmable(issuer_place=DUBAI, confirmer_place=house.statement(house.terms()).bank_place)
    )
    house.at_first_second_after(EXPIRY, DUBAI)
    house.ok(house.stranger, "expire", terms)
    house.fails(LATE, house.confirming_bank, "confirm", terms, True)


def test_confirm__while_stopped__refused_but_may_decline(house: House) -> None:
    terms = house.issued(house.confirmable())
    house.ok(house.guardian, "pause")
    house.fails("guardian: stopped (ACC8)", house.confirming_bank, "confirm", terms, True)
    house.ok(house.confirming_bank, "confirm", terms, False)


def test_confirm__never_issued_or_closed__refused(house: House) -> None:
    house.fails("UNKNOWN", house.confirming_bank, "confirm", house.confirmable(), True)
    terms = house.issued(house.confirmable())
    house.at(EXPIRY_MONDAY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("credit: closed (CLOSED)", house.confirming_bank, "confirm", terms, False)
