"""Events of claims in words, and how the accounts of a claim are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from usance.calendars import date_of
from usance.chain.abi import Event
from usance.claim_terms import Claim
from usance.claims.book import RETIRED, ClaimRecord, sub_accounts
from usance.codes_claims import (
    AttestationKind,
    ClaimKind,
    ClaimStatus,
    DisputeReason,
    RetireReason,
    SubAccount,
    Waiver,
)
from usance.model.outcome import Fact
from usance.money import money_text
from usance.report.certificate import time_text
from usance.terms import ZERO_ADDRESS, key_text

ROLES = ("creditor", "debtor", "surety", "payment_agent", "earmark")


# --- names ---


class Names:
    """How the accounts of a claim are called in a picture: by role, else by address."""

    def __init__(self, record: ClaimRecord) -> None:
        terms = record.terms
        first = "supplier" if terms.kind == ClaimKind.PAYABLE else "seller"
        debtor = "anchor" if terms.kind == ClaimKind.PAYABLE else "debtor"
        self._roles: dict[str, str] = {}
        for role in ROLES:
            address = getattr(terms, role)
            if address != ZERO_ADDRESS:
                word = {"creditor": first, "debtor": debtor}.get(role, role.replace("_", " "))
                self._roles.setdefault(address, word)
        self._subs = sub_accounts(record)

    def of(self, account: str) -> str:
        """`seller`, `0x90F7…b906`, `pledged by seller to 0x15d3…6A65`."""
        if account == ZERO_ADDRESS:
            return "given up"
        if account in self._subs:
            kind, owner, other = self._subs[account]
            if kind is SubAccount.PENDING:
                return f"pending for {self.of(other)}"
            if kind is SubAccount.PARKED:
                return f"parked for {self.of(owner)}"
            return f"pledged by {self.of(owner)} to {self.of(other)}"
        return self._roles.get(account, f"{account[:6]}…{account[-4:]}")

    def short(self, account: str) -> str:
        """For a picture where the giver stands beside it."""
        found = self._subs.get(account)
        if found is not None and found[0] is SubAccount.PLEDGED:
            return f"pledged to {self.of(found[2])}"
        return self.of(account)


# --- events in words ---


def words_of(name: str, args: Mapping[str, Any], terms: Claim, names: Names | None = None) -> str:
    """What an event of ClaimToken says, a line. Works for what the model foretells too."""
    currency = key_text(terms.currency)

    def who(key: str) -> str:
        account = str(args[key])
        return account if names is None else names.of(account)

    def money(key: str) -> str:
        return money_text(currency, int(args[key]))

    match name:
        case "ClaimBorn":
            born, due = code(ClaimStatus, args["status"]), date_text(int(args["due_day"]))
            return f"born {born}: {money('face')}, due {due}"
        case "TransferSingle":
            return f"{money('value')} from {who('sender')} to {who('receiver')}"
        case "Accepted":
            bits = int(args["waivers"])
            waived = " and ".join(str(bit.name).lower() for bit in Waiver if bits & bit)
            return "the debtor is bound" + (f", {waived} waived" if waived else "")
        case "Paid":
            extra = f", of it interest {money('interest')}" if int(args["interest"]) else ""
            extra += f", discount {money('discount')}" if int(args["discount"]) else ""
            return f"paid {money('amount')} by {who('payer')}{extra}; outstanding {money('outstanding')}"
        case "ProceedsWithdrawn":
            return f"{money('amount')} of {who('account')} paid out to {who('to')}"
        case "Retired":
            reason = RETIRED[RetireReason(int(args["reason"]))]
            return (
                f"{money('units')} of {who('account')} retired: {reason}; outstanding {money('outstanding')}"
            )
        case "Disputed":
            reason = code(DisputeReason, args["reason"]).lower().replace("_", " ")
            return f"{money('amount')} contested: {reason}; reply by {date_text(int(args['reply_day']))}"
        case "CreditNoted":
            dilution = ", dilution of other holders" if args["dilution"] else ""
            return f"credit note of {money('amount')}{dilution}; outstanding {money('outstanding')}"
        case "PaymentAsserted":
            held = int(args["held_until"])
            until = f"; holds the overdue mark until {date_text(held)}" if held else ""
            day = date_text(int(args["value_day"]))
            return f"{who('by')} says it paid {money('amount')} with value {day}{until}"
        case "PaymentConfirmed":
            by = "the payment agent, for all" if str(args["account"]) == ZERO_ADDRESS else who("account")
            return f"{money('amount')} received off chain, says {by}; outstanding {money('outstanding')}"
        case "Pledged":
            return f"{money('units')} pledged by {who('pledgor')} to {who('pledgee')} for {money('secured')}"
        case "PledgeReleased":
            return f"{money('units')} of {who('pledgor')} free again"
        case "PledgeCalled":
            return f"{who('pledgee')} calls the pledge: {money('secured')}; ten days to redeem"
        case "Foreclosed":
            return (
                f"{who('pledgee')} took units of {money('units')} worth {money('amount')}, "
                f"{money('surplus')} went back"
            )
        case "ProceedsShared":
            back = f"{money('to_pledgor')} to {who('pledgor')}"
            return f"proceeds: {money('to_pledgee')} to {who('pledgee')}, {back}"
        case "Aged":
            return f"{int(args['days'])} days past due, outstanding {money('outstanding')}"
        case "Defaulted":
            return f"in default with {money('outstanding')}"
        case "WrittenOff":
            return f"{who('account')} writes off units of {money('units')}, worth {money('amount')}"
        case "Recovered":
            return f"{money('amount')} recovered by {who('account')}, who had written it off"
        case "Prolonged":
            return f"due {date_text(int(args['due_day']))} from here on"
        case "AssetChanged":
            asset = str(args["asset"])
            return "discharged off chain" if asset == ZERO_ADDRESS else f"discharged in {asset}"
        case "Attested":
            kind = code(AttestationKind, args["kind"]).lower().replace("_", " ")
            return f"{who('verifier')} attests: {kind}, until {time_text(int(args['until']))}"
        case "Submitted":
            return (
                f"shown to the debtor; silence until the end of {date_text(int(args['last_day']))} binds it"
            )
        case "DisputeAnswered":
            return "the seller agrees" if args["admitted"] else "the seller does not agree"
        case "MisdirectedReported":
            free = "the debtor is discharged" if args["discharged"] else "the debtor still owes"
            return f"{who('seller')} received {money('amount')} that was {who('holder')}'s; {free}"
        case "Parked":
            return f"units of {money('units')} wait for {who('owner')}, who could not receive them"
        case "Collected":
            return f"{who('owner')} collected units of {money('units')}"
        case "Credited":
            return f"money is kept for {who('party')}: `claim withdraw --held`"
        case "Agreed":
            return f"{who('account')} agrees to a change"
        case "Authorised":
            return f"the contract {args['agent']} may bind {args['debtor']}"
        case _:
            return PLAIN.get(name, name)


PLAIN = {
    "Denied": "the debtor says that it does not owe",
    "Deemed": "silence under its mandate bound the debtor",
    "Rescinded": "taken back by the seller",
    "Received": "the first supplier took it; the anchor is bound",
    "Refused": "the first supplier does not take it",
    "Lapsed": "not received in time",
    "Cancelled": "taken back by the anchor",
    "Notified": "notice of assignment given to the debtor",
    "NoticeAcknowledged": "the debtor acknowledged the notice",
    "PaymentContested": "a holder says that nothing came",
    "DisputeDropped": "no longer contested",
    "Settled": "settled: its share of the invoice is free",
    "Taken": "the share of the invoice is taken in the register",
    "GivenBack": "the share of the invoice is free again",
    "PayablesLimited": "the anchor bounded its payables",
}


def event_lines(events: Iterable[Event | Fact], terms: Claim, names: Names | None = None) -> list[str]:
    """What the contract's own events say; what merely repeats another is left out."""
    found = []
    seen = list(events)
    told = {event.name for event in seen}
    for event in seen:
        if event.name == "TransferSingle" and told & {"ClaimBorn", "Retired", "Pledged", "PledgeReleased"}:
            continue
        if (
            event.name in ("Taken", "GivenBack", "TransferSingle", "Credited")
            or "claim" in event.args
            or event.name in PLAIN
        ):
            found.append(words_of(event.name, event.args, terms, names))
    return found


