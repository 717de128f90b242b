"""The issuing bank takes documents up: discharge (732), authorisation to pay, accept or negotiate (752)."""

from __future__ import annotations

from datetime import date

from usance.chain.abi import Event
from usance.codes import AvailableBy, SetStatus
from usance.credits.book import Seen
from usance.messages.values import format_date
from usance.messages_out.facts import SetFacts, amount_of
from usance.messages_out.sheet import Sheet
from usance.terms import ZERO_ADDRESS

TAKEN = (SetStatus.COMPLYING, SetStatus.HONOURED, SetStatus.UNDERTAKEN, SetStatus.DEFAULTED)
CODES = {AvailableBy.ACCEPTANCE: "ACCEPT", AvailableBy.NEGOTIATION: "NEGOTIATE"}


def _facts(sheet: Sheet) -> SetFacts:
    assert isinstance(sheet.facts, SetFacts)
    return sheet.facts


def _taken_up(facts: SetFacts) -> Event:
    """The issuing bank's finding, or the waiver that bound it. Silence takes nothing up."""
    hits: list[Seen] = [
        seen
        for seen in facts.one.events
        if (seen.event.name == "Accepted" and str(seen.event["bank"]) == facts.birth.issuer)
        or (seen.event.name == "Waived" and seen.event["complete"])
    ]
    if not facts.at_issuer or facts.status not in TAKEN or not hits:
        where = "at the issuing bank" if facts.at_issuer else "not at the issuing bank"
        raise facts.unfit(f"is {facts.status.name}, {where}", "this message tells documents it took up")
    return hits[-1].event


def _sent(facts: SetFacts) -> date:
    """The day at the presenting bank's place on which it paid, undertook or bought, else sent the set on."""
    place = facts.one.statement.bank_place if facts.elsewhere else facts.birth.issuer_place
    first = facts.one.events[0]
    hits = [
        seen
        for seen in facts.own()
        if seen.event.name in ("Honoured", "Undertaken", "Negotiated", "PaymentConfirmed")
    ]
    seen = hits[0] if hits else facts.forwarded or first
    return facts.day(place, seen.at)


def discharge(sheet: Sheet) -> None:
    """MT732, issuing bank to who presented: the documents are taken up."""
    facts = _facts(sheet)
    event = _taken_up(facts)
    sheet.head(facts.birth.issuer, "issuing bank", facts.presenter, "presenter")
    sheet.reference("20")
    sheet.chain("30", format_date(_sent(facts)))
    sheet.chain("32B", facts.money(amount_of(event)))


def authorisation(sheet: Sheet) -> None:
    """MT752, issuing bank to the bank that sent it the set and has not paid: it may."""
    facts = _facts(sheet)
    event = _taken_up(facts)
    forwarded = facts.forwarded
    if forwarded is None:
        raise facts.unfit("was presented to the issuing bank itself", "there is no other bank to authorise")
    if forwarded.event["claim"]:
        raise facts.unfit("is paid or undertaken by the bank that sent it", "write an MT732 or MT756")
    sheet.head(facts.birth.issuer, "issuing bank", facts.one.statement.bank, "bank that sent the set")
    sheet.reference("20")
    sheet.chain("23", _code(facts))
    sheet.chain("30", format_date(facts.day(facts.one.statement.bank_place, forwarded.at)))
    sheet.chain("32B", facts.money(amount_of(event)))


def _code(facts: SetFacts) -> str | None:
    """23: how it gets its money; where the chain does not tell, it is asked."""
    if facts.status is SetStatus.HONOURED:
        return "REMITTED"
    named = CODES.get(AvailableBy(facts.terms.available_by))
    if named is None and facts.terms.reimburser != ZERO_ADDRESS:
        return "REIMBURSE"
    return named
