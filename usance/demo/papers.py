"""The documents of the story, made on the spot from what the credit asks for."""

from __future__ import annotations

import re
from typing import Any

from eth_utils.crypto import keccak

from usance.calendars import date_of
from usance.documents import Document, DocumentSet, DocumentType
from usance.messages import Message
from usance.messages import values as v
from usance.money import number_text
from usance.terms import Credit, key_text

CIF_PERCENT = 110


def asked_for(message: Message) -> list[DocumentType]:
    """The kinds of document that field 46A names, an invoice and a transport document at least."""
    text = (message.text("46A") or "").upper()
    words = {
        DocumentType.PACKING_LIST: r"\bPACKING LISTS?\b",
        DocumentType.INSURANCE: r"\bINSURANCE\b",
        DocumentType.CERTIFICATE_OF_ORIGIN: r"\bORIGIN\b",
        DocumentType.INSPECTION: r"\bINSPECTION\b",
        DocumentType.DRAFT: r"\bDRAFTS?\b",
        DocumentType.WEIGHT_LIST: r"\bWEIGHT (?:LIST|CERTIFICATE|NOTE)\b",
    }
    found = [kind for kind, word in words.items() if re.search(word, text)]
    carried = DocumentType.AIR_WAYBILL if "WAYBILL" in text else DocumentType.BILL_OF_LADING
    return [DocumentType.INVOICE, carried, *found]


def goods_of(message: Message) -> str:
    items = message.typed("45A")
    return str(items[0]) if isinstance(items, tuple) and items else "GOODS AS PER CREDIT"


def party_of(message: Message, tag: str) -> str:
    found = message.typed(tag)
    return found.lines[0] if isinstance(found, v.NameAddress) else ""


def make_set(
    message: Message, terms: Credit, amount: int, shipped: int, dated: int, flawed: bool, label: str
) -> DocumentSet:
    """One set. `flawed`: with the defect that the bank will find, in the document `flaw_of` names."""
    currency = key_text(terms.currency)
    common = {
        "credit": message.text("20") or "",
        "seller": party_of(message, "59"),
        "buyer": party_of(message, "50"),
        "goods": goods_of(message),
    }
    flaw = flaw_of(message)
    documents = []
    for kind in asked_for(message):
        body: dict[str, Any] = {**common, "document": kind.label, "date": date_of(shipped).isoformat()}
        if kind is DocumentType.INVOICE:
            body |= {"currency": currency, "amount": number_text(currency, amount).replace(",", "")}
        elif kind in (DocumentType.BILL_OF_LADING, DocumentType.AIR_WAYBILL):
            body |= {
                "loaded": message.text("44E") or message.text("44A") or "",
                "discharge": message.text("44F") or message.text("44B") or "",
                "on_board": date_of(shipped).isoformat(),
                "freight": "prepaid",
            }
        elif kind is DocumentType.INSURANCE:
            share = 100 if flawed and flaw == kind else CIF_PERCENT
            cover = amount * share // 100
            body |= {"currency": currency, "cover": number_text(currency, cover).replace(",", "")}
        elif kind is DocumentType.PACKING_LIST:
            body["packages"] = "as per invoice"
        if flawed and flaw == kind and kind is not DocumentType.INSURANCE:
            body["credit"] = ""
        if kind is flaw and not flawed:
            body["reissued"] = date_of(dated).isoformat()
        salt = keccak(terms.salt + label.encode() + kind.to_bytes(2, "big"))
        documents.append(Document.of(kind, body, salt))
    return DocumentSet(tuple(documents))


def flaw_of(message: Message) -> DocumentType:
    """Where the first set goes wrong: the insurance if one is asked for, else the packing list or invoice."""
    kinds = asked_for(message)
    for kind in (DocumentType.INSURANCE, DocumentType.PACKING_LIST):
        if kind in kinds:
            return kind
    return DocumentType.INVOICE


def flaw_text(message: Message) -> str:
    """The discrepancy as the bank's notice words it."""
    kind = flaw_of(message)
    if kind is DocumentType.INSURANCE:
        return "INSURANCE CERTIFICATE COVERS 100 PERCENT OF CIF VALUE, 110 REQUIRED"
    return f"{kind.label.upper()} DOES NOT SHOW THE CREDIT NUMBER"


def flaw_words(message: Message) -> str:
    """The same for a reader."""
    kind = flaw_of(message)
    if kind is DocumentType.INSURANCE:
        return "the insurance covers 100 percent of the CIF value, 110 are required"
    return f"the {kind.label} does not show the credit number"
