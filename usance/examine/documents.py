"""From a checked model to the facts of a document."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from usance.examine.errors import ExamineError, from_pydantic
from usance.examine.facts import Document, Draft, Insurance, Invoice, Line, Party, Transport
from usance.examine.kinds import TRANSPORT, Kind, kind_of
from usance.examine.models import DocumentModel, PartyModel, renamed
from usance.examine.text import plain
from usance.examine.values import Quantity, money_of, price_of, quantity_of
from usance.periods import PeriodError, parse_tenor


def party_of(model: PartyModel | None) -> Party | None:
    return None if model is None else Party(model.name, tuple(model.address), model.country.upper(), model.id)


def document_of(name: str, body: dict[str, Any], where: str) -> Document | str:
    """The facts of one document; a text when nobody knows its type: what it calls itself.

    ExamineError, one line, for a known type with a field that is unknown or cannot be read.
    """
    body = renamed(body)
    title = str(body.get("document") or body.get("title") or "")
    kind = kind_of(title)
    if kind is None:
        return title or "nothing"
    body["document"] = title
    try:
        model = DocumentModel.model_validate(body)
    except ValidationError as error:
        raise from_pydantic(where, error) from None
    return _facts(name, kind, model, where)


def _facts(name: str, kind: Kind, m: DocumentModel, where: str) -> Document:
    def quantity(field: str) -> Quantity | None:
        text = getattr(m, field)
        return quantity_of(text, f"{where}: field {field}") if text else None

    currency, amount = m.currency.upper(), None
    if m.amount:
        currency, amount = money_of(m.amount, currency, f"{where}: field amount")
    common: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "title": m.title or m.document,
        "number": m.number,
        "date": m.date,
        "originals": m.originals,
        "copies": m.copies,
        "medium": m.medium,
        "marked": m.marked,
        "by_hand": m.signed_by_hand,
        "signed": True if m.signed_by_hand else m.signed,
        "issuer": party_of(m.issuer),
        "seller": party_of(m.seller),
        "buyer": party_of(m.buyer),
        "credit": m.credit,
        "invoice": m.invoice,
        "goods": m.goods,
        "currency": currency,
        "amount": amount,
        "quantity": quantity("quantity"),
        "packages": quantity("packages"),
        "gross_weight": quantity("gross_weight"),
        "net_weight": quantity("net_weight"),
        "marks": m.marks,
        "vessel": m.vessel,
        "voyage": m.voyage,
        "receipt": m.receipt,
        "loading": m.loading,
        "discharge": m.discharge,
        "delivery": m.delivery,
        "containers": frozenset(plain(one).replace(" ", "") for one in m.containers),
        "origin": m.origin,
        "trade_term": m.trade_term,
        "text": m.text,
        "originals_issued": m.originals_issued,
    }
    if kind is Kind.INVOICE:
        return _invoice(common, m, where)
    if kind in TRANSPORT:
        return _transport(common, m)
    if kind is Kind.INSURANCE:
        return Insurance(
            **common, form=(m.form or m.document).upper(), risks=tuple(m.risks), effective=m.effective
        )
    if kind is Kind.DRAFT:
        try:
            tenor = parse_tenor(m.tenor) if m.tenor else None
        except PeriodError as error:
            raise ExamineError(f"{where}: field tenor", str(error)) from None
        return Draft(**common, drawee=party_of(m.drawee), tenor=tenor, tenor_words=m.tenor)
    return Document(**common)


def _invoice(common: dict[str, Any], m: DocumentModel, where: str) -> Invoice:
    lines = tuple(
        Line(
            line.goods,
            quantity_of(line.quantity, f"{where}: field lines.{number}.quantity") if line.quantity else None,
            price_of(line.unit_price, common["currency"], f"{where}: field lines.{number}.unit_price")
            if line.unit_price
            else None,
        )
        for number, line in enumerate(m.lines)
    )
    if not lines and (m.goods or m.quantity or m.unit_price):
        price = (
            price_of(m.unit_price, common["currency"], f"{where}: field unit_price") if m.unit_price else None
        )
        lines = (Line(m.goods, common["quantity"], price),)
    goods = m.goods or " ".join(line.goods for line in lines)
    return Invoice(**{**common, "goods": goods}, lines=lines)


def _transport(common: dict[str, Any], m: DocumentModel) -> Transport:
    consignee = party_of(m.consignee)
    order: str | None = None
    if consignee is not None and (found := order_of(consignee.name)) is not None:
        consignee, order = None, found
    if m.charter_party and common["kind"] is Kind.BILL_OF_LADING:
        common = {**common, "kind": Kind.CHARTER_PARTY}
    return Transport(
        **common,
        carrier=m.carrier,
        signed_as=m.signed_as,
        on_board=m.on_board,
        received=m.received,
        consignee=consignee,
        to_order_of=order,
        endorsed=m.endorsed,
        notify=tuple(party for one in m.notify if (party := party_of(one)) is not None),
        freight=m.freight.upper(),
        clauses=tuple(m.clauses),
        transhipment=m.transhipment,
        containerised=m.containerised or bool(m.containers),
        on_deck=m.on_deck,
        charter_party=common["kind"] is Kind.CHARTER_PARTY,
    )


def order_of(text: str) -> str | None:
    """Whose order a consignee box names: "" to order (of the shipper), None when it names a consignee."""
    flat = plain(text)
    if not flat.startswith(("TO ORDER", "TO THE ORDER", "ORDER")):
        return None
    _, of, rest = flat.partition(" OF ")
    return rest.strip() if of else ""
