"""Places of the trade: UN/LOCODE, town names, zones and weekends, from usance/places.yaml."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from usance.calendars import CalendarError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DayName = Annotated[str, Field(pattern="^(mon|tue|wed|thu|fri|sat|sun)$")]


class WeekendFrom(BaseModel):
    """A weekend, from a date on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: str
    days: list[DayName]


class Country(BaseModel):
    """What holds for all places of a country unless the place says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    zone: str | None = None
    weekend: list[WeekendFrom] = Field(
        default_factory=lambda: [WeekendFrom(since="1970-01-01", days=["sat", "sun"])]
    )
    # Name of a financial calendar of the holidays package that stands for the banks of the country.
    financial: str | None = None
    # Saturdays of the month (1 = first) on which banks are closed, where Saturday is a banking day.
    closed_saturdays: list[int] = Field(default_factory=list)
    # The list of a year is published with its worked weekends; a year without any is not out yet.
    announced: bool = False

    @field_validator("weekend", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], str):
            return [{"since": "1970-01-01", "days": value}]
        return value


class Place(BaseModel):
    """One place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    zone: str | None = None
    subdivision: str | None = None
    aliases: list[str] = Field(default_factory=list)
    weekend: list[WeekendFrom] | None = None
    financial: str | None = None

    @field_validator("weekend", mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        return Country._short_form(value) if value is not None else None


class Places(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: dict[str, Country]
    places: dict[str, Place]


class _Text(yaml.SafeLoader):
    """YAML with every scalar a string: NO is Norway here, not false."""


_Text.yaml_implicit_resolvers = {}


@lru_cache(maxsize=1)
def places() -> Places:
    """The file, read once."""
    text = resources.files("usance").joinpath("places.yaml").read_text(encoding="utf-8")
    return Places.model_validate(yaml.load(text, _Text))


def place_of(code: str) -> Place | None:
    """The place with that code, None when the file does not list it."""
    return places().places.get(code)


def country_of(code: str) -> Country | None:
    """The country of a UN/LOCODE, None when the file does not list it."""
    return places().countries.get(code[:2])


@lru_cache(maxsize=4096)
def town_key(town: str) -> str:
    """A town name as it is compared: no accents, case, blanks or marks; umlauts either way."""
    text = town.upper()
    for letter, written in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("ß", "SS"), ("Ø", "OE"), ("Å", "AA")):
        text = text.replace(letter, written)
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^A-Z0-9]", "", plain)


@lru_cache(maxsize=1)
def _towns() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, place in places().places.items():
        for name in {town_key(name) for name in (place.name, *place.aliases)}:
            found.setdefault(name, []).append(code)
    return found


def find_place(town: str, country: str | None = None) -> str | None:
    """The code of a town as a message names it (field 31D), optionally in a country (ISO code).

    None when the town is unknown, or stands in several countries and none is given.
    """
    codes = _towns().get(town_key(town), [])
    if country is not None:
        codes = [code for code in codes if code.startswith(country.upper())]
    return codes[0] if len(codes) == 1 else None


def find_place_in_text(text: str, country: str | None = None) -> str | None:
    """As find_place, for a free text that contains the town ("NINGBO, CHINA", "AT COUNTERS IN PARIS")."""
    found = find_place(text, country)
    if found is not None:
        return found
    words = re.findall(r"[^\s,;:/().-]+", text)
    hits: set[str] = set()
    for width in (3, 2, 1):
        for at in range(len(words) - width + 1):
            code = find_place(" ".join(words[at : at + width]), country)
            if code is not None:
                hits.add(code)
        if hits:
            break
    return hits.pop() if len(hits) == 1 else None


def weekend_days(names: list[str]) -> frozenset[int]:
    """0 is Monday."""
    days = frozenset(WEEKDAYS.index(name) for name in names)
    if len(days) == len(WEEKDAYS):
        raise CalendarError("weekend: a place cannot be closed on all seven days (CALENDAR_VALUE)")
    return days
