from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import (
    COUNTER,
    DEHAM,
    FRI_SAT,
    INHERIT,
    SAT_SUN,
    House,
    entries,
)
from usance.calendars import day_of

FIRST, END = day_of("2026-01-01"), day_of("2026-12-31")
NEXT_END = day_of("2027-12-31")


@pytest.fixture
def opened(house: House) -> House:
    house.open()
    return house


def test_load__first__takes_effect_at_once_and_tells_all(opened: House) -> None:
    receipt = opened.load(
        weeks=[(day_of("2026-06-01"), FRI_SAT, 900)],
        offsets=[(day_of("2026-03-29"), 120), (day_of("2026-10-25"), 60)],
        closed=["2026-04-03", "2026-12-25"],
        worked=["2026-02-28"],
    )
    event = receipt.event("CalendarWritten")
    assert (event["first"], event["until"], event["in_force"]) == (FIRST, END, receipt.timestamp)
    assert event["official_until"] == END
    assert event["version"] == opened.view("version", DEHAM) == 2
    assert [tuple(week.values()) for week in event["weeks"]] == [(day_of("2026-06-01"), FRI_SAT, 900)]
    assert [offset["minutes"] for offset in event["offsets"]] == [120, 60]
    assert [tuple(words.values()) for words in event["entries"]] == entries(
        ["2026-04-03", "2026-12-25"], ["2026-02-28"]
    )
    assert opened.view("loaded_until", DEHAM) == END
    assert opened.view("covers", DEHAM, FIRST, END)
    assert not opened.view("covers", DEHAM, FIRST - 1, END)
    assert not opened.view("covers", DEHAM, FIRST, END + 1)
    assert not opened.view("is_banking_day", DEHAM, day_of("2026-04-03"))
    assert opened.view("is_banking_day", DEHAM, day_of("2026-02-28"))
    assert opened.view("weekend_on", DEHAM, day_of("2026-05-31")) == SAT_SUN
    assert opened.view("weekend_on", DEHAM, day_of("2026-06-01")) == FRI_SAT
    assert opened.view("offset_on", DEHAM, day_of("2026-03-28")) == 60
    assert opened.view("offset_on", DEHAM, day_of("2026-03-29")) == 120
    assert opened.view("offset_on", DEHAM, day_of("2026-10-25")) == 60
    closed, worked, ordinary, force = opened.view("entries_of", DEHAM, day_of("2026-04-03") // 256)
    assert closed & (1 << day_of("2026-04-03") % 256)
    assert worked & (1 << day_of("2026-02-28") % 256)
    assert (ordinary, force) == (0, 0)


def test_load__days_behind_the_last__at_once(opened: House) -> None:
    opened.load(closed=["2026-12-25"])
    word = entries(["2026-12-25", "2027-01-01"])
    opened.done("load", DEHAM, NEXT_END, True, [], [], word)
    assert opened.view("loaded_until", DEHAM) == NEXT_END
    assert not opened.view("is_banking_day", DEHAM, day_of("2027-01-01"))


def test_load__estimate__official_until_stays(opened: House) -> None:
    opened.load()
    opened.load(until="2027-12-31", official=False)
    opened.load(until="2028-12-31", official=True)
    assert opened.view("loaded_until", DEHAM) == day_of("2028-12-31")
    assert opened.view("official_until", DEHAM) == END


def test_load__beyond_the_last_loaded_day__weekends_alone_count(opened: House) -> None:
    opened.load()
    assert opened.view("is_banking_day", DEHAM, day_of("2027-01-01"))
    assert not opened.view("is_banking_day", DEHAM, day_of("2027-01-02"))


def test_load__stranger__refused(opened: House) -> None:
    assert "CAPABILITY" in opened.refused("load", DEHAM, END, True, [], [], [], by=opened.stranger)


def test_load__unknown_place__refused(house: House) -> None:
    assert "(CALENDAR_NOT_LOADED)" in house.refused("load", DEHAM, END, True, [], [], [])


def test_load__nothing_new__refused(opened: House) -> None:
    opened.load()
    assert "(CALENDAR_ORDER)" in opened.refused("load", DEHAM, END, True, [], [], [])


def test_load__day_beyond_the_packing__refused(opened: House) -> None:
    assert "(PACKING)" in opened.refused("load", DEHAM, 2**20, True, [], [], [])


def test_load__touches_a_loaded_day__refused(opened: House) -> None:
    opened.load(closed=["2026-12-25"])
    for word in (entries(["2026-12-24", "2026-12-25"]), entries(["2027-01-01"])):
        reason = opened.refused("load", DEHAM, NEXT_END, True, [], [], word)
        assert reason == "calendar: order (CALENDAR_ORDER)"


def test_load__entry_behind_the_end__refused(opened: House) -> None:
    reason = opened.refused("load", DEHAM, END, True, [], [], entries(["2027-01-01"]))
    assert reason == "calendar: order (CALENDAR_ORDER)"


def test_load__closed_and_worked__refused(opened: House) -> None:
    both = entries(["2026-04-04"], ["2026-04-04"])
    assert "(CALENDAR_VALUE)" in opened.refused("load", DEHAM, END, True, [], [], both)


@pytest.mark.parametrize(
    "weeks",
    [
        [(FIRST - 1, FRI_SAT, 900)],
        [(END + 1, FRI_SAT, 900)],
        [(FIRST + 9, FRI_SAT, 900), (FIRST + 9, SAT_SUN, 900)],
        [(FIRST + 9, FRI_SAT, 900), (FIRST + 8, SAT_SUN, 900)],
    ],
)
def test_load__weeks_out_of_order__refused(opened: House, weeks: list[tuple[int, int, int]]) -> None:
    assert "order (CALENDAR_ORDER)" in opened.refused("load", DEHAM, END, True, weeks, [], [])


@pytest.mark.parametrize("week", [(FIRST, 127, 900), (FIRST, SAT_SUN, 1441), (FIRST, SAT_SUN, INHERIT)])
def test_load__week_out_of_range__refused(opened: House, week: tuple[int, int, int]) -> None:
    assert "(CALENDAR_VALUE)" in opened.refused("load", DEHAM, END, True, [week], [], [])


@pytest.mark.parametrize(
    "offsets",
    [
        [(FIRST - 1, 120)],
        [(END + 1, 120)],
        [(FIRST + 9, 120), (FIRST + 9, 60)],
        [(FIRST + 9, 120), (FIRST + 8, 60)],
    ],
)
def test_load__offsets_out_of_order__refused(opened: House, offsets: list[tuple[int, int]]) -> None:
    assert "order (CALENDAR_ORDER)" in opened.refused("load", DEHAM, END, True, [], offsets, [])


@pytest.mark.parametrize("minutes", [-721, 841])
def test_load__offset_out_of_range__refused(opened: House, minutes: int) -> None:
    reason = opened.refused("load", DEHAM, END, True, [], [(FIRST + 9, minutes)], [])
    assert "(CALENDAR_VALUE)" in reason


def test_load__offset_steps_over_more_than_a_day__refused(house: House) -> None:
    house.open(minutes=-660)
    reason = house.refused("load", DEHAM, END, True, [], [(FIRST + 9, 781)], [])
    assert "(CALENDAR_VALUE)" in reason
    house.done("load", DEHAM, END, True, [], [(FIRST + 9, 780)], [])


def test_load__more_regimes_than_a_place_keeps__refused(opened: House) -> None:
    for year in range(2026, 2031):
        first = day_of(f"{year}-01-01")
        weeks = [(first + 10 * (i + 1), SAT_SUN if i % 2 else FRI_SAT, 900) for i in range(4)]
        opened.done("load", DEHAM, day_of(f"{year}-12-31"), True, weeks, [], [])
    first = day_of("2031-01-01")
    weeks = [(first + i, SAT_SUN, 900 + i) for i in range(4)]
    assert "too many" in opened.refused("load", DEHAM, first + 364, True, weeks, [], [])
    opened.done("load", DEHAM, first + 364, True, weeks[:3], [], [])
    assert opened.view("closes_on", DEHAM, first + 1) == 901
    assert opened.view("weekend_on", DEHAM, day_of("2028-01-12")) == FRI_SAT
    assert opened.view("weekend_on", DEHAM, day_of("2028-01-21")) == SAT_SUN


def test_load__more_clock_changes_than_a_word_holds__refused(opened: House) -> None:
    base = 1024 * (FIRST // 1024 + 1)
    opened.done("load", DEHAM, base - 1, True, [], [], [])
    changes = [(base + 10 * i, 60 + 30 * (i % 2)) for i in range(12)]
    assert "too many" in opened.refused("load", DEHAM, base + 200, True, [], changes, [])
    opened.done("load", DEHAM, base + 200, True, [], changes[:11], [])
    assert opened.view("offset_on", DEHAM, base + 15) == 90


def test_load__clock_change_after_decades__refused_or_found(opened: House) -> None:
    far = 1024 * (FIRST // 1024 + 16)
    opened.done("load", DEHAM, far + 5, True, [], [], [])
    word = 1024 * (FIRST // 1024 + 17)
    assert "too many" in opened.refused("load", DEHAM, word, True, [], [(word, 120)], [])
    near = 1024 * (FIRST // 1024 + 16) + 6
    assert "too many" in opened.refused("load", DEHAM, near, True, [], [(near, 120)], [])


def test_load__clock_change_after_years_without_one__every_day_between_found(opened: House) -> None:
    later = 1024 * (FIRST // 1024 + 15) + 3
    opened.done("load", DEHAM, later, True, [], [(later, 120)], [])
    for day in range(FIRST, later, 500):
        assert opened.view("offset_on", DEHAM, day) == 60
        assert opened.view("local_day", DEHAM, day * 86_400) == day
        assert opened.view("local_day", DEHAM, day * 86_400 - 3600) == day
        assert opened.view("local_day", DEHAM, day * 86_400 - 3601) == day - 1
    assert opened.view("offset_on", DEHAM, later) == 120


def test_load__while_a_change_waits__refused(opened: House) -> None:
    opened.load()
    opened.done("propose_change", DEHAM, 0, [], [], entries(["2026-06-01"]))
    assert "one waits" in opened.refused("load", DEHAM, NEXT_END, True, [], [], [])


def test_load__a_change_is_in_force__settled_first(opened: House) -> None:
    opened.load()
    opened.done("propose_change", DEHAM, 0, [], [], entries(["2026-06-01"]))
    opened.at(day_of("2026-03-20"))
    receipt = opened.done("load", DEHAM, NEXT_END, True, [], [], entries(["2027-01-01"]))
    assert [event.name for event in receipt.events] == ["ChangeSettled", "CalendarWritten"]
    assert opened.view("change_in_force", DEHAM) == 0
    assert not opened.view("is_banking_day", DEHAM, day_of("2026-06-01"))
    assert not opened.view("is_banking_day", DEHAM, day_of("2027-01-01"))


class TestCounter:
    @pytest.fixture
    def counter(self, opened: House) -> House:
        opened.load(closed=["2026-04-03"])
        opened.done("open_counter", COUNTER, DEHAM, FIRST, 900)
        return opened

    def test_load__extra_closed_days__beside_the_parents(self, counter: House) -> None:
        counter.done("load", COUNTER, END, True, [(FIRST + 99, 0, INHERIT)], [], entries(["2026-05-04"]))
        assert not counter.view("is_banking_day", COUNTER, day_of("2026-05-04"))
        assert counter.view("is_banking_day", DEHAM, day_of("2026-05-04"))
        assert not counter.view("is_banking_day", COUNTER, day_of("2026-04-03"))
        assert counter.view("closes_on", COUNTER, FIRST + 98) == 900
        assert counter.view("closes_on", COUNTER, FIRST + 99) == 1020
        assert counter.view("version", COUNTER) == 2 + counter.view("version", DEHAM)

    def test_load__own_weekend__refused(self, counter: House) -> None:
        reason = counter.refused("load", COUNTER, END, True, [(FIRST, SAT_SUN, 900)], [], [])
        assert "(CALENDAR_VALUE)" in reason

    def test_load__own_clock__refused(self, counter: House) -> None:
        reason = counter.refused("load", COUNTER, END, True, [], [(FIRST + 1, 60)], [])
        assert "(CALENDAR_VALUE)" in reason

    def test_load__open_while_the_parent_is_closed__refused(self, counter: House) -> None:
        reason = counter.refused("load", COUNTER, END, True, [], [], entries([], ["2026-04-03"]))
        assert "(CALENDAR_VALUE)" in reason
