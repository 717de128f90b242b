"""undertake: honour of a usance credit is a claim on the bank, due at maturity."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_undertakings.promising import (
    AGENT,
    AMOUNT,
    DRAWN,
    LEGAL_STOP,
    MATURITY,
    NEGOTIATION,
    NOT_DUE,
    NOT_PARTY,
    SIGHT,
    STATE,
    TERMS,
    Leg,
    Promising,
)
from tests.unit.documentary_credit.house import (
    DUBAI,
    REFUSING,
    SHANGHAI,
    TODAY,
    codes_of,
)
from usance.calendars import day_of
from usance.claim_terms import sub_account
from usance.codes import AvailableBy, Disposal, SetStatus, Stage, TenorFrom
from usance.codes_claims import ClaimKind, ClaimStatus, SubAccount
from usance.terms import ZERO_ADDRESS, ZERO_HASH

MOST_DAY = 2**23


# --- the issuing bank ---


def test_undertake__by_the_issuing_bank__a_claim_on_it_due_at_maturity(house: Promising) -> None:
    terms = house.issued(**house.usance(late_rate=5 * 10**16, day_count=2))
    statement = house.accepted(terms)
    receipt = house.undertake(terms, statement)
    claim = house.claim_by_hand(terms, statement)
    assert house.claims_of(receipt) == [claim]
    assert receipt.returned == [house.claim_id(claim)]
    assert receipt.event("Undertaken").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "amount": AMOUNT,
        "due_day": MATURITY,
        "claims": [house.claim_id(claim)],
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["due_day"], state["amount"]) == (SetStatus.UNDERTAKEN, MATURITY, AMOUNT)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["claims"], credit["drawn"]) == (1, 0, AMOUNT)
    assert credit["cover"] == AMOUNT
    assert house.undertaking(terms, statement) == (MATURITY, 1)
    assert house.claim_state(claim)["status"] == ClaimStatus.ACCEPTED
    assert house.units(house.beneficiary, claim) == AMOUNT
    assert house.held(house.beneficiary) == 0


@pytest.mark.parametrize(
    ("by", "kind"),
    [
        (AvailableBy.DEFERRED, ClaimKind.DEFERRED_PAYMENT),
        (AvailableBy.ACCEPTANCE, ClaimKind.ACCEPTANCE),
        (AvailableBy.NEGOTIATION, ClaimKind.ACCEPTANCE),
    ],
)
def test_undertake__availability__says_what_kind_of_claim(
    house: Promising, by: AvailableBy, kind: ClaimKind
) -> None:
    terms = house.issued(**house.usance(available_by=by))
    _, claim = house.undertaken(terms)
    assert claim.kind == kind


@pytest.mark.parametrize(
    ("tenor_from", "days", "changes", "maturity"),
    [
        # Sight: the day of receipt, 2026-03-02, is day 0.
        (TenorFrom.SIGHT, 1, {}, "2026-03-03"),
        (TenorFrom.SIGHT, 5, {}, "2026-03-09"),
        (TenorFrom.PRESENTATION, 30, {}, "2026-04-01"),
        # Good Friday to Easter Monday in Hamburg and at the centre.
        (TenorFrom.PRESENTATION, 32, {}, "2026-04-07"),
        # The centre alone is closed on 2026-03-11.
        (TenorFrom.SIGHT, 9, {}, "2026-03-12"),
        (TenorFrom.ISSUE, 2, {}, "2026-03-04"),
        (TenorFrom.SHIPMENT, 30, {"shipment_day": "2026-02-27"}, "2026-03-30"),
        # Over the end of a short month: 28 days after the last of January is a Saturday, then a Monday.
        (TenorFrom.SHIPMENT, 28, {"shipment_day": "2026-01-31"}, "2026-03-02"),
        (TenorFrom.INVOICE, 90, {"tenor_day": "2026-02-26"}, "2026-05-27"),
        (TenorFrom.DRAFT, 31, {"tenor_day": "2026-03-01"}, "2026-04-01"),
        (TenorFrom.DRAFT, 3_660, {"tenor_day": "2026-02-28"}, "2036-03-07"),
    ],
)
def test_undertake__tenor__counts_from_its_day_and_rolls_over_closed_days(
    house: Promising, tenor_from: TenorFrom, days: int, changes: dict[str, str], maturity: str
) -> None:
    terms = house.issued(**house.usance(tenor_from=tenor_from, tenor_days=days))
    stated: dict[str, Any] = {name: day_of(day) for name, day in changes.items()}
    statement, claim = house.undertaken(terms, **stated)
    assert claim.due_day == day_of(maturity)
    assert house.undertaking(terms, statement) == (day_of(maturity), 1)


def test_undertake__maturity_past__the_debt_is_as_old_as_its_day(house: Promising) -> None:
    terms = house.issued(**house.usance(tenor_from=TenorFrom.SHIPMENT, tenor_days=3))
    # A Friday; three days later is a Monday.
    _, claim = house.undertaken(terms, shipment_day=day_of("2026-02-20"))
    assert (claim.issue_day, claim.due_day) == (day_of("2026-02-23"), day_of("2026-02-23"))
    _, days = house.see("aging", claim, contract=house.ledger)
    assert days == TODAY - day_of("2026-02-23")


def test_undertake__maturity_today__made_and_due_today(house: Promising) -> None:
    terms = house.issued(**house.usance(tenor_from=TenorFrom.SHIPMENT, tenor_days=3))
    _, claim = house.undertaken(terms, shipment_day=TODAY - 3)
    assert (claim.issue_day, claim.due_day) == (TODAY, TODAY)


def test_undertake__waived__sight_is_the_day_of_the_complete_waiver(house: Promising) -> None:
    terms = house.issued(**house.usance(tenor_days=10))
    statement = house.refused(terms, Disposal.NOTIFY)
    house.at(TODAY + 7)
    for party in (house.applicant, house.issuing_bank):
        house.ok(party, "waive", terms, statement)
    claim = house.claims_of(house.undertake(terms, statement))[0]
    # 2026-03-09 and ten days.
    assert (claim.due_day, claim.issue_day) == (day_of("2026-03-19"), TODAY + 7)


def test_undertake__waiver_begun_and_precluded__sight_stays_the_receipt(house: Promising) -> None:
    """The documents were kept beyond the return: bound by that, not by a waiver that nobody completed."""
    terms = house.issued(**house.usance(tenor_days=30))
    statement = house.refused(terms, Disposal.HOLD)
    for party in (house.applicant, house.issuing_bank):
        house.ok(party, "waive", terms, statement)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.at_first_second_after(house.set_state(terms, statement)["due_day"])
    house.ok(house.stranger, "preclude", terms, statement)
    claim = house.claims_of(house.undertake(terms, statement))[0]
    assert claim.due_day == day_of("2026-04-01")


def test_undertake__stated_day_far_away__still_a_claim(house: Promising) -> None:
    terms = house.issued(**house.usance(tenor_from=TenorFrom.DRAFT))
    statement, claim = house.undertaken(terms, tenor_day=MOST_DAY)
    assert claim.due_day == MOST_DAY
    assert house.undertaking(terms, statement) == (MOST_DAY, 1)


def test_undertake__day_missing_after_a_change__counts_from_the_receipt(house: Promising) -> None:
    """A set presented before the tenor was changed says nothing of a draft: nobody is stuck with it."""
    terms = house.issued(**house.usance(tenor_days=30))
    statement = house.accepted(terms)
    now = house.amended(terms, tenor_from=int(TenorFrom.DRAFT))
    claim = house.claims_of(house.undertake(now, statement))[0]
    assert claim.due_day == day_of("2026-04-01")


def test_undertake__no_centre__the_place_alone_rolls(house: Promising) -> None:
    terms = house.issued(**house.usance(tenor_days=9, currency_place=ZERO_HASH))
    _, claim = house.undertaken(terms)
    assert claim.due_day == day_of("2026-03-11")


# --- who may ---


def test_undertake__stranger__only_after_the_due_day_of_the_finding(house: Promising) -> None:
    terms = house.issued(**house.usance(honour_days=3))
    statement = house.accepted(terms)
    due = house.set_state(terms, statement)["due_day"]
    house.at_last_second(due)
    house.fails(NOT_DUE, house.stranger, "undertake", terms, statement, [])
    house.at_first_second_after(due)
    receipt = house.undertake(terms, statement, by="stranger")
    # Silence neither puts maturity off nor brings it forward.
    assert house.claims_of(receipt)[0].due_day == MATURITY
    assert receipt.event("Undertaken")["bank"] == house.issuing_bank


def test_undertake__precluded__bank_or_later_anyone(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.precluded(terms)
    house.fails(NOT_DUE, house.stranger, "undertake", terms, statement, [])
    house.undertake(terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.UNDERTAKEN


@pytest.mark.parametrize("changes", [{}, {"available_by": AvailableBy.NEGOTIATION}])
def test_undertake__sight_credit__honoured_in_money(house: Promising, changes: dict[str, Any]) -> None:
    terms = house.issued(**changes)
    statement = house.accepted(terms)
    house.fails(SIGHT, house.issuing_bank, "undertake", terms, statement, [])
    house.ok(house.issuing_bank, "honour", terms, statement)


def test_undertake__state__only_what_is_bound_and_once(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.received(terms)
    house.fails(STATE, house.issuing_bank, "undertake", terms, statement, [])
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.undertake(terms, statement)
    house.fails(STATE, house.issuing_bank, "undertake", terms, statement, [])
    other = house.refused(terms, documents=b"another".ljust(32, b"\0"))
    house.fails(STATE, house.issuing_bank, "undertake", terms, other, [])


def test_undertake__claim_of_a_bank__is_paid_not_undertaken(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.fails(STATE, house.issuing_bank, "undertake", terms, statement, [])


def test_undertake__nothing_bound__refused(house: Promising) -> None:
    terms = house.issued(**house.usance())
    house.accepted(terms)
    late = house.precluded(terms, documents=b"another".ljust(32, b"\0"))
    assert house.set_state(terms, late)["amount"] == 0
    house.fails(STATE, house.issuing_bank, "undertake", terms, late, [])


def test_undertake__legal_stop__waits_whatever_it_names(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    house.stop(terms, statement, 1, "issuing_bank")
    house.fails(LEGAL_STOP, house.issuing_bank, "undertake", terms, statement, [])
    house.at_last_second(TODAY + 10)
    house.fails(LEGAL_STOP, house.stranger, "undertake", terms, statement, [])
    house.at_first_second_after(TODAY + 10)
    assert house.claims_of(house.undertake(terms, statement))[0].due_day == MATURITY


# --- the banks before the issuing bank ---


def test_undertake__confirming_bank__owes_and_the_issuing_bank_is_surety(house: Promising) -> None:
    terms = house.confirmed(**house.usance())
    statement = house.accepted(terms, "confirming_bank")
    claim = house.claims_of(house.undertake(terms, statement))[0]
    assert (claim.debtor, claim.surety) == (house.confirming_bank, house.issuing_bank)
    # Labour Day is open in Dubai, but a Friday there; the centre opens on Monday.
    assert (claim.pay_place, claim.due_day) == (DUBAI, MATURITY)
    credit = house.state(terms)
    assert (credit["claims"], credit["open_sets"]) == (1, 1)
    state = house.set_state(terms, statement)
    assert (state["stage"], state["amount"]) == (Stage.CONFIRMER, AMOUNT)


def test_undertake__confirming_bank_silent__anyone_after_its_due_day(house: Promising) -> None:
    terms = house.confirmed(**house.usance())
    statement = house.accepted(terms, "confirming_bank")
    due = house.set_state(terms, statement)["due_day"]
    house.at_last_second(due, DUBAI)
    house.fails(NOT_DUE, house.issuing_bank, "undertake", terms, statement, [])
    house.at_first_second_after(due, DUBAI)
    receipt = house.undertake(terms, statement, by="stranger")
    assert receipt.event("Undertaken")["bank"] == house.confirming_bank


def test_undertake__confirmed_negotiation_credit__only_when_it_did_not_negotiate(house: Promising) -> None:
    """It pays now without recourse (8a ii); where it is silent it owes the whole at maturity."""
    terms = house.confirmed(**house.negotiable())
    statement = house.accepted(terms, "confirming_bank")
    house.fails(NOT_DUE, house.confirming_bank, "undertake", terms, statement, [])
    house.at_first_second_after(house.set_state(terms, statement)["due_day"], DUBAI)
    claim = house.claims_of(house.undertake(terms, statement, by="stranger"))[0]
    assert (claim.kind, claim.debtor) == (ClaimKind.ACCEPTANCE, house.confirming_bank)


def test_undertake__nominated_bank__of_its_own_will_and_draws(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement = house.accepted(terms, "nominated_bank")
    assert house.state(terms)["drawn"] == 0
    house.at(TODAY + 30)
    for somebody in (house.stranger, house.issuing_bank, house.beneficiary):
        house.fails(NOT_PARTY, somebody, "undertake", terms, statement, [])
    receipt = house.undertake(terms, statement)
    claim = house.claims_of(receipt)[0]
    assert (claim.debtor, claim.surety) == (house.nominated_bank, house.issuing_bank)
    # Closed in Shanghai until the fifth; the worked Saturday is closed at the centre.
    assert (claim.pay_place, claim.due_day) == (SHANGHAI, day_of("2026-05-06"))
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 1)


def test_undertake__nominated_bank__its_word_for_other_credits_stays(house: Promising) -> None:
    """It reserves before it bears: what backs its own credits is not used up."""
    before = house.reserved(house.nominated_bank)
    authority = house.see("authority_of", house.nominated_bank, house.credit.address, contract=house.ledger)
    terms = house.issued(house.nominating(**house.usance()))
    house.undertaken(terms, "nominated_bank")
    after = house.see("authority_of", house.nominated_bank, house.credit.address, contract=house.ledger)
    assert house.reserved(house.nominated_bank) == before
    assert authority["cap"] - after["cap"] == AMOUNT


def test_undertake__nominated_bank_without_authority__refused(house: Promising) -> None:
    own = house.issued(issuer=house.issuing_bank)
    terms = house.issued(house.nominating(**house.usance()))
    statement = house.accepted(terms, "nominated_bank")
    house.cap(house.nominated_bank, AMOUNT - 1)
    house.fails(AGENT, house.nominated_bank, "undertake", terms, statement, [])
    house.cap(house.nominated_bank, AMOUNT)
    house.undertake(terms, statement)
    assert house.state(own)["status"] == 1


def test_undertake__nominated_bank__at_most_what_is_available(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    _, first = house.undertaken(terms, "nominated_bank", amount=AMOUNT - 7)
    _, second = house.undertaken(terms, "nominated_bank")
    assert (first.face, second.face) == (AMOUNT - 7, 7)
    third = house.accepted(terms, "nominated_bank", documents=b"third".ljust(32, b"\0"))
    house.fails(DRAWN, house.nominated_bank, "undertake", terms, third, [])


def test_undertake__nominated_bank_of_a_negotiation_credit__negotiates(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.fails(NEGOTIATION, house.nominated_bank, "undertake", terms, statement, [])


def test_undertake__silent_confirmer__is_surety_once_it_confirmed(house: Promising) -> None:
    terms = house.issued(**house.usance())
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    _, claim = house.undertaken(terms, amount=100)
    assert claim.surety == ZERO_ADDRESS
    house.ok(house.collecting_bank, "confirm_silently", terms)
    _, claim = house.undertaken(terms, amount=200)
    assert claim.surety == house.collecting_bank


# --- legs ---

LEGS: tuple[Leg, ...] = (
    (3_333, AvailableBy.PAYMENT, 0, 0),
    (3_333, AvailableBy.DEFERRED, 30, TenorFrom.SIGHT),
    (3_334, AvailableBy.ACCEPTANCE, 60, TenorFrom.SHIPMENT),
)


def test_undertake__mixed__one_claim_a_leg_and_the_last_has_the_rest(house: Promising) -> None:
    terms = house.issued(**house.mixed(LEGS, amount=100_01))
    statement = house.accepted(terms, shipment_day=TODAY - 2)
    at_sight = house.set_state(terms, statement)["due_day"]
    receipt = house.undertake(terms, statement, LEGS)
    claims = house.claims_of(receipt)
    assert [(claim.kind, claim.face, claim.due_day, claim.part, claim.parts) for claim in claims] == [
        (ClaimKind.UNPAID_CREDIT, 33_33, at_sight, 1, 3),
        (ClaimKind.DEFERRED_PAYMENT, 33_33, day_of("2026-04-01"), 2, 3),
        (ClaimKind.ACCEPTANCE, 33_35, day_of("2026-04-28") + 1, 3, 3),
    ]
    assert sum(claim.face for claim in claims) == 100_01
    assert receipt.returned == [house.claim_id(claim) for claim in claims]
    assert {claim.object_amount for claim in claims} == {100_01}
    assert house.undertaking(terms, statement) == (day_of("2026-04-29"), 3)
    assert house.set_state(terms, statement)["due_day"] == day_of("2026-04-29")


def test_undertake__mixed__payment_leg_of_a_nominated_bank_is_due_from_its_own_day(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.mixed(LEGS), honour_days=2))
    statement = house.accepted(terms, "nominated_bank")
    house.at(TODAY + 3, place=SHANGHAI)
    claims = house.claims_of(house.undertake(terms, statement, LEGS))
    # Thursday, then two banking days over the weekend.
    assert claims[0].due_day == day_of("2026-03-09")
    # Without a day of shipment the leg counts from the receipt.
    assert claims[2].due_day == day_of("2026-05-06")


def test_undertake__mixed__leg_of_nothing_makes_no_claim(house: Promising) -> None:
    legs = ((5_000, 2, 30, 1), (5_000, 2, 60, 1))
    terms = house.issued(**house.mixed(legs))
    statement = house.accepted(terms, amount=1)
    claims = house.claims_of(house.undertake(terms, statement, legs))
    assert [(claim.face, claim.part) for claim in claims] == [(1, 2)]
    assert house.undertaking(terms, statement) == (MATURITY, 1)


@pytest.mark.parametrize(
    ("legs", "faces"),
    [
        # Shares that are not 10,000 in sum: never more than is drawn, and all of it.
        (((9_000, 2, 30, 1), (9_000, 2, 60, 1), (1, 2, 90, 1)), [90, 10]),
        (((2**255, 2, 30, 1), (1, 2, 60, 1)), [100]),
        (((1_000, 2, 30, 1), (1_000, 2, 60, 1)), [10, 90]),
    ],
)
def test_undertake__mixed__bad_shares_stop_nobody(
    house: Promising, legs: tuple[Leg, ...], faces: list[int]
) -> None:
    terms = house.issued(**house.mixed(legs, amount=100))
    statement = house.accepted(terms)
    assert [claim.face for claim in house.claims_of(house.undertake(terms, statement, legs))] == faces


def test_undertake__mixed__tenor_without_end_is_ten_years(house: Promising) -> None:
    legs = ((10_000, 2, 2**255, 1),)
    terms = house.issued(**house.mixed(legs))
    statement = house.accepted(terms)
    claim = house.claims_of(house.undertake(terms, statement, legs))[0]
    assert TODAY + 3_660 <= claim.due_day <= TODAY + 3_664


def test_undertake__mixed__no_legs_in_the_terms_is_payment(house: Promising) -> None:
    terms = house.issued(**house.mixed(()))
    statement = house.accepted(terms)
    due = house.set_state(terms, statement)["due_day"]
    claims = house.claims_of(house.undertake(terms, statement, ()))
    assert [(claim.kind, claim.due_day) for claim in claims] == [(ClaimKind.UNPAID_CREDIT, due)]


def test_undertake__legs__those_of_the_terms_alone(house: Promising) -> None:
    terms = house.issued(**house.mixed(LEGS))
    statement = house.accepted(terms)
    for wrong in ((), LEGS[:2], (*LEGS[:2], (3_334, 3, 61, 2))):
        house.fails(TERMS, house.issuing_bank, "undertake", terms, statement, list(wrong))
    plain = house.issued(**house.usance())
    other = house.accepted(plain)
    house.fails(TERMS, house.issuing_bank, "undertake", plain, other, [(10_000, 2, 60, 1)])


# --- payees ---


def test_undertake__off_chain__a_claim_without_a_token(house: Promising) -> None:
    terms = house.issued(**house.usance(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0))
    _, claim = house.undertaken(terms)
    assert (claim.asset, claim.face) == (ZERO_ADDRESS, AMOUNT)


def test_undertake__payee_is_the_ledger_of_claims__the_beneficiary_holds(house: Promising) -> None:
    terms = house.issued(**house.usance())
    _, claim = house.undertaken(terms, pay_to=house.ledger.address)
    assert claim.creditor == house.beneficiary


def test_undertake__payee_is_the_bank_itself__a_claim_like_any(house: Promising) -> None:
    terms = house.issued(**house.usance())
    _, claim = house.undertaken(terms, pay_to=house.issuing_bank)
    assert (claim.creditor, claim.debtor) == (house.issuing_bank, house.issuing_bank)
    assert house.units(house.issuing_bank, claim) == AMOUNT


def test_undertake__payee_refuses_units__they_are_parked(house: Promising) -> None:
    payee = house.hostile(REFUSING).address
    terms = house.issued(**house.usance())
    _, claim = house.undertaken(terms, pay_to=payee)
    assert house.units(payee, claim) == 0
    assert house.units(sub_account(SubAccount.PARKED, payee, payee), claim) == AMOUNT


def test_undertake__payee_calls_back__meets_the_lock(house: Promising) -> None:
    """Nobody acts or reads between the birth and the books."""
    hostile = house.hostile(3)
    terms = house.issued(**house.usance())
    statement = house.accepted(terms, pay_to=hostile.address)
    data = house.credit.abi.function("settle", 3).encode(
        [terms, statement, house.claim_by_hand(terms, statement)]
    )
    house.ok(house.wallet_owner, "arm", house.credit.address, data, contract=hostile)
    claim = house.claims_of(house.undertake(terms, statement))[0]
    assert house.see("answer", contract=hostile) == 2
    assert house.units(hostile.address, claim) == AMOUNT


def test_undertake__frozen_payee__holds_the_claim_and_waits(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    house.set_status(house.beneficiary, 2)
    claim = house.claims_of(house.undertake(terms, statement))[0]
    assert house.units(house.beneficiary, claim) == AMOUNT


def test_undertake__three_equal_credits__each_its_own_claim(house: Promising) -> None:
    terms = [house.issued(**house.usance()) for _ in range(3)]
    statements = [house.accepted(each) for each in terms]
    claims = [
        house.claims_of(house.undertake(each, statement))[0]
        for each, statement in zip(terms[:2], statements[:2], strict=True)
    ]
    assert len({house.claim_id(claim) for claim in claims}) == 2
    assert house.set_state(terms[2], statements[2])["status"] == SetStatus.COMPLYING
    assert [house.state(each)["open_sets"] for each in terms] == [1, 1, 1]
    assert [house.state(each)["cover"] for each in terms] == [AMOUNT] * 3


def test_undertake__events__nothing_but_the_claim_and_the_undertaking(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    assert codes_of(house.undertake(terms, statement)) == ["TransferSingle", "ClaimBorn", "Undertaken"]


def test_undertake__unknown_credit_or_set__refused(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    never = house.terms(**house.usance())
    house.fails("UNKNOWN", house.issuing_bank, "undertake", never, statement, [])
    other = statement.but(amount=1)
    house.fails("UNKNOWN", house.issuing_bank, "undertake", terms, other, [])
