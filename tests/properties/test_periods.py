"""Words of time against an independent reading: days are stepped one by one, nothing is computed."""

from __future__ import annotations

import calendar
import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usance.codes import TenorFrom
from usance.periods import (
    PeriodError,
    Window,
    maturity,
    month_part,
    months_later,
    on_or_about,
    parse_date,
    parse_presentation,
    parse_shipment,
    parse_tenor,
    words,
)

DAYS = st.dates(dt.date(2001, 1, 20), dt.date(2059, 12, 1))
ONE = dt.timedelta(days=1)


def stepped(window: Window, around: dt.date) -> list[dt.date]:
    """The days of a window within two months of a day, each asked for by itself."""
    day, found = around - 62 * ONE, []
    while day <= around + 62 * ONE:
        if day in window:
            found.append(day)
        day += ONE
    return found


@given(DAYS)
def test_on_or_about__eleven_days_around(day: dt.date) -> None:
    (window,) = parse_shipment(f"ON OR ABOUT {words(day)}")
    assert window == on_or_about(day)
    days = stepped(window, day)
    assert len(days) == 11
    assert days[5] == day


@given(DAYS)
def test_parts_of_a_month__cover_it_once_and_end_with_it(day: dt.date) -> None:
    month = f"{calendar.month_name[day.month].upper()} {day.year}"
    whole = [day.replace(day=n) for week in calendar.monthcalendar(day.year, day.month) for n in week if n]
    for parts in (("FIRST HALF", "SECOND HALF"), ("BEGINNING", "MIDDLE", "END")):
        windows = [parse_shipment(f"{part} OF {month}")[0] for part in parts]
        assert [d for window in windows for d in stepped(window, day)] == whole
    assert len(stepped(month_part(day.year, day.month, "FIRST HALF"), day)) == 15
    assert len(stepped(month_part(day.year, day.month, "BEGINNING"), day)) == 10
    assert len(stepped(month_part(day.year, day.month, "MIDDLE"), day)) == 10


@pytest.mark.parametrize(
    ("phrase", "before", "itself", "after"),
    [
        ("UNTIL", True, True, False),
        ("TILL", True, True, False),
        ("TO", True, True, False),
        ("BY", True, True, False),
        ("NOT LATER THAN", True, True, False),
        ("FROM", False, True, True),
        ("BEFORE", True, False, False),
        ("AFTER", False, False, True),
        ("ON", False, True, False),
        ("", True, True, False),
    ],
)
def test_shipment_words__include_or_exclude_the_date(
    phrase: str, before: bool, itself: bool, after: bool
) -> None:
    source = random.Random(phrase)
    for _ in range(200):
        day = dt.date(2026, 1, 1) + source.randrange(3000) * ONE
        (window,) = parse_shipment(f"{phrase} {words(day)}")
        assert (day - ONE in window, day in window, day + ONE in window) == (before, itself, after)


@given(DAYS, st.integers(0, 60))
def test_between__both_ends_included(first: dt.date, length: int) -> None:
    last = first + length * ONE
    for phrase in (
        f"BETWEEN {words(first)} AND {words(last)}",
        f"FROM {words(first)} TO {words(last)}",
        f"FROM {words(first)} UNTIL {words(last)}",
    ):
        (window,) = parse_shipment(phrase)
        assert len(stepped(window, first)) == length + 1
        assert first in window
        assert last in window


@given(DAYS, st.integers(1, 360), st.sampled_from(["FROM", "AFTER"]))
@settings(max_examples=60)
def test_maturity__from_and_after_leave_the_date_out(day: dt.date, days: int, word: str) -> None:
    tenor = parse_tenor(f"{days} DAYS {word} BILL OF LADING DATE")
    assert tenor.start is TenorFrom.SHIPMENT
    due, left = day, days
    while left:
        due += ONE
        left -= 1
    assert maturity(tenor, day) == due


@given(DAYS, st.integers(0, 30))
def test_months_later__same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    found = months_later(day, months)
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    assert (found.year, found.month) == (year, month)
    assert found.day == day.day or (found + ONE).month != found.month


