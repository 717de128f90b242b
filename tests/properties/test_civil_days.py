"""contracts/modules/civil_days.vy against Python's own calendar, and against the model's day counts."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from usance.chain.artifacts import compile_source
from usance.chain.driver import Deployed
from usance.chain.revm import RevmDriver
from usance.codes import DayCount
from usance.daycount import days_between, year_later

SOURCE = """# pragma version 0.4.3
from contracts.modules import civil_days

@external
@pure
def date(day: uint256) -> (uint256, uint256, uint256):
    return civil_days._date(day)

@external
@pure
def day(year: uint256, month: uint256, day: uint256) -> uint256:
    return civil_days._day(year, month, day)

@external
@pure
def year_later(day: uint256) -> uint256:
    return civil_days._year_later(day)

@external
@pure
def days_30e(day: uint256) -> uint256:
    return civil_days._days_30e(day)
"""
EPOCH = date(1970, 1, 1).toordinal()
LAST = date(9999, 12, 31).toordinal() - EPOCH
FARTHEST = 2**24 - 1
DAYS = st.integers(min_value=0, max_value=LAST)
LEAP_DAY = date(2028, 2, 29).toordinal() - EPOCH
NO_LEAP_DAY = date(2100, 2, 28).toordinal() - EPOCH
CENTURY_LEAP_DAY = date(2000, 2, 29).toordinal() - EPOCH


@lru_cache(maxsize=1)
def chain() -> tuple[RevmDriver, Deployed]:
    driver = RevmDriver()
    compiled = compile_source("contracts/testing/CivilDays.vy", SOURCE)
    return driver, driver.deploy_artifact(compiled, [], driver.accounts(1)[0].address)


def ask(function: str, *args: int) -> object:
    driver, deployed = chain()
    return driver.view(deployed, function, list(args))


@settings(deadline=None)
@given(DAYS)
@example(0)
@example(LAST)
@example(LEAP_DAY)
@example(LEAP_DAY + 1)
@example(NO_LEAP_DAY)
@example(NO_LEAP_DAY + 1)
@example(CENTURY_LEAP_DAY)
def test_date__any_day_until_9999__is_pythons(day: int) -> None:
    expected = date.fromordinal(EPOCH + day)
    assert tuple(ask("date", day)) == (expected.year, expected.month, expected.day)  # type: ignore[call-overload]
    assert ask("day", expected.year, expected.month, expected.day) == day


def test_date__every_day_of_a_cycle_of_400_years__is_pythons() -> None:
    # One in thirty-one meets every date of every kind of year.
    for day in range(0, 146_097, 31):
        expected = date.fromordinal(EPOCH + day)
        assert tuple(ask("date", day)) == (expected.year, expected.month, expected.day)  # type: ignore[call-overload]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=FARTHEST))
@example(FARTHEST)
def test_date__any_day_of_the_books__comes_back(day: int) -> None:
    assert ask("day", *ask("date", day)) == day  # type: ignore[misc]


@settings(deadline=None)
@given(DAYS.filter(lambda day: day < LAST - 366))
@example(LEAP_DAY)
@example(LEAP_DAY - 1)
@example(LEAP_DAY + 1)
@example(LEAP_DAY - 366)
@example(NO_LEAP_DAY)
@example(CENTURY_LEAP_DAY)
def test_year_later__any_day__is_the_same_date(day: int) -> None:
    there = date.fromordinal(EPOCH + day)
    leap_day = (there.month, there.day) == (2, 29)
    expected = there.replace(year=there.year + 1, day=28 if leap_day else there.day)
    assert ask("year_later", day) == expected.toordinal() - EPOCH == year_later(day)


@settings(deadline=None)
@given(DAYS, DAYS)
@example(LEAP_DAY, LEAP_DAY + 1)
def test_days_30e__difference_of_two_days__is_the_count(first: int, last: int) -> None:
    first, last = sorted((first, last))
    counted = int(ask("days_30e", last)) - int(ask("days_30e", first))  # type: ignore[call-overload]
    assert counted == days_between(DayCount.E30_360, first, last)
    assert counted >= 0
