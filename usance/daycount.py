"""Day counts in exact integers: ACT/360, ACT/365F, 30E/360.

A day is a number of days since 1970-01-01. The first day of a period is not counted, the last one is.
"""

from __future__ import annotations

from fractions import Fraction

from usance.codes import DayCount

YEAR_ONE = 10**18
NANO = 10**9
ERA = 146_097


def civil(day: int) -> tuple[int, int, int]:
    """(year, month, day of the month) of a day, for any day number.

    Counts from 1 March 0000, so that a leap day is the last day of its year.
    """
    era, of_era = divmod(day + 719_468, ERA)
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    date = of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return year + 400 * era + (month <= 2), month, date


def day_number(year: int, month: int, date: int) -> int:
    """The day of a date; `civil` backwards."""
    year -= month <= 2
    era, of_cycle = divmod(year, 400)
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + date - 1
    return era * ERA + of_cycle * 365 + of_cycle // 4 - of_cycle // 100 + of_year - 719_468


def year_later(day: int) -> int:
    """The same date a year later; 28 February for the 29th."""
    year, month, date = civil(day)
    if (month, date) == (2, 29):
        date = 28
    return day_number(year + 1, month, date)


def days_between(count: int, first: int, last: int) -> int:
    """The days of a period by the convention."""
    if count == DayCount.E30_360:
        (y1, m1, d1), (y2, m2, d2) = civil(first), civil(last)
        return 360 * (y2 - y1) + 30 * (m2 - m1) + min(d2, 30) - min(d1, 30)
    DayCount(count)
    return last - first


def days_of_year(count: int) -> int:
    """The days of its year."""
    return 365 if DayCount(count) == DayCount.ACT_365F else 360


def year_fraction(count: int, first: int, last: int) -> Fraction:
    """The period in years."""
    return Fraction(days_between(count, first, last), days_of_year(count))


def simple_interest(principal: int, rate: int, count: int, first: int, last: int) -> int:
    """Simple interest in 1e-9 of the principal's unit, rounded down; `rate` a year, 1e18 = 100 %."""
    if principal == 0 or rate == 0 or last <= first:
        return 0
    return principal * rate * days_between(count, first, last) * NANO // (YEAR_ONE * days_of_year(count))
