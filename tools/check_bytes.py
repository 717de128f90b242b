"""Byte gate: Vyper sources are LF and printable ASCII, nothing else.

Compilers up to 0.5.0b1 look literals up by line and column of the text: a form feed, U+2028, a byte
order mark or a wide letter shifts the look-up into a comment (CVE-2026-114114, CVE-2026-114116).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tools.findings import ROOT, Finding, relative, vyper_sources

RULE = "bytes"
CONTROL = {0: "NUL", 9: "tab", 11: "vertical tab", 12: "form feed", 13: "carriage return", 127: "DEL"}


def name_of(character: str) -> str:
    """How a finding names a code point that is not allowed."""
    code = ord(character)
    label = CONTROL.get(code) or unicodedata.name(character, "unnamed").lower()
    return f"U+{code:04X} ({label})"


def check_text(path: str, raw: bytes) -> list[Finding]:
    """Findings of one source given as bytes."""
    found: list[Finding] = []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return [Finding(path, row, column, RULE, f"byte 0x{raw[error.start]:02X} is not ASCII; write ASCII")]
    # Lines are counted as the compiler's reader counts them only at LF, on purpose.
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if not " " <= character <= "~":
                found.append(
                    Finding(path, number, column, RULE, f"{name_of(character)}; only LF and printable ASCII")
                )
    if raw and not raw.endswith(b"\n"):
        last = text.split("\n")
        found.append(Finding(path, len(last), len(last[-1]) + 1, RULE, "the last line does not end with LF"))
    return found


def check(root: Path = ROOT) -> list[Finding]:
    """Findings over every Vyper source of the project."""
    found: list[Finding] = []
    for path in vyper_sources(root):
        found += check_text(relative(path, root), path.read_bytes())
    return found
