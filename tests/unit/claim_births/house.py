"""The actors of the births' tests by role, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pytest
from eth_account import Account as EthAccount
from eth_account.messages import SignableMessage, encode_typed_data
from eth_utils.crypto import keccak

from tests.unit.acting import Acting, same
from tests.unit.documentary_credit.house import DUBAI, HAMBURG, SHANGHAI, TARGET, places
from usance.calendars import PlaceCalendar, day_of
from usance.chain import suite as suite_of
from usance.chain.driver import Account, Deployed, Receipt, Reverted
from usance.chain.revm import RevmDriver
from usance.claim_terms import Claim, Row, claim_id, sub_account, unit_id
from usance.codes_claims import ClaimKind
from usance.model.party import Capability, Role
from usance.terms import ZERO_HASH

DAY = 86_400
HOUR = 3_600
TODAY = day_of("2026-03-02")  # a Monday
START = TODAY * DAY + 5 * HOUR
# A Friday; the clocks of Hamburg moved in between.
DUE = day_of("2026-05-29")
FACE = 119_000_00
CAP = 500_000_00
FOREVER = 4_102_444_800
REFERENCE = b"reference".ljust(32, b"\0")
EUR = b"EUR".ljust(32, b"\0")
USD = b"USD".ljust(32, b"\0")

REFUSING, BURNING, REENTERING = 1, 2, 3
REGISTERED, ACCEPTED, DENIED, PAID, RESCINDED, PENDING, CANCELLED, DEFAULTED = range(1, 9)
DEFENCES, SETOFF = 1, 2
ACTIVE, HELD, INSOLVENT, REMOVED = 1, 2, 3, 4
PENDING_ACCOUNT, PLEDGED_ACCOUNT, PARKED_ACCOUNT = 1, 2, 3
INTEREST = 10**17

TRADERS = ("seller", "buyer", "anchor", "supplier", "second_supplier", "wallet_owner")
BANKS = ("bank", "financier")
NAMES = (
    "keeper", "second_keeper", "guardian", "supervisor", "verifier", "outsider", "agent_owner",
    *TRADERS, *BANKS,
)  # fmt: skip


def number(value: int) -> bytes:
    """A hash that is simply a number: a fingerprint, a salt."""
    return value.to_bytes(32, "big")


@dataclass
class House(Acting):
    """The suite with four places, its parties admitted, and an agent that brings claims when asked."""

    driver: RevmDriver
    suite: suite_of.Suite
    people: dict[str, Account]
    euro: Deployed
    wallet: Deployed
    agent: Deployed
    calendars: dict[bytes, PlaceCalendar]
    count: int = field(default=0)
    coming: int = field(default=0)

    @property
    def subject(self) -> Deployed:
        return self.suite.claim

    @property
    def claim(self) -> Deployed:
        return self.suite.claim

    # --- acts and views ---

    def rule(self, function: str, *args: Any) -> Any:
        """A view of ClaimRules."""
        return self.driver.view(self.suite.claim_rules, function, list(args))

    def refused(self, reason: str, function: str, *args: Any) -> None:
        """A view of ClaimRules that reverts with this reason."""
        with pytest.raises(Reverted) as met:
            self.rule(function, *args)
        assert same(reason, met.value.reason), f"{reason} expected, got {met.value.reason!r}"

    # --- time ---

    def at(self, day: int, hour: float = 10, place: bytes = HAMBURG) -> None:
        """The next act is at this hour after local midnight."""
        self.at_second(self.midnight(day, place) + int(hour * HOUR))

    def midnight(self, day: int, place: bytes = HAMBURG) -> int:
        return self.calendars[place].midnight(day)

    def at_second(self, instant: int) -> None:
        self.driver.set_time(instant)
        self.coming = instant

    # --- terms ---

    def terms(self, **changes: Any) -> Claim:
        """An invoice of the seller on the buyer, due in three months in Hamburg."""
        self.count += 1
        base = Claim(
            creditor=self.seller,
            debtor=self.buyer,
            currency=EUR,
            asset=self.euro.address,
            asset_scale=10_000,
            face=FACE,
            issue_day=TODAY,
            due_day=DUE,
            pay_place=HAMBURG,
            currency_place=TARGET,
            grace_days=3,
            object_amount=FACE,
            fingerprint=number(1_000 + self.count),
            content=keccak(b"invoice"),
            salt=number(self.count),
        )
        return base.but(**changes)

    def promise(self, **changes: Any) -> Claim:
        """A payable of the anchor to its first supplier, which has five banking days to receive it."""
        words: dict[str, Any] = {
            "kind": ClaimKind.PAYABLE,
            "creditor": self.supplier,
            "debtor": self.anchor,
            "object_amount": 0,
            "fingerprint": ZERO_HASH,
        }
        return self.terms(**(words | changes))

    def unpaid(self, **changes: Any) -> Claim:
        """What the bank did not pay under a credit, due yesterday."""
        words: dict[str, Any] = {
            "kind": ClaimKind.UNPAID_CREDIT,
            "debtor": self.bank,
            "issue_day": TODAY - 1,
            "due_day": TODAY - 1,
            "grace_days": 0,
            "object_amount": 0,
            "fingerprint": ZERO_HASH,
        }
        return self.terms(**(words | changes))

    def rows(self, n: int, **changes: Any) -> list[Row]:
        """Rows with a fingerprint and salt of their own."""
        return [self.terms(**changes).row() for _ in range(n)]

    def id(self, terms: Claim) -> bytes:
        return claim_id(terms, self.driver.chain_id, self.claim.address)

    def state(self, terms: Claim) -> dict[str, Any]:
        found: dict[str, Any] = self.see("claim_state", self.id(terms))
        return found

    def units(self, terms: Claim, account: str) -> int:
        return int(self.see("balanceOf", account, unit_id(self.id(terms))))

    def key(self, terms: Claim) -> bytes:
        found: bytes = self.see("key_of", terms.fingerprint, terms.creditor, contract=self.suite.charge)
        return found

    def taken(self, terms: Claim) -> int:
        """[minor] of the invoice that claims hold."""
        return int(self.see("object_of", self.key(terms), contract=self.suite.charge)["on_ledger"])

    # --- claims in a state ---

    def registered(self, **changes: Any) -> Claim:
        terms = self.terms(**changes)
        self.ok(terms.creditor, "register", terms)
        return terms

    def accepted(self, **changes: Any) -> Claim:
        terms = self.registered(**changes)
        self.ok(terms.debtor, "accept", terms, 0)
        return terms

    def promised(self, **changes: Any) -> Claim:
        terms = self.promise(**changes)
        self.ok(terms.debtor, "issue_payable", terms)
        return terms

    def born(self, **changes: Any) -> Claim:
        """Brought by the agent, which the bank has authorised for the occasion."""
        terms = self.unpaid(**changes)
        self.ok(terms.debtor, "authorise", self.agent.address, terms.face, FOREVER)
        self.bring(terms).require()
        return terms

    def bring(self, terms: Claim) -> Receipt:
        return self.act(self.agent_owner, "bring", terms, contract=self.agent)

    # --- others ---

    def set_status(self, party: str, status: int) -> None:
        self.ok(self.supervisor, "set_status", party, status, contract=self.suite.registry)

    def mandate(self, limit: int = FACE, days: int = 5, until: int = FOREVER, seller: str = "") -> None:
        """The buyer's word that its silence on the seller's invoices is acceptance."""
        words = [seller or self.seller, limit, days, until]
        self.ok(self.buyer, "set_mandate", *words, contract=self.suite.registry)

    def acceptance(
        self, ids: Sequence[bytes], waivers: int = 0, nonce: int = 1, deadline: int = FOREVER, **domain: Any
    ) -> SignableMessage:
        """The message by which a debtor accepts claims."""
        names = {
            "name": "Usance ClaimToken",
            "version": "1",
            "chainId": self.driver.chain_id,
            "verifyingContract": self.claim.address,
        }
        fields = [
            ("claims", "bytes32[]"),
            ("waivers", "uint256"),
            ("nonce", "uint256"),
            ("deadline", "uint256"),
        ]
        return encode_typed_data(
            names | domain,
            {"Acceptance": [{"name": name, "type": kind} for name, kind in fields]},
            {"claims": list(ids), "waivers": waivers, "nonce": nonce, "deadline": deadline},
        )

    def signed(self, signer: str, ids: Sequence[bytes], *args: Any, **domain: Any) -> bytes:
        """The signature of one of the people over an acceptance."""
        key = self.people[signer].key
        assert key is not None
        return bytes(EthAccount.sign_message(self.acceptance(ids, *args, **domain), key).signature)

    def execute(self, party: Deployed, function: str, *args: Any, target: Deployed | None = None) -> Receipt:
        """An act of a contract that is a party, by its owner."""
        contract = target or self.claim
        data = contract.abi.function(function, len(args)).encode(list(args))
        return self.act(self.wallet_owner, "execute", contract.address, data, contract=party)

    def hostile(self, kind: int) -> Deployed:
        return self.driver.deploy("HostileParty", [self.wallet_owner, kind], self.keeper)

    def pending(self, terms: Claim) -> str:
        return sub_account(PENDING_ACCOUNT, terms.debtor, terms.creditor)

    def parked(self, owner: str) -> str:
        return sub_account(PARKED_ACCOUNT, owner, owner)


def grants(people: dict[str, Account]) -> list[suite_of.Grant]:
    held = (
        ("keeper", Capability.ADMINISTRATOR),
        ("keeper", Capability.ADMITTER),
        ("keeper", Capability.KEEPER),
        ("second_keeper", Capability.KEEPER),
        ("guardian", Capability.GUARDIAN),
        ("supervisor", Capability.SUPERVISOR),
    )
    return [suite_of.Grant(people[name].address, int(capability)) for name, capability in held]


@lru_cache(maxsize=1)
def built() -> House:
    driver = RevmDriver(START - 1)
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    keeper = people["keeper"].address
    driver.set_time(START)
    suite = suite_of.deploy_suite(driver, keeper, grants(people))
    calendars = places()
    suite_of.load_places(driver, suite, calendars, keeper)
    for name in TRADERS:
        suite_of.admit_party(driver, suite, people[name], Role.TRADER, keeper)
    for name in BANKS:
        suite_of.admit_party(driver, suite, people[name], Role.BANK, keeper, authorise=False)
    suite_of.admit_party(driver, suite, people["verifier"], Role.VERIFIER, keeper)
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], keeper)
    owner = people["wallet_owner"].address
    suite_of.admit_wallet(driver, suite, wallet, owner, Role.TRADER, keeper)
    words = [people["agent_owner"].address, suite.claim.address, suite.calendar.address]
    agent = driver.deploy("TestAgent", words, keeper)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], keeper)
    by_key = dict(zip((HAMBURG, DUBAI, SHANGHAI, TARGET), calendars, strict=True))
    return House(driver, suite, people, euro, wallet, agent, by_key)


@contextmanager
def opened() -> Iterator[House]:
    """The house as it was built; what the test does to it is undone."""
    house = built()
    mark = house.driver.snapshot()
    try:
        yield house
    finally:
        house.driver.revert(mark)
        house.coming = 0


def names_of(receipt: Receipt) -> list[str]:
    """Names of the events in their order."""
    return [event.name for event in receipt.events]
