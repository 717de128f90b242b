"""ChargeRegistry.release_charge: by its creditor when it likes, by anybody when it is over."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import DAY, WHOLE, ZERO, House, fingerprint
from usance.model.party import Status

ONE = fingerprint("one")
NONE = {"key": bytes(32), "creditor": ZERO, "seller": ZERO, "amount": 0, "until": 0}
NOT_YOURS = "charge: not yours (NOT_PARTY)"
UNKNOWN = "charge: nothing here (UNKNOWN)"


def charged(house: House, nonce: int = 0, amount: int = WHOLE) -> bytes:
    outcome = house.do("charge", "factor", *house.signed(house.terms(amount=amount), nonce))
    identifier: bytes = outcome.returned
    return identifier


def test_release_charge__by_its_creditor__free_at_once(house: House) -> None:
    charge = charged(house)
    receipt = house.ok("factor", "release_charge", charge)
    key = house.see("key_of", ONE, house["seller"])
    assert receipt.event("ChargeReleased").args == {
        "charge": charge,
        "key": key,
        "by": house["factor"],
    }
    assert house.see("charge_of", charge) == NONE
    assert house.see("object_of", key) == {"amount": 0, "on_ledger": 0, "charged": 0}


@pytest.mark.parametrize("sender", ["seller", "second_factor", "verifier", "claims", "stranger"])
def test_release_charge__by_another__only_after_its_last_second(house: House, sender: str) -> None:
    charge = charged(house)
    until = house.see("charge_of", charge)["until"]
    house.driver.set_time(until)
    house.says(NOT_YOURS, sender, "release_charge", charge)
    house.driver.set_time(until + 1)
    house.do("release_charge", sender, charge)
    house.agree()


def test_release_charge__past_its_end__counts_until_somebody_does(house: House) -> None:
    charged(house)
    house.wait(181 * DAY)
    house.do("cancel_nonce", "stranger", 0)
    assert not house.see("is_free", ONE, house["seller"], 1)
    house.fails("INV1", "claims", "take", ONE, house["seller"], WHOLE, 1)
    house.do("release_charge", "stranger", house.charges.copy().pop())
    assert house.see("is_free", ONE, house["seller"], WHOLE)


def test_release_charge__one_of_two__the_other_stands(house: House) -> None:
    first, second = charged(house, 0, 40_000_00), charged(house, 1, 60_000_00)
    house.do("release_charge", "factor", first)
    assert house.see("is_free", ONE, house["seller"], 40_000_00)
    assert not house.see("is_free", ONE, house["seller"], 40_000_01)
    house.do("release_charge", "factor", second)
    house.agree()


def test_release_charge__beside_a_claim__the_claim_stands(house: House) -> None:
    charge = charged(house, amount=30_000_00)
    house.do("take", "claims", ONE, house["seller"], WHOLE, 70_000_00)
    house.do("release_charge", "factor", charge)
    key = house.see("key_of", ONE, house["seller"])
    assert house.see("object_of", key) == {"amount": WHOLE, "on_ledger": 70_000_00, "charged": 0}


def test_release_charge__none_or_twice__refused(house: House) -> None:
    house.says(UNKNOWN, "factor", "release_charge", b"none".ljust(32, b"\0"))
    charge = charged(house)
    house.do("release_charge", "factor", charge)
    for sender in ("factor", "stranger"):
        house.says(UNKNOWN, sender, "release_charge", charge)


@pytest.mark.parametrize("status", [Status.HELD, Status.INSOLVENT, Status.REMOVED])
def test_release_charge__creditor_in_trouble__may_still(house: House, status: Status) -> None:
    charge = charged(house)
    house.status("factor", status)
    house.do("release_charge", "factor", charge)
    house.agree()


def test_release_charge__while_stopped__possible(house: House) -> None:
    charge = charged(house)
    house.do("pause", "guardian")
    house.do("release_charge", "factor", charge)
    house.agree()
