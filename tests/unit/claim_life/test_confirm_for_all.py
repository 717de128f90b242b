"""confirm_for_all: the payment agent of the terms, for every holder alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_life.house import (
    ABOVE,
    DUE_MONDAY,
    FACE,
    NOT_PARTY,
    NOTHING,
    OTHER_REFERENCE,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.claim_terms import Claim
from usance.codes_claims import ClaimStatus
from usance.terms import ZERO_ADDRESS

ASSERTION = "claim: assertion (ASSERTION)"


def asserted(house: LifeHouse, amount: int, **changes: Any) -> Claim:
    terms = house.graced(payment_agent=house.issuing_bank, **changes)
    house.ok(house.debtor, "assert_payment", terms, amount, TODAY, REFERENCE)
    return terms


def test_confirm_for_all__part__every_holders_units_are_worth_less(house: LifeHouse) -> None:
    terms = asserted(house, FACE // 2)
    house.sent(terms, house.seller, house.financier, FACE // 4)
    receipt = house.ok(house.issuing_bank, "confirm_for_all", terms, FACE // 4, REFERENCE)
    assert receipt.event("PaymentConfirmed").args == {
        "claim": house.id(terms),
        "account": ZERO_ADDRESS,
        "reference": REFERENCE,
        "amount": FACE // 4,
        "outstanding": FACE - FACE // 4,
    }
    state = house.state(terms)
    assert (state["aside"], state["paid"], state["retired"], state["pot"]) == (FACE // 4, 0, 0, 0)
    assert house.assertion(terms)["confirmed"] == FACE // 4
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.proceeds(terms, house.financier) == FACE // 4 - FACE // 16


def test_confirm_for_all__whole__claim_is_paid(house: LifeHouse) -> None:
    terms = asserted(house, FACE)
    house.ok(house.issuing_bank, "confirm_for_all", terms, FACE, REFERENCE)
    assert house.status(terms) == ClaimStatus.PAID
    assert house.outstanding(terms) == 0


@pytest.mark.parametrize(("amount", "aside"), [(1, 1), (3, 4), (4, 5), (5, 7)])
def test_confirm_for_all__units_gone__index_rounded_for_the_holders(
    house: LifeHouse, amount: int, aside: int
) -> None:
    """Face 7, 2 units gone: 3 for five units is an index of 4 1/5; 5 is everything."""
    terms = asserted(house, 7, face=7)
    house.ok(house.seller, "retire", house.id(terms), 2)
    house.ok(house.issuing_bank, "confirm_for_all", terms, amount, REFERENCE)
    assert house.state(terms)["aside"] == aside


def test_confirm_for_all__more_than_asserted_and_unconfirmed__refused(house: LifeHouse) -> None:
    terms = asserted(house, 100)
    house.ok(house.seller, "confirm_payment", house.id(terms), 30, REFERENCE)
    house.fails(ASSERTION, house.issuing_bank, "confirm_for_all", terms, 71, REFERENCE)
    house.ok(house.issuing_bank, "confirm_for_all", terms, 70, REFERENCE)
    house.fails(ASSERTION, house.issuing_bank, "confirm_for_all", terms, 1, REFERENCE)


def test_confirm_for_all__nothing_asserted__refused(house: LifeHouse) -> None:
    terms = asserted(house, 100)
    house.fails(ASSERTION, house.issuing_bank, "confirm_for_all", terms, 1, OTHER_REFERENCE)


def test_confirm_for_all__more_than_outstanding_or_nothing__refused(house: LifeHouse) -> None:
    terms = asserted(house, 2 * FACE)
    house.ok(house.debtor, "pay", terms, FACE // 2)
    house.fails(ABOVE, house.issuing_bank, "confirm_for_all", terms, FACE // 2 + 1, REFERENCE)
    house.fails(NOTHING, house.issuing_bank, "confirm_for_all", terms, 0, REFERENCE)
    house.ok(house.issuing_bank, "confirm_for_all", terms, FACE // 2, REFERENCE)


def test_confirm_for_all__contested__the_agents_word_counts(house: LifeHouse) -> None:
    """A contest takes the hold of the mark, nothing else."""
    terms = asserted(house, 100)
    house.ok(house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.ok(house.issuing_bank, "confirm_for_all", terms, 100, REFERENCE)


def test_confirm_for_all__overdue__interest_so_far_stays(house: LifeHouse) -> None:
    terms = asserted(house, FACE)
    house.at(DUE_MONDAY + 30)
    owed = house.interest(terms)
    house.ok(house.issuing_bank, "confirm_for_all", terms, FACE, REFERENCE)
    assert house.interest(terms) == owed > 0
    house.at(DUE_MONDAY + 60)
    assert house.interest(terms) == owed
    assert house.status(terms) == ClaimStatus.ACCEPTED


def test_confirm_for_all__by_others_or_without_an_agent__refused(house: LifeHouse) -> None:
    terms = asserted(house, 100)
    for stranger in (house.debtor, house.seller, house.stranger):
        house.fails(NOT_PARTY, stranger, "confirm_for_all", terms, 1, REFERENCE)
    without = house.graced()
    house.fails(NOT_PARTY, house.stranger, "confirm_for_all", without, 1, REFERENCE)


def test_confirm_for_all__not_living_or_unknown__refused(house: LifeHouse) -> None:
    terms = asserted(house, FACE)
    house.ok(house.debtor, "pay", terms, FACE)
    house.fails(STATE, house.issuing_bank, "confirm_for_all", terms, 1, REFERENCE)
    unknown = house.terms(payment_agent=house.issuing_bank)
    house.fails(UNKNOWN, house.issuing_bank, "confirm_for_all", unknown, 1, REFERENCE)
