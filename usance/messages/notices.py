"""The messages that answer a presentation: MT734 and MT732, written and read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from usance.codes import DiscrepancyCode, Disposal
from usance.documents import DocumentType
from usance.messages import values as v
from usance.messages.errors import MessageError
from usance.messages.message import Message
from usance.messages.writer import compose

# Words of a discrepancy -> its code; the first that fits.
CODES: tuple[tuple[str, DiscrepancyCode], ...] = (
    (r"LATE SHIPMENT|LATEST (?:DATE OF )?SHIPMENT|SHIPPED LATE", DiscrepancyCode.LATE_SHIPMENT),
    (r"LATE PRESENTATION|PRESENTED LATE|PERIOD FOR PRESENTATION", DiscrepancyCode.LATE_PRESENTATION),
    (r"(?:CREDIT|L/?C) (?:HAS )?EXPIRED|AFTER EXPIRY", DiscrepancyCode.CREDIT_EXPIRED),
    (r"OVERDRAWN|EXCEEDS THE (?:CREDIT|L/?C)", DiscrepancyCode.OVERDRAWN),
    (r"INSUR\w+.*\bDATE", DiscrepancyCode.INSURANCE_DATE),
    (r"INSUR\w+", DiscrepancyCode.INSURANCE_COVER),
    (r"NOT PRESENTED|MISSING|LACKING", DiscrepancyCode.DOCUMENT_MISSING),
    (r"ORIGINALS?", DiscrepancyCode.ORIGINALS_MISSING),
    (r"ON BOARD", DiscrepancyCode.NOT_ON_BOARD),
    (r"CLEAN|CLAUSED", DiscrepancyCode.NOT_CLEAN),
    (r"DESCRIPTION|GOODS", DiscrepancyCode.DESCRIPTION),
    (r"\bPORT\b", DiscrepancyCode.PORT),
    (r"SIGN(?:ED|ATURE)", DiscrepancyCode.SIGNATURE),
    (r"ENDORS", DiscrepancyCode.ENDORSEMENT),
    (r"CURRENCY", DiscrepancyCode.CURRENCY),
    (r"AMOUNT", DiscrepancyCode.AMOUNT),
    (r"DRAFT", DiscrepancyCode.DRAFT),
    (r"PARTIAL", DiscrepancyCode.PARTIAL_SHIPMENT),
    (r"TRANS?HIPMENT", DiscrepancyCode.TRANSHIPMENT),
    (r"QUANTITY|WEIGHT", DiscrepancyCode.QUANTITY),
    (r"CONFLICT|DIFFERS?", DiscrepancyCode.DATA_CONFLICT),
)
DOCUMENTS: tuple[tuple[str, DocumentType], ...] = (
    (r"BILLS? OF LADING|\bB/?LS?\b", DocumentType.BILL_OF_LADING),
    (r"INSUR\w+", DocumentType.INSURANCE),
    (r"INVOICE", DocumentType.INVOICE),
    (r"PACKING LIST", DocumentType.PACKING_LIST),
    (r"CERTIFICATE OF ORIGIN|ORIGIN", DocumentType.CERTIFICATE_OF_ORIGIN),
    (r"INSPECTION", DocumentType.INSPECTION),
    (r"DRAFT", DocumentType.DRAFT),
    (r"AIR ?WAYBILL|\bAWB\b", DocumentType.AIR_WAYBILL),
)


@dataclass(frozen=True)
class Finding:
    """One discrepancy of a notice: its words, its code, and the kind of document it lies in."""

    text: str
    code: DiscrepancyCode
    document: DocumentType | None

    @classmethod
    def of(cls, text: str) -> Finding:
        """Code and document as the words tell them; OTHER and None when they tell nothing."""
        flat = " ".join(text.upper().split())
        code = next((code for words, code in CODES if re.search(words, flat)), DiscrepancyCode.OTHER)
        document = next((kind for words, kind in DOCUMENTS if re.search(words, flat)), None)
        return cls(text, code, document)


@dataclass(frozen=True)
class Notice:
    """A refusal as an MT734 carries it. `reference` is the presenting bank's, `text` the hash of it all."""

    credit: str
    reference: str
    day: date
    currency: str
    minor: int
    findings: tuple[Finding, ...]
    disposal: Disposal
    text: bytes


def refusal(
    *,
    sender: str,
    receiver: str,
    credit: str,
    reference: str,
    day: date,
    currency: str,
    minor: int,
    discrepancies: Sequence[str],
    disposal: Disposal,
    disposal_text: str = "",
) -> Message:
    """An MT734: the one notice of article 16(c). `day` and the amount are those of the utilisation."""
    lines = "\n".join(f"{number}. {text}" for number, text in enumerate(discrepancies, start=1))
    items = [
        ("20", credit),
        ("21", reference or "NONREF"),
        ("32A", v.format_date(day) + v.format_amount(currency, minor)),
        ("77J", lines),
        ("77B", f"/{disposal.name}/" + (f"\n//{disposal_text}" if disposal_text else "")),
    ]
    return compose("734", items, sender=sender, receiver=receiver)


def discharge(
    *, sender: str, receiver: str, credit: str, reference: str, day: date, currency: str, minor: int
) -> Message:
    """An MT732: the documents have been taken up."""
    items = [
        ("20", credit),
        ("21", reference or "NONREF"),
        ("30", v.format_date(day)),
        ("32B", v.format_amount(currency, minor)),
    ]
    return compose("732", items, sender=sender, receiver=receiver)


def read_refusal(message: Message) -> Notice:
    """The notice of an MT734; MessageError with one line when it is none."""
    source = message.source
    if message.mt != "734":
        raise MessageError(f"MT{message.mt or '?'} is no notice of refusal", "give an MT734", source)
    for finding in message.errors:
        raise MessageError(
            f"field {finding.tag}: {finding.text}", f"rule {finding.code}", source, finding.line
        )
    money, listed, disposal = message.typed("32A"), message.typed("77J"), message.typed("77B")
    assert isinstance(money, v.DatedAmount)
    assert isinstance(disposal, v.Disposal)
    points = [d.text for d in listed if isinstance(d, v.Discrepancy)] if isinstance(listed, tuple) else []
    if not points:
        raise MessageError("field 77J: no discrepancy", "number each discrepancy (U16)", source)
    return Notice(
        message.text("20") or "",
        message.text("21") or "",
        money.day,
        money.currency,
        money.minor,
        tuple(Finding.of(text) for text in points),
        Disposal[disposal.code],
        message.content_hash,
    )
