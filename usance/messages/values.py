"""Typed values of fields. Parsers raise `Fault` with the network's error code and the mend.

Money is exact: integers in minor units of the ISO 4217 currency. Dates are `datetime.date`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pycountry
from iso4217 import Currency

from usance.messages.errors import shown


class Fault(ValueError):
    """What is wrong with one value: code, text, mend; `soft` faults are warnings."""

    def __init__(self, code: str, text: str, mend: str, soft: bool = False) -> None:
        super().__init__(text)
        self.code, self.text, self.mend, self.soft = code, text, mend, soft


@dataclass(frozen=True)
class Amount:
    """`minor`: [minor] of `currency`."""

    currency: str
    minor: int


@dataclass(frozen=True)
class DatedAmount:
    day: date
    currency: str
    minor: int


@dataclass(frozen=True)
class DatePlace:
    day: date
    place: str


@dataclass(frozen=True)
class Sequence:
    number: int
    total: int


@dataclass(frozen=True)
class Party:
    """Option A, B, D or F: `bic` for A and F, `lines` else; `side` is the /C or /D letter."""

    option: str
    side: str
    account: str
    bic: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class NameAddress:
    account: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Availability:
    """41a. `any_bank` with `country` "" means any bank anywhere; `by` is the trade's word."""

    bic: str
    lines: tuple[str, ...]
    any_bank: bool
    country: str
    by: str


@dataclass(frozen=True)
class Tolerance:
    """Percent above and below."""

    plus: int
    minus: int


@dataclass(frozen=True)
class Period:
    """48: `text` "" means after the date of shipment."""

    days: int
    text: str


@dataclass(frozen=True)
class ChargeLine:
    """`minor` is None when the line names no amount."""

    code: str
    currency: str
    minor: int | None
    text: str


@dataclass(frozen=True)
class Discrepancy:
    """`number` is 1-based in the order of the message; `label` its own marker."""

    number: int
    label: str
    text: str


@dataclass(frozen=True)
class Disposal:
    code: str
    text: str


@dataclass(frozen=True)
class Action:
    """One part of a 45B-49N field: code ADD, DELETE or REPALL."""

    code: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    code: str
    text: str


@dataclass(frozen=True)
class CreditForm:
    form: str
    confirmation: str


Value = (
    str
    | int
    | date
    | Amount
    | DatedAmount
    | DatePlace
    | Sequence
    | Party
    | NameAddress
    | Availability
    | Tolerance
    | Period
    | tuple[ChargeLine, ...]
    | tuple[Discrepancy, ...]
    | Disposal
    | tuple[Action, ...]
    | tuple[str, ...]
    | Code
    | CreditForm
)

BY = {
    "BY PAYMENT": "payment",
    "BY ACCEPTANCE": "acceptance",
    "BY NEGOTIATION": "negotiation",
    "BY DEF PAYMENT": "deferred",
    "BY MIXED PYMT": "mixed",
}


@lru_cache(maxsize=512)
def minor_units(currency: str) -> int | None:
    """Decimals of a currency by ISO 4217, None if unknown or without minor units (XAU)."""
    try:
        exponent = Currency(currency).exponent
    except ValueError:
        return None
    return exponent if isinstance(exponent, int) else None


@lru_cache(maxsize=512)
def _is_country(code: str) -> bool:
    return code == "XK" or pycountry.countries.get(alpha_2=code) is not None


def parse_amount(text: str, currency: str) -> int:
    """Amount `15d` of `currency` to minor units."""
    units = minor_units(currency)
    if units is None:
        raise Fault("T52", f"currency {shown(currency)} is not in ISO 4217", "use the three-letter code")
    return parse_number(text, currency, units)


def parse_number(text: str, currency: str, units: int) -> int:
    if re.fullmatch(r"[0-9.,]+", text) and ("." in text or text.count(",") != 1):
        whole, dot, cents = text.rpartition(".")
        better = f"{whole.replace('.', '')},{cents}" if dot else f"{text},"
        better = better if "," not in text else "1234,56"
        raise Fault("T40", f"amount {shown(text)} has no single decimal comma", f"write {better}")
    if not re.fullmatch(r"[0-9]+,[0-9]*", text):
        raise Fault(
            "T43", f"amount {shown(text)} is not digits, a comma, digits", "write it like 1234,56 or 1234,"
        )
    if len(text) > 15:
        raise Fault("T43", f"amount {shown(text)} is longer than 15 characters", "shorten it")
    whole, _, cents = text.partition(",")
    if len(cents) > units:
        raise Fault(
            "C03",
            f"amount {shown(text)} has {len(cents)} decimals, {currency} has {units}",
            f"write at most {units} after the comma",
        )
    return int(whole + cents.ljust(units, "0"))


