"""An anchor's payables: promised, pending until the first supplier receives them, within its own limit."""

from __future__ import annotations

from usance.claim_terms import Claim, sub_account
from usance.codes_claims import ClaimKind, ClaimStatus, RetireReason, SubAccount
from usance.model import claim_rules as rules
from usance.model.claim_births import ClaimBirths
from usance.model.claim_books import ClaimBook, LimitBook
from usance.model.claim_units import ClaimUnits
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.party import DELAY
from usance.terms import MAX_AMOUNT, ZERO_HASH

LONGEST_TERM = 366
# No term of its own: one year, longer than any.
NO_TERM = LONGEST_TERM + 1
UNLIMITED = MAX_AMOUNT + 1


class ClaimPayables(ClaimBirths, ClaimUnits):
    """Acts on payables that are not received yet, and the anchors' limits."""

    def issue_payable(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = {"ACC8"} if self.guard.stopped(now) else set()
        if sender != terms.debtor:
            broken.add("NOT_PARTY")
        if not self.world.parties.may(terms.debtor, 0, now):
            broken.add("NOT_ADMITTED")
        if terms.kind != ClaimKind.PAYABLE:
            broken.add("TERMS")
        wrong = rules.birth_broken(terms, False, self.world, now, self.address)
        broken |= wrong
        limits = self.limits.get((terms.debtor, terms.currency), LimitBook())
        limit, term_days = limits.in_force(now)
        if "TERMS" not in wrong:
            broken |= rules.term_broken(terms.issue_day, terms.due_day, term_days)
        if limit and limits.outstanding + terms.face > limit:
            broken.add("LIMIT")
        if limits.outstanding + terms.face > MAX_AMOUNT:
            broken.add("PACKING")
        # A supplier that may not receive is no supplier to promise to.
        if not self.eligible(terms.creditor, terms.eligibility, now):
            broken.add("INV12")
        if self.claim_id(terms) in self.claims:
            broken.add("EXISTS")
        taken: list[tuple[Claim, bool]] = []
        took: tuple[Fact, ...] = ()
        if terms.fingerprint != ZERO_HASH and "TERMS" not in wrong:
            outcome = self._take(terms, now, taken)
            broken |= outcome.broken
            took = outcome.events
        if broken:
            self._untake(taken, now)
            return refusal(broken)
        self._limit(terms.debtor, terms.currency).outstanding += terms.face
        pending = self._use_sub_account(SubAccount.PENDING, terms.debtor, terms.creditor, terms.debtor)
        book, born = self._born(terms, ClaimStatus.PENDING, sender, pending, now)
        today = self._today(book, now)
        # Counted from the day of the act, whatever day the promise bears.
        book.receipt_until = self.world.days.add_banking_days(terms.pay_place, today, terms.receipt_days, now)
        return Outcome(returned=book.id, events=took + born)

    @staticmethod
    def _pending(book: ClaimBook) -> str:
        return sub_account(SubAccount.PENDING, book.terms.debtor, book.terms.creditor)

    def receive(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        late = self._today(book, now) > book.receipt_until
        if book.status != ClaimStatus.PENDING or late:
            broken.add("STATE")
        if not self.eligible(terms.creditor, terms.eligibility, now):
            broken.add("INV12")
        broken |= self._held_party(terms.creditor)
        if broken:
            return refusal(broken)
        moved = self._move(book, sender, self._pending(book), sender, book.face)
        book.status = ClaimStatus.ACCEPTED
        book.bound_day = self._today(book, now)
        received = Fact("Received", {"claim": book.id, "supplier": sender})
        return Outcome(events=(moved, received))

    def refuse(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        fact = Fact("Refused", {"claim": self.claim_id(terms), "supplier": sender})
        return self._undone(sender, now, terms, RetireReason.REFUSED, fact, broken)

    def lapse(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        broken: set[str] = set()
        if book is not None and self._today(book, now) <= book.receipt_until:
            broken.add("STATE")
        fact = Fact("Lapsed", {"claim": self.claim_id(terms)})
        return self._undone(sender, now, terms, RetireReason.LAPSED, fact, broken)

    def cancel(self, sender: str, now: int, terms: Claim, reference: bytes) -> Outcome:
        broken = set() if sender == terms.debtor else {"NOT_PARTY"}
        words = {"claim": self.claim_id(terms), "anchor": sender, "reference": reference}
        return self._undone(sender, now, terms, RetireReason.CANCELLED, Fact("Cancelled", words), broken)

    def _undone(
        self,
        sender: str,
        now: int,
        terms: Claim,
        reason: RetireReason,
        fact: Fact,
        broken: set[str],
    ) -> Outcome:
        """A pending payable is no more: nobody is bound, its shares are free at once."""
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.status != ClaimStatus.PENDING:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        retired = self._retire_units(book, sender, self._pending(book), book.face, reason)
        book.status = ClaimStatus.CANCELLED
        freed = self._free_share(book, now)
        return Outcome(events=(*retired, *freed, fact))

    # --- the anchor's own limit ---

    def limit_payables(self, sender: str, now: int, currency: bytes, limit: int, term_days: int) -> Outcome:
        """Lower or shorter at once; what is higher or longer counts 48 hours later, with the rest of it."""
        broken = set() if 0 <= limit <= MAX_AMOUNT else {"PACKING"}
        if not 0 <= term_days <= LONGEST_TERM or currency == ZERO_HASH:
            broken.add("TERMS")
        if broken:
            return refusal(broken)
        book = self._limit(sender, currency)
        book.limit, book.term_days = book.in_force(now)
        book.pending_limit = book.pending_term = book.raised_at = 0
        raises = (limit or UNLIMITED) > (book.limit or UNLIMITED)
        lengthens = (term_days or NO_TERM) > (book.term_days or NO_TERM)
        since = now
        if raises or lengthens:
            since = now + DELAY
            book.pending_limit, book.pending_term, book.raised_at = limit, term_days, since
        if not raises:
            book.limit = limit
        if not lengthens:
            book.term_days = term_days
        words = {
            "anchor": sender,
            "currency": currency,
            "limit": limit,
            "term_days": term_days,
            "since": since,
        }
        return Outcome(events=(Fact("PayablesLimited", words),))

    def payables_of(self, anchor: str, currency: bytes, now: int) -> dict[str, int]:
        """The anchor's own limit as it counts now; a raise that is over waits no more."""
        return self.limits.get((anchor, currency), LimitBook()).settled(now).view()
