"""Claims rebuilt from the events of ClaimToken: the chain is the truth, files are notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from usance.chain.abi import Event
from usance.chain.suite import Suite
from usance.claim_terms import Claim
from usance.claims.lineage import Move
from usance.codes_claims import RetireReason, SubAccount
from usance.credits.book import LogSource, Seen
from usance.terms import ZERO_ADDRESS

MOVES = ("TransferSingle", "TransferBatch")
# Why units are gone, as people say it.
RETIRED = {
    RetireReason.GIVEN_UP: "given up",
    RetireReason.RECEIVED: "received off chain",
    RetireReason.RESCINDED: "rescinded",
    RetireReason.REFUSED: "refused",
    RetireReason.LAPSED: "lapsed",
    RetireReason.CANCELLED: "cancelled",
    RetireReason.REMITTED: "passed on by the seller",
    RetireReason.DISCHARGED: "paid to the seller before notice",
}


@dataclass
class ClaimRecord:
    """A claim with its events, in the order of the chain. Transfers are `moves`, all else `events`.

    course: the places of both in one order, (is a move, index).
    """

    id: bytes
    terms: Claim
    events: list[Seen] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    course: list[tuple[bool, int]] = field(default_factory=list)

    def add_move(self, move: Move) -> None:
        self.course.append((True, len(self.moves)))
        self.moves.append(move)

    def add_event(self, seen: Seen) -> None:
        self.course.append((False, len(self.events)))
        self.events.append(seen)

    @property
    def hex(self) -> str:
        return "0x" + self.id.hex()

    @property
    def short(self) -> str:
        return self.hex[:14]

    def named(self, name: str) -> list[Seen]:
        """All events of that name."""
        return [seen for seen in self.events if seen.event.name == name]

    @property
    def born_at(self) -> int:
        return self.events[0].at

    def accounts(self) -> list[str]:
        """Everybody who ever held units, sub-accounts included, in the order of arrival."""
        return list(dict.fromkeys(move.receiver for move in self.moves if move.receiver != ZERO_ADDRESS))

    def pledges(self) -> list[tuple[str, str]]:
        """(pledgor, pledgee) of every pledge there was."""
        pairs = [(str(s.event["pledgor"]), str(s.event["pledgee"])) for s in self.named("Pledged")]
        return list(dict.fromkeys(pairs))

    def assertions(self) -> list[bytes]:
        """References of asserted payments."""
        return list(dict.fromkeys(bytes(s.event["reference"]) for s in self.named("PaymentAsserted")))


def read_claims(suite: Suite, source: LogSource) -> dict[bytes, ClaimRecord]:
    """Every claim of the contract, by id, oldest first."""
    found: dict[bytes, ClaimRecord] = {}
    # The units of a birth are logged before the birth itself.
    waiting: dict[bytes, list[Move]] = {}
    abi = suite.claim.abi
    for at, tx, topics, data in source.logs(suite.claim.address):
        kind = abi.events.get(topics[0]) if topics else None
        if kind is None:
            continue
        seen = Seen(kind.decode(suite.claim.address, list(topics), data), at, tx)
        if seen.event.name in MOVES:
            for identity, move in moves_of(seen):
                record = found.get(identity)
                if record is None:
                    waiting.setdefault(identity, []).append(move)
                else:
                    record.add_move(move)
        elif "claim" in seen.event.args:
            _take(found, waiting, seen)
    return found


def moves_of(seen: Seen) -> list[tuple[bytes, Move]]:
    """(claim, move) of a transfer's event."""
    event = seen.event
    sender, receiver = str(event["sender"]), str(event["receiver"])
    if event.name == "TransferSingle":
        pairs = [(int(event["id"]), int(event["value"]))]
    else:
        pairs = list(zip(map(int, event["ids"]), map(int, event["values"]), strict=True))
    return [
        (key.to_bytes(32, "big"), Move(sender, receiver, units, seen.at, seen.tx)) for key, units in pairs
    ]


def _take(found: dict[bytes, ClaimRecord], waiting: dict[bytes, list[Move]], seen: Seen) -> None:
    event = seen.event
    identity = bytes(event["claim"])
    if event.name == "ClaimBorn":
        record = ClaimRecord(identity, Claim.from_mapping(event["terms"]))
        for move in waiting.pop(identity, []):
            record.add_move(move)
        found[identity] = record
    known = found.get(identity)
    if known is None:
        return
    known.add_event(seen)
    if event.name == "Retired" and known.moves:
        _explain(known, event)


def _explain(record: ClaimRecord, event: Event) -> None:
    """Why units were retired stands in the event after the move."""
    last = record.moves[-1]
    if last.receiver == ZERO_ADDRESS and last.sender == str(event["account"]):
        reason = RETIRED[RetireReason(int(event["reason"]))]
        record.moves[-1] = Move(last.sender, last.receiver, last.units, last.at, last.tx, reason)


def sub_accounts(record: ClaimRecord) -> dict[str, tuple[SubAccount, str, str]]:
    """Address -> (kind, owner, other) of every sub-account that this claim can have used."""
    from usance.claim_terms import sub_account

    terms = record.terms
    found = {
        sub_account(SubAccount.PENDING, terms.debtor, terms.creditor): (
            SubAccount.PENDING,
            terms.debtor,
            terms.creditor,
        ),
    }
    for seen in record.named("Parked"):
        owner = str(seen.event["owner"])
        found[sub_account(SubAccount.PARKED, owner, owner)] = (SubAccount.PARKED, owner, owner)
    for pledgor, pledgee in record.pledges():
        found[sub_account(SubAccount.PLEDGED, pledgor, pledgee)] = (SubAccount.PLEDGED, pledgor, pledgee)
    return found
