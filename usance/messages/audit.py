"""Reads a year's traffic without a chain: which refusals were late, doubled, or without their contents.

Pairing, as the messages carry it: the presenting bank's own reference is 20 of its MT750 and MT754 and comes
back in 21 of the issuing bank's MT734, MT752, MT732; the credit's number is 20 of the MT700 and 21 of
MT710, MT750, MT754. One presentation is that reference with its amount.

What the messages do not say stays "unknown"; every date carries what it was taken from. The verdicts are
those of UCP 600 article 16: one notice (16c), that states refusal, each discrepancy and a disposal,
given no later than the close of the fifth banking day after the day of presentation (16d).
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from usance.messages import values as v
from usance.messages.message import Message
from usance.messages.printed import clear_date

AddBankingDays = Callable[[str, date, int], date]
PlaceOf = Callable[[str], str | None]

UNKNOWN = "unknown"
_DATE = r"(\d{1,2}[ .-]?[A-Z]{3,9}[ .,-]{0,2}(?:\d{4}|\d\d)|\d{4}-\d\d-\d\d|\d{6})(?!\d)"
_STATED = (
    re.compile(
        r"\bDOC(?:UMENT)?S?\.? (?:WERE |HAVE BEEN )?(?:RECEIVED|PRESENTED)"
        r"(?: BY US| BY YOU| AT OUR COUNTERS?)?(?: ON| DATED)? " + _DATE
    ),
    re.compile(r"\b(?:DATE|DAY) OF (?:PRESENTATION|RECEIPT)(?: OF DOCUMENTS)? ?:? ?" + _DATE),
    re.compile(r"\b(?:PRESENTATION|SCHEDULE|COVERING LETTER) RECEIVED(?: BY US)?(?: ON)? " + _DATE),
)
_REFUSAL = re.compile(
    r"\b(?:REFUS(?:E|ED|AL|ING)|REJECT(?:ED|ING|ION)?|DISHONOU?R(?:ED)?|NOT (?:HONOU?R|ACCEPTED|TAKE UP)"
    r"|UNABLE TO (?:HONOU?R|ACCEPT|PAY|TAKE UP)|DECLINE[DS]?|NON-?ACCEPTANCE)\b"
)
_NOTICE = re.compile(r"\bDISCREPAN(?:CY|CIES|T)\b|\bREFUS(?:E|ED|AL)\b|\bREJECT(?:ED|ION)?\b")
_DISPOSALS = (
    ("NOTIFY", re.compile(r"\bHOLD\w*\b.{0,80}\b(?:WAIVER|APPLICANT)|\bHELD\b.{0,80}\b(?:WAIVER|APPLICANT)")),
    ("RETURN", re.compile(r"\bRETURN(?:ED|ING)?\b.{0,40}\bDOC|\bDOC\w*\b.{0,40}\bRETURN(?:ED|ING)\b")),
    ("PREVINST", re.compile(r"\b(?:PRIOR|PREVIOUS|EARLIER) INSTRUCTIONS?\b")),
    (
        "HOLD",
        re.compile(
            r"\b(?:HOLD\w*|HELD)\b.{0,60}\bDISPOSAL\b|\bDOC\w*\b.{0,40}\bHELD\b|\bHOLD\w*\b.{0,20}DOC"
        ),
    ),
)
_NO_REFERENCE = ("", "NONREF", "NON REF", "NONE")


@dataclass(frozen=True)
class AuditRow:
    """One notice. Flags: LATE, DOUBLED, NO DISPOSAL, NO DISCREPANCY, MISSING REFUSAL WORD, NOT SENT; with a
    question mark (DOUBLED?, NO DISCREPANCY?) where the messages leave it open, the notes say why.

    `presented_from`: given, statement, 32A, 750 or "". `notice_from`: MIR, ACK, head or "".
    """

    source: str
    line: int
    mt: str
    credit: str
    presentation: str
    refusing_bank: str
    presenter: str
    amount: str
    presented: date | None
    presented_from: str
    notice: date | None
    notice_from: str
    place: str
    last_day: date | None
    disposal: str
    discrepancies: tuple[str, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    outcome: str

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of COLUMNS."""

        def day(value: date | None) -> str:
            return value.isoformat() if value else UNKNOWN

        return (
            self.credit or UNKNOWN,
            self.presentation or UNKNOWN,
            "MT" + self.mt,
            self.refusing_bank or UNKNOWN,
            self.presenter or UNKNOWN,
            self.amount or UNKNOWN,
            day(self.presented),
            self.presented_from,
            day(self.notice),
            self.notice_from,
            self.place or UNKNOWN,
            day(self.last_day),
            self.disposal,
            str(len(self.discrepancies)),
            " + ".join(self.flags),
            "; ".join(self.notes),
            self.outcome,
            self.source,
            str(self.line),
        )


