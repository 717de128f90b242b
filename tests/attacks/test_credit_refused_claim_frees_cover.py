"""Finding: the issuing bank refused a claim and closed in the same minute, months before expiry.

A set of the beneficiary that is refused leaves the credit open, and its cover, until the closing day; a
refused claim has drawn the credit out and nothing waits for a waiver, an award or a cured set. What
another bank paid stays a claim until it is paid back (U8, U16).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import NOTICE, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_close__claim_refused_today__cover_waits_for_the_closing_day(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
