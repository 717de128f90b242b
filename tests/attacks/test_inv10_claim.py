"""INV10: an invoice is free again only when every claim on it was settled, and no act settles early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import FACE, ClaimHouse, opened
from usance.claim_terms import Claim

ONE = b"one invoice".ljust(32, b"\0")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def stays_taken(house: ClaimHouse, terms: Claim) -> None:
    again = terms.but(salt=b"again".ljust(32, b"\0"))
    house.fails("INV1", house.seller, "register", again)


def test_retired_to_the_last_unit_but_one__still_taken(house: ClaimHouse) -> None:
    terms = house.accepted(fingerprint=ONE)
    house.ok(house.seller, "retire", house.id(terms), FACE - 1)
    house.fails("STATE", house.stranger, "settle", terms)
    stays_taken(house, terms)
    house.ok(house.seller, "retire", house.id(terms), 1)
    stays_taken(house, terms)
    house.ok(house.stranger, "settle", terms)
    house.registered(terms.but(salt=b"again".ljust(32, b"\0")))


def test_denied__taken_until_its_units_are_gone(house: ClaimHouse) -> None:
    terms = house.registered(fingerprint=ONE)
    house.sent(terms, house.seller, house.financier, 1)
    house.ok(house.debtor, "deny", terms)
    house.fails("STATE", house.stranger, "settle", terms)
    house.fails("INSUFFICIENT_UNITS", house.seller, "rescind", terms)
    stays_taken(house, terms)
    house.sent(terms, house.financier, house.seller, 1)
    house.ok(house.seller, "rescind", terms)
    house.registered(terms.but(salt=b"again".ljust(32, b"\0")))


def test_settled_twice__the_second_gives_nothing_back(house: ClaimHouse) -> None:
    """With two claims on one invoice, settling the first twice would free the second's share."""
    half = {"face": FACE // 2, "object_amount": FACE, "parts": 2}
    first = house.accepted(fingerprint=ONE, part=1, **half)
    second = house.accepted(fingerprint=ONE, part=2, **half)
    house.ok(house.stranger, "pay", first, FACE)
    house.ok(house.stranger, "settle", first)
    house.fails("STATE", house.stranger, "settle", first)
    house.fails("STATE", house.stranger, "settle", second)
    more = first.but(face=FACE // 2 + 1, salt=b"more".ljust(32, b"\0"))
    house.fails("INV1", house.seller, "register", more)


def test_rescinded_after_a_payment__refused(house: ClaimHouse) -> None:
    terms = house.registered(fingerprint=ONE)
    house.ok(house.stranger, "pay", terms, 1)
    house.fails("STATE", house.seller, "rescind", terms)
    stays_taken(house, terms)


def test_born_again_under_the_same_terms__never(house: ClaimHouse) -> None:
    terms = house.registered(fingerprint=ONE)
    house.ok(house.seller, "rescind", terms)
    house.fails("EXISTS", house.seller, "register", terms)


def test_written_off_and_credited__taken_while_anything_is_owed(house: ClaimHouse) -> None:
    terms = house.accepted(fingerprint=ONE)
    house.at(terms.due_day + 30)
    house.ok(house.stranger, "default_", terms)
    house.ok(house.seller, "write_off", house.id(terms))
    house.fails("STATE", house.stranger, "settle", terms)
    house.ok(house.seller, "credit_note", terms, FACE - 1, b"381".ljust(32, b"\0"))
    house.fails("STATE", house.stranger, "settle", terms)
    house.ok(house.stranger, "pay", terms, 1)
    house.ok(house.stranger, "settle", terms)
