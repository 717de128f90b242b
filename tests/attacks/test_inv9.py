"""INV9: a transfer and a payment in one block; each payment is its holder's of that moment, exactly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import ClaimHouse, opened


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def in_one_block(house: ClaimHouse) -> None:
    """The next act has the second of the last one."""
    house.at_second(house.driver.now())


def test_transfer_then_payment__is_the_receivers(house: ClaimHouse) -> None:
    terms = house.accepted(face=10, asset_scale=1)
    house.sent(terms, house.seller, house.financier, 10)
    in_one_block(house)
    house.ok(house.debtor, "pay", terms, 10)
    assert (house.proceeds(terms, house.seller), house.proceeds(terms, house.financier)) == (0, 10)


def test_payment_then_transfer__stays_with_the_sender(house: ClaimHouse) -> None:
    terms = house.accepted(face=10, asset_scale=1)
    house.ok(house.debtor, "pay", terms, 4)
    in_one_block(house)
    house.sent(terms, house.seller, house.financier, 10)
    assert (house.proceeds(terms, house.seller), house.proceeds(terms, house.financier)) == (4, 0)


def test_payment_between_two_transfers__follows_who_held_then(house: ClaimHouse) -> None:
    terms = house.accepted(face=10, asset_scale=1)
    house.sent(terms, house.seller, house.financier, 5)
    in_one_block(house)
    house.ok(house.debtor, "pay", terms, 6)
    in_one_block(house)
    house.sent(terms, house.financier, house.seller, 5)
    in_one_block(house)
    house.ok(house.debtor, "pay", terms, 4)
    assert (house.proceeds(terms, house.seller), house.proceeds(terms, house.financier)) == (7, 3)


def test_one_transaction__pays_takes_out_and_moves__no_more_than_was_paid(house: ClaimHouse) -> None:
    """A wallet pays itself, withdraws, sends its units round and withdraws again."""
    wallet = house.wallet
    terms = house.accepted(face=10, asset_scale=1)
    house.sent(terms, house.seller, wallet.address, 10)
    abi = house.claims.abi
    unit, own = house.unit(terms), wallet.address
    house.ok(house.debtor, "pay", terms, 9)
    calls = [
        abi.function("withdraw", 3).encode([terms, own, own]),
        abi.function("safeTransferFrom", 5).encode([own, own, unit, 10, b""]),
        abi.function("safeTransferFrom", 5).encode([own, house.financier, unit, 10, b""]),
        abi.function("withdraw", 3).encode([terms, own, own]),
    ]
    targets = [house.claims.address] * len(calls)
    refused = house.act(house.wallet_owner, "execute_batch", targets, calls, contract=wallet)
    assert (refused.ok, refused.reason) == (False, "claim: nothing (NOTHING)")
    house.ok(house.wallet_owner, "execute_batch", targets[:3], calls[:3], contract=wallet)
    assert house.held(own) == 9
    house.ok(house.debtor, "pay", terms, 1)
    assert (house.proceeds(terms, own), house.proceeds(terms, house.financier)) == (0, 1)


def test_pledge_and_payment_in_one_block__the_old_money_stays_the_pledgors(house: ClaimHouse) -> None:
    terms = house.accepted(face=10, asset_scale=1)
    house.ok(house.debtor, "pay", terms, 4)
    in_one_block(house)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 10, 10)
    in_one_block(house)
    house.ok(house.debtor, "pay", terms, 6)
    in_one_block(house)
    house.ok(house.stranger, "share_proceeds", house.id(terms), house.seller, house.financier)
    assert (house.proceeds(terms, house.seller), house.proceeds(terms, house.financier)) == (4, 6)
