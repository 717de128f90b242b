"""The contracts of the suite on a chain: deployed together, filled with places and parties.

Used by the scenario kit, the demo and the tests, whatever the driver. Nothing here knows the testing
contracts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.crypto import keccak

from usance.calendar_calls import loading_all
from usance.calendars import PlaceCalendar
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
# Deployment order; each constructor takes what stands before it.
SUITE = ("PartyRegistry", "BankingCalendar", "CreditRules", "DocumentaryCredit")


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

    registry: Deployed
    calendar: Deployed
    rules: Deployed
    credit: Deployed
    rulebook: bytes

    def contracts(self) -> tuple[Deployed, ...]:
        return self.registry, self.calendar, self.rules, self.credit


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
    registry = driver.deploy("PartyRegistry", [rulebook, [grant.as_tuple() for grant in given]], deployer)
    calendar = driver.deploy("BankingCalendar", [registry.address], deployer)
    rules = driver.deploy("CreditRules", [registry.address, calendar.address], deployer)
    credit = driver.deploy("DocumentaryCredit", [registry.address, calendar.address, rules.address], deployer)
    return Suite(registry, calendar, rules, credit, rulebook)


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
) -> Receipt:
    """Admit a party that signs the rulebook with its key; identity defaults to a hash of the address."""
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
    return driver.call(suite.registry, "admit", args, admitter).require()


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
) -> Receipt:
    """Admit a party that is a contract: proposed by the admitter, accepted through the wallet itself."""
    admission = Admission(
        wallet.address, roles, valid_until, identity or keccak(text=wallet.address), tuple(courts)
    )
    driver.call(suite.registry, "propose", [admission.as_tuple()], admitter).require()
    function = suite.registry.abi.function("accept", 2)
    data = function.encode([admission.as_tuple(), suite.rulebook])
    return driver.call(wallet, "execute", [suite.registry.address, data], owner).require()
