"""Terms of a claim as JSON that people can read: dates, places and codes by name, hashes in hex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from enum import IntEnum
from fractions import Fraction
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from usance.calendars import date_of, day_of
from usance.claim_terms import Claim
from usance.claims.errors import ClaimError
from usance.codes import DayCount
from usance.codes_claims import Assignable, ClaimKind
from usance.model.party import Role
from usance.terms import ZERO_HASH, key_text, place_key

TEXT_KEYS = {"currency", "pay_place", "currency_place"}
DAYS = {"issue_day", "due_day", "discount_day"}
CODES: Mapping[str, type[IntEnum]] = {"kind": ClaimKind, "day_count": DayCount, "assignable": Assignable}
RATE_ONE = 10**18
MAX_WORD = 2**256 - 1


def plain(terms: Claim) -> dict[str, Any]:
    """A claim's terms as JSON."""
    return {name: _plain(name, value) for name, value in terms.as_dict().items()}


def _plain(name: str, value: Any) -> Any:
    if name in TEXT_KEYS:
        return key_text(value)
    if name in DAYS:
        return date_of(value).isoformat() if value else None
    if name == "eligibility":
        return [str(role.name) for role in Role if value & role]
    if name == "late_rate":
        return rate_text(value)
    if name in CODES:
        try:
            return CODES[name](value).name
        except ValueError:
            return int(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return str(value) if isinstance(value, int) and value > 2**53 else value


def rate_text(rate: int) -> str:
    """`8 %` a year of a rate with 1e18 = 100 %, exactly."""
    hundred = Fraction(rate * 100, RATE_ONE)
    if hundred.denominator == 1:
        return f"{hundred.numerator} %"
    digits = f"{rate * 100 // RATE_ONE}.{rate * 100 % RATE_ONE:018d}".rstrip("0")
    return f"{digits} %"


def rate_of(text: str) -> int:
    """A yearly rate of `8`, `8 %` or `7.25%`, 1e18 = 100 %; raises ValueError."""
    bare = text.strip().removesuffix("%").strip()
    value = Fraction(bare) * RATE_ONE / 100
    if value.denominator != 1 or not 0 <= value <= RATE_ONE or "/" in bare or "e" in bare.lower():
        raise ValueError(text)
    return int(value)


def claim_of(data: Any, source: str) -> Claim:
    """Terms from JSON; what is left out takes the defaults of the struct."""
    if isinstance(data, Mapping) and isinstance(data.get("terms"), Mapping):
        data = data["terms"]
    if not isinstance(data, Mapping):
        raise ClaimError(f"{source}: holds no JSON object; write one field a term (TERMS)")
    known = {field.name: str(field.type) for field in fields(Claim)}
    unknown = [str(name) for name in data if name not in known]
    if unknown:
        raise ClaimError(f"{source}: field {unknown[0][:40]}: no such term; the terms are {', '.join(known)}")
    return Claim(**{str(name): _value(source, name, known[name], value) for name, value in data.items()})


def _value(source: str, name: str, kind: str, value: Any) -> Any:
    try:
        return _parsed(name, kind, value)
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError):
        wanted = _wanted(name, kind)
        raise ClaimError(
            f"{source}: field {name}: {str(value)[:60]!r} is not {wanted}; correct it (TERMS)"
        ) from None


def _wanted(name: str, kind: str) -> str:
    if name in DAYS:
        return "a date such as 2026-05-31"
    if name == "eligibility":
        return f"a list of {', '.join(Role.__members__)}"
    if name == "late_rate":
        return "a yearly rate such as 8 %"
    if name in CODES:
        return f"one of {', '.join(CODES[name].__members__)}"
    if name in TEXT_KEYS:
        return "a code of 1 to 32 characters"
    return {"str": "an address", "bytes": "0x and 64 hex digits"}.get(kind, "a whole number, zero or more")


def _parsed(name: str, kind: str, value: Any) -> Any:
    if name in TEXT_KEYS:
        return place_key(value) if value else ZERO_HASH
    if name in DAYS:
        if value is None:
            return 0
        return day_of(dt.date.fromisoformat(value)) if isinstance(value, str) else _whole(value)
    if name == "eligibility" and isinstance(value, list):
        return sum(int(Role[word]) for word in dict.fromkeys(value))
    if name == "late_rate" and isinstance(value, str):
        return rate_of(value)
    if name in CODES and isinstance(value, str):
        return int(CODES[name][value.upper().replace("-", "_")])
    if kind == "str":
        if not is_address(value):
            raise ValueError
        return to_checksum_address(value)
    if kind == "bytes":
        raw = bytes.fromhex(value.removeprefix("0x"))
        if len(raw) != 32:
            raise ValueError
        return raw
    return _whole(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool | float):
        raise ValueError
    number = int(value)
    if not 0 <= number <= MAX_WORD:
        raise ValueError
    return number
