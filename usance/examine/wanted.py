"""What a credit asks for: fields 45A, 46A and 47A, line by line, as far as their words are plain.

A line that is not understood is kept as it is: it goes to a person, it is never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from usance.examine.kinds import BY_TITLE, TRANSPORT, Kind, kind_of
from usance.examine.text import plain, tokens
from usance.examine.values import MORE_OR_LESS, PRICE, QUANTITY, Price, Quantity, decimal_of, unit_of

INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")


@dataclass(frozen=True)
class Goods:
    """One line of 45A. `words` is the description without quantity and price."""

    text: str
    words: str
    quantity: Quantity | None = None
    quantity_about: bool = False
    price: Price | None = None
    price_about: bool = False
    more_or_less: int | None = None
    """Percent that the line itself allows on the quantity."""


@dataclass(frozen=True)
class Requirement:
    """One document of 46A. `originals` 0 means that copies are asked for."""

    text: str
    kind: Kind | None
    others: tuple[Kind, ...] = ()
    """Kinds that serve as well: BILL OF LADING OR SEA WAYBILL."""
    originals: int = 1
    total: int = 1
    part_set: int = 0
    """Originals of a set of which the rest goes another way: 2 of 2/3."""
    signed: bool = False
    consignee: str | None = None
    """What the consignee box must say, "" to order; None when the line does not tell."""
    blank_endorsed: bool = False
    notify: str = ""
    freight: str = ""
    percent: int = 0
    risks: tuple[str, ...] = ()
    policy: bool = False
    issued_by: str = ""


@dataclass(frozen=True)
class Condition:
    """One line of 47A. `documents`: it names some (else 14h). `known`: a check holds it."""

    text: str
    documents: bool
    known: bool


# --- 45A ---


def trade_term_of(lines: tuple[str, ...]) -> str:
    """`CIF HAMBURG` of a line that is a trade term, "" when there is none."""
    for line in lines:
        if match := re.search(
            rf"\b({'|'.join(INCOTERMS)})\b[ :]*([A-Z][A-Z .'/-]*?)?(?= *(?:,|\(|INCOTERMS|$))", plain(line)
        ):
            return f"{match[1]} {match[2] or ''}".strip()
    return ""


def goods_of(line: str) -> Goods | None:
    """A line of 45A as goods; None for one that is a trade term and nothing else."""
    flat = plain(line)
    rest = re.sub(rf"\b(?:{'|'.join(INCOTERMS)})\b.*$", " ", flat)
    if not tokens(rest):
        return None
    price, quantity, about, price_about = None, None, False, False
    if match := PRICE.search(rest):
        price = Price(match["currency"], decimal_of(match["number"]), unit_of(match["unit"] or ""))
        price_about = bool(match["about"])
        rest = rest[: match.start()] + " " + rest[match.end() :]
    for match in QUANTITY.finditer(rest):
        # Bags of 50 KG, or 50 KG each, is how it is packed, not how much.
        if rest[: match.start()].endswith("OF ") or rest[match.end() :].startswith((" EACH", " PER ", "/")):
            continue
        quantity, about = Quantity(decimal_of(match["number"]), unit_of(match["unit"])), bool(match["about"])
        rest = rest[: match.start()] + " " + rest[match.end() :]
        break
    more = None
    if match := MORE_OR_LESS.search(rest):
        more = int(match["a"] or match["b"])
        rest = rest[: match.start()] + " " + rest[match.end() :]
    words = " ".join(rest.replace(" ,", ",").split()).strip(" ,;")
    return Goods(line, words, quantity, about, price, price_about, more)


# --- 46A ---

_COUNTS = {"DUPLICATE": 2, "TRIPLICATE": 3, "QUADRUPLICATE": 4, "QUINTUPLICATE": 5}
_NUMBERS = {w: n for n, w in enumerate("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN".split(), start=1)}  # noqa: SIM905
_N = r"(\d{1,2}|" + "|".join(_NUMBERS) + r")(?: ?\(\w+\))?"
RISKS = (
    (r"INSTITUTE CARGO CLAUSES? ?\(?A\)?|\bICC ?\(?A\)?|\bALL RISKS?\b", "ALL RISKS"),
    (r"INSTITUTE CARGO CLAUSES? ?\(?B\)?|\bICC ?\(?B\)", "ICC B"),
    (r"INSTITUTE CARGO CLAUSES? ?\(?C\)?|\bICC ?\(?C\)", "ICC C"),
    (r"\bWAR\b", "WAR"),
    (r"\bSTRIKES?\b|\bS\.?R\.?C\.?C\b", "STRIKES"),
    (r"\bTHEFT\b|\bT\.?P\.?N\.?D\b", "THEFT"),
)


def risks_in(text: str) -> tuple[str, ...]:
    """The risks that words name, in one spelling each."""
    flat = plain(text)
    return tuple(name for pattern, name in RISKS if re.search(pattern, flat))


def _n(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _counts(flat: str) -> tuple[int, int, bool]:
    """(originals, sheets in all, a full set): articles 17d and 17e for copies."""
    full = bool(re.search(r"\bFULL SET\b|\b(?:2/2|3/3)\b", flat))
    originals = re.search(rf"(?<![/\d]){_N} (?:SIGNED )?ORIGINALS?\b", flat)
    copies = re.search(rf"{_N} (?:NON[- ]NEGOTIABLE )?(?:COPIES|COPY|FOLDS?)\b", flat)
    if originals:
        first = _n(originals[1])
        return first, first + (_n(copies[1]) if copies else 0), full
    word = re.search(rf"\b({'|'.join(_COUNTS)})\b", flat)
    total = _COUNTS[word[1]] if word else (_n(copies[1]) if copies else 1)
    if re.match(r"(?:PHOTO)?COP(?:Y|IES) OF\b|NON[- ]NEGOTIABLE COP", flat) or re.match(
        rf"{_N} COP(?:Y|IES) OF\b", flat
    ):
        return 0, total, full
    # "In 2 copies", "in duplicate": at least one original, the rest may be copies (17e).
    return 1, total, full


def requirement_of(line: str) -> Requirement:
    """A line of 46A. A line whose kind is not known keeps its text and `kind` None."""
    flat = plain(line)
    kind = kind_of(flat)
    originals, total, full = _counts(flat)
    is_transport = kind in TRANSPORT
    part = re.search(r"\b(1/2|1/3|2/3)\b", flat)
    issued = re.search(
        r"\bISSUED (?:AND SIGNED )?BY ([A-Z0-9&' .-]+?)(?=$|,| STATING| CERTIFYING| SHOWING| IN \d| AND )",
        flat,
    )
    return Requirement(
        text=" ".join(line.split()),
        kind=kind,
        others=_alternatives(flat, kind),
        originals=originals,
        total=total,
        part_set=int(part[1][0]) if part and is_transport and not full else 0,
        signed=bool(re.search(r"\b(?:MANUALLY |HAND )?SIGNED\b", flat)),
        consignee=_consignee(flat) if is_transport else None,
        blank_endorsed=bool(re.search(r"\b(?:BLANK ENDORSED|ENDORSED IN BLANK)\b", flat)),
        notify=_notify(flat) if is_transport else "",
        freight=_freight(flat) if is_transport else "",
        percent=_percent(flat) if kind is Kind.INSURANCE else 0,
        risks=risks_in(flat) if kind is Kind.INSURANCE else (),
        policy=kind is Kind.INSURANCE and "POLICY" in flat and "CERTIFICATE" not in flat,
        issued_by=issued[1].strip() if issued else "",
    )


def _alternatives(flat: str, kind: Kind | None) -> tuple[Kind, ...]:
    """Kinds behind an OR, before the line goes on to say what the document must show."""
    if kind is None or kind in BY_TITLE:
        return ()
    head = re.split(
        r"\b(?:STATING|CERTIFYING|SHOWING|EVIDENCING|THAT|COVERING|CONSIGNED|MADE OUT|TO ORDER)\b", flat
    )[0]
    found = [kind_of(part) for part in re.split(r"\bOR\b| / ", head)[1:]]
    return tuple(dict.fromkeys(one for one in found if one and one is not kind and one not in BY_TITLE))


def _percent(flat: str) -> int:
    """110 PERCENT, or PLUS 10 PERCENT."""
    if match := re.search(r"\b(1\d\d) ?(?:%|PERCENT|PER CENT|PCT)", flat):
        return int(match[1])
    if match := re.search(r"\bPLUS (?:AT LEAST )?(\d{1,2}) ?(?:%|PERCENT|PER CENT|PCT)", flat):
        return 100 + int(match[1])
    return 0


def _consignee(flat: str) -> str | None:
    if match := re.search(
        r"\bTO (?:THE )?ORDER\b(?: OF ([A-Z0-9&' .-]+?))?(?=$|,|;| AND | NOTIFY| MARKED| BLANK| ENDORSED)",
        flat,
    ):
        return (match[1] or "").strip()
    if match := re.search(r"\bCONSIGNED TO ([A-Z0-9&' .-]+?)(?=$|,|;| AND | NOTIFY| MARKED)", flat):
        return "=" + match[1].strip()
    return None


def _notify(flat: str) -> str:
    match = re.search(
        r"\bNOTIFY(?:ING)?(?: PARTY)?:? (?:THE )?([A-Z0-9&' .-]+?)(?=$|,|;| AND | MARKED)", flat
    )
    return match[1].strip() if match else ""


def _freight(flat: str) -> str:
    match = re.search(r"\bFREIGHT (PREPAID|COLLECT|PAID|TO BE PAID|PAYABLE AT DESTINATION)\b", flat)
    if match is None:
        return ""
    return "PREPAID" if match[1] in {"PREPAID", "PAID"} else "COLLECT"


# --- 47A ---

SHOW_NUMBER = re.compile(
    r"\bALL DOCUMENTS (?:MUST|TO|SHOULD|SHALL) (?:SHOW|BEAR|INDICATE|QUOTE|MENTION|STATE)\b.*"
    r"\b(?:CREDIT|L/?C|LC) (?:NUMBER|NO\.?)|\b(?:CREDIT|L/?C) (?:NUMBER|NO\.?)\b.*\bON ALL DOCUMENTS\b"
)
NOT_BEFORE_ISSUE = re.compile(
    r"DOCUMENTS? (?:DATED |ISSUED )(?:BEFORE|PRIOR TO)\b.*(?:ISSU|DATE OF (?:THIS |THE )?CREDIT).*\bNOT\b"
)
NO_TRANSHIPMENT = re.compile(
    r"(?:ARTICLE|ART\.?) ?20 ?\(?C\)?.*(?:EXCLUDED|NOT APPL)|(?:NOT|PROHIBITED|FORBIDDEN)\b.*\bEVEN IF\b"
)
CHARTER_OK = re.compile(r"^(?!.*\bNOT\b).*CHARTER[ -]?PARTY.*\b(?:ACCEPTABLE|ALLOWED|PERMITTED|ACCEPTED)\b")
STALE_OK = re.compile(r"^(?!.*\bNOT\b).*(?:\bSTALE\b|LATE PRESENTATION).*\bACCEPTABLE\b")
TOLERANCE = re.compile(r"\b(?:TOLERANCE|MORE OR LESS|PLUS|\+ ?/ ?-)")
KNOWN = (SHOW_NUMBER, NOT_BEFORE_ISSUE, NO_TRANSHIPMENT, CHARTER_OK, STALE_OK)
_PAPER = re.compile(
    r"\b(?:DOCUMENTS?|INVOICES?|B/?LS?|LADING|WAYBILLS?|AWB|CERTIFICATES?|LISTS?|POLIC(?:Y|IES)|DRAFTS?|STATEMENTS?"
    r"|RECEIPTS?|DECLARATIONS?|PRESENTATIONS?|PRESENTED|ORIGINALS?|COPIES|COPY)\b"
)  # fmt: skip
_BANKS = re.compile(
    r"\b(?:DISCREPANC\w+|CHARGES?|FEES?|COMMISSIONS?|REIMBURS\w+|BANKS?|NEGOTIAT\w+|UCP\w*|ISBP|T/T|ISP98)\b"
)


def condition_of(line: str) -> Condition:
    """A line of 47A: does it name a document, and does a check here hold it?"""
    flat = plain(line)
    known = any(pattern.search(flat) for pattern in KNOWN) or more_or_less_of(line) is not None
    return Condition(" ".join(line.split()), bool(_PAPER.search(flat) or _BANKS.search(flat)) or known, known)


def more_or_less_of(line: str) -> tuple[Decimal, bool, bool] | None:
    """(percent, on the amount, on the quantity) of a tolerance in 47A."""
    flat = plain(line)
    match = MORE_OR_LESS.search(flat)
    if match is None or not re.search(r"\b(?:AMOUNT|QUANTITY|QUANTITIES|VALUE)\b", flat):
        return None
    percent = Decimal(match["a"] or match["b"])
    return percent, bool(re.search(r"\b(?:AMOUNT|VALUE)\b", flat)), "QUANTIT" in flat
