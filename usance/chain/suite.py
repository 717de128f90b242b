"""The contracts of the suite on a chain: deployed together, filled with places and parties.

Used by the scenario kit, the demo and the tests, whatever the driver. Nothing here knows the testing
contracts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from usance.calendar_calls import loading_all
from usance.calendars import PlaceCalendar
from usance.chain.abi import created
from usance.chain.driver import Account, Deployed, Driver, Receipt
from usance.signing import PARTY_REGISTRY, Admission, Domain, admission_message, sign

# Hash of the rulebook's name, for chains that live in one process; a deployment gives the real one.
TEST_RULEBOOK = keccak(b"usance rulebook for tests")
# Bits of the flag Capability of the party registry.
ADMINISTRATOR, ADMITTER, SUPERVISOR, GUARDIAN, KEEPER = 1, 2, 4, 8, 16
CAPABILITIES = {
    "ADMINISTRATOR": ADMINISTRATOR,
    "ADMITTER": ADMITTER,
    "SUPERVISOR": SUPERVISOR,
    "GUARDIAN": GUARDIAN,
    "KEEPER": KEEPER,
}
# Last second in which a party admitted by the helpers below may take on new acts: 2100-01-01.
VALID_UNTIL = 4_102_444_800
# Deployment order.
SUITE = (
    "PartyRegistry",
    "BankingCalendar",
    "ClaimRules",
    "ChargeRegistry",
    "ClaimRights",
    "ClaimLife",
    "ClaimBirths",
    "ClaimToken",
    "CreditRules",
    "CreditUndertakings",
    "CreditRemedies",
    "CreditAmendments",
    "CreditSettlement",
    "DocumentaryCredit",
)
# Which contracts each constructor takes, after its own arguments. One may stand later in the order: its
# address is known from the deployer's nonce, and both ends are fixed for ever.
WIRING: dict[str, tuple[str, ...]] = {
    "PartyRegistry": (),
    "BankingCalendar": ("PartyRegistry",),
    "ClaimRules": ("PartyRegistry", "BankingCalendar"),
    "ChargeRegistry": ("PartyRegistry", "ClaimToken"),
    "ClaimRights": ("PartyRegistry", "BankingCalendar", "ClaimRules"),
    "ClaimLife": ("PartyRegistry", "BankingCalendar", "ClaimRules", "ChargeRegistry", "ClaimRights"),
    "ClaimBirths": ("PartyRegistry", "BankingCalendar", "ClaimRules", "ChargeRegistry", "ClaimLife"),
    "ClaimToken": ("PartyRegistry", "ClaimRules", "ClaimBirths"),
    "CreditRules": ("PartyRegistry", "BankingCalendar"),
    "CreditUndertakings": ("BankingCalendar", "CreditRules", "ClaimToken"),
    "CreditRemedies": (
        "PartyRegistry",
        "BankingCalendar",
        "CreditRules",
        "ClaimToken",
        "CreditUndertakings",
    ),
    "CreditAmendments": ("PartyRegistry", "BankingCalendar", "CreditRules", "ClaimToken", "CreditRemedies"),
    "CreditSettlement": (
        "PartyRegistry",
        "BankingCalendar",
        "CreditRules",
        "ClaimToken",
        "CreditAmendments",
    ),
    "DocumentaryCredit": (
        "PartyRegistry",
        "BankingCalendar",
        "CreditRules",
        "ClaimToken",
        "CreditSettlement",
    ),
}
# What a bank lets the suite's own contracts bind it for, where a helper below gives its word [minor].
LARGEST_CAP = 2**112 - 1
BANK = 1


@dataclass(frozen=True)
class Grant:
    """A capability that works from the first second."""

    account: str
    capability: int

    def as_tuple(self) -> tuple[str, int]:
        return self.account, self.capability


@dataclass(frozen=True)
class Suite:
    """The deployed contracts."""

    placed: Mapping[str, Deployed]
    rulebook: bytes

    @property
    def registry(self) -> Deployed:
        return self.placed["PartyRegistry"]

    @property
    def calendar(self) -> Deployed:
        return self.placed["BankingCalendar"]

    @property
    def rules(self) -> Deployed:
        """How terms of credits are read."""
        return self.placed["CreditRules"]

    @property
    def credit(self) -> Deployed:
        return self.placed["DocumentaryCredit"]

    @property
    def claim_rules(self) -> Deployed:
        return self.placed["ClaimRules"]

    @property
    def charge(self) -> Deployed:
        return self.placed["ChargeRegistry"]

    @property
    def claim(self) -> Deployed:
        return self.placed["ClaimToken"]

    def contracts(self) -> tuple[Deployed, ...]:
        """In the order of deployment."""
        return tuple(self.placed[name] for name in SUITE)


def all_capabilities(account: str) -> tuple[Grant, ...]:
    """Every capability for one account: for a chain that lives in one process."""
    return tuple(Grant(account, bit) for bit in CAPABILITIES.values())


def deploy_suite(
    driver: Driver,
    deployer: str,
    grants: Sequence[Grant] | None = None,
    rulebook: bytes = TEST_RULEBOOK,
) -> Suite:
    """Deploy the contracts of SUITE. Without `grants` the deployer holds every capability."""
    given = all_capabilities(deployer) if grants is None else tuple(grants)
    addresses = predicted(driver.nonce(deployer), deployer)
    own: dict[str, list[Any]] = {"PartyRegistry": [rulebook, [grant.as_tuple() for grant in given]]}
    placed: dict[str, Deployed] = {}
    for name in SUITE:
        args = [*own.get(name, []), *(addresses[other] for other in WIRING[name])]
        placed[name] = driver.deploy(name, args, deployer)
        if placed[name].address != addresses[name]:
            raise RuntimeError(f"{name} is at {placed[name].address}, not at {addresses[name]} as foreseen")
    return Suite(placed, rulebook)


def predicted(nonce: int, deployer: str) -> dict[str, str]:
    """Where the contracts of SUITE will be, deployed one after the other from this nonce."""
    return {name: created(deployer, nonce + index) for index, name in enumerate(SUITE)}


def authorise_suite(
    driver: Driver, suite: Suite, bank: str, cap: int = LARGEST_CAP, until: int = VALID_UNTIL
) -> Receipt:
    """A bank lets DocumentaryCredit bind it for what it does not pay; issuing and confirming need it."""
    return driver.call(suite.claim, "authorise", [suite.credit.address, cap, until], bank).require()


def load_places(driver: Driver, suite: Suite, places: Iterable[PlaceCalendar], keeper: str) -> list[Receipt]:
    """Open and load places, parents before their counters."""
    ordered = sorted(places, key=lambda place: place.parent is not None)
    receipts: list[Receipt] = []
    for place in ordered:
        for call in loading_all(place):
            receipts.append(driver.call(suite.calendar, call.function, call.args, keeper).require())
    return receipts


def admit_party(
    driver: Driver,
    suite: Suite,
    account: Account,
    roles: int,
    admitter: str,
    identity: bytes | None = None,
    courts: Sequence[str] = (),
    valid_until: int = VALID_UNTIL,
    authorise: bool = True,
) -> Receipt:
    """Admit a party that signs the rulebook with its key; identity defaults to a hash of the address.

    A BANK authorises the suite's credits too, unless `authorise` is off.
    """
    if account.key is None:
        raise ValueError(f"{account.address} has no key here: propose it and let it accept itself")
    admission = Admission(
        account.address, roles, valid_until, identity or keccak(text=account.address), tuple(courts)
    )
    # Good for as long as the party is: the caller may set the time of the act ahead.
    nonce, deadline = 0, valid_until
    domain = Domain(PARTY_REGISTRY, driver.chain_id, suite.registry.address)
    message = admission_message(domain, suite.rulebook, admission, nonce, deadline)
    args: list[Any] = [admission.as_tuple(), nonce, deadline, sign(account.key, message)]
    admitted = driver.call(suite.registry, "admit", args, admitter).require()
    if authorise and roles & BANK:
        authorise_suite(driver, suite, account.address)
    return admitted


def admit_wallet(
    driver: Driver,
    suite: Suite,
    wallet: Deployed,
    owner: str,
    roles: int,
    admitter: str,
    identity: bytes | None = None,
    courts: Sequence[str] = (),
    valid_until: int = VALID_UNTIL,
    authorise: bool = True,
) -> Receipt:
    """Admit a party that is a contract: proposed by the admitter, accepted through the wallet itself."""
    admission = Admission(
        wallet.address, roles, valid_until, identity or keccak(text=wallet.address), tuple(courts)
    )
    driver.call(suite.registry, "propose", [admission.as_tuple()], admitter).require()
    function = suite.registry.abi.function("accept", 2)
    data = function.encode([admission.as_tuple(), suite.rulebook])
    admitted = driver.call(wallet, "execute", [suite.registry.address, data], owner).require()
    if authorise and roles & BANK:
        words = suite.claim.abi.function("authorise", 3).encode(
            [suite.credit.address, LARGEST_CAP, VALID_UNTIL]
        )
        driver.call(wallet, "execute", [suite.claim.address, words], owner).require()
    return admitted
