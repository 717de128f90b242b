"""Presentations from files: every form that is read, and one line for what cannot be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.examine.kit import base, merged
from tests.invoices.kit import Draft, Line, Person, cii, pdf, ubl
from usance.examine import ExamineError, credit_of, examine, findings_of, read_set, set_of
from usance.examine.facts import Invoice, Medium, Transport
from usance.examine.kinds import Kind

PAPER: dict[str, Any] = {"document": "packing list", "date": "2026-04-16", "packages": "10 CARTONS"}
BILL: dict[str, Any] = {
    "transportDocumentReference": "NSLU4410027",
    "transportDocumentTypeCode": "BOL",
    "isShippedOnBoardType": True,
    "shippedOnBoardDate": "2026-04-20",
    "issueDate": "2026-04-21",
    "isElectronic": True,
    "isToOrder": True,
    "freightPaymentTermCode": "PRE",
    "numberOfOriginalsWithCharges": 1,
    "numberOfOriginalsWithoutCharges": 2,
    "carrierCode": "NSL",
    "carrierCodeListProvider": "SMDG",
    "carrierClauses": ["SHIPPER'S LOAD AND COUNT"],
    "displayedNameForPortOfLoad": ["SHANGHAI,", "CHINA"],
    "transports": {
        "plannedDepartureDate": "2026-04-20",
        "portOfLoading": {"UNLocationCode": "CNSHA"},
        "portOfDischarge": {"UNLocationCode": "DEHAM"},
        "vesselVoyages": [{"vesselName": "AMBER HORIZON", "carrierExportVoyageNumber": "026W"}],
    },
    "documentParties": {
        "shipper": {"partyName": "QIANTANG WARP MILLS CO LTD"},
        "endorsee": {"partyName": "ELBE HANDELSBANK"},
        "issuingParty": {"partyName": "NORTHERN STAR LINES"},
        "notifyParties": [
            {
                "partyName": "ELBUFER STOFFHANDEL GMBH",
                "address": {"street": "HAFENSTRASSE", "streetNumber": "9", "postCode": "21079",
                            "city": "HAMBURG", "countryCode": "DE"},
            }
        ],
    },
    "consignmentItems": [
        {
            "carrierBookingReference": "BK-1",
            "descriptionOfGoods": ["POLYESTER", "FABRIC"],
            "HSCodes": ["600537"],
            "shippingMarks": ["ELBUFER 091"],
            "cargoItems": [
                {"equipmentReference": "NSLU2200417", "cargoGrossWeight": {"value": 7600.5, "unit": "KGM"},
                 "outerPackaging": {"description": "ROLLS", "numberOfPackages": 600}},
                {"equipmentReference": "NSLU2200418", "cargoGrossWeight": {"value": 7599.5, "unit": "KGM"},
                 "outerPackaging": {"description": "ROLLS", "numberOfPackages": 600}},
            ],
        }
    ],
    "utilizedTransportEquipments": [{"equipment": {"equipmentReference": "NSLU2200417"}}],
    "termsAndConditions": "as agreed",
}  # fmt: skip


def write(folder: Path, name: str, body: Any) -> Path:
    path = folder / name
    path.write_text(body if isinstance(body, str) else json.dumps(body))
    return path


def manifest(folder: Path, **documents: Any) -> Path:
    path = folder / "set.yaml"
    body = {"presented": "2026-05-05", "amount": "EUR 180000.00", "documents": documents}
    path.write_text(yaml.safe_dump(body))
    return path


# --- what is read ---


def test_transport_document__dcsa__its_quirks_read(tmp_path: Path) -> None:
    write(tmp_path, "bl.json", BILL)
    found = read_set(manifest(tmp_path, bill={"file": "bl.json", "originals": 3, "signed": "yes"}))
    (one,) = found.documents
    assert isinstance(one, Transport)
    assert (one.kind, one.number, one.shipped) == (Kind.BILL_OF_LADING, "NSLU4410027", dt.date(2026, 4, 20))
    assert (one.loading, one.discharge) == ("SHANGHAI, CHINA", "Hamburg")
    assert (one.to_order_of, one.carrier, one.freight) == (
        "ELBE HANDELSBANK",
        "NORTHERN STAR LINES",
        "PREPAID",
    )
    assert (one.vessel, one.voyage, one.medium) == ("AMBER HORIZON", "026W", Medium.ELECTRONIC)
    assert (str(one.gross_weight), str(one.packages)) == ("15200 KG", "1200 ROLLS")
    assert one.containers == {"NSLU2200417", "NSLU2200418"}
    assert (one.goods, one.marks, one.clauses) == (
        "POLYESTER FABRIC", "ELBUFER 091", ("SHIPPER'S LOAD AND COUNT",),
    )  # fmt: skip
    assert one.notify[0].address == ("HAFENSTRASSE 9", "21079 HAMBURG")
    assert (one.originals, one.originals_issued, one.signed) == (3, 3, True)


def test_transport_document__issuance_request__the_document_inside(tmp_path: Path) -> None:
    wrapped = {"document": BILL | {"isShippedOnBoardType": False, "receivedForShipmentDate": "2026-04-18"}}
    write(tmp_path, "bl.json", wrapped)
    (one,) = read_set(manifest(tmp_path, bill={"file": "bl.json"})).documents
    assert isinstance(one, Transport)
    assert (one.on_board, one.received) == (None, dt.date(2026, 4, 18))


def test_transport_document__inline_dcsa_and_sea_waybill() -> None:
    body = BILL | {"transportDocumentTypeCode": "SWB", "isToOrder": False}
    body["documentParties"] = {"consignee": {"partyName": "ELBUFER STOFFHANDEL GMBH"}}
    (one,) = set_of({"presented": "2026-05-05", "documents": {"swb": body}}).documents
    assert isinstance(one, Transport)
    assert (one.kind, one.to_order_of, str(one.consignee)) == (
        Kind.SEA_WAYBILL, None, "ELBUFER STOFFHANDEL GMBH",
    )  # fmt: skip


DRAFT = Draft(
    currency="EUR", lines=(Line("100000.00", "WARP KNITTED POLYESTER FABRIC 150 CM"),),
    seller=Person("QIANTANG WARP MILLS CO LTD", "91330000", "CN91330000", country="CN"),
    buyer=Person("ELBUFER STOFFHANDEL GMBH", "HRB 77", "DE811111111", country="DE"), order="EB26LC0311",
)  # fmt: skip


@pytest.mark.parametrize("syntax", ["ubl", "cii", "pdf"])
def test_invoice__each_syntax__same_facts(tmp_path: Path, syntax: str) -> None:
    data = ubl(DRAFT) if syntax == "ubl" else cii(DRAFT) if syntax == "cii" else pdf(cii(DRAFT))
    path = tmp_path / f"invoice.{'pdf' if syntax == 'pdf' else 'xml'}"
    path.write_bytes(data)
    (one,) = read_set(manifest(tmp_path, invoice={"file": path.name, "originals": 3})).documents
    assert isinstance(one, Invoice)
    assert (one.amount, one.currency, one.originals) == (11_900_000, "EUR", 3)
    assert (str(one.issuer), str(one.buyer)) == ("QIANTANG WARP MILLS CO LTD", "ELBUFER STOFFHANDEL GMBH")
    assert one.issuer is not None
    assert one.issuer.country == "CN"
    assert one.goods == "WARP KNITTED POLYESTER FABRIC 150 CM"
    assert "EB26LC0311" in one.text
    assert one.lines[0].quantity is not None


def test_whole_set_from_files__examined_like_the_inline_one(tmp_path: Path) -> None:
    ground = base("textiles")
    for name, body in ground["documents"].items():
        write(tmp_path, f"{name}.json", body)
    documents = {name: {"file": f"{name}.json"} for name in ground["documents"]}
    found = read_set(manifest(tmp_path, **documents))
    assert examine(credit_of(ground["credit"]), found).complies
    # What stands beside the file is about the sheets on the desk, and wins.
    documents["origin"] = {"file": "origin.json", "medium": "fax"}
    report = examine(credit_of(ground["credit"]), read_set(manifest(tmp_path, **documents)))
    assert [(one.id, one.document) for one in report.findings] == [("U17-17a", "origin")]


def test_folder_without_manifest__each_file_a_document(tmp_path: Path) -> None:
    ground = base("textiles")
    for name, body in ground["documents"].items():
        write(tmp_path, f"{name}.json", body)
    write(tmp_path, "letter.txt", "DEAR SIRS")
    found = read_set(tmp_path, dt.date(2026, 5, 5))
    assert [one.name for one in found.documents] == sorted(ground["documents"])
    assert found.not_read == (("letter", "letter.txt"),)
    report = examine(credit_of(ground["credit"]), found)
    assert report.complies
    assert [(one.id, one.document) for one in report.findings] == [("U14g", "letter")]


def test_unknown_types__listed_never_dropped(tmp_path: Path) -> None:
    write(tmp_path, "odd.json", {"document": "riddle", "anything": [1, 2], "date": "whenever"})
    write(tmp_path, "photo.jpg", "x")
    found = read_set(manifest(tmp_path, odd={"file": "odd.json"}, photo={"file": "photo.jpg"}, list=PAPER))
    assert found.not_read == (("odd", "riddle"), ("photo", "photo.jpg"))
    assert [one.name for one in found.documents] == ["list"]


def test_documents_as_a_list__named_by_what_they_are() -> None:
    found = set_of({"presented": "2026-05-05", "documents": [PAPER, PAPER, {**PAPER, "name": "third"}]})
    assert [one.name for one in found.documents] == ["packing-list", "packing-list-2", "third"]


# --- what is refused, in one line ---


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({"date": "2026-02-31"}, ("document list", "date")),
        ({"date": "05/06/2026"}, ("date", "2026-05-31")),
        ({"packages": "many"}, ("packages", "quantity")),
        ({"amount": "EUR 1.234"}, ("amount", "decimals")),
        ({"amount": "12.00"}, ("amount", "ISO 4217")),
        ({"originals": "-1"}, ("originals",)),
        ({"originals": "some"}, ("originals",)),
        ({"signed": "perhaps"}, ("signed",)),
        ({"medium": "stone"}, ("medium",)),
        ({"marked": "genuine"}, ("marked",)),
        ({"colour": "blue"}, ("colour", "no such field")),
        ({"issuer": {"name": ""}}, ("issuer",)),
        ({"issuer": {"title": "x"}}, ("issuer",)),
        ({"document": "draft", "tenor": "SOON"}, ("tenor", "SOON")),
        ({"document": "invoice", "lines": [{"goods": "A", "quantity": "x"}]}, ("lines.0.quantity",)),
        ({"document": "invoice", "unit_price": "cheap", "goods": "A"}, ("unit_price",)),
    ],
)
def test_wrong_field__one_line(change: dict[str, Any], parts: tuple[str, ...]) -> None:
    with pytest.raises(ExamineError) as caught:
        set_of({"presented": "2026-05-05", "documents": {"list": {**PAPER, **change}}})
    assert [part for part in parts if part not in str(caught.value)] == []
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"documents": {"list": PAPER}}, "presented"),
        ({"presented": "2026-05-05", "documents": {}}, "documents"),
        ({"presented": "2026-05-05"}, "documents"),
        ({"presented": "never", "documents": {"list": PAPER}}, "presented"),
        ({"presented": "2026-05-05", "documents": {"list": "paper"}}, "no mapping"),
        ({"presented": "2026-05-05", "documents": ["paper"]}, "document 1"),
        ({"presented": "2026-05-05", "documents": {"list": {"file": "x.json"}}}, "file"),
        ({"presented": "2026-05-05", "when": "x", "documents": {"list": PAPER}}, "when"),
        ([], "no mapping"),
        ("text", "no mapping"),
    ],
)
def test_wrong_set__one_line(body: Any, part: str) -> None:
    with pytest.raises(ExamineError) as caught:
        set_of(body)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("bl.json", "{", "is no JSON"),
        ("bl.json", "[1]", "holds no mapping"),
        ("bl.yaml", "a: [", "is no YAML"),
        ("bl.xml", "<html/>", "neither a UBL"),
        ("bl.pdf", "no pdf", "bl.pdf"),
        ("bl.json", json.dumps({**BILL, "transportDocumentTypeCode": "XXX"}), "transportDocumentTypeCode"),
        ("bl.json", json.dumps({**BILL, "shippedOnBoardDate": "20.04.2026"}), "on_board"),
        ("bl.json", json.dumps({**BILL, "transports": "none"}), "transports"),
    ],
)
def test_wrong_file__one_line(tmp_path: Path, name: str, content: str, part: str) -> None:
    write(tmp_path, name, content)
    with pytest.raises(ExamineError) as caught:
        read_set(manifest(tmp_path, bill={"file": name}))
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_foreign_files__one_line(tmp_path: Path) -> None:
    inner = tmp_path / "set"
    inner.mkdir()
    write(tmp_path, "secret.json", PAPER)
    for name, part in (("gone.json", "missing"), ("../secret.json", "outside"), ("/etc/hostname", "outside")):
        with pytest.raises(ExamineError) as caught:
            read_set(manifest(inner, paper={"file": name}))
        assert part in str(caught.value)
    with pytest.raises(ExamineError, match="cannot be read"):
        read_set(tmp_path / "nowhere.yaml")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ExamineError, match="holds no document"):
        read_set(empty, dt.date(2026, 5, 5))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"amount": "lots"}, "amount"),
        ({"expires": "soon"}, "expires"),
        ({"tolerance": "ten"}, "tolerance"),
        ({"weekend": ["someday"]}, "weekend"),
        ({"exclusions": ["EVERYTHING"]}, "exclusions"),
        ({"form": "revocable"}, "form"),
        ({"shade": "blue"}, "shade"),
    ],
)
def test_wrong_credit__one_line(change: dict[str, Any], part: str) -> None:
    with pytest.raises(ExamineError) as caught:
        credit_of(merged(base("grain")["credit"], change))
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


# --- inline facts, as the scenario kit hands them over ---


def test_findings_of__inline_facts_in_the_names_of_the_chain__base_ids() -> None:
    credit = {
        "amount": "EUR 100000.00", "expiry_day": "2026-05-29", "latest_shipment_day": "2026-04-30",
        "presentation_days": 21, "issuer_place": "DEHAM", "cover_bps": 0,
        "beneficiary": "0x" + "12" * 20,
    }  # fmt: skip
    bill = {"document": "bill of lading", "on_board": "2026-05-02", "carrier": "NSL", "date": "2026-05-02"}
    invoice = {"document": "invoice", "amount": "EUR 100000.01", "date": "2026-05-01"}
    documents = {"presented": "2026-06-02", "documents": [bill, invoice]}
    assert findings_of(credit, documents) == ("U6", "U14", "U17", "U18")
    assert (
        findings_of(credit, {"presented": "2026-05-20", "documents": [{**bill, "on_board": "2026-04-30"}]})
        == ()
    )


def test_findings_of__terms_of_the_chain() -> None:
    from usance.calendars import day_of
    from usance.terms import Credit, place_key

    terms = Credit(currency=place_key("EUR"), amount=100_00, expiry_day=day_of("2026-05-29"), issue_day=1)
    late = {"presented": "2026-06-02", "documents": [{"document": "invoice", "amount": "EUR 100.00"}]}
    assert findings_of(terms, late) == ("U6",)
    assert findings_of(terms, {**late, "presented": "2026-05-29"}) == ()


def test_without__unknown_check__one_line() -> None:
    ground = base("grain")
    with pytest.raises(ExamineError, match="no such check"):
        examine(
            credit_of(ground["credit"]), set_of(ground["set"] | {"documents": ground["documents"]}), ["x"]
        )
