"""The shared modules behind a vault, with the registry's people and tokens of every temper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.unit.party_registry.kit import House
from tests.unit.party_registry.kit import built as registry_built
from usance.chain.driver import Deployed, Receipt
from usance.model.party import Role

PLAIN, NO_RETURN, FALSE_RETURN, FEE, BLOCKLIST, PAUSE, CALLBACK, UPGRADE = range(8)
REFUSING, BURNING, REENTERING = 1, 2, 3


@dataclass
class Vault:
    """A vault over the registry of `house`."""

    house: House
    vault: Deployed

    def token(self, temper: int = PLAIN, decimals: int = 6) -> Deployed:
        """A fresh token; applicant and vault's pot have none of it yet."""
        driver, deployer = self.house.driver, self.house.deployer
        if temper == NO_RETURN:
            return driver.deploy("TestTokenNoReturn", ["Token", "TKN", decimals], deployer)
        return driver.deploy("TestToken", ["Token", "TKN", decimals, temper], deployer)

    def mint(self, token: Deployed, account: str, amount: int) -> None:
        self.house.ok(self.house.deployer, "mint", account, amount, contract=token)

    def fund(self, token: Deployed, amount: int) -> None:
        """The applicant deposits into the pot."""
        self.mint(token, self.house.applicant, amount)
        self.approve(token, amount)
        self.ok(self.house.applicant, "deposit", token.address, amount)

    def approve(self, token: Deployed, amount: int) -> None:
        self.house.ok(self.house.applicant, "approve", self.vault.address, amount, contract=token)

    def held(self, token: Deployed, account: str) -> int:
        return int(self.house.see("balanceOf", account, contract=token))

    def act(self, sender: str, function: str, *args: Any) -> Receipt:
        return self.house.act(sender, function, *args, contract=self.vault)

    def ok(self, sender: str, function: str, *args: Any) -> Receipt:
        return self.act(sender, function, *args).require()

    def fails(self, rule: str, sender: str, function: str, *args: Any) -> None:
        self.house.fails(rule, sender, function, *args, contract=self.vault)

    def see(self, function: str, *args: Any) -> Any:
        return self.house.see(function, *args, contract=self.vault)

    def parked(self, party: str, token: Deployed) -> int:
        return int(self.see("withdrawable", party, token.address))

    def data(self, function: str, *args: Any, contract: Deployed | None = None) -> bytes:
        return (contract or self.vault).abi.function(function, len(args)).encode(list(args))

    def books_are_covered(self, token: Deployed) -> None:
        """What the vault owes and keeps is exactly what it holds."""
        owes = self.see("owed", token.address) + self.see("pot", token.address)
        assert owes == self.held(token, self.vault.address)

    def hostile(self, kind: int) -> Deployed:
        return self.house.driver.deploy("HostileParty", [self.house.wallet_owner, kind], self.house.deployer)

    def court_admitted(self) -> None:
        """The court is a COURT and the beneficiary an admitted party that names it."""
        self.house.admit(self.house.court, Role.COURT)
        self.house.admit(self.house.second_court, Role.COURT)
        self.house.admit(self.house.beneficiary, courts=[self.house.court])


@lru_cache(maxsize=1)
def built() -> Vault:
    house = registry_built()
    vault = house.driver.deploy("TestVault", [house.registry.address], house.deployer)
    return Vault(house, vault)


@contextmanager
def opened() -> Iterator[Vault]:
    """The vault as it was built; what the test does to it is undone."""
    vault = built()
    mark = vault.house.driver.snapshot()
    try:
        yield vault
    finally:
        vault.house.driver.revert(mark)
