"""Terms and statements as JSON that people can read: dates, places and codes by name, hashes in hex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from enum import IntEnum, IntFlag
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from usance.amendments import Change
from usance.calendars import date_of, day_of
from usance.codes import (
    Allowed,
    AvailableBy,
    Capacity,
    ChargesFor,
    Confirmation,
    DayCount,
    Exclusion,
    Form,
    Rulebook,
    TenorFrom,
)
from usance.terms import ZERO_HASH, Credit, Presentation, key_text, place_key

TEXT_KEYS = {
    "issuer_place",
    "nominated_place",
    "confirmer_place",
    "currency_place",
    "expiry_place",
    "currency",
    "bank_place",
}
DAYS = {"issue_day", "expiry_day", "latest_shipment_day", "shipment_day", "tenor_day"}
CODES: Mapping[str, type[IntEnum]] = {
    "confirmation": Confirmation,
    "form": Form,
    "available_by": AvailableBy,
    "tenor_from": TenorFrom,
    "partials": Allowed,
    "transhipment": Allowed,
    "day_count": DayCount,
    "charges_for": ChargesFor,
    "rulebook": Rulebook,
    "capacity": Capacity,
}
MAX_WORD = 2**256 - 1


class FileError(ValueError):
    """One line: which field, what is wrong, the mend."""


def plain(struct: Credit | Presentation) -> dict[str, Any]:
    """A struct as JSON."""
    return {name: plain_value(name, value) for name, value in struct.as_dict().items()}


def plain_change(change: Change) -> dict[str, Any]:
    """An amendment as JSON: the fields it sets by their names."""
    return {
        "number": change.number,
        "cancel": change.cancel,
        "difference": _whole_number(change.difference),
        "terms": {name: plain_value(name, value) for name, value in change.new_values()},
        "content": "0x" + change.content.hex(),
    }


def _whole_number(value: int) -> int | str:
    """Beyond 2^53 JSON readers lose digits."""
    return str(value) if abs(value) > 2**53 else value


def plain_value(name: str, value: Any) -> Any:
    """One field as JSON."""
    if name in TEXT_KEYS:
        return key_text(value)
    if name in DAYS:
        return date_of(value).isoformat() if value else None
    if name == "exclusions":
        return [str(bit.name) for bit in Exclusion if value & bit]
    if name in CODES:
        try:
            return CODES[name](value).name
        except ValueError:
            return int(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, IntFlag | IntEnum):
        return int(value)
    if isinstance(value, str) and is_address(value):
        return to_checksum_address(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value


def credit_of(data: Any) -> Credit:
    """Terms from JSON; what is left out takes the defaults of the struct."""
    return Credit(**_read(data, Credit))


def presentation_of(data: Any) -> Presentation:
    return Presentation(**_read(data, Presentation))


def _read(data: Any, struct: type[Credit] | type[Presentation]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise FileError("the file holds no JSON object; write one field a term")
    known = {field.name: field.type for field in fields(struct)}
    unknown = [str(name) for name in data if name not in known]
    if unknown:
        raise FileError(f"field {unknown[0][:40]}: no such term; the terms are {', '.join(known)}")
    return {name: _value(name, str(known[name]), value) for name, value in data.items()}


def _value(name: str, kind: str, value: Any) -> Any:
    try:
        return _parsed(name, kind, value)
    except (ValueError, TypeError, KeyError, AttributeError):
        wanted = _wanted(name, kind)
        raise FileError(f"field {name}: {str(value)[:60]!r} is not {wanted}; correct it (TERMS)") from None


def _wanted(name: str, kind: str) -> str:
    if name in DAYS:
        return "a date such as 2026-05-31"
    if name == "exclusions":
        return f"a list of {', '.join(Exclusion.__members__)}"
    if name in CODES:
        return f"one of {', '.join(CODES[name].__members__)}"
    if name in TEXT_KEYS:
        return "a code of 1 to 32 characters"
    return {"str": "an address", "bytes": "0x and 64 hex digits", "bool": "true or false"}.get(
        kind, "a whole number, zero or more"
    )


def _parsed(name: str, kind: str, value: Any) -> Any:
    if name in TEXT_KEYS:
        return place_key(value) if value else ZERO_HASH
    if name in DAYS:
        return _day(value)
    if name == "exclusions" and isinstance(value, list):
        bits = Exclusion(0)
        for word in value:
            bits |= Exclusion[word]
        return bits
    if name in CODES and isinstance(value, str):
        return CODES[name][value.upper()]
    if kind == "str":
        if not is_address(value):
            raise ValueError
        return to_checksum_address(value)
    if kind == "bytes":
        raw = bytes.fromhex(value.removeprefix("0x"))
        if len(raw) != 32:
            raise ValueError
        return raw
    if kind == "bool":
        if not isinstance(value, bool):
            raise ValueError
        return value
    return _whole(value)


def _day(value: Any) -> int:
    if value is None:
        return 0
    return day_of(dt.date.fromisoformat(value)) if isinstance(value, str) else _whole(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool | float):
        raise ValueError
    number = int(value)
    if not 0 <= number <= MAX_WORD:
        raise ValueError
    return number
