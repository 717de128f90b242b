"""The sample invoices: what each one is, read in the order of their names, and CEN's own rule units.

The table was written by hand after reading the XML; nothing in it was produced by the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Hashable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from usance.invoices import (
    Invoice,
    Kind,
    Standing,
    claim_facts,
    credit_facts,
    plain_key,
    read_bytes,
    read_invoice,
    remember,
    standing,
)
from usance.invoices.model import Syntax
from usance.invoices.rules import findings
from usance.invoices.xml import parse

pytestmark = pytest.mark.shared
SAMPLES = Path(os.environ.get("USANCE_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "samples"
FOLDERS = ("invoice-ubl", "invoice-cii")

# file -> (what it is, face in minor units and currency, due day); where it is no claim, what decides.
CLAIMS = {
    "BIS3_Invoice_positive.xml": (78217943, "DKK", date(2019, 2, 24)),
    "BIS_Billing_30-Rantefaktura_Enkel.xml": (241600, "SEK", date(2005, 3, 10)),
    # Due on its own issue day; the fourteen days in its note are prose.
    "ubl-tc434-example1.xml": (25033, "EUR", date(2015, 1, 9)),
    "ubl-tc434-example3.xml": (200500, "DKK", date(2013, 5, 10)),
    "CII_business_example_Z.xml": (1169387, "EUR", date(2015, 1, 9)),
}
STANDINGS = {
    "BIS3_Invoice_positive.xml": Kind.CLAIM,
    "BIS_Billing_30-Rantefaktura_Enkel.xml": Kind.CLAIM,
    "CreditNote-Max_content.xml": Kind.CREDIT_NOTE,  # of two invoices: asks which
    "Invoice-Max_content.xml": Kind.FACTOR,  # type 380 that refers to two invoices; payee Finansiell Support
    "Invoice-Min_content_with_VAT.xml": Kind.NO_DUE_DATE,  # terms by reference to a contract
    "ubl-tc434-creditnote1.xml": Kind.CREDIT_NOTE,  # of none: asks for the invoice
    "ubl-tc434-example1.xml": Kind.CLAIM,
    "ubl-tc434-example3.xml": Kind.CLAIM,
    "ubl-tc434-example5.xml": Kind.FACTOR,  # payee Dagobert Duck, half prepaid
    "CII-BR-CO-10-RoundingIssue.xml": Kind.NOTHING_DUE,
    "CII_business_example_Z.xml": Kind.CLAIM,  # the seller's legal id of example1, another number
    "CII_example1.xml": Kind.DUPLICATE,
    "CII_example5.xml": Kind.DUPLICATE,  # before its payee is looked at
}
DUPLICATES = {"CII_example1.xml": "ubl-tc434-example1.xml", "CII_example5.xml": "ubl-tc434-example5.xml"}
ERRORS = {"BR-CO-10.xml": 2, "BR-CO-13.xml": 5, "BR-CO-15.xml": 4, "BR-CO-16.xml": 3}


def sample_files() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((SAMPLES / folder).glob("*.xml"))]
    assert found, f"no invoices in {SAMPLES}: set USANCE_SHARED to the folder of samples"
    return found


def read_all() -> dict[str, Standing]:
    """Each file on its own issue date, beside those read before it."""
    known: dict[Hashable, str] = {}
    stands: dict[str, Standing] = {}
    for path in sample_files():
        invoice = read_invoice(path)
        stands[path.name] = standing(invoice, invoice.issue_day, known)
        remember(known, stands[path.name])
    return stands


@pytest.fixture(scope="module")
def stands() -> dict[str, Standing]:
    return read_all()


def sample(name: str) -> Path:
    return next(path for path in sample_files() if path.name == name)


def test_samples__every_file__stands_as_in_the_table(stands: dict[str, Standing]) -> None:
    assert {name: found.kind for name, found in stands.items()} == STANDINGS
    assert list(stands) == list(STANDINGS)


def test_samples__claims__face_currency_due_day(stands: dict[str, Standing]) -> None:
    facts = {name: claim_facts(found) for name, found in stands.items() if found.kind is Kind.CLAIM}
    seen = {
        name: (fact.face, fact.currency, date.fromordinal(fact.due_day + date(1970, 1, 1).toordinal()))
        for name, fact in facts.items()
    }
    assert seen == CLAIMS
    assert all(fact.object_amount == fact.face for fact in facts.values())
    assert len({fact.content for fact in facts.values()}) == len(facts)


def test_samples__duplicates__of_a_file_read_earlier(stands: dict[str, Standing]) -> None:
    names = list(stands)
    assert {name: found.other for name, found in stands.items() if found.kind is Kind.DUPLICATE} == DUPLICATES
    assert all(names.index(first) < names.index(second) for second, first in DUPLICATES.items())


def test_samples__factors__payee_shown(stands: dict[str, Standing]) -> None:
    payees = {name: found.invoice.payee for name, found in stands.items() if found.kind is Kind.FACTOR}
    assert {name: payee.name for name, payee in payees.items() if payee} == {
        "Invoice-Max_content.xml": "Finansiell Support u.p.a.",
        "ubl-tc434-example5.xml": "Dagobert Duck",
    }
    for name, payee in payees.items():
        assert payee is not None
        assert payee.name in str(stands[name].refusal)


def test_samples__credit_notes__ask_for_what_is_missing(stands: dict[str, Standing]) -> None:
    several = stands["CreditNote-Max_content.xml"]
    assert [item.number for item in several.choices] == ["Preceding invoice no.1", "Preceding invoice no.2"]
    assert "say which one it lowers" in str(several.refusal)
    none = stands["ubl-tc434-creditnote1.xml"]
    assert (none.choices, none.invoice.credit) == ((), 10011)
    assert "say which invoice it is of" in str(none.refusal)


def invoice_of(note: Invoice, number: str, day: date) -> Invoice:
    """The invoice that a credit note speaks of, made from a sample invoice of the same seller."""
    text = sample("Invoice-Max_content.xml").read_text()
    text = text.replace(f"<cbc:ID>{note.number}</cbc:ID>", f"<cbc:ID>{number}</cbc:ID>")
    text = text.replace("<cbc:IssueDate>2018-02-08</cbc:IssueDate>", f"<cbc:IssueDate>{day}</cbc:IssueDate>")
    text = re.sub(r"<cac:(BillingReference|PayeeParty)>.*?</cac:\1>", "", text, flags=re.DOTALL)
    return read_bytes(text.encode(), "made.xml")


def test_credit_note__invoice_named_in_bt_25__is_found_and_lowered() -> None:
    text = sample("CreditNote-Max_content.xml").read_text()
    first, second = re.findall(r"<cac:BillingReference>.*?</cac:BillingReference>", text, flags=re.DOTALL)
    for left_out, number, day in (
        (second, "Preceding invoice no.1", date(2018, 1, 31)),
        (
            first,
            "Preceding invoice no.2",
            date(2017, 12, 30),
        ),  # its date is not given: the year before is tried
    ):
        note = read_bytes(text.replace(left_out, "").encode(), "note.xml")
        known: dict[Hashable, str] = {}
        made = standing(invoice_of(note, number, day), day, known)
        assert (made.kind, claim_facts(made).face) == (Kind.CLAIM, 1250000)
        remember(known, made)
        found = standing(note, note.issue_day, known)
        assert (found.kind, found.other, found.refusal) == (Kind.CREDIT_NOTE, "made.xml", None)
        facts = credit_facts(found)
        assert (facts.of.number, facts.amount, facts.currency) == (number, 1250000, "SEK")


def test_credit_note__of_several__user_names_one() -> None:
    note = read_invoice(sample("CreditNote-Max_content.xml"))
    found = standing(note, note.issue_day, {}, of="Preceding invoice no.2")
    assert credit_facts(found).of.number == "Preceding invoice no.2"


def test_samples__ubl_and_cii_of_one_invoice__same_key_and_amounts(stands: dict[str, Standing]) -> None:
    for second, first in DUPLICATES.items():
        one, other = stands[first].invoice, stands[second].invoice
        assert one.syntax is not other.syntax
        assert (one.due, one.amounts.gross, one.due_day, one.currency) == (
            other.due, other.amounts.gross, other.due_day, other.currency,
        )  # fmt: skip
        keys = {plain_key("invoice", i.seller, i.number, i.issue_day.year) for i in (one, other)}
        assert len(keys) == 1


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_rule_units__each_test__scoped_rule_fires_iff_it_says_error(name: str) -> None:
    root = etree.parse(SAMPLES / "invoice-rule-units" / name).getroot()
    space = {"v": "http://difi.no/xsd/vefa/validator/1.0"}
    (rule,) = [node.text for node in root.findall("v:assert/v:scope", space)]
    errors = 0
    for number, unit in enumerate(root.findall("v:test", space), 1):
        says_error = rule in [node.text for node in unit.findall("v:assert/v:error", space)]
        (document,) = [node for node in unit if not node.tag.startswith(f"{{{space['v']}}}")]
        broken = {item.rule for item in findings(parse(etree.tostring(document)), Syntax.UBL_INVOICE)}
        assert (rule in broken) is says_error, f"{name}, test {number}"
        errors += says_error
    assert errors == ERRORS[name]
