"""SWIFT category 7: read, check, write. See docs of each module; scripts use these names."""

from usance.messages.envelope import unwrap
from usance.messages.errors import MessageError
from usance.messages.message import Field, Finding, Header, Message
from usance.messages.parts import groups, join, split
from usance.messages.printed import render_printed
from usance.messages.reader import read_bytes, read_file, read_text
from usance.messages.table import RELEASE
from usance.messages.writer import canonical_block4, canonical_text, compose, write, write_all

__all__ = [
    "RELEASE",
    "Field",
    "Finding",
    "Header",
    "Message",
    "MessageError",
    "canonical_block4",
    "canonical_text",
    "compose",
    "groups",
    "join",
    "read_bytes",
    "read_file",
    "read_text",
    "render_printed",
    "split",
    "unwrap",
    "write",
    "write_all",
]
