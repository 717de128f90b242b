"""A chain with parties, places, tokens and the credit contract, and the model beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from time import process_time
from typing import Any

from usance.calendars import Closure, Offset, PlaceCalendar, Week, day_of
from usance.chain import suite as chain_suite
from usance.chain.abi import Event
from usance.chain.driver import Deployed, Driver, Receipt
from usance.chain.revm import RevmDriver
from usance.codes import Confirmation
from usance.model.charge import ChargeModel
from usance.model.claim import ClaimTokenModel
from usance.model.credit import DocumentaryCreditModel
from usance.model.money import Money, Token
from usance.model.party import Capability, PartyModel, Role
from usance.model.world import PlaceDays, World
from usance.signing import Admission
from usance.terms import ZERO_HASH, Credit, Presentation, place_key

DAY = 86_400
PLENTY = 10**36
ENOUGH = 2**250
RULEBOOK = b"rulebook".ljust(32, b"\0")
ORDER = b"order".ljust(32, b"\7")
FIRST = day_of("2026-01-05")  # a Monday
START = FIRST * DAY + 10 * 3600

PEOPLE = (
    "keeper",
    "second_keeper",
    "issuing_bank",
    "second_issuer",
    "confirming_bank",
    "nominated_bank",
    "third_bank",
    "applicant",
    "beneficiary",
    "second_beneficiary",
    "delivery_agent",
    "supervisor",
    "guardian",
    "court",
    "wallet_owner",
    "stranger",
    "panel",
)
BANKS = ("issuing_bank", "second_issuer", "confirming_bank", "nominated_bank", "third_bank")
TRADERS = ("applicant", "beneficiary", "second_beneficiary")
# Who lets the credits bind it for what it sold with recourse; the others do not.
SELLERS = ("beneficiary",)
# Place -> (weekend, minutes ahead of UTC, closing minute). The weekends differ on purpose.
PLACES = {
    "HOME": (frozenset({5, 6}), 60, 1020),
    "GULF": (frozenset({4, 5}), 240, 840),
    "EAST": (frozenset({5, 6}), 480, 1020),
}
TEMPERS = {"plain": 0, "false_return": 2, "fee": 3, "blocklist": 4, "pause": 5, "callback": 6, "upgrade": 7}


def places() -> dict[bytes, PlaceCalendar]:
    """The calendars of the house: a few holidays, a worked weekend, five years."""
    found: dict[bytes, PlaceCalendar] = {}
    for index, (code, (weekend, minutes, closes)) in enumerate(PLACES.items()):
        place = PlaceCalendar(
            code,
            weeks=[Week(0, weekend, closes)],
            offsets=[Offset(0, minutes)],
            closed={FIRST + 7 * week + 2 + index for week in range(1, 250, 5 + index)},
            worked={FIRST + 7 * week + 5 for week in range(3, 250, 17)} if code == "EAST" else set(),
            loaded_from=FIRST - 60,
            loaded_until=FIRST + 1800,
            official_until=FIRST + 1800,
        )
        found[place_key(code)] = place
    return found


class TimedDriver(RevmDriver):
    """Adds up the seconds spent on decoding logs, for the split of the benchmark."""

    decoding = 0.0

    def _events(self) -> tuple[Event, ...]:
        start = process_time()
        found = super()._events()
        self.decoding += process_time() - start
        return found


@dataclass
class Seat:
    """Accounts by role, contracts by name."""

    driver: Any
    registry: Deployed
    calendar: Deployed
    credit: Deployed
    claim: Deployed
    charge: Deployed
    tokens: dict[str, Deployed]
    wallet: Deployed
    people: dict[str, str]
    snapshot: Any = None


@dataclass
class House:
    """The seat with a fresh model; `reset` takes both back to the first day."""

    seat: Seat
    places: dict[bytes, PlaceCalendar] = field(default_factory=places)
    model: DocumentaryCreditModel = field(init=False)
    claims: ClaimTokenModel = field(init=False)
    parties: PartyModel = field(init=False)
    money: Money = field(init=False)
    days: PlaceDays = field(init=False)

    def __post_init__(self) -> None:
        self._fresh()

    @property
    def driver(self) -> Any:
        return self.seat.driver

    @property
    def credit(self) -> Deployed:
        return self.seat.credit

    def __getitem__(self, name: str) -> str:
        """The address of a person or a token."""
        if name in self.seat.people:
            return self.seat.people[name]
        return self.seat.tokens[name].address

    def reset(self) -> None:
        """Back to the first day, on chain and in the model."""
        driver = self.seat.driver
        driver.revert(self.seat.snapshot)
        self.seat.snapshot = driver.snapshot()
        self._fresh()

    def _fresh(self) -> None:
        seat = self.seat
        self.places.clear()
        self.places.update(places())
        now = seat.driver.now()
        self.parties = PartyModel.founded(
            RULEBOOK,
            powers(seat.people),
            now=START,
            chain_id=seat.driver.chain_id,
            address=seat.registry.address,
            wallets=frozenset({seat.wallet.address}),
        )
        for admission in admissions(seat.people):
            assert not self.parties.propose(admission, sender=seat.people["keeper"], now=now)
            assert not self.parties.accept(admission, RULEBOOK, sender=admission.party, now=now)
        self.money = Money()
        for name, deployed in seat.tokens.items():
            token = self.money.add(Token(deployed.address, kind=name, fee_bps=100 if name == "fee" else 0))
            for holder in payers(seat.people):
                token.balances[holder] = PLENTY
                token.allowances[holder, seat.credit.address] = ENOUGH
                token.allowances[holder, seat.claim.address] = ENOUGH
        self.days = PlaceDays(self.places)
        world = World(seat.driver.chain_id, self.parties, self.days, self.money)
        charges = ChargeModel(seat.charge.address, self.parties, seat.claim.address)
        contracts = (seat.wallet.address, seat.credit.address)
        self.claims = ClaimTokenModel(seat.claim.address, world, charges, contracts=contracts)
        world.claims = self.claims
        for admission in admissions(seat.people):
            if binds_itself(admission, seat.people):
                self.claims.authorise(
                    admission.party,
                    now,
                    seat.credit.address,
                    chain_suite.LARGEST_CAP,
                    chain_suite.VALID_UNTIL,
                )
        self.model = DocumentaryCreditModel(seat.credit.address, world)

    # --- what tests ask for ---

    def day(self, place: str = "HOME") -> int:
        """Today at a place."""
        return self.places[place_key(place)].local_day(self.driver.now())

    def terms(self, **changes: Any) -> Credit:
        """A covered sight credit of the house, expiring in eight weeks."""
        today = self.day()
        base = Credit(
            issuer=self["issuing_bank"],
            issuer_place=place_key("HOME"),
            applicant=self["applicant"],
            beneficiary=self["beneficiary"],
            delivery_agent=self["delivery_agent"],
            currency=b"EUR".ljust(32, b"\0"),
            asset=self["plain"],
            asset_scale=10_000,
            amount=100_000_00,
            issue_day=today,
            expiry_day=today + 56,
            expiry_place=place_key("HOME"),
            cover_bps=10_000,
        )
        return base.but(**changes)

    def confirmed_terms(self, **changes: Any) -> Credit:
        """The same with a bank asked to confirm, in another place."""
        words: dict[str, Any] = {
            "confirmer": self["confirming_bank"],
            "confirmer_place": place_key("GULF"),
            "confirmation": Confirmation.CONFIRM,
        }
        return self.terms(**(words | changes))

    def nominated_terms(self, **changes: Any) -> Credit:
        """The same with a nominated bank in a third place."""
        words = {"nominated": self["nominated_bank"], "nominated_place": place_key("EAST")}
        return self.terms(**(words | changes))

    def statement(self, terms: Credit, bank: str = "issuing_bank", **changes: Any) -> Presentation:
        """A set of the beneficiary for the whole amount, at one of the banks."""
        place = {
            terms.issuer: terms.issuer_place,
            terms.confirmer: terms.confirmer_place,
            terms.nominated: terms.nominated_place,
        }.get(self[bank], place_key("EAST"))
        base = Presentation(
            presenter=terms.beneficiary,
            bank=self[bank],
            bank_place=place,
            amount=terms.amount,
            pay_to=terms.beneficiary,
            documents=b"set".ljust(32, b"\1"),
        )
        return base.but(**changes)

    def act(self, name: str, by: str, *args: Any, at: int | None = None) -> Receipt:
        """An act on the chain alone, by a person's name or an address."""
        if at is not None:
            self.driver.set_time(at)
        sender = self[by] if by in self.seat.people else by
        return self.driver.call(self.credit, name, args, sender)

    def view(self, name: str, *args: Any) -> Any:
        return self.driver.view(self.credit, name, args)

    def at_day(self, day: int, place: str = "HOME", second: int = 36_000) -> None:
        """The next act is on that local day, at that second of it."""
        self.driver.set_time(self.places[place_key(place)].midnight(day) + second)

    def close_unplanned(self, place: str, day: int, reason: int) -> None:
        """Two keepers record a closure now, on chain and in the model."""
        seat, key = self.seat, place_key(place)
        seat.driver.call(seat.calendar, "record_closure", (key, day, reason), seat.people["keeper"]).require()
        receipt = seat.driver.call(
            seat.calendar, "record_closure", (key, day, reason), seat.people["second_keeper"]
        ).require()
        self.places[key].unplanned[day] = Closure(reason, receipt.timestamp)
        self.days.forget()


