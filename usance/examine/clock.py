"""The calendar of the place of expiry, for article 29."""

from __future__ import annotations

from dataclasses import replace

from usance.calendar_sources import load_place
from usance.calendars import CalendarError
from usance.examine.credit import CreditFacts
from usance.examine.errors import ExamineError
from usance.places import find_place_in_text, place_of


def with_calendar(credit: CreditFacts, code: str = "") -> tuple[CreditFacts, str]:
    """The credit with the closed days of its place of expiry, and what to say of them.

    `code` is a UN/LOCODE given by hand. A place that is not known leaves weekends alone.
    """
    if credit.expires is None:
        return credit, "no expiry in the credit: closed days are not looked at"
    place = code.upper() or _place(credit.expiry_place)
    if not place:
        return (
            credit,
            f"place of expiry {credit.expiry_place or 'left out'} is not known: weekends alone count",
        )
    years = [credit.expires.year, credit.expires.year + 1]
    first = min(day.year for day in (credit.latest_shipment, credit.expires) if day is not None)
    try:
        calendar = load_place(place, list(range(first, years[-1] + 1)))
    except CalendarError as error:
        if code:
            raise ExamineError(f"place {code}", str(error).partition(": ")[2] or str(error)) from None
        return credit, f"{error}: weekends alone count"
    return replace(credit, calendar=calendar), f"closed days of {place}"


def _place(text: str) -> str:
    if place_of(text) is not None:
        return text
    return find_place_in_text(text) or ""
