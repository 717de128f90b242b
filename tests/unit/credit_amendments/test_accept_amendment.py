"""accept_amendment: the beneficiary takes a change whole or not at all (U11, 10a, 10c, 10e; LC8)."""

from __future__ import annotations

import pytest

from tests.unit.credit_amendments.changing import (
    BELOW_DRAWN,
    CHANGE,
    CONSENT,
    LATER,
    NOT_IN_FORCE,
    NOT_PARTY,
    NOT_PENDING,
    SCALE,
    TERMS,
    Changing,
)
from tests.unit.documentary_credit.house import (
    BLOCKLIST,
    EXPIRY,
    NOTICE,
    codes_of,
)
from usance.amendments import AMOUNT, FIELDS
from usance.codes import AmendmentStatus, CreditStatus, Exclusion, SetStatus
from usance.terms import ZERO_HASH


def test_accept__whole__in_force_under_the_same_id(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER, difference=100)
    receipt = house.take(terms, change)
    assert codes_of(receipt) == ["AmendmentAccepted"]
    then = house.after(terms, change)
    args = receipt.event("AmendmentAccepted").args
    assert args["terms"] == then.as_dict()
    assert {key: args[key] for key in args if key != "terms"} == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "presentation": ZERO_HASH,
        "apart": False,
        "freed": 0,
    }
    assert house.terms_of(terms) == (house.hash(then), ZERO_HASH)
    state = house.state(then)
    assert (state["amended"], state["apart"]) == (True, False)
    assert state["cover"] == then.amount == terms.amount + 100
    book = house.book(terms, change)
    assert (book["status"], book["cover"]) == (AmendmentStatus.ACCEPTED, 0)
    # Acts carry the terms in force, and no others.
    house.fails(NOT_IN_FORCE, house.beneficiary, "present", terms, house.statement(terms))
    statement = house.accepted(then)
    house.ok(house.issuing_bank, "honour", then, statement)
    assert house.set_state(then, statement)["status"] == SetStatus.HONOURED
    house.ok(house.issuing_bank, "close", then)


def test_accept__by_another__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, expiry_day=LATER)
    for sender in (house.issuing_bank, house.confirming_bank, house.applicant, house.stranger):
        house.fails(NOT_PARTY, sender, "accept_amendment", terms, change, 0)


def test_accept__never_proposed_or_answered__not_pending(house: Changing) -> None:
    terms = house.issued()
    act = (house.beneficiary, "accept_amendment")
    house.fails(NOT_PENDING, *act, terms, house.change(expiry_day=LATER), 0)
    rejected = house.proposed(terms, expiry_day=LATER)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, rejected))
    house.fails(NOT_PENDING, *act, terms, rejected, 0)
    house.fails(NOT_PENDING, *act, terms, rejected, 1)
    change = house.proposed(terms, difference=7)
    then = house.taken(terms, change)
    house.fails(NOT_PENDING, *act, then, change, 0)
    house.fails(NOT_IN_FORCE, *act, terms, change, 0)


def test_accept__of_another_credit_with_equal_terms__not_pending(house: Changing) -> None:
    """Three credits alike but for the salt: each change is of one of them."""
    first, second, third = house.issued(), house.issued(), house.issued()
    change = house.proposed(first, difference=500)
    house.proposed(third, difference=500)
    then = house.taken(first, change)
    for terms in (second, third):
        house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", terms, change, 0)
    again = house.issued(first.but(salt=b"\xaa" * 32))
    house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", again, change, 0)
    assert house.state(then)["amended"]
    assert not house.state(second)["amended"]


def test_accept__closed_credit__refused(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.ok(house.issuing_bank, "close", terms)
    house.fails("CLOSED", house.beneficiary, "accept_amendment", terms, change, 0)


# --- parts (10e) ---


@pytest.mark.parametrize("only", ["expiry_day", "closing_days", "ext"])
def test_accept__a_part__is_a_rejection(house: Changing, only: str) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER, closing_days=40, difference=10)
    before = house.held(house.issuing_bank)
    receipt = house.take(terms, change, 1 << FIELDS.index(only))
    assert codes_of(receipt) == ["AmendmentRejected"]
    assert receipt.event("AmendmentRejected").args == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "party": house.beneficiary,
        "part": 1 << FIELDS.index(only),
    }
    assert house.status(terms, change) is AmendmentStatus.REJECTED
    assert house.held(house.issuing_bank) - before == 10 * SCALE
    assert not house.state(terms)["amended"]
    house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", terms, change, 0)


