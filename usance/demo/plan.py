"""The days of the story: chosen so that the message's own terms are kept, closed days included.

Every day is tried against the calendars of the places before anything is sent; the first pace at which a
refused and a cured set both arrive in time is taken, else the story goes without the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from usance.calendars import PlaceCalendar, date_of
from usance.codes import Exclusion
from usance.demo.records import DemoError
from usance.terms import ZERO_ADDRESS, Credit, key_text


@dataclass(frozen=True)
class Pace:
    """Days each step takes: calendar days, but `examine` in banking days."""

    sail: int
    prepare: int
    forward: int
    courier: int
    examine: int
    cure: int
    decide: int


# The last pace, all in one day, is for a message that leaves no other.
PACES = (
    Pace(17, 4, 1, 3, 3, 2, 2),
    Pace(12, 2, 1, 2, 2, 1, 1),
    Pace(6, 1, 0, 1, 1, 1, 1),
    Pace(0, 0, 0, 0, 0, 0, 0),
)


@dataclass(frozen=True)
class Round:
    """One set: presented and received at the first bank, received at the issuing bank, decided."""

    presented: int
    forwarded: int
    received: int
    decided: int


@dataclass(frozen=True)
class Plan:
    """Local days at the places where each step happens."""

    issued: int
    advised: int
    shipped: int
    refused: Round | None
    cured: Round


@dataclass(frozen=True)
class Route:
    """Where sets go: the calendars of the bank presented to and of the issuing bank."""

    first: PlaceCalendar
    issuer: PlaceCalendar

    @property
    def direct(self) -> bool:
        return self.first is self.issuer


def shipment_day(terms: Credit, pace: Pace) -> int:
    """When the goods go on board: after issue, never after the latest day."""
    wanted = terms.issue_day + pace.sail
    latest = terms.latest_shipment_day or terms.expiry_day
    return max(terms.issue_day, min(wanted, latest))


def last_day(terms: Credit, shipped: int) -> int:
    """The last day to present, as if nothing moved it: earlier of expiry and the period after shipment."""
    if terms.exclusions & Exclusion.ART14C_OFF:
        return terms.expiry_day
    return min(terms.expiry_day, shipped + terms.presentation_days)


def a_round(route: Route, start: int, pace: Pace, decide: int) -> Round:
    """A set presented on the first banking day from `start` on."""
    presented = route.first.next_banking_day(start)
    if route.direct:
        forwarded = received = presented
    else:
        forwarded = route.first.next_banking_day(presented + pace.forward)
        received = route.issuer.next_banking_day(forwarded + pace.courier)
    decided = received if decide == 0 else route.issuer.add_banking_days(received, decide)
    return Round(presented, forwarded, received, decided)


def make_plan(terms: Credit, route: Route, refuse: bool = True, begin: int = 0) -> Plan:
    """The days of a credit. `refuse`: the first set is refused and cured, if there is time for it."""
    advised = max(terms.issue_day, begin)
    for with_refusal in (True, False) if refuse else (False,):
        for pace in PACES[:-1] if with_refusal else PACES:
            shipped = shipment_day(terms, pace)
            limit = last_day(terms, shipped)
            # A set decided on its last day would leave the reader in doubt: stay inside the clock.
            examine = min(pace.examine, max(terms.examination_days - 1, 0))
            decide = min(pace.decide, max(terms.examination_days - 1, 0))
            first: Round | None = None
            start = max(shipped + pace.prepare, advised)
            if with_refusal:
                first = a_round(route, start, pace, examine)
                start = first.decided + pace.cure
            cured = a_round(route, start, pace, decide)
            if cured.presented <= limit and (first is None or first.presented <= limit):
                return Plan(terms.issue_day, advised, shipped, first, cured)
    raise DemoError(
        f"the message leaves no banking day to present: issued {date_of(terms.issue_day)}, expiry "
        f"{date_of(terms.expiry_day)} at {route.first.code} (U6)"
    )


def route_of(terms: Credit, calendars: Mapping[str, PlaceCalendar], bank_place: bytes, bank: str) -> Route:
    """The way from the bank presented to, to the issuing bank."""
    issuer = calendars[key_text(terms.issuer_place)]
    if bank in (terms.issuer, ZERO_ADDRESS):
        return Route(issuer, issuer)
    return Route(calendars[key_text(bank_place)], issuer)
