"""Amendments, cancelling and silent confirmation, in the reference model.

A change is offered by the issuing bank, which is bound by it from then on, and taken whole by the
beneficiary or by a set that only fits the changed terms. A confirming bank is bound by what it extended
its confirmation to; until then its terms are its own.
"""

from __future__ import annotations

from usance.amendments import AMOUNT, Change, amendment_id
from usance.codes import AmendmentStatus, ConfirmerSays, CreditStatus, SetStatus, Stage
from usance.model.credit_books import AmendmentBook, CreditBook, SetBook
from usance.model.credit_changes import brings_forward, terms_with
from usance.model.credit_rules import Counted, CreditRules
from usance.model.credit_terms import BANK, cover_of
from usance.model.outcome import Fact, Move, Outcome, refusal
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation


class CreditAmendments(CreditRules):
    """How a credit changes."""

    # --- offering a change ---

    def amendment_id(self, terms: Credit, change: Change) -> bytes:
        """The id of a change of the credit that has these terms."""
        book = self._book_of(terms)
        return amendment_id(self.credit_id(terms) if book is None else book.id, change)

    def propose_amendment(self, sender: str, now: int, terms: Credit, change: Change) -> Outcome:
        broken = set() if sender == terms.issuer else {"NOT_PARTY"}
        book = self._book_of(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        identity = amendment_id(book.id, change)
        if identity in self.amendments:
            broken.add("U11")
        changed, wrong = terms_with(book, terms, change, identity, self.world, now)
        broken |= wrong
        if not change.cancel and changed.maximum_liability < book.drawn:
            broken.add("LC10")
        rise = max(0, changed.maximum_liability - terms.maximum_liability)
        if rise and self.guard.stopped(now):
            broken.add("ACC8")
        if rise:
            broken |= self._reserve_obstacle(sender, rise, now)
        cover = max(0, cover_of(changed) - cover_of(terms))
        tokens, money = cover * terms.asset_scale, self.world.money
        broken |= money.pull_obstacle(terms.asset, sender, self.address, tokens, self.address)
        if broken:
            return refusal(broken)
        amendment = AmendmentBook(identity, change, now, cover)
        self.amendments[identity] = book.amendments[identity] = amendment
        moves = money.pull(terms.asset, sender, self.address, tokens, self.address)
        words = {"credit": book.id, "amendment": identity, "change": change.as_dict(), "cover": cover}
        reserved = self._reserve(sender, rise, now) if rise else ()
        return Outcome(returned=identity, events=(Fact("AmendmentProposed", words), *reserved), moves=moves)

    def extend_confirmation(
        self, sender: str, now: int, terms: Credit, change: Change, extend: bool
    ) -> Outcome:
        """A bank that confirmed, openly or silently, goes along with a change or says that it does not."""
        book = self._book_of(terms)
        if book is None:
            return refusal({"UNKNOWN"} if sender == terms.confirmer else {"UNKNOWN", "NOT_PARTY"})
        silent = book.silent and sender == book.silent_bank
        broken = self._live(book, terms, None if silent else Stage.CONFIRMER)
        if not silent and not book.confirmed:
            broken.add("U9")
        # Where a bank confirmed silently and no other has, the act is that bank's.
        if not silent and (sender != terms.confirmer or (book.silent and not book.confirmed)):
            broken.add("NOT_PARTY")
        amendment = book.amendments.get(amendment_id(book.id, change))
        if amendment is None:
            return refusal(broken | {"U11"})
        late = not silent and book.apart and self._may_follow(book, amendment)
        if amendment.status != AmendmentStatus.PENDING and not late:
            broken.add("U11")
        spoken = amendment.silent if silent else amendment.confirmer
        if spoken != ConfirmerSays.NOTHING:
            broken.add("STATE")
        rise = 0
        if extend:
            changed, wrong = terms_with(book, terms, change, amendment.id, self.world, now)
            broken |= wrong
            rise = max(0, changed.maximum_liability - terms.maximum_liability)
        if rise and self.guard.stopped(now):
            broken.add("ACC8")
        if rise:
            broken |= self._reserve_obstacle(sender, rise, now)
        if broken:
            return refusal(broken)
        says = ConfirmerSays.EXTENDS if extend else ConfirmerSays.ADVISES_ONLY
        if silent:
            amendment.silent = says
        else:
            amendment.confirmer = says
        words = {"credit": book.id, "amendment": amendment.id, "confirmer": sender, "extends": extend}
        reserved = self._reserve(sender, rise, now) if rise else ()
        return Outcome(events=(Fact("ConfirmationExtended", words), *reserved))

    @staticmethod
    def _may_follow(book: CreditBook, amendment: AmendmentBook) -> bool:
        """Is an accepted change later than all that the confirming bank's own terms have or will have?"""
        if amendment.status != AmendmentStatus.ACCEPTED:
            return False
        extended = [one.ordinal for one in book.amendments.values() if one.confirmer == ConfirmerSays.EXTENDS]
        return amendment.ordinal > max(book.own_read, *extended, 0)

    # --- taking it ---

    def accept_amendment(self, sender: str, now: int, terms: Credit, change: Change, only: int) -> Outcome:
        broken = set() if sender == terms.beneficiary else {"NOT_PARTY"}
        book = self._book_of(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        amendment = book.amendments.get(amendment_id(book.id, change))
        if amendment is None or amendment.status != AmendmentStatus.PENDING:
            return refusal(broken | {"U11"})
        # The amount has its difference and no bit of its own in a change; who names it names its place.
        whole = change.mask | (AMOUNT if change.difference else 0)
        if only not in (0, whole):
            # A part taken is no acceptance (10e).
            return refusal(broken) if broken else self._reject(book, amendment, sender, only)
        changed, wrong = self._acceptable(book, amendment, terms, now)
        broken |= wrong
        if broken:
            return refusal(broken)
        return self._accept_change(book, amendment, terms, changed, None, now)

    def accept_by_presentation(
        self, sender: str, now: int, terms: Credit, statement: Presentation, change: Change
    ) -> Outcome:
        """A set that fits the changed terms and not those in force says yes (10c)."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms)
        waits = entry.status in (SetStatus.PRESENTED, SetStatus.REFUSED) and entry.received
        if not waits:
            broken.add("STATE")
        amendment = book.amendments.get(amendment_id(book.id, change))
        if amendment is None or amendment.status != AmendmentStatus.PENDING:
            return refusal(broken | {"U11"})
        changed, wrong = self._acceptable(book, amendment, terms, now)
        broken |= wrong
        own = entry.own and entry.presented_at > amendment.proposed_at
        # A set sent on was received elsewhere first: that day is not on record any more.
        here = entry.stage != Stage.ISSUER or statement.bank == terms.issuer
        if not own or not here:
            broken.add("U11")
        marks = 0
        # Measured wherever the changed terms can be.
        if waits and wrong <= {"U11", "LC10", "OPEN_SET", "EXISTS", "NOT_ADMITTED"}:
            before = self._marks(terms, entry, entry.received_day, book.available_under(terms), now)
            marks = self._marks(changed, entry, entry.received_day, book.available_under(changed), now)
            if before == 0 or marks != 0:
                broken.add("U11")
        if broken:
            return refusal(broken)
        outcome = self._accept_change(book, amendment, terms, changed, entry, now)
        if entry.status == SetStatus.PRESENTED and not (entry.stage == Stage.CONFIRMER and book.apart):
            with Counted(book, entry, changed):
                entry.marks = marks
        return outcome

    def _acceptable(
        self, book: CreditBook, amendment: AmendmentBook, terms: Credit, now: int
    ) -> tuple[Credit, set[str]]:
        """(the terms it makes, why it cannot be accepted now)."""
        change = amendment.change
        changed, broken = terms_with(book, terms, change, amendment.id, self.world, now)
        extended = not book.confirmed or amendment.confirmer == ConfirmerSays.EXTENDS
        if change.cancel:
            if not extended:
                broken.add("U11")
            if book.open_sets or book.claims:
                broken.add("OPEN_SET")
            return changed, broken
        if changed.maximum_liability < book.drawn:
            broken.add("LC10")
        if not extended and brings_forward(terms, changed):
            broken.add("U11")
        # No two credits read alike: not even where the issuing bank issued the other one on purpose.
        if self.credit_id(changed) in self.credits:
            broken.add("EXISTS")
        return changed, broken

    def _accept_change(
        self,
        book: CreditBook,
        amendment: AmendmentBook,
        terms: Credit,
        changed: Credit,
        entry: SetBook | None,
        now: int,
    ) -> Outcome:
        held, amendment.cover = amendment.cover, 0
        amendment.status = AmendmentStatus.ACCEPTED
        if amendment.change.cancel:
            back, book.cover = book.cover + held, 0
            book.status = CreditStatus.CANCELLED
            words = {"credit": book.id, "amendment": amendment.id, "cover_returned": back}
            return self._returned(terms, (Fact("Cancelled", words),), back)
        freed = self._follow(book, held, cover_of(changed) - cover_of(terms))
        if book.confirmed and not book.apart and amendment.confirmer != ConfirmerSays.EXTENDS:
            # The confirming bank stays bound by what it confirmed (8b, 10b).
            book.own_terms, book.own_hash = terms, book.hash
            book.own_read = book.accepted
        book.accepted += 1
        amendment.ordinal = book.accepted
        book.terms_before.append(terms)
        book.terms, book.hash = changed, self.amended_hash(changed)
        self.origins[book.hash] = book.id
        today = self.world.days.local_day(changed.issuer_place, now, now)
        if book.status == CreditStatus.EXPIRED and today <= changed.expiry_day:
            book.status = CreditStatus.ISSUED
        ended: tuple[Fact, ...] = ()
        if book.silent and amendment.silent != ConfirmerSays.EXTENDS:
            # Bound by its own word alone: a change without it ends its surety.
            ended = (Fact("SilentConfirmationEnded", {"credit": book.id, "bank": book.silent_bank}),)
            book.silent, book.silent_bank = False, ZERO_ADDRESS
        words = {
            "credit": book.id,
            "amendment": amendment.id,
            "presentation": ZERO_HASH if entry is None else entry.id,
            "terms": changed.as_dict(),
            "apart": book.apart,
            "freed": freed,
        }
        return self._returned(terms, (*ended, Fact("AmendmentAccepted", words)), freed)

    @staticmethod
    def _follow(book: CreditBook, held: int, rise: int) -> int:
        """Cover follows the terms; what goes back [minor]. Nothing is freed over an open set or claim."""
        if rise >= 0:
            joined = min(held, rise)
            book.cover += joined
            return held - joined
        busy = book.open_sets or book.claims
        freed = 0 if busy else min(book.cover, -rise)
        book.cover -= freed
        return held + freed

    def _returned(self, terms: Credit, told: tuple[Fact, ...], amount: int) -> Outcome:
        """Cover back to the issuing bank [minor], last."""
        facts: tuple[Fact, ...]
        moves: tuple[Move, ...]
        facts, moves = self.waiting.push_or_park(terms.asset, terms.issuer, amount * terms.asset_scale)
        return Outcome(events=(*told, *facts), moves=moves)

    # --- not taking it ---

    def reject_amendment(self, sender: str, now: int, terms: Credit, amendment: bytes) -> Outcome:
        book = self._book_of(terms)
        if book is None:
            return refusal({"UNKNOWN"} if sender == terms.beneficiary else {"UNKNOWN", "NOT_PARTY"})
        broken = set() if sender == terms.beneficiary or book.ended else {"NOT_PARTY"}
        found = book.amendments.get(amendment)
        if found is None or found.status != AmendmentStatus.PENDING:
            return refusal(broken | {"U11"})
        return refusal(broken) if broken else self._reject(book, found, sender, 0)

    def _reject(self, book: CreditBook, amendment: AmendmentBook, sender: str, part: int) -> Outcome:
        amendment.status = AmendmentStatus.REJECTED
        held, amendment.cover = amendment.cover, 0
        words = {"credit": book.id, "amendment": amendment.id, "party": sender, "part": part}
        return self._returned(book.terms, (Fact("AmendmentRejected", words),), held)

    # --- the confirming bank's own terms ---

    def apply_extension(self, sender: str, now: int, terms: Credit, change: Change) -> Outcome:
        """An accepted change to which a bank with terms of its own extended its confirmation, once."""
        book = self._book_of(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = self._live(book, terms, Stage.CONFIRMER)
        if not book.apart:
            broken.add("STATE")
        amendment = book.amendments.get(amendment_id(book.id, change))
        if amendment is None or amendment.status != AmendmentStatus.ACCEPTED:
            return refusal(broken | {"U11"})
        extended = amendment.confirmer == ConfirmerSays.EXTENDS
        if not extended or amendment.applied:
            broken.add("U11")
        # Once, in the order of acceptance: what it extended to before comes first.
        waits = any(
            one.confirmer == ConfirmerSays.EXTENDS and book.own_read < one.ordinal < amendment.ordinal
            for one in book.amendments.values()
        )
        if not amendment.applied and (waits or amendment.ordinal <= book.own_read):
            broken.add("STATE")
        changed, wrong = terms_with(book, terms, change, amendment.id, self.world, now)
        broken |= wrong
        if broken:
            return refusal(broken)
        amendment.applied, book.own_read = True, amendment.ordinal
        found = self.amended_hash(changed)
        self.origins[found] = book.id
        if found == book.hash:
            book.own_terms, book.own_hash = None, ZERO_HASH
        else:
            book.own_terms, book.own_hash = changed, found
            book.terms_before.append(changed)
        words = {
            "credit": book.id,
            "amendment": amendment.id,
            "terms": changed.as_dict(),
            "apart": book.apart,
        }
        return Outcome(events=(Fact("ConfirmationAmended", words),))

    # --- silent confirmation ---

    def ask_silent_confirmation(self, sender: str, now: int, terms: Credit, bank: str) -> Outcome:
        broken = set() if sender == terms.beneficiary else {"NOT_PARTY"}
        book = self._book_of(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        if book.silent:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.silent_bank = bank
        return Outcome()

    def confirm_silently(self, sender: str, now: int, terms: Credit) -> Outcome:
        book = self._book_of(terms)
        broken = set() if self.world.parties.may(sender, BANK, now) else {"NOT_ADMITTED"}
        if self.guard.stopped(now):
            broken.add("ACC8")
        if sender in (terms.issuer, terms.confirmer):
            broken.add("U9")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        if sender != book.silent_bank:
            broken.add("NOT_PARTY")
        if book.silent:
            broken.add("STATE")
        late = self.world.days.local_day(terms.issuer_place, now, now) > terms.expiry_day
        if late or book.status != CreditStatus.ISSUED or book.confirmed:
            broken.add("U9")
        broken |= self._reserve_obstacle(sender, terms.maximum_liability, now)
        if broken:
            return refusal(broken)
        book.silent = True
        reserved = self._reserve(sender, terms.maximum_liability, now)
        return Outcome(events=(Fact("ConfirmedSilently", {"credit": book.id, "bank": sender}), *reserved))
