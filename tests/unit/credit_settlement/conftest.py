from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house
