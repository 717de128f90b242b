from __future__ import annotations

import pytest

from tests.machines.charge_house import House
from tests.machines.charge_house import house as fresh


@pytest.fixture
def house() -> House:
    return fresh()
