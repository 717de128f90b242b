"""confirm_payment: the payee has the money; that much is discharged, as `honour` would (INV6)."""

from __future__ import annotations

import pytest

from tests.unit.credit_settlement.house import (
    AMOUNT,
    ASSERTION,
    NOT_PARTY,
    SET_TWO,
    SLIP,
    STATE,
    STATEMENT,
    asserted,
    confirms,
    paper,
    paper_confirmed,
    paper_nominating,
    says,
)
from tests.unit.documentary_credit.house import TODAY, House, codes_of
from usance.codes import SetStatus, Stage


def test_confirm__the_whole__honoured_and_nothing_open(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    receipt = confirms(house, terms, statement)
    assert codes_of(receipt) == ["PaymentConfirmed"]
    assert receipt.event("PaymentConfirmed").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.beneficiary,
        "amount": AMOUNT,
        "outstanding": 0,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"], credit["claims"]) == (0, AMOUNT, 0)
    assert asserted(house, terms, statement) == (0, 0)
    house.ok(house.issuing_bank, "close", terms)


def test_confirm__in_parts__each_discharged_until_nothing_is_due(house: House) -> None:
    """The bank says 100 of 100; the payee confirms 30, then 20, then what is left."""
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    assert confirms(house, terms, statement, 30).event("PaymentConfirmed")["outstanding"] == AMOUNT - 30
    assert asserted(house, terms, statement) == (AMOUNT - 30, TODAY + 3)
    confirms(house, terms, statement, 20)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.COMPLYING, AMOUNT - 50)
    assert house.state(terms)["open_sets"] == 1
    confirms(house, terms, statement, AMOUNT - 50)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


@pytest.mark.parametrize("amount", [0, 101, AMOUNT])
def test_confirm__nothing_or_more_than_was_asserted__refused(house: House, amount: int) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement, 100)
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, statement, amount, SLIP)


def test_confirm__nothing_asserted__refused(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)


@pytest.mark.parametrize("sender", ["issuing_bank", "applicant", "assignee", "stranger"])
def test_confirm__by_another__one_payees_word_never_discharges_anothers(house: House, sender: str) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.fails(NOT_PARTY, getattr(house, sender), "confirm_payment", terms, statement, AMOUNT, SLIP)


def test_confirm__payee_of_the_statement__not_the_beneficiary(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms, pay_to=house.assignee)
    says(house, terms, statement)
    house.fails(NOT_PARTY, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)
    confirms(house, terms, statement, by="assignee")


def test_confirm__without_a_reference__refused(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.fails(STATEMENT, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, bytes(32))


def test_confirm__once_confirmed__refused(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    confirms(house, terms, statement)
    house.fails(STATE, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)


def test_confirm__after_default__the_payee_speaks_of_the_claim(house: House) -> None:
    """The claim took the debt over; the assertion of the set is gone."""
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.at(TODAY + 4)
    claim = house.ok(house.stranger, "default_", terms, statement).returned
    assert asserted(house, terms, statement) == (0, 0)
    house.fails(STATE, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)
    claims = house.suite.claim
    house.ok(house.beneficiary, "confirm_payment", claim, AMOUNT, SLIP, contract=claims)
    assert house.see("outstanding", claim, contract=claims) == 0


def test_confirm__confirming_bank_then_its_claim__paid_off_chain_all_the_way(house: House) -> None:
    """Confirming bank -> beneficiary, then issuing bank -> confirming bank, each by its payee's word."""
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    says(house, terms, statement, by="confirming_bank")
    part = [terms, statement, AMOUNT - 1, SLIP]
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", *part)
    confirms(house, terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["amount"]) == (SetStatus.HONOURED, Stage.CONFIRMER, AMOUNT)
    credit = house.state(terms)
    assert (credit["claims"], credit["open_sets"], credit["drawn"]) == (1, 0, AMOUNT)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    # The first word on this debt: it holds again.
    assert says(house, terms, statement).event("PaymentAsserted")["held_until"] == TODAY + 3
    house.fails(NOT_PARTY, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)
    confirms(house, terms, statement, 1, by="confirming_bank")
    assert house.state(terms)["claims"] == 1
    confirms(house, terms, statement, AMOUNT - 1, by="confirming_bank")
    credit = house.state(terms)
    assert (credit["claims"], credit["open_sets"]) == (0, 0)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_confirm__nominated_bank_then_its_claim__reimbursed(house: House) -> None:
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    says(house, terms, statement, by="nominated_bank")
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, statement, 1, SLIP)
    confirms(house, terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"]) == (SetStatus.HONOURED, Stage.NOMINATED)
    assert house.state(terms)["claims"] == 1
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    says(house, terms, statement)
    confirms(house, terms, statement, by="nominated_bank")
    assert house.state(terms)["claims"] == 0


@pytest.mark.parametrize("stopped", [False, True])
def test_confirm__issuing_bank_in_the_confirming_banks_place__nothing_left_to_claim(
    house: House, stopped: bool
) -> None:
    """One debt (7a); what law keeps the confirming bank from paying does not bind the issuing bank."""
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    if stopped:
        order = [AMOUNT, SLIP, SLIP, TODAY + 10]
        house.ok(house.confirming_bank, "stop", terms, statement, *order)
    says(house, terms, statement)
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, statement, 1, SLIP)
    confirms(house, terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["amount"]) == (SetStatus.HONOURED, Stage.ISSUER, 0)
    assert not state["stopped"]
    credit = house.state(terms)
    assert (credit["claims"], credit["open_sets"]) == (0, 0)
    house.fails(STATE, house.confirming_bank, "forward", terms, statement)


def test_confirm__confirming_banks_word_after_the_issuing_banks__its_own_payment(house: House) -> None:
    """The latest word stands: the payment confirmed is the confirming bank's, which claims."""
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    says(house, terms, statement)
    says(house, terms, statement, by="confirming_bank")
    confirms(house, terms, statement)
    assert house.set_state(terms, statement)["stage"] == Stage.CONFIRMER
    assert house.state(terms)["claims"] == 1


def test_confirm__three_equal_credits__each_its_own(house: House) -> None:
    credits = [paper(house) for _ in range(3)]
    sets = [house.accepted(terms) for terms in credits]
    for terms, statement in zip(credits, sets, strict=True):
        says(house, terms, statement)
    confirms(house, credits[2], sets[2])
    found = [house.set_state(terms, one)["amount"] for terms, one in zip(credits, sets, strict=True)]
    assert found == [AMOUNT, AMOUNT, 0]


def test_confirm__two_sets_of_one_credit__each_its_own(house: House) -> None:
    terms = paper(house)
    one = house.accepted(terms, amount=100)
    two = house.accepted(terms, amount=100, documents=SET_TWO)
    says(house, terms, one, 100)
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, two, 100, SLIP)
    confirms(house, terms, one, 100)
    assert house.state(terms)["open_sets"] == 1
