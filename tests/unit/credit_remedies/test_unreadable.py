"""report_unreadable, resend_records, drop: electronic records that cannot be read (EUCP-e12)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_remedies.house import NOT_PARTY, REFERENCE, SET_TWO, STATE, STATEMENT
from tests.unit.documentary_credit.house import (
    EXPIRY,
    EXPIRY_MONDAY,
    HAMBURG,
    NOTICE,
    PROOF,
    TODAY,
    House,
    codes_of,
)
from usance.codes import Exclusion, Mark, SetStatus
from usance.terms import Credit, Presentation

EUCP = int(Exclusion.EUCP)
NOT_ELECTRONIC = "credit: not electronic (EUCP-e6)"
ONCE = "credit: asked before (EUCP-e12)"
LATE = "credit: sent too late (EUCP-e12)"
EARLY = "credit: may come yet (EUCP-e12)"
REPORT = b"report".ljust(32, b"\0")


def report(house: House, terms: Credit, statement: Presentation, by: str = "issuing_bank") -> Any:
    return house.ok(getattr(house, by), "report_unreadable", terms, statement, REPORT)


def resend(house: House, terms: Credit, statement: Presentation) -> Any:
    return house.ok(house.beneficiary, "resend_records", terms, statement, PROOF)


def suspended(house: House, **changes: Any) -> tuple[Credit, Presentation]:
    terms = house.issued(**({"exclusions": EUCP} | changes))
    statement = house.received(terms)
    report(house, terms, statement)
    return terms, statement


def test_report__within_the_clock__it_stands(house: House) -> None:
    """Received on Monday; on Wednesday Thursday, Friday and Monday are left."""
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.at(TODAY + 2)
    receipt = report(house, terms, statement)
    assert codes_of(receipt) == ["UnreadableReported"]
    assert receipt.event("UnreadableReported").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "report": REPORT,
        "resend_until": TODAY + 32,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["last_day"]) == (SetStatus.SUSPENDED, TODAY + 7)
    assert tuple(house.see("suspension_of", house.set_id(terms, statement))) == (TODAY + 32, 3)
    assert house.state(terms)["open_sets"] == 1


def test_report__while_the_clock_stands__nobody_acts_on_the_set(house: House) -> None:
    terms, statement = suspended(house)
    house.at(TODAY + 20)
    house.fails(STATE, house.stranger, "preclude", terms, statement)
    house.fails(STATE, house.issuing_bank, "accept", terms, statement)
    house.fails("U16", house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.fails(STATE, house.issuing_bank, "acknowledge", terms, statement, TODAY)
    house.fails(STATE, house.beneficiary, "demand_return", terms, statement)
    house.fails(STATE, house.beneficiary, "notify_completeness", terms, statement, PROOF)


@pytest.mark.parametrize("days", [0, 1])
def test_report__on_the_last_day_and_a_day_after(house: House, days: int) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    if days == 0:
        house.at_last_second(TODAY + 7)
        report(house, terms, statement)
        assert tuple(house.see("suspension_of", house.set_id(terms, statement))) == (TODAY + 37, 0)
    else:
        house.at_first_second_after(TODAY + 7)
        late = "credit: finding too late (U14)"
        house.fails(late, house.issuing_bank, "report_unreadable", terms, statement, REPORT)


def test_report__paper_credit__no_electronic_records(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(NOT_ELECTRONIC, house.issuing_bank, "report_unreadable", terms, statement, REPORT)


@pytest.mark.parametrize("sender", ["beneficiary", "nominated_bank", "stranger"])
def test_report__by_another__refused(house: House, sender: str) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.fails(NOT_PARTY, getattr(house, sender), "report_unreadable", terms, statement, REPORT)


def test_report__without_its_hash__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.fails(STATEMENT, house.issuing_bank, "report_unreadable", terms, statement, bytes(32))


@pytest.mark.parametrize("state", ["presented", "refused", "accepted"])
def test_report__no_clock_running__refused(house: House, state: str) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.issuing_bank, "report_unreadable", terms, statement, REPORT)


def test_report__a_second_time__once_a_set(house: House) -> None:
    terms, statement = suspended(house)
    house.fails(STATE, house.issuing_bank, "report_unreadable", terms, statement, REPORT)
    resend(house, terms, statement)
    house.fails(ONCE, house.issuing_bank, "report_unreadable", terms, statement, REPORT)


def test_report__received_after_hours_and_reported_at_once__no_day_is_gained(house: House) -> None:
    """Sent on Monday night, received on Tuesday: the clock has five days, not six."""
    terms = house.issued(exclusions=EUCP)
    house.at(TODAY, 22)
    statement = house.presented(terms)
    house.ok(house.beneficiary, "notify_completeness", terms, statement, PROOF)
    assert house.set_state(terms, statement)["received_day"] == TODAY + 1
    report(house, terms, statement)
    assert tuple(house.see("suspension_of", house.set_id(terms, statement)))[1] == 5


@pytest.mark.parametrize(
    ("day", "hour", "received", "last"), [(10, 10, 10, 15), (10, 22, 11, 16), (12, 10, 14, 17)]
)
def test_resend__the_days_left_are_counted_after_the_receipt(
    house: House, day: int, hour: int, received: int, last: int
) -> None:
    """Three days were left; the 12th is a Saturday."""
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.at(TODAY + 2)
    report(house, terms, statement)
    house.at(TODAY + day, hour)
    receipt = resend(house, terms, statement)
    assert codes_of(receipt) == ["RecordsResent"]
    assert receipt.event("RecordsResent").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "proof": PROOF,
        "last_day": TODAY + last,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["received_day"]) == (SetStatus.PRESENTED, TODAY + received)
    assert house.last_day(terms, statement) == TODAY + last
    assert tuple(house.see("suspension_of", house.set_id(terms, statement))) == (0, 0)
    assert house.state(terms)["open_sets"] == 1
    house.at_last_second(TODAY + last)
    house.fails("credit: clock still runs (U14)", house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + last)
    house.ok(house.stranger, "preclude", terms, statement)


def test_resend__no_day_was_left__the_day_of_receipt_itself(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.at(TODAY + 7)
    report(house, terms, statement)
    house.at(TODAY + 12)
    assert resend(house, terms, statement).event("RecordsResent")["last_day"] == TODAY + 14
    house.at_last_second(TODAY + 14)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)


@pytest.mark.parametrize("days", [30, 31])
def test_resend__thirty_calendar_days_and_one_more(house: House, days: int) -> None:
    terms, statement = suspended(house)
    if days == 30:
        house.at(TODAY + 30, 23)
        house.fails(EARLY, house.issuing_bank, "drop", terms, statement)
        house.at_last_second(TODAY + 30)
        resend(house, terms, statement)
        assert house.set_state(terms, statement)["status"] == SetStatus.PRESENTED
    else:
        house.at_first_second_after(TODAY + 30)
        house.fails(LATE, house.beneficiary, "resend_records", terms, statement, PROOF)
        house.ok(house.issuing_bank, "drop", terms, statement)


@pytest.mark.parametrize("sender", ["issuing_bank", "applicant", "stranger"])
def test_resend__by_another__refused(house: House, sender: str) -> None:
    terms, statement = suspended(house)
    house.fails(NOT_PARTY, getattr(house, sender), "resend_records", terms, statement, PROOF)


def test_resend__without_its_proof__refused(house: House) -> None:
    terms, statement = suspended(house)
    house.fails(STATEMENT, house.beneficiary, "resend_records", terms, statement, bytes(32))


def test_resend__not_asked__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.fails(STATE, house.beneficiary, "resend_records", terms, statement, PROOF)


def test_resend__of_a_claim__by_the_bank_that_honoured(house: House) -> None:
    terms = house.confirmed(exclusions=EUCP)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    report(house, terms, statement)
    house.fails(NOT_PARTY, house.beneficiary, "resend_records", terms, statement, PROOF)
    house.ok(house.confirming_bank, "resend_records", terms, statement, PROOF)


def test_resend__earlier_receipts__count_no_more(house: House) -> None:
    """Else an attested delivery of the unreadable records would take the bank its days."""
    terms, statement = suspended(house, delivery_agent=house.delivery_agent)
    house.at(TODAY + 10)
    resend(house, terms, statement)
    instant = house.calendars[HAMBURG].midnight(TODAY) + 43_200
    reason = "credit: day of receipt (U14)"
    house.fails(reason, house.delivery_agent, "attest_delivery", terms, statement, instant)
    house.fails(reason, house.issuing_bank, "acknowledge", terms, statement, TODAY)


def test_resend__after_expiry__the_first_receipt_decides_lateness(house: House) -> None:
    """Neither does expiry move, nor is a set late that came in time; nor one in time that came late."""
    terms = house.issued(exclusions=EUCP)
    house.at(EXPIRY_MONDAY)
    in_time = house.received(terms)
    report(house, terms, in_time)
    house.at(EXPIRY_MONDAY + 1)
    late = house.received(terms, documents=SET_TWO)
    report(house, terms, late)
    house.at(EXPIRY_MONDAY + 5)
    for statement, marks in ((in_time, 0), (late, Mark.AFTER_EXPIRY)):
        resend(house, terms, statement)
        assert house.set_state(terms, statement)["marks"] == marks


def test_resend__closure_recorded_on_the_day_of_receipt__counts_once(house: House) -> None:
    terms, statement = suspended(house)
    house.at(TODAY + 9)
    house.close_unplanned(TODAY + 10, 1)
    receipt = resend(house, terms, statement)
    # Five days after Wednesday the 11th, the 12th closed.
    assert receipt.event("RecordsResent")["last_day"] == TODAY + 17
    assert house.last_day(terms, statement) == TODAY + 17
    house.at(TODAY + 10)
    house.close_unplanned(TODAY + 11, 1)
    assert house.last_day(terms, statement) == TODAY + 18


def test_drop__not_sent_again__not_presented(house: House) -> None:
    terms, statement = suspended(house, panel=house.wallet_owner)
    house.at(TODAY + 31)
    receipt = house.ok(house.issuing_bank, "drop", terms, statement)
    assert codes_of(receipt) == ["Dropped"]
    assert receipt.event("Dropped").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.RETURNED, 0)
    assert house.state(terms)["open_sets"] == 0
    # Nothing was refused, so nobody finds that it was refused wrongly.
    house.fails(STATE, house.wallet_owner, "award", terms, statement, REFERENCE)
    house.fails(STATE, house.beneficiary, "resend_records", terms, statement, PROOF)
    house.fails(STATE, house.issuing_bank, "drop", terms, statement)


def test_drop__set_keeps_the_credit_open_until_then(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    house.at(EXPIRY)
    statement = house.received(terms)
    report(house, terms, statement)
    house.at(EXPIRY + 32)
    house.fails("OPEN_SET", house.issuing_bank, "close", terms)
    house.ok(house.issuing_bank, "drop", terms, statement)
    house.ok(house.stranger, "close", terms)


@pytest.mark.parametrize("sender", ["beneficiary", "stranger", "applicant"])
def test_drop__by_another__refused(house: House, sender: str) -> None:
    terms, statement = suspended(house)
    house.at(TODAY + 31)
    house.fails(NOT_PARTY, getattr(house, sender), "drop", terms, statement)


@pytest.mark.parametrize("sender", ["confirming_bank", "issuing_bank"])
def test_drop__at_the_confirming_bank__it_or_the_issuing_bank(house: House, sender: str) -> None:
    terms = house.confirmed(exclusions=EUCP)
    statement = house.received(terms, "confirming_bank")
    house.fails(NOT_PARTY, house.issuing_bank, "report_unreadable", terms, statement, REPORT)
    report(house, terms, statement, "confirming_bank")
    house.at(TODAY + 31)
    receipt = house.ok(getattr(house, sender), "drop", terms, statement)
    assert receipt.event("Dropped")["bank"] == house.confirming_bank


def test_drop__nothing_suspended__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.at(TODAY + 31)
    house.fails(STATE, house.issuing_bank, "drop", terms, statement)


def test_report__sent_on_to_the_issuing_bank__it_may_ask_for_itself(house: House) -> None:
    """Each bank has its own systems; the nominated bank's question uses up nobody else's."""
    terms = house.issued(house.nominating(exclusions=EUCP))
    statement = house.received(terms, "nominated_bank")
    report(house, terms, statement, "nominated_bank")
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)
    resend(house, terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.at(TODAY + 1)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY)
    report(house, terms, statement)
