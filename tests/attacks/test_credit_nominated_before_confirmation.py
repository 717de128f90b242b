"""Finding: a set sent to the confirming bank before it confirmed never bound it.

Where the confirming bank is also the nominated one, the stage stands as of `present`. Bound from its
confirmation on (8b), and silent on a set it acknowledged afterwards, it was never precluded (U9, U16).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import DUBAI, TODAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


@pytest.mark.xfail(strict=True, reason="the stage is fixed at presentation")
def test_preclude__received_after_confirmation__confirming_bank_is_bound(house: House) -> None:
    terms = house.issued(house.confirmable(nominated=house.confirming_bank, nominated_place=DUBAI))
    statement = house.presented(terms, "confirming_bank")
    house.ok(house.confirming_bank, "confirm", terms, True)
    house.ok(house.confirming_bank, "acknowledge", terms, statement, house.today(DUBAI))
    house.at(TODAY + 20)
    house.ok(house.stranger, "preclude", terms, statement)