def powers(people: dict[str, str]) -> list[tuple[str, int]]:
    """Who holds which capability."""
    return [
        (people["keeper"], int(Capability.ADMINISTRATOR)),
        (people["keeper"], int(Capability.ADMITTER)),
        (people["supervisor"], int(Capability.SUPERVISOR)),
        (people["guardian"], int(Capability.GUARDIAN)),
        (people["keeper"], int(Capability.KEEPER)),
        (people["second_keeper"], int(Capability.KEEPER)),
    ]


def payers(people: dict[str, str]) -> list[str]:
    """Who holds money at the start."""
    return [people[name] for name in BANKS]


def admissions(people: dict[str, str]) -> list[Admission]:
    """Everybody who is a party of trade."""
    roles = dict.fromkeys(BANKS, Role.BANK) | dict.fromkeys((*TRADERS, "wallet"), Role.TRADER)
    roles["court"] = Role.COURT
    return [
        Admission(
            party=people[name],
            roles=int(role),
            valid_until=START + 3000 * DAY,
            identity=name.encode().ljust(32, b"\0"),
            courts=() if name == "court" else (people["court"],),
        )
        for name, role in roles.items()
    ]


def binds_itself(admission: Admission, people: Mapping[str, str]) -> bool:
    """Is it a bank, or a seller, that authorised the credits in the ledger of claims?"""
    sellers = [people[name] for name in SELLERS]
    return bool(int(admission.roles) & chain_suite.BANK) or admission.party in sellers


