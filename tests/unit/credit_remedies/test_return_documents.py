"""return_documents: the bank that refused sends the same documents back, in time where it is bound (U16)."""

from __future__ import annotations

import pytest

from tests.unit.credit_remedies.house import NOT_PARTY, SET_TWO, SILENCE, STATE, claimed, refuse
from tests.unit.documentary_credit.house import DUBAI, EXPIRY, EXPIRY_MONDAY, HAMBURG, TODAY, House, codes_of
from usance.calendars import day_of
from usance.codes import Disposal, Exclusion, SetStatus

OTHER = "credit: other documents (U16)"
LATE = "credit: return too late (U16)"
# Three banking days in Hamburg from the Wednesday before Easter: Thursday, Tuesday, Wednesday.
WEDNESDAY, LAST = day_of("2026-04-01"), day_of("2026-04-08")
NO_WAIVER = "credit: no waiver now (U16)"


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_return__on_the_last_day_with_easter_between__gone_back(house: House, disposal: Disposal) -> None:
    """The last second of the last day, whether the notice or the presenter asked."""
    terms = house.issued()
    house.at(WEDNESDAY)
    statement = house.refused(terms, disposal)
    if disposal != Disposal.RETURN:
        house.ok(house.beneficiary, "demand_return", terms, statement)
    assert house.set_state(terms, statement)["due_day"] == LAST
    assert house.state(terms)["open_sets"] == 1
    house.at_last_second(LAST)
    receipt = house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    assert codes_of(receipt) == ["DocumentsReturned"]
    assert receipt.event("DocumentsReturned").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.RETURNED, 0)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"]) == (0, 0)
    house.at_first_second_after(LAST)
    house.fails(STATE, house.stranger, "preclude", terms, statement)


def test_return__a_second_after_the_last_day__too_late_and_precluded(house: House) -> None:
    terms = house.issued()
    house.at(WEDNESDAY)
    statement = house.refused(terms, Disposal.RETURN)
    house.at_first_second_after(LAST)
    house.fails(LATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.ok(house.stranger, "preclude", terms, statement)
    house.fails(STATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)
    assert house.set_state(terms, statement)["amount"] == terms.amount


def test_return__another_root__refused_and_the_clock_runs_on(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.RETURN)
    house.fails(OTHER, house.issuing_bank, "return_documents", terms, statement, SET_TWO)
    house.fails(OTHER, house.issuing_bank, "return_documents", terms, statement, bytes(32))
    assert house.set_state(terms, statement)["status"] == SetStatus.REFUSED


@pytest.mark.parametrize("sender", ["beneficiary", "applicant", "confirming_bank", "stranger"])
def test_return__by_another__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.RETURN)
    who = getattr(house, sender)
    house.fails(NOT_PARTY, who, "return_documents", terms, statement, statement.documents)


@pytest.mark.parametrize("state", ["presented", "received", "accepted", "precluded"])
def test_return__not_refused__refused(house: House, state: str) -> None:
    terms = house.issued()
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)


def test_return__twice__once_only(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.RETURN)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.fails(STATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)


@pytest.mark.parametrize("disposal", [Disposal.HOLD, Disposal.NOTIFY, Disposal.PREVINST])
def test_return__nobody_asked__at_any_time_and_nothing_is_waived_after_it(
    house: House, disposal: Disposal
) -> None:
    """The applicant's word alone completes nothing, and does not keep the documents."""
    terms = house.issued()
    statement = house.refused(terms, disposal)
    house.ok(house.applicant, "waive", terms, statement)
    house.at(EXPIRY)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    house.fails(NO_WAIVER, house.issuing_bank, "waive", terms, statement)
    house.fails(STATE, house.beneficiary, "demand_return", terms, statement)


def test_return__waiver_complete__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.NOTIFY)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    house.fails(STATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)


@pytest.mark.parametrize(
    ("exclusions", "day", "bound"),
    [
        (int(Exclusion.ART16F_OFF), TODAY, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY + 1, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY, True),
    ],
)
def test_return__documents_kept_bind_nobody__late_is_better_than_never(
    house: House, exclusions: int, day: int, bound: bool
) -> None:
    terms = house.issued(exclusions=exclusions)
    house.at(day)
    statement = house.refused(terms, Disposal.RETURN)
    house.at(day + 10)
    if bound:
        house.fails(LATE, house.issuing_bank, "return_documents", terms, statement, statement.documents)
        return
    house.fails(SILENCE, house.stranger, "preclude", terms, statement)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)


def test_return__nominated_bank__its_own_set_and_never_bound(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.refused(terms, Disposal.RETURN, "nominated_bank")
    house.at(TODAY + 20)
    house.fails(NOT_PARTY, house.issuing_bank, "return_documents", terms, statement, statement.documents)
    receipt = house.ok(house.nominated_bank, "return_documents", terms, statement, statement.documents)
    assert receipt.event("DocumentsReturned")["bank"] == house.nominated_bank


@pytest.mark.parametrize("late", [False, True])
def test_return__confirming_bank__midnight_of_its_own_place(house: House, late: bool) -> None:
    """Dubai closes on Fridays and Saturdays and is ahead of Hamburg."""
    terms = house.confirmed()
    house.at(TODAY + 3)
    statement = house.refused(terms, Disposal.RETURN, "confirming_bank")
    assert house.set_state(terms, statement)["due_day"] == TODAY + 8
    if late:
        house.at_first_second_after(TODAY + 8, DUBAI)
        assert house.today(HAMBURG) == TODAY + 8
        house.fails(LATE, house.confirming_bank, "return_documents", terms, statement, statement.documents)
    else:
        house.at_last_second(TODAY + 8, DUBAI)
        house.ok(house.confirming_bank, "return_documents", terms, statement, statement.documents)


def test_return__documents_of_a_claim__the_bank_is_not_paid_back(house: House) -> None:
    """What it may claim stays on record, and an award can still say it was right."""
    terms, statement = claimed(house)
    refuse(house, terms, statement, Disposal.RETURN)
    house.ok(house.issuing_bank, "return_documents", terms, statement, statement.documents)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.RETURNED, terms.amount)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_return__three_equal_credits__each_its_own_set(house: House) -> None:
    credits = [house.issued() for _ in range(3)]
    sets = [house.refused(terms, Disposal.RETURN) for terms in credits]
    house.ok(house.issuing_bank, "return_documents", credits[1], sets[1], sets[1].documents)
    found = [house.set_state(terms, one)["status"] for terms, one in zip(credits, sets, strict=True)]
    assert found == [SetStatus.REFUSED, SetStatus.RETURNED, SetStatus.REFUSED]
    assert [house.state(terms)["open_sets"] for terms in credits] == [1, 0, 1]
