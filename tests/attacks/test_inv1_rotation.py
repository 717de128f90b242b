"""INV1: a new epoch never gives one invoice a second free key."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import WHOLE, House, fingerprint
from tests.machines.charge_house import house as fresh

OLD, NEW, NEXT, OTHER = (fingerprint(name) for name in ("old", "new", "next", "other"))


@pytest.fixture
def house() -> House:
    found = fresh()
    found.ok("claims", "take", OLD, found["seller"], WHOLE, WHOLE)
    return found


def test_old_key_after_rotation__shut_for_ever(house: House) -> None:
    house.ok("verifier", "rotate", house["seller"], OLD, NEW)
    house.fails("INV1", "claims", "take", OLD, house["seller"], WHOLE, 1)
    house.fails("INV1", "factor", "charge", *house.call_of(house.terms("old")))
    house.ok("claims", "give_back", OLD, house["seller"], WHOLE)
    house.fails("INV1", "claims", "take", OLD, house["seller"], WHOLE, 1)
    house.fails("INV1", "factor", "charge", *house.call_of(house.terms("old"), 1))
    house.fails("INV1", "verifier", "rotate", house["seller"], OLD, NEXT)


def test_new_key_after_rotation__as_full_as_the_old_one(house: House) -> None:
    house.ok("verifier", "rotate", house["seller"], OLD, NEW)
    house.fails("INV1", "claims", "take", NEW, house["seller"], WHOLE, 1)
    house.fails("INV1", "factor", "charge", *house.call_of(house.terms("new")))


def test_two_objects__cannot_be_laid_under_one_key(house: House) -> None:
    """A settled object's key as a target would let one claim give back what another took."""
    house.ok("claims", "take", OTHER, house["seller"], 5, 5)
    house.fails("INV1", "verifier", "rotate", house["seller"], OLD, OTHER)
    house.ok("claims", "give_back", OTHER, house["seller"], 5)
    house.fails("INV1", "verifier", "rotate", house["seller"], OLD, OTHER)


def test_rotation_in_a_ring__refused(house: House) -> None:
    house.ok("verifier", "rotate", house["seller"], OLD, NEW)
    house.ok("verifier", "rotate", house["seller"], NEW, NEXT)
    for target in (OLD, NEW, NEXT):
        house.fails("INV1", "verifier", "rotate", house["seller"], NEXT, target)


def test_seller_frees_its_key_by_a_false_one__refused(house: House) -> None:
    """Neither the seller nor a verifier of the same legal person may rotate."""
    house.fails("NOT_ADMITTED", "seller", "rotate", house["seller"], OLD, NEW)
    house.fails("NOT_PARTY", "seller_examiner", "rotate", house["seller"], OLD, NEW)


def test_verifier_under_another_seller__touches_only_that_one(house: House) -> None:
    house.fails("UNKNOWN", "verifier", "rotate", house["second_seller"], OLD, NEW)
    house.ok("verifier", "rotate", house["seller_branch"], OLD, NEW)
    house.fails("INV1", "claims", "take", NEW, house["seller"], WHOLE, 1)
