"""A small world for stories about claims: parties by role, one token, one place, the real registers."""

from __future__ import annotations

from typing import Any

from usance.calendars import Offset, PlaceCalendar, Week, day_of
from usance.claim_terms import Claim, asset_change, prolongation, sub_account
from usance.codes_claims import ClaimKind, SubAccount
from usance.invariants_claims import Consent, breaches, step_breaches
from usance.model.charge import ChargeModel
from usance.model.claim import ClaimTokenModel
from usance.model.claim_picture import claims_picture
from usance.model.money import Money, Token
from usance.model.outcome import Fact, Outcome
from usance.model.party import Capability, PartyModel, Role, Signed, Status
from usance.model.world import PlaceDays, World
from usance.signing import Admission
from usance.terms import place_key

DAY = 86_400
FAR = day_of("2030-01-01") * DAY
HOME, CENTRE = place_key("HOME"), place_key("CENTRE")
EUR = b"EUR".ljust(32, b"\0")


def account(number: int) -> str:
    return "0x" + f"{number:02x}" * 20


(
    ADMIN,
    REGISTRY,
    CONTRACT,
    CHARGES,
    TOKEN_AT,
    OTHER_TOKEN,
    SELLER,
    BUYER,
    ANCHOR,
    FINANCIER,
    SUPPLIER,
    BANK,
    SURETY,
    AGENT,
    VERIFIER,
    PAYMENT_AGENT,
    STRANGER,
    COURT,
) = (account(number) for number in range(0x11, 0x11 + 18))
ROLES = {
    SELLER: Role.TRADER,
    BUYER: Role.TRADER,
    ANCHOR: Role.TRADER,
    FINANCIER: Role.FINANCIER,
    SUPPLIER: Role.TRADER,
    BANK: Role.BANK,
    SURETY: Role.BANK,
    VERIFIER: Role.VERIFIER,
    PAYMENT_AGENT: Role.AGENT,
    COURT: Role.COURT,
}
TEXT, OTHER_TEXT = (word.ljust(32, b"\0") for word in (b"text", b"other"))


def number(word: str) -> bytes:
    """A fingerprint, reference or salt from a word."""
    return word.encode("ascii").ljust(32, b"\0")


