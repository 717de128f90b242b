"""Calendars from published lists: closed days from the `holidays` package, clocks from `tzdata`.

Everything comes from pinned packages, never from the host's own zone files or clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from usance.calendars import (
    CLOSES,
    SAT_SUN,
    CalendarError,
    Offset,
    PlaceCalendar,
    Week,
    date_of,
    day_of,
    weekday_of,
)
from usance.places import Country, Place, WeekendFrom, country_of, place_of, places, weekend_days

UTC = dt.UTC
SATURDAY = 5
SOURCES_END = 2100


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """A zone by IANA name, from the pinned tzdata package."""
    parts = name.split("/")
    if not all(part and part.replace("_", "").replace("-", "").replace("+", "").isalnum() for part in parts):
        raise CalendarError(f"zone {name!r}: not an IANA zone name; write one such as Asia/Shanghai")
    path = resources.files("tzdata").joinpath("zoneinfo", *parts)
    if not path.is_file():
        raise CalendarError(f"zone {name!r}: unknown; write an IANA name such as Asia/Shanghai")
    try:
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (ValueError, ZoneInfoNotFoundError):
        raise CalendarError(f"zone {name!r}: not a zone; write an IANA name such as Asia/Shanghai") from None


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, list[str]]:
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found


def _minutes(zone: ZoneInfo, instant: int) -> int:
    offset = dt.datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
    assert offset is not None
    seconds = int(offset.total_seconds())
    if seconds % 60:
        raise CalendarError(f"zone {zone.key}: offset of {seconds} seconds is not whole minutes")
    return seconds // 60


def transitions(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int, int]]:
    """(instant, minutes before, minutes after) of every change of offset in [first, last) [unix s]."""
    found: list[tuple[int, int, int]] = []
    step = 2 * 86_400
    at, before = first, _minutes(zone, first)
    while at < last:
        upto = min(at + step, last)
        after = _minutes(zone, upto)
        if after != before:
            low, high = at, upto
            while high - low > 1:
                middle = (low + high) // 2
                if _minutes(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            found.append((high, before, after))
            before = after
        at = upto
    return found


@lru_cache(maxsize=512)
def offsets_of(zone_name: str, first_day: int, last_day: int) -> tuple[Offset, ...]:
    """The offset regimes of a zone, so that each local day begins as it does there.

    A regime's day is the local date, in the new offset, of its change. A clock that jumps ahead to
    midnight (Nuuk) has not reached the new day by the old offset: there it is the day before.
    """
    zone = zone_of(zone_name)
    # Two days of margin: local days begin up to 14 hours before and 12 hours after UTC's.
    start, end = (first_day - 2) * 86_400, (last_day + 2) * 86_400
    found = [Offset(0, _minutes(zone, start))]
    for instant, before, after in transitions(zone, start, end):
        day = (instant + 60 * after - (after > before)) // 86_400
        if day > last_day:
            break
        found.append(Offset(day, after))
    return tuple(found)


@dataclass(frozen=True)
class ClosedDays:
    """What a list says of some years."""

    closed: frozenset[int]
    worked: frozenset[int]
    names: dict[int, str]
    estimated_years: frozenset[int]
    weekend: frozenset[int]


def years_of(text: str) -> list[int]:
    """`2026` or `2026-2030`."""
    first, dash, last = text.partition("-")
    if not (first.isdigit() and (last.isdigit() or not dash)):
        raise CalendarError(f"years {text!r}: write 2026 or 2026-2030")
    low, high = int(first), int(last or first)
    if not 1970 < low <= high <= SOURCES_END:
        raise CalendarError(f"years {text!r}: the first year comes first, between 1971 and {SOURCES_END}")
    return list(range(low, high + 1))


def minute_of(text: str) -> int:
    """`17:00` as a minute of the day."""
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdigit() and minute.isdigit() and int(minute) < 60):
        raise CalendarError(f"closing time {text!r}: write hours and minutes, such as 17:00")
    value = int(hour) * 60 + int(minute)
    if value > 1440:
        raise CalendarError(f"closing time {text!r}: a day ends at 24:00 (CALENDAR_VALUE)")
    return value


def _language(supported: Sequence[str]) -> str | None:
    for wanted in ("en_US", "en_GB"):
        if wanted in supported:
            return wanted
    english = [language for language in supported if language.startswith("en")]
    return english[0] if english else None


def _country_list(code: str, country: str, subdivision: str | None, years: Sequence[int]) -> ClosedDays:
    supported = holidays.list_supported_countries(include_aliases=False)
    if country not in supported:
        raise CalendarError(
            f"place {code}: the holidays package has no country {country}; load a list of your own"
        )
    kind = getattr(holidays, country)
    _check_years(code, kind, years)
    if subdivision is not None and subdivision not in supported[country]:
        raise CalendarError(
            f"place {code}: the holidays package has no subdivision {subdivision} of {country}; "
            "mend places.yaml"
        )
    categories = tuple(name for name in ("public", "bank") if name in kind.supported_categories)
    options: dict[str, object] = {
        "years": list(years),
        "subdiv": subdivision,
        "categories": categories,
        "language": _language(kind.supported_languages),
    }
    # Substitute days of the turn of the year are announced with the next year's list.
    listed = kind(**options)
    estimated = {date.year for date, name in listed.items() if "estimated" in name.lower()}
    if hasattr(listed, "islamic_show_estimated"):
        # The mark is translated, so it is found by switching it off.
        unmarked = kind(**options, islamic_show_estimated=False)
        estimated |= {date.year for date, name in listed.items() if unmarked.get(date) != name}
    worked = {day_of(date) for date in getattr(listed, "weekend_workdays", ()) if date.year in years}
    return _closed_days(listed, worked, estimated, years)


def _financial_list(code: str, market: str, years: Sequence[int]) -> ClosedDays:
    if market not in holidays.list_supported_financial():
        raise CalendarError(f"place {code}: the holidays package has no financial calendar {market}")
    kind = getattr(holidays, market)
    _check_years(code, kind, years)
    return _closed_days(holidays.financial_holidays(market, years=list(years)), set(), set(), years)


def _check_years(code: str, kind: type, years: Sequence[int]) -> None:
    first, last = getattr(kind, "start_year", 1), getattr(kind, "end_year", 9999)
    missing = [year for year in years if not first <= year <= last]
    if missing:
        raise CalendarError(
            f"place {code}: the holidays package has {first} to {last}, not {missing[0]}; load fewer years"
        )


def _closed_days(
    listed: holidays.HolidayBase, worked: Iterable[int], estimated: Iterable[int], years: Sequence[int]
) -> ClosedDays:
    names = {day_of(date): str(name) for date, name in listed.items() if date.year in years}
    return ClosedDays(
        frozenset(names), frozenset(worked), names, frozenset(estimated), frozenset(listed.weekend)
    )


def _weeks(entries: Sequence[WeekendFrom] | None, closes: int) -> list[Week]:
    if not entries:
        return [Week(0, SAT_SUN, closes)]
    weeks = [Week(day_of(entry.since), weekend_days(list(entry.days)), closes) for entry in entries]
    return [Week(0, weeks[0].weekend, closes), *weeks[1:]]


def _zone_name(code: str, place: Place | None, country: Country | None, zone: str | None) -> str:
    if zone is not None:
        return zone
    if place is not None and place.zone is not None:
        return place.zone
    if country is not None and country.zone is not None:
        return country.zone
    candidates = _zones_by_country().get(code[:2], [])
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise CalendarError(f"place {code}: no time zone known; name one with --zone")
    raise CalendarError(
        f"place {code}: {code[:2]} has {len(candidates)} time zones and places.yaml does not list the place; "
        f"name one with --zone, such as {candidates[0]}"
    )


def _saturdays(days: Iterable[int], ordinals: Sequence[int]) -> set[int]:
    """The Saturdays whose ordinal within their month is listed."""
    return {
        day for day in days if weekday_of(day) == SATURDAY and (date_of(day).day - 1) // 7 + 1 in ordinals
    }


def load_place(
    code: str, years: Sequence[int], zone: str | None = None, closes: int = CLOSES
) -> PlaceCalendar:
    """The calendar of a UN/LOCODE, or of TARGET, for whole consecutive years.

    Banks' own lists are taken where the package has them. `official_until` ends before the first
    year that holds an estimate.
    """
    if not years or list(years) != list(range(years[0], years[0] + len(years))):
        raise CalendarError(f"place {code}: years must be consecutive, such as 2026-2030")
    place, country = place_of(code), country_of(code)
    if place is None and not (len(code) == 5 and code.isalnum() and code.isupper()):
        known = ", ".join(sorted(places().places)[:3])
        raise CalendarError(f"place {code!r}: not a UN/LOCODE such as {known}; write five capital letters")
    zone_name = _zone_name(code, place, country, zone)
    market = (place.financial if place else None) or (country.financial if country else None)
    if market is not None:
        listed = _financial_list(code, market, years)
    else:
        listed = _country_list(code, code[:2], place.subdivision if place else None, years)
    first, last = day_of(dt.date(years[0], 1, 1)), day_of(dt.date(years[-1], 12, 31))

    entries = (place.weekend if place else None) or (country.weekend if country else None)
    # A country that places.yaml does not know has the weekend of the package.
    weeks = _weeks(entries, closes) if entries or place else [Week(0, listed.weekend, closes)]
    calendar = PlaceCalendar(
        code,
        weeks=weeks,
        offsets=list(offsets_of(zone_name, first, last)),
        closed=set(listed.closed),
        loaded_from=first,
        loaded_until=last,
        names=dict(listed.names),
        zone=zone_name,
    )
    if country is not None and country.closed_saturdays:
        saturdays = _saturdays(range(first, last + 1), country.closed_saturdays)
        calendar.closed |= saturdays
        calendar.names = dict.fromkeys(saturdays, "Saturday of the month") | calendar.names
    # A worked day counts only where the place would be closed for its weekend.
    calendar.worked = {
        day for day in listed.worked - calendar.closed if weekday_of(day) in calendar.weekend_on(day)
    }
    calendar.names.update(dict.fromkeys(calendar.worked, "worked weekend"))
    estimated = set(listed.estimated_years)
    if country is not None and country.announced:
        announced = {date_of(day).year for day in listed.worked}
        estimated |= {year for year in years if year not in announced}
    official = [year for year in years if year < min(estimated, default=SOURCES_END + 1)]
    calendar.official_until = day_of(dt.date(official[-1], 12, 31)) if official else first - 1
    return calendar


def counter(
    code: str, parent: PlaceCalendar, closes: int | None = None, closed: Iterable[int] = ()
) -> PlaceCalendar:
    """A bank's own counter under a place: its closing minute and its own extra closed days."""
    if parent.parent is not None:
        raise CalendarError(f"place {code}: {parent.code} is itself a counter (CALENDAR_OPEN)")
    return PlaceCalendar(
        code,
        weeks=[Week(0, frozenset(), closes)],
        closed=set(closed),
        loaded_from=parent.loaded_from,
        loaded_until=parent.loaded_until,
        official_until=parent.official_until,
        parent=parent,
        zone=parent.zone,
    )
