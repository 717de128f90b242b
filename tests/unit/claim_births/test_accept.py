from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    ACCEPTED,
    ACTIVE,
    DEFENCES,
    DUE,
    FACE,
    HELD,
    INSOLVENT,
    REMOVED,
    SETOFF,
    House,
    names_of,
)


@pytest.mark.parametrize("waivers", [0, DEFENCES, SETOFF, DEFENCES | SETOFF])
def test_accept__registered__debtor_is_bound_with_its_own_waivers(house: House, waivers: int) -> None:
    terms = house.registered()
    receipt = house.ok(house.buyer, "accept", terms, waivers)
    assert names_of(receipt) == ["Accepted"]
    assert receipt.event("Accepted").args == {
        "claim": house.id(terms),
        "debtor": house.buyer,
        "waivers": waivers,
    }
    state = house.state(terms)
    assert (state["status"], state["face"]) == (ACCEPTED, FACE)
    assert state["defences_waived"] == bool(waivers & DEFENCES)
    assert state["setoff_waived"] == bool(waivers & SETOFF)
    assert not state["deemed"]


def test_accept__by_the_seller__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.seller, "accept", house.registered(), 0)


def test_accept__twice__is_refused(house: House) -> None:
    terms = house.accepted()
    house.fails("claim: state (STATE)", house.buyer, "accept", terms, SETOFF)
    assert not house.state(terms)["setoff_waived"]


def test_accept__after_denial__is_refused(house: House) -> None:
    terms = house.registered()
    house.ok(house.buyer, "deny", terms)
    house.fails("STATE", house.buyer, "accept", terms, 0)


def test_accept__never_registered__is_refused(house: House) -> None:
    house.fails("claim: unknown (UNKNOWN)", house.buyer, "accept", house.terms(), 0)


def test_accept__other_words_than_registered__is_refused(house: House) -> None:
    terms = house.registered()
    house.fails("UNKNOWN", house.buyer, "accept", terms.but(face=1), 0)


def test_accept__waiver_that_does_not_exist__is_refused(house: House) -> None:
    house.fails("claim: waivers (TERMS)", house.buyer, "accept", house.registered(), 4)


@pytest.mark.parametrize("status", [HELD, INSOLVENT, REMOVED])
def test_accept__debtor_that_may_not_act__is_refused(house: House, status: int) -> None:
    terms = house.registered()
    house.set_status(house.buyer, status)
    house.fails("claim: party (NOT_ADMITTED)", house.buyer, "accept", terms, 0)


def test_accept__debtor_active_again__is_bound(house: House) -> None:
    terms = house.registered()
    house.set_status(house.buyer, HELD)
    house.set_status(house.buyer, ACTIVE)
    house.ok(house.buyer, "accept", terms, 0)


def test_accept__debtor_never_admitted__is_refused(house: House) -> None:
    terms = house.registered(debtor=house.outsider)
    house.fails("NOT_ADMITTED", house.outsider, "accept", terms, 0)


def test_accept__pending_payable__is_refused(house: House) -> None:
    house.fails("STATE", house.anchor, "accept", house.promised(), 0)


def test_accept__long_after_the_due_day__is_allowed(house: House) -> None:
    terms = house.registered()
    house.at(DUE + 200)
    house.ok(house.buyer, "accept", terms, 0)


def test_accept__part_paid_and_handed_on__books_stay(house: House) -> None:
    terms = house.registered(earmark=house.financier, min_split=100)
    before = house.state(terms)
    house.ok(house.buyer, "accept", terms, 0)
    after = house.state(terms)
    assert {name for name in before if before[name] != after[name]} == {"status"}
    # Split and earmark are still there.
    unit = int.from_bytes(house.id(terms), "big")
    house.fails("EARMARK", house.seller, "safeTransferFrom", house.seller, house.bank, unit, 100, b"")
    house.fails("MIN_SPLIT", house.seller, "safeTransferFrom", house.seller, house.financier, unit, 99, b"")


def test_accept__while_new_risk_is_stopped__is_allowed(house: House) -> None:
    terms = house.registered()
    house.ok(house.guardian, "pause")
    house.ok(house.buyer, "accept", terms, 0)
