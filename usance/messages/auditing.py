"""What the audit asks of calendars and places, from the published lists."""

from __future__ import annotations

from datetime import date

from usance.calendar_sources import load_place
from usance.calendars import PlaceCalendar, date_of, day_of
from usance.messages.bank_places import place_of_bic


class BankingDays:
    """Calendars of places, loaded when first asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], PlaceCalendar] = {}

    def add(self, place: str, day: date, n: int) -> date:
        """The n-th banking day after `day` at a place."""
        key = (place, day.year)
        if key not in self._known:
            self._known[key] = load_place(place, [day.year, day.year + 1])
        return date_of(self._known[key].add_banking_days(day_of(day), n))


def place_for(bic: str) -> str | None:
    """The place of the refusing bank by its BIC."""
    return place_of_bic(bic) if bic else None
