"""What the tests of amendments add to the house of the credit: changes, and terms as they leave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any

from tests.unit.documentary_credit.house import DUBAI, EXPIRY, House, opened
from usance.amendments import Change, amended_hash, amendment_id, applied
from usance.chain.driver import Receipt
from usance.codes import AmendmentStatus, Confirmation
from usance.terms import Credit, Presentation

CHANGE = "credit: bad change (U11)"
NOT_PENDING = "credit: not pending (U11)"
NOT_IN_FORCE = "credit: not in force (U11)"
CONSENT = "credit: consents missing (U11)"
NO_ACCEPTANCE = "credit: set accepts nothing (U11)"
BELOW_DRAWN = "credit: below drawn (LC10)"
NOT_PARTY = "credit: not your act (NOT_PARTY)"
STATE = "credit: state (STATE)"
TERMS = "credit: bad terms (TERMS)"
STOPPED = "guardian: stopped (ACC8)"
LATER = EXPIRY + 30
SCALE = 10_000


@dataclass
class Changing(House):
    """The house, which remembers of amended terms the credit they belong to."""

    births: dict[Credit, bytes] = field(default_factory=dict)
    numbers: int = field(default=0)

    # --- names ---

    def id(self, terms: Credit) -> bytes:
        return self.births.get(terms) or super().id(terms)

    def amendment(self, terms: Credit, change: Change) -> bytes:
        return amendment_id(self.id(terms), change)

    def hash(self, terms: Credit) -> bytes:
        """As the books know these terms: the id for those of birth."""
        if terms not in self.births:
            return self.id(terms)
        return amended_hash(terms, self.driver.chain_id, self.credit.address)

    def book(self, terms: Credit, change: Change) -> dict[str, Any]:
        found: dict[str, Any] = self.see("amendment_state", self.amendment(terms, change))
        return found

    def status(self, terms: Credit, change: Change) -> AmendmentStatus:
        return AmendmentStatus(self.book(terms, change)["status"])

    def terms_of(self, terms: Credit) -> tuple[bytes, bytes]:
        in_force, confirmed = self.see("terms_of", self.id(terms))
        return in_force, confirmed

    def reserved(self, bank: str) -> int:
        """[minor] What the credits may still make claims on the bank of, reserved."""
        authority = self.see("authority_of", bank, self.credit.address, contract=self.suite.claim)
        return int(authority["reserved"])

    # --- changes ---

    def change(self, *, difference: int = 0, cancel: bool = False, **fields: Any) -> Change:
        """The next amendment by number."""
        self.numbers += 1
        return Change.of(fields, number=self.numbers, difference=difference, cancel=cancel)

    def after(self, terms: Credit, change: Change) -> Credit:
        """The terms as they read with the change."""
        terms_after = applied(terms, change, self.amendment(terms, change))
        self.births[terms_after] = self.id(terms)
        return terms_after

    # --- acts ---

    def propose(self, terms: Credit, change: Change) -> Receipt:
        return self.ok(self.issuing_bank, "propose_amendment", terms, change)

    def proposed(self, terms: Credit, *, difference: int = 0, **fields: Any) -> Change:
        change = self.change(difference=difference, **fields)
        self.propose(terms, change)
        return change

    def cancelling(self, terms: Credit) -> Change:
        change = self.change(cancel=True)
        self.propose(terms, change)
        return change

    def extend(self, terms: Credit, change: Change, extend: bool = True) -> Receipt:
        return self.ok(self.confirming_bank, "extend_confirmation", terms, change, extend)

    def take(self, terms: Credit, change: Change, only: int = 0) -> Receipt:
        return self.ok(self.beneficiary, "accept_amendment", terms, change, only)

    def taken(self, terms: Credit, change: Change) -> Credit:
        """The change is accepted; the terms in force from here."""
        self.take(terms, change)
        return self.after(terms, change)

    def amended(self, terms: Credit, *, difference: int = 0, extend: bool = False, **fields: Any) -> Credit:
        """Proposed, perhaps extended to, and accepted."""
        change = self.proposed(terms, difference=difference, **fields)
        if extend:
            self.extend(terms, change)
        return self.taken(terms, change)

    def say(self, terms: Credit, statement: Presentation, change: Change) -> Receipt:
        """A stranger tells that the set took the change."""
        return self.ok(self.stranger, "accept_by_presentation", terms, statement, change)

    def silently(self, terms: Credit, bank: str = "collecting_bank") -> Receipt:
        self.ok(self.beneficiary, "ask_silent_confirmation", terms, getattr(self, bank))
        return self.ok(getattr(self, bank), "confirm_silently", terms)

    # --- terms ---

    def to_confirm(self) -> dict[str, Any]:
        """The fields that ask a bank in Dubai to confirm."""
        return {
            "confirmer": self.confirming_bank,
            "confirmer_place": DUBAI,
            "confirmation": int(Confirmation.CONFIRM),
        }

    def cap(self, bank: str, amount: int) -> None:
        """What the bank lets the credits bind it for from here [minor]."""
        until = self.driver.now() + 10**8
        act = (bank, "authorise", self.credit.address, amount, until)
        self.ok(*act, contract=self.suite.claim)


def word(number: int) -> bytes:
    return number.to_bytes(32, "big")


def address(text: str) -> bytes:
    return bytes(12) + bytes.fromhex(text.removeprefix("0x"))


@contextmanager
def amending() -> Iterator[Changing]:
    """The house of the credit, as it was built, with a memory of amended terms."""
    with opened() as house:
        yield Changing(**{each.name: getattr(house, each.name) for each in fields(House)})
