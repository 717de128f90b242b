"""apply_extension: the terms of a confirming bank apart follow what it extended to (U11, 10b)."""

from __future__ import annotations

import pytest

from tests.unit.credit_amendments.changing import (
    LATER,
    NOT_IN_FORCE,
    NOT_PENDING,
    STATE,
    Changing,
)
from tests.unit.documentary_credit.house import EXPIRY, codes_of
from usance.terms import Credit


def test_apply__the_one_it_lacked__together_again(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    then = house.taken(terms, change)
    house.extend(terms, change)
    assert house.state(then)["apart"]
    receipt = house.ok(house.stranger, "apply_extension", terms, change)
    assert codes_of(receipt) == ["ConfirmationAmended"]
    args = receipt.event("ConfirmationAmended").args
    assert args == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "terms": then.as_dict(),
        "apart": False,
    }
    assert not house.state(then)["apart"]
    assert house.terms_of(terms) == (house.hash(then), house.hash(then))
    assert house.book(terms, change)["applied"]
    house.received(then, "confirming_bank", amount=1_500)
    house.fails(NOT_IN_FORCE, house.beneficiary, "present", terms, house.statement(terms, "confirming_bank"))


def test_apply__twice__refused(house: Changing) -> None:
    terms = house.confirmed()
    lacking = house.amended(terms, difference=3)
    change = house.proposed(lacking, difference=500)
    house.extend(terms, change)
    house.take(lacking, change)
    house.ok(house.stranger, "apply_extension", terms, change)
    own = house.after(terms, change)
    assert house.state(terms)["apart"]
    assert house.terms_of(terms)[1] == house.hash(own)
    house.fails(NOT_PENDING, house.stranger, "apply_extension", own, change)
    house.fails(NOT_IN_FORCE, house.stranger, "apply_extension", terms, change)
    house.received(own, "confirming_bank")


def test_apply__together_and_nothing_to_apply__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, difference=5)
    house.extend(terms, change)
    house.fails(STATE, house.stranger, "apply_extension", terms, change)
    then = house.taken(terms, change)
    house.fails(STATE, house.stranger, "apply_extension", then, change)


def test_apply__not_accepted_or_not_extended__refused(house: Changing) -> None:
    terms = house.confirmed()
    without = house.proposed(terms, difference=5)
    then = house.taken(terms, without)
    act = (house.stranger, "apply_extension", terms)
    house.fails(NOT_PENDING, *act, without)
    pending = house.proposed(then, expiry_day=LATER)
    house.extend(terms, pending)
    house.fails(NOT_PENDING, *act, pending)
    house.fails(NOT_PENDING, *act, house.change(expiry_day=LATER))
    advised = house.proposed(then, closing_days=50)
    house.extend(terms, advised, False)
    house.take(then, advised)
    house.fails(NOT_PENDING, *act, advised)


def test_apply__terms_in_force_given__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, difference=5)
    then = house.taken(terms, change)
    house.extend(terms, change)
    house.fails(NOT_IN_FORCE, house.stranger, "apply_extension", then, change)


def test_apply__extended_while_together_then_apart__refused(house: Changing) -> None:
    """Its own terms have the change already: once more would raise the amount twice."""
    terms = house.confirmed()
    early = house.proposed(terms, difference=100)
    house.extend(terms, early)
    own = house.taken(terms, early)
    house.amended(own, closing_days=60)
    assert house.state(own)["apart"]
    assert not house.book(terms, early)["applied"]
    house.fails(STATE, house.stranger, "apply_extension", own, early)


def apart(house: Changing) -> tuple[Credit, Credit]:
    """The terms of the confirming bank and those in force, which it does not follow."""
    own = house.confirmed(amount=1_000)
    return own, house.amended(own, difference=7)


