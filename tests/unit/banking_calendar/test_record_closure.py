from __future__ import annotations

import pytest

from tests.unit.banking_calendar.kit import (
    COUNTER,
    DAY,
    DEHAM,
    FORCE_MAJEURE,
    KEEPER,
    MONDAY,
    ORDINARY,
    House,
    entries,
)
from usance.calendars import day_of

FIRST, END = day_of("2026-01-01"), day_of("2026-12-31")
WEDNESDAY = MONDAY + 2


@pytest.fixture
def loaded(house: House) -> House:
    house.open()
    house.load(closed=["2026-04-03", "2026-04-06"])
    house.at(MONDAY, 10)
    return house


def record(house: House, day: int = WEDNESDAY, reason: int = ORDINARY, place: bytes = DEHAM) -> None:
    house.done("record_closure", place, day, reason)
    house.done("record_closure", place, day, reason, by=house.second_keeper)


@pytest.mark.parametrize("reason", [ORDINARY, FORCE_MAJEURE])
def test_record_closure__two_keepers__closed_for_every_view(loaded: House, reason: int) -> None:
    first = loaded.done("record_closure", DEHAM, WEDNESDAY, reason)
    assert first.event("ClosureAttested").args == {
        "place": DEHAM,
        "day": WEDNESDAY,
        "reason": reason,
        "keeper": loaded.keeper,
    }
    assert loaded.view("is_banking_day", DEHAM, WEDNESDAY)
    assert loaded.view("attested_by", DEHAM, WEDNESDAY, reason) == loaded.keeper
    second = loaded.done("record_closure", DEHAM, WEDNESDAY, reason, by=loaded.second_keeper)
    event = second.event("ClosureRecorded")
    assert (event["first_keeper"], event["second_keeper"]) == (loaded.keeper, loaded.second_keeper)
    assert event["version"] == loaded.view("version", DEHAM) == 3
    assert not loaded.view("is_banking_day", DEHAM, WEDNESDAY)
    assert loaded.view("next_banking_day", DEHAM, WEDNESDAY) == WEDNESDAY + 1
    assert loaded.view("add_banking_days", DEHAM, MONDAY, 2) == WEDNESDAY + 1
    assert loaded.view("closure_of", DEHAM, WEDNESDAY) == (reason, second.timestamp)
    bits = loaded.view("entries_of", DEHAM, WEDNESDAY // 256)
    assert bits[1 + reason] == 1 << WEDNESDAY % 256


def test_record_closure__one_keeper_twice__refused(loaded: House) -> None:
    loaded.done("record_closure", DEHAM, WEDNESDAY, ORDINARY)
    assert "same keeper" in loaded.refused("record_closure", DEHAM, WEDNESDAY, ORDINARY)
    assert loaded.view("is_banking_day", DEHAM, WEDNESDAY)


def test_record_closure__two_keepers_two_reasons__no_effect_until_two_agree(loaded: House) -> None:
    loaded.done("record_closure", DEHAM, WEDNESDAY, ORDINARY)
    loaded.done("record_closure", DEHAM, WEDNESDAY, FORCE_MAJEURE, by=loaded.second_keeper)
    assert loaded.view("is_banking_day", DEHAM, WEDNESDAY)
    loaded.done("record_closure", DEHAM, WEDNESDAY, FORCE_MAJEURE, by=loaded.third_keeper)
    assert loaded.view("closure_of", DEHAM, WEDNESDAY)[0] == FORCE_MAJEURE


def test_record_closure__recorded_already__refused(loaded: House) -> None:
    record(loaded)
    for reason in (ORDINARY, FORCE_MAJEURE):
        refusal = loaded.refused("record_closure", DEHAM, WEDNESDAY, reason, by=loaded.third_keeper)
        assert "recorded (CALENDAR_CLOSURE)" in refusal


@pytest.mark.parametrize(("distance", "taken"), [(-6, False), (-5, True), (0, True), (5, True), (6, False)])
def test_record_closure__days_from_its_day__five_at_most(loaded: House, distance: int, taken: bool) -> None:
    receipt = loaded.act("record_closure", DEHAM, MONDAY + distance, ORDINARY)
    assert receipt.ok == taken
    if not taken:
        assert receipt.reason == "calendar: five days (CALENDAR_CLOSURE)"


def test_record_closure__second_keeper_too_late__refused(loaded: House) -> None:
    loaded.done("record_closure", DEHAM, MONDAY, ORDINARY)
    loaded.driver.set_time((MONDAY + 6) * DAY - 3600)  # local midnight of the sixth day
    refusal = loaded.refused("record_closure", DEHAM, MONDAY, ORDINARY, by=loaded.second_keeper)
    assert "five days" in refusal


def test_record_closure__last_second_of_the_fifth_day__taken(loaded: House) -> None:
    loaded.done("record_closure", DEHAM, MONDAY, ORDINARY)
    loaded.driver.set_time((MONDAY + 6) * DAY - 3601)
    loaded.done("record_closure", DEHAM, MONDAY, ORDINARY, by=loaded.second_keeper)


@pytest.mark.parametrize("reason", [0, 3])
def test_record_closure__unknown_reason__refused(loaded: House, reason: int) -> None:
    assert "reason (CALENDAR_CLOSURE)" in loaded.refused("record_closure", DEHAM, WEDNESDAY, reason)


def test_record_closure__stranger__refused(loaded: House) -> None:
    refusal = loaded.refused("record_closure", DEHAM, WEDNESDAY, ORDINARY, by=loaded.stranger)
    assert "CAPABILITY" in refusal


def test_record_closure__first_keeper_revoked__counts_no_more(loaded: House) -> None:
    loaded.done("record_closure", DEHAM, WEDNESDAY, ORDINARY)
    revoked = loaded.driver.call(
        loaded.registry, "revoke_capability", [loaded.keeper, KEEPER], loaded.administrator
    )
    revoked.require()
    loaded.done("record_closure", DEHAM, WEDNESDAY, ORDINARY, by=loaded.second_keeper)
    assert loaded.view("is_banking_day", DEHAM, WEDNESDAY)
    assert loaded.view("attested_by", DEHAM, WEDNESDAY, ORDINARY) == loaded.second_keeper
    loaded.done("record_closure", DEHAM, WEDNESDAY, ORDINARY, by=loaded.third_keeper)
    assert not loaded.view("is_banking_day", DEHAM, WEDNESDAY)


def test_record_closure__unknown_place__refused(house: House) -> None:
    assert "(CALENDAR_NOT_LOADED)" in house.refused("record_closure", DEHAM, WEDNESDAY, ORDINARY)


def test_record_closure__beyond_the_loaded_days__closed_all_the_same(house: House) -> None:
    house.open()
    house.at(MONDAY, 10)
    record(house)
    assert not house.view("is_banking_day", DEHAM, WEDNESDAY)
    assert house.view("loaded_until", DEHAM) == FIRST - 1


def test_record_closure__of_the_parent__closes_the_counter(loaded: House) -> None:
    loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    record(loaded)
    assert not loaded.view("is_banking_day", COUNTER, WEDNESDAY)
    assert loaded.view("closure_of", COUNTER, WEDNESDAY) == (0, 0)
    assert loaded.view("extended", COUNTER, MONDAY, MONDAY + 7) == MONDAY + 8


def test_record_closure__of_the_counter__leaves_the_parent_open(loaded: House) -> None:
    loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
    record(loaded, place=COUNTER)
    assert not loaded.view("is_banking_day", COUNTER, WEDNESDAY)
    assert loaded.view("is_banking_day", DEHAM, WEDNESDAY)


def test_record_closure__while_a_change_is_in_force__the_change_stays(loaded: House) -> None:
    receipt = loaded.done("propose_change", DEHAM, 0, [], [], entries(["2026-04-03"]))
    loaded.driver.set_time(receipt.timestamp + 10 * DAY)
    record(loaded, MONDAY + 11)
    assert loaded.view("is_banking_day", DEHAM, day_of("2026-04-06"))
    assert not loaded.view("is_banking_day", DEHAM, MONDAY + 11)


class TestPresentationLimit:
    """Article 29 against article 36 (U31, U30)."""

    def test_presentation_limit__open_day__stays(self, loaded: House) -> None:
        assert loaded.view("presentation_limit", DEHAM, WEDNESDAY) == WEDNESDAY

    def test_presentation_limit__weekend_and_holidays__next_banking_day(self, loaded: House) -> None:
        assert loaded.view("presentation_limit", DEHAM, day_of("2026-03-07")) == day_of("2026-03-09")
        assert loaded.view("presentation_limit", DEHAM, day_of("2026-04-03")) == day_of("2026-04-07")

    def test_presentation_limit__ordinary_closure__moves(self, loaded: House) -> None:
        record(loaded, reason=ORDINARY)
        assert loaded.view("presentation_limit", DEHAM, WEDNESDAY) == WEDNESDAY + 1

    def test_presentation_limit__force_majeure__stays(self, loaded: House) -> None:
        record(loaded, reason=FORCE_MAJEURE)
        assert loaded.view("presentation_limit", DEHAM, WEDNESDAY) == WEDNESDAY

    def test_presentation_limit__sunday_then_force_majeure_monday__stops_there(self, loaded: House) -> None:
        monday = MONDAY + 7
        loaded.at(monday - 3)
        record(loaded, monday, FORCE_MAJEURE)
        assert loaded.view("presentation_limit", DEHAM, monday - 1) == monday

    def test_presentation_limit__force_majeure_on_a_sunday__the_sunday_moves(self, loaded: House) -> None:
        sunday = MONDAY + 6
        loaded.at(MONDAY + 3)
        record(loaded, sunday, FORCE_MAJEURE)
        assert loaded.view("presentation_limit", DEHAM, sunday) == sunday + 1


class TestExtended:
    def test_extended__no_closure__stays(self, loaded: House) -> None:
        assert loaded.view("extended", DEHAM, MONDAY, MONDAY + 7) == MONDAY + 7

    @pytest.mark.parametrize("reason", [ORDINARY, FORCE_MAJEURE])
    def test_extended__closure_inside__one_banking_day_more(self, loaded: House, reason: int) -> None:
        record(loaded, reason=reason)
        assert loaded.view("extended", DEHAM, MONDAY, MONDAY + 4) == MONDAY + 7
        assert loaded.view("extended", DEHAM, MONDAY, MONDAY + 7) == MONDAY + 8

    def test_extended__closure_on_the_last_day__next_banking_day(self, loaded: House) -> None:
        record(loaded)
        assert loaded.view("extended", DEHAM, MONDAY, WEDNESDAY) == WEDNESDAY + 1

    def test_extended__closure_on_the_first_day_or_after_the_last__stays(self, loaded: House) -> None:
        record(loaded)
        assert loaded.view("extended", DEHAM, WEDNESDAY, WEDNESDAY + 7) == WEDNESDAY + 7
        assert loaded.view("extended", DEHAM, MONDAY, MONDAY + 1) == MONDAY + 1

    def test_extended__closure_on_a_weekend__takes_nothing_away(self, loaded: House) -> None:
        record(loaded, MONDAY + 5)
        assert loaded.view("extended", DEHAM, MONDAY, MONDAY + 7) == MONDAY + 7

    def test_extended__known_before_the_clock_started__inside_the_day_already(self, loaded: House) -> None:
        record(loaded)
        loaded.at(MONDAY + 1)
        last = loaded.view("add_banking_days", DEHAM, MONDAY + 1, 5)
        assert loaded.view("extended", DEHAM, MONDAY + 1, last) == last

    def test_extended_since__recorded_before_or_after_the_fixing__exact_to_the_second(
        self, loaded: House
    ) -> None:
        record(loaded)
        recorded = loaded.view("closure_of", DEHAM, WEDNESDAY)[1]
        args = (DEHAM, bytes(32), MONDAY, MONDAY + 7)
        assert loaded.view("extended_since", *args, recorded) == MONDAY + 7
        assert loaded.view("extended_since", *args, recorded - 1) == MONDAY + 8

    def test_extended_since__closure_of_the_other_place__moves(self, loaded: House) -> None:
        loaded.open(COUNTER)
        record(loaded, place=COUNTER)
        assert loaded.view("extended_since", DEHAM, COUNTER, MONDAY, MONDAY + 7, 0) == MONDAY + 8

    @pytest.mark.parametrize("planned", [DEHAM, COUNTER])
    @pytest.mark.parametrize("settled", [False, True])
    def test_extended__planned_after_the_closure__stays_extended(
        self, loaded: House, planned: bytes, settled: bool
    ) -> None:
        day = MONDAY + 14
        loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
        loaded.load(COUNTER)
        old, _, _, _ = loaded.view("entries_of", planned, day // 256)
        entry = [(day // 256, old | 1 << day % 256, 0)]
        loaded.done("propose_change", planned, 0, [], [], entry)
        loaded.at(day - 5, 9)
        record(loaded, day)
        loaded.at(day - 2)
        if settled:
            loaded.done("settle_change", planned)
        else:
            loaded.done("record_closure", DEHAM, day - 1, ORDINARY)  # a block in which it is in force
        for place in (DEHAM, COUNTER):
            assert loaded.view("extended", place, day - 6, day + 1) == day + 2
        _, at = loaded.view("closure_of", DEHAM, day)
        args = (COUNTER, DEHAM, day - 6, day + 1)
        assert loaded.view("extended_since", *args, at - 1) == day + 2
        assert loaded.view("extended_since", *args, at) == day + 1

    @pytest.mark.parametrize("planned", [DEHAM, COUNTER])
    def test_extended__planned_before_the_closure__takes_nothing(self, loaded: House, planned: bytes) -> None:
        day = MONDAY + 14
        loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
        loaded.load(COUNTER)
        old, _, _, _ = loaded.view("entries_of", planned, day // 256)
        loaded.done("propose_change", planned, 0, [], [], [(day // 256, old | 1 << day % 256, 0)])
        loaded.at(day - 3, 12)
        assert loaded.view("extended", COUNTER, day - 6, day + 1) == day + 1  # an entry alone
        record(loaded, day)
        assert loaded.view("extended", COUNTER, day - 6, day + 1) == day + 1
        above = day + 2 if planned == COUNTER else day + 1
        assert loaded.view("extended", DEHAM, day - 6, day + 1) == above

    def test_extended__counter_loaded_closed_after_the_closure__stays_extended(self, loaded: House) -> None:
        loaded.done("open_counter", COUNTER, DEHAM, FIRST, 900)
        record(loaded)
        loaded.load(COUNTER, closed=["2026-03-04", "2026-03-05"])
        assert loaded.view("extended", COUNTER, MONDAY, MONDAY + 7) == MONDAY + 8

    def test_extended__clock_of_four_years__refused(self, loaded: House) -> None:
        record(loaded)
        far = MONDAY - 5 * 256
        assert "(CALENDAR_SPAN)" in loaded.refused_view("extended", DEHAM, far, MONDAY + 7)
