"""What usance changes in the acts of the other storeys (DocumentaryCredit, CreditSettlement, CreditRules)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    MATURITY,
    SCALE,
    STATE,
    Promising,
)
from tests.unit.documentary_credit.house import TODAY
from usance.calendars import day_of
from usance.codes import AvailableBy, Disposal, SetStatus, TenorFrom
from usance.terms import ZERO_ADDRESS, Credit, Presentation

USANCE = "credit: undertake instead (U1)"
STATEMENT = "credit: bad statement (STATEMENT)"
IN_SHANGHAI = day_of("2026-05-06")
NOT_OVER = "credit: not over (U6)"


# --- honour and default_ ---


@pytest.mark.parametrize("by", [AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE, AvailableBy.NEGOTIATION])
def test_honour__usance__undertaken_instead_whoever_pays(house: Promising, by: AvailableBy) -> None:
    terms = house.issued(**house.usance(available_by=by))
    statement = house.accepted(terms)
    for somebody in (house.issuing_bank, house.stranger):
        house.fails(USANCE, somebody, "honour", terms, statement)
    nominated = house.issued(house.nominating(**house.usance(available_by=by)))
    at_bank = house.accepted(nominated, "nominated_bank")
    house.fails(USANCE, house.nominated_bank, "honour", nominated, at_bank)


def test_honour__mixed__undertaken_instead(house: Promising) -> None:
    terms = house.issued(**house.mixed([(10_000, AvailableBy.PAYMENT, 0, 0)]))
    statement = house.accepted(terms)
    house.fails(USANCE, house.issuing_bank, "honour", terms, statement)


def test_honour__negotiation_at_sight__in_money(house: Promising) -> None:
    terms = house.issued(available_by=AvailableBy.NEGOTIATION)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == AMOUNT * SCALE


def test_honour__claim_of_a_bank_that_undertook__in_money(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    before = house.held(house.nominated_bank)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.nominated_bank) - before == AMOUNT * SCALE


def test_default__usance__not_brought_forward_to_the_day_of_the_finding(house: Promising) -> None:
    terms = house.issued(**house.usance(cover_bps=0))
    statement = house.accepted(terms)
    house.at(house.set_state(terms, statement)["due_day"] + 1)
    house.fails(USANCE, house.stranger, "default_", terms, statement)
    house.undertake(terms, statement, by="stranger")
    house.at(MATURITY + 1)
    house.fails(STATE, house.stranger, "default_", terms, statement)


def test_default__claim_of_a_bank_that_undertook__from_maturity(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance(cover_bps=0)))
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.at_last_second(IN_SHANGHAI)
    house.fails("NOT_DUE", house.stranger, "default_", terms, statement)
    house.at_first_second_after(IN_SHANGHAI)
    claim = house.claims_of(house.ok(house.stranger, "default_", terms, statement))[0]
    assert (claim.creditor, claim.due_day) == (house.nominated_bank, IN_SHANGHAI)


def test_assert_payment__usance_off_chain__undertaken_instead(house: Promising) -> None:
    terms = house.issued(**house.usance(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0))
    statement = house.accepted(terms)
    act = ("assert_payment", terms, statement, AMOUNT, TODAY, b"\1" * 32)
    house.fails(USANCE, house.issuing_bank, *act)


def test_assert_payment__claim_of_a_bank_that_undertook__off_chain(house: Promising) -> None:
    words = house.usance(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    terms = house.issued(house.nominating(**words))
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    act = ("assert_payment", terms, statement, AMOUNT, TODAY, b"\1" * 32)
    house.ok(house.issuing_bank, *act)
    house.ok(house.nominated_bank, "confirm_payment", terms, statement, AMOUNT, b"\2" * 32)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


# --- forward and the issuing bank's day ---


def sent_on(house: Promising, **changes: Any) -> tuple[Credit, Presentation]:
    """Undertaken by the nominated bank and sent to the issuing bank."""
    terms = house.issued(house.nominating(**house.usance(**changes)))
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    return terms, statement


def test_forward__undertaken__a_claim_that_is_open_no_more_until_received(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement, _ = house.undertaken(terms, "nominated_bank")
    assert house.state(terms)["open_sets"] == 1
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert receipt.event("Forwarded")["claim"]
    credit, state = house.state(terms), house.set_state(terms, statement)
    assert (credit["open_sets"], credit["claims"]) == (0, 1)
    assert (state["status"], state["claim"], state["amount"]) == (SetStatus.PRESENTED, True, AMOUNT)
    # The word of the maturity stays.
    assert house.undertaking(terms, statement) == (IN_SHANGHAI, 1)


def test_forward__found_complying_only__no_claim(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement = house.accepted(terms, "nominated_bank")
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert not receipt.event("Forwarded")["claim"]
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.undertake(terms, statement, by="issuing_bank")


def test_accept__claim_of_a_bank_that_undertook__due_at_maturity(house: Promising) -> None:
    terms, statement = sent_on(house)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == IN_SHANGHAI


def test_accept__maturity_sooner_than_its_own_days__its_own_days(house: Promising) -> None:
    terms, statement = sent_on(house, tenor_days=1, honour_days=5)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == TODAY + 7


def test_preclude__claim_of_a_bank_that_undertook__due_at_maturity(house: Promising) -> None:
    terms, statement = sent_on(house)
    house.at_first_second_after(house.last_day(terms, statement))
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["due_day"] == IN_SHANGHAI


def test_waive__claim_of_a_bank_that_undertook__due_at_maturity(house: Promising) -> None:
    terms, statement = sent_on(house)
    house.refuse_claim(terms, statement, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    receipt = house.ok(house.issuing_bank, "waive", terms, statement)
    assert receipt.event("Waived")["due_day"] == IN_SHANGHAI


def test_honour__claim_of_a_bank_that_undertook__strangers_wait_for_maturity(house: Promising) -> None:
    terms, statement = sent_on(house)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.at_last_second(IN_SHANGHAI - 1)
    house.fails("NOT_DUE", house.stranger, "honour", terms, statement)
    house.at(IN_SHANGHAI, 0)
    house.ok(house.stranger, "honour", terms, statement)


# --- close ---


def closing(house: Promising, extra: int, **changes: Any) -> None:
    """A bank undertook; the credit waits so many days after its closing day."""
    legs = changes.pop("of", [])
    terms = house.issued(house.nominating(**changes))
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "undertake", terms, statement, legs)
    house.ok(house.nominated_bank, "forward", terms, statement)
    last = terms.expiry_day + terms.closing_days + extra
    house.at_last_second(last)
    house.fails(NOT_OVER, house.stranger, "close", terms)
    house.at_first_second_after(last)
    house.ok(house.stranger, "close", terms)


def test_close__usance__waits_for_a_bank_until_its_maturity_and_ninety_days(house: Promising) -> None:
    closing(house, 90 + 60, **house.usance())


def test_close__mixed__waits_for_the_longest_tenor(house: Promising) -> None:
    legs = [(10_000, int(AvailableBy.DEFERRED), 30, int(TenorFrom.SIGHT))]
    closing(house, 90 + 3_660, of=legs, **house.mixed(legs))


# --- present ---


@pytest.mark.parametrize(
    ("tenor_from", "missing", "given"),
    [
        (TenorFrom.SHIPMENT, {"tenor_day": TODAY}, {"shipment_day": TODAY}),
        (TenorFrom.INVOICE, {"shipment_day": TODAY}, {"tenor_day": TODAY}),
        (TenorFrom.DRAFT, {"shipment_day": TODAY}, {"tenor_day": TODAY}),
        (TenorFrom.SIGHT, None, {}),
        (TenorFrom.PRESENTATION, None, {}),
        (TenorFrom.ISSUE, None, {}),
    ],
)
def test_present__tenor__the_statement_gives_the_day_it_counts_from(
    house: Promising, tenor_from: TenorFrom, missing: dict[str, Any] | None, given: dict[str, Any]
) -> None:
    terms = house.issued(**house.usance(tenor_from=tenor_from))
    if missing is not None:
        statement = house.statement(terms, **missing)
        house.fails(STATEMENT, house.beneficiary, "present", terms, statement)
    house.presented(terms, **given)


def test_present__sight_or_mixed__no_day_asked_for(house: Promising) -> None:
    house.presented(house.issued(tenor_from=TenorFrom.DRAFT, tenor_days=30))
    legs = [(10_000, 2, 30, 6)]
    house.presented(house.issued(**house.mixed(legs, tenor_from=TenorFrom.DRAFT)))
