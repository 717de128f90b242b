"""Charges: messages, ids and files say exactly what they were made of."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.machines.charge_house import WHOLE, house
from usance import signing
from usance.charges.errors import ChargeError
from usance.charges.message import (
    ChargeTerms,
    charge_id,
    charge_message,
    filing_of,
    filing_text,
    reference_of,
)
from usance.charges.order import Order, read_order, write_order
from usance.fingerprints import charge_key
from usance.model.charge import ChargeModel
from usance.signing import Domain

QUICK = settings(max_examples=60, deadline=None, derandomize=True, database=None)
ON_CHAIN = settings(QUICK, suppress_health_check=list(HealthCheck))
ADDRESSES = st.integers(1, 2**160 - 1).map(lambda n: "0x" + n.to_bytes(20, "big").hex())
WORDS = st.binary(min_size=32, max_size=32)
NUMBERS = st.integers(0, 2**256 - 1)
TERMS = st.builds(
    ChargeTerms,
    seller=ADDRESSES,
    creditor=ADDRESSES,
    fingerprint=WORDS,
    object_amount=NUMBERS,
    amount=NUMBERS,
    until=NUMBERS,
    filing=WORDS,
    reference=WORDS,
)
HERE = Domain("ChargeRegistry", 1, "0x" + "11" * 20)


def digest(terms: ChargeTerms, nonce: int = 0, deadline: int = 0, domain: Domain = HERE) -> bytes:
    return signing.digest(charge_message(domain, terms, nonce, deadline))


@QUICK
@given(TERMS, TERMS, NUMBERS, NUMBERS)
def test_message__any_other_word__another_digest(
    terms: ChargeTerms, other: ChargeTerms, nonce: int, deadline: int
) -> None:
    signed = digest(terms, nonce, deadline)
    for field in fields(ChargeTerms):
        changed = replace(terms, **{field.name: getattr(other, field.name)})
        assert (digest(changed, nonce, deadline) == signed) == (changed == terms)
    assert digest(terms, nonce ^ 1, deadline) != signed != digest(terms, nonce, deadline ^ 1)
    assert digest(terms, nonce, deadline, replace(HERE, chain_id=2)) != signed


@QUICK
@given(TERMS)
def test_message__seller_and_creditor_exchanged__another_digest(terms: ChargeTerms) -> None:
    assume(terms.seller != terms.creditor)
    turned = replace(terms, seller=terms.creditor, creditor=terms.seller)
    assert digest(turned) != digest(terms)


@ON_CHAIN
@given(WORDS, st.integers(1, 2**112 - 1), NUMBERS, st.integers(1, 180 * 86_400), WORDS, WORDS)
def test_charge__any_terms_in_bounds__signed_here_are_taken_there(
    fingerprint: bytes, whole: int, nonce: int, ahead: int, filing: bytes, reference: bytes
) -> None:
    """The digest of Python is the contract's: the signature would be foreign otherwise."""
    assume(any(fingerprint) and any(filing) and any(reference))
    stage = house()
    terms = stage.terms(
        fingerprint=fingerprint,
        object_amount=whole,
        amount=(whole + 1) // 2,
        until=stage.next_moment + ahead,
        filing=filing,
        reference=reference,
    )
    outcome = stage.do("charge", "factor", *stage.signed(terms, nonce))
    assert outcome.ok
    key = charge_key(fingerprint, stage.model.identity_of(stage["seller"]))
    assert stage.see("key_of", fingerprint, stage["seller"]) == key
    identifier = charge_id(key, stage["factor"], stage["seller"], nonce)
    assert stage.see("charge_of", identifier)["amount"] == terms.amount
    stage.agree()


@ON_CHAIN
@given(st.lists(st.tuples(st.booleans(), st.integers(1, WHOLE)), max_size=12))
@example([(True, WHOLE), (False, WHOLE), (True, 1)])
def test_take_and_give_back__any_order__free_is_what_is_left(acts: list[tuple[bool, int]]) -> None:
    stage, word = house(), b"property".ljust(32, b"\0")
    taken = 0
    for takes, amount in acts:
        name = "take" if takes else "give_back"
        words: list[Any] = [word, stage["seller"]] + ([WHOLE, amount] if takes else [amount])
        done = stage.act("claims", name, *words).ok
        assert done == (amount <= (WHOLE - taken if takes else taken))
        taken += (amount if takes else -amount) if done else 0
        assert stage.see("is_free", word, stage["seller"], WHOLE - taken or 1) == (taken < WHOLE)


@QUICK
@given(st.text(max_size=40))
@example("ucc1")
@example("ZHONGDENG")
@example("é")
def test_filing__what_is_taken__reads_back(text: str) -> None:
    try:
        word = filing_of(text)
    except ChargeError:
        return
    assert len(word) == 32
    assert any(word)
    assert filing_text(word) == text.strip().upper()
    assert filing_of(filing_text(word)) == word


@pytest.mark.parametrize("text", ["", "  ", "A" * 33, "UCC 1", "ÜCC", "a\nb", "\0"])
def test_filing__no_system__refused(text: str) -> None:
    with pytest.raises(ChargeError, match="not a filing system"):
        filing_of(text)


@QUICK
@given(WORDS)
def test_reference__hash_as_it_is_text_by_its_hash(word: bytes) -> None:
    assume(any(word))
    text = "0x" + word.hex()
    assert reference_of(text) == word
    assert reference_of(text[2:]) != word
    assert len(reference_of("2026-04711")) == 32


@pytest.mark.parametrize("text", ["", " ", "0x", "0x12", "0x" + "00" * 32, "0x" + "zz" * 32])
def test_reference__no_reference__refused(text: str) -> None:
    with pytest.raises(ChargeError, match="reference"):
        reference_of(text)


@QUICK
@given(
    st.builds(
        Order,
        chain_id=st.integers(0, 2**63),
        register_address=ADDRESSES,
        seller=ADDRESSES,
        creditor=ADDRESSES,
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        invoice=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        epoch=st.sampled_from(["2026", "rehearsal"]),
        fingerprint=WORDS.map(lambda word: "0x" + word.hex()),
        object_amount=st.integers(1, 2**112 - 1),
        amount=st.integers(1, 2**112 - 1),
        until=st.integers(0, 2**64 - 1),
        filing=WORDS.map(lambda word: "0x" + word.hex()),
        reference=WORDS.map(lambda word: "0x" + word.hex()),
        nonce=st.integers(0, 2**256 - 1),
        deadline=st.integers(0, 2**64 - 1),
        signature=st.binary(max_size=200).map(lambda raw: "0x" + raw.hex()),
    )
)
def test_order__through_its_file__the_same_order_and_the_same_digest(order: Order) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "order.json"
        write_order(order, path)
        again = read_order(path)
    assert again == order
    assert digest(again.terms(), again.nonce, again.deadline) == digest(
        order.terms(), order.nonce, order.deadline
    )


def test_model__its_books__find_a_planted_error() -> None:
    """`breaches` is no empty check."""
    stage = house()
    stage.do("take", "claims", b"planted".ljust(32, b"\0"), stage["seller"], WHOLE, WHOLE)
    assert not list(stage.model.breaches())
    model: ChargeModel = stage.model
    (thing,) = model.things.values()
    thing.charged = 1
    assert len(list(model.breaches())) == 2
