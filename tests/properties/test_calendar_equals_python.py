"""The contract BankingCalendar gives the answers of the independent Python calendar.

Real places (Gulf weekends, China's worked weekends, clocks that change twice a year, India's
Saturdays), made-up ones with regimes that change at random, counters under a parent, places loaded
in part, unions of two places, and unplanned closures of both kinds, on 12,000 random
(place, day, n) a run of each law.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pytest

from tests.unit.banking_calendar.kit import House, build
from usance.calendar_sources import counter, load_place
from usance.calendars import (
    DAY,
    CalendarError,
    Offset,
    PlaceCalendar,
    Week,
    add_banking_days_both,
    day_of,
    is_banking_day_both,
    next_banking_day_both,
    place_key,
    weekday_of,
)
from usance.chain.driver import Reverted

SAMPLES = 12_000
TOO_FAR = "CALENDAR_SPAN"
FIRST, LAST = day_of("2024-06-01"), day_of("2032-06-30")
REAL = [
    "AEDXB", "SARUH", "EGCAI", "BDDAC", "CNSHA", "INBOM", "DEHAM", "TARGET", "USNYC", "GBLON", "JPTYO",
    "AUSYD", "MACAS", "HUBUD", "ILTLV", "CLSCL", "IRTHR",
]  # fmt: skip


def made_up(name: str, seed: int) -> PlaceCalendar:
    """A place with regimes, closed and worked days at random, loaded for 3 to 7 years."""
    rng = random.Random(seed)
    first = day_of("2025-01-01") + rng.randrange(200)
    until = first + rng.randrange(1000, 2600)

    def weekend() -> frozenset[int]:
        return frozenset(rng.sample(range(7), rng.randrange(0, 4)))

    def days(n: int) -> list[int]:
        return sorted(rng.sample(range(first + 1, until + 1), n))

    weeks = [Week(0, weekend(), rng.randrange(1, 1441))]
    weeks += [Week(day, weekend(), rng.randrange(1, 1441)) for day in days(rng.randrange(0, 12))]
    offsets = [Offset(0, rng.randrange(-720, 841))]
    for day in days(rng.randrange(0, 12)):
        low, high = max(-720, offsets[-1].minutes - 180), min(840, offsets[-1].minutes + 180)
        offsets.append(Offset(day, rng.randrange(low, high + 1)))
    place = PlaceCalendar(name, weeks=weeks, offsets=offsets, loaded_from=first, loaded_until=until)
    place.closed = set(rng.sample(range(first, until + 1), (until - first) // 12))
    for start in rng.sample(range(first, until - 20), 3):  # long holidays
        place.closed.update(range(start, start + 9))
    weekends = [d for d in range(first, until + 1) if weekday_of(d) in place.weekend_on(d)]
    place.worked = set(rng.sample(weekends, len(weekends) // 10)) - place.closed
    place.official_until = rng.choice([first - 1, until, first + 300])
    return place


def partly(place: PlaceCalendar, name: str, until: str) -> PlaceCalendar:
    """The same place under another name, loaded only up to a day."""
    end = day_of(until)
    return PlaceCalendar(
        name,
        weeks=place.weeks,
        offsets=[offset for offset in place.offsets if offset.from_day <= end],
        closed={day for day in place.closed if day <= end},
        worked={day for day in place.worked if day <= end},
        loaded_from=place.loaded_from,
        loaded_until=end,
        official_until=min(end, place.official_until),
    )


@dataclass
class World:
    house: House
    places: list[PlaceCalendar]

    @property
    def keys(self) -> list[bytes]:
        return [place_key(place.code) for place in self.places]


@lru_cache(maxsize=1)
def world() -> World:
    """Written once, never changed by a test."""
    rng = random.Random(20260302)
    house = build(start=day_of("2025-01-02") * DAY)
    real = {code: load_place(code, range(2025, 2031)) for code in REAL}
    # A weekend that changes while days are loaded.
    real["AEDXB"].weeks = [Week(0, frozenset({4, 5})), Week(day_of("2027-01-01"), frozenset({5, 6}))]
    places = [*real.values(), *(made_up(f"MADE{seed}", seed) for seed in range(12))]
    places += [
        partly(real["DEHAM"], "DEHAM-PART", "2026-07-15"),
        partly(real["CNSHA"], "CN-PART", "2026-02-20"),
    ]
    counters = []
    for parent in (real["DEHAM"], real["CNSHA"], real["SARUH"], places[20]):
        own = set(rng.sample(range(parent.loaded_from, parent.loaded_until), 25))
        place = counter(f"{parent.code}/BANK", parent, rng.choice([None, 15 * 60]), own)
        place.loaded_until = parent.loaded_until - rng.choice([0, 400])
        place.closed = {day for day in own if day <= place.loaded_until}
        counters.append(place)
    places += counters
    for place in places:
        house.write(place)
    day = day_of("2025-06-02")
    for _ in range(160):
        day += rng.randrange(1, 12)
        house.at(day, rng.randrange(24), rng.randrange(60))
        place = rng.choice(places)
        closed = day + rng.randrange(-4, 5)
        if closed not in place.unplanned:
            house.close_unplanned(place, closed, rng.choice([1, 2]))
    return World(house, places)


def outcome(ask: Callable[[], object]) -> object:
    """The answer, or TOO_FAR for a refusal with that rule; any other refusal is a failure."""
    try:
        return ask()
    except (CalendarError, Reverted) as refusal:
        if TOO_FAR not in str(refusal):
            raise
        return TOO_FAR


def agree(
    sample: Callable[[random.Random, World], tuple[str, list[object], Callable[[], object]]],
    seed: int,
    samples: int = SAMPLES,
) -> int:
    """Ask both; returns how often both refused."""
    all_of, rng, refusals = world(), random.Random(seed), 0
    for _ in range(samples):
        function, args, python = sample(rng, all_of)
        expected, seen = outcome(python), outcome(lambda f=function, a=args: all_of.house.view(f, *a))
        assert seen == expected, (function, args, expected, seen)
        refusals += seen == TOO_FAR
    return refusals


def pick(rng: random.Random, all_of: World) -> tuple[bytes, PlaceCalendar]:
    place = rng.choice(all_of.places)
    return place_key(place.code), place


def a_day(rng: random.Random, place: PlaceCalendar) -> int:
    """Near an unplanned closure or an edge more often than chance would."""
    choice = rng.random()
    known = [*place.unplanned, *(place.parent.unplanned if place.parent else ())]
    if choice < 0.3 and known:
        return rng.choice(sorted(known)) + rng.randrange(-6, 3)
    if choice < 0.4:
        return place.known_until() + rng.randrange(-8, 8)
    return rng.randrange(FIRST, LAST)


def an_instant(rng: random.Random, place: PlaceCalendar) -> int:
    choice = rng.random()
    if choice < 0.4:
        change = rng.choice(place.base.offsets).from_day or FIRST
        return place.midnight(change) + rng.randrange(-90_000, 90_000)
    if choice < 0.6:
        return place.midnight(a_day(rng, place)) + rng.choice([-1, 0, 1])
    return rng.randrange(FIRST * DAY, LAST * DAY)


def test_local_day__any_instant__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        instant = an_instant(rng, place)
        return "local_day", [key, instant], lambda: place.local_day(instant)

    assert agree(sample, 1) == 0


def test_receipt_day__any_instant__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        instant = an_instant(rng, place)
        if rng.random() < 0.5:  # around closing time
            day = place.local_day(instant)
            instant = place.midnight(day) + 60 * place.closes_on(day) + rng.randrange(-3700, 3700)
        return "receipt_day", [key, instant], lambda: place.receipt_day(instant)

    assert agree(sample, 2) == 0


def test_is_banking_day__any_day__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        day = a_day(rng, place)
        return "is_banking_day", [key, day], lambda: place.is_banking_day(day)

    agree(sample, 3)


def test_add_banking_days__any_place_day_n__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        day, n = a_day(rng, place), rng.choice([0, 1, 2, 3, 5, 5, 5, 7, 10, 30, rng.randrange(90)])
        return "add_banking_days", [key, day, n], lambda: place.add_banking_days(day, n)

    assert agree(sample, 4) == 0


def test_add_banking_days__hundreds__equal_or_both_refuse() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        day, n = a_day(rng, place), rng.randrange(400, 1100)
        return "add_banking_days", [key, day, n], lambda: place.add_banking_days(day, n)

    assert agree(sample, 5, samples=300) > 10


def test_next_banking_day__any_day__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        day = a_day(rng, place)
        return "next_banking_day", [key, day], lambda: place.next_banking_day(day)

    assert agree(sample, 6) == 0


@pytest.mark.parametrize(
    "function", ["is_banking_day_both", "next_banking_day_both", "add_banking_days_both"]
)
def test_both__two_places__equal(function: str) -> None:
    laws = {
        "is_banking_day_both": is_banking_day_both,
        "next_banking_day_both": next_banking_day_both,
        "add_banking_days_both": add_banking_days_both,
    }

    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        other_key, other = pick(rng, all_of) if rng.random() < 0.9 else (bytes(32), None)
        day = a_day(rng, place)
        extra = [rng.randrange(0, 12)] if function.startswith("add") else []
        return function, [key, other_key, day, *extra], lambda: laws[function](place, other, day, *extra)

    assert agree(sample, 7) == 0


def test_presentation_limit__any_day__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        day = a_day(rng, place)
        return "presentation_limit", [key, day], lambda: place.presentation_limit(day)

    assert agree(sample, 8) == 0


def test_extended__any_clock__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        start = a_day(rng, place)
        last = start + rng.choice([0, 5, 7, 7, 9, 30, 200])
        return "extended", [key, start, last], lambda: place.extended(start, last)

    assert agree(sample, 9) == 0


def test_extended_since__any_clock__equal() -> None:
    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        other_key, other = pick(rng, all_of) if rng.random() < 0.5 else (bytes(32), None)
        start = a_day(rng, place)
        last, fixed_at = start + rng.choice([5, 7, 9, 30]), start * DAY + rng.randrange(-3 * DAY, 4 * DAY)
        return (
            "extended_since",
            [key, other_key, start, last, fixed_at],
            lambda: place.extended_since(other, start, last, fixed_at),
        )

    assert agree(sample, 10) == 0


@pytest.mark.parametrize("function", ["offset_on", "closes_on", "weekend_on"])
def test_regimes__any_day__equal(function: str) -> None:
    def mask(place: PlaceCalendar, day: int) -> int:
        return sum(1 << weekday for weekday in place.weekend_on(day))

    laws: dict[str, Callable[[PlaceCalendar, int], int]] = {
        "offset_on": PlaceCalendar.offset_on,
        "closes_on": PlaceCalendar.closes_on,
        "weekend_on": mask,
    }

    def sample(rng, all_of):  # type: ignore[no-untyped-def]
        key, place = pick(rng, all_of)
        regimes = place.base.weeks if function == "weekend_on" else place.base.offsets
        day = (
            max(rng.choice(regimes).from_day + rng.randrange(-2, 3), FIRST)
            if rng.random() < 0.5
            else a_day(rng, place)
        )
        return function, [key, day], lambda: laws[function](place, day)

    assert agree(sample, 11) == 0


def test_coverage__every_place__equal() -> None:
    all_of = world()
    for place, key in zip(all_of.places, all_of.keys, strict=True):
        assert all_of.house.view("loaded_until", key) == place.known_until()
        first, last = place.known_from(), place.known_until()
        for low, high in ((first, last), (first - 1, last), (first, last + 1), (last + 1, last + 2)):
            assert all_of.house.view("covers", key, low, high) == place.covers(low, high)
        wanted = min(kin.official_until for kin in place.lineage())
        assert all_of.house.view("official_until", key) == wanted


def test_closed_word__every_loaded_word__equal() -> None:
    all_of = world()
    for place, key in zip(all_of.places, all_of.keys, strict=True):
        for word in range(FIRST // 256, LAST // 256):
            seen = all_of.house.view("closed_word", key, word)
            expected = sum((not place.is_banking_day(256 * word + bit)) << bit for bit in range(256))
            assert seen == expected, (place.code, word)
