"""How a credit ends, in the reference model: default, expiry, closing, balances, the guardian's stop."""

from __future__ import annotations

from usance.claim_terms import Claim
from usance.codes import CreditStatus, SetStatus, Stage
from usance.codes_claims import Assignable, ClaimKind
from usance.model.credit_rules import Counted, CreditRules, waits_for_others
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_ADDRESS, Credit, Presentation

OWING = (SetStatus.COMPLYING, SetStatus.PRECLUDED)
# [day] So long after the closing day cover waits for claims.
CLAIM_DAYS = 90


class CreditEnd(CreditRules):
    """The second storey."""

    def _reserve_obstacle(self, bank: str, amount: int, now: int) -> set[str]:
        """Has the bank authorised this contract as its agent for so much more?"""
        claims = self.world.claims
        return set() if claims is None else set(claims.reserve_obstacle(self.address, bank, amount, now))

    def _reserve(self, bank: str, amount: int, now: int) -> tuple[Fact, ...]:
        claims = self.world.claims
        return () if claims is None else claims.reserve(self.address, now, bank, amount).events

    def default_(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """What was not paid by the end of the due day: cover first, the rest becomes a claim."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._closed(book)
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        if entry.status not in OWING or entry.amount == 0:
            broken.add("STATE")
        elif self.world.days.local_day(entry.place(terms), now, now) <= entry.due_day:
            broken.add("NOT_DUE")
        if broken:
            return refusal(broken)
        owed, creditor, place, due_day = entry.amount, entry.payee(), entry.place(terms), entry.due_day
        if self.world.claims is not None and creditor == self.world.claims.address:
            # The ledger of claims holds none itself.
            creditor = terms.beneficiary
        debtor = entry.bank(terms)
        surety = terms.issuer if entry.stage == Stage.CONFIRMER else ZERO_ADDRESS
        kind = ClaimKind.REIMBURSEMENT if entry.claim else ClaimKind.UNPAID_CREDIT
        waits = entry.stage == Stage.ISSUER and waits_for_others(book, entry)
        from_cover = 0 if waits else min(owed, book.cover)
        unpaid = owed - from_cover
        claim = Claim(
            kind=kind,
            origin=entry.id,
            creditor=creditor,
            debtor=debtor,
            surety=surety,
            currency=terms.currency,
            asset=terms.asset,
            asset_scale=terms.asset_scale,
            face=unpaid,
            issue_day=due_day,
            due_day=due_day,
            pay_place=place,
            currency_place=terms.currency_place,
            grace_days=0,
            late_rate=terms.late_rate,
            day_count=terms.day_count,
            part=1,
            parts=1,
            object_amount=unpaid,
            assignable=Assignable.YES,
            min_split=0,
            record_days=0,
            receipt_days=0,
            assertion_days=0,
            remit_days=0,
            rulebook=1,
            content=terms.content,
        )
        born = Outcome()
        if unpaid:
            if self.world.claims is None:
                raise LookupError("a default needs a model of claims in the world")
            born = self.world.claims.bear(self.address, now, claim)
            if not born.ok:
                return born
        with Counted(book, entry):
            book.cover -= from_cover
            entry.amount = 0
            entry.stage = Stage.ISSUER
            entry.status = SetStatus.DEFAULTED if unpaid else SetStatus.HONOURED
        facts: list[Fact] = []
        if from_cover:
            words = {
                "credit": book.id,
                "presentation": entry.id,
                "payee": creditor,
                "from_cover": from_cover,
                "from_bank": 0,
                "outstanding": unpaid,
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

    def expire(self, sender: str, now: int, terms: Credit) -> Outcome:
        book = self.credits.get(self.credit_id(terms))
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._closed(book)
        if book.status != CreditStatus.ISSUED:
            broken.add("STATE")
        if not self._expired(book, now):
            broken.add("U6")
        if broken:
            return refusal(broken)
        book.status = CreditStatus.EXPIRED
        return Outcome(events=(Fact("Expired", {"credit": book.id}),))

    def close(self, sender: str, now: int, terms: Credit) -> Outcome:
        book = self.credits.get(self.credit_id(terms))
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._closed(book)
        # A bank that paid and is not paid back has time to claim and to be answered (8c).
        closing_day = terms.expiry_day + terms.closing_days + (CLAIM_DAYS if book.claims else 0)
        over = self.world.days.local_day(terms.issuer_place, now, now) > closing_day
        done = sender == terms.issuer and book.available == 0 and not book.claims
        if not done and not (over and self._expired(book, now)):
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
