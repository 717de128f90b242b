"""pay: what is taken, what it settles, to the unit."""

from __future__ import annotations

import pytest

from tests.unit.claim_token.house import DUE, FACE, SCALE, TODAY, ClaimHouse
from usance.codes_claims import ClaimStatus
from usance.terms import ZERO_ADDRESS

FALSE_RETURN, FEE = 2, 3
YEAR = 10**18


def test_pay__part_then_rest__paid_in_full(house: ClaimHouse) -> None:
    """40,000.00 and then 60,000.00 of 100,000.00 leave the debtor, no cent more."""
    terms = house.accepted()
    before = house.held(house.debtor)
    receipt = house.ok(house.debtor, "pay", terms, 40_000_00)
    assert receipt.event("Paid").args == {
        "claim": house.id(terms),
        "payer": house.debtor,
        "amount": 40_000_00,
        "interest": 0,
        "discount": 0,
        "outstanding": 60_000_00,
    }
    assert receipt.returned == 40_000_00
    house.ok(house.debtor, "pay", terms, 60_000_00)
    assert before - house.held(house.debtor) == FACE * SCALE
    state = house.state(terms)
    assert (state["status"], state["paid"], state["pot"]) == (ClaimStatus.PAID, FACE, FACE)


def test_pay__too_much__excess_is_not_taken(house: ClaimHouse) -> None:
    terms = house.accepted()
    before = house.held(house.stranger)
    assert house.ok(house.stranger, "pay", terms, 10 * FACE).returned == FACE
    assert before - house.held(house.stranger) == FACE * SCALE


@pytest.mark.parametrize("amount", [2**112, 2**256 - 1])
def test_pay__any_number_however_large__means_all_of_it(house: ClaimHouse, amount: int) -> None:
    terms = house.accepted()
    assert house.ok(house.debtor, "pay", terms, amount).returned == FACE


def test_pay__by_anyone_for_an_unaccepted_claim__allowed(house: ClaimHouse) -> None:
    terms = house.registered()
    house.ok(house.stranger, "pay", terms, FACE)
    assert house.state(terms)["status"] == ClaimStatus.PAID


def test_pay__after_units_were_given_up__only_what_is_left(house: ClaimHouse) -> None:
    """A third of the units is gone: a full payment is two thirds, and steps are rounded for holders."""
    terms = house.accepted(face=99)
    house.ok(house.seller, "retire", house.id(terms), 33)
    assert house.outstanding(terms) == 66
    assert house.ok(house.debtor, "pay", terms, 10).returned == 10
    assert house.state(terms)["paid"] == 15
    assert house.ok(house.debtor, "pay", terms, 1_000).returned == 56
    assert house.state(terms)["status"] == ClaimStatus.PAID


def test_pay__amount_too_small_for_a_step__takes_what_a_step_costs_or_nothing(house: ClaimHouse) -> None:
    terms = house.accepted(face=10)
    house.ok(house.seller, "retire", house.id(terms), 9)
    assert house.ok(house.debtor, "pay", terms, 1).returned == 1
    assert house.state(terms)["status"] == ClaimStatus.PAID


@pytest.mark.parametrize("amount", [0])
def test_pay__nothing__refused(house: ClaimHouse, amount: int) -> None:
    terms = house.accepted()
    house.fails("claim: nothing (NOTHING)", house.debtor, "pay", terms, amount)


def test_pay__unknown_denied_paid__refused(house: ClaimHouse) -> None:
    house.fails("claim: unknown (UNKNOWN)", house.debtor, "pay", house.terms(), 1)
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    house.fails("claim: state (STATE)", house.debtor, "pay", denied, 1)
    paid = house.accepted()
    house.ok(house.debtor, "pay", paid, FACE)
    house.fails("claim: state (STATE)", house.debtor, "pay", paid, 1)


def test_pay__pending_payable__refused(house: ClaimHouse) -> None:
    terms = house.issued()
    house.fails("claim: state (STATE)", house.anchor, "pay", terms, 1)


def test_pay__off_chain_claim__refused(house: ClaimHouse) -> None:
    terms = house.accepted(asset=ZERO_ADDRESS, asset_scale=1)
    house.fails("claim: off chain (OFF_CHAIN)", house.debtor, "pay", terms, 1)


def test_pay__hostile_token__refused_and_nothing_changed(house: ClaimHouse) -> None:
    for temper, reason in ((FALSE_RETURN, "STL1"), (FEE, "STL2")):
        token = house.token(temper)
        terms = house.accepted(asset=token.address)
        if temper == FEE:
            house.ok(house.keeper, "charge", 100, False, contract=token)
        house.fails(reason, house.debtor, "pay", terms, 10)
        assert house.state(terms)["paid"] == 0


