"""Credits as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from usance.calendars import date_of
from usance.chain.abi import Event
from usance.codes import CreditStatus, SetStatus
from usance.credits.book import Seen, set_state, state_of
from usance.credits.changes import worded
from usance.credits.desk import CreditDesk
from usance.credits.later import later_lines
from usance.money import money_text
from usance.report.credit_events import event_fact
from usance.terms import Credit, key_text

HEADS = ("credit", "reference", "status", "amount", "drawn", "expires", "sets")


def lines_of(body: dict[str, Any]) -> Iterator[str]:
    """The facts of a credit, as `usance.report.certificate.facts` has them."""
    for name in ("credit", "reference", "status", "amount", "drawn", "cover_held", "as_of"):
        if body[name]:
            yield f"{name.replace('_', ' '):<11} {body[name]}"
    if body["settlement"] == "off chain":
        yield f"{'settlement':<11} off chain: paid by `assert-paid`, discharged by `confirm-paid`"
    yield from _terms(body)
    yield from _confirming(body)
    for one in body["amendments"]:
        yield from amendment_lines(one)
    for code, entry in body["calendars"].items():
        yield f"calendar    {code} version {entry['version']}, loaded until {entry['loaded_until']}"
    for number, one in enumerate(body["sets"], start=1):
        marks = f", {', '.join(one['marks'])}" if one["marks"] else ""
        yield f"set {number}       {one['presentation']}"
        yield (
            f"  {one['status']} at {one['at'].lower()}, {one['claimed']}{marks}; received {one['received']}, "
            f"last day {one['last_day']}, due {one['due']}, outstanding {one['outstanding']}"
        )
        yield from _set_notes(one)
        for line in later_lines(one.get("later", {})):
            yield f"  {line}"
    for event in body["events"]:
        rule = f" ({event['rule']})" if event["rule"] else ""
        detail = f": {event['detail']}" if event["detail"] else ""
        yield f"{event['at']} {event['words']}{rule}{detail}"
    for hint in body.get("hints", ()):
        yield f"{'hint':<11} {hint}"


def _terms(body: dict[str, Any]) -> Iterator[str]:
    """The terms in force; of a changed one also what it was at issue."""
    terms, changed = dict(body["terms"]), body["changed"]
    currency = str(terms["currency"])
    for name, entry in changed.items():
        # What an amendment took away stands among the terms too, as none.
        terms.setdefault(name, entry["to"])
    told = dict(term_lines(terms))
    for name in terms:
        if name not in told and name not in changed:
            continue
        text = told.get(name, "none")
        was = f"  (was {worded(name, changed[name]['from'], currency)})" if name in changed else ""
        yield f"  {name:<20} {text}{was}"


def _confirming(body: dict[str, Any]) -> Iterator[str]:
    """Whom else the credit binds, and by which other terms."""
    found, currency = body["confirming_bank"], str(body["terms"]["currency"])
    if found["apart"]:
        yield f"{'confirming':<11} {found['bank']} is bound by terms of its own (8b, 10b):"
        for name, entry in found["own_terms"].items():
            own, now = worded(name, entry["to"], currency), worded(name, entry["from"], currency)
            yield f"  {name:<20} {own}  (in force: {now})"
    elif found["bank"]:
        yield f"{'confirming':<11} {found['bank']}"
    if found["silent"]:
        yield f"{'surety':<11} {found['silent']} confirmed silently"
    if found["asked_silently"]:
        yield f"{'asked':<11} {found['asked_silently']} may confirm silently"


def amendment_lines(one: dict[str, Any]) -> Iterator[str]:
    """An amendment: number, state, what changes."""
    said = f", confirming bank {one['confirming_bank']}" if one["confirming_bank"] != "nothing" else ""
    if one["surety"] != "nothing":
        said += f", the surety {one['surety']}"
    head = f"{one['status']}{said}; proposed {one['proposed']}; {one['amendment']}"
    yield f"amendment {one['number']:<2} {head}"
    for line in one["changes"]:
        yield f"  {line}"


def _set_notes(one: dict[str, Any]) -> Iterator[str]:
    """Return clock, legal stop, assertion of payment, suspension."""
    if one["return_by"] != "none":
        yield f"  documents go back by {one['return_by']}, else the bank is precluded (U16)"
    if one["stop"]:
        over = ", lapsed" if one["stop"]["lapsed"] else ""
        yield f"  legal stop: {one['stop']['amount']} until {one['stop']['until']}{over}"
    if one["assertion"]:
        held = one["assertion"]["held_until"]
        waits = f"; a default waits until {held}" if held != "none" else ""
        yield f"  paid off chain, says the bank: {one['assertion']['amount']}, not confirmed{waits}"
    if one["suspension"]:
        left, until = one["suspension"]["banking_days_left"], one["suspension"]["resend_until"]
        yield f"  records unreadable: to send again by {until}; {left} banking days are left of the clock"


def rows_of(desk: CreditDesk) -> list[dict[str, str]]:
    """One row a credit, oldest first."""
    rows = []
    for record in desk.credits.values():
        currency = key_text(record.terms.currency)
        state = state_of(desk.driver, desk.suite, record.id)
        sets = [
            SetStatus(int(set_state(desk.driver, desk.suite, one.id)["status"])).name for one in record.sets
        ]
        rows.append(
            {
                "credit": "0x" + record.id.hex(),
                "reference": desk.folder.reference(record.id),
                "status": CreditStatus(int(state["status"])).name + (", amended" if state["amended"] else ""),
                "amount": money_text(currency, record.terms.amount),
                "drawn": money_text(currency, int(state["drawn"])),
                "expires": date_of(record.terms.expiry_day).isoformat(),
                "sets": ", ".join(sets),
            }
        )
    return rows


def table_of(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """Aligned columns; ids shortened."""
    if not rows:
        yield "no credit yet"
        return
    short = [{**row, "credit": row["credit"][:14]} for row in rows]
    widths = {head: max(len(head), *(len(row[head]) for row in short)) for head in HEADS}
    yield "  ".join(head.ljust(widths[head]) for head in HEADS).rstrip()
    for row in short:
        yield "  ".join(row[head].ljust(widths[head]) for head in HEADS).rstrip()


def term_lines(terms: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The terms that say something, money with its currency."""
    for name, value in terms.items():
        if value in (None, "", 0, [], "0x" + "0" * 40, "0x" + "0" * 64):
            continue
        if name in ("amount", "additional_amount", "advance_cap"):
            yield name, money_text(terms["currency"], int(value))
        else:
            yield name, ", ".join(value) if isinstance(value, list) else str(value)


