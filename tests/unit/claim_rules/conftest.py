from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_births.house import House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house
