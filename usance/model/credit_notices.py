"""Notices of refusal and what follows them, in the reference model: waivers, returns, preclusion (16)."""

from __future__ import annotations

from collections.abc import Sequence

from usance.codes import Disposal, Exclusion, NoticeMeans, SetStatus, Stage
from usance.documents import verify
from usance.model.credit_books import CreditBook, SetBook
from usance.model.credit_rules import Counted, CreditRules
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import ZERO_HASH, Credit, Presentation

MAX_DISCREPANCIES = 16
Discrepancies = Sequence[tuple[int, bytes]]


def _pairs(discrepancies: Discrepancies) -> tuple[tuple[int, bytes], ...]:
    return tuple((int(code), leaf) for code, leaf in discrepancies)


class CreditNotices(CreditRules):
    """A notice is one, complete and in time; afterwards applicant, presenter and bank have their say."""

    # --- refusal ---

    def _notice_broken(
        self, entry: SetBook, discrepancies: Discrepancies, disposal: int, text: bytes
    ) -> set[str]:
        """What a notice says, and that it is the first: every discrepancy, one disposal, its text."""
        broken = set()
        own_choice = Disposal.NOTIFY if entry.stage != Stage.ISSUER else None
        if not 1 <= len(discrepancies) <= MAX_DISCREPANCIES or any(code == 0 for code, _ in discrepancies):
            broken.add("U16")
        if not Disposal.HOLD <= disposal <= Disposal.PREVINST or disposal == own_choice or text == ZERO_HASH:
            broken.add("U16")
        if entry.status != SetStatus.PRESENTED:
            broken.add("U16")
        elif not entry.received:
            broken.add("STATE")
        return broken

    def _refuse(
        self,
        book: CreditBook,
        entry: SetBook,
        terms: Credit,
        discrepancies: Discrepancies,
        disposal: int,
        text: bytes,
        given: int,
        now: int,
    ) -> Fact:
        with Counted(book, entry, terms):
            entry.status, entry.disposal = SetStatus.REFUSED, disposal
            if disposal == Disposal.RETURN:
                entry.due_day = self._return_day(entry, terms, given, now)
        if terms.exclusions & Exclusion.LEAF_BAR:
            entry.notice = _pairs(discrepancies)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": entry.bank(terms),
            "disposal": int(disposal),
            "discrepancies": [{"code": code, "leaf": leaf} for code, leaf in _pairs(discrepancies)],
            "text": text,
        }
        return Fact("Refused", words)

    def refuse(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        discrepancies: Discrepancies,
        disposal: int,
        text: bytes,
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        broken |= self._notice_broken(entry, discrepancies, disposal, text)
        today = self._today(entry, terms, now)
        if self._clock_runs(entry) and today > self._last_day(entry, terms, now):
            broken.add("U16")
        if broken:
            return refusal(broken)
        return Outcome(events=(self._refuse(book, entry, terms, discrepancies, disposal, text, today, now),))

    def record_notice(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        discrepancies: Discrepancies,
        disposal: int,
        text: bytes,
        given_day: int,
        means: int,
        reference: bytes,
    ) -> Outcome:
        """A notice given off chain, by its receiver's or the delivery agent's word."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender not in (entry.giver(), terms.delivery_agent):
            broken.add("NOT_PARTY")
        broken |= self._notice_broken(entry, discrepancies, disposal, text)
        if means not in set(NoticeMeans) or reference == ZERO_HASH:
            broken.add("STATEMENT")
        if self._clock_runs(entry):
            latest = min(self._today(entry, terms, now), self._last_day(entry, terms, now))
            if not entry.received_day <= given_day <= latest:
                broken.add("U16")
        if broken:
            return refusal(broken)
        fact = self._refuse(book, entry, terms, discrepancies, disposal, text, given_day, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "recorder": sender,
            "given_day": given_day,
            "means": int(means),
            "reference": reference,
        }
        return Outcome(events=(fact, Fact("NoticeRecorded", words)))

    def strike_notice(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        earlier: Presentation,
        notice: Discrepancies,
        earlier_notice: Discrepancies,
        proofs: Sequence[Sequence[bytes]],
    ) -> Outcome:
        """A notice that only finds new faults in leaves the bank had before has no effect (LEAF_BAR)."""
        book, entry = self._find(terms, statement)
        before = self._find(terms, earlier)[1]
        no_bar = set() if terms.exclusions & Exclusion.LEAF_BAR else {"U16"}
        if book is None or entry is None or before is None:
            return refusal(no_bar | self._unknown(book))
        broken = self._live(book, terms, entry.stage) | no_bar
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        elif not entry.silence_binds(terms):
            broken.add("U16")
        if entry.status != SetStatus.REFUSED:
            broken.add("STATE")
        elif self._today(entry, terms, now) <= self._last_day(entry, terms, now):
            broken.add("U14")
        broken |= self._earlier_broken(entry, before, terms)
        if entry.notice != _pairs(notice) or before.notice != _pairs(earlier_notice):
            broken.add("U16")
        if len(proofs) != len(notice) or not all(
            verify(earlier.documents, leaf, list(proof)) and (int(code), leaf) not in _pairs(earlier_notice)
            for (code, leaf), proof in zip(notice, proofs, strict=False)
        ):
            broken.add("U16")
        broken |= self._full(book, entry, True)
        if broken:
            return refusal(broken)
        last = self._last_day(entry, terms, now)
        words = {"credit": book.id, "presentation": entry.id, "earlier": before.id}
        return Outcome(
            events=(Fact("NoticeStruck", words), self._preclude(book, entry, terms, last, now)),
        )

    @staticmethod
    def _earlier_broken(entry: SetBook, before: SetBook, terms: Credit) -> set[str]:
        """An earlier set that the same bank refused too."""
        broken = set()
        if before.status not in (SetStatus.REFUSED, SetStatus.RETURNED):
            broken.add("STATE")
        same_bank = before.stage == entry.stage and before.bank(terms) == entry.bank(terms)
        if not same_bank or before.presented_at >= entry.presented_at:
            broken.add("STATE")
        return broken

    # --- waiver, return ---

    def waive(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        refused = entry.status == SetStatus.REFUSED and entry.stage == Stage.ISSUER
        if not refused or entry.disposal == Disposal.RETURN or entry.return_demanded:
            broken.add("U16")
        turn = entry.giver() if entry.issuer_waived else terms.issuer
        if not entry.applicant_waived:
            turn = terms.applicant
        if sender != turn:
            broken.add("NOT_PARTY")
        last = entry.issuer_waived or (entry.applicant_waived and entry.disposal == Disposal.NOTIFY)
        bound = entry.amount if entry.claim else statement.amount
        if last:
            broken |= self._too_much(book, entry, bound) | self._full(book, entry, True)
        if broken:
            return refusal(broken)
        if entry.applicant_waived:
            entry.issuer_waived = True
        entry.applicant_waived = True
        if last:
            today = self._today(entry, terms, now)
            # Taken up only now: a tenor after sight counts from this day.
            entry.last_day = today
            self._bind(book, entry, terms, SetStatus.COMPLYING, bound, today, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "party": sender,
            "complete": last,
            "amount": entry.amount,
            "due_day": entry.due_day,
        }
        return Outcome(events=(Fact("Waived", words),))

    def demand_return(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """No waiver completes after it, and the documents go back in time; a clock that runs stays."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != entry.giver():
            broken.add("NOT_PARTY")
        if entry.status != SetStatus.REFUSED or entry.return_demanded:
            broken.add("STATE")
        broken |= self._full(book, entry, entry.silence_binds(terms))
        if broken:
            return refusal(broken)
        with Counted(book, entry, terms):
            entry.return_demanded = True
            if entry.due_day == 0:
                entry.due_day = self._return_day(entry, terms, self._today(entry, terms, now), now)
        words = {"credit": book.id, "presentation": entry.id, "last_day": entry.due_day}
        return Outcome(events=(Fact("ReturnDemanded", words),))

    def return_documents(
        self, sender: str, now: int, terms: Credit, statement: Presentation, documents: bytes
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if entry.status != SetStatus.REFUSED:
            broken.add("STATE")
        elif entry.due_day and entry.silence_binds(terms) and self._today(entry, terms, now) > entry.due_day:
            broken.add("U16")
        if documents != statement.documents:
            broken.add("U16")
        if broken:
            return refusal(broken)
        with Counted(book, entry, terms):
            entry.status = SetStatus.RETURNED
        words = {"credit": book.id, "presentation": entry.id, "bank": sender}
        return Outcome(events=(Fact("DocumentsReturned", words),))

    # --- preclusion ---

    def preclude(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """No notice by the last day, or documents kept beyond the day on which they had to go back."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        elif not entry.silence_binds(terms):
            broken.add("U16")
        kept = entry.status == SetStatus.REFUSED and entry.due_day != 0
        if not kept and not self._clock_runs(entry):
            return refusal(broken | {"STATE"})
        last = entry.due_day if kept else self._last_day(entry, terms, now)
        if self._today(entry, terms, now) <= last:
            broken.add("U14")
        if broken:
            return refusal(broken)
        return Outcome(events=(self._preclude(book, entry, terms, last, now),))