def event_lines(events: Sequence[Event], terms: Credit) -> list[str]:
    """What the contract's own events say, a line each."""
    currency = key_text(terms.currency)
    found = []
    for event in events:
        if "credit" not in event.args:
            continue
        fact = event_fact(Seen(event, 0, ""), currency)
        rule = f" ({fact['rule']})" if fact["rule"] else ""
        detail = f": {fact['detail']}" if fact["detail"] else ""
        found.append(f"{fact['words']}{rule}{detail}")
    return found


def lines_of_act(told: dict[str, Any]) -> Iterator[str]:
    """An act for people: what, by whom, what came of it; in a dry run also the whole call."""
    if "act" in told:
        yield f"{told['act'].replace('_', ' '):<11} by {told['sender']}"
    if told.get("act") and not told["sent"]:
        for name, value in told["arguments"].items():
            if not isinstance(value, dict):
                yield f"  {name}: {value}"
                continue
            if "difference" in value:
                yield f"  {name}: number {value['number']}, content {value['content']}"
                continue
            for key, text in term_lines(value) if "currency" in value else value.items():
                yield f"  {name}.{key}: {text}"
    for line in told.get("changes", []):
        yield f"{'change':<11} {line}"
    for move in told.get("moves", []):
        yield f"{'money':<11} {move['amount']} from {move['from']} to {move['to']}"
    if told.get("act") and not told["sent"]:
        yield f"{'would be':<11} {', '.join(told['outcome'])}"
    for line in told.get("lines", ()):
        yield f"{'outcome':<11} {line}"
    for name in (
        "credit",
        "reference",
        "amendment",
        "token",
        "presentation",
        "hash",
        "signer",
        "signature",
        "transaction",
    ):
        if told.get(name):
            yield f"{name:<11} {told[name]}"
    if told.get("documents"):
        yield f"{'root':<11} {told['documents']['root']}"
    for note in told.get("notes", []):
        yield f"{'note':<11} {note}"
    for name in ("file", "mt734", "note"):
        if told.get(name):
            yield f"{name:<11} {told[name]}"
    for path in told.get("files", []):
        yield f"{'file':<11} {path}"
