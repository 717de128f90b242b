"""What several acts on a credit share: ids, clocks, marks, binding, paying."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from usance.codes import CreditStatus, Exclusion, Mark, Means, SetStatus, Stage
from usance.model.credit_books import CreditBook, SetBook
from usance.model.credit_terms import BANK
from usance.model.guard import Guard
from usance.model.money import Waiting
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.world import World
from usance.terms import ZERO_ADDRESS, Credit, Presentation, credit_id, presentation_id

# A count of claims that is full stays so.
MOST_CLAIMS = 255


class Counted:
    """Keeps a credit's counts of open sets and of claims while one set changes."""

    def __init__(self, book: CreditBook, entry: SetBook) -> None:
        self._book, self._entry = book, entry
        self._was_claim = False

    def __enter__(self) -> None:
        self._book.open_sets -= self._entry.is_open(self._book.terms)
        self._was_claim = self._entry.is_claim_open()

    def __exit__(self, *_: object) -> None:
        self._book.open_sets += self._entry.is_open(self._book.terms)
        if self._book.claims < MOST_CLAIMS:
            self._book.claims += self._entry.is_claim_open() - self._was_claim


def may_present(sender: str, terms: Credit, statement: Presentation) -> bool:
    """The beneficiary, or a bank the terms name that collects for it, but not from itself.

    A set nobody asked for could use up what the beneficiary is owed (U9, LC10).
    """
    if sender == terms.beneficiary:
        return True
    named = sender in (terms.adviser, terms.nominated)
    return named and sender == statement.presenter and sender != statement.bank


def waits_for_others(book: CreditBook, entry: SetBook) -> bool:
    """Is cover kept from this set, come in by a waiver, for what is bound or paid without one?"""
    return entry.issuer_waived and not entry.claim and book.claims + book.open_sets > 1


