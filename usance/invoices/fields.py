"""Values out of a tree: at most one where the standard allows one, exact amounts, days as written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from usance.invoices.errors import InvoiceError, quoted
from usance.invoices.xml import Element
from usance.messages.values import minor_units

# The face of a claim has 112 bits on chain.
MAX_MINOR = 2**112 - 1
DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")
# A zone may follow a day (xs:date) and a time with a zone a day (xs:dateTime). Neither moves the day.
ISO_DAY = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
CII_DAY = re.compile(r"[0-9]{8}")
# What the elements with a number in them are called, in both syntaxes.
NUMBERS = ("Amount", "Quantity", "Percent", "Numeric")
# UNTDID 2379 formats that begin with CCYYMMDD; EN 16931 uses 102 alone.
CII_FORMATS = frozenset({"102", "203", "204", "205"})


@dataclass(frozen=True)
class Fields:
    """An element with the prefixes of its syntax; paths are ElementPath."""

    node: Element
    prefixes: Mapping[str, str]

    def all(self, path: str) -> list[Fields]:
        return [Fields(node, self.prefixes) for node in self.node.findall(path, self.prefixes)]

    def child(self, path: str, term: str) -> Fields | None:
        """The element at a path that may occur once; a second one would let two readers differ."""
        found = self.all(path)
        if len(found) > 1:
            raise InvoiceError(
                term,
                f"it stands {len(found)} times in the document",
                "ask the sender for an invoice with one",
            )
        return found[0] if found else None

    def value(self) -> str:
        """The text of this element alone, without blanks around it."""
        return (self.node.text or "").strip()

    def attribute(self, name: str) -> str:
        return (self.node.get(name) or "").strip()

    def text(self, path: str, term: str) -> str:
        """The text at a path that may occur once; empty if it does not."""
        found = self.child(path, term)
        return found.value() if found else ""

    def texts(self, path: str) -> tuple[str, ...]:
        return tuple(value for item in self.all(path) if (value := item.value()))


def currency_of(code: str) -> str:
    """BT-5 as it is written; InvoiceError unless ISO 4217 knows it and its decimals."""
    if not code:
        raise InvoiceError(
            "BT-5", "the invoice names no currency", "ask for one with a code such as EUR", rules=("BR-05",)
        )
    if minor_units(code) is None:
        raise InvoiceError(
            "BT-5",
            f"{quoted(code)} is no currency of ISO 4217 with minor units",
            "use the three-letter code",
            rules=("BR-CL-04",),
        )
    return code


def minor_of(text: str, currency: str, term: str) -> int:
    """An amount in minor units of its currency, exactly: nothing is rounded in anybody's favour."""
    match = DECIMAL.fullmatch(text)
    if match is None or not is_decimal(text):
        raise InvoiceError(
            term, f"{quoted(text)} is no amount", "write digits with a decimal point, such as 1200.50"
        )
    units = minor_units(currency) or 0
    part = (match["part"] or "").rstrip("0")
    if len(part) > units:
        raise InvoiceError(
            term,
            f"{quoted(text)} has more decimals than {currency} has ({units})",
            "ask for amounts in whole minor units",
        )
    if len(match["whole"]) > 40:
        raise too_large(term)
    minor = int((match["whole"] or "0") + part.ljust(units, "0"))
    if minor > MAX_MINOR:
        raise too_large(term)
    return -minor if match["sign"] == "-" else minor


def refuse_words(root: Element) -> None:
    """InvoiceError for the first amount, quantity or rate anywhere that is no number.

    Said here, with the name of the element: the sheets compute with these, and Saxon writes its own
    report to the terminal when one of them is not a number.
    """
    for node in root.iter():
        if not len(node) and node.tag.endswith(NUMBERS) and not is_decimal((node.text or "").strip()):
            parent = node.getparent()
            above = "" if parent is None else parent.tag.rpartition("}")[2] + "/"
            raise InvoiceError(
                above + node.tag.rpartition("}")[2],
                f"{quoted(node.text or '')} is no number",
                "write digits with a decimal point, such as 1200.50",
            )


def is_decimal(text: str) -> bool:
    match = DECIMAL.fullmatch(text)
    return match is not None and bool(match["whole"] or match["part"])


def too_large(term: str) -> InvoiceError:
    return InvoiceError(term, "the amount is larger than a claim can be", "check the amount with the sender")


def amount(found: Fields | None, currency: str, term: str) -> int | None:
    """The amount in an element, None without one; its own currency, if it names one, must be BT-5."""
    if found is None or not found.value():
        return None
    own = found.attribute("currencyID")
    if own and own != currency:
        raise InvoiceError(
            term,
            f"the amount is in {quoted(own)}, the invoice in {currency} (BT-5)",
            "ask for one currency throughout",
        )
    return minor_of(found.value(), currency, term)


def needed(value: int | None, term: str, name: str) -> int:
    if value is None:
        raise InvoiceError(term, f"the invoice gives no {name}", "ask the sender for a complete invoice")
    return value


def iso_day(text: str, term: str) -> date | None:
    """`2026-03-02`, with or without a zone: the day that the sender wrote."""
    if not text:
        return None
    match = ISO_DAY.fullmatch(text)
    try:
        return date.fromisoformat(match["day"] if match else "")
    except ValueError:
        raise bad_day(text, term) from None


def cii_day(holder: Fields | None, term: str) -> date | None:
    """The day in an element of CII: `DateTimeString` with its format, or `DateTime`."""
    if holder is None:
        return None
    for item in holder.all("*"):
        text, form = item.value(), item.attribute("format")
        if not text:
            continue
        if item.node.tag.endswith("}DateTime"):
            return iso_day(text, term)
        if form and form not in CII_FORMATS:
            raise bad_day(text, term)
        try:
            digits = text[:8] if form != "102" else text
            return date.fromisoformat(digits if CII_DAY.fullmatch(digits) else "")
        except ValueError:
            raise bad_day(text, term) from None
    return None


def bad_day(text: str, term: str) -> InvoiceError:
    return InvoiceError(term, f"{quoted(text)} is no date", "write year, month and day of a day that exists")


def issued(day: date | None) -> date:
    if day is None:
        raise InvoiceError(
            "BT-2", "the invoice has no issue date", "ask for one with its date", rules=("BR-03",)
        )
    return day


def one_day(days: Collection[date | None]) -> date | None:
    """The due day, if there is one; a claim cannot have two."""
    found = sorted(day for day in days if day)
    if len(found) > 1:
        raise InvoiceError(
            "BT-9", f"the invoice is due on {len(found)} days", "ask for one invoice an instalment"
        )
    return found[0] if found else None