COLUMNS = (
    "credit",
    "presentation",
    "message",
    "refusing bank",
    "presenter",
    "amount",
    "presented",
    "presented from",
    "notice",
    "notice from",
    "place",
    "last day",
    "disposal",
    "discrepancies",
    "flags",
    "notes",
    "outcome",
    "file",
    "line",
)


@dataclass(frozen=True)
class _Notice:
    message: Message
    bank: str
    reference: str
    money: tuple[str, int] | None
    utilised: date | None
    discrepancies: tuple[str, ...]
    disposal: str
    text: str

    @property
    def day(self) -> date | None:
        return self.message.sent[0]


def audit(
    messages: Iterable[Message],
    add_banking_days: AddBankingDays,
    place_of: PlaceOf,
    received: Mapping[str, date] | None = None,
    examination_days: int = 5,
) -> list[AuditRow]:
    """One row a notice of refusal (MT734, and free text that is one), in the order of the traffic.

    `add_banking_days(place, day, n)` is the n-th banking day after `day`; `place_of(bic)` the place of
    the refusing bank, None if unknown; `received` the days of receipt a caller knows, by the
    presenting bank's reference.
    """
    traffic = [m for m in messages if m.table is not None]
    links = _Links(traffic)
    notices = _without_copies([n for n in map(_notice, traffic) if n is not None])
    amounts: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for notice, _ in notices:
        if notice.money is not None:
            amounts[notice.bank, notice.reference].add(notice.money)
    groups: dict[_Key, list[_Notice]] = defaultdict(list)
    for notice, _ in notices:
        groups[_key(notice, amounts)].append(notice)
    clock = _Clock(add_banking_days, place_of, received or {}, examination_days)
    return [
        _row(notice, copies, groups[_key(notice, amounts)] if notice.reference else [notice], links, clock)
        for notice, copies in notices
    ]


_Key = tuple[str, str, tuple[str, int] | None]


@dataclass(frozen=True)
class _Clock:
    """What the caller knows of days and places."""

    add_banking_days: AddBankingDays
    place_of: PlaceOf
    received: Mapping[str, date]
    examination_days: int


def _key(notice: _Notice, amounts: Mapping[tuple[str, str], set[tuple[str, int]]]) -> _Key:
    """Bank, reference and amount; a notice without amount joins the only amount its reference has."""
    money = notice.money
    known = amounts.get((notice.bank, notice.reference), set())
    if money is None and len(known) == 1:
        money = next(iter(known))
    return notice.bank, notice.reference, money


class _Links:
    """References of the traffic: presentation to credit, and what else a presentation saw."""

    def __init__(self, traffic: Sequence[Message]) -> None:
        self.credits: set[str] = set()
        self.credit_of: dict[str, str] = {}
        self.asked: dict[str, list[Message]] = defaultdict(list)
        self.outcomes: dict[str, list[Message]] = defaultdict(list)
        for m in traffic:
            own, related = _reference(m, "20"), _reference(m, "21")
            if m.mt in ("700", "705"):
                self.credits.add(own)
            elif m.mt in ("710", "720"):
                self.credits.add(related)
            elif m.mt in ("750", "754") and own and related:
                self.credit_of.setdefault(own, related)
                if m.mt == "750":
                    self.asked[own].append(m)
            elif m.mt in ("752", "732") and related:
                self.outcomes[related].append(m)
        self.credits.discard("")

    def credit(self, notice: _Notice) -> str:
        """Number of the credit: 20 when it is one, what 750 or 754 say, a known number in the text."""
        own = _reference(notice.message, "20")
        if own in self.credits:
            return own
        if notice.reference in self.credit_of:
            return self.credit_of[notice.reference]
        if notice.reference in self.credits:
            return notice.reference
        words = set(re.findall(r"[A-Z0-9/.-]+", notice.text))
        named = sorted(self.credits & {word.strip("/.-") for word in words})
        return named[0] if len(named) == 1 else ""