def format_amount(currency: str, minor: int) -> str:
    """`EUR248500,` or `EUR54150,50`: the writer's form, decimals only when there are some."""
    units = minor_units(currency)
    if units is None or minor < 0:
        raise Fault("T52", f"no amount can be written in {currency}", "use an ISO 4217 currency, minor >= 0")
    whole, cents = divmod(minor, 10**units)
    return f"{currency}{whole}," + (str(cents).rjust(units, "0") if cents else "")


def parse_date(text: str) -> date:
    """YYMMDD; years 80-99 are 19xx, 00-60 are 20xx, others nobody has assigned."""
    if not re.fullmatch(r"[0-9]{6}", text):
        raise Fault("T50", f"date {shown(text)} is not YYMMDD", "write six digits")
    year = int(text[:2])
    try:
        if 60 < year < 80:
            date(2000 + year, int(text[2:4]), int(text[4:]))
            raise Fault("T50", f"date {text}: year {year} has no century", "use 80-99 or 00-60", soft=True)
        return date(2000 + year if year <= 60 else 1900 + year, int(text[2:4]), int(text[4:]))
    except Fault:
        raise
    except ValueError:
        raise Fault("T50", f"date {text} is not in the calendar", "write YYMMDD") from None


def format_date(day: date) -> str:
    return day.strftime("%y%m%d")


def parse_bic(text: str, soft: list[Fault]) -> str:
    """A BIC of 8 or 11 characters by its shape; no directory decides (it never holds all).

    Here and below `soft` takes the faults that leave the value readable.
    """
    if not re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", text):
        raise Fault("T27", f"BIC {shown(text)} is not 8 or 11 characters of its shape", "correct the BIC")
    if not _is_country(text[4:6]):
        raise Fault("T29", f"BIC {text}: country {text[4:6]} is not in ISO 3166", "correct the BIC")
    if text[7] == "1":
        soft.append(Fault("T45", f"BIC {text} is that of a passive participant", "check it", soft=True))
    return text


def parse_ref(text: str) -> str:
    if text.startswith("/") or text.endswith("/") or "//" in text:
        raise Fault("T26", f"reference {shown(text)} has / at an end or //", "drop those slashes")
    return text


def split_account(lines: list[str]) -> tuple[str, str, list[str]]:
    side = account = ""
    if lines and lines[0].startswith("/"):
        head = lines.pop(0)
        if match := re.fullmatch(r"/([A-Z])(/.+)?", head):
            side, account = match.group(1), (match.group(2) or "")[1:]
        else:
            account = head[1:]
    return side, account, lines


def parse_party(tag: str, value: str, soft: list[Fault]) -> Party:
    side, account, lines = split_account(value.split("\n"))
    if tag[-1] in "AF":
        if len(lines) != 1:
            raise Fault("T27", f"option {tag[-1]} takes one BIC", "put the BIC on its own line")
        return Party(tag[-1], side, account, parse_bic(lines[0], soft), ())
    return Party(tag[-1], side, account, "", tuple(lines))


def parse_availability(tag: str, value: str, soft: list[Fault]) -> Availability:
    *head, last = value.split("\n")
    by = BY.get(last.strip())
    if by is None:
        raise Fault("T68", f"last line {shown(last)} is no BY code", f"use one of {', '.join(BY)}")
    if tag == "41A":
        if len(head) != 1:
            raise Fault("T27", "option A takes one BIC before the BY line", "put the BIC on its own line")
        return Availability(parse_bic(head[0], soft), (), False, "", by)
    text = " ".join(" ".join(head).split())
    match = re.fullmatch(r"(?:WITH )?ANY BANK(?: (?:IN|LOCATED IN) (.+))?", text, re.IGNORECASE)
    return Availability("", tuple(head), match is not None, (match.group(1) or "") if match else "", by)


