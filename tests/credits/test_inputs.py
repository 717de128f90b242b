"""Texts of the command line: exact values, or one line that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from usance.codes import DiscrepancyCode, Disposal
from usance.credits.desk import CreditError
from usance.credits.inputs import (
    bps_of,
    day_from,
    documents_from,
    findings_with_leaves,
    instant_from,
    minor_of,
    refusal_from,
)
from usance.credits.issuing import salt_from
from usance.demo import papers
from usance.demo.run import own_messages
from usance.documents import DocumentType
from usance.messages import write
from usance.messages.notices import discharge, read_refusal
from usance.messages.notices import refusal as compose_refusal
from usance.terms import Credit

DOCUMENTS = Path(__file__).parents[2] / "usance" / "demo" / "documents"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("184600.00", "EUR", 18_460_000),
        ("EUR 1,000.5", "EUR", 100_050),
        ("7", "JPY", 7),
        ("1.001", "BHD", 1_001),
    ],
)
def test_amount__exact(text: str, currency: str, minor: int) -> None:
    assert minor_of(text, currency, "--amount") == minor


@pytest.mark.parametrize("text", ["", "1e3", "-1", "1.2.3", "1,5 EUR", "0.001", "nan"])
def test_amount__that_is_none__one_line(text: str) -> None:
    with pytest.raises(CreditError) as error:
        minor_of(text, "EUR", "--amount")
    assert str(error.value).startswith("--amount")
    assert "\n" not in str(error.value)


def test_percent__two_decimals_at_most() -> None:
    assert [bps_of(text, "--cover") for text in ("0", "20", "12.5 %", "100", "0.01")] == [
        0,
        2_000,
        1_250,
        10_000,
        1,
    ]
    for text in ("-1", "100.01", "0.001", "nan", "1e9", "x"):
        with pytest.raises(CreditError):
            bps_of(text, "--cover")


def test_days_and_times() -> None:
    assert day_from("1970-01-02", "--received") == 1
    assert instant_from("1970-01-01T01:00+01:00", "--at") == 0
    for text in ("2026-13-01", "yesterday"):
        with pytest.raises(CreditError):
            day_from(text, "--received")
    for text in ("2026-03-01T10:00", "noon"):
        with pytest.raises(CreditError):
            instant_from(text, "--at")


def test_salt__hex_or_text() -> None:
    assert salt_from(None) is None
    assert salt_from("0x" + "01" * 32) == b"\x01" * 32
    assert len(salt_from("another") or b"") == 32


def test_discrepancies__with_the_leaf_they_lie_in() -> None:
    documents = documents_from(
        [str(DOCUMENTS / "invoice.json"), f"insurance={DOCUMENTS / 'insurance-short.json'}"]
    )
    found = refusal_from(("insurance_cover:insurance=TOO LOW", "late_shipment"), "HOLD", None)
    assert (found.texts, found.disposal) == (("TOO LOW", "LATE SHIPMENT"), Disposal.HOLD)
    rows = findings_with_leaves(found, documents, documents.root)
    assert [row["code"] for row in rows] == [DiscrepancyCode.INSURANCE_COVER, DiscrepancyCode.LATE_SHIPMENT]
    insurance = next(d for d in documents.documents if d.type is DocumentType.INSURANCE)
    assert [row["leaf"] for row in rows] == [insurance.leaf, documents.root]


def notice(**changes: object) -> object:
    from datetime import date

    given = {
        "sender": "MKADNL2RXXX", "receiver": "KNFCBDDHXXX", "credit": "MKB26LC0107", "reference": "SET1",
        "day": date(2026, 4, 2), "currency": "EUR", "minor": 18_460_000, "disposal": Disposal.NOTIFY,
        "discrepancies": ["INSURANCE TOO LOW", "BILL OF LADING NOT CLEAN"],
    } | changes  # fmt: skip
    return compose_refusal(**given)  # type: ignore[arg-type]


def test_mt734__as_refusal__codes_and_documents_by_its_words(tmp_path: Path) -> None:
    path = tmp_path / "mt734.fin"
    message = notice()
    path.write_text(write(message))  # type: ignore[arg-type]
    found = refusal_from((), None, str(path))
    assert found.codes == (
        (DiscrepancyCode.INSURANCE_COVER, "INSURANCE"), (DiscrepancyCode.NOT_CLEAN, "BILL_OF_LADING"),
    )  # fmt: skip
    assert found.notice is not None
    assert found.notice.text == message.content_hash  # type: ignore[attr-defined]
    with pytest.raises(CreditError):
        refusal_from(("amount",), "HOLD", str(path))


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_mt734__written__reads_back(disposal: Disposal) -> None:
    long = "CERTIFICATE OF ORIGIN DOES NOT SHOW THE CREDIT NUMBER AND IS ISSUED BY ANOTHER CHAMBER THAN ASKED"
    found = read_refusal(notice(disposal=disposal, discrepancies=[long]))  # type: ignore[arg-type]
    assert found.disposal is disposal
    assert [finding.text for finding in found.findings] == [long]


def test_mt732__written_without_a_finding() -> None:
    from datetime import date

    message = discharge(
        sender="MKADNL2RXXX", receiver="KNFCBDDHXXX", credit="MKB26LC0107", reference="SET2",
        day=date(2026, 4, 21), currency="JPY", minor=5,
    )  # fmt: skip
    assert message.findings == ()
    assert message.text("32B") == "JPY5,"


def test_papers__flawed_and_cured__differ_in_one_document_only() -> None:
    message = own_messages()[0]
    terms = Credit(currency=b"EUR".ljust(32, b"\0"), amount=18_460_000)
    bad = papers.make_set(message, terms, terms.amount, 20_534, 20_541, True, "x")
    good = papers.make_set(message, terms, terms.amount, 20_534, 20_555, False, "x")
    different = [a.type for a, b in zip(bad.documents, good.documents, strict=True) if a.hash != b.hash]
    assert different == [papers.flaw_of(message)] == [DocumentType.INSURANCE]
