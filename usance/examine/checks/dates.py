"""Days: shipment, presentation, expiry, and the dates of the documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from usance.codes import DiscrepancyCode, TenorFrom
from usance.examine.case import Case, check, finding
from usance.examine.facts import Transport
from usance.examine.findings import Finding, Severity
from usance.periods import words


@check("late-shipment")
def late_shipment(case: Case) -> Iterator[Finding]:
    """44C. A closed day does not move the latest date of shipment (29c)."""
    latest = case.credit.latest_shipment
    for one in case.transports:
        if latest is None or one.shipped is None or one.shipped <= latest:
            continue
        moved = case.credit.closed(latest) and one.shipped <= case.credit.rolled(latest)
        rule, article = ("U31", "29c") if moved else ("U14", "14a")
        why = "a closed day does not move the latest shipment" if moved else "shipped after the latest day"
        yield finding(
            rule,
            article,
            one,
            "shipped",
            words(one.shipped),
            words(latest),
            f"{case.label(one)} SHOWS LATE SHIPMENT {words(one.shipped)}, LATEST {words(latest)}",
            why,
            DiscrepancyCode.LATE_SHIPMENT,
        )


@check("shipment-period")
def shipment_period(case: Case) -> Iterator[Finding]:
    """44D: shipment within one of the windows of the words."""
    windows = case.credit.shipment
    for one in case.transports:
        if not windows or one.shipped is None or any(one.shipped in window for window in windows):
            continue
        asked = ", ".join(str(window) for window in windows)
        yield finding(
            "U14",
            "14a",
            one,
            "shipped",
            words(one.shipped),
            asked,
            f"{case.label(one)} SHOWS SHIPMENT {words(one.shipped)} OUTSIDE SHIPMENT PERIOD {asked}",
            "not shipped within the period of 44D",
            DiscrepancyCode.LATE_SHIPMENT,
        )


def _carries(one: Transport) -> bool:
    """Originals only: a copy of a transport document starts no period (14c)."""
    return one.true_originals > 0 and one.shipped is not None


def _last(case: Case) -> tuple[date, date] | None:
    """(the day counted from, the last day of the period for presentation)."""
    period = case.credit.presentation
    start: date | None
    if period.start is TenorFrom.SHIPMENT:
        start = case.shipped if any(_carries(one) for one in case.transports) else None
    elif period.start is TenorFrom.INVOICE:
        start = max((one.date for one in case.invoices if one.date is not None), default=None)
    elif period.start is TenorFrom.ISSUE:
        start = case.credit.issued
    else:
        start = None
    return None if start is None else (start, start + timedelta(days=period.days))


@check("late-presentation")
def late_presentation(case: Case) -> Iterator[Finding]:
    """14c, or field 48: days after shipment, rolled over a closed day by 29a."""
    if case.credit.stale_ok or (span := _last(case)) is None:
        return
    start, last = span
    day = case.set.presented
    if day > case.credit.rolled(last):
        one = next((one for one in case.transports if one.shipped == start), None)
        yield finding(
            "U14",
            "14c",
            one,
            "presented",
            words(day),
            words(last),
            f"LATE PRESENTATION {words(day)}, {case.credit.presentation.days} DAYS AFTER {words(start)} "
            f"ENDED {words(last)}",
            "presented after the period for presentation",
            DiscrepancyCode.LATE_PRESENTATION,
        )
    elif day > last:
        yield from _moved(case, last, "the last day for presentation")


@check("after-expiry", isp="3.13")
def after_expiry(case: Case) -> Iterator[Finding]:
    """6d and 6e; 29a where the place of expiry is closed for an ordinary reason."""
    expires, day = case.credit.expires, case.set.presented
    if expires is None or day <= expires:
        return
    if day > case.credit.rolled(expires):
        yield finding(
            "U6",
            "6e",
            None,
            "presented",
            words(day),
            words(expires),
            f"CREDIT EXPIRED {words(expires)}, PRESENTED {words(day)}",
            "presented after expiry",
            DiscrepancyCode.CREDIT_EXPIRED,
        )
    elif not case.credit.is_isp:
        yield from _moved(case, expires, "the expiry")


def _moved(case: Case, last: date, what: str) -> Iterator[Finding]:
    if not case.set.schedule_29b:
        yield finding(
            "U31",
            "29b",
            None,
            "schedule_29b",
            "not stated",
            f"statement that {words(last)} was closed",
            f"NO STATEMENT THAT PRESENTATION IS WITHIN THE LIMITS EXTENDED BY ARTICLE 29 A: {words(last)}",
            f"{what} fell on a closed day; the presenting bank's schedule does not say so",
            severity=Severity.QUESTION,
        )


@check("before-issue")
def before_issue(case: Case) -> Iterator[Finding]:
    """14i lets a document be older than the credit, unless the credit says no."""
    if not case.credit.none_before_issue or case.credit.issued is None:
        return
    for one in case.documents:
        if one.date is not None and one.date < case.credit.issued:
            yield finding(
                "U14",
                "14i",
                one,
                "date",
                words(one.date),
                f"not before {words(case.credit.issued)}",
                f"{case.label(one)} DATED {words(one.date)} BEFORE ISSUANCE OF CREDIT",
                "47A refuses older documents",
            )


@check("dated-after-presentation", isp="4.06")
def dated_after(case: Case) -> Iterator[Finding]:
    """14i: no document is dated after the day it is presented."""
    for one in case.documents:
        if one.date is not None and one.date > case.set.presented:
            yield finding(
                "U14",
                "14i",
                one,
                "date",
                words(one.date),
                f"not after {words(case.set.presented)}",
                f"{case.label(one)} DATED {words(one.date)} AFTER PRESENTATION {words(case.set.presented)}",
                "dated after the day of presentation",
            )


@check("insurance-date")
def insurance_date(case: Case) -> Iterator[Finding]:
    """28e: dated not later than shipment, unless it says that cover ran before."""
    shipped = min((one.shipped for one in case.transports if one.shipped is not None), default=None)
    for one in case.insurances:
        covered = one.effective or one.date
        if shipped is None or covered is None or covered <= shipped:
            continue
        yield finding(
            "U17",
            "28e",
            one,
            "date",
            words(covered),
            f"not after {words(shipped)}",
            f"INSURANCE DATE {words(covered)} IS LATER THAN SHIPMENT {words(shipped)}",
            "cover begins after shipment",
            DiscrepancyCode.INSURANCE_DATE,
        )
