"""A chain with a registry, two keepers and a calendar, and Python calendars written on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest

from usance.calendar_calls import INHERIT, loading_all
from usance.calendars import Closure, PlaceCalendar, day_of, place_key
from usance.chain.artifacts import Artifact, artifact
from usance.chain.driver import Deployed, Receipt, Reverted
from usance.chain.revm import RevmDriver

ADMINISTRATOR, KEEPER = 1, 16
ORDINARY, FORCE_MAJEURE = 1, 2
SAT_SUN, FRI_SAT = 0b1100000, 0b0110000
START = day_of("2026-03-02") * 86_400 + 9 * 3600
MONDAY = day_of("2026-03-02")
DAY = 86_400
DEHAM = place_key("DEHAM")
COUNTER = place_key("DEHAM/NORDBANK")


@dataclass
class House:
    """The contract under test and the people around it."""

    driver: RevmDriver
    registry: Deployed
    calendar: Deployed
    administrator: str
    keeper: str
    second_keeper: str
    third_keeper: str
    stranger: str

    def at(self, day: int, hour: int = 9, minute: int = 0) -> None:
        """The next act is on that day, UTC."""
        self.driver.set_time(day * DAY + hour * 3600 + minute * 60)

    def act(self, function: str, *args: Any, by: str | None = None) -> Receipt:
        return self.driver.call(self.calendar, function, args, by or self.keeper)

    def done(self, function: str, *args: Any, by: str | None = None) -> Receipt:
        return self.act(function, *args, by=by).require()

    def refused(self, function: str, *args: Any, by: str | None = None) -> str:
        receipt = self.act(function, *args, by=by)
        assert not receipt.ok, f"{function} went through"
        return receipt.reason

    def view(self, function: str, *args: Any) -> Any:
        return self.driver.view(self.calendar, function, args)

    def refused_view(self, function: str, *args: Any) -> str:
        with pytest.raises(Reverted) as refusal:
            self.view(function, *args)
        return refusal.value.reason

    def open(
        self, place: bytes = DEHAM, weekend: int = SAT_SUN, minutes: int = 60, closes: int = 1020
    ) -> None:
        self.done("open_place", place, day_of("2026-01-01"), weekend, minutes, closes)

    def load(
        self,
        place: bytes = DEHAM,
        until: str = "2026-12-31",
        weeks: Sequence[Any] = (),
        offsets: Sequence[Any] = (),
        closed: Iterable[str] = (),
        worked: Iterable[str] = (),
        official: bool = True,
    ) -> Receipt:
        return self.done(
            "load", place, day_of(until), official, list(weeks), list(offsets), entries(closed, worked)
        )

    def write(self, place: PlaceCalendar) -> None:
        """Open and load a Python calendar."""
        for call in loading_all(place):
            self.done(call.function, *call.args)

    def close_unplanned(self, place: PlaceCalendar, day: int, reason: int) -> None:
        """Two keepers record it now, on chain and in Python."""
        self.done("record_closure", place_key(place.code), day, reason, by=self.keeper)
        receipt = self.done("record_closure", place_key(place.code), day, reason, by=self.second_keeper)
        place.unplanned[day] = Closure(reason, receipt.timestamp)


def entries(closed: Iterable[str | int] = (), worked: Iterable[str | int] = ()) -> list[tuple[int, int, int]]:
    """The struct Entries of dates or days."""
    words: dict[int, list[int]] = {}
    for index, days in enumerate((closed, worked)):
        for day in days:
            number = day if isinstance(day, int) else day_of(day)
            words.setdefault(number // 256, [0, 0])[index] |= 1 << number % 256
    return [(word, *bits) for word, bits in sorted(words.items())]


def build(calendar: Artifact | None = None, start: int = START) -> House:
    """A fresh chain; `calendar` may be a mutant."""
    driver = RevmDriver(start)
    people = [account.address for account in driver.accounts(6)]
    administrator, keeper, second, third, stranger = people[:5]
    grants = [(administrator, ADMINISTRATOR), (keeper, KEEPER), (second, KEEPER), (third, KEEPER)]
    registry = driver.deploy("PartyRegistry", [b"\1" * 32, grants], administrator)
    contract = driver.deploy_artifact(
        calendar or artifact("BankingCalendar"), [registry.address], administrator
    )
    return House(driver, registry, contract, administrator, keeper, second, third, stranger)


@lru_cache(maxsize=1)
def _shared() -> House:
    return build()


@contextmanager
def opened() -> Iterator[House]:
    """One chain for all tests of this folder, rolled back after each."""
    house = _shared()
    before = house.driver.snapshot()
    try:
        yield house
    finally:
        house.driver.revert(before)


__all__ = [
    "ADMINISTRATOR",
    "COUNTER",
    "DAY",
    "DEHAM",
    "FORCE_MAJEURE",
    "FRI_SAT",
    "INHERIT",
    "KEEPER",
    "MONDAY",
    "ORDINARY",
    "SAT_SUN",
    "START",
    "House",
    "build",
    "entries",
    "opened",
]
