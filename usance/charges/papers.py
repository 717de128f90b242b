"""An invoice file beside the registry: whose it is, what makes its fingerprint, what stands in the way.

The fingerprint is made anew from the file each time; whatever value somebody states is only compared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from usance.charges.errors import ChargeError
from usance.fingerprints import (
    Epoch,
    Fingerprint,
    FingerprintError,
    InvoiceFacts,
    KeyRing,
    Kind,
    identity_hash,
    lei_form,
    register_form,
    under,
    vat_form,
)
from usance.invoices import INVOICE, Invoice, InvoiceError, Standing, read_invoice, standing
from usance.invoices import Kind as InvoiceKind
from usance.invoices import Party as Named

View = Callable[[str, Sequence[Any]], Any]
# ISO 6523: the scheme of LEIs.
LEI_SCHEME = "0199"


@dataclass(frozen=True)
class Seller:
    """The seller as PartyRegistry knows it. `named`: the form under which the invoice names it, or ""."""

    address: str
    identity: bytes
    named: str


@dataclass(frozen=True)
class Paper:
    """An invoice read from its file, its seller, and the facts of its fingerprint."""

    path: Path
    invoice: Invoice
    seller: Seller
    facts: InvoiceFacts

    @property
    def object_amount(self) -> int:
        """[minor] of the whole object: what is due on the invoice."""
        return self.invoice.due


def forms_of(seller: Named) -> tuple[str, ...]:
    """Every form under which the registry may know the seller of an invoice, the surest first."""
    return tuple(dict.fromkeys(_forms(seller)))


def _forms(seller: Named) -> Iterator[str]:
    numbers = (seller.legal_id, *seller.ids, seller.endpoint)
    for number in numbers:
        if number.scheme == LEI_SCHEME:
            with suppress(FingerprintError):
                yield lei_form(number.value)
    if seller.vat_id:
        with suppress(FingerprintError):
            yield vat_form(seller.vat_id, seller.country)
    for number in numbers:
        if number.scheme and number.scheme != LEI_SCHEME:
            with suppress(FingerprintError):
                yield register_form(number.scheme, number.value)


def seller_of(registry: View, invoice: Invoice, address: str | None) -> Seller:
    """The seller named on the command line, held against the invoice; or the one the invoice names."""
    forms = {identity_hash(form): form for form in forms_of(invoice.seller)}
    source = invoice.source
    if address is None:
        known = [identity for identity in forms if registry("address_count", [identity])]
        if len(known) != 1:
            found = "nobody the registry knows" if not known else "several whom the registry knows"
            raise ChargeError(f"{source}: the invoice names {found} as its seller; name --seller ADDRESS")
        address = str(registry("address_at", [known[0], 0]))
    identity = bytes(registry("party_of", [address])["identity"])
    if not any(identity):
        raise ChargeError(
            f"--seller {address}: not admitted; admit it with `party admit`, or name another (NOT_ADMITTED)"
        )
    leis = [form for form in forms.values() if form.startswith("LEI:")]
    if leis and identity not in forms:
        raise ChargeError(
            f"{source}: the invoice names {leis[0]}, and {address} is another legal person; "
            "name the seller of this invoice (NOT_PARTY)"
        )
    return Seller(address, identity, forms.get(identity, ""))


def paper_of(registry: View, path: Path | str, seller: str | None) -> Paper:
    """The invoice in a file, read and rule-checked, with its seller."""
    invoice = read_invoice(path)
    if invoice.lowers:
        raise InvoiceError(
            "BT-3",
            "a credit note is not financed",
            "name the invoice it is of",
            source=invoice.source,
        )
    found = seller_of(registry, invoice, seller)
    return Paper(Path(path), invoice, found, facts_of(invoice, found.identity))


def facts_of(invoice: Invoice, identity: bytes) -> InvoiceFacts:
    """What goes into the fingerprints of an invoice."""
    buyer = forms_of(invoice.buyer)
    return InvoiceFacts.dated(
        Kind.INVOICE,
        identity,
        invoice.number,
        invoice.issue_day,
        buyer=buyer[0] if buyer else invoice.buyer.name,
        buyer_country=invoice.buyer.country,
        amount=invoice.due,
        currency=invoice.currency,
        due=invoice.due_day,
    )


def epochs_until(ring: KeyRing, day: date) -> tuple[Epoch, ...]:
    """Every epoch that has begun, ended ones too: a charge that nobody re-keyed still lies under its own.

    Refuses a day that the ring does not cover.
    """
    ring.live(day)
    return tuple(epoch for epoch in ring.epochs if epoch.start <= day)


def fingerprints_under(facts: InvoiceFacts, ring: KeyRing, day: date) -> tuple[Fingerprint, ...]:
    """One fingerprint for each epoch that has begun, oldest first."""
    return tuple(under(facts, epoch) for epoch in epochs_until(ring, day))


class Replaced:
    """Answers `standing` which other invoices are taken: those that a corrected invoice replaces.

    The invoice's own key is left to the look at the register, which also knows how much of it is free.
    """

    def __init__(self, paper: Paper, taken: Callable[[InvoiceFacts], bool]) -> None:
        self._paper = paper
        self._taken = taken

    def key_of(self, kind: str, seller: Named, number: str, year: int) -> Hashable:
        return kind, number, year

    def get(self, key: Hashable, /) -> str | None:
        assert isinstance(key, tuple)
        kind, number, year = key
        invoice = self._paper.invoice
        own = (INVOICE, invoice.number, invoice.issue_day.year)
        if kind != INVOICE or key == own:
            return None
        try:
            facts = InvoiceFacts(Kind.INVOICE, self._paper.seller.identity, number, year)
        except FingerprintError as error:
            raise ChargeError(f"{invoice.source}: BT-25: {error}") from None
        return f"{number} of {year}" if self._taken(facts) else None


def standing_of(paper: Paper, today: date, taken: Callable[[InvoiceFacts], bool]) -> Standing:
    """What the invoice is good for today, beside the invoices it replaces."""
    replaced = Replaced(paper, taken)
    return standing(paper.invoice, today, replaced, replaced.key_of)


def require_claim(found: Standing) -> None:
    """InvoiceError unless the invoice can be financed: nothing due, overdue, payee a factor ..."""
    found.require(InvoiceKind.CLAIM)
