"""Finding: after a long closure a receipt cost the gas of a block.

The rules walk back day by day from the last day and ask the calendar for each: 6.8 million gas after 60
recorded days, 24 million after 120. A bound search asks ten times (LC14: 30 % of 30 million).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import TODAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_acknowledge__after_ninety_closed_days__below_nine_million_gas(house: House) -> None:
    terms = house.issued(expiry_day=TODAY + 300)
    statement = house.presented(terms)
    for day in range(1, 91):
        house.at(TODAY + day)
        house.close_unplanned(TODAY + day, 2)
    receipt = house.driver.call(
        house.credit, "acknowledge", [terms, statement, TODAY], house.issuing_bank, gas=9_000_000
    )
    assert receipt.ok, receipt.reason
