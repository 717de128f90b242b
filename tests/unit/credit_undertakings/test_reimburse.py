"""reimburse: the reimbursing or the issuing bank pays, or the claiming bank takes what cover has."""

from __future__ import annotations

import pytest

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    LEGAL_STOP,
    NO_COVER,
    NOT_DUE,
    NOT_PARTY,
    OFF_CHAIN,
    SCALE,
    STATE,
    Promising,
)
from tests.unit.credit_undertakings.test_claim_reimbursement import THURSDAY, claimed, reimbursed_by
from tests.unit.documentary_credit.house import BLOCKLIST, TARGET, TODAY, codes_of
from usance.codes import SetStatus, Stage
from usance.terms import ZERO_ADDRESS, Credit, Presentation

CLAIMED, REIMBURSED = 1, 2
HALF = 5_000


def asked(house: Promising, **changes: object) -> tuple[Credit, Presentation]:
    """Honoured by the nominated bank, which claims from the reimbursing bank."""
    terms = reimbursed_by(house, **changes)
    statement = house.honoured(terms)
    claimed(house, terms, statement)
    return terms, statement


@pytest.mark.parametrize("payer", ["advising_bank", "issuing_bank"])
def test_reimburse__by_a_bank__in_full_from_its_own_money_at_any_time(house: Promising, payer: str) -> None:
    terms, statement = asked(house)
    bank, before = getattr(house, payer), house.held(getattr(house, payer))
    had = house.held(house.nominated_bank)
    receipt = house.ok(bank, "reimburse", terms, statement)
    assert codes_of(receipt) == ["Reimbursed"]
    assert receipt.event("Reimbursed").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payer": bank,
        "amount": AMOUNT,
        "outstanding": 0,
    }
    assert before - house.held(bank) == AMOUNT * SCALE
    assert house.held(house.nominated_bank) - had == AMOUNT * SCALE
    assert house.reimbursement(terms, statement) == (REIMBURSED, TODAY, AMOUNT)
    credit = house.state(terms)
    assert (credit["claims"], credit["cover"], credit["drawn"]) == (0, AMOUNT, AMOUNT)
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["amount"]) == (SetStatus.HONOURED, Stage.NOMINATED, 0)
    house.ok(house.issuing_bank, "close", terms)


def test_reimburse__by_the_claiming_bank__cover_pays_from_the_due_day(house: Promising) -> None:
    terms, statement = asked(house)
    house.at_last_second(THURSDAY - 1, TARGET)
    house.fails(NOT_DUE, house.nominated_bank, "reimburse", terms, statement)
    house.at(THURSDAY, 0, TARGET)
    had = house.held(house.nominated_bank)
    receipt = house.ok(house.nominated_bank, "reimburse", terms, statement)
    # Cover is the issuing bank's money.
    assert receipt.event("Reimbursed")["payer"] == house.issuing_bank
    assert house.held(house.nominated_bank) - had == AMOUNT * SCALE
    assert house.state(terms)["cover"] == 0
    assert house.reimbursement(terms, statement) == (REIMBURSED, THURSDAY, AMOUNT)


def test_reimburse__half_covered__as_far_as_it_goes(house: Promising) -> None:
    terms, statement = asked(house, cover_bps=HALF)
    house.at(THURSDAY)
    receipt = house.ok(house.nominated_bank, "reimburse", terms, statement)
    event = receipt.event("Reimbursed")
    assert (event["amount"], event["outstanding"]) == (AMOUNT // 2, AMOUNT // 2)
    assert house.reimbursement(terms, statement) == (CLAIMED, THURSDAY, AMOUNT // 2)
    assert house.state(terms)["claims"] == 1
    house.fails(NO_COVER, house.nominated_bank, "reimburse", terms, statement)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    assert house.reimbursement(terms, statement) == (REIMBURSED, THURSDAY, AMOUNT)
    assert house.state(terms)["claims"] == 0


def test_reimburse__others__refused(house: Promising) -> None:
    terms, statement = asked(house)
    house.at(THURSDAY)
    for somebody in (house.stranger, house.beneficiary, house.applicant):
        house.fails(NOT_PARTY, somebody, "reimburse", terms, statement)


def test_reimburse__nothing_claimed__refused(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    house.fails(STATE, house.issuing_bank, "reimburse", terms, statement)
    claimed(house, terms, statement)
    house.ok(house.issuing_bank, "reimburse", terms, statement)
    house.fails(STATE, house.issuing_bank, "reimburse", terms, statement)


def test_reimburse__undertaken__the_set_stays_undertaken(house: Promising) -> None:
    terms = reimbursed_by(house, **house.usance(tenor_days=1))
    statement, _ = house.undertaken(terms, "nominated_bank")
    claimed(house, terms, statement)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.UNDERTAKEN, 0)
    assert house.state(terms)["open_sets"] == 1


def test_reimburse__documents_go_on__nothing_is_owed_for_them(house: Promising) -> None:
    terms, statement = asked(house)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["amount"] == 0
    assert house.state(terms)["open_sets"] == 0
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_reimburse__found_complying_meanwhile__honoured(house: Promising) -> None:
    terms, statement = asked(house)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.state(terms)["open_sets"] == 1
    house.ok(house.advising_bank, "reimburse", terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["claims"]) == (0, 0)


def test_reimburse__not_found_yet__examined_all_the_same(house: Promising) -> None:
    terms, statement = asked(house)
    house.forwarded(terms, statement)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.PRESENTED
    house.refuse_claim(terms, statement)


def test_reimburse__refused_meanwhile__no_more(house: Promising) -> None:
    terms, statement = asked(house)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.at(THURSDAY)
    for bank in (house.nominated_bank, house.advising_bank):
        house.fails(STATE, bank, "reimburse", terms, statement)
    assert house.state(terms)["cover"] == AMOUNT


def test_reimburse__paid_by_the_issuing_bank_in_part__the_rest(house: Promising) -> None:
    terms, statement = asked(house, cover_bps=HALF)
    house.forwarded(terms, statement)
    due = house.ok(house.issuing_bank, "accept", terms, statement).event("Accepted")["due_day"]
    house.at(due)
    house.ok(house.stranger, "honour", terms, statement)
    receipt = house.ok(house.advising_bank, "reimburse", terms, statement)
    assert receipt.event("Reimbursed")["amount"] == AMOUNT // 2
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_reimburse__legal_stop__what_it_names_waits(house: Promising) -> None:
    terms, statement = asked(house)
    house.forwarded(terms, statement)
    house.stop(terms, statement, 100, "issuing_bank")
    receipt = house.ok(house.advising_bank, "reimburse", terms, statement)
    assert receipt.event("Reimbursed")["outstanding"] == 100
    house.fails(LEGAL_STOP, house.issuing_bank, "reimburse", terms, statement)
    house.ok(house.issuing_bank, "lift_stop", terms, statement)
    house.ok(house.issuing_bank, "reimburse", terms, statement)


def test_reimburse__off_chain__refused(house: Promising) -> None:
    terms = reimbursed_by(house, **house.usance(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0))
    statement, _ = house.undertaken(terms, "nominated_bank")
    claimed(house, terms, statement)
    house.fails(OFF_CHAIN, house.issuing_bank, "reimburse", terms, statement)


def test_reimburse__bank_that_cannot_receive__has_a_balance(house: Promising) -> None:
    token = house.token(BLOCKLIST)
    terms, statement = asked(house, asset=token.address)
    house.ok(house.keeper, "block", house.nominated_bank, contract=token)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    assert house.waiting(house.nominated_bank, token) == AMOUNT * SCALE
