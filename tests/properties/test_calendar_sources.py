"""The loader against QuantLib, against the package's own words, and its one-line errors."""

from __future__ import annotations

import datetime as dt
import re

import holidays
import pytest
import QuantLib

from usance.calendar_calls import MAX_ENTRIES, MAX_OFFSETS, loading_all
from usance.calendar_sources import counter, load_place, minute_of, years_of, zone_of
from usance.calendars import CalendarError, date_of, day_of, place_key, weekday_of
from usance.places import find_place, find_place_in_text, places, town_key

YEARS = range(2024, 2031)


def test_target__seven_years__equals_quantlib() -> None:
    target, other = load_place("TARGET", YEARS), QuantLib.TARGET()
    for day in range(target.loaded_from, target.loaded_until + 1):
        date = date_of(day)
        assert target.is_banking_day(day) == other.isBusinessDay(
            QuantLib.Date(date.day, date.month, date.year)
        ), date


def test_target__five_banking_days_on__equals_quantlib() -> None:
    target, other = load_place("TARGET", YEARS), QuantLib.TARGET()
    for day in range(target.loaded_from, target.loaded_until - 20, 3):
        date = date_of(day)
        expected = other.advance(QuantLib.Date(date.day, date.month, date.year), 5, QuantLib.Days)
        if target.is_banking_day(day):
            seen = date_of(target.add_banking_days(day, 5))
            assert (seen.year, seen.month, seen.day) == (
                expected.year(),
                expected.month(),
                expected.dayOfMonth(),
            )


def test_china__worked_weekends__those_that_the_names_of_the_days_off_tell() -> None:
    china = load_place("CNSHA", range(2024, 2027))
    told = set()
    for name in china.names.values():
        found = re.search(r"substituted from (\d\d)/(\d\d)/(\d{4})", name)
        if found:
            month, day, year = map(int, found.groups())
            told.add(day_of(dt.date(year, month, day)))
    assert told
    assert told <= china.worked
    assert all(weekday_of(day) in (5, 6) for day in china.worked)
    assert day_of("2026-02-14") in china.worked
    assert china.is_banking_day(day_of("2026-02-14"))


def test_china__year_whose_list_is_not_out__an_estimate() -> None:
    china = load_place("CNSHA", range(2025, 2029))
    assert china.official_until < china.loaded_until
    assert not any(date_of(day).year == 2028 for day in china.worked)


def test_estimates__islamic_feasts__end_what_is_official() -> None:
    dhaka = load_place("BDDAC", range(2026, 2031))
    marked = holidays.BD(years=range(2026, 2031), language="en_US")
    first = min(date.year for date, name in marked.items() if "estimated" in name)
    assert dhaka.official_until == day_of(dt.date(first - 1, 12, 31))
    assert load_place("DEHAM", range(2026, 2031)).official_until == day_of("2030-12-31")


def test_belgium__bank_category__has_good_friday() -> None:
    assert not load_place("BEBRU", [2026]).is_banking_day(day_of("2026-04-03"))


def test_united_states__the_federal_reserves_days__no_friday_for_a_saturday_holiday() -> None:
    assert load_place("USNYC", [2026]).is_banking_day(day_of("2026-07-03"))


def test_germany__state_holidays__of_the_place() -> None:
    corpus_christi = day_of("2026-06-04")
    assert load_place("DEHAM", [2026]).is_banking_day(corpus_christi)
    assert not load_place("DEFRA", [2026]).is_banking_day(corpus_christi)


@pytest.mark.parametrize(
    ("code", "day", "closed"),
    [
        ("AEDXB", "2021-12-31", True),  # a Friday
        ("AEDXB", "2021-12-26", False),  # a Sunday
        ("AEDXB", "2022-01-07", False),
        ("AEDXB", "2022-01-09", True),
        ("SARUH", "2026-03-06", True),
        ("SARUH", "2026-03-08", False),
        ("IRTHR", "2026-05-07", True),  # a Thursday
        ("IRTHR", "2026-05-09", False),
        ("INBOM", "2026-06-06", False),  # first Saturday
        ("INBOM", "2026-06-13", True),
        ("INBOM", "2026-06-20", False),
        ("INBOM", "2026-06-27", True),
        ("MYPGU", "2024-12-20", True),  # Johor, before 2025
        ("MYPGU", "2025-01-10", False),
    ],
)
def test_weekend__of_the_country_on_the_day__as_its_banks_keep_it(code: str, day: str, closed: bool) -> None:
    place = load_place(code, [int(day[:4])])
    assert place.is_banking_day(day_of(day)) != closed


def test_clock__changes_of_the_years__from_the_pinned_zone_data() -> None:
    hamburg = load_place("DEHAM", [2026])
    assert [(str(date_of(o.from_day)), o.minutes) for o in hamburg.offsets[1:]] == [
        ("2026-03-29", 120),
        ("2026-10-25", 60),
    ]
    assert [offset.minutes for offset in load_place("CNSHA", [2026]).offsets] == [480]


