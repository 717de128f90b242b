"""Amounts as people read them, from exact integers of minor units."""

from __future__ import annotations

from usance.messages.values import minor_units


def money_text(currency: str, minor: int) -> str:
    """`EUR 248,500.00`, `JPY 1,000,000`; a sign before the number."""
    return f"{currency} {number_text(currency, minor)}"


def number_text(currency: str, minor: int) -> str:
    """The amount without its currency: `248,500.00`."""
    units = minor_units(currency) or 0
    whole, cents = divmod(abs(minor), 10**units)
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole:,}" + (f".{str(cents).rjust(units, '0')}" if units else "")
