"""The people of the registry's tests, on one in-process chain for a whole test run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from usance import signing
from usance.chain.driver import Account, Deployed, Receipt
from usance.chain.revm import RevmDriver
from usance.model.party import Capability, Role
from usance.signing import Admission, Domain, Mandate

ZERO = "0x" + "0" * 40
DAY = 86_400
HOUR = 3_600
YEAR = 366 * DAY
RULEBOOK = b"rulebook".ljust(32, b"\0")
ORDER_OF_SECP256K1 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141

NAMES = (
    "deployer",
    "administrator",
    "second_administrator",
    "admitter",
    "supervisor",
    "guardian",
    "keeper",
    "court",
    "second_court",
    "issuing_bank",
    "applicant",
    "beneficiary",
    "adviser",
    "stranger",
    "wallet_owner",
)


def identity(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")


def flipped(signature: bytes) -> bytes:
    """The other signature of the same key over the same digest: s' = n - s."""
    s = ORDER_OF_SECP256K1 - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


@dataclass
class House:
    """A registry with one account a capability, and nobody admitted."""

    driver: RevmDriver
    registry: Deployed
    people: dict[str, Account]
    wallet: Deployed

    def __getattr__(self, name: str) -> str:
        people = self.__dict__.get("people", {})
        if name in people:
            return str(people[name].address)
        raise AttributeError(name)

    @property
    def now(self) -> int:
        return self.driver.now()

    @property
    def domain(self) -> Domain:
        return Domain(signing.PARTY_REGISTRY, self.driver.chain_id, self.registry.address)

    def key(self, name: str) -> bytes:
        key = self.people[name].key
        assert key is not None
        return key

    def act(self, sender: str, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        return self.driver.call(contract or self.registry, function, list(args), sender)

    def ok(self, sender: str, function: str, *args: Any, contract: Deployed | None = None) -> Receipt:
        return self.act(sender, function, *args, contract=contract).require()

    def fails(
        self, rule: str, sender: str, function: str, *args: Any, contract: Deployed | None = None
    ) -> None:
        receipt = self.act(sender, function, *args, contract=contract)
        assert not receipt.ok, f"{function} was allowed, {rule} expected"
        assert receipt.reason.endswith(f"({rule})"), f"{rule} expected, got {receipt.reason!r}"

    def see(self, function: str, *args: Any, contract: Deployed | None = None) -> Any:
        return self.driver.view(contract or self.registry, function, list(args))

    def wait(self, seconds: int) -> None:
        """The next act is exactly `seconds` after the last one."""
        self.driver.set_time(self.driver.now() + seconds)

    def admission(
        self, party: str, roles: int = Role.TRADER, courts: Sequence[str] = (), **changes: Any
    ) -> Admission:
        values: dict[str, Any] = {
            "party": party,
            "roles": int(roles),
            "valid_until": self.now + YEAR,
            "identity": identity(party[2:22]),
            "courts": tuple(courts),
        }
        return Admission(**(values | changes))

    def admit(
        self, party: str, roles: int = Role.TRADER, courts: Sequence[str] = (), **changes: Any
    ) -> Admission:
        """Proposed by the admitter, accepted by the party."""
        admission = self.admission(party, roles, courts, **changes)
        self.ok(self.admitter, "propose", admission)
        self.ok(party, "accept", admission, RULEBOOK)
        return admission

    def sign_admission(
        self, name: str, admission: Admission, nonce: int = 1, deadline: int | None = None, **changes: Any
    ) -> tuple[Admission, int, int, bytes]:
        """The arguments of `admit`, signed by the person of that name."""
        until = self.now + HOUR if deadline is None else deadline
        domain = changes.pop("domain", self.domain)
        rulebook = changes.pop("rulebook", RULEBOOK)
        message = signing.admission_message(domain, rulebook, admission, nonce, until)
        return admission, nonce, until, signing.sign(self.key(name), message)

    def sign_mandate(self, name: str, mandate: Mandate, nonce: int = 1) -> tuple[Any, ...]:
        """The arguments of `set_mandate_signed`, signed by the person of that name."""
        until = self.now + HOUR
        message = signing.mandate_message(self.domain, mandate, nonce, until)
        signature = signing.sign(self.key(name), message)
        return (
            mandate.debtor,
            mandate.seller,
            mandate.limit,
            mandate.days,
            mandate.until,
            nonce,
            until,
            signature,
        )

    def execute(self, target: Deployed, function: str, *args: Any) -> Receipt:
        """An act of the wallet, by its owner."""
        data = target.abi.function(function, len(args)).encode(list(args))
        return self.act(self.wallet_owner, "execute", target.address, data, contract=self.wallet)


@lru_cache(maxsize=1)
def built() -> House:
    driver = RevmDriver()
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    grants = [
        {"account": people[name].address, "capability": int(capability)}
        for name, capability in (
            ("administrator", Capability.ADMINISTRATOR),
            ("admitter", Capability.ADMITTER),
            ("supervisor", Capability.SUPERVISOR),
            ("guardian", Capability.GUARDIAN),
            ("keeper", Capability.KEEPER),
        )
    ]
    deployer = people["deployer"].address
    registry = driver.deploy("PartyRegistry", [RULEBOOK, grants], deployer)
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], deployer)
    return House(driver, registry, people, wallet)


@contextmanager
def opened() -> Iterator[House]:
    """The house as it was built; what the test does to it is undone."""
    house = built()
    mark = house.driver.snapshot()
    try:
        yield house
    finally:
        house.driver.revert(mark)