def test_accept__the_whole_by_its_mask__in_force(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER, closing_days=40, difference=10)
    assert codes_of(house.take(terms, change, change.mask | AMOUNT)) == ["AmendmentAccepted"]


# --- several pending ---


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_accept__several_pending_in_any_order__applied_in_the_order_of_acceptance(
    house: Changing, order: tuple[int, int, int]
) -> None:
    terms = house.issued()
    changes = [
        house.proposed(terms, expiry_day=LATER, difference=100),
        house.proposed(terms, expiry_day=LATER + 5),
        house.proposed(terms, closing_days=50, difference=-30),
    ]
    then = terms
    for index in order:
        then = house.taken(then, changes[index])
        assert house.terms_of(terms)[0] == house.hash(then)
    assert then.amount == terms.amount + 70 == house.state(then)["cover"]
    assert then.expiry_day == (LATER + 5 if order.index(1) > order.index(0) else LATER)
    assert then.closing_days == 50
    assert len({house.hash(t) for t in house.births} | {house.id(terms)}) == 4


def test_accept__a_change_that_no_longer_fits__fails_with_its_rule(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    lower = house.proposed(terms, difference=-600)
    lowest = house.proposed(terms, difference=-400)
    asked = house.proposed(terms, **house.to_confirm())
    then = house.taken(terms, lower)
    house.fails(TERMS, house.beneficiary, "accept_amendment", then, lowest, 0)
    then = house.amended(then, **house.to_confirm())
    house.ok(house.confirming_bank, "confirm", then, True)
    house.fails(CHANGE, house.beneficiary, "accept_amendment", then, asked, 0)
    assert house.status(terms, lowest) is AmendmentStatus.PENDING
    then = house.amended(then, difference=1, extend=True)
    house.take(then, lowest)


def test_accept__party_named_and_no_longer_admitted__fails_until_it_is(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, adviser=house.advising_bank)
    house.set_status(house.advising_bank, 2)
    act = (house.beneficiary, "accept_amendment", terms, change, 0)
    house.fails("credit: party (NOT_ADMITTED)", *act)
    house.set_status(house.advising_bank, 1)
    house.ok(*act)


# --- LC10 ---


def test_accept__drawn_meanwhile__below_it_refused_exactly_allowed(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    low, exact = house.proposed(terms, difference=-401), house.proposed(terms, difference=-400)
    house.accepted(terms, amount=600)
    house.fails(BELOW_DRAWN, house.beneficiary, "accept_amendment", terms, low, 0)
    then = house.taken(terms, exact)
    assert then.amount == 600 == house.state(then)["drawn"]
    other = house.received(then, documents=b"other".ljust(32, b"\0"))
    house.fails("credit: nothing available (LC10)", house.issuing_bank, "accept", then, other)


# --- expiry ---


def test_accept__earlier_expiry_without_confirmation__in_force(house: Changing) -> None:
    terms = house.issued()
    then = house.amended(terms, expiry_day=EXPIRY - 10)
    house.at_first_second_after(EXPIRY - 8)
    house.ok(house.stranger, "expire", then)


def test_accept__after_expiry__live_again_with_a_new_day(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER)
    house.at(EXPIRY + 5)
    house.ok(house.stranger, "expire", terms)
    then = house.taken(terms, change)
    assert house.state(then)["status"] == CreditStatus.ISSUED
    house.at(LATER)
    house.fails("credit: not over (U6)", house.stranger, "expire", then)


def test_accept__after_expiry__new_day_over_too__stays_expired(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=EXPIRY + 3)
    other = house.proposed(terms, closing_days=60)
    house.at(EXPIRY + 2)
    house.ok(house.stranger, "expire", terms)
    house.at_first_second_after(EXPIRY + 3)
    then = house.taken(terms, change)
    assert house.state(then)["status"] == CreditStatus.EXPIRED
    then = house.taken(then, other)
    assert house.state(then)["status"] == CreditStatus.EXPIRED


def test_accept__last_second_of_the_new_expiry_day__live_again(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=EXPIRY + 3)
    house.at(EXPIRY + 2)
    house.ok(house.stranger, "expire", terms)
    house.at_last_second(EXPIRY + 3)
    assert house.state(house.taken(terms, change))["status"] == CreditStatus.ISSUED


# --- cover ---


@pytest.mark.parametrize(
    ("bps", "difference", "freed"),
    [(10_000, -400, 400), (0, -400, 0), (3_333, -1, 0), (3_333, -2, 1), (5_000, -999, 500)],
)
def test_accept__a_reduction__cover_without_purpose_goes_back(
    house: Changing, bps: int, difference: int, freed: int
) -> None:
    terms = house.issued(amount=1_001, cover_bps=bps)
    change = house.proposed(terms, difference=difference)
    before = house.held(house.issuing_bank)
    receipt = house.take(terms, change)
    then = house.after(terms, change)
    assert receipt.event("AmendmentAccepted")["freed"] == freed
    assert house.held(house.issuing_bank) - before == freed * SCALE
    assert house.state(then)["cover"] == -(-then.amount * bps // 10_000)


def test_accept__a_reduction_after_payment__no_more_than_is_there(house: Changing) -> None:
    """Cover of half the amount paid the first drawing: nothing of it is left to go back."""
    terms = house.issued(amount=1_000, cover_bps=5_000)
    statement = house.accepted(terms, amount=450)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.state(terms)["cover"] == 50
    change = house.proposed(terms, difference=-400)
    receipt = house.take(terms, change)
    assert receipt.event("AmendmentAccepted")["freed"] == 50
    assert house.state(house.after(terms, change))["cover"] == 0


def test_accept__a_reduction_over_an_open_set__cover_stays_until_the_end(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=-400)
    statement = house.received(terms, amount=500)
    receipt = house.take(terms, change)
    then = house.after(terms, change)
    assert receipt.event("AmendmentAccepted")["freed"] == 0
    assert house.state(then)["cover"] == 1_000
    house.ok(house.issuing_bank, "accept", then, statement)
    house.ok(house.issuing_bank, "honour", then, statement)
    house.at(EXPIRY + then.closing_days + 2)
    assert house.ok(house.stranger, "close", then).event("Closed")["cover_returned"] == 500


def test_accept__a_reduction_over_an_unpaid_claim__cover_stays(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    statement = house.accepted(terms, "confirming_bank", amount=500)
    house.ok(house.confirming_bank, "honour", terms, statement)
    change = house.proposed(terms, difference=-400)
    receipt = house.take(terms, change)
    assert receipt.event("AmendmentAccepted")["freed"] == 0
    assert house.state(house.after(terms, change))["cover"] == 1_000


def test_accept__a_rise_of_which_another_change_took_the_ground__keeps_what_it_needs(
    house: Changing,
) -> None:
    """Tolerance on a larger amount was covered; on the smaller one less is needed, the rest goes back."""
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, tolerance_plus=1_000)
    assert house.book(terms, change)["cover"] == 100
    then = house.amended(terms, difference=-400)
    before = house.held(house.issuing_bank)
    receipt = house.take(then, change)
    last = house.after(then, change)
    assert receipt.event("AmendmentAccepted")["freed"] == 40
    assert house.held(house.issuing_bank) - before == 40 * SCALE
    assert house.state(last)["cover"] == 660 == last.maximum_liability


def test_accept__a_rise_that_grew_meanwhile__cover_as_was_taken(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, tolerance_plus=1_000)
    then = house.amended(terms, difference=1_000)
    assert house.take(then, change).event("AmendmentAccepted")["freed"] == 0
    assert house.state(then)["cover"] == 2_100
    assert house.after(then, change).maximum_liability == 2_200


def test_accept__a_rise_that_became_a_reduction__all_it_took_goes_back(house: Changing) -> None:
    """The tolerance was to rise from none to 1 %; meanwhile it is 5 %, so it falls."""
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, tolerance_plus=100)
    then = house.amended(terms, tolerance_plus=500)
    assert house.state(then)["cover"] == 1_050
    assert house.take(then, change).event("AmendmentAccepted")["freed"] == 10 + 40
    assert house.state(then)["cover"] == 1_010


def test_accept__cover_that_the_bank_cannot_receive__waits_for_it(house: Changing) -> None:
    token = house.token(BLOCKLIST)
    terms = house.issued(asset=token.address, amount=1_000)
    change = house.proposed(terms, difference=-400)
    house.ok(house.keeper, "block", house.issuing_bank, contract=token)
    house.take(terms, change)
    assert house.waiting(house.issuing_bank, token) == 400 * SCALE


# --- a twin in the way ---


def test_accept__terms_under_which_a_credit_was_issued__refused(house: Changing) -> None:
    """The issuing bank knows what its change will make and issues that first: acts would find the twin."""
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER)
    twin = house.issued(house.after(terms, change))
    house.fails("credit: issued before (EXISTS)", house.beneficiary, "accept_amendment", terms, change, 0)
    house.births.pop(twin)
    assert not house.state(twin)["amended"]
    other = house.proposed(terms, expiry_day=LATER)
    house.take(terms, other)


def test_issue__terms_of_an_amended_credit__refused(house: Changing) -> None:
    terms = house.issued()
    then = house.amended(terms, expiry_day=LATER)
    house.fails("credit: issued before (EXISTS)", house.issuing_bank, "issue", then)


# --- cancelling ---


def test_cancel__beneficiary_consents__ends_and_returns_cover(house: Changing) -> None:
    terms = house.issued()
    other = house.proposed(terms, difference=10)
    change = house.cancelling(terms)
    before = house.held(house.issuing_bank)
    receipt = house.take(terms, change)
    assert codes_of(receipt) == ["Cancelled"]
    assert receipt.event("Cancelled").args == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "cover_returned": terms.amount,
    }
    assert house.held(house.issuing_bank) - before == terms.amount * SCALE
    state = house.state(terms)
    assert (state["status"], state["cover"], state["amended"]) == (CreditStatus.CANCELLED, 0, False)
    assert house.status(terms, change) is AmendmentStatus.ACCEPTED
    house.fails("CLOSED", house.beneficiary, "present", terms, house.statement(terms))
    house.fails("CLOSED", house.beneficiary, "accept_amendment", terms, other, 0)
    house.ok(house.stranger, "reject_amendment", terms, house.amendment(terms, other))
    assert house.held(house.credit.address) == 0


