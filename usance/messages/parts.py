"""Continuation messages: 700 + 701, 707 + 708, 710 + 711, 720 + 721, 760 + 761, 767 + 775.

`split` cuts a message that is longer than the network takes; `join` puts the parts together again:
`join(split(m)) == m` for any m whose field 27 is 1/1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from usance.messages.errors import MessageError
from usance.messages.message import Field, Header, Message
from usance.messages.reader import sequenced
from usance.messages.table import Row, field_definition, layouts
from usance.messages.writer import write

LIMIT = 10_000
MAX_PARTS = 8
CONTINUED_BY = {"700": "701", "707": "708", "710": "711", "720": "721", "760": "761", "767": "775"}
_CODE_LINE = re.compile(r"/(ADD|DELETE|REPALL)/")
_RETYPE = re.compile(r"^(2:[IO])\d{3}")


def _cuttable(mt: str) -> frozenset[str]:
    """Fields a continuation carries as text, the others of it are its head."""
    layout = layouts()[CONTINUED_BY[mt]]
    return frozenset(
        tag for row in layout.rows for tag, d in row.options.items() if d.max_lines > 12 and not row.mandatory
    )


def split(message: Message, limit: int = LIMIT) -> list[Message]:
    """The message itself when it fits in `limit` characters and its fields in their lines, else parts."""
    if message.mt not in CONTINUED_BY:
        if len(write(message)) > limit:
            raise MessageError(
                f"MT{message.mt} has {len(write(message))} characters and no continuation", "shorten it"
            )
        return [message]
    cuttable = _cuttable(message.mt)
    if len(write(message)) <= limit and not _overlong(message, cuttable):
        return [message]
    fixed = tuple(f for f in message.fields if f.tag not in cuttable)
    room = limit - len(write(replace(message, fields=fixed)))
    follower = CONTINUED_BY[message.mt]
    empty = _continuation(message, follower, [])
    room_after = limit - len(write(empty))
    if room < 0:
        raise MessageError(
            f"MT{message.mt}: the fields that cannot be continued have more than {limit} characters",
            "shorten them",
        )
    parts: list[list[Field]] = [[]]
    left = room
    for item in (f for f in message.fields if f.tag in cuttable):
        pending, code = item.lines, ""
        while pending:
            taken, pending, code = _take(item, pending, code, left)
            if taken:
                parts[-1].append(replace(item, value="\n".join(taken)))
                left -= _size(item.tag, taken)
            if pending:
                if not taken and left == room_after:
                    raise MessageError(f"{item.tag}: a line is longer than a message", "wrap it")
                parts.append([])
                left = room_after
    if len(parts) > MAX_PARTS:
        raise MessageError(
            f"MT{message.mt} needs {len(parts)} messages, {MAX_PARTS} are allowed", "shorten it"
        )
    first = _first(message, cuttable, parts[0])
    out = [first] + [_continuation(message, follower, part) for part in parts[1:]]
    return [_numbered(part, n, len(out)) for n, part in enumerate(out, start=1)]


def _overlong(message: Message, cuttable: frozenset[str]) -> bool:
    return any(f.tag in cuttable and len(f.lines) > _lines_of(f.tag) for f in message.fields)


def _lines_of(tag: str) -> int:
    definition = field_definition(tag)
    return definition.max_lines if definition else 100


def _size(tag: str, lines: Sequence[str]) -> int:
    return len(f":{tag}:") + sum(len(line) + 2 for line in lines)


def _take(item: Field, pending: list[str], code: str, room: int) -> tuple[list[str], list[str], str]:
    """Lines of `item` that fit; an amendment field that goes on inside a code repeats it on a bare line."""
    actions = item.tag in ("45B", "46B", "47B", "49M", "49N")
    taken: list[str] = []
    size = len(f":{item.tag}:")
    bare = f"/{code}/"
    if actions and code and (not _CODE_LINE.match(pending[0]) or pending[0] == bare):
        taken.append(bare)
        size += len(taken[0]) + 2
    most = _lines_of(item.tag)
    used = 0
    for line in pending:
        if size + len(line) + 2 > room or len(taken) >= most:
            break
        size += len(line) + 2
        taken.append(line)
        used += 1
        if match := _CODE_LINE.match(line):
            code = match.group(1)
    if not used:
        return [], pending, code
    return taken, pending[used:], code


def _first(message: Message, cuttable: frozenset[str], kept: list[Field]) -> Message:
    by_tag = {(f.tag, f.sequence): f for f in kept}
    fields = [
        by_tag.get((f.tag, f.sequence)) if f.tag in cuttable else f
        for f in message.fields
    ]  # fmt: skip
    return replace(message, fields=tuple(f for f in fields if f is not None))


def _continuation(message: Message, follower: str, texts: list[Field]) -> Message:
    layout = layouts()[follower]
    fields: list[Field] = []
    for row in layout.rows:
        if row.mandatory:
            tag = next((t for t in row.options if message.has(t)), None)
            value = message.text(tag) if tag else None
            if tag is not None and value is not None:
                fields.append(Field(tag, value))
        else:
            fields.extend(Field(f.tag, f.value) for f in texts if f.tag in row.options)
    old = message.header
    block2 = _RETYPE.sub(rf"\g<1>{follower}", old.block2)
    header = Header(old.block1, block2, old.block3, "", "")
    return Message(follower, tuple(fields), header, message.source, message.line)


def _numbered(message: Message, number: int, total: int) -> Message:
    fields = tuple(replace(f, value=f"{number}/{total}") if f.tag == "27" else f for f in message.fields)
    return replace(message, fields=fields)


def join(messages: Sequence[Message]) -> Message:
    """The whole message of the parts n/N, given in any order; its field 27 is 1/1."""
    if not messages:
        raise MessageError("no part to join", "give the first message and its continuations")
    by_number: dict[int, Message] = {}
    totals: set[int] = set()
    for part in messages:
        match = re.fullmatch(r"(\d)/(\d)", part.text("27") or "")
        if match is None:
            raise MessageError(f"MT{part.mt} has no field 27 n/N", "add it", part.source, part.line)
        number = int(match.group(1))
        totals.add(int(match.group(2)))
        if number in by_number:
            raise MessageError(f"part {number} stands twice", "drop one", part.source, part.line)
        by_number[number] = part
    if len(totals) != 1 or sorted(by_number) != list(range(1, totals.copy().pop() + 1)):
        raise MessageError(
            f"parts {sorted(by_number)} of {sorted(totals)} are not the whole", "add what is missing"
        )
    first = by_number[1]
    follower = CONTINUED_BY.get(first.mt)
    for number, part in by_number.items():
        if number > 1 and part.mt != follower:
            raise MessageError(
                f"MT{part.mt} does not continue MT{first.mt}", "sort the parts", part.source, part.line
            )
        if part.text("20") != first.text("20"):
            raise MessageError(
                f"part {number} has another reference in 20", "sort the parts", part.source, part.line
            )
    return _joined(first, [by_number[n] for n in sorted(by_number)][1:])


def _joined(first: Message, rest: list[Message]) -> Message:
    if not rest:
        return _numbered(first, 1, 1)
    cuttable = _cuttable(first.mt)
    texts: dict[str, list[str]] = {f.tag: list(f.lines) for f in first.fields if f.tag in cuttable}
    for part in rest:
        for item in part.fields:
            if item.tag not in cuttable:
                continue
            lines = item.lines
            known = texts.setdefault(item.tag, [])
            codes = [m.group(1) for m in map(_CODE_LINE.match, known) if m]
            if codes and lines[0] == f"/{codes[-1]}/":
                lines = lines[1:]
            known.extend(lines)
    fields = list(first.fields)
    layout = first.table
    for tag, lines in texts.items():
        value = "\n".join(lines)
        at = next((i for i, f in enumerate(fields) if f.tag == tag), None)
        if at is not None:
            fields[at] = replace(fields[at], value=value)
        elif layout is not None:
            fields.insert(_place(layout.rows, fields, tag), Field(tag, value))
    whole = replace(first, fields=sequenced(first.mt, fields))
    return _numbered(whole, 1, 1)


def _place(rows: Sequence[Row], fields: list[Field], tag: str) -> int:
    """Index before the first field whose row comes after the row of `tag` (same or later sequence)."""
    order: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        for option in row.options:
            order.setdefault((row.sequence, option), number)
    own = min(number for (_, option), number in order.items() if option == tag)
    for index, item in enumerate(fields):
        if order.get((item.sequence, item.tag), -1) > own:
            return index
    return len(fields)


def groups(messages: Sequence[Message]) -> list[Message]:
    """Messages of a file with every complete run of parts joined; an incomplete run is left as it is."""
    out: list[Message] = []
    at = 0
    while at < len(messages):
        first = messages[at]
        match = re.fullmatch(r"1/([2-8])", first.text("27") or "") if first.mt in CONTINUED_BY else None
        run = messages[at : at + int(match.group(1))] if match else []
        try:
            out.append(join(run) if run else first)
            at += len(run) or 1
        except MessageError:
            out.append(first)
            at += 1
    return out
