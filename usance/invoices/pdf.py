"""The XML inside a hybrid invoice (Factur-X, ZUGFeRD): taken out by factur-x, after a look at all of it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from usance.invoices.errors import InvoiceError, quoted
from usance.invoices.xml import MARKS, Xml, parse

MAX_PDF = 2_500_000  # [bytes]
MAX_FILES = 50
MAX_EMBEDDED = 32_000_000  # [bytes] of all embedded files, unpacked
ROOTS = ("CrossIndustryInvoice", "Invoice", "CreditNote")
# Both libraries log what they think of a file; the one line that users get is InvoiceError's.
for _name in ("pypdf", "factur-x"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def is_pdf(data: bytes) -> bool:
    """Readers of PDF look for the mark in the first kilobyte; XML may quote it there."""
    return b"%PDF-" in data[:1024] and not data.lstrip().startswith((b"<", *(mark for mark, _ in MARKS)))


def embedded_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file embedded in a PDF."""
    from pypdf import PdfReader

    total = 0
    try:
        for count, item in enumerate(PdfReader(io.BytesIO(data)).attachment_list):
            content = item.content
            total += len(content)
            if count == MAX_FILES or total > MAX_EMBEDDED:
                break
            yield str(item.name), content
        else:
            return
    # A PDF is input from outside, and its reader answers damage with errors of every kind.
    except Exception as error:
        raise damaged(error) from None
    raise InvoiceError("document", "the PDF embeds too many or too large files", "ask for the invoice alone")


def invoice_xml(data: bytes) -> Xml:
    """The one invoice that a PDF embeds; InvoiceError if there is none, or more than one."""
    from facturx import get_xml_from_pdf  # type: ignore[import-untyped]

    found: dict[bytes, Xml] = {}
    for name, content in embedded_files(data):
        if name.lower().endswith(".xml"):
            # Before factur-x sees it: its own parser expands entities.
            xml = parse(content)
            if xml.root.tag.rpartition("}")[2] in ROOTS:
                found[xml.content] = xml
    if len(found) > 1:
        raise InvoiceError(
            "document", f"the PDF embeds {len(found)} different invoices", "ask for one invoice a file"
        )
    # Extraction alone: whether the invoice keeps the rules is asked of the sheet, never of factur-x.
    try:
        name, content = get_xml_from_pdf(data, check_xsd=False, check_schematron=False)
    except Exception as error:  # as above: it reads the file anew
        raise damaged(error) from None
    if not name or not found:
        raise InvoiceError(
            "document",
            "the PDF embeds no invoice as XML",
            "ask for a Factur-X or ZUGFeRD 2 file, or for the XML",
        )
    chosen = parse(content)
    if chosen.content not in found:
        raise InvoiceError(
            "document", f"its readers disagree on what {quoted(name)} is", "ask for the XML itself"
        )
    return chosen


def damaged(error: Exception) -> InvoiceError:
    return InvoiceError(
        "document",
        f"the PDF cannot be read ({type(error).__name__})",
        "ask the sender for the file again",
    )
