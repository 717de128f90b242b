"""age, aging, due_day_of, late_interest: what time does to a claim."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    DUE,
    DUE_MONDAY,
    FACE,
    LAST_GRACE,
    REFERENCE,
    STATE,
    TEN_PERCENT,
    UNKNOWN,
    LifeHouse,
)

NOT_OVERDUE = "claim: not overdue (NOT_OVERDUE)"
NOT_BOUND = "claim: debtor not bound (INV4)"


def test_age__first_bucket__told_once(house: LifeHouse) -> None:
    terms = house.overdue()
    assert house.aging(terms) == (1, 3)
    receipt = house.ok(house.stranger, "age", terms)
    assert receipt.event("Aged").args == {
        "claim": house.id(terms),
        "bucket": 1,
        "days": 3,
        "outstanding": FACE,
    }
    house.fails(STATE, house.stranger, "age", terms)
    house.at(DUE_MONDAY + 30)
    house.fails(STATE, house.stranger, "age", terms)


def test_age__every_bucket__in_turn(house: LifeHouse) -> None:
    terms = house.overdue()
    for bucket, day in ((1, 30), (2, 31), (3, 61), (4, 91)):
        house.at(DUE_MONDAY + day)
        told = house.ok(house.stranger, "age", terms).event("Aged")
        assert (told["bucket"], told["days"]) == (bucket, day)
    house.at(DUE_MONDAY + 400)
    house.fails(STATE, house.stranger, "age", terms)


def test_age__buckets_skipped__the_last_one_is_told(house: LifeHouse) -> None:
    terms = house.overdue()
    house.at(DUE_MONDAY + 61)
    assert house.ok(house.stranger, "age", terms).event("Aged")["bucket"] == 3


def test_age__grace_runs__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.at_last_second(LAST_GRACE)
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_OVERDUE, house.stranger, "age", terms)


def test_age__not_bound__refused(house: LifeHouse) -> None:
    terms = house.registered()
    house.at(DUE_MONDAY + 40)
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_BOUND, house.stranger, "age", terms)


def test_age__paid__not_overdue(house: LifeHouse) -> None:
    terms = house.paid()
    house.at(DUE_MONDAY + 40)
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_BOUND, house.stranger, "age", terms)


def test_age__only_interest_owed__not_overdue(house: LifeHouse) -> None:
    terms = house.overdue()
    house.ok(house.seller, "credit_note", terms, FACE, bytes(32))
    assert house.interest(terms) > 0
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_OVERDUE, house.stranger, "age", terms)


def test_age__held_by_an_assertion__refused_until_midnight_of_its_last_day(house: LifeHouse) -> None:
    """Asserted on Wednesday: five banking days later is Wednesday the 13th."""
    terms = house.graced(assertion_days=5)
    house.at(LAST_GRACE)
    told = house.ok(house.debtor, "assert_payment", terms, 1, LAST_GRACE, REFERENCE)
    held_until = told.event("PaymentAsserted")["held_until"]
    assert held_until == LAST_GRACE + 7
    house.at_last_second(held_until)
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_OVERDUE, house.stranger, "age", terms)
    house.at_first_second_after(held_until)
    assert house.aging(terms) == (1, held_until + 1 - DUE_MONDAY)
    house.ok(house.stranger, "age", terms)


def test_age__prolonged__buckets_begin_anew(house: LifeHouse) -> None:
    terms = house.overdue()
    house.at(DUE_MONDAY + 40)
    house.ok(house.stranger, "age", terms)
    later = DUE_MONDAY + 42
    house.prolong(terms, later).require()
    assert house.aging(terms) == (0, 0)
    house.fails(NOT_OVERDUE, house.stranger, "age", terms)
    house.at(later + 10)
    assert house.ok(house.stranger, "age", terms).event("Aged")["bucket"] == 1


def test_age__defaulted__goes_on(house: LifeHouse) -> None:
    terms = house.defaulted()
    house.ok(house.stranger, "age", terms)


def test_age__unknown__refused(house: LifeHouse) -> None:
    house.fails(UNKNOWN, house.stranger, "age", house.terms())
    for view in ("aging", "due_day_of", "late_interest"):
        house.unseen(UNKNOWN, view, house.terms())


def test_due_day_of__holiday__rolled_and_after_prolongation_the_later_one(house: LifeHouse) -> None:
    terms = house.graced()
    assert house.see("due_day_of", terms) == DUE_MONDAY
    # A Saturday: payment is due on Monday.
    house.prolong(terms, DUE_MONDAY + 12).require()
    assert house.see("due_day_of", terms) == DUE_MONDAY + 14
    assert terms.due_day == DUE


def test_late_interest__grace_runs__none_and_then_from_the_due_day(house: LifeHouse) -> None:
    """10 % of 100,000.00 over three days of 360."""
    terms = house.graced()
    house.at_last_second(LAST_GRACE)
    assert house.interest(terms) == 0
    house.at_first_second_after(LAST_GRACE)
    assert house.interest(terms) == FACE * 3 // 3_600


def test_late_interest__unbound_or_without_rate__none(house: LifeHouse) -> None:
    registered = house.registered(late_rate=TEN_PERCENT, day_count=1)
    free = house.accepted(late_rate=0)
    house.at(DUE_MONDAY + 40)
    assert house.interest(registered) == 0
    assert house.interest(free) == 0


def test_late_interest__part_paid__step_by_step_on_what_is_left(house: LifeHouse) -> None:
    """Ten days on everything, then ten on half: what was paid went to interest first."""
    terms = house.overdue()
    house.at(DUE_MONDAY + 10)
    first = FACE * 10 // 3_600
    assert house.interest(terms) == first
    house.ok(house.debtor, "pay", terms, first + FACE // 2)
    assert house.interest(terms) == 0
    house.at(DUE_MONDAY + 20)
    expected = (FACE * 10 * 10**9 // 3_600 - first * 10**9 + FACE // 2 * 10 * 10**9 // 3_600) // 10**9
    assert house.interest(terms) == expected


@pytest.mark.parametrize("gone", [1, FACE // 3, FACE - 1])
def test_late_interest__units_given_up__their_share_is_not_owed(house: LifeHouse, gone: int) -> None:
    terms = house.graced()
    house.ok(house.seller, "retire", house.id(terms), gone)
    house.overdue(terms)
    assert house.interest(terms) == (FACE * 3 * 10**9 // 3_600) * (FACE - gone) // (FACE * 10**9)


def test_late_interest__prolonged__what_accrued_stays_and_nothing_is_added(house: LifeHouse) -> None:
    terms = house.overdue()
    house.at(DUE_MONDAY + 10)
    house.prolong(terms, DUE_MONDAY + 42).require()
    stays = FACE * 10 // 3_600
    house.at(DUE_MONDAY + 42)
    assert house.interest(terms) == stays
    house.at(DUE_MONDAY + 52)
    assert house.interest(terms) == FACE * 20 // 3_600
