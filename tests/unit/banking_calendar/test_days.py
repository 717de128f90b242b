"""local_day, receipt_day, banking days: boundary vectors of the trade's clocks."""

from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import COUNTER, DAY, DEHAM, FRI_SAT, MONDAY, SAT_SUN, House, entries
from usance.calendar_sources import load_place
from usance.calendars import day_of, place_key

FIRST, END = day_of("2026-01-01"), day_of("2026-12-31")
SUMMER, WINTER = day_of("2026-03-29"), day_of("2026-10-25")
VIEWS: dict[str, tuple[int, ...]] = {
    "local_day": (MONDAY * DAY,),
    "receipt_day": (MONDAY * DAY,),
    "is_banking_day": (MONDAY,),
    "next_banking_day": (MONDAY,),
    "add_banking_days": (MONDAY, 5),
    "presentation_limit": (MONDAY,),
    "extended": (MONDAY, MONDAY + 7),
    "covers": (MONDAY, MONDAY + 7),
    "official_until": (),
    "version": (),
    "weekend_on": (MONDAY,),
    "offset_on": (MONDAY,),
    "closes_on": (MONDAY,),
    "closed_word": (MONDAY // 256,),
    "entries_of": (MONDAY // 256,),
}


@pytest.fixture
def hamburg(house: House) -> House:
    house.open()
    house.load(offsets=[(SUMMER, 120), (WINTER, 60)], closed=["2026-04-03", "2026-04-06"])
    return house


@pytest.mark.parametrize("function", VIEWS)
def test_view__unknown_place__refused(house: House, function: str) -> None:
    reason = house.refused_view(function, DEHAM, *VIEWS[function])
    assert reason == "calendar: unknown place (CALENDAR_NOT_LOADED)"


def test_loaded_until__unknown_place__zero(house: House) -> None:
    assert house.view("loaded_until", DEHAM) == 0


@pytest.mark.parametrize(
    ("presented", "closed", "last"),
    [
        ("2026-03-02", [], "2026-03-09"),
        ("2026-03-06", [], "2026-03-13"),
        ("2026-03-02", ["2026-03-04"], "2026-03-10"),
    ],
)
def test_add_banking_days__examination_of_five_days__day_of_presentation_not_counted(
    house: House, presented: str, closed: list[str], last: str
) -> None:
    house.open()
    house.load(closed=closed)
    assert house.view("add_banking_days", DEHAM, day_of(presented), 5) == day_of(last)


def test_add_banking_days__friday_saturday_against_saturday_sunday__as_the_weekends_say(house: House) -> None:
    house.open()
    gulf = place_key("SARUH")
    house.open(gulf, FRI_SAT, 180)
    thursday = day_of("2026-03-05")
    assert house.view("add_banking_days", DEHAM, thursday, 1) == day_of("2026-03-06")
    assert house.view("add_banking_days", gulf, thursday, 1) == day_of("2026-03-08")
    assert house.view("add_banking_days_both", DEHAM, gulf, thursday, 1) == day_of("2026-03-09")
    assert house.view("next_banking_day_both", DEHAM, gulf, thursday + 1) == day_of("2026-03-09")
    assert house.view("is_banking_day_both", DEHAM, gulf, thursday)
    assert not house.view("is_banking_day_both", DEHAM, gulf, day_of("2026-03-06"))


def test_add_banking_days__zero__the_day_or_the_next_open_one(hamburg: House) -> None:
    assert hamburg.view("add_banking_days", DEHAM, MONDAY, 0) == MONDAY
    assert hamburg.view("add_banking_days", DEHAM, day_of("2026-04-03"), 0) == day_of("2026-04-07")


def test_add_banking_days_both__no_other__the_place_alone(hamburg: House) -> None:
    for n in range(8):
        alone = hamburg.view("add_banking_days", DEHAM, day_of("2026-04-01"), n)
        assert hamburg.view("add_banking_days_both", DEHAM, bytes(32), day_of("2026-04-01"), n) == alone
        assert hamburg.view("add_banking_days_both", DEHAM, DEHAM, day_of("2026-04-01"), n) == alone


def test_add_banking_days_both__other_unknown__refused(hamburg: House) -> None:
    reason = hamburg.refused_view("add_banking_days_both", DEHAM, COUNTER, MONDAY, 5)
    assert "(CALENDAR_NOT_LOADED)" in reason


def test_next_banking_day__closed_for_more_than_64_days__found(house: House) -> None:
    house.open()
    house.load(closed=[f"2026-{month:02}-{day:02}" for month in (3, 4, 5, 6) for day in range(1, 31)])
    assert house.view("next_banking_day", DEHAM, day_of("2026-03-01")) == day_of("2026-03-31")
    house.done("open_place", COUNTER, FIRST, 0, 0, 1020)
    house.done("load", COUNTER, FIRST + 999, True, [], [], entries(range(FIRST, FIRST + 200)))
    assert house.view("next_banking_day", COUNTER, FIRST) == FIRST + 200


def test_next_banking_day__closed_for_longer_than_the_bound__refused(house: House) -> None:
    house.done("open_place", DEHAM, FIRST, 0, 0, 1020)
    house.done("load", DEHAM, FIRST + 1100, True, [], [], entries(range(FIRST, FIRST + 1025)))
    assert house.refused_view("next_banking_day", DEHAM, FIRST) == "calendar: too far (CALENDAR_SPAN)"
    assert house.view("next_banking_day", DEHAM, FIRST + 2) == FIRST + 1025


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # 1 March to 29 March is UTC+1.
        (MONDAY * DAY - 3601, MONDAY - 1),
        (MONDAY * DAY - 3600, MONDAY),
        # The day of the change to summer time begins by the old clock, and ends by the new one.
        (SUMMER * DAY - 3601, SUMMER - 1),
        (SUMMER * DAY - 3600, SUMMER),
        ((SUMMER + 1) * DAY - 7201, SUMMER),
        ((SUMMER + 1) * DAY - 7200, SUMMER + 1),
        # And back.
        (WINTER * DAY - 7201, WINTER - 1),
        (WINTER * DAY - 7200, WINTER),
        (WINTER * DAY - 3600, WINTER),
        ((WINTER + 1) * DAY - 3601, WINTER),
        ((WINTER + 1) * DAY - 3600, WINTER + 1),
    ],
)
def test_local_day__around_the_changes_of_the_clock__right_to_the_second(
    hamburg: House, instant: int, day: int
) -> None:
    assert hamburg.view("local_day", DEHAM, instant) == day


