"""The reimbursing bank: authority (740), claim (742), notice of a claim that does not conform (744)."""

from __future__ import annotations

from usance.calendars import date_of
from usance.messages import values as v
from usance.messages.values import format_date
from usance.messages_out import term_fields as terms_of
from usance.messages_out.facts import SetFacts, amount_of
from usance.messages_out.sheet import Sheet
from usance.terms import ZERO_ADDRESS, Credit

CLAIMED = 1


def _facts(sheet: Sheet) -> SetFacts:
    assert isinstance(sheet.facts, SetFacts)
    return sheet.facts


def authority(sheet: Sheet) -> None:
    """MT740, issuing to reimbursing bank: the terms in force, of a live credit that names one."""
    facts, terms, issued = sheet.facts, sheet.facts.terms, sheet.records.issued
    facts.need_live()
    if terms.reimburser == ZERO_ADDRESS:
        raise facts.unfit("names no reimbursing bank", "nobody is to be authorised")
    sheet.head(terms.issuer, "issuing bank", terms.reimburser, "reimbursing bank")
    sheet.reference("20")
    sheet.recorded("40F", _urr(sheet))
    sheet.chain("31D", terms_of.expiry(terms, sheet.records))
    sheet.party("58", terms.nominated)
    if not sheet.has("58a"):
        sheet.copied(issued, "59")
    terms_of.put_money(sheet, terms)
    terms_of.put_available(sheet, terms)


def _urr(sheet: Sheet) -> str | None:
    """40F by 40E of the MT700: whether it says that the rules for reimbursement apply."""
    said = sheet.records.issued.typed("40E") if sheet.records.issued is not None else None
    if not isinstance(said, v.Code):
        return None
    return "URR LATEST VERSION" if "UCPURR" in said.code else "NOTURR"


def claim(sheet: Sheet) -> None:
    """MT742, claiming to reimbursing bank: what was claimed on the chain."""
    facts, terms = _facts(sheet), _claimed(_facts(sheet))
    event = facts.last("ReimbursementClaimed")
    assert event is not None
    minor, due = amount_of(event.event), date_of(int(event.event["due_day"]))
    sheet.head(str(event.event["bank"]), "claiming bank", terms.reimburser, "reimbursing bank")
    sheet.reference("21")
    sheet.chain("31C", format_date(date_of(terms.issue_day)))
    sheet.party("52", terms.issuer)
    sheet.chain("32B", facts.money(minor))
    sheet.chain("34A", facts.dated(due, minor))


def _claimed(facts: SetFacts) -> Credit:
    """The terms in force, once a bank has claimed under them."""
    if not int(facts.claim()["status"]):
        raise facts.unfit("nobody claimed reimbursement of it", "`credit claim-reimbursement` comes first")
    return facts.terms


def nonconforming(sheet: Sheet) -> None:
    """MT744, reimbursing to claiming bank: a claim that stands and is not paid. The reason is its own."""
    facts, terms = _facts(sheet), _claimed(_facts(sheet))
    if int(facts.claim()["status"]) != CLAIMED:
        raise facts.unfit("its claim was reimbursed", "a notice comes before payment")
    event = facts.last("ReimbursementClaimed")
    assert event is not None
    sheet.head(terms.reimburser, "reimbursing bank", str(event.event["bank"]), "claiming bank")
    sheet.party("52", terms.issuer)
    sheet.reference("21A")
    sheet.chain("31C", format_date(date_of(terms.issue_day)))
    sheet.chain("34A", facts.dated(date_of(int(event.event["due_day"])), amount_of(event.event)))
    if event.event["early"]:
        sheet.notes.append("the claim was lodged more than ten banking days before it is due (URR-11)")
    refused = facts.last("Refused")
    if refused is not None and str(refused.event["bank"]) == terms.issuer:
        sheet.notes.append("the issuing bank has refused the documents")
