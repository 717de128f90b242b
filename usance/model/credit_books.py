"""What the model keeps of a credit, of an amendment and of a set of documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from usance.amendments import Change
from usance.claim_terms import Claim
from usance.codes import AmendmentStatus, ConfirmerSays, CreditStatus, Exclusion, Mark, SetStatus, Stage
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

ENDED = (CreditStatus.CLOSED, CreditStatus.CANCELLED)
OWING = (SetStatus.COMPLYING, SetStatus.PRECLUDED)


@dataclass(slots=True)
class AmendmentBook:
    """A change that the issuing bank proposed. `cover` [minor] is held for it until it is answered."""

    id: bytes
    change: Change
    proposed_at: int
    cover: int = 0
    status: int = AmendmentStatus.PENDING
    confirmer: int = ConfirmerSays.NOTHING
    # It was put into a confirming bank's own terms by itself.
    applied: bool = False
    # What the bank that confirmed silently says.
    silent: int = ConfirmerSays.NOTHING
    # Its place among the accepted ones, from 1.
    ordinal: int = 0

    def view(self) -> dict[str, Any]:
        """As the contract's `amendment_state` gives it."""
        return {
            "status": int(self.status),
            "confirmer": int(self.confirmer),
            "applied": self.applied,
            "proposed_at": self.proposed_at,
            "cover": self.cover,
            "silent": int(self.silent),
        }


@dataclass(slots=True)
class CreditBook:
    """One credit. Amounts are [minor]."""

    id: bytes
    # In force; `hash` is how the contract keeps them, of the terms of birth the id itself.
    terms: Credit
    cover: int
    hash: bytes = ZERO_HASH
    # What the confirming bank is bound by, where that is other terms.
    own_terms: Credit | None = None
    own_hash: bytes = ZERO_HASH
    # How many changes were accepted, and up to which of them those own terms are read.
    accepted: int = 0
    own_read: int = 0
    status: int = CreditStatus.ISSUED
    advised: bool = False
    confirmed: bool = False
    open_sets: int = 0
    # Sets that another bank honoured and the issuer has not paid back.
    claims: int = 0
    drawn: int = 0
    # The bank that the beneficiary asked to confirm silently, and whether it did.
    silent_bank: str = ZERO_ADDRESS
    silent: bool = False
    sets: list[SetBook] = field(default_factory=list)
    amendments: dict[bytes, AmendmentBook] = field(default_factory=dict)
    # Every terms it had before those in force, in order; those that bound its confirming bank alone too.
    terms_before: list[Credit] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.hash == ZERO_HASH:
            self.hash = self.id

    @property
    def amended(self) -> bool:
        return self.hash != self.id

    @property
    def apart(self) -> bool:
        """Is the confirming bank bound by terms of its own?"""
        return self.own_terms is not None

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def limit(self) -> int:
        return self.terms.maximum_liability

    @property
    def available(self) -> int:
        """What may still be drawn under the terms in force."""
        return self.available_under(self.terms)

    def available_under(self, terms: Credit) -> int:
        """What may still be drawn under these terms; a waiver can have drawn more than there was."""
        return max(0, terms.maximum_liability - self.drawn)

    def terms_at(self, stage: int | None) -> Credit:
        """What an act at this bank goes by (10b)."""
        return self.own_terms if self.own_terms is not None and stage == Stage.CONFIRMER else self.terms

    def hash_at(self, stage: int | None) -> bytes:
        return self.own_hash if self.own_terms is not None and stage == Stage.CONFIRMER else self.hash

    def view(self) -> dict[str, Any]:
        """As the contract's `credit_state` gives it."""
        return {
            "status": int(self.status),
            "amended": self.amended,
            "apart": self.apart,
            "silent": self.silent,
            "advised": self.advised,
            "confirmed": self.confirmed,
            "open_sets": self.open_sets,
            "claims": self.claims,
            "drawn": self.drawn,
            "cover": self.cover,
        }


@dataclass(slots=True)
class StopBook:
    """A legal stop on a set. `until` [day] is its last day."""

    amount: int = 0
    until: int = 0
    party: str = ZERO_ADDRESS
    by_court: bool = False
    references: set[bytes] = field(default_factory=set)

    def end(self) -> None:
        """It keeps nothing any more; its reference stays used."""
        self.amount = self.until = 0
        self.party, self.by_court = ZERO_ADDRESS, False


@dataclass(slots=True)
class AssertionBook:
    """A bank's word that it paid a set off chain; `said` once it was given at all."""

    amount: int = 0
    held_until: int = 0
    bank: str = ZERO_ADDRESS
    said: bool = False

    def view(self) -> dict[str, int]:
        """As the contract's `payment_assertion_of` gives it."""
        return {"amount": self.amount, "held_until": self.held_until if self.amount else 0}

    def fall(self) -> None:
        """It holds nothing any more."""
        self.amount = self.held_until = 0


@dataclass(slots=True)
class LegBook:
    """A claim that an undertaking made, not yet known to be paid."""

    claim: Claim


@dataclass(slots=True)
class OfferBook:
    """For how much a payee sells its drawing; once it is sold, the price."""

    least_price: int = 0
    recourse: bool = False


