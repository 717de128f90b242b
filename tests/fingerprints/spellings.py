"""Numbers as sellers, clerks and cheats write them, made without the code under test.

`NEAR` has base numbers with every spelling of each; `AWKWARD` spellings found by hand; `DISTINCT` pairs that
a careless fold would throw together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import combinations

_BASES = """
1 7 42 100 2026 12345678 4711-08-15 12-3 1-23 123 10-10 2018-112 2018-1-12 2018-11-2 18304/28865 0 90
INV-1 INV-1001 INV-2026-0042 INV/2025/42 RE-2026-17 RE17 R-17 RG/2026/00815 AR-100 B2B-7 A-1-1
A1B2C3 SO-55/3 FAK-3 FV/2026/03/118 FC-88 FAC-2026-9 TOSL108 TOSL110 PO4711-2 SI-20260401-3 CN-5 DN-6
KR-2026-1 X9 Q4-2026-11 EXP-HAM-300 EXP-ROT-300 SE-1-A 1-SE-A C-3-PO MX-CFDI-77 HAM-EXP-300 AB-CD-9 ABC-D-9
T-1000 T-100-0 OPX-5 CEH-12
"""
BASES = _BASES.split()

CYRILLIC = dict(
    zip(
        "ABCEHIJKMOPSTXY",
        "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423",
        strict=True,
    )
)
GREEK = dict(
    zip(
        "ABEZHIKMNOPTYX",
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        strict=True,
    )
)


def replaced(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(char.upper(), char) for char in text)


def digits_from(zero: int) -> Callable[[str], str]:
    return lambda text: "".join(chr(zero + int(char)) if char.isdigit() else char for char in text)


def divided_by(mark: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"[-/ ]", mark, text)


def loosened(text: str) -> str:
    """A blank between letters and digits."""
    return re.sub(r"(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Z])", " ", text)


def tightened(text: str) -> str:
    """No divider between letters and digits."""
    return re.sub(r"(?<=[A-Z])[-/ ](?=[0-9])|(?<=[0-9])[-/ ](?=[A-Z])", "", text)


def widened(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "mixed letters": str.title,
    "blanks around": lambda text: f"  {text}\n",
    "no-break blanks around": lambda text: f"\u00a0{text}\u202f",
    "full width": widened,
    "mathematical digits": digits_from(0x1D7CE),
    "Arabic digits": digits_from(0x0660),
    "Persian digits": digits_from(0x06F0),
    "Devanagari digits": digits_from(0x0966),
    "Thai digits": digits_from(0x0E50),
    "Cyrillic letters": replaced(CYRILLIC),
    "small Cyrillic letters": lambda text: replaced(CYRILLIC)(text).lower(),
    "Greek letters": replaced(GREEK),
    "accents": lambda text: "".join(char + "\u0301" if char.isalpha() else char for char in text),
    "composed accents": lambda text: unicodedata.normalize(
        "NFC", "".join(char + "\u0301" if char.isalpha() else char for char in text)
    ),
    "zero-width blanks": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "byte order mark": lambda text: "\ufeff" + text,
    "zeros in front": lambda text: re.sub(r"[0-9]+", lambda run: "000" + run.group(), text),
    "one zero in front": lambda text: re.sub(r"[0-9]+", lambda run: "0" + run.group(), text),
    "slashes": divided_by("/"),
    "dots": divided_by("."),
    "blanks": divided_by(" "),
    "two marks": divided_by(" - "),
    "en dashes": divided_by("\u2013"),
    "no-break hyphens": divided_by("\u2011"),
    "minus signs": divided_by("\u2212"),
    "full-width dashes": divided_by("\uff0d"),
    "katakana dashes": divided_by("\u30fc"),
    "underscores": divided_by("_"),
    "thin blanks": divided_by("\u2009"),
    "a mark at the end": lambda text: text + ".",
    "brackets": lambda text: f"({text})",
    "a hash in front": lambda text: "#" + text,
    "loosened": loosened,
    "tightened": tightened,
}


def near() -> Iterator[tuple[str, str, str]]:
    """(base, name of the spelling, spelling), each spelling once and none of them its base."""
    for base in BASES:
        seen = {base}
        for name, spell in SPELLINGS.items():
            spelling = spell(base)
            if spelling not in seen:
                seen.add(spelling)
                yield base, name, spelling


# Spelling and the form it must have, written by hand.
AWKWARD = [
    ("007", "7"),
    ("7", "7"),
    ("0", "0"),
    ("000", "0"),
    ("0-0", "0-0"),
    ("00-7", "0-7"),
    ("70", "70"),
    ("018304 / 28865", "18304-28865"),
    ("18304/28865", "18304-28865"),
    ("INV--7", "INV7"),
    ("--7--", "7"),
    ("Rechnung Nr. 0815", "RECHNUNG-NR815"),
    ("RECHNUNG NR 815", "RECHNUNG-NR815"),
    ("\u2116 12", "NO12"),
    ("N\u00ba 12", "NO12"),
    ("No. 12", "NO12"),
    ("n\u00ba12", "NO12"),
    ("Stra\u00dfe 5", "STRASSE5"),
    ("STRASSE 5", "STRASSE5"),
    ("STRA\u1e9eE 5", "STRASSE5"),
    ("\u00d6-15", "O15"),
    ("\u00d8-15", "O15"),
    ("O-15", "O15"),
    ("\u0150-15", "O15"),
    ("R\u00c9F-12", "REF12"),
    ("RE\u0301F-12", "REF12"),
    ("\u00e6-1", "AE1"),
    ("AE 1", "AE1"),
    ("\u0141-3", "L3"),
    ("\u0111-3", "D3"),
    ("\u0130-3", "I3"),
    ("\u0131-3", "I3"),
    ("i-3", "I3"),
    ("\ufb01n-2", "FIN2"),
    ("FIN 2", "FIN2"),
    ("\u017f-2", "S2"),
    ("\u212a-2", "K2"),
    ("\u2160\u2164-2", "IV2"),
    ("\u0399\u039dV-7", "INV7"),
    ("\u0406NV-7", "INV7"),
    ("\u04c0NV-7", "INV7"),
    ("\u0421\u0427-15", "C\u042715"),
    ("\u0441\u0447-15", "C\u042715"),
    ("C\u0447 15", "C\u042715"),
    ("\u03a4\u0394\u0391-15", "T\u0394A15"),
    ("\u03c4\u03b4\u03b1 15", "T\u0394A15"),
    ("T\u0394A15", "T\u0394A15"),
    ("\u0393-1", "\u04131"),
    ("\u0413-1", "\u04131"),
    ("\u0433-1", "\u04131"),
    ("\u0419-1", "\u04181"),
    ("\u0401-1", "E1"),
    ("\u0407-1", "I1"),
    ("2026\u20440042", "2026-42"),
    ("2026\u22150042", "2026-42"),
    ("2026\uff0f0042", "2026-42"),
    ("2026\u2010042", "2026-42"),
    ("2026\u2014042", "2026-42"),
    ("2026\u2015042", "2026-42"),
    ("2026\u00b7042", "2026-42"),
    ("2026\u2022042", "2026-42"),
    ("2026|042", "2026-42"),
    ("2026\\042", "2026-42"),
    ("2026\t042", "2026-42"),
    ("2026\r\n042", "2026-42"),
    ("2026\u3000042", "2026-42"),
    ("2026\u2028042", "2026-42"),
    ("20\u200d26-42", "2026-42"),
    ("20\ufe0f26-42", "2026-42"),
    ("\u200f2026-42\u200e", "2026-42"),
    ("20\u206026-42", "2026-42"),
    ("\u0662\u0660\u0662\u0666-\u0664\u0662", "2026-42"),
    ("\U0001d7da\U0001d7d8\U0001d7da\U0001d7de-42", "2026-42"),
    ("\uff12\uff10\uff12\uff16\uff0d\uff14\uff12", "2026-42"),
    ("2026'42", "2026-42"),
    ("2026\u201942", "2026-42"),
    ("2026 & 42", "2026-42"),
    ("2026+42", "2026-42"),
    ("A1-1", "A1-1"),
    ("A-1-1", "A1-1"),
    ("A 1 1", "A1-1"),
    ("A11", "A11"),
    ("1A-1", "1A1"),
    ("AB-CD", "AB-CD"),
]

_SETS = """
12-3 1-23 123 1-2-3 12-30 120-3 3-12 32-1 21-3 13-2
1-11 11-1 111 1-1-1 1-110 11-10 110-1 1-101 101-1
7 70 700 1007 10-7 1-7 7-0 0-7 0 77
INV-1 INV-10 INV-11 INV-2 INV-1-1 INV-1A INV-1B INV-A-1 INVA-1 IN-V-1 INV 1NV-1 1NV VNI-1
2018-112 2018-1-12 2018-11-2 2018112 201-8112 2018-211 2018-121 2019-112 1018-112 112-2018 2018-1120
RE-A-1 REA-1 R-EA-1 RE-1-A RE-B-1 RF-A-1 RE-A-2 ER-A-1 RE-A
A1-1 A11 A1-10 A10-1 A-1-1-1 AA11 A1A1 B1-1 1A1
O-1 0-1 01-1 Q-1 D-1 O-01-0
S5 55 5S SS 5 S-S B8 88 8B
"""
_HANDMADE = [
    ("O100", "0100"),
    ("I-1", "1-1"),
    ("L-1", "1-1"),
    ("Z2", "22"),
    ("B8", "88"),
    ("S5", "55"),
    ("10O", "100"),
    ("\u0417-1", "3-1"),
    ("\u0427-1", "4-1"),
    ("\u0416-1", "K-1"),
    ("\u0429-1", "\u0428-1"),
    ("\u0394-1", "A-1"),
    ("\u03a3-1", "E-1"),
    ("\u03a9-1", "O-1"),
    ("\u0398-1", "O-1"),
    ("\u042f-1", "R-1"),
    ("\u0418-1", "N-1"),
    ("AE-1", "A-E-1"),
    ("SS-1", "S-1"),
    ("VI-1", "V-1"),
    ("X-10", "X-01"),
    ("10-01", "1-10"),
    ("100", "1-00"),
    ("20260042", "2026-0042"),
    ("2026-42", "2026-24"),
    ("2026-42", "2062-42"),
    ("2026-42", "2026-4-2"),
    ("2026-042", "2026-420"),
    ("2026-0042", "2026-4002"),
    ("TOSL108", "TOSL110"),
    ("TOSL108", "T0SL108"),
    ("FV/2026/03/118", "FV/2026/0/3118"),
    ("FV/2026/03/118", "FV/2026/3118"),
    ("FV/2026/11/8", "FV/2026/1/18"),
]


def distinct_sets() -> Iterator[list[str]]:
    """Groups of numbers of one seller, no two of them one."""
    for line in _SETS.strip().splitlines():
        yield line.split()


def distinct() -> Iterator[tuple[str, str]]:
    """Pairs that must stay two: by hand, and neighbours by digit, order, divider and letter."""
    yield from _HANDMADE
    for group in distinct_sets():
        yield from combinations(dict.fromkeys(group), 2)
    for first in range(95, 125):
        yield f"RE-2026-{first:05}", f"RE-2026-{first + 1:05}"
        yield f"RE-2026-{first:05}", f"RE-2025-{first:05}"
        yield f"RE-2026-{first:05}", f"RE-2026-{first}-1"
        yield f"{first}-{first + 1}", f"{first}{first + 1}"
