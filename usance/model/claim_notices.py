"""Notice of assignment, misdirected money, and payment outside the chain."""

from __future__ import annotations

from usance.claim_terms import Claim, misdirected
from usance.codes_claims import RetireReason
from usance.model.claim_births import ClaimBirths
from usance.model.claim_books import AssertionBook, ClaimBook
from usance.model.claim_money import ClaimMoney
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH


class ClaimNotices(ClaimBirths, ClaimMoney):
    """Acts that say where money went, and where it has to go."""

    @staticmethod
    def _speaks(book: ClaimBook, account: str) -> bool:
        """Does the account hold units, or were units pledged to it last?"""
        pledgor = book.last_pledgor.get(account, ZERO_ADDRESS)
        return book.units_of(account) > 0 or (pledgor, account) in book.pledges

    # --- notice ---

    def notify(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = set() if sender == terms.creditor or self._speaks(book, sender) else {"NOT_PARTY"}
        if not book.live or book.notified:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.notified = True
        book.notice_day = self._today(book, now)
        words = {"claim": book.id, "debtor": terms.debtor, "holder": sender}
        return Outcome(events=(Fact("Notified", words),))

    def acknowledge_notice(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.debtor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live or book.acknowledged:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        if not book.notified:
            # Who acknowledges an assignment knows of it.
            book.notified = True
            book.notice_day = self._today(book, now)
        book.acknowledged = True
        return Outcome(events=(Fact("NoticeAcknowledged", {"claim": book.id, "debtor": sender}),))

    # --- misdirected money ---

    @staticmethod
    def _discharges(book: ClaimBook, value_day: int) -> bool:
        """Had the debtor no notice when the money had value, and has it bound itself to no holder since?"""
        return not book.bound and (not book.notified or value_day < book.notice_day)

    def remittance_terms(self, terms: Claim, holder: str, amount: int, reference: bytes, now: int) -> Claim:
        """The claim on the seller that a report of today brings into being."""
        book = self.claims[self.claim_id(terms)]
        today = self._today(book, now)
        days, place = self.world.days, terms.pay_place
        last = days.add_banking_days_both(place, terms.currency_place, today, terms.remit_days, now)
        return misdirected(
            terms,
            book.id,
            holder,
            amount,
            today=today,
            due_day=last,
            asset=book.asset,
            asset_scale=book.asset_scale,
            reference=reference,
        )

    def report_misdirected(
        self,
        sender: str,
        now: int,
        terms: Claim,
        holder: str,
        amount: int,
        value_day: int,
        reference: bytes,
    ) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        if holder == terms.creditor:
            broken.add("TERMS")
        if amount == 0:
            broken.add("NOTHING")
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        if not terms.issue_day <= value_day <= self._today(book, now):
            broken.add("TERMS")
        units = book.units_of(holder)
        # Units under a sub-account have no holder that could have been meant.
        if units == 0 or holder in self.speakers:
            broken.add("INV6")
        elif amount > units * book.rest // book.face:
            # Rounded down: nobody owes for a part of a minor unit.
            broken.add("ABOVE_OUTSTANDING")
        if (holder, reference) in book.reported:
            broken.add("EXISTS")
        if broken:
            return refusal(broken)
        book.reported.add((holder, reference))
        remittance = self.remittance_terms(terms, holder, amount, reference, now)
        discharged = self._discharges(book, value_day)
        gone: tuple[Fact, ...] = ()
        if discharged:
            number = book.units_for(amount, units)
            gone = self._retire_units(book, sender, holder, number, RetireReason.DISCHARGED)
            self._finish(book)
        born, events, parked = self._delivered(remittance, sender, now)
        if not discharged:
            born.remits = (book.id, holder)
        words = {
            "claim": book.id,
            "seller": sender,
            "holder": holder,
            "amount": amount,
            "value_day": value_day,
            "reference": reference,
            "discharged": discharged,
            "remittance": born.id,
        }
        reported = Fact("MisdirectedReported", words)
        return Outcome(returned=born.id, events=(*gone, *events, reported, *parked))

    # --- payment off chain ---

    def assert_payment(
        self, sender: str, now: int, terms: Claim, amount: int, value_day: int, reference: bytes
    ) -> Outcome:
        named = {terms.debtor, terms.surety, terms.payment_agent} - {ZERO_ADDRESS}
        broken = set() if sender in named else {"NOT_PARTY"}
        if not 1 <= amount <= MAX_AMOUNT or reference == ZERO_HASH or value_day == 0:
            broken.add("ASSERTION")
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        today = self._today(book, now)
        if reference in book.assertions or value_day > today:
            broken.add("ASSERTION")
        if broken:
            return refusal(broken)
        book.assertions[reference] = AssertionBook(amount, value_day)
        held_until = 0
        # The mark is held once in a claim's life, or one assertion would follow the other.
        if book.held_until == 0 and terms.assertion_days:
            days = self.world.days
            held_until = days.add_banking_days_both(
                terms.pay_place, terms.currency_place, today, terms.assertion_days, now
            )
            book.held_until, book.held_by = held_until, reference
        words = {
            "claim": book.id,
            "by": sender,
            "reference": reference,
            "amount": amount,
            "value_day": value_day,
            "held_until": held_until,
        }
        return Outcome(events=(Fact("PaymentAsserted", words),))

    @staticmethod
    def _confirmed(book: ClaimBook, account: str, amount: int, counted: int, reference: bytes) -> Fact:
        """Only what units were worth counts as confirmed: one holder's word never blocks the agent's."""
        assertion = book.assertions.get(reference)
        if assertion is not None:
            assertion.confirmed = min(assertion.amount, assertion.confirmed + counted)
        words = {
            "claim": book.id,
            "account": account,
            "reference": reference,
            "amount": amount,
            "outstanding": book.outstanding,
        }
        return Fact("PaymentConfirmed", words)

    def confirm_payment(self, sender: str, now: int, claim: bytes, amount: int, reference: bytes) -> Outcome:
        """For the holder's own units and nobody else's; an assertion is not needed."""
        broken = self._held_party(sender) | ({"NOTHING"} if amount == 0 else set())
        book = self.claims.get(claim)
        if book is None:
            return refusal(broken | {"UNKNOWN", "INV6"})
        if not book.stands:
            broken.add("STATE")
        units = book.units_of(sender)
        if units == 0:
            broken.add("INV6")
        elif amount and (book.rest == 0 or book.units_for(amount, units) == 0):
            broken.add("NOTHING")
        if broken:
            return refusal(broken)
        number = book.units_for(amount, units)
        counted = min(amount, book.worth_up(number))
        gone = self._retire_units(book, sender, sender, number, RetireReason.RECEIVED)
        self._finish(book)
        fact = self._confirmed(book, sender, amount, counted, reference)
        return Outcome(events=(*gone, fact, *self._remitted(book, sender, counted)))

    def confirm_for_all(self, sender: str, now: int, terms: Claim, amount: int, reference: bytes) -> Outcome:
        broken = {"NOTHING"} if amount == 0 else set()
        if sender != terms.payment_agent:
            broken.add("NOT_PARTY")
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        assertion = book.assertions.get(reference)
        if assertion is None or assertion.confirmed + amount > assertion.amount:
            broken.add("ASSERTION")
        if amount > book.outstanding:
            broken.add("ABOVE_OUTSTANDING")
        if broken:
            return refusal(broken)
        self._accrue(book, now)
        book.aside += book.step_for(amount)
        self._finish(book)
        fact = self._confirmed(book, ZERO_ADDRESS, amount, amount, reference)
        return Outcome(events=(fact, *self._remitted(book, sender, amount)))

    def contest_payment(self, sender: str, now: int, claim: bytes, reference: bytes) -> Outcome:
        book = self.claims.get(claim)
        if book is None:
            return refusal({"UNKNOWN", "INV6"})
        broken = set() if self._speaks(book, sender) else {"INV6"}
        if not book.live:
            broken.add("STATE")
        assertion = book.assertions.get(reference)
        if assertion is None or assertion.contested:
            broken.add("ASSERTION")
        if broken or assertion is None:
            return refusal(broken)
        assertion.contested = True
        words = {"claim": book.id, "account": sender, "reference": reference}
        return Outcome(events=(Fact("PaymentContested", words),))

    # --- views ---

    def assertion_of(self, claim: bytes, reference: bytes) -> dict[str, object]:
        book = self.claims.get(claim)
        found = None if book is None else book.assertions.get(reference)
        return (found or AssertionBook(0, 0)).view()
