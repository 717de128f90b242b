"""The legs of a mixed credit: words in a story, a hash in the terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from usance.model.credit_tenor import Leg, legs_hash
from usance.scenario.document import Series, Table, Text, line_of
from usance.scenario.errors import ScenarioError, did_you_mean

if TYPE_CHECKING:
    from usance.scenario.values import Reader

# What each word of a leg is; what is left out is zero.
WORDS = {
    "share": "bps",
    "available_by": "enum AvailableBy",
    "tenor_days": "number",
    "tenor_from": "enum TenorFrom",
}


def legs_of(reader: Reader, value: Any, line: int | None) -> bytes:
    """What terms hold of a list of legs: its hash as the contract makes it. The legs are kept for the act."""
    if not isinstance(value, Series):
        return reader.hash(value, line)
    told: list[dict[str, int]] = []
    for item in value:
        if not isinstance(item, Table):
            raise ScenarioError("a leg is {share, available_by, tenor_days, tenor_from}", line_of(item, line))
        for key in item:
            if key not in WORDS:
                raise ScenarioError(f"a leg has no {key}{did_you_mean(key, WORDS)}", item.line_of(key))
        leg: dict[str, int] = {}
        for name, kind in WORDS.items():
            where = item.line_of(name)
            leg[name] = int(reader.scalar(item.get(name, Text("0", where)), kind, where))
        told.append(leg)
    found = legs_hash([Leg(**leg) for leg in told])
    reader.names.legs[found] = told
    return found
