"""expire: anyone, once the expiry day has ended at every place of presentation (U6, U31)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    EXPIRY_MONDAY,
    HAMBURG,
    SHANGHAI,
    House,
    codes_of,
)
from usance.codes import CreditStatus, Exclusion

NOT_OVER = "credit: not over (U6)"


def test_expire__after_the_moved_day__expired(house: House) -> None:
    terms = house.issued()
    house.at_last_second(EXPIRY_MONDAY)
    house.fails(NOT_OVER, house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY_MONDAY)
    receipt = house.ok(house.stranger, "expire", terms)
    assert codes_of(receipt) == ["Expired"]
    assert receipt.event("Expired").args == {"credit": house.id(terms)}
    assert house.state(terms)["status"] == CreditStatus.EXPIRED


def test_expire__expiry_on_a_banking_day__not_moved(house: House) -> None:
    terms = house.issued(expiry_day=EXPIRY_MONDAY)
    house.at_last_second(EXPIRY_MONDAY)
    house.fails(NOT_OVER, house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY_MONDAY)
    house.ok(house.stranger, "expire", terms)


def test_expire__art29a_off__sunday_it_is(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART29A_OFF))
    house.at_first_second_after(EXPIRY)
    house.ok(house.stranger, "expire", terms)


@pytest.mark.parametrize(("exclusions", "days"), [(0, 0), (int(Exclusion.ART36_OFF), 1)])
def test_expire__force_majeure_on_the_moved_day__article_36(house: House, exclusions: int, days: int) -> None:
    terms = house.issued(exclusions=exclusions)
    house.at(EXPIRY - 2)
    house.close_unplanned(EXPIRY_MONDAY, 2)
    house.at_last_second(EXPIRY_MONDAY + days)
    house.fails(NOT_OVER, house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY_MONDAY + days)
    house.ok(house.stranger, "expire", terms)


def test_expire__nominated_bank_further_west__its_day_counts_too(house: House) -> None:
    terms = house.issued(
        house.terms(issuer_place=SHANGHAI, nominated=house.nominated_bank, nominated_place=HAMBURG)
    )
    house.at_last_second(EXPIRY_MONDAY, HAMBURG)
    house.fails(NOT_OVER, house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY_MONDAY, HAMBURG)
    house.ok(house.stranger, "expire", terms)


@pytest.mark.parametrize("confirms", [True, False])
def test_expire__confirming_bank_further_west__its_day_counts_once_it_confirmed(
    house: House, confirms: bool
) -> None:
    terms = house.issued(
        house.confirmable(issuer_place=DUBAI, confirmer_place=HAMBURG, expiry_day=EXPIRY_MONDAY)
    )
    if confirms:
        house.ok(house.confirming_bank, "confirm", terms, True)
    house.at_first_second_after(EXPIRY_MONDAY, DUBAI)
    if not confirms:
        house.ok(house.stranger, "expire", terms)
        return
    house.fails(NOT_OVER, house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY_MONDAY, HAMBURG)
    house.ok(house.stranger, "expire", terms)


def test_expire__twice__refused(house: House) -> None:
    terms = house.issued()
    house.at_first_second_after(EXPIRY_MONDAY)
    house.ok(house.stranger, "expire", terms)
    house.fails("credit: state (STATE)", house.stranger, "expire", terms)


def test_expire__set_in_its_clock__survives(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY_MONDAY)
    statement = house.received(terms)
    house.at(EXPIRY_MONDAY + 1)
    house.ok(house.stranger, "expire", terms)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == 54_150_00 * 10_000


def test_expire__unknown_or_closed__refused(house: House) -> None:
    house.fails("UNKNOWN", house.stranger, "expire", house.terms())
    terms = house.issued()
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.stranger, "expire", terms)
