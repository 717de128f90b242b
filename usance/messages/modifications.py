"""Lines of a credit that look as if they modify or exclude UCP 600.

UCP may be modified or excluded by the credit itself (article 1), and then the credit wins. Which lines do
so no program can know; this one lists those whose words say they might. Each is then mapped to
an exclusion of the terms or waved through by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from usance.messages.message import Message
from usance.messages.modifications_data import PATTERNS
from usance.messages.values import split_items

# Exclusions of the terms by the article a line names.
BY_ARTICLE = {
    "UCP14c": "ART14C_OFF",
    "UCP16f": "ART16F_OFF",
    "UCP29": "ART29A_OFF",
    "UCP29a": "ART29A_OFF",
    "UCP36": "ART36_OFF",
}
# Articles an examiner applies to documents.
EXAMINED = frozenset((14, 30, 31, *range(17, 29)))
_NAMED = re.compile(r"\b(?:SUB-? ?)?ART(?:ICLES?|\.)? ?(\d{1,2})(?: ?\(?([A-L])\b\)?)?")

FIELDS = ("40E", "47A", "47B")


@dataclass(frozen=True)
class Pattern:
    regex: re.Pattern[str]
    article: str
    exclusion: str
    reason: str


# Longer than the eight parts of a message can carry: not judged, listed.
MAX_ITEM = 80_000
_TOO_LONG = Pattern(re.compile(""), "UCP1", "", "longer than a message can be: read it")


@dataclass(frozen=True)
class Modification:
    """One line. `number` counts the hits of the message from 1, in the order of its text, so it stays the
    same as long as the message does; `exclusions` may be empty (no switch in the terms)."""

    number: int
    tag: str
    item: int
    text: str
    articles: tuple[str, ...]
    exclusions: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def article(self) -> str:
        return ", ".join(self.articles)

    def __str__(self) -> str:
        maps = f"; maps to {' or '.join(self.exclusions)}" if self.exclusions else ""
        return f"{self.number}. {self.tag} item {self.item}: {self.text} [{self.article}: " + (
            f"{'; '.join(self.reasons)}{maps}]"
        )


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    out = []
    for line in PATTERNS.strip().splitlines():
        regex, article, exclusion, reason = line.rsplit("|", 3)
        out.append(Pattern(re.compile(regex), article, exclusion, reason))
    return tuple(out)


def _lines(message: Message) -> Iterator[tuple[str, int, str]]:
    for item in message.fields:
        if item.tag == "40E":
            code, _, text = item.value.replace("\n", " ").partition("/")
            if code.strip() == "OTHR" or text.strip():
                yield item.tag, 1, " ".join(f"{code} {text}".split())
        elif item.tag in FIELDS:
            value = re.sub(r"^/(?:ADD|DELETE|REPALL)/", "+", item.value, flags=re.MULTILINE)
            for number, (_, text) in enumerate(split_items(value), start=1):
                yield item.tag, number, text


def _named(flat: str) -> Iterator[Pattern]:
    """The articles a line names itself."""
    for match in _NAMED.finditer(flat):
        number, letter = int(match.group(1)), (match.group(2) or "").lower()
        if 1 <= number <= 39:
            article = f"UCP{number}{letter}"
            examined = "DOCUMENTS_ALTERED" if number in EXAMINED else ""
            exclusion = BY_ARTICLE.get(article, examined)
            yield Pattern(_NAMED, article, exclusion, f"names article {number}{letter} of UCP")


def modifications(message: Message) -> tuple[Modification, ...]:
    """Every line of 40E, 47A (47B) that may alter UCP, in the order of the message."""
    out: list[Modification] = []
    for tag, item, text in _lines(message):
        flat = " ".join(text.upper().split())
        if len(flat) > MAX_ITEM:
            hits = [_TOO_LONG]
        else:
            hits = [*_named(flat), *(p for p in patterns() if p.regex.search(flat))]
        if tag == "40E":
            hits = [*hits, Pattern(re.compile(""), "UCP1", "", "other rules than UCP: read them")]
        if not hits:
            continue
        # A pattern that knows its article says more than the general one beside it.
        special = [p for p in hits if p.article != "UCP1"] or hits
        articles = tuple(dict.fromkeys(p.article for p in special))
        exclusions = tuple(dict.fromkeys(p.exclusion for p in special if p.exclusion))
        reasons = tuple(dict.fromkeys(p.reason for p in special))
        out.append(Modification(len(out) + 1, tag, item, text, articles, exclusions, reasons))
    return tuple(out)
