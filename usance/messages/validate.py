"""Findings of a message: against the table (presence, order, format, values), then the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from usance.messages.errors import shown
from usance.messages.formats import first_outside
from usance.messages.message import Field, Finding, Message
from usance.messages.parts import CONTINUED_BY
from usance.messages.rules import broken
from usance.messages.table import Layout, Row, legacy_reason
from usance.messages.typed import read_value


def findings_of(message: Message) -> tuple[Finding, ...]:
    """All findings, in the order of the fields, then what is missing, then the rules between fields."""
    layout = message.table
    if layout is None:
        return (
            Finding(
                "TYPE",
                "",
                "error",
                f"MT{message.mt} is not of category 7: not checked; give an MT7xx",
                message.line,
            ),
        )
    out: list[Finding] = []
    if layout.until:
        out.append(
            Finding(
                "LEGACY", "", "legacy", f"MT{message.mt} in its layout before {layout.until}", message.line
            )
        )
    if message.acknowledged is False:
        text = "the network refused it (NAK), so it was never sent; correct it and send it again"
        out.append(Finding("NAK", "", "warning", text, message.line))
    out.extend(_structure(message, layout))
    for item in message.fields:
        out.extend(_value_findings(message, item))
    if not layout.until:
        out.extend(
            Finding(rule.code, rule.tag, rule.severity, f"{text} ({rule.id})", _line(message, rule.tag))
            for rule, text in broken(message)
        )
    return tuple(out)


def _line(message: Message, tag: str) -> int:
    hit = message.first(tag)
    return hit.line if hit else message.line


def _structure(message: Message, layout: Layout) -> Iterator[Finding]:
    """Unknown, repeated, misplaced and missing fields; legacy fields stand anywhere."""
    places: dict[tuple[str, str], int] = {}
    for number, row in enumerate(layout.rows):
        for tag in row.options:
            places[row.sequence, tag] = number
    seen: set[int] = set()
    last, last_tag = -1, ""
    for item in message.fields:
        place = places.get((item.sequence, item.tag))
        if place is None:
            finding = _unplaced(message, layout, item, last >= 0)
            if finding:
                yield finding
            continue
        row = layout.rows[place]
        if place in seen and not row.repeatable:
            text = f"{row.tag} ({row.name}) stands twice; keep one"
            yield Finding("REPEATED", item.tag, "error", text, item.line)
        elif place < last:
            text = f"{item.tag} ({row.name}) stands after {last_tag}; move it before"
            yield Finding("ORDER", item.tag, "error", text, item.line)
        else:
            last, last_tag = place, item.tag
        seen.add(place)
    yield from _missing(message, layout, seen)


def _unplaced(message: Message, layout: Layout, item: Field, started: bool) -> Finding | None:
    reason = legacy_reason(message.mt, item.tag)
    if reason and not layout.until:
        text = f"{item.tag} is of an earlier release: {reason}"
        return Finding("LEGACY", item.tag, "legacy", text, item.line)
    if layout.any_after and started:
        return None
    if layout.until and item.tag in ("31C", "31E", "52A", "52D", "57A", "57D", "72Z"):
        return None
    where = f" in sequence {item.sequence}" if item.sequence else ""
    text = f"MT{message.mt} has no field {item.tag}{where}; drop it"
    return Finding("UNKNOWN", item.tag, "error", text, item.line)


def _missing(message: Message, layout: Layout, seen: set[int]) -> Iterator[Finding]:
    there = {item.sequence for item in message.fields}
    for number, row in enumerate(layout.rows):
        if not row.mandatory or number in seen or _legacy_stands_in(message, row):
            continue
        if row.sequence and row.sequence not in there and not layout.sequences[row.sequence]:
            continue
        where = f" (sequence {row.sequence})" if row.sequence else ""
        text = f"{row.tag} ({row.name}) is mandatory in MT{message.mt}{where} and missing; add it"
        yield Finding("MISSING", row.tag, "error", text, message.line)


def _legacy_stands_in(message: Message, row: Row) -> bool:
    """An amendment written before 2018 did not need what the present one does."""
    if message.mt != "707" or row.tag not in ("22A", "23", "26E", "27", "31C"):
        return False
    return any(message.has(tag) for tag in ("79", "34B", "31E", "35B"))


def _value_findings(message: Message, item: Field) -> Iterator[Finding]:
    definition = message.definition(item)
    if definition is None:
        outside = first_outside(item.value, "z")
        if outside is not None:
            text = f"character {shown(outside) if outside.isprintable() else ascii(outside)} is not in set z"
            yield Finding("CHARSET", item.tag, "error", f"{text}; replace it", item.line)
        return
    if definition.format.notation != "-" or definition.kind == "marker":
        for number, line in enumerate(item.lines[1:], start=2):
            if line[:1] in ("-", ":"):
                text = f"line {number} begins with {line[0]}; move the break"
                yield Finding("LINE", item.tag, "warning", text, item.line + number - 1)
    if definition.kind == "marker":
        return
    for fault in read_value(definition, item.value)[1]:
        severity = "warning" if fault.soft else "error"
        if fault.code == "LEGACY":
            severity = "legacy"
        text = f"{fault.text}; {fault.mend}"
        yield Finding(fault.code, item.tag, severity, text, item.line)
    if item.tag == "27" and message.mt in CONTINUED_BY and re.fullmatch("[1-8]/[2-8]", item.value):
        text = f"part {item.value}: read with its MT{CONTINUED_BY[message.mt]}; join the parts"
        yield Finding("PARTS", "27", "warning", text, item.line)
