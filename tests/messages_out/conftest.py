from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages_out.kit import Telling, telling


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Telling]:
    with telling(tmp_path) as house:
        yield house
