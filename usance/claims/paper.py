"""What an invoice says of a claim: who its parties are in the registry, whether the register knows it.

A seller's own fingerprint proves nothing: it is made anew here from the file, under every key in force.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from usance.claims.book import ClaimRecord
from usance.claims.desk import ClaimDesk
from usance.claims.errors import ClaimError
from usance.codes_claims import ClaimStatus
from usance.fingerprints import (
    Epoch,
    Fingerprint,
    FingerprintError,
    InvoiceFacts,
    KeyRing,
    exposed,
    fingerprints_of,
    identity_hash,
    lei_form,
    read_ring,
    register_form,
    rehearsal_epoch,
    vat_form,
)
from usance.fingerprints import Kind as PaperKind
from usance.invoices import INVOICE, Invoice, InvoiceError, Kind, Party, read_invoice, standing
from usance.money import money_text
from usance.terms import ZERO_HASH, key_text

# ISO 6523: the register of LEIs.
LEI_SCHEME = "0199"
REHEARSAL = "rehearsal"


def read_paper(path: Path, of: str = "", kind: Kind = Kind.CLAIM) -> Invoice:
    """The invoice of a file, refused for all that it alone can be refused for; before any chain is asked."""
    invoice = read_invoice(path)
    found = standing(invoice, date.min, of=of)
    if kind is Kind.CLAIM and found.kind is Kind.CREDIT_NOTE:
        raise InvoiceError(
            "BT-3", "it is a credit note", "lower the invoice with `claim credit-note`", source=invoice.source
        )
    return found.require(kind)


def keys_from(option: str | None, local: bool) -> tuple[KeyRing, list[str]]:
    """The members' keys and what to say of their file. `rehearsal` is public, for local chains alone."""
    if option is None:
        more = "; on a local chain --keys rehearsal will do" if local else ""
        raise ClaimError(f"--keys: missing; name the members' key file (docs/fingerprints.md){more}")
    if option == REHEARSAL:
        if not local:
            raise ClaimError("--keys rehearsal: everybody knows that key; name the members' key file")
        return KeyRing((rehearsal_epoch(),)), []
    path = Path(option)
    ring = read_ring(path)
    warning = exposed(path)
    return ring, [] if warning is None else [warning]


# --- parties ---


def forms_of(party: Party) -> tuple[str, ...]:
    """The identities that an invoice gives of a party, best first: LEI, VAT id, numbers in registers."""
    found: list[str] = []
    numbers = [party.legal_id, *party.ids, party.endpoint]
    with suppress(FingerprintError):
        found += [lei_form(one.value) for one in numbers if one.scheme == LEI_SCHEME]
    if party.vat_id:
        with suppress(FingerprintError):
            found.append(vat_form(party.vat_id, party.country))
    for one in numbers:
        if one.scheme and one.scheme != LEI_SCHEME:
            with suppress(FingerprintError):
                found.append(register_form(one.scheme, one.value))
    return tuple(dict.fromkeys(found))


def addresses_of(desk: ClaimDesk, forms: Sequence[str]) -> dict[str, str]:
    """Address -> form, of every party that the registry knows under one of these identities."""
    found: dict[str, str] = {}
    for form in forms:
        identity = identity_hash(form)
        count = int(desk.driver.view(desk.suite.registry, "address_count", [identity]))
        for index in range(count):
            address = str(desk.driver.view(desk.suite.registry, "address_at", [identity, index]))
            found.setdefault(address, form)
    return found


def seller_identity(desk: ClaimDesk, seller: str, where: str = "--account") -> bytes:
    """The hash by which the registry knows the seller."""
    identity = bytes(desk.driver.view(desk.suite.registry, "party_of", [seller])["identity"])
    if identity == ZERO_HASH:
        raise ClaimError(
            f"{where}: {seller} is no admitted party; admit it with `party admit` (NOT_ADMITTED)"
        )
    return identity


def check_seller(desk: ClaimDesk, invoice: Invoice, seller: str, identity: bytes) -> list[str]:
    """Is the sender the seller of the invoice? A line of warning where the paper cannot tell."""
    forms = forms_of(invoice.seller)
    if any(identity_hash(form) == identity for form in forms):
        return []
    others = addresses_of(desk, forms)
    if others:
        address, form = next(iter(others.items()))
        raise ClaimError(
            f"{invoice.source}: BG-4: the seller {form} is the party {address}, not {seller}; "
            "send from the seller's account (NOT_PARTY)"
        )
    return ["the invoice does not show the identity under which the registry knows the seller"]


def debtor_of(desk: ClaimDesk, invoice: Invoice, given: str | None) -> tuple[str, list[str]]:
    """The debtor as named, or as the registry knows the buyer's identity; and what to say of it."""
    forms = forms_of(invoice.buyer)
    known = addresses_of(desk, forms)
    if given is not None:
        if known and given not in known:
            address, form = next(iter(known.items()))
            return given, [f"the registry knows the buyer {form} as {address}, not as the debtor named"]
        return given, []
    active = [one for one in known if desk.driver.view(desk.suite.registry, "may", [one, 0])]
    if len(active) == 1:
        return active[0], [f"debtor {active[0]} by {known[active[0]]}"]
    named = ", ".join(forms) or "no identity"
    if active:
        raise ClaimError(
            f"{invoice.source}: BG-7: {len(active)} addresses of the buyer ({named}): {', '.join(active)}; "
            "name one with --debtor"
        )
    raise ClaimError(
        f"{invoice.source}: BG-7: the buyer ({named}) is no active party of the registry; name it with "
        "--debtor, or admit it (NOT_ADMITTED)"
    )


