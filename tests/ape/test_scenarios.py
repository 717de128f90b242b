"""Every scenario of the kit on Ape's built-in chain, with the model beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from usance.chain.artifacts import ROOT
from usance.scenario.runner import PASSED, ChainTheatre, run_file

FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_scenario__on_the_built_in_chain__passes(path: Path, ape_house: ChainTheatre) -> None:
    before = ape_house.driver.now()
    result = run_file(path, ape_house)
    assert result.status == PASSED, result.message
    # The clock goes back with the snapshot.
    assert ape_house.driver.now() == before
