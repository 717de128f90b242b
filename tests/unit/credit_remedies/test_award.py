"""award: a panel or a court says that a timely refusal was unfounded (AWARD)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_remedies.house import (
    NOMINATED_ONLY,
    REFERENCE,
    SET_TWO,
    STATE,
    STATEMENT,
    claimed,
    refuse,
)
from tests.unit.documentary_credit.house import EXPIRY, GOOD_FRIDAY, TODAY, House, codes_of
from usance.codes import Disposal, SetStatus
from usance.model.party import Status
from usance.terms import ZERO_ADDRESS, Credit

NOBODY = "credit: no panel, no court (AWARD)"
AMOUNT = 54_150_00


def panelled(house: House, **changes: Any) -> Credit:
    return house.issued(panel=house.wallet_owner, **changes)


def test_award__by_the_panel__bound_as_on_the_last_day_of_the_examination(house: House) -> None:
    """Months later, the due day is the one that a finding on the last day would have had."""
    terms = panelled(house, honour_days=3)
    house.at(GOOD_FRIDAY - 7)
    statement = house.refused(terms)
    house.at(EXPIRY)
    receipt = house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    assert codes_of(receipt) == ["Awarded"]
    # Five banking days from the Friday before end over Easter on the Tuesday after; three more on Friday.
    due = GOOD_FRIDAY + 7
    assert receipt.event("Awarded").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "panel": house.wallet_owner,
        "amount": AMOUNT,
        "due_day": due,
        "reference": REFERENCE,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["due_day"]) == (SetStatus.COMPLYING, AMOUNT, due)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"]) == (1, AMOUNT)
    house.ok(house.stranger, "honour", terms, statement)
    assert house.held(house.beneficiary) == AMOUNT * terms.asset_scale


@pytest.mark.parametrize("disposal", [Disposal.RETURN, Disposal.HOLD])
def test_award__documents_went_back__bound_all_the_same(house: House, disposal: Disposal) -> None:
    terms = panelled(house)
    statement = house.refused(terms, disposal)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.at(TODAY + 1)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    state = house.set_state(terms, statement)
    assert (state["status"], state["due_day"]) == (SetStatus.COMPLYING, TODAY + 8)
    assert house.state(terms)["open_sets"] == 1


def test_award__while_the_return_clock_runs__one_open_set(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms, Disposal.RETURN)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    assert house.state(terms)["open_sets"] == 1
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.state(terms)["open_sets"] == 0


def test_award__by_a_court_that_the_bank_named__binds_without_a_panel(house: House) -> None:
    terms = house.issued()
    assert terms.panel == ZERO_ADDRESS
    statement = house.refused(terms)
    house.ok(house.court, "award", terms, statement, REFERENCE)


@pytest.mark.parametrize("sender", ["stranger", "beneficiary", "issuing_bank", "supervisor"])
def test_award__by_anybody_else__refused(house: House, sender: str) -> None:
    terms = panelled(house)
    statement = house.refused(terms)
    house.fails(NOBODY, getattr(house, sender), "award", terms, statement, REFERENCE)


def test_award__court_that_is_held__no_court_now(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.set_status(house.court, int(Status.HELD))
    house.fails(NOBODY, house.court, "award", terms, statement, REFERENCE)


def test_award__court_of_the_issuing_bank__is_not_the_confirming_banks(house: House) -> None:
    """Each bank is reached by the courts it named itself."""
    terms = house.confirmed()
    statement = house.refused(terms, bank="confirming_bank")
    house.ok(house.confirming_bank, "announce_court_removal", house.court, contract=house.suite.registry)
    house.at(TODAY + 8)
    house.ok(house.confirming_bank, "remove_court", house.court, contract=house.suite.registry)
    house.fails(NOBODY, house.court, "award", terms, statement, REFERENCE)


def test_award__confirming_bank__owes_at_its_own_place(house: House) -> None:
    """Received on Monday. Dubai closes on Fridays and Saturdays, the currency's centre on Sundays."""
    terms = house.confirmed(panel=house.wallet_owner)
    statement = house.refused(terms, bank="confirming_bank")
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    state = house.set_state(terms, statement)
    assert (state["amount"], state["due_day"]) == (AMOUNT, TODAY + 8)
    house.ok(house.confirming_bank, "honour", terms, statement)


def test_award__nominated_bank__owes_nothing(house: House) -> None:
    terms = house.issued(house.nominating(panel=house.wallet_owner))
    statement = house.refused(terms, bank="nominated_bank")
    house.fails(NOMINATED_ONLY, house.wallet_owner, "award", terms, statement, REFERENCE)


@pytest.mark.parametrize("state", ["presented", "received", "accepted", "precluded"])
def test_award__not_refused__refused(house: House, state: str) -> None:
    terms = panelled(house)
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.wallet_owner, "award", terms, statement, REFERENCE)


def test_award__twice__once_only(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    house.fails(STATE, house.wallet_owner, "award", terms, statement, REFERENCE)


def test_award__without_a_reference__refused(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms)
    house.fails(STATEMENT, house.wallet_owner, "award", terms, statement, bytes(32))


def test_award__more_claimed_than_available__at_most_that(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms, amount=AMOUNT + 1)
    receipt = house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    assert receipt.event("Awarded")["amount"] == AMOUNT


def test_award__nothing_available__binds_for_nothing_and_is_refused(house: House) -> None:
    terms = panelled(house)
    house.accepted(terms)
    statement = house.refused(terms, documents=SET_TWO)
    house.fails("LC10", house.wallet_owner, "award", terms, statement, REFERENCE)


def test_award__of_a_claim__what_the_bank_paid(house: House) -> None:
    terms, statement = claimed(house, panel=house.wallet_owner)
    refuse(house, terms, statement, Disposal.RETURN)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 1)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.state(terms)["claims"] == 0


def test_award__closure_since_the_receipt__moves_the_last_day(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms)
    house.at(TODAY + 1)
    house.close_unplanned(TODAY + 1, 1)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    assert house.set_state(terms, statement)["due_day"] == TODAY + 10


def test_award__after_an_unfinished_waiver__cover_does_not_wait(house: House) -> None:
    """Bound by the award, not by the waiver that the presenter never took up: first come, first paid."""
    terms = panelled(house, cover_bps=5_000)
    statement = house.refused(terms, amount=30_000_00)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    house.accepted(terms, amount=20_000_00, documents=SET_TWO)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert receipt.event("Honoured")["from_cover"] == 27_075_00


def test_award__credit_closed__too_late(house: House) -> None:
    terms = panelled(house)
    statement = house.refused(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.wallet_owner, "award", terms, statement, REFERENCE)


def test_award__overdue_at_once__default_may_follow(house: House) -> None:
    """Interest and default count from the day of the last day, not of the award."""
    terms = panelled(house, cover_bps=0)
    statement = house.refused(terms)
    house.at(TODAY + 40)
    house.ok(house.wallet_owner, "award", terms, statement, REFERENCE)
    receipt = house.ok(house.stranger, "default_", terms, statement)
    assert receipt.event("ClaimBorn")["face"] == AMOUNT
    assert house.set_state(terms, statement)["due_day"] == TODAY + 8
