"""A transport document in the JSON of DCSA's Bill of Lading standard (3.0), as carriers send it.

Its quirks: an issuance request wraps it under `document`; goods and displayed names are lists of lines
(older ones: one text); a place is a UN/LOCODE, a name, or an address; originals are counted with and
without charges; weights are numbers; `isToOrder` with the endorsee in `documentParties` says whose order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from usance.examine.errors import from_pydantic
from usance.places import place_of

Json = Mapping[str, Any]


class _Model(BaseModel):
    # A platform may send more than an examiner reads.
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Address(_Model):
    street: str = ""
    streetNumber: str = ""
    floor: str = ""
    postCode: str = ""
    POBox: str = ""
    city: str = ""
    stateRegion: str = ""
    countryCode: str = ""


class DcsaParty(_Model):
    partyName: str = ""
    displayedAddress: list[str] = []
    address: Address | None = None


class Location(_Model):
    locationName: str = ""
    UNLocationCode: str = ""
    address: Address | None = None


class Other(_Model):
    party: DcsaParty
    partyFunction: str = ""


class Parties(_Model):
    shipper: DcsaParty | None = None
    consignee: DcsaParty | None = None
    endorsee: DcsaParty | None = None
    issuingParty: DcsaParty | None = None
    seller: DcsaParty | None = None
    buyer: DcsaParty | None = None
    notifyParties: list[DcsaParty] = []
    other: list[Other] = []


class Measure(_Model):
    value: str
    unit: str


class Packaging(_Model):
    description: str = ""
    packageCode: str = ""
    numberOfPackages: int | None = None


class CargoItem(_Model):
    equipmentReference: str = ""
    cargoGrossWeight: Measure | None = None
    cargoNetWeight: Measure | None = None
    outerPackaging: Packaging | None = None


class ConsignmentItem(_Model):
    descriptionOfGoods: list[str] | str = []
    shippingMarks: list[str] = []
    cargoItems: list[CargoItem] = []


class Voyage(_Model):
    vesselName: str = ""
    carrierExportVoyageNumber: str = ""
    universalExportVoyageReference: str = ""


class Transports(_Model):
    placeOfReceipt: Location | None = None
    portOfLoading: Location | None = None
    portOfDischarge: Location | None = None
    placeOfDelivery: Location | None = None
    vesselVoyages: list[Voyage] = []
    vesselName: str = ""
    carrierExportVoyageNumber: str = ""


class Seals(_Model):
    equipmentReference: str = ""
    equipment: dict[str, Any] | None = None


class Reference(_Model):
    type: str = ""
    values: list[str] = []


class TransportDocument(_Model):
    transportDocumentReference: str
    transportDocumentTypeCode: str = Field(pattern="^(BOL|SWB)$")
    isShippedOnBoardType: bool = False
    isElectronic: bool = False
    isToOrder: bool = False
    shippedOnBoardDate: str = ""
    receivedForShipmentDate: str = ""
    issueDate: str = ""
    freightPaymentTermCode: str = ""
    numberOfOriginalsWithCharges: int = 0
    numberOfOriginalsWithoutCharges: int = 0
    carrierCode: str = ""
    carrierClauses: list[str] = []
    displayedNameForPlaceOfReceipt: list[str] | str = []
    displayedNameForPortOfLoad: list[str] | str = []
    displayedNameForPortOfDischarge: list[str] | str = []
    displayedNameForPlaceOfDelivery: list[str] | str = []
    transports: Transports = Transports()
    documentParties: Parties = Parties()
    consignmentItems: list[ConsignmentItem] = []
    utilizedTransportEquipments: list[Seals] = []
    references: list[Reference] = []
    shippingMarks: list[str] = []


def is_dcsa(body: Json) -> bool:
    """Does this JSON call itself a transport document of DCSA, or wrap one?"""
    inner = body.get("document")
    return "transportDocumentTypeCode" in body or (
        isinstance(inner, Mapping) and "transportDocumentTypeCode" in inner
    )


def fields_of(body: Json, where: str) -> dict[str, Any]:
    """The fields of this package's own form, for what the document says; ExamineError with one line."""
    inner = body.get("document")
    try:
        td = TransportDocument.model_validate(inner if isinstance(inner, Mapping) else body)
    except ValidationError as error:
        raise from_pydantic(where, error) from None
    parties, moves = td.documentParties, td.transports
    cargo = [item for consignment in td.consignmentItems for item in consignment.cargoItems]
    voyage = moves.vesselVoyages[0] if moves.vesselVoyages else Voyage(
        vesselName=moves.vesselName, carrierExportVoyageNumber=moves.carrierExportVoyageNumber
    )  # fmt: skip
    marks = [*td.shippingMarks, *(mark for one in td.consignmentItems for mark in one.shippingMarks)]
    found: dict[str, Any] = {
        "document": "sea waybill" if td.transportDocumentTypeCode == "SWB" else "bill of lading",
        "number": td.transportDocumentReference,
        "date": td.issueDate or None,
        "on_board": (td.shippedOnBoardDate or None) if td.isShippedOnBoardType else None,
        "received": td.receivedForShipmentDate or None,
        "medium": "electronic" if td.isElectronic else "print",
        "carrier": parties.issuingParty.partyName if parties.issuingParty else td.carrierCode,
        "consignee": _consignee(td),
        "notify": [_party(one) for one in parties.notifyParties],
        "freight": {"PRE": "PREPAID", "COL": "COLLECT"}.get(td.freightPaymentTermCode, ""),
        "clauses": td.carrierClauses,
        "vessel": voyage.vesselName,
        "voyage": voyage.carrierExportVoyageNumber or voyage.universalExportVoyageReference,
        "receipt": _place(td.displayedNameForPlaceOfReceipt, moves.placeOfReceipt),
        "loading": _place(td.displayedNameForPortOfLoad, moves.portOfLoading),
        "discharge": _place(td.displayedNameForPortOfDischarge, moves.portOfDischarge),
        "delivery": _place(td.displayedNameForPlaceOfDelivery, moves.placeOfDelivery),
        "goods": " ".join(_joined(one.descriptionOfGoods) for one in td.consignmentItems),
        "marks": " ".join(marks),
        "containers": sorted(set(_containers(td, cargo))),
        "gross_weight": _sum(item.cargoGrossWeight for item in cargo),
        "net_weight": _sum(item.cargoNetWeight for item in cargo),
        "packages": _packages(cargo),
        "seller": _party(parties.seller),
        "buyer": _party(parties.buyer),
        "originals_issued": td.numberOfOriginalsWithCharges + td.numberOfOriginalsWithoutCharges,
    }
    for reference in td.references:
        if reference.type in {"CR", "INV"} and reference.values:
            found["invoice" if reference.type == "INV" else "text"] = " ".join(reference.values)
    return {name: value for name, value in found.items() if value not in (None, "", [], 0)}


