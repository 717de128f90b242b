"""A message as read: header, fields, findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from eth_utils.crypto import keccak

from usance.messages.table import FieldDef, Layout, layout_for
from usance.messages.typed import read_value
from usance.messages.values import Fault, Value, parse_date


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `value` has its lines joined by LF, without trailing blanks; `line` is its source line."""

    tag: str
    value: str
    line: int = field(default=0, compare=False)
    sequence: str = field(default="", compare=False)

    @property
    def lines(self) -> list[str]:
        return self.value.split("\n")


@dataclass(frozen=True)
class Finding:
    """`severity` error (the network or the table forbids it), warning, or legacy (an earlier release)."""

    code: str
    tag: str
    severity: str
    text: str
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.severity} {self.code} {self.tag}: {self.text}"


@dataclass(frozen=True)
class Header:
    """Contents of blocks 1, 2, 3 without braces ("1:F01..."), what stood before (ACK) and after (block 5)."""

    block1: str = ""
    block2: str = ""
    block3: str = ""
    before: str = ""
    trailer: str = ""


def bic11(text: str) -> str:
    """Logical terminal (12), BIC8 or BIC11 to BIC11; anything else unchanged."""
    if len(text) == 12:
        return text[:8] + text[9:]
    return text + "XXX" if len(text) == 8 else text


_TIME = re.compile(r"\{177:(\d{10})\}")
_OUTPUT = re.compile(r"2:O(\d{3})(\d{4})(\d{6})([A-Z0-9]{12})(\d{4})(\d{6})(\d{6})(\d{4})([A-Z]?)")


@dataclass(frozen=True)
class Message:
    """A message of category 7 (others are read, but not checked).

    `mt` is three digits; `header` holds the blocks verbatim, empty for bare and printed text unless
    the head names sender and receiver. Equality compares type, header and fields, not the source.
    """

    mt: str
    fields: tuple[Field, ...]
    header: Header = Header()
    source: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    layout: str = field(default="fin", compare=False)
    stated: date | None = field(default=None, compare=False)
    """Date of the message that a printed head states."""

    # fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def all(self, tag: str, sequence: str = "") -> list[Field]:
        """Every field of `tag`; a trailing small `a` takes any option ("41a", also none)."""
        if tag.endswith("a"):
            number = tag[:-1]
            hits = [f for f in self.fields if f.tag[:2] == number and self._is_option(f.tag, tag)]
        else:
            hits = [f for f in self.fields if f.tag == tag]
        return [f for f in hits if not sequence or f.sequence == sequence]

    def _is_option(self, tag: str, wild: str) -> bool:
        table = self.table
        if table is None:
            return True
        return any(row.tag == wild and tag in row.options for row in table.rows)

    def first(self, tag: str, sequence: str = "") -> Field | None:
        hits = self.all(tag, sequence)
        return hits[0] if hits else None

    def has(self, tag: str, sequence: str = "") -> bool:
        return bool(self.all(tag, sequence))

    def text(self, tag: str, sequence: str = "") -> str | None:
        hit = self.first(tag, sequence)
        return None if hit is None else hit.value

    def typed(self, tag: str, sequence: str = "") -> Value | None:
        """Typed value of the first field of `tag`; None when absent or faulty (see findings)."""
        hit = self.first(tag, sequence)
        return None if hit is None else self.value_of(hit)

    def value_of(self, item: Field) -> Value | None:
        """Typed value of one field of this message."""
        definition = self.definition(item)
        return None if definition is None else read_value(definition, item.value)[0]

    def definition(self, item: Field) -> FieldDef | None:
        return None if self.table is None else self.table.definition(item.tag, item.sequence)

    @cached_property
    def table(self) -> Layout | None:
        """The layout of this type, None outside category 7."""
        return layout_for(self.mt, {f.tag for f in self.fields})

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        from usance.messages.validate import findings_of

        return findings_of(self)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    # header

    @property
    def is_output(self) -> bool:
        """True for a message as the receiver got it (block 2 output)."""
        return self.header.block2.startswith("2:O")

    @property
    def sender(self) -> str:
        """BIC11 of the sender, "" when the text does not say."""
        if self.is_output:
            match = _OUTPUT.match(self.header.block2)
            return bic11(match.group(4)) if match else ""
        return bic11(self.header.block1[5:17])

    @property
    def receiver(self) -> str:
        """BIC11 of the receiver, "" when the text does not say."""
        if self.is_output:
            return bic11(self.header.block1[5:17])
        return bic11(self.header.block2[6:18])

    def _block3(self, key: str) -> str:
        match = re.search(r"\{" + key + r":([^{}]*)\}", self.header.block3)
        return match.group(1) if match else ""

    @property
    def mur(self) -> str:
        """Message user reference (108), "" if none."""
        return self._block3("108")

    @property
    def uetr(self) -> str:
        """Unique end-to-end transaction reference (121), "" if none."""
        return self._block3("121")

    @property
    def acknowledged(self) -> bool | None:
        """True after an ACK, False after a NAK (the message was not sent), None without either."""
        hits = re.findall(r"\{451:([01])\}", self.header.before)
        return hits[-1] == "0" if hits else None

    @cached_property
    def sent(self) -> tuple[date | None, str]:
        """Day the sender gave the message, and from what: "MIR", "ACK", "head" or "" (unknown)."""
        if match := _OUTPUT.match(self.header.block2):
            return _day(match.group(3)), "MIR"
        if times := _TIME.findall(self.header.before):
            return _day(times[-1][:6]), "ACK"
        return self.stated, "head" if self.stated else ""

    @property
    def delivered(self) -> date | None:
        """Day the network handed the message to the receiver (block 2 output)."""
        match = _OUTPUT.match(self.header.block2)
        return _day(match.group(7)) if match else None

    # content

    @cached_property
    def content_hash(self) -> bytes:
        """keccak256 of the canonical block 4, `{4:` to `-}`, CRLF, no trailing blanks."""
        from usance.messages.writer import canonical_block4

        return keccak(canonical_block4(self).encode("utf-8"))

    def to_dict(self) -> dict[str, Any]:
        return {
            "mt": self.mt,
            "name": self.table.name if self.table else "",
            "sender": self.sender,
            "receiver": self.receiver,
            "mur": self.mur,
            "uetr": self.uetr,
            "source": self.source,
            "line": self.line,
            "content_hash": "0x" + self.content_hash.hex(),
            "fields": [
                {
                    "tag": f.tag,
                    "sequence": f.sequence,
                    "name": getattr(self.definition(f), "name", ""),
                    "value": f.value,
                    "typed": plain(self.value_of(f)),
                }
                for f in self.fields
            ],
            "findings": [asdict(f) for f in self.findings],
        }

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except Fault:
        return None


def plain(value: object) -> Any:
    """Typed values as JSON: dates as ISO text, integers of money as text (they may pass 2^53)."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: str(item) if name == "minor" and item is not None else plain(item)
            for name, item in vars(value).items()
        }
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value
