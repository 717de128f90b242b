from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.modules.kit import Vault, opened


@pytest.fixture
def vault() -> Iterator[Vault]:
    with opened() as vault:
        yield vault
