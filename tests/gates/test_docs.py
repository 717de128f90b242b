"""Nothing of the ABIs is missing in docs/, and every error has a story."""

from __future__ import annotations

import re
from enum import IntEnum

import pytest
from vyper.ast import nodes as vy
from vyper.ast import parse_to_ast

from tools import docs, errors_doc
from tools.findings import ROOT
from usance import codes, codes_claims
from usance.chain.artifacts import all_artifacts


def code_words() -> set[str]:
    """Every word inside code spans and code blocks of docs/."""
    words: set[str] = set()
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        for block in re.findall(r"```.*?\n(.*?)```", text, re.DOTALL):
            words |= set(re.findall(r"\w+", block))
        for span in re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            words |= set(re.findall(r"\w+", span))
    return words


def flag_members() -> set[str]:
    """Roles and capabilities: the members of every flag of the interfaces."""
    found: set[str] = set()
    for path in sorted((ROOT / "interfaces").glob("*.vyi")):
        tree = parse_to_ast(path.read_text(encoding="ascii"), is_interface=True)
        for flag in tree.get_children(vy.FlagDef):
            found |= {
                str(member.target.id if hasattr(member, "target") else member.value.id)
                for member in flag.body
            }
    return found


def states() -> set[str]:
    """The states of instruments: the status codes of the package and those of interface comments."""
    found = {
        member.name
        for kind in (*vars(codes).values(), *vars(codes_claims).values())
        if isinstance(kind, type) and issubclass(kind, IntEnum) and kind.__name__.endswith("Status")
        for member in kind
    }
    for path in sorted((ROOT / "interfaces").glob("*.vyi")):
        for line in re.findall(r"^# status.*$", path.read_text(encoding="ascii"), re.MULTILINE):
            found |= set(re.findall(r"\d+ ([A-Z_]{4,})", line))
    return found


@pytest.fixture(scope="module")
def words() -> set[str]:
    return code_words()


def test_docs__functions_of_the_abis__all_named(words: set[str]) -> None:
    names = {
        str(entry["name"])
        for artifact in all_artifacts().values()
        for entry in artifact.abi
        if entry["type"] == "function"
    }
    assert len(names) > 40
    assert sorted(names - words) == []


def test_docs__events_of_the_abis__all_named(words: set[str]) -> None:
    names = {
        str(entry["name"])
        for artifact in all_artifacts().values()
        for entry in artifact.abi
        if entry["type"] == "event"
    }
    assert sorted(names - words) == []


def test_docs__roles_and_capabilities__all_named(words: set[str]) -> None:
    members = flag_members()
    assert {"BANK", "ADMITTER"} <= members
    assert sorted(members - words) == []


def test_docs__states__all_named() -> None:
    pages = sorted((ROOT / "docs").glob("states*.md"))
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    found = states()
    assert {"ISSUED", "PRECLUDED", "HONOURED"} <= found
    assert sorted(state for state in found if not re.search(rf"\b{state}(\b|_)", text)) == []


def test_docs__errors__each_with_a_row() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    reasons, problems = errors_doc.read()
    assert problems == []
    assert len(reasons) > 40
    assert [reason.name for reason in reasons if f"| `{reason.text}` |" not in page] == []


def test_docs__generated_pages__fresh() -> None:
    assert [str(finding) for finding in docs.check()] == []


def test_errors__each_reason__given_by_a_contract() -> None:
    assert [str(finding) for finding in errors_doc.check()] == []


def test_errors__each_rule__told_by_a_scenario() -> None:
    reasons, _ = errors_doc.read()
    told = errors_doc.scenarios()
    assert sorted({reason.rule for reason in reasons} - set(told)) == []
