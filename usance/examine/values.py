"""Quantities, prices and money in the words of credits and documents, exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from usance.examine.errors import ExamineError
from usance.examine.text import number, plain
from usance.messages.values import minor_units

# Units by measure. Article 30b knows only these: what is counted in packing units or items is not in it.
_MEASURES = {
    "KG": "KG KGS KILO KILOS KILOGRAM KILOGRAMS KILOGRAMMES KGM",
    "MT": "MT MTS TNE TONNE TONNES TON TONS METRIC-TON METRIC-TONS",
    "LB": "LB LBS POUNDS LBR",
    "M": "M METRE METRES METER METERS MTR MTRS",
    "YD": "YD YDS YARD YARDS YRD",
    "M2": "M2 SQM MTK SQUARE-METRES SQUARE-METERS",
    "M3": "M3 CBM MTQ CUBIC-METRES CUBIC-METERS",
    "L": "L LITRE LITRES LITER LITERS LTR",
    "BBL": "BBL BBLS BARREL BARRELS",
    "MWH": "MWH",
}
_ITEMS = {
    "PIECES": "PIECE PIECES PC PCS H87 EA EACH",
    "UNITS": "UNIT UNITS C62",
    "SETS": "SET SETS",
    "PAIRS": "PAIR PAIRS PR",
    "DOZENS": "DOZEN DOZENS DZN",
    "CARTONS": "CARTON CARTONS CTN CTNS CT",
    "BAGS": "BAG BAGS BG SACKS",
    "DRUMS": "DRUM DRUMS DR",
    "PALLETS": "PALLET PALLETS PX",
    "BALES": "BALE BALES BL",
    "BOXES": "BOX BOXES BX",
    "CASES": "CASE CASES CS CRATES",
    "ROLLS": "ROLL ROLLS RO",
    "COILS": "COIL COILS",
    "BUNDLES": "BUNDLE BUNDLES",
    "PACKAGES": "PACKAGE PACKAGES PKG PKGS PK",
    "CONTAINERS": "CONTAINER CONTAINERS",
    "HEADS": "HEAD HEADS",
}
UNITS = {
    word: unit for table in (_MEASURES, _ITEMS) for unit, spelt in table.items() for word in spelt.split()
}
MEASURES = frozenset(_MEASURES)
_NUMBER = r"\d[\d.,]*\d|\d"
ABOUT = r"ABOUT|APPROXIMATELY|APPROX\.?|CIRCA"
_UNIT_WORD = "|".join(
    sorted((re.escape(word).replace(r"\-", "[ -]") for word in UNITS if len(word) > 1 or word in "ML"),
           key=len, reverse=True)
)  # fmt: skip
QUANTITY = re.compile(
    rf"(?:\b(?P<about>{ABOUT}) )?(?<![\w.,])(?P<number>{_NUMBER}) ?(?P<unit>{_UNIT_WORD})\b"
)
PRICE = re.compile(
    rf"(?:\bAT |@ ?|\bUNIT PRICE:? ?)?(?:(?P<about>{ABOUT}) )?\b(?P<currency>[A-Z]{{3}}) ?"
    rf"(?P<number>{_NUMBER}) ?"
    rf"(?:/|PER |A |EACH ?)(?P<unit>{_UNIT_WORD})?\b"
)
MORE_OR_LESS = re.compile(
    r"(?:\+ ?/ ?-|PLUS ?(?:/|OR) ?MINUS|\+-) ?(?P<a>\d{1,2}) ?(?:%|PERCENT|PER CENT|PCT)"
    r"|(?P<b>\d{1,2}) ?(?:%|PERCENT|PER CENT|PCT) (?:MORE OR LESS|PLUS OR MINUS)"
)


@dataclass(frozen=True)
class Quantity:
    """An exact number of a unit; `unit` in one spelling."""

    value: Decimal
    unit: str

    @property
    def measured(self) -> bool:
        """Weighed or measured, not counted in packing units or items (article 30b)."""
        return self.unit in MEASURES

    def same_as(self, other: Quantity) -> bool | None:
        """Equal or not; None when the units cannot be compared."""
        mine, its = self.base(), other.base()
        return mine.value == its.value if mine.unit == its.unit else None

    def base(self) -> Quantity:
        """Tonnes as kilograms, everything else as it is."""
        return Quantity(self.value * 1000, "KG") if self.unit == "MT" else self

    def __str__(self) -> str:
        return f"{digits(self.value)} {self.unit}"


@dataclass(frozen=True)
class Price:
    currency: str
    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.currency} {digits(self.value)}" + (f" PER {self.unit}" if self.unit else "")


def digits(value: Decimal) -> str:
    """A number without a tail of zeros and with the comma of messages: 3,5."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def decimal_of(text: str) -> Decimal:
    return Decimal(number(text))


def unit_of(word: str) -> str:
    """The one spelling of a unit; an unknown one stays as it is."""
    flat = plain(word).strip(". ").replace(" ", "-")
    return UNITS.get(flat, flat)


def quantity_of(text: str, where: str) -> Quantity:
    """`71000 METRES`, `17,040.5 KGS`."""
    match = re.fullmatch(rf"({_NUMBER}) ?([A-Z][A-Z0-9 .-]*)", plain(text))
    if match is None:
        raise ExamineError(
            where, f"{text[:40]!r} is no quantity", "write a number and a unit, such as 1200 KG"
        )
    return Quantity(decimal_of(match[1]), unit_of(match[2]))


def price_of(text: str, currency: str, where: str) -> Price:
    """`EUR 3.50 PER METRE`, or a bare number in the currency of the document."""
    flat = plain(text)
    match = re.fullmatch(rf"(?:([A-Z]{{3}}) ?)?({_NUMBER})(?: ?(?:/|PER ) ?([A-Z0-9 ]+))?", flat)
    if match is None or not (match[1] or currency):
        raise ExamineError(where, f"{text[:40]!r} is no price", "write it like EUR 3.50 PER METRE")
    return Price(match[1] or currency, decimal_of(match[2]), unit_of(match[3]) if match[3] else "")


def money_of(text: str, currency: str, where: str) -> tuple[str, int]:
    """`EUR 248500.00` as (EUR, minor units), exactly; commas between thousands only."""
    match = re.fullmatch(
        r"(?:([A-Z]{3}) ?)?(\d{1,30}|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?", " ".join(text.upper().split())
    )
    if match is None:
        raise ExamineError(where, f"{text[:40]!r} is no amount", "write it like EUR 248500.00")
    code = match[1] or currency
    if match[1] and currency and match[1] != currency:
        raise ExamineError(where, f"{text[:40]!r} is not in {currency}", "write one currency in a document")
    units = minor_units(code) if code else None
    if units is None:
        raise ExamineError(
            where, f"{text[:40]!r} names no currency of ISO 4217", "write it like EUR 248500.00"
        )
    cents = (match[3] or "").rstrip("0")
    if len(cents) > units:
        raise ExamineError(
            where, f"{text[:40]!r} has more decimals than {code} ({units})", "correct the amount"
        )
    return code, int(match[2].replace(",", "") + cents.ljust(units, "0"))
