"""What is there, what is missing, what nobody asked for, and what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator

from usance.codes import DiscrepancyCode
from usance.examine.case import Case, check, finding
from usance.examine.facts import Document
from usance.examine.findings import Finding, Severity
from usance.examine.kinds import BY_TITLE, Kind
from usance.examine.text import plain


@check("missing", isp="4.01")
def missing(case: Case) -> Iterator[Finding]:
    """Every document of 46A is there, and the draft of 42C."""
    for number, wanted in enumerate(case.credit.requirements, start=1):
        if case.presented_for(wanted):
            continue
        sure = wanted.kind is not None or not case.set.not_read
        yield finding(
            "U14",
            "14a",
            None,
            f"46A {number}",
            "not presented",
            wanted.text,
            f"NOT PRESENTED: {wanted.text}",
            "the credit asks for it"
            if sure
            else "the credit asks for it; a document that was not read may be it",
            DiscrepancyCode.DOCUMENT_MISSING,
            Severity.DISCREPANCY if sure else Severity.QUESTION,
        )
    for kind in dict.fromkeys(one.kind for one in case.credit.requirements):
        lines = [one for one in case.credit.requirements if one.kind is kind]
        papers = {paper.name for one in lines for paper in case.presented_for(one)}
        if kind in (None, *BY_TITLE) or not papers or len(papers) >= len(lines):
            continue
        yield finding(
            "U14",
            "14a",
            None,
            "46A",
            f"{len(papers)} presented",
            f"{len(lines)} lines of 46A",
            f"NOT PRESENTED: {len(lines)} TIMES {kind}, {len(papers)} PRESENTED",
            "one document stands for two lines of the credit: does it serve for both?",
            DiscrepancyCode.DOCUMENT_MISSING,
            Severity.QUESTION,
        )
    if case.credit.draft is not None and not case.drafts:
        yield finding(
            "U14",
            "14a",
            None,
            "42C",
            "not presented",
            "a draft",
            "DRAFT NOT PRESENTED",
            "42C asks for a draft",
            DiscrepancyCode.DOCUMENT_MISSING,
        )


@check("originals", isp="4.15")
def originals(case: Case) -> Iterator[Finding]:
    """17a, b, c, e: at least one original of each, and as many as asked for."""
    for wanted in case.credit.requirements:
        papers = case.presented_for(wanted)
        count = sum(one.true_originals for one in papers)
        if papers and count < wanted.originals:
            one = papers[0]
            yield finding(
                "U17",
                "17a",
                one,
                "originals",
                count,
                wanted.originals,
                f"{case.label(one)} ORIGINALS PRESENTED {count}, REQUIRED {wanted.originals}",
                "not original: a photocopy or fax without hand signature"
                if not one.is_original
                else "fewer originals than asked for",
                DiscrepancyCode.ORIGINALS_MISSING,
            )
    asked = {one.name for wanted in case.credit.requirements for one in case.presented_for(wanted)}
    for draft in case.drafts:
        if draft.name not in asked and not draft.true_originals:
            yield finding(
                "U17",
                "17a",
                draft,
                "originals",
                0,
                1,
                "DRAFT: NO ORIGINAL PRESENTED",
                "a draft is an original",
                DiscrepancyCode.ORIGINALS_MISSING,
            )


@check("copies")
def copies(case: Case) -> Iterator[Finding]:
    """17d, e: copies may be originals; as many sheets as asked for."""
    for wanted in case.credit.requirements:
        papers = case.presented_for(wanted)
        sheets = sum(one.all_copies for one in papers)
        if papers and sheets < wanted.total and sum(one.true_originals for one in papers) >= wanted.originals:
            one = papers[0]
            yield finding(
                "U17",
                "17d",
                one,
                "copies",
                sheets,
                wanted.total,
                f"{case.label(one)} COPIES MISSING: SHEETS PRESENTED {sheets}, REQUIRED {wanted.total}",
                "fewer copies than asked for",
                DiscrepancyCode.DOCUMENT_MISSING,
            )


@check("signed", isp="4.07")
def signed(case: Case) -> Iterator[Finding]:
    """Signed where the credit says so, certificates by their nature; an invoice needs none (18a iv)."""
    for wanted in case.credit.requirements:
        for one in case.presented_for(wanted):
            if one.is_transport or one.kind is Kind.INSURANCE:
                continue
            yield from _signature(case, one, wanted.signed)
    for draft in case.drafts:
        if not any(case.meets(draft, wanted) for wanted in case.credit.requirements):
            yield from _signature(case, draft, True)


def _signature(case: Case, one: Document, asked: bool) -> Iterator[Finding]:
    natural = one.kind in (Kind.DRAFT, Kind.BENEFICIARY, Kind.ORIGIN, Kind.INSPECTION, Kind.CERTIFICATE)
    if one.signed is False and (asked or natural):
        yield finding(
            "U14",
            "14a",
            one,
            "signed",
            "no",
            "signed",
            f"{case.label(one)} NOT SIGNED",
            "the credit asks for a signature" if asked else "such a document is signed by its nature",
            DiscrepancyCode.SIGNATURE,
        )
    elif one.signed is None and asked:
        yield finding(
            "U14",
            "14a",
            one,
            "signed",
            "not stated",
            "signed",
            f"{case.label(one)} NOT SIGNED",
            "the set does not say whether it is signed: look at it",
            DiscrepancyCode.SIGNATURE,
            Severity.QUESTION,
        )


@check("function")
def function(case: Case) -> Iterator[Finding]:
    """14f: a document whose content the credit leaves open does what its name says."""
    for one in case.documents:
        lacks = ""
        if one.kind is Kind.ORIGIN and not (one.origin or one.text):
            lacks = "ORIGIN"
        elif one.kind is Kind.PACKING_LIST and not (
            one.packages or one.quantity or one.gross_weight or one.text
        ):
            lacks = "PACKING"
        elif one.kind is Kind.WEIGHT_LIST and not (one.gross_weight or one.net_weight or one.text):
            lacks = "WEIGHT"
        elif one.kind in (Kind.INSPECTION, Kind.BENEFICIARY) and not one.text:
            lacks = "RESULT OF INSPECTION" if one.kind is Kind.INSPECTION else "STATEMENT"
        elif one.kind is Kind.INVOICE and one.amount is None:
            lacks = "AMOUNT"
        if lacks:
            yield finding(
                "U14",
                "14f",
                one,
                "text",
                "not shown",
                lacks.lower(),
                f"{case.label(one)} DOES NOT SHOW {lacks}",
                "it does not fulfil the function of such a document",
            )


@check("statement")
def statement(case: Case) -> Iterator[Finding]:
    """A certificate says what 46A wants it to say: the words are held together, a person reads the sense."""
    for wanted in case.credit.requirements:
        flat = plain(wanted.text)
        mark = next(
            (word for word in ("STATING", "CERTIFYING", "SHOWING", "EVIDENCING") if word in flat), None
        )
        if mark is None:
            continue
        for one in case.presented_for(wanted):
            if one.kind in (Kind.BENEFICIARY, Kind.INSPECTION, *BY_TITLE):
                yield finding(
                    "U14",
                    "14a",
                    one,
                    "text",
                    one.text or "nothing",
                    flat.partition(mark)[2].strip(),
                    "",
                    "read the statement against the credit",
                    severity=Severity.NOTE,
                )


@check("credit-number-shown")
def credit_number_shown(case: Case) -> Iterator[Finding]:
    """47A: all documents show the number of the credit."""
    if not case.credit.number_on_all:
        return
    for one in case.documents:
        if not one.credit and not case.quotes_credit(one):
            yield finding(
                "U14",
                "14a",
                one,
                "credit",
                "not shown",
                case.credit.number,
                f"{case.label(one)} DOES NOT SHOW CREDIT NUMBER",
                "47A asks for the number on every document",
            )


# --- what is left aside, said aloud ---


@check("unasked", isp="4.02")
def unasked(case: Case) -> Iterator[Finding]:
    """14g: a document that was not asked for is disregarded, and may go back."""
    for one in case.set.documents:
        if one.name in case.unasked:
            yield finding(
                "U14",
                "14g",
                one,
                "document",
                one.title or one.kind,
                "not asked for",
                "",
                "not asked for: disregarded",
                severity=Severity.NOTE,
            )


@check("not-read", isp="4.02")
def not_read(case: Case) -> Iterator[Finding]:
    """A type that nobody knows here is listed, never dropped."""
    from dataclasses import replace

    for name, called in case.set.not_read:
        one = finding(
            "U14",
            "14g",
            None,
            "document",
            called,
            "a known type",
            "",
            "not read: a person looks whether the credit asks for it",
            severity=Severity.NOTE,
        )
        yield replace(one, document=name)


@check("conditions", isp="4.11")
def conditions(case: Case) -> Iterator[Finding]:
    """14h: a condition that names no document is disregarded. One that names some is for a person."""
    for one in case.credit.conditions:
        if one.known:
            continue
        article, why = (
            ("14a", "names documents: a person reads it")
            if one.documents
            else ("14h", "a condition without a document: disregarded")
        )
        yield finding("U14", article, None, "47A", one.text, "", "", why, severity=Severity.NOTE)
    for text in case.credit.not_understood:
        yield finding(
            "U14",
            "14a",
            None,
            "credit",
            text,
            "",
            "",
            "words of the credit that are not understood",
            severity=Severity.QUESTION,
        )
