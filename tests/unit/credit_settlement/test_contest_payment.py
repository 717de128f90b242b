"""contest_payment: the payee was not paid; the assertion falls (INV6)."""

from __future__ import annotations

import pytest

from tests.unit.credit_settlement.house import (
    AMOUNT,
    ASSERTION,
    NOT_DUE,
    NOT_PARTY,
    SET_TWO,
    SLIP,
    asserted,
    confirms,
    paper,
    paper_confirmed,
    paper_nominating,
    says,
)
from tests.unit.documentary_credit.house import TODAY, House, codes_of
from usance.codes import SetStatus


def test_contest__by_the_payee__assertion_gone_and_default_waits_no_longer(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.at(TODAY + 2)
    house.fails(NOT_DUE, house.stranger, "default_", terms, statement)
    receipt = house.ok(house.beneficiary, "contest_payment", terms, statement)
    assert codes_of(receipt) == ["PaymentContested"]
    assert receipt.event("PaymentContested").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.beneficiary,
    }
    assert asserted(house, terms, statement) == (0, 0)
    house.fails(ASSERTION, house.beneficiary, "confirm_payment", terms, statement, AMOUNT, SLIP)
    house.ok(house.stranger, "default_", terms, statement)


def test_contest__asserted_again__holds_nothing(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.ok(house.beneficiary, "contest_payment", terms, statement)
    assert says(house, terms, statement).event("PaymentAsserted")["held_until"] == 0
    assert asserted(house, terms, statement) == (AMOUNT, 0)
    house.at(TODAY + 2)
    house.ok(house.stranger, "default_", terms, statement)


@pytest.mark.parametrize("sender", ["issuing_bank", "assignee", "stranger"])
def test_contest__by_another__refused(house: House, sender: str) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.fails(NOT_PARTY, getattr(house, sender), "contest_payment", terms, statement)


def test_contest__nothing_asserted__refused(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    house.fails(ASSERTION, house.beneficiary, "contest_payment", terms, statement)
    says(house, terms, statement)
    house.ok(house.beneficiary, "contest_payment", terms, statement)
    house.fails(ASSERTION, house.beneficiary, "contest_payment", terms, statement)


def test_contest__nominated_bank__what_it_bound_is_free_again(house: House) -> None:
    """Another set may draw it, and the bank may still send the set on."""
    terms = paper_nominating(house)
    statement = house.accepted(terms, "nominated_bank")
    says(house, terms, statement, by="nominated_bank")
    house.ok(house.beneficiary, "contest_payment", terms, statement)
    assert house.set_state(terms, statement)["amount"] == 0
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (0, 0, 0)
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert not receipt.event("Forwarded")["claim"]
    house.accepted(terms, documents=SET_TWO)
    assert house.state(terms)["drawn"] == AMOUNT


def test_contest__confirming_bank__stays_bound(house: House) -> None:
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    says(house, terms, statement, by="confirming_bank")
    house.ok(house.beneficiary, "contest_payment", terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.COMPLYING, AMOUNT)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 0, 1)


def test_contest__claim_of_a_bank__by_that_bank(house: House) -> None:
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    says(house, terms, statement, by="confirming_bank")
    confirms(house, terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    says(house, terms, statement)
    house.fails(NOT_PARTY, house.beneficiary, "contest_payment", terms, statement)
    house.ok(house.confirming_bank, "contest_payment", terms, statement)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 1)
