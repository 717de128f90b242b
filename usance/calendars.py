"""Days at a place, in plain Python.

Written from the trade's rules with sets of days, independent of the contract BankingCalendar, which
must give the same answers. A day is a number: local days since 1970-01-01 at that place. Weekdays
are 0 (Monday) to 6 (Sunday). Instants are unix seconds.

`usance.calendar_sources.load_place` makes a calendar from published lists,
`usance.places.find_place` finds the code of a town.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

DAY = 86_400
EPOCH = dt.date(1970, 1, 1)
ORDINARY = 1
FORCE_MAJEURE = 2
# No answer is looked for further away than this many days.
SPAN = 1024
SAT_SUN = frozenset({5, 6})
CLOSES = 17 * 60


class CalendarError(ValueError):
    """A question or an entry that a calendar cannot take; one line for the user."""


def day_of(date: dt.date | str) -> int:
    """Day number of a date, or of `YYYY-MM-DD`."""
    if isinstance(date, str):
        date = dt.date.fromisoformat(date)
    return (date - EPOCH).days


def date_of(day: int) -> dt.date:
    """Date of a day number."""
    return EPOCH + dt.timedelta(days=day)


def weekday_of(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day + 3) % 7


def place_key(code: str) -> bytes:
    """The bytes32 that names a place on chain: ASCII, left-aligned."""
    raw = code.encode("ascii", "strict") if code.isascii() else b""
    if not 0 < len(raw) <= 32:
        raise CalendarError(f"place {code!r}: a place is 1 to 32 ASCII characters, such as DEHAM")
    return raw.ljust(32, b"\0")


@dataclass(frozen=True)
class Week:
    """From `from_day` on: weekend days and the closing minute (None: as the parent closes)."""

    from_day: int
    weekend: frozenset[int] = SAT_SUN
    closes: int | None = CLOSES


@dataclass(frozen=True)
class Offset:
    """From the local day `from_day` on the clock is `minutes` ahead of UTC."""

    from_day: int
    minutes: int


@dataclass(frozen=True)
class Closure:
    """An unplanned closure: its reason, when two keepers had recorded it, and what was open then.

    `was_open`: the place had no planned closed day (None: as its entries stand). `shut`: its counters
    that were closed by entries of their own (None: as theirs stand). No later entry changes either.
    """

    reason: int
    recorded_at: int
    was_open: bool | None = None
    shut: frozenset[str] | None = None


@dataclass
class PlaceCalendar:
    """One place. Regimes are in rising order; the first of each holds for all earlier days too.

    A counter has a `parent`: weekend, clock and closed days come from there, `closed` are its own
    extra days, and it may keep its own closing minute.
    """

    code: str
    weeks: list[Week] = field(default_factory=lambda: [Week(0)])
    offsets: list[Offset] = field(default_factory=lambda: [Offset(0, 0)])
    closed: set[int] = field(default_factory=set)
    worked: set[int] = field(default_factory=set)
    unplanned: dict[int, Closure] = field(default_factory=dict)
    loaded_from: int = 0
    loaded_until: int = 0
    official_until: int = 0
    parent: PlaceCalendar | None = None
    names: dict[int, str] = field(default_factory=dict)
    zone: str = ""

    # ---- clock ----

    @property
    def base(self) -> PlaceCalendar:
        """The place whose clock and weekend hold."""
        return self if self.parent is None else self.parent

    def offset_on(self, day: int) -> int:
        """Minutes ahead of UTC by the clock of the local day."""
        offsets = self.base.offsets
        at = bisect_right(offsets, day, key=lambda offset: offset.from_day)
        return offsets[max(at - 1, 0)].minutes

    def midnight(self, day: int) -> int:
        """The instant at which the local day begins: midnight by the clock of the day before it."""
        return day * DAY - 60 * self.offset_on(day - 1)

    def local_day(self, instant: int) -> int:
        """The local day of an instant: the last one that has begun."""
        day = instant // DAY + 2
        while self.midnight(day) > instant:
            day -= 1
        return day

    def second_of_day(self, instant: int) -> int:
        """Seconds on the local clock since 00:00; the day's own clock, once it has reached 00:00."""
        day = self.local_day(instant)
        second = instant + 60 * self.offset_on(day) - day * DAY
        return second if second >= 0 else instant + 60 * self.offset_on(day - 1) - day * DAY

    # ---- weeks and closed days ----

    def _week_on(self, day: int) -> Week:
        at = bisect_right(self.weeks, day, key=lambda week: week.from_day)
        return self.weeks[max(at - 1, 0)]

    def weekend_on(self, day: int) -> frozenset[int]:
        """The days of the week on which the place is closed, as of that day."""
        return self.base._week_on(day).weekend

    def closes_on(self, day: int) -> int:
        """The minute of the day at which receipt ends."""
        own = self._week_on(day).closes
        if own is None:
            if self.parent is None:
                raise CalendarError(f"place {self.code}: has no closing minute and no parent")
            return self.parent.closes_on(day)
        return own

    def planned_closed(self, day: int) -> bool:
        """Closed by weekend or list, the parent's included."""
        if day in self.closed:
            return True
        if self.parent is not None:
            return self.parent.planned_closed(day)
        return weekday_of(day) in self.weekend_on(day) and day not in self.worked

    def reasons(self, day: int) -> set[int]:
        """The reasons of the unplanned closures of that day, the parent's included."""
        found = {self.unplanned[day].reason} if day in self.unplanned else set()
        return found if self.parent is None else found | self.parent.reasons(day)

    def first_closure(self, day: int) -> tuple[int, bool] | None:
        """When the day was first known to be closed unplanned, and whether it was open until then."""
        known = [
            (place.unplanned[day].recorded_at, place) for place in self.lineage() if day in place.unplanned
        ]
        if not known:
            return None
        at, place = min(known, key=lambda one: one[0])
        closure = place.unplanned[day]
        was_open = not place.planned_closed(day) if closure.was_open is None else closure.was_open
        if place is not self:
            shut = day in self.closed if closure.shut is None else self.code in closure.shut
            was_open = was_open and not shut
        return at, was_open

    def lineage(self) -> list[PlaceCalendar]:
        """The place, and its parent."""
        return [self] if self.parent is None else [self, self.parent]

    def is_banking_day(self, day: int) -> bool:
        """Open on that day?"""
        return not self.planned_closed(day) and not self.reasons(day)

    # ---- clocks of the trade ----

    def next_banking_day(self, day: int) -> int:
        """The day itself when open, else the first open day after it."""
        return _first(day, self.is_banking_day, self.code)

    def add_banking_days(self, day: int, n: int) -> int:
        """The n-th banking day after the day, which is not counted; n = 0: see next_banking_day."""
        return _nth(day, n, self.is_banking_day, self.code)

    def receipt_day(self, instant: int) -> int:
        """The banking day of receipt: at or after closing time, or on a closed day, the next."""
        day = self.local_day(instant)
        late = self.second_of_day(instant) >= 60 * self.closes_on(day)
        return self.next_banking_day(day + 1 if late else day)

    def presentation_limit(self, day: int) -> int:
        """Article 29 moves a last day off ordinary closures (U31); article 36 moves nothing (U30)."""
        return _first(
            day, lambda d: not self.planned_closed(d) and ORDINARY not in self.reasons(d), self.code
        )

    def extended(self, start: int, last: int) -> int:
        """A clock fixed on day `start` or soon after, moved by closures recorded from that day on."""
        return _extended(
            [self], start, last, lambda recorded: self.local_day(recorded) >= start, self.is_banking_day
        )

    def extended_since(self, other: PlaceCalendar | None, start: int, last: int, fixed_at: int) -> int:
        """A clock fixed at block time `fixed_at`, moved by the closures recorded after it."""
        places = [self] if other is None else [self, other]
        return _extended(
            places,
            start,
            last,
            lambda recorded: recorded > fixed_at,
            lambda day: all(place.is_banking_day(day) for place in places),
        )

    # ---- how far it knows ----

    def known_from(self) -> int:
        """The first loaded day."""
        return max(place.loaded_from for place in self.lineage())

    def known_until(self) -> int:
        """The last loaded day."""
        return min(place.loaded_until for place in self.lineage())

    def covers(self, first: int, last: int) -> bool:
        """Are all these days loaded?"""
        return self.known_from() <= first and last <= self.known_until()


