"""Data of one document against data of another (14d): they need not be identical, they may not conflict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from usance.codes import DiscrepancyCode
from usance.examine.case import Case, check, finding
from usance.examine.facts import SHIP_PREFIXES, Document, Invoice
from usance.examine.findings import Finding, Severity
from usance.examine.kinds import TRANSPORT, Kind
from usance.examine.parties import Same, country_in
from usance.examine.ports import same_place
from usance.examine.text import alike, distance, key, plain, tokens
from usance.examine.values import Quantity

# The document that leads where two differ: the other one is named in the finding.
_LEAD = [Kind.INVOICE, *sorted(TRANSPORT), Kind.PACKING_LIST, Kind.WEIGHT_LIST]
_MEASURED = (
    ("gross_weight", "GROSS WEIGHT", DiscrepancyCode.QUANTITY),
    ("net_weight", "NET WEIGHT", DiscrepancyCode.QUANTITY),
    ("packages", "NUMBER OF PACKAGES", DiscrepancyCode.DATA_CONFLICT),
    ("quantity", "QUANTITY", DiscrepancyCode.QUANTITY),
)


def _rank(one: Document) -> tuple[int, str]:
    return (_LEAD.index(one.kind) if one.kind in _LEAD else len(_LEAD), one.name)


def _showing(case: Case, field: str) -> list[Document]:
    return sorted((one for one in case.documents if getattr(one, field)), key=_rank)


def _conflict(
    case: Case, one: Document, lead: Document, field: str, name: str, code: DiscrepancyCode
) -> Finding:
    seen, other = getattr(one, field), getattr(lead, field)
    return finding(
        "U14",
        "14d",
        one,
        field,
        seen,
        f"{other} ({lead.name})",
        f"{name} CONFLICT: {case.label(one)} {seen}, {case.label(lead)} {other}",
        "data of two documents conflict",
        code,
    )


def _split(case: Case, one: Document) -> bool:
    """One of several documents of its kind: each is about a part, and no sums are made over papers (C10)."""
    return sum(other.kind is one.kind for other in case.documents) > 1


@check("weights-and-counts")
def weights_and_counts(case: Case) -> Iterator[Finding]:
    """Weights, packages and quantities in the same unit."""
    for field, name, code in _MEASURED:
        papers = [one for one in _showing(case, field) if not _split(case, one)]
        for number, one in enumerate(papers):
            mine: Quantity = getattr(one, field)
            lead = next(
                (other for other in papers[:number] if mine.same_as(getattr(other, field)) is not None), None
            )
            if lead is not None and mine.same_as(getattr(lead, field)) is False:
                yield _conflict(case, one, lead, field, name, code)


@check("marks")
def marks(case: Case) -> Iterator[Finding]:
    """Marks may be shown in part or with additions; they conflict when neither holds the other."""
    papers = _showing(case, "marks")
    for one in papers[1:]:
        first, second = set(tokens(papers[0].marks)), set(tokens(one.marks))
        if not (first <= second or second <= first) and not _split(case, one):
            yield _conflict(case, one, papers[0], "marks", "MARKS", DiscrepancyCode.DATA_CONFLICT)


@check("conveyance")
def conveyance(case: Case) -> Iterator[Finding]:
    """Vessel, voyage and containers."""
    for field, name in (("vessel", "VESSEL"), ("voyage", "VOYAGE")):
        papers = _showing(case, field)
        for one in papers[1:]:
            shown: list[Any] = [getattr(other, field) for other in papers if other.is_transport] or [
                getattr(papers[0], field)
            ]
            if one.is_transport or any(_same_name(getattr(one, field), other) for other in shown):
                continue
            yield _conflict(case, one, papers[0], field, name, DiscrepancyCode.DATA_CONFLICT)
    boxes = _showing(case, "containers")
    carried = frozenset[str]().union(*(one.containers for one in boxes if one.is_transport))
    for one in boxes:
        if carried and not one.is_transport and not one.containers <= carried:
            strange = " ".join(sorted(one.containers - carried))
            yield finding(
                "U14",
                "14d",
                one,
                "containers",
                strange,
                " ".join(sorted(carried)),
                f"CONTAINER CONFLICT: {case.label(one)} {strange}",
                "a container that the transport document lacks",
                DiscrepancyCode.DATA_CONFLICT,
            )


def _same_name(first: str, second: str) -> bool:
    a, b = ([w for w in tokens(text.replace("/", "")) if w not in SHIP_PREFIXES] for text in (first, second))
    return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))


@check("ports-elsewhere")
def ports_elsewhere(case: Case) -> Iterator[Finding]:
    """Ports on other papers are those of the transport document; article 28 judges the insurance."""
    for field, name in (("loading", "PORT OF LOADING"), ("discharge", "PORT OF DISCHARGE")):
        lead = next((one for one in _showing(case, field) if one.is_transport), None)
        for one in _showing(case, field):
            if lead is None or one.is_transport or one.kind is Kind.INSURANCE:
                continue
            if same_place(getattr(lead, field), getattr(one, field)) is Same.OTHER:
                yield _conflict(case, one, lead, field, name, DiscrepancyCode.PORT)


@check("invoice-number")
def invoice_number(case: Case) -> Iterator[Finding]:
    """Papers that quote the invoice quote this one; one wrong figure is a slip when the rest agrees."""
    own = {key(one.number): one for one in case.invoices if one.number}
    for one in case.documents:
        if isinstance(one, Invoice) or not one.invoice or not own or key(one.invoice) in own:
            continue
        lead = next(iter(own.values()))
        yield finding(
            "U14",
            "14d",
            one,
            "invoice",
            one.invoice,
            lead.number,
            f"INVOICE NUMBER CONFLICT: {case.label(one)} {one.invoice}, INVOICE {lead.number}",
            "another invoice is quoted",
            DiscrepancyCode.DATA_CONFLICT,
        )


@check("credit-number")
def credit_number(case: Case) -> Iterator[Finding]:
    """Another credit's number; on one paper of a set that plainly belongs together it is none (C01)."""
    number = key(case.credit.number)
    right = [one for one in case.documents if number and key(one.credit) == number]
    wrong = [one for one in case.documents if number and one.credit and key(one.credit) != number]
    for one in wrong:
        # A purchase order may stand where UBL has room for one reference only.
        together = len(right) > len(wrong) or distance(number, key(one.credit)) <= 2
        if isinstance(one, Invoice) and not right and not case.credit.number_on_all:
            continue
        yield finding(
            "U14",
            "14d",
            one,
            "credit",
            one.credit,
            case.credit.number,
            f"{case.label(one)} SHOWS CREDIT NUMBER {one.credit}, CONFLICT WITH {case.credit.number}",
            "the set plainly belongs together" if together else "the papers quote another credit",
            DiscrepancyCode.DATA_CONFLICT,
            Severity.NOTE if together else Severity.DISCREPANCY,
        )


@check("origin")
def origin(case: Case) -> Iterator[Finding]:
    """One country of origin."""
    papers = _showing(case, "origin")
    for one in papers[1:]:
        if _country(one.origin) != _country(papers[0].origin):
            yield _conflict(case, one, papers[0], "origin", "ORIGIN", DiscrepancyCode.DATA_CONFLICT)


def _country(text: str) -> str:
    return plain(text) if len(text) == 2 else country_in((text,)) or plain(text)
