"""What is contested, lowered, prolonged or aged: disputes, credit notes, agreed changes, default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from usance.claim_terms import Claim, asset_change, prolongation
from usance.codes_claims import ClaimStatus, DisputeReason, DisputeStatus
from usance.model import claim_rules as rules
from usance.model.claim_base import INSOLVENT
from usance.model.claim_books import ClaimBook, DisputeBook
from usance.model.claim_money import ClaimMoney
from usance.model.credit_terms import MAX_TENOR
from usance.model.outcome import Fact, Outcome, refusal

# Nothing is left that could default, or it has.
AT_AN_END = (
    ClaimStatus.DEFAULTED,
    ClaimStatus.PAID,
    ClaimStatus.RESCINDED,
    ClaimStatus.CANCELLED,
)
# A stored day ends before this one.
DAYS = 2**24


class ClaimChanges(ClaimMoney):
    """Acts on what is owed and when."""

    # --- dispute ---

    def dispute(
        self, sender: str, now: int, terms: Claim, amount: int, reason: int, reply_day: int
    ) -> Outcome:
        broken = set() if sender == terms.debtor else {"NOT_PARTY"}
        if amount == 0:
            broken.add("NOTHING")
        if reason not in set(DisputeReason):
            broken.add("DISPUTE")
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        if amount > book.outstanding:
            broken.add("ABOVE_OUTSTANDING")
        if book.dispute.stands or not self._today(book, now) < reply_day < DAYS:
            broken.add("DISPUTE")
        waived = book.setoff_waived if reason == DisputeReason.SETOFF else book.defences_waived
        if waived:
            broken.add("DEFENCES_WAIVED")
        if broken:
            return refusal(broken)
        book.dispute = DisputeBook(DisputeStatus.OPEN, int(reason), amount, reply_day)
        words = {
            "claim": book.id,
            "debtor": sender,
            "amount": amount,
            "reason": int(reason),
            "reply_day": reply_day,
        }
        return Outcome(events=(Fact("Disputed", words),))

    def answer_dispute(
        self, sender: str, now: int, terms: Claim, admitted: bool, reference: bytes
    ) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.dispute.status != DisputeStatus.OPEN:
            broken.add("DISPUTE")
        if broken:
            return refusal(broken)
        book.dispute.status = DisputeStatus.ADMITTED if admitted else DisputeStatus.REJECTED
        words = {"claim": book.id, "admitted": admitted, "reference": reference}
        return Outcome(events=(Fact("DisputeAnswered", words),))

    def drop_dispute(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.debtor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.dispute.status == DisputeStatus.NONE:
            broken.add("DISPUTE")
        if broken:
            return refusal(broken)
        book.dispute = DisputeBook()
        return Outcome(events=(Fact("DisputeDropped", {"claim": book.id}),))

    # --- credit note ---

    def credit_note(self, sender: str, now: int, terms: Claim, amount: int, reference: bytes) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        broken |= self._held_party(sender)
        if amount == 0:
            broken.add("NOTHING")
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        if amount > book.outstanding:
            broken.add("ABOVE_OUTSTANDING")
        dilution = book.units_of(terms.creditor) < book.live_units
        if dilution and book.defences_waived:
            broken.add("DEFENCES_WAIVED")
        if broken:
            return refusal(broken)
        self._accrue(book, now)
        book.credited += book.step_for(amount)
        if book.dispute.stands:
            book.dispute.amount -= min(amount, book.dispute.amount)
            if book.dispute.amount == 0:
                book.dispute = DisputeBook()
        self._finish(book)
        words = {
            "claim": book.id,
            "seller": sender,
            "amount": amount,
            "reference": reference,
            "outstanding": book.outstanding,
            "dilution": dilution,
        }
        return Outcome(events=(Fact("CreditNoted", words),))

    # --- agreed changes ---

    def agree(self, sender: str, now: int, claim: bytes, proposal: bytes) -> Outcome:
        """A word that counts only where its giver's does: the debtor's, or a holder's."""
        book = self.claims.get(claim)
        if book is None:
            return refusal({"UNKNOWN"})
        book.agreed.add((sender, proposal))
        words = {"claim": claim, "account": sender, "proposal": proposal}
        return Outcome(events=(Fact("Agreed", words),))

    def _voices(self, book: ClaimBook, holders: Sequence[str]) -> list[str]:
        """Whose words a change needs: the debtor's, and those of all who speak for units."""
        return [book.terms.debtor, *(self.speakers.get(holder, holder) for holder in holders)]

    def _not_agreed(self, book: ClaimBook, proposal: bytes, holders: Sequence[str]) -> set[str]:
        """The debtor and all holders, ascending, together all live units; pledgees speak for pledged ones."""
        numbers = [int(holder, 16) for holder in holders]
        rising = all(one < other for one, other in pairwise(numbers))
        complete = rising and sum(book.units_of(holder) for holder in holders) == book.live_units
        agreed = all((voice, proposal) in book.agreed for voice in self._voices(book, holders))
        return set() if complete and agreed else {"NOT_AGREED"}

    def _use_words(self, book: ClaimBook, proposal: bytes, holders: Sequence[str]) -> None:
        """Consent counts for one change."""
        book.agreed -= {(voice, proposal) for voice in self._voices(book, holders)}

    def prolong(self, sender: str, now: int, terms: Claim, due_day: int, holders: Sequence[str]) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = set() if book.live else {"STATE"}
        broken |= self._not_agreed(book, prolongation(due_day), holders)
        # Beyond the loaded days weekends alone count, as everywhere.
        if not (book.prolonged_to or terms.due_day) < due_day <= terms.due_day + MAX_TENOR:
            broken.add("TERMS")
        if broken:
            return refusal(broken)
        self._use_words(book, prolongation(due_day), holders)
        self._accrue(book, now)
        book.prolonged_to = due_day
        # All agreed on another day: what was missed is missed no more.
        if book.status == ClaimStatus.DEFAULTED:
            book.status = ClaimStatus.ACCEPTED
        # The days past due begin anew, and the register closes before the new day.
        book.aged = 0
        book.hold = rules.hold_of(self.world.days, terms, due_day, now)
        return Outcome(events=(Fact("Prolonged", {"claim": book.id, "due_day": due_day}),))

    def change_asset(
        self, sender: str, now: int, terms: Claim, asset: str, asset_scale: int, holders: Sequence[str]
    ) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken = set() if book.live else {"STATE"}
        broken |= self._not_agreed(book, asset_change(asset, asset_scale), holders)
        broken |= rules.asset_broken(asset, asset_scale, self.world)
        if book.pot:
            broken.add("POT")
        if broken:
            return refusal(broken)
        self._use_words(book, asset_change(asset, asset_scale), holders)
        book.asset, book.asset_scale = asset, asset_scale
        words = {"claim": book.id, "asset": asset, "asset_scale": asset_scale}
        return Outcome(events=(Fact("AssetChanged", words),))

    # --- late ---

    def age(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        bucket, late = self._aging(book, now)
        if bucket == 0:
            return refusal({"NOT_OVERDUE"} if book.bound else {"NOT_OVERDUE", "INV4"})
        if bucket <= book.aged:
            return refusal({"STATE"})
        book.aged = bucket
        words = {"claim": book.id, "bucket": bucket, "days": late, "outstanding": book.outstanding}
        return Outcome(events=(Fact("Aged", words),))

    def default_(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken: set[str] = set()
        if not book.bound:
            broken.add("INV4")
        if book.status in AT_AN_END:
            broken.add("STATE")
        insolvent = self.world.parties.status_of(terms.debtor) == INSOLVENT
        if book.outstanding == 0:
            broken.add("NOT_OVERDUE")
        elif not insolvent:
            if (
                self._held(book, now)
                or rules.past_due(self.world.days, terms, book.prolonged_to, now)[0] == 0
            ):
                broken.add("NOT_OVERDUE")
            if book.dispute.stands and book.dispute.amount >= book.outstanding:
                broken.add("DISPUTE")
        if broken:
            return refusal(broken)
        self._accrue(book, now)
        book.status = ClaimStatus.DEFAULTED
        words = {"claim": book.id, "debtor": terms.debtor, "outstanding": book.outstanding}
        return Outcome(events=(Fact("Defaulted", words),))

    # --- views ---

    def dispute_of(self, claim: bytes) -> dict[str, int]:
        book = self.claims.get(claim)
        return (DisputeBook() if book is None else replace(book.dispute)).view()

    def agreed(self, claim: bytes, account: str, proposal: bytes) -> bool:
        book = self.claims.get(claim)
        return book is not None and (account, proposal) in book.agreed

    def due_day_of(self, terms: Claim, now: int) -> int:
        book = self._find(terms)
        return rules.due(self.world.days, terms, 0 if book is None else book.prolonged_to, now)

    def aging(self, terms: Claim, now: int) -> tuple[int, int]:
        """(bucket, days past due)."""
        book = self._find(terms)
        return (0, 0) if book is None else self._aging(book, now)

    def late_interest(self, terms: Claim, now: int) -> int:
        """[minor] of late interest owed as of today, rounded down."""
        book = self._find(terms)
        return 0 if book is None else self._owed_now(book, now)
