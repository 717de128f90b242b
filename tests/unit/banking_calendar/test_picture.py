from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import FORCE_MAJEURE, ORDINARY, House
from usance.calendar_picture import Kind, picture, year_of, year_on_chain
from usance.calendar_sources import counter, load_place
from usance.calendars import day_of, place_key


@pytest.mark.parametrize("code", ["CNSHA", "SARUH", "DEHAM"])
def test_year_on_chain__loaded_place__equals_the_python_one(house: House, code: str) -> None:
    place = load_place(code, [2026])
    house.write(place)
    house.close_unplanned(place, day_of("2026-03-04"), ORDINARY)
    house.close_unplanned(place, day_of("2026-03-05"), FORCE_MAJEURE)
    seen = year_on_chain(house.view, place_key(code), code, 2026, place.names, "test")
    expected = year_of(place, 2026, "test")
    assert seen.kinds == expected.kinds
    assert seen.offsets == expected.offsets
    assert (seen.loaded_from, seen.loaded_until) == (expected.loaded_from, expected.loaded_until)
    assert (seen.official_until, seen.closes) == (expected.official_until, expected.closes)
    assert picture(seen)[:-1] == picture(expected)
    assert picture(seen)[-1] == f"calendar version {house.view('version', place_key(code))}"


def test_year_on_chain__counter_with_days_of_its_own__shows_both(house: House) -> None:
    parent = load_place("DEHAM", [2026])
    own = counter("DEHAM/BANK", parent, 15 * 60, [day_of("2026-05-04")])
    house.write(parent)
    house.write(own)
    seen = year_on_chain(house.view, place_key(own.code), own.code, 2026, {}, "test")
    assert seen.kinds == year_of(own, 2026, "test").kinds
    assert seen.kinds[day_of("2026-05-04")] is Kind.CLOSED
    assert seen.kinds[day_of("2026-04-03")] is Kind.CLOSED
    assert seen.closes == 15 * 60


def test_picture__china__marks_worked_weekends_and_names_below() -> None:
    lines = picture(year_of(load_place("CNSHA", [2026]), 2026, "lists"))
    text = "\n".join(lines)
    assert "2026-02-14 Sat + worked weekend" in text
    assert "2026-02-17 Tue * Chinese New Year" in text
    assert "UTC+08:00 from 2026-01-01" in text
    assert "loaded 2026-01-01 to 2026-12-31" in text
    for month in ("January", "June", "December"):
        assert month in text
    # Every day of the year stands in it once, with a mark or a blank behind.
    days = sum(line.count(f"{day:3}") for line in lines[2:40] for day in [31])
    assert days == 7


def test_picture__year_not_loaded__says_so() -> None:
    text = "\n".join(picture(year_of(load_place("DEHAM", [2025]), 2026, "lists")))
    assert "? not loaded" in text
    assert " 15?" in text
    assert "loaded 2025-01-01 to 2025-12-31" in text


def test_picture__estimated_feast__marked() -> None:
    place = load_place("BDDAC", [2027])
    assert place.official_until < place.loaded_from
    text = "\n".join(picture(year_of(place, 2027, "lists")))
    assert "(estimate)" in text
    assert "an estimate after 2026-12-31" in text


def test_picture__change_waiting__noted(house: House) -> None:
    place = load_place("DEHAM", [2026])
    house.write(place)
    key = place_key("DEHAM")
    house.done("propose_change", key, 0, [], [(day_of("2026-09-01"), 60)], [])
    lines = picture(year_on_chain(house.view, key, "DEHAM", 2026, {}, "test"))
    assert "a change is in force from 2026-03-12" in lines[-1]
