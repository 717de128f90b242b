"""A chain with the whole suite, its parties and tokens, and the models of claims and charges beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tests.machines.claim_words import executed
from tests.machines.credit_house import (
    DAY,
    ENOUGH,
    PLENTY,
    RULEBOOK,
    START,
    TimedDriver,
    places,
)
from usance import signing
from usance.calendars import PlaceCalendar
from usance.chain import suite as chain_suite
from usance.chain.driver import Deployed, Driver, Receipt
from usance.claim_terms import Claim
from usance.claims.signing import CLAIM_TOKEN, acceptance_message
from usance.codes_claims import ClaimKind
from usance.model.charge import ChargeModel
from usance.model.claim import ClaimTokenModel
from usance.model.claim_base import acceptance_words
from usance.model.money import Money, Token
from usance.model.party import Capability, PartyModel, Role, Signed
from usance.model.world import PlaceDays, World
from usance.signing import Admission, Domain
from usance.terms import place_key

HOME, GULF, EAST = place_key("HOME"), place_key("GULF"), place_key("EAST")
MOST = 2**112 - 1
TEMPERS = {"plain": 0, "fee": 3, "blocklist": 4, "pause": 5}
HOSTILE = {"refusing": 1, "burning": 2, "reentering": 3}
# Contracts that act for an owner: a wallet, hostile parties, an agent.
ROLES: dict[str, Role] = {
    "court": Role.COURT,
    "seller": Role.TRADER,
    "second_seller": Role.TRADER,
    "debtor": Role.TRADER,
    "anchor": Role.TRADER,
    "supplier": Role.TRADER,
    "second_supplier": Role.TRADER,
    "third_supplier": Role.TRADER,
    "financier": Role.FINANCIER,
    "second_financier": Role.FINANCIER,
    "bank": Role.BANK,
    "verifier": Role.VERIFIER,
    "wallet": Role.TRADER,
    "refusing": Role.TRADER,
    "burning": Role.TRADER,
    "reentering": Role.TRADER | Role.FINANCIER,
}
OTHERS = (
    *("keeper", "second_keeper", "supervisor", "guardian"),
    *("wallet_owner", "agent", "stranger"),
)
CONTRACTS = ("wallet", *HOSTILE)
ACCOUNTS = (*OTHERS, *(name for name in ROLES if name not in CONTRACTS))


@dataclass
class Seat:
    """What is deployed once."""

    driver: Any
    suite: chain_suite.Suite
    tokens: dict[str, Deployed]
    people: dict[str, str]
    keys: dict[str, bytes]
    wallets: dict[str, Deployed]
    agent: Deployed
    snapshot: Any = None


@dataclass
class House:
    """The seat with fresh models; `reset` takes all back to the first day."""

    seat: Seat
    places: dict[bytes, PlaceCalendar] = field(default_factory=places)
    names: dict[str, str] = field(init=False)
    parties: PartyModel = field(init=False)
    money: Money = field(init=False)
    days: PlaceDays = field(init=False)
    charges: ChargeModel = field(init=False)
    model: ClaimTokenModel = field(init=False)

    def __post_init__(self) -> None:
        self._fresh()

    @property
    def driver(self) -> Any:
        return self.seat.driver

    @property
    def claims(self) -> Deployed:
        return self.seat.suite.claim

    def __getitem__(self, name: str) -> str:
        """The address of a person or a token."""
        if name in self.seat.people:
            return self.seat.people[name]
        return self.seat.tokens[name].address

    def name_of(self, address: str) -> str:
        return self.names.get(address, address)

    def reset(self) -> None:
        """Back to the first day, on chain and in the models."""
        seat = self.seat
        seat.driver.revert(seat.snapshot)
        seat.snapshot = seat.driver.snapshot()
        self._fresh()

    def _fresh(self) -> None:
        seat, people = self.seat, self.seat.people
        self.names = {address: name for name, address in people.items()}
        self.names |= {token.address: name for name, token in seat.tokens.items()}
        self.names |= {contract.address: contract.name for contract in seat.suite.contracts()}
        wallets = frozenset(wallet.address for wallet in seat.wallets.values())
        self.parties = PartyModel.founded(
            RULEBOOK,
            powers(people),
            now=START,
            chain_id=seat.driver.chain_id,
            address=seat.suite.registry.address,
            wallets=wallets,
        )
        now = seat.driver.now()
        for admission in admissions(people):
            assert not self.parties.propose(admission, sender=people["keeper"], now=now)
            assert not self.parties.accept(admission, RULEBOOK, sender=admission.party, now=now)
        self.money = Money()
        for name, deployed in seat.tokens.items():
            token = self.money.add(Token(deployed.address, kind=name, fee_bps=100 if name == "fee" else 0))
            for holder in payers(people):
                token.balances[holder] = PLENTY
                token.allowances[holder, self.claims.address] = ENOUGH
        self.days = PlaceDays(self.places)
        world = World(seat.driver.chain_id, self.parties, self.days, self.money)
        self.charges = ChargeModel(seat.suite.charge.address, self.parties, self.claims.address)
        self.model = ClaimTokenModel(
            self.claims.address,
            world,
            self.charges,
            contracts=[*wallets, seat.agent.address],
            refusing=[people["refusing"], people["burning"]],
        )

    # --- looking ---

    @property
    def next_moment(self) -> int:
        """The time of the next act."""
        pending = self.driver._next
        return int(self.driver.now() + 1 if pending is None else pending)

    def today(self, place: bytes = HOME) -> int:
        return self.places[place].local_day(self.next_moment)

    def view(self, name: str, *args: Any) -> Any:
        return self.driver.view(self.claims, name, args)

    @property
    def domain(self) -> Domain:
        return Domain(CLAIM_TOKEN, self.driver.chain_id, self.claims.address)

    # --- acts on the chain alone ---

    def sent(self, sender: str, to: str, data: bytes, gas: int | None = None) -> Any:
        """Calldata from an address, over its owner when it is a contract."""
        seat = self.seat
        name = self.names.get(sender, "")
        if name in seat.wallets:
            wrapped = executed(seat.wallets[name], to, data)
            return self.driver.send_raw(sender, wrapped, seat.people["wallet_owner"], gas=gas)
        if sender == seat.agent.address:
            # It brings and reserves for its owner; its own names for that are `bring` and `reserve`.
            names = {self.claims.abi.function("bear").selector: "bring"}
            act = seat.agent.abi.function(names.get(data[:4], "reserve"))
            return self.driver.send_raw(sender, act.selector + data[4:], seat.people["agent"], gas=gas)
        return self.driver.send_raw(to, data, sender, gas=gas)

    def act(self, sender: str, name: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        """An act by a person's name or an address."""
        target = contract or self.claims
        data = target.abi.function(name, len(args)).encode(list(args))
        done: Receipt = self.sent(self.seat.people.get(sender, sender), target.address, data)
        return done

    # --- words ---

    def terms(self, **changes: Any) -> Claim:
        """An invoice of 10 [minor] of the seller to the debtor, due in three weeks."""
        today = self.today()
        base = Claim(
            kind=ClaimKind.INVOICE,
            creditor=self["seller"],
            debtor=self["debtor"],
            currency=b"EUR".ljust(32, b"\0"),
            asset=self["plain"],
            face=10,
            issue_day=today,
            due_day=today + 21,
            pay_place=HOME,
            object_amount=10,
            fingerprint=b"invoice".ljust(32, b"\0"),
            content=b"UBL".ljust(32, b"\0"),
        )
        if "face" in changes:
            changes.setdefault("object_amount", changes["face"])
        return base.but(**changes)

    def acceptance(
        self, by: str, ids: list[bytes], waivers: int, nonce: int, deadline: int, domain: Domain | None = None
    ) -> tuple[bytes, Signed]:
        """What a person signs to be bound; a wallet's key is its owner's."""
        place = domain or self.domain
        key = self.seat.keys["wallet_owner" if by in self.seat.wallets else by]
        raw = signing.sign(key, acceptance_message(place, ids, waivers, nonce, deadline))
        words = acceptance_words(ids, waivers, nonce, deadline)
        return raw, Signed(self[by], words, place.chain_id, place.address)


