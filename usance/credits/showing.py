"""Credits as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from usance.calendars import date_of
from usance.codes import CreditStatus, SetStatus
from usance.credits.book import set_state, state_of
from usance.credits.desk import CreditDesk
from usance.money import money_text
from usance.terms import key_text

HEADS = ("credit", "reference", "status", "amount", "drawn", "expires", "sets")


def lines_of(body: dict[str, Any]) -> Iterator[str]:
    """The facts of a credit, as `usance.report.certificate.facts` has them."""
    for name in ("credit", "reference", "status", "amount", "drawn", "cover_held", "as_of"):
        if body[name]:
            yield f"{name.replace('_', ' '):<11} {body[name]}"
    for name, value in body["terms"].items():
        if value not in (None, "", 0, [], "0x" + "0" * 40, "0x" + "0" * 64):
            yield f"  {name:<20} {', '.join(value) if isinstance(value, list) else value}"
    for code, entry in body["calendars"].items():
        yield f"calendar    {code} version {entry['version']}, loaded until {entry['loaded_until']}"
    for number, one in enumerate(body["sets"], start=1):
        marks = f", {', '.join(one['marks'])}" if one["marks"] else ""
        yield f"set {number}       {one['presentation']}"
        yield (
            f"  {one['status']} at {one['at'].lower()}, {one['claimed']}{marks}; received {one['received']}, "
            f"last day {one['last_day']}, due {one['due']}, outstanding {one['outstanding']}"
        )
    for event in body["events"]:
        rule = f" ({event['rule']})" if event["rule"] else ""
        detail = f": {event['detail']}" if event["detail"] else ""
        yield f"{event['at']} {event['words']}{rule}{detail}"


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
                "status": CreditStatus(int(state["status"])).name,
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
