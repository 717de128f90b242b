"""Finding: an issuing bank closed a credit over the claim of a bank that had paid under it.

Drawn out, the credit had nothing left; the set honoured by the confirming bank was no open set. The
issuing bank could close at once, take the cover that secured the claim, and `forward` met a closed
credit. A claim is open until the issuing bank has paid it back, for ninety days after the closing day (U8).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import EXPIRY, NOTICE, House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_close__claim_not_yet_forwarded__issuing_bank_cannot_take_the_cover(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.ok(house.issuing_bank, "close", terms)


def test_close__claim_refused__cover_waits_ninety_days_beyond_the_closing_day(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.at_last_second(EXPIRY + 30 + 90)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.at_first_second_after(EXPIRY + 30 + 90)
    assert house.ok(house.issuing_bank, "close", terms).event("Closed")["cover_returned"] == 54_150_00


def test_close__bank_that_never_claims__cannot_keep_the_cover_for_ever(house: House) -> None:
    """It pays one cent of its own will and sends nothing on: ninety days after the closing day end that."""
    terms = house.issued()
    statement = house.accepted(terms, "advising_bank", amount=1)
    house.ok(house.advising_bank, "honour", terms, statement)
    house.at_last_second(EXPIRY + 30 + 90)
    house.fails("credit: not over (U6)", house.stranger, "close", terms)
    house.at_first_second_after(EXPIRY + 30 + 90)
    house.ok(house.stranger, "close", terms)


def test_close__count_of_claims_is_full__waits_for_its_end_and_no_longer(house: House) -> None:
    """Dust paid 256 times by an accomplice: the count stands still, and nobody is stopped by it."""
    terms = house.issued(amount=256)
    sets = []
    for number in range(256):
        documents = (number + 1).to_bytes(32, "big")
        statement = house.accepted(terms, "advising_bank", amount=1, documents=documents)
        house.ok(house.advising_bank, "honour", terms, statement)
        sets.append(statement)
    assert house.state(terms)["claims"] == 255
    house.ok(house.advising_bank, "forward", terms, sets[0])
    house.acknowledge(terms, sets[0], "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, sets[0])
    house.ok(house.issuing_bank, "honour", terms, sets[0])
    assert house.state(terms)["claims"] == 255
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.at_last_second(EXPIRY + 30 + 90)
    house.fails("credit: not over (U6)", house.issuing_bank, "close", terms)
    house.at_first_second_after(EXPIRY + 30 + 90)
    assert house.ok(house.issuing_bank, "close", terms).event("Closed")["cover_returned"] == 255
