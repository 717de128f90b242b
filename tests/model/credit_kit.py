"""One credit on the model, told by dates: the play of the credit's model tests."""

from __future__ import annotations

from typing import Any, cast

from usance.amendments import Change, amendment_id, applied
from usance.calendars import Offset, PlaceCalendar, Week, day_of
from usance.codes import Confirmation, Disposal
from usance.invariants import Picture, breaches, step_breaches
from usance.invariants_acts import awarded, by_word
from usance.model.charge import ChargeModel
from usance.model.claim import ClaimTokenModel
from usance.model.credit import DocumentaryCreditModel
from usance.model.credit_books import SetBook
from usance.model.credit_picture import credits_picture
from usance.model.money import Money, Token
from usance.model.outcome import Outcome
from usance.model.party import PartyModel
from usance.model.world import PlaceDays, World
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation, place_key

DAY = 86_400
CONTRACT, ISSUER, CONFIRMER, NOMINATED, APPLICANT, BENEFICIARY, AGENT, ANYONE, TOKEN_AT = (
    "0x" + digit * 40 for digit in "123456789"
)
PANEL, SILENT, LEDGER, CHARGES = ("0x" + pair * 20 for pair in ("10", "20", "30", "40"))
# AGENT is delivery agent, guardian and court in one.
COURT = AGENT
HOME = place_key("HOME")
TEXT = b"text".ljust(32, b"\0")
OTHER = b"other".ljust(32, b"\0")
NOTICE = ([(1, ZERO_HASH)], Disposal.HOLD, TEXT)


class Everybody:
    """A registry in which everybody is admitted, unless named in `out` or `held`."""

    def __init__(self) -> None:
        self.out: set[str] = set()
        self.held: set[str] = set()

    def may(self, party: str, role: int, now: int) -> bool:
        return party not in self.out | self.held | {ZERO_ADDRESS, ANYONE}

    def status_of(self, party: str) -> int:
        return 2 if party in self.held else 1

    def has_capability(self, account: str, capability: int, now: int) -> bool:
        return account == AGENT

    def capability_since(self, account: str, capability: int, now: int) -> int:
        return 1 if account == AGENT else 0

    def names_court(self, party: str, court: str, now: int) -> bool:
        return court == AGENT

    def order_day_of(self, party: str, order: bytes) -> int:
        return 1 if order == TEXT else 0

    def order_court_of(self, party: str, order: bytes) -> str:
        return AGENT


