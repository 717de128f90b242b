"""claim_reimbursement: a bank that honoured asks the reimbursing bank, and a clock runs."""

from __future__ import annotations

import pytest

from tests.unit.credit_undertakings.promising import (
    AGENT,
    AMOUNT,
    NOT_DUE,
    NOT_PARTY,
    PERCENT,
    REIMBURSER,
    STATE,
    Promising,
)
from tests.unit.documentary_credit.house import HAMBURG, TARGET, TODAY, codes_of
from usance.calendars import day_of
from usance.codes import Stage, TenorFrom
from usance.codes_claims import ClaimKind
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

CLAIMED = 1
# Three banking days after 2026-03-02.
THURSDAY = TODAY + 3


def reimbursed_by(house: Promising, **changes: object) -> Credit:
    """A credit at a bank in Shanghai, to be reimbursed by the advising bank."""
    return house.issued(house.nominating(**({"reimburser": house.advising_bank} | changes)))


def claimed(house: Promising, terms: Credit, statement: Presentation) -> None:
    house.ok(statement.bank, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__honoured_at_sight__due_three_banking_days_later(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    before = house.reserved(house.nominated_bank)
    receipt = house.ok(house.nominated_bank, "claim_reimbursement", terms, statement)
    assert codes_of(receipt) == ["ReimbursementClaimed"]
    assert receipt.event("ReimbursementClaimed").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.nominated_bank,
        "amount": AMOUNT,
        "due_day": THURSDAY,
        "early": False,
    }
    assert house.reimbursement(terms, statement) == (CLAIMED, THURSDAY, AMOUNT)
    assert house.reserved(house.nominated_bank) - before == AMOUNT


@pytest.mark.parametrize(
    ("day", "centre", "due"),
    [
        # Over the weekend, and over the day on which the centre alone is closed.
        ("2026-03-06", TARGET, "2026-03-12"),
        # Nobody named a centre: Hamburg is open on that day.
        ("2026-03-06", ZERO_HASH, "2026-03-11"),
        # Easter.
        ("2026-04-01", TARGET, "2026-04-08"),
    ],
)
def test_claim_reimbursement__days__those_of_the_centre(
    house: Promising, day: str, centre: bytes, due: str
) -> None:
    terms = reimbursed_by(house, currency_place=centre)
    statement = house.honoured(terms)
    house.at(day_of(day), place=HAMBURG)
    claimed(house, terms, statement)
    assert house.reimbursement(terms, statement)[1] == day_of(due)


@pytest.mark.parametrize(
    ("maturity", "early"),
    [
        # Ten banking days of the centre after 2026-03-02, one of them closed.
        ("2026-03-17", False),
        ("2026-03-18", True),
    ],
)
def test_claim_reimbursement__usance__at_maturity_and_early_beyond_ten_days(
    house: Promising, maturity: str, early: bool
) -> None:
    day = day_of(maturity)
    terms = reimbursed_by(house, **house.usance(tenor_from=TenorFrom.DRAFT, tenor_days=1))
    statement, _ = house.undertaken(terms, "nominated_bank", tenor_day=day - 1)
    receipt = house.ok(house.nominated_bank, "claim_reimbursement", terms, statement)
    event = receipt.event("ReimbursementClaimed")
    assert (event["due_day"], event["early"]) == (day, early)


def test_claim_reimbursement__maturity_sooner__three_days_all_the_same(house: Promising) -> None:
    terms = reimbursed_by(house, **house.usance(tenor_days=1))
    statement, _ = house.undertaken(terms, "nominated_bank")
    claimed(house, terms, statement)
    assert house.reimbursement(terms, statement)[1] == THURSDAY


def test_claim_reimbursement__negotiated__for_the_whole(house: Promising) -> None:
    terms = reimbursed_by(house, **house.negotiable(tenor_days=1))
    statement = house.negotiated(terms, AMOUNT - 900)
    claimed(house, terms, statement)
    assert house.reimbursement(terms, statement) == (CLAIMED, THURSDAY, AMOUNT)


def test_claim_reimbursement__no_reimbursing_bank__refused(house: Promising) -> None:
    terms = reimbursed_by(house, reimburser=ZERO_ADDRESS)
    statement = house.honoured(terms)
    house.fails(REIMBURSER, house.nominated_bank, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__others__refused(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    for somebody in (house.advising_bank, house.issuing_bank, house.stranger):
        house.fails(NOT_PARTY, somebody, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__once_a_set(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    claimed(house, terms, statement)
    house.fails(STATE, house.nominated_bank, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__state__of_what_was_honoured_alone(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.accepted(terms, "nominated_bank")
    act = (house.nominated_bank, "claim_reimbursement", terms, statement)
    house.fails(STATE, *act)
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.fails(STATE, *act)


def test_claim_reimbursement__sent_on__still_may(house: Promising) -> None:
    """No certificate of compliance: before and after the issuing bank's finding."""
    for find in (False, True):
        terms = reimbursed_by(house)
        statement = house.honoured(terms)
        house.forwarded(terms, statement)
        if find:
            house.ok(house.issuing_bank, "accept", terms, statement)
        claimed(house, terms, statement)
        assert house.reimbursement(terms, statement)[0] == CLAIMED


def test_claim_reimbursement__paid_by_the_issuing_bank__nothing_left(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.fails(STATE, house.nominated_bank, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__own_set_of_the_issuing_bank__nobody_honoured_it_for_it(
    house: Promising,
) -> None:
    """A set honoured at the issuing bank, or undertaken by it, is no bank's claim."""
    terms = reimbursed_by(house, **house.usance())
    statement, _ = house.undertaken(terms)
    assert house.set_state(terms, statement)["stage"] == Stage.ISSUER
    house.fails(STATE, house.issuing_bank, "claim_reimbursement", terms, statement)


def test_claim_reimbursement__without_authority_for_a_refund__refused(house: Promising) -> None:
    terms = reimbursed_by(house)
    statement = house.honoured(terms)
    house.cap(house.nominated_bank, AMOUNT - 1)
    house.fails(AGENT, house.nominated_bank, "claim_reimbursement", terms, statement)
    house.cap(house.nominated_bank, AMOUNT)
    claimed(house, terms, statement)


# --- what it does to the issuing bank ---


def test_claim_reimbursement__unpaid_before_the_finding__issuing_bank_owes_on_the_same_day(
    house: Promising,
) -> None:
    terms = reimbursed_by(house, honour_days=5)
    statement = house.honoured(terms)
    claimed(house, terms, statement)
    house.forwarded(terms, statement)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == THURSDAY


def test_claim_reimbursement__unpaid_after_the_finding__default_on_the_day_after_with_interest(
    house: Promising,
) -> None:
    words = {"honour_days": 5, "cover_bps": 0, "late_rate": 36 * PERCENT, "day_count": 1}
    terms = reimbursed_by(house, **words)
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    claimed(house, terms, statement)
    house.at_last_second(THURSDAY)
    house.fails(NOT_DUE, house.stranger, "default_", terms, statement)
    house.at_first_second_after(THURSDAY)
    claim = house.claims_of(house.ok(house.stranger, "default_", terms, statement))[0]
    assert (claim.kind, claim.creditor, claim.debtor) == (
        ClaimKind.REIMBURSEMENT,
        house.nominated_bank,
        house.issuing_bank,
    )
    assert (claim.issue_day, claim.due_day) == (THURSDAY, THURSDAY)
    house.at(THURSDAY + 10)
    interest = house.see("late_interest", claim, contract=house.ledger)
    assert interest == AMOUNT * 36 * 10 // 36_000


def test_claim_reimbursement__later_than_the_issuing_banks_own_day__changes_nothing(
    house: Promising,
) -> None:
    terms = reimbursed_by(house, honour_days=1, cover_bps=0)
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    claimed(house, terms, statement)
    house.at_first_second_after(TODAY + 1)
    claim = house.claims_of(house.ok(house.stranger, "default_", terms, statement))[0]
    assert claim.due_day == TODAY + 1
