"""Everything that is refused: one line with what, where, why and the mend, and the ids of broken rules."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.invoices.kit import Draft, Line, blank_pdf, cii, pdf, ubl
from usance.invoices import InvoiceError, read_bytes, read_invoice

# In two halves, so that no scanner takes this file for the thing itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refused(data: bytes, source: str = "f.xml") -> InvoiceError:
    with pytest.raises(InvoiceError) as caught:
        read_bytes(data, source)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{source}: {caught.value.where}: {caught.value.why}")
    assert line.endswith(f"; {caught.value.mend}")
    return caught.value


def with_doctype(xml: bytes, doctype: str) -> str:
    head, _, rest = xml.decode().partition("\n")
    return f"{head}\n<!-- a comment first -->\n{doctype}{rest}"


# --- the file ---


def test_read__file_of_three_megabytes__one_line(tmp_path: Path) -> None:
    for name, start in (("big.xml", b"<Invoice>"), ("big.pdf", b"%PDF-1.7")):
        path = tmp_path / name
        path.write_bytes(start.ljust(3_000_000, b" "))
        with pytest.raises(
            InvoiceError, match=rf"^{name}: document: it has 3,000,000 bytes, and at most [0-9,]+ of "
        ):
            read_invoice(path)
    assert "2,000,000 of XML" in str(refused(ubl(Draft()) + b" " * 2_000_000))


def test_read__no_such_file__one_line(tmp_path: Path) -> None:
    with pytest.raises(InvoiceError, match=r"^gone\.xml: document: it cannot be opened"):
        read_invoice(tmp_path / "gone.xml")
    with pytest.raises(InvoiceError, match="cannot be opened"):
        read_invoice(tmp_path)


@pytest.mark.parametrize(
    "doctype", [BOMB, OUTSIDE, "<!DOCTYPE Invoice>", "<!doctype x SYSTEM 'http://example.com/x.dtd'>"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_read__doctype_in_any_encoding__refused_before_parsing(
    doctype: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from usance.invoices import xml

    def parser(*_: object, **__: object) -> None:
        raise AssertionError("a parser saw a DOCTYPE")

    monkeypatch.setattr(xml.etree, "XMLParser", parser)
    text = with_doctype(ubl(Draft()), doctype).replace("UTF-8", encoding.removesuffix("-sig"))
    assert "it has a DOCTYPE" in refused(text.encode(encoding)).why


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037"])
def test_read__doctype_in_an_encoding_nobody_uses__refused(encoding: str) -> None:
    text = with_doctype(ubl(Draft()), OUTSIDE).replace("UTF-8", encoding)
    refused(text.encode(encoding))


def test_read__doctype_quoted_in_a_note__taken() -> None:
    assert (
        read_bytes(ubl(Draft(notes=("see <!DOCTYPE html> and %PDF-",)))).notes[0].startswith("see <!DOCTYPE")
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not well-formed"),
        (b"<Invoice>", "not well-formed"),
        (b"\x00\x01\x02 not a document", "encoding cannot be told"),
        (b"<?xml version='1.0' encoding='utf-7'?><Invoice/>", "encoding 'utf-7' is not read"),
        (b"<Invoice>\xff</Invoice>", "byte 9 is not utf-8"),
        (b"<Invoice/>", "neither a UBL 2.1 invoice nor a CII invoice"),
        (b"<a>" * 300 + b"</a>" * 300, "not well-formed"),
    ],
)
def test_read__no_invoice__one_line(data: bytes, why: str) -> None:
    assert why in refused(data).why


# --- PDF ---


def test_read__pdf_without_xml__refused() -> None:
    assert "embeds no invoice" in refused(blank_pdf(), "f.pdf").why
    assert "embeds no invoice" in refused(blank_pdf(("a.xml", b"<order/>")), "f.pdf").why
    assert "embeds no invoice" in refused(blank_pdf(("a.txt", cii(Draft()))), "f.pdf").why


def test_read__pdf_with_two_invoices__refused() -> None:
    made = blank_pdf(("factur-x.xml", cii(Draft())), ("other.xml", cii(Draft(number="RL-2"))))
    assert "2 different invoices" in refused(made, "f.pdf").why


def test_read__pdf_with_doctype_inside__refused() -> None:
    assert (
        "DOCTYPE"
        in refused(blank_pdf(("factur-x.xml", with_doctype(cii(Draft()), BOMB).encode())), "f.pdf").why
    )


def test_read__broken_pdf__refused() -> None:
    assert "cannot be read" in refused(b"%PDF-1.7\n" + b"x" * 500, "f.pdf").why
    assert "cannot be read" in refused(pdf(cii(Draft()))[:900], "f.pdf").why


# --- attachments ---


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/report.csv", data)
    return out.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        EICAR,
        b"name;hours\r\n" + EICAR,
        zipped(EICAR),
        gzip.compress(zipped(EICAR)),
        base64.b64encode(EICAR),
        EICAR.decode().encode("utf-16"),
        blank_pdf(("inside.bin", EICAR)),
    ],
    ids=["plain", "in a text", "zip", "zip in gzip", "base64 twice", "utf-16", "pdf"],
)
def test_read__attachment_with_malware_signature__refused(packed: bytes) -> None:
    draft = Draft(attached=(("hours.csv", packed),))
    for data in (ubl(draft), cii(draft)):
        error = refused(data)
        assert (error.where, "malware signature" in error.why) == ("BT-125", True)
        assert "hours.csv" in error.why


def test_read__malware_signature_outside_attachments__refused() -> None:
    assert "malware signature" in refused(ubl(Draft(notes=(EICAR.decode(),)))).why
    hidden = ubl(Draft(notes=("@@",))).replace(b"@@", "".join(f"&#{byte};" for byte in EICAR).encode())
    assert "malware signature" in refused(hidden).why
    made = pdf(cii(Draft()), **{"terms.txt": EICAR})
    assert "malware signature" in refused(made, "f.pdf").why


def test_read__clean_attachments__taken() -> None:
    draft = Draft(attached=(("hours.csv", b"name;hours\r\n" * 50), ("scan.zip", zipped(b"clean" * 1000))))
    assert read_bytes(ubl(draft)).due == read_bytes(cii(draft)).due == 148810


def test_read__attachment_that_cannot_be_looked_through__refused() -> None:
    zeros = zipped(b"\0" * 9_000_000)
    assert "more than 8,000,000 bytes" in refused(ubl(Draft(attached=(("a.zip", zeros),)))).why
    nested = zipped(zipped(zipped(zipped(zipped(zipped(b"x"))))))
    assert "too deeply" in refused(ubl(Draft(attached=(("a.zip", nested),)))).why
    for broken in (b"PK\x03\x04 no zip", zipped(b"x" * 500)[:60], b"\x1f\x8b no gzip"):
        assert "cannot be unpacked" in refused(ubl(Draft(attached=(("a.zip", broken),)))).why
    bad = ubl(Draft(attached=(("a.csv", b"12345678"),))).replace(
        base64.b64encode(b"12345678"), b"!!no base64!!"
    )
    assert "not base64" in refused(bad).why


# --- what it says ---


@pytest.mark.parametrize(
    ("wrong", "rules"),
    [
        ({"BT-115": "1488.11"}, {"BR-CO-16"}),
        ({"BT-112": "1490.00", "BT-115": "1490.00"}, {"BR-CO-15"}),
        ({"BT-109": "1250.00"}, {"BR-CO-13"}),
        ({"BT-106": "1000.00"}, {"BR-CO-10"}),
    ],
)
def test_read__wrong_totals__broken_rules_named(wrong: dict[str, str], rules: set[str]) -> None:
    for data in (ubl(Draft(wrong=wrong)), cii(Draft(wrong=wrong))):
        error = refused(data)
        assert rules <= set(error.rules)
        assert all(rule in str(error) for rule in rules)
        assert error.where == "EN 16931"
    assert rules <= set(refused(pdf(cii(Draft(wrong=wrong))), "f.pdf").rules)


@pytest.mark.parametrize("code", ["XYZ", "eur", "XAU", "EURO"])
def test_read__unknown_currency__bt_5(code: str) -> None:
    for data in (ubl(Draft(currency=code)), cii(Draft(currency=code))):
        error = refused(data)
        assert (error.where, error.rules) == ("BT-5", ("BR-CL-04",))
        assert repr(code) in error.why


PAYABLE = 'currencyID="EUR">1488.10</cbc:PayableAmount>'
DUE = "<cbc:DueDate>2026-05-01</cbc:DueDate>"


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ("<cbc:ID>RL-2026-0042</cbc:ID>", "<cbc:ID>A</cbc:ID><cbc:ID>B</cbc:ID>", "BT-1", "stands 2 times"),
        ("RL-2026-0042</cbc:ID>", "</cbc:ID>", "EN 16931", "Invoice number"),
        ("<cbc:IssueDate>2026-03-02</cbc:IssueDate>", "", "BT-2", "no issue date"),
        (DUE, DUE.replace("05-01", "02-30"), "BT-9", "no date"),
        (DUE, DUE.replace("2026-05-01", "in May"), "BT-9", "no date"),
        (DUE, DUE + DUE.replace("05", "06"), "BT-9", "due on 2 days"),
        (PAYABLE, PAYABLE.replace("1488.10", "1.488,10"), "BT-115", "is no amount"),
        (PAYABLE, PAYABLE.replace("1488.10", "1e9"), "BT-115", "is no amount"),
        (PAYABLE, PAYABLE.replace("1488.10", ""), "BT-115", "gives no amount due"),
        (PAYABLE, PAYABLE.replace("1488.10", "1488.101"), "BT-115", "more decimals than EUR has (2)"),
        (PAYABLE, PAYABLE.replace("1488.10", str(10**36)), "BT-115", "larger than a claim can be"),
        (PAYABLE, PAYABLE.replace("EUR", "USD"), "BT-115", "the amount is in 'USD', the invoice in EUR"),
        (
            ">1000.00</cbc:LineExtensionAmount>",
            ">many</cbc:LineExtensionAmount>",
            "InvoiceLine/LineExtensionAmount",
            "'many' is no number",
        ),
        ("<cbc:Percent>19<", "<cbc:Percent>19 %<", "TaxCategory/Percent", "'19 %' is no number"),
        ('<Invoice xmlns="', '<Invoice xmlns:x="relative" xmlns="', "document", "namespace"),
    ],
)
def test_read__one_field_wrong__its_term_named(old: str, new: str, where: str, why: str) -> None:
    text = ubl(Draft()).decode()
    assert old in text
    error = refused(text.replace(old, new, 1).encode())
    assert error.where == where
    assert why in error.why


def test_read__yen_with_decimals__refused() -> None:
    yen = Draft(currency="JPY", lines=(Line("100.50"),), rate="0")
    assert "more decimals than JPY has (0)" in refused(ubl(yen)).why


def test_read__cii_due_on_two_days__refused() -> None:
    text = cii(Draft()).decode()
    start, end = (
        text.index("<ram:SpecifiedTradePaymentTerms>"),
        text.index("</ram:SpecifiedTradePaymentTerms>"),
    )
    terms = text[start : end + len("</ram:SpecifiedTradePaymentTerms>")]
    error = refused(text.replace(terms, terms + terms.replace("20260501", "20260601")).encode())
    assert (error.where, error.why) == ("BT-9", "the invoice is due on 2 days")


@pytest.mark.parametrize("name", ["minimum", "basicwl"])
def test_read__profile_without_lines__refused(name: str) -> None:
    error = refused(cii(Draft(profile=f"urn:factur-x.eu:1p0:{name}")))
    assert error.where == "BT-24"


def test_read__value_with_control_and_line_breaks__still_one_line() -> None:
    text = (
        ubl(Draft())
        .decode()
        .replace(">EUR</cbc:DocumentCurrencyCode>", ">E\nU\u202eR</cbc:DocumentCurrencyCode>")
    )
    assert "\u202e" not in str(refused(text.encode()))


def test_read__element_twice_where_a_rule_wants_one__one_line_and_nothing_on_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    name = "<cbc:Name>Ball bearing 6204</cbc:Name>"
    error = refused(ubl(Draft()).replace(name.encode(), (name * 2).encode()))
    assert "a rule cannot be asked: A sequence of more than one item" in error.why
    assert capfd.readouterr() == ("", "")
    for broken in (b"%PDF-1.7\n" + b"x" * 500, blank_pdf(("a.xml", b"<order/>"))):
        refused(broken, "f.pdf")
    assert capfd.readouterr() == ("", "")
