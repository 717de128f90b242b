"""What an invoice is to the suite: the first of these that holds, in this order.

1. It lowers a debt: credit note (381, 396 and the others of the list, UBL CreditNote) or an amount due
   below zero. It is of the invoice named in BT-25; where several are named or none, it must be said which.
2. Nothing is due: amount zero, or a type that asks for no payment (pro forma).
3. No due date: BT-9 is missing; payment terms in prose are not read for one.
4. Overdue: the due day is past. Due today is good.
5. Duplicate: its key is taken, by this or any other file that says the same.
6. Corrected (384): an invoice that it replaces is taken, or it does not say which it replaces.
7. The payee is a factor: type 393, or anybody but the seller is to be paid.
8. A claim with a face: the amount due.

`known` is whatever answers which keys are taken: a dict, or a view of the register of charges.
`key_of` makes the key; `usance.fingerprints` has the one that goes on chain, `plain_key` is enough to
compare files on one desk.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias

from usance.invoices.errors import InvoiceError, one_line, quoted
from usance.invoices.model import INFORMATION_TYPES, Invoice, Party, Preceding, plain
from usance.money import money_text

# Documents that can be financed share one kind, so that a corrected or factored copy meets the original.
INVOICE = "invoice"
# (kind, seller, number as written, year of issue) -> what is compared.
KeyOf: TypeAlias = Callable[[str, Party, str, int], Hashable]
# An invoice named without its date (BT-26 is optional) is looked for in the year of the document that
# names it and in so many before.
YEARS_BACK = 4


class Known(Protocol):
    """Says under which name a key is taken, or None."""

    def get(self, key: Hashable, /) -> str | None: ...


class Kind(StrEnum):
    CREDIT_NOTE = "credit note of"
    NOTHING_DUE = "nothing due"
    NO_DUE_DATE = "no due date"
    OVERDUE = "overdue at registration"
    DUPLICATE = "duplicate of"
    CORRECTED = "corrected invoice of"
    FACTOR = "payee is a factor"
    CLAIM = "claim"


@dataclass(frozen=True)
class Standing:
    """The answer, and a line that says it.

    of: the invoice that a credit note lowers or a corrected invoice replaces; None if it must be named.
    choices: the invoices a user has to choose from. other: the name under which `known` has it.
    refusal: why it cannot be registered or credited as it is; None for a claim and a settled credit note.
    """

    kind: Kind
    invoice: Invoice
    text: str
    of: Preceding | None = None
    choices: tuple[Preceding, ...] = ()
    other: str | None = None
    refusal: InvoiceError | None = field(default=None, compare=False)

    def require(self, kind: Kind) -> Invoice:
        """The invoice, if it stands as `kind` and nothing is in the way; else the refusal."""
        if self.refusal is not None:
            raise self.refusal
        if self.kind is not kind:
            mend = "use `claim credit-note`" if self.kind is Kind.CREDIT_NOTE else "use `claim register`"
            raise InvoiceError(
                "BT-3",
                f"it is not a {kind.value.removesuffix(' of')} but: {self.text}",
                mend,
                source=self.invoice.source,
            )
        return self.invoice


def plain_key(kind: str, seller: Party, number: str, year: int) -> Hashable:
    """For files on one desk: the seller by its VAT id, else legal id, else name; all without blanks."""
    identity = seller.vat_id or seller.legal_id.value or seller.name
    return (kind, "".join(plain(identity).split()), "".join(plain(number).split()), year)


def keys_of(invoice: Invoice, key_of: KeyOf = plain_key, of: str = "") -> tuple[Hashable, ...]:
    """Every key that a financing of this invoice takes: its own first, then those it replaces (384)."""
    own = key_of(INVOICE, invoice.seller, invoice.number, invoice.issue_day.year)
    replaced = _named(invoice, of) if invoice.is_corrected else ()
    return (own, *(key for item in replaced for key in _keys_of_preceding(invoice, item, key_of)))


def remember(known: MutableMapping[Hashable, str], standing: Standing, key_of: KeyOf = plain_key) -> None:
    """Take the keys of an invoice that somebody finances or has financed; others leave no trace."""
    if standing.kind in (Kind.CLAIM, Kind.FACTOR):
        for key in keys_of(standing.invoice, key_of, standing.of.number if standing.of else ""):
            known.setdefault(key, standing.invoice.source or standing.invoice.number)


def standing(
    invoice: Invoice, today: date, known: Known | None = None, key_of: KeyOf = plain_key, of: str = ""
) -> Standing:
    """What the invoice is on `today` (local day of the chain's time), beside what is `known`.

    `of` names the invoice that a credit note or corrected invoice is about, where the document leaves it
    open; naming another than the document does is an InvoiceError.
    """
    taken: Known = {} if known is None else known
    if invoice.lowers:
        return _credit_note(invoice, taken, key_of, of)
    if invoice.due == 0:
        return _refused(Kind.NOTHING_DUE, invoice, "BT-115", "nothing is due", "there is nothing to register")
    if invoice.type in INFORMATION_TYPES:
        return _refused(
            Kind.NOTHING_DUE,
            invoice,
            "BT-3",
            f"type {invoice.type} asks for no payment",
            "ask for the invoice itself",
        )
    if invoice.due_day is None:
        return _refused(
            Kind.NO_DUE_DATE,
            invoice,
            "BT-9",
            "no due date",
            "ask for one with a due date: terms in words are not read",
        )
    if invoice.due_day < today:
        return _refused(
            Kind.OVERDUE,
            invoice,
            "BT-9",
            f"overdue at registration: it was due on {invoice.due_day}, today is {today}",
            "register an invoice before its due day has passed",
        )
    own = key_of(INVOICE, invoice.seller, invoice.number, invoice.issue_day.year)
    other = taken.get(own)
    if other is not None and not invoice.is_corrected:
        return _refused(
            Kind.DUPLICATE,
            invoice,
            "BT-1",
            f"duplicate of {other}",
            "one invoice is financed once: take the claim that exists",
            other=other,
        )
    replaced = _named(invoice, of) if invoice.is_corrected else ()
    if invoice.is_corrected:
        hit = other or _find(invoice, replaced, taken, key_of)
        if hit is not None or not replaced:
            return _corrected(invoice, replaced, hit)
    if invoice.is_factored:
        return _factor(invoice)
    amount = money_text(invoice.currency, invoice.due)
    line = f"claim of {amount}, due {invoice.due_day}"
    return Standing(Kind.CLAIM, invoice, line, of=replaced[0] if len(replaced) == 1 else None)


def _credit_note(invoice: Invoice, known: Known, key_of: KeyOf, of: str) -> Standing:
    named = _named(invoice, of)
    if invoice.credit <= 0:
        return _refused(
            Kind.CREDIT_NOTE,
            invoice,
            "BT-115",
            "the credit note gives nothing back",
            "ask for an invoice if the buyer owes more",
            choices=named,
        )
    if not named:
        return _refused(
            Kind.CREDIT_NOTE,
            invoice,
            "BT-25",
            "a credit note that names no invoice",
            "say which invoice it is of",
        )
    if len(named) > 1:
        numbers = ", ".join(quoted(item.number) for item in named)
        return _refused(
            Kind.CREDIT_NOTE,
            invoice,
            "BT-25",
            f"a credit note of several invoices: {numbers}",
            "say which one it lowers",
            choices=named,
        )
    amount = money_text(invoice.currency, invoice.credit)
    other = _find(invoice, named, known, key_of)
    line = one_line(f"credit note of {quoted(named[0].number)}: lowers it by {amount}")
    return Standing(Kind.CREDIT_NOTE, invoice, line, of=named[0], other=other)


def _corrected(invoice: Invoice, replaced: tuple[Preceding, ...], hit: str | None) -> Standing:
    if hit is None:
        return _refused(
            Kind.CORRECTED,
            invoice,
            "BT-25",
            "a corrected invoice that names none",
            "say which invoice it replaces",
        )
    return _refused(
        Kind.CORRECTED,
        invoice,
        "BT-25",
        f"a corrected invoice of {hit}, which is taken",
        "rescind that claim or lower it by a credit note first",
        of=replaced[0] if replaced else None,
        other=hit,
    )


def _factor(invoice: Invoice) -> Standing:
    payee = quoted(invoice.payee.name) if invoice.payee else f"type {invoice.type}"
    return _refused(
        Kind.FACTOR,
        invoice,
        "BG-10",
        f"the payee is a factor: {payee}, not the seller {quoted(invoice.seller.name)}",
        "it is financed already: ask the payee for a release and the seller for an invoice payable to itself",
    )


def _named(invoice: Invoice, of: str) -> tuple[Preceding, ...]:
    """The invoices that a document is of: those in BT-25, or the one a user names among them."""
    named = tuple(dict.fromkeys(item for item in invoice.preceding if item.number))
    if not of:
        return named
    chosen = tuple(item for item in named if plain(item.number) == plain(of))
    if named and not chosen:
        raise InvoiceError(
            "BT-25",
            f"it is of {', '.join(quoted(i.number) for i in named)}, not of {quoted(of)}",
            "name one of these",
            source=invoice.source,
        )
    return chosen[:1] or (Preceding(of),)


def _keys_of_preceding(invoice: Invoice, item: Preceding, key_of: KeyOf) -> tuple[Hashable, ...]:
    latest = invoice.issue_day.year
    years = (item.issue_day.year,) if item.issue_day else tuple(range(latest, latest - YEARS_BACK, -1))
    return tuple(key_of(INVOICE, invoice.seller, item.number, year) for year in years)


def _find(invoice: Invoice, named: Iterable[Preceding], known: Known, key_of: KeyOf) -> str | None:
    keys = (key for item in named for key in _keys_of_preceding(invoice, item, key_of))
    return next((name for key in keys if (name := known.get(key)) is not None), None)


def _refused(
    kind: Kind,
    invoice: Invoice,
    where: str,
    why: str,
    mend: str,
    *,
    of: Preceding | None = None,
    choices: tuple[Preceding, ...] = (),
    other: str | None = None,
) -> Standing:
    error = InvoiceError(where, why, mend, source=invoice.source)
    return Standing(kind, invoice, one_line(why), of, choices, other, error)
