"""What a refused act is refused for, held against what a story expects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from usance.model.outcome import TOKEN
from usance.scenario.stage import MODEL, Sent

RULE = re.compile(r"[A-Z][A-Z0-9_]*(?:-[A-Za-z0-9.]+)?")


def names_rule(reason: str, rule: str) -> bool:
    """Does an error name the rule as a whole id (U1 is not U14)?"""
    return re.search(rf"(?<![A-Za-z0-9_.-]){re.escape(rule)}(?![A-Za-z0-9_-]|\.\d)", reason) is not None


def rules_of(broken: frozenset[str], wanted: Sequence[str]) -> set[str]:
    """The rules among the names: STATE, NOT_PARTY and the like often come along, they count where named."""
    return {name for name in broken if any(mark.isdigit() for mark in name) or name in wanted}


def says(sent: Sent, word: str) -> bool:
    """Is the refusal the expected one: a rule as a whole id, or a part of the error?"""
    if RULE.fullmatch(word):
        return word in sent.broken or names_rule(sent.reason, word)
    if not sent.reason and word.lower() in {"gas", "out of gas"}:
        # Whoever runs out of gas has none left to say so.
        return True
    if sent.reason.startswith(MODEL):
        # The model does not know a token's own words, only that they are the token's.
        return TOKEN in sent.broken
    return word.lower() in sent.reason.lower()
