"""Amounts as people write them: `EUR 1.00`, `-EUR 1.00`, `units 17`, `5 %`, `500 bps`. Exact."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from iso4217 import Currency

from usance.scenario.errors import ScenarioError

AMOUNT = re.compile(
    r"(?P<sign>[+-](?=[A-Za-z]))?(?:(?P<unit>[A-Za-z][A-Za-z0-9]*)\s+)?(?P<number>[+-]?[0-9][0-9_]*(?:\.[0-9]+)?)"
)
BOUNDS: Mapping[str, Callable[[int, int], bool]] = {"at_most": operator.le, "at_least": operator.ge}
PERCENT = re.compile(r"(?P<number>[+-]?[0-9][0-9_]*(?:\.[0-9]+)?)\s*(?P<unit>%|bps|percent)")


@dataclass(frozen=True)
class Amount:
    """A number with the unit it was written in ("" for none)."""

    unit: str
    number: Decimal

    def scaled(self, decimals: int, what: str, line: int | None) -> int:
        """The number in units of 10**-decimals; an error when that is not a whole number."""
        exact = self.number.scaleb(decimals)
        if exact != exact.to_integral_value():
            raise ScenarioError(
                f"{self.unit} {self.number} has more decimals than {what} takes ({decimals})".strip(), line
            )
        return int(exact)


def read_amount(text: str, line: int | None = None) -> Amount | None:
    """An amount, or None when the text is none."""
    found = AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    try:
        number = Decimal(found["number"].replace("_", ""))
    except InvalidOperation:
        raise ScenarioError(f"{text!r} is no amount", line) from None
    if found["sign"] is not None:
        if found["number"][0] in "+-":
            raise ScenarioError(f"{text!r} has two signs", line)
        number = -number if found["sign"] == "-" else number
    return Amount(found["unit"] or "", number)


def read_rate(text: str, unit: int, line: int | None = None) -> int | None:
    """`5 %` or `500 bps` in a unit that is `unit` for 100 %; None when the text is no rate."""
    found = PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    number = Decimal(found["number"].replace("_", ""))
    exact = number * unit / (10_000 if found["unit"] == "bps" else 100)
    if exact != exact.to_integral_value():
        raise ScenarioError(f"{text!r} has more decimals than the rate takes", line)
    return int(exact)


@lru_cache(maxsize=256)
def minor_units(currency: str) -> int | None:
    """Decimals of a currency by ISO 4217, None when there is no such currency."""
    try:
        exponent = Currency(currency).exponent
    except ValueError:
        return None
    return None if exponent is None else int(exponent)
