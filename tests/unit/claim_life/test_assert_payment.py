"""assert_payment: the debtor's word holds the overdue mark once, never the debt."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    FACE,
    LAST_GRACE,
    NOT_PARTY,
    OTHER_REFERENCE,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)

ASSERTION = "claim: assertion (ASSERTION)"
LARGEST = 2**112 - 1


def test_assert_payment__by_the_debtor__noted_and_the_mark_is_held(house: LifeHouse) -> None:
    """Monday the 2nd: five banking days of Hamburg and TARGET, which is closed on the 11th, end on Monday."""
    terms = house.graced(assertion_days=7)
    receipt = house.ok(house.debtor, "assert_payment", terms, 40_000_00, TODAY, REFERENCE)
    assert receipt.event("PaymentAsserted").args == {
        "claim": house.id(terms),
        "by": house.debtor,
        "reference": REFERENCE,
        "amount": 40_000_00,
        "value_day": TODAY,
        "held_until": TODAY + 10,
    }
    assert house.assertion(terms) == {
        "amount": 40_000_00,
        "confirmed": 0,
        "value_day": TODAY,
        "contested": False,
    }
    assert house.outstanding(terms) == FACE


def test_assert_payment__second_one__noted_but_buys_no_time(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.at(LAST_GRACE)
    told = house.ok(house.debtor, "assert_payment", terms, 1, TODAY, OTHER_REFERENCE)
    assert told.event("PaymentAsserted")["held_until"] == 0
    house.overdue(terms)
    assert house.aging(terms)[0] == 1


def test_assert_payment__after_the_first_was_contested__buys_no_time_either(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.ok(house.seller, "contest_payment", house.id(terms), REFERENCE)
    told = house.ok(house.debtor, "assert_payment", terms, 1, TODAY, OTHER_REFERENCE)
    assert told.event("PaymentAsserted")["held_until"] == 0


def test_assert_payment__no_days_in_the_terms__holds_nothing_ever(house: LifeHouse) -> None:
    terms = house.graced(assertion_days=0)
    house.at(LAST_GRACE)
    told = house.ok(house.debtor, "assert_payment", terms, FACE, TODAY, REFERENCE)
    assert told.event("PaymentAsserted")["held_until"] == 0
    house.overdue(terms)
    assert house.aging(terms)[0] == 1


def test_assert_payment__by_surety_or_agent__allowed(house: LifeHouse) -> None:
    terms = house.graced(surety=house.issuing_bank, payment_agent=house.second_financier)
    house.ok(house.issuing_bank, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.ok(house.second_financier, "assert_payment", terms, 1, TODAY, OTHER_REFERENCE)


def test_assert_payment__by_others__refused(house: LifeHouse) -> None:
    terms = house.graced()
    for stranger in (house.seller, house.financier, house.stranger):
        house.fails(NOT_PARTY, stranger, "assert_payment", terms, 1, TODAY, REFERENCE)


@pytest.mark.parametrize(
    ("amount", "value_day", "reference"),
    [
        (0, TODAY, REFERENCE),
        (LARGEST + 1, TODAY, REFERENCE),
        (2**255, TODAY, REFERENCE),
        (1, 0, REFERENCE),
        (1, TODAY + 1, REFERENCE),
        (1, 2**255, REFERENCE),
        (1, TODAY, bytes(32)),
    ],
)
def test_assert_payment__without_amount_day_or_reference__refused(
    house: LifeHouse, amount: int, value_day: int, reference: bytes
) -> None:
    terms = house.graced()
    house.fails(ASSERTION, house.debtor, "assert_payment", terms, amount, value_day, reference)


def test_assert_payment__more_than_outstanding__a_fact_all_the_same(house: LifeHouse) -> None:
    """It may hold interest, or what a holder confirmed already."""
    terms = house.graced()
    house.ok(house.debtor, "assert_payment", terms, LARGEST, TODAY - 30, REFERENCE)
    assert house.assertion(terms)["amount"] == LARGEST
    assert house.assertion(terms)["value_day"] == TODAY - 30


def test_assert_payment__same_reference__refused_even_when_contested(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.fails(ASSERTION, house.debtor, "assert_payment", terms, 2, TODAY, REFERENCE)
    house.ok(house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.fails(ASSERTION, house.debtor, "assert_payment", terms, 2, TODAY, REFERENCE)


def test_assert_payment__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid()):
        house.fails(STATE, house.debtor, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.fails(UNKNOWN, house.debtor, "assert_payment", house.terms(), 1, TODAY, REFERENCE)


def test_assert_payment__last_second_of_the_day__counts_that_day(house: LifeHouse) -> None:
    terms = house.graced()
    house.at_last_second(TODAY + 1)
    house.fails(ASSERTION, house.debtor, "assert_payment", terms, 1, TODAY + 2, REFERENCE)
    house.at_first_second_after(TODAY + 1)
    house.ok(house.debtor, "assert_payment", terms, 1, TODAY + 2, REFERENCE)
