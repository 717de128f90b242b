"""Honour later, in the reference model: deferred payment, acceptance, negotiation (2, 7, 8, 12).

An undertaking turns what a set binds into claims on the bank, one a leg, due at maturity. What is bought by
negotiation is a bank's claim on the issuing bank, at sight or at maturity.
"""

from __future__ import annotations

from collections.abc import Sequence

from usance.claim_terms import Claim
from usance.codes import AvailableBy, SetStatus, Stage, TenorFrom
from usance.codes_claims import Assignable, ClaimKind
from usance.model.credit_books import OWING, CreditBook, LegBook, OfferBook, SetBook
from usance.model.credit_end import CreditEnd
from usance.model.credit_rules import Counted, waits_for_others
from usance.model.credit_tenor import Leg, is_usance, legs_hash, shares_of
from usance.model.credit_terms import LATEST_DAY, MAX_TENOR
from usance.model.outcome import Fact, Move, Outcome, refusal
from usance.terms import ZERO_ADDRESS, Credit, Presentation

LEG_KINDS: dict[int, ClaimKind] = {
    AvailableBy.PAYMENT: ClaimKind.UNPAID_CREDIT,
    # Legs are a hash until they are used: what is none of the others is paid at sight, or accepted.
    AvailableBy.MIXED: ClaimKind.UNPAID_CREDIT,
    AvailableBy.DEFERRED: ClaimKind.DEFERRED_PAYMENT,
    AvailableBy.ACCEPTANCE: ClaimKind.ACCEPTANCE,
}
AT_SIGHT = (AvailableBy.PAYMENT, AvailableBy.MIXED)
# What a paid or retired claim is no longer.
GONE = (SetStatus.REFUSED, SetStatus.RETURNED)


