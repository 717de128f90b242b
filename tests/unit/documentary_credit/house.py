"""The actors of the credit's tests by role, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pytest

from tests.unit.acting import Acting
from usance.calendars import Offset, PlaceCalendar, Week, day_of
from usance.chain import suite as suite_of
from usance.chain.driver import Account, Deployed, Receipt, Reverted
from usance.chain.revm import RevmDriver
from usance.codes import Capacity, Confirmation, Disposal
from usance.model.party import Capability, Role
from usance.terms import ZERO_HASH, Credit, Presentation, credit_id, place_key, presentation_id

DAY = 86_400
HOUR = 3_600
YEAR = 366 * DAY
PLENTY = 10**60
ENOUGH = 2**255
# 2026-03-02 is a Monday; Hamburg's clock moves on 2026-03-29.
TODAY = day_of("2026-03-02")
START = TODAY * DAY + 5 * HOUR
EXPIRY = day_of("2026-06-14")
EXPIRY_MONDAY = EXPIRY + 1
TEXT = b"text of the notice".ljust(32, b"\0")
PROOF = b"proof of arrival".ljust(32, b"\0")
ORDER = b"order of the court".ljust(32, b"\0")

PLAIN, NO_RETURN, FALSE_RETURN, FEE, BLOCKLIST, PAUSE, CALLBACK, UPGRADE = range(8)
REFUSING, BURNING, REENTERING = 1, 2, 3

BANKS = ("issuing_bank", "advising_bank", "nominated_bank", "confirming_bank", "collecting_bank")
TRADERS = ("applicant", "beneficiary", "delivery_agent")
NAMES = (
    "keeper",
    "second_keeper",
    "guardian",
    "supervisor",
    "court",
    "stranger",
    "wallet_owner",
    "assignee",
    *BANKS,
    *TRADERS,
)

HAMBURG, DUBAI, SHANGHAI, TARGET = (place_key(code) for code in ("DEHAM", "AEDXB", "CNSHA", "TARGET"))
GOOD_FRIDAY = day_of("2026-04-03")
EASTER_MONDAY = day_of("2026-04-06")
LABOUR_DAY = day_of("2026-05-01")


def places() -> list[PlaceCalendar]:
    """Four places: a clock that moves, a Gulf weekend, a worked Sunday, a centre without a desk."""
    span = {"loaded_from": TODAY - 400, "loaded_until": TODAY + 700, "official_until": TODAY + 700}
    hamburg = PlaceCalendar(
        "DEHAM",
        offsets=[
            Offset(0, 60),
            Offset(day_of("2026-03-29"), 120),
            Offset(day_of("2026-10-25"), 60),
        ],
        closed={GOOD_FRIDAY, EASTER_MONDAY, LABOUR_DAY},
        **span,  # type: ignore[arg-type]
    )
    dubai = PlaceCalendar(
        "AEDXB",
        weeks=[Week(0, frozenset({4, 5}), 14 * 60)],
        offsets=[Offset(0, 240)],
        closed={day_of("2026-03-22")},
        **span,  # type: ignore[arg-type]
    )
    shanghai = PlaceCalendar(
        "CNSHA",
        offsets=[Offset(0, 480)],
        closed={LABOUR_DAY, day_of("2026-05-04"), day_of("2026-05-05")},
        worked={day_of("2026-05-09")},
        **span,  # type: ignore[arg-type]
    )
    target = PlaceCalendar(
        "TARGET",
        offsets=[Offset(0, 60)],
        closed={GOOD_FRIDAY, EASTER_MONDAY, LABOUR_DAY, day_of("2026-03-11")},
        **span,  # type: ignore[arg-type]
    )
    return [hamburg, dubai, shanghai, target]


def discrepancies(*codes: int, leaf: bytes = ZERO_HASH) -> list[dict[str, Any]]:
    """Discrepancies as the ABI takes them."""
    return [{"code": code, "leaf": leaf} for code in codes]


NOTICE = (discrepancies(2, 8), int(Disposal.HOLD), TEXT)


@dataclass
class House(Acting):
    """The suite with four places, its parties admitted and its banks rich."""

    driver: RevmDriver
    suite: suite_of.Suite
    people: dict[str, Account]
    euro: Deployed
    wallet: Deployed
    calendars: dict[bytes, PlaceCalendar]
    salt: int = field(default=0)
    coming: int = field(default=0)

    @property
    def subject(self) -> Deployed:
        return self.suite.credit

    @property
    def credit(self) -> Deployed:
        return self.suite.credit

    @property
    def rules(self) -> Deployed:
        return self.suite.rules

    # --- acts and views ---

    def unseen(self, reason: str, function: str, *args: Any, contract: Deployed | None = None) -> None:
        """The view is refused with exactly this reason."""
        with pytest.raises(Reverted) as refused:
            self.see(function, *args, contract=contract)
        assert refused.value.reason == reason

    def state(self, terms: Credit) -> dict[str, Any]:
        found: dict[str, Any] = self.see("credit_state", self.id(terms))
        return found

    def set_state(self, terms: Credit, statement: Presentation) -> dict[str, Any]:
        found: dict[str, Any] = self.see("presentation_state", self.set_id(terms, statement))
        return found

    def last_day(self, terms: Credit, statement: Presentation) -> int:
        set_state = self.set_state(terms, statement)
        return int(self.see("last_examination_day", terms, statement, set_state, contract=self.rules))

    def id(self, terms: Credit) -> bytes:
        return credit_id(terms, self.driver.chain_id, self.credit.address)

    def set_id(self, terms: Credit, statement: Presentation) -> bytes:
        return presentation_id(self.id(terms), statement)

    # --- time ---

    def at(self, day: int, hour: float = 10, place: bytes = HAMBURG) -> None:
        """The next act is at this hour after local midnight."""
        self.at_second(self.calendars[place].midnight(day) + int(hour * HOUR))

    def at_last_second(self, day: int, place: bytes = HAMBURG) -> None:
        self.at_second(self.calendars[place].midnight(day + 1) - 1)

    def at_first_second_after(self, day: int, place: bytes = HAMBURG) -> None:
        self.at_second(self.calendars[place].midnight(day + 1))

    def at_second(self, instant: int) -> None:
        self.driver.set_time(instant)
        self.coming = instant

    def today(self, place: bytes = HAMBURG) -> int:
        """The local day of the next act."""
        return self.calendars[place].local_day(max(self.driver.now(), self.coming))

    def close_unplanned(self, day: int, reason: int, place: bytes = HAMBURG) -> None:
        """Two keepers record a closure: 1 ordinary, 2 force majeure."""
        for keeper in (self.keeper, self.second_keeper):
            self.ok(keeper, "record_closure", place, day, reason, contract=self.suite.calendar)

    # --- terms and statements ---

    def terms(self, **changes: Any) -> Credit:
        """A fully covered sight credit available with any bank, expiring on a Sunday."""
        self.salt += 1
        base = Credit(
            issuer=self.issuing_bank,
            issuer_place=HAMBURG,
            applicant=self.applicant,
            beneficiary=self.beneficiary,
            currency=b"EUR".ljust(32, b"\0"),
            asset=self.euro.address,
            asset_scale=10_000,
            currency_place=TARGET,
            amount=54_150_00,
            issue_day=TODAY,
            expiry_day=EXPIRY,
            expiry_place=HAMBURG,
            cover_bps=10_000,
            content=b"MT700".ljust(32, b"\0"),
            salt=self.salt.to_bytes(32, "big"),
        )
        return base.but(**changes)

    def confirmable(self, **changes: Any) -> Credit:
        """The same, to be confirmed in Dubai."""
        words: dict[str, Any] = {
            "confirmer": self.confirming_bank,
            "confirmer_place": DUBAI,
            "confirmation": Confirmation.CONFIRM,
        }
        return self.terms(**(words | changes))

    def nominating(self, **changes: Any) -> Credit:
        """The same, available with a bank in Shanghai."""
        words: dict[str, Any] = {"nominated": self.nominated_bank, "nominated_place": SHANGHAI}
        return self.terms(**(words | changes))

    def statement(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        """The beneficiary's set for the whole amount at one of the banks, by role or address."""
        address = bank if bank.startswith("0x") else getattr(self, bank)
        named = {
            terms.nominated: terms.nominated_place,
            terms.confirmer: terms.confirmer_place,
            terms.issuer: terms.issuer_place,
        }
        base = Presentation(
            presenter=terms.beneficiary,
            capacity=Capacity.BENEFICIARY,
            bank=address,
            bank_place=named.get(address, SHANGHAI),
            amount=terms.amount,
            pay_to=terms.beneficiary,
            documents=b"set one".ljust(32, b"\0"),
        )
        return base.but(**changes)

    def collecting(self, terms: Credit, **changes: Any) -> Presentation:
        """The set of a bank that collects for the beneficiary."""
        words: dict[str, Any] = {"presenter": self.collecting_bank, "capacity": Capacity.COLLECTING}
        return self.statement(terms, **(words | changes))

    # --- credits and sets in a state ---

    def issued(self, terms: Credit | None = None, **changes: Any) -> Credit:
        terms = terms or self.terms(**changes)
        self.ok(self.issuing_bank, "issue", terms)
        return terms

    def confirmed(self, **changes: Any) -> Credit:
        terms = self.issued(self.confirmable(**changes))
        self.ok(self.confirming_bank, "confirm", terms, True)
        return terms

    def presented(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        statement = self.statement(terms, bank, **changes)
        self.ok(terms.beneficiary, "present", terms, statement)
        return statement

    def received(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        """Presented, and acknowledged by its bank for today at its place."""
        statement = self.presented(terms, bank, **changes)
        self.acknowledge(terms, statement)
        return statement

    def acknowledge(self, terms: Credit, statement: Presentation, by: str = "") -> Receipt:
        """By the bank the set was presented to unless named, for today at its place."""
        bank = getattr(self, by) if by else statement.bank
        place = terms.issuer_place if bank == terms.issuer else statement.bank_place
        return self.ok(bank, "acknowledge", terms, statement, self.today(place))

    def accepted(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        statement = self.received(terms, bank, **changes)
        self.ok(statement.bank, "accept", terms, statement)
        return statement

    def refused(
        self, terms: Credit, disposal: int = Disposal.HOLD, bank: str = "issuing_bank", **changes: Any
    ) -> Presentation:
        statement = self.received(terms, bank, **changes)
        self.ok(statement.bank, "refuse", terms, statement, NOTICE[0], int(disposal), TEXT)
        return statement

    def precluded(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        """Received and left without a notice; a stranger pokes on the day after the last."""
        statement = self.received(terms, bank, **changes)
        place = terms.issuer_place if statement.bank == terms.issuer else statement.bank_place
        self.at_first_second_after(self.last_day(terms, statement), place)
        self.ok(self.stranger, "preclude", terms, statement)
        return statement

    # --- money ---

    def held(self, account: str, token: Deployed | None = None) -> int:
        return int(self.see("balanceOf", account, contract=token or self.euro))

    def waiting(self, party: str, token: Deployed | None = None) -> int:
        """What the credit contract keeps for a party to withdraw."""
        return int(self.see("withdrawable", party, (token or self.euro).address))

    def token(self, temper: int = PLAIN, decimals: int = 6) -> Deployed:
        """A token of some temper of which every bank holds plenty."""
        deployer = self.keeper
        if temper == NO_RETURN:
            token = self.driver.deploy("TestTokenNoReturn", ["Token", "TKN", decimals], deployer)
        else:
            token = self.driver.deploy("TestToken", ["Token", "TKN", decimals, temper], deployer)
        for bank in BANKS:
            self.ok(deployer, "mint", getattr(self, bank), PLENTY, contract=token)
            self.ok(getattr(self, bank), "approve", self.credit.address, ENOUGH, contract=token)
        return token

    def execute(self, function: str, *args: Any, target: Deployed | None = None) -> Receipt:
        """An act of the wallet, by its owner."""
        contract = target or self.credit
        data = contract.abi.function(function, len(args)).encode(list(args))
        return self.act(self.wallet_owner, "execute", contract.address, data, contract=self.wallet)

    def hostile(self, kind: int) -> Deployed:
        return self.driver.deploy("HostileParty", [self.wallet_owner, kind], self.keeper)

    def set_status(self, party: str, status: int) -> None:
        self.ok(self.supervisor, "set_status", party, status, contract=self.suite.registry)


def grants(people: dict[str, Account]) -> list[suite_of.Grant]:
    """Who holds which capability."""
    held = (
        ("keeper", Capability.ADMINISTRATOR),
        ("keeper", Capability.ADMITTER),
        ("keeper", Capability.KEEPER),
        ("second_keeper", Capability.KEEPER),
        ("guardian", Capability.GUARDIAN),
        ("supervisor", Capability.SUPERVISOR),
    )
    return [suite_of.Grant(people[name].address, int(capability)) for name, capability in held]


def admit_all(driver: RevmDriver, suite: suite_of.Suite, people: dict[str, Account]) -> None:
    keeper, courts = people["keeper"].address, [people["court"].address]
    suite_of.admit_party(driver, suite, people["court"], Role.COURT, keeper)
    for name in BANKS:
        suite_of.admit_party(driver, suite, people[name], Role.BANK, keeper, courts=courts)
    for name in TRADERS:
        suite_of.admit_party(driver, suite, people[name], Role.TRADER, keeper, courts=courts)


@lru_cache(maxsize=1)
def built() -> House:
    driver = RevmDriver(START - 1)
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    keeper = people["keeper"].address
    driver.set_time(START)
    suite = suite_of.deploy_suite(driver, keeper, grants(people))
    calendars = places()
    suite_of.load_places(driver, suite, calendars, keeper)
    admit_all(driver, suite, people)
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], keeper)
    suite_of.admit_wallet(driver, suite, wallet, people["wallet_owner"].address, Role.BANK, keeper)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, PLAIN], keeper)
    by_key = {place_key(calendar.code): calendar for calendar in calendars}
    house = House(driver, suite, people, euro, wallet, by_key)
    for bank in BANKS:
        house.ok(keeper, "mint", getattr(house, bank), PLENTY, contract=euro)
        house.ok(getattr(house, bank), "approve", house.credit.address, ENOUGH, contract=euro)
    return house


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


def codes_of(receipt: Receipt) -> Sequence[str]:
    """Names of the events in their order, those of the tokens and of ClaimToken left out."""
    others = {"Transfer", "Approval", "Reserved"}
    return [event.name for event in receipt.events if event.name not in others]
