"""A seeded walk over the model: whatever is tried, the books of claims keep their laws.

Small faces make every rounding bite. Beside the catalogue, each pay-out is held against exact shares:
nobody is ever paid more than its units' part of what was paid while it held them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.model.claim_kit import (
    ANCHOR,
    BUYER,
    DAY,
    FINANCIER,
    OTHER_TOKEN,
    PAYMENT_AGENT,
    SELLER,
    STRANGER,
    SUPPLIER,
    SURETY,
    TOKEN_AT,
    Play,
    number,
)
from usance.claim_terms import Claim, asset_change, prolongation, sub_account, unit_id
from usance.codes_claims import SubAccount
from usance.model.outcome import Outcome
from usance.model.party import Status
from usance.terms import ZERO_ADDRESS

SEEDS, STEPS = 5, 1_400
# Acts that must have gone through somewhere.
ACTS = """accept deny receive lapse rescind pay withdraw transfer split retire pledge release_pledge
redeem_pledge call_pledge foreclose share_proceeds notify acknowledge_notice report_misdirected
assert_payment confirm_payment confirm_for_all contest_payment dispute answer_dispute drop_dispute
credit_note age default_ write_off settle prolong change_asset"""
HOLDERS = (SELLER, BUYER, ANCHOR, FINANCIER, SUPPLIER)
Act = Callable[[], tuple[Any, ...]]


class Shares:
    """Exact shares of all payments, from the index alone, by whoever held at each payment."""

    def __init__(self) -> None:
        self.due: defaultdict[tuple[bytes, str], Fraction] = defaultdict(Fraction)
        self.taken: defaultdict[tuple[bytes, str], int] = defaultdict(int)

    def paid(self, claim: bytes, face: int, step: int, units: dict[str, int]) -> None:
        for account, held in units.items():
            self.due[claim, account] += Fraction(step * held, face)

    def pass_on(self, claim: bytes, giver: str, taker: str, amount: Fraction | None = None) -> None:
        passed = self.rest(claim, giver) if amount is None else amount
        self.due[claim, giver] -= passed
        self.due[claim, taker] += passed

    def rest(self, claim: bytes, account: str) -> Fraction:
        return self.due[claim, account] - self.taken[claim, account]


class Walk:
    """One seeded walk."""

    def __init__(self, seed: int) -> None:
        self.play = Play()
        self.random = random.Random(f"claims {seed}")
        self.terms: list[Claim] = []
        self.shares = Shares()
        self.done: defaultdict[str, int] = defaultdict(int)

    def holder(self, terms: Claim) -> str:
        """Mostly somebody that holds units of the claim, or is owed proceeds."""
        book = self.play.model.claims.get(self.play.id(terms))
        found = [
            owner
            for owner in HOLDERS
            if book is not None and (book.units_of(owner) or book.entitlement(owner) >= book.face)
        ]
        return self.random.choice(found if found and self.random.random() < 0.8 else HOLDERS)

    def open_claims(self) -> list[Claim]:
        """Claims that something can still happen to."""
        model = self.play.model
        ids = [(terms, model.claims.get(self.play.id(terms))) for terms in self.terms]
        return [terms for terms, book in ids if book is not None and not book.settled]

    def pick(self) -> Claim:
        few = self.open_claims() if self.random.random() < 0.9 else []
        return self.random.choice(few or self.terms)

    def some(self, most: int) -> int:
        part = max(1, most // self.random.randint(2, 9))
        return self.random.choice((1, part, part, part, most, most + 1, self.random.randint(0, most + 2)))

    def fresh(self) -> Claim:
        source, play = self.random, self.play
        face = source.choice((1, 3, 7, 10, 97, 97, 1_000, 1_000, 9_999))
        today = play.days.local_day(play.invoice().pay_place, play.now, play.now)
        due = today + source.choice((0, 3, 20, 60))
        discount = source.choice((0, 0, 250, 3_333))
        changes: dict[str, Any] = {
            "face": face,
            "object_amount": face,
            "issue_day": today,
            "due_day": due,
            "asset_scale": source.choice((1, 100)),
            "late_rate": source.choice((0, 10**17, 10**18)),
            "day_count": source.choice((1, 2, 3)),
            "discount_bps": discount,
            "discount_day": due if discount else 0,
            "min_split": source.choice((0, 0, 2)) if face > 2 else 0,
            "payment_agent": PAYMENT_AGENT,
            "surety": SURETY,
            "asset": source.choice((*[TOKEN_AT] * 9, ZERO_ADDRESS)),
        }
        if source.random() < 0.4:
            return play.payable(**changes)
        return play.invoice(**changes)

    def birth(self) -> tuple[Any, ...]:
        terms = self.fresh()
        name = "register" if terms.creditor == SELLER else "issue_payable"
        self.terms.append(terms)
        return name, terms.creditor if name == "register" else ANCHOR, terms

    def units_of(self, terms: Claim, owner: str) -> int:
        return self.play.units(terms, owner)

    def choose(self) -> tuple[Any, ...]:
        source, terms = self.random, self.pick()
        claim, owner, other = self.play.id(terms), self.holder(terms), source.choice(HOLDERS)
        units = self.units_of(terms, owner)
        owed = self.play.outstanding(terms)
        today = self.play.days.local_day(terms.pay_place, self.play.now, self.play.now)
        reference = number(f"reference {source.randint(1, 3)}")
        pledges = list(self.play.model.claims[claim].pledges) if claim in self.play.model.claims else []
        pledgor, pledgee = source.choice(pledges) if pledges else (owner, other)
        day = today + source.choice((0, 5, 40))
        acts: list[tuple[tuple[Any, ...], int]] = [
            (("accept", terms.debtor, terms, source.randint(0, 3)), 3),
            (("deny", terms.debtor, terms), 1),
            (("receive", terms.creditor, terms), 9),
            (("lapse", STRANGER, terms), 1),
            (("rescind", terms.creditor, terms), 1),
            (("pay", source.choice((BUYER, ANCHOR, STRANGER)), terms, self.some(owed)), 8),
            (("withdraw", source.choice((owner, STRANGER)), terms, owner, owner), 6),
            (("transfer", owner, claim, other, self.some(units)), 8),
            (("split", owner, unit_id(claim), [other, owner], [self.some(units // 2), 1]), 3),
            (("retire", owner, claim, self.some(min(units, 3))), 1),
            (("pledge", owner, claim, other, self.some(units), self.some(owed)), 12),
            (("release_pledge", pledgee, claim, pledgor), 1),
            (("redeem_pledge", pledgor, terms, pledgee), 1),
            (("call_pledge", pledgee, claim, pledgor), 4),
            (("foreclose", pledgee, claim, pledgor), 5),
            (("share_proceeds", STRANGER, claim, pledgor, pledgee), 5),
            (("notify", owner, terms), 1),
            (("acknowledge_notice", terms.debtor, terms), 1),
            (
                (
                    "report_misdirected",
                    terms.creditor,
                    terms,
                    owner,
                    self.some(owed // 4),
                    today - source.randint(0, 3),
                    reference,
                ),
                1,
            ),
            (("assert_payment", terms.debtor, terms, self.some(owed), today, reference), 2),
            (("confirm_payment", owner, claim, self.some(owed // 3), reference), 1),
            (("confirm_for_all", PAYMENT_AGENT, terms, self.some(owed // 3), reference), 2),
            (("contest_payment", owner, claim, reference), 1),
            (("dispute", terms.debtor, terms, self.some(owed), source.choice((1, 5, 7)), day), 2),
            (("answer_dispute", terms.creditor, terms, source.random() < 0.5, reference), 1),
            (("drop_dispute", terms.debtor, terms), 1),
            (("credit_note", terms.creditor, terms, self.some(owed // 5), reference), 2),
            (("age", STRANGER, terms), 1),
            (("default_", STRANGER, terms), 2),
            (("write_off", owner, claim), 3),
            (("settle", STRANGER, terms), 2),
        ]
        if source.random() < 0.05:
            return self.agreed_change(terms, claim, day)
        weights = [weight for _, weight in acts]
        return source.choices([act for act, _ in acts], weights)[0]

    def agreed_change(self, terms: Claim, claim: bytes, day: int) -> tuple[Any, ...]:
        book = self.play.model.claims.get(claim)
        holders = [] if book is None else [a for a, held in book.holdings.items() if held.units]
        holders.sort(key=lambda holder: int(holder, 16))
        later = self.random.random() < 0.5
        proposal = prolongation(day) if later else asset_change(OTHER_TOKEN, 10)
        for voice in (terms.debtor, *(self.play.model.speakers.get(holder, holder) for holder in holders)):
            self.play.do("agree", voice, claim, proposal)
        if later:
            return "prolong", STRANGER, terms, day, holders
        return "change_asset", STRANGER, terms, OTHER_TOKEN, 10, holders

    def step(self) -> None:
        source, play = self.random, self.play
        if source.random() < 0.04:
            play.now += source.choice((3_600, DAY, 11 * DAY))
        if source.random() < 0.02:
            party = source.choice((FINANCIER, SUPPLIER))
            target = Status.HELD if play.parties.status_of(party) == Status.ACTIVE else Status.ACTIVE
            play.hold(party, target)
        few = len(self.open_claims()) < 4 or source.random() < 0.02
        name, sender, *args = self.birth() if few else self.choose()
        indices = {c: (b.index, {a: h.units for a, h in b.holdings.items()}) for c, b in self.books()}
        outcome = play.do(name, sender, *args)
        if outcome.ok:
            self.done[name] += 1
            self.follow(outcome, indices)

    def books(self) -> list[tuple[bytes, Any]]:
        return list(self.play.model.claims.items())

    def follow(self, outcome: Outcome, before: dict[bytes, tuple[int, dict[str, int]]]) -> None:
        """Hold what was paid out against exact shares."""
        for claim, book in self.books():
            if claim not in before:
                # Claims on sellers are born by acts on others.
                if all(self.play.id(terms) != claim for terms in self.terms):
                    self.terms.append(book.terms)
                continue
            index, units = before[claim]
            self.shares.paid(claim, book.face, book.index - index, units)
        for fact in outcome.events:
            words = fact.args
            if fact.name == "ProceedsShared":
                pledge = sub_account(SubAccount.PLEDGED, words["pledgor"], words["pledgee"])
                for name in ("pledgee", "pledgor"):
                    self.shares.pass_on(words["claim"], pledge, words[name], Fraction(words[f"to_{name}"]))
            elif fact.name in ("PledgeReleased", "Foreclosed"):
                pledge = sub_account(SubAccount.PLEDGED, words["pledgor"], words["pledgee"])
                self.shares.pass_on(words["claim"], pledge, words["pledgor"])
            elif fact.name == "ProceedsWithdrawn":
                self.shares.taken[words["claim"], words["account"]] += words["amount"]
                assert self.shares.rest(words["claim"], words["account"]) >= 0
        for claim, book in self.books():
            for owner in book.holdings:
                assert Fraction(book.entitlement(owner), book.face) == self.shares.rest(claim, owner)


def test_walk__everything_that_can_be_tried__keeps_every_law() -> None:
    done: defaultdict[str, int] = defaultdict(int)
    for seed in range(SEEDS):
        walk = Walk(seed)
        for _ in range(STEPS):
            walk.step()
        for name, count in walk.done.items():
            done[name] += count
        # Everyone who is owed can be paid.
        for party in (FINANCIER, SUPPLIER):
            if walk.play.parties.status_of(party) == Status.HELD:
                walk.play.hold(party, Status.ACTIVE)
        for terms in walk.terms:
            if _known(walk, terms):
                empty(walk.play, terms)
    # The walk is worth something only where all acts succeed.
    often = ("pay", "transfer", "withdraw", "pledge", "share_proceeds", "accept", "receive", "settle")
    assert all(done[name] >= 12 for name in often), dict(done)
    assert set(ACTS.split()) <= set(done), sorted(set(ACTS.split()) - set(done))


def _known(walk: Walk, terms: Claim) -> bool:
    return walk.play.id(terms) in walk.play.model.claims


def empty(play: Play, terms: Claim) -> None:
    """Release every pledge, withdraw for every account."""
    book = play.model.claims[play.id(terms)]
    for pledgor, pledgee in list(book.pledges):
        play.ok("release_pledge", pledgee, book.id, pledgor)
    for owner in list(book.holdings):
        if play.proceeds(terms, owner):
            play.ok("withdraw", STRANGER, terms, owner, owner)
    # Once units were retired, each payment may have brought up to one minor unit more than is due.
    assert book.pot <= len(book.holdings) or book.retired
