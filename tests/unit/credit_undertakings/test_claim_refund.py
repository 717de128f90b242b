"""claim_refund: what was reimbursed before a valid refusal comes back, with interest (16g)."""

from __future__ import annotations

from tests.unit.credit_undertakings.promising import AMOUNT, NOT_PARTY, PERCENT, SCALE, STATE, Promising
from tests.unit.credit_undertakings.test_claim_reimbursement import THURSDAY, claimed, reimbursed_by
from tests.unit.credit_undertakings.test_reimburse import asked
from tests.unit.documentary_credit.house import SHANGHAI, TODAY, codes_of
from usance.codes import Disposal, SetStatus
from usance.codes_claims import ClaimKind
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

REIMBURSED, REFUND_CLAIMED = 2, 3


def refused(
    house: Promising, disposal: int = Disposal.HOLD, **changes: object
) -> tuple[Credit, Presentation]:
    """Reimbursed on the first day, then refused by the issuing bank."""
    terms, statement = asked(house, **changes)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement, disposal)
    return terms, statement


def test_claim_refund__refused_in_time__claim_on_the_bank_from_the_day_of_payment(house: Promising) -> None:
    terms, statement = refused(house, late_rate=36 * PERCENT, day_count=1)
    house.at(TODAY + 10)
    before = house.reserved(house.nominated_bank)
    receipt = house.ok(house.issuing_bank, "claim_refund", terms, statement)
    claim = house.claim_by_hand(
        terms,
        statement,
        kind=ClaimKind.RECOURSE,
        creditor=house.issuing_bank,
        debtor=house.nominated_bank,
        surety=ZERO_ADDRESS,
        issue_day=TODAY,
        due_day=TODAY,
        pay_place=SHANGHAI,
        salt=ZERO_HASH,
    )
    assert house.claims_of(receipt) == [claim]
    assert receipt.returned == house.claim_id(claim)
    assert codes_of(receipt) == ["TransferSingle", "ClaimBorn", "RefundClaimed"]
    assert receipt.event("RefundClaimed").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "claim": house.claim_id(claim),
        "amount": AMOUNT,
    }
    assert before - house.reserved(house.nominated_bank) == AMOUNT
    assert house.reimbursement(terms, statement) == (REFUND_CLAIMED, TODAY, AMOUNT)
    assert house.see("late_interest", claim, contract=house.ledger) == AMOUNT * 36 * 10 // 36_000
    had = house.held(house.issuing_bank)
    owed = AMOUNT + AMOUNT * 36 * 10 // 36_000
    house.pay(claim, owed, by="nominated_bank")
    house.withdraw(claim, house.issuing_bank)
    assert house.held(house.issuing_bank) - had == owed * SCALE


def test_claim_refund__others__refused(house: Promising) -> None:
    terms, statement = refused(house)
    for somebody in (house.advising_bank, house.nominated_bank, house.stranger):
        house.fails(NOT_PARTY, somebody, "claim_refund", terms, statement)


def test_claim_refund__state__only_after_its_own_refusal_and_once(house: Promising) -> None:
    terms, statement = asked(house)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)
    house.forwarded(terms, statement)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)
    house.refuse_claim(terms, statement)
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)


def test_claim_refund__never_paid__nothing_to_give_back(house: Promising) -> None:
    terms, statement = asked(house)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)


def test_claim_refund__precluded__too_late_to_refuse(house: Promising) -> None:
    terms, statement = asked(house)
    house.ok(house.advising_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.at_first_second_after(house.last_day(terms, statement))
    house.ok(house.stranger, "preclude", terms, statement)
    house.fails(STATE, house.issuing_bank, "claim_refund", terms, statement)


def test_claim_refund__documents_returned__still(house: Promising) -> None:
    terms, statement = refused(house, Disposal.RETURN)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.ok(house.issuing_bank, "claim_refund", terms, statement)


def test_claim_refund__documents_kept__the_bank_owes_it_again(house: Promising) -> None:
    """Bound after all (16f): what the other bank gives back is its claim on the issuing bank again."""
    terms, statement = refused(house, Disposal.RETURN)
    assert house.state(terms)["claims"] == 0
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
    credit, state = house.state(terms), house.set_state(terms, statement)
    assert (credit["claims"], state["amount"], state["status"]) == (1, AMOUNT, SetStatus.REFUSED)
    house.at_first_second_after(state["due_day"])
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["amount"] == AMOUNT
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.state(terms)["claims"] == 0


def test_claim_refund__part_was_paid__that_part(house: Promising) -> None:
    terms = reimbursed_by(house, cover_bps=5_000)
    statement = house.honoured(terms)
    claimed(house, terms, statement)
    house.at(THURSDAY)
    house.ok(house.nominated_bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.refuse_claim(terms, statement)
    house.at(THURSDAY + 1)
    claim = house.claims_of(house.ok(house.issuing_bank, "claim_refund", terms, statement))[0]
    assert (claim.face, claim.due_day) == (AMOUNT // 2, THURSDAY)
    # The claim on the issuing bank is whole again, and counted once.
    assert house.set_state(terms, statement)["amount"] == AMOUNT
    assert house.state(terms)["claims"] == 1
    house.fails(STATE, house.advising_bank, "reimburse", terms, statement)


def test_claim_refund__authority_taken_back__what_was_reserved_stands(house: Promising) -> None:
    terms, statement = refused(house)
    house.cap(house.nominated_bank, 0)
    house.ok(house.issuing_bank, "claim_refund", terms, statement)
