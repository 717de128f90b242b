"""Invoices made for the tests: one draft, written as UBL, as CII or into a PDF.

The writers know the standard, not the readers: sums are Decimal, nothing is imported from usance.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.sax.saxutils import escape

import facturx
from pypdf import PdfWriter

EN16931 = "urn:cen.eu:en16931:2017"
UBL_NAMES = (
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
CII_NAMES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" '
    'xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"'
)
GLN = ' schemeID="0088"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Person:
    """name, trading name, legal id and its scheme, VAT id, endpoint, country, other id."""

    name: str
    legal: str = ""
    vat: str = ""
    trading: str = ""
    endpoint: str = ""
    country: str = "DE"
    other: str = ""


@dataclass(frozen=True)
class Line:
    net: str
    name: str = "Ball bearing 6204"


SELLER = Person("Rheintal Lager GmbH", "HRB 4711", "DE123456788", "Rheintal", "4000001123452", "DE")
BUYER = Person("Ostfjord Maskin AS", "987654325", "NO987654325", "Ostfjord", "4000001987658", "NO")
FACTOR = Person("Hansa Factoring AG", "HRB 990", other="4000009999991")


@dataclass(frozen=True)
class Draft:
    number: str = "RL-2026-0042"
    day: str = "2026-03-02"
    type: str = "380"
    currency: str = "EUR"
    due: str = "2026-05-01"
    terms: str = "60 days net"
    profile: str = EN16931
    seller: Person = SELLER
    buyer: Person = BUYER
    payee: Person | None = None
    lines: tuple[Line, ...] = (Line("1000.00"), Line("250.50", "Grease, 5 kg"))
    rate: str = "19"
    prepaid: str = ""
    rounding: str = ""
    iban: str = "DE89 3704 0044 0532 0130 00"
    notes: tuple[str, ...] = ("Delivered free at works",)
    order: str = "PO-77"
    contract: str = "C-2025-9"
    preceding: tuple[tuple[str, str], ...] = ()
    attached: tuple[tuple[str, bytes], ...] = ()
    # Written in place of the true sum, to make a document that breaks a rule: term -> text.
    wrong: dict[str, str] = field(default_factory=dict)

    def but(self, **changes: object) -> Draft:
        return replace(self, **changes)  # type: ignore[arg-type]

    def sums(self) -> dict[str, str]:
        net = sum((Decimal(line.net) for line in self.lines), Decimal(0))
        places = Decimal(1) if self.currency == "JPY" else Decimal("0.01")
        vat = (net * Decimal(self.rate) / 100).quantize(places)
        gross = net + vat
        due = gross - Decimal(self.prepaid or 0) + Decimal(self.rounding or 0)
        return {
            "BT-106": str(net), "BT-109": str(net), "BT-110": str(vat),
            "BT-112": str(gross), "BT-115": str(due),
        } | self.wrong  # fmt: skip


def tag(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(text)}</{name}>" if text else ""


# --- UBL ---


def ubl(draft: Draft, credit: bool = False) -> bytes:
    """A UBL 2.1 Invoice, or a CreditNote."""
    sums = draft.sums()
    root = "CreditNote" if credit else "Invoice"
    money = f' currencyID="{draft.currency}"'
    parts = [
        f'{HEAD}<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" {UBL_NAMES}>',
        tag("cbc:CustomizationID", draft.profile),
        tag("cbc:ID", draft.number),
        tag("cbc:IssueDate", draft.day),
        "" if credit else tag("cbc:DueDate", draft.due),
        tag(f"cbc:{root}TypeCode", draft.type),
        *(tag("cbc:Note", note) for note in draft.notes),
        tag("cbc:DocumentCurrencyCode", draft.currency),
        f"<cac:OrderReference>{tag('cbc:ID', draft.order)}</cac:OrderReference>" if draft.order else "",
        *(
            "<cac:BillingReference><cac:InvoiceDocumentReference>"
            f"{tag('cbc:ID', number)}{tag('cbc:IssueDate', day)}"
            "</cac:InvoiceDocumentReference></cac:BillingReference>"
            for number, day in draft.preceding
        ),
        f"<cac:ContractDocumentReference>{tag('cbc:ID', draft.contract)}</cac:ContractDocumentReference>"
        if draft.contract
        else "",
        *(
            f"<cac:AdditionalDocumentReference><cbc:ID>{escape(name)}</cbc:ID><cac:Attachment>"
            f'<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="{escape(name)}">'
            f"{base64.b64encode(data).decode()}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
            "</cac:AdditionalDocumentReference>"
            for name, data in draft.attached
        ),
        f"<cac:AccountingSupplierParty>{_ubl_party(draft.seller)}</cac:AccountingSupplierParty>",
        f"<cac:AccountingCustomerParty>{_ubl_party(draft.buyer)}</cac:AccountingCustomerParty>",
        _ubl_payee(draft.payee),
        "<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>"
        f"<cac:PayeeFinancialAccount>{tag('cbc:ID', draft.iban)}</cac:PayeeFinancialAccount>"
        "</cac:PaymentMeans>",
        f"<cac:PaymentTerms>{tag('cbc:Note', draft.terms)}</cac:PaymentTerms>" if draft.terms else "",
        f"<cac:TaxTotal>{tag('cbc:TaxAmount', sums['BT-110'], money)}<cac:TaxSubtotal>"
        f"{tag('cbc:TaxableAmount', sums['BT-106'], money)}{tag('cbc:TaxAmount', sums['BT-110'], money)}"
        f"{_ubl_category('cac:TaxCategory', draft.rate)}</cac:TaxSubtotal></cac:TaxTotal>",
        "<cac:LegalMonetaryTotal>",
        tag("cbc:LineExtensionAmount", sums["BT-106"], money),
        tag("cbc:TaxExclusiveAmount", sums["BT-109"], money),
        tag("cbc:TaxInclusiveAmount", sums["BT-112"], money),
        tag("cbc:PrepaidAmount", draft.prepaid, money),
        tag("cbc:PayableRoundingAmount", draft.rounding, money),
        tag("cbc:PayableAmount", sums["BT-115"], money),
        "</cac:LegalMonetaryTotal>",
        *(_ubl_line(number, line, draft, credit) for number, line in enumerate(draft.lines, 1)),
        f"</{root}>",
    ]
    return "\n".join(part for part in parts if part).encode()


def _ubl_category(name: str, rate: str) -> str:
    return (
        f"<{name}><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>"
        f"<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></{name}>"
    )


def _ubl_party(person: Person) -> str:
    name = f"<cac:PartyName>{tag('cbc:Name', person.trading)}</cac:PartyName>" if person.trading else ""
    tax = (
        f"<cac:PartyTaxScheme>{tag('cbc:CompanyID', person.vat)}"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        if person.vat
        else ""
    )
    return (
        f"<cac:Party>{tag('cbc:EndpointID', person.endpoint, GLN)}{name}"
        f"<cac:PostalAddress><cac:Country>{tag('cbc:IdentificationCode', person.country)}</cac:Country>"
        f"</cac:PostalAddress>{tax}<cac:PartyLegalEntity>{tag('cbc:RegistrationName', person.name)}"
        f"{tag('cbc:CompanyID', person.legal)}</cac:PartyLegalEntity></cac:Party>"
    )


def _ubl_payee(person: Person | None) -> str:
    if person is None:
        return ""
    other = f"<cac:PartyIdentification>{tag('cbc:ID', person.other)}</cac:PartyIdentification>"
    legal = f"<cac:PartyLegalEntity>{tag('cbc:CompanyID', person.legal)}</cac:PartyLegalEntity>"
    return (
        f"<cac:PayeeParty>{other if person.other else ''}"
        f"<cac:PartyName>{tag('cbc:Name', person.name)}</cac:PartyName>"
        f"{legal if person.legal else ''}</cac:PayeeParty>"
    )


def _ubl_line(number: int, line: Line, draft: Draft, credit: bool) -> str:
    root, quantity = ("CreditNoteLine", "CreditedQuantity") if credit else ("InvoiceLine", "InvoicedQuantity")
    money = f' currencyID="{draft.currency}"'
    sign = "-" if line.net.startswith("-") else ""
    return (
        f'<cac:{root}><cbc:ID>{number}</cbc:ID><cbc:{quantity} unitCode="C62">{sign}1</cbc:{quantity}>'
        f"{tag('cbc:LineExtensionAmount', line.net, money)}<cac:Item>{tag('cbc:Name', line.name)}"
        f"{_ubl_category('cac:ClassifiedTaxCategory', draft.rate)}</cac:Item>"
        f"<cac:Price>{tag('cbc:PriceAmount', line.net.lstrip('-'), money)}</cac:Price></cac:{root}>"
    )


# --- CII ---


def cii(draft: Draft) -> bytes:
    """A Cross Industry Invoice, as Factur-X embeds it."""
    sums = draft.sums()
    parts = [
        f"{HEAD}<rsm:CrossIndustryInvoice {CII_NAMES}><rsm:ExchangedDocumentContext>"
        f"<ram:GuidelineSpecifiedDocumentContextParameter>{tag('ram:ID', draft.profile)}"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>",
        f"<rsm:ExchangedDocument>{tag('ram:ID', draft.number)}{tag('ram:TypeCode', draft.type)}"
        f"<ram:IssueDateTime>{_cii_day(draft.day)}</ram:IssueDateTime>",
        *(f"<ram:IncludedNote>{tag('ram:Content', note)}</ram:IncludedNote>" for note in draft.notes),
        "</rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>",
        *(_cii_line(number, line, draft) for number, line in enumerate(draft.lines, 1)),
        "<ram:ApplicableHeaderTradeAgreement>",
        _cii_party("ram:SellerTradeParty", draft.seller),
        _cii_party("ram:BuyerTradeParty", draft.buyer),
        _cii_reference("ram:BuyerOrderReferencedDocument", draft.order),
        _cii_reference("ram:ContractReferencedDocument", draft.contract),
        *(
            f"<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>{escape(name)}</ram:IssuerAssignedID>"
            "<ram:TypeCode>916</ram:TypeCode>"
            f'<ram:AttachmentBinaryObject mimeCode="text/csv" filename="{escape(name)}">'
            f"{base64.b64encode(data).decode()}</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument>"
            for name, data in draft.attached
        ),
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>",
        f"<ram:ApplicableHeaderTradeSettlement>{tag('ram:InvoiceCurrencyCode', draft.currency)}",
        _cii_payee(draft.payee),
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode>"
        f"<ram:PayeePartyCreditorFinancialAccount>{tag('ram:IBANID', draft.iban)}"
        "</ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>",
        f"<ram:ApplicableTradeTax>{tag('ram:CalculatedAmount', sums['BT-110'])}"
        f"<ram:TypeCode>VAT</ram:TypeCode>{tag('ram:BasisAmount', sums['BT-106'])}"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        f"{tag('ram:RateApplicablePercent', draft.rate)}</ram:ApplicableTradeTax>",
        _cii_terms(draft),
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
        tag("ram:LineTotalAmount", sums["BT-106"]),
        tag("ram:TaxBasisTotalAmount", sums["BT-109"]),
        tag("ram:TaxTotalAmount", sums["BT-110"], f' currencyID="{draft.currency}"'),
        tag("ram:RoundingAmount", draft.rounding),
        tag("ram:GrandTotalAmount", sums["BT-112"]),
        tag("ram:TotalPrepaidAmount", draft.prepaid),
        tag("ram:DuePayableAmount", sums["BT-115"]),
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
        *(
            f"<ram:InvoiceReferencedDocument>{tag('ram:IssuerAssignedID', number)}"
            + (
                f"<ram:FormattedIssueDateTime>{_cii_day(day, 'qdt')}</ram:FormattedIssueDateTime>"
                if day
                else ""
            )
            + "</ram:InvoiceReferencedDocument>"
            for number, day in draft.preceding
        ),
        "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>",
    ]
    return "\n".join(part for part in parts if part).encode()


def _cii_day(day: str, prefix: str = "udt") -> str:
    return f'<{prefix}:DateTimeString format="102">{day.replace("-", "")}</{prefix}:DateTimeString>'


def _cii_reference(name: str, text: str) -> str:
    return f"<{name}>{tag('ram:IssuerAssignedID', text)}</{name}>" if text else ""


def _cii_terms(draft: Draft) -> str:
    due = f"<ram:DueDateDateTime>{_cii_day(draft.due)}</ram:DueDateDateTime>" if draft.due else ""
    inside = tag("ram:Description", draft.terms) + due
    return f"<ram:SpecifiedTradePaymentTerms>{inside}</ram:SpecifiedTradePaymentTerms>" if inside else ""


def _cii_legal(person: Person) -> str:
    inside = tag("ram:ID", person.legal) + tag("ram:TradingBusinessName", person.trading)
    return f"<ram:SpecifiedLegalOrganization>{inside}</ram:SpecifiedLegalOrganization>" if inside else ""


def _cii_party(name: str, person: Person) -> str:
    endpoint = (
        f'<ram:URIUniversalCommunication><ram:URIID schemeID="0088">{person.endpoint}</ram:URIID>'
        "</ram:URIUniversalCommunication>"
    )
    tax = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{person.vat}</ram:ID>'
        "</ram:SpecifiedTaxRegistration>"
    )
    return (
        f"<{name}>{tag('ram:Name', person.name)}{_cii_legal(person)}<ram:PostalTradeAddress>"
        f"{tag('ram:CountryID', person.country)}</ram:PostalTradeAddress>"
        f"{endpoint if person.endpoint else ''}{tax if person.vat else ''}</{name}>"
    )


def _cii_payee(person: Person | None) -> str:
    if person is None:
        return ""
    return (
        f"<ram:PayeeTradeParty>{tag('ram:ID', person.other)}{tag('ram:Name', person.name)}"
        f"{_cii_legal(person)}</ram:PayeeTradeParty>"
    )


def _cii_line(number: int, line: Line, draft: Draft) -> str:
    sign = "-" if line.net.startswith("-") else ""
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
        f"<ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct>{tag('ram:Name', line.name)}</ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"{tag('ram:ChargeAmount', line.net.lstrip('-'))}</ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement>"
        f'<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">{sign}1</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>"
        "<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>"
        f"{tag('ram:RateApplicablePercent', draft.rate)}</ram:ApplicableTradeTax>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"{tag('ram:LineTotalAmount', line.net)}</ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )


# --- PDF ---


def blank_pdf(*files: tuple[str, bytes]) -> bytes:
    """One empty page, with files embedded as any PDF may embed them."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    for name, data in files:
        writer.add_attachment(name, data)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf(xml: bytes, **attachments: bytes) -> bytes:
    """A Factur-X file made by factur-x from an XML of ours."""
    more = {name: {"filedata": data} for name, data in attachments.items()}
    made: bytes = facturx.generate_from_binary(
        blank_pdf(), xml, flavor="factur-x", level="en16931", check_xsd=True, attachments=more or None
    )
    return made
