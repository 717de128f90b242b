"""Does a description of goods correspond to that of the credit? (18c for the invoice, 14e elsewhere)

The rule (docs/examiner.md), after C12 and C73: the whole wording of the credit stands in the invoice, typing
slips aside. A word set before or into that wording qualifies the goods: one of origin or condition makes
other goods (BULGARIAN wheat bran), another one is a question. Words after the whole wording are detail
(ANY WESTERN BRAND - INDONESIA), unless they take the quality away again (USED, SECOND HAND).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from usance.examine.parties import country_in
from usance.examine.text import STOP, alike, tokens
from usance.examine.values import QUANTITY, UNITS

LOWERS = frozenset(
    {
        "USED", "SECONDHAND", "SECOND-HAND", "HAND", "REFURBISHED", "REBUILT", "RECONDITIONED", "IMITATION",
        "ARTIFICIAL", "SYNTHETIC", "RECYCLED", "SCRAP", "SUBSTANDARD", "OFFGRADE", "REJECTED", "DAMAGED",
        "FAKE",         "SUBSTITUTE", "IRREGULAR", "SECONDS", "WASTE",
    }
)  # fmt: skip
_ENDINGS = (
    "ISH",
    "IAN",
    "ESE",
    "ICAN",
    "ANI",
    "ENCH",
    "DUTCH",
    "GREEK",
    "SWISS",
    "CZECH",
    "THAI",
    "GERMAN",
    "IRAQI",
)
_NOT_ORIGIN = frozenset(
    {
        "FISH",
        "POLISH",
        "FINISH",
        "VARNISH",
        "CHEESE",
        "PERSIAN",
        "VEGETARIAN",
        "DISH",
        "GUARDIAN",
        "MANGANESE",
    }
)


@dataclass(frozen=True)
class Gap:
    """`missing`: words of the credit not there; `other`: words that make other goods; `added`: others."""

    missing: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.other or self.added)


@lru_cache(maxsize=1024)
def names_origin(word: str) -> bool:
    """A country, or an adjective of one by its ending."""
    if word in _NOT_ORIGIN or any(c.isdigit() for c in word):
        return False
    return bool(len(word) > 3 and country_in((word,))) or (len(word) > 4 and word.endswith(_ENDINGS))


def _counts_nothing(word: str) -> bool:
    return word in STOP or word in UNITS or bool(re.fullmatch(r"[\d.,]+", word))


def content(text: str) -> list[str]:
    """The words of a description that say what the goods are, and its sizes."""
    return [word for word in tokens(QUANTITY.sub(" ", text.upper())) if word not in STOP]


def compare(wanted: str, seen: str) -> Gap:
    """The credit's words against those of an invoice."""
    need, have = content(wanted), tokens(seen)
    taken: set[int] = set()
    missing = []
    for word in need:
        at = next((i for i, other in enumerate(have) if i not in taken and alike(word, other)), None)
        if at is None:
            missing.append(word)
        else:
            taken.add(at)
    last = max(taken, default=-1)
    other, added = [], []
    for i, word in enumerate(have):
        if i in taken or _counts_nothing(word) or any(alike(word, one) for one in need):
            continue
        if word in LOWERS or (i < last and names_origin(word)):
            other.append(word)
        elif i < last:
            added.append(word)
    return Gap(tuple(missing), tuple(other), tuple(added))


def conflicts(wanted: Sequence[str], seen: str) -> Gap:
    """A general description elsewhere (14e): `added` when it has no word in common, which a person must judge
    (TEXTILE MACHINERY may well be a loom); `other` for words that make other goods."""
    have = [word for word in content(seen) if not _counts_nothing(word)]
    need = [word for line in wanted for word in content(line)]
    shared = [word for word in have if any(alike(word, one) for one in need)]
    if have and not shared:
        return Gap(added=tuple(have[:6]))
    other = [word for word in have if word not in shared and word in LOWERS]
    last = max((have.index(word) for word in shared), default=-1)
    other += [word for word in have[: max(last, 0)] if word not in shared and names_origin(word)]
    return Gap(other=tuple(other))
