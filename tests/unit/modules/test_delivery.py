"""A payee that cannot receive gets a balance; nobody else notices."""

from __future__ import annotations

import pytest

from tests.unit.modules.kit import (
    BLOCKLIST,
    BURNING,
    CALLBACK,
    FALSE_RETURN,
    NO_RETURN,
    PAUSE,
    PLAIN,
    REENTERING,
    REFUSING,
    UPGRADE,
    Vault,
)
from tests.unit.party_registry.kit import ZERO
from usance.chain.driver import Deployed


@pytest.mark.parametrize("temper", [PLAIN, NO_RETURN])
@pytest.mark.parametrize("decimals", [0, 2, 6, 8, 18])
def test_pay__payee_receives__delivered_exactly(vault: Vault, temper: int, decimals: int) -> None:
    house, token = vault.house, vault.token(temper, decimals)
    unit = 10**decimals
    vault.fund(token, 1_000 * unit)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 700 * unit)
    assert receipt.returned is True
    assert vault.held(token, house.beneficiary) == 700 * unit
    assert vault.see("owed", token.address) == 0
    vault.books_are_covered(token)


@pytest.mark.parametrize("temper", [PLAIN, NO_RETURN])
def test_pay_from__payee_receives__straight_from_the_payer(vault: Vault, temper: int) -> None:
    house, token = vault.house, vault.token(temper)
    vault.mint(token, house.applicant, 100)
    vault.approve(token, 100)
    receipt = vault.ok(house.applicant, "pay_from", token.address, house.beneficiary, 100)
    assert receipt.returned is True
    assert vault.held(token, house.beneficiary) == 100
    assert vault.held(token, vault.vault.address) == 0


def test_pay__zero__delivered_without_a_call(vault: Vault) -> None:
    receipt = vault.ok(vault.house.stranger, "pay", ZERO, vault.house.beneficiary, 0)
    assert receipt.returned is True


def refuse_payee(vault: Vault, temper: int) -> Deployed:
    """A token that no longer reaches the beneficiary, with 1,000 in the pot."""
    house, token = vault.house, vault.token(temper)
    vault.fund(token, 1_000)
    if temper == BLOCKLIST:
        house.ok(house.deployer, "block", house.beneficiary, contract=token)
    elif temper == PAUSE:
        house.ok(house.deployer, "pause", contract=token)
    elif temper == UPGRADE:
        house.ok(house.deployer, "upgrade", 100, contract=token)
    return token


@pytest.mark.parametrize("temper", [BLOCKLIST, PAUSE, UPGRADE])
def test_pay__token_fails_or_takes_a_fee__parked(vault: Vault, temper: int) -> None:
    house, token = vault.house, refuse_payee(vault, temper)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 300)
    assert receipt.returned is False
    assert receipt.event("Credited")["amount"] == 300
    assert vault.held(token, house.beneficiary) == 0
    assert vault.parked(house.beneficiary, token) == 300
    vault.books_are_covered(token)


@pytest.mark.parametrize(("temper", "release"), [(BLOCKLIST, "unblock"), (PAUSE, "unpause")])
def test_withdraw__parked_money_once_the_token_works__paid(vault: Vault, temper: int, release: str) -> None:
    house, token = vault.house, refuse_payee(vault, temper)
    vault.ok(house.stranger, "pay", token.address, house.beneficiary, 300)
    args = [house.beneficiary] if release == "unblock" else []
    house.ok(house.deployer, release, *args, contract=token)
    vault.ok(house.stranger, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert vault.held(token, house.beneficiary) == 300
    vault.books_are_covered(token)


def test_pay_from__payee_blocked__pulled_and_parked(vault: Vault) -> None:
    house, token = vault.house, vault.token(BLOCKLIST)
    vault.mint(token, house.applicant, 100)
    vault.approve(token, 100)
    house.ok(house.deployer, "block", house.beneficiary, contract=token)
    receipt = vault.ok(house.applicant, "pay_from", token.address, house.beneficiary, 100)
    assert receipt.returned is False
    assert vault.held(token, vault.vault.address) == 100
    assert vault.parked(house.beneficiary, token) == 100
    vault.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.adviser)
    assert vault.held(token, house.adviser) == 100


