"""INV2: one invoice has one key, however it is spelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import pytest
from eth_utils.crypto import keccak

from tests.fingerprints.spellings import SPELLINGS, near
from tests.unit.claim_token.house import ClaimHouse, opened
from usance.fingerprints.facts import InvoiceFacts, Kind, canonical
from usance.fingerprints.hard import charge_key, fingerprint, rehearsal_epoch

NUMBER = "RE-2026-17"
FIVE = ("small letters", "full width", "zeros in front", "slashes", "Cyrillic letters")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def facts(identity: bytes, number: str, day: date = date(2026, 3, 1)) -> InvoiceFacts:
    return InvoiceFacts(Kind.INVOICE, identity, number, day.year, day)


def identity_of(party: str) -> bytes:
    """As `admit_party` gives one to everybody."""
    return keccak(text=party)


@lru_cache(maxsize=16)
def _fingerprint(identity: bytes, number: str) -> bytes:
    return fingerprint(facts(identity, number), rehearsal_epoch())


def spelled(house: ClaimHouse, number: str) -> bytes:
    return _fingerprint(identity_of(house.seller), number)


def test_all_spellings_of_all_numbers__are_one_text_under_the_key() -> None:
    """The keyed hash is slow on purpose: what goes into it is compared here, the hash itself below."""
    identity = b"seller".ljust(32, b"\0")
    spellings = list(near())
    assert len(spellings) >= 500
    for base, name, spelling in spellings:
        plain, other = canonical(facts(identity, base)), canonical(facts(identity, spelling))
        assert plain == other, f"{base!r} as {name}: {spelling!r}"


@pytest.mark.parametrize("name", FIVE)
def test_second_registration__under_another_spelling__refused(house: ClaimHouse, name: str) -> None:
    house.registered(fingerprint=spelled(house, NUMBER))
    again = house.terms(fingerprint=spelled(house, SPELLINGS[name](NUMBER)))
    house.fails("INV1", house.seller, "register", again)


def test_key_on_chain__is_the_one_computed_in_python(house: ClaimHouse) -> None:
    value = spelled(house, NUMBER)
    known = house.see("key_of", value, house.seller, contract=house.suite.charge)
    assert known == charge_key(value, identity_of(house.seller))


def test_junk_behind_the_terms__names_the_same_claim(house: ClaimHouse) -> None:
    """Calldata with a tail does not make a second claim of the same terms."""
    terms = house.terms()
    function = house.claims.abi.function("register", 1)
    data = function.encode([terms]) + b"\1" * 64
    assert house.driver.send_raw(house.claims.address, data, house.seller).ok
    house.fails("INV1", house.seller, "register", terms)
    assert house.state(terms)["face"] == terms.face


def test_dirty_words__revert_and_register_nothing(house: ClaimHouse) -> None:
    """An address word with high bits set would hash to another id of the same terms."""
    terms = house.terms()
    data = bytearray(house.claims.abi.function("register", 1).encode([terms]))
    creditor = 4 + 32 * 3
    data[creditor] = 1
    assert not house.driver.send_raw(house.claims.address, bytes(data), house.seller).ok
    house.registered(terms)
