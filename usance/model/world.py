"""What the models of a suite share: parties, days, money, the chain's identity.

A model reads days through `Days` and parties through `Parties`; `usance.model.calendar` and
`usance.model.party` are the ones the suite uses, and a test may bring its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from usance.calendars import PlaceCalendar, add_banking_days_both, next_banking_day_both
from usance.claim_terms import Claim
from usance.model.guard import Capabilities
from usance.model.money import Money, Registry
from usance.model.outcome import Outcome


class Days(Protocol):
    """Days at a place, as IBankingCalendar has them; `now` is the chain's time [unix s]."""

    def local_day(self, place: bytes, instant: int, now: int) -> int: ...

    def receipt_day(self, place: bytes, instant: int, now: int) -> int: ...

    def next_banking_day(self, place: bytes, day: int, now: int) -> int: ...

    def next_banking_day_both(self, place: bytes, other: bytes, day: int, now: int) -> int: ...

    def add_banking_days(self, place: bytes, day: int, n: int, now: int) -> int: ...

    def add_banking_days_both(self, place: bytes, other: bytes, day: int, n: int, now: int) -> int: ...

    def presentation_limit(self, place: bytes, day: int, now: int) -> int: ...

    def extended(self, place: bytes, start: int, last: int, now: int) -> int: ...

    def loaded_until(self, place: bytes, now: int) -> int: ...


class Parties(Registry, Capabilities, Protocol):
    """Who may act; `role` and `capability` are the bits of the registry's flags."""

    def may(self, party: str, role: int, now: int) -> bool: ...


class Undertakings(Protocol):
    """What the ledger of claims does for an agent: what it reserves today it can bring as a claim later."""

    @property
    def address(self) -> str: ...

    def reserve_obstacle(self, agent: str, debtor: str, amount: int, now: int) -> set[str]: ...

    def reserve(self, sender: str, now: int, debtor: str, amount: int) -> Outcome: ...

    def bear(self, sender: str, now: int, terms: Claim) -> Outcome: ...

    def claim_id(self, terms: Claim) -> bytes: ...

    def outstanding(self, claim: bytes) -> int: ...

    def due_day_of(self, terms: Claim, now: int) -> int: ...

    def asset_in_force(self, terms: Claim) -> tuple[str, int]: ...

    def pay(self, sender: str, now: int, terms: Claim, amount: int) -> Outcome: ...


@dataclass
class World:
    """The surroundings of every instrument's model."""

    chain_id: int
    parties: Parties
    days: Days
    money: Money = field(default_factory=Money)
    # None: a world without claims, in which every bank has given its word and no default is called.
    claims: Undertakings | None = None


class PlaceDays:
    """`Days` over calendars that do not change by themselves; after a change call `forget`."""

    def __init__(self, places: dict[bytes, PlaceCalendar]) -> None:
        self.places = places
        self._known: dict[tuple[object, ...], int] = {}

    def forget(self) -> None:
        self._known.clear()

    def _ask(self, name: str, place: bytes, *args: int) -> int:
        key = (name, place, *args)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = int(getattr(self.places[place], name)(*args))
        return found

    def local_day(self, place: bytes, instant: int, now: int) -> int:
        return self.places[place].local_day(instant)

    def receipt_day(self, place: bytes, instant: int, now: int) -> int:
        return self.places[place].receipt_day(instant)

    def next_banking_day(self, place: bytes, day: int, now: int) -> int:
        return self._ask("next_banking_day", place, day)

    def next_banking_day_both(self, place: bytes, other: bytes, day: int, now: int) -> int:
        key = ("next both", place, other, day)
        found = self._known.get(key)
        if found is None:
            second = self.places[other] if any(other) else None
            found = self._known[key] = next_banking_day_both(self.places[place], second, day)
        return found

    def add_banking_days(self, place: bytes, day: int, n: int, now: int) -> int:
        return self._ask("add_banking_days", place, day, n)

    def add_banking_days_both(self, place: bytes, other: bytes, day: int, n: int, now: int) -> int:
        key = ("both", place, other, day, n)
        found = self._known.get(key)
        if found is None:
            second = self.places[other] if any(other) else None
            found = self._known[key] = add_banking_days_both(self.places[place], second, day, n)
        return found

    def presentation_limit(self, place: bytes, day: int, now: int) -> int:
        return self._ask("presentation_limit", place, day)

    def extended(self, place: bytes, start: int, last: int, now: int) -> int:
        return self._ask("extended", place, start, last)

    def loaded_until(self, place: bytes, now: int) -> int:
        return self.places[place].known_until() if place in self.places else 0
