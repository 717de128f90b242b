"""A set held against a credit, and the register of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from usance.codes import DiscrepancyCode
from usance.examine.credit import CreditFacts
from usance.examine.facts import Document, Draft, Insurance, Invoice, Party, SetFacts, Transport
from usance.examine.findings import Finding, Severity, swift
from usance.examine.kinds import BY_TITLE, Kind
from usance.examine.text import alike, key, tokens
from usance.examine.wanted import Requirement

TITLE_STOP = frozenset({"CERTIFICATE", "CERTIFICATES", "OF", "THE", "A", "AND", "DOCUMENT", "STATEMENT"})


@dataclass(frozen=True)
class Case:
    """What every check is given."""

    credit: CreditFacts
    set: SetFacts

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents the credit asks for. One it does not ask for is disregarded (14g, ISP98 4.02)."""
        return tuple(one for one in self.set.documents if one.name not in self.unasked)

    @cached_property
    def unasked(self) -> frozenset[str]:
        if not self.credit.has_content:
            return frozenset()
        return frozenset(one.name for one in self.set.documents if not self._asked(one))

    def _asked(self, document: Document) -> bool:
        if document.kind is Kind.DRAFT and self.credit.draft is not None:
            return True
        return any(self.meets(document, wanted) for wanted in self.credit.requirements)

    def meets(self, document: Document, wanted: Requirement) -> bool:
        """Is this the document of that line of 46A? By kind; certificates by the words of their title."""
        if wanted.kind is None or wanted.kind in BY_TITLE or document.kind in BY_TITLE:
            mine = [word for word in tokens(document.title) if word not in TITLE_STOP]
            asked = tokens(wanted.text)
            if wanted.kind not in (None, *BY_TITLE):
                return False
            return all(any(alike(word, other) for other in asked) for word in mine) and bool(mine)
        if wanted.kind is Kind.BILL_OF_LADING and document.kind is Kind.CHARTER_PARTY:
            # Judged by the check of charter parties, not as another document.
            return True
        return document.kind in (wanted.kind, *wanted.others)

    def presented_for(self, wanted: Requirement) -> tuple[Document, ...]:
        return tuple(one for one in self.set.documents if self.meets(one, wanted))

    @cached_property
    def invoices(self) -> tuple[Invoice, ...]:
        return tuple(one for one in self.documents if isinstance(one, Invoice))

    @cached_property
    def transports(self) -> tuple[Transport, ...]:
        return tuple(one for one in self.documents if isinstance(one, Transport))

    @cached_property
    def insurances(self) -> tuple[Insurance, ...]:
        return tuple(one for one in self.documents if isinstance(one, Insurance))

    @cached_property
    def drafts(self) -> tuple[Draft, ...]:
        return tuple(one for one in self.documents if isinstance(one, Draft))

    def wanted(self, *kinds: Kind) -> tuple[Requirement, ...]:
        return tuple(one for one in self.credit.requirements if one.kind in kinds)

    @cached_property
    def one_journey(self) -> bool:
        """Several transport documents of one means of conveyance, voyage and destination (31b)."""
        return len({(one.mode, one.journey) for one in self.transports}) <= 1

    @cached_property
    def shipped(self) -> date | None:
        """The day that the period for presentation counts from.

        Several sets of one journey: the latest. Several journeys: the earliest, the stricter reading.
        """
        days = [one.shipped for one in self.transports if one.shipped is not None]
        if not days:
            return None
        return max(days) if self.one_journey else min(days)

    @cached_property
    def drawn(self) -> int | None:
        """What is claimed [minor]: as the presenter says, else the drafts, else the invoices."""
        if self.set.amount is not None:
            return self.set.amount
        for kind in (self.drafts, self.invoices):
            amounts = [one.amount for one in kind if one.amount is not None]
            if amounts:
                return sum(amounts)
        return None

    @cached_property
    def currency(self) -> str:
        return self.credit.currency

    def quotes_credit(self, document: Document) -> bool:
        """Is the number of the credit on the document, in its own place or in its text?"""
        number = key(self.credit.number)
        return bool(number) and (key(document.credit) == number or number in key(document.text))

    def label(self, document: Document) -> str:
        """As a notice names it: the kind, and its number or name where the set has several."""
        title = document.title if document.kind in BY_TITLE else str(document.kind)
        twins = [one for one in self.set.documents if one.kind is document.kind]
        tail = f" {document.number or document.name}" if len(twins) > 1 else ""
        return swift(title + tail)

    def parties(self) -> Iterator[Party]:
        """Parties and banks that the credit and the transport documents name."""
        credit = self.credit
        for party in (credit.applicant, credit.beneficiary, credit.issuing_bank, credit.nominated_bank):
            if party is not None:
                yield party
        for one in self.transports:
            yield from (party for party in (*one.notify, one.consignee) if party is not None)


Check = Callable[[Case], Iterable[Finding]]


@dataclass(frozen=True)
class Registered:
    """`isp` is the rule of ISP98 under which the check runs for a standby, "" when it does not."""

    name: str
    run: Check
    isp: str


CHECKS: dict[str, Registered] = {}


def check(name: str, isp: str = "") -> Callable[[Check], Check]:
    """Registers a check under its name."""

    def register(run: Check) -> Check:
        assert name not in CHECKS, name
        CHECKS[name] = Registered(name, run, isp)
        return run

    return register


def run_checks(case: Case, without: Iterable[str] = ()) -> Iterator[Finding]:
    """Every finding of every check that applies to the credit's rule book."""
    left_out = frozenset(without)
    for entry in CHECKS.values():
        if entry.name in left_out or (case.credit.is_isp and not entry.isp):
            continue
        for finding in entry.run(case):
            found = replace(finding, check=entry.name, words=swift(finding.words))
            if case.credit.is_isp:
                found = replace(found, rule=f"ISP-{entry.isp}", article=entry.isp)
            yield found


def finding(
    rule: str,
    article: str,
    document: Document | None,
    field: str,
    seen: Any,
    required: Any,
    words: str,
    why: str,
    code: DiscrepancyCode = DiscrepancyCode.OTHER,
    severity: Severity = Severity.DISCREPANCY,
) -> Finding:
    name = document.name if document is not None else ""
    return Finding("", rule, article, severity, name, field, str(seen), str(required), words, why, code)
