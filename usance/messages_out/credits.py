"""The credit itself: pre-advice (705), advice of another bank's credit (710), acknowledgement (730)."""

from __future__ import annotations

from usance.calendars import date_of
from usance.codes import AmendmentStatus
from usance.messages.values import format_date
from usance.messages_out import term_fields as terms_of
from usance.messages_out.facts import AmendmentFacts
from usance.messages_out.sheet import Sheet
from usance.terms import ZERO_ADDRESS


def pre_advice(sheet: Sheet) -> None:
    """MT705, issuing to advising bank: a credit that is issued and that nobody advised yet."""
    facts, terms = sheet.facts, sheet.facts.birth
    facts.need_live()
    if facts.seen("Advised") is not None:
        raise facts.unfit("its adviser has spoken", "a pre-advice comes before; write an MT707 for a change")
    if terms != facts.terms:
        raise facts.unfit("it was amended", "a pre-advice tells the terms of issue alone")
    sheet.head(terms.issuer, "issuing bank", terms.adviser, "advising bank")
    sheet.chain("40A", terms_of.form(terms, sheet.mt))
    sheet.reference("20")
    sheet.chain("31D", terms_of.expiry(terms, sheet.records))
    terms_of.put_money(sheet, terms)
    sheet.copied(sheet.records.issued, "50", "59", "45A", "57a")
    terms_of.put_available_with(sheet, terms)
    terms_of.put_shipment(sheet, terms)


def advice(sheet: Sheet) -> None:
    """MT710, advising bank to the next: a credit that it passed on. Amendments follow by MT707."""
    facts, terms, issued = sheet.facts, sheet.facts.birth, sheet.records.issued
    facts.need_live()
    if not facts.state["advised"]:
        raise facts.unfit("its adviser has not passed it on", "`credit advise` comes first")
    sheet.head(terms.adviser, "advising bank", ZERO_ADDRESS, "bank advised through")
    sheet.form("27", "1/1")
    own = facts.state["confirmed"] and terms.confirmer == terms.adviser
    word = "ADDING OUR CONFIRMATION" if own else "WITHOUT OUR CONFIRMATION"
    sheet.chain("40B", f"{terms_of.form(terms, sheet.mt)}\n{word}")
    sheet.reference("21")
    sheet.chain("31C", format_date(date_of(terms.issue_day)))
    sheet.copied(issued, "40E", "51a", "50", "59")
    sheet.computed("40E", terms_of.rules(terms))
    sheet.chain("31D", terms_of.expiry(terms, sheet.records))
    sheet.party("52", terms.issuer)
    terms_of.put_money(sheet, terms)
    terms_of.put_available(sheet, terms)
    terms_of.put_shipment(sheet, terms)
    sheet.copied(issued, "45A", "46A", "47A", "49G", "49H", "71D")
    sheet.chain("48", terms_of.period(terms, sheet.records))
    sheet.chain("49", terms_of.confirmation(terms))
    sheet.copied(issued, "58a", "53a", "78")
    sheet.party("58", terms.confirmer)
    sheet.party("53", terms.reimburser)
    if facts.record.terms != terms:
        sheet.notes.append("the credit was amended: this is the credit as issued; its amendments go by MT707")


def acknowledgement(sheet: Sheet) -> None:
    """MT730, advising to issuing bank: the credit was passed on, or the beneficiary answered an amendment."""
    facts, terms = sheet.facts, sheet.facts.birth
    sheet.head(terms.adviser, "advising bank", terms.issuer, "issuing bank")
    sheet.reference("21")
    if isinstance(facts, AmendmentFacts):
        if facts.status is AmendmentStatus.PENDING:
            raise facts.unfit("is PENDING", "it is acknowledged once the beneficiary took or rejected it")
        sheet.chain("30", format_date(facts.proposed))
        code = "BENACC" if facts.status is AmendmentStatus.ACCEPTED else "BENREJ"
        sheet.chain("72Z", f"/{code}/AMENDMENT {facts.one.change.number:03}")
        return
    if not facts.state["advised"]:
        raise facts.unfit("its adviser has not passed it on", "`credit advise` comes first")
    issued = facts.seen("Issued")
    assert issued is not None
    sheet.chain("30", format_date(facts.day(terms.issuer_place, issued.at)))
