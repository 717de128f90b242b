"""Two traps of the libraries, shown beside what the suite does instead."""

from __future__ import annotations

import ast
from pathlib import Path

import facturx
import pytest
from saxonche import PySaxonProcessor

from tests.invoices.kit import Draft, cii, ubl
from usance.invoices import InvoiceError, read_bytes, reader, rules
from usance.invoices.model import Syntax
from usance.invoices.xml import parse

WRONG = Draft(wrong={"BT-115": "9999.99"})
# The discard port: nobody answers there, as nobody does where no Saxon server runs.
NOBODY = "http://127.0.0.1:9/transform"


@pytest.mark.parametrize("data", [ubl(WRONG), cii(WRONG)], ids=["ubl", "cii"])
def test_wrong_total__factur_x_alone__says_valid_and_the_suite_refuses(data: bytes) -> None:
    assert facturx.xml_check_schematron(data, saxon_server_url=NOBODY) is True
    with pytest.raises(InvoiceError) as caught:
        read_bytes(data)
    assert caught.value.rules == ("BR-CO-16",)


def test_factur_x_rule_check__never_named_in_the_package() -> None:
    for path in Path(reader.__file__).parent.glob("*.py"):
        names = {
            node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
        }
        names |= {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert "xml_check_schematron" not in names, path.name
    # Its extraction runs that check only when asked to.
    assert "check_schematron=False" in Path(reader.__file__).with_name("pdf.py").read_text()


def test_external_entity__saxon_alone__expands_it_and_the_suite_refuses(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("OPEN-SESAME")
    head, _, rest = ubl(Draft(notes=("@@",))).decode().partition("\n")
    text = f'{head}\n<!DOCTYPE Invoice [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{rest}'.replace("@@", "&x;")
    node = PySaxonProcessor(license=False).parse_xml(xml_text=text)
    assert "OPEN-SESAME" in str(node)
    with pytest.raises(InvoiceError, match="DOCTYPE"):
        read_bytes(text.encode())


def test_sheets__each_syntax__its_own_and_compiled_once() -> None:
    assert rules.sheet_of(Syntax.CII, "urn:cen.eu:en16931:2017") == rules.CII_SHEET
    assert rules.sheet_of(Syntax.CII, "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended") == (
        rules.EXTENDED_SHEET
    )
    assert rules.sheet_of(Syntax.UBL_CREDIT_NOTE, "") == rules.UBL_SHEET
    first = rules.saxon().sheet(rules.UBL_SHEET)
    assert rules.saxon().sheet(rules.UBL_SHEET) is first


def test_findings__fragment__only_rules_that_it_breaks() -> None:
    fragment = (
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
        b'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
        b'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cac:LegalMonetaryTotal>'
        b"<cbc:TaxInclusiveAmount>100</cbc:TaxInclusiveAmount><cbc:PayableAmount>%s</cbc:PayableAmount>"
        b"</cac:LegalMonetaryTotal></Invoice>"
    )
    for amount, broken in ((b"100.00", False), (b"100.01", True)):
        found = rules.findings(parse(fragment % amount), Syntax.UBL_INVOICE)
        assert ("BR-CO-16" in {item.rule for item in found}) is broken


def test_extended_profile__its_own_sheet__read_and_wrong_total_refused() -> None:
    profile = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
    assert read_bytes(cii(Draft(profile=profile))).due == 148810
    with pytest.raises(InvoiceError) as caught:
        read_bytes(cii(WRONG.but(profile=profile)))
    assert caught.value.rules
