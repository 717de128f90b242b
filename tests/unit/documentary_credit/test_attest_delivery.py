"""attest_delivery: the delivery agent's word starts the clock where the bank stays silent."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import DAY, DUBAI, HAMBURG, HOUR, TODAY, House, codes_of
from usance.calendars import day_of
from usance.codes import Means
from usance.terms import ZERO_HASH, Credit, Presentation

DAY_OF_RECEIPT = "credit: day of receipt (U14)"


def delivered_to(house: House, **changes: object) -> tuple[Credit, Presentation]:
    terms = house.issued(delivery_agent=house.delivery_agent, **changes)
    return terms, house.presented(terms)


def moment(house: House, day: int, hour: float, place: bytes = HAMBURG) -> int:
    return house.calendars[place].midnight(day) + int(hour * HOUR)


def test_attest_delivery__in_hours__received_that_day(house: House) -> None:
    terms, statement = delivered_to(house)
    house.at(TODAY + 2)
    receipt = house.ok(
        house.delivery_agent, "attest_delivery", terms, statement, moment(house, TODAY + 1, 16)
    )
    assert codes_of(receipt) == ["Acknowledged"]
    assert receipt.event("Acknowledged").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "means": Means.DELIVERY,
        "received_day": TODAY + 1,
        "last_day": TODAY + 8,
        "marks": 0,
        "proof": ZERO_HASH,
    }
    assert house.state(terms)["open_sets"] == 1


@pytest.mark.parametrize(
    ("day", "second", "received"),
    [
        (TODAY + 1, 17 * HOUR - 1, TODAY + 1),
        (TODAY + 1, 17 * HOUR, TODAY + 2),  # closing time itself is too late (article 33)
        (TODAY + 4, 17 * HOUR, TODAY + 7),  # Friday evening: Monday
        (TODAY + 5, 12 * HOUR, TODAY + 7),  # Saturday: Monday
    ],
)
def test_attest_delivery__about_closing_time__next_banking_day(
    house: House, day: int, second: int, received: int
) -> None:
    terms, statement = delivered_to(house)
    house.at(TODAY + 8)
    instant = house.calendars[HAMBURG].midnight(day) + second
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, instant)
    assert house.set_state(terms, statement)["received_day"] == received


def test_attest_delivery__on_the_day_the_clock_moves__local_closing_time(house: House) -> None:
    """Sunday 2026-03-29 02:00 becomes 03:00; on Monday 17:00 is 15:00 UTC, not 16:00."""
    terms, statement = delivered_to(house)
    monday = day_of("2026-03-30")
    house.at(monday + 2)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, monday * DAY + 15 * HOUR)
    assert house.set_state(terms, statement)["received_day"] == monday + 1
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, monday * DAY + 15 * HOUR - 1)
    assert house.set_state(terms, statement)["received_day"] == monday


def test_attest_delivery__by_another__refused(house: House) -> None:
    terms, statement = delivered_to(house)
    house.fails(
        "credit: not your act (NOT_PARTY)",
        house.issuing_bank,
        "attest_delivery",
        terms,
        statement,
        house.driver.now(),
    )


def test_attest_delivery__no_agent_named__nobodys_act(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails("NOT_PARTY", house.delivery_agent, "attest_delivery", terms, statement, 0)


def test_attest_delivery__in_the_future__refused_and_now_taken(house: House) -> None:
    terms, statement = delivered_to(house)
    house.driver.set_time(house.driver.now() + 10)
    later = house.driver.now() + 11
    house.fails(DAY_OF_RECEIPT, house.delivery_agent, "attest_delivery", terms, statement, later)
    now = house.driver.now() + 10
    house.driver.set_time(now)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, now)


def test_attest_delivery__before_it_was_presented__counts_from_there(house: House) -> None:
    terms = house.issued(delivery_agent=house.delivery_agent)
    house.at(TODAY + 3)
    statement = house.presented(terms)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, moment(house, TODAY, 10))
    assert house.set_state(terms, statement)["received_day"] == TODAY + 3


def test_attest_delivery__earlier_than_acknowledged__moves_the_clock_back(house: House) -> None:
    terms, statement = delivered_to(house)
    house.at(TODAY + 4)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 4)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, moment(house, TODAY + 1, 9))
    assert house.last_day(terms, statement) == TODAY + 8


def test_attest_delivery__later_than_acknowledged__refused(house: House) -> None:
    terms, statement = delivered_to(house)
    house.at(TODAY + 4)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 1)
    house.fails(
        DAY_OF_RECEIPT,
        house.delivery_agent,
        "attest_delivery",
        terms,
        statement,
        moment(house, TODAY + 1, 12),
    )


def test_attest_delivery__bank_never_answers__precluded_all_the_same(house: House) -> None:
    terms, statement = delivered_to(house)
    house.at(TODAY + 9)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, moment(house, TODAY + 1, 9))
    house.ok(house.stranger, "preclude", terms, statement)


def test_attest_delivery__set_at_the_confirming_bank__its_hours(house: House) -> None:
    terms = house.confirmed(delivery_agent=house.delivery_agent)
    statement = house.presented(terms, "confirming_bank")
    house.at(TODAY + 3)
    receipt = house.ok(
        house.delivery_agent, "attest_delivery", terms, statement, moment(house, TODAY + 1, 14, DUBAI)
    )
    assert receipt.event("Acknowledged")["bank"] == house.confirming_bank
    assert receipt.event("Acknowledged")["received_day"] == TODAY + 2
