"""default_: only a bound claim, only what is undisputed, only when its time is over."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    DEFENCES,
    DUE_MONDAY,
    FACE,
    INSOLVENT,
    LAST_GRACE,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.codes_claims import ClaimStatus, DisputeReason

NOT_OVERDUE = "claim: not overdue (NOT_OVERDUE)"
NOT_BOUND = "claim: debtor not bound (INV4)"
DISPUTE = "claim: dispute (DISPUTE)"


def test_default__last_second_of_grace__refused_and_next_second_allowed(house: LifeHouse) -> None:
    """Due on Labour Day, so on Monday; two banking days of grace end on Wednesday at midnight in Hamburg."""
    terms = house.graced()
    house.at_last_second(LAST_GRACE)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)
    house.at_first_second_after(LAST_GRACE)
    receipt = house.ok(house.stranger, "default_", terms)
    assert receipt.event("Defaulted").args == {
        "claim": house.id(terms),
        "debtor": house.debtor,
        "outstanding": FACE,
    }
    assert house.status(terms) == ClaimStatus.DEFAULTED


def test_default__no_grace__first_second_after_the_rolled_due_day(house: LifeHouse) -> None:
    terms = house.graced(grace_days=0)
    house.at_last_second(DUE_MONDAY)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)
    house.at_first_second_after(DUE_MONDAY)
    house.ok(house.stranger, "default_", terms)


def test_default__debtor_not_bound__never(house: LifeHouse) -> None:
    registered, denied, pending = house.registered(), house.registered(), house.issued()
    house.ok(house.debtor, "deny", denied)
    gone = house.registered()
    house.ok(house.seller, "rescind", gone)
    house.at(LAST_GRACE + 100)
    for terms in (registered, denied, pending, gone):
        house.fails(NOT_BOUND, house.stranger, "default_", terms)


def test_default__twice_or_paid__refused(house: LifeHouse) -> None:
    paid, terms = house.paid(), house.defaulted()
    house.fails(STATE, house.stranger, "default_", terms)
    house.fails(STATE, house.stranger, "default_", paid)


def test_default__everything_disputed__refused_and_one_minor_unit_less_allowed(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, FACE - 1, DisputeReason.PRICE, TODAY + 10)
    house.ok(house.debtor, "pay", terms, 1)
    house.overdue(terms)
    house.fails(DISPUTE, house.stranger, "default_", terms)
    house.ok(house.debtor, "drop_dispute", terms)
    house.ok(house.debtor, "dispute", terms, FACE - 2, DisputeReason.PRICE, LAST_GRACE + 10)
    house.ok(house.stranger, "default_", terms)


@pytest.mark.parametrize(("admitted", "allowed"), [(True, False), (False, True)])
def test_default__answered_dispute__admitted_holds_rejected_does_not(
    house: LifeHouse, admitted: bool, allowed: bool
) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, FACE, DisputeReason.DEFECTIVE, TODAY + 10)
    house.ok(house.seller, "answer_dispute", terms, admitted, bytes(32))
    house.overdue(terms)
    assert house.act(house.stranger, "default_", terms).ok is allowed


def test_default__paid_in_part__for_the_rest(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "pay", terms, 40_000_00)
    house.overdue(terms)
    assert house.ok(house.stranger, "default_", terms).event("Defaulted")["outstanding"] == 60_000_00


def test_default__held_by_an_assertion__refused_until_it_is_contested(house: LifeHouse) -> None:
    terms = house.graced(assertion_days=10)
    house.at(LAST_GRACE)
    house.ok(house.debtor, "assert_payment", terms, FACE, LAST_GRACE, REFERENCE)
    house.at_first_second_after(LAST_GRACE)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)
    house.ok(house.seller, "contest_payment", house.id(terms), REFERENCE)
    house.ok(house.stranger, "default_", terms)


def test_default__insolvent_debtor__at_any_time_and_whatever_is_disputed(house: LifeHouse) -> None:
    terms, other = house.graced(), house.graced()
    house.ok(house.debtor, "dispute", terms, FACE, DisputeReason.OTHER, TODAY + 10)
    house.set_status(house.debtor, INSOLVENT)
    house.ok(house.stranger, "default_", terms)
    assert house.status(other) == ClaimStatus.ACCEPTED


def test_default__insolvent_but_not_bound_or_nothing_owed__refused(house: LifeHouse) -> None:
    registered, terms = house.registered(), house.overdue()
    # Only interest is owed: the face was taken back.
    house.ok(house.seller, "credit_note", terms, FACE, bytes(32))
    house.set_status(house.debtor, INSOLVENT)
    house.fails(NOT_BOUND, house.stranger, "default_", registered)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)


def test_default__insolvent_creditor__changes_nothing(house: LifeHouse) -> None:
    terms = house.graced()
    house.set_status(house.seller, INSOLVENT)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)


def test_default__prolonged__only_after_the_later_day(house: LifeHouse) -> None:
    later = DUE_MONDAY + 28
    terms = house.graced()
    house.prolong(terms, later).require()
    house.at_last_second(later + 2)
    house.fails(NOT_OVERDUE, house.stranger, "default_", terms)
    house.at_first_second_after(later + 2)
    house.ok(house.stranger, "default_", terms)


def test_default__waived_defences__allowed_as_before(house: LifeHouse) -> None:
    terms = house.accepted(waivers=DEFENCES, grace_days=2)
    house.overdue(terms)
    house.ok(house.stranger, "default_", terms)


def test_default__still_payable_afterwards__paid(house: LifeHouse) -> None:
    terms = house.defaulted()
    house.ok(house.debtor, "pay", terms, 2 * FACE)
    assert house.status(terms) == ClaimStatus.PAID


def test_default__unknown__refused(house: LifeHouse) -> None:
    house.fails(UNKNOWN, house.stranger, "default_", house.terms())
