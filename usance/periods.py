"""Words of time in a credit, over exact dates: UCP 600 article 3, fields 44C, 44D, 42C, 42P and 48.

For shipment "to", "until", "till", "from" and "between" include the date they name, "before" and "after"
do not. For a maturity "from" and "after" both leave the date out. "On or about" is five days to either
side, eleven in all. Words that are not known are refused in one line: a wrong date binds a bank.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from usance.codes import TenorFrom

MONTHS = (
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
)
ABOUT_DAYS = 5
# Days of each part of a month; 0 stands for the last day.
PARTS = {
    "FIRST HALF": (1, 15),
    "SECOND HALF": (16, 0),
    "BEGINNING": (1, 10),
    "MIDDLE": (11, 20),
    "END": (21, 0),
}
MAX_DAYS = 3660
# Far enough from the ends of what a date can be that days and months may be added.
YEARS = (1970, 2199)


class PeriodError(ValueError):
    """One line: the words, what is not understood, the mend."""


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both in it; None leaves a side open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        match self.first, self.last:
            case None, None:
                return "any day"
            case None, date() as last:
                return f"not later than {words(last)}"
            case date() as first, None:
                return f"not before {words(first)}"
            case first, last:
                assert first is not None
                assert last is not None
                return f"{words(first)} to {words(last)}"


@dataclass(frozen=True)
class Tenor:
    """When a draft or a deferred payment falls due: days or months after an event, or a fixed day."""

    start: TenorFrom
    days: int = 0
    months: int = 0
    fixed: date | None = None
    percent: int = 0
    """Share of the invoice value the draft is for; 0 when the words name none."""

    @property
    def at_sight(self) -> bool:
        return self.fixed is None and self.start is TenorFrom.SIGHT and not self.days and not self.months


@dataclass(frozen=True)
class PresentationPeriod:
    """Days in which to present, counted from an event (the date of shipment unless the words say other)."""

    days: int
    start: TenorFrom = TenorFrom.SHIPMENT


def words(day: date) -> str:
    """A date as messages write it: 2 MAY 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# --- windows of article 3 ---


def on_or_about(day: date) -> Window:
    """Five calendar days before to five after, both ends in it."""
    return Window(day - timedelta(days=ABOUT_DAYS), day + timedelta(days=ABOUT_DAYS))


def month_part(year: int, month: int, part: str = "") -> Window:
    """A part of a month by its name in PARTS, "" for all of it."""
    last = monthrange(year, month)[1]
    first_day, last_day = PARTS[part] if part else (1, 0)
    return Window(date(year, month, first_day), date(year, month, last_day or last))


def shipment_until(day: date) -> Window:
    """To, until, till, by, not later than: the day itself is in time."""
    return Window(None, day)


def shipment_from(day: date) -> Window:
    return Window(day, None)


def shipment_before(day: date) -> Window:
    return Window(None, day - timedelta(days=1))


def shipment_after(day: date) -> Window:
    return Window(day + timedelta(days=1), None)


def between(first: date, last: date) -> Window:
    """Both ends are in it; PeriodError when they stand the wrong way round."""
    if last < first:
        raise PeriodError(f"{words(first)} to {words(last)}: ends before it begins; correct one of the dates")
    return Window(first, last)


# --- maturities ---


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one where there is none."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def maturity(tenor: Tenor, event: date | None = None) -> date:
    """The due day before any roll to a banking day; the day of the event is not counted."""
    if tenor.fixed is not None:
        return tenor.fixed
    if event is None:
        raise PeriodError("maturity: counted from an event whose day is not known; give its date")
    return months_later(event, tenor.months) + timedelta(days=tenor.days)


# --- dates in words ---

_MONTH = "|".join(sorted({*MONTHS, *(name[:3] for name in MONTHS), "SEPT"}, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:ST|ND|RD|TH)?(?: OF)? (?P<m1>{_MONTH})\.?,? (?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:ST|ND|RD|TH)?,? (?P<y2>\d{{4}})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})|(?P<swift>\d{6}))(?!\d)"
)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return next(n for n, month in enumerate(MONTHS, start=1) if month.startswith(name[:3]))


