"""STL2: a token that takes a fee, on either side, never unbalances the books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.modules.kit import FEE, UPGRADE, Vault, opened
from usance.chain.driver import Deployed


@pytest.fixture
def vault() -> Iterator[Vault]:
    with opened() as vault:
        yield vault


def charge(vault: Vault, token: Deployed, bps: int, on_top: bool) -> None:
    vault.house.ok(vault.house.deployer, "charge", bps, on_top, contract=token)


def test_deposit__fee_off_what_arrives__refused(vault: Vault) -> None:
    house, token = vault.house, vault.token(FEE)
    vault.mint(token, house.applicant, 1_000)
    vault.approve(token, 1_000)
    vault.fails("STL2", house.applicant, "deposit", token.address, 1_000)
    assert vault.see("pot", token.address) == 0


def test_deposit__fee_rounds_to_nothing__exact_and_taken(vault: Vault) -> None:
    house, token = vault.house, vault.token(FEE)
    vault.mint(token, house.applicant, 99)
    vault.approve(token, 99)
    vault.ok(house.applicant, "deposit", token.address, 99)
    vault.books_are_covered(token)


def test_pay_from__fee_off_what_arrives__refused(vault: Vault) -> None:
    """Neither the payee nor the vault can be paid exactly: the payer has to find another token."""
    house, token = vault.house, vault.token(FEE)
    vault.mint(token, house.applicant, 1_000)
    vault.approve(token, 1_000)
    vault.fails("STL2", house.applicant, "pay_from", token.address, house.beneficiary, 1_000)
    assert vault.held(token, house.applicant) == 1_000


def test_send__upgraded_to_a_fee__refused_and_parked(vault: Vault) -> None:
    house, token = vault.house, vault.token(UPGRADE)
    vault.fund(token, 1_000)
    house.ok(house.deployer, "upgrade", 100, contract=token)
    vault.fails("STL2", house.stranger, "send", token.address, house.beneficiary, 1_000)
    vault.ok(house.stranger, "pay", token.address, house.beneficiary, 1_000)
    assert vault.parked(house.beneficiary, token) == 1_000
    assert vault.held(token, vault.vault.address) == 1_000
    vault.books_are_covered(token)
    house.ok(house.deployer, "upgrade", 0, contract=token)
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert vault.held(token, house.beneficiary) == 1_000


def test_send__fee_on_top_of_the_amount__others_money_stays(vault: Vault) -> None:
    """Payee gets exactly its amount; the fee would come out of what others are owed."""
    house, token = vault.house, vault.token(FEE)
    charge(vault, token, 0, False)
    vault.fund(token, 2_000)
    vault.ok(house.stranger, "credit", house.adviser, token.address, 1_000)
    charge(vault, token, 100, True)
    vault.fails("STL2", house.stranger, "send", token.address, house.beneficiary, 1_000)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 1_000)
    assert receipt.returned is False
    vault.books_are_covered(token)


def test_donation__moves_no_book(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.fund(token, 100)
    vault.mint(token, vault.vault.address, 77)
    assert vault.see("pot", token.address) == 100
    assert vault.see("owed", token.address) == 0
    vault.ok(house.stranger, "pay", token.address, house.beneficiary, 100)
    assert vault.held(token, vault.vault.address) == 77