@pytest.mark.parametrize(("decimals", "scale"), [(0, 1), (2, 1), (6, 10_000), (18, 10**16)])
def test_pay__decimals__exactly_scaled(house: ClaimHouse, decimals: int, scale: int) -> None:
    token = house.token(0, decimals)
    terms = house.accepted(asset=token.address, asset_scale=scale, face=12_345)
    before = house.held(house.debtor, token)
    house.ok(house.debtor, "pay", terms, 12_345)
    assert before - house.held(house.debtor, token) == 12_345 * scale


# --- early payment ---


def test_pay__discount__until_the_end_of_its_day(house: ClaimHouse) -> None:
    """2 % off until the tenth day: 98,000.00 settles 100,000.00; a second later it does not."""
    terms = house.accepted(discount_bps=200, discount_day=TODAY + 10)
    house.at_last_second(TODAY + 10)
    receipt = house.ok(house.debtor, "pay", terms, FACE)
    assert receipt.returned == 98_000_00
    assert receipt.event("Paid")["discount"] == 2_000_00
    assert house.state(terms)["status"] == ClaimStatus.PAID
    late = house.accepted(discount_bps=200, discount_day=TODAY + 12)
    house.at_first_second_after(TODAY + 12)
    assert house.ok(house.debtor, "pay", late, 98_000_00).event("Paid")["outstanding"] == 2_000_00


def test_pay__discount_on_a_part__in_proportion_and_no_dilution(house: ClaimHouse) -> None:
    terms = house.accepted(discount_bps=200, discount_day=TODAY + 10)
    receipt = house.ok(house.debtor, "pay", terms, 49_000_00)
    assert receipt.event("Paid")["outstanding"] == 50_000_00
    state = house.state(terms)
    assert (state["paid"], state["aside"], state["credited"]) == (49_000_00, 1_000_00, 0)
    assert house.ok(house.debtor, "pay", terms, FACE).returned == 49_000_00


def test_pay__discount_many_small_steps__never_better_than_one(house: ClaimHouse) -> None:
    terms = house.accepted(face=1_000, discount_bps=300, discount_day=TODAY + 10)
    taken = 0
    while house.state(terms)["status"] != ClaimStatus.PAID:
        taken += int(house.ok(house.debtor, "pay", terms, 7).returned)
    assert taken >= 970


# --- late interest ---


def test_pay__late__interest_first_then_the_face(house: ClaimHouse) -> None:
    """12 % a year, ACT/360, thirty days after the due day on 100,000.00: 1,000.00."""
    terms = house.accepted(late_rate=YEAR * 12 // 100)
    due = int(house.see("due_day_of", terms))
    house.at(due + 30)
    assert house.see("late_interest", terms) == 1_000_00
    receipt = house.ok(house.debtor, "pay", terms, 40_000_00)
    assert receipt.event("Paid")["interest"] == 1_000_00
    assert receipt.event("Paid")["outstanding"] == 61_000_00
    state = house.state(terms)
    assert (state["paid"], state["interest_paid"], state["pot"]) == (39_000_00, 1_000_00, 40_000_00)


def test_pay__face_settled_but_interest_owed__not_paid_yet(house: ClaimHouse) -> None:
    terms = house.accepted(late_rate=YEAR * 12 // 100)
    due = int(house.see("due_day_of", terms))
    house.at(due + 30)
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.state(terms)["status"] == ClaimStatus.ACCEPTED
    assert house.outstanding(terms) == 1_000_00
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.state(terms)["status"] == ClaimStatus.PAID


def test_pay__within_grace__no_interest(house: ClaimHouse) -> None:
    terms = house.accepted(late_rate=YEAR, grace_days=3)
    last = int(house.see("last_grace_day", terms, 0, contract=house.suite.claim_rules))
    assert last > DUE
    house.at_last_second(last)
    assert house.ok(house.debtor, "pay", terms, FACE).event("Paid")["interest"] == 0
    assert house.state(terms)["status"] == ClaimStatus.PAID


def test_pay__unaccepted_claim__bears_no_interest(house: ClaimHouse) -> None:
    terms = house.registered(late_rate=YEAR)
    house.at(DUE + 100)
    assert house.ok(house.debtor, "pay", terms, FACE).event("Paid")["interest"] == 0


def test_pay__interest_in_two_steps__as_in_one(house: ClaimHouse) -> None:
    """Payments between do not change what accrued before; days count once."""
    terms = house.accepted(late_rate=YEAR * 36 // 100)
    due = int(house.see("due_day_of", terms))
    house.at(due + 10)
    house.ok(house.debtor, "pay", terms, 51_000_00)
    assert house.outstanding(terms) == 50_000_00
    house.at(due + 20)
    assert house.see("late_interest", terms) == 500_00
