"""Day counts agree with QuantLib, day for day, and with Python's own calendar."""

from __future__ import annotations

import datetime as dt
import random
from fractions import Fraction

import pytest
import QuantLib as ql

from usance.calendars import date_of, day_of
from usance.codes import DayCount
from usance.daycount import (
    civil,
    day_number,
    days_between,
    days_of_year,
    simple_interest,
    year_fraction,
    year_later,
)

FIRST, LAST = day_of("1999-12-25"), day_of("2101-01-07")
PEERS = {
    DayCount.ACT_360: ql.Actual360(),
    DayCount.ACT_365F: ql.Actual365Fixed(),
    DayCount.E30_360: ql.Thirty360(ql.Thirty360.European),
}


def peer_date(day: int) -> ql.Date:
    date = date_of(day)
    return ql.Date(date.day, date.month, date.year)


@pytest.mark.parametrize("count", list(DayCount))
def test_days_between__random_periods__those_of_quantlib(count: DayCount) -> None:
    source = random.Random(f"periods {count}")
    for _ in range(5_000):
        first = source.randint(FIRST, LAST)
        last = source.choice((first, source.randint(FIRST, LAST), first + source.randint(0, 95)))
        assert days_between(count, first, last) == PEERS[count].dayCount(peer_date(first), peer_date(last))
        years = PEERS[count].yearFraction(peer_date(first), peer_date(last))
        assert float(year_fraction(count, first, last)) == pytest.approx(years, abs=1e-12)


@pytest.mark.parametrize("count", list(DayCount))
def test_days_between__ends_of_months__those_of_quantlib(count: DayCount) -> None:
    ends = [
        day_number(year, month, 1) + step
        for year in (2023, 2024, 2025)
        for month in range(1, 13)
        for step in (-3, -2, -1, 0, 1)
    ]
    for first in ends:
        for last in ends:
            peer = PEERS[count].dayCount(peer_date(first), peer_date(last))
            assert days_between(count, first, last) == peer, (date_of(first), date_of(last))


@pytest.mark.parametrize("count", list(DayCount))
def test_days_between__a_period_cut_anywhere__adds_up(count: DayCount) -> None:
    source = random.Random(f"cuts {count}")
    for _ in range(3_000):
        first, middle, last = sorted(source.randint(FIRST, LAST) for _ in range(3))
        whole = days_between(count, first, last)
        assert days_between(count, first, middle) + days_between(count, middle, last) == whole


def test_civil__every_day_of_python__its_date_and_back() -> None:
    for day in range(day_of("1890-01-01"), day_of("2410-01-01")):
        date = date_of(day)
        assert civil(day) == (date.year, date.month, date.day)
        assert day_number(*civil(day)) == day


def test_civil__days_beyond_python__rise_by_one() -> None:
    for day in (2**21, 2**22, 2**23):
        assert day_number(*civil(day)) == day
        year, month, _ = civil(day)
        assert day_number(year + 400, month, 1) - day_number(year, month, 1) == 146_097


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2026-11-24", "2027-11-24"),
        ("2027-03-01", "2028-03-01"),
        ("2028-02-29", "2029-02-28"),
        ("2027-02-28", "2028-02-28"),
        ("2026-12-31", "2027-12-31"),
    ],
)
def test_year_later__the_same_date__and_28_february_for_the_29th(day: str, later: str) -> None:
    assert year_later(day_of(day)) == day_of(later)


@pytest.mark.parametrize("count", list(DayCount))
def test_simple_interest__random__the_floor_of_the_exact_fraction(count: DayCount) -> None:
    source = random.Random(f"interest {count}")
    for _ in range(3_000):
        first = source.randint(FIRST, LAST)
        last = first + source.randint(-5, 800)
        principal = source.getrandbits(source.randint(1, 112))
        rate = source.choice((0, 1, 10**16, 10**18, source.randrange(10**18)))
        exact = Fraction(0)
        if last > first:
            exact = Fraction(rate, 10**18) * year_fraction(count, first, last) * principal * 10**9
        assert simple_interest(principal, rate, count, first, last) == exact.numerator // exact.denominator


def test_simple_interest__ten_percent_of_360_000_for_36_days__3_600() -> None:
    """ACT/360: 360,000 x 10 % x 36 / 360 = 3,600; ACT/365F: 360,000 x 10 % x 36 / 365 = 3,550.68..."""
    first = day_of("2027-01-04")
    assert simple_interest(360_000, 10**17, DayCount.ACT_360, first, first + 36) == 3_600 * 10**9
    assert simple_interest(360_000, 10**17, DayCount.ACT_365F, first, first + 36) == 3_550_684_931_506
    assert days_of_year(DayCount.E30_360) == 360


def test_days_between__unknown_convention__is_refused() -> None:
    with pytest.raises(ValueError):
        days_between(4, 0, 1)
    assert dt.date(1970, 1, 1) == date_of(0)
