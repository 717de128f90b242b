"""Finding: with few closing days a credit took no set on the day article 29 had moved expiry to.

Expiry on a Sunday and no closing days: on Monday, in time by U31, `present` was refused, and anyone
could close. Closing never comes before the moved expiry day has ended at every place.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import (
    EXPIRY_MONDAY,
    HAMBURG,
    SHANGHAI,
    House,
    opened,
)
from usance.codes import Exclusion


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_present__no_closing_days_and_expiry_moved__in_time(house: House) -> None:
    terms = house.issued(closing_days=0)
    house.at_last_second(EXPIRY_MONDAY)
    statement = house.received(terms)
    assert house.set_state(terms, statement)["marks"] == 0
    other = house.statement(terms, amount=1)
    house.fails("credit: takes no set (U6)", house.beneficiary, "present", terms, other)


def test_present__no_closing_days_and_art29a_off__sunday_ends_it(house: House) -> None:
    terms = house.issued(closing_days=0, exclusions=int(Exclusion.ART29A_OFF))
    house.at(EXPIRY_MONDAY)
    house.fails("credit: takes no set (U6)", house.beneficiary, "present", terms, house.statement(terms))


def test_present__bank_further_west__its_day_is_not_over(house: House) -> None:
    terms = house.issued(
        house.terms(
            issuer_place=SHANGHAI,
            nominated=house.nominated_bank,
            nominated_place=HAMBURG,
            closing_days=0,
            expiry_day=EXPIRY_MONDAY,
        )
    )
    house.at_last_second(EXPIRY_MONDAY, HAMBURG)
    house.presented(terms, "nominated_bank")
    house.fails("credit: takes no set (U6)", house.beneficiary, "present", terms, house.statement(terms))


def test_close__no_closing_days_and_expiry_moved__not_before_it_ended_everywhere(house: House) -> None:
    terms = house.issued(
        house.terms(
            issuer_place=SHANGHAI,
            nominated=house.nominated_bank,
            nominated_place=HAMBURG,
            closing_days=0,
        )
    )
    house.at_last_second(EXPIRY_MONDAY, HAMBURG)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.at_first_second_after(EXPIRY_MONDAY, HAMBURG)
    house.ok(house.stranger, "close", terms)