class CreditUndertakings(CreditEnd):
    """What a bank promises for a later day."""

    # --- maturity ---

    def _base(self, entry: SetBook, terms: Credit, tenor_from: int) -> int:
        """The day that a tenor counts from; where a mixed credit's statement lacks it, the receipt."""
        sight = entry.last_day if entry.by_waiver else entry.received_day
        days: dict[int, int] = {
            TenorFrom.SHIPMENT: entry.statement.shipment_day,
            TenorFrom.ISSUE: terms.issue_day,
            TenorFrom.INVOICE: entry.statement.tenor_day,
            TenorFrom.DRAFT: entry.statement.tenor_day,
        }
        return days.get(tenor_from, 0) or sight

    def _maturity(self, entry: SetBook, terms: Credit, tenor_from: int, tenor_days: int, now: int) -> int:
        """The day itself is not counted (3); then the next day on which money moves."""
        day = self._base(entry, terms, tenor_from) + min(tenor_days, MAX_TENOR)
        open_day = self.world.days.next_banking_day_both(entry.place(terms), terms.currency_place, day, now)
        return min(open_day, LATEST_DAY)

    # --- undertaking ---

    def undertake(
        self, sender: str, now: int, terms: Credit, statement: Presentation, legs: Sequence[Leg]
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if not is_usance(terms):
            broken.add("U1")
        negotiable = terms.available_by == AvailableBy.NEGOTIATION
        if negotiable and entry.stage == Stage.NOMINATED:
            broken.add("U1")
        if entry.claim or entry.status not in OWING:
            broken.add("STATE")
        # A confirming bank negotiates (8a ii); where it does not, it owes at maturity.
        own = sender == entry.bank(terms) and not (negotiable and entry.stage == Stage.CONFIRMER)
        if entry.stage == Stage.NOMINATED and not own:
            broken.add("NOT_PARTY")
        elif not own and self._today(entry, terms, now) <= entry.due_day:
            broken.add("NOT_DUE")
        amount, missing = self._owed(book, entry, terms, entry.stage != Stage.NOMINATED)
        broken |= missing
        if self._stopped(entry, terms, now):
            broken.add("LEGAL_STOP")
        mixed = terms.available_by == AvailableBy.MIXED
        if (legs_hash(legs) != terms.legs) if mixed else len(legs) != 0:
            broken.add("TERMS")
        nominated = entry.stage == Stage.NOMINATED
        if nominated:
            broken |= self._reserve_obstacle(sender, amount, now)
        if broken:
            return refusal(broken)
        parts = tuple(legs) if mixed else (self._only_leg(terms),)
        faces = shares_of(amount, [leg.share for leg in parts])
        reserved = self._reserve(sender, amount, now) if nominated else ()
        facts: list[Fact] = list(reserved)
        maturity = 0
        today = self._today(entry, terms, now)
        for ordinal, (leg, face) in enumerate(zip(parts, faces, strict=True), 1):
            due = entry.due_day
            if nominated:
                due = self.world.days.add_banking_days_both(
                    entry.place(terms), terms.currency_place, today, terms.honour_days, now
                )
            if leg.available_by not in AT_SIGHT:
                due = self._maturity(entry, terms, leg.tenor_from, leg.tenor_days, now)
            if face == 0:
                continue
            maturity = max(maturity, due)
            part = (ordinal, len(parts), amount)
            claim = self._promise(book, entry, terms, leg, face, due, min(today, due), part)
            if self.world.claims is None:
                raise LookupError("an undertaking needs a model of claims in the world")
            born = self.world.claims.bear(self.address, now, claim)
            if not born.ok:
                return born
            facts += born.events
            entry.legs[born.returned] = LegBook(claim)
        with Counted(book, entry, terms):
            if nominated:
                book.drawn += amount
                entry.amount = amount
            entry.status, entry.due_day, entry.maturity = SetStatus.UNDERTAKEN, maturity, maturity
        ids = list(entry.legs)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": entry.bank(terms),
            "amount": amount,
            "due_day": maturity,
            "claims": ids,
        }
        return Outcome(returned=ids, events=(*facts, Fact("Undertaken", words)))

    @staticmethod
    def _only_leg(terms: Credit) -> Leg:
        """A negotiable usance credit is honoured by its issuing bank as drawee of the draft."""
        by = terms.available_by
        if by == AvailableBy.NEGOTIATION:
            by = AvailableBy.ACCEPTANCE
        return Leg(10_000, by, terms.tenor_days, terms.tenor_from)

    def _promise(
        self,
        book: CreditBook,
        entry: SetBook,
        terms: Credit,
        leg: Leg,
        face: int,
        due: int,
        issued: int,
        which: tuple[int, int, int],
    ) -> Claim:
        """`which` of the legs: (its number, of how many, of what amount)."""
        ordinal, parts, amount = which
        surety = terms.issuer
        if entry.stage == Stage.ISSUER:
            surety = book.silent_bank if book.silent else ZERO_ADDRESS
        creditor = entry.payee()
        if self.world.claims is not None and creditor == self.world.claims.address:
            creditor = terms.beneficiary
        return Claim(
            kind=LEG_KINDS.get(leg.available_by, ClaimKind.ACCEPTANCE),
            origin=entry.id,
            creditor=creditor,
            debtor=entry.bank(terms),
            surety=surety,
            currency=terms.currency,
            asset=terms.asset,
            asset_scale=terms.asset_scale,
            face=face,
            issue_day=issued,
            due_day=due,
            pay_place=entry.place(terms),
            currency_place=terms.currency_place,
            grace_days=0,
            late_rate=terms.late_rate,
            day_count=terms.day_count,
            part=ordinal,
            parts=parts,
            object_amount=amount,
            assignable=Assignable.YES,
            min_split=0,
            record_days=0,
            receipt_days=0,
            assertion_days=0,
            remit_days=0,
            rulebook=1,
            content=terms.content,
            salt=ordinal.to_bytes(32, "big"),
        )

    def settle(self, sender: str, now: int, terms: Credit, statement: Presentation, claim: Claim) -> Outcome:
        """Cover pays a leg from its due day on; a leg that is paid is done, and with the last the set."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if entry.status != SetStatus.UNDERTAKEN:
            broken.add("STATE")
        claims = self.world.claims
        if claims is None:
            raise LookupError("an undertaking needs a model of claims in the world")
        identity = claims.claim_id(claim)
        if identity not in entry.legs:
            return refusal(broken | {"UNKNOWN"})
        issuing = entry.stage == Stage.ISSUER
        before = left = claims.outstanding(identity)
        paid, over = 0, left == 0
        facts: tuple[Fact, ...] = ()
        moves: tuple[Move, ...] = ()
        if left:
            # The issuing bank's own day moves with its word; as surety it agreed to the first one, and only
            # what is overdue is its affair.
            first = claims.due_day_of(claim, now) if issuing else claim.due_day + 1
            if self.world.days.local_day(claim.pay_place, now, now) < first:
                broken.add("NOT_DUE")
            # On other money debtor and holders agreed: cover is for this one.
            over = claims.asset_in_force(claim) != (terms.asset, terms.asset_scale)
            cover = 0 if waits_for_others(book, entry) else book.cover
            if not over and cover == 0:
                broken.add("COVER")
        if broken:
            return refusal(broken)
        if left and not over:
            token, key = self.world.money.tokens[terms.asset], (self.address, claims.address)
            token.allowances[key] = cover * terms.asset_scale
            done = claims.pay(self.address, now, claim, cover)
            token.allowances[key] = 0
            if not done.ok:
                return done
            paid, facts, moves = done.returned, done.events, done.moves
            left = claims.outstanding(identity)
            over = left == 0
        with Counted(book, entry, terms):
            book.cover -= paid
            if not issuing:
                # What cover paid of its debt the bank did not pay, and does not claim.
                entry.amount -= min(before - left, entry.amount)
            if over:
                del entry.legs[identity]
            if not entry.legs:
                entry.status = SetStatus.HONOURED
                if issuing:
                    entry.amount = 0
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "claim": identity,
            "from_cover": paid,
            "outstanding": left,
            "done": not entry.legs,
        }
        return Outcome(returned=paid, events=(*facts, Fact("Settled", words)), moves=moves)

    # --- negotiation ---

    def offer_negotiation(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        least_price: int,
        recourse: bool,
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if terms.available_by != AvailableBy.NEGOTIATION:
            broken.add("U1")
        if entry.stage == Stage.ISSUER:
            broken.add("STATE")
        if entry.status not in (SetStatus.PRESENTED, *OWING):
            broken.add("STATE")
        # Nobody but the beneficiary answers for what it drew.
        if recourse and least_price and sender != terms.beneficiary:
            broken.add("NOT_PARTY")
        if sender != statement.pay_to:
            broken.add("NOT_PARTY")
        if least_price > statement.amount:
            broken.add("PRICE")
        if broken:
            return refusal(broken)
        entry.offer = OfferBook(least_price, recourse and least_price != 0)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "payee": sender,
            "least_price": least_price,
            "recourse": entry.offer.recourse,
        }
        return Outcome(events=(Fact("NegotiationOffered", words),))

    def negotiate(
        self, sender: str, now: int, terms: Credit, statement: Presentation, price: int, recourse: bool
    ) -> Outcome:
        """Purchase of the drawing at the payee's price; recourse only if offered, never a confirmer's."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if terms.available_by != AvailableBy.NEGOTIATION:
            broken.add("U1")
        if entry.stage == Stage.ISSUER:
            broken.add("STATE")
        if terms.asset == ZERO_ADDRESS:
            broken.add("OFF_CHAIN")
        if sender != statement.bank:
            broken.add("NOT_PARTY")
        amount, missing = self._owed(book, entry, terms, entry.stage == Stage.CONFIRMER)
        broken |= missing
        if self._stopped(entry, terms, now):
            broken.add("LEGAL_STOP")
        offer = entry.offer
        least = offer.least_price or amount
        if not least <= price <= amount:
            broken.add("PRICE")
        if recourse and (entry.stage == Stage.CONFIRMER or not offer.recourse):
            broken.add("RECOURSE")
        if recourse:
            broken |= self._reserve_obstacle(terms.beneficiary, price, now)
        if broken:
            return refusal(broken)
        tokens = price * terms.asset_scale
        parked, direct = self._obstacle(terms.asset, sender, statement.pay_to, 0, tokens)
        if parked:
            return refusal(parked)
        reserved = self._reserve(terms.beneficiary, price, now) if recourse else ()
        maturity = 0
        if terms.tenor_days:
            maturity = self._maturity(entry, terms, terms.tenor_from, terms.tenor_days, now)
        self._discharge(book, entry, terms, amount)
        entry.maturity = maturity
        entry.offer = OfferBook(price, recourse)
        entry.negotiated = True
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "price": price,
            "amount": amount,
            "due_day": maturity,
            "recourse": recourse,
        }
        more, moves = self.waiting.pull_or_park(terms.asset, sender, statement.pay_to, tokens, direct)
        return Outcome(events=(*reserved, Fact("Negotiated", words), *more), moves=moves)

    def call_recourse(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """The issuing bank did not take the set up: the seller of the drawing pays its price back."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != statement.bank:
            broken.add("NOT_PARTY")
        if not entry.claim or entry.status not in GONE or entry.stage != Stage.ISSUER:
            broken.add("STATE")
        if not (entry.negotiated and entry.offer.recourse):
            broken.add("RECOURSE")
        # What it paid, has not got back and has not called.
        face = min(entry.offer.least_price - entry.called, entry.amount)
        if face == 0:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        today = self.world.days.local_day(statement.bank_place, now, now)
        claim = self._debt(entry, terms, terms.beneficiary, sender, face, today, entry.called)
        if self.world.claims is None:
            raise LookupError("recourse needs a model of claims in the world")
        born = self.world.claims.bear(self.address, now, claim)
        if not born.ok:
            return born
        with Counted(book, entry, terms):
            entry.status, entry.amount, entry.due_day = SetStatus.RETURNED, 0, 0
            entry.called += face
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "claim": born.returned,
            "amount": face,
        }
        return Outcome(returned=born.returned, events=(*born.events, Fact("RecourseCalled", words)))

    def _debt(
        self, entry: SetBook, terms: Credit, debtor: str, creditor: str, face: int, day: int, called: int = 0
    ) -> Claim:
        """Money that somebody has to give back, due on `day`; `called` tells a second call from the first."""
        return Claim(
            kind=ClaimKind.RECOURSE,
            origin=entry.id,
            creditor=creditor,
            debtor=debtor,
            currency=terms.currency,
            asset=terms.asset,
            asset_scale=terms.asset_scale,
            face=face,
            issue_day=day,
            due_day=day,
            pay_place=entry.statement.bank_place,
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
            salt=called.to_bytes(32, "big"),
        )

    # --- views ---

    def offer_of(self, presentation: bytes) -> dict[str, int | bool]:
        entry = self.sets.get(presentation)
        offer = OfferBook() if entry is None else entry.offer
        return {"least_price": offer.least_price, "recourse": offer.recourse}

    def undertaking_of(self, presentation: bytes) -> tuple[int, int]:
        entry = self.sets.get(presentation)
        return (0, 0) if entry is None else (entry.maturity, len(entry.legs))
