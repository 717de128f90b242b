"""Finding: after the closing day the cover went back over a claim that nobody had answered.

A set in time is examined beyond the closing day; the confirming bank pays on its last day, and before it
can forward anybody closes. A claim already forwarded is closed away by an issuing bank that does not
acknowledge it. Article 8c is independent of both (U6, U8; the rest of cover goes back "with no open set
or undertaking").
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import DUBAI, EXPIRY, EXPIRY_MONDAY, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_close__paid_on_the_last_day__claim_can_still_be_forwarded(house: House) -> None:
    terms = house.confirmed(closing_days=2)
    house.at(EXPIRY_MONDAY, 8, DUBAI)
    statement = house.received(terms, "confirming_bank")
    house.at(house.last_day(terms, statement), place=DUBAI)
    house.fails("credit: open set (OPEN_SET)", house.stranger, "close", terms)
    house.ok(house.confirming_bank, "accept", terms, statement)
    house.ok(house.confirming_bank, "honour", terms, statement)
    assert not house.act(house.stranger, "close", terms).ok
    house.ok(house.confirming_bank, "forward", terms, statement)


def test_close__claim_forwarded_before_the_closing_day__not_closed_away(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.at_first_second_after(EXPIRY + terms.closing_days)
    assert not house.act(house.issuing_bank, "close", terms).ok