def flat(text: str) -> str:
    """Upper case, single blanks, no full stop at the end."""
    return " ".join(text.upper().split()).rstrip(" .")


def parse_date(text: str) -> date:
    """A date that can be read one way only; 05/06/2026 is refused."""
    return _Words(text).whole_date()


class _Words:
    """A phrase that is eaten from the left; what is left over at the end is refused."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rest = flat(text)

    def take(self, pattern: str) -> re.Match[str] | None:
        """The pattern at the beginning, followed by a blank, a comma or the end."""
        match = re.match(rf"(?:{pattern})(?=[ ,]|$)", self.rest)
        if match:
            self.rest = self.rest[match.end() :].lstrip(" ,")
        return match

    def dated(self) -> date | None:
        match = _DATE.match(self.rest)
        if match is None:
            return None
        self.rest = self.rest[match.end() :].lstrip(" ,")
        try:
            if match["iso"]:
                found = date.fromisoformat(match["iso"])
            elif match["swift"]:
                digits = match["swift"]
                found = date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
            else:
                day, month = match["d1"] or match["d2"], match["m1"] or match["m2"]
                found = date(int(match["y1"] or match["y2"]), month_number(month), int(day))
        except ValueError:
            raise self.error("names a day that the calendar does not have") from None
        self.check_year(found.year)
        return found

    def check_year(self, year: int) -> None:
        if not YEARS[0] <= year <= YEARS[1]:
            raise self.error(f"names the year {year}", f"write {YEARS[0]} to {YEARS[1]}")

    def whole_date(self) -> date:
        found = self.dated()
        if found is None or self.rest:
            raise self.error("is no date that reads one way only", "write it like 15 MAY 2026")
        return found

    def need_date(self) -> date:
        found = self.dated()
        if found is None:
            raise self.error("names no date where one must stand", "write it like 15 MAY 2026")
        return found

    def done(self) -> None:
        if self.rest:
            raise self.error(f"the words {self.rest[:40]!r} are not known")

    def error(self, what: str, mend: str = "write it in the words of UCP 600 article 3") -> PeriodError:
        shown = " ".join(self.text.split())[:60]
        return PeriodError(f"{shown!r}: {what}; {mend}")


# --- shipment: 44C, 44D ---

_LEAD = (
    r"(?:(?:THE )?(?:LATEST )?(?:DATE OF )?SHIPMENTS?(?: PERIOD)?(?: (?:IS |ARE )?TO BE| MUST BE| SHALL BE)?"
    r"(?: EFFECTED| MADE)?|GOODS (?:TO BE|MUST BE) SHIPPED)"
)


def parse_shipment(text: str) -> tuple[Window, ...]:
    """The windows of field 44C or 44D: one, or one for each month of a schedule of instalments."""
    at = _Words(text)
    if not at.rest:
        raise at.error("is empty")
    _instalments(at)
    at.take(_LEAD)
    found = _months(at) or (_window(at),)
    at.done()
    return found


def _instalments(at: _Words) -> None:
    """`THREE INSTALMENTS OF USD 400000 EACH`: how many and how much is for the schedule, not for a window."""
    numbers = "ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE"
    at.take(
        rf"(?:IN )?(?:{numbers}|\d{{1,2}})(?: EQUAL)?(?: MONTHLY)? (?:INSTALL?MENTS|SHIPMENTS|LOTS)"
        r"(?: OF [A-Z]{3} ?[\d.,]*\d(?: EACH)?)?"
    )


def _months(at: _Words) -> tuple[Window, ...]:
    """`DURING MAY, JUNE AND JULY 2026`, `IN MAY 2026`."""
    match = re.match(
        rf"(?:DURING|IN|WITHIN)(?: THE)?(?: MONTHS?(?: OF)?)? "
        rf"((?:{_MONTH})(?:(?:, | AND | & |, AND )(?:{_MONTH}))*),? (\d{{4}})(?= |$)",
        at.rest,
    )
    if match is None:
        return ()
    at.rest = at.rest[match.end() :].lstrip(" ,")
    year, previous = int(match[2]), 13
    at.check_year(year)
    found: list[Window] = []
    # The year stands behind the last month: reading backwards, a month that rises belongs to the year before.
    for name in reversed(re.findall(_MONTH, match[1])):
        month = month_number(name)
        if month >= previous:
            year -= 1
        previous = month
        found.append(month_part(year, month))
    return tuple(reversed(found))


def _window(at: _Words) -> Window:
    if at.take(r"ON OR ABOUT|ABOUT|CIRCA"):
        return on_or_about(at.need_date())
    if at.take("BETWEEN"):
        first = at.need_date()
        if not at.take("AND|TO|-"):
            raise at.error("BETWEEN needs AND and a second date")
        return between(first, at.need_date())
    if part := at.take(rf"(?:(?:IN|DURING|WITHIN) )?(?:THE )?({'|'.join(PARTS)})(?: OF)?(?: THE MONTH OF)?"):
        month = at.take(rf"({_MONTH}),? (\d{{4}})")
        if month is None:
            raise at.error("names no month and year", "write it like FIRST HALF OF MAY 2026")
        at.check_year(int(month[2]))
        return month_part(int(month[2]), month_number(month[1]), part[1])
    if at.take(r"FROM|NOT (?:EARLIER|BEFORE)(?: THAN)?|EARLIEST"):
        first = at.need_date()
        if at.take(r"(?:UP )?TO|UNTIL|TILL|-"):
            return between(first, at.need_date())
        return shipment_from(first)
    if at.take(r"(?:UP )?TO|UNTIL|TILL|BY|LATEST(?: BY)?|NO[T]? LATER THAN|ON OR BEFORE|AT THE LATEST"):
        return shipment_until(at.need_date())
    if at.take("BEFORE|PRIOR TO"):
        return shipment_before(at.need_date())
    if at.take("AFTER"):
        first = at.need_date()
        if at.take("AND BEFORE|BUT BEFORE"):
            last = at.need_date()
            return between(first + timedelta(days=1), last - timedelta(days=1))
        return shipment_after(first)
    if at.take("ON"):
        day = at.need_date()
        return Window(day, day)
    first = at.need_date()
    if at.take("TO|UNTIL|TILL|-"):
        return between(first, at.need_date())
    return shipment_until(first)


# --- tenors: 42C, 42P ---

_BL = (
    r"(?:ON BOARD )?(?:B/?L|BILLS? OF LADING|AWB|AIR ?WAYBILL|CMR|WAYBILL|TRANSPORT DOCUMENTS?"
    r"|SHIPMENT|SHIPPING)"
)
_EVENTS: tuple[tuple[str, TenorFrom], ...] = (
    (rf"{_BL}(?:'S)?(?: DATE)?|(?:ON BOARD|LOADING) DATE|DATE OF DISPATCH", TenorFrom.SHIPMENT),
    (r"SIGHT", TenorFrom.SIGHT),
    (r"(?:COMMERCIAL )?INVOICE(?: DATE)?", TenorFrom.INVOICE),
    (r"DRAFT(?: DATE)?|BILL OF EXCHANGE(?: DATE)?", TenorFrom.DRAFT),
    (r"(?:ISSUANCE|ISSUE)(?: DATE)?(?: OF (?:THIS |THE )?(?:CREDIT|L/?C))?", TenorFrom.ISSUE),
    (r"(?:PRESENTATION|RECEIPT)(?: OF (?:THE )?(?:\w+ING )?DOCUMENTS)?", TenorFrom.PRESENTATION),
)  # fmt: skip


def parse_tenor(text: str) -> Tenor:
    """Field 42C or 42P: sight, days or months after an event, a fixed day; with the share of a draft."""
    at = _Words(text)
    percent = _share(at)
    at.take("(?:BENEFICIARY'S )?DRAFTS?(?: DRAWN)?|DEFERRED PAYMENT|PAYMENT|PAYABLE")
    at.take("AT")
    percent = percent or _share(at)
    if at.take("SIGHT|ON SIGHT"):
        tenor = Tenor(TenorFrom.SIGHT)
    elif at.take("ON|MATURITY|MATURING ON|DUE(?: ON)?") or _DATE.match(at.rest):
        tenor = Tenor(TenorFrom.DRAFT, fixed=at.need_date())
    else:
        tenor = _counted(at)
    percent = percent or _share(at)
    at.done()
    return Tenor(tenor.start, tenor.days, tenor.months, tenor.fixed, percent)


def _share(at: _Words) -> int:
    match = at.take(
        r"(?:FOR )?(\d{1,3}) ?(?:%|PERCENT|PER CENT|PCT|P\.?C\.?)(?: OF)?(?: THE)?"
        r"(?: (?:GROSS |FULL )?(?:COMMERCIAL )?(?:INVOICE VALUE|INVOICE AMOUNT|INVOICE))?"
    ) or at.take(r"FOR (?:THE )?FULL INVOICE VALUE()")
    if match is None:
        return 0
    percent = int(match[1] or 100)
    if not 1 <= percent <= 100:
        raise at.error(f"{percent} percent is no share of an invoice", "write 1 to 100")
    return percent


def _counted(at: _Words) -> Tenor:
    match = at.take(r"(\d{1,4}) ?(?:\(\w+\) ?)?(?:CALENDAR )?(DAYS?|MONTHS?)(?:')?")
    if match is None:
        raise at.error("is no tenor that is known", "write it like 90 DAYS AFTER SIGHT")
    number = int(match[1])
    if number > MAX_DAYS:
        raise at.error(f"{number} is too long a tenor", f"write at most {MAX_DAYS}")
    at.take("FROM|AFTER|OF")
    start = _event(at)
    return Tenor(start, number, 0) if match[2].startswith("DAY") else Tenor(start, 0, number)


def _event(at: _Words) -> TenorFrom:
    dated = at.take("(?:THE )?DATE(?: OF)?(?: THE)?")
    at.take("THE")
    for pattern, start in _EVENTS:
        if at.take(pattern):
            return start
    if dated and not at.rest:
        return TenorFrom.DRAFT
    raise at.error(
        "does not say which event the days are counted from", "write it like AFTER BILL OF LADING DATE"
    )


# --- presentation: 48 ---


def parse_presentation(text: str) -> PresentationPeriod:
    """Field 48: `21`, `15/DAYS AFTER DATE OF SHIPMENT`, or a sentence that says no more than that."""
    bare = re.sub(r"^(\d{1,3})/", r"\1 ", flat(text))
    at = _Words(bare)
    at.text = text
    at.take("(?:THE )?DOCUMENTS (?:MUST|TO|SHALL)(?: BE)? PRESENTED")
    at.take("WITHIN|NOT LATER THAN")
    match = at.take(r"(\d{1,3})")
    if match is None or not 1 <= int(match[1]) <= 365:
        raise at.error("names no number of days for presentation", "write 1 to 365, such as 21")
    at.take("(?:CALENDAR )?DAYS?")
    start = TenorFrom.SHIPMENT
    if at.take("AFTER|FROM|OF"):
        start = _event(at)
    at.take("BUT (?:ALWAYS )?(?:WITHIN|NOT LATER THAN) (?:THE )?(?:CREDIT )?(?:VALIDITY|EXPIRY)(?: DATE)?"
            "(?: OF (?:THIS|THE) (?:CREDIT|L/?C))?")  # fmt: skip
    at.done()
    return PresentationPeriod(int(match[1]), start)
