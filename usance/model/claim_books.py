"""What the model keeps of a claim: the books, holdings, pledges, assertions, a dispute, limits.

F face, P paid, C credit notes, A settled outside the pot, J interest paid, all [minor] for the whole
face; R units retired. Each live unit is worth (F - C - A - P) / F. Entitlements are [minor / F].
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from usance.claim_terms import Claim
from usance.codes_claims import BOUND, LIVE, ClaimStatus, DisputeStatus, HoldingFlag
from usance.daycount import NANO
from usance.terms import ZERO_HASH


@dataclass(frozen=True, slots=True)
class Hold:
    """When the register is closed [unix s]; both 0 = never."""

    closed_from: int = 0
    closed_until: int = 0

    def closed(self, now: int) -> bool:
        return self.closed_from <= now < self.closed_until


@dataclass(slots=True)
class HoldingBook:
    """One account's books of one claim."""

    units: int = 0
    seen: int = 0
    flags: int = 0
    ent: int = 0

    def touch(self, index: int) -> None:
        self.ent += self.units * (index - self.seen)
        self.seen = index

    @property
    def written_off(self) -> bool:
        return bool(self.flags & HoldingFlag.WRITTEN_OFF)

    def view(self) -> dict[str, int]:
        """As `holding_of` gives it."""
        return {"units": self.units, "seen": self.seen, "flags": int(self.flags), "ent": self.ent}


@dataclass(slots=True)
class PledgeBook:
    """Units of a pledgor in the sub-account PLEDGED."""

    units: int = 0
    secured: int = 0
    called_at: int = 0

    def view(self) -> dict[str, int]:
        return {"units": self.units, "secured": self.secured, "called_at": self.called_at}


@dataclass(slots=True)
class AssertionBook:
    """The debtor's word that it paid outside the chain."""

    amount: int
    value_day: int
    confirmed: int = 0
    contested: bool = False

    def view(self) -> dict[str, Any]:
        return {
            "amount": self.amount,
            "confirmed": self.confirmed,
            "value_day": self.value_day,
            "contested": self.contested,
        }


@dataclass(slots=True)
class DisputeBook:
    """The last dispute; status NONE if there is none or it was dropped."""

    status: int = DisputeStatus.NONE
    reason: int = 0
    amount: int = 0
    reply_day: int = 0

    @property
    def stands(self) -> bool:
        """Does it keep its amount out of default? A rejected one does not."""
        return self.status in (DisputeStatus.OPEN, DisputeStatus.ADMITTED) and self.amount > 0

    def view(self) -> dict[str, int]:
        return {
            "status": int(self.status),
            "reason": int(self.reason),
            "amount": self.amount,
            "reply_day": self.reply_day,
        }


@dataclass(slots=True)
class AuthorityBook:
    """A debtor's word that a contract may bind it."""

    cap: int = 0
    reserved: int = 0
    until: int = 0

    def covers(self, amount: int, now: int) -> bool:
        """Could the agent bring a claim of so much now?"""
        rest = max(0, amount - self.reserved)
        return rest == 0 or (self.until >= now and rest <= self.cap)

    def use(self, amount: int) -> None:
        first = min(amount, self.reserved)
        self.reserved -= first
        self.cap -= amount - first

    def view(self) -> dict[str, int]:
        return {"cap": self.cap, "reserved": self.reserved, "until": self.until}


@dataclass(slots=True)
class LimitBook:
    """An anchor's own limit in a currency; limit 0 = none was set, term 0 = one year."""

    outstanding: int = 0
    limit: int = 0
    term_days: int = 0
    pending_limit: int = 0
    raised_at: int = 0
    pending_term: int = 0

    def in_force(self, now: int) -> tuple[int, int]:
        """(limit, longest term) that count now."""
        if self.raised_at and now >= self.raised_at:
            return self.pending_limit, self.pending_term
        return self.limit, self.term_days

    def settled(self, now: int) -> LimitBook:
        """As it counts now: a raise that is in force waits no more."""
        if self.raised_at == 0 or now < self.raised_at:
            return self
        return LimitBook(self.outstanding, self.pending_limit, self.pending_term)

    def view(self) -> dict[str, int]:
        return {
            "outstanding": self.outstanding,
            "limit": self.limit,
            "term_days": self.term_days,
            "pending_limit": self.pending_limit,
            "raised_at": self.raised_at,
        }