# --- small ---


def code(kind: Any, value: Any) -> str:
    """The name of a coded value; the number itself when it has none."""
    try:
        return str(kind(int(value)).name)
    except ValueError:
        return str(int(value))


def date_text(day: int) -> str:
    return date_of(day).isoformat() if day else "none"


def lines_of_act(told: Mapping[str, Any]) -> Iterator[str]:
    """An act for people: what, by whom, what came of it; in a dry run also the whole call."""
    if told.get("act"):
        yield f"{told['act']:<11} by {told['sender']}"
    if told.get("act") and not told["sent"]:
        for name, value in told["arguments"].items():
            yield from _argument(name, value, told["on"])
    for move in told.get("moves", []):
        yield f"{'money':<11} {move['amount']} from {move['from']} to {move['to']}"
    if told.get("act") and not told["sent"]:
        yield f"{'would be':<11} {', '.join(dict.fromkeys(told['outcome']))}"
    for line in told.get("lines", ()):
        yield f"{'outcome':<11} {line}"
    for name in ("claim", "invoice", "debtor", "taken", "signer", "signature", "transaction", "gas"):
        if told.get(name):
            yield f"{name:<11} {told[name]}"
    for note in told.get("notes", []):
        yield note if note.startswith("warning") else f"{'note':<11} {note}"
    for name in ("file", "note"):
        if told.get(name):
            yield f"{name:<11} {told[name]}"
    for path in told.get("files", []):
        yield f"{'file':<11} {path}"


def _argument(name: str, value: Any, on: Sequence[str]) -> Iterator[str]:
    """An argument of the call; the terms of a claim that is there already are its id and their gist."""
    if isinstance(value, Mapping):
        currency = str(value["currency"])
        if len(on) == 1:
            gist = f"{value['kind']}, {money_text(currency, int(value['face']))}, due {value['due_day']}"
            yield f"  {name}: {on[0]} ({gist})"
            return
        for key, item in value.items():
            if item in (None, "", 0, [], "0 %", "0x" + "0" * 40, "0x" + "0" * 64):
                continue
            text = ", ".join(map(str, item)) if isinstance(item, list) else item
            if key in ("face", "object_amount", "min_split"):
                text = money_text(currency, int(item))
            yield f"  {name}.{key}: {text}"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            row = isinstance(item, Mapping)
            text = f"face {item['face']}, due {date_text(int(item['due_day']))}" if row else item
            yield f"  {name}[{index}]: {text}"
    else:
        yield f"  {name}: {value}"
