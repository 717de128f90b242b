"""settle: what pays a claim of an undertaking, and what that leaves of the set and of cover."""

from __future__ import annotations

import pytest

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    MATURITY,
    NO_COVER,
    NOT_DUE,
    PERCENT,
    SCALE,
    STATE,
    UNKNOWN,
    Leg,
    Promising,
)
from tests.unit.documentary_credit.house import (
    CALLBACK,
    DUBAI,
    FEE,
    NO_RETURN,
    PAUSE,
    SHANGHAI,
    TODAY,
    codes_of,
)
from usance.chain.driver import Deployed
from usance.claim_terms import Claim, asset_change, prolongation
from usance.codes import AvailableBy, Disposal, SetStatus, Stage, TenorFrom
from usance.codes_claims import ClaimStatus
from usance.terms import ZERO_ADDRESS, Credit, Presentation

HALF = 5_000
OPEN_SET = "credit: open set (OPEN_SET)"
IN_SHANGHAI = MATURITY + 2
LEGS: tuple[Leg, ...] = (
    (4_000, AvailableBy.DEFERRED, 30, TenorFrom.SIGHT),
    (6_000, AvailableBy.DEFERRED, 60, TenorFrom.SIGHT),
)


# --- paid by the bank ---


def test_settle__paid_in_full__honoured_whoever_tells_and_whenever(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    house.pay(claim)
    receipt = house.settle(terms, statement, claim)
    assert receipt.returned == 0
    assert codes_of(receipt) == ["Settled"]
    assert receipt.event("Settled").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "claim": house.claim_id(claim),
        "from_cover": 0,
        "outstanding": 0,
        "done": True,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["cover"], credit["drawn"]) == (0, AMOUNT, AMOUNT)
    assert house.undertaking(terms, statement) == (MATURITY, 0)
    house.ok(house.issuing_bank, "close", terms)


def test_settle__not_paid__cover_stays_and_the_credit_does_not_close(house: Promising) -> None:
    terms = house.issued(**house.usance())
    house.undertaken(terms)
    house.fails(OPEN_SET, house.issuing_bank, "close", terms)
    house.at(TODAY + 400)
    house.fails(OPEN_SET, house.stranger, "close", terms)


# --- paid by cover ---