def parse_charges(value: str) -> tuple[ChargeLine, ...]:
    """`/CODE/[3!a13d][text]`, `//` or a plain line continues; text before any code has code ""."""
    out: list[tuple[str, list[str]]] = []
    for line in value.split("\n"):
        if match := re.match(r"/([A-Z0-9]{1,8})/(.*)", line):
            out.append((match.group(1), [match.group(2)]))
        elif out:
            out[-1][1].append(line.removeprefix("//"))
        else:
            out.append(("", [line]))
    return tuple(_charge(code, parts) for code, parts in out)


def _charge(code: str, parts: list[str]) -> ChargeLine:
    text = " ".join(part.strip() for part in parts).strip()
    match = re.match(r"([A-Z]{3})([0-9]{1,12},[0-9]*)(.*)", text)
    if code and match and minor_units(match.group(1)) is not None:
        minor = parse_amount(match.group(2), match.group(1))
        return ChargeLine(code, match.group(1), minor, match.group(3).strip())
    return ChargeLine(code, "", None, text)


_MARK = re.compile(r"(\+|\(?[0-9]{1,3}[.)]|\(?[A-Z][.)](?= )|[0-9]{1,2}[/-](?= ))\s*(.*)")
_FILLER = re.compile(r"\s*\.?\s*")


def split_items(value: str) -> list[tuple[str, str]]:
    """(marker, text) of each item: `+`, `1)`, `1.`, `A)` open one, a filler line closes it.

    Wrapped lines are rejoined with a single blank. Text without any marker is one item.
    """
    out: list[tuple[str, list[str]]] = []
    closed = True
    for line in value.split("\n"):
        if _FILLER.fullmatch(line):
            closed = True
        elif match := _MARK.match(line.strip()):
            out.append((match.group(1), [match.group(2)]))
            closed = False
        elif closed:
            out.append(("", [line.strip()]))
            closed = False
        else:
            out[-1][1].append(line.strip())
    joined = ((mark, " ".join(filter(None, parts))) for mark, parts in out)
    return [(mark, text) for mark, text in joined if text]


def parse_items(value: str) -> tuple[str, ...]:
    return tuple(text for _, text in split_items(value))


def parse_discrepancies(value: str) -> tuple[Discrepancy, ...]:
    return tuple(
        Discrepancy(number, mark, text) for number, (mark, text) in enumerate(split_items(value), start=1)
    )


def parse_disposal(value: str) -> Disposal:
    first, *rest = value.split("\n")
    match = re.fullmatch(r"/([A-Z]{1,8})/(.*)", first)
    text = [match.group(2) if match else first] + [line.removeprefix("//") for line in rest]
    return Disposal(match.group(1) if match else "", " ".join(part.strip() for part in text if part.strip()))


def parse_actions(value: str) -> tuple[Action, ...]:
    out: list[tuple[str, list[str]]] = []
    for line in value.split("\n"):
        if match := re.match(r"/([A-Z]+)/(.*)", line):
            if match.group(1) not in ("ADD", "DELETE", "REPALL"):
                raise Fault(
                    "T67", f"code /{shown(match.group(1), 10)}/ is unknown", "use /ADD/, /DELETE/ or /REPALL/"
                )
            out.append((match.group(1), [match.group(2)]))
        elif line.startswith("/"):
            raise Fault("T67", f"line {shown(line)} starts with / but is no code", "drop the slash")
        elif out:
            out[-1][1].append(line)
        else:
            raise Fault("T67", "text stands before any code", "begin with /ADD/, /DELETE/ or /REPALL/")
    if any(code == "REPALL" for code, _ in out) and len(out) > 1:
        raise Fault("T67", "/REPALL/ stands with another code", "use /REPALL/ alone")
    return tuple(Action(code, parse_items("\n".join(lines))) for code, lines in out)


def parse_sequence(value: str, soft: list[Fault]) -> Sequence:
    number, total = (int(part) for part in value.split("/"))
    if not 1 <= number <= total <= 8:
        text = f"{value} is no part of a total up to 8"
        soft.append(Fault("T75", text, "number the parts 1/n to n/n", soft=True))
    return Sequence(number, total)


def parse_period(value: str) -> Period:
    days, _, text = value.partition("/")
    return Period(int(days), text.strip())
