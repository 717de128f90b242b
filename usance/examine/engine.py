"""Runs the checks: a set against a credit, findings in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from usance.examine.case import CHECKS, Case, run_checks
from usance.examine.checks import (  # noqa: F401  (importing a module registers its checks)
    completeness,
    conflicts,
    dates,
    goods,
    insurance,
    money,
    parties,
    transport,
)
from usance.examine.credit import CreditFacts, credit_of, of_terms
from usance.examine.errors import ExamineError
from usance.examine.facts import SetFacts
from usance.examine.findings import Report, ordered
from usance.examine.sets import set_of
from usance.terms import Credit


def check_names() -> tuple[str, ...]:
    """The names of all checks."""
    return tuple(CHECKS)


def examine(credit: CreditFacts, documents: SetFacts, without: Iterable[str] = ()) -> Report:
    """What the examiner proposes. `without` leaves checks out by name."""
    unknown = sorted(set(without) - set(CHECKS))
    if unknown:
        raise ExamineError("checks", f"{unknown[0]}: no such check", f"known: {', '.join(CHECKS)}")
    findings = ordered(run_checks(Case(credit, documents), without))
    return Report(findings, documents.presented)


def facts_of(credit: Mapping[str, Any] | Credit | CreditFacts) -> CreditFacts:
    """A credit from inline facts, from the chain's terms, or as it is."""
    if isinstance(credit, CreditFacts):
        return credit
    return of_terms(credit) if isinstance(credit, Credit) else credit_of(credit)


def findings_of(
    credit: Mapping[str, Any] | Credit | CreditFacts, documents: Mapping[str, Any] | SetFacts
) -> tuple[str, ...]:
    """The rules that a set breaks, each once, in their order: ("U6", "U14", "U17"); () when none is.

    Works on inline facts (docs/examiner.md lists the fields); questions and notes are not in it.
    """
    found = documents if isinstance(documents, SetFacts) else set_of(documents)
    return examine(facts_of(credit), found).rules
