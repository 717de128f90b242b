"""preclude: anyone, once the last day has ended without a notice (U14, U16)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    EXPIRY_MONDAY,
    NOTICE,
    TODAY,
    House,
    codes_of,
)
from usance.codes import Disposal, Exclusion, Mark, SetStatus

EARLY = "credit: clock still runs (U14)"
FREE = "credit: silence is free (U16)"
STATE = "credit: state (STATE)"


def test_preclude__silent_bank__bound_by_anyone(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_first_second_after(TODAY + 7)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert codes_of(receipt) == ["Precluded"]
    assert receipt.event("Precluded").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "amount": 54_150_00,
        "due_day": TODAY + 8,
        "marks": 0,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["due_day"]) == (
        SetStatus.PRECLUDED,
        54_150_00,
        TODAY + 8,
    )
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"]) == (1, 54_150_00)


def test_preclude__last_second_of_the_last_day__too_early(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at_last_second(TODAY + 7)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + 7)
    house.ok(house.stranger, "preclude", terms, statement)


def test_preclude__months_later__due_as_if_at_once(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 60)
    receipt = house.ok(house.beneficiary, "preclude", terms, statement)
    assert receipt.event("Precluded")["due_day"] == TODAY + 8


def test_preclude__confirming_bank__bound_at_its_own_midnight(house: House) -> None:
    terms = house.confirmed(currency_place=bytes(32))
    statement = house.received(terms, "confirming_bank")
    house.at_last_second(TODAY + 7, DUBAI)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + 7, DUBAI)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["bank"] == house.confirming_bank
    assert receipt.event("Precluded")["due_day"] == TODAY + 8


def test_preclude__nominated_bank__never(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.at(EXPIRY)
    house.fails("credit: nominated only (U12)", house.stranger, "preclude", terms, statement)


def test_preclude__not_received__no_clock(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(EXPIRY)
    house.fails(STATE, house.stranger, "preclude", terms, statement)


@pytest.mark.parametrize("finding", ["accepted", "refused", "precluded"])
def test_preclude__after_a_finding__refused(house: House, finding: str) -> None:
    terms = house.issued()
    statement = getattr(house, finding)(terms)
    house.at(EXPIRY)
    house.fails(STATE, house.stranger, "preclude", terms, statement)


def test_preclude__closure_inside_the_clock__a_day_later(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 1)
    house.close_unplanned(TODAY + 2, 2)
    house.at_last_second(TODAY + 8)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + 8)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["due_day"] == TODAY + 10  # the 11th is closed at the centre


def test_preclude__overdrawn_and_late__bound_for_what_was_available(house: House) -> None:
    terms = house.issued(latest_shipment_day=TODAY)
    house.accepted(terms, amount=54_149_00)
    house.at(EXPIRY_MONDAY + 1)
    statement = house.received(terms, amount=2_00, shipment_day=EXPIRY - 60)
    house.at_first_second_after(house.last_day(terms, statement))
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["amount"] == 1_00
    assert receipt.event("Precluded")["marks"] == sum(Mark)
    assert house.state(terms)["drawn"] == 54_150_00


def test_preclude__nothing_left__bound_for_nothing_and_closes(house: House) -> None:
    terms = house.issued()
    first = house.accepted(terms)
    second = house.precluded(terms, amount=1)
    assert house.set_state(terms, second)["amount"] == 0
    house.fails(STATE, house.issuing_bank, "honour", terms, second)
    house.ok(house.issuing_bank, "honour", terms, first)
    assert house.state(terms)["open_sets"] == 0


@pytest.mark.parametrize(
    ("exclusions", "day", "bound"),
    [
        (0, TODAY, True),
        (int(Exclusion.ART16F_OFF), TODAY, False),
        (0, EXPIRY_MONDAY + 1, True),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY + 1, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY, True),
        (int(Exclusion.DOCUMENTS_ALTERED), TODAY, True),
    ],
)
def test_preclude__exclusions_of_the_terms__win_over_article_16f(
    house: House, exclusions: int, day: int, bound: bool
) -> None:
    terms = house.issued(exclusions=exclusions)
    house.at(day)
    statement = house.received(terms)
    assert house.state(terms)["open_sets"] == bound
    house.at_first_second_after(house.last_day(terms, statement))
    if bound:
        house.ok(house.stranger, "preclude", terms, statement)
    else:
        house.fails(FREE, house.stranger, "preclude", terms, statement)


# --- documents that had to go back and did not (16e) ---


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_preclude__documents_kept__bound_after_the_last_day_of_the_return(
    house: House, disposal: Disposal
) -> None:
    terms = house.issued()
    statement = house.refused(terms, disposal)
    if disposal != Disposal.RETURN:
        house.ok(house.beneficiary, "demand_return", terms, statement)
    house.at_last_second(TODAY + 3)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + 3)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    precluded = receipt.event("Precluded")
    assert (precluded["bank"], precluded["amount"], precluded["due_day"]) == (
        house.issuing_bank,
        54_150_00,
        TODAY + 4,
    )
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["due_day"]) == (
        SetStatus.PRECLUDED,
        54_150_00,
        TODAY + 4,
    )
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"]) == (1, 54_150_00)


def test_preclude__refused_and_nobody_asked__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.at(EXPIRY)
    house.fails(STATE, house.stranger, "preclude", terms, statement)


def test_preclude__documents_kept_by_the_confirming_bank__bound_in_its_place(house: House) -> None:
    terms = house.confirmed()
    house.at(TODAY + 3)
    statement = house.refused(terms, Disposal.RETURN, "confirming_bank")
    house.at_last_second(TODAY + 8, DUBAI)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(TODAY + 8, DUBAI)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["bank"] == house.confirming_bank


def test_preclude__documents_kept_by_the_nominated_bank__never(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.refused(terms, Disposal.RETURN, "nominated_bank")
    house.at(EXPIRY)
    house.fails("credit: nominated only (U12)", house.stranger, "preclude", terms, statement)


@pytest.mark.parametrize(
    ("exclusions", "day", "bound"),
    [
        (int(Exclusion.ART16F_OFF), TODAY, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY + 1, False),
        (int(Exclusion.EXPIRY_KEPT), EXPIRY_MONDAY, True),
        (0, EXPIRY_MONDAY + 1, True),
    ],
)
def test_preclude__documents_kept__exclusions_of_the_terms_win(
    house: House, exclusions: int, day: int, bound: bool
) -> None:
    terms = house.issued(exclusions=exclusions)
    house.at(day)
    statement = house.refused(terms, Disposal.RETURN)
    assert house.state(terms)["open_sets"] == bound
    house.at(day + 10)
    if bound:
        house.ok(house.stranger, "preclude", terms, statement)
    else:
        house.fails(FREE, house.stranger, "preclude", terms, statement)


def test_preclude__documents_of_a_claim_kept__bound_for_what_the_bank_paid(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.ok(house.confirming_bank, "demand_return", terms, statement)
    house.at_first_second_after(TODAY + 3)
    house.ok(house.stranger, "preclude", terms, statement)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (54_150_00, 1, 1)


def test_preclude__while_stopped__works(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.ok(house.guardian, "pause")
    house.at_first_second_after(TODAY + 7)
    house.ok(house.stranger, "preclude", terms, statement)


def test_preclude__three_sets_of_one_credit__each_for_the_rest(house: House) -> None:
    terms = house.issued(amount=100)
    sets = [house.received(terms, amount=60, documents=bytes([n]) * 32) for n in (1, 2, 3)]
    house.at_first_second_after(TODAY + 7)
    bound = [house.ok(house.stranger, "preclude", terms, item).event("Precluded")["amount"] for item in sets]
    assert bound == [60, 40, 0]
    assert house.state(terms)["open_sets"] == 2


def test_preclude__unknown_or_closed__refused(house: House) -> None:
    terms = house.issued(exclusions=int(Exclusion.ART16F_OFF))
    statement = house.received(terms)
    house.fails("UNKNOWN", house.stranger, "preclude", terms, house.statement(terms, amount=1))
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.stranger, "preclude", terms, statement)
