"""How a credit is honoured by its message: 41a BY, drafts (42C), deferred payment (42P), mixed payment (42M).

Terms count a tenor in days from an event. A fixed day, or months from the day of issue, are as many days from
that day; months from an event nobody knows yet are no number of days, and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from usance.calendars import date_of, day_of
from usance.codes import AvailableBy, TenorFrom
from usance.messages import values as v
from usance.messages.errors import shown
from usance.messages.terms_reading import Reading, TermsError, first_line
from usance.periods import MAX_DAYS, PeriodError, Tenor, maturity, parse_tenor
from usance.terms import ZERO_HASH, Credit

BY = {
    "payment": AvailableBy.PAYMENT,
    "deferred": AvailableBy.DEFERRED,
    "acceptance": AvailableBy.ACCEPTANCE,
    "negotiation": AvailableBy.NEGOTIATION,
    "mixed": AvailableBy.MIXED,
}
WORDS = {
    AvailableBy.PAYMENT: "BY PAYMENT",
    AvailableBy.DEFERRED: "BY DEF PAYMENT",
    AvailableBy.ACCEPTANCE: "BY ACCEPTANCE",
    AvailableBy.NEGOTIATION: "BY NEGOTIATION",
    AvailableBy.MIXED: "BY MIXED PYMT",
}
# Fields that say the kind of credit and nothing else; 41a says the bank too.
KIND_TAGS = frozenset(("42C", "42P", "42M"))
AT_SIGHT = {"tenor_days": 0, "tenor_from": int(TenorFrom.SIGHT), "draft_percent": 0}


def availability(reading: Reading, issue_day: int) -> dict[str, Any]:
    """available_by, tenor, draft and legs of an MT700; raises TermsError with one line."""
    m = reading.message
    by = BY[reading.need("41a", v.Availability).by]
    found: dict[str, Any] = {"available_by": int(by), **AT_SIGHT, "legs": ZERO_HASH}
    check_drawee(reading)
    if by is AvailableBy.MIXED:
        return found | {"legs": legs_given(reading, "41a")}
    if reading.choices.legs != ZERO_HASH:
        raise reading.error("41a", f"{WORDS[by]} has no legs", "leave --legs out", "TERMS")
    if by is AvailableBy.PAYMENT:
        return found | (_sight_draft(reading) if m.has("42C") else {})
    tag = "42P" if by is AvailableBy.DEFERRED or not m.has("42C") else "42C"
    if by is AvailableBy.ACCEPTANCE:
        tag = "42C"
    if not m.has(tag):
        if by is AvailableBy.NEGOTIATION:
            reading.note("41a BY NEGOTIATION without a tenor (42C, 42P): at sight")
            return found
        raise reading.error("41a", f"{WORDS[by]} without field {tag}", f"write the tenor in {tag}", "TENOR")
    found |= tenor_of(reading, tag, issue_day)
    if by is not AvailableBy.NEGOTIATION and found["tenor_days"] == 0:
        raise reading.error(tag, f"{WORDS[by]} at sight", "write BY PAYMENT in 41a, or a tenor", "TENOR")
    return found


def tenor_of(reading: Reading, tag: str, issue_day: int) -> dict[str, int]:
    """tenor_days, tenor_from and draft_percent of field 42C or 42P."""
    text = " ".join((reading.message.text(tag) or "").split())
    try:
        tenor = parse_tenor(text)
    except PeriodError as error:
        raise reading.error(tag, str(error), "", "TENOR") from None
    days, start = tenor.days, tenor.start
    if tenor.fixed is not None or tenor.months:
        days, start = _from_issue(reading, tag, text, tenor, issue_day), TenorFrom.ISSUE
    if not 0 <= days <= MAX_DAYS or (tenor.fixed is not None and days == 0):
        raise reading.error(
            tag, f"{shown(text)} is {days} days", f"write 1 to {MAX_DAYS} days after the event", "TENOR"
        )
    return {"tenor_days": days, "tenor_from": int(start), "draft_percent": tenor.percent}


def _from_issue(reading: Reading, tag: str, text: str, tenor: Tenor, issue_day: int) -> int:
    if tenor.fixed is None and tenor.start != TenorFrom.ISSUE:
        raise reading.error(
            tag, f"{shown(text)} counts months, the terms count days", "write the tenor in days", "TENOR"
        )
    if issue_day == 0:
        raise reading.error(tag, f"{shown(text)} needs the day of issue", "write it in field 31C", "TENOR")
    return day_of(maturity(tenor, date_of(issue_day))) - issue_day


def legs_given(reading: Reading, tag: str) -> bytes:
    """The hash of the legs that stand beside the message: its own words are no legs, and none are guessed."""
    if reading.choices.legs == ZERO_HASH:
        where = "42M" if reading.message.has("42M") else tag
        raise reading.error(
            where, "the legs of a mixed payment stand in words", "give them with --legs FILE", "TERMS"
        )
    reading.note("42M: the legs are those of --legs; the words of the field are in the content hash")
    return reading.choices.legs


def check_drawee(reading: Reading) -> None:
    """A credit is never available by a draft on the applicant (6c)."""
    drawee, applicant = reading.message.typed("42a"), reading.message.typed("50")
    if not isinstance(drawee, v.Party):
        return
    name = _flat(first_line(drawee.lines))
    same = isinstance(applicant, v.NameAddress) and name == _flat(first_line(applicant.lines))
    if name and (same or re.fullmatch("(THE )?APPLICANT|APPLICANT BANK|BUYER", name)):
        raise reading.error("42a", "the draft is on the applicant", "name a bank as drawee", "U5")


def _flat(text: str) -> str:
    return " ".join(text.upper().rstrip(".").split())


def _sight_draft(reading: Reading) -> dict[str, int]:
    """Sight in whatever words, with the share of the draft; any time after sight is not payment."""
    text = " ".join((reading.message.text("42C") or "").upper().split())
    try:
        tenor: Tenor | None = parse_tenor(text)
    except PeriodError:
        tenor = None
    if tenor is None and ("SIGHT" not in text or re.search(r"\d+ ?DAYS?\b|\bMONTHS?\b", text)):
        raise reading.error(
            "42C", f"drafts at {shown(text)} are not understood", "write AT SIGHT, or BY ACCEPTANCE in 41a",
            "TENOR",
        )  # fmt: skip
    if tenor is not None and (tenor.days or tenor.months or tenor.fixed or tenor.start != TenorFrom.SIGHT):
        raise reading.error(
            "42C", f"BY PAYMENT is at sight, drafts at {shown(text)} are not",
            "write BY ACCEPTANCE in 41a, or drafts at sight", "TENOR",
        )  # fmt: skip
    share = re.search(r"(\d{1,3}) ?(?:PERCENT|PCT|P\.?C\.?)\b", text)
    percent = tenor.percent if tenor is not None else int(share.group(1)) if share else 0
    return {"draft_percent": percent}


# --- amendments ---


def issued(reading: Reading) -> int:
    """Field 31C as a day; 0 where it is absent."""
    day = reading.message.typed("31C")
    return day_of(day) if isinstance(day, date) else 0


def kind_of(reading: Reading) -> dict[str, Any]:
    """What an MT707 says of how the credit is honoured; {} where it says nothing."""
    m = reading.message
    found: dict[str, Any] = {}
    check_drawee(reading)
    available = m.typed("41a")
    if isinstance(available, v.Availability):
        found["available_by"] = int(BY[available.by])
    for tag in ("42C", "42P"):
        if m.has(tag):
            found |= tenor_of(reading, tag, issued(reading))
    if m.has("42M") or reading.choices.legs != ZERO_HASH:
        found["legs"] = legs_given(reading, "42M")
    return found


def changed_kind(terms: Credit, said: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What of it these terms do not say yet; raises TermsError where the whole would be no credit."""
    if not said:
        return {}
    whole = {name: getattr(terms, name) for name in ("available_by", *AT_SIGHT, "legs")} | dict(said)
    by = AvailableBy(whole["available_by"])
    timed = by in (AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE)
    if by is AvailableBy.MIXED and whole["legs"] == ZERO_HASH:
        raise TermsError(
            "the legs of a mixed payment stand in words", "give them with --legs FILE", "TERMS", where
        )
    if by is not AvailableBy.MIXED and said.get("legs", ZERO_HASH) != ZERO_HASH:
        raise TermsError(f"{WORDS[by]} has no legs", "say BY MIXED PYMT in 41a", "TERMS", where)
    if timed and whole["tenor_days"] == 0:
        raise TermsError(f"{WORDS[by]} without a tenor", "write it in 42C or 42P", "TENOR", where)
    if by is AvailableBy.PAYMENT and said.get("tenor_days"):
        raise TermsError(
            f"{WORDS[by]} is at sight, a tenor of {said['tenor_days']} days is not",
            "say in 41a by what the credit is available",
            "TENOR",
            where,
        )
    if by is not AvailableBy.MIXED:
        whole["legs"] = ZERO_HASH
    if by in (AvailableBy.PAYMENT, AvailableBy.MIXED) and terms.tenor_days:
        whole |= {"tenor_days": 0, "tenor_from": int(TenorFrom.SIGHT)}
    return {name: value for name, value in whole.items() if value != getattr(terms, name)}
