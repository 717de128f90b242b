"""What an act leads to, as the reference model says it.

An act either breaks rules, and then nothing has changed, or it succeeds with a return value,
events and moves of money. `broken` holds the ids of all rules the act breaks, in whatever order a
contract asks for them: the contract's reason must name one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

# A token refused a move for a reason of its own: balance, allowance, pause, blocklist.
TOKEN = "TOKEN"


class Fact(NamedTuple):
    """An event: its name and its arguments by name, as the contract's ABI has them."""

    name: str
    args: dict[str, Any]


class Move(NamedTuple):
    """Money that moved: [token] units of `asset` from one account to another."""

    asset: str
    sender: str
    receiver: str
    amount: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The model's answer to one act."""

    broken: frozenset[str] = frozenset()
    returned: Any = None
    events: tuple[Fact, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.broken


def refusal(broken: Iterable[str]) -> Outcome:
    """The act breaks these rules."""
    return Outcome(broken=frozenset(broken))


def rules_in(reason: str) -> frozenset[str]:
    """The rule ids an error string names: "credit: too late (U16)" names U16.

    A reason without one is a token's own, or a bare failure: TOKEN.
    """
    start, end = reason.rfind("("), reason.rfind(")")
    if start < 0 or end < start:
        return frozenset({TOKEN})
    return frozenset(part.strip() for part in reason[start + 1 : end].replace(",", " ").split())
