"""Every rule that an error names has a scenario in which somebody breaks it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from usance.chain.artifacts import ROOT
from usance.scenario.adapter import load_adapter
from usance.scenario.document import Series, Table, Text, read_file

ERRORS = ROOT / "contracts" / "modules" / "errors.vy"
CONSTANT = re.compile(r'constant\(String\[\d+\]\) = "[a-z]+: [^"]*\(([A-Za-z0-9_.-]+)\)"')
FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


def rules_in_errors() -> list[str]:
    return sorted(set(CONSTANT.findall(ERRORS.read_text(encoding="ascii"))))


def refusals(value: object) -> set[str]:
    """Everything any step of a scenario expects to be refused with."""
    found: set[str] = set()
    if isinstance(value, Series):
        for item in value:
            found |= refusals(item)
    elif isinstance(value, Table):
        for key, item in value.items():
            if key == "reverts":
                found |= {str(item)} if isinstance(item, Text) else {str(one) for one in item}
            else:
                found |= refusals(item)
    return found


COVERED = {rule for path in FILES for rule in refusals(read_file(path))}


def test_errors__are_found() -> None:
    assert len(rules_in_errors()) > 40


@pytest.mark.parametrize("rule", rules_in_errors())
def test_rule__named_in_an_error__has_a_scenario(rule: str) -> None:
    assert rule in COVERED


def test_heads__rules_they_list_are_ids() -> None:
    for path in FILES:
        for rule in read_file(path)["rules"]:
            assert re.fullmatch(r"[A-Z][A-Z0-9_]*(-[A-Za-z0-9.]+)?", rule), f"{path.name}: {rule}"


def test_adapter__acts_and_views__are_functions_of_their_contracts() -> None:
    from usance.chain.revm import abi_of

    adapter = load_adapter()
    for table in (adapter.acts, adapter.views):
        for act, spec in table.items():
            contract = adapter.contracts[spec.instrument or act.split(".")[0]]
            function = abi_of(contract).function(spec.function)
            unknown = set(spec.arguments) - set(function.parameters)
            assert not unknown, f"{act}: {contract}.{spec.function} takes no {unknown}"


def test_adapter__structs__have_every_field_of_the_abi() -> None:
    from usance.chain.revm import abi_of

    adapter = load_adapter()
    terms = abi_of("DocumentaryCredit").function("issue").inputs.components[0]["components"]
    statement = abi_of("DocumentaryCredit").function("present").inputs.components[1]["components"]
    assert [part["name"] for part in terms] == list(adapter.structs["Credit"].fields)
    assert [part["name"] for part in statement] == list(adapter.structs["Presentation"].fields)


def path_names(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.yaml")]


def test_files__names_are_trade_words() -> None:
    for folder in (ROOT / "scenarios").iterdir():
        if folder.is_dir():
            for name in path_names(folder):
                assert re.fullmatch(r"[a-z0-9-]+\.yaml", name), name
