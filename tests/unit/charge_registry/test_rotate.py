"""ChargeRegistry.rotate: a live object moves to the key of a new epoch, and nowhere else."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import WHOLE, House, fingerprint
from usance.model.party import Status

OLD, NEW, NEXT, OTHER = (fingerprint(name) for name in ("old", "new", "next", "other"))
ROTATED = "charge: rotated key (INV1)"
KEY_USED = "charge: new key was used (INV1)"
UNKNOWN = "charge: nothing here (UNKNOWN)"
NOT_YOURS = "charge: not yours (NOT_PARTY)"
NOT_ADMITTED = "charge: party (NOT_ADMITTED)"
TERMS = "charge: bad terms (TERMS)"


@pytest.fixture
def live(house: House) -> House:
    """A claim of 60 % and a charge of 10 % under the old key."""
    house.do("take", "claims", OLD, house["seller"], WHOLE, 60_000_00)
    house.do("charge", "factor", *house.signed(house.terms("old", amount=10_000_00)))
    return house


def key(house: House, word: bytes) -> bytes:
    found: bytes = house.see("key_of", word, house["seller"])
    return found


def test_rotate__live_object__found_under_both_used_under_the_new(live: House) -> None:
    receipt = live.ok("verifier", "rotate", live["seller"], OLD, NEW)
    old, new = key(live, OLD), key(live, NEW)
    assert receipt.event("Rotated").args == {"old_key": old, "new_key": new, "by": live["verifier"]}
    seen = {"amount": WHOLE, "on_ledger": 60_000_00, "charged": 10_000_00}
    assert live.see("object_of", old) == live.see("object_of", new) == seen
    assert live.see("present_key", old) == live.see("present_key", new) == new
    assert not live.see("is_free", OLD, live["seller"], 1)
    assert live.see("is_free", NEW, live["seller"], 30_000_00)
    assert not live.see("is_free", NEW, live["seller"], 30_000_01)


def test_rotate__old_key__takes_nothing_more(live: House) -> None:
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.says(ROTATED, "claims", "take", OLD, live["seller"], WHOLE, 1)
    live.says(ROTATED, "factor", "charge", *live.call_of(live.terms("old", amount=1), nonce=1))
    live.do("take", "claims", NEW, live["seller"], WHOLE, 20_000_00)
    live.do("charge", "factor", *live.signed(live.terms("new", amount=10_000_00), 1))
    live.says("charge: not free (INV1)", "claims", "take", NEW, live["seller"], WHOLE, 1)
    live.agree()


def test_rotate__claims_and_charges_of_the_old_key__end_as_before(live: House) -> None:
    charge = live.charges.copy().pop()
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.do("rotate", "verifier", live["seller"], NEW, NEXT)
    live.do("release_charge", "factor", charge)
    live.do("give_back", "claims", OLD, live["seller"], 50_000_00)
    live.do("give_back", "claims", NEW, live["seller"], 10_000_00)
    assert live.see("is_free", NEXT, live["seller"], 2 * WHOLE)
    live.agree()


def test_rotate__object_free_again__old_keys_stay_shut(live: House) -> None:
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.do("release_charge", "factor", live.charges.copy().pop())
    live.do("give_back", "claims", OLD, live["seller"], 60_000_00)
    assert not live.see("is_free", OLD, live["seller"], 1)
    live.says(ROTATED, "claims", "take", OLD, live["seller"], WHOLE, 1)
    live.do("take", "claims", NEW, live["seller"], 7, 7)
    assert live.see("object_of", key(live, OLD)) == {"amount": 7, "on_ledger": 7, "charged": 0}
    live.agree()


def test_rotate__twenty_epochs__one_step_to_the_object(house: House) -> None:
    house.do("take", "claims", fingerprint(0), house["seller"], WHOLE, WHOLE)
    for epoch in range(20):
        house.do("rotate", "verifier", house["seller"], fingerprint(epoch), fingerprint(epoch + 1))
    house.agree()
    for epoch in range(20):
        house.says(ROTATED, "claims", "take", fingerprint(epoch), house["seller"], WHOLE, 1)
    args = [fingerprint(0), house["seller"], WHOLE]
    house.driver.call(house.seat.charges, "give_back", args, house["claims"], gas=60_000).require()


@pytest.mark.parametrize("sender", ["seller", "factor", "bank", "claims", "keeper", "stranger"])
def test_rotate__no_verifier__refused(live: House, sender: str) -> None:
    live.says(NOT_ADMITTED, sender, "rotate", live["seller"], OLD, NEW)


@pytest.mark.parametrize("status", [Status.HELD, Status.INSOLVENT, Status.REMOVED])
def test_rotate__verifier_not_active__refused(live: House, status: Status) -> None:
    live.status("verifier", status)
    live.says(NOT_ADMITTED, "verifier", "rotate", live["seller"], OLD, NEW)


def test_rotate__verifier_of_the_sellers_own_person__refused(live: House) -> None:
    live.says(NOT_YOURS, "seller_examiner", "rotate", live["seller"], OLD, NEW)
    live.says(NOT_YOURS, "seller_examiner", "rotate", live["seller_branch"], OLD, NEW)


def test_rotate__seller_in_trouble__possible(live: House) -> None:
    live.status("seller", Status.INSOLVENT)
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.agree()


def test_rotate__new_key_was_used__refused(live: House) -> None:
    live.do("take", "claims", OTHER, live["seller"], 5, 5)
    live.says(KEY_USED, "verifier", "rotate", live["seller"], OLD, OTHER)
    live.do("give_back", "claims", OTHER, live["seller"], 5)
    live.says(KEY_USED, "verifier", "rotate", live["seller"], OLD, OTHER)
    live.says(KEY_USED, "verifier", "rotate", live["seller"], OLD, OLD)


def test_rotate__back_or_again_from_the_old_key__refused(live: House) -> None:
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.says(KEY_USED, "verifier", "rotate", live["seller"], NEW, OLD)
    live.says(ROTATED, "verifier", "rotate", live["seller"], OLD, NEXT)
    live.do("rotate", "verifier", live["seller"], NEW, NEXT)
    live.says(ROTATED, "verifier", "rotate", live["seller"], NEW, OTHER)
    live.says(KEY_USED, "verifier", "rotate", live["seller"], NEXT, NEW)
    live.agree()


def test_rotate__nothing_lives_there__refused(house: House) -> None:
    house.says(UNKNOWN, "verifier", "rotate", house["seller"], OLD, NEW)
    house.do("take", "claims", OLD, house["seller"], 5, 5)
    house.do("give_back", "claims", OLD, house["seller"], 5)
    house.says(UNKNOWN, "verifier", "rotate", house["seller"], OLD, NEW)


def test_rotate__no_fingerprint_or_no_seller__refused(live: House) -> None:
    live.says(TERMS, "verifier", "rotate", live["seller"], bytes(32), NEW)
    live.says(TERMS, "verifier", "rotate", live["seller"], OLD, bytes(32))
    live.says(NOT_ADMITTED, "verifier", "rotate", live["stranger"], OLD, NEW)


def test_rotate__while_stopped__possible(live: House) -> None:
    live.do("pause", "guardian")
    live.do("rotate", "verifier", live["seller"], OLD, NEW)
    live.agree()
