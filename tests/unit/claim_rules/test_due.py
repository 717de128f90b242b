from __future__ import annotations

import pytest

from tests.unit.claim_births.house import DUE, TODAY, House
from tests.unit.documentary_credit.house import DUBAI, GOOD_FRIDAY, HAMBURG, LABOUR_DAY, TARGET
from usance.terms import ZERO_HASH


def test_due__open_day__is_the_day(house: House) -> None:
    assert house.rule("due", house.terms(), 0) == DUE


def test_due__easter__rolls_to_the_tuesday(house: House) -> None:
    assert house.rule("due", house.terms(due_day=GOOD_FRIDAY), 0) == GOOD_FRIDAY + 4


def test_due__closed_at_the_currency_centre_alone__rolls(house: House) -> None:
    terms = house.terms(due_day=TODAY + 9)  # TARGET is closed on this Wednesday
    assert house.rule("due", terms, 0) == TODAY + 10
    assert house.rule("due", terms.but(currency_place=ZERO_HASH), 0) == TODAY + 9


def test_due__two_weekends__rolls_over_both(house: House) -> None:
    # A Friday: Dubai is closed on Friday and Saturday, TARGET on Saturday and Sunday.
    terms = house.terms(due_day=TODAY + 11, pay_place=DUBAI, currency_place=TARGET)
    assert house.rule("due", terms, 0) == TODAY + 14


def test_due__prolonged__is_the_prolonged_day_rolled(house: House) -> None:
    assert house.rule("due", house.terms(), LABOUR_DAY) == LABOUR_DAY + 3


@pytest.mark.parametrize(("grace", "last"), [(0, DUE), (1, DUE + 3), (3, DUE + 5), (6, DUE + 10)])
def test_last_grace_day__banking_days_after_the_due_day(house: House, grace: int, last: int) -> None:
    assert house.rule("last_grace_day", house.terms(grace_days=grace), 0) == last


def test_last_grace_day__due_on_a_closed_day__counts_from_the_rolled_one(house: House) -> None:
    terms = house.terms(due_day=GOOD_FRIDAY, grace_days=1)
    assert house.rule("last_grace_day", terms, 0) == GOOD_FRIDAY + 5
    assert house.rule("last_grace_day", terms.but(grace_days=0), 0) == GOOD_FRIDAY + 4


def test_last_grace_day__prolonged__moves_along(house: House) -> None:
    terms = house.terms(grace_days=2)
    assert house.rule("last_grace_day", terms, DUE + 7) == DUE + 11


def test_due__unplanned_closure_recorded_later__moves_it(house: House) -> None:
    terms = house.terms(due_day=TODAY + 2, currency_place=ZERO_HASH)
    for keeper in (house.keeper, house.second_keeper):
        house.ok(keeper, "record_closure", HAMBURG, TODAY + 2, 1, contract=house.suite.calendar)
    assert house.rule("due", terms, 0) == TODAY + 3
