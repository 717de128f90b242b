from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import COUNTER, DEHAM, FRI_SAT, INHERIT, SAT_SUN, House
from usance.calendars import day_of, place_key

FIRST = day_of("2026-01-01")


def test_open_place__new__known_with_nothing_loaded(house: House) -> None:
    receipt = house.done("open_place", DEHAM, FIRST, SAT_SUN, 60, 1020)
    event = receipt.event("PlaceOpened")
    assert event.args == {
        "place": DEHAM,
        "parent": bytes(32),
        "day": FIRST,
        "weekend": SAT_SUN,
        "minutes": 60,
        "closes": 1020,
        "keeper": house.keeper,
    }
    assert house.view("loaded_until", DEHAM) == FIRST - 1
    assert house.view("official_until", DEHAM) == FIRST - 1
    assert house.view("version", DEHAM) == 1
    assert house.view("weekend_on", DEHAM, FIRST - 900) == SAT_SUN
    assert house.view("offset_on", DEHAM, FIRST) == 60
    assert house.view("closes_on", DEHAM, FIRST) == 1020
    assert house.view("parent_of", DEHAM) == bytes(32)
    assert not house.view("covers", DEHAM, FIRST, FIRST)


def test_open_place__stranger__refused(house: House) -> None:
    assert "CAPABILITY" in house.refused("open_place", DEHAM, FIRST, SAT_SUN, 60, 1020, by=house.stranger)
    assert house.view("loaded_until", DEHAM) == 0


def test_open_place__administrator_without_keeper__refused(house: House) -> None:
    reason = house.refused("open_place", DEHAM, FIRST, SAT_SUN, 60, 1020, by=house.administrator)
    assert "CAPABILITY" in reason


def test_open_place__twice__refused(house: House) -> None:
    house.open()
    assert "(CALENDAR_OPEN)" in house.refused("open_place", DEHAM, FIRST, FRI_SAT, 0, 900)
    assert house.view("weekend_on", DEHAM, FIRST) == SAT_SUN


@pytest.mark.parametrize(
    ("day", "weekend", "minutes", "closes"),
    [
        (0, SAT_SUN, 60, 1020),
        (FIRST, 127, 60, 1020),
        (FIRST, 128, 60, 1020),
        (FIRST, SAT_SUN, -721, 1020),
        (FIRST, SAT_SUN, 841, 1020),
        (FIRST, SAT_SUN, 60, 1441),
        (FIRST, SAT_SUN, 60, INHERIT),
    ],
)
def test_open_place__value_out_of_range__refused(
    house: House, day: int, weekend: int, minutes: int, closes: int
) -> None:
    assert "(CALENDAR_VALUE)" in house.refused("open_place", DEHAM, day, weekend, minutes, closes)


def test_open_place__no_name__refused(house: House) -> None:
    assert "(CALENDAR_VALUE)" in house.refused("open_place", bytes(32), FIRST, SAT_SUN, 60, 1020)


def test_open_place__day_beyond_the_packing__refused(house: House) -> None:
    assert "(PACKING)" in house.refused("open_place", DEHAM, 2**20 + 1, SAT_SUN, 60, 1020)


@pytest.mark.parametrize(("weekend", "minutes", "closes"), [(0, -720, 0), (126, 840, 1440)])
def test_open_place__at_the_ends_of_the_range__taken(
    house: House, weekend: int, minutes: int, closes: int
) -> None:
    house.done("open_place", DEHAM, 1, weekend, minutes, closes)
    assert house.view("weekend_on", DEHAM, FIRST) == weekend
    assert house.view("offset_on", DEHAM, FIRST) == minutes
    assert house.view("closes_on", DEHAM, FIRST) == closes


def test_open_counter__under_a_place__inherits_and_keeps_its_closing(house: House) -> None:
    house.open()
    house.load(closed=["2026-04-03"], offsets=[(day_of("2026-03-29"), 120)])
    receipt = house.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    assert receipt.event("PlaceOpened")["parent"] == DEHAM
    assert house.view("parent_of", COUNTER) == DEHAM
    assert house.view("weekend_on", COUNTER, FIRST) == SAT_SUN
    assert house.view("offset_on", COUNTER, day_of("2026-03-29")) == 120
    assert house.view("closes_on", COUNTER, FIRST) == 900
    assert not house.view("is_banking_day", COUNTER, day_of("2026-04-03"))
    # Nothing of its own is loaded yet, so an answer about it is not yet complete.
    assert house.view("loaded_until", COUNTER) == FIRST - 1
    house.done("load", COUNTER, day_of("2027-12-31"), True, [], [], [])
    assert house.view("loaded_until", COUNTER) == day_of("2026-12-31")


def test_open_counter__closing_of_the_parent__follows_it(house: House) -> None:
    house.open(closes=1000)
    house.load(weeks=[(day_of("2026-07-01"), SAT_SUN, 800)])
    house.done("open_counter", COUNTER, DEHAM, FIRST, INHERIT)
    assert house.view("closes_on", COUNTER, day_of("2026-06-30")) == 1000
    assert house.view("closes_on", COUNTER, day_of("2026-07-01")) == 800


def test_open_counter__stranger__refused(house: House) -> None:
    house.open()
    assert "CAPABILITY" in house.refused("open_counter", COUNTER, DEHAM, FIRST, 900, by=house.stranger)


def test_open_counter__unknown_parent__refused(house: House) -> None:
    assert "(CALENDAR_NOT_LOADED)" in house.refused("open_counter", COUNTER, DEHAM, FIRST, 900)


def test_open_counter__parent_is_a_counter__refused(house: House) -> None:
    house.open()
    house.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    reason = house.refused("open_counter", place_key("GRANDCHILD"), COUNTER, FIRST, 900)
    assert reason == "calendar: parent (CALENDAR_OPEN)"


@pytest.mark.parametrize("closes", [1441, 2046, 2048])
def test_open_counter__closing_out_of_range__refused(house: House, closes: int) -> None:
    house.open()
    assert "(CALENDAR_VALUE)" in house.refused("open_counter", COUNTER, DEHAM, FIRST, closes)
