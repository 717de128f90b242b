"""How a claim comes into being and binds its debtor: invoices, acceptance, agents, attestations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from usance.claim_terms import Claim, Row
from usance.codes_claims import (
    BOUND,
    AttestationKind,
    ClaimStatus,
    RetireReason,
    SubAccount,
    Waiver,
)
from usance.model import claim_rules as rules
from usance.model.claim_base import ClaimBase, Signature, acceptance_words
from usance.model.claim_books import AuthorityBook, ClaimBook
from usance.model.outcome import Fact, Outcome, refusal
from usance.model.party import TIME_LIMIT, Role
from usance.signing import Mandate
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS

# [unix s] An authority ends before this second, in 2106.
UNTIL = 2**32
ALL_WAIVERS = int(Waiver.DEFENCES | Waiver.SETOFF)


class Attestation(NamedTuple):
    """A verifier's standing word of a claim."""

    kind: int = 0
    until: int = 0


class ClaimBirths(ClaimBase):
    """Acts that bring invoices and agents' claims into being and bind their debtors."""

    # --- registration ---

    def register(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken, events = self._register_all(sender, now, [terms])
        if broken:
            return refusal(broken)
        return Outcome(returned=self.claim_id(terms), events=events)

    def register_batch(self, sender: str, now: int, common: Claim, rows: Sequence[Row]) -> Outcome:
        claims = [common.with_row(row) for row in rows]
        refused = frozenset() if sender == common.creditor else frozenset({"NOT_PARTY"})
        broken, events = self._register_all(sender, now, claims, refused)
        if broken:
            return refusal(broken)
        return Outcome(returned=[self.claim_id(terms) for terms in claims], events=events)

    def register_accepted(
        self,
        sender: str,
        now: int,
        common: Claim,
        rows: Sequence[Row],
        waivers: int,
        nonce: int,
        deadline: int,
        signature: Signature,
    ) -> Outcome:
        """Registered, and the debtor bound in the same act by its signature over the ids."""
        claims = [common.with_row(row) for row in rows]
        ids = [self.claim_id(terms) for terms in claims]
        words = acceptance_words(ids, waivers, nonce, deadline)
        refused = self._debtor_broken(common.debtor, waivers, now)
        refused |= self.signature_broken(common.debtor, words, nonce, deadline, signature, now)
        if sender != common.creditor:
            refused |= {"NOT_PARTY"}
        broken, events = self._register_all(sender, now, claims, refused, ClaimStatus.ACCEPTED)
        if broken:
            return refusal(broken)
        self.nonces.add((common.debtor, nonce))
        accepted = tuple(self._bind(self.claims[identity], waivers, now) for identity in ids)
        return Outcome(returned=ids, events=events + accepted)

    def _register_all(
        self,
        sender: str,
        now: int,
        claims: Sequence[Claim],
        refused: frozenset[str] = frozenset(),
        status: ClaimStatus = ClaimStatus.REGISTERED,
    ) -> tuple[set[str], tuple[Fact, ...]]:
        """All or none. The shares taken from the register of charges are given back if one fails."""
        broken = set(refused) | ({"ACC8"} if self.guard.stopped(now) else set())
        if not claims:
            broken.add("NOTHING")
        if not self.world.parties.may(sender, 0, now):
            broken.add("NOT_ADMITTED")
        taken: list[tuple[Claim, bool]] = []
        facts: list[tuple[Fact, ...]] = []
        seen: set[bytes] = set()
        for terms in claims:
            if sender != terms.creditor:
                broken.add("NOT_PARTY")
            identity = self.claim_id(terms)
            if identity in self.claims or identity in seen:
                broken.add("EXISTS")
            seen.add(identity)
            wrong = rules.birth_broken(terms, True, self.world, now, self.address)
            broken |= wrong
            if "TERMS" in wrong:
                continue
            outcome = self._take(terms, now, taken)
            broken |= outcome.broken
            facts.append(outcome.events)
        if broken:
            self._untake(taken, now)
            return broken, ()
        events: list[Fact] = []
        for terms, took in zip(claims, facts, strict=True):
            events += took
            events += self._born(terms, status, sender, terms.creditor, now)[1]
        return broken, tuple(events)

    def _take(self, terms: Claim, now: int, taken: list[tuple[Claim, bool]]) -> Outcome:
        fresh = self.charges.key_of(terms.fingerprint, terms.creditor) not in self.charges.things
        outcome = self.charges.take(
            self.address, now, terms.fingerprint, terms.creditor, terms.object_amount, terms.face
        )
        if outcome.ok:
            taken.append((terms, fresh))
        return outcome

    def _untake(self, taken: list[tuple[Claim, bool]], now: int) -> None:
        """As if nothing had been taken: a key that was never used stays unused."""
        for terms, fresh in reversed(taken):
            self.charges.give_back(self.address, now, terms.fingerprint, terms.creditor, terms.face)
            if fresh:
                del self.charges.things[self.charges.key_of(terms.fingerprint, terms.creditor)]

    # --- acceptance ---

    def accept(self, sender: str, now: int, terms: Claim, waivers: int) -> Outcome:
        broken = self._acceptance_broken([terms], sender, waivers, now)
        return self._accept_all([terms], waivers, now, broken)

    def accept_batch(
        self, sender: str, now: int, common: Claim, rows: Sequence[Row], waivers: int
    ) -> Outcome:
        claims = [common.with_row(row) for row in rows]
        broken = self._acceptance_broken(claims, sender, waivers, now)
        if not claims:
            broken |= self._debtor_broken(common.debtor, waivers, now) | {"NOTHING"}
        if sender != common.debtor:
            broken.add("NOT_PARTY")
        return self._accept_all(claims, waivers, now, broken)

    def accept_signed(
        self,
        sender: str,
        now: int,
        terms: Claim,
        waivers: int,
        nonce: int,
        deadline: int,
        signature: Signature,
    ) -> Outcome:
        words = acceptance_words([self.claim_id(terms)], waivers, nonce, deadline)
        broken = self._acceptance_broken([terms], terms.debtor, waivers, now)
        broken |= self.signature_broken(terms.debtor, words, nonce, deadline, signature, now)
        outcome = self._accept_all([terms], waivers, now, broken)
        if outcome.ok:
            self.nonces.add((terms.debtor, nonce))
        return outcome

    def _debtor_broken(self, debtor: str, waivers: int, now: int) -> frozenset[str]:
        """Taking on a debt is a new act: the debtor is ACTIVE."""
        broken = frozenset() if self.world.parties.may(debtor, 0, now) else frozenset({"NOT_ADMITTED"})
        return broken if 0 <= waivers <= ALL_WAIVERS else broken | {"TERMS"}

    def _acceptance_broken(self, claims: Sequence[Claim], actor: str, waivers: int, now: int) -> set[str]:
        broken: set[str] = set()
        seen: set[bytes] = set()
        for terms in claims:
            broken |= self._debtor_broken(terms.debtor, waivers, now)
            if actor != terms.debtor:
                broken.add("NOT_PARTY")
            book = self._find(terms)
            if book is None:
                broken.add("UNKNOWN")
            elif book.status != ClaimStatus.REGISTERED or book.id in seen:
                broken.add("STATE")
            seen.add(self.claim_id(terms))
        return broken

    def _accept_all(self, claims: Sequence[Claim], waivers: int, now: int, broken: set[str]) -> Outcome:
        if broken:
            return refusal(broken)
        books = [self.claims[self.claim_id(terms)] for terms in claims]
        return Outcome(events=tuple(self._bind(book, waivers, now) for book in books))

    def _bind(self, book: ClaimBook, waivers: int, now: int) -> Fact:
        """The debtor's own acceptance, the only thing that waives anything."""
        book.status = ClaimStatus.ACCEPTED
        book.bound_day = self._today(book, now)
        book.submission = 0
        book.defences_waived = bool(waivers & Waiver.DEFENCES)
        book.setoff_waived = bool(waivers & Waiver.SETOFF)
        words = {"claim": book.id, "debtor": book.terms.debtor, "waivers": int(waivers)}
        return Fact("Accepted", words)

    def deny(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.debtor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.status in BOUND:
            broken.add("CLAIM_ACCEPTED")
        elif book.status != ClaimStatus.REGISTERED:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.status = ClaimStatus.DENIED
        book.submission = 0
        return Outcome(events=(Fact("Denied", {"claim": book.id, "debtor": sender}),))

    # --- silence under the debtor's own mandate ---

    def _mandate(self, terms: Claim) -> Mandate | None:
        """The debtor's mandate for this seller, if it reaches as far as this claim's face."""
        found = self.mandates.mandate(terms.debtor, terms.creditor)
        return found if found is not None and terms.face <= found.limit else None

    def submit(self, sender: str, now: int, terms: Claim) -> Outcome:
        """A deadline once set stays; only a mandate that gives more days since makes room for another."""
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.status != ClaimStatus.REGISTERED:
            broken.add("STATE")
        mandate = self._mandate(terms)
        if mandate is None or now > mandate.until:
            broken.add("MANDATE")
        if book.submission and (mandate is None or mandate.days <= book.submission_days):
            broken.add("STATE")
        if broken or mandate is None:
            return refusal(broken)
        today = self._today(book, now)
        book.submission = self.world.days.add_banking_days(terms.pay_place, today, mandate.days, now)
        book.submission_days = mandate.days
        words = {"claim": book.id, "debtor": terms.debtor, "last_day": book.submission}
        return Outcome(events=(Fact("Submitted", words),))

    def deem(self, sender: str, now: int, terms: Claim) -> Outcome:
        book = self._find(terms)
        if book is None:
            return refusal({"UNKNOWN"})
        broken: set[str] = set()
        if book.status != ClaimStatus.REGISTERED or book.submission == 0:
            broken.add("STATE")
        else:
            mandate = self._mandate(terms)
            # A mandate that gives more days than the clock had binds nobody to that clock.
            if mandate is None or mandate.days > book.submission_days:
                broken.add("MANDATE")
            if self._today(book, now) <= book.submission:
                broken.add("MANDATE")
        if broken:
            return refusal(broken)
        book.status = ClaimStatus.ACCEPTED
        book.bound_day = self._today(book, now)
        book.deemed = True
        book.submission = 0
        return Outcome(events=(Fact("Deemed", {"claim": book.id, "debtor": terms.debtor}),))

    # --- taking back, attesting ---

    def rescind(self, sender: str, now: int, terms: Claim) -> Outcome:
        broken = set() if sender == terms.creditor else {"NOT_PARTY"}
        broken |= self._held_party(sender)
        book = self._find(terms)
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if book.status not in (ClaimStatus.REGISTERED, ClaimStatus.DENIED) or book.paid or book.aside:
            broken.add("STATE")
        elif book.units_of(terms.creditor) != book.face:
            broken.add("INSUFFICIENT_UNITS")
        if broken:
            return refusal(broken)
        facts = self._retire_units(book, sender, sender, book.face, RetireReason.RESCINDED)
        book.status = ClaimStatus.RESCINDED
        book.submission = 0
        freed = self._free_share(book, now)
        fact = Fact("Rescinded", {"claim": book.id, "creditor": sender})
        return Outcome(events=(*facts, *freed, fact))

    def attest(self, sender: str, now: int, terms: Claim, kind: int, until: int, reference: bytes) -> Outcome:
        broken = set() if self.world.parties.may(sender, Role.VERIFIER, now) else {"NOT_ADMITTED"}
        book = self._find(terms)
        if kind not in set(AttestationKind) or not now <= until < TIME_LIMIT:
            broken.add("TERMS")
        if book is None:
            return refusal(broken | {"UNKNOWN"})
        if not book.live:
            broken.add("STATE")
        if broken:
            return refusal(broken)
        book.words[sender] = (int(kind), until)
        words = {
            "claim": book.id,
            "verifier": sender,
            "kind": int(kind),
            "until": until,
            "reference": reference,
        }
        return Outcome(events=(Fact("Attested", words),))

    # --- agents ---

    def authorise(self, sender: str, now: int, agent: str, cap: int, until: int) -> Outcome:
        if agent in (ZERO_ADDRESS, sender) or not 0 <= cap <= MAX_AMOUNT or not 0 <= until < UNTIL:
            return refusal({"AGENT"})
        book = self.authorities.setdefault((sender, agent), AuthorityBook())
        book.cap, book.until = cap, until
        words = {"debtor": sender, "agent": agent, "cap": cap, "until": until}
        return Outcome(events=(Fact("Authorised", words),))

    def reserve_obstacle(self, agent: str, debtor: str, amount: int, now: int) -> set[str]:
        """Why the agent could not reserve so much now."""
        book = self.authorities.get((debtor, agent))
        if book is None or book.until < now or amount > book.cap or book.reserved + amount > MAX_AMOUNT:
            return {"AGENT"}
        return set()

    def reserve(self, sender: str, now: int, debtor: str, amount: int) -> Outcome:
        broken = self.reserve_obstacle(sender, debtor, amount, now)
        if broken:
            return refusal(broken)
        book = self.authorities[debtor, sender]
        book.cap -= amount
        book.reserved += amount
        words = {"debtor": debtor, "agent": sender, "amount": amount}
        return Outcome(events=(Fact("Reserved", words),))

    def bear(self, sender: str, now: int, terms: Claim) -> Outcome:
        """Never stopped, and no party needs to be active: the law demands this birth."""
        broken = rules.birth_broken(terms, False, self.world, now, self.address)
        if terms.kind in rules.FORWARD:
            broken.add("TERMS")
        authority = self.authorities.get((terms.debtor, sender))
        if authority is None or not authority.covers(terms.face, now):
            broken.add("AGENT")
        if self.claim_id(terms) in self.claims:
            broken.add("EXISTS")
        if broken or authority is None:
            return refusal(broken)
        authority.use(terms.face)
        book, born, parked = self._delivered(terms, sender, now)
        return Outcome(returned=book.id, events=born + parked)

    def _delivered(
        self, terms: Claim, sender: str, now: int
    ) -> tuple[ClaimBook, tuple[Fact, ...], tuple[Fact, ...]]:
        """A bound claim is born to its creditor, or parked where the creditor's hook, asked last, refuses."""
        owner = terms.creditor
        book, events = self._born(terms, ClaimStatus.ACCEPTED, sender, owner, now)
        if owner not in self.refusing or owner == sender:
            return book, events, ()
        parked = self._use_sub_account(SubAccount.PARKED, owner, owner, owner)
        moved = self._move(book, sender, owner, parked, terms.face)
        words = {"claim": book.id, "owner": owner, "units": terms.face}
        return book, events, (moved, Fact("Parked", words))

    # --- views ---

    def authority_of(self, debtor: str, agent: str) -> dict[str, int]:
        return self.authorities.get((debtor, agent), AuthorityBook()).view()

    def attestation_of(self, claim: bytes, verifier: str) -> Attestation:
        book = self.claims.get(claim)
        return Attestation() if book is None else Attestation(*book.words.get(verifier, (0, 0)))

    def submission_of(self, claim: bytes) -> int:
        book = self.claims.get(claim)
        running = book is not None and book.status == ClaimStatus.REGISTERED
        return book.submission if book is not None and running else 0
