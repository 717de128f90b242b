"""ChargeRegistry: what anybody may ask."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import WHOLE, ZERO, House, fingerprint
from usance.chain.driver import Reverted
from usance.charges.message import charge_message
from usance.model.party import Status

ONE = fingerprint("one")


def test_immutables__as_deployed(house: House) -> None:
    assert house.see("REGISTRY") == house.seat.registry.address
    assert house.see("CLAIMS") == house["claims"]


def test_domain_separator__is_the_suites(house: House) -> None:
    message = charge_message(house.domain, house.terms(), 0, 0)
    assert house.see("domain_separator") == message.header


def test_unknown__zeros(house: House) -> None:
    nothing = b"nothing".ljust(32, b"\0")
    assert house.see("object_of", nothing) == {"amount": 0, "on_ledger": 0, "charged": 0}
    assert house.see("present_key", nothing) == nothing
    assert house.see("charge_of", nothing) == house.model.charge_of(nothing)


def test_key_of__no_seller_or_no_fingerprint__refused(house: House) -> None:
    with pytest.raises(Reverted, match="NOT_ADMITTED"):
        house.see("key_of", ONE, house["stranger"])
    with pytest.raises(Reverted, match="TERMS"):
        house.see("key_of", bytes(32), house["seller"])


def test_key_of__addresses_of_one_person__one_key(house: House) -> None:
    first, branch, second = (
        house.see("key_of", ONE, house[name]) for name in ("seller", "seller_branch", "second_seller")
    )
    assert first == branch != second


def test_is_free__never_used__any_amount_but_none(house: House) -> None:
    most = (1 << 112) - 1
    for amount, free in ((0, False), (1, True), (most, True), (most + 1, False), (2**256 - 1, False)):
        assert house.see("is_free", ONE, house["seller"], amount) is free
        assert house.model.is_free(ONE, house["seller"], amount) is free


def test_is_free__nobodys_or_no_fingerprint__no(house: House) -> None:
    for seller in (house["stranger"], ZERO):
        assert not house.see("is_free", ONE, seller, 1)
    assert not house.see("is_free", bytes(32), house["seller"], 1)


def test_is_free__partly_used__the_rest(house: House) -> None:
    house.do("take", "claims", ONE, house["seller"], WHOLE, 60_000_00)
    house.do("charge", "factor", *house.signed(house.terms(amount=15_000_00)))
    assert house.see("is_free", ONE, house["seller"], 25_000_00)
    assert not house.see("is_free", ONE, house["seller"], 25_000_01)


def test_is_free__seller_held__still_told(house: House) -> None:
    house.status("seller", Status.HELD)
    assert house.see("is_free", ONE, house["seller"], 1)
