"""waive: a set refused by the issuing bank is taken up after all (U16, rules 2.11)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import EXPIRY, NOTICE, TEXT, TODAY, House, codes_of
from usance.codes import Disposal, Exclusion, SetStatus
from usance.terms import MAX_AMOUNT

NO_WAIVER = "credit: no waiver now (U16)"
NOT_PARTY = "credit: not your act (NOT_PARTY)"


def test_waive__notify__complete_with_the_issuing_bank(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.at(TODAY + 14)  # the notice stands, so the last day does not matter
    first = house.ok(house.applicant, "waive", terms, statement)
    assert codes_of(first) == ["Waived"]
    assert first.event("Waived").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "party": house.applicant,
        "complete": False,
        "amount": 0,
        "due_day": 0,
    }
    assert house.set_state(terms, statement)["applicant_waived"]
    assert house.state(terms)["open_sets"] == 0
    second = house.ok(house.issuing_bank, "waive", terms, statement)
    assert second.event("Waived").args == first.event("Waived").args | {
        "party": house.issuing_bank,
        "complete": True,
        "amount": 54_150_00,
        "due_day": TODAY + 15,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["issuer_waived"], state["amount"], state["due_day"]) == (
        SetStatus.COMPLYING,
        True,
        54_150_00,
        TODAY + 15,
    )
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"]) == (1, 54_150_00)


@pytest.mark.parametrize("disposal", [Disposal.HOLD, Disposal.PREVINST])
def test_waive__hold_or_previous_instructions__needs_the_presenter_too(
    house: House, disposal: Disposal
) -> None:
    terms = house.issued()
    statement = house.refused(terms, disposal)
    house.ok(house.applicant, "waive", terms, statement)
    receipt = house.ok(house.issuing_bank, "waive", terms, statement)
    assert receipt.event("Waived")["complete"] is False
    assert house.set_state(terms, statement)["status"] == SetStatus.REFUSED
    house.fails(NOT_PARTY, house.issuing_bank, "waive", terms, statement)
    house.at(TODAY + 2)
    last = house.ok(house.beneficiary, "waive", terms, statement)
    assert last.event("Waived")["complete"] is True
    state = house.set_state(terms, statement)
    # Taken up only now: a tenor after sight counts from this day.
    assert (state["status"], state["last_day"], state["due_day"]) == (
        SetStatus.COMPLYING,
        TODAY + 2,
        TODAY + 3,
    )


@pytest.mark.parametrize("sender", ["issuing_bank", "beneficiary", "stranger"])
def test_waive__before_the_applicant__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.fails(NOT_PARTY, getattr(house, sender), "waive", terms, statement)


@pytest.mark.parametrize("sender", ["applicant", "beneficiary", "stranger"])
def test_waive__before_the_issuing_bank__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    house.fails(NOT_PARTY, getattr(house, sender), "waive", terms, statement)


def test_waive__returned__needs_a_new_presentation(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.RETURN)
    house.fails(NO_WAIVER, house.applicant, "waive", terms, statement)


def test_waive__presenter_wants_its_documents__no_more(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.fails(NO_WAIVER, house.issuing_bank, "waive", terms, statement)


@pytest.mark.parametrize("state", ["presented", "received", "accepted", "precluded"])
def test_waive__never_refused__refused(house: House, state: str) -> None:
    terms = house.issued()
    statement = getattr(house, state)(terms)
    house.fails(NO_WAIVER, house.applicant, "waive", terms, statement)


def test_waive__refused_by_the_confirming_bank__never_binds_it(house: House) -> None:
    terms = house.confirmed()
    statement = house.refused(terms, bank="confirming_bank")
    house.fails(NO_WAIVER, house.applicant, "waive", terms, statement)


def test_waive__complete__not_again(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    house.fails(NO_WAIVER, house.beneficiary, "waive", terms, statement)


def test_waive__overdrawn__binds_for_all_that_is_claimed(house: House) -> None:
    """Claimed 600.00 of 541.50: cover 541.50 and 58.50 of the bank's own."""
    terms = house.issued(amount=541_50)
    statement = house.refused(terms, Disposal.NOTIFY, amount=600_00)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    assert house.state(terms)["drawn"] == 600_00
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    paid = receipt.event("Honoured")
    assert (paid["from_cover"], paid["from_bank"]) == (541_50, 58_50)
    assert house.held(house.beneficiary) == 600_00 * 10_000


def test_waive__above_what_the_books_hold__reverts_whole(house: House) -> None:
    terms = house.issued()
    house.accepted(terms, amount=1)
    statement = house.refused(terms, Disposal.NOTIFY, amount=MAX_AMOUNT)
    house.ok(house.applicant, "waive", terms, statement)
    assert not house.act(house.issuing_bank, "waive", terms, statement).ok
    assert not house.set_state(terms, statement)["issuer_waived"]


def test_waive__claim_of_a_bank__that_bank_is_the_presenter(house: House) -> None:
    """The beneficiary has its money; the documents are the bank's that paid."""
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank", amount=500)
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, NOTICE[0], int(Disposal.HOLD), TEXT)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    house.fails(NOT_PARTY, house.beneficiary, "waive", terms, statement)
    receipt = house.ok(house.nominated_bank, "waive", terms, statement)
    assert receipt.event("Waived")["amount"] == 500
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (500, 1, 1)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.state(terms)["claims"] == 0


def test_waive__after_the_last_day_without_a_notice__cannot_cure_silence(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_first_second_after(TODAY + 7)
    house.fails(NO_WAIVER, house.applicant, "waive", terms, statement)


def test_waive__applicant_insolvent__still_its_own_word(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.set_status(house.applicant, 3)
    house.ok(house.applicant, "waive", terms, statement)


def test_waive__closed_or_unknown__refused(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.refused(terms, Disposal.NOTIFY)
    house.fails("UNKNOWN", house.applicant, "waive", terms, house.statement(terms, amount=1))
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.applicant, "waive", terms, statement)
