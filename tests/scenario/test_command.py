"""`ape run scenario` through click's runner: exit codes, one line an error, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.scenario import cli
from usance.chain.artifacts import ROOT

FILE = ROOT / "scenarios" / "credit" / "silence-binds-the-issuing-bank.yaml"
Edited = Callable[[str, str], str]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    def edit(old: str, new: str) -> str:
        text = FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "edited.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return str(path)

    return edit


@pytest.mark.parametrize("backend", ["revm", "model"])
def test_scenario__all_met__exits_0_with_a_table(backend: str) -> None:
    result = CliRunner().invoke(cli, [str(FILE), "--backend", backend])
    assert result.exit_code == 0, result.output
    assert f"1 of 1 passed on {backend}" in result.output


@pytest.mark.parametrize("backend", ["revm", "model"])
def test_scenario__planted_wrong_expectation__exits_1(edited: Edited, backend: str) -> None:
    path = edited("beneficiary: +100000.00}", "beneficiary: +99999.99}")
    result = CliRunner().invoke(cli, [path, "--backend", backend])
    assert result.exit_code == 1
    assert "expected EUR 99999.99, seen EUR 100000.00" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("backend", ["revm", "model"])
def test_scenario__typo__exits_2_naming_the_line(edited: Edited, backend: str) -> None:
    path = edited("call: credit.preclude", "call: credit.preculde")
    result = CliRunner().invoke(cli, [path, "--backend", backend])
    assert result.exit_code == 2
    assert "edited.yaml:28: step 4: no act credit.preculde; did you mean credit.preclude?" in result.output
    assert "Traceback" not in result.output


def test_scenario__json__is_one_object(edited: Edited) -> None:
    path = edited("reverts: U16", "reverts: U14")
    result = CliRunner().invoke(cli, [str(FILE), path, "/nowhere.yaml", "--backend", "model", "--json"])
    assert result.exit_code == 2
    body = json.loads(result.stdout)
    assert [one["outcome"] for one in body["results"]] == ["passed", "unmet", "wrong"]
    assert body["results"][1]["line"] == 34
    assert body["results"][1]["step"] == 5


def test_scenario__another_adapter__is_all_an_implementation_writes(tmp_path: Path) -> None:
    adapter = tmp_path / "adapter.yaml"
    text = (ROOT / "scenarios" / "adapter.yaml").read_text(encoding="utf-8")
    adapter.write_text(
        text.replace("credit.preclude: {function: preclude", "credit.preclude: {function: expire")
    )
    result = CliRunner().invoke(cli, [str(FILE), "--backend", "model", "--adapter", str(adapter)])
    assert result.exit_code == 2
    adapter = tmp_path / "broken.yaml"
    adapter.write_text("contracts: [")
    result = CliRunner().invoke(cli, [str(FILE), "--backend", "model", "--adapter", str(adapter)])
    assert result.exit_code == 2
    assert "not YAML" in result.output
