"""Places of a scenario: their weeks, offsets, closings and days, and times told at them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from usance.calendars import Offset, PlaceCalendar, Week
from usance.scenario.document import Series, Table, Text, line_of
from usance.scenario.errors import ScenarioError, did_you_mean

EPOCH = date(1970, 1, 1)
WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ](?P<clock>\d{2}:\d{2}(?::\d{2})?)"
    r"\s*(?P<where>Z|UTC|[+-]\d{2}:?\d{2}|[A-Za-z]\S*)?"
)
OFFSET = re.compile(r"([+-]?)(\d{1,2}):?(\d{2})")
DEFAULT_CLOSES = 24 * 60
# What a place is loaded for when the file does not say: 2020-01-01 to 2032-12-31.
LOADED_FROM = 18_262
LOADED_UNTIL = 23_010
INHERIT = 2047
KEYS = {
    "weekend", "offset", "closes", "closed", "worked", "loaded_until", "parent", "from", "official", "note",
}  # fmt: skip


@dataclass(frozen=True)
class Regime:
    """Something that holds from a local day on."""

    day: int
    value: int


@dataclass
class Place:
    """A place as a scenario tells it; days are [day], closings minutes, weekends bit masks."""

    name: str
    line: int
    parent: str = ""
    first_day: int = 0
    loaded_until: int = 0
    official: bool = True
    weekends: list[Regime] = field(default_factory=list)
    offsets: list[Regime] = field(default_factory=list)
    closings: list[Regime] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    worked: list[int] = field(default_factory=list)

    def minutes_on(self, day: int) -> int:
        """Minutes ahead of UTC on a local day."""
        return value_on(self.offsets, day)

    def calendar(self, parent: PlaceCalendar | None = None) -> PlaceCalendar:
        """The place as the rest of the project knows places."""
        days = sorted({regime.day for regime in (*self.weekends, *self.closings)})
        return PlaceCalendar(
            code=self.name,
            weeks=[Week(day, self._weekend_on(day), self._closes_on(day)) for day in days],
            offsets=[Offset(regime.day, regime.value) for regime in self.offsets],
            closed=set(self.closed),
            worked=set(self.worked),
            loaded_from=self.first_day,
            loaded_until=self.loaded_until,
            official_until=self.loaded_until if self.official else 0,
            parent=parent,
        )

    def _weekend_on(self, day: int) -> frozenset[int]:
        mask = value_on(self.weekends, day)
        return frozenset(weekday for weekday in range(7) if mask >> weekday & 1)

    def _closes_on(self, day: int) -> int | None:
        closes = value_on(self.closings, day)
        return None if closes == INHERIT else closes


def value_on(regimes: list[Regime], day: int) -> int:
    """The value in force on a day; the first one holds for all days before it."""
    found = regimes[0].value
    for regime in regimes:
        if regime.day <= day:
            found = regime.value
    return found


def read_places(table: Table) -> dict[str, Place]:
    """The `places:` of a scenario."""
    places: dict[str, Place] = {}
    for name, body in table.items():
        line = table.line_of(name)
        if not isinstance(body, Table):
            raise ScenarioError(
                f"place {name} is a mapping: weekend, offset, closes, closed, loaded_until", line
            )
        places[name] = _read_place(name, body, line)
    for place in places.values():
        if place.parent:
            parent = places.get(place.parent)
            if parent is None:
                raise ScenarioError(
                    f"place {place.name}: no place {place.parent}{did_you_mean(place.parent, places)}",
                    place.line,
                )
            place.offsets = parent.offsets
            place.loaded_until = place.loaded_until or parent.loaded_until
    return places


def _read_place(name: str, body: Table, line: int) -> Place:
    for key in body:
        if key not in KEYS:
            raise ScenarioError(f"place {name} has no {key}{did_you_mean(key, KEYS)}", body.line_of(key))
    place = Place(name, line, parent=str(body.get("parent", "")))
    weekend, closes, offset = body.get("weekend"), body.get("closes"), body.get("offset")
    counter = bool(place.parent)
    place.weekends = (
        [Regime(0, 0 if counter else 96)] if weekend is None else _regimes(weekend, _weekend, "days")
    )
    if closes is None:
        place.closings = [Regime(0, INHERIT if counter else DEFAULT_CLOSES)]
    else:
        place.closings = _regimes(closes, read_minute, "closes")
    place.offsets = [Regime(0, 0)] if offset is None else _regimes(offset, read_offset, "utc")
    place.closed = _days(body.get("closed"))
    place.worked = _days(body.get("worked"))
    if "loaded_until" in body:
        place.loaded_until = read_day(body["loaded_until"])
    elif not counter:
        place.loaded_until = LOADED_UNTIL
    days = [*place.closed, *place.worked, *(regime.day for regime in place.offsets if regime.day)]
    place.first_day = min([LOADED_FROM, *days, *(regime.day for regime in place.weekends if regime.day)])
    if "from" in body:
        place.first_day = read_day(body["from"])
    place.official = str(body.get("official", "yes")).lower() in {"yes", "true", "1"}
    return place


def _regimes(value: Any, read: Any, key: str) -> list[Regime]:
    """One value, or a list of {from, KEY}; the first holds for all days before."""
    dated = isinstance(value, Series) and bool(value) and all(isinstance(item, Table) for item in value)
    items = list(value) if dated else [value]
    if not dated and not isinstance(value, Table):
        return [Regime(0, read(value))]
    found: list[Regime] = []
    for item in items:
        inner = [name for name in item if name != "from"]
        if len(inner) != 1 or (
            inner[0] not in {key, "weekend", "offset", "closes", "at", "value", "utc", "days"}
        ):
            raise ScenarioError(f"write {{from: DAY, {key}: …}}", item.line)
        day = read_day(item["from"]) if "from" in item else 0
        found.append(Regime(day, read(item[inner[0]])))
    if any(later.day <= earlier.day for earlier, later in itertools.pairwise(found)):
        raise ScenarioError("`from` days rise", line_of(value))
    return found


def _weekend(value: Any) -> int:
    names = list(value) if isinstance(value, Series) else str(value).replace(",", " ").split()
    bits = 0
    for name in names:
        day = WEEKDAYS.get(str(name).lower()[:3])
        if day is None and str(name).lower() not in {"none", ""}:
            raise ScenarioError(
                f"{name} is no day of the week{did_you_mean(str(name), WEEKDAYS)}", line_of(value)
            )
        bits |= 0 if day is None else 1 << day
    return bits


def read_minute(value: Any) -> int:
    """`17:00` as minutes of the day."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", str(value))
    minute = int(found[1]) * 60 + int(found[2]) if found else -1
    if not 0 <= minute <= 24 * 60 or (found and int(found[2]) > 59):
        raise ScenarioError(f'{value!r} is no time of day, write "17:00"', line_of(value))
    return minute


