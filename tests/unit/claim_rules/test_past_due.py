from __future__ import annotations

import pytest

from tests.unit.claim_births.house import DUE, House
from tests.unit.documentary_credit.house import GOOD_FRIDAY
from usance.terms import ZERO_HASH


def aged(house: House, *args: object) -> tuple[int, int]:
    bucket, days = house.rule("past_due", *args)
    return bucket, days


def test_past_due__before_the_due_day__is_nothing(house: House) -> None:
    assert aged(house, house.terms(), 0) == (0, 0)
    house.at(DUE, 23)
    assert aged(house, house.terms(), 0) == (0, 0)


def test_past_due__until_grace_is_over__is_nothing_then_counts_from_the_due_day(house: House) -> None:
    terms = house.terms()  # due on a Friday, three days of grace end on Wednesday
    house.at_second(house.midnight(DUE + 6) - 1)
    assert aged(house, terms, 0) == (0, 0)
    house.at_second(house.midnight(DUE + 6))
    assert aged(house, terms, 0) == (1, 6)


def test_past_due__without_grace__begins_on_the_day_after(house: House) -> None:
    terms = house.terms(grace_days=0)
    house.at_second(house.midnight(DUE + 1) - 1)
    assert aged(house, terms, 0) == (0, 0)
    house.at_second(house.midnight(DUE + 1))
    assert aged(house, terms, 0) == (1, 1)


def test_past_due__due_on_a_closed_day__counts_from_the_day_it_rolled_to(house: House) -> None:
    terms = house.terms(due_day=GOOD_FRIDAY, grace_days=0)
    house.at(GOOD_FRIDAY + 4, 23)
    assert aged(house, terms, 0) == (0, 0)
    house.at(GOOD_FRIDAY + 5, 0)
    assert aged(house, terms, 0) == (1, 1)


@pytest.mark.parametrize(
    ("days", "bucket"), [(1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (400, 4)]
)
def test_past_due__by_days__in_its_bucket(house: House, days: int, bucket: int) -> None:
    terms = house.terms(grace_days=0)
    house.at(DUE + days)
    assert aged(house, terms, 0) == (bucket, days)


def test_past_due__prolonged__begins_later(house: House) -> None:
    terms = house.terms(grace_days=0, currency_place=ZERO_HASH)
    house.at(DUE + 10)
    assert aged(house, terms, DUE + 7) == (1, 3)
    assert aged(house, terms, DUE + 10) == (0, 0)
    assert aged(house, terms, DUE + 60) == (0, 0)
