"""Finding: a closure recorded between the day of receipt and the acknowledgement counted twice.

Received on Monday, acknowledged on Wednesday, the closure of Thursday recorded on Tuesday: the last
day fixed on Wednesday has Thursday left out already, and the calendar's `extended` from Monday on
added another day, so the bank had six banking days. What the books keep leaves such closures out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import TODAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


@pytest.mark.parametrize("reason", [1, 2])
@pytest.mark.parametrize("closed", [[2], [3], [7], [1, 2], [2, 7], [7, 8]])
def test_acknowledge__closures_recorded_before_it__five_banking_days(
    house: House, closed: list[int], reason: int
) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(TODAY + 4)
    for day in closed:
        house.close_unplanned(TODAY + day, reason)
    receipt = house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY)
    last = house.see("add_banking_days", terms.issuer_place, TODAY, 5, contract=house.suite.calendar)
    assert receipt.event("Acknowledged")["last_day"] == last
    assert house.last_day(terms, statement) == last
    house.at_first_second_after(last)
    house.ok(house.stranger, "preclude", terms, statement)


def test_acknowledge__same_day_as_the_closure_is_recorded__five_banking_days(house: House) -> None:
    terms = house.issued()
    house.close_unplanned(TODAY + 2, 1)
    statement = house.received(terms)
    assert house.last_day(terms, statement) == TODAY + 8


def test_acknowledge__one_closure_before_it_and_one_after__both_count_once(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(TODAY + 1)
    house.close_unplanned(TODAY + 2, 1)
    house.at(TODAY + 3)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY)
    house.close_unplanned(TODAY + 4, 2)
    assert house.last_day(terms, statement) == TODAY + 9
    house.close_unplanned(TODAY + 8, 2)
    assert house.last_day(terms, statement) == TODAY + 10
