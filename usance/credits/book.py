"""Credits and sets rebuilt from the events of the contract: the chain is the truth, files are notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from usance.amendments import Change
from usance.chain.abi import Event
from usance.chain.driver import Driver
from usance.chain.suite import Suite
from usance.codes import Stage
from usance.terms import Credit, Presentation

MOST_BLOCKS = 10_000


@dataclass(frozen=True)
class Seen:
    """One event with its time [unix s] and transaction."""

    event: Event
    at: int
    tx: str


@dataclass
class SetRecord:
    """A presentation under a credit."""

    id: bytes
    statement: Presentation
    events: list[Seen] = field(default_factory=list)


@dataclass
class AmendmentRecord:
    """A change that was proposed. `before` and `after` are the terms in force around its acceptance."""

    id: bytes
    change: Change
    events: list[Seen] = field(default_factory=list)
    before: Credit | None = None
    after: Credit | None = None


@dataclass
class CreditRecord:
    """A credit with its sets and amendments, in the order of the chain.

    `terms` are those in force, `birth` those it was issued with (its id hashes them), `own` those that the
    confirming bank is bound by where they are others.
    """

    id: bytes
    terms: Credit
    events: list[Seen] = field(default_factory=list)
    sets: list[SetRecord] = field(default_factory=list)
    birth: Credit = field(default_factory=Credit)
    own: Credit | None = None
    amendments: list[AmendmentRecord] = field(default_factory=list)
    # Every set of terms that amendments made, in force or the confirming bank's own.
    made: list[Credit] = field(default_factory=list)
    # Amendments in the order of their acceptance, and how many of them the confirming bank's own terms read.
    accepted: list[bytes] = field(default_factory=list)
    own_read: int = 0

    def __post_init__(self) -> None:
        if self.birth == Credit():
            self.birth = self.terms

    def terms_at(self, stage: int) -> Credit:
        """The terms that an act on a set at this bank carries (U11)."""
        return self.own if self.own is not None and stage == Stage.CONFIRMER else self.terms


class LogSource(Protocol):
    """Where logs come from."""

    def logs(self, address: str) -> Sequence[tuple[int, str, Sequence[bytes], bytes]]:
        """(block time, transaction, topics, data) of every log of a contract, oldest first."""
        ...


class Web3Logs:
    """Logs of a node by JSON-RPC; a range that is too large is asked in halves."""

    def __init__(self, web3: Any) -> None:
        self._web3 = web3
        self._times: dict[int, int] = {}

    def logs(self, address: str) -> Sequence[tuple[int, str, Sequence[bytes], bytes]]:
        last = int(self._web3.eth.block_number)
        found: list[tuple[int, str, Sequence[bytes], bytes]] = []
        for log in self._range(address, 0, last):
            topics = [bytes(topic) for topic in log["topics"]]
            hashed = "0x" + bytes(log["transactionHash"]).hex()
            found.append((self._time(int(log["blockNumber"])), hashed, topics, bytes(log["data"])))
        return found

    def _range(self, address: str, first: int, last: int) -> list[Any]:
        try:
            return list(self._web3.eth.get_logs({"address": address, "fromBlock": first, "toBlock": last}))
        except ValueError:
            if last - first < MOST_BLOCKS:
                raise
        middle = (first + last) // 2
        return self._range(address, first, middle) + self._range(address, middle + 1, last)

    def _time(self, block: int) -> int:
        if block not in self._times:
            self._times[block] = int(self._web3.eth.get_block(block)["timestamp"])
        return self._times[block]


def read_credits(suite: Suite, source: LogSource) -> dict[bytes, CreditRecord]:
    """Every credit of the contract, by id."""
    found: dict[bytes, CreditRecord] = {}
    events = suite.credit.abi.events
    for at, tx, topics, data in source.logs(suite.credit.address):
        kind = events.get(topics[0]) if topics else None
        if kind is None:
            continue
        event = kind.decode(suite.credit.address, list(topics), data)
        _take(found, Seen(event, at, tx))
    return found


def _take(found: dict[bytes, CreditRecord], seen: Seen) -> None:
    event = seen.event
    if "credit" not in event.args:
        return
    identity = bytes(event["credit"])
    if event.name == "Issued":
        found[identity] = CreditRecord(identity, Credit.from_mapping(event["terms"]), [seen])
        return
    record = found.get(identity)
    if record is None:
        return
    record.events.append(seen)
    if "amendment" in event.args:
        _change(record, seen)
    if event.name == "Presented":
        statement = Presentation.from_mapping(event["statement"])
        record.sets.append(SetRecord(bytes(event["presentation"]), statement, [seen]))
    elif "presentation" in event.args:
        for one in record.sets:
            if one.id == bytes(event["presentation"]):
                one.events.append(seen)


def _change(record: CreditRecord, seen: Seen) -> None:
    """What an event about an amendment makes of the terms."""
    event, identity = seen.event, bytes(seen.event["amendment"])
    if event.name == "AmendmentProposed":
        record.amendments.append(AmendmentRecord(identity, change_of_event(event["change"]), [seen]))
        return
    for one in record.amendments:
        if one.id == identity:
            one.events.append(seen)
            if event.name == "AmendmentAccepted":
                one.before, one.after = record.terms, Credit.from_mapping(event["terms"])
    if event.name in ("AmendmentAccepted", "ConfirmationAmended"):
        record.made.append(Credit.from_mapping(event["terms"]))
    if event.name == "AmendmentAccepted":
        before, record.terms = record.terms, record.made[-1]
        if not event["apart"]:
            record.own = None
        elif record.own is None:
            record.own, record.own_read = before, len(record.accepted)
        record.accepted.append(identity)
    elif event.name == "ConfirmationAmended":
        record.own = record.made[-1] if event["apart"] else None
        record.own_read = record.accepted.index(identity) + 1


def change_of_event(values: Mapping[str, Any]) -> Change:
    """A change as the event tells it."""
    return Change(
        int(values["number"]),
        bool(values["cancel"]),
        int(values["mask"]),
        int(values["difference"]),
        bytes(values["content"]),
        tuple(bytes(word) for word in values["values"]),
    )


def state_of(driver: Driver, suite: Suite, credit: bytes) -> dict[str, Any]:
    return dict(driver.view(suite.credit, "credit_state", [credit]))


def set_state(driver: Driver, suite: Suite, presentation: bytes) -> dict[str, Any]:
    return dict(driver.view(suite.credit, "presentation_state", [presentation]))


def amendment_state(driver: Driver, suite: Suite, amendment: bytes) -> dict[str, Any]:
    return dict(driver.view(suite.credit, "amendment_state", [amendment]))