def test_places__file__a_hundred_and_twenty_places_in_sixty_countries_and_all_load() -> None:
    known = places()
    assert len(known.places) >= 120
    assert len({code[:2] for code in known.places}) >= 60
    for code, place in known.places.items():
        assert code == "TARGET" or re.fullmatch("[A-Z]{2}[A-Z2-9]{3}", code)
        zone_of(place.zone or known.countries[code[:2]].zone or "")
        calendar = load_place(code, [2026])
        # Ukraine's list is empty while its holidays are suspended.
        assert calendar.closed or code.startswith("UA")
        open_days = sum(calendar.is_banking_day(day_of("2026-01-01") + day) for day in range(365))
        assert open_days > 200, code


def test_places__every_name__leads_back_to_its_place() -> None:
    for code, place in places().places.items():
        for name in (place.name, *place.aliases):
            assert find_place(name, None if code == "TARGET" else code[:2]) == code


@pytest.mark.parametrize(
    ("town", "country", "code"),
    [
        ("HAINING", "CN", "CNHIN"),
        ("JIAXING", None, "CNJAX"),
        ("DÜSSELDORF", "DE", "DEDUS"),
        ("DUESSELDORF", None, "DEDUS"),
        ("Ho Chi Minh City", None, "VNSGN"),
        ("hamburg", "NL", None),
        ("ATLANTIS", None, None),
    ],
)
def test_find_place__town_as_a_message_writes_it__its_code(
    town: str, country: str | None, code: str | None
) -> None:
    assert find_place(town, country) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NINGBO, CHINA", "CNNGB"),
        ("AT THE COUNTERS OF THE BANK IN HONG KONG", "HKHKG"),
        ("NEW YORK", "USNYC"),
        ("HAMBURG OR BREMEN", None),
        ("OUR COUNTERS", None),
    ],
)
def test_find_place_in_text__free_text__one_town_or_none(text: str, code: str | None) -> None:
    assert find_place_in_text(text) == code


def test_town_key__accents_and_umlauts__compare_alike() -> None:
    assert town_key("Köln") == town_key("KOELN")
    assert town_key("São Paulo") == town_key("SAO PAULO")


@pytest.mark.parametrize(
    ("code", "years", "zone", "words"),
    [
        ("USPHL", [2026], None, "--zone"),
        ("XXABC", [2026], "Europe/Berlin", "no country XX"),
        ("hamburg", [2026], None, "not a UN/LOCODE"),
        ("DEHAM", [2026], "Europe/Hamburg", "unknown"),
        ("DEHAM", [2026], "../etc/passwd", "IANA"),
        ("DEHAM", [2026], "Europe", "unknown"),
        ("LKCMB", [2099], None, "holidays package has"),
        ("DEHAM", [2026, 2028], None, "consecutive"),
    ],
)
def test_load_place__cannot__one_line_that_says_what_to_do(
    code: str, years: list[int], zone: str | None, words: str
) -> None:
    with pytest.raises(CalendarError) as error:
        load_place(code, years, zone)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_load_place__place_not_listed_in_a_country_of_one_zone__loads() -> None:
    assert load_place("DEKEL", [2026]).zone == "Europe/Berlin"
    kabul = load_place("AFKBL", [2026])
    assert kabul.zone == "Asia/Kabul"
    assert kabul.weekend_on(day_of("2026-03-06")) == frozenset(holidays.AF().weekend)


@pytest.mark.parametrize("text", ["", "26", "2026-", "2030-2026", "2026-2200", "next"])
def test_years_of__not_years__refused(text: str) -> None:
    with pytest.raises(CalendarError):
        years_of(text)


@pytest.mark.parametrize("text", ["17", "25:00", "17:60", "24:01", "five"])
def test_minute_of__not_a_time__refused(text: str) -> None:
    with pytest.raises(CalendarError):
        minute_of(text)
    assert (minute_of("17:00"), minute_of("24:00"), minute_of("00:00")) == (1020, 1440, 0)


def test_place_key__town_names_and_counters__ascii_of_at_most_32() -> None:
    assert place_key("DEHAM") == b"DEHAM".ljust(32, b"\0")
    for wrong in ("", "D" * 33, "KÖLN"):
        with pytest.raises(CalendarError):
            place_key(wrong)


def test_counter__of_a_counter__refused() -> None:
    hamburg = load_place("DEHAM", [2026])
    with pytest.raises(CalendarError, match="CALENDAR_OPEN"):
        counter("C", counter("B", hamburg))


def test_loading_all__many_years__every_call_within_the_bounds_of_the_act() -> None:
    calls = loading_all(load_place("MACAS", range(2025, 2060)))
    assert len(calls) > 3
    untils = []
    for call in calls[1:]:
        _, until, _, weeks, offsets, entries = call.args
        untils.append(until)
        assert len(offsets) <= MAX_OFFSETS
        assert len(entries) <= MAX_ENTRIES
        assert len(weeks) <= 4
    assert untils == sorted(untils)
    assert untils[-1] == day_of("2059-12-31")
