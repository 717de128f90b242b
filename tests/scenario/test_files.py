"""Every scenario of the kit, on the model and on revm with the model beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from usance.chain.artifacts import ROOT
from usance.scenario.adapter import load_adapter
from usance.scenario.runner import PASSED, Theatre, run_file, theatre
from usance.scenario.stage import MODEL
from usance.scenario.story import read_story

FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", FILES, ids=label)
def test_scenario__as_written__passes(path: Path, house: Theatre) -> None:
    result = run_file(path, house)
    assert result.status == PASSED, result.message
    assert result.steps >= 5


@pytest.mark.parametrize("path", FILES, ids=label)
def test_scenario__each_refusal__breaks_exactly_one_rule(path: Path, revm_house: Theatre) -> None:
    """What the model names beside each refused act; a token's own refusal and gas have no rule."""
    log = run_file(path, revm_house).log
    # Who is no bank has authorised no agent either: that comes along wherever it tries to bind itself.
    told = [(entry.line, entry.sent.told - {"AGENT"} or entry.sent.told) for entry in log]
    assert not [f"line {line}: {sorted(rules)}" for line, rules in told if len(rules) > 1]


@pytest.mark.parametrize("path", FILES, ids=label)
def test_scenario__head__names_rules_and_checks(path: Path) -> None:
    story = read_story(path, load_adapter())
    assert story.rules
    assert story.title[0].islower()
    if path.parent.name in {"cases", "credit", "claim"}:
        assert story.checks


def test_credit_folder__has_the_promised_breadth() -> None:
    assert sum(path.parent.name == "credit" for path in FILES) >= 80


def test_cases__name_the_decided_case_they_retell() -> None:
    """Cases of instruments that are not there yet wait."""
    names = [path.stem.partition("-")[0] for path in FILES if path.parent.name == "cases"]
    assert all(name[0] == "c" and name[1:].isdigit() for name in names)
    assert len(set(names)) == len(names) >= 18


def test_claim_folder__has_the_promised_breadth() -> None:
    assert sum(path.parent.name == "claim" for path in FILES) >= 25


def test_model_alone__tells_the_same_story_as_the_chain() -> None:
    """The same acts succeed and are refused on the model alone as on revm."""
    path = next(path for path in FILES if path.stem == "silence-binds-the-issuing-bank")
    logs = [run_file(path, theatre(backend)).log for backend in ("model", "revm")]
    assert [entry.sent.ok for entry in logs[0]] == [entry.sent.ok for entry in logs[1]]
    assert [entry.sent.timestamp for entry in logs[0]] == [entry.sent.timestamp for entry in logs[1]]
    assert any(entry.sent.reason.startswith(MODEL) for entry in logs[0])
