"""How a credit ends, in the reference model: default, expiry, closing, balances, the guardian's stop."""

from __future__ import annotations

from usance.claim_terms import Claim
from usance.codes import AvailableBy, CreditStatus, SetStatus, Stage
from usance.codes_claims import Assignable, ClaimKind
from usance.model.credit_books import OWING, CreditBook, SetBook
from usance.model.credit_payments import CreditPayments
from usance.model.credit_rules import Counted, waits_for_others
from usance.model.credit_tenor import is_usance
from usance.model.credit_terms import MAX_TENOR
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_ADDRESS, Credit, Presentation

# [day] So long after the closing day cover waits for claims.
CLAIM_DAYS = 90


class CreditEnd(CreditPayments):
    """The second storey."""

    def default_(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """What was not paid by the end of the due day: cover first, the rest becomes a claim.

        What a legal stop names stays with the set.
        """
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        if is_usance(terms) and not entry.claim:
            # Who does not undertake owes at maturity, not before: anyone makes the undertaking.
            broken.add("U1")
        stopped = min(entry.amount, self._stopped(entry, terms, now))
        if entry.status not in OWING or entry.amount == 0:
            broken.add("STATE")
        else:
            today = self._today(entry, terms, now)
            held = entry.assertion.amount and today <= entry.assertion.held_until
            if today <= entry.due_as_claim(entry.due_day) or held:
                broken.add("NOT_DUE")
            if stopped == entry.amount:
                broken.add("LEGAL_STOP")
        if broken:
            return refusal(broken)
        creditor = entry.payee()
        if self.world.claims is not None and creditor == self.world.claims.address:
            # The ledger of claims holds none itself.
            creditor = terms.beneficiary
        debtor = entry.bank(terms)
        waits = entry.stage == Stage.ISSUER and waits_for_others(book, entry)
        owed = entry.amount - stopped
        from_cover = 0 if waits else min(owed, book.cover)
        unpaid = owed - from_cover
        claim = self._claim_of(book, entry, terms, creditor, unpaid, stopped)
        born = Outcome()
        if unpaid:
            if self.world.claims is None:
                raise LookupError("a default needs a model of claims in the world")
            born = self.world.claims.bear(self.address, now, claim)
            if not born.ok:
                return born
        with Counted(book, entry, terms):
            book.cover -= from_cover
            entry.amount = stopped
            if not stopped:
                entry.stage = Stage.ISSUER
                entry.status = SetStatus.DEFAULTED if unpaid else SetStatus.HONOURED
                entry.stop.end()
        entry.assertion.fall()
        facts: list[Fact] = []
        if from_cover:
            words = {
                "credit": book.id,
                "presentation": entry.id,
                "payee": creditor,
                "from_cover": from_cover,
                "from_bank": 0,
                "outstanding": unpaid + stopped,
            }
            facts.append(Fact("Honoured", words))
        facts += born.events
        if unpaid:
            words = {
                "credit": book.id,
                "presentation": entry.id,
                "claim": born.returned,
                "debtor": debtor,
                "amount": unpaid,
            }
            facts.append(Fact("Defaulted", words))
        more, moves = self.waiting.push_or_park(terms.asset, creditor, from_cover * terms.asset_scale)
        returned = born.returned if unpaid else bytes(32)
        return Outcome(returned=returned, events=(*facts, *more), moves=moves)

    @staticmethod
    def _surety(book: CreditBook, entry: SetBook, terms: Credit) -> str:
        """The other bank that is bound: the issuing bank, or for it one that promised silently."""
        if entry.stage == Stage.CONFIRMER:
            return terms.issuer
        if entry.claim:
            # The silent promise was made to the beneficiary, which is paid.
            return ZERO_ADDRESS
        return book.silent_bank if book.silent else ZERO_ADDRESS

    def _claim_of(
        self, book: CreditBook, entry: SetBook, terms: Credit, creditor: str, face: int, stopped: int
    ) -> Claim:
        """The claim that is unpaid; `stopped` [minor] stays behind and tells it from the next."""
        return Claim(
            kind=ClaimKind.REIMBURSEMENT if entry.claim else ClaimKind.UNPAID_CREDIT,
            origin=entry.id,
            creditor=creditor,
            debtor=entry.bank(terms),
            surety=self._surety(book, entry, terms),
            currency=terms.currency,
            asset=terms.asset,
            asset_scale=terms.asset_scale,
            face=face,
            issue_day=entry.due_as_claim(entry.due_day),
            due_day=entry.due_as_claim(entry.due_day),
            pay_place=entry.place(terms),
            currency_place=terms.currency_place,
            grace_days=0,
            late_rate=terms.late_rate,
            day_count=terms.day_count,
            part=1,
            parts=1,
            object_amount=face,
            assignable=Assignable.YES,
            min_split=0,
            record_days=0,
            receipt_days=0,
            assertion_days=0,
            remit_days=0,
            rulebook=1,
            content=terms.content,
            salt=stopped.to_bytes(32, "big"),
        )

    def expire(self, sender: str, now: int, terms: Credit) -> Outcome:
        book = self._book_of(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._live(book, terms)
        if book.status != CreditStatus.ISSUED:
            broken.add("STATE")
        if not self._expired(book, terms, now):
            broken.add("U6")
        if broken:
            return refusal(broken)
        book.status = CreditStatus.EXPIRED
        return Outcome(events=(Fact("Expired", {"credit": book.id}),))

    def close(self, sender: str, now: int, terms: Credit) -> Outcome:
        book = self._book_of(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._live(book, terms)
        # A bank that paid and is not paid back has time to claim and to be answered (8c).
        closing_day = terms.expiry_day + terms.closing_days
        if book.claims:
            # Of a usance credit it is answered at maturity (7c); legs are not in the terms.
            mixed = terms.available_by == AvailableBy.MIXED
            closing_day += CLAIM_DAYS + (MAX_TENOR if mixed else terms.tenor_days)
        over = self.world.days.local_day(terms.issuer_place, now, now) > closing_day
        # A confirming bank with terms of its own may be bound for more than is left under those in force.
        done = sender == terms.issuer and book.available == 0 and not book.claims and not book.apart
        if not done and not (over and self._expired(book, terms, now)):
            broken.add("U6")
        if book.open_sets:
            broken.add("OPEN_SET")
        if broken:
            return refusal(broken)
        cover, book.cover = book.cover, 0
        book.status = CreditStatus.CLOSED
        closed = Fact("Closed", {"credit": book.id, "cover_returned": cover})
        facts, moves = self.waiting.push_or_park(terms.asset, terms.issuer, cover * terms.asset_scale)
        return Outcome(events=(closed, *facts), moves=moves)

    def withdraw(self, sender: str, now: int, asset: str, party: str, to: str) -> Outcome:
        return self.waiting.withdraw(sender, now, asset, party, to)

    def redirect(
        self, sender: str, now: int, party: str, asset: str, amount: int, to: str, order: bytes
    ) -> Outcome:
        return self.waiting.redirect(sender, now, party, asset, amount, to, order)

    def pause(self, sender: str, now: int) -> Outcome:
        return self.guard.pause(sender, now)

    def unpause(self, sender: str, now: int) -> Outcome:
        return self.guard.unpause(sender, now)
