"""UBL 2.1 Invoice and CreditNote, read by the binding of EN 16931-3-2."""

from __future__ import annotations

import re

from usance.invoices.fields import Fields, amount, currency_of, iso_day, issued, needed, one_day
from usance.invoices.model import Amounts, Identifier, Invoice, Party, Preceding, Syntax
from usance.invoices.xml import Xml

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {"cac": f"{UBL}CommonAggregateComponents-2", "cbc": f"{UBL}CommonBasicComponents-2"}
ROOTS = {
    f"{{{UBL}Invoice-2}}Invoice": Syntax.UBL_INVOICE,
    f"{{{UBL}CreditNote-2}}CreditNote": Syntax.UBL_CREDIT_NOTE,
}
# BT-21 stands before the note in UBL: `#AAI#text`.
SUBJECT = re.compile(r"#[A-Z0-9]{3}#")
# A payee's or seller's bank assigned creditor id (BT-90) shares the element of BT-29 and BT-60.
SEPA = "SEPA"


def read(xml: Xml, syntax: Syntax, file_hash: bytes, source: str) -> Invoice:
    """The invoice in a UBL document."""
    root = Fields(xml.root, PREFIXES)
    credit = syntax is Syntax.UBL_CREDIT_NOTE
    currency = currency_of(root.text("cbc:DocumentCurrencyCode", "BT-5"))
    due_path = "cac:PaymentMeans/cbc:PaymentDueDate" if credit else "cbc:DueDate"
    due_days = {iso_day(text, "BT-9") for text in root.texts(due_path)}
    payee = root.child("cac:PayeeParty", "BG-10")
    return Invoice(
        syntax=syntax,
        profile=root.text("cbc:CustomizationID", "BT-24"),
        number=root.text("cbc:ID", "BT-1"),
        issue_day=issued(iso_day(root.text("cbc:IssueDate", "BT-2"), "BT-2")),
        type=root.text("cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode", "BT-3"),
        currency=currency,
        due_day=one_day(due_days),
        terms=" ".join(root.texts("cac:PaymentTerms/cbc:Note")),
        seller=_party(root, "cac:AccountingSupplierParty/cac:Party", "BG-4"),
        buyer=_party(root, "cac:AccountingCustomerParty/cac:Party", "BG-7"),
        payee=_payee(payee) if payee else None,
        accounts=tuple(
            "".join(text.split()) for text in root.texts("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID")
        ),
        payment_reference=next(iter(root.texts("cac:PaymentMeans/cbc:PaymentID")), ""),
        notes=tuple(SUBJECT.sub("", note, count=1) for note in root.texts("cbc:Note")),
        order=root.text("cac:OrderReference/cbc:ID", "BT-13"),
        contract=next(iter(root.texts("cac:ContractDocumentReference/cbc:ID")), ""),
        preceding=tuple(
            Preceding(item.text("cbc:ID", "BT-25"), iso_day(item.text("cbc:IssueDate", "BT-26"), "BT-26"))
            for item in root.all("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        amounts=_amounts(root, currency),
        content=xml.content,
        file_hash=file_hash,
        source=source,
    )


def _amounts(root: Fields, currency: str) -> Amounts:
    total = root.child("cac:LegalMonetaryTotal", "BG-22")

    def of(name: str, term: str) -> int | None:
        return amount(total.child(f"cbc:{name}", term) if total else None, currency, term)

    # A second tax total is in the currency of the tax office (BT-111).
    taxes = [tax for tax in root.all("cac:TaxTotal/cbc:TaxAmount") if tax.attribute("currencyID") == currency]
    return Amounts(
        lines=needed(of("LineExtensionAmount", "BT-106"), "BT-106", "sum of its lines"),
        allowances=of("AllowanceTotalAmount", "BT-107"),
        charges=of("ChargeTotalAmount", "BT-108"),
        net=needed(of("TaxExclusiveAmount", "BT-109"), "BT-109", "total without VAT"),
        vat=amount(taxes[0], currency, "BT-110") if taxes else None,
        gross=needed(of("TaxInclusiveAmount", "BT-112"), "BT-112", "total with VAT"),
        prepaid=of("PrepaidAmount", "BT-113"),
        rounding=of("PayableRoundingAmount", "BT-114"),
        due=needed(of("PayableAmount", "BT-115"), "BT-115", "amount due"),
    )


def _identifier(found: Fields | None) -> Identifier:
    return Identifier(found.value(), found.attribute("schemeID")) if found else Identifier("")


def _ids(party: Fields) -> tuple[Identifier, ...]:
    found = (_identifier(item) for item in party.all("cac:PartyIdentification/cbc:ID"))
    return tuple(item for item in found if item.value and item.scheme != SEPA)


def _party(root: Fields, path: str, term: str) -> Party:
    party = root.child(path, term)
    if party is None:
        return Party("")
    taxes = [
        (item.text("cac:TaxScheme/cbc:ID", term), item.text("cbc:CompanyID", term))
        for item in party.all("cac:PartyTaxScheme")
    ]
    return Party(
        name=party.text("cac:PartyLegalEntity/cbc:RegistrationName", term),
        trading_name=party.text("cac:PartyName/cbc:Name", term),
        legal_id=_identifier(party.child("cac:PartyLegalEntity/cbc:CompanyID", term)),
        vat_id=next((value for scheme, value in taxes if scheme == "VAT" and value), ""),
        tax_id=next((value for scheme, value in taxes if scheme != "VAT" and value), ""),
        endpoint=_identifier(party.child("cbc:EndpointID", term)),
        ids=_ids(party),
        country=party.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode", term),
    )


def _payee(party: Fields) -> Party:
    return Party(
        name=party.text("cac:PartyName/cbc:Name", "BT-59"),
        legal_id=_identifier(party.child("cac:PartyLegalEntity/cbc:CompanyID", "BT-61")),
        ids=_ids(party),
    )
