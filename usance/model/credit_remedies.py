"""Awards, legal stops and records that cannot be read, in the reference model."""

from __future__ import annotations

from usance.codes import Exclusion, SetStatus, Stage
from usance.model.credit_rules import Counted, CreditRules
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import MAX_AMOUNT, ZERO_HASH, Credit, Presentation

# [day] The longest stop; how long a presenter has to send records again.
STOP_DAYS = 30
RESEND_DAYS = 30
STOPPABLE = (SetStatus.PRESENTED, SetStatus.COMPLYING, SetStatus.PRECLUDED)


class CreditRemedies(CreditRules):
    """What a panel, a court or the state of a record does to a set."""

    # --- awards ---

    def award(
        self, sender: str, now: int, terms: Credit, statement: Presentation, reference: bytes
    ) -> Outcome:
        """A timely refusal was unfounded: bound as by a finding on the last day of the examination."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        court = self.world.parties.names_court(entry.bank(terms), sender, now)
        if sender != terms.panel and not court:
            broken.add("AWARD")
        # A set that was dropped was never refused.
        if entry.status not in (SetStatus.REFUSED, SetStatus.RETURNED) or entry.disposal == 0:
            broken.add("STATE")
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        if reference == ZERO_HASH:
            broken.add("STATEMENT")
        bound = entry.bindable(book, terms)
        if bound == 0 and not entry.claim:
            broken.add("LC10")
        broken |= self._full(book, entry, True)
        if broken:
            return refusal(broken)
        last = self._last_day(entry, terms, now)
        # Bound by the award: a waiver that was not complete bound nobody.
        entry.issuer_waived = False
        self._bind(book, entry, terms, SetStatus.COMPLYING, bound, last, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "panel": sender,
            "amount": entry.amount,
            "due_day": entry.due_day,
            "reference": reference,
        }
        return Outcome(events=(Fact("Awarded", words),))

    # --- legal stops ---

    def stop(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        amount: int,
        law: bytes,
        reference: bytes,
        until: int,
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        bank = entry.bank(terms)
        court = sender != bank and self.world.parties.names_court(bank, sender, now)
        if sender != bank and not court:
            broken.add("LEGAL_STOP")
        if entry.status not in STOPPABLE:
            broken.add("STATE")
        # Nobody owes yet at a bank that is not bound.
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        if not 1 <= amount <= MAX_AMOUNT or ZERO_HASH in (law, reference):
            broken.add("LEGAL_STOP")
        if reference in entry.stop.references:
            broken.add("LEGAL_STOP")
        today = self._today(entry, terms, now)
        if not today <= until <= today + STOP_DAYS:
            broken.add("LEGAL_STOP")
        # Good faith: what a bank paid, a court does not take back (2.11).
        if court and entry.claim:
            broken.add("LEGAL_STOP")
        # While a court's order runs that court alone replaces it.
        running = entry.stop.by_court and self._stopped(entry, terms, now)
        if running and sender != entry.stop.party:
            broken.add("LEGAL_STOP")
        if broken:
            return refusal(broken)
        entry.stop.references.add(reference)
        entry.stop.amount, entry.stop.until = amount, until
        entry.stop.party, entry.stop.by_court = sender, court
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "party": sender,
            "amount": amount,
            "law": law,
            "reference": reference,
            "until": until,
        }
        return Outcome(events=(Fact("Stopped", words),))

    def lift_stop(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if entry.stop.amount == 0:
            broken.add("STATE")
        # Its own alone: a bank not what a court ordered, nor one court what another did.
        if sender != entry.stop.party:
            broken.add("NOT_PARTY")
        if broken:
            return refusal(broken)
        entry.stop.end()
        words = {"credit": book.id, "presentation": entry.id, "party": sender}
        return Outcome(events=(Fact("StopLifted", words),))

    # --- records that cannot be read (eUCP e12) ---

    def report_unreadable(
        self, sender: str, now: int, terms: Credit, statement: Presentation, report: bytes
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        paper = set() if terms.exclusions & Exclusion.EUCP else {"EUCP-e6"}
        if book is None or entry is None:
            return refusal(paper | self._unknown(book))
        broken = self._live(book, terms, entry.stage) | paper
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if report == ZERO_HASH:
            broken.add("STATEMENT")
        if entry.reported:
            broken.add("EUCP-e12")
        if not self._clock_runs(entry):
            return refusal(broken | {"STATE"})
        today, last = self._today(entry, terms, now), self._last_day(entry, terms, now)
        if today > last:
            broken.add("U14")
        if broken:
            return refusal(broken)
        days, place = self.world.days, entry.place(terms)
        # Day 0 is the day of the receipt, also where that is still to come (article 33).
        left, day = 0, max(today, entry.received_day)
        while days.add_banking_days(place, day, left + 1, now) <= last:
            left += 1
        with Counted(book, entry, terms):
            entry.status = SetStatus.SUSPENDED
        entry.reported, entry.resend_until, entry.days_left = True, today + RESEND_DAYS, left
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "report": report,
            "resend_until": entry.resend_until,
        }
        return Outcome(events=(Fact("UnreadableReported", words),))

    def resend_records(
        self, sender: str, now: int, terms: Credit, statement: Presentation, proof: bytes
    ) -> Outcome:
        """The clock goes on with what was left of it, counted after the day of the new receipt."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != entry.giver():
            broken.add("NOT_PARTY")
        if proof == ZERO_HASH:
            broken.add("STATEMENT")
        if entry.status != SetStatus.SUSPENDED:
            broken.add("STATE")
        elif self._today(entry, terms, now) > entry.resend_until:
            broken.add("EUCP-e12")
        if broken:
            return refusal(broken)
        days, place = self.world.days, entry.place(terms)
        received = days.receipt_day(place, now, now)
        last = days.add_banking_days(place, received, entry.days_left, now)
        with Counted(book, entry, terms):
            entry.status, entry.received_day = SetStatus.PRESENTED, received
            entry.last_day = self._fixed_day(place, received, last, now)
        words = {"credit": book.id, "presentation": entry.id, "proof": proof, "last_day": last}
        return Outcome(events=(Fact("RecordsResent", words),))

    def drop(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        """What was not sent again counts as not presented."""
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        # The issuing bank too: it is its credit that the set holds open.
        if sender not in (entry.bank(terms), terms.issuer):
            broken.add("NOT_PARTY")
        if entry.status != SetStatus.SUSPENDED:
            broken.add("STATE")
        elif self._today(entry, terms, now) <= entry.resend_until:
            broken.add("EUCP-e12")
        if broken:
            return refusal(broken)
        with Counted(book, entry, terms):
            entry.status = SetStatus.RETURNED
        words = {"credit": book.id, "presentation": entry.id, "bank": entry.bank(terms)}
        return Outcome(events=(Fact("Dropped", words),))
