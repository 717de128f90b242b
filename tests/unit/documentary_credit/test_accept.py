"""accept: the bank finds that the set complies and binds itself (U15)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    EXPIRY_MONDAY,
    GOOD_FRIDAY,
    TODAY,
    House,
    codes_of,
)
from usance.codes import Exclusion, SetStatus
from usance.terms import MAX_AMOUNT

LATE = "credit: finding too late (U14)"


def test_accept__in_time__bound_and_due(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert codes_of(receipt) == ["Accepted"]
    assert receipt.event("Accepted").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "amount": 54_150_00,
        "due_day": TODAY + 1,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["due_day"]) == (
        SetStatus.COMPLYING,
        54_150_00,
        TODAY + 1,
    )
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"], credit["cover"]) == (1, 54_150_00, 54_150_00)


@pytest.mark.parametrize("sender", ["stranger", "advising_bank", "applicant", "beneficiary"])
def test_accept__by_another__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails("credit: not your act (NOT_PARTY)", getattr(house, sender), "accept", terms, statement)


def test_accept__issuer_for_the_confirming_bank__refused(house: House) -> None:
    terms = house.confirmed()
    statement = house.received(terms, "confirming_bank")
    house.fails("NOT_PARTY", house.issuing_bank, "accept", terms, statement)


def test_accept__not_received__refused(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails("credit: state (STATE)", house.issuing_bank, "accept", terms, statement)


@pytest.mark.parametrize("finding", ["accepted", "refused", "precluded"])
def test_accept__after_a_finding__refused(house: House, finding: str) -> None:
    terms = house.issued()
    statement = getattr(house, finding)(terms)
    house.fails("credit: state (STATE)", house.issuing_bank, "accept", terms, statement)


def test_accept__last_second_of_the_last_day__in_time(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_last_second(TODAY + 7)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    # The 11th is a day on which the euro's centre is closed; the due day is the next one.
    assert receipt.event("Accepted")["due_day"] == TODAY + 8


def test_accept__a_second_later__too_late(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_first_second_after(TODAY + 7)
    house.fails(LATE, house.issuing_bank, "accept", terms, statement)


def test_accept__last_day_at_the_confirming_banks_place__its_midnight(house: House) -> None:
    terms = house.confirmed()
    first = house.received(terms, "confirming_bank", amount=1)
    second = house.received(terms, "confirming_bank", amount=2)
    house.at_last_second(TODAY + 7, DUBAI)
    house.ok(house.confirming_bank, "accept", terms, first)
    house.fails(LATE, house.confirming_bank, "accept", terms, second)


def test_accept__last_day_after_the_clock_moved__local_midnight(house: House) -> None:
    """From the Sunday on which clocks go forward midnight comes at 22:00 UTC."""
    terms = house.issued()
    house.at(GOOD_FRIDAY - 8)  # a Thursday; five banking days later is a Thursday
    first = house.received(terms, amount=1)
    second = house.received(terms, amount=2)
    house.at_last_second(GOOD_FRIDAY - 1)
    assert house.coming % 86_400 == 22 * 3_600 - 1
    house.ok(house.issuing_bank, "accept", terms, first)
    house.fails(LATE, house.issuing_bank, "accept", terms, second)


def test_accept__closure_recorded_inside__a_day_longer(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 1)
    house.close_unplanned(TODAY + 2, 1)
    house.at_last_second(TODAY + 8)
    house.ok(house.issuing_bank, "accept", terms, statement)


@pytest.mark.parametrize(
    ("currency_place", "due"), [(True, TODAY + 10), (False, TODAY + 9)], ids=["centre", "place alone"]
)
def test_accept__centre_of_the_currency_closed__due_a_day_later(
    house: House, currency_place: bool, due: int
) -> None:
    """Found on Tuesday the 10th: TARGET is closed on Wednesday the 11th."""
    changes = {} if currency_place else {"currency_place": bytes(32)}
    terms = house.issued(**changes)
    house.at(TODAY + 8)
    statement = house.received(terms)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == due


@pytest.mark.parametrize(("days", "due"), [(0, TODAY), (1, TODAY + 1), (30, TODAY + 43 + 2)])
def test_accept__honour_days__banking_days_from_the_finding(house: House, days: int, due: int) -> None:
    terms = house.issued(honour_days=days)
    statement = house.accepted(terms)
    assert house.set_state(terms, statement)["due_day"] == due


def test_accept__overdrawn__bound_for_what_is_available(house: House) -> None:
    terms = house.issued(amount=99, tolerance_plus=1_000, additional_amount=1)
    house.accepted(terms, amount=100)
    statement = house.accepted(terms, amount=101, documents=b"two".ljust(32, b"\0"))
    assert house.set_state(terms, statement)["amount"] == 9  # 99 + 9.9 down + 1 - 100
    assert house.state(terms)["drawn"] == 109


def test_accept__nothing_left__refused(house: House) -> None:
    terms = house.issued()
    house.accepted(terms)
    statement = house.received(terms, amount=1)
    house.fails("credit: nothing available (LC10)", house.issuing_bank, "accept", terms, statement)


def test_accept__largest_amount__fits_the_books(house: House) -> None:
    terms = house.issued(amount=MAX_AMOUNT)
    statement = house.accepted(terms)
    assert house.set_state(terms, statement)["amount"] == MAX_AMOUNT
    assert house.state(terms)["drawn"] == MAX_AMOUNT
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == MAX_AMOUNT * 10_000


def test_accept__nominated_bank__not_bound_by_its_finding(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.at(EXPIRY)  # no clock of its binds it
    receipt = house.ok(house.nominated_bank, "accept", terms, statement)
    assert (receipt.event("Accepted")["amount"], receipt.event("Accepted")["due_day"]) == (0, 0)
    credit = house.state(terms)
    assert (credit["drawn"], credit["open_sets"]) == (0, 0)
    assert house.set_state(terms, statement)["status"] == SetStatus.COMPLYING


def test_accept__late_set__the_banks_right(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY + 20)
    statement = house.accepted(terms)
    assert house.set_state(terms, statement)["amount"] == 54_150_00


@pytest.mark.parametrize(
    ("exclusions", "receipt_day", "allowed"),
    [
        (0, TODAY, False),
        (int(Exclusion.ART16F_OFF), TODAY, True),
        (int(Exclusion.EXPIRY_KEPT), TODAY, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY + 1, True),
        (0, EXPIRY_MONDAY + 1, False),
    ],
)
def test_accept__after_the_last_day__only_where_silence_bound_nobody(
    house: House, exclusions: int, receipt_day: int, allowed: bool
) -> None:
    terms = house.issued(exclusions=exclusions)
    house.at(receipt_day)
    statement = house.received(terms)
    house.at(receipt_day + 20)
    if allowed:
        house.ok(house.issuing_bank, "accept", terms, statement)
    else:
        house.fails(LATE, house.issuing_bank, "accept", terms, statement)


def test_accept__closed_credit__refused(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.received(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.issuing_bank, "accept", terms, statement)


def test_accept__nobody_was_asked__unknown(house: House) -> None:
    terms = house.issued()
    house.fails("UNKNOWN", house.issuing_bank, "accept", terms, house.statement(terms))


def test_accept__bank_is_a_wallet__bound(house: House) -> None:
    terms = house.terms(issuer=house.wallet.address, cover_bps=0)
    house.execute("issue", terms).require()
    statement = house.statement(terms, bank=house.wallet.address, bank_place=terms.issuer_place)
    house.ok(house.beneficiary, "present", terms, statement)
    house.execute("acknowledge", terms, statement, TODAY).require()
    house.execute("accept", terms, statement).require()
    assert house.set_state(terms, statement)["amount"] == 54_150_00