# --- what the register knows ---


@dataclass(frozen=True)
class Hit:
    """Where an invoice lives in the register of charges."""

    fingerprint: Fingerprint
    amount: int
    taken: int
    names: str

    @property
    def free(self) -> int:
        return self.amount - self.taken


class Register:
    """What the register of charges knows of one seller's invoices, under every key in force."""

    def __init__(self, desk: ClaimDesk, identity: bytes, ring: KeyRing, day: date) -> None:
        self.desk, self.identity, self.ring, self.day = desk, identity, ring, day
        self._made: dict[tuple[str, int], tuple[Fingerprint, ...]] = {}

    @property
    def epoch(self) -> Epoch:
        """Under which a new claim is written."""
        return self.ring.current(self.day)

    def facts(self, number: str, year: int) -> InvoiceFacts:
        return InvoiceFacts(PaperKind.INVOICE, self.identity, number, year)

    def fingerprints(self, number: str, year: int) -> tuple[Fingerprint, ...]:
        """Oldest key first; made once."""
        key = (number, year)
        if key not in self._made:
            self._made[key] = fingerprints_of(self.facts(number, year), self.ring, self.day)
        return self._made[key]

    def known(self, number: str, year: int, found: tuple[Fingerprint, ...]) -> None:
        """Fingerprints that were made elsewhere, by several hands."""
        self._made[number, year] = found

    def find(self, number: str, year: int) -> Hit | None:
        """The invoice in the register, under the youngest key that it lives under."""
        charge = self.desk.suite.charge
        for one in reversed(self.fingerprints(number, year)):
            seen = self.desk.driver.view(charge, "object_of", [one.charge_key])
            amount = int(seen["amount"])
            if amount:
                taken = int(seen["on_ledger"]) + int(seen["charged"])
                return Hit(one, amount, taken, self._names(one.value))
        return None

    def claims(self, number: str, year: int) -> Iterator[ClaimRecord]:
        """The claims of an invoice of this seller, whatever became of them."""
        values = {one.value for one in self.fingerprints(number, year)}
        for record in self.desk.claims.values():
            if record.terms.fingerprint in values:
                yield record

    def _names(self, value: bytes) -> str:
        gone = (ClaimStatus.RESCINDED, ClaimStatus.CANCELLED)
        found = []
        for record in self.desk.claims.values():
            if record.terms.fingerprint == value:
                status = int(self.desk.view("claim_state", record.id)["status"])
                if status not in gone:
                    found.append(f"claim {record.short}")
        return " and ".join(found) or "a charge outside the ledger"


def key_of(kind: str, seller: Party, number: str, year: int) -> Hashable:
    """For `standing`: numbers of the one seller whose register it is."""
    return (kind, number, year)


class Taken:
    """`standing`'s question to the register: is the invoice taken as far as `wanted` more goes?"""

    def __init__(self, register: Register, invoice: Invoice, wanted: int) -> None:
        self._register, self._invoice, self._wanted = register, invoice, wanted

    def get(self, key: Any) -> str | None:
        kind, number, year = key
        if kind != INVOICE:
            return None
        hit = self._register.find(number, year)
        if hit is None:
            return None
        own = number == self._invoice.number and year == self._invoice.issue_day.year
        if own and hit.free >= self._wanted and hit.amount == self._invoice.due:
            # Another part of it was registered before; there is room for this one.
            return None
        return hit.names


def check_content(record: ClaimRecord, invoice: Invoice) -> None:
    """Is this file the invoice that the claim is of?"""
    if invoice.content != record.terms.content:
        raise ClaimError(
            f"{invoice.source}: is not the document of claim {record.short}: its hash is "
            f"0x{invoice.content.hex()[:12]}, the claim's 0x{record.terms.content.hex()[:12]} (TERMS)"
        )


def check_fingerprint(
    desk: ClaimDesk, record: ClaimRecord, invoice: Invoice, ring: KeyRing, day: date
) -> str:
    """Recompute the fingerprint from the file; the epoch under which it is right, or one line."""
    check_content(record, invoice)
    register = Register(desk, seller_identity(desk, record.terms.creditor, "the seller"), ring, day)
    for one in register.fingerprints(invoice.number, invoice.issue_day.year):
        if one.value == record.terms.fingerprint:
            return one.epoch
    raise ClaimError(
        f"{invoice.source}: its fingerprint under the keys of --keys is not that of claim {record.short}; "
        "the seller's value is wrong, or of another key (INV1)"
    )


def claim_text(record: ClaimRecord) -> str:
    return money_text(key_text(record.terms.currency), record.terms.face)