@dataclass(slots=True)
class ReimbursementBook:
    """A claim on the reimbursing bank: 1 claimed, 2 reimbursed, 3 refund claimed."""

    status: int = 0
    due_day: int = 0
    paid: int = 0
    paid_day: int = 0


@dataclass(slots=True)
class SetBook:
    """One set of documents.

    `amount` is what its bank owes; once a confirming or nominated bank has paid, what it paid and may
    claim from the issuing bank.
    """

    id: bytes
    statement: Presentation
    stage: int
    presented_at: int
    status: int = SetStatus.PRESENTED
    marks: int = 0
    disposal: int = 0
    received: bool = False
    claim: bool = False
    applicant_waived: bool = False
    issuer_waived: bool = False
    return_demanded: bool = False
    own: bool = False
    received_day: int = 0
    last_day: int = 0
    due_day: int = 0
    amount: int = 0
    # Is it one of the credit's open sets?
    counted: bool = False
    # The discrepancies of its notice, kept under LEAF_BAR alone.
    notice: tuple[tuple[int, bytes], ...] | None = None
    stop: StopBook = field(default_factory=StopBook)
    assertion: AssertionBook = field(default_factory=AssertionBook)
    # Records reported unreadable, once by each bank: the last day to send again, the banking days left.
    reported: bool = False
    resend_until: int = 0
    days_left: int = 0
    # The last day of what was undertaken or negotiated, and the claims of an undertaking.
    maturity: int = 0
    legs: dict[bytes, LegBook] = field(default_factory=dict)
    offer: OfferBook = field(default_factory=OfferBook)
    negotiated: bool = False
    # What recourse called already [minor].
    called: int = 0
    reimbursement: ReimbursementBook = field(default_factory=ReimbursementBook)

    def bank(self, terms: Credit) -> str:
        """The bank whose turn it is."""
        return terms.issuer if self.stage == Stage.ISSUER else self.statement.bank

    def place(self, terms: Credit) -> bytes:
        """Its place."""
        return terms.issuer_place if self.stage == Stage.ISSUER else self.statement.bank_place

    def giver(self) -> str:
        """Whose documents they are: the presenter's, or the bank's that paid it and claims."""
        return self.statement.bank if self.claim else self.statement.presenter

    def is_claim_open(self) -> bool:
        """Did another bank honour it, and has the issuer not paid it back?"""
        if self.stage != Stage.ISSUER:
            paid = self.status in (SetStatus.HONOURED, SetStatus.UNDERTAKEN) and self.amount > 0
            return paid or self.is_said_paid()
        over = self.status in (SetStatus.HONOURED, SetStatus.DEFAULTED) or self.amount == 0
        return self.claim and not over

    def is_said_paid(self) -> bool:
        """Does a nominated bank say that it paid it off chain?"""
        return self.stage == Stage.NOMINATED and self.status == SetStatus.COMPLYING and self.amount > 0

    def payee(self) -> str:
        """Who is paid: the payee of the statement, or the bank that paid it already and claims."""
        return self.statement.bank if self.claim else self.statement.pay_to

    @property
    def by_waiver(self) -> bool:
        """Did a complete waiver bind the issuing bank?"""
        return self.issuer_waived and self.status in (SetStatus.COMPLYING, SetStatus.UNDERTAKEN)

    def due_as_claim(self, day: int) -> int:
        """When a bank that paid is owed: at maturity (7c), or when a reimbursing bank failed (13b)."""
        if not self.claim:
            return day
        day = max(day, self.maturity)
        return min(day, self.reimbursement.due_day) if self.reimbursement.status == 1 else day

    def bindable(self, book: CreditBook, terms: Credit) -> int:
        """What a finding binds for: a claiming bank is owed what it paid, others what is available."""
        return self.amount if self.claim else min(self.statement.amount, book.available_under(terms))

    def silence_binds(self, terms: Credit) -> bool:
        """Does silence after the last day bind this bank? (A nominated bank never: U12.)"""
        kept = terms.exclusions & Exclusion.EXPIRY_KEPT and self.marks & Mark.AFTER_EXPIRY
        return self.stage != Stage.NOMINATED and not terms.exclusions & Exclusion.ART16F_OFF and not kept

    def is_open(self, terms: Credit) -> bool:
        """Does this set keep the credit from closing? One in a clock that binds, or owing."""
        if self.status == SetStatus.UNDERTAKEN:
            return True
        if self.stage == Stage.NOMINATED:
            return False
        if self.status in (SetStatus.PRESENTED, SetStatus.SUSPENDED):
            return self.received and self.silence_binds(terms)
        if self.status == SetStatus.REFUSED:
            return self.due_day != 0 and self.silence_binds(terms)
        return self.status in OWING and self.amount > 0

    def view(self) -> dict[str, Any]:
        """As the contract's `presentation_state` gives it."""
        return {
            "status": int(self.status),
            "stage": int(self.stage),
            "marks": int(self.marks),
            "disposal": int(self.disposal),
            "received": self.received,
            "claim": self.claim,
            "applicant_waived": self.applicant_waived,
            "issuer_waived": self.issuer_waived,
            "return_demanded": self.return_demanded,
            "own": self.own,
            "stopped": self.stop.amount != 0,
            "presented_at": self.presented_at,
            "received_day": self.received_day,
            "last_day": self.last_day,
            "due_day": self.due_day,
            "amount": self.amount,
        }