def _joined(lines: list[str] | str) -> str:
    return lines if isinstance(lines, str) else " ".join(lines)


def _place(shown: list[str] | str, location: Location | None) -> str:
    """As displayed; else the name, the town of the code, or the city of the address."""
    if text := _joined(shown).strip():
        return text
    if location is None:
        return ""
    place = place_of(location.UNLocationCode)
    city = location.address.city if location.address else ""
    return location.locationName or (place.name if place else "") or city or location.UNLocationCode


def _party(party: DcsaParty | None) -> dict[str, Any] | None:
    if party is None or not party.partyName:
        return None
    address = party.address
    lines = list(party.displayedAddress)
    if address is not None and not lines:
        street = " ".join(part for part in (address.street, address.streetNumber, address.floor) if part)
        town = " ".join(part for part in (address.postCode, address.city) if part)
        lines = [line for line in (street, address.POBox, town, address.stateRegion) if line]
    country = address.countryCode if address is not None else ""
    return {"name": party.partyName, "address": lines, "country": country}


def _consignee(td: TransportDocument) -> dict[str, Any] | str | None:
    """To order: of the endorsee when there is one, else of the shipper, which the trade writes TO ORDER."""
    parties = td.documentParties
    if not td.isToOrder:
        return _party(parties.consignee)
    if parties.endorsee is None:
        return "TO ORDER"
    name = parties.endorsee.partyName
    return name if name.upper().startswith("TO ORDER") else f"TO ORDER OF {name}"


def _containers(td: TransportDocument, cargo: list[CargoItem]) -> Iterable[str]:
    for item in cargo:
        if item.equipmentReference:
            yield item.equipmentReference
    for used in td.utilizedTransportEquipments:
        inner = used.equipment or {}
        if reference := used.equipmentReference or str(inner.get("equipmentReference", "")):
            yield reference


def _sum(measures: Iterable[Measure | None]) -> str:
    """The weight of the whole document, which is one document's own sum; mixed units give none."""
    from decimal import Decimal, InvalidOperation

    known = [one for one in measures if one is not None]
    if not known or len({one.unit for one in known}) != 1:
        return ""
    try:
        total = sum((Decimal(one.value) for one in known), Decimal(0))
    except InvalidOperation:
        return ""
    return f"{total.normalize():f} {known[0].unit}"


def _packages(cargo: list[CargoItem]) -> str:
    known = [item.outerPackaging for item in cargo if item.outerPackaging is not None]
    names = {(one.description or one.packageCode).upper() for one in known}
    if not known or len(names) != 1 or any(one.numberOfPackages is None for one in known):
        return ""
    return f"{sum(one.numberOfPackages or 0 for one in known)} {names.pop() or 'PACKAGES'}"
