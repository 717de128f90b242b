"""What the bank's own notes add: references, the MT700 and MT707s that went out, BICs, documents of a set.

A message of the notes counts only if its hash is the one that the chain holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from usance.amendments import Change
from usance.credits.book import CreditRecord
from usance.credits.files import Folder
from usance.documents import DocumentSet
from usance.messages import Message, MessageError, groups, read_text
from usance.messages import values as v
from usance.messages.message import bic11
from usance.messages_out.wish import ExportError, Wish
from usance.terms import ZERO_ADDRESS


@dataclass(frozen=True)
class Records:
    """The notes on one credit."""

    folder: Folder
    record: CreditRecord
    wish: Wish

    @property
    def reference(self) -> str:
        """Field 20 of the credit, "" where no note has it."""
        return self.folder.reference(self.record.id)

    @cached_property
    def issued(self) -> Message | None:
        """The MT700 that issued the credit."""
        path = self.folder.of(self.record.id) / "credit.json"
        text = str(self.folder.note(self.record.id).get("message", ""))
        return _message(text, self.record.birth.content, str(path))

    def amending(self, change: Change) -> Message | None:
        """The MT707 that proposed a change."""
        path = self.folder.of(self.record.id) / f"amendment-{change.number}.json"
        try:
            note = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            raise ExportError(f"{path}: is not JSON; put the note back or move it away") from None
        text = str(note.get("message", "")) if isinstance(note, dict) else ""
        return _message(text, change.content, str(path))

    def documents(self, root: bytes) -> DocumentSet | None:
        return self.folder.read_set(self.record.id, root)

    def bic(self, address: str) -> str:
        """The BIC of a bank of the credit, "" where nothing tells it."""
        for entry in self.wish.book.entries:
            if entry.address == address and entry.bic:
                return bic11(entry.bic)
        return self._bics.get(address, "")

    @cached_property
    def _bics(self) -> dict[str, str]:
        """As the MT700 names the banks of the terms of birth."""
        message, terms = self.issued, self.record.birth
        if message is None:
            return {}
        found: dict[str, str] = {}
        for tag, address in (
            ("53a", terms.reimburser),
            ("58a", terms.confirmer),
            ("41a", terms.nominated),
        ):
            value = message.typed(tag)
            if isinstance(value, v.Party | v.Availability) and value.bic:
                found[address] = bic11(value.bic)
        found |= {terms.adviser: message.receiver, terms.issuer: message.sender}
        found.pop(ZERO_ADDRESS, None)
        return {address: bic for address, bic in found.items() if bic}


def _message(text: str, content: bytes, source: str) -> Message | None:
    if not text:
        return None
    try:
        found = groups(read_text(text))
    except MessageError as error:
        raise ExportError(f"{source}: {error}") from None
    if len(found) != 1 or found[0].content_hash != content:
        raise ExportError(
            f"{source}: the message kept here is not the one on the chain (its hash is another); "
            "put the right one back or move the note away"
        )
    return found[0]