def read_offset(value: Any) -> int:
    """`+05:30` as minutes ahead of UTC."""
    text = str(value).upper()
    if text in {"Z", "UTC"}:
        return 0
    found = OFFSET.fullmatch(text)
    if found is None or int(found[3]) > 59:
        raise ScenarioError(f'{value!r} is no offset, write "+01:00"', line_of(value))
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes


def read_day(value: Any, line: int | None = None) -> int:
    """A date as days since 1970-01-01."""
    where = line_of(value, line)
    if not isinstance(value, str) or not DAY.fullmatch(value.strip()):
        raise ScenarioError(f"{value!r} is no day, write 2026-03-02", where)
    try:
        return (date.fromisoformat(value.strip()) - EPOCH).days
    except ValueError:
        raise ScenarioError(f"there is no day {value}", where) from None


def day_text(day: int) -> str:
    """[day] as a date; numbers too large for one as they are."""
    try:
        return (EPOCH + timedelta(days=day)).isoformat()
    except OverflowError:
        return f"day {day}"


def _days(value: Any) -> list[int]:
    if value is None or (isinstance(value, Text) and value.lower() in {"", "none"}):
        return []
    items = list(value) if isinstance(value, Series) else [value]
    days: list[int] = []
    for item in items:
        first, dots, last = str(item).partition("..")
        start = read_day(first.strip(), line_of(item))
        end = read_day(last.strip(), line_of(item)) if dots else start
        days += range(start, end + 1)
    return sorted(set(days))


def read_time(value: str, places: dict[str, Place], line: int | None = None) -> int:
    """`2026-03-02T10:00 DEHAM`, `…Z` or `…+01:00` as [unix s]."""
    where = line_of(value, line)
    found = TIME.fullmatch(str(value).strip())
    if found is None:
        raise ScenarioError(
            f"{value!r} is no time, write 2026-03-02T10:00 PLACE or 2026-03-02T10:00+01:00", where
        )
    try:
        local = datetime.fromisoformat(f"{found['day']}T{found['clock']}")
    except ValueError:
        if found["clock"][:5] != "24:00":
            raise ScenarioError(f"there is no time {found['day']} {found['clock']}", where) from None
        local = datetime.fromisoformat(found["day"]) + timedelta(days=1)
    day = (local.date() - EPOCH).days
    seconds = day * 86_400 + local.hour * 3600 + local.minute * 60 + local.second
    place = found["where"]
    if place is None:
        raise ScenarioError(f"{value!r} names no place and no offset, write {value} PLACE", where)
    if place in {"Z", "UTC"}:
        return seconds
    if place[0] in "+-":
        return seconds - read_offset(place) * 60
    if place not in places:
        raise ScenarioError(f"no place {place}{did_you_mean(place, places)}", where)
    instant = seconds - places[place].minutes_on(day) * 60
    if places[place].calendar().local_day(instant) != day:
        # Just after the midnight before which the clock still showed the day before's offset.
        return seconds - places[place].minutes_on(day - 1) * 60
    return instant