def _reference(message: Message, tag: str) -> str:
    text = (message.text(tag) or "").strip().upper()
    return "" if text in _NO_REFERENCE else text


def _flat(message: Message) -> str:
    tags = ("77J", "77B", "77A", "77", "72Z", "72", "79", "79Z", "76")
    return " ".join(" ".join(f.value.upper().split()) for f in message.fields if f.tag in tags)


def _notice(message: Message) -> _Notice | None:
    """An MT734, or free text (799, 796, 759) that speaks of discrepancies or of refusal."""
    text = " ".join(
        " ".join(f.value.upper().split()) for f in message.fields if f.tag in ("79", "79Z", "45D", "76")
    )
    text = _flat(message) if message.mt == "734" else text
    bank, reference = message.sender[:8], _reference(message, "21")
    if message.mt == "734":
        used = message.typed("32A")
        money = (used.currency, used.minor) if isinstance(used, v.DatedAmount) else None
        found = message.typed("77J")
        listed = found if isinstance(found, tuple) else ()
        points = tuple(d.text for d in listed if isinstance(d, v.Discrepancy))
        disposal = message.typed("77B")
        code = disposal.code if isinstance(disposal, v.Disposal) else ""
        day = used.day if isinstance(used, v.DatedAmount) else None
        return _Notice(message, bank, reference, money, day, points, code, text)
    if message.mt not in ("799", "796", "759") or not _NOTICE.search(text):
        return None
    body = "\n".join(f.value for f in message.fields if f.tag in ("79", "79Z", "45D", "76"))
    points = tuple(text for mark, text in v.split_items(body) if mark)
    code = next((code for code, pattern in _DISPOSALS if pattern.search(text)), "")
    return _Notice(message, bank, reference, None, None, points, code, text)


def _without_copies(notices: Sequence[_Notice]) -> list[tuple[_Notice, int]]:
    """Drops copies (sender's and receiver's, or a possible duplicate): same text, day equal or unknown."""
    kept: list[tuple[_Notice, int]] = []
    by_text: dict[tuple[str, str, bytes], list[int]] = defaultdict(list)
    for notice in notices:
        places = by_text[notice.message.mt, notice.bank, notice.message.content_hash]
        for at in places:
            other, copies = kept[at]
            if other.day == notice.day or None in (other.day, notice.day):
                kept[at] = (notice if other.day is None else other, copies + 1)
                break
        else:
            places.append(len(kept))
            kept.append((notice, 0))
    return kept


def _presented(
    notice: _Notice, links: _Links, received: Mapping[str, date]
) -> tuple[date | None, str, list[str]]:
    if notice.reference in received:
        return received[notice.reference], "given", []
    stated = {
        day
        for pattern in _STATED
        for hit in pattern.findall(notice.text)
        if (day := _day(clear_date(hit))) is not None
    }
    if len(stated) == 1:
        return stated.pop(), "statement", []
    notes = ["the text states more than one day of receipt"] if stated else []
    if notice.utilised is not None:
        return notice.utilised, "32A", [*notes, "counted from 32A; receipt at the bank may be later"]
    asked = [m.sent[0] for m in links.asked.get(notice.reference, []) if m.sent[0] is not None]
    if asked:
        text = "counted from the day of the MT750; receipt at the bank may be later"
        return min(asked), "750", [*notes, text]
    return None, "", notes


def _day(text: str) -> date | None:
    try:
        return v.parse_date(text)
    except v.Fault:
        return None


