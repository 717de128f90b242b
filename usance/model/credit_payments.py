"""Payment of what is bound, in the reference model: in the token of the terms, or off chain."""

from __future__ import annotations

from usance.codes import SetStatus, Stage
from usance.model.credit_books import OWING, AssertionBook, CreditBook, SetBook
from usance.model.credit_rules import Counted, CreditRules, waits_for_others
from usance.model.credit_tenor import is_usance
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

# [banking days] The first assertion of a set keeps a default waiting so long.
ASSERTION_DAYS = 3


class CreditPayments(CreditRules):
    """One drawing is paid once, to its payee or to the bank that paid it."""

    def _owed(
        self, book: CreditBook, entry: SetBook, terms: Credit, from_issuer: bool
    ) -> tuple[int, set[str]]:
        """(what is to be paid, why nothing is)."""
        if entry.stage != Stage.NOMINATED:
            if entry.status not in OWING:
                return entry.amount, {"STATE"}
            missing = {"STATE"} if from_issuer else {"LC10"}
            return entry.amount, set() if entry.amount else missing
        # A nominated bank that found it complying is not bound: what it pays it may claim (12a).
        amount = entry.amount or min(entry.statement.amount, book.available_under(terms))
        if entry.status != SetStatus.COMPLYING:
            return amount, {"STATE"}
        return amount, set() if amount else {"LC10"}

    def honour(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        off_chain = {"OFF_CHAIN"} if terms.asset == ZERO_ADDRESS else set()
        if book is None or entry is None:
            return refusal(off_chain | self._unknown(book))
        # The issuing bank may pay in the place of the confirming bank (7a).
        steps_in = entry.stage == Stage.CONFIRMER and sender == terms.issuer
        from_issuer = entry.stage == Stage.ISSUER or steps_in
        own = steps_in or sender == entry.bank(terms)
        broken = self._live(book, terms, entry.stage) | off_chain
        if is_usance(terms) and not entry.claim:
            # Honour of it is a promise, not yet money.
            broken.add("U1")
        amount, missing = self._owed(book, entry, terms, from_issuer)
        broken |= missing
        # What keeps the confirming bank does not keep the issuing bank in its place.
        stopped = 0 if steps_in else min(amount, self._stopped(entry, terms, now))
        # A bank that claims has paid all: it cannot pay a part.
        if stopped and (stopped == amount or entry.stage != Stage.ISSUER):
            broken.add("LEGAL_STOP")
        amount -= stopped
        from_cover = min(amount, book.cover) if from_issuer and not waits_for_others(book, entry) else 0
        from_bank = amount - from_cover if own else 0
        if not own and not from_issuer:
            broken.add("NOT_PARTY")
        elif not own and "STATE" not in broken:
            if self.world.days.local_day(terms.issuer_place, now, now) < entry.due_day:
                broken.add("NOT_DUE")
            if from_cover == 0:
                broken.add("COVER")
        if broken:
            return refusal(broken)
        payee, scale = entry.payee(), terms.asset_scale
        parked, direct = self._obstacle(terms.asset, sender, payee, from_cover * scale, from_bank * scale)
        if parked:
            return refusal(parked)
        if steps_in:
            entry.stage = Stage.ISSUER
            entry.stop.end()
        return self._pay(book, entry, terms, sender, from_cover, from_bank, direct)

    def _discharge(
        self, book: CreditBook, entry: SetBook, terms: Credit, paid: int, from_cover: int = 0
    ) -> int:
        """[minor] still due once `paid` is; any bank but the issuer keeps on record what it paid (U8)."""
        with Counted(book, entry, terms):
            if entry.stage == Stage.NOMINATED:
                book.drawn += paid - entry.amount
                entry.amount = paid
            outstanding = entry.amount - paid
            book.cover -= from_cover
            if entry.stage == Stage.ISSUER:
                entry.amount = outstanding
            if outstanding == 0:
                entry.status = SetStatus.HONOURED
        return outstanding

    def _pay(
        self,
        book: CreditBook,
        entry: SetBook,
        terms: Credit,
        sender: str,
        from_cover: int,
        from_bank: int,
        direct: bool,
    ) -> Outcome:
        asset, scale, payee = terms.asset, terms.asset_scale, entry.payee()
        outstanding = self._discharge(book, entry, terms, from_cover + from_bank, from_cover)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "payee": payee,
            "from_cover": from_cover,
            "from_bank": from_bank,
            "outstanding": outstanding,
        }
        facts, moves = self.waiting.push_or_park(asset, payee, from_cover * scale)
        more, rest = self.waiting.pull_or_park(asset, sender, payee, from_bank * scale, direct)
        return Outcome(events=(Fact("Honoured", words), *facts, *more), moves=moves + rest)

    def _obstacle(
        self, asset: str, payer: str, payee: str, from_cover: int, from_bank: int
    ) -> tuple[frozenset[str], bool]:
        """(why the bank cannot pay its part, whether the payee receives it directly)."""
        sent = not self.world.money.send_obstacle(asset, self.address, payee, from_cover)
        bonus = from_cover if sent and payee == payer else 0
        return self.waiting.payer_obstacle(asset, payer, payee, from_bank, bonus)

    # --- off chain ---

    @staticmethod
    def _on_chain(terms: Credit) -> set[str]:
        """A credit with a token is paid in it."""
        return set() if terms.asset == ZERO_ADDRESS else {"OFF_CHAIN"}

    def assert_payment(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        amount: int,
        value_day: int,
        reference: bytes,
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._on_chain(terms) | self._unknown(book))
        steps_in = entry.stage == Stage.CONFIRMER and sender == terms.issuer
        broken = self._live(book, terms, entry.stage) | self._on_chain(terms)
        if not steps_in and sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if is_usance(terms) and not entry.claim:
            broken.add("U1")
        due, missing = self._owed(book, entry, terms, entry.stage == Stage.ISSUER or steps_in)
        broken |= missing
        today = self._today(entry, terms, now)
        if not 1 <= value_day <= today or amount == 0 or reference == ZERO_HASH:
            broken.add("STATEMENT")
        # A bank that will claim says that it paid all of it.
        if not 1 <= amount <= due or (entry.stage != Stage.ISSUER and amount != due):
            broken.add("INV6")
        if broken:
            return refusal(broken)
        if entry.stage == Stage.NOMINATED:
            with Counted(book, entry, terms):
                book.drawn += amount - entry.amount
                entry.amount = amount
        held = 0
        if not entry.assertion.said:
            held = self.world.days.add_banking_days(entry.place(terms), today, ASSERTION_DAYS, now)
        # The first one's days run on, whatever the bank says later.
        entry.assertion = AssertionBook(amount, held or entry.assertion.held_until, sender, True)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "amount": amount,
            "value_day": value_day,
            "reference": reference,
            "held_until": held,
        }
        return Outcome(events=(Fact("PaymentAsserted", words),))

    def confirm_payment(
        self, sender: str, now: int, terms: Credit, statement: Presentation, amount: int, reference: bytes
    ) -> Outcome:
        """The payee's own word discharges, at most what the bank said."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._on_chain(terms) | self._unknown(book))
        broken = self._live(book, terms, entry.stage) | self._on_chain(terms)
        said = entry.assertion
        if sender != entry.payee():
            broken.add("NOT_PARTY")
        if entry.status not in OWING:
            broken.add("STATE")
        if reference == ZERO_HASH:
            broken.add("STATEMENT")
        if not 1 <= amount <= min(said.amount, entry.amount):
            broken.add("INV6")
        if entry.stage != Stage.ISSUER and not amount == said.amount == entry.amount:
            broken.add("INV6")
        if broken:
            return refusal(broken)
        if entry.stage == Stage.CONFIRMER and said.bank == terms.issuer:
            entry.stage = Stage.ISSUER
            entry.stop.end()
        outstanding = self._discharge(book, entry, terms, amount)
        said.amount -= amount
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "payee": sender,
            "amount": amount,
            "outstanding": outstanding,
        }
        return Outcome(events=(Fact("PaymentConfirmed", words),))

    def contest_payment(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._on_chain(terms) | self._unknown(book))
        broken = self._live(book, terms, entry.stage) | self._on_chain(terms)
        if sender != entry.payee():
            broken.add("NOT_PARTY")
        if entry.assertion.amount == 0:
            broken.add("INV6")
        if broken:
            return refusal(broken)
        if entry.is_said_paid():
            # The drawing is free again.
            with Counted(book, entry, terms):
                book.drawn -= entry.amount
                entry.amount = 0
        entry.assertion.fall()
        words = {"credit": book.id, "presentation": entry.id, "payee": sender}
        return Outcome(events=(Fact("PaymentContested", words),))
