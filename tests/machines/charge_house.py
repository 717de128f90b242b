"""A chain with parties and the charge register, the model beside it; ClaimToken is played by an account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from usance import signing
from usance.chain import suite as chain_suite
from usance.chain.driver import Deployed, Driver, Receipt
from usance.chain.revm import RevmDriver
from usance.charges.message import CHARGE_REGISTRY, ChargeTerms, charge_message, filing_of
from usance.model.charge import ChargeModel, charge_words
from usance.model.outcome import Outcome, rules_in
from usance.model.party import Capability, PartyModel, Role, Signed, Status
from usance.signing import Admission, Domain

DAY = 86_400
HOUR = 3_600
ZERO = "0x" + "0" * 40
START = 1_772_000_000  # 2026-02-25
RULEBOOK = b"rulebook".ljust(32, b"\0")
UCC1 = filing_of("UCC1")
ENTRY = b"entry".ljust(32, b"\3")
WHOLE = 100_000_00  # [minor] of the invoice of most tests
ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

# Role and legal person of everybody who is a party.
PARTIES: dict[str, tuple[Role, str]] = {
    "seller": (Role.TRADER, "seller"),
    "seller_branch": (Role.TRADER, "seller"),
    "seller_examiner": (Role.VERIFIER | Role.TRADER, "seller"),
    "second_seller": (Role.TRADER, "second_seller"),
    "buyer": (Role.TRADER, "buyer"),
    "factor": (Role.FINANCIER, "factor"),
    "second_factor": (Role.FINANCIER, "second_factor"),
    "bank": (Role.BANK, "bank"),
    "verifier": (Role.VERIFIER, "verifier"),
    "wallet": (Role.TRADER, "wallet"),
    "second_wallet": (Role.TRADER, "second_wallet"),
}
ACCOUNTS = (
    "keeper",
    "supervisor",
    "guardian",
    "claims",
    "wallet_owner",
    "stranger",
    *(name for name in PARTIES if "wallet" not in name),
)


def fingerprint(name: object) -> bytes:
    """The fingerprint of an invoice of the tests."""
    return f"invoice {name}".encode().ljust(32, b"\0")


def person(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")


def flipped(signature: bytes) -> bytes:
    """The other signature of the same key over the same digest: s' = n - s."""
    s = ORDER_OF_SECP256K1 - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


@dataclass
class Seat:
    """What is deployed once."""

    driver: Any
    registry: Deployed
    charges: Deployed
    people: dict[str, str]
    keys: dict[str, bytes]
    wallets: dict[str, Deployed]
    snapshot: Any = None


