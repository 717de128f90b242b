"""What a story leaves behind: rows of the timeline, messages, cash; table and page read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from usance.calendars import PlaceCalendar
from usance.claim_terms import Claim
from usance.claims.lineage import Lot, Move
from usance.messages import Message
from usance.terms import Credit


class DemoError(ValueError):
    """The story cannot be told: one line, what and why."""


@dataclass(frozen=True)
class Row:
    """One act. `day` is local at `place`; `left` are the banking days the running clock has after it."""

    number: int
    at: int
    place: str
    day: int
    clock: str
    left: int | None
    actor: str
    act: str
    meaning: str
    rule: str = ""
    money: str = ""
    state: str = ""


@dataclass(frozen=True)
class Clock:
    """A bank's examination: days at `place` from receipt to its last day, and the day it ended on."""

    place: str
    bank: str
    start: int
    last: int
    ended: int
    outcome: str


@dataclass(frozen=True)
class Letter:
    """A message of the story."""

    direction: str
    title: str
    message: Message


@dataclass(frozen=True)
class Holding:
    """Money of one account in minor units of the story's currency."""

    who: str
    before: int
    after: int


@dataclass
class Story:
    """One credit from issue to its end."""

    title: str
    lead: str
    terms: Credit
    currency: str
    reference: str
    credit_id: bytes = b""
    outcome: str = ""
    rows: list[Row] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    sets: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


@dataclass
class ClaimStory:
    """One claim from its birth to payment. `trees` is its lineage, first in first out over the moves."""

    title: str
    lead: str
    terms: Claim
    currency: str
    reference: str
    claim_id: bytes = b""
    outcome: str = ""
    rows: list[Row] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    trees: tuple[Lot, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def name_of(self, address: str) -> str:
        """Who an address is in the story."""
        return self.names.get(address, address)


@dataclass(frozen=True)
class Cast:
    """Who plays: role -> (name, address)."""

    names: Mapping[str, str]
    addresses: Mapping[str, str]

    def role_of(self, address: str) -> str:
        """The first role an address plays, the address itself when it plays none."""
        for role, known in self.addresses.items():
            if known == address:
                return role
        return address


@dataclass
class Told:
    """Everything the demo has to show."""

    cast: Cast
    calendars: Mapping[str, PlaceCalendar]
    stories: list[Story]
    claims: list[ClaimStory]
    chain_id: int
    contracts: Mapping[str, str]
    token: str
    source: str
    transactions: int = 0
    people: Mapping[str, str] = field(default_factory=dict)
