"""accept_by_presentation: a set that fits only the changed terms takes the change (U11, 10c; LC8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_amendments.changing import (
    BELOW_DRAWN,
    CHANGE,
    CONSENT,
    LATER,
    NO_ACCEPTANCE,
    NOT_IN_FORCE,
    NOT_PENDING,
    SCALE,
    STATE,
    Changing,
)
from tests.unit.documentary_credit.house import DUBAI, EXPIRY, NOTICE, SHANGHAI, TODAY, codes_of
from usance.amendments import Change
from usance.codes import AmendmentStatus, CreditStatus, Exclusion, SetStatus, Stage
from usance.terms import Credit, Presentation

AFTER_EXPIRY, LATE_PRESENTATION, LATE_SHIPMENT, OVERDRAWN = 1, 2, 4, 8


def says_nothing(house: Changing, terms: Credit, statement: Presentation, change: Change) -> None:
    house.fails(NO_ACCEPTANCE, house.stranger, "accept_by_presentation", terms, statement, change)


def test_by_presentation__fits_the_changed_terms_only__in_force(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.received(terms, amount=1_500)
    assert house.set_state(terms, statement)["marks"] == OVERDRAWN
    receipt = house.say(terms, statement, change)
    then = house.after(terms, change)
    assert codes_of(receipt) == ["AmendmentAccepted"]
    args = receipt.event("AmendmentAccepted").args
    assert args["presentation"] == house.set_id(terms, statement)
    assert args["terms"] == then.as_dict()
    assert house.set_state(then, statement)["marks"] == 0
    assert house.status(terms, change) is AmendmentStatus.ACCEPTED
    state = house.state(then)
    assert (state["open_sets"], state["cover"]) == (1, 1_500)
    house.fails(NOT_IN_FORCE, house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "accept", then, statement)
    house.ok(house.issuing_bank, "honour", then, statement)
    assert house.state(then)["open_sets"] == 0


# old fits, new fits -> what becomes of the change
READINGS: dict[tuple[bool, bool], tuple[dict[str, Any], dict[str, Any]]] = {
    (True, True): ({"amount": 1_000}, {"difference": 500}),
    (True, False): ({"amount": 1_000}, {"difference": -100}),
    (False, True): ({"amount": 1_400}, {"difference": 500}),
    (False, False): ({"amount": 1_600}, {"difference": 500}),
}


@pytest.mark.parametrize("reading", READINGS)
def test_by_presentation__four_readings__only_one_takes_the_change(
    house: Changing, reading: tuple[bool, bool]
) -> None:
    terms = house.issued(amount=1_000)
    set_has, change_has = READINGS[reading]
    change = house.proposed(terms, **change_has)
    statement = house.received(terms, **set_has)
    if reading == (False, True):
        house.say(terms, statement, change)
        return
    says_nothing(house, terms, statement, change)
    assert house.status(terms, change) is AmendmentStatus.PENDING
    # It may still be taken by the beneficiary's own word, or refused by it.
    house.take(terms, change)


@pytest.mark.parametrize(
    ("marks", "base", "statement_has", "change_has", "received"),
    [
        (AFTER_EXPIRY, {}, {}, {"expiry_day": EXPIRY + 3}, EXPIRY + 3),
        (
            LATE_PRESENTATION,
            {"presentation_days": 5},
            {"shipment_day": TODAY},
            {"presentation_days": 8},
            TODAY + 8,
        ),
        (
            LATE_PRESENTATION,
            {"presentation_days": 5},
            {"shipment_day": TODAY},
            {"exclusions": int(Exclusion.ART14C_OFF)},
            TODAY + 8,
        ),
        (
            LATE_SHIPMENT,
            {"latest_shipment_day": TODAY - 3},
            {"shipment_day": TODAY - 1},
            {"latest_shipment_day": TODAY - 1},
            TODAY + 1,
        ),
        (OVERDRAWN, {}, {"amount": 54_150_01}, {"difference": 1}, TODAY + 1),
        (OVERDRAWN, {}, {"amount": 56_857_50}, {"tolerance_plus": 500}, TODAY + 1),
    ],
    ids=["expiry", "period", "no-period", "shipment", "amount", "tolerance"],
)
def test_by_presentation__each_measure__speaks(
    house: Changing,
    marks: int,
    base: dict[str, Any],
    statement_has: dict[str, Any],
    change_has: dict[str, Any],
    received: int,
) -> None:
    terms = house.issued(**base)
    change = house.proposed(terms, **change_has)
    house.at(received)
    statement = house.received(terms, **statement_has)
    assert house.set_state(terms, statement)["marks"] == marks
    house.say(terms, statement, change)
    then = house.after(terms, change)
    assert house.set_state(then, statement)["marks"] == 0


def test_by_presentation__one_measure_of_two_mended__says_nothing(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    house.at(EXPIRY + 3)
    statement = house.received(terms, amount=1_500)
    assert house.set_state(terms, statement)["marks"] == AFTER_EXPIRY | OVERDRAWN
    says_nothing(house, terms, statement, change)


def test_by_presentation__a_day_after_the_new_expiry__says_nothing(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=EXPIRY + 3)
    house.at(EXPIRY + 4)
    says_nothing(house, terms, house.received(terms), change)


def test_by_presentation__what_is_drawn__counts_in_both_readings(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    house.accepted(terms, amount=800, documents=b"first".ljust(32, b"\0"))
    change = house.proposed(terms, difference=500)
    assert house.state(terms)["drawn"] == 800
    beyond = house.received(terms, amount=701)
    says_nothing(house, terms, beyond, change)
    house.say(terms, house.received(terms, amount=700), change)


def test_by_presentation__two_pending__each_by_its_own_set(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    more, longer = house.proposed(terms, difference=500), house.proposed(terms, expiry_day=LATER)
    statement = house.received(terms, amount=1_500)
    says_nothing(house, terms, statement, longer)
    house.say(terms, statement, more)
    then = house.after(terms, more)
    house.fails(NO_ACCEPTANCE, house.stranger, "accept_by_presentation", then, statement, longer)
    assert house.status(terms, longer) is AmendmentStatus.PENDING


# --- whose set, and when ---


def test_by_presentation__presented_before_the_change__says_nothing(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    statement = house.presented(terms, amount=1_500)
    house.acknowledge(terms, statement)
    change = house.proposed(terms, difference=500)
    says_nothing(house, terms, statement, change)


def test_by_presentation__presented_in_the_same_second__says_nothing(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.change(difference=500)
    statement = house.statement(terms, amount=1_500)
    house.at_second(house.driver.now() + 60)
    instant = house.propose(terms, change).timestamp
    house.at_second(instant)
    assert house.ok(house.beneficiary, "present", terms, statement).timestamp == instant
    house.acknowledge(terms, statement)
    says_nothing(house, terms, statement, change)


def test_by_presentation__not_the_beneficiarys_own__says_nothing(house: Changing) -> None:
    """A bank that brings a set may know nothing of the change, and cannot consent to it."""
    terms = house.issued(house.nominating(amount=1_000))
    change = house.proposed(terms, difference=500)
    statement = house.collecting(terms, amount=1_500, presenter=house.nominated_bank)
    house.ok(house.nominated_bank, "present", terms, statement)
    house.acknowledge(terms, statement)
    assert not house.set_state(terms, statement)["own"]
    says_nothing(house, terms, statement, change)


def test_by_presentation__beneficiary_names_a_collecting_bank__is_its_own(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.collecting(terms, amount=1_500)
    house.ok(house.beneficiary, "present", terms, statement)
    house.acknowledge(terms, statement)
    house.say(terms, statement, change)


def test_by_presentation__not_received__wrong_state(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.presented(terms, amount=1_500)
    house.fails(STATE, house.stranger, "accept_by_presentation", terms, statement, change)
    house.acknowledge(terms, statement)
    house.say(terms, statement, change)


def test_by_presentation__never_presented__unknown(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.statement(terms, amount=1_500)
    house.fails("UNKNOWN", house.stranger, "accept_by_presentation", terms, statement, change)


@pytest.mark.parametrize("found", ["complying", "honoured", "precluded"])
def test_by_presentation__found_complying_or_paid__wrong_state(house: Changing, found: str) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    if found == "precluded":
        statement = house.precluded(terms, amount=1_500)
    else:
        statement = house.accepted(terms, amount=1_500)
        if found == "honoured":
            house.ok(house.issuing_bank, "honour", terms, statement)
    house.fails(STATE, house.stranger, "accept_by_presentation", terms, statement, change)


def test_by_presentation__refused_set__change_in_force_and_notice_stands(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.refused(terms, amount=1_500)
    house.say(terms, statement, change)
    then = house.after(terms, change)
    state = house.set_state(then, statement)
    assert (state["status"], state["marks"]) == (SetStatus.REFUSED, OVERDRAWN)
    assert house.state(then)["open_sets"] == 0


def test_by_presentation__answered_change_or_none__not_pending(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    rejected, part = house.proposed(terms, difference=500), house.proposed(terms, difference=600)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, rejected))
    house.take(terms, part, 1)
    statement = house.received(terms, amount=1_500)
    for change in (rejected, part, house.change(difference=700)):
        house.fails(NOT_PENDING, house.stranger, "accept_by_presentation", terms, statement, change)
    change = house.proposed(terms, difference=500)
    again = house.received(terms, amount=1_500, documents=b"again".ljust(32, b"\0"))
    house.say(terms, again, change)
    then = house.after(terms, change)
    house.fails(NOT_PENDING, house.stranger, "accept_by_presentation", then, again, change)


def test_by_presentation__a_cancelling_change__no_set_can_take(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.cancelling(terms)
    for amount in (1_000, 1_500):
        says_nothing(house, terms, house.received(terms, amount=amount), change)
    assert house.state(terms)["status"] == CreditStatus.ISSUED


def test_by_presentation__closed__refused(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.refused(terms, amount=1_500)
    house.at(EXPIRY + terms.closing_days + 5)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.stranger, "accept_by_presentation", terms, statement, change)


def test_by_presentation__drawn_meanwhile_above_the_change__below_drawn(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, expiry_day=EXPIRY + 3, difference=-400)
    house.accepted(terms, amount=700, documents=b"first".ljust(32, b"\0"))
    house.at(EXPIRY + 3)
    statement = house.received(terms, amount=10)
    house.fails(BELOW_DRAWN, house.stranger, "accept_by_presentation", terms, statement, change)


# --- at other banks ---


def test_by_presentation__nominated_bank__measured_at_its_place(house: Changing) -> None:
    terms = house.issued(house.nominating())
    change = house.proposed(terms, expiry_day=EXPIRY + 3)
    house.at(EXPIRY + 3, place=SHANGHAI)
    statement = house.received(terms, "nominated_bank")
    assert house.set_state(terms, statement)["marks"] == AFTER_EXPIRY
    house.say(terms, statement, change)
    then = house.after(terms, change)
    state = house.set_state(then, statement)
    assert (state["stage"], state["marks"]) == (Stage.NOMINATED, 0)
    assert house.state(then)["open_sets"] == 0


def test_by_presentation__forwarded_set__says_nothing(house: Changing) -> None:
    terms = house.issued(house.nominating(amount=1_000))
    change = house.proposed(terms, difference=500)
    statement = house.received(terms, "nominated_bank", amount=1_500)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    says_nothing(house, terms, statement, change)


def test_by_presentation__confirming_bank_extended__marks_of_the_new_terms(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    house.extend(terms, change)
    statement = house.received(terms, "confirming_bank", amount=1_500)
    assert house.say(terms, statement, change).event("AmendmentAccepted")["apart"] is False
    then = house.after(terms, change)
    assert house.set_state(then, statement)["marks"] == 0
    house.ok(house.confirming_bank, "accept", then, statement)


def test_by_presentation__confirming_bank_did_not_extend__set_stays_under_its_terms(
    house: Changing,
) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.received(terms, "confirming_bank", amount=1_500)
    assert house.say(terms, statement, change).event("AmendmentAccepted")["apart"] is True
    then = house.after(terms, change)
    assert house.set_state(then, statement)["marks"] == OVERDRAWN
    house.fails(NOT_IN_FORCE, house.confirming_bank, "accept", then, statement)
    accepted = house.ok(house.confirming_bank, "accept", terms, statement)
    assert accepted.event("Accepted")["amount"] == 1_000


def test_by_presentation__at_the_issuing_bank_while_the_confirming_is_silent__its_marks_change(
    house: Changing,
) -> None:
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    statement = house.received(terms, amount=1_500)
    assert house.say(terms, statement, change).event("AmendmentAccepted")["apart"] is True
    then = house.after(terms, change)
    assert house.set_state(then, statement)["marks"] == 0


def test_by_presentation__set_at_a_confirming_bank_apart__terms_in_force_are_given(
    house: Changing,
) -> None:
    own = house.confirmed(amount=1_000)
    then = house.amended(own, difference=100)
    change = house.proposed(then, difference=500)
    statement = house.received(own, "confirming_bank", amount=1_500)
    house.fails(NOT_IN_FORCE, house.stranger, "accept_by_presentation", own, statement, change)
    house.say(then, statement, change)
    last = house.after(then, change)
    assert house.terms_of(own) == (house.hash(last), house.hash(own))
    assert house.set_state(own, statement)["marks"] == OVERDRAWN


def test_by_presentation__confirming_banks_consent_is_needed__as_for_the_beneficiarys_word(
    house: Changing,
) -> None:
    terms = house.confirmed(amount=1_000, expiry_day=EXPIRY)
    change = house.proposed(terms, difference=500, closing_days=0)
    statement = house.received(terms, amount=1_500)
    house.fails(CONSENT, house.stranger, "accept_by_presentation", terms, statement, change)


def test_by_presentation__bank_confirmed_meanwhile__who_confirms_stands_fast(house: Changing) -> None:
    terms = house.issued(house.confirmable(amount=1_000))
    change = house.proposed(terms, difference=500, confirmer_place=SHANGHAI)
    house.ok(house.confirming_bank, "confirm", terms, True)
    statement = house.received(terms, amount=1_500)
    assert terms.confirmer_place == DUBAI
    house.fails(CHANGE, house.stranger, "accept_by_presentation", terms, statement, change)


# --- cover and what is open ---


def test_by_presentation__defence_of_expiry_falls_with_the_mark__set_counts_as_open(
    house: Changing,
) -> None:
    """EXPIRY_KEPT: silence does not cure a set after expiry, and such a set holds no cover. In time under
    the changed terms it does."""
    terms = house.issued(exclusions=int(Exclusion.EXPIRY_KEPT))
    change = house.proposed(terms, expiry_day=EXPIRY + 3)
    house.at(EXPIRY + 3)
    statement = house.received(terms)
    assert house.state(terms)["open_sets"] == 0
    house.say(terms, statement, change)
    then = house.after(terms, change)
    assert house.state(then)["open_sets"] == 1
    house.ok(house.issuing_bank, "refuse", then, statement, *NOTICE)
    assert house.state(then)["open_sets"] == 0


def test_by_presentation__cover_beyond_the_rise__goes_back(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, tolerance_plus=1_000, expiry_day=EXPIRY + 3)
    then = house.amended(terms, difference=-400)
    house.at(EXPIRY + 3)
    statement = house.received(then, amount=600)
    before = house.held(house.issuing_bank)
    assert house.say(then, statement, change).event("AmendmentAccepted")["freed"] == 40
    assert house.held(house.issuing_bank) - before == 40 * SCALE


def test_by_presentation__silent_surety_did_not_go_along__ends(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    house.silently(terms)
    change = house.proposed(terms, difference=500)
    statement = house.received(terms, amount=1_500)
    assert codes_of(house.say(terms, statement, change)) == [
        "SilentConfirmationEnded",
        "AmendmentAccepted",
    ]
