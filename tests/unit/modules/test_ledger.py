"""Balances to withdraw: the owner names any address, a stranger only the owner's, a hold stops all."""

from __future__ import annotations

import pytest

from tests.unit.modules.kit import BLOCKLIST, Vault
from tests.unit.party_registry.kit import DAY, ZERO, identity
from usance.chain.driver import Deployed
from usance.model.party import Status

ORDER = identity("order 7 O 12/26")


@pytest.fixture
def token(vault: Vault) -> Deployed:
    """1,000 in the pot, 400 of them credited to the beneficiary."""
    token = vault.token()
    vault.fund(token, 1_000)
    receipt = vault.ok(vault.house.stranger, "credit", vault.house.beneficiary, token.address, 400)
    assert receipt.event("Credited").args == {
        "party": vault.house.beneficiary,
        "asset": token.address,
        "amount": 400,
        "balance": 400,
    }
    return token


def test_credit__twice__adds_up(vault: Vault, token: Deployed) -> None:
    receipt = vault.ok(vault.house.stranger, "credit", vault.house.beneficiary, token.address, 100)
    assert receipt.event("Credited")["balance"] == 500
    vault.ok(vault.house.stranger, "credit", vault.house.adviser, token.address, 50)
    assert vault.see("owed", token.address) == 550
    vault.books_are_covered(token)


def test_credit__zero__writes_nothing(vault: Vault, token: Deployed) -> None:
    receipt = vault.ok(vault.house.stranger, "credit", vault.house.adviser, token.address, 0)
    assert receipt.events == ()


@pytest.mark.parametrize("payee", ["zero", "vault"])
def test_credit__impossible_payee__refused(vault: Vault, token: Deployed, payee: str) -> None:
    address = ZERO if payee == "zero" else vault.vault.address
    vault.fails("PAYEE", vault.house.stranger, "credit", address, token.address, 1)


def test_withdraw__by_the_party__anywhere(vault: Vault, token: Deployed) -> None:
    house = vault.house
    receipt = vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.adviser)
    assert receipt.returned == 400
    assert receipt.event("Withdrawn").args == {
        "party": house.beneficiary,
        "asset": token.address,
        "to": house.adviser,
        "amount": 400,
        "caller": house.beneficiary,
    }
    assert vault.held(token, house.adviser) == 400
    assert vault.parked(house.beneficiary, token) == 0
    vault.books_are_covered(token)


def test_withdraw__by_a_stranger_to_the_party__works(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.ok(house.stranger, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert vault.held(token, house.beneficiary) == 400


def test_withdraw__by_a_stranger_elsewhere__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.fails("LC12", house.stranger, "withdraw", token.address, house.beneficiary, house.stranger)
    vault.fails("LC12", house.administrator, "withdraw", token.address, house.beneficiary, house.adviser)


def test_withdraw__nothing_there__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.fails("BALANCE", house.adviser, "withdraw", token.address, house.adviser, house.adviser)
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)
    vault.fails("BALANCE", house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)


def test_withdraw__to_nobody__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.fails("PAYEE", house.beneficiary, "withdraw", token.address, house.beneficiary, ZERO)
    vault.fails("PAYEE", house.beneficiary, "withdraw", token.address, house.beneficiary, vault.vault.address)


def test_withdraw__held__refused_until_released(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.court_admitted()
    house.ok(house.supervisor, "set_status", house.beneficiary, Status.HELD)
    for sender in (house.beneficiary, house.stranger):
        vault.fails("HELD", sender, "withdraw", token.address, house.beneficiary, house.beneficiary)
    house.ok(house.supervisor, "set_status", house.beneficiary, Status.ACTIVE)
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)


@pytest.mark.parametrize("status", [Status.INSOLVENT, Status.REMOVED])
def test_withdraw__insolvent_or_removed__rights_run_on(vault: Vault, token: Deployed, status: int) -> None:
    house = vault.house
    house.admit(house.beneficiary)
    house.ok(house.supervisor, "set_status", house.beneficiary, status)
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.adviser)
    assert vault.held(token, house.adviser) == 400


def test_withdraw__while_stopped__works(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.ok(house.guardian, "pause")
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)


def test_withdraw__token_refuses__balance_stays(vault: Vault) -> None:
    house = vault.house
    token = vault.token(BLOCKLIST)
    vault.fund(token, 100)
    vault.ok(house.stranger, "credit", house.beneficiary, token.address, 100)
    house.ok(house.deployer, "block", house.beneficiary, contract=token)
    receipt = vault.act(house.stranger, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert receipt.reason == "token: blocked"
    assert vault.parked(house.beneficiary, token) == 100
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.adviser)


def test_redirect__by_the_named_court_in_time__moves_part(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.court_admitted()
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    house.ok(house.supervisor, "set_status", house.beneficiary, Status.HELD)
    house.wait(7 * DAY - 1)
    receipt = vault.ok(house.court, "redirect", house.beneficiary, token.address, 150, house.adviser, ORDER)
    assert receipt.event("Redirected").args == {
        "party": house.beneficiary,
        "asset": token.address,
        "to": house.adviser,
        "amount": 150,
        "order": ORDER,
        "court": house.court,
    }
    assert vault.held(token, house.adviser) == 150
    assert vault.parked(house.beneficiary, token) == 250
    vault.books_are_covered(token)
    vault.fails(
        "BALANCE", house.court, "redirect", house.beneficiary, token.address, 251, house.adviser, ORDER
    )
    vault.ok(house.court, "redirect", house.beneficiary, token.address, 250, house.adviser, ORDER)


def test_redirect__to_nobody_or_nothing__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    vault.court_admitted()
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    house.ok(house.supervisor, "set_status", house.beneficiary, Status.HELD)
    house.wait(8 * DAY)
    vault.fails("BALANCE", house.court, "redirect", house.beneficiary, token.address, 0, house.adviser, ORDER)
    vault.fails("PAYEE", house.court, "redirect", house.beneficiary, token.address, 1, ZERO, ORDER)
