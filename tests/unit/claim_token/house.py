"""The actors of the tests of claims by role, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pytest

from tests.unit.acting import Acting
from tests.unit.documentary_credit.house import DUBAI, HAMBURG, SHANGHAI, START, TARGET, TODAY, places
from usance.calendars import PlaceCalendar
from usance.chain import suite as suite_of
from usance.chain.driver import Account, Deployed, Receipt, Reverted
from usance.chain.revm import RevmDriver
from usance.claim_terms import Claim, claim_id, sub_account, unit_id
from usance.codes_claims import ClaimKind, SubAccount
from usance.model.party import Capability, Role
from usance.terms import place_key

HOUR = 3_600
DAY = 86_400
PLENTY = 10**40
FACE = 100_000_00
SCALE = 10_000
DUE = TODAY + 60


ROLES: dict[str, int] = {
    "seller": Role.TRADER,
    "second_seller": Role.TRADER,
    "debtor": Role.TRADER,
    "anchor": Role.TRADER,
    "supplier": Role.TRADER,
    "second_supplier": Role.TRADER,
    "third_supplier": Role.TRADER,
    "financier": Role.FINANCIER,
    "second_financier": Role.FINANCIER,
    "issuing_bank": Role.BANK,
    "verifier": Role.VERIFIER,
    "court": Role.COURT,
}
OFFICERS = ("keeper", "second_keeper", "guardian", "supervisor")
OTHERS = ("stranger", "wallet_owner")
NAMES = (*OFFICERS, *OTHERS, *ROLES)


@dataclass
class ClaimHouse(Acting):
    """The whole suite, its parties admitted and rich."""

    driver: RevmDriver
    suite: suite_of.Suite
    people: dict[str, Account]
    euro: Deployed
    wallet: Deployed
    calendars: dict[bytes, PlaceCalendar]
    salt: int = field(default=0)

    @property
    def subject(self) -> Deployed:
        return self.suite.claim

    @property
    def claims(self) -> Deployed:
        return self.suite.claim

    # --- acts and views ---

    def unseen(self, reason: str, function: str, *args: Any, contract: Deployed | None = None) -> None:
        with pytest.raises(Reverted) as refused:
            self.see(function, *args, contract=contract)
        assert refused.value.reason == reason

    def by_wallet(self, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        """An act of the wallet, by its owner."""
        target = contract or self.claims
        data = target.abi.function(function, len(args)).encode(list(args))
        return self.act(self.wallet_owner, "execute", target.address, data, contract=self.wallet)

    def admit_contract(self, contract: Deployed, role: int = Role.TRADER) -> Deployed:
        """A contract with an owner becomes a party."""
        suite_of.admit_wallet(self.driver, self.suite, contract, self.wallet_owner, int(role), self.keeper)
        return contract

    def hostile(self, kind: int) -> Deployed:
        """A party that refuses (1), burns gas (2) or re-enters (3)."""
        return self.admit_contract(self.driver.deploy("HostileParty", [self.wallet_owner, kind], self.keeper))

    def set_status(self, party: str, status: int) -> None:
        self.ok(self.supervisor, "set_status", party, status, contract=self.suite.registry)

    # --- time ---

    def at_second(self, instant: int) -> None:
        self.driver.set_time(instant)

    def at(self, day: int, hour: float = 10, place: bytes = HAMBURG) -> None:
        self.at_second(self.calendars[place].midnight(day) + int(hour * HOUR))

    def at_last_second(self, day: int, place: bytes = HAMBURG) -> None:
        self.at_second(self.calendars[place].midnight(day + 1) - 1)

    def at_first_second_after(self, day: int, place: bytes = HAMBURG) -> None:
        self.at_second(self.calendars[place].midnight(day + 1))

    # --- terms ---

    def terms(self, **changes: Any) -> Claim:
        """An invoice of 100,000.00 to be paid in Hamburg in sixty days."""
        self.salt += 1
        base = Claim(
            kind=ClaimKind.INVOICE,
            creditor=self.seller,
            debtor=self.debtor,
            currency=b"EUR".ljust(32, b"\0"),
            asset=self.euro.address,
            asset_scale=SCALE,
            face=FACE,
            issue_day=TODAY,
            due_day=DUE,
            pay_place=HAMBURG,
            currency_place=TARGET,
            object_amount=FACE,
            fingerprint=(b"invoice %d" % self.salt).ljust(32, b"\0"),
            content=b"UBL".ljust(32, b"\0"),
            salt=self.salt.to_bytes(32, "big"),
        )
        if "face" in changes:
            changes.setdefault("object_amount", changes["face"])
        return base.but(**changes)

    def payable(self, **changes: Any) -> Claim:
        """A payable of the anchor to its first supplier."""
        words: dict[str, Any] = {
            "kind": ClaimKind.PAYABLE,
            "creditor": self.supplier,
            "debtor": self.anchor,
            "fingerprint": bytes(32),
        }
        return self.terms(**(words | changes))

    def id(self, terms: Claim) -> bytes:
        return claim_id(terms, self.driver.chain_id, self.claims.address)

    def unit(self, terms: Claim) -> int:
        return unit_id(self.id(terms))

    def sub(self, kind: SubAccount, owner: str, other: str) -> str:
        return sub_account(int(kind), owner, other)

    # --- claims in a state ---

    def registered(self, terms: Claim | None = None, **changes: Any) -> Claim:
        terms = terms or self.terms(**changes)
        self.ok(terms.creditor, "register", terms)
        return terms

    def accepted(self, terms: Claim | None = None, waivers: int = 0, **changes: Any) -> Claim:
        terms = self.registered(terms, **changes)
        self.ok(terms.debtor, "accept", terms, waivers)
        return terms

    def issued(self, terms: Claim | None = None, **changes: Any) -> Claim:
        terms = terms or self.payable(**changes)
        self.ok(terms.debtor, "issue_payable", terms)
        return terms

    def held_by_supplier(self, **changes: Any) -> Claim:
        """A payable that its first supplier has received."""
        terms = self.issued(**changes)
        self.ok(terms.creditor, "receive", terms)
        return terms

    def send(self, terms: Claim, sender: str, receiver: str, units: int, data: bytes = b"") -> Receipt:
        return self.act(sender, "safeTransferFrom", sender, receiver, self.unit(terms), units, data)

    def sent(self, terms: Claim, sender: str, receiver: str, units: int) -> Receipt:
        return self.send(terms, sender, receiver, units).require()

    def units(self, terms: Claim, account: str) -> int:
        return int(self.see("balanceOf", account, self.unit(terms)))

    def state(self, terms: Claim) -> dict[str, Any]:
        found: dict[str, Any] = self.see("claim_state", self.id(terms))
        return found

    def outstanding(self, terms: Claim) -> int:
        return int(self.see("outstanding", self.id(terms)))

    def proceeds(self, terms: Claim, account: str) -> int:
        return int(self.see("proceeds_of", self.id(terms), account))

    # --- money ---

    def held(self, account: str, token: Deployed | None = None) -> int:
        return int(self.see("balanceOf", account, contract=token or self.euro))

    def token(self, temper: int = 0, decimals: int = 6) -> Deployed:
        """A token of some temper of which everybody who pays holds plenty."""
        token = self.driver.deploy("TestToken", ["Token", "TKN", decimals, temper], self.keeper)
        self.endow(token)
        return token

    def endow(self, token: Deployed) -> None:
        for name in (*ROLES, "stranger"):
            self.ok(self.keeper, "mint", getattr(self, name), PLENTY, contract=token)
            self.ok(getattr(self, name), "approve", self.claims.address, PLENTY, contract=token)


@lru_cache(maxsize=1)
def built() -> ClaimHouse:
    driver = RevmDriver(START - 1)
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    keeper = people["keeper"].address
    driver.set_time(START)
    held = (
        ("keeper", Capability.ADMINISTRATOR),
        ("keeper", Capability.ADMITTER),
        ("keeper", Capability.KEEPER),
        ("second_keeper", Capability.KEEPER),
        ("guardian", Capability.GUARDIAN),
        ("supervisor", Capability.SUPERVISOR),
    )
    grants = [suite_of.Grant(people[name].address, int(capability)) for name, capability in held]
    suite = suite_of.deploy_suite(driver, keeper, grants)
    calendars = places()
    suite_of.load_places(driver, suite, calendars, keeper)
    courts = [people["court"].address]
    for name, role in sorted(ROLES.items(), key=lambda item: item[0] != "court"):
        named = () if name == "court" else courts
        suite_of.admit_party(driver, suite, people[name], int(role), keeper, courts=named)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], keeper)
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], keeper)
    by_key = {place_key(calendar.code): calendar for calendar in calendars}
    house = ClaimHouse(driver, suite, people, euro, wallet, by_key)
    house.admit_contract(wallet)
    house.endow(euro)
    return house


@contextmanager
def opened() -> Iterator[ClaimHouse]:
    """The house as it was built; what the test does to it is undone."""
    house = built()
    mark = house.driver.snapshot()
    try:
        yield house
    finally:
        house.driver.revert(mark)


__all__ = ["DUBAI", "DUE", "FACE", "HAMBURG", "SCALE", "SHANGHAI", "TARGET", "TODAY", "ClaimHouse", "opened"]
