"""INV1: no claim is taken twice out of one invoice, by whatever door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import FACE, ClaimHouse, opened
from usance.claim_terms import rows_of

ONE = b"one invoice".ljust(32, b"\0")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def test_seller_registers_again__under_other_terms__refused(house: ClaimHouse) -> None:
    first = house.registered(fingerprint=ONE)
    for other in (
        first.but(salt=b"again".ljust(32, b"\0")),
        first.but(debtor=house.anchor, salt=b"other".ljust(32, b"\0")),
        first.but(due_day=first.due_day + 7),
        first.but(currency=b"USD".ljust(32, b"\0")),
        first.but(face=1),
    ):
        house.fails("INV1", house.seller, "register", other)


def test_seller_names_a_larger_invoice__refused(house: ClaimHouse) -> None:
    first = house.registered(fingerprint=ONE)
    larger = first.but(object_amount=2 * FACE, salt=b"larger".ljust(32, b"\0"))
    house.fails("INV1", house.seller, "register", larger)


def test_parts_of_one_invoice__make_its_amount_and_not_one_unit_more(house: ClaimHouse) -> None:
    words = {"fingerprint": ONE, "object_amount": FACE, "parts": 3}
    house.registered(face=FACE // 2, part=1, **words)
    house.registered(face=FACE - FACE // 2 - 1, part=2, **words)
    house.fails("INV1", house.seller, "register", house.terms(face=2, part=3, **words))
    house.registered(face=1, part=3, **words)
    house.fails("INV1", house.seller, "register", house.terms(face=1, part=3, **words))


def test_batch_with_one_invoice_twice__all_refused(house: ClaimHouse) -> None:
    common = house.terms()
    rows = rows_of([house.terms(fingerprint=ONE), house.terms(), house.terms(fingerprint=ONE)])
    house.fails("INV1", house.seller, "register_batch", common, rows)
    house.ok(house.seller, "register_batch", common, rows[:2])


def test_anchor_promises_what_is_registered__refused_and_the_other_way_round(house: ClaimHouse) -> None:
    house.registered(fingerprint=ONE)
    promised = house.payable(creditor=house.seller, fingerprint=ONE, object_amount=FACE)
    house.fails("INV1", house.anchor, "issue_payable", promised)
    two = b"two".ljust(32, b"\0")
    house.issued(creditor=house.seller, fingerprint=two, object_amount=FACE)
    house.fails("INV1", house.seller, "register", house.terms(fingerprint=two))


def test_agent_brings_a_claim_of_an_invoice__refused(house: ClaimHouse) -> None:
    """An agent's claim takes nothing from an object, so it may name none."""
    until = house.driver.now() + 10_000
    house.ok(house.issuing_bank, "authorise", house.stranger, FACE, until)
    borne = house.terms(kind=3, debtor=house.issuing_bank, fingerprint=ONE)
    house.fails("TERMS", house.stranger, "bear", borne)
    house.ok(house.stranger, "bear", borne.but(fingerprint=bytes(32)))


def test_another_seller__its_invoice_of_the_same_fingerprint_is_another_one(house: ClaimHouse) -> None:
    house.registered(fingerprint=ONE)
    house.registered(house.terms(creditor=house.second_seller, fingerprint=ONE))
