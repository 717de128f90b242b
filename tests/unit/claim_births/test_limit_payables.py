from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import EUR, FACE, HOUR, USD, House

DELAY = 48 * HOUR


def limit(house: House, amount: int, term: int, currency: bytes = EUR) -> dict[str, Any]:
    """The anchor sets its limit; what the event says."""
    receipt = house.ok(house.anchor, "limit_payables", currency, amount, term)
    words = receipt.event("PayablesLimited").args
    at_once = words["since"] == receipt.timestamp
    assert at_once or words["since"] == receipt.timestamp + DELAY
    return words | {"at_once": at_once}


def stands(house: House, currency: bytes = EUR) -> tuple[int, int, int, bool]:
    """Limit, term and pending limit; is there a raise that waits?"""
    found = house.see("payables_of", house.anchor, currency)
    return found["limit"], found["term_days"], found["pending_limit"], found["raised_at"] != 0


def test_limit_payables__never_set__there_is_none(house: House) -> None:
    assert house.see("payables_of", house.anchor, EUR) == {
        "outstanding": 0,
        "limit": 0,
        "term_days": 0,
        "pending_limit": 0,
        "raised_at": 0,
    }


def test_limit_payables__first_limit__counts_at_once(house: House) -> None:
    words = limit(house, FACE, 90)
    assert words["at_once"]
    assert (words["anchor"], words["currency"], words["limit"], words["term_days"]) == (
        house.anchor,
        EUR,
        FACE,
        90,
    )
    assert stands(house) == (FACE, 90, 0, False)
    assert stands(house, USD) == (0, 0, 0, False)


def test_limit_payables__lower_and_shorter__counts_at_once(house: House) -> None:
    limit(house, FACE, 90)
    assert limit(house, FACE - 1, 89)["at_once"]
    assert stands(house) == (FACE - 1, 89, 0, False)


def test_limit_payables__the_same_again__counts_at_once(house: House) -> None:
    limit(house, FACE, 90)
    assert limit(house, FACE, 90)["at_once"]
    assert stands(house) == (FACE, 90, 0, False)


def test_limit_payables__higher__counts_after_48_hours(house: House) -> None:
    limit(house, FACE, 90)
    words = limit(house, FACE + 1, 90)
    assert not words["at_once"]
    assert stands(house) == (FACE, 90, FACE + 1, True)
    house.at_second(words["since"] - 1)
    assert stands(house) == (FACE, 90, FACE + 1, True)
    house.at_second(words["since"])
    assert stands(house) == (FACE + 1, 90, 0, False)


def test_limit_payables__longer_term__counts_after_48_hours(house: House) -> None:
    limit(house, FACE, 90)
    words = limit(house, FACE, 91)
    assert stands(house) == (FACE, 90, FACE, True)
    house.at_second(words["since"])
    assert stands(house) == (FACE, 91, 0, False)


def test_limit_payables__lower_with_a_longer_term__each_in_its_time(house: House) -> None:
    limit(house, FACE, 90)
    words = limit(house, FACE - 1, 91)
    assert not words["at_once"]
    assert stands(house) == (FACE - 1, 90, FACE - 1, True)
    house.at_second(words["since"])
    assert stands(house) == (FACE - 1, 91, 0, False)


def test_limit_payables__higher_with_a_shorter_term__each_in_its_time(house: House) -> None:
    limit(house, FACE, 90)
    words = limit(house, FACE + 1, 89)
    assert stands(house) == (FACE, 89, FACE + 1, True)
    house.at_second(words["since"])
    assert stands(house) == (FACE + 1, 89, 0, False)


@pytest.mark.parametrize(("amount", "term"), [(0, 90), (FACE, 0)])
def test_limit_payables__none_at_all__is_a_raise(house: House, amount: int, term: int) -> None:
    limit(house, FACE, 90)
    words = limit(house, amount, term)
    assert not words["at_once"]
    assert stands(house) == (FACE, 90, amount, True)
    house.at_second(words["since"])
    assert stands(house) == (amount, term, 0, False)


def test_limit_payables__lower_while_a_raise_waits__the_raise_is_gone(house: House) -> None:
    limit(house, FACE, 90)
    raised = limit(house, 2 * FACE, 90)["since"]
    assert limit(house, FACE - 1, 90)["at_once"]
    assert stands(house) == (FACE - 1, 90, 0, False)
    house.at_second(raised + 1)
    assert stands(house) == (FACE - 1, 90, 0, False)


def test_limit_payables__second_raise_while_one_waits__starts_its_own_48_hours(house: House) -> None:
    limit(house, FACE, 90)
    first = limit(house, 2 * FACE, 90)["since"]
    house.at_second(first - 1)
    second = limit(house, 3 * FACE, 90)["since"]
    house.at_second(first + 1)
    assert stands(house) == (FACE, 90, 3 * FACE, True)
    house.at_second(second)
    assert stands(house) == (3 * FACE, 90, 0, False)


def test_limit_payables__lower_than_a_matured_raise__is_measured_against_it(house: House) -> None:
    limit(house, FACE, 90)
    house.at_second(limit(house, 3 * FACE, 90)["since"])
    assert limit(house, 2 * FACE, 90)["at_once"]
    assert stands(house) == (2 * FACE, 90, 0, False)


def test_limit_payables__below_what_is_outstanding__is_allowed_and_keeps_the_books(house: House) -> None:
    terms = house.promised()
    limit(house, 1, 90)
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == FACE
    house.fails("LIMIT", house.anchor, "issue_payable", house.promise(face=1))
    house.ok(house.supplier, "refuse", terms)
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 0
    house.ok(house.anchor, "issue_payable", house.promise(face=1))


def test_limit_payables__longest_term__is_366_days(house: House) -> None:
    house.fails("claim: bad terms (TERMS)", house.anchor, "limit_payables", EUR, FACE, 367)
    limit(house, FACE, 366)


def test_limit_payables__no_currency__is_refused(house: House) -> None:
    house.fails("claim: bad terms (TERMS)", house.anchor, "limit_payables", bytes(32), FACE, 90)


def test_limit_payables__beyond_the_books__is_refused(house: House) -> None:
    house.fails("packing: does not fit (PACKING)", house.anchor, "limit_payables", EUR, 2**112, 90)
    limit(house, FACE, 90)
    house.fails("PACKING", house.anchor, "limit_payables", EUR, 2**112, 90)
