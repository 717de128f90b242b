"""The reference model of the letter of credit, first storey: the rules in plain Python.

Each act is `model.<act>(sender, now, ...)` and returns an Outcome. It changes something only when it
breaks no rule. Amounts are [minor] units of the currency, days are local days since 1970-01-01 at the
place of the bank that acts, `now` is [unix s].
"""

from __future__ import annotations

from collections.abc import Sequence

from usance.codes import (
    Capacity,
    CreditStatus,
    Disposal,
    Exclusion,
    Means,
    SetStatus,
    Stage,
)
from usance.model.credit_books import CreditBook, SetBook
from usance.model.credit_end import OWING, CreditEnd
from usance.model.credit_rules import Counted, may_present, waits_for_others
from usance.model.credit_terms import BANK, LATEST_DAY, broken_at_issue
from usance.model.outcome import TOKEN, Fact, Outcome, refusal
from usance.terms import (
    MAX_AMOUNT,
    ZERO_ADDRESS,
    ZERO_HASH,
    Credit,
    Presentation,
)

NO_PROOF = ZERO_HASH
MAX_DISCREPANCIES = 16


class DocumentaryCreditModel(CreditEnd):
    """Every credit of one contract at `address`."""

    # --- birth ---

    def issue(self, sender: str, now: int, terms: Credit) -> Outcome:
        broken = broken_at_issue(terms, sender, self.world, now)
        if self.guard.stopped(now):
            broken.add("ACC8")
        identity = self.credit_id(terms)
        if identity in self.credits:
            broken.add("EXISTS")
        limit = terms.maximum_liability
        # Rounded up in favour of the payees.
        cover = -(-limit * terms.cover_bps // 10_000)
        tokens = cover * terms.asset_scale
        money = self.world.money
        broken |= money.pull_obstacle(terms.asset, sender, self.address, tokens, self.address)
        broken |= self._reserve_obstacle(sender, limit, now)
        if broken:
            return refusal(broken)
        self.credits[identity] = CreditBook(identity, terms, cover, limit)
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
        book = self.credits.get(self.credit_id(terms))
        broken = set() if sender == terms.adviser else {"NOT_PARTY"}
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._closed(book)
        if book.advised:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.advised = willing
        words = {"credit": book.id, "adviser": sender, "willing": willing}
        return Outcome(events=(Fact("Advised", words),))

    def confirm(self, sender: str, now: int, terms: Credit, willing: bool) -> Outcome:
        book = self.credits.get(self.credit_id(terms))
        broken = set() if sender == terms.confirmer else {"NOT_PARTY"}
        if willing and self.guard.stopped(now):
            broken.add("ACC8")
        if willing and not self.world.parties.may(sender, BANK, now):
            broken.add("NOT_ADMITTED")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        broken |= self._closed(book)
        if book.confirmed:
            broken.add("STATE")
        if willing and "NOT_PARTY" not in broken:
            late = self.world.days.local_day(terms.confirmer_place, now, now) > terms.expiry_day
            if late or book.status != CreditStatus.ISSUED:
                broken.add("U9")
        if willing:
            broken |= self._reserve_obstacle(sender, book.limit, now)
        if broken:
            return refusal(broken)
        book.confirmed = willing
        words = {"credit": book.id, "confirmer": sender, "willing": willing}
        reserved = self._reserve(sender, book.limit, now) if willing else ()
        return Outcome(events=(*reserved, Fact("Confirmed", words)))

    # --- presentation and receipt ---

    def present(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book = self.credits.get(self.credit_id(terms))
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
        if statement.shipment_day > LATEST_DAY:
            broken.add("STATEMENT")
        if statement.pay_to in (ZERO_ADDRESS, self.address):
            broken.add("STATEMENT")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        stage = self._stage_of(book, statement, now)
        if stage is None:
            broken.add("U6")
        broken |= self._closed(book)
        if stage is not None and not self._takes_sets(terms, statement.bank_place, now):
            broken.add("U6")
        identity = self.presentation_id(book.id, statement)
        if identity in self.sets:
            broken.add("LC9")
        if broken or stage is None:
            return refusal(broken)
        entry = SetBook(identity, statement, stage, now)
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
        return self._receive(book, entry, now, received, Means.ACKNOWLEDGEMENT, NO_PROOF, broken)

    def attest_delivery(
        self, sender: str, now: int, terms: Credit, statement: Presentation, delivered: int
    ) -> Outcome:
        broken = set() if sender == terms.delivery_agent else {"NOT_PARTY"}
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(broken | self._unknown(book))
        if delivered > now:
            return refusal(broken | {"U14"} | self._closed(book) | self._not_presented(entry))
        moment = max(delivered, entry.presented_at)
        received = self.world.days.receipt_day(entry.place(terms), moment, now)
        return self._receive(book, entry, now, received, Means.DELIVERY, NO_PROOF, broken)

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
        return self._receive(book, entry, now, received, Means.COMPLETENESS, proof, broken)

    def forward(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._closed(book)
        if sender != statement.bank:
            broken.add("NOT_PARTY")
        unpaid = (SetStatus.PRESENTED, SetStatus.COMPLYING)
        sent_on = entry.stage == Stage.NOMINATED and entry.status in unpaid and entry.received
        claim = entry.status == SetStatus.HONOURED
        if entry.stage == Stage.ISSUER or not (sent_on or claim):
            broken.add("STATE")
        if broken:
            return refusal(broken)
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
        broken = self._closed(book)
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        if not self._clock_runs(entry):
            return refusal(broken | {"STATE"})
        today = self._today(book, entry, now)
        if entry.silence_binds(terms) and today > self._last_day(book, entry, now):
            broken.add("U14")
        binding = entry.stage != Stage.NOMINATED
        bound = self._bindable(book, entry)
        if binding and bound == 0:
            broken.add("LC10")
        if broken:
            return refusal(broken)
        if binding:
            self._bind(book, entry, SetStatus.COMPLYING, bound, today, now)
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

    def refuse(
        self,
        sender: str,
        now: int,
        terms: Credit,
        statement: Presentation,
        discrepancies: Sequence[tuple[int, bytes]],
        disposal: int,
        text: bytes,
    ) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._closed(book)
        if sender != entry.bank(terms):
            broken.add("NOT_PARTY")
        own_choice = Disposal.NOTIFY if entry.stage != Stage.ISSUER else None
        if not 1 <= len(discrepancies) <= MAX_DISCREPANCIES or any(code == 0 for code, _ in discrepancies):
            broken.add("U16")
        if not Disposal.HOLD <= disposal <= Disposal.PREVINST or disposal == own_choice or text == ZERO_HASH:
            broken.add("U16")
        if entry.status != SetStatus.PRESENTED:
            broken.add("U16")
        elif not entry.received:
            broken.add("STATE")
        elif self._today(book, entry, now) > self._last_day(book, entry, now):
            broken.add("U16")
        if broken:
            return refusal(broken)
        with Counted(book, entry):
            entry.status, entry.disposal = SetStatus.REFUSED, disposal
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": sender,
            "disposal": int(disposal),
            "discrepancies": [{"code": int(code), "leaf": leaf} for code, leaf in discrepancies],
            "text": text,
        }
        return Outcome(events=(Fact("Refused", words),))

    def waive(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._closed(book)
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
        if last and not entry.claim and book.drawn + bound > MAX_AMOUNT:
            # More than the books can hold: refused, with or without a reason of its own.
            broken |= {"PACKING", TOKEN}
        if broken:
            return refusal(broken)
        if entry.applicant_waived:
            entry.issuer_waived = True
        entry.applicant_waived = True
        if last:
            self._bind(book, entry, SetStatus.COMPLYING, bound, self._today(book, entry, now), now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "party": sender,
            "complete": last,
            "amount": entry.amount,
            "due_day": entry.due_day,
        }
        return Outcome(events=(Fact("Waived", words),))

    def demand_return(self, sender: str, now: int, credit: bytes, statement: Presentation) -> Outcome:
        """Takes the credit's id: the documents are the presenter's, whatever became of the credit."""
        entry = self.sets.get(self.presentation_id(credit, statement))
        giver = statement.presenter if entry is None else entry.giver()
        broken = set() if sender == giver else {"NOT_PARTY"}
        if entry is None:
            return refusal(broken | {"UNKNOWN", "STATE"})
        if entry.status != SetStatus.REFUSED or entry.return_demanded:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        entry.return_demanded = True
        return Outcome(events=(Fact("ReturnDemanded", {"credit": credit, "presentation": entry.id}),))

    def preclude(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        broken = self._closed(book)
        if entry.stage == Stage.NOMINATED:
            broken.add("U12")
        elif not entry.silence_binds(terms):
            broken.add("U16")
        if not self._clock_runs(entry):
            return refusal(broken | {"STATE"})
        last = self._last_day(book, entry, now)
        if self._today(book, entry, now) <= last:
            broken.add("U14")
        if broken:
            return refusal(broken)
        # Counts from the end of the last day, whoever pokes when.
        self._bind(book, entry, SetStatus.PRECLUDED, self._bindable(book, entry), last, now)
        words = {
            "credit": book.id,
            "presentation": entry.id,
            "bank": entry.bank(terms),
            "amount": entry.amount,
            "due_day": entry.due_day,
            "marks": int(entry.marks),
        }
        return Outcome(events=(Fact("Precluded", words),))

    # --- money ---

    def honour(self, sender: str, now: int, terms: Credit, statement: Presentation) -> Outcome:
        book, entry = self._find(terms, statement)
        if book is None or entry is None:
            return refusal(self._unknown(book))
        # The issuing bank may pay in the place of the confirming bank (7a).
        steps_in = entry.stage == Stage.CONFIRMER and sender == terms.issuer
        from_issuer = entry.stage == Stage.ISSUER or steps_in
        own = steps_in or sender == entry.bank(terms)
        broken = self._closed(book)
        amount = entry.amount
        if entry.stage == Stage.NOMINATED:
            amount = min(statement.amount, book.available)
            if entry.status != SetStatus.COMPLYING:
                broken.add("STATE")
            elif amount == 0:
                broken.add("LC10")
        elif entry.status not in OWING:
            broken.add("STATE")
        elif amount == 0:
            broken.add("STATE" if from_issuer else "LC10")
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
        return self._pay(book, entry, sender, from_cover, from_bank, direct)