def _row(
    notice: _Notice,
    copies: int,
    group: Sequence[_Notice],
    links: _Links,
    clock: _Clock,
) -> AuditRow:
    message = notice.message
    presented, presented_from, notes = _presented(notice, links, clock.received)
    day, day_from = message.sent
    place = (clock.place_of(message.sender) if message.sender else None) or ""
    last = None
    if presented and place:
        last = clock.add_banking_days(place, presented, clock.examination_days)
    flags: list[str] = []
    if message.acknowledged is False:
        flags.append("NOT SENT")
        notes.append("the network refused it (NAK)")
    if last is not None and day is not None and day > last:
        flags.append("LATE")
    if last is None or day is None:
        lacking = [
            name
            for name, there in (("day of presentation", presented), ("place", place), ("day of notice", day))
            if not there
        ]
        notes.append(f"timeliness unknown: no {', no '.join(lacking)}")
    if presented is not None and day is not None and presented > day:
        notes.append("the day of presentation is after the notice")
    doubled, why = _doubled(notice, group)
    flags.extend(doubled)
    notes.extend(why)
    if not notice.disposal:
        flags.append("NO DISPOSAL")
    if not notice.discrepancies:
        unnumbered = message.mt != "734" and "DISCREPAN" in notice.text
        flags.append("NO DISCREPANCY?" if unnumbered else "NO DISCREPANCY")
        if unnumbered:
            notes.append("no numbered discrepancy: read the text")
    if message.mt != "734" and not _REFUSAL.search(notice.text):
        flags.append("MISSING REFUSAL WORD")
    if copies:
        notes.append(f"{copies} further cop{'y' if copies == 1 else 'ies'} of it in the files")
    return AuditRow(
        message.source, message.line, message.mt, links.credit(notice), notice.reference, message.sender,
        message.receiver, _money(notice), presented, presented_from, day, day_from, place, last,
        notice.disposal, notice.discrepancies, tuple(flags), tuple(notes), _outcome(notice, links),
    )  # fmt: skip


def _doubled(notice: _Notice, group: Sequence[_Notice]) -> tuple[list[str], list[str]]:
    """A notice after an earlier one for the same presentation. Messages of one day are one notice."""
    before: list[_Notice] = []
    listed_before = True
    for other in group:
        if other is notice:
            listed_before = False
        elif _precedes(other, notice, listed_before):
            before.append(other)
    before = [other for other in before if other.message.acknowledged is not False]
    if not before or notice.message.acknowledged is False:
        return [], []
    first = min(before, key=lambda other: other.day or date.max)
    if notice.day is not None and all(other.day == notice.day for other in before):
        return [], ["with another message of the same day: one notice"]
    same = _words(first.discrepancies) == _words(notice.discrepancies)
    notes = ["discrepancies as in the first notice" if same else "discrepancies differ from the first notice"]
    if None in (notice.day, first.day):
        return ["DOUBLED?"], [*notes, "a day of notice is unknown: which came first is not sure"]
    if None not in (notice.utilised, first.utilised) and notice.utilised != first.utilised:
        return ["DOUBLED?"], [*notes, "the days in 32A differ: may be a new presentation"]
    return ["DOUBLED"], notes


def _precedes(other: _Notice, notice: _Notice, listed_before: bool) -> bool:
    if other.day is None or notice.day is None or other.day == notice.day:
        return listed_before
    return other.day < notice.day


def _words(points: Sequence[str]) -> list[str]:
    return sorted(" ".join(re.findall(r"[A-Z0-9]+", point.upper())) for point in points)


def _money(notice: _Notice) -> str:
    if notice.money is None:
        return ""
    currency, minor = notice.money
    units = v.minor_units(currency) or 0
    whole, cents = divmod(minor, 10**units)
    return f"{currency} {whole}" + (f".{str(cents).rjust(units, '0')}" if units else "")


def _outcome(notice: _Notice, links: _Links) -> str:
    """Later MT752 or MT732 for the same reference."""
    parts = []
    for m in links.outcomes.get(notice.reference, []):
        day = m.sent[0]
        if day is not None and notice.day is not None and day < notice.day:
            continue
        code = (m.text("23") or "").strip() if m.mt == "752" else "documents taken up"
        parts.append(f"MT{m.mt} {code} {day.isoformat() if day else UNKNOWN}".strip())
    return "; ".join(parts)


def to_csv(rows: Sequence[AuditRow]) -> str:
    """The rows with a head line. A cell that a spreadsheet would run as a formula gets a leading quote."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow("'" + cell if cell[:1] in "=+-@" and cell else cell for cell in row.cells())
    return out.getvalue()
