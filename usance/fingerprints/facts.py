"""What of an invoice goes into its fingerprints.

Hard facts are what the law makes unique: kind, seller, number, year of issue. Buyer, amount, currency
and days are soft: a wrong one makes no second invoice, so they only warn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import rfc8785

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.number import number_form

YEARS = range(1900, 3000)
_WRITTEN = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
    r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
)
_PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


class Kind(StrEnum):
    """Kinds of paper whose numbers a seller gives in series of their own.

    Coarse on purpose: an invoice that comes as 380 here and as factored invoice 393 there is one.
    A payable that stands for an invoice carries the fingerprint of the invoice.
    """

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"
    PAYABLE = "PAYABLE"


# UNTDID 1001 codes of papers that lower what is owed.
_CREDIT_NOTES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)


def kind_of(text: str) -> Kind:
    """A kind by its name (`INVOICE`, `credit note`) or by its type code (BT-3)."""
    word = re.sub(r"[\s-]+", "_", str(text).strip()).upper()
    if re.fullmatch(r"[0-9]{2,3}", word):
        return Kind.CREDIT_NOTE if word in _CREDIT_NOTES else Kind.INVOICE
    try:
        return Kind(word)
    except ValueError:
        names = ", ".join(kind.value for kind in Kind)
        raise FingerprintError(f"kind {str(text)!a}: unknown; use {names} or a type code of BT-3") from None


def written_date(text: str) -> date:
    """The calendar date as written: a zone or a time beside it moves nothing.

    `2026-01-01+14:00` is of 2026 wherever it is read. Takes ISO 8601 and the packed form of CII (102).
    """
    found = _WRITTEN.fullmatch(text.strip()) or _PACKED.fullmatch(text.strip())
    if found is None:
        raise FingerprintError(f"date {text!a}: not a date; write it as 2026-03-31")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise FingerprintError(f"date {text!a}: no such day in the calendar; check it") from None


def year_of(text: str | int) -> int:
    """A year of four digits, or the year of a date as written."""
    plain = str(text).strip()
    year = int(plain) if re.fullmatch(r"[0-9]{4}", plain) else written_date(plain).year
    if year not in YEARS:
        raise FingerprintError(
            f"year {plain}: not between {YEARS.start} and {YEARS.stop - 1}; give the year of issue"
        )
    return year


@dataclass(frozen=True)
class InvoiceFacts:
    """One invoice as its fingerprints see it.

    seller_identity: the identity hash of the seller in PartyRegistry (32 bytes, never zero).
    number: BT-1 as written. year: of BT-2, the date as written.
    Soft, each may be missing: issue_date (BT-2), buyer (LEI, VAT id or name) with its country,
    amount due [minor] with currency (BT-115, BT-5), due (BT-9).
    """

    kind: Kind
    seller_identity: bytes
    number: str
    year: int
    issue_date: date | None = None
    buyer: str = ""
    buyer_country: str = ""
    amount: int | None = None
    currency: str = ""
    due: date | None = None

    def __post_init__(self) -> None:
        if len(self.seller_identity) != 32 or not any(self.seller_identity):
            raise FingerprintError("seller: no identity hash; admit the seller to PartyRegistry first")
        number_form(self.number)
        year_of(self.year)
        if self.issue_date is not None and self.issue_date.year != self.year:
            raise FingerprintError(
                f"year {self.year}: the invoice is dated {self.issue_date}; give the year of that date"
            )
        if self.amount is not None and not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise FingerprintError(f"currency {self.currency!a}: not three capitals; give the code of BT-5")

    @classmethod
    def dated(
        cls,
        kind: Kind,
        seller_identity: bytes,
        number: str,
        issue_date: date | str,
        *,
        buyer: str = "",
        buyer_country: str = "",
        amount: int | None = None,
        currency: str = "",
        due: date | None = None,
    ) -> InvoiceFacts:
        """Facts whose year is that of the date of issue, given as a date or as the file writes it."""
        day = written_date(issue_date) if isinstance(issue_date, str) else issue_date
        return cls(kind, seller_identity, number, day.year, day, buyer, buyer_country, amount, currency, due)

    @property
    def form(self) -> str:
        """The number in its one form."""
        return number_form(self.number)


def canonical(facts: InvoiceFacts) -> bytes:
    """The hard facts as canonical JSON (RFC 8785): equal bytes if and only if it is one invoice."""
    return rfc8785.dumps(
        {
            "kind": facts.kind.value,
            "number": facts.form,
            "seller": "0x" + facts.seller_identity.hex(),
            "year": facts.year,
        }
    )
