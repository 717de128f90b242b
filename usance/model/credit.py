"""The reference model of the letter of credit: the rules in plain Python, storey upon storey.

Each act is `model.<act>(sender, now, ...)` and returns an Outcome. It changes something only when it
breaks no rule. Amounts are [minor] units of the currency, days are local days since 1970-01-01 at the
place of the bank that acts, `now` is [unix s].
"""

from __future__ import annotations

from usance.codes import Capacity, CreditStatus, Exclusion, Means, SetStatus, Stage
from usance.model.credit_amendments import CreditAmendments
from usance.model.credit_books import AssertionBook, CreditBook, SetBook
from usance.model.credit_notices import CreditNotices
from usance.model.credit_reimbursement import CreditReimbursement
from usance.model.credit_remedies import CreditRemedies
from usance.model.credit_rules import Counted, may_present
from usance.model.credit_tenor import undated
from usance.model.credit_terms import BANK, LATEST_DAY, broken_at_issue, cover_of
from usance.model.outcome import Fact, Outcome, refusal
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

NO_PROOF = ZERO_HASH


class DocumentaryCreditModel(CreditAmendments, CreditNotices, CreditRemedies, CreditReimbursement):
    """Every credit of one contract at `address`."""

    # --- birth ---

    def issue(self, sender: str, now: int, terms: Credit) -> Outcome:
        broken = broken_at_issue(terms, sender, self.world, now)
        if self.guard.stopped(now):
            broken.add("ACC8")
        identity = self.credit_id(terms)
        # Neither the terms of another birth nor those an amendment made: no two credits read alike.
        if identity in self.credits or self.amended_hash(terms) in self.origins:
            broken.add("EXISTS")
        limit, cover = terms.maximum_liability, cover_of(terms)
        tokens = cover * terms.asset_scale
        money = self.world.money
        broken |= money.pull_obstacle(terms.asset, sender, self.address, tokens, self.address)
        broken |= self._reserve_obstacle(sender, limit, now)
        if broken:
            return refusal(broken)
        self.credits[identity] = CreditBook(identity, terms, cover)
        moves = money.pull(terms.asset, sender, self.address, tokens, self.address)
        words = {
            "credit": identity,
            "issuer": terms.issuer,
            "beneficiary": terms.beneficiary,
            "terms": terms.as_dict(),
            "cover": cover,
        }
        reserved = self._reserve(sender, limit, now)
        return Outcome(returned=identity, events=(Fact("Issued", words), *reserved), moves=moves)

    def advise(self, sender: str, now: int, terms: Credit, willing: bool) -> Outcome:
        book = self._book_of(terms)
        broken = set() if sender == terms.adviser else {"NOT_PARTY"}
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        if book.advised:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.advised = willing
        words = {"credit": book.id, "adviser": sender, "willing": willing}
        return Outcome(events=(Fact("Advised", words),))

    def confirm(self, sender: str, now: int, terms: Credit, willing: bool) -> Outcome:
        book = self._book_of(terms)
        broken = set() if sender == terms.confirmer else {"NOT_PARTY"}
        if willing and self.guard.stopped(now):
            broken.add("ACC8")
        if willing and not self.world.parties.may(sender, BANK, now):
            broken.add("NOT_ADMITTED")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._live(book, terms)
        if book.confirmed:
            broken.add("STATE")
        if willing and "NOT_PARTY" not in broken:
            late = self.world.days.local_day(terms.confirmer_place, now, now) > terms.expiry_day
            if late or book.status != CreditStatus.ISSUED:
                broken.add("U9")
        if willing:
            broken |= self._reserve_obstacle(sender, terms.maximum_liability, now)
        if broken:
            return refusal(broken)
        book.confirmed = willing
        words = {"credit": book.id, "confirmer": sender, "willing": willing}
        reserved = self._reserve(sender, terms.maximum_liability, now) if willing else ()
        return Outcome(events=(*reserved, Fact("Confirmed", words)))

    # --- presentation and receipt ---

    def present(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book = self._book_of(terms)
        parties = self.world.parties
        broken = set() if may_present(sender, terms, statement) else {"NOT_PARTY"}
        if statement.capacity == Capacity.BENEFICIARY:
            if statement.presenter != terms.beneficiary:
                broken.add("NOT_PARTY")
        elif statement.capacity == Capacity.COLLECTING:
            if not parties.may(statement.presenter, BANK, now):
                broken.add("NOT_ADMITTED")
            if statement.pay_to != terms.beneficiary:
                broken.add("STATEMENT")
        else:
            broken.add("NOT_OFFERED")
        if not 1 <= statement.amount <= MAX_AMOUNT or statement.documents == ZERO_HASH:
            broken.add("STATEMENT")
        if max(statement.shipment_day, statement.tenor_day) > LATEST_DAY or statement.instalment != 0:
            broken.add("STATEMENT")
        if statement.pay_to in (ZERO_ADDRESS, self.address) or undated(terms, statement):
            broken.add("STATEMENT")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        stage = self._stage_of(book, terms, statement, now)
        if stage is None:
            broken.add("U6")
        broken |= self._live(book, terms, stage)
        if stage is not None and not self._takes_sets(terms, statement.bank_place, now):
            broken.add("U6")
        identity = self.presentation_id(book.id, statement)
        if identity in self.sets:
            broken.add("LC9")
        if broken or stage is None:
            return refusal(broken)
        entry = SetBook(identity, statement, stage, now, own=sender == terms.beneficiary)
        self.sets[identity] = entry
        book.sets.append(entry)
        words = {"credit": book.id, "presentation": identity, "statement": statement.as_dict()}
        return Outcome(returned=identity, events=(Fact("Presented", words),))

    def acknowledge(
        self, sender: str, now: int, terms: Credit, statement: Presentation, received: int
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = set() if sender == entry.bank(terms) else {"NOT_PARTY"}
        place, days = entry.place(terms), self.world.days
        first = days.local_day(place, entry.presented_at, now)
        if not first <= received <= days.local_day(place, now, now):
            broken.add("U14")
        return self._receive(book, entry, terms, now, received, Means.ACKNOWLEDGEMENT, NO_PROOF, broken)

    def attest_delivery(
        self, sender: str, now: int, terms: Credit, statement: Presentation, delivered: int
    ) -> Outcome:
        broken = set() if sender == terms.delivery_agent else {"NOT_PARTY"}
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(broken | self._unknown(book))
        if delivered > now:
            return refusal(
                broken | {"U14"} | self._live(book, terms, entry.stage) | self._not_presented(entry)
            )
        moment = max(delivered, entry.presented_at)
        received = self.world.days.receipt_day(entry.place(terms), moment, now)
        return self._receive(book, entry, terms, now, received, Means.DELIVERY, NO_PROOF, broken)

    def notify_completeness(
        self, sender: str, now: int, terms: Credit, statement: Presentation, proof: bytes
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        giver = statement.presenter if entry is None else entry.giver()
        broken = set() if sender == giver else {"NOT_PARTY"}
        if not terms.exclusions & Exclusion.EUCP:
            broken.add("EUCP-e6")
        if proof == ZERO_HASH:
            broken.add("STATEMENT")
        if book is None or entry is None:
            return refusal(broken | self._unknown(book))
        if entry.received:
            broken.add("STATE")
        received = self.world.days.receipt_day(entry.place(terms), now, now)
        return self._receive(book, entry, terms, now, received, Means.COMPLETENESS, proof, broken)

    def forward(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != statement.bank:
            broken.add("NOT_PARTY")
        unpaid = (SetStatus.PRESENTED, SetStatus.COMPLYING)
        sent_on = entry.stage == Stage.NOMINATED and entry.status in unpaid and entry.received
        sent_on &= not entry.is_said_paid()
        claim = entry.status in (SetStatus.HONOURED, SetStatus.UNDERTAKEN)
        if entry.stage == Stage.ISSUER or not (sent_on or claim):
            broken.add("STATE")
        if broken:
            return refusal(broken)
        # What the law keeps a bank from, what it said and what it could not read are its own.
        entry.stop.end()
        entry.assertion = AssertionBook()
        entry.reported = False
        # So is what was said on its notice.
        entry.disposal = 0
        entry.applicant_waived = entry.return_demanded = False
        with Counted(book, entry, terms):
            entry.claim = claim
            entry.stage, entry.status = Stage.ISSUER, SetStatus.PRESENTED
            # The next clock cannot begin before the set was sent on.
            entry.presented_at = now
            entry.received = False
            entry.received_day = entry.last_day = entry.due_day = 0
        words = {"credit": book.id, "presentation": entry.id, "bank": sender, "claim": claim}
        return Outcome(events=(Fact("Forwarded", words),))

    # --- findings ---

    def accept(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._live(book, terms, entry.stage)
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if not self._clock_runs(entry):
            return refusal(broken | {"STATE"})
        today = self._today(entry, terms, now)
        if entry.silence_binds(terms) and today > self._last_day(entry, terms, now):
            broken.add("U14")
        binding = entry.stage != Stage.NOMINATED
        bound = entry.bindable(book, terms)
        broken |= self._full(book, entry, binding)
        # Of a claim that was reimbursed already nothing is left to bind.
        if binding and bound == 0 and not entry.claim:
            broken.add("LC10")
        if broken:
            return refusal(broken)
        if binding:
            self._bind(book, entry, terms, SetStatus.COMPLYING, bound, today, now)
        else:
            entry.status = SetStatus.COMPLYING
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "amount": entry.amount,
            "due_day": entry.due_day,
        }
        return Outcome(events=(Fact("Accepted", words),))
