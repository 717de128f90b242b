"""What nobody may lose and nobody may gain, followed from the logs alone.

The watch knows neither the model nor the storage. It keeps who holds units (from the ERC-1155 events),
what each account is entitled to by the payments made while it held (exact fractions), what it got, and
why each debtor is bound: its own act, its signature, its mandate, or an agent it authorised.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.machines.claim_words import Deal, Given
from usance.chain.abi import Event
from usance.claim_terms import Claim, Row, sub_account
from usance.codes_claims import BOUND, ClaimStatus, SubAccount
from usance.terms import ZERO_ADDRESS

UNBOUND_BIRTHS = (ClaimStatus.REGISTERED, ClaimStatus.PENDING)
# Acts of the debtor itself, and acts on claims that were bound before.
OWN = ("accept", "accept_batch")
SIGNED = ("accept_signed", "register_accepted")


class Breach(AssertionError):
    """Something happened that never may."""


@dataclass(slots=True)
class Seen:
    """One claim as its logs tell of it."""

    terms: Claim
    status: int
    units: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    retired: int = 0
    due: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    got: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def live(self) -> int:
        return self.terms.face - self.retired


@dataclass(slots=True)
class Room:
    """What a debtor still lets an agent do [minor]."""

    cap: int = 0
    reserved: int = 0


class Watch:
    """The logs of one play, read one act after the other."""

    def __init__(self) -> None:
        self.claims: dict[bytes, Seen] = {}
        self.room: dict[tuple[str, str], Room] = defaultdict(Room)
        # Anchor's own promises, and mandates by (debtor, seller): what it said itself.
        self.issued: set[bytes] = set()
        self.mandates: dict[tuple[str, str], int] = {}

    def saw(self, name: str, sender: str, arguments: tuple[Any, ...], events: list[Event]) -> None:
        """One act that went through, with its logs in order."""
        for event in events:
            if event.name == "ClaimBorn":
                terms = Claim(**event["terms"])
                known = self.claims.get(event["claim"])
                if known is not None:
                    raise Breach(f"{event['claim'].hex()} was born twice")
                self.claims[event["claim"]] = Seen(terms, event["status"])
        for event in events:
            take = getattr(self, f"_{event.name}", None)
            if take is not None:
                take(event.args)
        for event in events:
            if event.name == "ClaimBorn":
                self._bound_at_birth(name, sender, arguments, event["claim"])
        if name == "issue_payable":
            self.issued.update(event["claim"] for event in events if event.name == "ClaimBorn")

    def became(self, claim: bytes, status: int, name: str, sender: str, arguments: tuple[Any, ...]) -> None:
        """The status that the contract shows after an act."""
        seen = self.claims[claim]
        before, seen.status = seen.status, status
        if before == status:
            return
        if before in BOUND:
            if status not in (*BOUND, ClaimStatus.PAID):
                raise Breach(f"{name}: a bound debtor is {ClaimStatus(status).name}")
            return
        if status in BOUND:
            self._cause(name, sender, arguments, claim, seen.terms)

    # --- why somebody is bound ---

    def _bound_at_birth(self, name: str, sender: str, arguments: tuple[Any, ...], claim: bytes) -> None:
        seen = self.claims[claim]
        if seen.status in UNBOUND_BIRTHS:
            return
        terms = seen.terms
        if name == "bear":
            room = self.room[terms.debtor, sender]
            first = min(room.reserved, terms.face)
            room.reserved -= first
            room.cap -= terms.face - first
            if room.cap < 0:
                raise Breach(f"an agent bound its debtor for {-room.cap} more than it was let")
        elif name == "report_misdirected":
            if terms.debtor != sender:
                raise Breach("a report bound somebody else")
        else:
            self._cause(name, sender, arguments, claim, terms)

    def _cause(self, name: str, sender: str, arguments: tuple[Any, ...], claim: bytes, terms: Claim) -> None:
        if name in OWN:
            good = sender == terms.debtor
        elif name in SIGNED:
            good = self._signed(arguments, claim, terms)
        elif name == "deem":
            good = self.mandates.get((terms.debtor, terms.creditor), 0) >= terms.face
        elif name == "receive":
            good = claim in self.issued and sender == terms.creditor
        else:
            good = False
        if not good:
            raise Breach(f"{terms.debtor} was bound by {name} of {sender}")

    @staticmethod
    def _signed(arguments: tuple[Any, ...], claim: bytes, terms: Claim) -> bool:
        given = next(one for one in arguments if isinstance(one, Given))
        if given.fact is None or given.fact.signer != terms.debtor:
            return False
        accepted: Any = given.fact.words[1]
        return claim in accepted

    # --- the logs ---

    def _TransferSingle(self, args: dict[str, Any]) -> None:
        self._moved(args["id"], args["sender"], args["receiver"], args["value"])

    def _TransferBatch(self, args: dict[str, Any]) -> None:
        for number, value in zip(args["ids"], args["values"], strict=True):
            self._moved(number, args["sender"], args["receiver"], value)

    def _moved(self, number: int, sender: str, receiver: str, value: int) -> None:
        seen = self.claims[number.to_bytes(32, "big")]
        if sender != ZERO_ADDRESS:
            seen.units[sender] -= value
            if seen.units[sender] < 0:
                raise Breach(f"{sender} gave {value} units, {-seen.units[sender]} more than it had")
        if receiver != ZERO_ADDRESS:
            seen.units[receiver] += value
        else:
            seen.retired += value

    def _Paid(self, args: dict[str, Any]) -> None:
        seen = self.claims[args["claim"]]
        for account, units in seen.units.items():
            if units:
                seen.due[account] += Fraction(args["amount"] * units, seen.live)

    def _pass(self, claim: bytes, sender: str, receiver: str, amount: Fraction | int | None) -> None:
        seen = self.claims[claim]
        moved = seen.due[sender] if amount is None else amount
        seen.due[sender] -= moved
        seen.due[receiver] += moved
        if seen.due[sender] < 0:
            raise Breach(f"{sender} passed on {moved}, more than its due")

    def _ProceedsShared(self, args: dict[str, Any]) -> None:
        account = sub_account(SubAccount.PLEDGED, args["pledgor"], args["pledgee"])
        self._pass(args["claim"], account, args["pledgee"], args["to_pledgee"])
        self._pass(args["claim"], account, args["pledgor"], args["to_pledgor"])

    def _PledgeReleased(self, args: dict[str, Any]) -> None:
        account = sub_account(SubAccount.PLEDGED, args["pledgor"], args["pledgee"])
        self._pass(args["claim"], account, args["pledgor"], None)

    _Foreclosed = _PledgeReleased

    def _Collected(self, args: dict[str, Any]) -> None:
        account = sub_account(SubAccount.PARKED, args["owner"], args["owner"])
        self._pass(args["claim"], account, args["owner"], None)

    def _ProceedsWithdrawn(self, args: dict[str, Any]) -> None:
        seen, account = self.claims[args["claim"]], args["account"]
        seen.got[account] += args["amount"]
        if seen.got[account] > seen.due[account]:
            raise Breach(f"{account} got {seen.got[account]}, its share is {seen.due[account]}")

    def _Authorised(self, args: dict[str, Any]) -> None:
        self.room[args["debtor"], args["agent"]].cap = args["cap"]

    def _Reserved(self, args: dict[str, Any]) -> None:
        room = self.room[args["debtor"], args["agent"]]
        room.cap -= args["amount"]
        room.reserved += args["amount"]

    # --- what holds at any time ---

    def hold(self, claim: bytes, state: dict[str, Any], holdings: dict[str, dict[str, int]]) -> None:
        """Units and money of one claim, as the contract shows them, add up."""
        seen = self.claims[claim]
        units = {account: count for account, count in seen.units.items() if count}
        shown = {account: held["units"] for account, held in holdings.items() if held["units"]}
        if units != shown:
            raise Breach(f"holders by the logs {units}, by the books {shown}")
        face, retired = state["face"], state["retired"]
        if sum(shown.values()) + retired != face or retired != seen.retired:
            raise Breach(f"{sum(shown.values())} units and {retired} retired do not make {face}")
        index = state["paid"] + state["interest_paid"]
        owed = sum(held["ent"] + held["units"] * (index - held["seen"]) for held in holdings.values())
        backed = face * state["pot"]
        if owed > backed or (retired == 0 and owed != backed):
            raise Breach(f"{state['pot']} in the pot for {Fraction(owed, face)} due ({retired} retired)")
        waiting = sum(seen.due.values()) - sum(seen.got.values())
        if waiting != state["pot"]:
            raise Breach(f"{waiting} paid and not withdrawn, {state['pot']} in the pot")
        for account, held in holdings.items():
            mine = held["ent"] + held["units"] * (index - held["seen"])
            if Fraction(mine, face) > seen.due[account] - seen.got[account]:
                raise Breach(f"{account} is booked {Fraction(mine, face)}, more than its share")


def rows_in(common: Deal, rows: list[Row]) -> list[Claim]:
    """The terms of a batch."""
    return [common.terms.with_row(row) for row in rows]
