"""What `for:` repeats its steps with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from usance.scenario.document import Series, Table
from usance.scenario.errors import ScenarioError
from usance.scenario.expect import read_csv


def turns(folder: Path, value: Any, line: int) -> Iterator[dict[str, Any]]:
    """The names of each turn: of a span, a list, or the rows of a CSV in this folder."""
    if not isinstance(value, Table) or len(value) != 1:
        raise ScenarioError("write for: {i: 1..50} or for: {row: FILE.csv}", line)
    name, span = next(iter(value.items()))
    if isinstance(span, Series):
        for item in span:
            yield {name: dict(item) if isinstance(item, Table) else str(item)}
        return
    first, dots, last = str(span).partition("..")
    if dots:
        if not (first.strip().isdigit() and last.strip().isdigit()):
            raise ScenarioError(f"{span!r}: write 1..50", line)
        for number in range(int(first), int(last) + 1):
            yield {name: str(number)}
        return
    for row in read_csv(folder / str(span), line):
        yield {name: row}
