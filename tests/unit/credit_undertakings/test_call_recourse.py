"""call_recourse: what a bank paid for a drawing that the issuing bank refused, back from the beneficiary."""

from __future__ import annotations

import pytest

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    NOT_PARTY,
    RECOURSE,
    SCALE,
    STATE,
    Promising,
)
from tests.unit.documentary_credit.house import SHANGHAI, TODAY, codes_of
from usance.codes import Disposal, SetStatus
from usance.codes_claims import ClaimKind, ClaimStatus
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

PAID = AMOUNT - 900


def sold(
    house: Promising, recourse: bool = True, disposal: int = Disposal.HOLD
) -> tuple[Credit, Presentation]:
    """Negotiated, sent on and refused by the issuing bank."""
    terms = house.issued(house.nominating(**house.negotiable(late_rate=10**17, day_count=1)))
    statement = house.negotiated(terms, PAID, recourse)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement, disposal)
    return terms, statement


def test_call_recourse__refused__claim_on_the_beneficiary_due_today(house: Promising) -> None:
    terms, statement = sold(house)
    house.at(TODAY + 3, place=SHANGHAI)
    before = house.reserved(house.beneficiary)
    receipt = house.ok(house.nominated_bank, "call_recourse", terms, statement)
    claim = house.claim_by_hand(
        terms,
        statement,
        kind=ClaimKind.RECOURSE,
        creditor=house.nominated_bank,
        debtor=house.beneficiary,
        surety=ZERO_ADDRESS,
        face=PAID,
        object_amount=PAID,
        issue_day=TODAY + 3,
        due_day=TODAY + 3,
        pay_place=SHANGHAI,
        salt=ZERO_HASH,
    )
    assert house.claims_of(receipt) == [claim]
    assert receipt.returned == house.claim_id(claim)
    assert codes_of(receipt) == ["TransferSingle", "ClaimBorn", "RecourseCalled"]
    assert receipt.event("RecourseCalled").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "claim": house.claim_id(claim),
        "amount": PAID,
    }
    assert house.claim_state(claim)["status"] == ClaimStatus.ACCEPTED
    assert before - house.reserved(house.beneficiary) == PAID
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["due_day"]) == (SetStatus.RETURNED, 0, 0)
    assert house.state(terms)["claims"] == 0
    assert house.offer(terms, statement) == (PAID, True)


def test_call_recourse__others__refused(house: Promising) -> None:
    terms, statement = sold(house)
    for somebody in (house.issuing_bank, house.beneficiary, house.stranger):
        house.fails(NOT_PARTY, somebody, "call_recourse", terms, statement)


def test_call_recourse__without_recourse__refused(house: Promising) -> None:
    terms, statement = sold(house, recourse=False)
    house.fails(RECOURSE, house.nominated_bank, "call_recourse", terms, statement)


def test_call_recourse__recourse_only_offered__refused(house: Promising) -> None:
    """The offer alone gives nothing: the bank honoured at sight instead."""
    terms = house.issued(house.nominating(available_by=4))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, PAID, True)
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.fails(RECOURSE, house.nominated_bank, "call_recourse", terms, statement)


def test_call_recourse__state__only_once_the_issuing_bank_refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.negotiated(terms, PAID, True)
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)
    house.forwarded(terms, statement)
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)
    house.refuse_claim(terms, statement)
    house.ok(house.nominated_bank, "call_recourse", terms, statement)
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)


def test_call_recourse__refused_by_the_nominated_bank_itself__nothing_was_sold(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms, "nominated_bank")
    house.offered(terms, statement, PAID, True)
    house.acknowledge(terms, statement)
    notice = [{"code": 2, "leaf": ZERO_HASH}]
    house.ok(house.nominated_bank, "refuse", terms, statement, notice, 1, b"\1" * 32)
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)


@pytest.mark.parametrize("returned", [False, True])
def test_call_recourse__return_asked__its_clock_ends(house: Promising, returned: bool) -> None:
    terms, statement = sold(house, disposal=Disposal.RETURN)
    assert house.state(terms)["open_sets"] == 1
    if returned:
        house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.ok(house.nominated_bank, "call_recourse", terms, statement)
    assert house.state(terms)["open_sets"] == 0
    house.at(TODAY + 30)
    house.fails(STATE, house.stranger, "preclude", terms, statement)


def test_call_recourse__after_a_refund__for_what_was_given_back(house: Promising) -> None:
    """Reimbursed before the refusal: no recourse until the issuing bank claims it back."""
    words = house.negotiable(reimburser=house.advising_bank)
    terms = house.issued(house.nominating(**words))
    statement = house.negotiated(terms, PAID, True)
    house.ok(house.nominated_bank, "claim_reimbursement", terms, statement)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
    receipt = house.ok(house.nominated_bank, "call_recourse", terms, statement)
    assert receipt.event("RecourseCalled")["amount"] == PAID
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)


def test_call_recourse__partly_reimbursed__in_two_parts_and_never_more_than_was_paid(
    house: Promising,
) -> None:
    words = house.negotiable(reimburser=house.advising_bank, cover_bps=4_000, tenor_days=1)
    terms = house.issued(house.nominating(**words))
    statement = house.negotiated(terms, PAID, True)
    house.ok(house.nominated_bank, "claim_reimbursement", terms, statement)
    house.at(TODAY + 3)
    house.ok(house.nominated_bank, "reimburse", terms, statement)
    got = AMOUNT * 4 // 10
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    first = house.ok(house.nominated_bank, "call_recourse", terms, statement)
    assert first.event("RecourseCalled")["amount"] == AMOUNT - got
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
    second = house.ok(house.nominated_bank, "call_recourse", terms, statement)
    assert second.event("RecourseCalled")["amount"] == PAID - (AMOUNT - got)
    assert first.returned != second.returned


def test_call_recourse__all_called__not_again(house: Promising) -> None:
    words = house.negotiable(reimburser=house.advising_bank, cover_bps=100, tenor_days=1)
    terms = house.issued(house.nominating(**words))
    statement = house.negotiated(terms, 100, True)
    house.ok(house.nominated_bank, "claim_reimbursement", terms, statement)
    house.at(TODAY + 3)
    house.ok(house.nominated_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    receipt = house.ok(house.nominated_bank, "call_recourse", terms, statement)
    assert receipt.event("RecourseCalled")["amount"] == 100
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
    assert house.set_state(terms, statement)["amount"] == AMOUNT // 100
    house.fails(STATE, house.nominated_bank, "call_recourse", terms, statement)


def test_call_recourse__paid_by_the_beneficiary__the_bank_is_whole(house: Promising) -> None:
    terms, statement = sold(house)
    claim = house.claims_of(house.ok(house.nominated_bank, "call_recourse", terms, statement))[0]
    act = (house.beneficiary, "approve", house.ledger.address, PAID * SCALE)
    house.ok(*act, contract=house.euro)
    before = house.held(house.nominated_bank)
    house.pay(claim, by="beneficiary")
    house.withdraw(claim, house.nominated_bank)
    assert house.held(house.nominated_bank) - before == PAID * SCALE
