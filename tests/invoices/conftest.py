"""The sheets are compiled once, before the first test that needs them."""

from __future__ import annotations

import pytest

from usance.invoices import warm_up


@pytest.fixture(scope="session", autouse=True)
def sheets() -> None:
    warm_up()
