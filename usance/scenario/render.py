"""Values as people read them, for expectations that were not met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from usance.scenario.cast import Bound, Names
from usance.scenario.places import day_text
from usance.scenario.values import Reader
from usance.terms import ZERO_ADDRESS, ZERO_HASH, key_text


def amount_text(units: int, decimals: int, symbol: str) -> str:
    """`EUR 1.00`."""
    shown = 2 if decimals > 2 and units % 10 ** (decimals - 2) == 0 else decimals
    number = Decimal(units).scaleb(-decimals).quantize(Decimal(1).scaleb(-shown))
    return f"{symbol} {number:f}"


def word_text(names: Names, value: Any) -> str:
    """A value by itself: parties and aliases by name."""
    if isinstance(value, Bound):
        value = value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        party = names.party_at(value)
        if party is not None:
            return party.name
        return "nobody" if value == ZERO_ADDRESS else value
    if isinstance(value, bytes):
        for name, bound in names.aliases.items():
            if bound.value == value:
                return f"${name}"
        return "none" if value == ZERO_HASH else "0x" + value.hex()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {word_text(names, item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(word_text(names, item) for item in value) + "]"
    return str(value)


def text_of(reader: Reader, value: Any, kind: str | None) -> str:
    """A value of a kind."""
    names = reader.names
    if isinstance(value, int) and not isinstance(value, bool):
        if kind == "day":
            return day_text(value) if value else "none"
        if kind == "time" and 0 < value < 2**40:
            return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if kind is not None and kind.startswith("enum "):
            return reader.name_of(kind[5:].partition(" or ")[0], value)
        if kind is not None and kind.startswith("flags "):
            return "[" + ", ".join(reader.names_of(kind[6:], value)) + "]"
        if kind is not None and kind.startswith("fields "):
            return "[" + ", ".join(reader.fields_of(kind[7:], value)) + "]"
        if kind == "minor" and len(names.tokens) == 1:
            symbol = next(iter(names.tokens))
            return amount_text(value, names.decimals_of(symbol) or 0, symbol)
        if kind == "token" and len(names.tokens) == 1:
            token = next(iter(names.tokens.values()))
            return amount_text(value, token.decimals, token.symbol)
    if kind == "key" and isinstance(value, bytes):
        return key_text(value)
    return word_text(names, value)