def test_pay_from__payer_cannot_pay__reverts(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    receipt = vault.act(house.applicant, "pay_from", token.address, house.beneficiary, 100)
    assert receipt.reason == "token: allowance"
    false = vault.token(FALSE_RETURN)
    vault.mint(false, house.applicant, 100)
    vault.fails("STL1", house.applicant, "pay_from", false.address, house.beneficiary, 100)


def test_pay__nobody_or_itself_as_payee__refused(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.fund(token, 10)
    vault.fails("PAYEE", house.stranger, "pay", token.address, ZERO, 1)
    vault.fails("PAYEE", house.stranger, "pay", token.address, vault.vault.address, 1)


def test_deliver__from_outside__refused(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.fund(token, 10)
    for sender in (house.stranger, house.administrator, house.applicant):
        vault.fails("ONLY_SELF", sender, "deliver", token.address, vault.vault.address, house.stranger, 10)


def test_deliver__another_payers_open_approval__out_of_reach(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.mint(token, house.applicant, 10)
    vault.approve(token, 10)
    vault.fails("ONLY_SELF", house.stranger, "deliver", token.address, house.applicant, house.stranger, 10)


def called_back(vault: Vault, target: str, data: bytes, strict: bool = True) -> Deployed:
    token = vault.token(CALLBACK)
    vault.fund(token, 1_000)
    vault.house.ok(vault.house.deployer, "arm", target, data, strict, contract=token)
    return token


@pytest.mark.parametrize("kind", [REFUSING, BURNING])
def test_pay__payee_refuses_or_burns_gas__parked(vault: Vault, kind: int) -> None:
    party = vault.hostile(kind)
    token = called_back(vault, party.address, b"\x01\x02\x03\x04")
    receipt = vault.ok(vault.house.stranger, "pay", token.address, party.address, 300)
    assert receipt.returned is False
    assert vault.parked(party.address, token) == 300
    vault.books_are_covered(token)


@pytest.mark.parametrize("loud", [False, True])
def test_pay__payee_answers_a_megabyte__parked(vault: Vault, loud: bool) -> None:
    house = vault.house
    party = house.driver.deploy("HostileMegabyte", [house.wallet_owner, loud], house.deployer)
    token = called_back(vault, party.address, vault.data("poke", contract=party))
    receipt = vault.ok(house.stranger, "pay", token.address, party.address, 300)
    assert receipt.returned is False
    assert vault.parked(party.address, token) == 300


def test_pay__payee_burns_gas__outer_act_keeps_its_own(vault: Vault) -> None:
    """All that a burning payee can burn is its share: 600,000 gas is enough for the act."""
    house, driver = vault.house, vault.house.driver
    party = vault.hostile(BURNING)
    token = called_back(vault, party.address, b"\x01\x02\x03\x04")
    data = vault.data("pay", token.address, party.address, 300)
    driver._evm.message_call(house.stranger, vault.vault.address, calldata=data, gas=600_000)
    assert vault.parked(party.address, token) == 300


def test_pay__too_little_gas_given__refused_not_parked(vault: Vault) -> None:
    """A stingy sender cannot force a payee who could be paid into a balance."""
    house, driver = vault.house, vault.house.driver
    token = vault.token()
    vault.fund(token, 1_000)
    data = vault.data("pay", token.address, house.beneficiary, 300)
    outcomes = set()
    for gas in range(40_000, 520_000, 10_000):
        mark = driver.snapshot()
        try:
            driver._evm.message_call(house.stranger, vault.vault.address, calldata=data, gas=gas)
            outcomes.add("delivered" if vault.held(token, house.beneficiary) == 300 else "parked")
        except RuntimeError as error:
            outcomes.add(driver._reason(error) or "out of gas")
        driver.revert(mark)
    assert "delivered" in outcomes
    assert "delivery: give more gas (GAS)" in outcomes
    assert "parked" not in outcomes


@pytest.mark.parametrize("function", ["pay", "credit", "withdraw", "deposit", "send", "pay_from"])
def test_pay__token_calls_back__lock_holds(vault: Vault, function: str) -> None:
    house = vault.house
    asset = ZERO
    args = {
        "pay": (asset, house.stranger, 0),
        "pay_from": (asset, house.stranger, 0),
        "deposit": (asset, 0),
        "send": (asset, house.stranger, 0),
        "credit": (house.stranger, asset, 0),
        "withdraw": (asset, house.stranger, house.stranger),
    }[function]
    assert vault.act(house.stranger, function, *args).ok or function == "withdraw"
    token = called_back(vault, vault.vault.address, vault.data(function, *args), strict=False)
    receipt = vault.ok(house.stranger, "pay", token.address, house.beneficiary, 300)
    assert receipt.returned is True
    assert house.see("answer", contract=token) == 2, "the call-back was let in"


def test_pay__token_calls_deliver_back__refused(vault: Vault) -> None:
    house = vault.house
    token = vault.token(CALLBACK)
    vault.fund(token, 1_000)
    steal = vault.data("deliver", token.address, vault.vault.address, house.stranger, 700)
    house.ok(house.deployer, "arm", vault.vault.address, steal, False, contract=token)
    vault.ok(house.stranger, "pay", token.address, house.beneficiary, 300)
    assert house.see("answer", contract=token) == 2
    assert vault.held(token, house.stranger) == 0
    vault.books_are_covered(token)


def test_pay__payee_reenters__parked_or_paid_once(vault: Vault) -> None:
    house = vault.house
    party = vault.hostile(REENTERING)
    token = called_back(vault, party.address, b"\x01\x02\x03\x04")
    again = vault.data("pay", token.address, party.address, 300)
    house.ok(house.wallet_owner, "arm", vault.vault.address, again, contract=party)
    vault.ok(house.stranger, "pay", token.address, party.address, 300)
    assert house.see("answer", contract=party) == 2
    assert vault.held(token, party.address) == 300
    assert vault.see("pot", token.address) == 700
    vault.books_are_covered(token)
