"""The banking calendar with its writers' rules: who may write which day when.

Views answer as the calendar stands at `now` [unix s]. Every act returns the set of all rules it would
break; only when the set is empty has it changed anything. Places are the bytes32 of the chain.
Reading is `usance.calendars`; nothing here knows how a contract packs its words, only the limits
that it states: 24 week regimes a place, 11 changes of the clock in 1,024 days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from usance.calendar_calls import INHERIT, WORD_DAYS, Call
from usance.calendars import (
    DAY,
    FORCE_MAJEURE,
    ORDINARY,
    CalendarError,
    Closure,
    Offset,
    PlaceCalendar,
    Week,
    add_banking_days_both,
    is_banking_day_both,
    next_banking_day_both,
)

Broken = frozenset[str]
NONE: Broken = frozenset()
KEEPER = 16
NOTICE = 10 * DAY
CLOSURE_WINDOW = 5
DAY_END = 1 << 20
CLOCK_DAYS = 1024
MAX_WEEKS = 24
MAX_CHANGES = 11
MAX_STILL = 16
ALL_WEEK = 127

WeekTuple = tuple[int, int, int]
OffsetTuple = tuple[int, int]
EntriesTuple = tuple[int, int, int]


class Keepers(Protocol):
    """What the calendar asks of the party registry."""

    def has_capability(self, account: str, capability: int, now: int) -> bool: ...

    def capability_since(self, account: str, capability: int, now: int) -> int: ...


@dataclass
class State:
    """What one set of entries says of a place, without its closures and its parent."""

    weeks: list[Week]
    offsets: list[Offset]
    closed: set[int]
    worked: set[int]
    official_until: int
    # The block of 1,024 days up to which changes of the clock are written down.
    clock_block: int

    def copy(self) -> State:
        return State(
            list(self.weeks),
            list(self.offsets),
            set(self.closed),
            set(self.worked),
            self.official_until,
            self.clock_block,
        )


@dataclass
class Book:
    """A place: what stands, what waits, and its closures."""

    key: bytes
    parent: bytes
    state: State
    loaded_from: int
    loaded_until: int
    version: int = 1
    waits: State | None = None
    in_force: int = 0
    closures: dict[int, Closure] = field(default_factory=dict)
    attested: dict[tuple[int, int], str] = field(default_factory=dict)

    def current(self, now: int) -> State:
        if self.waits is not None and self.in_force <= now:
            return self.waits
        return self.state


def _days(word: int, bits: int) -> set[int]:
    return {WORD_DAYS * word + bit for bit in range(WORD_DAYS) if bits >> bit & 1}


def _closing(closes: int) -> int | None:
    return None if closes == INHERIT else closes


class CalendarModel:
    """Every place of one contract."""

    def __init__(self, keepers: Keepers) -> None:
        self._keepers = keepers
        self._books: dict[bytes, Book] = {}
        self._views: dict[tuple[bytes, bool, bool], PlaceCalendar] = {}
        self._answers: dict[tuple[object, ...], int] = {}

    # ---- views ----

    def calendar(self, place: bytes, now: int) -> PlaceCalendar:
        """The place as it stands now."""
        book = self._book(place)
        parent = self._books.get(book.parent)
        key = (place, self._force(book, now), parent is not None and self._force(parent, now))
        found = self._views.get(key)
        if found is None:
            state = book.current(now)
            found = self._views[key] = PlaceCalendar(
                _name(place),
                weeks=state.weeks,
                offsets=state.offsets,
                closed=state.closed,
                worked=state.worked,
                unplanned=book.closures,
                loaded_from=book.loaded_from,
                loaded_until=book.loaded_until,
                official_until=state.official_until,
                parent=None if parent is None else self.calendar(parent.key, now),
            )
        return found

    @staticmethod
    def _force(book: Book, now: int) -> bool:
        return book.waits is not None and book.in_force <= now

    def _book(self, place: bytes) -> Book:
        book = self._books.get(place)
        if book is None:
            raise CalendarError(
                f"place {_name(place)}: unknown to the calendar; load it first (CALENDAR_NOT_LOADED)"
            )
        return book

    def _ask(
        self, name: str, place: bytes, now: int, law: Callable[[PlaceCalendar], int], *args: object
    ) -> int:
        calendar = self.calendar(place, now)
        key = (name, id(calendar), *args)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = law(calendar)
        return found

    def local_day(self, place: bytes, instant: int, now: int) -> int:
        return self.calendar(place, now).local_day(instant)

    def receipt_day(self, place: bytes, instant: int, now: int) -> int:
        return self.calendar(place, now).receipt_day(instant)

    def is_banking_day(self, place: bytes, day: int, now: int) -> bool:
        return self.calendar(place, now).is_banking_day(day)

    def is_banking_day_both(self, place: bytes, other: bytes, day: int, now: int) -> bool:
        return is_banking_day_both(self.calendar(place, now), self._other(other, now), day)

    def next_banking_day(self, place: bytes, day: int, now: int) -> int:
        return self._ask("next", place, now, lambda c: c.next_banking_day(day), day)

    def next_banking_day_both(self, place: bytes, other: bytes, day: int, now: int) -> int:
        second = self._other(other, now)
        return self._ask(
            "next both", place, now, lambda c: next_banking_day_both(c, second, day), id(second), day
        )

    def add_banking_days(self, place: bytes, day: int, n: int, now: int) -> int:
        return self._ask("add", place, now, lambda c: c.add_banking_days(day, n), day, n)

    def add_banking_days_both(self, place: bytes, other: bytes, day: int, n: int, now: int) -> int:
        second = self._other(other, now)
        return self._ask(
            "both", place, now, lambda c: add_banking_days_both(c, second, day, n), id(second), day, n
        )

    def presentation_limit(self, place: bytes, day: int, now: int) -> int:
        return self._ask("limit", place, now, lambda c: c.presentation_limit(day), day)

    def extended(self, place: bytes, start: int, last: int, now: int) -> int:
        return self._ask("extended", place, now, lambda c: c.extended(start, last), start, last)

    def extended_since(
        self, place: bytes, other: bytes, start: int, last: int, fixed_at: int, now: int
    ) -> int:
        return self.calendar(place, now).extended_since(self._other(other, now), start, last, fixed_at)

    def loaded_until(self, place: bytes, now: int) -> int:
        return self.calendar(place, now).known_until() if place in self._books else 0

    def version(self, place: bytes) -> int:
        """Number of writes, the parent's included."""
        book = self._book(place)
        return book.version + (self._book(book.parent).version if any(book.parent) else 0)

    def _other(self, other: bytes, now: int) -> PlaceCalendar | None:
        return self.calendar(other, now) if any(other) else None

    # ---- acts ----

    def apply(self, call: Call, *, sender: str, now: int) -> Broken:
        """One of the writes that `usance.calendar_calls` makes."""
        acts: dict[str, Callable[..., Broken]] = {
            "open_place": self.open_place,
            "open_counter": self.open_counter,
            "load": self.load,
        }
        return acts[call.function](*call.args, sender=sender, now=now)

    def open_place(
        self, place: bytes, day: int, weekend: int, minutes: int, closes: int, *, sender: str, now: int
    ) -> Broken:
        broken = self._keeper(sender, now) | self._opening(place, day)
        if not (0 <= weekend < ALL_WEEK and -720 <= minutes <= 840 and 0 <= closes <= 1440):
            broken |= {"CALENDAR_VALUE"}
        if not broken:
            self._open(place, bytes(32), day, Week(0, _weekdays(weekend), closes), minutes)
        return broken

    def open_counter(
        self, counter: bytes, parent: bytes, day: int, closes: int, *, sender: str, now: int
    ) -> Broken:
        broken = self._keeper(sender, now) | self._opening(counter, day)
        known = self._books.get(parent)
        if known is None:
            broken |= {"CALENDAR_NOT_LOADED"}
        elif any(known.parent):
            broken |= {"CALENDAR_OPEN"}
        if not (0 <= closes <= 1440 or closes == INHERIT):
            broken |= {"CALENDAR_VALUE"}
        if not broken:
            self._open(counter, parent, day, Week(0, frozenset(), _closing(closes)), 0)
        return broken

    def load(
        self,
        place: bytes,
        until: int,
        official: bool,
        weeks: Sequence[WeekTuple],
        offsets: Sequence[OffsetTuple],
        entries: Sequence[EntriesTuple],
        *,
        sender: str,
        now: int,
    ) -> Broken:
        broken = self._keeper(sender, now)
        book = self._books.get(place)
        if book is None:
            return broken | {"CALENDAR_NOT_LOADED"}
        if book.waits is not None and book.in_force > now:
            broken |= {"CALENDAR_NOTICE"}
        if until <= book.loaded_until:
            broken |= {"CALENDAR_ORDER"}
        if until >= DAY_END:
            broken |= {"PACKING"}
        state = book.current(now).copy()
        first = book.loaded_until + 1
        broken |= self._append(book, state, weeks, offsets, first, until)
        broken |= self._entries(book, state, entries, first, until, "CALENDAR_ORDER")
        if broken:
            return broken
        if official and state.official_until == book.loaded_until:
            state.official_until = until
        self._settle(book, now)
        book.state, book.loaded_until = state, until
        self._written(book)
        return NONE

    def propose_change(
        self,
        place: bytes,
        official_until: int,
        weeks: Sequence[WeekTuple],
        offsets: Sequence[OffsetTuple],
        entries: Sequence[EntriesTuple],
        *,
        sender: str,
        now: int,
    ) -> Broken:
        broken = self._keeper(sender, now)
        book = self._books.get(place)
        if book is None:
            return broken | {"CALENDAR_NOT_LOADED"}
        if book.waits is not None and book.in_force > now:
            broken |= {"CALENDAR_NOTICE"}
        state = book.current(now).copy()
        first = max(self.local_day(place, now + NOTICE, now) + 1, book.loaded_from)
        if official_until:
            if not state.official_until <= official_until <= book.loaded_until:
                broken |= {"CALENDAR_ORDER"}
            state.official_until = official_until
        for regimes in (weeks, offsets):
            if regimes and regimes[0][0] < first:
                broken |= {"CALENDAR_NOTICE"}
        if weeks:
            state.weeks = [week for week in state.weeks if week.from_day < weeks[0][0]] or state.weeks[:1]
        if offsets and state.offsets[-1].from_day >= offsets[0][0]:
            state.offsets = [o for o in state.offsets if o.from_day < offsets[0][0]] or state.offsets[:1]
            state.clock_block = offsets[0][0] // CLOCK_DAYS
        broken |= self._append(book, state, weeks, offsets, first, book.loaded_until)
        broken |= self._entries(book, state, entries, first, book.loaded_until, "CALENDAR_NOTICE")
        if broken:
            return broken
        self._settle(book, now)
        book.waits, book.in_force = state, now + NOTICE
        self._written(book)
        return NONE

    def withdraw_change(self, place: bytes, *, sender: str, now: int) -> Broken:
        broken = self._keeper(sender, now)
        book = self._books.get(place)
        if book is None:
            return broken | {"CALENDAR_NOT_LOADED"}
        if book.waits is None or book.in_force <= now:
            broken |= {"CALENDAR_NOTICE"}
        if not broken:
            book.waits, book.in_force = None, 0
            self._written(book)
        return broken

    def settle_change(self, place: bytes, *, sender: str, now: int) -> Broken:
        book = self._books.get(place)
        if book is None:
            return frozenset({"CALENDAR_NOT_LOADED"})
        if not self._force(book, now):
            return frozenset({"CALENDAR_NOTICE"})
        self._settle(book, now)
        return NONE

    def record_closure(self, place: bytes, day: int, reason: int, *, sender: str, now: int) -> Broken:
        broken = self._keeper(sender, now)
        if reason not in (ORDINARY, FORCE_MAJEURE):
            broken |= {"CALENDAR_CLOSURE"}
        book = self._books.get(place)
        if book is None:
            return broken | {"CALENDAR_NOT_LOADED"}
        first = book.attested.get((day, reason))
        far = abs(self.local_day(place, now, now) - day) > CLOSURE_WINDOW
        if far or day in book.closures or first == sender:
            broken |= {"CALENDAR_CLOSURE"}
        if broken:
            return broken
        if first is None or not self._keepers.has_capability(first, KEEPER, now):
            book.attested[day, reason] = sender
            return NONE
        shut = frozenset(
            _name(kin.key)
            for kin in self._books.values()
            if kin.parent == place and day in kin.current(now).closed
        )
        was_open = not self.calendar(place, now).planned_closed(day)
        book.closures[day] = Closure(reason, now, was_open, shut)
        self._written(book)
        return NONE

    # ---- inside ----

    def _keeper(self, sender: str, now: int) -> Broken:
        if self._keepers.has_capability(sender, KEEPER, now):
            return NONE
        known = self._keepers.capability_since(sender, KEEPER, now)
        return frozenset({"ACC5" if known else "CAPABILITY"})

    def _opening(self, place: bytes, day: int) -> Broken:
        broken = frozenset({"CALENDAR_OPEN"}) if place in self._books else NONE
        if not any(place) or day <= 0:
            broken |= {"CALENDAR_VALUE"}
        return broken | {"PACKING"} if day >= DAY_END else broken

    def _open(self, place: bytes, parent: bytes, day: int, week: Week, minutes: int) -> None:
        state = State([week], [Offset(0, minutes)], set(), set(), day - 1, day // CLOCK_DAYS - 1)
        self._books[place] = Book(place, parent, state, day, day - 1)
        self._forget()

    def _append(
        self,
        book: Book,
        state: State,
        weeks: Sequence[WeekTuple],
        offsets: Sequence[OffsetTuple],
        first: int,
        last: int,
    ) -> Broken:
        broken = NONE
        counter = any(book.parent)
        for day, weekend, closes in weeks:
            if not max(first, state.weeks[-1].from_day + 1) <= day <= last or len(state.weeks) >= MAX_WEEKS:
                broken |= {"CALENDAR_ORDER"}
            shape = 0 <= closes <= 1440 or (counter and closes == INHERIT)
            if not shape or (counter and weekend) or not 0 <= weekend < ALL_WEEK:
                broken |= {"CALENDAR_VALUE"}
                continue
            state.weeks.append(Week(day, _weekdays(weekend), _closing(closes)))
        for day, minutes in offsets:
            if not max(first, state.offsets[-1].from_day + 1) <= day <= last:
                broken |= {"CALENDAR_ORDER"}
            if counter or not -720 <= minutes <= 840 or abs(minutes - state.offsets[-1].minutes) > 1440:
                broken |= {"CALENDAR_VALUE"}
            block = day // CLOCK_DAYS
            same = sum(1 for offset in state.offsets[1:] if offset.from_day // CLOCK_DAYS == block)
            if same >= MAX_CHANGES or block > state.clock_block + MAX_STILL:
                broken |= {"CALENDAR_ORDER"}
            state.offsets.append(Offset(day, minutes))
            state.clock_block = max(block, state.clock_block)
        return broken

    def _entries(
        self, book: Book, state: State, entries: Sequence[EntriesTuple], first: int, last: int, rule: str
    ) -> Broken:
        broken = NONE
        # Every word is held against what stands, not against an earlier word of the same act.
        closed_before, worked_before = set(state.closed), set(state.worked)
        for word, closed_bits, worked_bits in entries:
            if closed_bits & worked_bits or (any(book.parent) and worked_bits):
                broken |= {"CALENDAR_VALUE"}
            low, high = WORD_DAYS * word, WORD_DAYS * (word + 1)
            closed, worked = _days(word, closed_bits), _days(word, worked_bits)
            changed = {d for d in closed_before if low <= d < high} ^ closed
            changed |= {d for d in worked_before if low <= d < high} ^ worked
            if any(not first <= day <= last for day in changed):
                broken |= {rule}
            state.closed = {d for d in state.closed if not low <= d < high} | closed
            state.worked = {d for d in state.worked if not low <= d < high} | worked
        return broken

    def _settle(self, book: Book, now: int) -> None:
        if book.waits is not None and book.in_force <= now:
            book.state, book.waits, book.in_force = book.waits, None, 0
            self._forget()

    def _written(self, book: Book) -> None:
        book.version += 1
        self._forget()

    def _forget(self) -> None:
        self._views.clear()
        self._answers.clear()


def _name(place: bytes) -> str:
    return place.rstrip(b"\0").decode("latin-1")


def _weekdays(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if mask >> day & 1)
