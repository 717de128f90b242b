"""Local days are right for every second: against zoneinfo, in every zone, around every change."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from importlib import resources

import pytest

from tests.unit.banking_calendar.kit import SAT_SUN, House, build
from usance.calendar_sources import UTC, offsets_of, transitions, zone_of
from usance.calendars import DAY, EPOCH, PlaceCalendar, day_of

FIRST, LAST = day_of("2025-01-01"), day_of("2030-12-31")


@lru_cache(maxsize=1)
def zone_names() -> list[str]:
    """Every zone of the pinned tzdata that stands for somewhere on earth."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    return [line.split("\t")[2] for line in text.splitlines() if line and not line.startswith("#")]


def true_day(name: str, instant: int) -> int:
    return (dt.datetime.fromtimestamp(instant, UTC).astimezone(zone_of(name)).date() - EPOCH).days


def calendar_of(name: str) -> PlaceCalendar:
    return PlaceCalendar(
        name,
        offsets=list(offsets_of(name, FIRST, LAST)),
        loaded_from=FIRST,
        loaded_until=LAST,
    )


def probes(name: str) -> list[int]:
    """Instants around each change, and around the midnights before and after it."""
    found: list[int] = []
    for instant, before, after in transitions(zone_of(name), FIRST * DAY, LAST * DAY):
        around = [instant + step for step in range(-7200, 7201, 600)]
        around += [instant - 1, instant + 1]
        for minutes in (before, after):
            day = (instant + 60 * minutes) // DAY
            midnights = [(day + step) * DAY - 60 * minutes for step in (-1, 0, 1, 2)]
            around += [midnight + step for midnight in midnights for step in (-1, 0, 1)]
        found += around
    # Ordinary midnights too, a few a year.
    offset = offsets_of(name, FIRST, LAST)
    for day in range(FIRST + 3, LAST - 3, 97):
        minutes = [o.minutes for o in offset if o.from_day <= day][-1]
        found += [day * DAY - 60 * minutes + step for step in (-1, 0)]
    return [instant for instant in found if (FIRST + 1) * DAY < instant < LAST * DAY]


@lru_cache(maxsize=1)
def house() -> House:
    house = build(start=FIRST * DAY)
    for index, name in enumerate(zone_names()):
        key = key_of(index)
        offsets = offsets_of(name, FIRST, LAST)
        house.done("open_place", key, FIRST, SAT_SUN, offsets[0].minutes, 1020)
        later = [(offset.from_day, offset.minutes) for offset in offsets[1:]]
        house.done("load", key, LAST, True, [], later, [])
    return house


def key_of(index: int) -> bytes:
    raw = index.to_bytes(1, "big") + b"zone" if index < 256 else index.to_bytes(2, "big") + b"zone"
    return raw.ljust(32, b"\0")


def test_tzdata__present__many_zones_and_changes() -> None:
    changes = sum(len(offsets_of(name, FIRST, LAST)) - 1 for name in zone_names())
    assert len(zone_names()) > 300
    assert changes > 800


def test_local_day__every_zone_around_every_change__is_the_date_of_zoneinfo() -> None:
    wrong = []
    for name in zone_names():
        calendar = calendar_of(name)
        for instant in probes(name):
            if calendar.local_day(instant) != true_day(name, instant):
                wrong.append((name, instant))
    assert wrong == []


def test_local_day_on_chain__every_zone_around_every_change__is_the_date_of_zoneinfo() -> None:
    chain, wrong = house(), []
    for index, name in enumerate(zone_names()):
        for instant in probes(name):
            if chain.view("local_day", key_of(index), instant) != true_day(name, instant):
                wrong.append((name, instant))
    assert wrong == []


@pytest.mark.parametrize(
    "name",
    [
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Beirut",
        "America/Nuuk",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Europe/Berlin",
    ],
)
def test_local_day_on_chain__hours_across_a_change__never_back(name: str) -> None:
    chain, key = house(), key_of(zone_names().index(name))
    for instant, _, _ in transitions(zone_of(name), (FIRST + 2) * DAY, (FIRST + 400) * DAY):
        days = [chain.view("local_day", key, instant + step) for step in range(-2 * DAY, 2 * DAY, 600)]
        assert days == sorted(days)
        assert set(days) == set(range(days[0], days[-1] + 1))
