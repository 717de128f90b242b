"""Reads messages from text: raw FIN, bare block 4, the printed layout.

Any bytes give messages or one `MessageError`. Every scan is a single pass (`str.find`, one line at a
time), so time grows with the size of the text and not faster.
"""

from __future__ import annotations

import re
from pathlib import Path

from usance.messages.errors import MessageError, shown
from usance.messages.message import Field, Header, Message
from usance.messages.paper import unnumbered
from usance.messages.printed import looks_printed, parse_printed
from usance.messages.table import layouts

MAX_BYTES = 64 * 1024 * 1024
_TAG = re.compile(r":(\d\d[A-Z]?):(.*)", re.DOTALL)
_MT_NAME = re.compile(r"(?:MT|FIN)[ _-]?(\d{3})(?!\d)", re.IGNORECASE)
_HEAD = re.compile(r"\n\{1:F\d\d[^{}\n]{0,40}\}\{[24]:")
_BETWEEN = " \t\n$\x00\x01\x03\x1a"


def read_file(path: str | Path, mt: str = "") -> list[Message]:
    """All messages of a file. `mt` names the type where the text does not (bare block 4)."""
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MessageError("file is larger than 64 MB", "split it", str(path))
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise MessageError(f"file cannot be read: {reason}", "check the path", str(path)) from None
    return read_bytes(data, source=str(path), mt=mt)


def read_bytes(data: bytes, source: str = "", mt: str = "") -> list[Message]:
    """All messages in `data`: UTF-8 (with or without mark), UTF-16 with mark, else Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return read_text(text, source=source, mt=mt)


def read_text(text: str, source: str = "", mt: str = "") -> list[Message]:
    """All messages in `text`, at least one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(unnumbered(text.split("\n")))
    if text.lstrip()[:4] in ("%PDF", "PK\x03\x04", "\x89PNG") or "\x00\x00" in text[:4096]:
        raise MessageError(
            "this is no text (a PDF, a picture, an archive?)", "save the message as text", source
        )
    if not text.strip(_BETWEEN):
        raise MessageError("no message: the text is empty", "give a file with a message", source)
    if re.match(r"[\s$\x00\x01\x03]*\{[1235S]:", text):
        return _Fin(text, source).messages()
    lines = text.split("\n")
    tagged = any(_TAG.match(line.lstrip()) for line in lines[:200])
    if tagged and not looks_printed(lines, tagged):
        return _read_bare(lines, source, mt)
    if tagged or looks_printed(lines):
        return [_typed(m, source, mt) for m in parse_printed(lines, source)]
    if inside := re.search(r"^[ \t]*\{1:F\d\d", text, re.MULTILINE):
        line = text.count("\n", 0, inside.start()) + 1
        raise MessageError(
            "text stands before the first message", "remove what stands before {1:", source, line
        )
    raise MessageError(
        "no message found: neither {1:...} blocks, :20: fields nor a printed layout",
        "give FIN, its block 4, or a print of it",
        source,
        1,
    )


class _Fin:
    """One pass over raw FIN."""

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source, self.at = text, source, 0
        self._counted, self._line = 0, 1

    def line(self, at: int) -> int:
        """Line of an offset; offsets come in rising order, so each line end is counted once."""
        if at < self._counted:
            return self.text.count("\n", 0, at) + 1
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def fail(self, what: str, mend: str, at: int) -> MessageError:
        return MessageError(what, mend, self.source, self.line(at))

    def skip(self) -> None:
        text, at, end = self.text, self.at, len(self.text)
        while at < end and text[at] in _BETWEEN:
            at += 1
        self.at = at

    def nested(self) -> str:
        """The block at `at` with balanced braces, within one message."""
        start, depth, at = self.at, 0, self.at
        for hit in re.compile(r"[{}]").finditer(self.text, at):
            depth += 1 if hit.group() == "{" else -1
            if depth == 0:
                self.at = hit.end()
                return self.text[start : self.at]
            if hit.end() - start > 100_000:
                break
        raise self.fail(f"block {self.text[start + 1 : start + 2]} is not closed", "add the missing }", start)

    def messages(self) -> list[Message]:
        out: list[Message] = []
        before = ""
        self.skip()
        while self.at < len(self.text):
            start = self.at
            if not self.text.startswith("{1:", start):
                raise self.fail(
                    f"text {shown(self.text[start : start + 30])} stands where a message should begin",
                    "begin with {1:",
                    start,
                )
            block1 = self.nested()
            if block1.startswith("{1:F21"):
                before += block1 + self.service()
            else:
                out.append(self.message(block1, before, start))
                before = ""
            self.skip()
        if before:
            if not out:
                raise MessageError("an acknowledgement without its message", "add the message", self.source)
            last = out[-1]
            header = Header(
                last.header.block1, last.header.block2, last.header.block3, last.header.before,
                last.header.trailer + before,
            )  # fmt: skip
            out[-1] = Message(last.mt, last.fields, header, last.source, last.line)
        return out

    def service(self) -> str:
        """Blocks of a service message (ACK, NAK) after its block 1, without what lies between."""
        out = ""
        self.skip()
        while self.text.startswith("{", self.at) and not self.text.startswith("{1:", self.at):
            out += self.nested()
            self.skip()
        return out

    def message(self, block1: str, before: str, start: int) -> Message:
        line = self.line(start)
        blocks = {"1": block1[1:-1]}
        body: tuple[str, int] | None = None
        trailer = ""
        while True:
            self.skip()
            key = self.text[self.at + 1 : self.at + 2]
            if not self.text.startswith("{", self.at) or key == "1":
                break
            if body is None and key == "4":
                body = self.block4()
            elif body is None and key in ("2", "3"):
                if key in blocks:
                    raise self.fail(f"block {key} stands twice", "give one message its own block 1", self.at)
                blocks[key] = self.nested()[1:-1]
            else:
                trailer += self.nested()
        if body is None:
            raise self.fail("message without block 4", "add {4: ... -}", start)
        mt = _mt_of(blocks.get("2", ""))
        if not mt:
            raise MessageError("block 2 names no message type", "write {2:I700...}", self.source, line)
        fields = split_fields(body[0].split("\n"), body[1], self.source)
        header = Header(blocks["1"], blocks.get("2", ""), blocks.get("3", ""), before, trailer)
        return Message(mt, sequenced(mt, fields), header, self.source, line)

    def block4(self) -> tuple[str, int]:
        """Text between `{4:` and its `-}`, and the line it begins on."""
        start = self.at + 3
        line = self.line(start)
        if self.text.startswith("-}", start):
            self.at = start + 2
            return "", line
        end = self.text.find("\n-}", start)
        if end < 0 or _HEAD.search(self.text, start, end):
            raise self.fail("block 4 is not closed", "end it with a line -}", self.at)
        self.at = end + 3
        return self.text[start:end], line


