"""An MT700 as the mapping that `credit_of` takes: what an examiner reads in a message."""

from __future__ import annotations

from datetime import date
from typing import Any

from usance.examine.credit import CreditFacts, credit_of
from usance.examine.errors import ExamineError
from usance.messages import values as v
from usance.messages.message import Message

TEXTS = {"44A": "receipt", "44E": "loading", "44F": "discharge", "44B": "delivery"}
FORMS = {"IRREVOCABLE": "IRREVOCABLE", "IRREVOCABLE TRANSFERABLE": "TRANSFERABLE"}


def of_message(message: Message) -> CreditFacts:
    """The credit in an MT700; ExamineError, one line, for another message or one with an error."""
    return credit_of(fields_of(message), message.source or "MT700")


def fields_of(message: Message) -> dict[str, Any]:
    """The mapping of inline facts that a message stands for."""
    where = message.source or "message"
    if message.mt != "700":
        raise ExamineError(where, f"MT{message.mt or '?'} issues no credit", "give the MT700")
    for finding in message.errors:
        raise ExamineError(
            f"{where}, field {finding.tag}", finding.text, f"correct the message ({finding.code})"
        )
    found: dict[str, Any] = {
        "number": message.text("20") or "",
        "form": _form(message),
        "rulebook": "ISP98" if (message.text("40E") or "").startswith("ISP") else "UCP600",
        "partials": _first(message, "43P") or "ALLOWED",
        "transhipment": _first(message, "43T") or "ALLOWED",
        "presentation": _flat(message, "48"),
        "shipment_period": _flat(message, "44D"),
        "draft": _flat(message, "42C"),
        "goods": _items(message, "45A"),
        "documents": _items(message, "46A"),
        "conditions": _items(message, "47A"),
        "issuing_bank": {"name": message.sender, "id": message.sender} if message.sender else None,
    }
    amount = message.typed("32B")
    if isinstance(amount, v.Amount):
        text = v.format_amount(amount.currency, amount.minor)[3:].rstrip(",").replace(",", ".")
        found |= {"amount": text, "currency": amount.currency}
    tolerance = message.typed("39A")
    if isinstance(tolerance, v.Tolerance):
        found["tolerance"] = f"{tolerance.plus}/{tolerance.minus}"
    expiry = message.typed("31D")
    if isinstance(expiry, v.DatePlace):
        found |= {"expires": expiry.day, "expiry_place": expiry.place}
    for tag, name in (("31C", "issued"), ("44C", "latest_shipment")):
        if isinstance(day := message.typed(tag), date):
            found[name] = day
    for tag, name in (("50", "applicant"), ("59", "beneficiary")):
        person = message.typed(tag)
        if isinstance(person, v.NameAddress) and person.lines:
            found[name] = list(person.lines)
    for tag, name in TEXTS.items():
        found[name] = _flat(message, tag)
    available = message.typed("41a")
    if isinstance(available, v.Availability) and not available.any_bank:
        found["nominated_bank"] = _bank(available.bic, available.lines)
    drawee = message.typed("42a")
    if isinstance(drawee, v.Party):
        found["drawee"] = _bank(drawee.bic, drawee.lines)
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _form(message: Message) -> str:
    text = " ".join((message.text("40A") or "").upper().split())
    return "STANDBY" if "STANDBY" in text else FORMS.get(text, "IRREVOCABLE")


def _flat(message: Message, tag: str) -> str:
    return " ".join((message.text(tag) or "").split())


def _first(message: Message, tag: str) -> str:
    return (message.text(tag) or "").split("\n")[0].strip()


def _items(message: Message, tag: str) -> list[str]:
    return [text for _, text in v.split_items(message.text(tag) or "")]


def _bank(bic: str, lines: tuple[str, ...]) -> dict[str, Any] | None:
    if bic:
        return {"name": bic, "id": bic}
    return {"name": lines[0], "address": list(lines[1:])} if lines else None
