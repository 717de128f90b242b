"""Reimbursement between banks and lines of charges, in the reference model (13, 16g, 37, URR 725)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from usance.codes import ChargesFor, SetStatus, Stage
from usance.model.credit_books import OWING, ReimbursementBook, SetBook
from usance.model.credit_rules import Counted, waits_for_others
from usance.model.credit_tenor import is_usance
from usance.model.credit_undertakings import GONE, CreditUndertakings
from usance.model.outcome import TOKEN, Fact, Move, Outcome, refusal
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

# [banking days] of a reimbursing bank; a claim earlier than so many before its day may be disregarded.
REIMBURSEMENT_DAYS = 3
EARLY_DAYS = 10
CLAIMED, REIMBURSED, REFUND_CLAIMED = 1, 2, 3
PAID = (SetStatus.HONOURED, SetStatus.UNDERTAKEN)


class Charge(NamedTuple):
    """A line of charges, in the order of the ABI."""

    code: bytes
    payee: str
    amount: int
    account: int


class CreditReimbursement(CreditUndertakings):
    """Banks among themselves."""

    def claim_reimbursement(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != statement.bank:
            broken.add("NOT_PARTY")
        if terms.reimburser == ZERO_ADDRESS:
            broken.add("U13")
        if not self._claimable(entry) or entry.reimbursement.status:
            broken.add("STATE")
        broken |= self._reserve_obstacle(sender, entry.amount, now)
        if broken:
            return refusal(broken)
        place = terms.currency_place if any(terms.currency_place) else terms.issuer_place
        days = self.world.days
        today = days.local_day(place, now, now)
        due = max(days.add_banking_days(place, today, REIMBURSEMENT_DAYS, now), entry.maturity)
        early = days.add_banking_days(place, today, EARLY_DAYS, now) < due
        entry.reimbursement = ReimbursementBook(CLAIMED, due)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "amount": entry.amount,
            "due_day": due,
            "early": early,
        }
        reserved = self._reserve(sender, entry.amount, now)
        return Outcome(events=(*reserved, Fact("ReimbursementClaimed", words)))

    def reimburse(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if terms.asset == ZERO_ADDRESS:
            broken.add("OFF_CHAIN")
        claim = entry.reimbursement
        if claim.status != CLAIMED:
            broken.add("STATE")
        own = sender in (terms.reimburser, terms.issuer)
        if not own and sender != statement.bank:
            broken.add("NOT_PARTY")
        if not self._claimable(entry):
            broken.add("STATE")
        place = terms.currency_place if any(terms.currency_place) else terms.issuer_place
        today = self.world.days.local_day(place, now, now)
        # What a legal stop names waits, the rest is paid.
        to_pay = entry.amount - (min(entry.amount, self._stopped(entry, terms, now)) if entry.claim else 0)
        if to_pay == 0 and entry.amount:
            broken.add("LEGAL_STOP")
        from_cover = 0
        if not own:
            from_cover = min(book.cover, to_pay)
            if today < claim.due_day:
                broken.add("NOT_DUE")
            if from_cover == 0:
                broken.add("COVER")
        if broken:
            return refusal(broken)
        scale, payee = terms.asset_scale, statement.bank
        from_payer = to_pay if own else 0
        parked, direct = self._obstacle(terms.asset, sender, payee, 0, from_payer * scale)
        if parked:
            return refusal(parked)
        paid = from_payer + from_cover
        with Counted(book, entry, terms):
            book.cover -= from_cover
            entry.amount -= paid
            claim.paid += paid
            claim.paid_day = today
            if entry.amount == 0:
                claim.status = REIMBURSED
                if entry.status in OWING:
                    entry.status = SetStatus.HONOURED
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "payer": sender if own else terms.issuer,
            "amount": paid,
            "outstanding": entry.amount,
        }
        facts, moves = self.waiting.push_or_park(terms.asset, payee, from_cover * scale)
        more, rest = self.waiting.pull_or_park(terms.asset, sender, payee, from_payer * scale, direct)
        return Outcome(events=(Fact("Reimbursed", words), *facts, *more), moves=moves + rest)

    def claim_refund(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """The issuing bank refused in time what was reimbursed: money back with interest (16g)."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != terms.issuer:
            broken.add("NOT_PARTY")
        said = entry.reimbursement
        if said.paid == 0 or said.status == REFUND_CLAIMED or not entry.claim or entry.status not in GONE:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        claim = self._debt(entry, terms, statement.bank, sender, said.paid, said.paid_day)
        if self.world.claims is None:
            raise LookupError("a refund needs a model of claims in the world")
        born = self.world.claims.bear(self.address, now, claim)
        if not born.ok:
            return born
        with Counted(book, entry, terms):
            # What it gives back it may claim again, should the issuing bank be bound after all.
            entry.amount += said.paid
            said.status = REFUND_CLAIMED
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "claim": born.returned,
            "amount": said.paid,
        }
        return Outcome(returned=born.returned, events=(*born.events, Fact("RefundClaimed", words)))

    def reimbursement_of(self, presentation: bytes) -> dict[str, int]:
        entry = self.sets.get(presentation)
        if entry is None or not entry.reimbursement.status:
            return {"status": 0, "due_day": 0, "amount": 0}
        found = entry.reimbursement
        if found.status == CLAIMED:
            return {"status": CLAIMED, "due_day": found.due_day, "amount": entry.amount}
        return {"status": found.status, "due_day": found.paid_day, "amount": found.paid}

    @staticmethod
    def _claimable(entry: SetBook) -> bool:
        """A bank paid, the issuing bank has not refused, something is left."""
        if entry.claim:
            return entry.status in (SetStatus.PRESENTED, *OWING) and entry.amount > 0
        return entry.stage != Stage.ISSUER and entry.status in PAID and entry.amount > 0

    # --- charges ---

    def honour_with_charges(
        self, sender: str, now: int, terms: Credit, statement: Presentation, charges: Sequence[Charge]
    ) -> Outcome:
        """Gross = net + deductions; what the applicant bears comes on top, from the issuing bank (37c)."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        steps_in = entry.stage == Stage.CONFIRMER and sender == terms.issuer
        from_issuer = entry.stage == Stage.ISSUER or steps_in
        broken = self._live(book, terms, entry.stage)
        if not steps_in and sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if terms.asset == ZERO_ADDRESS:
            broken.add("OFF_CHAIN")
        if is_usance(terms) and not entry.claim:
            broken.add("U1")
        amount, missing = self._owed(book, entry, terms, from_issuer)
        broken |= missing
        # What law keeps the confirming bank from paying does not bind the one that steps in.
        stopped = 0 if steps_in else min(amount, self._stopped(entry, terms, now))
        if stopped and (stopped == amount or entry.stage != Stage.ISSUER):
            broken.add("LEGAL_STOP")
        gross = amount - stopped
        deducted = sum(line.amount for line in charges if line.account == ChargesFor.BENEFICIARY)
        for line in charges:
            if line.code == ZERO_HASH or line.payee == ZERO_ADDRESS or line.amount == 0:
                broken.add("LC11")
            if line.payee == self.address:
                broken.add("PAYEE")
            if line.account not in (ChargesFor.APPLICANT, ChargesFor.BENEFICIARY):
                broken.add("LC11")
            if line.account == ChargesFor.APPLICANT and not from_issuer:
                broken.add("LC11")
        if deducted and terms.charges_for != ChargesFor.BENEFICIARY:
            broken.add("LC11")
        if deducted > gross:
            broken.add("LC11")
        if len(charges) > 8:
            broken.add("TOKEN")
        if broken:
            return refusal(broken)
        waits = waits_for_others(book, entry)
        from_cover = min(gross, book.cover) if from_issuer and not waits else 0
        lines = self._lines(charges, entry.payee(), gross, from_cover)
        obstacle = self._payable(terms, sender, lines)
        if obstacle:
            return refusal(obstacle)
        if steps_in:
            entry.stage = Stage.ISSUER
            entry.stop.end()
        payee = entry.payee()
        outstanding = self._discharge(book, entry, terms, gross, from_cover)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "payee": payee,
            "from_cover": from_cover,
            "from_bank": gross - from_cover,
            "outstanding": outstanding,
        }
        facts = [Fact("Honoured", words)]
        for line in charges:
            charged = {"credit": book.id, "presentation": entry.id, **line._asdict()}
            facts.append(Fact("Charged", charged))
        moves: list[Move] = []
        scale = terms.asset_scale
        for one, cover, bank in lines:
            more, moved = self.waiting.push_or_park(terms.asset, one, cover * scale)
            facts += more
            moves += moved
            # Its own commission the bank keeps.
            if one != sender and bank:
                _, direct = self.waiting.payer_obstacle(terms.asset, sender, one, bank * scale)
                more, moved = self.waiting.pull_or_park(terms.asset, sender, one, bank * scale, direct)
                facts += more
                moves += moved
        return Outcome(events=tuple(facts), moves=tuple(moves))

    @staticmethod
    def _lines(charges: Sequence[Charge], payee: str, gross: int, cover: int) -> list[tuple[str, int, int]]:
        """(who is paid, from cover, from the bank): cover pays deductions first, then the payee."""
        net, lines = gross, []
        for line in charges:
            part = 0
            if line.account == ChargesFor.BENEFICIARY:
                part = min(cover, line.amount)
                cover -= part
                net -= line.amount
            lines.append((line.payee, part, line.amount - part))
        return [*lines, (payee, cover, net - cover)]

    def _payable(self, terms: Credit, sender: str, lines: Sequence[tuple[str, int, int]]) -> frozenset[str]:
        """Why the bank cannot pay its part of the lines; asked of them together."""
        money, scale = self.world.money, terms.asset_scale
        token = money.tokens[terms.asset]
        spent = 0
        for one, cover, bank in lines:
            sent = not money.send_obstacle(terms.asset, self.address, one, cover * scale)
            if one == sender:
                spent -= cover * scale if sent else 0
                continue
            tokens = bank * scale
            if not tokens:
                continue
            # What the lines before took is gone from balance and allowance.
            obstacle, _ = self.waiting.payer_obstacle(terms.asset, sender, one, tokens, -spent)
            if obstacle:
                return obstacle
            if token.allowances[sender, self.address] - max(spent, 0) < tokens:
                return frozenset({TOKEN})
            spent += tokens
        return frozenset()
