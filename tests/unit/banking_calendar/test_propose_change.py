from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import COUNTER, DAY, DEHAM, FRI_SAT, MONDAY, SAT_SUN, House, entries
from usance.calendars import day_of

FIRST, END = day_of("2026-01-01"), day_of("2026-12-31")
NOTICE = 10 * DAY
# Written on Monday 2 March: in force on Thursday 12 March, so Friday 13 March may change first.
EARLIEST = MONDAY + 11
SUMMER, WINTER = day_of("2026-03-29"), day_of("2026-10-25")


@pytest.fixture
def loaded(house: House) -> House:
    house.open()
    house.load(offsets=[(SUMMER, 120), (WINTER, 60)], closed=["2026-04-03", "2026-05-01"])
    house.at(MONDAY, 10)
    return house


def propose(house: House, official: int = 0, weeks=(), offsets=(), words=(), by=None):  # type: ignore[no-untyped-def]
    return house.act("propose_change", DEHAM, official, list(weeks), list(offsets), list(words), by=by)


def test_propose_change__closed_day__in_force_after_ten_days_to_the_second(loaded: House) -> None:
    day = day_of("2026-06-01")
    receipt = propose(loaded, words=entries(["2026-04-03", "2026-05-01", "2026-06-01"])).require()
    event = receipt.event("CalendarWritten")
    in_force = receipt.timestamp + NOTICE
    assert (event["in_force"], event["first"], event["until"]) == (in_force, EARLIEST, END)
    assert loaded.view("change_in_force", DEHAM) == in_force
    assert loaded.view("version", DEHAM) == event["version"] == 3
    keys = loaded.view("changed_words", DEHAM)
    assert (1 << 24) | day // 256 in keys
    assert loaded.view("changed_word", DEHAM, (1 << 24) | day // 256) & (1 << day % 256)
    loaded.driver.set_time(in_force - 1)
    assert loaded.view("is_banking_day", DEHAM, day)
    loaded.driver.set_time(in_force)
    assert not loaded.view("is_banking_day", DEHAM, day)
    assert loaded.view("add_banking_days", DEHAM, day - 3, 1) == day + 1


def test_propose_change__first_day_allowed__taken_and_the_day_before_refused(loaded: House) -> None:
    early = propose(loaded, words=entries(["2026-04-03", "2026-05-01", EARLIEST - 1]))
    assert early.reason == "calendar: notice (CALENDAR_NOTICE)"
    propose(loaded, words=entries(["2026-04-03", "2026-05-01", EARLIEST])).require()


def test_propose_change__late_evening_local_next_day__one_day_later(loaded: House) -> None:
    loaded.driver.set_time((MONDAY + 1) * DAY - 3600)  # 00:00 of Tuesday in Hamburg
    early = propose(loaded, words=entries(["2026-04-03", "2026-05-01", EARLIEST]))
    assert "(CALENDAR_NOTICE)" in early.reason
    propose(loaded, words=entries(["2026-04-03", "2026-05-01", EARLIEST + 1])).require()


def test_propose_change__past_day_opened__refused(loaded: House) -> None:
    loaded.at(day_of("2026-04-20"))
    assert "(CALENDAR_NOTICE)" in propose(loaded, words=entries(["2026-05-01"])).reason


def test_propose_change__day_not_loaded__refused(loaded: House) -> None:
    word = entries(["2027-01-01"])
    assert "(CALENDAR_NOTICE)" in propose(loaded, words=word).reason


def test_propose_change__holiday_becomes_a_banking_day__in_force(loaded: House) -> None:
    receipt = propose(loaded, words=entries(["2026-04-03"])).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert loaded.view("is_banking_day", DEHAM, day_of("2026-05-01"))
    assert not loaded.view("is_banking_day", DEHAM, day_of("2026-04-03"))


def test_propose_change__worked_weekend__in_force(loaded: House) -> None:
    receipt = propose(loaded, words=entries(["2026-04-03", "2026-05-01"], ["2026-05-09"])).require()
    saturday = day_of("2026-05-09")
    assert not loaded.view("is_banking_day", DEHAM, saturday)
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert loaded.view("is_banking_day", DEHAM, saturday)
    loaded.done("settle_change", DEHAM, by=loaded.stranger)
    assert loaded.view("is_banking_day", DEHAM, saturday)


def test_propose_change__weekend_from_a_day__days_before_keep_theirs(loaded: House) -> None:
    change = day_of("2026-07-01")  # a Wednesday
    receipt = propose(loaded, weeks=[(change, FRI_SAT, 840), (day_of("2026-09-01"), SAT_SUN, 900)]).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert loaded.view("weekend_on", DEHAM, change - 1) == SAT_SUN
    assert loaded.view("weekend_on", DEHAM, change) == FRI_SAT
    assert not loaded.view("is_banking_day", DEHAM, day_of("2026-06-28"))  # Sunday
    assert loaded.view("is_banking_day", DEHAM, day_of("2026-07-05"))  # Sunday
    assert not loaded.view("is_banking_day", DEHAM, day_of("2026-07-03"))  # Friday
    assert loaded.view("closes_on", DEHAM, day_of("2026-08-31")) == 840
    assert loaded.view("closes_on", DEHAM, day_of("2026-09-01")) == 900


def test_propose_change__second_change_of_the_weekend__replaces_the_first(loaded: House) -> None:
    receipt = propose(loaded, weeks=[(day_of("2026-07-01"), FRI_SAT, 840)]).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    second = propose(loaded, weeks=[(day_of("2026-06-01"), 0b1000000, 800)]).require()
    assert [event.name for event in second.events] == ["ChangeSettled", "CalendarWritten"]
    loaded.driver.set_time(second.timestamp + NOTICE)
    assert loaded.view("weekend_on", DEHAM, day_of("2026-05-31")) == SAT_SUN
    assert loaded.view("weekend_on", DEHAM, day_of("2026-07-02")) == 0b1000000


def test_propose_change__clock_stays_on_summer_time__in_force(loaded: House) -> None:
    receipt = propose(loaded, offsets=[(day_of("2026-10-01"), 120)]).require()
    instant = day_of("2026-11-02") * DAY + 22 * 3600 + 1800  # 23:30 in winter, 00:30 in summer time
    assert loaded.view("local_day", DEHAM, instant) == day_of("2026-11-02")
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert loaded.view("local_day", DEHAM, instant) == day_of("2026-11-03")
    assert loaded.view("offset_on", DEHAM, day_of("2026-09-30")) == 120
    assert loaded.view("offset_on", DEHAM, SUMMER - 1) == 60
    loaded.done("settle_change", DEHAM)
    assert loaded.view("local_day", DEHAM, instant) == day_of("2026-11-03")
    assert loaded.view("offset_on", DEHAM, SUMMER - 1) == 60


def test_propose_change__clock_of_a_cut_word__then_loaded_on(loaded: House) -> None:
    later = day_of("2031-12-31")
    changes = [
        (day_of(f"{year}-{month}"), 120 if month == "03-30" else 60)
        for year in range(2027, 2032)
        for month in ("03-30", "10-26")
    ]
    loaded.done("load", DEHAM, later, True, [], changes, [])
    receipt = propose(loaded, offsets=[(day_of("2028-01-01"), 0)]).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    for day, minutes in (("2027-04-01", 120), ("2027-12-31", 60), ("2028-01-01", 0), ("2030-06-01", 0)):
        assert loaded.view("offset_on", DEHAM, day_of(day)) == minutes
        assert loaded.view("local_day", DEHAM, day_of(day) * DAY + 12 * 3600) == day_of(day)
    loaded.done("load", DEHAM, later + 400, True, [], [(later + 300, 60)], [])
    for day, minutes in (("2027-04-01", 120), ("2028-01-01", 0), ("2030-06-01", 0), ("2031-12-31", 0)):
        assert loaded.view("offset_on", DEHAM, day_of(day)) == minutes
    assert loaded.view("offset_on", DEHAM, later + 300) == 60
    assert loaded.view("local_day", DEHAM, (later + 1) * DAY - 1) == later


def test_propose_change__cut_on_the_last_day_of_a_word__what_was_behind_it_is_never_read(
    house: House,
) -> None:
    border = 1024 * 21  # Thursday 2028-11-16 begins the next word of clock changes
    house.open(minutes=120, closes=12 * 60)
    house.done("load", DEHAM, border + 300, True, [], [(border, 840)], [])
    house.at(MONDAY, 10)
    receipt = propose(house, offsets=[(border - 1, 120)]).require()
    house.driver.set_time(receipt.timestamp + NOTICE)
    one_in_the_morning = (border - 1) * DAY + 23 * 3600
    assert house.view("local_day", DEHAM, one_in_the_morning) == border
    assert house.view("receipt_day", DEHAM, one_in_the_morning) == border


@pytest.mark.parametrize("day", [EARLIEST - 1, MONDAY])
def test_propose_change__regime_too_soon__refused(loaded: House, day: int) -> None:
    assert propose(loaded, weeks=[(day, FRI_SAT, 840)]).reason == "calendar: notice (CALENDAR_NOTICE)"
    assert propose(loaded, offsets=[(day, 120)]).reason == "calendar: notice (CALENDAR_NOTICE)"


def test_propose_change__regime_before_the_first_loaded_day__refused(house: House) -> None:
    later = day_of("2026-06-01")
    house.done("open_place", DEHAM, later, SAT_SUN, 60, 1020)
    house.done("load", DEHAM, later + 30, True, [], [], [])
    house.at(MONDAY, 10)
    assert "(CALENDAR_NOTICE)" in propose(house, offsets=[(EARLIEST + 3, 120)]).reason
    propose(house, offsets=[(later, 120)]).require()


def test_propose_change__regime_on_a_day_not_loaded__refused(loaded: House) -> None:
    assert "(CALENDAR_ORDER)" in propose(loaded, weeks=[(END + 1, FRI_SAT, 840)]).reason
    assert "(CALENDAR_ORDER)" in propose(loaded, offsets=[(END + 1, 120)]).reason


def test_propose_change__estimate_confirmed__official_when_in_force(loaded: House) -> None:
    loaded.load(until="2027-12-31", official=False)
    receipt = propose(loaded, official=day_of("2027-12-31")).require()
    assert loaded.view("official_until", DEHAM) == END
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert loaded.view("official_until", DEHAM) == day_of("2027-12-31")


def test_propose_change__official_falls_or_runs_ahead__refused(loaded: House) -> None:
    assert "(CALENDAR_ORDER)" in propose(loaded, official=END - 1).reason
    assert "(CALENDAR_ORDER)" in propose(loaded, official=END + 1).reason


def test_propose_change__one_waits__refused_by_any_keeper(loaded: House) -> None:
    propose(loaded, words=entries(["2026-04-03"])).require()
    again = propose(loaded, words=entries(["2026-05-01"]), by=loaded.second_keeper)
    assert again.reason == "calendar: one waits (CALENDAR_NOTICE)"


def test_propose_change__stranger__refused(loaded: House) -> None:
    assert "CAPABILITY" in propose(loaded, words=entries(["2026-04-03"]), by=loaded.stranger).reason


def test_propose_change__closed_and_worked__refused(loaded: House) -> None:
    assert "(CALENDAR_VALUE)" in propose(loaded, words=entries(["2026-06-06"], ["2026-06-06"])).reason


def test_propose_change__of_a_counter__by_its_parents_clock(loaded: House) -> None:
    loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    loaded.done("load", COUNTER, END, True, [], [], [])
    args = [COUNTER, 0, [], [], entries(["2026-06-01"])]
    receipt = loaded.done("propose_change", *args)
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert not loaded.view("is_banking_day", COUNTER, day_of("2026-06-01"))
    assert loaded.view("is_banking_day", DEHAM, day_of("2026-06-01"))


def test_propose_change__of_the_parent__holds_for_the_counter(loaded: House) -> None:
    loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    receipt = propose(loaded, words=entries(["2026-04-03", "2026-05-01", "2026-06-01"])).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert not loaded.view("is_banking_day", COUNTER, day_of("2026-06-01"))


def test_withdraw_change__before_it_is_in_force__nothing_changes(loaded: House) -> None:
    receipt = propose(loaded, words=entries(["2026-04-03"]), weeks=[(day_of("2026-07-01"), FRI_SAT, 840)])
    withdrawn = loaded.done("withdraw_change", DEHAM, by=loaded.second_keeper)
    assert withdrawn.event("ChangeWithdrawn").args == {
        "place": DEHAM,
        "version": 4,
        "keeper": loaded.second_keeper,
    }
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert not loaded.view("is_banking_day", DEHAM, day_of("2026-05-01"))
    assert loaded.view("weekend_on", DEHAM, day_of("2026-07-01")) == SAT_SUN
    assert loaded.view("changed_words", DEHAM) == []
    # Another change may follow, and brings nothing of the withdrawn one along.
    again = propose(loaded, words=entries(["2026-04-03", "2026-05-01", "2026-06-01"])).require()
    loaded.driver.set_time(again.timestamp + NOTICE)
    assert loaded.view("weekend_on", DEHAM, day_of("2026-07-01")) == SAT_SUN
    assert not loaded.view("is_banking_day", DEHAM, day_of("2026-06-01"))


def test_withdraw_change__in_force_or_none__refused(loaded: House) -> None:
    assert "none waits" in loaded.refused("withdraw_change", DEHAM)
    receipt = propose(loaded, words=entries(["2026-04-03"])).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)
    assert "none waits" in loaded.refused("withdraw_change", DEHAM)


