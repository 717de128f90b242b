"""Events of a credit in words, each with its rule: for the screen, the timeline and the certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from usance.calendars import date_of
from usance.codes import DiscrepancyCode, Disposal, NoticeMeans
from usance.credits.book import Seen, change_of_event
from usance.credits.terms_file import plain_value
from usance.money import money_text
from usance.terms import ZERO_HASH

WORDS = {
    "Issued": ("the issuing bank is bound", "U7"),
    "Advised": ("the adviser passed the credit on", "U10"),
    "Confirmed": ("the confirming bank answered", "U9"),
    "Presented": ("a set was presented", "U6"),
    "Acknowledged": ("receipt: the clock runs", "U14"),
    "Forwarded": ("the set was sent on", "U6"),
    "Accepted": ("found complying", "U15"),
    "Refused": ("refused by one notice", "U16"),
    "Waived": ("waiver", "U16"),
    "ReturnDemanded": ("the presenter asked its documents back", "U16"),
    "Precluded": ("silence bound the bank", "U16"),
    "Honoured": ("paid", "U7"),
    "Expired": ("expired", "U6"),
    "Defaulted": ("not paid when due: it is a claim on the bank", "U7"),
    "Closed": ("closed, cover returned", ""),
    "AmendmentProposed": ("an amendment was proposed; the issuing bank is bound by it", "U11"),
    "ConfirmationExtended": ("the confirming bank spoke on the amendment", "U11"),
    "AmendmentAccepted": ("the amendment is in force", "U11"),
    "AmendmentRejected": ("the amendment was rejected", "U11"),
    "ConfirmationAmended": ("the confirming bank's own terms follow the amendment", "U11"),
    "Cancelled": ("cancelled by all, cover returned", "U11"),
    "ConfirmedSilently": ("a bank is surety of the issuing bank, unasked by it", "U9"),
    "SilentConfirmationEnded": ("the surety did not go along with a change and is free", "U11"),
    "DocumentsReturned": ("the documents went back", "U16"),
    "NoticeRecorded": ("a notice given off chain came on record", "U16"),
    "NoticeStruck": ("the second notice has no effect: nothing new on what was shown before", "U16"),
    "Awarded": ("an award: the refusal was unfounded", "U16"),
    "Stopped": ("a legal stop: payment waits, clocks run on", ""),
    "StopLifted": ("the legal stop was lifted", ""),
    "UnreadableReported": ("records cannot be read: the clock stands until they come again", "EUCP-e12"),
    "RecordsResent": ("the records came again: the clock goes on", "EUCP-e12"),
    "Dropped": ("records did not come again: not presented", "EUCP-e12"),
    "PaymentAsserted": ("the bank says it paid off chain", "U7"),
    "PaymentConfirmed": ("the payee has the money", "U7"),
    "PaymentContested": ("the payee was not paid", "U7"),
    "Charged": ("charges were paid", "U37"),
    "Undertaken": ("the bank undertook to pay at maturity", "U7"),
    "Settled": ("an undertaking was paid", "U7"),
    "NegotiationOffered": ("the presenter offers its drawing for sale", "U12"),
    "Negotiated": ("a nominated bank bought the drawing", "U12"),
    "RecourseCalled": ("the bank takes its money back from the seller of the drawing", "U12"),
    "ReimbursementClaimed": ("a bank claims what it paid", "U8"),
    "Reimbursed": ("a bank that paid is paid back", "U8"),
    "RefundClaimed": ("a bank that paid wants its money back", "U8"),
}


class _Teller:
    """Amounts and days of one event."""

    def __init__(self, args: Mapping[str, Any], currency: str) -> None:
        self.args = args
        self.currency = currency

    def money(self, name: str) -> str:
        return money_text(self.currency, int(self.args[name]))

    def day(self, name: str) -> str:
        return date_text(int(self.args[name]))

    def word(self, name: str) -> str:
        return "0x" + bytes(self.args[name]).hex()[:12]


def _acknowledged(told: _Teller) -> str:
    return f"received {told.day('received_day')}, last day {told.day('last_day')}"


def _refused(told: _Teller) -> str:
    codes = [_code(int(item["code"])) for item in told.args["discrepancies"]]
    return f"{', '.join(codes)}; documents: {Disposal(int(told.args['disposal'])).name}"


def _bound(told: _Teller) -> str:
    return f"{told.money('amount')}, due {told.day('due_day')}"


def _honoured(told: _Teller) -> str:
    cover, bank = int(told.args["from_cover"]), int(told.args["from_bank"])
    return (
        f"{money_text(told.currency, cover + bank)}, of cover {told.money('from_cover')}, "
        f"outstanding {told.money('outstanding')}"
    )


def _defaulted(told: _Teller) -> str:
    return f"{told.money('amount')}, claim 0x{bytes(told.args['claim']).hex()}"


def _proposed(told: _Teller) -> str:
    change = change_of_event(told.args["change"])
    if change.cancel:
        return f"number {change.number}: to cancel the credit"
    parts = [f"{name} {_value(name, value, told.currency)}" for name, value in change.new_values()]
    if change.difference:
        sign = "+" if change.difference > 0 else "-"
        parts.insert(0, f"amount {sign} {money_text(told.currency, abs(change.difference))}")
    cover = f"; cover {told.money('cover')}" if told.args["cover"] else ""
    return f"number {change.number}: {', '.join(parts)}{cover}"


def _value(name: str, value: Any, currency: str) -> str:
    if name in ("additional_amount", "advance_cap"):
        return money_text(currency, int(value))
    told = plain_value(name, value)
    if isinstance(told, str) and len(told) == 66:
        return told[:14]
    return (", ".join(told) if isinstance(told, list) else str(told or "none")) or "none"


def _in_force(told: _Teller) -> str:
    parts = [f"now {money_text(told.currency, int(told.args['terms']['amount']))}"]
    parts.append(f"until {date_text(int(told.args['terms']['expiry_day']))}")
    if bytes(told.args["presentation"]) != ZERO_HASH:
        parts.append(f"said by set {told.word('presentation')}")
    if told.args["apart"]:
        parts.append("the confirming bank stays bound by the terms it confirmed")
    if told.args["freed"]:
        parts.append(f"cover freed {told.money('freed')}")
    return ", ".join(parts)


def _rejected(told: _Teller) -> str:
    return "taken in part, which is a rejection" if told.args["part"] else ""


def _apart(told: _Teller) -> str:
    return "still apart from the terms in force" if told.args["apart"] else "now the terms in force"


def _asserted(told: _Teller) -> str:
    held = f", a default waits until {told.day('held_until')}" if told.args["held_until"] else ""
    return f"{told.money('amount')}, value {told.day('value_day')}{held}"


def _noticed(told: _Teller) -> str:
    means = NoticeMeans(int(told.args["means"])).name.lower()
    return f"given {told.day('given_day')} by {means}"


DETAILS: Mapping[str, Callable[[_Teller], str]] = {
    "Acknowledged": _acknowledged,
    "Refused": _refused,
    "Accepted": _bound,
    "Precluded": _bound,
    "Waived": _bound,
    "Awarded": _bound,
    "Honoured": _honoured,
    "Defaulted": _defaulted,
    "ReturnDemanded": lambda told: f"they go back by {told.day('last_day')}",
    "AmendmentProposed": _proposed,
    "ConfirmationExtended": lambda told: (
        "extends" if told.args["extends"] else "advises it without extending"
    ),
    "AmendmentAccepted": _in_force,
    "AmendmentRejected": _rejected,
    "ConfirmationAmended": _apart,
    "Cancelled": lambda told: told.money("cover_returned"),
    "NoticeRecorded": _noticed,
    "NoticeStruck": lambda told: f"earlier set {told.word('earlier')}",
    "Stopped": lambda told: f"{told.money('amount')} until {told.day('until')}",
    "UnreadableReported": lambda told: f"to send again by {told.day('resend_until')}",
    "RecordsResent": lambda told: f"last day {told.day('last_day')}",
    "PaymentAsserted": _asserted,
    "Charged": lambda told: told.money("amount"),
    "Undertaken": _bound,
    "Settled": lambda told: f"outstanding {told.money('outstanding')}",
    "Negotiated": lambda told: f"{told.money('price')} for {told.money('amount')}, due {told.day('due_day')}",
    "RecourseCalled": lambda told: told.money("amount"),
    "ReimbursementClaimed": _bound,
    "Reimbursed": lambda told: f"{told.money('amount')}, outstanding {told.money('outstanding')}",
    "RefundClaimed": lambda told: told.money("amount"),
    "PaymentConfirmed": lambda told: f"{told.money('amount')}, outstanding {told.money('outstanding')}",
}


def event_fact(seen: Seen, currency: str) -> dict[str, Any]:
    """An event in words."""
    event = seen.event
    words, rule = WORDS.get(event.name, (event.name, ""))
    detail = ""
    if event.name in DETAILS:
        detail = DETAILS[event.name](_Teller(event.args, currency))
    elif event.name in ("Advised", "Confirmed") and not event.args.get("willing", True):
        detail = "unwilling"
    return {
        "event": event.name,
        "at": time_text(seen.at),
        "words": words,
        "detail": detail,
        "rule": rule,
        "transaction": seen.tx,
    }


def _code(code: int) -> str:
    try:
        return DiscrepancyCode(code).name.lower()
    except ValueError:
        return f"code {code}"


def date_text(day: int) -> str:
    return date_of(day).isoformat() if day else "none"


def time_text(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
