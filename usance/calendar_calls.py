"""A Python calendar as the writes that put it on chain: names and arguments, nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from usance.calendars import CalendarError, Offset, PlaceCalendar, Week, place_key

WORD_DAYS = 256
MAX_WEEKS = 4
MAX_OFFSETS = 16
MAX_ENTRIES = 16
# "As the parent closes".
INHERIT = 2047


@dataclass(frozen=True)
class Call:
    """One call of BankingCalendar."""

    function: str
    args: tuple[Any, ...]


def weekend_mask(days: Iterable[int]) -> int:
    """Bit 0 is Monday."""
    return sum(1 << day for day in set(days))


def week_tuple(week: Week, counter: bool = False) -> tuple[int, int, int]:
    """The struct Week of IBankingCalendar."""
    closes = INHERIT if week.closes is None else week.closes
    return week.from_day, 0 if counter else weekend_mask(week.weekend), closes


def entry_words(closed: Iterable[int], worked: Iterable[int] = ()) -> dict[int, tuple[int, int]]:
    """word -> (closed bits, worked bits)."""
    words: dict[int, list[int]] = {}
    for index, days in enumerate((closed, worked)):
        for day in days:
            words.setdefault(day // WORD_DAYS, [0, 0])[index] |= 1 << (day % WORD_DAYS)
    return {word: (bits[0], bits[1]) for word, bits in sorted(words.items())}


def opening(place: PlaceCalendar) -> Call:
    """The call that makes the place known."""
    first = place.loaded_from
    week = place._week_on(first)
    if place.parent is not None:
        closes = INHERIT if week.closes is None else week.closes
        return Call("open_counter", (place_key(place.code), place_key(place.parent.code), first, closes))
    if week.closes is None:
        raise CalendarError(f"place {place.code}: has no closing minute and no parent")
    return Call(
        "open_place",
        (
            place_key(place.code),
            first,
            weekend_mask(week.weekend),
            place.offset_on(first),
            week.closes,
        ),
    )


def loading(place: PlaceCalendar, loaded: int, official_until: int | None = None) -> list[Call]:
    """The calls that load the days after `loaded` up to the place's `loaded_until`."""
    official_end = place.official_until if official_until is None else official_until
    calls: list[Call] = []
    first = loaded + 1
    while first <= place.loaded_until:
        official = first <= official_end
        last = min(place.loaded_until, official_end) if official else place.loaded_until
        last = _last_that_fits(place, first, last)
        written = [day for day in place.closed | place.worked if day <= last]
        entries = entry_words(
            (day for day in written if day in place.closed), (day for day in written if day in place.worked)
        )
        calls.append(
            Call(
                "load",
                (
                    place_key(place.code),
                    last,
                    official,
                    [
                        week_tuple(week, place.parent is not None)
                        for week in _inside(place.weeks, first, last)
                    ],
                    [(offset.from_day, offset.minutes) for offset in _offsets(place, first, last)],
                    [
                        (word, *bits)
                        for word, bits in entries.items()
                        if first // WORD_DAYS <= word <= last // WORD_DAYS
                    ],
                ),
            )
        )
        first = last + 1
    return calls


def _inside(weeks: list[Week], first: int, last: int) -> list[Week]:
    return [week for week in weeks if first <= week.from_day <= last and week is not weeks[0]]


def _offsets(place: PlaceCalendar, first: int, last: int) -> list[Offset]:
    if place.parent is not None:
        return []
    return [
        offset for offset in place.offsets[1:] if max(first, place.loaded_from + 1) <= offset.from_day <= last
    ]


def _last_that_fits(place: PlaceCalendar, first: int, last: int) -> int:
    last = min(last, (first // WORD_DAYS + MAX_ENTRIES) * WORD_DAYS - 1)
    offsets = _offsets(place, first, last)
    if len(offsets) > MAX_OFFSETS:
        last = offsets[MAX_OFFSETS].from_day - 1
    weeks = _inside(place.weeks, first, last)
    if len(weeks) > MAX_WEEKS:
        last = weeks[MAX_WEEKS].from_day - 1
    return last


def loading_all(place: PlaceCalendar) -> list[Call]:
    """Open and load a place that the chain does not know."""
    return [opening(place), *loading(place, place.loaded_from - 1)]
