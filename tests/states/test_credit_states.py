"""docs/states.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from tests.machines.credit_house import PEOPLE, house
from tests.states.credit_scenes import SCENES, attempt
from usance.model.outcome import rules_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
OTHERS = "–"  # the legend's sign for NOT_PARTY
SET_ACTS = (
    "acknowledge",
    "attest_delivery",
    "notify_completeness",
    "forward",
    "accept",
    "refuse",
    "waive",
    "demand_return",
    "preclude",
    "honour",
    "default",
)
CREDIT_ACTS = ("issue", "advise", "confirm", "present", "expire", "close")


@dataclass(frozen=True)
class Cell:
    """One cell: what the act of this actor leads to in this state."""

    state: str
    act: str
    actor: str
    allowed: frozenset[str]


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.strip().strip("|").split("|")]


@lru_cache(maxsize=1)
def cells() -> tuple[Cell, ...]:
    """Every cell of the document."""
    found: list[Cell] = []
    state, actors = "", []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            state, actors = line[4:].strip(), []
        elif line.startswith("| act "):
            actors = words_of(line)[1:]
        elif line.startswith("| ") and actors:
            act, *row = words_of(line)
            for actor, cell in zip(actors, row, strict=True):
                rules = {"NOT_PARTY" if word == OTHERS else word for word in cell.split()}
                found.append(Cell(state, act, actor, frozenset(rules)))
    return tuple(found)


def states() -> Iterator[str]:
    return iter(dict.fromkeys(cell.state for cell in cells()))


def test_document__its_states__are_those_that_can_be_made() -> None:
    assert list(states()) == list(SCENES)


def test_document__its_cells__are_whole() -> None:
    assert len(cells()) >= 200
    for state in states():
        acts = list(dict.fromkeys(cell.act for cell in cells() if cell.state == state))
        assert tuple(acts) in (SET_ACTS, CREDIT_ACTS), f"{state}: {acts}"
    for cell in cells():
        assert cell.actor in PEOPLE
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


@pytest.mark.parametrize("state", list(states()))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    stage = house()
    scene = SCENES[state](stage)
    wrong: list[str] = []
    for cell in cells():
        if cell.state != state:
            continue
        before = stage.driver.snapshot()
        receipt = attempt(scene, cell.act, cell.actor)
        stage.driver.revert(before)
        seen = {"ok"} if receipt.ok else set(rules_in(receipt.reason))
        if not seen & cell.allowed:
            wrong.append(f"{cell.act} by {cell.actor}: {receipt.reason or 'ok'}, not {sorted(cell.allowed)}")
    assert not wrong, f"{state}\n" + "\n".join(wrong)
