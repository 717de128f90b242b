"""What the model keeps of a credit and of a set of documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from usance.codes import CreditStatus, Exclusion, Mark, SetStatus, Stage
from usance.terms import Credit, Presentation


@dataclass(slots=True)
class CreditBook:
    """One credit. Amounts are [minor]."""

    id: bytes
    terms: Credit
    cover: int
    limit: int
    status: int = CreditStatus.ISSUED
    advised: bool = False
    confirmed: bool = False
    open_sets: int = 0
    # Sets that another bank honoured and the issuer has not paid back.
    claims: int = 0
    drawn: int = 0
    sets: list[SetBook] = field(default_factory=list)

    @property
    def available(self) -> int:
        """What may still be drawn; a waiver can have drawn more than there was."""
        return max(0, self.limit - self.drawn)

    def view(self) -> dict[str, Any]:
        """As the contract's `credit_state` gives it."""
        return {
            "status": int(self.status),
            "advised": self.advised,
            "confirmed": self.confirmed,
            "open_sets": self.open_sets,
            "claims": self.claims,
            "drawn": self.drawn,
            "cover": self.cover,
        }


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
    received_day: int = 0
    last_day: int = 0
    due_day: int = 0
    amount: int = 0

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
            return self.status == SetStatus.HONOURED
        return self.claim and self.status not in (SetStatus.HONOURED, SetStatus.DEFAULTED)

    def payee(self) -> str:
        """Who is paid: the payee of the statement, or the bank that paid it already and claims."""
        return self.statement.bank if self.claim else self.statement.pay_to

    def silence_binds(self, terms: Credit) -> bool:
        """Does silence after the last day bind this bank? (A nominated bank never: U12.)"""
        kept = terms.exclusions & Exclusion.EXPIRY_KEPT and self.marks & Mark.AFTER_EXPIRY
        return self.stage != Stage.NOMINATED and not terms.exclusions & Exclusion.ART16F_OFF and not kept

    def is_open(self, terms: Credit) -> bool:
        """Does this set keep the credit from closing?"""
        if self.stage == Stage.NOMINATED:
            return False
        if self.status == SetStatus.PRESENTED:
            return self.received and self.silence_binds(terms)
        return self.status in (SetStatus.COMPLYING, SetStatus.PRECLUDED) and self.amount > 0

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
            "presented_at": self.presented_at,
            "received_day": self.received_day,
            "last_day": self.last_day,
            "due_day": self.due_day,
            "amount": self.amount,
        }