def _call(driver: Driver, contract: Deployed, sender: str, name: str, *args: Any) -> Any:
    return driver.call(contract, name, args, sender).require().returned


def authorise(
    driver: Driver, suite: chain_suite.Suite, wallet: Deployed, people: Mapping[str, str], bank: str
) -> None:
    """A bank or a seller lets the credits bind it for what it does not pay, or has to give back."""
    words = (suite.credit.address, chain_suite.LARGEST_CAP, chain_suite.VALID_UNTIL)
    if bank == wallet.address:
        data = suite.claim.abi.function("authorise").encode(words)
        _call(driver, wallet, people["wallet_owner"], "execute", suite.claim.address, data)
    else:
        _call(driver, suite.claim, bank, "authorise", *words)


def new_seat() -> Seat:
    """Deploy everything: about a hundred acts in one process."""
    return seat_on(TimedDriver(START - 1))


def seat_on(driver: Driver) -> Seat:
    """Deploy everything on any chain whose clock is before the first day."""
    accounts = driver.accounts(len(PEOPLE))
    people = {name: account.address for name, account in zip(PEOPLE, accounts, strict=True)}
    keeper = people["keeper"]
    driver.set_time(START)
    suite = chain_suite.deploy_suite(
        driver, keeper, [chain_suite.Grant(account, bit) for account, bit in powers(people)], RULEBOOK
    )
    wallet = driver.deploy("TestWallet", (people["wallet_owner"],), keeper)
    people["wallet"] = wallet.address
    chain_suite.load_places(driver, suite, places().values(), keeper)
    for admission in admissions(people):
        _call(driver, suite.registry, keeper, "propose", admission)
        if admission.party == wallet.address:
            data = suite.registry.abi.function("accept").encode((admission, RULEBOOK))
            _call(driver, wallet, people["wallet_owner"], "execute", suite.registry.address, data)
        else:
            _call(driver, suite.registry, admission.party, "accept", admission, RULEBOOK)
        if binds_itself(admission, people):
            authorise(driver, suite, wallet, people, admission.party)
    tokens = {
        name: driver.deploy("TestToken", (name, name, 6, temper), keeper) for name, temper in TEMPERS.items()
    }
    tokens["no_return"] = driver.deploy("TestTokenNoReturn", ("no_return", "NR", 6), keeper)
    for token in tokens.values():
        for holder in payers(people):
            _call(driver, token, keeper, "mint", holder, PLENTY)
            for spender in (suite.credit.address, suite.claim.address):
                _call(driver, token, holder, "approve", spender, ENOUGH)
    seat = Seat(
        driver,
        suite.registry,
        suite.calendar,
        suite.credit,
        suite.claim,
        suite.charge,
        tokens,
        wallet,
        people,
    )
    seat.snapshot = driver.snapshot()
    return seat


@lru_cache(maxsize=1)
def shared_seat() -> Seat:
    """One deployment for a whole test run; every test starts from its snapshot."""
    return new_seat()


def house() -> House:
    """The shared seat, back at its first day."""
    found = House(shared_seat())
    found.reset()
    return found


def discrepancies(*codes: int) -> list[dict[str, Any]]:
    """Discrepancies of the whole set, as the ABI takes them."""
    return [{"code": code, "leaf": ZERO_HASH} for code in codes]
