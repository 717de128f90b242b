"""An invoice in UBL, CII or a hybrid PDF: its head by `usance.invoices`, its lines from the XML."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from usance.examine.errors import ExamineError
from usance.invoices import InvoiceError, read_invoice
from usance.invoices.fields import Fields
from usance.invoices.model import Invoice, Party, Syntax
from usance.invoices.pdf import invoice_xml, is_pdf
from usance.invoices.ubl import PREFIXES as UBL
from usance.invoices.xml import Xml, parse
from usance.messages.values import minor_units

_CII = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
}


def fields_of(path: Path, where: str) -> dict[str, Any]:
    """What the invoice says; ExamineError with the reader's one line."""
    try:
        invoice = read_invoice(path)
        data = path.read_bytes()
        xml = invoice_xml(data) if is_pdf(data) else parse(data)
        lines = _ubl_lines(xml) if invoice.syntax is not Syntax.CII else _cii_lines(xml)
    except InvoiceError as error:
        raise ExamineError(where, str(error)) from None
    return {name: value for name, value in _fields(invoice, lines).items() if value not in (None, "", [])}


def _fields(invoice: Invoice, lines: list[dict[str, str]]) -> dict[str, Any]:
    units = minor_units(invoice.currency) or 0
    # The number of a credit stands in a note or in any of the references, as the sender pleases.
    text = " ".join((*invoice.notes, invoice.order, invoice.contract, invoice.payment_reference))
    gross = invoice.amounts.gross
    return {
        "document": "credit note" if invoice.is_credit_note else "invoice",
        "number": invoice.number,
        "date": invoice.issue_day,
        "issuer": _party(invoice.seller),
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "currency": invoice.currency,
        "amount": f"{Decimal(gross).scaleb(-units):f}" if gross >= 0 else "",
        "lines": lines,
        "text": text.strip(),
    }


def _party(party: Party) -> dict[str, Any] | None:
    if not party.name:
        return None
    return {"name": party.name, "country": party.country, "id": party.legal_id.value}


def _line(goods: list[str], number: str, unit: str, price: str) -> dict[str, str]:
    found = {"goods": " ".join(part for part in goods if part)}
    if number:
        found["quantity"] = f"{_exact(number)} {unit or 'UNITS'}"
    if price:
        found["unit_price"] = _exact(price)
    return found


def _exact(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def _ubl_lines(xml: Xml) -> list[dict[str, str]]:
    root = Fields(xml.root, UBL)
    found = []
    for path, counted in (("InvoiceLine", "InvoicedQuantity"), ("CreditNoteLine", "CreditedQuantity")):
        for line in root.all(f"cac:{path}"):
            number = line.child(f"cbc:{counted}", "BT-129")
            names = [
                line.text("cac:Item/cbc:Name", "BT-153"),
                line.text("cac:Item/cbc:Description", "BT-154"),
            ]
            found.append(
                _line(
                    names,
                    number.value() if number else "",
                    number.attribute("unitCode") if number else "",
                    line.text("cac:Price/cbc:PriceAmount", "BT-146"),
                )
            )
    return found


def _cii_lines(xml: Xml) -> list[dict[str, str]]:
    root = Fields(xml.root, _CII)
    found = []
    for line in root.all("rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"):
        number = line.child("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", "BT-129")
        product = line.child("ram:SpecifiedTradeProduct", "BG-31")
        names = (
            [product.text("ram:Name", "BT-153"), product.text("ram:Description", "BT-154")] if product else []
        )
        price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
        found.append(
            _line(
                names,
                number.value() if number else "",
                number.attribute("unitCode") if number else "",
                line.text(price, "BT-146"),
            )
        )
    return found
