"""Words as they are compared: capitals without accents, numbers in one spelling, typing slips by distance."""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[0-9][0-9.,]*[0-9]|[A-Z0-9]+(?:'S\b)?|&")
STOP = frozenset(
    {
        "A",
        "AN",
        "AND",
        "&",
        "AS",
        "AT",
        "BY",
        "FOR",
        "FROM",
        "IN",
        "OF",
        "ON",
        "OR",
        "PER",
        "THE",
        "TO",
        "WITH",
    }
)
SHORT = 4
LONG = 8


def plain(text: str) -> str:
    """Upper case, no accents, single blanks; umlauts as two letters, as messages write them."""
    text = text.upper()
    for letter, written in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("ß", "SS"), ("Ø", "OE"), ("Å", "AA")):
        text = text.replace(letter, written)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.replace("’", "'").split())


def number(text: str) -> str:
    """One spelling of a number: 71,000 and 71.000 are 71000, 3,50 and 3.50 are 3.5."""
    if re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?", text):
        head = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text)
    else:
        head = text
    head = head.replace(",", ".")
    if head.count(".") != 1:
        return head.replace(".", "") if "." in head else head
    whole, _, part = head.partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def tokens(text: str) -> list[str]:
    """Words and numbers in their order."""
    found = _TOKEN.findall(plain(text))
    return [number(word) if word[0].isdigit() and any(c in word for c in ".,") else word for word in found]


def key(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", plain(text))


def distance(first: str, second: str) -> int:
    """Typing steps between two words: one letter more, less, other, or two neighbours swapped."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def alike(first: str, second: str) -> bool:
    """Equal, or a slip of the keyboard: one step in a word of four letters, two in the tail of one of eight.

    Words with a digit in them are models, sizes and numbers: they are equal or they differ.
    """
    if first == second:
        return True
    if any(c.isdigit() for c in first + second) or min(len(first), len(second)) < SHORT:
        return False
    steps = distance(first, second)
    if steps <= 1:
        return True
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    return (
        steps == 2 and min(len(first), len(second)) >= LONG and 3 * shared >= 2 * max(len(first), len(second))
    )
