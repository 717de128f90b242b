"""Words of the kit's vocabulary that this suite does not play yet: told plainly, never guessed at.

A word leaves this list with the instrument that brings it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

INSTRUMENTS = frozenset({"desk", "facility", "pool"})
CREDIT = frozenset(
    {
        "acknowledge_assignment", "assign_proceeds", "demand_substitution", "non_extend",
        "request_transfer", "substitute", "transfer",
    }
)  # fmt: skip
# Parameters of acts that are there; written as nothing they ask for nothing.
PARAMETERS: Mapping[str, frozenset[str]] = {
    "credit.present": frozenset({"instalment", "schedule"}),
}


def later_act(act: str, known: Iterable[str]) -> str:
    """What to say of an act or view that is not there yet, "" when it is no word of the kit."""
    head, _, name = act.partition(".")
    if act in known:
        return ""
    if head in INSTRUMENTS or (head == "credit" and name in CREDIT):
        return f"{act}: not built yet"
    return ""


def later_parameter(act: str, key: str, value: Any) -> str | None:
    """What to say of a parameter: "" when it asks for nothing, None when it is no word of the kit."""
    if key not in PARAMETERS.get(act, ()):
        return None
    return "" if not value or str(value).strip().lower() in {"none", "0"} else f"{act}: {key}: not built yet"