def test_cancel__part__rejected(house: Changing) -> None:
    terms = house.issued()
    change = house.cancelling(terms)
    assert codes_of(house.take(terms, change, 1)) == ["AmendmentRejected"]
    assert house.state(terms)["status"] == CreditStatus.ISSUED


def test_cancel__confirmed__needs_the_confirming_bank(house: Changing) -> None:
    terms = house.confirmed()
    change = house.cancelling(terms)
    act = (house.beneficiary, "accept_amendment", terms, change, 0)
    house.fails(CONSENT, *act)
    house.extend(terms, change)
    house.ok(*act)
    assert house.state(terms)["status"] == CreditStatus.CANCELLED


def test_cancel__confirming_bank_only_advises__refused(house: Changing) -> None:
    terms = house.confirmed()
    change = house.cancelling(terms)
    house.extend(terms, change, False)
    house.fails(CONSENT, house.beneficiary, "accept_amendment", terms, change, 0)


def test_cancel__over_an_open_set__refused_until_it_is_answered(house: Changing) -> None:
    terms = house.issued()
    change = house.cancelling(terms)
    statement = house.received(terms)
    act = (house.beneficiary, "accept_amendment", terms, change, 0)
    house.fails("credit: open set (OPEN_SET)", *act)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.ok(*act)


