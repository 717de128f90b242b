from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.institution_account.kit import House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house
