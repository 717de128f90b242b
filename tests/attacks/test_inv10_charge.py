"""INV10: what is taken is free again when its claim or charge has ended, and not a second before."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import DAY, WHOLE, House, fingerprint
from tests.machines.charge_house import house as fresh

ONE, TWO = fingerprint("one"), fingerprint("two")


@pytest.fixture
def house() -> House:
    return fresh()


def free(house: House) -> int:
    seen = house.see("object_of", house.see("key_of", ONE, house["seller"]))
    return int(seen["amount"] - seen["on_ledger"] - seen["charged"])


def test_everybody_but_claims__gives_nothing_back(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    for name in (*house.seat.people,):
        if name != "claims":
            house.fails("NOT_PARTY", name, "give_back", ONE, house["seller"], 1)
    assert free(house) == 0


def test_claims_give_back_twice__the_charge_of_another_stays(house: House) -> None:
    """A claim that is given back twice would free what a financier outside the ledger holds."""
    house.ok("factor", "charge", *house.call_of(house.terms(amount=WHOLE // 2)))
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE // 2)
    house.ok("claims", "give_back", ONE, house["seller"], WHOLE // 2)
    house.fails("INV10", "claims", "give_back", ONE, house["seller"], WHOLE // 2)
    assert free(house) == WHOLE // 2


def test_creditor_releases_twice__frees_once(house: House) -> None:
    charge = house.ok("factor", "charge", *house.call_of(house.terms(amount=10))).returned
    house.ok("bank", "charge", *house.call_of(house.terms(amount=WHOLE - 10, creditor=house["bank"]), 1))
    house.ok("factor", "release_charge", charge)
    house.fails("UNKNOWN", "factor", "release_charge", charge)
    assert free(house) == 10


def test_seller_wants_the_charge_off__not_before_it_is_over(house: House) -> None:
    terms = house.terms()
    charge = house.ok("factor", "charge", *house.call_of(terms)).returned
    for moment in (house.now + 1, house.now + 30 * DAY, terms.until):
        house.driver.set_time(moment)
        house.fails("NOT_PARTY", "seller", "release_charge", charge)
    house.ok("seller", "release_charge", charge)


def test_part_settled__whole_stays_fixed_and_the_rest_stays_taken(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE // 2)
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE // 2)
    house.ok("claims", "give_back", ONE, house["seller"], WHOLE // 2)
    house.fails("INV1", "claims", "take", ONE, house["seller"], WHOLE // 2, WHOLE // 2)
    house.fails("INV1", "claims", "take", ONE, house["seller"], WHOLE, WHOLE // 2 + 1)


def test_rotation_between_birth_and_end__counts_once(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    house.ok("verifier", "rotate", house["seller"], ONE, TWO)
    house.ok("claims", "give_back", ONE, house["seller"], WHOLE)
    for word in (ONE, TWO):
        house.fails("INV10", "claims", "give_back", word, house["seller"], 1)
    assert house.see("is_free", TWO, house["seller"], WHOLE)


def test_other_sellers_end__frees_nothing_here(house: House) -> None:
    house.ok("claims", "take", ONE, house["seller"], WHOLE, WHOLE)
    house.fails("INV10", "claims", "give_back", ONE, house["second_seller"], WHOLE)
    assert free(house) == 0
