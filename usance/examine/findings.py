"""A finding: which rule, how grave, in which document and field, what was seen and what was required."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from usance.codes import DiscrepancyCode
from usance.examine.text import plain
from usance.messages.values import format_amount
from usance.messages.writer import wrap

WIDTH = 50
MAX_LINES = 70
_OUTSIDE = re.compile(r"[^A-Z0-9/\-?:().,'+ =!\"%&*<>;{@#_]")


class Severity(StrEnum):
    """`discrepancy`: grounds for a refusal. `question`: the data leave it open. `note`: nothing to decide."""

    DISCREPANCY = "discrepancy"
    QUESTION = "question"
    NOTE = "note"


_ORDER = {Severity.DISCREPANCY: 0, Severity.QUESTION: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class Finding:
    """`document` is the name of the leaf, "" for the set as a whole; `words` is what an MT734 may say."""

    check: str
    rule: str
    article: str
    severity: Severity
    document: str
    field: str
    seen: str
    required: str
    words: str
    why: str
    code: DiscrepancyCode = DiscrepancyCode.OTHER

    @property
    def id(self) -> str:
        """U14d for article 14d; U17-28f where a rule covers several articles; else the rule."""
        if self.rule == "U14" and self.article.startswith("14"):
            return f"U14{self.article[2:]}"
        return f"U17-{self.article}" if self.rule == "U17" else self.rule

    @property
    def key(self) -> tuple[object, ...]:
        """The order of a report: gravest first, then by rule, article, document, field."""
        number = re.search(r"\d+", self.rule)
        return (
            _ORDER[self.severity], not self.rule.startswith("U"), int(number[0]) if number else 0, self.rule,
            self.article, self.document, self.field, self.check, self.words,
        )  # fmt: skip

    def to_json(self) -> dict[str, str]:
        return {
            "id": self.id,
            "rule": self.rule,
            "article": self.article,
            "severity": str(self.severity),
            "document": self.document,
            "field": self.field,
            "seen": self.seen,
            "required": self.required,
            "words": self.words,
            "why": self.why,
            "code": self.code.name,
            "check": self.check,
        }


def swift(text: str) -> str:
    """Upper case, in the characters of field 77J."""
    return " ".join(_OUTSIDE.sub(" ", plain(text)).split())


def swift_amount(currency: str, minor: int) -> str:
    return format_amount(currency, minor).rstrip(",")


def lines_of(words: str) -> list[str]:
    """Lines of at most 50 characters; none begins like the number of another discrepancy."""
    return wrap(words, WIDTH)


def notice(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The discrepancies in the words of a notice, each once, in the order of the report."""
    return tuple(
        dict.fromkeys(one.words for one in findings if one.severity is Severity.DISCREPANCY and one.words)
    )


def text_77j(findings: Iterable[Finding]) -> list[str]:
    """Field 77J, line by line, numbered; "" between nothing: a message takes 70 lines at most."""
    lines: list[str] = []
    for number, words in enumerate(notice(findings), start=1):
        lines += lines_of(f"{number}. {words}")
    return lines


@dataclass(frozen=True)
class Report:
    """What the examiner proposes."""

    findings: tuple[Finding, ...]
    presented: date

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is severity)

    @property
    def discrepancies(self) -> tuple[Finding, ...]:
        return self.of(Severity.DISCREPANCY)

    @property
    def complies(self) -> bool:
        """No discrepancy and no open question."""
        return not self.discrepancies and not self.of(Severity.QUESTION)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that discrepancies name, each once, in their order: U6, U14, U17."""
        return tuple(dict.fromkeys(one.rule for one in self.discrepancies))


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(set(findings), key=lambda one: one.key))


def too_long(lines: Sequence[str]) -> bool:
    return len(lines) > MAX_LINES
