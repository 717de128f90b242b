"""ChargeRegistry.charge: what is free, with the seller's signature, for at most 180 days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.machines.charge_house import (
    DAY,
    ENTRY,
    HOUR,
    UCC1,
    WHOLE,
    ZERO,
    House,
    fingerprint,
    flipped,
)
from usance.charges.message import charge_id
from usance.model.party import Status

ONE = fingerprint("one")
NOT_FREE = "charge: not free (INV1)"
OTHER_AMOUNT = "charge: other amount (INV1)"
NOT_ADMITTED = "charge: party (NOT_ADMITTED)"
TERMS = "charge: bad terms (TERMS)"
TERM = "charge: 180 days (TERM)"


@pytest.mark.parametrize("creditor", ["factor", "bank"])
def test_charge__of_what_is_free__stands(house: House, creditor: str) -> None:
    terms = house.terms(creditor=house[creditor], amount=60_000_00)
    receipt = house.ok(creditor, "charge", *house.call_of(terms, nonce=7))
    key = house.see("key_of", ONE, house["seller"])
    identifier = charge_id(key, house[creditor], house["seller"], 7)
    assert receipt.returned == identifier
    assert receipt.event("Charged").args == {
        "charge": identifier,
        "key": key,
        "creditor": house[creditor],
        "seller": house["seller"],
        "amount": 60_000_00,
        "until": terms.until,
        "filing": UCC1,
        "reference": ENTRY,
    }
    assert house.see("charge_of", identifier) == {
        "key": key,
        "creditor": house[creditor],
        "seller": house["seller"],
        "amount": 60_000_00,
        "until": terms.until,
    }
    assert house.see("object_of", key) == {"amount": WHOLE, "on_ledger": 0, "charged": 60_000_00}
    assert house.see("nonce_used", house["seller"], 7)


def test_charge__beside_a_claim__only_what_the_claim_leaves(house: House) -> None:
    house.do("take", "claims", ONE, house["seller"], WHOLE, 70_000_00)
    house.says(NOT_FREE, "factor", "charge", *house.call_of(house.terms(amount=30_000_01)))
    house.do("charge", "factor", *house.signed(house.terms(amount=30_000_00)))
    house.says(NOT_FREE, "claims", "take", ONE, house["seller"], WHOLE, 1)
    house.agree()


def test_charge__second_of_the_whole__refused(house: House) -> None:
    house.do("charge", "factor", *house.signed(house.terms()))
    again = house.terms(creditor=house["bank"])
    house.says(NOT_FREE, "bank", "charge", *house.call_of(again, nonce=1))


def test_charge__another_whole_than_the_first__refused(house: House) -> None:
    house.do("take", "claims", ONE, house["seller"], WHOLE, 1)
    other = house.terms(object_amount=2 * WHOLE, amount=1)
    house.says(OTHER_AMOUNT, "factor", "charge", *house.call_of(other))


@pytest.mark.parametrize("creditor", ["seller", "buyer", "verifier", "stranger", "claims"])
def test_charge__creditor_neither_bank_nor_financier__refused(house: House, creditor: str) -> None:
    terms = house.terms(creditor=house[creditor])
    house.says(NOT_ADMITTED, creditor, "charge", *house.call_of(terms))


@pytest.mark.parametrize("status", [Status.HELD, Status.INSOLVENT, Status.REMOVED])
@pytest.mark.parametrize("name", ["factor", "seller"])
def test_charge__creditor_or_seller_not_active__refused(house: House, name: str, status: Status) -> None:
    house.status(name, status)
    house.says(NOT_ADMITTED, "factor", "charge", *house.call_of(house.terms()))


def test_charge__seller_never_admitted__refused(house: House) -> None:
    terms = house.terms(seller=house["stranger"])
    house.says(NOT_ADMITTED, "factor", "charge", *house.call_of(terms))
    words = house.terms(seller=ZERO)
    house.says(NOT_ADMITTED, "factor", "charge", *words.args(0, house.now + HOUR, b""))


@pytest.mark.parametrize("ahead", [-DAY, 0, 180 * DAY + 1, 2**64])
def test_charge__end_out_of_bounds__refused(house: House, ahead: int) -> None:
    terms = house.terms(until=house.next_moment + ahead)
    house.says(TERM, "factor", "charge", *house.call_of(terms))


@pytest.mark.parametrize("ahead", [1, 180 * DAY])
def test_charge__end_at_the_bounds__stands(house: House, ahead: int) -> None:
    house.do("charge", "factor", *house.signed(house.terms(until=house.next_moment + ahead)))
    house.agree()


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": bytes(32)},
        {"object_amount": 0},
        {"object_amount": 1 << 112},
        {"amount": 0},
        {"filing": bytes(32)},
        {"reference": bytes(32)},
    ],
)
def test_charge__terms_out_of_range__refused(house: House, change: dict[str, Any]) -> None:
    house.says(TERMS, "factor", "charge", *house.call_of(house.terms(**change)))


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": fingerprint("two")},
        {"object_amount": WHOLE + 1},
        {"amount": WHOLE - 1},
        {"until": 1},
        {"filing": b"ZHONGDENG".ljust(32, b"\0")},
        {"reference": b"other".ljust(32, b"\0")},
        {"creditor": "second_factor"},
        {"seller": "second_seller"},
    ],
)
def test_charge__other_words_than_signed__refused(house: House, change: dict[str, Any]) -> None:
    terms, nonce, deadline, _, raw = house.signed(house.terms())
    sender = str(change.get("creditor", "factor"))
    values = {name: house[item] if isinstance(item, str) else item for name, item in change.items()}
    if "until" in values:
        values["until"] = terms.until - 1
    other = replace(terms, **values)
    house.says("signatures: foreign (ACC1)", sender, "charge", *other.args(nonce, deadline, raw))
    house.ok("factor", "charge", *terms.args(nonce, deadline, raw))


def test_charge__other_nonce_or_deadline_than_signed__refused(house: House) -> None:
    terms, nonce, deadline, _, raw = house.signed(house.terms())
    house.fails("ACC1", "factor", "charge", *terms.args(nonce + 1, deadline, raw))
    house.fails("ACC1", "factor", "charge", *terms.args(nonce, deadline + 1, raw))


def test_charge__signature_late_used_or_cancelled__refused(house: House) -> None:
    terms = house.terms(amount=1)
    house.says(
        "signatures: late (ACC1)",
        *("factor", "charge", *house.call_of(terms, 0, deadline=house.next_moment - 1)),
    )
    house.do("charge", "factor", *house.signed(terms, 0, deadline=house.next_moment))
    house.says("signatures: used (ACC1)", "factor", "charge", *house.call_of(terms, 0))
    house.do("cancel_nonce", "seller", 1)
    house.says("signatures: used (ACC1)", "factor", "charge", *house.call_of(terms, 1))
    house.do("cancel_nonce", "seller", 0)


def test_charge__signed_by_another_or_flipped_or_not_at_all__refused(house: House) -> None:
    terms = house.terms()
    house.fails("ACC1", "factor", "charge", *house.call_of(terms, by="second_seller"))
    terms, nonce, deadline, _, raw = house.signed(terms)
    house.fails("ACC2", "factor", "charge", *terms.args(nonce, deadline, flipped(raw)))
    house.fails("ACC2", "factor", "charge", *terms.args(nonce, deadline, b""))


def test_charge__signed_for_another_chain_contract_or_name__refused(house: House) -> None:
    for domain in (
        replace(house.domain, chain_id=5),
        replace(house.domain, address=house["factor"]),
        replace(house.domain, contract="ClaimToken"),
    ):
        house.fails("ACC1", "factor", "charge", *house.call_of(house.terms(), domain=domain))


def test_charge__seller_is_a_wallet__its_word_counts(house: House) -> None:
    terms = house.terms(seller=house["wallet"])
    house.do("charge", "factor", *house.signed(terms))
    house.agree()


def test_charge__wallet_says_no__refused(house: House) -> None:
    terms = house.terms(seller=house["wallet"])
    house.says("signatures: wallet: no (ACC2)", "factor", "charge", *house.call_of(terms, by="stranger"))


def test_charge__signed_for_one_wallet__not_for_the_other_of_the_same_hand(house: House) -> None:
    """The message names the seller: ERC-1271 alone would let one signature serve both wallets."""
    terms, nonce, deadline, _, raw = house.signed(house.terms(seller=house["wallet"]))
    other = replace(terms, seller=house["second_wallet"])
    house.fails("ACC2", "factor", "charge", *other.args(nonce, deadline, raw))
    house.ok("factor", "charge", *terms.args(nonce, deadline, raw))


def test_charge__refused__spends_no_nonce(house: House) -> None:
    house.do("take", "claims", ONE, house["seller"], WHOLE, WHOLE)
    house.fails("INV1", "factor", "charge", *house.call_of(house.terms(), nonce=3))
    assert not house.see("nonce_used", house["seller"], 3)


def test_charge__to_a_wallet_as_creditor__refused_without_the_role(house: House) -> None:
    terms = house.terms(creditor=house["wallet"])
    house.fails("NOT_ADMITTED", "wallet", "charge", *house.call_of(terms))
