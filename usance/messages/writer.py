"""Writes messages: the canonical form of what was read, and strict new ones.

`write` changes no field: CRLF, no trailing blanks, no blank lines, header and block 5 verbatim. A message
already in that form comes back byte for byte. `compose` makes a new message in the order of the
standard, upper case, wrapped at each field's width, and refuses what the table calls an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from usance.messages.errors import MessageError, shown
from usance.messages.message import Field, Header, Message
from usance.messages.printed import header_blocks
from usance.messages.table import FieldDef, Layout, field_definition, layouts

CRLF = "\r\n"
_GLUED = re.compile(r" +(?![-:])")


def canonical_block4(message: Message) -> str:
    """`{4:` CRLF fields CRLF `-}`: what content hashes are taken of."""
    lines = ["{4:"]
    for item in message.fields:
        first, *rest = item.lines
        lines.append(f":{item.tag}:{first.rstrip()}")
        lines.extend(line.rstrip() for line in rest if line.strip())
    return CRLF.join([*lines, "-}"])


def write(message: Message) -> str:
    """The canonical text of the message; block 4 alone when it has no header."""
    header = message.header
    blocks = "".join(f"{{{b}}}" for b in (header.block1, header.block2, header.block3) if b)
    return header.before + blocks + canonical_block4(message) + header.trailer


def write_all(messages: Sequence[Message]) -> str:
    """Several messages in one file (RJE: `$` between them)."""
    return "$".join(write(message) for message in messages)


def canonical_text(text: str) -> str:
    """The canonical form of a FIN file's text as a law of text alone, for tests and callers."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return CRLF.join(line.rstrip() for line in text.split("\n") if line.strip())


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width`; breaks at blanks, else inside a word; none begins with `-` or `:`."""
    out: list[str] = []
    for paragraph in map(str.rstrip, text.replace("\r\n", "\n").split("\n")):
        if len(paragraph) <= width:
            out.append(paragraph)
            continue
        line = ""
        for word in _GLUED.split(paragraph):
            candidate = f"{line} {word}" if line else word
            if len(candidate) <= width:
                line = candidate
                continue
            if line:
                out.append(line)
            *full, line = _cut(word, width)
            out.extend(full)
        if line:
            out.append(line)
    return out


def _cut(word: str, width: int) -> list[str]:
    """A word longer than a line, cut so that no piece begins with `-` or `:`."""
    out: list[str] = []
    rest = word
    while len(rest) > width:
        cut = width
        while cut > 1 and rest[cut] in "-:":
            cut -= 1
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*out, rest]


def wrapped(definition: FieldDef, value: str) -> str:
    """`value` in upper case, wrapped at the width of its field where the field has lines."""
    value = "\n".join(line.rstrip() for line in value.upper().replace("\r\n", "\n").split("\n"))
    width = definition.format.width
    if not width or definition.max_lines < 2 or definition.kind in ("avail", "creditform"):
        return value
    if definition.kind == "discrepancies" or definition.kind in ("items", "text", "name", "actions"):
        return "\n".join(line for line in wrap(value, width) if line)
    out: list[str] = []
    for line in value.split("\n"):
        first, *rest = wrap(line, width) if len(line) <= width else _slashed(line, width)
        out.extend([first, *rest])
    return "\n".join(line for line in out if line)


def _slashed(line: str, width: int) -> list[str]:
    """Code lines (71D, 72Z, 77B) continue with `//`."""
    if not line.startswith("/"):
        return wrap(line, width)
    first = wrap(line, width)[0]
    rest = line[len(first) :].lstrip()
    return [first, *("//" + part for part in wrap(rest, width - 2))]


def ordered(layout: Layout, items: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(tag, sequence, value) in the order of the standard. Sequences come from 15A-15C among `items`.

    Without markers a field goes to the first sequence that knows it, and the markers are added.
    """
    places = {
        (row.sequence, tag): (number, definition)
        for number, row in enumerate(layout.rows)
        for tag, definition in row.options.items()
    }
    first_of: dict[str, str] = {}
    for sequence, tag in places:
        first_of.setdefault(tag, sequence)
    current, marked = "", False
    out: list[tuple[int, str, str, str]] = []
    for tag, value in items:
        if tag in ("15A", "15B", "15C"):
            current, marked = tag[2], True
        sequence = current if marked else first_of.get(tag, "")
        place = places.get((sequence, tag))
        if place is None:
            raise MessageError(
                f"MT{layout.mt} has no field {tag}{' in sequence ' + sequence if sequence else ''}", "drop it"
            )
        out.append((place[0], tag, sequence, wrapped(place[1], value)))
    have = {tag for _, tag, _, _ in out}
    for sequence in layout.sequences:
        marker = f"15{sequence}"
        if marker not in have and any(item[2] == sequence for item in out):
            out.append((places[sequence, marker][0], marker, sequence, ""))
    out.sort(key=lambda item: item[0])
    return [(tag, sequence, value) for _, tag, sequence, value in out]


def compose(
    mt: str,
    items: Iterable[tuple[str, str]],
    sender: str = "",
    receiver: str = "",
    mur: str = "",
    uetr: str = "",
    strict: bool = True,
) -> Message:
    """A new message of type `mt` from (tag, value) pairs in any order.

    `strict` raises `MessageError` with the first error the table finds. A message longer than the
    network takes is returned whole: `parts.split` cuts it.
    """
    layout = layouts().get(mt)
    if layout is None:
        raise MessageError(f"MT{shown(mt, 10)} is not in the table", "use a type of category 7")
    fields = tuple(Field(tag, value, 0, seq) for tag, seq, value in ordered(layout, items))
    header = Header()
    if sender or receiver:
        header = Header(*header_blocks(mt, sender, receiver, mur, uetr))
    message = Message(mt, fields, header)
    if strict:
        _refuse_errors(message)
    return message


def _refuse_errors(message: Message) -> None:
    """The network looks at each part: so does this."""
    from usance.messages.parts import split

    for part in split(message):
        for finding in part.findings:
            if finding.severity == "error" or finding.code in ("LENGTH", "LINES"):
                raise MessageError(
                    f"MT{message.mt} cannot be written: {finding.tag}: {finding.text}", f"rule {finding.code}"
                )


def width_of(tag: str) -> int:
    """Columns of a field's text lines, 0 for single values."""
    definition = field_definition(tag)
    return definition.format.width if definition else 0
