"""The contracts' reasons in trade words: the comment above each constant of modules/errors.vy."""

from __future__ import annotations

import re
from functools import lru_cache

from usance.chain.artifacts import ROOT
from usance.report.rules_text import rule_text

CATALOGUE = ROOT / "contracts" / "modules" / "errors.vy"
_CONSTANT = re.compile(r'^\w+: constant\(String\[64\]\) = "([^"]*)"$')


@lru_cache(maxsize=1)
def meanings() -> dict[str, str]:
    """Error string -> what it means."""
    found: dict[str, str] = {}
    words: list[str] = []
    told = False
    for line in CATALOGUE.read_text(encoding="ascii").splitlines():
        if match := _CONSTANT.match(line):
            found[match.group(1)] = " ".join(words)
            told = True
        elif line.startswith("# ") and not line.startswith("# ---"):
            words = [line[2:]] if told else [*words, line[2:]]
            told = False
        elif not line.strip() or line.startswith("# ---"):
            words, told = [], False
    return found


def in_words(reason: str) -> str:
    """One line for a refused act: the sentence, the contract's own reason with its rule, the article."""
    if not reason:
        return "the token or the chain refused it without a reason: check balances and approvals (TOKEN)"
    meaning = meanings().get(reason, "")
    rule = re.search(r"\((\S+)\)$", reason)
    article = rule_text(rule.group(1)) if rule else ""
    return " ".join(part for part in (meaning, f"[{reason}]", article) if part)
