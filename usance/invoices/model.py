"""One invoice, whatever it was written in: trade names, exact minor units, days.

The names in brackets are the business terms of EN 16931-1, under which errors speak of the fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# UNTDID 1001 codes that lower a debt, of those the CEN lists take (381 credit note, 396 factored one).
CREDIT_TYPES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
FACTORED_TYPES = frozenset({"393", "396"})
CORRECTED = "384"
# Pro forma, and information for the buyer's books: nobody owes on them.
INFORMATION_TYPES = frozenset({"325", "751"})


class Syntax(StrEnum):
    """What the document is written in; a hybrid PDF counts as the XML inside it."""

    UBL_INVOICE = "UBL 2.1 Invoice"
    UBL_CREDIT_NOTE = "UBL 2.1 CreditNote"
    CII = "UN/CEFACT CII"


@dataclass(frozen=True)
class Identifier:
    """An id and the scheme it is of (ISO/IEC 6523 code), empty if none is named."""

    value: str
    scheme: str = ""


@dataclass(frozen=True)
class Party:
    """Seller (BG-4), buyer (BG-7) or payee (BG-10); what is not given is empty.

    name: BT-27, 44, 59. trading_name: BT-28, 45. legal_id: BT-30, 47, 61. vat_id: BT-31, 48.
    tax_id: BT-32. endpoint: BT-34, 49. ids: BT-29, 46, 60. country: BT-40, 55.
    """

    name: str
    trading_name: str = ""
    legal_id: Identifier = Identifier("")
    vat_id: str = ""
    tax_id: str = ""
    endpoint: Identifier = Identifier("")
    ids: tuple[Identifier, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class Preceding:
    """An invoice that this one refers to: BT-25, and BT-26 if it is given."""

    number: str
    issue_day: date | None = None


@dataclass(frozen=True)
class Amounts:
    """[minor] of the invoice's currency; None where the invoice leaves an optional amount out."""

    lines: int  # BT-106
    allowances: int | None  # BT-107
    charges: int | None  # BT-108
    net: int  # BT-109
    vat: int | None  # BT-110
    gross: int  # BT-112
    prepaid: int | None  # BT-113
    rounding: int | None  # BT-114
    due: int  # BT-115


@dataclass(frozen=True)
class Finding:
    """A rule of the sheet that the document breaks, in the sheet's words; only warnings are kept."""

    rule: str
    text: str
    location: str = ""
    fatal: bool = True


@dataclass(frozen=True)
class Invoice:
    """What the suite takes from an invoice or credit note that was read and checked.

    `issue_day` and `due_day` are the days as written: the zone of a zoned date is dropped, never applied.
    `due_day` is BT-9 alone; `terms` (BT-20) is prose and is never read for a date.
    `content`: keccak256 of the canonical XML, the same for a PDF and for the XML taken out of it.
    `file_hash`: keccak256 of the file as received.
    """

    syntax: Syntax
    profile: str  # BT-24
    number: str  # BT-1
    issue_day: date  # BT-2
    type: str  # BT-3
    currency: str  # BT-5
    due_day: date | None  # BT-9
    terms: str  # BT-20
    seller: Party
    buyer: Party
    payee: Party | None
    accounts: tuple[str, ...]  # BT-84 without blanks
    payment_reference: str  # BT-83
    notes: tuple[str, ...]  # BT-22
    order: str  # BT-13
    contract: str  # BT-12
    preceding: tuple[Preceding, ...]
    amounts: Amounts
    content: bytes
    file_hash: bytes
    source: str = ""
    warnings: tuple[Finding, ...] = ()

    @property
    def due(self) -> int:
        """BT-115 [minor], below zero in a negative document."""
        return self.amounts.due

    @property
    def lowers(self) -> bool:
        """A credit note by its type, or an invoice whose amount due is below zero.

        A negative invoice says that the seller owes the buyer; in the suite that lowers what the buyer
        owes, exactly as a credit note over the amount without its sign.
        """
        return self.is_credit_note or self.due < 0

    @property
    def is_credit_note(self) -> bool:
        return self.syntax is Syntax.UBL_CREDIT_NOTE or self.type in CREDIT_TYPES

    @property
    def credit(self) -> int:
        """What a document that lowers a debt lowers it by [minor]; not positive: it lowers nothing.

        BT-115 and not the gross amount: what was already paid back (BT-113) no longer lowers the debt.
        """
        if not self.lowers:
            return 0
        return self.due if self.is_credit_note else -self.due

    @property
    def is_corrected(self) -> bool:
        """Type 384: replaces the invoices it names in BT-25."""
        return self.type == CORRECTED and not self.lowers

    @property
    def is_factored(self) -> bool:
        """By its type (393, 396), or because somebody other than the seller is to be paid."""
        return self.type in FACTORED_TYPES or (
            self.payee is not None and not same_party(self.seller, self.payee)
        )


def same_party(seller: Party, payee: Party) -> bool:
    """Is the payee certainly the seller? Anything short of that is another party.

    Legal ids decide where both have one, else any id of the payee; a name decides only without ids.
    """
    legal = (plain(seller.legal_id.value), plain(payee.legal_id.value))
    if all(legal):
        return legal[0] == legal[1]
    named = _id_values(payee)
    if named:
        return bool(named & _id_values(seller))
    return plain(payee.name) in {plain(seller.name), plain(seller.trading_name)} - {""}


def _id_values(party: Party) -> set[str]:
    return {plain(i.value) for i in (party.legal_id, *party.ids)} - {""}


def plain(text: str) -> str:
    """For comparing what people wrote: case and the width of blanks do not count."""
    return " ".join(text.split()).casefold()
