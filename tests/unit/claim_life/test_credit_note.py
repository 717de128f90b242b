"""credit_note: only the seller lowers a claim, and never raises it."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    ABOVE,
    DEFENCES,
    DUE_MONDAY,
    FACE,
    HELD,
    NOT_PARTY,
    NOTHING,
    PARTY_HELD,
    SETOFF,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.codes_claims import ClaimStatus, DisputeReason

NOTE = b"credit note 17".ljust(32, b"\0")
WAIVED = "claim: waived (DEFENCES_WAIVED)"


def test_credit_note__by_the_only_holder__no_dilution(house: LifeHouse) -> None:
    terms = house.graced()
    receipt = house.ok(house.seller, "credit_note", terms, 10_000_00, NOTE)
    assert receipt.event("CreditNoted").args == {
        "claim": house.id(terms),
        "seller": house.seller,
        "amount": 10_000_00,
        "reference": NOTE,
        "outstanding": 90_000_00,
        "dilution": False,
    }
    assert house.state(terms)["credited"] == 10_000_00
    assert house.units(terms, house.seller) == FACE


def test_credit_note__others_hold_units__dilution_and_all_bear_it(house: LifeHouse) -> None:
    terms = house.graced()
    house.sent(terms, house.seller, house.financier, FACE // 4)
    assert house.ok(house.seller, "credit_note", terms, FACE // 2, NOTE).event("CreditNoted")["dilution"]
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.proceeds(terms, house.financier) == FACE // 8
    assert house.proceeds(terms, house.seller) == FACE // 2 - FACE // 8


def test_credit_note__pledged_units__are_others(house: LifeHouse) -> None:
    terms = house.pledged(1, 1)
    assert house.ok(house.seller, "credit_note", terms, 1, NOTE).event("CreditNoted")["dilution"]


@pytest.mark.parametrize(("amount", "credited"), [(1, 1), (3, 4), (4, 5), (5, 7)])
def test_credit_note__units_gone__index_rounded_for_the_holders(
    house: LifeHouse, amount: int, credited: int
) -> None:
    """Face 7, 2 units gone: 3 for five units is an index of 4 1/5; 5 is everything."""
    terms = house.accepted(face=7)
    house.ok(house.seller, "retire", house.id(terms), 2)
    house.ok(house.seller, "credit_note", terms, amount, NOTE)
    assert house.state(terms)["credited"] == credited


def test_credit_note__whole__claim_is_paid(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "pay", terms, 1)
    house.ok(house.seller, "credit_note", terms, FACE - 1, NOTE)
    assert house.status(terms) == ClaimStatus.PAID
    assert house.outstanding(terms) == 0


def test_credit_note__overdue__interest_so_far_stays_and_runs_on_the_rest(house: LifeHouse) -> None:
    terms = house.overdue()
    house.at(DUE_MONDAY + 10)
    owed = house.interest(terms)
    house.ok(house.seller, "credit_note", terms, FACE // 2, NOTE)
    assert house.interest(terms) == owed
    house.at(DUE_MONDAY + 20)
    assert house.interest(terms) == FACE * 15 // 3_600


def test_credit_note__more_than_outstanding_or_nothing__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "pay", terms, 1)
    house.fails(ABOVE, house.seller, "credit_note", terms, FACE, NOTE)
    house.fails(NOTHING, house.seller, "credit_note", terms, 0, NOTE)


def test_credit_note__defences_waived_and_sold__not_against_the_holders(house: LifeHouse) -> None:
    terms = house.accepted(waivers=DEFENCES)
    house.ok(house.seller, "credit_note", terms, 1, NOTE)
    house.sent(terms, house.seller, house.financier, 1)
    house.fails(WAIVED, house.seller, "credit_note", terms, 1, NOTE)
    house.sent(terms, house.financier, house.seller, 1)
    house.ok(house.seller, "credit_note", terms, 1, NOTE)
    setoff = house.accepted(waivers=SETOFF)
    house.sent(setoff, house.seller, house.financier, 1)
    house.ok(house.seller, "credit_note", setoff, 1, NOTE)


@pytest.mark.parametrize("admitted", [None, True])
def test_credit_note__dispute_stands__falls_with_it_and_ends(house: LifeHouse, admitted: bool | None) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, 100, DisputeReason.PRICE, TODAY + 9)
    if admitted:
        house.ok(house.seller, "answer_dispute", terms, admitted, NOTE)
    house.ok(house.seller, "credit_note", terms, 40, NOTE)
    assert house.dispute(terms) == {
        "status": 2 if admitted else 1,
        "reason": DisputeReason.PRICE,
        "amount": 60,
        "reply_day": TODAY + 9,
    }
    house.ok(house.seller, "credit_note", terms, 60, NOTE)
    assert set(house.dispute(terms).values()) == {0}


def test_credit_note__more_than_the_dispute__it_ends(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, 100, DisputeReason.PRICE, TODAY + 9)
    house.ok(house.seller, "credit_note", terms, 101, NOTE)
    assert set(house.dispute(terms).values()) == {0}


def test_credit_note__rejected_dispute__is_left_as_it_is(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, 100, DisputeReason.PRICE, TODAY + 9)
    house.ok(house.seller, "answer_dispute", terms, False, NOTE)
    house.ok(house.seller, "credit_note", terms, 40, NOTE)
    assert house.dispute(terms)["amount"] == 100


def test_credit_note__by_others__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.sent(terms, house.seller, house.financier, FACE)
    for stranger in (house.debtor, house.financier, house.stranger):
        house.fails(NOT_PARTY, stranger, "credit_note", terms, 1, NOTE)
    house.ok(house.seller, "credit_note", terms, 1, NOTE)


def test_credit_note__held_seller__refused(house: LifeHouse) -> None:
    """What is frozen is not given away."""
    terms = house.graced()
    house.set_status(house.seller, HELD)
    house.fails(PARTY_HELD, house.seller, "credit_note", terms, 1, NOTE)


def test_credit_note__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid(), house.issued(creditor=house.seller)):
        house.fails(STATE, house.seller, "credit_note", terms, 1, NOTE)
    house.fails(UNKNOWN, house.seller, "credit_note", house.terms(), 1, NOTE)
