"""record_notice: a notice given off chain counts with its day, by the word of whoever got it (U16)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_remedies.house import NOT_PARTY, REFERENCE, STATE, STATEMENT, claimed
from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    GOOD_FRIDAY,
    NOTICE,
    TEXT,
    TODAY,
    House,
    codes_of,
    discrepancies,
)
from usance.codes import Disposal, Exclusion, NoticeMeans, SetStatus
from usance.terms import Credit, Presentation

LATE = "credit: notice too late (U16)"
SECOND = "credit: one notice (U16)"
BAD = "credit: not a notice (U16)"
FOUND = discrepancies(2, 8)


def words(day: int, disposal: int = Disposal.HOLD, **changes: Any) -> list[Any]:
    """The arguments after the statement."""
    said = {
        "found": FOUND,
        "disposal": int(disposal),
        "text": TEXT,
        "day": day,
        "means": int(NoticeMeans.TELETRANSMISSION),
        "reference": REFERENCE,
    }
    return list((said | changes).values())


def record(house: House, terms: Credit, statement: Presentation, *said: Any) -> Any:
    return house.ok(house.beneficiary, "record_notice", terms, statement, *said)


def test_record__by_the_presenter__refused_as_of_that_day(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 1)
    receipt = record(house, terms, statement, *words(TODAY, means=int(NoticeMeans.OTHER)))
    assert codes_of(receipt) == ["Refused", "NoticeRecorded"]
    ids = {"credit": house.id(terms), "presentation": house.set_id(terms, statement)}
    assert receipt.event("Refused").args == ids | {
        "bank": house.issuing_bank,
        "disposal": Disposal.HOLD,
        "discrepancies": FOUND,
        "text": TEXT,
    }
    assert receipt.event("NoticeRecorded").args == ids | {
        "recorder": house.beneficiary,
        "given_day": TODAY,
        "means": NoticeMeans.OTHER,
        "reference": REFERENCE,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["disposal"], state["due_day"]) == (SetStatus.REFUSED, Disposal.HOLD, 0)
    assert house.state(terms)["open_sets"] == 0


def test_record__after_the_last_day__a_notice_given_on_it_still_counts(house: House) -> None:
    """Recorded a day late and given on the last day: not late. Given a day late: late."""
    terms = house.issued()
    statement = house.received(terms)
    last = house.last_day(terms, statement)
    house.at(last + 1)
    house.fails(LATE, house.beneficiary, "record_notice", terms, statement, *words(last + 1))
    record(house, terms, statement, *words(last))
    house.fails(STATE, house.stranger, "preclude", terms, statement)


def test_record__precluded_already__undoes_nothing(house: House) -> None:
    terms = house.issued()
    statement = house.precluded(terms)
    house.fails(SECOND, house.beneficiary, "record_notice", terms, statement, *words(TODAY))


@pytest.mark.parametrize("days", [-1, 1])
def test_record__before_the_receipt_or_in_the_future__refused(house: House, days: int) -> None:
    terms = house.issued()
    house.at(TODAY + 1)
    statement = house.received(terms)
    house.fails(LATE, house.beneficiary, "record_notice", terms, statement, *words(TODAY + 1 + days))


def test_record__closure_since_the_receipt__lengthens_the_clock_of_the_notice(house: House) -> None:
    terms = house.issued()
    house.at(TODAY + 1)
    statement = house.received(terms)
    last = house.last_day(terms, statement)
    house.at(last)
    house.close_unplanned(last, 1)
    house.at(last + 1)
    record(house, terms, statement, *words(last + 1))


def test_record__second_notice__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.fails(SECOND, house.beneficiary, "record_notice", terms, statement, *words(TODAY))


def test_record__not_received__refused(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails(STATE, house.beneficiary, "record_notice", terms, statement, *words(0))


@pytest.mark.parametrize("sender", ["issuing_bank", "applicant", "stranger", "confirming_bank"])
def test_record__by_anybody_it_was_not_given_to__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(NOT_PARTY, getattr(house, sender), "record_notice", terms, statement, *words(TODAY))


def test_record__by_the_delivery_agent_of_the_terms__counts(house: House) -> None:
    terms = house.issued(delivery_agent=house.delivery_agent)
    statement = house.received(terms)
    receipt = house.ok(house.delivery_agent, "record_notice", terms, statement, *words(TODAY))
    assert receipt.event("NoticeRecorded")["recorder"] == house.delivery_agent


def test_record__delivery_agent_of_other_terms__nobody_here(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(NOT_PARTY, house.delivery_agent, "record_notice", terms, statement, *words(TODAY))


def test_record__of_a_claim__by_the_bank_that_honoured(house: House) -> None:
    terms, statement = claimed(house)
    house.fails(NOT_PARTY, house.beneficiary, "record_notice", terms, statement, *words(TODAY))
    house.ok(house.confirming_bank, "record_notice", terms, statement, *words(TODAY))


def test_record__by_the_bank_that_collects__counts(house: House) -> None:
    terms = house.issued()
    statement = house.collecting(terms)
    house.ok(house.beneficiary, "present", terms, statement)
    house.acknowledge(terms, statement)
    house.fails(NOT_PARTY, house.beneficiary, "record_notice", terms, statement, *words(TODAY))
    house.ok(house.collecting_bank, "record_notice", terms, statement, *words(TODAY))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"found": []}, BAD),
        ({"found": discrepancies(2, 0)}, BAD),
        ({"disposal": 0}, BAD),
        ({"disposal": 5}, BAD),
        ({"text": bytes(32)}, BAD),
        ({"means": 0}, STATEMENT),
        ({"means": 3}, STATEMENT),
        ({"reference": bytes(32)}, STATEMENT),
    ],
)
def test_record__without_what_a_notice_says__void(house: House, changes: dict[str, Any], reason: str) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(reason, house.beneficiary, "record_notice", terms, statement, *words(TODAY, **changes))
    assert house.set_state(terms, statement)["status"] == SetStatus.PRESENTED


def test_record__confirming_bank__its_own_place_and_no_notify(house: House) -> None:
    """It is Tuesday in Dubai while Hamburg has Monday."""
    terms = house.confirmed()
    statement = house.received(terms, "confirming_bank")
    house.at(TODAY + 1, 1, DUBAI)
    notify = words(TODAY + 1, Disposal.NOTIFY)
    house.fails(BAD, house.beneficiary, "record_notice", terms, statement, *notify)
    receipt = record(house, terms, statement, *words(TODAY + 1, Disposal.RETURN))
    assert receipt.event("Refused")["bank"] == house.confirming_bank
    # Wednesday, Thursday, then Friday and Saturday are closed there.
    assert house.set_state(terms, statement)["due_day"] == TODAY + 6


@pytest.mark.parametrize(("given", "due"), [(0, 3), (1, 4), (4, 9)])
def test_record__return__clock_runs_from_the_day_it_was_given(house: House, given: int, due: int) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 8)
    record(house, terms, statement, *words(TODAY + given, Disposal.RETURN))
    assert house.set_state(terms, statement)["due_day"] == TODAY + due
    assert house.state(terms)["open_sets"] == 1
    house.at_first_second_after(TODAY + max(due, 8))
    house.ok(house.stranger, "preclude", terms, statement)


def test_record__return__holiday_between_is_no_day_of_it(house: House) -> None:
    terms = house.issued()
    house.at(GOOD_FRIDAY - 1)
    statement = house.received(terms)
    record(house, terms, statement, *words(GOOD_FRIDAY - 1, Disposal.RETURN))
    assert house.set_state(terms, statement)["due_day"] == GOOD_FRIDAY + 6


def test_record__under_the_leaf_bar__kept_as_a_notice_on_chain_is(house: House) -> None:
    """What it named is measured by `strike_notice`; a tampered list is not that notice."""
    terms = house.issued(exclusions=int(Exclusion.LEAF_BAR))
    first = house.received(terms)
    record(house, terms, first, *words(TODAY))
    house.at(TODAY + 1)
    second = house.refused(terms, documents=b"set two".ljust(32, b"\0"))
    house.at(TODAY + 20)
    arguments = [terms, second, first, NOTICE[0], discrepancies(9), [[], []]]
    house.fails(BAD, house.stranger, "strike_notice", *arguments)
    arguments[4] = FOUND
    house.fails("credit: notice stands (U16)", house.stranger, "strike_notice", *arguments)


def test_record__credit_closed__too_late(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.received(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.beneficiary, "record_notice", terms, statement, *words(TODAY))
