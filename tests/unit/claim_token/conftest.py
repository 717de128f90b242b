"""One house for the folder; every test starts from it as it was built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import ClaimHouse, opened


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house
