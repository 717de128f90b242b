"""extend_confirmation: the confirming bank goes along with a change, or does not (U11, 10b; ACC8)."""

from __future__ import annotations

import pytest

from tests.unit.credit_amendments.changing import (
    LATER,
    NOT_IN_FORCE,
    NOT_PARTY,
    NOT_PENDING,
    STATE,
    STOPPED,
    TERMS,
    Changing,
)
from tests.unit.documentary_credit.house import EXPIRY, codes_of
from usance.codes import ConfirmerSays


@pytest.mark.parametrize("extend", [True, False])
def test_extend__pending_change__on_record_once_and_for_good(house: Changing, extend: bool) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, expiry_day=LATER)
    receipt = house.extend(terms, change, extend)
    assert codes_of(receipt) == ["ConfirmationExtended"]
    assert receipt.event("ConfirmationExtended").args == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "confirmer": house.confirming_bank,
        "extends": extend,
    }
    says = ConfirmerSays.EXTENDS if extend else ConfirmerSays.ADVISES_ONLY
    assert house.book(terms, change)["confirmer"] == says
    for again in (True, False):
        house.fails(STATE, house.confirming_bank, "extend_confirmation", terms, change, again)


def test_extend__by_another__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, expiry_day=LATER)
    for sender in (house.issuing_bank, house.beneficiary, house.advising_bank, house.stranger):
        house.fails(NOT_PARTY, sender, "extend_confirmation", terms, change, True)


def test_extend__nobody_confirmed__refused(house: Changing) -> None:
    terms = house.issued(house.confirmable())
    change = house.proposed(terms, expiry_day=LATER)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    for sender in (house.confirming_bank, house.collecting_bank):
        house.fails("credit: confirmation (U9)", sender, "extend_confirmation", terms, change, True)


def test_extend__never_proposed_or_rejected__not_pending(house: Changing) -> None:
    terms = house.confirmed()
    act = (house.confirming_bank, "extend_confirmation")
    house.fails(NOT_PENDING, *act, terms, house.change(expiry_day=LATER), True)
    rejected = house.proposed(terms, difference=5)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, rejected))
    house.fails(NOT_PENDING, *act, terms, rejected, True)


def test_extend__closed_or_cancelled_credit__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, expiry_day=LATER)
    end = house.cancelling(terms)
    house.extend(terms, end)
    house.take(terms, end)
    house.fails("CLOSED", house.confirming_bank, "extend_confirmation", terms, change, True)


def test_extend__old_terms_while_together__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, closing_days=40)
    then = house.amended(terms, expiry_day=LATER, extend=True)
    house.fails(NOT_IN_FORCE, house.confirming_bank, "extend_confirmation", terms, change, True)
    house.extend(then, change)


