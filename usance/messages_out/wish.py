"""What is asked beside the chain: fields it does not carry, heads, the set or amendment meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from usance.credits.desk import CreditError
from usance.messages.parties import PartyBook


class ExportError(CreditError):
    """One line: which message, what is missing or not so on the chain, the mend."""


@dataclass(frozen=True)
class Wish:
    """`fields` by tag, lines joined by LF; `words` of a notice, one a discrepancy; `book` gives BICs."""

    set_id: str | None = None
    amendment: str | None = None
    sender: str = ""
    receiver: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    book: PartyBook = field(default_factory=PartyBook)


def fields_from(texts: Sequence[str]) -> dict[str, str]:
    """`TAG=TEXT` options; `|`, which no message may hold, begins a new line."""
    found: dict[str, str] = {}
    for text in texts:
        tag, mark, value = text.partition("=")
        tag = tag.strip().upper()
        if not mark or not value.strip() or not re.fullmatch(r"\d\d[A-Z]?", tag):
            raise ExportError(f"--field {text[:60]}: is not TAG=TEXT, such as 21=NONREF")
        if tag in found:
            raise ExportError(f"--field {tag}: is given twice; keep one")
        found[tag] = "\n".join(line.strip() for line in value.split("|"))
    return found
