"""Finding: a deadline that an unplanned closure had moved was moved back by a change of the calendar.

A change for the same day, proposed ten days earlier, comes into force after the closure: the calendar
then takes the day for planned, the extension disappears, and the bank is late on the day that it was
told was its last. No ordinary entry moves a deadline that stands (2.0, decision 4).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import HAMBURG, NOTICE, TODAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_refuse__closure_planned_after_it_was_recorded__last_day_stays(house: House) -> None:
    day, calendar = TODAY + 11, house.suite.calendar
    word = day // 256
    closed, worked, _, _ = house.see("entries_of", HAMBURG, word, contract=calendar)
    entry = {"word": word, "closed": closed | (1 << (day % 256)), "worked": worked}
    house.ok(house.keeper, "propose_change", HAMBURG, 0, [], [], [entry], contract=calendar)
    house.at(TODAY + 8)
    terms = house.issued()
    statement = house.received(terms)
    house.close_unplanned(day, 1)
    last = house.last_day(terms, statement)
    assert last == TODAY + 16
    house.at(last)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