@dataclass
class House:
    """The seat, back at its first day, with a fresh model. `do` acts on both and compares."""

    seat: Seat
    parties: PartyModel = field(init=False)
    model: ChargeModel = field(init=False)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: set[bytes] = field(default_factory=set)
    charges: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        seat = self.seat
        seat.driver.revert(seat.snapshot)
        seat.snapshot = seat.driver.snapshot()
        people = seat.people
        self.parties = PartyModel.founded(
            RULEBOOK,
            powers(people),
            now=START,
            chain_id=seat.driver.chain_id,
            address=seat.registry.address,
            wallets=frozenset(wallet.address for wallet in seat.wallets.values()),
        )
        for admission in admissions(people):
            assert not self.parties.propose(admission, sender=people["keeper"], now=START)
            assert not self.parties.accept(admission, RULEBOOK, sender=admission.party, now=START)
        self.model = ChargeModel(seat.charges.address, self.parties, people["claims"])

    def __getitem__(self, name: str) -> str:
        """The address of a person, or the address itself."""
        return self.seat.people.get(name, name)

    @property
    def driver(self) -> Any:
        return self.seat.driver

    @property
    def now(self) -> int:
        return int(self.driver.now())

    @property
    def next_moment(self) -> int:
        """The time of the next act."""
        pending = self.driver._next
        return self.now + 1 if pending is None else int(pending)

    @property
    def domain(self) -> Domain:
        return Domain(CHARGE_REGISTRY, self.driver.chain_id, self.seat.charges.address)

    def wait(self, seconds: int) -> None:
        """The next act is exactly so long after the last one."""
        self.driver.set_time(self.now + seconds)

    # --- acts on the chain alone ---

    def act(self, sender: str, function: str, *args: Any) -> Receipt:
        seat = self.seat
        if sender in seat.wallets:
            data = seat.charges.abi.function(function, len(args)).encode(list(args))
            call = [seat.charges.address, data]
            return self.driver.call(seat.wallets[sender], "execute", call, seat.people["wallet_owner"])
        return self.driver.call(seat.charges, function, list(args), self[sender])

    def ok(self, sender: str, function: str, *args: Any) -> Receipt:
        return self.act(sender, function, *args).require()

    def fails(self, rule: str, sender: str, function: str, *args: Any) -> None:
        receipt = self.act(sender, function, *args)
        assert not receipt.ok, f"{function} was allowed, {rule} expected"
        assert receipt.reason.endswith(f"({rule})"), f"{rule} expected, got {receipt.reason!r}"

    def says(self, reason: str, sender: str, function: str, *args: Any) -> None:
        """As `fails`, by the whole reason."""
        receipt = self.act(sender, function, *args)
        assert (receipt.ok, receipt.reason) == (False, reason)

    def see(self, function: str, *args: Any) -> Any:
        return self.driver.view(self.seat.charges, function, list(args))

    # --- acts on both sides ---

    def do(self, name: str, sender: str, *args: Any) -> Outcome:
        """One act on chain and in the model; an AssertionError when they differ."""
        moment, words = self.next_moment, args
        if name == "charge":
            terms, nonce, deadline, fact, raw = args
            outcome = self.model.charge(self[sender], moment, terms, nonce, deadline, fact)
            words = terms.args(nonce, deadline, raw)
        else:
            outcome = getattr(self.model, name)(self[sender], moment, *args)
        receipt = self.act(sender, name, *words)
        what = f"{name} by {sender} with {args} at {moment}"
        seen = frozenset({"ok"}) if receipt.ok else rules_in(receipt.reason)
        self.counts[name, next(iter(seen))] += 1
        if outcome.broken:
            assert seen & outcome.broken, f"{what}: {receipt.reason or 'ok'}, not {sorted(outcome.broken)}"
            return outcome
        assert receipt.ok, f"{what}: {receipt.reason!r}, the model allows it"
        events = [event for event in receipt.events if event.address == self.seat.charges.address]
        assert [(event.name, event.args) for event in events] == list(outcome.events), what
        if sender not in self.seat.wallets and outcome.returned is not None:
            assert receipt.returned == outcome.returned, what
        for event in events:
            self.keys |= {event.args[at] for at in ("key", "old_key", "new_key") if at in event.args}
            self.charges |= {event.args["charge"]} if "charge" in event.args else set()
        return outcome

    def status(self, name: str, status: Status) -> None:
        """A supervisor sets a party's status, on both sides."""
        by, now = self["supervisor"], self.next_moment
        broken = self.parties.set_status(self[name], int(status), sender=by, now=now)
        receipt = self.driver.call(self.seat.registry, "set_status", [self[name], int(status)], by)
        assert receipt.ok == (not broken)

    def agree(self) -> None:
        """All views, over every key and charge that was ever used; INV1 on the chain's own numbers."""
        for key in self.keys:
            seen = self.see("object_of", key)
            assert seen == self.model.object_of(key)
            assert seen["on_ledger"] + seen["charged"] <= seen["amount"]
            assert (seen["amount"] == 0) == (seen["on_ledger"] == seen["charged"] == 0)
            assert self.see("present_key", key) == self.model.present_key(key)
        for charge in self.charges:
            assert self.see("charge_of", charge) == self.model.charge_of(charge)
        assert not list(self.model.breaches())

    # --- words ---

    def terms(self, invoice: object = "one", **changes: Any) -> ChargeTerms:
        """The seller's invoice of 100,000.00, charged whole to the factor for 90 days."""
        values: dict[str, Any] = {
            "seller": self["seller"],
            "creditor": self["factor"],
            "fingerprint": fingerprint(invoice),
            "object_amount": WHOLE,
            "amount": WHOLE,
            "until": self.next_moment + 90 * DAY,
            "filing": UCC1,
            "reference": ENTRY,
        }
        return ChargeTerms(**(values | changes))

    def signed(
        self, terms: ChargeTerms, nonce: int = 0, deadline: int | None = None, by: str = "", **changes: Any
    ) -> tuple[ChargeTerms, int, int, Signed, bytes]:
        """What `do("charge")` takes, signed by the seller, or by somebody else."""
        until = self.next_moment + HOUR if deadline is None else deadline
        domain = changes.get("domain", self.domain)
        signer = by or next(name for name, address in self.seat.people.items() if address == terms.seller)
        raw = signing.sign(self.key(signer), charge_message(domain, terms, nonce, until))
        fact = Signed(self[signer], charge_words(terms, nonce, until), domain.chain_id, domain.address)
        return terms, nonce, until, fact, raw

    def key(self, name: str) -> bytes:
        """A person's private key; a wallet's is its owner's."""
        return self.seat.keys["wallet_owner" if name in self.seat.wallets else name]

    def call_of(self, terms: ChargeTerms, nonce: int = 0, **how: Any) -> tuple[Any, ...]:
        """The arguments of `charge`, signed."""
        terms, nonce, until, _, raw = self.signed(terms, nonce, **how)
        return terms.args(nonce, until, raw)


