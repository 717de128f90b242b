"""Terms of a credit as fields of a message: the chain's values, the MT700's words where they still hold."""

from __future__ import annotations

import re

from usance.calendars import date_of
from usance.codes import Allowed, AvailableBy, ChargesFor, Confirmation, Exclusion, Form, Rulebook, TenorFrom
from usance.messages import values as v
from usance.messages.values import format_amount, format_date
from usance.messages_out.records import Records
from usance.messages_out.sheet import Sheet
from usance.messages_out.wish import ExportError
from usance.places import find_place, place_of
from usance.terms import ZERO_ADDRESS, Credit, key_text

FORMS = {Form.IRREVOCABLE: "IRREVOCABLE", Form.TRANSFERABLE: "IRREVOCABLE TRANSFERABLE"}
WORDS = {Allowed.ALLOWED: "ALLOWED", Allowed.NOT_ALLOWED: "NOT ALLOWED", Allowed.CONDITIONAL: "CONDITIONAL"}
CONFIRMATIONS = {
    Confirmation.WITHOUT: "WITHOUT",
    Confirmation.MAY_ADD: "MAY ADD",
    Confirmation.CONFIRM: "CONFIRM",
}
BY = {
    AvailableBy.PAYMENT: "BY PAYMENT",
    AvailableBy.DEFERRED: "BY DEF PAYMENT",
    AvailableBy.ACCEPTANCE: "BY ACCEPTANCE",
    AvailableBy.NEGOTIATION: "BY NEGOTIATION",
    AvailableBy.MIXED: "BY MIXED PYMT",
}
TENORS = {
    TenorFrom.SIGHT: "SIGHT",
    TenorFrom.SHIPMENT: "DATE OF SHIPMENT",
    TenorFrom.PRESENTATION: "PRESENTATION",
    TenorFrom.ISSUE: "DATE OF ISSUE",
    TenorFrom.INVOICE: "DATE OF INVOICE",
    TenorFrom.DRAFT: "DATE OF DRAFT",
}
TENOR_TERMS = ("available_by", "tenor_days", "tenor_from", "draft_percent", "legs")


def form(terms: Credit, mt: str) -> str:
    if terms.form not in FORMS:
        raise ExportError(f"MT{mt}: a standby credit has no form in field 40; its messages are MT760 and on")
    return FORMS[Form(terms.form)]


def rules(terms: Credit) -> str | None:
    """40E; no code says ISP98 there."""
    if terms.rulebook != Rulebook.UCP600:
        return None
    return "EUCP LATEST VERSION" if terms.exclusions & Exclusion.EUCP else "UCP LATEST VERSION"


def expiry(terms: Credit, records: Records) -> str:
    """31D: the place as the MT700 writes it while it is the same, else the town, else the code."""
    place = ""
    said = records.issued.typed("31D") if records.issued is not None else None
    if isinstance(said, v.DatePlace) and terms.expiry_place == records.record.birth.expiry_place:
        place = said.place
    return format_date(date_of(terms.expiry_day)) + (place or town(key_text(terms.expiry_place)))


def town(code: str) -> str:
    """A place as a message can name it so that it is found again."""
    place = place_of(code)
    name = place.name.upper() if place is not None else ""
    fits = re.fullmatch(r"[A-Z0-9/\-?:().,'+ ]{1,29}", name) is not None
    return name if fits and find_place(name) == code else code


def tolerance(terms: Credit, always: bool = False) -> str | None:
    """39A: whole percents."""
    plus, minus = terms.tolerance_plus, terms.tolerance_minus
    if not plus and not minus and not always:
        return None
    if plus % 100 or minus % 100 or max(plus, minus) > 9_900:
        raise ExportError(
            f"field 39A: a tolerance of {plus} and {minus} basis points is no whole percent up to 99; "
            "the chain's terms cannot be written so"
        )
    return f"{plus // 100:02}/{minus // 100:02}"


def additional(terms: Credit) -> str | None:
    """39C, in words from which the amount is read again."""
    if not terms.additional_amount:
        return None
    return "ADDITIONAL " + format_amount(key_text(terms.currency), terms.additional_amount)


def allowed(value: int) -> str | None:
    return WORDS.get(Allowed(value)) if value else None


def period(terms: Credit, records: Records) -> str | None:
    """48: what follows the slash is the MT700's."""
    if terms.exclusions & Exclusion.ART14C_OFF:
        return None
    said = records.issued.typed("48") if records.issued is not None else None
    text = said.text if isinstance(said, v.Period) and said.days == terms.presentation_days else ""
    return f"{terms.presentation_days}" + (f"/{text}" if text else "")


def tenor(terms: Credit) -> str | None:
    """42P of a deferred payment or a negotiation at a tenor."""
    if terms.available_by not in (AvailableBy.DEFERRED, AvailableBy.NEGOTIATION) or not terms.tenor_days:
        return None
    return f"{terms.tenor_days} DAYS AFTER {TENORS[TenorFrom(terms.tenor_from)]}"


def charges(terms: Credit) -> str | None:
    """71D for an amendment that says who bears charges."""
    if not terms.charges_for:
        return None
    return f"ALL CHARGES ARE FOR {ChargesFor(terms.charges_for).name}"


def put_money(sheet: Sheet, terms: Credit) -> None:
    """32B, 39A, 39C."""
    sheet.chain("32B", sheet.facts.money(terms.amount))
    sheet.chain("39A", tolerance(terms))
    if terms.additional_amount == sheet.facts.birth.additional_amount:
        sheet.copied(sheet.records.issued, "39C")
    sheet.computed("39C", additional(terms))


def put_available_with(sheet: Sheet, terms: Credit) -> None:
    """41a: the MT700's words while the terms behind them are those of birth."""
    if _same_tenor(sheet, terms) and terms.nominated == sheet.facts.birth.nominated:
        sheet.copied(sheet.records.issued, "41a")
    bic = sheet.records.bic(terms.nominated) if terms.nominated != ZERO_ADDRESS else ""
    if bic:
        sheet.recorded("41A", f"{bic}\n{BY[AvailableBy(terms.available_by)]}")


def put_available(sheet: Sheet, terms: Credit) -> None:
    """41a and the drafts of 42."""
    put_available_with(sheet, terms)
    issued = sheet.records.issued
    if issued is not None and _same_tenor(sheet, terms):
        sheet.copied(issued, "42C", "42a", "42M", "42P")
    else:
        sheet.computed("42P", tenor(terms))


def _same_tenor(sheet: Sheet, terms: Credit) -> bool:
    birth = sheet.facts.birth
    return all(getattr(terms, name) == getattr(birth, name) for name in TENOR_TERMS)


def put_shipment(sheet: Sheet, terms: Credit) -> None:
    """43P, 43T, 44a: ports and periods in words are the MT700's."""
    issued = sheet.records.issued
    if "43P" in sheet.layout.tags:
        sheet.chain("43P", allowed(terms.partials))
        sheet.chain("43T", allowed(terms.transhipment))
    if terms.latest_shipment_day:
        sheet.chain("44C", format_date(date_of(terms.latest_shipment_day)))
    else:
        sheet.copied(issued, "44D")
    sheet.copied(issued, "44A", "44E", "44F", "44B")


def confirmation(terms: Credit) -> str:
    return CONFIRMATIONS[Confirmation(terms.confirmation)]
