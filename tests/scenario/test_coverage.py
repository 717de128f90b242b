"""Every rule that an error names has a scenario in which somebody breaks it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from usance.chain.artifacts import ROOT
from usance.scenario.adapter import load_adapter
from usance.scenario.document import Series, Table, Text, read_file

ERRORS = ROOT / "contracts" / "modules" / "errors.vy"
CONSTANT = re.compile(r'constant\(String\[\d+\]\) = "([a-z]+): [^"]*\(([A-Za-z0-9_.-]+)\)"')
# A company's account is no instrument of the kit: parties act through wallets.
BESIDE = {"account"}
# Rules that no act of the kit can break: STOREY of a storey called at its own address, INV10 of a share that
# ClaimToken gives back. Both are tested where they stand (tests/unit).
OUT_OF_REACH = {"STOREY", "INV10"}
FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))


def rules_in_errors() -> list[str]:
    found = CONSTANT.findall(ERRORS.read_text(encoding="ascii"))
    return sorted({rule for contract, rule in found if contract not in BESIDE} - OUT_OF_REACH)


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
            assert {*spec.when.values()} <= set(table), act
            events = {event.name for event in abi_of(contract).events.values()}
            assert {*spec.events.values()} <= events, act


def test_adapter__structs__have_every_field_of_the_abi() -> None:
    from usance.chain.revm import abi_of

    adapter = load_adapter()
    terms = abi_of("DocumentaryCredit").function("issue").inputs.components[0]["components"]
    statement = abi_of("DocumentaryCredit").function("present").inputs.components[1]["components"]
    assert [part["name"] for part in terms] == list(adapter.structs["Credit"].fields)
    assert [part["name"] for part in statement] == list(adapter.structs["Presentation"].fields)
    claim = abi_of("ClaimToken").function("register").inputs.components[0]["components"]
    for name in ("Claim", "Payable", "Borne", "Common"):
        assert {part["name"] for part in claim} == set(adapter.structs[name].fields)
    row = abi_of("ClaimToken").function("register_batch").inputs.components[1]["components"]
    assert [part["name"] for part in row] == list(adapter.structs["Row"].fields)


def test_adapter__acts_of_claims__are_every_function_that_changes_something() -> None:
    """Whatever ClaimToken and ChargeRegistry let a party do has a name in the trade's words."""
    from usance.chain.artifacts import artifact

    adapter = load_adapter()
    known = {
        (adapter.contracts[spec.instrument or act.split(".")[0]], spec.function)
        for act, spec in adapter.acts.items()
    }
    # Between contracts alone, or the same word in both languages.
    inner = {("ChargeRegistry", "take"), ("ChargeRegistry", "give_back")}
    plain = {("ClaimToken", "cancel_nonce"), ("ChargeRegistry", "cancel_nonce")}
    for contract in ("ClaimToken", "ChargeRegistry"):
        for entry in artifact(contract).abi:
            if entry["type"] == "function" and entry["stateMutability"] == "nonpayable":
                assert (contract, entry["name"]) in known | inner | plain, entry["name"]


def test_adapter__acts_on_amendments__are_every_function_that_changes_something() -> None:
    """Whatever amendments and remedies let a party do has a name in the trade's words."""
    from usance.chain.artifacts import artifact

    adapter = load_adapter()
    known = {spec.function for act, spec in adapter.acts.items() if act.startswith("credit.")}
    for contract in ("CreditAmendments", "CreditRemedies", "CreditUndertakings", "CreditSettlement"):
        for entry in artifact(contract).abi:
            if entry["type"] == "function" and entry["stateMutability"] == "nonpayable":
                assert entry["name"] in known, f"{contract}.{entry['name']}"


def test_adapter__amendments__speak_of_events_and_acts_that_are_there() -> None:
    from usance.chain.revm import abi_of

    adapter = load_adapter()
    spec = adapter.amendments
    assert spec is not None
    assert adapter.notices is not None
    events = {event.name for event in abi_of("DocumentaryCredit").events.values()}
    told = {spec.offered.event, spec.in_force.event, spec.confirming_bank.event, adapter.notices.event}
    assert told <= events
    acts = {spec.by_presentation.act, *spec.by_presentation.after, spec.rejects.act, *spec.rejects.before}
    assert acts <= set(adapter.acts)


def path_names(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.yaml")]


def test_files__names_are_trade_words() -> None:
    for folder in (ROOT / "scenarios").iterdir():
        if folder.is_dir():
            for name in path_names(folder):
                assert re.fullmatch(r"[a-z0-9-]+\.yaml", name), name