@dataclass(slots=True)
class ClaimBook:
    """One claim. `accrued` is late interest in 1e-9 [minor] of the face index."""

    id: bytes
    terms: Claim
    status: int
    hold: Hold
    asset: str
    asset_scale: int
    paid: int = 0
    credited: int = 0
    aside: int = 0
    interest_paid: int = 0
    retired: int = 0
    pot: int = 0
    deemed: bool = False
    defences_waived: bool = False
    setoff_waived: bool = False
    notified: bool = False
    acknowledged: bool = False
    settled: bool = False
    prolonged_to: int = 0
    accrued: int = 0
    since: int = 0
    submission: int = 0
    # Days of the mandate that the clock was set by.
    submission_days: int = 0
    # The last day on which a payable's first supplier is waited for.
    receipt_until: int = 0
    aged: int = 0
    bound_day: int = 0
    notice_day: int = 0
    held_until: int = 0
    held_by: bytes = ZERO_HASH
    # A claim on a seller: (claim, holder) whose units fall by what is remitted.
    remits: tuple[bytes, str] | None = None
    # (holder, reference) of misdirected money that was reported.
    reported: set[tuple[str, bytes]] = field(default_factory=set)
    dispute: DisputeBook = field(default_factory=DisputeBook)
    holdings: dict[str, HoldingBook] = field(default_factory=dict)
    assertions: dict[bytes, AssertionBook] = field(default_factory=dict)
    pledges: dict[tuple[str, str], PledgeBook] = field(default_factory=dict)
    last_pledgor: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[int, int]] = field(default_factory=dict)
    agreed: set[tuple[str, bytes]] = field(default_factory=set)

    @property
    def face(self) -> int:
        return self.terms.face

    @property
    def rest(self) -> int:
        """[minor] of the face index still owed."""
        return self.face - self.credited - self.aside - self.paid

    @property
    def live_units(self) -> int:
        return self.face - self.retired

    @property
    def index(self) -> int:
        """The cash index, P + J."""
        return self.paid + self.interest_paid

    @property
    def outstanding(self) -> int:
        """[minor] of the face owed to all live units, rounded up."""
        return -(-self.rest * self.live_units // self.face)

    @property
    def owed_interest(self) -> int:
        """[minor] of late interest accrued up to `since`, rounded down."""
        return self.accrued * self.live_units // (NANO * self.face)

    @property
    def bound(self) -> bool:
        return self.status in BOUND

    @property
    def live(self) -> bool:
        return self.status in LIVE

    @property
    def stands(self) -> bool:
        """May units still be given up? Of a denied claim too."""
        return self.live or self.status == ClaimStatus.DENIED

    def holding(self, account: str) -> HoldingBook:
        """The account's books, opened when there are none."""
        found = self.holdings.get(account)
        if found is None:
            found = self.holdings[account] = HoldingBook()
        return found

    def units_of(self, account: str) -> int:
        found = self.holdings.get(account)
        return 0 if found is None else found.units

    def entitlement(self, account: str) -> int:
        """[minor / F] due to the account."""
        found = self.holdings.get(account)
        return 0 if found is None else found.ent + found.units * (self.index - found.seen)

    def worth_up(self, units: int) -> int:
        """[minor] that units are still owed, rounded up."""
        return -(-units * self.rest // self.face)

    def units_for(self, amount: int, units: int) -> int:
        """How many of an account's units `amount` [minor] pays off, rounded down for the holder."""
        if self.rest == 0 or amount >= self.worth_up(units):
            return units
        return min(amount * self.face // self.rest, units)

    def step_for(self, amount: int) -> int:
        """What the face index falls by for `amount` [minor], rounded down for the holders."""
        if amount == self.outstanding:
            return self.rest
        return min(amount * self.face // self.live_units, self.rest)

    def view(self) -> dict[str, Any]:
        """As `claim_state` gives it."""
        return {
            "status": int(self.status),
            "deemed": self.deemed,
            "defences_waived": self.defences_waived,
            "setoff_waived": self.setoff_waived,
            "notified": self.notified,
            "acknowledged": self.acknowledged,
            "prolonged": self.prolonged_to != 0,
            "settled": self.settled,
            "face": self.face,
            "paid": self.paid,
            "credited": self.credited,
            "aside": self.aside,
            "retired": self.retired,
            "interest_paid": self.interest_paid,
            "pot": self.pot,
        }
