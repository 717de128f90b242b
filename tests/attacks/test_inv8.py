"""INV8: a receiver's hook can refuse units for itself; it changes nothing, stops nobody, costs little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.claim_token.house import FACE, ClaimHouse, opened
from usance.claim_terms import Claim
from usance.codes_claims import SubAccount

REFUSING, BURNING, REENTERING = 1, 2, 3
# A birth to a receiver that burns its gas: the hook's 100,000 and what a birth takes.
MOST_BIRTH_GAS = 900_000


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def borne(house: ClaimHouse, creditor: str, **changes: Any) -> Claim:
    until = house.driver.now() + 100_000
    house.ok(house.issuing_bank, "authorise", house.stranger, FACE, until)
    return house.terms(kind=3, debtor=house.issuing_bank, creditor=creditor, fingerprint=bytes(32), **changes)


@pytest.mark.parametrize("kind", [REFUSING, BURNING])
def test_transfer__hook_refuses_or_burns__nothing_moved(house: ClaimHouse, kind: int) -> None:
    terms, hostile = house.accepted(), house.hostile(kind)
    words = [house.seller, hostile.address, house.unit(terms), 5, b""]
    refused = house.driver.call(house.claims, "safeTransferFrom", words, house.seller, gas=3_000_000)
    assert (refused.ok, refused.reason) == (False, "claim: receiver refused (HOOK)")
    assert house.units(terms, house.seller) == FACE


@pytest.mark.parametrize("kind", [REFUSING, BURNING])
def test_birth__hook_refuses_or_burns__units_are_parked_in_bounded_gas(house: ClaimHouse, kind: int) -> None:
    """What a bank did not pay becomes a claim even if its creditor's contract will not have it."""
    hostile = house.hostile(kind)
    terms = borne(house, hostile.address)
    born = house.driver.call(house.claims, "bear", [terms], house.stranger, gas=MOST_BIRTH_GAS).require()
    assert born.event("Parked")["units"] == FACE
    parked = house.sub(SubAccount.PARKED, hostile.address, hostile.address)
    assert house.units(terms, parked) == FACE


def test_birth__too_little_gas_for_the_hook__reverts_and_parks_nothing(house: ClaimHouse) -> None:
    """Whoever brings the claim could else starve a willing receiver's hook and park its units."""
    terms = borne(house, house.wallet.address)
    outcomes: set[str] = set()
    for gas in range(120_000, 700_000, 10_000):
        mark = house.driver.snapshot()
        receipt = house.driver.call(house.claims, "bear", [terms], house.stranger, gas=gas)
        outcomes.add(receipt.events[-1].name if receipt.ok else "refused")
        house.driver.revert(mark)
    assert outcomes <= {"refused", "ClaimBorn", "TransferSingle"}
    assert "Parked" not in outcomes
    assert len(outcomes) == 2


@pytest.mark.parametrize(
    "act",
    [
        "safeTransferFrom",
        "setApprovalForAll",
        "retire",
        "withdraw",
        "pay",
        "pledge",
        "collect",
        "bear",
        "share_proceeds",
    ],
)
def test_hook_calls_back__is_locked_out(house: ClaimHouse, act: str) -> None:
    terms, hostile = house.accepted(asset_scale=1), house.hostile(REENTERING)
    own, claim = hostile.address, house.id(terms)
    house.sent(terms, house.seller, own, 10)
    house.ok(house.debtor, "pay", terms, 10)
    words: dict[str, list[Any]] = {
        "safeTransferFrom": [own, house.financier, house.unit(terms), 10, b""],
        "setApprovalForAll": [house.stranger, True],
        "retire": [claim, 1],
        "withdraw": [terms, own, own],
        "pay": [terms, 1],
        "pledge": [claim, house.financier, 1, 1],
        "collect": [claim, own],
        "bear": [terms],
        "share_proceeds": [claim, house.seller, house.financier],
    }
    data = house.claims.abi.function(act, len(words[act])).encode(words[act])
    house.ok(house.wallet_owner, "arm", house.claims.address, data, contract=hostile)
    before = house.see("holding_of", claim, own)
    house.sent(terms, house.seller, own, 5)
    assert house.see("answer", contract=hostile) == 2, "the hook's own call went through"
    after = house.see("holding_of", claim, own)
    assert after["units"] == before["units"] + 5
    assert house.held(own) == 0
    assert not house.see("isApprovedForAll", own, house.stranger)


def test_split__one_of_many_refuses__all_is_undone(house: ClaimHouse) -> None:
    terms, hostile = house.accepted(), house.hostile(REFUSING)
    receivers = [house.financier, hostile.address, house.supplier]
    house.fails("HOOK", house.seller, "split", house.unit(terms), receivers, [1, 1, 1])
    assert [house.units(terms, one) for one in receivers] == [0, 0, 0]


def test_batch_hook__sees_the_books_as_they_are(house: ClaimHouse) -> None:
    first, second = house.accepted(), house.accepted()
    numbers = [house.unit(first), house.unit(second)]
    own = house.wallet.address
    house.ok(house.seller, "safeBatchTransferFrom", house.seller, own, numbers, [1, 2], b"")
    assert house.see("hooks", contract=house.wallet) == 1
    assert [house.units(one, own) for one in (first, second)] == [1, 2]


def test_batch_of_nothing_to_nobody__refused(house: ClaimHouse) -> None:
    nobody = "0x" + "0" * 40
    house.fails("HOOK", house.seller, "safeBatchTransferFrom", house.seller, nobody, [], [], b"")
