"""STL1: no answer is fine, a false answer or no code is not."""

from __future__ import annotations

from collections.abc import Iterator

import pyrevm
import pytest

from tests.unit.modules.kit import BLOCKLIST, FALSE_RETURN, NO_RETURN, PLAIN, Vault, opened
from usance.chain.driver import Deployed


@pytest.fixture
def vault() -> Iterator[Vault]:
    with opened() as vault:
        yield vault


@pytest.mark.parametrize("decimals", [0, 2, 6, 8, 18])
def test_deposit_and_send__token_answers_nothing__works(vault: Vault, decimals: int) -> None:
    house, token = vault.house, vault.token(NO_RETURN, decimals)
    vault.fund(token, 100)
    vault.ok(house.stranger, "send", token.address, house.beneficiary, 100)
    assert vault.held(token, house.beneficiary) == 100


def test_deposit__token_answers_false__refused(vault: Vault) -> None:
    house, token = vault.house, vault.token(FALSE_RETURN)
    vault.mint(token, house.applicant, 100)
    vault.fails("STL1", house.applicant, "deposit", token.address, 100)


def lone_token(vault: Vault, index: int, temper: int) -> Deployed:
    """A token at an address no other test uses: what is done to it outlives the snapshot."""
    driver = vault.house.driver
    deployer = driver.accounts(index + 1)[index].address
    return driver.deploy("TestToken", ["Token", "TKN", 6, temper], deployer)


def test_send__token_answers_false__refused(vault: Vault) -> None:
    """The token lets deposits in and turns false later: its temper is switched under the vault."""
    house, driver = vault.house, vault.house.driver
    token, false = lone_token(vault, 41, BLOCKLIST), vault.token(FALSE_RETURN)
    vault.fund(token, 100)
    slot = next(slot for slot in range(64) if driver.storage(false.address, slot) == FALSE_RETURN)
    driver._evm.insert_account_storage(token.address, slot, FALSE_RETURN)
    vault.fails("STL1", house.stranger, "send", token.address, house.beneficiary, 100)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 100)
    assert receipt.returned is False
    assert vault.parked(house.beneficiary, token) == 100


def test_deposit__asset_without_code__refused(vault: Vault) -> None:
    vault.fails("STL1", vault.house.applicant, "deposit", vault.house.stranger, 100)


def test_send__asset_lost_its_code__refused_and_parked(vault: Vault) -> None:
    house, token = vault.house, lone_token(vault, 42, PLAIN)
    vault.fund(token, 100)
    house.driver._evm.insert_account_info(token.address, pyrevm.AccountInfo(code=b""))
    vault.fails("STL1", house.stranger, "send", token.address, house.beneficiary, 100)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 100)
    assert receipt.returned is False


def test_deposit__zero__asks_nobody(vault: Vault) -> None:
    vault.ok(vault.house.applicant, "deposit", vault.house.stranger, 0)
    vault.ok(vault.house.applicant, "send", vault.house.stranger, vault.house.beneficiary, 0)