def test_withdraw_change__stranger__refused(loaded: House) -> None:
    propose(loaded, words=entries(["2026-04-03"])).require()
    assert "CAPABILITY" in loaded.refused("withdraw_change", DEHAM, by=loaded.stranger)


def test_settle_change__too_early_or_none__refused(loaded: House) -> None:
    assert "none waits" in loaded.refused("settle_change", DEHAM)
    receipt = propose(loaded, words=entries(["2026-04-03"])).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE - 1)
    assert "none waits" in loaded.refused("settle_change", DEHAM)


def test_settle_change__in_force__no_answer_moves(loaded: House) -> None:
    receipt = propose(
        loaded,
        words=entries(["2026-04-03"], ["2026-05-09"]),
        weeks=[(day_of("2026-07-01"), FRI_SAT, 840)],
        offsets=[(day_of("2026-10-01"), 180)],
    ).require()
    loaded.driver.set_time(receipt.timestamp + NOTICE)

    def answers() -> list[object]:
        days = range(FIRST, END, 3)
        return [
            [loaded.view("closed_word", DEHAM, word) for word in range(FIRST // 256, END // 256 + 2)],
            [
                loaded.view(name, DEHAM, day)
                for name in ("offset_on", "closes_on", "weekend_on")
                for day in days
            ],
            [loaded.view("local_day", DEHAM, day * DAY + 79_000) for day in days],
        ]

    before = answers()
    loaded.done("settle_change", DEHAM, by=loaded.stranger)
    assert answers() == before
    assert loaded.view("change_in_force", DEHAM) == 0
