"""One connection to Ape's built-in chain for everything in this folder, beginning in the past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from usance.chain.clock import start_in_the_past

# Before the first connection, which `ape test` makes after collecting.
start_in_the_past()

from usance.chain.ape_driver import ApeDriver  # noqa: E402
from usance.scenario.adapter import load_adapter  # noqa: E402
from usance.scenario.runner import ChainTheatre  # noqa: E402

BUILT_IN = "ethereum:local:test"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.ape)


@pytest.fixture(scope="session")
def driver() -> Iterator[ApeDriver]:
    import ape

    connected = ape.networks.active_provider
    with nullcontext(connected) if connected else ape.networks.parse_network_choice(BUILT_IN) as provider:
        yield ApeDriver(provider)


@pytest.fixture(scope="session")
def ape_house(driver: ApeDriver) -> ChainTheatre:
    """One deployment; each story is played on a snapshot of it."""
    return ChainTheatre(driver, load_adapter())


@pytest.fixture
def kept(driver: ApeDriver) -> Iterator[ApeDriver]:
    """The driver, with everything undone afterwards."""
    snapshot = driver.snapshot()
    yield driver
    driver.revert(snapshot)