@pytest.mark.parametrize(
    ("hour", "minute", "second", "received"),
    [(0, 0, 0, MONDAY), (15, 59, 59, MONDAY), (16, 0, 0, MONDAY + 1), (22, 59, 59, MONDAY + 1)],
)
def test_receipt_day__around_closing_time__next_banking_day_from_closing_on(
    hamburg: House, hour: int, minute: int, second: int, received: int
) -> None:
    instant = MONDAY * DAY + hour * 3600 + minute * 60 + second  # local time is one hour later
    assert hamburg.view("receipt_day", DEHAM, instant) == received


def test_receipt_day__friday_after_hours_and_saturday__monday(hamburg: House) -> None:
    friday = MONDAY + 4
    assert hamburg.view("receipt_day", DEHAM, friday * DAY + 17 * 3600) == MONDAY + 7
    assert hamburg.view("receipt_day", DEHAM, (friday + 1) * DAY + 9 * 3600) == MONDAY + 7


def test_receipt_day__closes_at_24__never_late(house: House) -> None:
    house.open(minutes=0, closes=1440)
    assert house.view("receipt_day", DEHAM, (MONDAY + 1) * DAY - 1) == MONDAY


def test_receipt_day__own_counter__its_own_closing(hamburg: House) -> None:
    hamburg.done("open_counter", COUNTER, DEHAM, FIRST, 12 * 60)
    instant = MONDAY * DAY + 12 * 3600
    assert hamburg.view("receipt_day", DEHAM, instant) == MONDAY
    assert hamburg.view("receipt_day", COUNTER, instant) == MONDAY + 1


@pytest.mark.parametrize(
    ("code", "december", "easter"),
    [
        ("TARGET", "2026-12-29", "2026-04-13"),
        ("BEBRU", "2026-12-29", "2026-04-13"),
        ("GBLON", "2026-12-30", "2026-04-13"),
        ("USNYC", "2026-12-29", "2026-04-09"),
        ("BDDAC", "2026-12-28", "2026-04-09"),
        ("SARUH", "2026-12-28", "2026-04-09"),
        ("CNSHA", "2026-12-28", "2026-04-10"),
    ],
)
def test_add_banking_days__real_calendars__the_fifth_day_of_the_table(
    house: House, code: str, december: str, easter: str
) -> None:
    house.write(load_place(code, [2026, 2027] if code != "TARGET" else [2026]))
    key = place_key(code)
    assert house.view("add_banking_days", key, day_of("2026-12-21"), 5) == day_of(december)
    assert house.view("add_banking_days", key, day_of("2026-04-02"), 5) == day_of(easter)


def test_party_registry__asked__the_one_it_was_built_with(house: House) -> None:
    assert house.view("PARTY_REGISTRY") == house.registry.address


def test_weekend__six_of_seven_days__still_counts(house: House) -> None:
    house.open(weekend=0b1111110)  # open on Mondays
    assert house.view("add_banking_days", DEHAM, MONDAY, 5) == MONDAY + 35
    assert house.view("weekend_on", DEHAM, MONDAY) != SAT_SUN
