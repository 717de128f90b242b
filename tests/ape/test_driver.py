"""What the driver over Ape promises: exact times, the past, reasons, events, gas, snapshots."""

from __future__ import annotations

import pytest

from usance.chain.ape_driver import ApeDriver
from usance.chain.driver import Reverted
from usance.chain.revm import GENESIS, RevmDriver

ONE = 10**6


def token_of(driver: ApeDriver | RevmDriver, sender: str):  # type: ignore[no-untyped-def]
    return driver.deploy("TestToken", ["Euro", "EUR", 6, 4], sender)


def test_accounts__are_the_same_as_on_revm(kept: ApeDriver) -> None:
    assert [one.address for one in kept.accounts(65)] == [one.address for one in RevmDriver().accounts(65)]


def test_chain__begins_in_the_past(driver: ApeDriver) -> None:
    assert driver.provider.get_block(0).timestamp == GENESIS
    assert driver.chain_id == 1337


def test_set_time__is_hit_to_the_second__else_one_second_later(kept: ApeDriver) -> None:
    owner, other = (account.address for account in kept.accounts(2))
    token = token_of(kept, owner)
    start = kept.now() + 86_400
    kept.set_time(start)
    assert kept.call(token, "mint", [owner, ONE], owner).timestamp == start
    assert kept.provider.get_block("latest").timestamp == start == kept.now()
    assert kept.call(token, "transfer", [other, 1], owner).timestamp == start + 1
    with pytest.raises(ValueError, match="time never goes back"):
        kept.set_time(start)


def test_call__receipt__has_value_events_gas_and_hash(kept: ApeDriver) -> None:
    owner, other = (account.address for account in kept.accounts(2))
    token = token_of(kept, owner)
    minted = kept.call(token, "mint", [owner, ONE], owner)
    sent = kept.call(token, "transfer", [other, 7], owner)
    assert minted.ok
    assert sent.ok
    assert sent.returned is True
    assert [event.name for event in sent.events] == ["Transfer"]
    assert sent.event("Transfer").args == {"sender": owner, "receiver": other, "value": 7}
    receipt = kept.provider.web3.eth.get_transaction_receipt(sent.tx_hash)
    assert receipt["gasUsed"] == sent.gas
    assert len(receipt["logs"]) == 1


def test_call__refused__tells_the_reason_and_changes_nothing(kept: ApeDriver) -> None:
    owner, other = (account.address for account in kept.accounts(2))
    token = token_of(kept, owner)
    refused = kept.call(token, "transfer", [other, 1], owner)
    assert not refused.ok
    assert refused.reason == "token: balance"
    assert refused.events == ()
    assert kept.view(token, "balanceOf", [other]) == 0
    with pytest.raises(Reverted, match="token: balance"):
        refused.require()


def test_call__too_little_gas__is_refused(kept: ApeDriver) -> None:
    owner, other = (account.address for account in kept.accounts(2))
    token = token_of(kept, owner)
    kept.call(token, "mint", [owner, ONE], owner)
    assert not kept.call(token, "transfer", [other, 1], owner, gas=25_000).ok
    assert kept.view(token, "balanceOf", [owner]) == ONE


def test_view__sees_the_time_the_next_act_would_carry(kept: ApeDriver) -> None:
    from usance.chain.suite import all_capabilities, deploy_suite

    admin = kept.accounts(1)[0].address
    suite = deploy_suite(kept, admin, all_capabilities(admin))
    kept.call(suite.registry, "grant_capability", [kept.accounts(2)[1].address, 16], admin).require()
    asked = [kept.accounts(2)[1].address, 16]
    assert not kept.view(suite.registry, "has_capability", asked)
    kept.set_time(kept.now() + 48 * 3600)
    assert kept.view(suite.registry, "has_capability", asked)
    assert kept.now() < GENESIS + 10**9


def test_together__acts_are_in_one_block(kept: ApeDriver) -> None:
    owner, other = (account.address for account in kept.accounts(2))
    token = token_of(kept, owner)
    kept.set_time(kept.now() + 500)
    with kept.together():
        first = kept.call(token, "mint", [owner, ONE], owner)
        assert kept.view(token, "balanceOf", [owner]) == ONE
        second = kept.call(token, "transfer", [other, 2], owner)
    blocks = {
        kept.provider.web3.eth.get_transaction_receipt(one.tx_hash)["blockNumber"] for one in (first, second)
    }
    assert len(blocks) == 1
    assert first.timestamp == second.timestamp == kept.now()


def test_snapshot__takes_state_and_clock_back(driver: ApeDriver) -> None:
    owner = driver.accounts(1)[0].address
    outer = driver.snapshot()
    token = token_of(driver, owner)
    inner, then = driver.snapshot(), driver.now()
    driver.set_time(then + 10**6)
    driver.call(token, "mint", [owner, ONE], owner)
    driver.revert(inner)
    assert driver.now() == then
    assert driver.view(token, "balanceOf", [owner]) == 0
    assert driver.call(token, "mint", [owner, 5], owner).timestamp == then + 1
    driver.revert(outer)
    assert driver.code(token.address) == b""