def is_banking_day_both(place: PlaceCalendar, other: PlaceCalendar | None, day: int) -> bool:
    """Open at both places (place of payment, centre of the currency)?"""
    return place.is_banking_day(day) and (other is None or other.is_banking_day(day))


def next_banking_day_both(place: PlaceCalendar, other: PlaceCalendar | None, day: int) -> int:
    """The first day, from `day` on, on which both are open."""
    return _first(day, lambda d: is_banking_day_both(place, other, d), place.code)


def add_banking_days_both(place: PlaceCalendar, other: PlaceCalendar | None, day: int, n: int) -> int:
    """The n-th day after `day` on which both are open."""
    return _nth(day, n, lambda d: is_banking_day_both(place, other, d), place.code)


def _first(day: int, is_open: Callable[[int], bool], code: str) -> int:
    for candidate in range(day, day + SPAN):
        if is_open(candidate):
            return candidate
    raise CalendarError(f"place {code}: no open day within {SPAN} days of {date_of(day)} (CALENDAR_SPAN)")


def _nth(day: int, n: int, is_open: Callable[[int], bool], code: str) -> int:
    if n == 0:
        return _first(day, is_open, code)
    left = n
    for candidate in range(day + 1, day + 1 + SPAN):
        if is_open(candidate):
            left -= 1
            if left == 0:
                return candidate
    raise CalendarError(f"place {code}: {n} banking days from {date_of(day)} is too far (CALENDAR_SPAN)")


def _extended(
    places: list[PlaceCalendar],
    start: int,
    last: int,
    counts: Callable[[int], bool],
    is_open: Callable[[int], bool],
) -> int:
    closures: set[int] = set()
    for place in places:
        for kin in place.lineage():
            closures.update(kin.unplanned)
    lost = 0
    for day in _within(closures, start, last):
        found = [place.first_closure(day) for place in places]
        # A place without a closure on the day counts as its entries stand.
        was_open = all(
            first[1] if first else not place.planned_closed(day)
            for first, place in zip(found, places, strict=True)
        )
        lost += was_open and counts(min(first[0] for first in found if first))
    return _nth(last, lost, is_open, places[0].code) if lost else last


def _within(days: Iterable[int], start: int, last: int) -> list[int]:
    return sorted(day for day in days if start < day <= last)
