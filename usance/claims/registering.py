"""From invoices to claims that may be registered: one, or a folder of them in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak

from usance.calendars import date_of
from usance.claim_terms import Claim, Row
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.claims.paper import (
    Register,
    Taken,
    check_seller,
    debtor_of,
    key_of,
    read_paper,
    seller_identity,
)
from usance.credits.desk import CreditError
from usance.credits.inputs import minor_of
from usance.credits.issuing import scale_in
from usance.fingerprints import (
    FingerprintError,
    InvoiceFacts,
    KeyRing,
    Marks,
    fingerprints_of_many,
    marks_of,
    warnings,
)
from usance.fingerprints import Kind as PaperKind
from usance.invoices import Invoice, InvoiceError, claim_facts, standing
from usance.messages.bank_places import place_of_currency
from usance.money import money_text
from usance.terms import ZERO_ADDRESS, ZERO_HASH, place_key

A_TRANSACTION = 50
SUFFIXES = (".xml", ".pdf")


@dataclass(frozen=True)
class Wish:
    """The options of `claim register`; `common` holds the terms that no invoice tells."""

    common: Claim
    place: str
    currency_place: str | None
    asset: str
    off_chain: bool
    debtor: str | None = None
    face: str | None = None
    min_split: str | None = None
    of: str = ""
    salt: bytes | None = None


@dataclass(frozen=True)
class Ready:
    """An invoice whose claim every check before the model has let pass."""

    terms: Claim
    invoice: Invoice
    epoch: str
    marks: Marks
    notes: tuple[str, ...] = ()

    def note(self) -> dict[str, Any]:
        """What the desk keeps for itself."""
        return {
            "invoice": self.invoice.number,
            "source": self.invoice.source,
            "file_hash": "0x" + self.invoice.file_hash.hex(),
            "epoch": self.epoch,
        }


class Clerk:
    """Turns the invoices of one seller into claims, on the day that the act will carry."""

    def __init__(self, desk: ClaimDesk, seller: str, ring: KeyRing, wish: Wish, now: int) -> None:
        self.desk, self.seller, self.ring, self.wish = desk, seller, ring, wish
        self.identity = seller_identity(desk, seller)
        self.today = today_at(desk, wish.place, now)
        self.register = Register(desk, self.identity, ring, self.today)
        self._scales: dict[str, int] = {}

    def facts_of(self, invoice: Invoice) -> InvoiceFacts:
        """All that the fingerprints of an invoice see of it."""
        return InvoiceFacts.dated(
            PaperKind.INVOICE,
            self.identity,
            invoice.number,
            invoice.issue_day,
            buyer=invoice.buyer.vat_id or invoice.buyer.legal_id.value or invoice.buyer.name,
            buyer_country=invoice.buyer.country,
            amount=invoice.due,
            currency=invoice.currency,
            due=invoice.due_day,
        )

    def ready(self, invoice: Invoice, known: Sequence[Marks]) -> Ready:
        """The claim of an invoice; one line where it cannot be one."""
        wish = self.wish
        wanted = invoice.due
        if wish.face is not None:
            wanted = minor_of(wish.face, invoice.currency, "--face")
        notes = check_seller(self.desk, invoice, self.seller, self.identity)
        taken = Taken(self.register, invoice, wanted)
        facts = claim_facts(standing(invoice, self.today, taken, key_of, wish.of))
        if not 0 < wanted <= facts.face:
            raise ClaimError(
                f"--face {wish.face}: the invoice is over {money_text(facts.currency, facts.face)}; "
                "a part is at most that (TERMS)"
            )
        debtor, said = debtor_of(self.desk, invoice, wish.debtor)
        if debtor == self.seller:
            raise ClaimError(f"--debtor {debtor}: is the seller itself; nobody owes itself (TERMS)")
        hit = self.register.find(facts.number, facts.year)
        mark = self.register.fingerprints(facts.number, facts.year)[-1] if hit is None else hit.fingerprint
        terms = wish.common.but(
            creditor=self.seller,
            debtor=debtor,
            currency=place_key(facts.currency),
            asset=wish.asset or ZERO_ADDRESS,
            asset_scale=self._scale(facts.currency),
            face=wanted,
            issue_day=facts.issue_day,
            due_day=facts.due_day,
            pay_place=place_key(wish.place),
            currency_place=centre_of(self.desk, facts.currency, wish.place, wish.currency_place),
            object_amount=facts.object_amount,
            min_split=minor_of(wish.min_split, facts.currency, "--min-split") if wish.min_split else 0,
            fingerprint=mark.value,
            content=facts.content,
            salt=self._salt(mark.value) if wish.salt is None else wish.salt,
        )
        marks = marks_of(self.facts_of(invoice), self.ring.named(mark.epoch), invoice.number)
        notes += [*said, *warnings(marks, known), *(finding.text for finding in invoice.warnings)]
        return Ready(terms, invoice, mark.epoch, marks, tuple(notes))

    def _scale(self, currency: str) -> int:
        if currency not in self._scales:
            self._scales[currency] = scale_of_choice(
                self.desk, self.wish.asset, self.wish.off_chain, currency
            )
        return self._scales[currency]

    def _salt(self, fingerprint: bytes) -> bytes:
        """Another one each time the same invoice is registered again after it was given back."""
        before = sum(record.terms.fingerprint == fingerprint for record in self.desk.claims.values())
        return keccak(b"usance claim salt" + fingerprint + before.to_bytes(32, "big"))

    # --- many ---

    def ready_all(
        self, papers: Sequence[tuple[Path, Invoice]], known: Sequence[Marks]
    ) -> tuple[list[Ready], list[str]]:
        """(claims, a line for each invoice that cannot be one). Two files of one invoice are one too many."""
        made = fingerprints_of_many([self.facts_of(one) for _, one in papers], self.ring, self.today)
        for (_, invoice), found in zip(papers, made, strict=True):
            self.register.known(invoice.number, invoice.issue_day.year, found)
        claims: list[Ready] = []
        refused: list[str] = []
        seen: dict[bytes, str] = {}
        for path, invoice in papers:
            try:
                one = self.ready(invoice, [*known, *(other.marks for other in claims)])
            except (ClaimError, CreditError, InvoiceError, FingerprintError) as error:
                refused.append(str(error))
                continue
            other = seen.setdefault(one.terms.fingerprint, path.name)
            if other != path.name:
                refused.append(
                    f"{path.name}: BT-1: duplicate of {other}; one invoice is financed once (INV1)"
                )
                continue
            claims.append(one)
        return claims, refused


def scale_of_choice(desk: ClaimDesk, asset: str, off_chain: bool, currency: str) -> int:
    """Token units of one minor unit; 1 for a claim that is paid off chain."""
    if off_chain:
        return 1
    if not asset:
        raise ClaimError("--asset: missing; name the token that discharges the claim, or --off-chain (TERMS)")
    return scale_in(desk.driver, asset, currency)


def centre_of(desk: ClaimDesk, currency: str, place: str, named: str | None) -> bytes:
    """The centre of the currency as named, `none`, or the known one, whose calendar must be loaded."""
    if named is not None:
        return place_key(named.upper()) if named.lower() != "none" else ZERO_HASH
    code = place_of_currency(currency) or ""
    if not code or code == place:
        return ZERO_HASH
    if not int(desk.driver.view(desk.suite.calendar, "loaded_until", [place_key(code)])):
        raise ClaimError(
            f"--currency-place: the centre of {currency} is {code} and its calendar is not loaded; run "
            f"`calendar load {code} --years ...`, or say --currency-place none (CALENDAR_NOT_LOADED)"
        )
    return place_key(code)


def today_at(desk: ClaimDesk, place: str, now: int) -> date:
    """The date there when the act will happen; one line when the place is unknown."""
    key = place_key(place)
    if not int(desk.driver.view(desk.suite.calendar, "loaded_until", [key])):
        raise ClaimError(
            f"--place {place}: its calendar is not loaded; run `calendar load {place} --years ...` "
            "(CALENDAR_NOT_LOADED)"
        )
    return date_of(int(desk.driver.view(desk.suite.calendar, "local_day", [key, now])))


def papers_in(folder: Path) -> tuple[list[tuple[Path, Invoice]], list[str]]:
    """Every invoice of a folder by name, and one line for each file that is none."""
    if not folder.is_dir():
        raise ClaimError(f"--batch {folder}: is no folder; name the folder of the invoices")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        raise ClaimError(f"--batch {folder}: holds no .xml or .pdf")
    found: list[tuple[Path, Invoice]] = []
    refused: list[str] = []
    for path in files:
        try:
            found.append((path, read_paper(path)))
        except InvoiceError as error:
            refused.append(str(error))
    return found, refused


def act_of(ready: Ready) -> Act:
    """Register one."""
    return Act("register", (ready.terms,), ready.terms.creditor, births=(ready.terms,))


def batches_of(claims: Iterable[Ready]) -> list[list[Ready]]:
    """At most 50 a transaction, claims of common terms together."""
    groups: dict[Claim, list[Ready]] = {}
    nothing = Row()
    for one in claims:
        groups.setdefault(one.terms.with_row(nothing), []).append(one)
    return [
        group[at : at + A_TRANSACTION]
        for group in groups.values()
        for at in range(0, len(group), A_TRANSACTION)
    ]


def act_of_batch(batch: Sequence[Ready]) -> Act:
    """Register up to 50."""
    claims = tuple(one.terms for one in batch)
    rows = [terms.row() for terms in claims]
    return Act("register_batch", (claims[0], rows), claims[0].creditor, births=claims)


def add_marks(known: Sequence[Marks], claims: Iterable[Ready]) -> list[Marks]:
    """The desk's list with the new ones; an invoice that is there already is not written twice."""
    new = [one.marks for one in claims]
    fresh = [
        one for one in new if not any(old.epoch == one.epoch and old.shares(one, "invoice") for old in known)
    ]
    return [*known, *(replace(one) for one in fresh)]
