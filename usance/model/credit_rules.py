"""What several acts on a credit share: ids, terms in force, clocks, marks, binding, paying."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from usance.amendments import Change, amended_hash
from usance.codes import Exclusion, Mark, SetStatus, Stage
from usance.model.credit_books import AmendmentBook, AssertionBook, CreditBook, SetBook
from usance.model.credit_terms import BANK
from usance.model.guard import Guard
from usance.model.money import Waiting
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.world import World
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH, Credit, Presentation, credit_id, presentation_id

# Counts of the credit's word: of open sets, refused beyond; of claims, where a full count stands still.
MOST_OPEN_SETS = 4_095
MOST_CLAIMS = 255


class Counted:
    """Keeps a credit's counts of open sets and of claims while one set changes."""

    def __init__(self, book: CreditBook, entry: SetBook, terms: Credit) -> None:
        self._book, self._entry, self._terms = book, entry, terms
        self._was_claim = False

    def __enter__(self) -> None:
        self._was_claim = self._entry.is_claim_open()

    def __exit__(self, *_: object) -> None:
        book, entry = self._book, self._entry
        # Counted by what it was when it last changed, whatever the exclusions say since.
        book.open_sets -= entry.counted
        entry.counted = entry.is_open(self._terms)
        book.open_sets += entry.counted
        if book.claims < MOST_CLAIMS:
            book.claims += entry.is_claim_open() - self._was_claim


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
    return entry.by_waiver and not entry.claim and book.claims + book.open_sets > 1


