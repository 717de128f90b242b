"""Rows of the bench's tables: what was measured, what it may be, what others take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class GasRow:
    """Gas of one act; `floor` and `peers` as they were measured or reckoned under the same rules."""

    label: str
    gas: int
    goal: int | None = None
    floor: str = ""
    peers: str = ""

    def missed(self) -> bool:
        return self.goal is not None and self.gas > self.goal


@dataclass(frozen=True)
class Measure:
    """Anything else; `value` and `goal` as they are printed."""

    label: str
    value: str
    goal: str = ""


def gas_table(rows: Iterable[GasRow]) -> list[str]:
    """Gas in a table; room is what the goal leaves, negative where it is missed."""
    lines = ["| act | gas | goal | room | floor | peers |", "|---|---:|---:|---:|---|---|"]
    for row in rows:
        goal = f"{row.goal:,}" if row.goal is not None else ""
        room = f"{row.goal - row.gas:+,}" if row.goal is not None else ""
        lines.append(f"| {row.label} | {row.gas:,} | {goal} | {room} | {row.floor} | {row.peers} |")
    return lines


def measure_table(rows: Iterable[Measure]) -> list[str]:
    """Rates, ratios and times in a table."""
    lines = ["| what | measured | goal |", "|---|---:|---:|"]
    return lines + [f"| {row.label} | {row.value} | {row.goal} |" for row in rows]
