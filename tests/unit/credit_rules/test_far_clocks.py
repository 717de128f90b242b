"""A day is over at local midnight, also where the clock is as far from UTC as the calendar allows.

Contracts ask the calendar only within the 26 hours in which places disagree; at the edges of these
hours, and at every midnight, the answer must be the calendar's.
"""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import DAY, HOUR, TODAY, House
from usance.terms import Credit

FAR = b"FAR".ljust(32, b"\0")
DAY_ASKED = TODAY + 10


def opened_place(house: House, minutes: int) -> None:
    keeper, calendar = house.keeper, house.suite.calendar
    house.ok(keeper, "open_place", FAR, TODAY - 10, 96, minutes, 1020, contract=calendar)
    house.ok(keeper, "load", FAR, TODAY + 400, True, [], [], [], contract=calendar)


@pytest.mark.parametrize("minutes", [-720, -719, -300, 0, 1, 345, 839, 840])
def test_is_over__about_midnight_and_the_edges__as_the_calendar_says(house: House, minutes: int) -> None:
    opened_place(house, minutes)
    terms = house.terms(issuer_place=FAR, expiry_day=DAY_ASKED, cover_bps=0)
    midnight = (DAY_ASKED + 1) * DAY
    edges = {midnight - 60 * minutes, midnight - 14 * HOUR, midnight, midnight + 12 * HOUR}
    for instant in sorted(edge + shift for edge in edges for shift in (-1, 0, 1)):
        house.at_second(instant)
        today = house.see("local_day", FAR, instant, contract=house.suite.calendar)
        assert over(house, terms) == (today > DAY_ASKED)


def over(house: House, terms: Credit) -> bool:
    """Does a credit that expires on the day count as expired now?"""
    receipt = house.act(house.keeper, "check_birth", terms, contract=house.rules)
    assert receipt.ok or receipt.reason == "credit: dates (U6)"
    return not receipt.ok


@pytest.mark.parametrize("minutes", [-720, 840])
def test_preclude__place_at_the_edge_of_the_world__its_own_midnight(house: House, minutes: int) -> None:
    opened_place(house, minutes)
    house.at(TODAY + 1, 12)
    terms = house.issued(issuer_place=FAR, currency_place=bytes(32), cover_bps=0)
    statement = house.presented(terms)
    today = house.see("local_day", FAR, house.driver.now(), contract=house.suite.calendar)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, today)
    midnight = (house.last_day(terms, statement) + 1) * DAY - 60 * minutes
    house.at_second(midnight - 1)
    house.fails("U14", house.stranger, "preclude", terms, statement)
    house.at_second(midnight)
    house.fails("U16", house.issuing_bank, "refuse", terms, statement, [{"code": 1, "leaf": FAR}], 1, FAR)
    house.ok(house.stranger, "preclude", terms, statement)