class CreditRules:
    """The books of one contract at `address`, and the rules on them that belong to no single act."""

    def __init__(self, address: str, world: World) -> None:
        self.address = address
        self.world = world
        self.guard = Guard(world.parties)
        self.waiting = Waiting(address, world.money, world.parties)
        self.credits: dict[bytes, CreditBook] = {}
        self.sets: dict[bytes, SetBook] = {}
        self.amendments: dict[bytes, AmendmentBook] = {}
        # Hashes of amended terms, those in force and those before, by credit.
        self.origins: dict[bytes, bytes] = {}
        self._credit_id = lru_cache(maxsize=4096)(lambda terms: credit_id(terms, world.chain_id, address))
        self._set_id = lru_cache(maxsize=4096)(presentation_id)
        self._amended = lru_cache(maxsize=4096)(lambda terms, chain: amended_hash(terms, chain, address))

    # --- views ---

    def credit_id(self, terms: Credit) -> bytes:
        """The id of a credit born with these terms."""
        return self._credit_id(terms)

    def amended_hash(self, terms: Credit) -> bytes:
        """How an amended credit keeps these terms."""
        return self._amended(terms, self.world.chain_id)

    def presentation_id(self, credit: bytes, statement: Presentation) -> bytes:
        return self._set_id(credit, statement)

    def credit_state(self, credit: bytes) -> dict[str, Any] | None:
        book = self.credits.get(credit)
        return None if book is None else book.view()

    def presentation_state(self, presentation: bytes) -> dict[str, Any] | None:
        entry = self.sets.get(presentation)
        return None if entry is None else entry.view()

    def amendment_state(self, amendment: bytes) -> dict[str, Any]:
        book = self.amendments.get(amendment)
        if book is None:
            return AmendmentBook(ZERO_HASH, Change(), 0, status=0).view()
        return book.view()

    def terms_of(self, credit: bytes) -> tuple[bytes, bytes]:
        """(hash of the terms in force, of those that the confirming bank is bound by)."""
        book = self.credits.get(credit)
        if book is None:
            return ZERO_HASH, ZERO_HASH
        return book.hash, book.hash_at(Stage.CONFIRMER) if book.confirmed else ZERO_HASH

    def silent_confirmer_of(self, credit: bytes) -> str:
        book = self.credits.get(credit)
        return ZERO_ADDRESS if book is None else book.silent_bank

    def stop_of(self, presentation: bytes) -> dict[str, int]:
        entry = self.sets.get(presentation)
        if entry is None:
            return {"amount": 0, "until": 0}
        return {"amount": entry.stop.amount, "until": entry.stop.until}

    def suspension_of(self, presentation: bytes) -> tuple[int, int]:
        """Of a suspended set: (last day to send again, banking days left of its clock)."""
        entry = self.sets.get(presentation)
        if entry is None or entry.status != SetStatus.SUSPENDED:
            return 0, 0
        return entry.resend_until, entry.days_left

    def payment_assertion_of(self, presentation: bytes) -> dict[str, int]:
        entry = self.sets.get(presentation)
        found = AssertionBook() if entry is None else entry.assertion
        return found.view()

    def available(self, terms: Credit) -> int:
        book = self._book_of(terms)
        if book is None:
            raise KeyError("no such credit")
        return book.available_under(terms)

    def withdrawable(self, party: str, asset: str) -> int:
        return self.waiting.withdrawable(party, asset)

    def last_examination_day(self, terms: Credit, statement: Presentation, now: int) -> int:
        """The last day of the running examination, unplanned closures included; 0 when no clock runs."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None or not self._clock_runs(entry):
            return 0
        return self._last_day(entry, terms, now)

    # --- finding, terms in force ---

    def _book_of(self, terms: Credit) -> CreditBook | None:
        """The credit that has or had these terms."""
        origin = self.origins.get(self.amended_hash(terms)) if self.origins else None
        return self.credits.get(self.credit_id(terms) if origin is None else origin)

    def _find(self, terms: Credit, statement: Presentation) -> tuple[CreditBook | None, SetBook | None]:
        book = self._book_of(terms)
        if book is None:
            return None, None
        return book, self.sets.get(self.presentation_id(book.id, statement))

    def _hash_of(self, terms: Credit) -> bytes:
        """How the contract would keep these terms, which a credit has or had."""
        found = self.amended_hash(terms)
        return found if found in self.origins else self.credit_id(terms)

    def _live(self, book: CreditBook, terms: Credit, stage: int | None = None) -> set[str]:
        """A credit at its end never changes (LC1); acts at a bank carry the terms that bind it (U11)."""
        broken = self._closed(book)
        if self._hash_of(terms) != book.hash_at(stage):
            broken.add("U11")
        return broken

    @staticmethod
    def _closed(book: CreditBook) -> set[str]:
        """Closed or cancelled."""
        return {"CLOSED"} if book.ended else set()

    def _unknown(self, book: CreditBook | None) -> set[str]:
        """No such credit, or no such set under it."""
        return {"UNKNOWN"} if book is None else {"UNKNOWN"} | self._closed(book)

    def _full(self, book: CreditBook, entry: SetBook, opens: bool) -> set[str]:
        """No room for one more open set in the books."""
        return {"PACKING"} if opens and not entry.counted and book.open_sets >= MOST_OPEN_SETS else set()

    # --- clocks ---

    @staticmethod
    def _clock_runs(entry: SetBook) -> bool:
        return entry.status == SetStatus.PRESENTED and entry.received

    @staticmethod
    def _not_presented(entry: SetBook) -> set[str]:
        return set() if entry.status == SetStatus.PRESENTED else {"STATE"}

    def _today(self, entry: SetBook, terms: Credit, now: int) -> int:
        return self.world.days.local_day(entry.place(terms), now, now)

    def _last_day(self, entry: SetBook, terms: Credit, now: int) -> int:
        """The last day of the examination with the closures recorded since (U30, U31)."""
        return self.world.days.extended(entry.place(terms), entry.received_day, entry.last_day, now)

    def _return_day(self, entry: SetBook, terms: Credit, start: int, now: int) -> int:
        """The last day on which documents that have to go back from `start` on may do so."""
        return self.world.days.add_banking_days(entry.place(terms), start, terms.return_days, now)

    def _stage_of(self, book: CreditBook, terms: Credit, statement: Presentation, now: int) -> Stage | None:
        """At which bank the set is presented; None for a bank or place the credit does not name."""
        bank, place = statement.bank, statement.bank_place
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

    def _expired(self, book: CreditBook, terms: Credit, now: int) -> bool:
        """Has the expiry day, as article 29 moves it, ended at every place of presentation?"""
        days = self.world.days
        places = [terms.issuer_place]
        if terms.nominated != ZERO_ADDRESS:
            places.append(terms.nominated_place)
        # Terms of before a bank was asked to confirm name none.
        if book.confirmed and terms.confirmer != ZERO_ADDRESS:
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

    def _marks(self, terms: Credit, entry: SetBook, received: int, available: int, now: int) -> int:
        """What the first bank's receipt says about the set; only a bank may refuse on it."""
        statement, place = entry.statement, entry.place(terms)
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
        if statement.amount > available:
            marks |= Mark.OVERDRAWN
        return marks

    def _receive(
        self,
        book: CreditBook,
        entry: SetBook,
        terms: Credit,
        now: int,
        received: int,
        means: int,
        proof: bytes,
        broken: set[str],
    ) -> Outcome:
        """A receipt on record; a later one counts only when it names an earlier day."""
        broken |= self._live(book, terms, entry.stage) | self._not_presented(entry)
        # A clock that stood and goes on has no other beginning (EUCP-e12).
        if entry.received and (received >= entry.received_day or entry.reported):
            broken.add("U14")
        broken |= self._full(book, entry, entry.silence_binds(terms))
        if broken:
            return refusal(broken)
        place, bank = entry.place(terms), entry.bank(terms)
        with Counted(book, entry, terms):
            if bank == entry.statement.bank:
                entry.marks = self._marks(terms, entry, received, book.available_under(terms), now)
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

    # --- binding, paying ---

    def _too_much(self, book: CreditBook, entry: SetBook, bound: int) -> set[str]:
        """More than the books can hold: refused, with or without a reason of its own."""
        return {"PACKING", "TOKEN"} if not entry.claim and book.drawn + bound > MAX_AMOUNT else set()

    def _bind(
        self,
        book: CreditBook,
        entry: SetBook,
        terms: Credit,
        status: SetStatus,
        bound: int,
        start: int,
        now: int,
    ) -> None:
        """The bank owes `bound`, due `honour_days` banking days after `start`."""
        with Counted(book, entry, terms):
            entry.status, entry.amount = status, bound
            # What a claiming bank paid was drawn when it was bound.
            if not entry.claim:
                book.drawn += bound
            entry.due_day = self.world.days.add_banking_days_both(
                entry.place(terms), terms.currency_place, start, terms.honour_days, now
            )
            entry.due_day = entry.due_as_claim(entry.due_day)

    def _preclude(self, book: CreditBook, entry: SetBook, terms: Credit, last: int, now: int) -> Fact:
        """Bound as of the end of `last`, whoever pokes when; no waiver, complete or not, bound the bank."""
        entry.issuer_waived = False
        self._bind(book, entry, terms, SetStatus.PRECLUDED, entry.bindable(book, terms), last, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": entry.bank(terms),
            "amount": entry.amount,
            "due_day": entry.due_day,
            "marks": int(entry.marks),
        }
        return Fact("Precluded", words)

    def _stopped(self, entry: SetBook, terms: Credit, now: int) -> int:
        """[minor] that a legal stop keeps now; one that has lapsed was never there."""
        if entry.stop.amount == 0 or self._today(entry, terms, now) > entry.stop.until:
            return 0
        return entry.stop.amount

    # --- authority of the banks ---

    def _reserve_obstacle(self, bank: str, amount: int, now: int) -> set[str]:
        """Has the bank authorised this contract as its agent for so much more?"""
        claims = self.world.claims
        return set() if claims is None else set(claims.reserve_obstacle(self.address, bank, amount, now))

    def _reserve(self, bank: str, amount: int, now: int) -> tuple[Fact, ...]:
        claims = self.world.claims
        return () if claims is None else claims.reserve(self.address, now, bank, amount).events
