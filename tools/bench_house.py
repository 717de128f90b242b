"""The house of claims on a chain of Ape's: the suite, its parties admitted and rich, an account of a company.

The actors, terms and shorthands are those of the unit tests, so that the bench measures what they test.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.unit.claim_token.house import NAMES, ROLES, ClaimHouse
from tests.unit.documentary_credit.house import START, places
from tests.unit.institution_account import kit
from tools.bench_driver import BenchDriver
from usance.chain import suite as suite_of
from usance.chain.driver import Receipt
from usance.claim_terms import Claim
from usance.claims.signing import CLAIM_TOKEN, acceptance_message
from usance.model.party import Capability
from usance.signing import Domain, sign
from usance.terms import place_key

HOUR = 3_600
FOREVER = suite_of.VALID_UNTIL
POWERS = (
    ("keeper", Capability.ADMINISTRATOR),
    ("keeper", Capability.ADMITTER),
    ("keeper", Capability.KEEPER),
    ("second_keeper", Capability.KEEPER),
    ("guardian", Capability.GUARDIAN),
    ("supervisor", Capability.SUPERVISOR),
)


@dataclass
class Bench(ClaimHouse):
    """The house of the tests of claims, on any chain, with the debtor's signature."""

    nonce: int = field(default=0)

    def key(self, name: str) -> bytes:
        key = self.people[name].key
        assert key is not None
        return key

    def acceptance(self, claims: list[Claim], waivers: int = 0) -> tuple[int, int, int, bytes]:
        """The last arguments of `register_accepted`: waivers, nonce, deadline, signature."""
        self.nonce += 1
        domain = Domain(CLAIM_TOKEN, self.driver.chain_id, self.claims.address)
        ids = [self.id(claim) for claim in claims]
        message = acceptance_message(domain, ids, waivers, self.nonce, FOREVER)
        return waivers, self.nonce, FOREVER, sign(self.key("debtor"), message)

    def gas(self, sender: str, function: str, *args: object) -> int:
        """Gas of an act of ClaimToken that is allowed."""
        return gas_of(self.ok(sender, function, *args))

    def send_units(self, claim: Claim, sender: str, receiver: str, units: int) -> int:
        return gas_of(self.sent(claim, sender, receiver, units))


def gas_of(receipt: Receipt) -> int:
    """Gas of a receipt of a node."""
    if receipt.gas is None:
        raise RuntimeError("the node gave no gas for a transaction")
    return receipt.gas


def claim_house(driver: BenchDriver) -> Bench:
    """Deploy and admit on a chain whose clock is before START."""
    people = dict(zip(NAMES, driver.accounts(len(NAMES)), strict=True))
    keeper = people["keeper"].address
    driver.set_time(START)
    grants = [suite_of.Grant(people[name].address, int(power)) for name, power in POWERS]
    suite = suite_of.deploy_suite(driver, keeper, grants)
    calendars = places()
    suite_of.load_places(driver, suite, calendars, keeper)
    for name, role in ROLES.items():
        suite_of.admit_party(driver, suite, people[name], int(role), keeper)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], keeper)
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], keeper)
    by_key = {place_key(calendar.code): calendar for calendar in calendars}
    house = Bench(driver, suite, people, euro, wallet, by_key)  # type: ignore[arg-type]
    house.endow(euro)
    return house


def account_house(driver: BenchDriver) -> kit.House:
    """The account of the tests of InstitutionAccount: a clerk proposes, a board consents."""
    people = dict(zip(kit.NAMES, driver.accounts(len(kit.NAMES)), strict=True))
    deployer = people["deployer"].address
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], deployer)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], deployer)
    first = kit.beginning(people, wallet, euro)
    account = driver.deploy("InstitutionAccount", [first.as_tuple()], deployer)
    house = kit.House(driver, account, people, wallet, euro)  # type: ignore[arg-type]
    for holder in (account.address, house.supplier):
        house.ok("mint", holder, kit.PLENTY, by="deployer", contract=euro)
    return house


__all__ = ["FOREVER", "Bench", "account_house", "claim_house", "gas_of"]