def _mt_of(block2: str) -> str:
    match = re.match(r"2:[IO](\d{3})", block2)
    return match.group(1) if match else ""


def split_fields(lines: list[str], first_line: int, source: str) -> list[Field]:
    """Fields of a block 4. Blank lines and trailing blanks are dropped."""
    out: list[Field] = []
    tag, parts, start = "", [""], 0
    for number, raw in enumerate(lines, start=first_line):
        line = raw.rstrip()
        if not line:
            continue
        if line[0] == ":" and (match := _TAG.match(line)):
            if tag:
                out.append(Field(tag, "\n".join(parts) if len(parts) > 1 else parts[0], start))
            tag, parts, start = match.group(1), [match.group(2)], number
        elif tag:
            parts.append(line)
        else:
            raise MessageError(
                f"text {shown(line)} stands before the first field", "begin block 4 with :NN:", source, number
            )
    if tag:
        out.append(Field(tag, "\n".join(parts), start))
    return out


def sequenced(mt: str, fields: list[Field]) -> tuple[Field, ...]:
    """Marks each field with its sequence (15A, 15B, 15C open one)."""
    layout = layouts().get(mt)
    if layout is None or not layout.sequences:
        return tuple(fields)
    out, sequence = [], ""
    for item in fields:
        if item.tag in ("15A", "15B", "15C"):
            sequence = item.tag[2]
        out.append(Field(item.tag, item.value, item.line, sequence))
    return tuple(out)


def _read_bare(lines: list[str], source: str, mt: str) -> list[Message]:
    """Block 4 texts; a line `-`, `-}` or `$` ends one."""
    out: list[Message] = []
    chunk: list[str] = []
    first, named, braced = 1, mt, False

    def close(upto: int, trailer: str = "") -> None:
        nonlocal chunk, first, named
        if any(line.strip(_BETWEEN) for line in chunk):
            fields = split_fields(chunk, first, source)
            if fields:
                head = Header(trailer=trailer)
                bare = Message("", tuple(fields), head, source, fields[0].line, "block4")
                out.append(_typed(bare, source, named))
        chunk, first, named = [], upto + 1, mt

    for number, raw in enumerate(lines, start=1):
        line = raw.lstrip() if _TAG.match(raw.lstrip()) else raw
        if line.startswith("{4:") and not chunk:
            line, braced = line[3:], True
        bare = line.strip(_BETWEEN)
        ends = not braced and (line.rstrip() == "-" or (not bare and "$" in line))
        if ends or line.startswith("-}"):
            close(number, bare[2:])
            braced = False
        elif (head := _MT_NAME.match(bare)) and not any(part.strip() for part in chunk):
            named = mt or head.group(1)
            chunk, first = [], number + 1
        else:
            chunk.append(line)
    close(len(lines))
    if not out:
        raise MessageError("no field found", "give lines :NN:value", source, 1)
    return out


def _typed(message: Message, source: str, mt: str) -> Message:
    """Gives a message without type its type: as told, by its fields, or by the file's name."""
    if message.mt:
        return message
    if not mt:
        mt = guess_mt({f.tag for f in message.fields}, source, message.line)
    fields = sequenced(mt, list(message.fields))
    return Message(mt, fields, message.header, source, message.line, message.layout, message.stated)


def guess_mt(tags: set[str], source: str, line: int) -> str:
    """The one type whose mandatory fields are all there and that knows every field."""
    fits = []
    for key, layout in layouts().items():
        if layout.any_after or not tags <= layout.tags:
            continue
        missing = [
            row.tag
            for row in layout.rows
            if row.mandatory and row.sequence in ("", "A", "B") and not tags & set(row.options)
        ]
        if not missing:
            fits.append(key)
    if len(fits) == 1:
        return layouts()[fits[0]].mt
    if match := _MT_NAME.search(Path(source).name):
        return match.group(1)
    seen = "more than one type fits: " + ", ".join(f"MT{key}" for key in fits) if fits else "no type fits"
    raise MessageError(f"block 4 without its type, and {seen}", "put a line MT700 before it", source, line)
