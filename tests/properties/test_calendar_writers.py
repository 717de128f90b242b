"""Contract and model agree on every write, allowed or forbidden, and on what it leaves behind.

A seeded walker: places and counters are opened, loaded, changed with notice, withdrawn, settled and
closed unplanned, with arguments around every bound; time runs on by seconds or days. A refusal must
name a rule the model says is broken; a success must leave equal answers.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from tests.unit.banking_calendar.kit import DAY, House, build
from usance.calendars import day_of, place_key
from usance.chain.abi import Event
from usance.model.calendar import CalendarModel
from usance.model.outcome import rules_in

FIRST = day_of("2026-01-01")
STEPS = 700
ROOTS = [place_key("DEHAM"), place_key("SARUH")]
COUNTERS = [place_key("DEHAM/A"), place_key("SARUH/B")]
PLACES = [*ROOTS, *COUNTERS]


class Keepers:
    """Two who may always."""

    def __init__(self, *accounts: str) -> None:
        self.accounts = accounts

    def has_capability(self, account: str, capability: int, now: int) -> bool:
        return account in self.accounts

    def capability_since(self, account: str, capability: int, now: int) -> int:
        return int(account in self.accounts)


class Walk:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.house: House = build(start=FIRST * DAY)
        self.model = CalendarModel(Keepers(self.house.keeper, self.house.second_keeper))
        self.now = FIRST * DAY + 10
        self.seen: Counter[str] = Counter()
        self.log: list[tuple[int, Event]] = []

    # ---- arguments ----

    def loaded(self, place: bytes) -> int:
        book = self.model._books.get(place)
        return book.loaded_until if book else FIRST

    def around(self, place: bytes) -> int:
        """A day near an edge: the notice, the end of the loaded days, today."""
        today = self.now // DAY
        base = self.rng.choice([today + 11, self.loaded(place), self.loaded(place) + 60, today, today + 40])
        return max(1, base + self.rng.randrange(-3, 30))

    def weeks(self, place: bytes, start: int) -> list[tuple[int, int, int]]:
        found, day = [], start
        for _ in range(self.rng.choice([0, 0, 0, 1, 1, 2])):
            weekend = 0 if place in COUNTERS else self.rng.choice([96, 48, 64, 0, 24])
            weekend = self.rng.choice([weekend] * 12 + [127, 3])
            closes = self.rng.choice([900, 1020, 1440, 0] * 4 + [1441, 2047])
            found.append((day, weekend, closes))
            day += self.rng.randrange(0, 40)
        return found

    def offsets(self, place: bytes, start: int) -> list[tuple[int, int]]:
        found, day = [], start
        many = [0] * 14 + [1] if place in COUNTERS else [0, 0, 1, 1, 2, 3]
        for _ in range(self.rng.choice(many)):
            found.append((day, self.rng.choice([0, 60, 120, 180, 840, -600] * 2 + [-720, 841])))
            day += self.rng.randrange(0, 60)
        return found

    def entries(self, place: bytes, low: int, high: int) -> list[tuple[int, int, int]]:
        """Words as they stand with some days flipped."""
        book = self.model._books.get(place)
        days = [self.rng.randrange(low, max(high, low) + 1) for _ in range(self.rng.choice([0, 1, 3, 6]))]
        found = []
        for word in sorted({day // 256 for day in days}):
            bits = [0, 0]
            if book is not None:
                state = book.current(self.now)
                for index, known in enumerate((state.closed, state.worked)):
                    bits[index] = sum(1 << d % 256 for d in known if d // 256 == word)
            for day in days:
                if day // 256 == word:
                    which = 0 if place in COUNTERS or self.rng.random() < 0.7 else 1
                    bits[which] ^= 1 << day % 256
                    if self.rng.random() < 0.95:
                        bits[1 - which] &= ~(1 << day % 256)
            found.append((word, *bits))
        return found

    # ---- acts ----

    def act(self) -> tuple[str, list[Any]]:
        rng, place = self.rng, self.rng.choice(PLACES)
        known = place in self.model._books
        name = rng.choice(
            ["load"] * 5 + ["propose_change"] * 7 + ["record_closure"] * 6
            + ["withdraw_change", "settle_change", "settle_change"]
            + (["open_place", "open_counter"] if known else ["open_place", "open_counter"] * 9)
        )  # fmt: skip
        if name == "open_place":
            place = rng.choice(ROOTS)
            return name, [place, FIRST + rng.randrange(90), rng.choice([96, 48, 127]),
                          rng.choice([60, 180, 841]), rng.choice([1020, 1441])]  # fmt: skip
        if name == "open_counter":
            place, parent = rng.choice(COUNTERS), rng.choice([*ROOTS, *ROOTS, *COUNTERS])
            return name, [place, parent, FIRST + rng.randrange(90), rng.choice([900, 2047, 1500])]
        if name == "load":
            until = self.loaded(place) + rng.choice([0, 1, 40, 200, 400, 1500, 20_000])
            low = self.loaded(place) + rng.choice([1, 1, 1, 1, 0])
            start = low + rng.randrange(0, 60)
            until_entry = min(until, low + 800)
            return name, [place, until, rng.random() < 0.7, self.weeks(place, start),
                          self.offsets(place, start), self.entries(place, low, until_entry)]  # fmt: skip
        if name == "propose_change":
            official = rng.choice([0, 0, 0, self.loaded(place), self.loaded(place) + rng.randrange(-300, 2)])
            start = self.around(place)
            low = self.now // DAY + rng.choice([11, 12, 12, 12, 13])
            high = self.loaded(place) + rng.choice([0, 0, 0, 1])
            return name, [place, official, self.weeks(place, start), self.offsets(place, start + 3),
                          self.entries(place, low, min(max(high, low), low + 700))]  # fmt: skip
        if name == "record_closure":
            return name, [place, max(1, self.now // DAY + rng.randrange(-6, 7)), rng.choice([1, 1, 2, 2, 3])]
        return name, [place]

    def step(self) -> None:
        rng = self.rng
        self.now += rng.choice([1, 1, 1, 3600, DAY, 10 * DAY - 1, 10 * DAY])
        name, args = self.act()
        if name == "record_closure" and self.seen["again"] == 0 and rng.random() < 0.5:
            self.seen["again"] = 1
            self.once(name, args, self.house.keeper)
            self.now += 1
            self.once(name, args, self.house.second_keeper)
            self.seen["again"] = 0
            return
        sender = rng.choice([self.house.keeper] * 6 + [self.house.second_keeper] * 3 + [self.house.stranger])
        self.once(name, args, sender)

    def once(self, name: str, args: list[Any], sender: str) -> None:
        self.house.driver.set_time(self.now)
        broken = getattr(self.model, name)(*args, sender=sender, now=self.now)
        receipt = self.house.act(name, *args, by=sender)
        assert receipt.timestamp == self.now
        where = (name, args, sorted(broken), receipt.reason)
        assert receipt.ok == (not broken), where
        self.log += [(receipt.timestamp, event) for event in receipt.events]
        if receipt.ok:
            self.seen[name] += 1
            self.compare(args[0])
        else:
            assert rules_in(receipt.reason) & broken, where
            self.seen[f"{name} refused"] += 1

    def compare(self, place: bytes) -> None:
        """Every view of one place, at days around now and around its edges."""
        calendar = self.model.calendar(place, self.now)
        view = self.house.view
        today = self.now // DAY
        assert view("version", place) == self.model.version(place)
        assert view("loaded_until", place) == calendar.known_until()
        assert view("official_until", place) == min(kin.official_until for kin in calendar.lineage())
        for word in {today // 256, today // 256 + 1, calendar.loaded_until // 256}:
            expected = sum((not calendar.is_banking_day(256 * word + bit)) << bit for bit in range(256))
            assert view("closed_word", place, word) == expected
        edges = [offset.from_day for offset in calendar.base.offsets[1:]][-6:]
        for day in {today, today + 12, calendar.loaded_until, *edges, *(edge - 1 for edge in edges)}:
            assert view("offset_on", place, day) == calendar.offset_on(day)
            assert view("closes_on", place, day) == calendar.closes_on(day)
            for instant in (
                day * DAY + self.rng.randrange(DAY),
                calendar.midnight(day),
                calendar.midnight(day) - 1,
            ):
                assert view("local_day", place, instant) == calendar.local_day(instant)
        start = today - self.rng.randrange(0, 9)
        assert view("extended", place, start, start + 7) == calendar.extended(start, start + 7)
        assert view("presentation_limit", place, today) == calendar.presentation_limit(today)


def rebuilt(log: list[tuple[int, Event]]) -> CalendarModel:
    """What the events alone tell: each is the act it reports."""
    model = CalendarModel(Everybody())
    for now, event in log:
        args = event.args
        place = args["place"]
        if event.name == "PlaceOpened" and any(args["parent"]):
            broken = model.open_counter(
                place, args["parent"], args["day"], args["closes"], sender=args["keeper"], now=now
            )
        elif event.name == "PlaceOpened":
            values = [args[name] for name in ("day", "weekend", "minutes", "closes")]
            broken = model.open_place(place, *values, sender=args["keeper"], now=now)
        elif event.name == "CalendarWritten":
            lists = [
                [tuple(item.values()) for item in args[name]] for name in ("weeks", "offsets", "entries")
            ]
            if args["in_force"] == now:
                official = args["official_until"] == args["until"]
                broken = model.load(place, args["until"], official, *lists, sender=args["keeper"], now=now)
            else:
                until = args["official_until"]
                broken = model.propose_change(place, until, *lists, sender=args["keeper"], now=now)
        elif event.name == "ChangeWithdrawn":
            broken = model.withdraw_change(place, sender=args["keeper"], now=now)
        elif event.name == "ChangeSettled":
            broken = model.settle_change(place, sender="anyone", now=now)
        else:
            keeper = args["keeper"] if event.name == "ClosureAttested" else args["second_keeper"]
            broken = model.record_closure(place, args["day"], args["reason"], sender=keeper, now=now)
        assert not broken, (event, broken)
    return model


class Everybody:
    """The events report acts that were allowed."""

    def has_capability(self, account: str, capability: int, now: int) -> bool:
        return True

    def capability_since(self, account: str, capability: int, now: int) -> int:
        return 1


@pytest.mark.parametrize("seed", range(8))
def test_writers__seeded_walk__model_and_contract_agree(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(STEPS):
        walk.step()
    for act in ("open_place", "load", "propose_change", "record_closure", "settle_change"):
        assert walk.seen[act] > 0, walk.seen
        assert walk.seen[f"{act} refused"] > 0, walk.seen
    assert rebuilt(walk.log)._books == walk.model._books


HELD = [*ROOTS, *COUNTERS]


class Near(Walk):
    """Entries and closures of the same few days, in any order, at places and their counters."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.taken_back = 0
        for index, root in enumerate(ROOTS):
            self.once("open_place", [root, FIRST, 96, 60, 1020], self.house.keeper)
            self.now += 1
            self.once("open_counter", [COUNTERS[index], root, FIRST, 2047], self.house.keeper)
        self.now += 1

    def close(self, place: bytes) -> None:
        today, reason = self.now // DAY, self.rng.choice([1, 2])
        day = today + self.rng.randrange(-5, 6)
        waiting = [book for book in self.model._books.values() if place in (book.key, book.parent)]
        changes = [book.state.closed ^ book.waits.closed for book in waiting if book.waits]
        near = sorted(one for one in set().union(*changes) if abs(one - today) < 5)
        if near and self.rng.random() < 0.7:
            day = self.rng.choice(near)
        self.once("record_closure", [place, day, reason], self.house.keeper)
        self.now += 1
        self.once("record_closure", [place, day, reason], self.house.second_keeper)

    def change(self, place: bytes) -> None:
        today = self.now // DAY
        low, rng = today + 11, self.rng
        book = self.model._books[place]
        if book.loaded_until < low + 8 and rng.random() < 0.9:
            low, until = book.loaded_until + 1, book.loaded_until + rng.choice([3, 40, 120])
            entries = self.entries(place, low, min(until, low + 25))
            self.once("load", [place, until, True, [], [], entries], self.house.keeper)
            return
        weeks = [(low, rng.choice([96, 48, 0]), 1020)] if place in ROOTS and rng.random() < 0.2 else []
        entries = self.entries(place, low, low + 7)
        self.once("propose_change", [place, 0, weeks, [], entries], self.house.keeper)

    def step(self) -> None:
        self.now += self.rng.choice([1, 1, DAY, DAY, DAY, 3 * DAY])
        place = self.rng.choice(HELD)
        choice = self.rng.random()
        if choice < 0.5:
            self.close(place)
        elif choice < 0.9:
            self.change(place)
        else:
            self.once(self.rng.choice(["withdraw_change", "settle_change"]), [place], self.house.keeper)
        self.clocks()

    def clocks(self) -> None:
        """Every clock of the last days, also over two places."""
        today, calendar = self.now // DAY, self.model.calendar
        for place in HELD:
            start = today - self.rng.randrange(0, 12)
            wanted = calendar(place, self.now).extended(start, start + 14)
            assert self.house.view("extended", place, start, start + 14) == wanted
            other = self.rng.choice(HELD)
            args = (start, start + 14, self.now - self.rng.randrange(12 * DAY))
            both = calendar(place, self.now).extended_since(calendar(other, self.now), *args)
            assert self.house.view("extended_since", place, other, *args) == both
            for day in range(start + 1, start + 15):
                first = calendar(place, self.now).first_closure(day)
                planned = calendar(place, self.now).planned_closed(day)
                self.taken_back += first is not None and first[1] == planned


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5])
def test_extended__entries_after_closures_of_the_same_days__as_open_when_recorded(seed: int) -> None:
    walk = Near(seed)
    for _ in range(300):
        walk.step()
    # Days whose plan changed after the closure were among those asked.
    assert walk.taken_back > 0
    assert rebuilt(walk.log)._books == walk.model._books