def powers(people: dict[str, str]) -> list[tuple[str, int]]:
    """Who holds which capability."""
    return [
        (people["keeper"], int(Capability.ADMINISTRATOR)),
        (people["keeper"], int(Capability.ADMITTER)),
        (people["keeper"], int(Capability.KEEPER)),
        (people["second_keeper"], int(Capability.KEEPER)),
        (people["supervisor"], int(Capability.SUPERVISOR)),
        (people["guardian"], int(Capability.GUARDIAN)),
    ]


def payers(people: dict[str, str]) -> list[str]:
    """Who holds money at the start: every party and a stranger."""
    return [people[name] for name in (*ROLES, "stranger")]


def admissions(people: dict[str, str]) -> list[Admission]:
    """Everybody who is a party."""
    return [
        Admission(
            party=people[name],
            roles=int(role),
            valid_until=START + 3000 * DAY,
            identity=name.encode().ljust(32, b"\0"),
            courts=() if name == "court" else (people["court"],),
        )
        for name, role in ROLES.items()
    ]


def seat_on(driver: Driver) -> Seat:
    """Deploy everything on any chain whose clock is before the first day."""
    accounts = dict(zip(ACCOUNTS, driver.accounts(len(ACCOUNTS)), strict=True))
    people = {name: account.address for name, account in accounts.items()}
    keys = {name: account.key for name, account in accounts.items() if account.key is not None}
    keeper, owner = people["keeper"], people["wallet_owner"]
    driver.set_time(START)
    grants = [chain_suite.Grant(account, bit) for account, bit in powers(people)]
    suite = chain_suite.deploy_suite(driver, keeper, grants, RULEBOOK)
    chain_suite.load_places(driver, suite, places().values(), keeper)
    wallets = {"wallet": driver.deploy("TestWallet", [owner], keeper)}
    for name, kind in HOSTILE.items():
        wallets[name] = driver.deploy("HostileParty", [owner, kind], keeper)
    people |= {name: wallet.address for name, wallet in wallets.items()}
    agent = driver.deploy("TestAgent", [people["agent"], suite.claim.address, suite.calendar.address], keeper)
    people["branch"] = agent.address

    def by(name: str, contract: Deployed, act: str, *args: Any) -> None:
        if name not in wallets:
            driver.call(contract, act, args, people[name]).require()
            return
        data = contract.abi.function(act).encode(args)
        driver.call(wallets[name], "execute", (contract.address, data), owner).require()

    names = {address: name for name, address in people.items()}
    for admission in admissions(people):
        driver.call(suite.registry, "propose", (admission,), keeper).require()
        by(names[admission.party], suite.registry, "accept", admission, RULEBOOK)
    tokens = {
        name: driver.deploy("TestToken", (name, name, 6, temper), keeper) for name, temper in TEMPERS.items()
    }
    for token in tokens.values():
        for holder in payers(people):
            driver.call(token, "mint", (holder, PLENTY), keeper).require()
            by(names[holder], token, "approve", suite.claim.address, ENOUGH)
    # Asked by a hook, it tries to hand its units to a stranger.
    armed = suite.claim.abi.function("setApprovalForAll").encode((people["stranger"], True))
    driver.call(wallets["reentering"], "arm", (suite.claim.address, armed), owner).require()
    seat = Seat(driver, suite, tokens, people, keys, wallets, agent)
    seat.snapshot = driver.snapshot()
    return seat


@lru_cache(maxsize=1)
def shared_seat() -> Seat:
    """One deployment for a whole test run; every play starts from its snapshot."""
    return seat_on(TimedDriver(START - 1))


def house() -> House:
    """The shared seat, back at its first day."""
    found = House(shared_seat())
    found.reset()
    return found
