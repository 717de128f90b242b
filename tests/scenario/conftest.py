"""Playing a text as a scenario, on the model and on revm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usance.scenario.runner import Result, Theatre, run_file, theatre

HEAD = """scenario: planted
places:
  DEHAM: {weekend: [sat, sun], offset: "+01:00", closes: "17:00", loaded_until: 2027-12-31}
parties:
  issuing_bank: {roles: [BANK], place: DEHAM}
  applicant: {roles: [TRADER]}
  beneficiary: {roles: [TRADER], kind: wallet}
tokens:
  EUR: {decimals: 6, balances: {issuing_bank: 1000.00}}
steps:
  - at: 2026-03-02T10:00 DEHAM
    by: issuing_bank
    call: credit.issue
    args: {terms: {amount: EUR 100.00, expiry_day: 2026-05-29, cover: 50 %}}
    as: {credit: return}
"""

Play = Callable[..., Result]


@pytest.fixture(scope="session", params=["model", "revm"])
def house(request: pytest.FixtureRequest) -> Theatre:
    return theatre(request.param)


@pytest.fixture(scope="session")
def revm_house() -> Theatre:
    return theatre("revm")


@pytest.fixture
def play(tmp_path: Path, house: Theatre) -> Play:
    """Play the head with further steps; `head` replaces it."""

    def run(tail: str, head: str = HEAD) -> Result:
        path = tmp_path / "planted.yaml"
        path.write_text(head + tail, encoding="utf-8")
        return run_file(path, house)

    return run


@pytest.fixture
def revm_play(tmp_path: Path, revm_house: Theatre) -> Play:
    """Play the head with further steps on revm, the model beside it."""

    def run(tail: str) -> Result:
        path = tmp_path / "planted.yaml"
        path.write_text(HEAD + tail, encoding="utf-8")
        return run_file(path, revm_house)

    return run


@pytest.fixture
def head_lines() -> int:
    return HEAD.count("\n")