def test_extend__a_rise__reserves_it(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    reserved = house.reserved(house.confirming_bank)
    rise = house.proposed(terms, difference=100, tolerance_plus=1_000)
    lower = house.proposed(terms, difference=-100)
    house.cap(house.confirming_bank, 209)
    house.fails("AGENT", house.confirming_bank, "extend_confirmation", terms, rise, True)
    house.extend(terms, lower)
    assert house.reserved(house.confirming_bank) == reserved
    house.cap(house.confirming_bank, 210)
    house.extend(terms, rise)
    assert house.reserved(house.confirming_bank) - reserved == 210


def test_extend__advises_only__reserves_nothing(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    reserved = house.reserved(house.confirming_bank)
    change = house.proposed(terms, difference=100)
    house.cap(house.confirming_bank, 0)
    house.extend(terms, change, False)
    assert house.reserved(house.confirming_bank) == reserved


def test_extend__a_rise_while_stopped__refused_all_else_runs(house: Changing) -> None:
    terms = house.confirmed()
    rise, other, refused = (
        house.proposed(terms, difference=100),
        house.proposed(terms, expiry_day=LATER),
        house.proposed(terms, difference=200),
    )
    house.ok(house.guardian, "pause")
    house.fails(STOPPED, house.confirming_bank, "extend_confirmation", terms, rise, True)
    house.extend(terms, other)
    house.extend(terms, refused, False)


def test_extend__apart__on_its_own_terms_also_an_accepted_one(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    reserved = house.reserved(house.confirming_bank)
    change = house.proposed(terms, tolerance_plus=1_000)
    then = house.taken(terms, change)
    house.fails(NOT_IN_FORCE, house.confirming_bank, "extend_confirmation", then, change, True)
    house.extend(terms, change)
    assert house.reserved(house.confirming_bank) - reserved == 100
    assert house.book(terms, change)["confirmer"] == ConfirmerSays.EXTENDS
    house.fails(STATE, house.confirming_bank, "extend_confirmation", terms, change, True)


def test_extend__apart_and_pending__on_its_own_terms(house: Changing) -> None:
    terms = house.confirmed()
    then = house.amended(terms, difference=10)
    change = house.proposed(then, expiry_day=LATER)
    house.fails(NOT_IN_FORCE, house.confirming_bank, "extend_confirmation", then, change, True)
    house.extend(terms, change)


def test_extend__change_that_its_own_terms_cannot_take__refused(house: Changing) -> None:
    """The terms in force rose by 500, its own did not: less 1,200 leaves them nothing."""
    terms = house.confirmed(amount=1_000)
    then = house.amended(terms, difference=500)
    change = house.proposed(then, difference=-1_200)
    house.fails(TERMS, house.confirming_bank, "extend_confirmation", terms, change, True)
    house.extend(terms, change, False)


def test_extend__accepted_before_it_was_apart__not_pending(house: Changing) -> None:
    terms = house.issued(house.confirmable())
    early = house.proposed(terms, closing_days=60)
    terms = house.taken(terms, early)
    house.ok(house.confirming_bank, "confirm", terms, True)
    together = house.proposed(terms, difference=10)
    house.extend(terms, together)
    then = house.taken(terms, together)
    house.amended(then, expiry_day=LATER)
    assert house.state(then)["apart"]
    house.fails(NOT_PENDING, house.confirming_bank, "extend_confirmation", then, early, True)
    house.fails(STATE, house.confirming_bank, "extend_confirmation", then, together, True)


def test_extend__an_older_one_than_it_extended_to__refused(house: Changing) -> None:
    """The older would come last in its terms: the bank could shorten what it promised."""
    terms = house.confirmed()
    first = house.proposed(terms, expiry_day=EXPIRY + 10)
    then = house.taken(terms, first)
    second = house.proposed(then, expiry_day=EXPIRY + 40)
    house.take(then, second)
    house.extend(terms, second)
    house.fails(NOT_PENDING, house.confirming_bank, "extend_confirmation", terms, first, True)
    house.fails(NOT_PENDING, house.confirming_bank, "extend_confirmation", terms, first, False)


def test_extend__in_their_order__both(house: Changing) -> None:
    terms = house.confirmed()
    first = house.proposed(terms, expiry_day=EXPIRY + 10)
    then = house.taken(terms, first)
    second = house.proposed(then, expiry_day=EXPIRY + 40)
    last = house.taken(then, second)
    house.extend(terms, first)
    house.extend(terms, second)
    house.ok(house.stranger, "apply_extension", terms, first)
    house.ok(house.stranger, "apply_extension", house.after(terms, first), second)
    assert house.terms_of(terms) == (house.hash(last), house.hash(last))


# --- the bank that confirmed silently ---


def test_extend__silent_bank__stays_surety(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    house.silently(terms)
    reserved = house.reserved(house.collecting_bank)
    change = house.proposed(terms, difference=100)
    receipt = house.ok(house.collecting_bank, "extend_confirmation", terms, change, True)
    assert receipt.event("ConfirmationExtended")["confirmer"] == house.collecting_bank
    assert house.reserved(house.collecting_bank) - reserved == 100
    book = house.book(terms, change)
    assert (book["silent"], book["confirmer"]) == (ConfirmerSays.EXTENDS, ConfirmerSays.NOTHING)
    then = house.taken(terms, change)
    assert house.state(then)["silent"]
    assert house.see("silent_confirmer_of", house.id(terms)) == house.collecting_bank
    house.fails(STATE, house.collecting_bank, "extend_confirmation", then, change, True)


@pytest.mark.parametrize("says", [None, False])
def test_extend__silent_bank_does_not_go_along__surety_no_more(house: Changing, says: bool | None) -> None:
    terms = house.issued()
    house.silently(terms)
    change = house.proposed(terms, difference=100)
    if says is not None:
        house.ok(house.collecting_bank, "extend_confirmation", terms, change, says)
        house.fails(STATE, house.collecting_bank, "extend_confirmation", terms, change, True)
    receipt = house.take(terms, change)
    assert codes_of(receipt) == ["SilentConfirmationEnded", "AmendmentAccepted"]
    assert receipt.event("SilentConfirmationEnded").args == {
        "credit": house.id(terms),
        "bank": house.collecting_bank,
    }
    then = house.after(terms, change)
    assert not house.state(then)["silent"]
    assert int(house.see("silent_confirmer_of", house.id(terms)), 16) == 0
    house.fails("credit: confirmation (U9)", house.collecting_bank, "extend_confirmation", then, change, True)
    house.silently(then)


def test_extend__silent_bank_after_the_rejection__not_pending(house: Changing) -> None:
    terms = house.issued()
    house.silently(terms)
    change = house.proposed(terms, difference=100)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, change))
    house.fails(NOT_PENDING, house.collecting_bank, "extend_confirmation", terms, change, True)
    assert house.state(terms)["silent"]


def test_extend__silent_bank_beside_a_confirming_one__each_for_itself(house: Changing) -> None:
    terms = house.issued(house.confirmable())
    house.silently(terms)
    house.ok(house.confirming_bank, "confirm", terms, True)
    change = house.proposed(terms, difference=100)
    house.ok(house.collecting_bank, "extend_confirmation", terms, change, True)
    house.ok(house.confirming_bank, "extend_confirmation", terms, change, False)
    book = house.book(terms, change)
    assert (book["silent"], book["confirmer"]) == (ConfirmerSays.EXTENDS, ConfirmerSays.ADVISES_ONLY)
    then = house.taken(terms, change)
    state = house.state(then)
    assert (state["silent"], state["apart"]) == (True, True)
    # The silent bank speaks on the terms in force, the confirming one on its own.
    second = house.proposed(then, expiry_day=LATER)
    house.fails(NOT_IN_FORCE, house.collecting_bank, "extend_confirmation", terms, second, True)
    house.ok(house.collecting_bank, "extend_confirmation", then, second, True)
    house.ok(house.confirming_bank, "extend_confirmation", terms, second, True)


def test_extend__silent_bank_while_stopped__no_rise(house: Changing) -> None:
    terms = house.issued()
    house.silently(terms)
    change = house.proposed(terms, difference=100)
    house.ok(house.guardian, "pause")
    house.fails(STOPPED, house.collecting_bank, "extend_confirmation", terms, change, True)
