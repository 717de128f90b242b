"""A year of a place as a picture for the terminal, from a Python calendar or from the chain's views."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from usance.calendars import FORCE_MAJEURE, PlaceCalendar, date_of, day_of

WORD_DAYS = 256
BLOCK = 7 * 4
GAP = "   "
ACROSS = 3
View = Callable[..., Any]


class Kind(Enum):
    """What a day is; the value is the mark behind its number."""

    OPEN = " "
    WEEKEND = "."
    CLOSED = "*"
    WORKED = "+"
    UNPLANNED = "!"
    FORCE_MAJEURE = "#"


MEANING = {
    Kind.WEEKEND: "weekend",
    Kind.CLOSED: "closed",
    Kind.WORKED: "worked weekend",
    Kind.UNPLANNED: "closed unplanned",
    Kind.FORCE_MAJEURE: "closed by force majeure",
}


@dataclass(frozen=True)
class Year:
    """One year of one place."""

    place: str
    year: int
    kinds: Mapping[int, Kind]
    names: Mapping[int, str]
    loaded_from: int
    loaded_until: int
    official_until: int
    closes: int
    # (first local day, minutes ahead of UTC), the first entry for the first of January.
    offsets: tuple[tuple[int, int], ...]
    source: str
    notes: tuple[str, ...] = field(default_factory=tuple)

    def loaded(self, day: int) -> bool:
        return self.loaded_from <= day <= self.loaded_until


def days_of(year: int) -> range:
    """The days of a year."""
    return range(day_of(dt.date(year, 1, 1)), day_of(dt.date(year + 1, 1, 1)))


def year_of(place: PlaceCalendar, year: int, source: str) -> Year:
    """A year of a Python calendar."""
    kinds: dict[int, Kind] = {}
    for day in days_of(year):
        reasons = place.reasons(day)
        listed = any(day in kin.closed for kin in place.lineage())
        if FORCE_MAJEURE in reasons:
            kinds[day] = Kind.FORCE_MAJEURE
        elif reasons:
            kinds[day] = Kind.UNPLANNED
        elif listed:
            kinds[day] = Kind.CLOSED
        elif place.planned_closed(day):
            kinds[day] = Kind.WEEKEND
        else:
            kinds[day] = Kind.WORKED if day in place.base.worked else Kind.OPEN
    names: dict[int, str] = {}
    for kin in reversed(place.lineage()):
        names.update(kin.names)
    days = days_of(year)
    changes = [(days[0], place.offset_on(days[0]))]
    for day in days[1:]:
        if place.offset_on(day) != changes[-1][1]:
            changes.append((day, place.offset_on(day)))
    return Year(
        place.code,
        year,
        kinds,
        names,
        place.known_from(),
        place.known_until(),
        min(kin.official_until for kin in place.lineage()),
        place.closes_on(days[0]),
        tuple(changes),
        source,
    )


def year_on_chain(
    view: View, key: bytes, place: str, year: int, names: Mapping[int, str], source: str
) -> Year:
    """A year from the views of BankingCalendar; `view(function, *args)` asks them.

    The chain holds no names: `names` may bring those of a list.
    """
    days = days_of(year)
    parent = view("parent_of", key)
    kin = [key] if not any(parent) else [key, bytes(parent)]
    kinds: dict[int, Kind] = {}
    for word in range(days[0] // WORD_DAYS, days[-1] // WORD_DAYS + 1):
        closed = view("closed_word", key, word)
        own = [view("entries_of", relative, word) for relative in kin]
        listed, worked, ordinary, force = (_union(entry[index] for entry in own) for index in range(4))
        for bit in range(WORD_DAYS):
            day = WORD_DAYS * word + bit
            if day not in days:
                continue
            if force >> bit & 1:
                kind = Kind.FORCE_MAJEURE
            elif ordinary >> bit & 1:
                kind = Kind.UNPLANNED
            elif listed >> bit & 1:
                kind = Kind.CLOSED
            elif closed >> bit & 1:
                kind = Kind.WEEKEND
            else:
                kind = Kind.WORKED if worked >> bit & 1 else Kind.OPEN
            kinds[day] = kind
    until = view("loaded_until", key)
    waits = view("change_in_force", key)
    notes = [f"calendar version {view('version', key)}"]
    if waits:
        notes.append(
            f"a change is in force from {dt.datetime.fromtimestamp(waits, dt.UTC):%Y-%m-%d %H:%M} UTC"
        )
    loaded_from = days[0]
    while loaded_from <= min(days[-1], until) and not view("covers", key, loaded_from, loaded_from):
        loaded_from += 1
    return Year(
        place,
        year,
        kinds,
        names,
        loaded_from,
        until,
        view("official_until", key),
        view("closes_on", key, days[0]),
        tuple(_changes(lambda day: int(view("offset_on", key, day)), days[0], days[-1])),
        source,
        tuple(notes),
    )


def _union(words: Iterator[int]) -> int:
    found = 0
    for word in words:
        found |= word
    return found


def _changes(offset_on: Callable[[int], int], first: int, last: int) -> list[tuple[int, int]]:
    """Changes of the clock within a year, found by halving between samples a fortnight apart."""
    found = [(first, offset_on(first))]
    day = first
    while day < last:
        step = min(day + 14, last)
        minutes = offset_on(step)
        if minutes != found[-1][1]:
            low, high = day, step
            while high - low > 1:
                middle = (low + high) // 2
                if offset_on(middle) == found[-1][1]:
                    low = middle
                else:
                    high = middle
            found.append((high, minutes))
        day = step
    return found


def clock(minutes: int) -> str:
    """+01:00"""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


Paint = Callable[[str, Kind | None], str]


def no_colour(text: str, kind: Kind | None) -> str:
    """Marks alone."""
    return text


def picture(year: Year, paint: Paint = no_colour) -> list[str]:
    """The lines of the picture. `paint` colours a cell; None is a day that is not loaded."""
    lines = [f"{year.place} {year.year}   ({year.source})", ""]
    for first in range(1, 13, ACROSS):
        blocks = [_month(year, month, paint) for month in range(first, first + ACROSS)]
        for row in range(max(len(block) for block in blocks)):
            cells = [block[row] if row < len(block) else " " * BLOCK for block in blocks]
            lines.append(GAP.join(cells).rstrip())
        lines.append("")
    present = set(year.kinds.values())
    legend = [f"{kind.value} {text}" for kind, text in MEANING.items() if kind in present]
    if any(not year.loaded(day) for day in year.kinds):
        legend.append("? not loaded (weekends alone count)")
    lines += ["  ".join(legend), ""]
    lines += _named(year)
    lines += ["", *_facts(year)]
    return lines


def _month(year: Year, month: int, paint: Paint) -> list[str]:
    title = f"{months.month_name[month]:<{BLOCK}}"
    rows = [title, " Mo  Tu  We  Th  Fr  Sa  Su  "[:BLOCK]]
    for week in months.Calendar().monthdatescalendar(year.year, month):
        row = ""
        for date in week:
            day = day_of(date)
            if date.month != month:
                row += "    "
            elif year.loaded(day):
                row += paint(f"{date.day:3}{year.kinds[day].value}", year.kinds[day])
            else:
                row += paint(f"{date.day:3}?", None)
        rows.append(row)
    return rows


def _named(year: Year) -> list[str]:
    lines = []
    for day, kind in year.kinds.items():
        if not year.loaded(day) or kind in (Kind.OPEN, Kind.WEEKEND):
            continue
        name = year.names.get(day, "")
        estimate = " (estimate)" if kind is Kind.CLOSED and day > year.official_until else ""
        text = name if name and kind in (Kind.CLOSED, Kind.WORKED) else MEANING[kind]
        lines.append(f"{date_of(day):%Y-%m-%d %a} {kind.value} {text}{estimate}")
    return lines


def _facts(year: Year) -> list[str]:
    open_days = sum(1 for kind in year.kinds.values() if kind in (Kind.OPEN, Kind.WORKED))
    offsets = ", ".join(f"UTC{clock(minutes)} from {date_of(day)}" for day, minutes in year.offsets)
    lines = [
        f"{open_days} banking days; receipt ends at {year.closes // 60:02}:{year.closes % 60:02}; {offsets}",
        f"loaded {date_of(year.loaded_from)} to {date_of(year.loaded_until)}"
        if year.loaded_from <= year.loaded_until
        else "nothing of this year is loaded",
    ]
    if year.official_until < year.loaded_until:
        lines.append(
            f"an estimate after {date_of(year.official_until)}: confirm it when the list is published"
        )
    return [*lines, *year.notes]