class Play:
    """One credit, told by dates. No act breaks an invariant; `claims`: with a ledger of claims."""

    def __init__(self, claims: bool = False, **changes: Any) -> None:
        self.place = PlaceCalendar(
            "HOME",
            weeks=[Week(0, frozenset({5, 6}), 1020)],
            offsets=[Offset(0, 60)],
            loaded_until=day_of("2027-12-31"),
        )
        self.days = PlaceDays({HOME: self.place})
        money = Money()
        self.token = money.add(Token(TOKEN_AT))
        self.parties = Everybody()
        for bank in (ISSUER, CONFIRMER, NOMINATED):
            self.token.mint(bank, 10**12)
            self.token.allowances[bank, CONTRACT] = 10**30
        self.now = 0
        self.at("2026-02-25")
        self.world = World(1, self.parties, self.days, money)
        if claims:
            register = cast(PartyModel, self.parties)
            self.ledger = ClaimTokenModel(LEDGER, self.world, ChargeModel(CHARGES, register, LEDGER))
            self.world.claims = self.ledger
            for bank in (ISSUER, CONFIRMER, SILENT):
                self.ledger.authorise(bank, self.now, CONTRACT, 10**12, 2**32 - 1)
        self.model = DocumentaryCreditModel(CONTRACT, self.world)
        self._before = self.picture()
        base = Credit(
            issuer=ISSUER,
            issuer_place=HOME,
            applicant=APPLICANT,
            beneficiary=BENEFICIARY,
            delivery_agent=AGENT,
            currency=b"EUR".ljust(32, b"\0"),
            asset=TOKEN_AT,
            amount=1_000,
            issue_day=day_of("2026-02-25"),
            expiry_day=day_of("2026-05-31"),
            expiry_place=HOME,
            cover_bps=10_000,
        )
        self.terms = base.but(**changes)
        self.statement = Presentation(
            presenter=BENEFICIARY,
            bank=ISSUER,
            bank_place=HOME,
            amount=1_000,
            pay_to=BENEFICIARY,
            documents=TEXT,
        )

    def at(self, date: str, hour: int = 10) -> None:
        self.now = day_of(date) * DAY + (hour - 1) * 3600

    def picture(self) -> Picture:
        return credits_picture(self.model, self.now)

    def do(self, name: str, sender: str, *args: Any, terms: Credit | None = None) -> Outcome:
        """An act with the terms that are in force, or others."""
        self.now += 1
        act = getattr(self.model, name)
        outcome: Outcome = act(sender, self.now, self.terms if terms is None else terms, *args)
        after = self.picture()
        found = breaches(after) + step_breaches(self._before, after)
        found += by_word(self._before, after, [sender], outcome.events)
        found += awarded(self._before, after, outcome.events)
        assert not found, f"{name}: {found}"
        assert outcome.ok or after.credits == self._before.credits, f"{name}: refused, and changed something"
        self._before = after
        return outcome

    def ok(self, name: str, sender: str, *args: Any, terms: Credit | None = None) -> Outcome:
        outcome = self.do(name, sender, *args, terms=terms)
        assert outcome.ok, f"{name}: {sorted(outcome.broken)}"
        return outcome

    def broken(self, name: str, sender: str, *args: Any, terms: Credit | None = None) -> frozenset[str]:
        """What the act would break."""
        outcome = self.do(name, sender, *args, terms=terms)
        assert not outcome.ok, f"{name}: nothing is broken"
        return outcome.broken

    # --- amendments ---

    def propose(self, change: Change) -> bytes:
        return cast(bytes, self.ok("propose_amendment", ISSUER, change).returned)

    def amended(self, change: Change) -> Credit:
        """The terms in force as they read with the change."""
        return applied(self.terms, change, self.amendment(change))

    def amendment(self, change: Change) -> bytes:
        return amendment_id(self.id, change)

    def change_state(self, change: Change) -> dict[str, Any]:
        return self.model.amendment_state(self.amendment(change))

    def take(self, change: Change) -> Outcome:
        """The beneficiary accepts; the play goes on with the new terms."""
        outcome = self.ok("accept_amendment", BENEFICIARY, change, 0)
        self.terms = self.amended(change)
        return outcome

    def change(self, change: Change) -> Outcome:
        """Proposed and accepted."""
        self.propose(change)
        return self.take(change)

    # --- sets ---

    def set(self, name: str, sender: str, *args: Any) -> Outcome:
        return self.do(name, sender, self.statement, *args)

    def present(self, date: str, terms: Credit | None = None, **changes: Any) -> None:
        self.at(date)
        self.statement = self.statement.but(**changes)
        self.ok("present", self.statement.presenter, self.statement, terms=terms)

    def receive(self, date: str, terms: Credit | None = None) -> None:
        self.at(date)
        bank = self.statement.bank
        self.ok("acknowledge", bank, self.statement, day_of(date), terms=terms)

    def received(self, date: str, terms: Credit | None = None, **changes: Any) -> None:
        """Presented and received on one day."""
        self.present(date, terms, **changes)
        self.receive(date, terms)

    def refused(self, date: str, disposal: int = Disposal.HOLD, **changes: Any) -> None:
        self.received(date, **changes)
        assert self.set("refuse", self.statement.bank, [(1, ZERO_HASH)], disposal, TEXT).ok

    @property
    def id(self) -> bytes:
        return next(iter(self.model.credits))

    @property
    def book(self) -> dict[str, Any]:
        found = self.model.credit_state(self.id)
        assert found is not None
        return found

    @property
    def entry(self) -> SetBook:
        return self.model.sets[self.set_id]

    @property
    def set_id(self) -> bytes:
        return self.model.presentation_id(self.id, self.statement)


def started(claims: bool = False, **changes: Any) -> Play:
    play = Play(claims, **changes)
    play.ok("issue", ISSUER)
    return play


def confirmed(claims: bool = False, **changes: Any) -> Play:
    """A credit that a bank confirmed at its own counter."""
    words = {"confirmer": CONFIRMER, "confirmer_place": HOME, "confirmation": Confirmation.CONFIRM}
    play = started(claims, **(words | changes))
    play.ok("confirm", CONFIRMER, True)
    return play


def facts_of(outcome: Outcome) -> list[str]:
    return [fact.name for fact in outcome.events]


def fact(outcome: Outcome, name: str) -> dict[str, Any]:
    """The one event of this name."""
    (found,) = [one for one in outcome.events if one.name == name]
    return found.args
