"""From an invoice to what goes into a claim's terms, and from a credit note to what it takes off."""

from __future__ import annotations

from dataclasses import dataclass

from usance.calendars import day_of
from usance.invoices.model import Invoice, Preceding
from usance.invoices.standings import Kind, Standing


@dataclass(frozen=True)
class ClaimFacts:
    """What the terms of a claim take from an invoice.

    face: BT-115 [minor]. object_amount: the same: what was prepaid (BT-113) is no longer owed by anybody,
    so shares and charges may not reach up to the gross amount. issue_day, due_day: [day].
    content: keccak256 of the canonical XML. number, year: for the fingerprint.
    """

    face: int
    object_amount: int
    currency: str
    issue_day: int
    due_day: int
    content: bytes
    number: str
    year: int


@dataclass(frozen=True)
class CreditFacts:
    """What a credit note takes off which invoice: amount [minor], day of issue [day]."""

    amount: int
    currency: str
    of: Preceding
    issue_day: int
    content: bytes


def claim_facts(found: Standing) -> ClaimFacts:
    """The facts of an invoice that stands as a claim; InvoiceError for any other."""
    invoice = found.require(Kind.CLAIM)
    assert invoice.due_day is not None  # standing: a claim has a due day
    return ClaimFacts(
        face=invoice.due,
        object_amount=object_amount(invoice),
        currency=invoice.currency,
        issue_day=day_of(invoice.issue_day),
        due_day=day_of(invoice.due_day),
        content=invoice.content,
        number=invoice.number,
        year=invoice.issue_day.year,
    )


def object_amount(invoice: Invoice) -> int:
    """What all financings of the invoice together may reach: the amount due, BT-115 [minor]."""
    return invoice.due


def credit_facts(found: Standing) -> CreditFacts:
    """What a credit note lowers; InvoiceError unless it stands as one of a single invoice."""
    invoice = found.require(Kind.CREDIT_NOTE)
    assert found.of is not None  # standing: a credit note without refusal names its invoice
    return CreditFacts(invoice.credit, invoice.currency, found.of, day_of(invoice.issue_day), invoice.content)
