"""contest_payment: a holder says that nothing came."""

from __future__ import annotations

from tests.unit.claim_life.house import (
    FACE,
    LAST_GRACE,
    NO_HOLDER,
    OTHER_REFERENCE,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.claim_terms import Claim

ASSERTION = "claim: assertion (ASSERTION)"


def asserted(house: LifeHouse, terms: Claim) -> Claim:
    """On the last day of grace."""
    house.at(LAST_GRACE)
    house.ok(house.debtor, "assert_payment", terms, FACE, LAST_GRACE, REFERENCE)
    house.ok(house.debtor, "assert_payment", terms, FACE, LAST_GRACE, OTHER_REFERENCE)
    return terms


def test_contest_payment__by_any_holder__the_mark_is_free(house: LifeHouse) -> None:
    terms = asserted(house, house.shared())
    house.at(LAST_GRACE + 1)
    assert house.aging(terms) == (0, 0)
    receipt = house.ok(house.supplier, "contest_payment", house.id(terms), REFERENCE)
    assert receipt.event("PaymentContested").args == {
        "claim": house.id(terms),
        "account": house.supplier,
        "reference": REFERENCE,
    }
    assert house.assertion(terms)["contested"]
    assert house.assertion(terms)["amount"] == FACE
    assert house.aging(terms)[0] == 1
    house.ok(house.stranger, "default_", terms)


def test_contest_payment__another_assertion__the_one_that_holds_goes_on(house: LifeHouse) -> None:
    terms = asserted(house, house.graced())
    house.ok(house.seller, "contest_payment", house.id(terms), OTHER_REFERENCE)
    house.at(LAST_GRACE + 1)
    assert house.aging(terms) == (0, 0)
    assert not house.assertion(terms)["contested"]


def test_contest_payment__by_the_pledgee__speaks_for_pledged_units(house: LifeHouse) -> None:
    """With everything pledged there would be nobody else."""
    terms = asserted(house, house.pledged(FACE, 1))
    house.fails(NO_HOLDER, house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.ok(house.financier, "contest_payment", house.id(terms), REFERENCE)


def test_contest_payment__without_units__refused(house: LifeHouse) -> None:
    terms = asserted(house, house.graced())
    for stranger in (house.debtor, house.financier):
        house.fails(NO_HOLDER, stranger, "contest_payment", house.id(terms), REFERENCE)


def test_contest_payment__twice_or_nothing_asserted__refused(house: LifeHouse) -> None:
    terms = asserted(house, house.graced())
    house.ok(house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.fails(ASSERTION, house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.fails(ASSERTION, house.seller, "contest_payment", house.id(terms), bytes(32))


def test_contest_payment__not_living_or_unknown__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "assert_payment", terms, 1, TODAY, REFERENCE)
    house.ok(house.debtor, "pay", terms, FACE)
    house.fails(STATE, house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.fails(UNKNOWN, house.seller, "contest_payment", house.id(house.terms()), REFERENCE)