def test_maturity__thirty_days_from_the_first_of_march__the_thirty_first() -> None:
    assert maturity(parse_tenor("30 DAYS FROM B/L DATE"), dt.date(2026, 3, 1)) == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "start", "days", "months", "percent"),
    [
        ("SIGHT", TenorFrom.SIGHT, 0, 0, 0),
        ("AT SIGHT", TenorFrom.SIGHT, 0, 0, 0),
        ("DRAFTS AT SIGHT FOR 100 PERCENT OF INVOICE VALUE", TenorFrom.SIGHT, 0, 0, 100),
        ("90 DAYS AFTER SIGHT", TenorFrom.SIGHT, 90, 0, 0),
        ("90 DAYS SIGHT", TenorFrom.SIGHT, 90, 0, 0),
        ("AT 60 DAYS FROM BILL OF LADING DATE", TenorFrom.SHIPMENT, 60, 0, 0),
        ("90 DAYS AFTER DATE OF BILL OF LADING", TenorFrom.SHIPMENT, 90, 0, 0),
        ("90 DAYS FROM DATE OF SHIPMENT", TenorFrom.SHIPMENT, 90, 0, 0),
        ("120 DAYS AFTER AWB DATE", TenorFrom.SHIPMENT, 120, 0, 0),
        ("30 DAYS FROM INVOICE DATE", TenorFrom.INVOICE, 30, 0, 0),
        ("180 DAYS AFTER DATE OF DRAFT", TenorFrom.DRAFT, 180, 0, 0),
        ("60 DAYS AFTER DATE", TenorFrom.DRAFT, 60, 0, 0),
        ("3 MONTHS AFTER SIGHT", TenorFrom.SIGHT, 0, 3, 0),
        ("45 DAYS AFTER PRESENTATION OF DOCUMENTS", TenorFrom.PRESENTATION, 45, 0, 0),
        ("90 DAYS AFTER ISSUANCE OF THE CREDIT", TenorFrom.ISSUE, 90, 0, 0),
        ("AT 90 DAYS AFTER SIGHT FOR 80 PCT OF INVOICE VALUE", TenorFrom.SIGHT, 90, 0, 80),
    ],
)
def test_tenor__phrases(text: str, start: TenorFrom, days: int, months: int, percent: int) -> None:
    found = parse_tenor(text)
    assert (found.start, found.days, found.months, found.percent, found.fixed) == (
        start, days, months, percent, None,
    )  # fmt: skip
    assert parse_tenor(f"  {text.lower()}. ") == found


def test_tenor__fixed_day() -> None:
    assert parse_tenor("ON 15 JULY 2026").fixed == dt.date(2026, 7, 15)
    assert maturity(parse_tenor("15 JULY 2026")) == dt.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("21", 21),
        ("15/DAYS AFTER DATE OF SHIPMENT", 15),
        ("15 DAYS AFTER THE DATE OF SHIPMENT", 15),
        (
            "DOCUMENTS MUST BE PRESENTED WITHIN 10 DAYS AFTER SHIPMENT BUT WITHIN THE VALIDITY",
            10,
        ),
        ("7 DAYS FROM B/L DATE", 7),
    ],
)
def test_presentation__phrases(text: str, days: int) -> None:
    found = parse_presentation(text)
    assert (found.days, found.start) == (days, TenorFrom.SHIPMENT)


def test_shipment__months_of_a_schedule__one_window_each_even_over_a_new_year() -> None:
    found = parse_shipment("THREE INSTALMENTS OF USD 400000 EACH DURING MAY, JUNE AND JULY 2026")
    assert found == tuple(month_part(2026, month) for month in (5, 6, 7))
    assert parse_shipment("DURING NOVEMBER, DECEMBER AND JANUARY 2027") == (
        month_part(2026, 11), month_part(2026, 12), month_part(2027, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["15 MAY 2026", "MAY 15, 2026", "15TH OF MAY 2026", "2026-05-15", "260515", "15 may 2026."]
)
def test_date__spellings__one_day(text: str) -> None:
    assert parse_date(text) == dt.date(2026, 5, 15)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (parse_date, "05/06/2026"),
        (parse_date, "31 FEBRUARY 2026"),
        (parse_date, "SOON"),
        (parse_date, "31 DECEMBER 9999"),
        (parse_shipment, "ON OR ABOUT 1 JANUARY 0001"),
        (parse_shipment, "DURING MAY 0000"),
        (parse_shipment, "END OF MAY 9999"),
        (parse_date, "15 MAY 2026 OR SO"),
        (parse_shipment, ""),
        (parse_shipment, "PROMPTLY"),
        (parse_shipment, "AS SOON AS POSSIBLE"),
        (parse_shipment, "FIRST HALF OF 2026"),
        (parse_shipment, "BETWEEN 5 MAY 2026 AND 1 MAY 2026"),
        (parse_shipment, "BETWEEN 5 MAY 2026"),
        (parse_tenor, "90 DAYS"),
        (parse_tenor, "90 DAYS AFTER COMPLETION OF WORKS"),
        (parse_tenor, "AFTER SIGHT"),
        (parse_tenor, "99999 DAYS AFTER SIGHT"),
        (parse_tenor, "SIGHT FOR 130 PERCENT OF INVOICE VALUE"),
        (parse_presentation, "PROMPTLY"),
        (parse_presentation, "400"),
        (parse_presentation, "21 DAYS AFTER ARRIVAL"),
    ],
)
def test_unknown_words__refused_in_one_line(read, text: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PeriodError) as caught:
        read(text)
    assert "\n" not in str(caught.value)
    assert ";" in str(caught.value)


@given(st.text(alphabet="ABDEFGHILMNORSTUY 0123456789,/-", max_size=40))
@settings(max_examples=300)
def test_any_text__a_value_or_one_line(text: str) -> None:
    for read in (parse_date, parse_shipment, parse_tenor, parse_presentation):
        refused = ""
        try:
            read(text)
        except PeriodError as error:
            refused = str(error)
        assert "\n" not in refused
