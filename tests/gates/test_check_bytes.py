"""The byte gate: what it catches, and where it says it is."""

from __future__ import annotations

import pytest

from tools import check_bytes
from tools.findings import ROOT

CLEAN = b"# pragma version 0.4.3\n# plain\n"


def test_bytes__plain_ascii__nothing_found() -> None:
    assert check_bytes.check_text("contracts/A.vy", CLEAN) == []


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("\u2028", "U+2028 (line separator)"),
        ("\u2029", "U+2029 (paragraph separator)"),
        ("\x0c", "U+000C (form feed)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\t", "U+0009 (tab)"),
        ("\r", "U+000D (carriage return)"),
        ("\x00", "U+0000 (NUL)"),
        ("\x85", "U+0085 (unnamed)"),
        ("\uff21", "U+FF21 (fullwidth latin capital letter a)"),
        ("\u00e9", "U+00E9 (latin small letter e with acute)"),
    ],
)
def test_bytes__planted_code_point__named_with_its_place(planted: str, name: str) -> None:
    raw = CLEAN + f"# bad{planted} here\n".encode()
    (found,) = check_bytes.check_text("contracts/A.vy", raw)
    assert (found.line, found.column) == (3, 6)
    assert name in found.text
    assert str(found).startswith("contracts/A.vy:3:6: bytes: ")


def test_bytes__byte_order_mark_at_the_start__found() -> None:
    (found,) = check_bytes.check_text("contracts/A.vy", b"\xef\xbb\xbf" + CLEAN)
    assert (found.line, found.column) == (1, 1)


def test_bytes__not_utf8__found() -> None:
    (found,) = check_bytes.check_text("contracts/A.vy", CLEAN + b"# \xff\n")
    assert (found.line, found.column) == (3, 3)


def test_bytes__no_line_feed_at_the_end__found() -> None:
    (found,) = check_bytes.check_text("contracts/A.vy", CLEAN[:-1])
    assert "does not end with LF" in found.text


def test_bytes__the_suite__clean() -> None:
    assert check_bytes.check(ROOT) == []