def test_cancel__over_an_unpaid_claim__refused(house: Changing) -> None:
    terms = house.issued(house.nominating())
    change = house.cancelling(terms)
    statement = house.received(terms, "nominated_bank", amount=100)
    house.ok(house.nominated_bank, "accept", terms, statement)
    house.ok(house.nominated_bank, "honour", terms, statement)
    assert house.state(terms)["open_sets"] == 0
    house.fails("OPEN_SET", house.beneficiary, "accept_amendment", terms, change, 0)


# --- the confirming bank (10a, 10b) ---


def test_accept__confirmed_and_extended__one_set_of_terms(house: Changing) -> None:
    terms = house.confirmed()
    then = house.amended(terms, expiry_day=EXPIRY - 5, closing_days=0, extend=True)
    state = house.state(then)
    assert (state["amended"], state["apart"]) == (True, False)
    assert house.terms_of(terms) == (house.hash(then), house.hash(then))
    house.received(then, "confirming_bank")


@pytest.mark.parametrize("says", [None, False])
def test_accept__confirmed_and_not_extended__bank_keeps_its_terms(house: Changing, says: bool | None) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    if says is not None:
        house.extend(terms, change, says)
    receipt = house.take(terms, change)
    assert receipt.event("AmendmentAccepted")["apart"] is True
    then = house.after(terms, change)
    assert house.state(then)["apart"]
    assert house.terms_of(terms) == (house.hash(then), house.id(terms))
    # At its counter the old terms, and no others; everywhere else the new.
    house.fails(NOT_IN_FORCE, house.beneficiary, "present", then, house.statement(then, "confirming_bank"))
    house.fails(NOT_IN_FORCE, house.beneficiary, "present", terms, house.statement(terms))
    there = house.received(terms, "confirming_bank", amount=1_200)
    assert house.set_state(terms, there)["marks"] == 8
    here = house.received(then, amount=1_200)
    assert house.set_state(then, here)["marks"] == 0
    house.fails(NOT_IN_FORCE, house.confirming_bank, "accept", then, there)
    accepted = house.ok(house.confirming_bank, "accept", terms, there)
    assert accepted.event("Accepted")["amount"] == 1_000


