"""Invoices in: UBL 2.1, CII and hybrid PDFs become one Invoice, checked by the rules of EN 16931.

invoice = read_invoice("invoice.xml")             # InvoiceError: one line
found = standing(invoice, today, known)           # what it is: claim, credit note of, duplicate of ...
facts = claim_facts(found)                        # face, days, currency, content; or the refusal
"""

from usance.invoices.errors import InvoiceError
from usance.invoices.facts import ClaimFacts, CreditFacts, claim_facts, credit_facts, object_amount
from usance.invoices.model import Amounts, Finding, Identifier, Invoice, Party, Preceding, Syntax
from usance.invoices.reader import read_bytes, read_invoice
from usance.invoices.rules import warm_up
from usance.invoices.standings import (
    INVOICE,
    KeyOf,
    Kind,
    Known,
    Standing,
    keys_of,
    plain_key,
    remember,
    standing,
)

__all__ = [
    "INVOICE",
    "Amounts",
    "ClaimFacts",
    "CreditFacts",
    "Finding",
    "Identifier",
    "Invoice",
    "InvoiceError",
    "KeyOf",
    "Kind",
    "Known",
    "Party",
    "Preceding",
    "Standing",
    "Syntax",
    "claim_facts",
    "credit_facts",
    "keys_of",
    "object_amount",
    "plain_key",
    "read_bytes",
    "read_invoice",
    "remember",
    "standing",
    "warm_up",
]