def powers(people: dict[str, str]) -> list[tuple[str, int]]:
    """Who holds which capability."""
    return [
        (people["keeper"], int(Capability.ADMINISTRATOR)),
        (people["keeper"], int(Capability.ADMITTER)),
        (people["supervisor"], int(Capability.SUPERVISOR)),
        (people["guardian"], int(Capability.GUARDIAN)),
    ]


def admissions(people: dict[str, str]) -> list[Admission]:
    return [
        Admission(people[name], int(role), START + 3000 * DAY, person(legal))
        for name, (role, legal) in PARTIES.items()
    ]


def seat_on(driver: Driver) -> Seat:
    """Deploy registry, register and two wallets of one owner; admit everybody."""
    accounts = dict(zip(ACCOUNTS, driver.accounts(len(ACCOUNTS)), strict=True))
    people = {name: account.address for name, account in accounts.items()}
    keys = {name: account.key for name, account in accounts.items() if account.key is not None}
    keeper = people["keeper"]
    driver.set_time(START)
    grants = [chain_suite.Grant(account, bit).as_tuple() for account, bit in powers(people)]
    registry = driver.deploy("PartyRegistry", [RULEBOOK, grants], keeper)
    charges = driver.deploy("ChargeRegistry", [registry.address, people["claims"]], keeper)
    wallets = {
        name: driver.deploy("TestWallet", [people["wallet_owner"]], keeper)
        for name in ("wallet", "second_wallet")
    }
    people |= {name: wallet.address for name, wallet in wallets.items()}
    owners = {wallet.address: wallet for wallet in wallets.values()}
    for admission in admissions(people):
        driver.call(registry, "propose", [admission], keeper).require()
        if admission.party in owners:
            data = registry.abi.function("accept").encode([admission, RULEBOOK])
            wallet = owners[admission.party]
            driver.call(wallet, "execute", [registry.address, data], people["wallet_owner"]).require()
        else:
            driver.call(registry, "accept", [admission, RULEBOOK], admission.party).require()
    seat = Seat(driver, registry, charges, people, keys, wallets)
    seat.snapshot = driver.snapshot()
    return seat


@lru_cache(maxsize=1)
def shared_seat() -> Seat:
    """One deployment for a whole test run."""
    return seat_on(RevmDriver(START - 1))


def house() -> House:
    """The shared seat, back at its first day."""
    return House(shared_seat())
