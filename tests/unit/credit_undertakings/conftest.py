from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.credit_undertakings.promising import Promising, promising


@pytest.fixture
def house() -> Iterator[Promising]:
    with promising() as house:
        yield house
