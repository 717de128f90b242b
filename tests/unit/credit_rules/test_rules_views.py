"""The views of the rules: amounts, days, receipts, as anyone may ask for them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import (
    EXPIRY,
    EXPIRY_MONDAY,
    GOOD_FRIDAY,
    HAMBURG,
    TODAY,
    House,
)
from usance.codes import Exclusion, Stage
from usance.terms import Credit, Presentation


@pytest.mark.parametrize(
    ("amount", "plus", "additional", "most"),
    [(100, 0, 0, 100), (99, 1_000, 0, 108), (1, 9_999, 0, 1), (1, 10_000, 5, 7), (1_000, 500, 1, 1_051)],
)
def test_maximum_liability__tolerance_rounded_down(
    house: House, amount: int, plus: int, additional: int, most: int
) -> None:
    terms = house.terms(amount=amount, tolerance_plus=plus, additional_amount=additional)
    assert house.see("maximum_liability", terms, contract=house.rules) == most == terms.maximum_liability


@pytest.mark.parametrize(
    ("day", "exclusions", "limit"),
    [
        (EXPIRY, 0, EXPIRY_MONDAY),
        (EXPIRY, int(Exclusion.ART29A_OFF), EXPIRY),
        (EXPIRY, int(Exclusion.ART36_OFF), EXPIRY_MONDAY),
        (EXPIRY_MONDAY, 0, EXPIRY_MONDAY),
        (GOOD_FRIDAY, 0, GOOD_FRIDAY + 4),
        (GOOD_FRIDAY, int(Exclusion.ART29A_OFF | Exclusion.ART36_OFF), GOOD_FRIDAY),
    ],
)
def test_last_presentation_day__as_article_29_and_the_terms_leave_it(
    house: House, day: int, exclusions: int, limit: int
) -> None:
    assert house.see("last_presentation_day", HAMBURG, day, exclusions, contract=house.rules) == limit


def test_last_presentation_day__force_majeure__stays_unless_article_36_is_off(house: House) -> None:
    house.close_unplanned(TODAY + 1, 2)
    ask = ("last_presentation_day", HAMBURG, TODAY + 1)
    assert house.see(*ask, 0, contract=house.rules) == TODAY + 1
    assert house.see(*ask, int(Exclusion.ART36_OFF), contract=house.rules) == TODAY + 2


def test_last_examination_day__runs_only_between_receipt_and_finding(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    assert house.last_day(terms, statement) == 0
    house.acknowledge(terms, statement)
    assert house.last_day(terms, statement) == TODAY + 7
    house.close_unplanned(TODAY + 1, 1)
    assert house.last_day(terms, statement) == TODAY + 8
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.last_day(terms, statement) == 0


def test_last_examination_day__at_another_bank__its_place(house: House) -> None:
    terms = house.confirmed()
    statement = house.received(terms, "confirming_bank")
    house.close_unplanned(TODAY + 1, 1)  # Hamburg's closure is nothing to Dubai
    assert house.last_day(terms, statement) == TODAY + 7


def receipt_of(house: House, terms: Credit, statement: Presentation, **changes: Any) -> dict[str, Any]:
    state = house.set_state(terms, statement) | changes
    answer: dict[str, Any] = house.see("receipt", terms, statement, state, 1, TODAY, 0, contract=house.rules)
    return answer


def test_receipt__at_the_issuing_bank_and_another__whose_turn_it_is(house: House) -> None:
    terms = house.confirmed()
    statement = house.presented(terms, "confirming_bank")
    assert receipt_of(house, terms, statement) == {
        "bank": house.confirming_bank,
        "presenter": house.beneficiary,
        "received_day": TODAY,
        "fixed_day": TODAY + 7,
        "last_day": TODAY + 7,
        "marks": 0,
    }
    own = receipt_of(house, terms, statement, stage=int(Stage.ISSUER))
    assert own["bank"] == house.issuing_bank
    assert own["presenter"] == house.beneficiary
    claim = receipt_of(house, terms, statement, stage=int(Stage.ISSUER), claim=True)
    assert (claim["bank"], claim["presenter"]) == (house.issuing_bank, house.confirming_bank)


def test_receipt__closure_known_by_now__fixed_day_leaves_it_out(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.close_unplanned(TODAY + 2, 2)
    answer = receipt_of(house, terms, statement)
    assert (answer["fixed_day"], answer["last_day"]) == (TODAY + 7, TODAY + 8)


@pytest.mark.parametrize("confirmed", [True, False])
def test_check_presentation__asked_by_anyone__the_stage(house: House, confirmed: bool) -> None:
    terms = house.confirmable()
    statement = house.statement(terms, "confirming_bank")
    ask = ("check_presentation", terms, statement, confirmed)
    stage = house.see(*ask, house.beneficiary, contract=house.rules)
    assert stage == (Stage.CONFIRMER if confirmed else Stage.NOMINATED)
    house.unseen("credit: not your act (NOT_PARTY)", *ask, house.stranger, contract=house.rules)
