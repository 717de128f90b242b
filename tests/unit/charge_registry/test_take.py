"""ChargeRegistry.take and give_back: what claims use of an invoice, and when it is free again."""

from __future__ import annotations

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.machines.charge_house import WHOLE, ZERO, House, fingerprint, person
from usance.model.party import Status

ONE = fingerprint("one")
NOT_FREE = "charge: not free (INV1)"
OTHER_AMOUNT = "charge: other amount (INV1)"
TERMS = "charge: bad terms (TERMS)"
NEVER_TAKEN = "charge: never taken (INV10)"


def take(house: House, amount: int = WHOLE, whole: int = WHOLE, seller: str = "seller") -> bytes:
    house.do("take", "claims", ONE, house[seller], whole, amount)
    return house.model.key_of(ONE, house[seller])


def test_take__first_use__fixes_the_whole_and_names_the_key(house: House) -> None:
    receipt = house.ok("claims", "take", ONE, house["seller"], WHOLE, 40_000_00)
    key = keccak(encode(["bytes32", "bytes32"], [ONE, person("seller")]))
    assert receipt.returned == key == house.see("key_of", ONE, house["seller"])
    assert receipt.event("Taken").args == {
        "key": key,
        "seller": house["seller"],
        "amount": 40_000_00,
        "object_amount": WHOLE,
    }
    assert house.see("object_of", key) == {"amount": WHOLE, "on_ledger": 40_000_00, "charged": 0}


def test_take__part_by_part__up_to_the_whole_and_not_a_unit_more(house: House) -> None:
    for amount in (1, WHOLE - 2, 1):
        take(house, amount)
    house.says(NOT_FREE, "claims", "take", ONE, house["seller"], WHOLE, 1)
    house.agree()


def test_take__more_than_the_whole__refused(house: House) -> None:
    house.says(NOT_FREE, "claims", "take", ONE, house["seller"], WHOLE, WHOLE + 1)
    house.says(NOT_FREE, "claims", "take", ONE, house["seller"], WHOLE, 2**256 - 1)


def test_take__another_whole_than_the_first__refused(house: House) -> None:
    take(house, 1)
    for whole in (WHOLE - 1, WHOLE + 1):
        house.says(OTHER_AMOUNT, "claims", "take", ONE, house["seller"], whole, 1)


def test_take__by_anybody_but_claims__refused(house: House) -> None:
    for name in ("seller", "factor", "verifier", "keeper", "stranger"):
        house.says("charge: not yours (NOT_PARTY)", name, "take", ONE, house["seller"], WHOLE, WHOLE)
        house.says("charge: not yours (NOT_PARTY)", name, "give_back", ONE, house["seller"], WHOLE)


def test_take__seller_never_admitted__refused(house: House) -> None:
    for seller in (house["stranger"], ZERO):
        house.says("charge: party (NOT_ADMITTED)", "claims", "take", ONE, seller, WHOLE, WHOLE)


@pytest.mark.parametrize("status", [Status.HELD, Status.INSOLVENT, Status.REMOVED])
def test_take_and_give_back__seller_in_trouble__books_run_on(house: House, status: Status) -> None:
    house.status("seller", status)
    take(house)
    house.do("give_back", "claims", ONE, house["seller"], WHOLE)
    house.agree()


@pytest.mark.parametrize(
    ("fingerprint_word", "whole", "amount"),
    [
        (bytes(32), WHOLE, WHOLE),
        (ONE, 0, 1),
        (ONE, 1 << 112, 1),
        (ONE, 2**256 - 1, 1),
        (ONE, WHOLE, 0),
    ],
)
def test_take__terms_out_of_range__refused(
    house: House, fingerprint_word: bytes, whole: int, amount: int
) -> None:
    house.says(TERMS, "claims", "take", fingerprint_word, house["seller"], whole, amount)


def test_take__largest_whole__kept_exactly(house: House) -> None:
    most = (1 << 112) - 1
    key = take(house, most, most)
    assert house.see("object_of", key) == {"amount": most, "on_ledger": most, "charged": 0}
    house.do("give_back", "claims", ONE, house["seller"], most)
    house.agree()


def test_take__another_address_of_the_same_person__one_object(house: House) -> None:
    take(house, 60_000_00)
    house.says(NOT_FREE, "claims", "take", ONE, house["seller_branch"], WHOLE, 40_000_01)
    take(house, 40_000_00, seller="seller_branch")
    house.agree()


def test_take__same_number_of_another_seller__another_object(house: House) -> None:
    first, second = take(house), take(house, seller="second_seller")
    assert first != second
    house.agree()


def test_give_back__part__only_that_is_free(house: House) -> None:
    key = take(house)
    receipt = house.ok("claims", "give_back", ONE, house["seller"], 30_000_00)
    assert receipt.event("GivenBack").args == {"key": key, "amount": 30_000_00}
    assert house.see("object_of", key) == {"amount": WHOLE, "on_ledger": 70_000_00, "charged": 0}
    house.says(NOT_FREE, "claims", "take", ONE, house["seller"], WHOLE, 30_000_01)
    house.says(OTHER_AMOUNT, "claims", "take", ONE, house["seller"], WHOLE - 1, 1)


def test_give_back__all__next_use_fixes_the_whole_anew(house: House) -> None:
    key = take(house)
    house.do("give_back", "claims", ONE, house["seller"], WHOLE)
    assert house.see("object_of", key) == {"amount": 0, "on_ledger": 0, "charged": 0}
    take(house, 5, 7)
    assert house.see("object_of", key) == {"amount": 7, "on_ledger": 5, "charged": 0}


def test_give_back__more_than_claims_took__refused(house: House) -> None:
    house.says(NEVER_TAKEN, "claims", "give_back", ONE, house["seller"], 1)
    take(house, 40_000_00)
    house.do("charge", "factor", *house.signed(house.terms(amount=60_000_00)))
    house.says(NEVER_TAKEN, "claims", "give_back", ONE, house["seller"], 40_000_01)
    house.says(NEVER_TAKEN, "claims", "give_back", ONE, house["seller"], 2**256 - 1)
    house.do("give_back", "claims", ONE, house["seller"], 40_000_00)
    house.says(NEVER_TAKEN, "claims", "give_back", ONE, house["seller"], 1)
    house.agree()


def test_give_back__nothing_or_of_nobody__refused(house: House) -> None:
    take(house)
    house.says(NEVER_TAKEN, "claims", "give_back", ONE, house["seller"], 0)
    house.says(TERMS, "claims", "give_back", bytes(32), house["seller"], 1)
    house.says("charge: party (NOT_ADMITTED)", "claims", "give_back", ONE, house["stranger"], 1)
