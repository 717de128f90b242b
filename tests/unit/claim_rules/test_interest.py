from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import DUE, FACE, INTEREST, House
from usance.calendars import day_of
from usance.claim_terms import Claim
from usance.daycount import simple_interest

ACT_360, ACT_365F, E30_360 = 1, 2, 3
TODAYS = ("2026-07-30", "2026-07-31", "2026-12-31", "2027-03-01", "2027-05-31")
SPANS = [
    (since, today)
    for since in ("", "2026-06-30", "2026-07-31", "2027-02-28")
    for today in TODAYS
    if since <= today
]


def late(house: House, day_count: int = ACT_360, **changes: Any) -> Claim:
    return house.terms(**({"late_rate": INTEREST, "day_count": day_count, "grace_days": 3} | changes))


def asked(house: House, terms: Claim, rest: int, since: int = 0, prolonged_to: int = 0) -> tuple[int, int]:
    nano, today = house.rule("interest", terms, rest, since, prolonged_to)
    return nano, today


@pytest.mark.parametrize("days", [-30, 0, 1, 5])
def test_interest__until_grace_is_over__none_and_no_day(house: House, days: int) -> None:
    house.at(DUE + days)
    assert asked(house, late(house), FACE) == (0, 0)


def test_interest__once_overdue__counts_from_the_due_day(house: House) -> None:
    house.at(DUE + 6, 0)
    # 119,000.00 at 10 % a year for 6 days of 360: 198.33 and a third.
    assert asked(house, late(house), FACE) == (FACE * 6 * 10**9 // 3_600, DUE + 6)


@pytest.mark.parametrize("day_count", [ACT_360, ACT_365F, E30_360])
@pytest.mark.parametrize(("since", "today"), SPANS)
def test_interest__between_two_days__is_the_models(
    house: House, day_count: int, since: str, today: str
) -> None:
    start = day_of(since) if since else 0
    now = day_of(today)
    house.at(now)
    expected = simple_interest(FACE, INTEREST, day_count, max(DUE, start), now)
    assert asked(house, late(house, day_count), FACE, start) == (expected, now)


def test_interest__on_steps__adds_up_in_thirty_day_months(house: House) -> None:
    terms = late(house, E30_360)
    total, step = 0, DUE
    for day in ("2026-06-30", "2026-07-31", "2026-08-01", "2027-02-28", "2027-03-01"):
        house.at(day_of(day))
        nano, step = asked(house, terms, 360 * 10**9, step)
        total += nano
    assert total == asked(house, terms, 360 * 10**9)[0]


def test_interest__counted_up_to_today__nothing_new(house: House) -> None:
    house.at(DUE + 40)
    assert asked(house, late(house), FACE, DUE + 40) == (0, DUE + 40)
    # A clock put back repeats a day that was counted.
    assert asked(house, late(house), FACE, DUE + 41) == (0, DUE + 40)


def test_interest__prolonged__begins_at_the_new_due_day(house: House) -> None:
    terms = late(house, grace_days=0)
    house.at(DUE + 40)
    later = DUE + 35
    assert asked(house, terms, FACE, DUE + 10, later) == (FACE * 5 * 10**9 // 3_600, DUE + 40)
    assert asked(house, terms, FACE, DUE + 10, DUE + 90) == (0, 0)


def test_interest__rounded_down__for_the_debtor(house: House) -> None:
    terms = late(house, ACT_365F, late_rate=1, grace_days=0)
    house.at(DUE + 364)
    assert asked(house, terms, 10**9)[0] == 0
    house.at(DUE + 365)
    assert asked(house, terms, 10**9)[0] == 1


def test_interest__largest_numbers__do_not_overflow(house: House) -> None:
    most = 2**112 - 1
    terms = late(house, late_rate=10**18, face=most, object_amount=most)
    house.at(DUE + 3_000)
    assert asked(house, terms, most)[0] == most * 3_000 * 10**9 // 360


def test_interest__nothing_left_or_no_rate__is_nothing(house: House) -> None:
    house.at(DUE + 40)
    assert asked(house, late(house), 0) == (0, DUE + 40)
    assert asked(house, late(house, late_rate=0), FACE) == (0, DUE + 40)
