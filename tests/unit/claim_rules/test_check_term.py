from __future__ import annotations

import pytest

from tests.unit.claim_births.house import House
from usance.calendars import day_of


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        ("2026-03-02", "2027-03-02"),
        ("2027-03-02", "2028-03-02"),  # over a leap day: 366 days
        ("2028-02-29", "2029-02-28"),
        ("2028-02-28", "2029-02-28"),
        ("2027-02-28", "2028-02-28"),
        ("2027-12-31", "2028-12-31"),
        ("2099-12-31", "2100-12-31"),
        ("2100-02-28", "2101-02-28"),  # no leap year
    ],
)
def test_check_term__without_an_own_term__same_date_a_year_later(
    house: House, issued: str, last: str
) -> None:
    assert house.rule("check_term", day_of(issued), day_of(last), 0) is True
    house.refused("claim: term too long (TERM)", "check_term", day_of(issued), day_of(last) + 1, 0)


@pytest.mark.parametrize("term", [1, 30, 364, 365])
def test_check_term__own_term__is_in_calendar_days(house: House, term: int) -> None:
    issued = day_of("2026-03-02")
    assert house.rule("check_term", issued, issued + term, term) is True
    house.refused("TERM", "check_term", issued, issued + term + 1, term)


def test_check_term__own_term_of_366_days__never_beyond_the_year(house: House) -> None:
    plain, leap = day_of("2026-03-02"), day_of("2027-03-02")
    house.refused("TERM", "check_term", plain, plain + 366, 366)
    assert house.rule("check_term", leap, leap + 366, 366) is True
