"""settle: shares are free again exactly once, when nothing is owed any more."""

from __future__ import annotations

from typing import Any

from tests.unit.claim_life.house import FACE, STATE, UNKNOWN, LifeHouse
from usance.claim_terms import Claim
from usance.codes_claims import ClaimStatus

SOLD = b"invoice sold in parts".ljust(32, b"\0")


def taken(house: LifeHouse, terms: Claim) -> int:
    """[minor] of the invoice that claims hold."""
    key = house.see("key_of", terms.fingerprint, terms.creditor, contract=house.suite.charge)
    return int(house.see("object_of", key, contract=house.suite.charge)["on_ledger"])


def promised(house: LifeHouse, terms: Claim) -> int:
    """[minor] of the anchor's payables."""
    return int(house.see("payables_of", terms.debtor, terms.currency)["outstanding"])


def test_settle__paid_invoice__its_share_is_free(house: LifeHouse) -> None:
    terms = house.paid()
    assert taken(house, terms) == FACE
    receipt = house.ok(house.stranger, "settle", terms)
    assert receipt.event("Settled").args == {"claim": house.id(terms)}
    assert receipt.event("GivenBack")["amount"] == FACE
    assert house.state(terms)["settled"]
    assert house.status(terms) == ClaimStatus.PAID
    assert taken(house, terms) == 0


def test_settle__one_of_two_parts__the_other_keeps_its_share(house: LifeHouse) -> None:
    words: dict[str, Any] = {"fingerprint": SOLD, "face": FACE, "object_amount": 2 * FACE}
    first, second = house.paid(part=1, parts=2, **words), house.accepted(part=2, parts=2, **words)
    house.ok(house.stranger, "settle", first)
    assert taken(house, second) == FACE
    house.fails(STATE, house.stranger, "settle", second)


def test_settle__twice__refused(house: LifeHouse) -> None:
    terms = house.paid()
    house.ok(house.stranger, "settle", terms)
    house.fails(STATE, house.stranger, "settle", terms)


def test_settle__something_owed__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.fails(STATE, house.stranger, "settle", terms)
    house.ok(house.debtor, "pay", terms, FACE - 1)
    house.fails(STATE, house.stranger, "settle", terms)
    house.defaulted(terms)
    house.fails(STATE, house.stranger, "settle", terms)


def test_settle__only_interest_owed__refused_until_it_is_paid(house: LifeHouse) -> None:
    terms = house.overdue()
    owed = house.interest(terms)
    house.ok(house.seller, "credit_note", terms, FACE, bytes(32))
    assert house.outstanding(terms) == 0
    assert owed > 0
    house.fails(STATE, house.stranger, "settle", terms)
    house.ok(house.debtor, "pay", terms, owed)
    house.ok(house.stranger, "settle", terms)


def test_settle__denied__only_when_no_unit_is_left(house: LifeHouse) -> None:
    terms = house.registered()
    house.ok(house.debtor, "deny", terms)
    house.fails(STATE, house.stranger, "settle", terms)
    house.ok(house.seller, "retire", house.id(terms), FACE - 1)
    house.fails(STATE, house.stranger, "settle", terms)
    house.ok(house.seller, "retire", house.id(terms), 1)
    house.ok(house.stranger, "settle", terms)
    assert taken(house, terms) == 0
    assert house.status(terms) == ClaimStatus.DENIED


def test_settle__rescinded_or_cancelled__their_share_was_free_at_once(house: LifeHouse) -> None:
    invoice = house.registered()
    house.ok(house.seller, "rescind", invoice)
    house.fails(STATE, house.stranger, "settle", invoice)
    payable = house.issued()
    house.ok(house.anchor, "cancel", payable, bytes(32))
    house.fails(STATE, house.stranger, "settle", payable)


def test_settle__payable__frees_the_anchors_limit_and_nothing_of_it(house: LifeHouse) -> None:
    """The limit stands in the same word above what is promised."""
    first, other = house.held_by_supplier(), house.held_by_supplier()
    house.ok(house.anchor, "limit_payables", first.currency, 5 * FACE, 0)
    house.ok(house.anchor, "pay", first, FACE)
    assert promised(house, first) == 2 * FACE
    receipt = house.ok(house.stranger, "settle", first)
    assert "GivenBack" not in [event.name for event in receipt.events]
    assert promised(house, first) == FACE
    assert house.see("payables_of", house.anchor, first.currency)["limit"] == 5 * FACE
    house.fails(STATE, house.stranger, "settle", other)


def test_settle__pending_payable__refused(house: LifeHouse) -> None:
    house.fails(STATE, house.stranger, "settle", house.issued())


def test_settle__unknown__refused(house: LifeHouse) -> None:
    house.fails(UNKNOWN, house.stranger, "settle", house.terms())
