"""The edge: what a file or an inline mapping may say about a document, before it becomes facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from usance.calendars import date_of
from usance.examine.facts import Medium
from usance.periods import PeriodError, parse_date

# Far enough from the ends of what a date can be that days may be added.
YEARS = (1970, 2199)


def _day(value: Any) -> Any:
    if value is None:
        return None
    found = value if isinstance(value, dt.date) else _read_day(value)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError(f"is a day outside {YEARS[0]} to {YEARS[1]}")
    return found


def _read_day(value: Any) -> dt.date:
    text = str(value).strip()
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return date_of(value)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
        return parse_date(text)
    except (PeriodError, ValueError, OverflowError):
        raise ValueError("is no date; write it like 2026-05-31") from None


def _lines(value: Any) -> Any:
    if isinstance(value, str):
        return [line.strip() for line in value.split("\n") if line.strip()]
    return value


def _party(value: Any) -> Any:
    if isinstance(value, str):
        value = _lines(value)
    if isinstance(value, list | tuple) and value:
        return {"name": value[0], "address": list(value[1:])}
    return value


def _several(value: Any) -> Any:
    if isinstance(value, Mapping | str):
        return [value]
    return value


Day = Annotated[dt.date | None, BeforeValidator(_day)]
Texts = Annotated[list[str], BeforeValidator(_lines)]
_TEXT = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True)


class PartyModel(BaseModel):
    """`{name, address, country, id}`; a text or a list is a name with the lines of its address."""

    model_config = _TEXT

    name: str = Field(min_length=1)
    address: Texts = []
    country: str = ""
    id: str = ""


PartyField = Annotated[PartyModel | None, BeforeValidator(_party)]


class LineModel(BaseModel):
    model_config = _TEXT

    goods: str = ""
    quantity: str = ""
    unit_price: str = ""


class DocumentModel(BaseModel):
    """One document. Which fields a kind reads: docs/examiner.md."""

    model_config = _TEXT

    document: str = Field(min_length=1)
    title: str = ""
    number: str = ""
    date: Day = None
    originals: int = Field(1, ge=0, le=99)
    copies: int = Field(0, ge=0, le=99)
    medium: Medium = Medium.PRINT
    marked: str = Field("", pattern="^(original|copy)?$")
    signed: bool | None = None
    signed_by_hand: bool = False
    issuer: PartyField = None
    seller: PartyField = None
    buyer: PartyField = None
    credit: str = ""
    invoice: str = ""
    goods: str = ""
    currency: str = ""
    amount: str = ""
    quantity: str = ""
    packages: str = ""
    gross_weight: str = ""
    net_weight: str = ""
    marks: str = ""
    vessel: str = ""
    voyage: str = ""
    receipt: str = ""
    loading: str = ""
    discharge: str = ""
    delivery: str = ""
    containers: Texts = []
    origin: str = ""
    trade_term: str = ""
    text: str = ""
    originals_issued: int = Field(0, ge=0, le=99)
    # invoice
    unit_price: str = ""
    lines: list[LineModel] = []
    # transport document
    carrier: str = ""
    signed_as: str = ""
    on_board: Day = None
    received: Day = None
    consignee: PartyField = None
    endorsed: str | None = None
    notify: Annotated[list[Annotated[PartyModel, BeforeValidator(_party)]], BeforeValidator(_several)] = []
    freight: str = ""
    clauses: Texts = []
    transhipment: bool | None = None
    containerised: bool = False
    on_deck: bool = False
    charter_party: bool = False
    # insurance document
    form: str = ""
    risks: Texts = []
    effective: Day = None
    # draft
    drawee: PartyField = None
    tenor: str = ""


class SetModel(BaseModel):
    """The presentation: what is claimed and when, and its documents by name."""

    model_config = _TEXT

    presented: Day = None
    amount: str = ""
    currency: str = ""
    schedule_29b: bool = False
    documents: dict[str, Any] = Field(min_length=1)


# Other spellings of fields, as plain papers write them.
ALIASES = {"loaded": "loading", "cover": "amount", "weight": "gross_weight", "shipped": "on_board"}
COUNTED = {"cartons": "packages", "rolls": "packages", "bags": "packages", "pieces": "quantity"}


def renamed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping with the model's own names: `cartons: 1300` is `packages: 1300 CARTONS`."""
    found: dict[str, Any] = {}
    for raw, value in body.items():
        name = str(raw)
        if name in COUNTED:
            found.setdefault(COUNTED[name], f"{value} {name.upper()}")
        else:
            found[ALIASES.get(name, name)] = value
    return found
