"""Whose units came from whom: first in, first out over the transfers of one claim.

The ledger keeps no lots: units of a claim are all alike. Lineage is a way to read its events: what an
account received first leaves it first. Another convention would tell another tree from the same events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from usance.terms import ZERO_ADDRESS


class LineageError(ValueError):
    """The moves do not fit together: more left an account than was there."""


@dataclass(frozen=True)
class Move:
    """Units from one account to another; from the zero address: born; to it: retired.

    at: time of the block [unix s]. why: what the contract said of it beside the move itself.
    """

    sender: str
    receiver: str
    units: int
    at: int = 0
    tx: str = ""
    why: str = ""


@dataclass
class Lot:
    """Units that one account received in one move out of one earlier lot.

    held: how many of them it still has. The rest is in `parts`: lots of others that came from this one.
    An account of zero: the units were retired.
    """

    account: str
    units: int
    at: int = 0
    tx: str = ""
    why: str = ""
    held: int = 0
    parts: list[Lot] = field(default_factory=list)

    @property
    def retired(self) -> bool:
        return self.account == ZERO_ADDRESS

    def walk(self) -> Iterator[Lot]:
        """This lot and all that came from it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


def lineage(moves: Iterable[Move]) -> tuple[Lot, ...]:
    """The trees of a claim's units, one a birth; `moves` oldest first.

    A move of an account to itself changes nothing, and neither does one of no units.
    """
    roots: list[Lot] = []
    queues: dict[str, deque[Lot]] = {}
    for move in moves:
        if move.units == 0 or move.sender == move.receiver:
            continue
        if move.units < 0:
            raise LineageError(f"a move of {move.units} units")
        taken: list[tuple[Lot | None, int]] = [(None, move.units)]
        if move.sender != ZERO_ADDRESS:
            taken = list(_take(queues.setdefault(move.sender, deque()), move))
        for parent, units in taken:
            gone = move.receiver == ZERO_ADDRESS
            lot = Lot(move.receiver, units, move.at, move.tx, move.why, 0 if gone else units)
            (roots if parent is None else parent.parts).append(lot)
            if not gone:
                queues.setdefault(move.receiver, deque()).append(lot)
    return tuple(roots)


def _take(queue: deque[Lot], move: Move) -> Iterator[tuple[Lot, int]]:
    """Units out of the oldest lots of the sender."""
    wanted = move.units
    while wanted:
        if not queue:
            raise LineageError(f"{move.sender} gave {move.units} units and had {move.units - wanted}")
        lot = queue[0]
        units = min(wanted, lot.held)
        lot.held -= units
        wanted -= units
        if lot.held == 0:
            queue.popleft()
        yield lot, units


def holders(trees: Iterable[Lot]) -> dict[str, int]:
    """Units by account as the trees tell it, in the order in which accounts came in."""
    found: dict[str, int] = {}
    for tree in trees:
        for lot in tree.walk():
            if not lot.retired:
                found[lot.account] = found.get(lot.account, 0) + lot.held
    return {account: units for account, units in found.items() if units}


def depth(trees: Iterable[Lot]) -> int:
    """The longest chain of hands."""
    return max((1 + depth(tree.parts) for tree in trees), default=0)
