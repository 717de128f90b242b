"""A file to an Invoice: what is it, may it be opened, what does it say, does it keep the rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eth_utils.crypto import keccak

from usance.invoices import cii, rules, ubl
from usance.invoices.errors import InvoiceError, quoted
from usance.invoices.fields import refuse_words
from usance.invoices.malware import attachments, refuse_malware
from usance.invoices.model import Invoice, Syntax
from usance.invoices.pdf import MAX_PDF, invoice_xml, is_pdf
from usance.invoices.xml import MAX_XML, Xml, parse

# Factur-X profiles that carry no lines: their sums cannot be checked.
BOOKKEEPING_PROFILES = (":minimum", ":basicwl")


def read_invoice(path: Path | str) -> Invoice:
    """The invoice in a file (UBL 2.1, CII, or a PDF that embeds CII), read and rule-checked.

    Raises InvoiceError, one line with the name of the file. A document that is well made but asks for
    nothing (credit notes, nothing due, no due date) is read: `standing` says what it is good for.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PDF + 1)
            size = max(path.stat().st_size, len(data))
    except OSError as error:
        raise InvoiceError(
            "document", f"it cannot be opened ({error.strerror or error})", "check the path", source=path.name
        ) from None
    if len(data) > MAX_PDF:
        raise too_long(size, data).named(path.name)
    return read_bytes(data, path.name)


def read_bytes(data: bytes, source: str = "") -> Invoice:
    """As `read_invoice`, from bytes; `source` is the name that errors give."""
    try:
        if len(data) > limit_of(data)[0]:
            raise too_long(len(data), data)
        xml = invoice_xml(data) if is_pdf(data) else parse(data)
        refuse_malware(source or "the file", data, "document")
        # Once more as text, where character references are resolved.
        refuse_malware(source or "the file", xml.canonical, "document")
        for name, attached in attachments(xml.root):
            refuse_malware(name, attached)
        invoice = _take(xml, keccak(data), source)
        return replace(invoice, warnings=rules.check(xml, invoice.syntax, invoice.profile))
    except InvoiceError as error:
        raise error.named(source) from None


def limit_of(data: bytes) -> tuple[int, str]:
    """How many bytes are read of this kind of file."""
    return (MAX_PDF, "PDF") if is_pdf(data) else (MAX_XML, "XML")


def too_long(size: int, data: bytes) -> InvoiceError:
    limit, kind = limit_of(data)
    return InvoiceError(
        "document",
        f"it has {size:,} bytes, and at most {limit:,} of {kind} are read",
        "send large attachments apart",
    )


def syntax_of(xml: Xml) -> Syntax:
    """What the root element says; InvoiceError for what is no invoice of EN 16931."""
    tag = xml.root.tag
    found = ubl.ROOTS.get(tag) or cii.ROOTS.get(tag)
    if found is None:
        raise InvoiceError(
            "document",
            f"{quoted(tag.rpartition('}')[2])} is neither a UBL 2.1 invoice nor a CII invoice",
            "ask for UBL 2.1, CII D16B or later, or Factur-X (ZUGFeRD 2)",
        )
    return found


def _take(xml: Xml, file_hash: bytes, source: str) -> Invoice:
    syntax = syntax_of(xml)
    read = cii.read if syntax is Syntax.CII else ubl.read
    invoice = read(xml, syntax, file_hash, source)
    if invoice.profile.lower().endswith(BOOKKEEPING_PROFILES):
        raise InvoiceError(
            "BT-24",
            f"the profile {quoted(invoice.profile)} has no lines to check",
            "ask for the EN 16931 profile",
        )
    refuse_words(xml.root)
    return invoice
