"""INV1: nobody finances one invoice twice through ChargeRegistry, whoever plots with whom."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.machines.charge_house import DAY, HOUR, WHOLE, House, fingerprint
from tests.machines.charge_house import house as fresh

ONE = fingerprint("one")


@pytest.fixture
def house() -> House:
    return fresh()


def test_seller_signs_for_two_financiers__the_second_gets_nothing(house: House) -> None:
    first = house.call_of(house.terms(), 0)
    second = house.call_of(house.terms(creditor=house["second_factor"]), 1)
    house.ok("factor", "charge", *first)
    house.fails("INV1", "second_factor", "charge", *second)


def test_seller_signs_one_nonce_twice__one_charge_alone(house: House) -> None:
    half = WHOLE // 2
    first = house.call_of(house.terms(amount=half), 0)
    second = house.call_of(house.terms(amount=half, creditor=house["second_factor"]), 0)
    house.ok("factor", "charge", *first)
    house.fails("ACC1", "second_factor", "charge", *second)


def test_seller_registers_what_is_charged__refused_and_the_other_way_round(house: House) -> None:
    house.ok("factor", "charge", *house.call_of(house.terms()))
    house.fails("INV1", "claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    house.ok("claims", "take", fingerprint("two"), house["seller"], WHOLE, WHOLE)
    house.fails("INV1", "factor", "charge", *house.call_of(house.terms("two"), 1))


def test_seller_names_a_larger_invoice__refused(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    house.fails("INV1", "claims", "take", ONE, house["seller"], 2 * WHOLE, WHOLE)
    larger = house.terms(object_amount=2 * WHOLE)
    house.fails("INV1", "factor", "charge", *house.call_of(larger))


def test_seller_uses_its_branch__one_person_one_object(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    house.fails("INV1", "claims", "take", ONE, house["seller_branch"], WHOLE, 1)
    branch = house.terms(seller=house["seller_branch"], amount=1)
    house.fails("INV1", "factor", "charge", *house.call_of(branch))


def test_rival_occupies_the_fingerprint__under_its_own_name_only(house: House) -> None:
    """A stranger that learns a fingerprint cannot shut the true seller out."""
    house.ok("claims", "take", ONE, house["second_seller"], 1, 1)
    rival = house.terms(seller=house["second_seller"], object_amount=1, amount=1)
    house.fails("INV1", "factor", "charge", *house.call_of(rival))
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)


def test_rival_takes_a_signed_charge_from_the_mempool__of_no_use(house: House) -> None:
    words = house.call_of(house.terms())
    for name in ("second_factor", "bank"):
        house.fails("ACC1", name, "charge", *words)
    house.ok("factor", "charge", *words)


def test_one_hand_behind_two_wallets__its_signature_serves_one(house: House) -> None:
    """Both wallets answer ERC-1271 for one key; the seller stands in the message."""
    terms, nonce, deadline, _, raw = house.signed(house.terms(seller=house["wallet"]))
    house.ok("factor", "charge", *terms.args(nonce, deadline, raw))
    other = replace(terms, seller=house["second_wallet"])
    house.fails("ACC2", "factor", "charge", *other.args(nonce, deadline, raw))


def test_charge_that_is_over__does_not_make_room_by_itself(house: House) -> None:
    charge = house.ok("factor", "charge", *house.call_of(house.terms())).returned
    house.wait(200 * DAY)
    house.fails("INV1", "bank", "charge", *house.call_of(house.terms(creditor=house["bank"]), 1))
    house.ok("bank", "release_charge", charge)
    house.ok("bank", "charge", *house.call_of(house.terms(creditor=house["bank"]), 1))


@pytest.mark.parametrize("seed", range(5))
def test_thousand_small_bites__never_more_than_the_whole(house: House, seed: int) -> None:
    rng, taken = Random(seed), 0
    for nonce in range(60):
        amount = rng.choice([1, 2, WHOLE // 10, WHOLE // 7, WHOLE, 2**255, rng.randrange(1, WHOLE)])
        if rng.random() < 0.5:
            done = house.act("claims", "take", ONE, house["seller"], WHOLE, amount)
        else:
            done = house.act("factor", "charge", *house.call_of(house.terms(amount=amount), nonce))
        assert done.ok == (amount <= WHOLE - taken)
        taken += amount if done.ok else 0
    seen = house.see("object_of", house.see("key_of", ONE, house["seller"]))
    assert seen["amount"] == WHOLE >= seen["on_ledger"] + seen["charged"] == taken


def test_seller_without_any_signature__is_not_charged(house: House) -> None:
    terms = house.terms()
    for raw in (b"", bytes(65), b"\1" * 64, b"\1" * 1024):
        house.fails("ACC2", "factor", "charge", *terms.args(0, house.now + HOUR, raw))