def test_accept__twice_not_extended__bank_keeps_the_terms_it_confirmed(house: Changing) -> None:
    terms = house.confirmed()
    first = house.amended(terms, difference=10, extend=True)
    second = house.amended(first, difference=10)
    third = house.amended(second, difference=10)
    assert house.terms_of(terms) == (house.hash(third), house.hash(first))
    house.presented(first, "confirming_bank")
    house.fails(
        NOT_IN_FORCE, house.beneficiary, "present", second, house.statement(second, "confirming_bank")
    )


def test_accept__earlier_expiry_without_the_confirming_bank__refused(house: Changing) -> None:
    terms = house.confirmed()
    earlier = house.proposed(terms, expiry_day=EXPIRY - 1, closing_days=60)
    act = (house.beneficiary, "accept_amendment", terms, earlier, 0)
    house.fails(CONSENT, *act)
    house.extend(terms, earlier, False)
    house.fails(CONSENT, *act)
    house.take(terms, house.proposed(terms, expiry_day=EXPIRY, difference=1))


def test_accept__earlier_closing_day_without_the_confirming_bank__refused(house: Changing) -> None:
    terms = house.confirmed()
    shorter = house.proposed(terms, closing_days=terms.closing_days - 1)
    later = house.proposed(terms, expiry_day=EXPIRY + 1, closing_days=terms.closing_days - 2)
    same = house.proposed(terms, expiry_day=EXPIRY + 1, closing_days=terms.closing_days - 1)
    for change in (shorter, later):
        house.fails(CONSENT, house.beneficiary, "accept_amendment", terms, change, 0)
    house.take(terms, same)


@pytest.mark.parametrize(
    ("before", "after"),
    [(Exclusion(0), Exclusion.ART29A_OFF), (Exclusion.ART36_OFF, Exclusion(0))],
)
def test_accept__expiry_that_moves_no_more_without_the_confirming_bank__refused(
    house: Changing, before: Exclusion, after: Exclusion
) -> None:
    terms = house.confirmed(exclusions=before)
    change = house.proposed(terms, exclusions=int(after))
    act = (house.beneficiary, "accept_amendment", terms, change, 0)
    house.fails(CONSENT, *act)
    house.extend(terms, change)
    then = house.taken(terms, change)
    # What the terms have already, or what makes expiry move again, brings no day forward.
    again = house.amended(then, exclusions=int(after | Exclusion.EUCP))
    house.amended(again, exclusions=int(before))


@pytest.mark.parametrize("named", ["expiry_day", "amount", "both"])
def test_accept__amount_and_day__only_both_of_them_are_the_whole(house: Changing, named: str) -> None:
    terms = house.confirmed()
    change = house.proposed(terms, difference=10, expiry_day=EXPIRY + 1)
    bits = {name: 1 << FIELDS.index(name) for name in ("expiry_day", "amount")}
    only = bits.get(named, sum(bits.values()))
    house.take(terms, change, only)
    accepted = house.book(terms, change)["status"] == AmendmentStatus.ACCEPTED
    assert accepted == (named == "both")


def test_accept__extended_by_a_bank_apart__its_terms_wait(house: Changing) -> None:
    terms = house.confirmed()
    first = house.amended(terms, difference=10)
    change = house.proposed(first, expiry_day=LATER)
    house.ok(house.confirming_bank, "extend_confirmation", terms, change, True)
    then = house.taken(first, change)
    assert house.state(then)["apart"]
    assert house.terms_of(terms) == (house.hash(then), house.id(terms))
    assert not house.book(terms, change)["applied"]