def test_apply__out_of_the_order_of_acceptance__refused(house: Changing) -> None:
    """Extended while they were pending: whoever pokes cannot make the later change the earlier one."""
    own, then = apart(house)
    changes = [
        house.proposed(then, expiry_day=EXPIRY + 10),
        house.proposed(then, expiry_day=EXPIRY + 40),
        house.proposed(then, closing_days=60),
    ]
    for change in reversed(changes):
        house.extend(own, change)
    for change in changes:
        then = house.taken(then, change)
    for turn, change in enumerate(changes):
        for other in changes[turn + 1 :]:
            house.fails(STATE, house.stranger, "apply_extension", own, other)
        house.ok(house.stranger, "apply_extension", own, change)
        own = house.after(own, change)
    assert house.terms_of(own) == (house.hash(then), house.hash(own))
    assert own == then.but(amount=then.amount - 7)


@pytest.mark.parametrize("shorter_first", [True, False])
def test_apply__two_of_one_field__ends_as_the_terms_in_force(house: Changing, shorter_first: bool) -> None:
    own, then = apart(house)
    days = (10, 40) if shorter_first else (40, 10)
    changes = [house.proposed(then, expiry_day=EXPIRY + each) for each in days]
    for change in changes:
        house.extend(own, change)
        then = house.taken(then, change)
    house.fails(STATE, house.stranger, "apply_extension", own, changes[1])
    for change in changes:
        house.ok(house.stranger, "apply_extension", own, change)
        own = house.after(own, change)
    assert own.expiry_day == then.expiry_day == EXPIRY + days[1]
    assert own.amount == then.amount - 7
    assert house.state(then)["apart"]


def test_apply__everything_it_lacked_was_replaced__together_though_one_was_never_extended(
    house: Changing,
) -> None:
    terms = house.confirmed()
    then = house.amended(terms, expiry_day=EXPIRY + 10)
    change = house.proposed(then, expiry_day=EXPIRY + 40)
    house.extend(terms, change)
    house.take(then, change)
    receipt = house.ok(house.stranger, "apply_extension", terms, change)
    assert receipt.event("ConfirmationAmended")["apart"] is False


def test_apply__apart_again_later__starts_from_there(house: Changing) -> None:
    terms = house.confirmed()
    first = house.proposed(terms, difference=1)
    then = house.taken(terms, first)
    house.extend(terms, first)
    house.ok(house.stranger, "apply_extension", terms, first)
    second = house.proposed(then, difference=1)
    last = house.taken(then, second)
    assert house.terms_of(terms) == (house.hash(last), house.hash(then))
    house.fails(NOT_PENDING, house.stranger, "apply_extension", then, first)
    house.extend(then, second)
    house.ok(house.stranger, "apply_extension", then, second)
    assert not house.state(last)["apart"]


def test_apply__terms_under_which_a_credit_was_issued__refused(house: Changing) -> None:
    own, then = apart(house)
    change = house.proposed(then, expiry_day=LATER)
    house.extend(own, change)
    house.take(then, change)
    twin = house.after(own, change)
    house.issued(twin)
    house.fails("credit: issued before (EXISTS)", house.stranger, "apply_extension", own, change)


def test_apply__set_at_its_counter__found_on_the_terms_it_is_bound_by_then(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    then = house.taken(terms, change)
    statement = house.received(terms, "confirming_bank", amount=1_500)
    house.extend(terms, change)
    house.ok(house.stranger, "apply_extension", terms, change)
    house.fails(NOT_IN_FORCE, house.confirming_bank, "accept", terms, statement)
    receipt = house.ok(house.confirming_bank, "accept", then, statement)
    assert receipt.event("Accepted")["amount"] == 1_500


def test_apply__unknown_or_closed__refused(house: Changing) -> None:
    change = house.change(difference=1)
    house.fails("UNKNOWN", house.stranger, "apply_extension", house.terms(), change)
    own, then = apart(house)
    end = house.change(cancel=True)
    house.propose(then, end)
    house.extend(own, end)
    house.take(then, end)
    house.fails("CLOSED", house.stranger, "apply_extension", own, change)
