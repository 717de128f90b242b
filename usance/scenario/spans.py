"""Names that speak of several: `investor[1..50]` is investor1 … investor50, `investor[3]` is investor3."""

from __future__ import annotations

import re

from usance.scenario.errors import ScenarioError

SPAN = re.compile(r"(?P<base>[^\[\]]+)\[\s*(?P<first>\d+)\s*(?:\.\.\s*(?P<last>\d+)\s*)?\]")
# More than any story casts; a slip (1..5000000) is told instead of played for hours.
MOST = 1_000


def spread(name: str, line: int | None = None) -> list[str]:
    """The single names that a name stands for, itself when it speaks of one."""
    if "[" not in name:
        return [name]
    found = SPAN.fullmatch(name)
    if found is None:
        raise ScenarioError(f"{name}: write investor[1..50]", line)
    first = int(found["first"])
    last = first if found["last"] is None else int(found["last"])
    if last < first or last - first >= MOST:
        raise ScenarioError(f"{name}: from 1 to {MOST} names, the lower number first", line)
    return [f"{found['base']}{number}" for number in range(first, last + 1)]


def single(name: str) -> str:
    """`investor[3]` as it stands in the cast; any other name as it is."""
    found = SPAN.fullmatch(name)
    return name if found is None or found["last"] is not None else f"{found['base']}{int(found['first'])}"