def test_settle__due__cover_pays_from_its_day_on(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    house.at_last_second(MATURITY - 1)
    house.fails(NOT_DUE, house.stranger, "settle", terms, statement, claim)
    house.at(MATURITY, 0)
    receipt = house.settle(terms, statement, claim)
    assert receipt.returned == AMOUNT
    event = receipt.event("Settled")
    assert (event["from_cover"], event["outstanding"], event["done"]) == (AMOUNT, 0, True)
    assert house.claim_state(claim)["status"] == ClaimStatus.PAID
    assert house.state(terms)["cover"] == 0
    allowance = house.see("allowance", house.credit.address, house.ledger.address, contract=house.euro)
    assert allowance == 0
    house.withdraw(claim, house.beneficiary)
    assert house.held(house.beneficiary) == AMOUNT * SCALE


def test_settle__half_covered__cover_pays_half_and_the_bank_the_rest(house: Promising) -> None:
    terms = house.issued(**house.usance(cover_bps=HALF))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY)
    receipt = house.settle(terms, statement, claim)
    event = receipt.event("Settled")
    assert (event["from_cover"], event["outstanding"], event["done"]) == (AMOUNT // 2, AMOUNT // 2, False)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.UNDERTAKEN, AMOUNT)
    assert house.state(terms)["open_sets"] == 1
    house.fails(NO_COVER, house.stranger, "settle", terms, statement, claim)
    house.pay(claim, AMOUNT // 2)
    house.settle(terms, statement, claim)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_settle__bank_paid_a_part__cover_pays_what_is_left(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    house.pay(claim, AMOUNT - 100)
    house.at(MATURITY)
    assert house.settle(terms, statement, claim).returned == 100
    assert house.state(terms)["cover"] == AMOUNT - 100


def test_settle__overdue__late_interest_comes_out_of_cover_too(house: Promising) -> None:
    terms = house.issued(**house.usance(late_rate=10 * PERCENT, day_count=1, tolerance_plus=500))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY + 36)
    interest = AMOUNT * 36 * 10 // 36_000
    assert house.settle(terms, statement, claim).returned == AMOUNT + interest
    assert house.claim_state(claim)["status"] == ClaimStatus.PAID


def test_settle__no_cover__the_holder_waits_for_the_bank(house: Promising) -> None:
    terms = house.issued(**house.usance(cover_bps=0))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY)
    house.fails(NO_COVER, house.stranger, "settle", terms, statement, claim)


def test_settle__off_chain__nothing_to_pay_with_until_it_is_received(house: Promising) -> None:
    terms = house.issued(**house.usance(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY)
    house.fails(NO_COVER, house.stranger, "settle", terms, statement, claim)
    house.ok(house.beneficiary, "retire", house.claim_id(claim), claim.face, contract=house.ledger)
    house.settle(terms, statement, claim)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_settle__waived_above_the_credit__waits_behind_what_is_bound(house: Promising) -> None:
    terms = house.issued(**house.usance())
    waived = house.refused(terms, Disposal.NOTIFY, amount=AMOUNT)
    for party in (house.applicant, house.issuing_bank):
        house.ok(party, "waive", terms, waived)
    claim = house.claims_of(house.undertake(terms, waived))[0]
    other = house.received(terms, amount=10)
    house.at(MATURITY)
    house.fails(NO_COVER, house.stranger, "settle", terms, waived, claim)
    house.ok(house.stranger, "preclude", terms, other)
    # Nothing was left to draw: that set binds for nothing and is open no more.
    house.settle(terms, waived, claim)
    assert house.claim_state(claim)["status"] == ClaimStatus.PAID


# --- another bank undertook ---


@pytest.mark.parametrize(
    ("bank", "place", "due"),
    [("confirming_bank", DUBAI, MATURITY), ("nominated_bank", SHANGHAI, IN_SHANGHAI)],
)
def test_settle__other_bank_does_not_pay__cover_of_the_surety_after_the_day(
    house: Promising, bank: str, place: bytes, due: int
) -> None:
    if bank == "confirming_bank":
        terms = house.confirmed(**house.usance())
    else:
        terms = house.issued(house.nominating(**house.usance()))
    statement, claim = house.undertaken(terms, bank)
    house.at_last_second(due, place)
    house.fails(NOT_DUE, house.stranger, "settle", terms, statement, claim)
    house.at_first_second_after(due, place)
    house.settle(terms, statement, claim)
    state = house.set_state(terms, statement)
    # It paid nothing, so it claims nothing.
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    credit = house.state(terms)
    assert (credit["claims"], credit["open_sets"], credit["cover"]) == (0, 0, 0)


def test_settle__other_bank_paid__claims_all_of_it(house: Promising) -> None:
    terms = house.confirmed(**house.usance())
    statement, claim = house.undertaken(terms, "confirming_bank")
    house.pay(claim, by="confirming_bank")
    house.settle(terms, statement, claim)
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["amount"]) == (
        SetStatus.HONOURED,
        Stage.CONFIRMER,
        AMOUNT,
    )
    credit = house.state(terms)
    assert (credit["claims"], credit["cover"]) == (1, AMOUNT)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    before = house.held(house.confirming_bank)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.confirming_bank) - before == AMOUNT * SCALE
    assert house.state(terms)["claims"] == 0


def test_settle__cover_paid_a_part_for_another_bank__it_claims_the_rest(house: Promising) -> None:
    terms = house.confirmed(**house.usance(cover_bps=HALF))
    statement, claim = house.undertaken(terms, "confirming_bank")
    house.at_first_second_after(MATURITY, DUBAI)
    house.settle(terms, statement, claim)
    assert house.set_state(terms, statement)["amount"] == AMOUNT // 2
    house.pay(claim, AMOUNT // 2, by="confirming_bank")
    house.settle(terms, statement, claim)
    house.forwarded(terms, statement)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["amount"] == AMOUNT // 2


def test_settle__forwarded__cover_is_for_the_bank_then(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.usance()))
    statement, claim = house.undertaken(terms, "nominated_bank")
    house.forwarded(terms, statement)
    house.at(IN_SHANGHAI + 1)
    house.fails(STATE, house.stranger, "settle", terms, statement, claim)


# --- which claim ---


