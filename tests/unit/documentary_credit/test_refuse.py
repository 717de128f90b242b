"""refuse: one notice, every discrepancy, one disposal, until midnight of the last day (U16)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    NOTICE,
    TEXT,
    TODAY,
    House,
    codes_of,
    discrepancies,
)
from usance.codes import Disposal, Exclusion, SetStatus
from usance.terms import ZERO_HASH

BAD = "credit: not a notice (U16)"
LATE = "credit: notice too late (U16)"
SECOND = "credit: one notice (U16)"
LEAF = b"leaf".ljust(32, b"\0")


def test_refuse__in_time__noticed(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    found = discrepancies(2, leaf=LEAF) + discrepancies(8)
    receipt = house.ok(house.issuing_bank, "refuse", terms, statement, found, int(Disposal.NOTIFY), TEXT)
    assert codes_of(receipt) == ["Refused"]
    assert receipt.event("Refused").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "disposal": Disposal.NOTIFY,
        "discrepancies": found,
        "text": TEXT,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["disposal"], state["amount"]) == (
        SetStatus.REFUSED,
        Disposal.NOTIFY,
        0,
    )
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"], credit["cover"]) == (0, 0, 54_150_00)


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_refuse__each_disposal__open_to_the_issuing_bank(house: House, disposal: Disposal) -> None:
    terms = house.issued()
    statement = house.refused(terms, disposal)
    state = house.set_state(terms, statement)
    assert state["disposal"] == disposal
    # Documents that the notice says go back have three banking days (16c); nobody asked for others.
    returning = disposal == Disposal.RETURN
    assert state["due_day"] == (TODAY + 3 if returning else 0)
    assert house.state(terms)["open_sets"] == returning


@pytest.mark.parametrize("bank", ["confirming_bank", "advising_bank"])
def test_refuse__notify_by_another_bank__is_the_issuers_alone(house: House, bank: str) -> None:
    terms = house.confirmed()
    statement = house.received(terms, bank)
    sender = getattr(house, bank)
    house.fails(BAD, sender, "refuse", terms, statement, NOTICE[0], int(Disposal.NOTIFY), TEXT)
    house.ok(sender, "refuse", terms, statement, NOTICE[0], int(Disposal.RETURN), TEXT)


def test_refuse__no_discrepancy__not_a_notice(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(BAD, house.issuing_bank, "refuse", terms, statement, [], int(Disposal.HOLD), TEXT)


def test_refuse__a_discrepancy_without_a_code__not_a_notice(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    found = [*discrepancies(2), *discrepancies(0, leaf=LEAF)]
    house.fails(BAD, house.issuing_bank, "refuse", terms, statement, found, int(Disposal.HOLD), TEXT)


@pytest.mark.parametrize("disposal", [0, 5, 2**200])
def test_refuse__no_or_unknown_disposal__not_a_notice(house: House, disposal: int) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(BAD, house.issuing_bank, "refuse", terms, statement, NOTICE[0], disposal, TEXT)


def test_refuse__no_text__not_a_notice(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(BAD, house.issuing_bank, "refuse", terms, statement, NOTICE[0], int(Disposal.HOLD), ZERO_HASH)


def test_refuse__sixteen_discrepancies__all_in_the_notice_and_no_more(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    many = discrepancies(*range(1, 18))
    assert not house.act(house.issuing_bank, "refuse", terms, statement, many, int(Disposal.HOLD), TEXT).ok
    receipt = house.ok(house.issuing_bank, "refuse", terms, statement, many[:16], int(Disposal.HOLD), TEXT)
    assert receipt.event("Refused")["discrepancies"] == many[:16]


def test_refuse__reverted_notice__was_not_given(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(BAD, house.issuing_bank, "refuse", terms, statement, [], int(Disposal.HOLD), TEXT)
    house.at_first_second_after(TODAY + 7)
    house.ok(house.stranger, "preclude", terms, statement)


def test_refuse__last_second_of_the_last_day__in_time(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_last_second(TODAY + 7)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_refuse__a_second_later__too_late(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_first_second_after(TODAY + 7)
    house.fails(LATE, house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_refuse__confirming_bank_in_dubai__midnight_there(house: House) -> None:
    terms = house.confirmed()
    first = house.received(terms, "confirming_bank", amount=1)
    second = house.received(terms, "confirming_bank", amount=2)
    house.at_last_second(TODAY + 7, DUBAI)
    house.ok(house.confirming_bank, "refuse", terms, first, *NOTICE)
    house.fails(LATE, house.confirming_bank, "refuse", terms, second, *NOTICE)


def test_refuse__second_notice_with_another_discrepancy__void(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.fails(
        SECOND,
        house.issuing_bank,
        "refuse",
        terms,
        statement,
        discrepancies(2, 8, 13),
        int(Disposal.HOLD),
        TEXT,
    )


@pytest.mark.parametrize("finding", ["accepted", "precluded"])
def test_refuse__after_a_finding__void(house: House, finding: str) -> None:
    terms = house.issued()
    statement = getattr(house, finding)(terms)
    house.fails(SECOND, house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_refuse__not_received__refused(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails("credit: state (STATE)", house.issuing_bank, "refuse", terms, statement, *NOTICE)


@pytest.mark.parametrize("sender", ["stranger", "applicant", "advising_bank"])
def test_refuse__by_another__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(
        "credit: not your act (NOT_PARTY)", getattr(house, sender), "refuse", terms, statement, *NOTICE
    )


def test_refuse__issuer_for_a_set_at_the_confirming_bank__refused(house: House) -> None:
    terms = house.confirmed()
    statement = house.received(terms, "confirming_bank")
    house.fails("NOT_PARTY", house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_refuse__silence_free__still_no_notice_after_the_last_day(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.received(terms)
    house.at_first_second_after(TODAY + 7)
    house.fails(LATE, house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_refuse__one_of_two_sets__the_other_stays_open(house: House) -> None:
    terms = house.issued()
    house.received(terms, amount=1)
    house.refused(terms, amount=2)
    assert house.state(terms)["open_sets"] == 1


def test_refuse__closed_or_unknown__refused(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.received(terms)
    other = house.statement(terms, amount=1)
    house.fails("UNKNOWN", house.issuing_bank, "refuse", terms, other, *NOTICE)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.issuing_bank, "refuse", terms, statement, *NOTICE)
