from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.credit_amendments.changing import Changing, amending


@pytest.fixture
def house() -> Iterator[Changing]:
    with amending() as house:
        yield house
