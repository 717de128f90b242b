"""Money: advice of payment, acceptance or negotiation (754), advice of reimbursement or payment (756)."""

from __future__ import annotations

import re

from usance.calendars import date_of
from usance.credits.book import Seen
from usance.messages.values import format_amount
from usance.messages_out.facts import SetFacts, amount_of
from usance.messages_out.sheet import Sheet
from usance.terms import ZERO_HASH, key_text

DEDUCTED, ADDED = 2, 1
PAID = ("Honoured", "PaymentConfirmed")


def _facts(sheet: Sheet) -> SetFacts:
    assert isinstance(sheet.facts, SetFacts)
    return sheet.facts


def performance(sheet: Sheet) -> None:
    """MT754, by the bank presented to, to the issuing bank: it paid, undertook or negotiated."""
    facts = _facts(sheet)
    seen = _performed(facts)
    event = seen.event
    sheet.head(facts.one.statement.bank, "bank presented to", facts.birth.issuer, "issuing bank")
    sheet.reference("21")
    if event.name in PAID:
        minor = _paid(seen)
        sheet.chain("32A", facts.dated(facts.day(facts.one.statement.bank_place, seen.at), minor))
        _put_charges(sheet)
    elif event["due_day"] and len(event.args.get("claims", ())) <= 1:
        sheet.chain("32A", facts.dated(date_of(int(event["due_day"])), amount_of(event)))
    else:
        # At sight; or in several legs, of which each claim has its own day.
        sheet.chain("32B", facts.money(amount_of(event)))


def _performed(facts: SetFacts) -> Seen:
    """What the bank did before it sent the set on; not what the issuing bank paid in its place (7a)."""
    hits = [
        seen
        for seen in facts.own()
        if seen.event.name in ("Undertaken", "Negotiated")
        or (seen.event.name in PAID and not int(seen.event["outstanding"]))
    ]
    forwarded = facts.forwarded
    own = forwarded is not None and forwarded.event["claim"] if facts.at_issuer else True
    if not hits or not own:
        raise facts.unfit(
            f"is {facts.status.name}, and no bank but the issuing bank paid, undertook or negotiated it",
            "an MT754 tells what a nominated or confirming bank did",
        )
    return hits[0]


def _paid(seen: Seen) -> int:
    """[minor] of one payment."""
    event = seen.event
    if event.name == "Honoured":
        return int(event["from_cover"]) + int(event["from_bank"])
    return amount_of(event)


def _put_charges(sheet: Sheet) -> None:
    """71D: lines deducted from the payee's money, 73A: lines paid on top."""
    facts = _facts(sheet)
    currency = key_text(facts.birth.currency)
    for account, tag in ((DEDUCTED, "71D"), (ADDED, "73A")):
        lines = []
        for seen in facts.own():
            if seen.event.name != "Charged" or int(seen.event["account"]) != account:
                continue
            amount = format_amount(currency, amount_of(seen.event))
            code = bytes(seen.event["code"]).rstrip(b"\0").decode("ascii", "replace").upper()
            # A line without a code is an amount all the same.
            lines.append(f"/{code}/{amount}" if re.fullmatch(r"[A-Z0-9]{1,8}", code) else amount)
        sheet.chain(tag, "\n".join(lines) or None)


def settlement(sheet: Sheet) -> None:
    """MT756, by the bank that paid, to the bank that claims or presented: reimbursed or paid."""
    facts = _facts(sheet)
    # What another bank paid before it sent the set on is told by its MT754.
    before = len(facts.own()) if facts.forwarded is not None else 0
    hits = [
        one
        for at, one in enumerate(facts.one.events)
        if one.event.name == "Reimbursed" or (one.event.name in PAID and at >= before and facts.at_issuer)
    ]
    if hits and hits[-1].event.name == "Reimbursed":
        _reimbursed(sheet, hits[-1])
        return
    if not hits:
        raise facts.unfit(
            f"is {facts.status.name}, and neither reimbursing nor issuing bank has paid anything on it",
            "an MT756 tells a payment",
        )
    sheet.head(facts.birth.issuer, "issuing bank", facts.presenter, "presenter")
    sheet.reference("20")
    seen = hits[-1]
    paid = _paid(seen)
    sheet.chain("32B", facts.money(paid + int(seen.event["outstanding"])))
    sheet.chain("33A", facts.dated(facts.day(facts.birth.issuer_place, seen.at), paid))


def _reimbursed(sheet: Sheet, seen: Seen) -> None:
    """The last payment on a claim on the reimbursing bank, of what was still claimed then."""
    facts, birth = _facts(sheet), sheet.facts.birth
    payer = str(seen.event["payer"])
    words = "issuing bank" if payer == birth.issuer else "reimbursing bank"
    sheet.head(payer, words, facts.one.statement.bank, "claiming bank")
    if payer == birth.issuer:
        sheet.reference("20")
    paid = amount_of(seen.event)
    sheet.chain("32B", facts.money(paid + int(seen.event["outstanding"])))
    place = birth.currency_place if birth.currency_place != ZERO_HASH else birth.issuer_place
    sheet.chain("33A", facts.dated(facts.day(place, seen.at), paid))
