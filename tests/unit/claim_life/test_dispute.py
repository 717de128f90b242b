"""dispute, answer_dispute, drop_dispute: what the debtor contests."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    ABOVE,
    DEFENCES,
    FACE,
    LAST_GRACE,
    NOT_PARTY,
    NOTHING,
    SETOFF,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.claim_terms import Claim
from usance.codes_claims import DisputeReason, DisputeStatus

DISPUTE = "claim: dispute (DISPUTE)"
WAIVED = "claim: waived (DEFENCES_WAIVED)"
NOTE = b"delivery note".ljust(32, b"\0")
REPLY = TODAY + 14


def disputing(house: LifeHouse) -> Claim:
    terms = house.accepted(grace_days=2)
    house.ok(house.debtor, "dispute", terms, 10_000_00, DisputeReason.DEFECTIVE, REPLY)
    return terms


@pytest.mark.parametrize("reason", list(DisputeReason))
def test_dispute__part__follows_the_claim(house: LifeHouse, reason: DisputeReason) -> None:
    terms = house.graced()
    receipt = house.ok(house.debtor, "dispute", terms, 10_000_00, reason, REPLY)
    assert receipt.event("Disputed").args == {
        "claim": house.id(terms),
        "debtor": house.debtor,
        "amount": 10_000_00,
        "reason": reason,
        "reply_day": REPLY,
    }
    assert house.dispute(terms) == {
        "status": DisputeStatus.OPEN,
        "reason": reason,
        "amount": 10_000_00,
        "reply_day": REPLY,
    }
    assert house.outstanding(terms) == FACE
    house.sent(terms, house.seller, house.financier, FACE)


def test_dispute__unaccepted_or_defaulted__allowed(house: LifeHouse) -> None:
    registered, defaulted = house.registered(), house.defaulted()
    for terms in (registered, defaulted):
        house.ok(house.debtor, "dispute", terms, FACE, DisputeReason.PRICE, LAST_GRACE + 10)


def test_dispute__nothing_or_more_than_outstanding__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.fails(NOTHING, house.debtor, "dispute", terms, 0, DisputeReason.PRICE, REPLY)
    house.ok(house.debtor, "pay", terms, 1)
    house.fails(ABOVE, house.debtor, "dispute", terms, FACE, DisputeReason.PRICE, REPLY)
    house.ok(house.debtor, "dispute", terms, FACE - 1, DisputeReason.PRICE, REPLY)


@pytest.mark.parametrize("reason", [0, 7, 254, 256, 2**255])
def test_dispute__reason_that_does_not_exist__refused(house: LifeHouse, reason: int) -> None:
    house.fails(DISPUTE, house.debtor, "dispute", house.graced(), 1, reason, REPLY)


@pytest.mark.parametrize("reply_day", [0, TODAY, 2**24, 2**255])
def test_dispute__reply_day_today_or_out_of_range__refused(house: LifeHouse, reply_day: int) -> None:
    terms = house.graced()
    house.fails(DISPUTE, house.debtor, "dispute", terms, 1, DisputeReason.PRICE, reply_day)
    house.ok(house.debtor, "dispute", terms, 1, DisputeReason.PRICE, TODAY + 1)


def test_dispute__latest_day_that_fits__kept_beside_the_amount(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.debtor, "dispute", terms, FACE, DisputeReason.OTHER, 2**24 - 1)
    assert house.dispute(terms) == {
        "status": 1,
        "reason": 255,
        "amount": FACE,
        "reply_day": 2**24 - 1,
    }


def test_dispute__second_one__refused_while_one_stands(house: LifeHouse) -> None:
    terms = disputing(house)
    words = (terms, 1, DisputeReason.PRICE, REPLY)
    house.fails(DISPUTE, house.debtor, "dispute", *words)
    house.ok(house.seller, "answer_dispute", terms, True, NOTE)
    house.fails(DISPUTE, house.debtor, "dispute", *words)
    house.ok(house.debtor, "drop_dispute", terms)
    house.ok(house.debtor, "dispute", *words)
    house.ok(house.seller, "answer_dispute", terms, False, NOTE)
    house.ok(house.debtor, "dispute", *words)


def test_dispute__defences_waived__only_setoff_is_left(house: LifeHouse) -> None:
    terms = house.accepted(waivers=DEFENCES)
    for reason in DisputeReason:
        if reason != DisputeReason.SETOFF:
            house.fails(WAIVED, house.debtor, "dispute", terms, 1, reason, REPLY)
    house.ok(house.debtor, "dispute", terms, 1, DisputeReason.SETOFF, REPLY)


def test_dispute__setoff_waived__everything_else_is_left(house: LifeHouse) -> None:
    terms = house.accepted(waivers=SETOFF)
    house.fails(WAIVED, house.debtor, "dispute", terms, 1, DisputeReason.SETOFF, REPLY)
    house.ok(house.debtor, "dispute", terms, 1, DisputeReason.DEFECTIVE, REPLY)


def test_dispute__both_waived__nothing_is_left(house: LifeHouse) -> None:
    terms = house.accepted(waivers=DEFENCES | SETOFF)
    for reason in DisputeReason:
        house.fails(WAIVED, house.debtor, "dispute", terms, 1, reason, REPLY)


def test_dispute__by_others__refused(house: LifeHouse) -> None:
    terms = house.graced()
    for stranger in (house.seller, house.stranger):
        house.fails(NOT_PARTY, stranger, "dispute", terms, 1, DisputeReason.PRICE, REPLY)


def test_dispute__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid()):
        house.fails(STATE, house.debtor, "dispute", terms, 1, DisputeReason.PRICE, REPLY)
    house.fails(UNKNOWN, house.debtor, "dispute", house.terms(), 1, DisputeReason.PRICE, REPLY)


@pytest.mark.parametrize("admitted", [True, False])
def test_answer_dispute__by_the_seller__told_and_lowers_nothing(house: LifeHouse, admitted: bool) -> None:
    terms = disputing(house)
    receipt = house.ok(house.seller, "answer_dispute", terms, admitted, NOTE)
    assert receipt.event("DisputeAnswered").args == {
        "claim": house.id(terms),
        "admitted": admitted,
        "reference": NOTE,
    }
    assert house.dispute(terms) == {
        "status": DisputeStatus.ADMITTED if admitted else DisputeStatus.REJECTED,
        "reason": DisputeReason.DEFECTIVE,
        "amount": 10_000_00,
        "reply_day": REPLY,
    }
    assert house.outstanding(terms) == FACE
    house.fails(DISPUTE, house.seller, "answer_dispute", terms, not admitted, NOTE)


def test_answer_dispute__none_or_by_others__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.fails(DISPUTE, house.seller, "answer_dispute", terms, True, NOTE)
    house.ok(house.debtor, "dispute", terms, 1, DisputeReason.PRICE, REPLY)
    for stranger in (house.debtor, house.stranger):
        house.fails(NOT_PARTY, stranger, "answer_dispute", terms, True, NOTE)
    house.fails(UNKNOWN, house.seller, "answer_dispute", house.terms(), True, NOTE)


@pytest.mark.parametrize("answer", [None, True, False])
def test_drop_dispute__whatever_was_answered__gone(house: LifeHouse, answer: bool | None) -> None:
    terms = disputing(house)
    if answer is not None:
        house.ok(house.seller, "answer_dispute", terms, answer, NOTE)
    receipt = house.ok(house.debtor, "drop_dispute", terms)
    assert receipt.event("DisputeDropped").args == {"claim": house.id(terms)}
    assert set(house.dispute(terms).values()) == {0}
    house.fails(DISPUTE, house.debtor, "drop_dispute", terms)


def test_drop_dispute__by_others_or_unknown__refused(house: LifeHouse) -> None:
    terms = disputing(house)
    for stranger in (house.seller, house.stranger):
        house.fails(NOT_PARTY, stranger, "drop_dispute", terms)
    house.fails(UNKNOWN, house.debtor, "drop_dispute", house.terms())
