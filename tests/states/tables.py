"""Tables of states in docs/: read cell by cell, and tried on a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from usance.model.outcome import rules_in

OTHERS = "–"  # the legends' sign for NOT_PARTY


@dataclass(frozen=True)
class Cell:
    """One cell: what the act of this actor leads to in this state."""

    section: str
    state: str
    act: str
    actor: str
    allowed: frozenset[str]


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.strip().strip("|").split("|")]


@lru_cache(maxsize=8)
def cells_of(document: Path) -> tuple[Cell, ...]:
    """Every cell of a page: sections `##`, states `###`, tables that begin with `| act `."""
    found: list[Cell] = []
    section, state = "", ""
    actors: list[str] = []
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section, actors = line[3:].strip(), []
        elif line.startswith("### "):
            state, actors = line[4:].strip(), []
        elif line.startswith("| act "):
            actors = words_of(line)[1:]
        elif line.startswith("| ") and actors:
            act, *row = words_of(line)
            for actor, cell in zip(actors, row, strict=True):
                rules = {"NOT_PARTY" if word == OTHERS else word for word in cell.split()}
                found.append(Cell(section, state, act, actor, frozenset(rules)))
    return tuple(found)


def differences(driver: Any, cells: Iterable[Cell], attempt: Callable[[str, str], Any]) -> list[str]:
    """The cells that end otherwise than the table says; each is tried by itself and undone."""
    wrong: list[str] = []
    for cell in cells:
        before = driver.snapshot()
        receipt = attempt(cell.act, cell.actor)
        driver.revert(before)
        seen = {"ok"} if receipt.ok else set(rules_in(receipt.reason))
        if not seen & cell.allowed:
            wrong.append(f"{cell.act} by {cell.actor}: {receipt.reason or 'ok'}, not {sorted(cell.allowed)}")
    return wrong
