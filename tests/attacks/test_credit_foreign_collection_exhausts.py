"""Finding: any bank presents "for" a beneficiary that never asked, and a finding on it uses the credit up.

A collecting bank needs nobody's word. The issuing bank of an uncovered credit collects from itself: its
finding draws the whole amount, and the confirming bank, silent over the real set, is bound for nothing.
The other way round a confirming bank draws the credit out and never pays: the covered issuing bank
owes nothing any more, and its cover stays locked behind the open set (U9, LC10, 16f).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.documentary_credit.house import DUBAI, HAMBURG, House, opened
from usance.codes import Capacity
from usance.terms import Credit, Presentation


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def collect_from_oneself(house: House, terms: Credit, bank: str) -> None:
    """The bank presents paper nobody asked for to itself, and finds that it complies."""
    address = getattr(house, bank)
    statement: Presentation = house.statement(
        terms, bank, presenter=address, capacity=Capacity.COLLECTING, documents=b"nothing".ljust(32, b"\0")
    )
    if house.act(address, "present", terms, statement).ok:
        house.acknowledge(terms, statement)
        house.ok(address, "accept", terms, statement)


def test_preclude__issuing_bank_collected_from_itself__confirming_bank_stays_bound(house: House) -> None:
    terms = house.confirmed(cover_bps=0)
    real = house.received(terms, "confirming_bank")
    collect_from_oneself(house, terms, "issuing_bank")
    house.at_first_second_after(house.last_day(terms, real), DUBAI)
    receipt = house.ok(house.stranger, "preclude", terms, real)
    assert receipt.event("Precluded")["amount"] == terms.amount


def test_preclude__confirming_bank_collected_from_itself__issuing_bank_stays_bound(house: House) -> None:
    terms = house.confirmed()
    collect_from_oneself(house, terms, "confirming_bank")
    real = house.received(terms)
    house.at_first_second_after(house.last_day(terms, real), HAMBURG)
    receipt = house.ok(house.stranger, "preclude", terms, real)
    assert receipt.event("Precluded")["amount"] == terms.amount
