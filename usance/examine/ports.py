"""Is the place on a document the place of the credit?"""

from __future__ import annotations

import re

from usance.examine.parties import Same, country_in
from usance.examine.text import alike, plain, tokens
from usance.places import find_place, find_place_in_text

_ANY = re.compile(r"\b(?:ANY|MAIN) (?:[A-Z]+ )?(?:SEA|AIR)?PORTS?\b|\bANY [A-Z]+ (?:SEA|AIR)?PORT\b")
_ADJECTIVES = {
    "CHINESE": "CN", "INDIAN": "IN", "GERMAN": "DE", "DUTCH": "NL", "TURKISH": "TR", "ITALIAN": "IT",
    "BANGLADESHI": "BD", "VIETNAMESE": "VN", "JAPANESE": "JP", "KOREAN": "KR", "SPANISH": "ES",
    "FRENCH": "FR", "BRAZILIAN": "BR", "BULGARIAN": "BG", "UKRAINIAN": "UA", "ROMANIAN": "RO",
    "INDONESIAN": "ID", "THAI": "TH",
}  # fmt: skip
_FILLER = frozenset({"PORT", "SEAPORT", "AIRPORT", "HARBOUR", "OF", "CITY"})


def same_place(required: str, seen: str) -> Same | None:
    """None when a range such as ANY CHINESE PORT cannot be told from what is known of the place."""
    first, second = ([w for w in tokens(text) if w not in _FILLER] for text in (required, seen))
    if _ANY.search(plain(required)):
        return _in_range(required, seen)
    if "".join(first) == "".join(second):
        return Same.EQUAL
    a, b = find_place_in_text(required), find_place_in_text(seen)
    if a is not None and b is not None:
        return Same.EQUAL if a == b else Same.OTHER
    mine, its = town(required), town(seen)
    if mine == its:
        return Same.EQUAL
    # A slip that spells another town is that town.
    if len(mine) == len(its) and all(alike(x, y) for x, y in zip(mine, its, strict=True)):
        return Same.OTHER if find_place(seen) is not None else Same.SLIP
    return Same.OTHER


def town(text: str) -> list[str]:
    """The words before the country: NINGBO of NINGBO, CHINA."""
    head = plain(text).split(",")[0].split("(")[0]
    return [word for word in tokens(head) if word not in _FILLER]


def _in_range(required: str, seen: str) -> Same | None:
    country = country_in((plain(required),))
    for word in plain(required).split():
        country = country or _ADJECTIVES.get(word, "")
    place = find_place_in_text(seen)
    found = place[:2] if place else country_in((plain(seen),))
    if not country or not found:
        return None
    return Same.EQUAL if country == found else Same.OTHER
