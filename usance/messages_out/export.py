"""One message from the chain: who writes it, what it is about, written and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usance.credits.book import CreditRecord
from usance.credits.desk import CreditDesk
from usance.messages import Message, split, write_all
from usance.messages_out.facts import Facts, SetFacts
from usance.messages_out.notices import told
from usance.messages_out.records import Records
from usance.messages_out.sheet import Sheet
from usance.messages_out.table import CONTINUATIONS, MTS, WRITERS, About, Writer
from usance.messages_out.wish import ExportError, Wish


@dataclass(frozen=True)
class Exported:
    """The message whole, where each field came from, and what the writer should know."""

    message: Message
    sources: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def parts(self) -> list[Message]:
        """As the network takes it: with its continuations where it is long."""
        return split(self.message)

    @property
    def text(self) -> str:
        return write_all(self.parts)

    def to_dict(self) -> dict[str, Any]:
        body = self.message.to_dict()
        for item in body["fields"]:
            item["from"] = self.sources[item["tag"]]
        return body | {"parts": len(self.parts), "text": self.text, "notes": list(self.notes)}


def export(desk: CreditDesk, record: CreditRecord, mt: str, wish: Wish | None = None) -> Exported:
    """MT`mt` of a credit as the chain has it; ExportError with one line."""
    asked = wish or Wish()
    number = CONTINUATIONS.get(mt, mt)
    writer = WRITERS.get(number)
    if writer is None:
        raise ExportError(f"--mt {mt[:10]}: is not written here; use one of {', '.join(MTS)}")
    facts = _facts(desk, record, number, writer, asked)
    if asked.words and number not in ("734", "750"):
        raise ExportError(f"--discrepancy: MT{number} lists none; leave it out")
    sheet = Sheet(facts, Records(desk.folder, record, asked), asked)
    writer.write(sheet)
    message = sheet.message()
    if number != mt and len(split(message)) == 1:
        raise ExportError(f"--mt {mt}: the MT{number} fits in itself, no continuation; ask for {number}")
    if number == "734" and isinstance(facts, SetFacts):
        refused = facts.last("Refused")
        assert refused is not None
        sheet.notes.append(told(message, refused.event))
    return Exported(message, sheet.sources, tuple(dict.fromkeys(sheet.notes)))


def _facts(desk: CreditDesk, record: CreditRecord, mt: str, writer: Writer, wish: Wish) -> Facts:
    """What the message is about; what names something else is refused."""
    about = writer.about
    if writer.also is About.AMENDMENT and wish.amendment is not None:
        about = writer.also
    for option, given, wanted in (
        ("--set", wish.set_id, About.SET),
        ("--amendment", wish.amendment, About.AMENDMENT),
    ):
        if given is not None and about is not wanted:
            raise ExportError(f"{option}: MT{mt} is about a {about}; leave it out")
    facts = Facts(desk, record, mt)
    if about is About.SET:
        return facts.set(wish.set_id)
    return facts.amendment(wish.amendment) if about is About.AMENDMENT else facts
