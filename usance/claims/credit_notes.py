"""A credit note as a file: which claim it lowers, by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from usance.claims.book import ClaimRecord
from usance.claims.desk import ClaimDesk
from usance.claims.errors import ClaimError
from usance.claims.paper import Register, read_paper, seller_identity
from usance.fingerprints import KeyRing
from usance.invoices import CreditFacts, Invoice, Kind, credit_facts, standing
from usance.invoices.standings import YEARS_BACK
from usance.money import money_text
from usance.terms import key_text


@dataclass(frozen=True)
class Note:
    """What is taken off which claim. `reference` is the hash of the document."""

    record: ClaimRecord
    amount: int
    reference: bytes
    of: str


def read_note(path: Path, of: str) -> Invoice:
    """The credit note of a file; one line if it is none, names no invoice, or several."""
    return read_paper(path, of, Kind.CREDIT_NOTE)


def note_on(
    desk: ClaimDesk,
    invoice: Invoice,
    seller: str,
    ring: KeyRing,
    day: date,
    of: str = "",
    claim: str | None = None,
) -> Note:
    """The claim of the invoice that the credit note names, found by its fingerprint."""
    facts = credit_facts(standing(invoice, day, of=of))
    record = _named(desk, claim) if claim else _found(desk, invoice, facts, seller, ring, day)
    currency = key_text(record.terms.currency)
    if facts.currency != currency:
        raise ClaimError(
            f"{invoice.source}: BT-5: is in {facts.currency}, claim {record.short} in {currency} (TERMS)"
        )
    for seen in record.named("CreditNoted"):
        if bytes(seen.event["reference"]) == facts.content:
            raise ClaimError(
                f"{invoice.source}: claim {record.short} was lowered by this very credit note already, by "
                f"{money_text(currency, int(seen.event['amount']))} (EXISTS)"
            )
    return Note(record, facts.amount, facts.content, facts.of.number)


def _named(desk: ClaimDesk, claim: str) -> ClaimRecord:
    return desk.claim(claim)


def _found(
    desk: ClaimDesk, invoice: Invoice, facts: CreditFacts, seller: str, ring: KeyRing, day: date
) -> ClaimRecord:
    """Without a date (BT-26) the invoice is looked for in the credit note's year and those before."""
    register = Register(desk, seller_identity(desk, seller), ring, day)
    latest = invoice.issue_day.year
    years = [facts.of.issue_day.year] if facts.of.issue_day else list(range(latest, latest - YEARS_BACK, -1))
    hits = {one.id: one for year in years for one in register.claims(facts.of.number, year)}
    live = [one for one in hits.values() if int(desk.view("outstanding", one.id))]
    chosen = live or list(hits.values())
    if len(chosen) == 1:
        return chosen[0]
    number = facts.of.number[:60]
    if not chosen:
        raise ClaimError(
            f"{invoice.source}: BT-25: no claim of invoice {number!r} of this seller is here; register the "
            "invoice, or name the claim with --claim (UNKNOWN)"
        )
    named = ", ".join(one.short for one in chosen)
    raise ClaimError(
        f"{invoice.source}: BT-25: invoice {number!r} has {len(chosen)} claims: {named}; "
        "name one with --claim"
    )