class CreditRules:
    """The books of one contract at `address`, and the rules on them that belong to no single act."""

    def __init__(self, address: str, world: World) -> None:
        self.address = address
        self.world = world
        self.guard = Guard(world.parties)
        self.waiting = Waiting(address, world.money, world.parties)
        self.credits: dict[bytes, CreditBook] = {}
        self.sets: dict[bytes, SetBook] = {}
        self._credit_id = lru_cache(maxsize=4096)(lambda terms: credit_id(terms, world.chain_id, address))
        self._set_id = lru_cache(maxsize=4096)(presentation_id)

    # --- views ---

    def credit_id(self, terms: Credit) -> bytes:
        return self._credit_id(terms)

    def presentation_id(self, credit: bytes, statement: Presentation) -> bytes:
        return self._set_id(credit, statement)

    def credit_state(self, credit: bytes) -> dict[str, Any] | None:
        book = self.credits.get(credit)
        return None if book is None else book.view()

    def presentation_state(self, presentation: bytes) -> dict[str, Any] | None:
        entry = self.sets.get(presentation)
        return None if entry is None else entry.view()

    def available(self, terms: Credit) -> int:
        return self.credits[self.credit_id(terms)].available

    def withdrawable(self, party: str, asset: str) -> int:
        return self.waiting.withdrawable(party, asset)

    def last_examination_day(self, terms: Credit, statement: Presentation, now: int) -> int:
        """The last day of the running examination, unplanned closures included; 0 when no clock runs."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None or not self._clock_runs(entry):
            return 0
        return self._last_day(book, entry, now)

    # --- finding, clocks ---

    def _find(self, terms: Credit, statement: Presentation) -> tuple[CreditBook | None, SetBook | None]:
        book = self.credits.get(self.credit_id(terms))
        if book is None:
            return None, None
        return book, self.sets.get(self.presentation_id(book.id, statement))

    @staticmethod
    def _closed(book: CreditBook) -> set[str]:
        """A closed credit is at its end: nothing of it changes any more (LC1)."""
        return {"CLOSED"} if book.status == CreditStatus.CLOSED else set()

    def _unknown(self, book: CreditBook | None) -> set[str]:
        """No such credit, or no such set under it."""
        return {"UNKNOWN"} if book is None else {"UNKNOWN"} | self._closed(book)

    @staticmethod
    def _clock_runs(entry: SetBook) -> bool:
        return entry.status == SetStatus.PRESENTED and entry.received

    @staticmethod
    def _not_presented(entry: SetBook) -> set[str]:
        return set() if entry.status == SetStatus.PRESENTED else {"STATE"}

    def _today(self, book: CreditBook, entry: SetBook, now: int) -> int:
        return self.world.days.local_day(entry.place(book.terms), now, now)

    def _last_day(self, book: CreditBook, entry: SetBook, now: int) -> int:
        """The last day of the examination with the closures recorded since (U30, U31)."""
        return self.world.days.extended(entry.place(book.terms), entry.received_day, entry.last_day, now)

    def _stage_of(self, book: CreditBook, statement: Presentation, now: int) -> Stage | None:
        """At which bank the set is presented; None for a bank or place the credit does not name."""
        terms, bank, place = book.terms, statement.bank, statement.bank_place
        if bank == terms.issuer:
            return Stage.ISSUER if place == terms.issuer_place else None
        if book.confirmed and bank == terms.confirmer:
            return Stage.CONFIRMER if place == terms.confirmer_place else None
        if terms.nominated != ZERO_ADDRESS:
            named = bank == terms.nominated and place == terms.nominated_place
            return Stage.NOMINATED if named else None
        known = self.world.days.loaded_until(place, now) != 0
        return Stage.NOMINATED if known and self.world.parties.may(bank, BANK, now) else None

    def _limit(self, terms: Credit, place: bytes, day: int, moves: bool, now: int) -> int:
        """The last day for presentation that `day` stands for at a place (article 29)."""
        if not moves or terms.exclusions & Exclusion.ART29A_OFF:
            return day
        if terms.exclusions & Exclusion.ART36_OFF:
            return self.world.days.next_banking_day(place, day, now)
        return self.world.days.presentation_limit(place, day, now)

    def _takes_sets(self, terms: Credit, place: bytes, now: int) -> bool:
        """Until the closing day, or the expiry day as article 29 moves it at the bank, if later."""
        days = self.world.days
        if days.local_day(terms.issuer_place, now, now) <= terms.expiry_day + terms.closing_days:
            return True
        return days.local_day(place, now, now) <= self._limit(terms, place, terms.expiry_day, True, now)

    def _expired(self, book: CreditBook, now: int) -> bool:
        """Has the expiry day, as article 29 moves it, ended at every place of presentation?"""
        terms, days = book.terms, self.world.days
        places = [terms.issuer_place]
        if terms.nominated != ZERO_ADDRESS:
            places.append(terms.nominated_place)
        if book.confirmed:
            places.append(terms.confirmer_place)
        return all(
            days.local_day(place, now, now) > self._limit(terms, place, terms.expiry_day, True, now)
            for place in places
        )

    def _fixed_day(self, place: bytes, received: int, last: int, now: int) -> int:
        """The day that the calendar's `extended` makes `last` of: closures known by now count once."""
        fixed = last
        while fixed > received and self.world.days.extended(place, received, fixed, now) > last:
            fixed -= 1
        return fixed

    def _marks(self, book: CreditBook, entry: SetBook, received: int, now: int) -> int:
        """What the first bank's receipt says about the set; only a bank may refuse on it."""
        terms, statement, place = book.terms, entry.statement, entry.place(book.terms)
        moves = entry.stage != Stage.NOMINATED or statement.schedule_29b
        shipped = statement.shipment_day
        marks = 0
        if received > self._limit(terms, place, terms.expiry_day, moves, now):
            marks |= Mark.AFTER_EXPIRY
        if shipped and not terms.exclusions & Exclusion.ART14C_OFF:
            period = shipped + terms.presentation_days
            # No day can lie so far ahead that it is worth asking the calendar.
            if received > period and received > self._limit(terms, place, period, moves, now):
                marks |= Mark.LATE_PRESENTATION
        if 0 < terms.latest_shipment_day < shipped:
            marks |= Mark.LATE_SHIPMENT
        if statement.amount > book.available:
            marks |= Mark.OVERDRAWN
        return marks

    def _receive(
        self,
        book: CreditBook,
        entry: SetBook,
        now: int,
        received: int,
        means: Means,
        proof: bytes,
        broken: set[str],
    ) -> Outcome:
        """A receipt on record; a later one counts only when it names an earlier day."""
        broken |= self._closed(book) | self._not_presented(entry)
        if entry.received and received >= entry.received_day:
            broken.add("U14")
        if broken:
            return refusal(broken)
        terms = book.terms
        place, bank = entry.place(terms), entry.bank(terms)
        with Counted(book, entry):
            if bank == entry.statement.bank:
                entry.marks = self._marks(book, entry, received, now)
            entry.received = True
            entry.received_day = received
            last = self.world.days.add_banking_days(place, received, terms.examination_days, now)
            entry.last_day = self._fixed_day(place, received, last, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": bank,
            "means": int(means),
            "received_day": received,
            "last_day": last,
            "marks": int(entry.marks),
            "proof": proof,
        }
        return Outcome(events=(Fact("Acknowledged", words),))

    @staticmethod
    def _bindable(book: CreditBook, entry: SetBook) -> int:
        """What a finding binds for: a claiming bank is owed what it paid, a presenter what is available."""
        return entry.amount if entry.claim else min(entry.statement.amount, book.available)

    def _bind(
        self, book: CreditBook, entry: SetBook, status: SetStatus, bound: int, start: int, now: int
    ) -> None:
        """The bank owes `bound`, due `honour_days` banking days after `start`."""
        terms = book.terms
        with Counted(book, entry):
            entry.status, entry.amount = status, bound
            # What a claiming bank paid was drawn when it was bound.
            if not entry.claim:
                book.drawn += bound
            entry.due_day = self.world.days.add_banking_days_both(
                entry.place(terms), terms.currency_place, start, terms.honour_days, now
            )

    def _pay(
        self, book: CreditBook, entry: SetBook, sender: str, from_cover: int, from_bank: int, direct: bool
    ) -> Outcome:
        asset, scale, payee = book.terms.asset, book.terms.asset_scale, entry.payee()
        with Counted(book, entry):
            if entry.stage == Stage.NOMINATED:
                entry.amount = from_bank
                book.drawn += from_bank
            outstanding = entry.amount - from_cover - from_bank
            book.cover -= from_cover
            # A bank that is not the issuer keeps on record what it paid: that is its claim (U8).
            if entry.stage == Stage.ISSUER:
                entry.amount = outstanding
            if outstanding == 0:
                entry.status = SetStatus.HONOURED
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