def test_settle__claim_of_another_set__unknown(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms, amount=100)
    _, other = house.undertaken(terms, amount=200)
    house.fails(UNKNOWN, house.stranger, "settle", terms, statement, other)
    house.fails(UNKNOWN, house.stranger, "settle", terms, statement, claim.but(face=99))
    house.pay(claim)
    house.settle(terms, statement, claim)


def test_settle__state__of_an_undertaking_alone_and_once(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    claim = house.claim_by_hand(terms, statement)
    house.fails(STATE, house.stranger, "settle", terms, statement, claim)
    house.undertake(terms, statement)
    house.pay(claim)
    house.settle(terms, statement, claim)
    house.fails(STATE, house.stranger, "settle", terms, statement, claim)


def test_settle__legs__each_once_and_honoured_with_the_last(house: Promising) -> None:
    terms = house.issued(**house.mixed(LEGS))
    statement = house.accepted(terms)
    first, second = house.claims_of(house.undertake(terms, statement, LEGS))
    house.pay(first)
    receipt = house.settle(terms, statement, first)
    assert not receipt.event("Settled")["done"]
    assert house.undertaking(terms, statement) == (MATURITY, 1)
    house.fails(UNKNOWN, house.stranger, "settle", terms, statement, first)
    assert house.state(terms)["open_sets"] == 1
    house.at(MATURITY)
    house.settle(terms, statement, second)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED
    assert house.state(terms)["cover"] == AMOUNT - second.face


def test_settle__second_leg_due__the_first_waits_for_its_own_day(house: Promising) -> None:
    terms = house.issued(**house.mixed(tuple(reversed(LEGS))))
    statement = house.accepted(terms)
    later, sooner = house.claims_of(house.undertake(terms, statement, tuple(reversed(LEGS))))
    house.at(sooner.due_day)
    house.fails(NOT_DUE, house.stranger, "settle", terms, statement, later)
    house.settle(terms, statement, sooner)


# --- what its holders do with it ---


def test_settle__assigned__the_holder_at_maturity_is_paid(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    house.assign(claim, house.collecting_bank)
    house.at(MATURITY)
    before = house.held(house.collecting_bank)
    house.settle(terms, statement, claim)
    house.withdraw(claim, house.collecting_bank)
    assert house.held(house.collecting_bank) - before == AMOUNT * SCALE
    nothing = (house.beneficiary, "withdraw", claim, house.beneficiary, house.beneficiary)
    house.fails("NOTHING", *nothing, contract=house.ledger)


def test_settle__bought_by_the_bank_itself__gone_when_it_gives_it_up(house: Promising) -> None:
    """12b: a bank may prepay or buy what it undertook; nobody is owed any more."""
    terms = house.confirmed(**house.usance())
    statement, claim = house.undertaken(terms, "confirming_bank")
    house.assign(claim, house.confirming_bank)
    act = (house.confirming_bank, "retire", house.claim_id(claim), claim.face)
    house.ok(*act, contract=house.ledger)
    receipt = house.settle(terms, statement, claim)
    assert receipt.event("Settled")["done"]
    # It still claims from the issuing bank, at maturity (7c).
    assert house.set_state(terms, statement)["amount"] == AMOUNT
    house.forwarded(terms, statement)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == MATURITY


def test_settle__prolonged_by_the_issuing_bank__its_cover_waits_for_the_later_day(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    later = MATURITY + 28
    for party in (house.issuing_bank, house.beneficiary):
        house.ok(party, "agree", house.claim_id(claim), prolongation(later), contract=house.ledger)
    house.ok(house.stranger, "prolong", claim, later, [house.beneficiary], contract=house.ledger)
    house.at_last_second(later - 1)
    house.fails(NOT_DUE, house.stranger, "settle", terms, statement, claim)
    house.at(later, 0)
    house.settle(terms, statement, claim)
    assert house.claim_state(claim)["status"] == ClaimStatus.PAID


def test_settle__prolonged_by_another_bank__the_surety_keeps_the_first_day(house: Promising) -> None:
    terms = house.confirmed(**house.usance())
    statement, claim = house.undertaken(terms, "confirming_bank")
    later = MATURITY + 28
    for party in (house.confirming_bank, house.beneficiary):
        house.ok(party, "agree", house.claim_id(claim), prolongation(later), contract=house.ledger)
    house.ok(house.stranger, "prolong", claim, later, [house.beneficiary], contract=house.ledger)
    house.at_first_second_after(MATURITY, DUBAI)
    house.settle(terms, statement, claim)
    assert house.claim_state(claim)["status"] == ClaimStatus.PAID


def test_settle__other_money_agreed__cover_is_free_again(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    token = house.token()
    proposal = asset_change(token.address, SCALE)
    for party in (house.issuing_bank, house.beneficiary):
        house.ok(party, "agree", house.claim_id(claim), proposal, contract=house.ledger)
    act = (house.stranger, "change_asset", claim, token.address, SCALE, [house.beneficiary])
    house.ok(*act, contract=house.ledger)
    house.fails(NOT_DUE, house.stranger, "settle", terms, statement, claim)
    house.at(MATURITY)
    receipt = house.settle(terms, statement, claim)
    event = receipt.event("Settled")
    assert (event["from_cover"], event["outstanding"], event["done"]) == (0, AMOUNT, True)
    assert house.state(terms)["cover"] == AMOUNT
    assert house.outstanding(claim) == AMOUNT
    house.ok(house.issuing_bank, "close", terms)


def test_settle__other_scale_agreed__cover_is_free_again(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    proposal = asset_change(terms.asset, SCALE + 1)
    for party in (house.issuing_bank, house.beneficiary):
        house.ok(party, "agree", house.claim_id(claim), proposal, contract=house.ledger)
    act = (house.stranger, "change_asset", claim, terms.asset, SCALE + 1, [house.beneficiary])
    house.ok(*act, contract=house.ledger)
    house.at(MATURITY)
    assert house.settle(terms, statement, claim).returned == 0


def test_settle__frozen_holder__money_waits_for_it(house: Promising) -> None:
    terms = house.issued(**house.usance())
    statement, claim = house.undertaken(terms)
    house.set_status(house.beneficiary, 2)
    house.at(MATURITY)
    house.settle(terms, statement, claim)
    house.ok(house.stranger, "withdraw", claim, *[house.beneficiary] * 2, contract=house.ledger)
    assert house.held(house.beneficiary) == 0
    act = ("withdrawable", house.beneficiary, house.euro.address)
    assert house.see(*act, contract=house.ledger) == AMOUNT * SCALE


# --- tokens ---


def covered_by(house: Promising, temper: int) -> tuple[Deployed, Credit, Presentation, Claim]:
    """Undertaken under a credit covered in such a token, on its due day."""
    token = house.token(temper)
    terms = house.issued(**house.usance(asset=token.address))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY)
    return token, terms, statement, claim


def test_settle__token_without_answers__pays(house: Promising) -> None:
    _, terms, statement, claim = covered_by(house, NO_RETURN)
    assert house.settle(terms, statement, claim).returned == AMOUNT


def test_settle__token_paused__waits_and_changes_nothing(house: Promising) -> None:
    token, terms, statement, claim = covered_by(house, PAUSE)
    house.ok(house.keeper, "pause", contract=token)
    assert not house.act(house.stranger, "settle", terms, statement, claim).ok
    assert (house.state(terms)["cover"], house.outstanding(claim)) == (AMOUNT, AMOUNT)
    house.ok(house.keeper, "unpause", contract=token)
    house.settle(terms, statement, claim)


def test_settle__token_that_takes_a_fee__refused(house: Promising) -> None:
    token = house.token(FEE)
    house.ok(house.keeper, "charge", 0, False, contract=token)
    terms = house.issued(**house.usance(asset=token.address))
    statement, claim = house.undertaken(terms)
    house.at(MATURITY)
    house.ok(house.keeper, "charge", 100, False, contract=token)
    house.fails("STL2", house.stranger, "settle", terms, statement, claim)
    assert house.state(terms)["cover"] == AMOUNT


def test_settle__token_that_calls_back__meets_the_lock(house: Promising) -> None:
    token, terms, statement, claim = covered_by(house, CALLBACK)
    data = house.credit.abi.function("settle", 3).encode([terms, statement, claim])
    house.ok(house.keeper, "arm", house.credit.address, data, False, contract=token)
    house.settle(terms, statement, claim)
    assert house.see("answer", contract=token) == 2
    assert house.state(terms)["cover"] == 0
