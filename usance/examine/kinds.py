"""Kinds of documents, told by their titles: those of a set and those a credit asks for."""

from __future__ import annotations

import re
from enum import StrEnum

from usance.documents import DocumentType


class Kind(StrEnum):
    DRAFT = "draft"
    INVOICE = "invoice"
    BILL_OF_LADING = "bill of lading"
    CHARTER_PARTY = "charter party bill of lading"
    SEA_WAYBILL = "sea waybill"
    MULTIMODAL = "multimodal transport document"
    AIR_WAYBILL = "air waybill"
    ROAD_WAYBILL = "road waybill"
    RAIL_WAYBILL = "rail waybill"
    COURIER = "courier receipt"
    INSURANCE = "insurance document"
    PACKING_LIST = "packing list"
    WEIGHT_LIST = "weight list"
    ORIGIN = "certificate of origin"
    INSPECTION = "inspection certificate"
    BENEFICIARY = "beneficiary's certificate"
    DEMAND = "demand"
    CERTIFICATE = "certificate"
    OTHER = "other document"


# Articles 19 to 25: the kinds whose originals start the period for presentation.
TRANSPORT = frozenset(
    {
        Kind.BILL_OF_LADING, Kind.CHARTER_PARTY, Kind.SEA_WAYBILL, Kind.MULTIMODAL, Kind.AIR_WAYBILL,
        Kind.ROAD_WAYBILL, Kind.RAIL_WAYBILL, Kind.COURIER,
    }
)  # fmt: skip
SEA = frozenset({Kind.BILL_OF_LADING, Kind.CHARTER_PARTY, Kind.SEA_WAYBILL})
ARTICLE = {
    Kind.MULTIMODAL: "19",
    Kind.BILL_OF_LADING: "20",
    Kind.SEA_WAYBILL: "21",
    Kind.CHARTER_PARTY: "22",
    Kind.AIR_WAYBILL: "23",
    Kind.ROAD_WAYBILL: "24",
    Kind.RAIL_WAYBILL: "24",
    Kind.COURIER: "25",
}
# Documents that only what was lost or found by somebody else can tell apart: matched by title.
BY_TITLE = frozenset({Kind.CERTIFICATE, Kind.OTHER})

_BILL = r"(?:BILLS?|B) ?(?:\(?S\)? ?)?(?:OF|/) ?(?:LADING|LS?)"
# The pattern that begins first decides; of two that begin together, the upper one.
_TITLES: tuple[tuple[str, Kind], ...] = (
    (r"(?:BENEFICIARY|SELLER|SHIPPER|EXPORTER)(?:'?S'?)? (?:SIGNED )?(?:CERTIFICATES?|STATEMENTS?"
     r"|DECLARATIONS?)", Kind.BENEFICIARY),
    (r"(?:BENEFICIARY'?S )?(?:SIGNED )?DEMAND(?: FOR PAYMENT)?", Kind.DEMAND),
    (r"DRAFTS?|BILLS? OF EXCHANGE", Kind.DRAFT),
    (rf"CHARTER[ -]?PARTY {_BILL}", Kind.CHARTER_PARTY),
    (r"(?:NON[- ]?NEGOTIABLE )?SEA ?WAY ?BILLS?", Kind.SEA_WAYBILL),
    (rf"(?:MULTIMODAL|COMBINED)(?: TRANSPORT)? (?:DOCUMENTS?|{_BILL})", Kind.MULTIMODAL),
    (r"(?:MASTER |HOUSE )?AIR ?WAY ?BILLS?|AIR CONSIGNMENT NOTE|\bAWB\b", Kind.AIR_WAYBILL),
    (r"\bCMR\b|(?:ROAD|TRUCK) (?:WAY ?BILLS?|CONSIGNMENT NOTES?)|TRUCK RECEIPTS?", Kind.ROAD_WAYBILL),
    (r"RAIL(?:WAY)? (?:WAY ?BILLS?|CONSIGNMENT NOTES?)|\bCIM\b", Kind.RAIL_WAYBILL),
    (r"COURIER(?:'S)? RECEIPTS?|POST(?:AL)? RECEIPTS?", Kind.COURIER),
    (rf"(?:OCEAN |MARINE |PORT TO PORT )?{_BILL}", Kind.BILL_OF_LADING),
    (r"(?:MARINE |CARGO )?INSURANCE(?: (?:POLICY|POLICIES|CERTIFICATES?|DECLARATIONS?|DOCUMENTS?"
     r"|COVER NOTES?))?|COVER NOTES?", Kind.INSURANCE),
    (r"PACKING LISTS?|PACKING NOTES?|PACKING AND WEIGHT LISTS?", Kind.PACKING_LIST),
    (r"WEIGHT (?:LISTS?|NOTES?|CERTIFICATES?|MEMOS?)|CERTIFICATES? OF WEIGHT", Kind.WEIGHT_LIST),
    (r"CERTIFICATES? OF ORIGIN|ORIGIN CERTIFICATES?|(?:GSP )?FORM A\b|EUR\.? ?1\b", Kind.ORIGIN),
    (r"(?:PRE-?SHIPMENT )?INSPECTION CERTIFICATES?|CERTIFICATES? OF INSPECTION|\bINSPECTION\b",
     Kind.INSPECTION),
    (r"(?:COMMERCIAL |PROFORMA |PRO FORMA |TAX |CUSTOMS )?INVOICES?", Kind.INVOICE),
    (r"CERTIFICATES?|STATEMENTS?|DECLARATIONS?", Kind.CERTIFICATE),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"\b(?:{pattern})"), kind) for pattern, kind in _TITLES)

_TYPES = {
    Kind.INVOICE: DocumentType.INVOICE,
    Kind.BILL_OF_LADING: DocumentType.BILL_OF_LADING,
    Kind.PACKING_LIST: DocumentType.PACKING_LIST,
    Kind.WEIGHT_LIST: DocumentType.WEIGHT_LIST,
    Kind.INSURANCE: DocumentType.INSURANCE,
    Kind.ORIGIN: DocumentType.CERTIFICATE_OF_ORIGIN,
    Kind.INSPECTION: DocumentType.INSPECTION,
    Kind.DRAFT: DocumentType.DRAFT,
    Kind.AIR_WAYBILL: DocumentType.AIR_WAYBILL,
    Kind.ROAD_WAYBILL: DocumentType.ROAD_WAYBILL,
    Kind.RAIL_WAYBILL: DocumentType.RAIL_WAYBILL,
    Kind.BENEFICIARY: DocumentType.BENEFICIARY_STATEMENT,
}


def kind_of(title: str) -> Kind | None:
    """The kind a title or a line of field 46A speaks of first; None when it names none that is known."""
    text = " ".join(title.upper().replace("-", " ").replace("_", " ").replace("’", "'").split())
    found: tuple[int, Kind] | None = None
    for pattern, kind in _COMPILED:
        match = pattern.search(text)
        if match and (found is None or match.start() < found[0]):
            found = (match.start(), kind)
    return found[1] if found else None


def leaf_type(kind: Kind) -> DocumentType:
    """The type of the leaf on chain that holds a document of this kind."""
    return _TYPES.get(kind, DocumentType.OTHER)
