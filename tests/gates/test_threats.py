"""docs/rules.md names, for each threat to credits, guards that exist and tests that measure it."""

from __future__ import annotations

import re

import pytest

from tools.guard_list import all_guards
from usance.chain.artifacts import ROOT

PAGE = ROOT / "docs" / "rules.md"
THREATS = [f"LC{number}" for number in range(1, 16)]


def rows() -> dict[str, str]:
    """Id -> its last column."""
    section = PAGE.read_text(encoding="utf-8").split("## Threats to credits\n", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"^\| (LC\d+) \|.*\| ([^|]+) \|$", section, re.MULTILINE)
    return dict(found)


def tags() -> set[str]:
    return {guard.tag for guard in all_guards()}


def test_threats__the_list__whole_and_in_order() -> None:
    assert list(rows()) == THREATS


@pytest.mark.parametrize("threat", THREATS)
def test_threats__each__guards_that_exist_or_an_absence_and_its_tests(threat: str) -> None:
    guards, _, measures = rows()[threat].rpartition("; ")
    paths = re.findall(r"`([^`]+)`", measures)
    assert f"tests/attacks/test_lc{int(threat[2:]):02}.py" in paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    if not guards.startswith("absence: "):
        assert set(guards.split(", ")) <= tags(), set(guards.split(", ")) - tags()
