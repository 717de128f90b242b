"""UN/CEFACT Cross Industry Invoice, read by the binding of EN 16931-3-3."""

from __future__ import annotations

from usance.invoices.errors import InvoiceError
from usance.invoices.fields import Fields, amount, cii_day, currency_of, issued, needed, one_day
from usance.invoices.model import Amounts, Identifier, Invoice, Party, Preceding, Syntax
from usance.invoices.xml import Xml

CII = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    "rsm": f"{CII}CrossIndustryInvoice:100",
    "ram": f"{CII}ReusableAggregateBusinessInformationEntity:100",
}
ROOTS = {f"{{{CII}CrossIndustryInvoice:100}}CrossIndustryInvoice": Syntax.CII}


def read(xml: Xml, syntax: Syntax, file_hash: bytes, source: str) -> Invoice:
    """The invoice in a CII document."""
    root = Fields(xml.root, PREFIXES)
    head = _part(root, "rsm:ExchangedDocument")
    trade = _part(root, "rsm:SupplyChainTradeTransaction")
    agreement = _part(trade, "ram:ApplicableHeaderTradeAgreement")
    settlement = _part(trade, "ram:ApplicableHeaderTradeSettlement")
    currency = currency_of(settlement.text("ram:InvoiceCurrencyCode", "BT-5"))
    due_days = {
        cii_day(item, "BT-9") for item in settlement.all("ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime")
    }
    accounts = settlement.all(
        "ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount"
    )
    payee = settlement.child("ram:PayeeTradeParty", "BG-10")
    return Invoice(
        syntax=syntax,
        profile=root.text(
            "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", "BT-24"
        ),
        number=head.text("ram:ID", "BT-1"),
        issue_day=issued(cii_day(head.child("ram:IssueDateTime", "BT-2"), "BT-2")),
        type=head.text("ram:TypeCode", "BT-3"),
        currency=currency,
        due_day=one_day(due_days),
        terms=" ".join(settlement.texts("ram:SpecifiedTradePaymentTerms/ram:Description")),
        seller=_party(agreement, "ram:SellerTradeParty", "BG-4"),
        buyer=_party(agreement, "ram:BuyerTradeParty", "BG-7"),
        payee=_payee(payee) if payee else None,
        accounts=tuple(
            "".join(text.split())
            for account in accounts
            for text in (*account.texts("ram:IBANID"), *account.texts("ram:ProprietaryID"))
        ),
        payment_reference=settlement.text("ram:PaymentReference", "BT-83"),
        notes=head.texts("ram:IncludedNote/ram:Content"),
        order=agreement.text("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", "BT-13"),
        contract=agreement.text("ram:ContractReferencedDocument/ram:IssuerAssignedID", "BT-12"),
        preceding=tuple(
            Preceding(
                item.text("ram:IssuerAssignedID", "BT-25"),
                cii_day(item.child("ram:FormattedIssueDateTime", "BT-26"), "BT-26"),
            )
            for item in settlement.all("ram:InvoiceReferencedDocument")
        ),
        amounts=_amounts(settlement, currency),
        content=xml.content,
        file_hash=file_hash,
        source=source,
    )


def _part(node: Fields, path: str) -> Fields:
    found = node.child(path, path.partition(":")[2])
    if found is None:
        raise InvoiceError("document", f"it has no {path}", "ask the sender for a complete invoice")
    return found


def _amounts(settlement: Fields, currency: str) -> Amounts:
    total = settlement.child("ram:SpecifiedTradeSettlementHeaderMonetarySummation", "BG-22")

    def of(name: str, term: str) -> int | None:
        return amount(total.child(f"ram:{name}", term) if total else None, currency, term)

    # A second tax total is in the currency of the tax office (BT-111).
    taxes = [
        tax
        for tax in (total.all("ram:TaxTotalAmount") if total else [])
        if tax.attribute("currencyID") in ("", currency)
    ]
    return Amounts(
        lines=needed(of("LineTotalAmount", "BT-106"), "BT-106", "sum of its lines"),
        allowances=of("AllowanceTotalAmount", "BT-107"),
        charges=of("ChargeTotalAmount", "BT-108"),
        net=needed(of("TaxBasisTotalAmount", "BT-109"), "BT-109", "total without VAT"),
        vat=amount(taxes[0], currency, "BT-110") if taxes else None,
        gross=needed(of("GrandTotalAmount", "BT-112"), "BT-112", "total with VAT"),
        prepaid=of("TotalPrepaidAmount", "BT-113"),
        rounding=of("RoundingAmount", "BT-114"),
        due=needed(of("DuePayableAmount", "BT-115"), "BT-115", "amount due"),
    )


def _identifier(found: Fields | None) -> Identifier:
    return Identifier(found.value(), found.attribute("schemeID")) if found else Identifier("")


def _ids(party: Fields) -> tuple[Identifier, ...]:
    found = (_identifier(item) for item in (*party.all("ram:GlobalID"), *party.all("ram:ID")))
    return tuple(item for item in found if item.value)


def _party(agreement: Fields, path: str, term: str) -> Party:
    party = agreement.child(path, term)
    if party is None:
        return Party("")
    taxes = [_identifier(item) for item in party.all("ram:SpecifiedTaxRegistration/ram:ID")]
    return Party(
        name=party.text("ram:Name", term),
        trading_name=party.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName", term),
        legal_id=_identifier(party.child("ram:SpecifiedLegalOrganization/ram:ID", term)),
        vat_id=next((tax.value for tax in taxes if tax.scheme == "VA" and tax.value), ""),
        tax_id=next((tax.value for tax in taxes if tax.scheme != "VA" and tax.value), ""),
        endpoint=_identifier(party.child("ram:URIUniversalCommunication/ram:URIID", term)),
        ids=_ids(party),
        country=party.text("ram:PostalTradeAddress/ram:CountryID", term),
    )


def _payee(party: Fields) -> Party:
    return Party(
        name=party.text("ram:Name", "BT-59"),
        legal_id=_identifier(party.child("ram:SpecifiedLegalOrganization/ram:ID", "BT-61")),
        ids=_ids(party),
    )
