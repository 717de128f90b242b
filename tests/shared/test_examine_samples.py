"""The examiner on real samples: the credits read whole, invoices as documents, lists of eBL codes."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from usance.examine import examine, of_message, set_of
from usance.examine.kinds import Kind
from usance.examine.sets import read_set
from usance.messages import read_file
from usance.periods import month_part

pytestmark = pytest.mark.shared
FOLDER = Path(os.environ.get("USANCE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "samples"


def test_sight_credit__every_line_of_46a_and_45a_understood() -> None:
    (message,) = read_file(FOLDER / "mt7" / "MT700-sight.fin")
    credit = of_message(message)
    assert [one.kind for one in credit.requirements] == [
        Kind.INVOICE, Kind.BILL_OF_LADING, Kind.PACKING_LIST, Kind.INSURANCE, Kind.ORIGIN,
    ]  # fmt: skip
    assert (credit.requirements[0].originals, credit.requirements[0].signed) == (3, True)
    assert (credit.requirements[1].consignee, credit.requirements[1].freight) == ("NORDDEHH", "PREPAID")
    (goods,) = credit.goods
    assert (str(goods.quantity), str(goods.price), credit.trade_term) == (
        "71000 M",
        "EUR 3,5 PER M",
        "CIF HAMBURG",
    )
    assert credit.number_on_all
    assert credit.not_understood == ()


def test_deferred_credit__schedule_in_words_and_period() -> None:
    (message,) = read_file(FOLDER / "mt7" / "MT700-deferred-transferable.fin")
    credit = of_message(message)
    assert credit.shipment == tuple(month_part(2026, month) for month in (5, 6, 7))
    assert credit.presentation.days == 15
    assert credit.requirements[3].kind is Kind.INSPECTION
    assert credit.not_understood == ()


def test_sight_credit__the_late_set_of_the_refusal_sample__its_two_points() -> None:
    """The discrepancies of the sample MT734 come out of a set that has them."""
    (message,) = read_file(FOLDER / "mt7" / "MT700-sight.fin")
    number, buyer = "LC2600042", "HANSEATISCHE TEXTILHANDEL GMBH"
    papers = {
        "invoice": {
            "document": "invoice", "number": "I1", "originals": 3, "signed": "yes", "amount": "EUR 248500.00",
            "goods": "WARP KNITTED POLYESTER FABRIC 150 CM", "quantity": "71000 METRES",
            "trade_term": "CIF HAMBURG", "buyer": buyer, "issuer": "HAINING WARP KNITTING CO LTD",
        },
        "bl": {
            "document": "bill of lading", "on_board": "2026-05-02", "carrier": "SEA LINE",
            "loading": "SHANGHAI", "discharge": "HAMBURG", "consignee": "TO ORDER OF NORDDEHH",
            "notify": buyer, "freight": "PREPAID", "vessel": "A", "voyage": "1",
        },
        "pack": {"document": "packing list", "originals": 2, "packages": "100 ROLLS"},
        "cover": {"document": "insurance certificate", "date": "2026-04-30", "amount": "EUR 248500.00"},
        "origin": {"document": "certificate of origin", "origin": "CN"},
    }  # fmt: skip
    documents = {
        "presented": "2026-05-05",
        "amount": "EUR 248500.00",
        "documents": {name: {**paper, "credit": number} for name, paper in papers.items()},
    }
    report = examine(of_message(message), set_of(documents))
    assert [(one.id, one.document) for one in report.discrepancies] == [("U14a", "bl"), ("U17-28f", "cover")]


@pytest.mark.parametrize("name", ["invoice-ubl/ubl-tc434-example1.xml", "invoice-cii/CII_example5.xml"])
def test_invoices__become_documents_with_lines(name: str, tmp_path: Path) -> None:
    source = FOLDER / name
    (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "set.yaml").write_text(
        f"presented: 2026-05-05\ndocuments:\n  invoice: {{file: {source.name}}}\n"
    )
    (one,) = read_set(tmp_path).documents
    assert one.kind is Kind.INVOICE
    assert one.amount is not None
    assert one.goods
    assert one.issuer is not None


def test_lists_of_ebl_codes__platforms_are_those_of_dcsa() -> None:
    """The samples of the eBL folder are code lists; a transport document names its platform by them."""
    with (FOLDER / "ebl" / "eblsolutionproviders-v3.0.0.csv").open() as file:
        codes = {row["Code"] for row in csv.DictReader(file)}
    assert {"WAVE", "BOLE", "TRGO"} <= codes
