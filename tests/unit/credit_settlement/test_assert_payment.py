"""assert_payment: the bank says that it paid off chain, which discharges nothing (INV6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_settlement.house import (
    AMOUNT,
    ASSERTION,
    NOT_PARTY,
    OFF_CHAIN,
    PAPER,
    SET_TWO,
    STATE,
    STATEMENT,
    WIRE,
    asserted,
    confirms,
    paper,
    paper_confirmed,
    paper_nominating,
    says,
)
from tests.unit.documentary_credit.house import DUBAI, EXPIRY, SHANGHAI, TODAY, House, codes_of
from usance.codes import AvailableBy, SetStatus, Stage, TenorFrom


def test_assert__by_the_issuing_bank__on_record_and_still_owed(house: House) -> None:
    """Three banking days in Hamburg from Monday end on Thursday."""
    terms = paper(house)
    statement = house.accepted(terms)
    assert asserted(house, terms, statement) == (0, 0)
    receipt = says(house, terms, statement, AMOUNT - 1)
    assert codes_of(receipt) == ["PaymentAsserted"]
    assert receipt.event("PaymentAsserted").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "amount": AMOUNT - 1,
        "value_day": TODAY,
        "reference": WIRE,
        "held_until": TODAY + 3,
    }
    assert asserted(house, terms, statement) == (AMOUNT - 1, TODAY + 3)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.COMPLYING, AMOUNT)
    assert house.state(terms)["open_sets"] == 1


def test_assert__precluded_set__is_owed_as_well(house: House) -> None:
    terms = paper(house)
    statement = house.precluded(terms)
    says(house, terms, statement)


def test_assert__credit_with_a_token__pays_in_it(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.fails(OFF_CHAIN, house.issuing_bank, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


@pytest.mark.parametrize("state", ["presented", "received", "refused"])
def test_assert__nothing_bound__refused(house: House, state: str) -> None:
    terms = paper(house)
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.issuing_bank, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


@pytest.mark.parametrize("sender", ["beneficiary", "confirming_bank", "applicant", "stranger"])
def test_assert__by_another__refused(house: House, sender: str) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    house.fails(NOT_PARTY, getattr(house, sender), "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


@pytest.mark.parametrize(
    ("amount", "value_day", "reference", "reason"),
    [
        (0, TODAY, WIRE, STATEMENT),
        (AMOUNT, 0, WIRE, STATEMENT),
        (AMOUNT, TODAY, bytes(32), STATEMENT),
        (AMOUNT, TODAY + 1, WIRE, STATEMENT),
        (AMOUNT + 1, TODAY, WIRE, ASSERTION),
    ],
)
def test_assert__without_what_is_said_or_more_than_is_due__refused(
    house: House, amount: int, value_day: int, reference: bytes, reason: str
) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    house.fails(reason, house.issuing_bank, "assert_payment", terms, statement, amount, value_day, reference)


def test_assert__value_day__of_the_banks_own_place(house: House) -> None:
    """Tuesday in Dubai, Monday in Hamburg."""
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    house.at(TODAY + 1, 1, DUBAI)
    receipt = says(house, terms, statement, by="confirming_bank", value_day=TODAY + 1)
    # Wednesday, Thursday, then Friday and Saturday are closed: Sunday.
    assert receipt.event("PaymentAsserted")["held_until"] == TODAY + 6


def test_assert__a_second_time__the_latest_word_stands_and_holds_nothing_more(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement, 10)
    house.at(TODAY + 1)
    receipt = says(house, terms, statement, 7)
    assert receipt.event("PaymentAsserted")["held_until"] == 0
    assert asserted(house, terms, statement) == (7, TODAY + 3)


@pytest.mark.parametrize("by", ["confirming_bank", "nominated_bank"])
def test_assert__a_part__is_the_issuing_banks_alone(house: House, by: str) -> None:
    """A bank that claims later claims all it was bound for."""
    terms = paper_confirmed(house) if by == "confirming_bank" else paper_nominating(house)
    statement = house.accepted(terms, by)
    part = [terms, statement, AMOUNT - 1, TODAY, WIRE]
    house.fails(ASSERTION, getattr(house, by), "assert_payment", *part)
    says(house, terms, statement, by=by)


def test_assert__in_the_confirming_banks_place__by_the_issuing_bank(house: House) -> None:
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    receipt = says(house, terms, statement)
    assert receipt.event("PaymentAsserted")["bank"] == house.issuing_bank
    assert house.set_state(terms, statement)["stage"] == Stage.CONFIRMER
    house.fails(NOT_PARTY, house.stranger, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


def test_assert__in_a_nominated_banks_place__nobody(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    house.fails(NOT_PARTY, house.issuing_bank, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


def test_assert__nominated_bank__binds_what_it_may_claim(house: House) -> None:
    """Nobody draws it meanwhile, and the credit does not close over it."""
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank", amount=AMOUNT + 5)
    says(house, terms, statement, by="nominated_bank")
    assert house.set_state(terms, statement)["amount"] == AMOUNT
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 0)
    says(house, terms, statement, by="nominated_bank")
    assert house.state(terms) == credit
    house.fails("U6", house.issuing_bank, "close", terms)
    other = house.received(terms, documents=SET_TWO)
    house.fails("LC10", house.issuing_bank, "accept", terms, other)


def test_assert__nominated_bank_not_answered__credit_closes_in_the_end(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    says(house, terms, statement, by="nominated_bank")
    house.at(EXPIRY + 31)
    house.fails("U6", house.issuing_bank, "close", terms)
    house.at(EXPIRY + 30 + 91)
    house.ok(house.issuing_bank, "close", terms)


def test_assert__nominated_bank__sends_nothing_on_before_the_payee_has_spoken(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    says(house, terms, statement, by="nominated_bank")
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)
    confirms(house, terms, statement)
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert receipt.event("Forwarded")["claim"]


def test_assert__nominated_bank_and_nothing_left__refused(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    house.accepted(terms, documents=SET_TWO)
    who = house.nominated_bank
    house.fails("LC10", who, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


def test_assert__bound_for_nothing__more_than_is_due(house: House) -> None:
    terms = paper(house)
    house.accepted(terms)
    statement = house.precluded(terms, documents=SET_TWO)
    house.fails(ASSERTION, house.issuing_bank, "assert_payment", terms, statement, 1, TODAY, WIRE)


def test_assert__usance_credit__the_bank_undertakes_instead(house: House) -> None:
    """As in `honour`: what it undertook is a claim, and is paid in ClaimToken."""
    usance: dict[str, Any] = PAPER | {
        "available_by": AvailableBy.DEFERRED,
        "tenor_days": 30,
        "tenor_from": TenorFrom.SIGHT,
    }
    terms = house.issued(**usance)
    statement = house.accepted(terms)
    house.fails("U1", house.issuing_bank, "assert_payment", terms, statement, AMOUNT, TODAY, WIRE)


def test_assert__nominated_bank__value_day_in_shanghai(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    house.at(TODAY + 1, 1, SHANGHAI)
    says(house, terms, statement, by="nominated_bank", value_day=TODAY + 1)