class Play:
    """One ledger of claims, told by dates; every act is held against all invariants."""

    def __init__(self, today: str = "2027-03-01") -> None:
        self.place = PlaceCalendar(
            "HOME",
            weeks=[Week(0, frozenset({5, 6}), 1020)],
            offsets=[Offset(0, 60)],
            loaded_until=day_of("2029-12-31"),
        )
        self.centre = PlaceCalendar(
            "CENTRE",
            weeks=[Week(0, frozenset({5, 6}), 1080)],
            offsets=[Offset(0, 60)],
            loaded_until=day_of("2029-12-31"),
        )
        self.now = 0
        self.at(today)
        grants = [(ADMIN, role) for role in (Capability.ADMINISTRATOR, Capability.GUARDIAN)]
        grants.append((ADMIN, Capability.SUPERVISOR))
        self.parties = PartyModel.founded(TEXT, grants, now=1, chain_id=1, address=REGISTRY)
        for party, role in ROLES.items():
            self.parties._admit(Admission(party, int(role), FAR, number(party[:12])), 1)
        money = Money()
        self.token = money.add(Token(TOKEN_AT))
        self.other_token = money.add(Token(OTHER_TOKEN))
        for token in (self.token, self.other_token):
            for payer in (*ROLES, STRANGER):
                token.mint(payer, 10**20)
                token.allowances[payer, CONTRACT] = 10**40
        self.days = PlaceDays({HOME: self.place, CENTRE: self.centre})
        self.charges = ChargeModel(CHARGES, self.parties, CONTRACT)
        world = World(1, self.parties, self.days, money)
        self.model = ClaimTokenModel(CONTRACT, world, self.charges)
        self.serial = 0

    # --- terms ---

    def invoice(self, **changes: Any) -> Claim:
        """An invoice of 1,000.00 of the seller on the buyer, due Thursday 2027-04-15, all its own."""
        self.serial += 1
        face = changes.get("face", 100_000)
        base = Claim(
            creditor=SELLER,
            debtor=BUYER,
            currency=EUR,
            asset=TOKEN_AT,
            face=face,
            issue_day=day_of("2027-03-01"),
            due_day=day_of("2027-04-15"),
            pay_place=HOME,
            object_amount=face,
            fingerprint=number(f"invoice {self.serial}"),
            content=TEXT,
            salt=number(f"salt {self.serial}"),
        )
        return base.but(**changes)

    def payable(self, **changes: Any) -> Claim:
        base = self.invoice(kind=ClaimKind.PAYABLE, debtor=ANCHOR, creditor=SUPPLIER, fingerprint=bytes(32))
        return base.but(**changes)

    # --- time ---

    def at(self, date: str, hour: int = 10) -> None:
        self.now = day_of(date) * DAY + (hour - 1) * 3600

    # --- acts ---

    def do(self, name: str, sender: str, *args: Any) -> Outcome:
        self.now += 1
        before = claims_picture(self.model, self.now, self.charges.present_key)
        consent = Consent(
            sender,
            frozenset(arg.signer for arg in args if isinstance(arg, Signed)),
            frozenset(self.parties.mandates),
            frozenset(self.model.authorities),
        )
        outcome: Outcome = getattr(self.model, name)(sender, self.now, *args)
        after = claims_picture(self.model, self.now, self.charges.present_key)
        assert breaches(after) == []
        assert step_breaches(before, after, outcome.events, consent) == []
        if not outcome.ok:
            assert (before.claims, before.objects, before.held) == (after.claims, after.objects, after.held)
        return outcome

    def ok(self, name: str, sender: str, *args: Any) -> Outcome:
        outcome = self.do(name, sender, *args)
        assert outcome.ok, f"{name}: {sorted(outcome.broken)}"
        return outcome

    def broken(self, name: str, sender: str, *args: Any) -> frozenset[str]:
        outcome = self.do(name, sender, *args)
        assert outcome.broken, f"{name} went through"
        return outcome.broken

    # --- short ways to a state ---

    def registered(self, **changes: Any) -> Claim:
        terms = self.invoice(**changes)
        self.ok("register", SELLER, terms)
        return terms

    def accepted(self, waivers: int = 0, **changes: Any) -> Claim:
        terms = self.registered(**changes)
        self.ok("accept", terms.debtor, terms, waivers)
        return terms

    def received(self, **changes: Any) -> Claim:
        terms = self.payable(**changes)
        self.ok("issue_payable", ANCHOR, terms)
        self.ok("receive", SUPPLIER, terms)
        return terms

    def sell(self, terms: Claim, units: int, to: str = FINANCIER, by: str = SELLER) -> None:
        self.ok("transfer", by, self.id(terms), to, units)

    # --- looking ---

    def id(self, terms: Claim) -> bytes:
        return self.model.claim_id(terms)

    def state(self, terms: Claim) -> dict[str, Any]:
        found = self.model.claim_state(self.id(terms))
        assert found is not None
        return found

    def status(self, terms: Claim) -> int:
        return int(self.state(terms)["status"])

    def outstanding(self, terms: Claim) -> int:
        return self.model.outstanding(self.id(terms))

    def units(self, terms: Claim, owner: str) -> int:
        return self.model.holding_of(self.id(terms), owner)["units"]

    def proceeds(self, terms: Claim, owner: str) -> int:
        return self.model.proceeds_of(self.id(terms), owner)

    def pledged(self, pledgor: str, pledgee: str) -> str:
        return sub_account(SubAccount.PLEDGED, pledgor, pledgee)

    def hold(self, party: str, status: Status = Status.HELD) -> None:
        assert not self.parties.set_status(party, status, sender=ADMIN, now=self.now)

    def agree_all(self, terms: Claim, proposal: bytes, *holders: str) -> list[str]:
        """The debtor and these holders agree; the holders in ascending order."""
        for voice in (terms.debtor, *holders):
            self.ok("agree", voice, self.id(terms), proposal)
        return sorted(holders, key=lambda holder: int(holder, 16))


def named(outcome: Outcome, name: str) -> dict[str, Any]:
    """The arguments of the one fact of this name."""
    found = [fact for fact in outcome.events if fact.name == name]
    assert len(found) == 1, [fact.name for fact in outcome.events]
    return found[0].args


def names(outcome: Outcome) -> list[str]:
    return [fact.name for fact in outcome.events]


__all__ = [
    "Fact",
    "Play",
    "asset_change",
    "named",
    "names",
    "prolongation",
]
