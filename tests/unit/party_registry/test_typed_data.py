"""ACC3: the contract's digests equal those of an independent EIP-712 library."""

from __future__ import annotations

import random

import pytest

from tests.unit.party_registry.kit import RULEBOOK, House
from usance import signing
from usance.chain.abi import checksum
from usance.signing import Admission, Mandate

MESSAGES = 1_000
LARGEST = (1 << 256) - 1


def number(rng: random.Random) -> int:
    """Small, large and border values alike."""
    return rng.choice([0, 1, LARGEST, rng.getrandbits(256), rng.getrandbits(64), rng.getrandbits(8)])


def address(rng: random.Random) -> str:
    return checksum(rng.choice([bytes(20), rng.randbytes(20), b"\xff" * 20]))


def test_admission_digest__a_thousand_random_messages__equal(house: House) -> None:
    rng = random.Random("admission")
    for _ in range(MESSAGES):
        admission = Admission(
            address(rng),
            rng.getrandbits(8),
            number(rng),
            rng.randbytes(32),
            tuple(address(rng) for _ in range(rng.randrange(5))),
        )
        nonce, deadline = number(rng), number(rng)
        message = signing.admission_message(house.domain, RULEBOOK, admission, nonce, deadline)
        assert house.see("admission_digest", admission, nonce, deadline) == signing.digest(message)


def test_mandate_digest__a_thousand_random_messages__equal(house: House) -> None:
    rng = random.Random("mandate")
    for _ in range(MESSAGES):
        mandate = Mandate(address(rng), address(rng), number(rng), number(rng), number(rng))
        nonce, deadline = number(rng), number(rng)
        fields = (mandate.debtor, mandate.seller, mandate.limit, mandate.days, mandate.until)
        message = signing.mandate_message(house.domain, mandate, nonce, deadline)
        assert house.see("mandate_digest", *fields, nonce, deadline) == signing.digest(message)


@pytest.mark.parametrize("values", [{}, {"words": bytes(32), "more": 1}, {"word": bytes(32)}])
def test_typed_message__field_missing_or_unknown__refused(house: House, values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="fields differ from the type"):
        signing.typed_message(house.domain, "Words", (("words", "bytes32"),), values)
