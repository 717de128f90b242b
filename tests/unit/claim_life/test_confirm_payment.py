"""confirm_payment: what one holder received, for its own units."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    FACE,
    HELD,
    NO_HOLDER,
    NOTHING,
    OTHER_REFERENCE,
    PARTY_HELD,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.codes_claims import ClaimStatus, RetireReason
from usance.terms import ZERO_ADDRESS


def test_confirm_payment__part__units_of_that_worth_are_gone(house: LifeHouse) -> None:
    terms = house.shared()
    others = house.units(terms, house.seller), house.units(terms, house.supplier)
    receipt = house.ok(house.financier, "confirm_payment", house.id(terms), 1_000_00, REFERENCE)
    assert receipt.event("PaymentConfirmed").args == {
        "claim": house.id(terms),
        "account": house.financier,
        "reference": REFERENCE,
        "amount": 1_000_00,
        "outstanding": FACE - 1_000_00,
    }
    retired = receipt.event("Retired")
    assert (retired["units"], retired["reason"]) == (1_000_00, RetireReason.RECEIVED)
    assert house.units(terms, house.financier) == FACE // 3 - 1_000_00
    assert (house.units(terms, house.seller), house.units(terms, house.supplier)) == others
    assert house.assertion(terms)["amount"] == 0


@pytest.mark.parametrize(("amount", "gone"), [(1, 1), (2, 3), (3, 5), (300, 5)])
def test_confirm_payment__after_part_payments__rounded_for_the_holder(
    house: LifeHouse, amount: int, gone: int
) -> None:
    """Face 7, 3 paid: 5 units are worth 2 6/7. For 2 they lose 3 (and are not all gone), for 3 all 5."""
    terms = house.accepted(face=7)
    house.sent(terms, house.seller, house.financier, 5)
    house.ok(house.debtor, "pay", terms, 3)
    house.ok(house.financier, "confirm_payment", house.id(terms), amount, REFERENCE)
    assert house.units(terms, house.financier) == 5 - gone
    assert house.units(terms, house.seller) == 2
    # What was paid before is its own still.
    assert house.proceeds(terms, house.financier) == 2


def test_confirm_payment__everything__claim_is_paid(house: LifeHouse) -> None:
    terms = house.accepted(asset=ZERO_ADDRESS)
    house.sent(terms, house.seller, house.financier, 10)
    house.ok(house.financier, "confirm_payment", house.id(terms), 10, REFERENCE)
    assert house.status(terms) == ClaimStatus.ACCEPTED
    told = house.ok(house.seller, "confirm_payment", house.id(terms), FACE - 10, REFERENCE)
    assert told.event("PaymentConfirmed")["outstanding"] == 0
    assert house.status(terms) == ClaimStatus.PAID


def test_confirm_payment__asserted__counted_up_to_what_the_debtor_said(house: LifeHouse) -> None:
    terms = house.shared()
    house.ok(house.debtor, "assert_payment", terms, 1_000, TODAY, REFERENCE)
    house.ok(house.financier, "confirm_payment", house.id(terms), 600, REFERENCE)
    assert house.assertion(terms)["confirmed"] == 600
    house.ok(house.seller, "confirm_payment", house.id(terms), 600, REFERENCE)
    assert house.assertion(terms)["confirmed"] == 1_000
    assert house.outstanding(terms) == FACE - 1_200
    house.ok(house.seller, "confirm_payment", house.id(terms), 5, OTHER_REFERENCE)
    assert house.assertion(terms, OTHER_REFERENCE)["amount"] == 0


def test_confirm_payment__more_than_its_units_were_worth__counts_as_their_worth(house: LifeHouse) -> None:
    """A holder of one unit cannot use up what the payment agent still has to confirm."""
    terms = house.graced()
    house.sent(terms, house.seller, house.financier, 1)
    house.ok(house.debtor, "assert_payment", terms, 1_000, TODAY, REFERENCE)
    house.ok(house.financier, "confirm_payment", house.id(terms), 1_000, REFERENCE)
    assert house.assertion(terms)["confirmed"] == 1
    assert house.outstanding(terms) == FACE - 1


def test_confirm_payment__denied_claim__still_possible(house: LifeHouse) -> None:
    terms = house.registered()
    house.ok(house.debtor, "deny", terms)
    house.ok(house.seller, "confirm_payment", house.id(terms), 10, REFERENCE)
    assert house.units(terms, house.seller) == FACE - 10
    assert house.status(terms) == ClaimStatus.DENIED


def test_confirm_payment__interest_that_accrued__stays_owed_on_the_rest(house: LifeHouse) -> None:
    terms = house.overdue()
    owed = house.interest(terms)
    house.ok(house.seller, "confirm_payment", house.id(terms), FACE // 2, REFERENCE)
    assert house.interest(terms) == owed // 2


def test_confirm_payment__without_units__refused(house: LifeHouse) -> None:
    terms = house.graced()
    for stranger in (house.debtor, house.financier):
        house.fails(NO_HOLDER, stranger, "confirm_payment", house.id(terms), 1, REFERENCE)


def test_confirm_payment__nothing_or_nothing_left__refused(house: LifeHouse) -> None:
    terms = house.overdue()
    house.fails(NOTHING, house.seller, "confirm_payment", house.id(terms), 0, REFERENCE)
    # Only interest is owed.
    house.ok(house.seller, "credit_note", terms, FACE, bytes(32))
    house.fails(NOTHING, house.seller, "confirm_payment", house.id(terms), 1, REFERENCE)


def test_confirm_payment__paid__refused(house: LifeHouse) -> None:
    house.fails(STATE, house.seller, "confirm_payment", house.id(house.paid()), 1, REFERENCE)
    house.fails(UNKNOWN, house.seller, "confirm_payment", house.id(house.terms()), 1, REFERENCE)


def test_confirm_payment__held__refused(house: LifeHouse) -> None:
    """What is frozen is not given up for money that went round the ledger."""
    terms = house.graced()
    house.set_status(house.seller, HELD)
    house.fails(PARTY_HELD, house.seller, "confirm_payment", house.id(terms), 1, REFERENCE)
