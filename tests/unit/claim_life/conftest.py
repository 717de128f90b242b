from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_life.house import LifeHouse, opened


@pytest.fixture
def house() -> Iterator[LifeHouse]:
    with opened() as house:
        yield house
