"""MT798, the proprietary envelope of corporate-to-bank traffic: the message of category 7 inside."""

from __future__ import annotations

from dataclasses import replace

from usance.messages.errors import MessageError, shown
from usance.messages.message import Message
from usance.messages.reader import sequenced
from usance.messages.table import layouts, legacy_reason


def unwrap(message: Message) -> Message:
    """The message that an MT798 carries: field 12 names its type, its fields follow 77E.

    The envelope's index fields (27A, 21A, 21P ...) go; sender and receiver are those of the envelope.
    """
    if message.mt != "798":
        raise MessageError(f"MT{message.mt} is no envelope", "give an MT798", message.source, message.line)
    kind = message.text("12") or ""
    layout = layouts().get(kind)
    if layout is None or kind == "798":
        raise MessageError(
            f"sub-message {shown(kind, 10)} is not of category 7",
            "only bank messages inside an MT798 are read",
            message.source,
            message.line,
        )
    start = next((i for i, f in enumerate(message.fields) if f.tag == "77E"), len(message.fields))
    inner = [
        f
        for f in message.fields[start + 1 :]
        if f.tag in layout.tags or legacy_reason(kind, f.tag) is not None
    ]
    if not inner:
        raise MessageError(
            f"MT798 carries no field of MT{kind}", "send the part with the text", message.source, message.line
        )
    return replace(message, mt=kind, fields=sequenced(kind, inner))
