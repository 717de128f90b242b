"""ACC3: the account's digests equal those of an independent EIP-712 library, and marks those of eth-abi."""

from __future__ import annotations

import random

from tests.unit.institution_account.kit import opened
from usance import signing
from usance.accounts import messages
from usance.accounts.words import Band, Call, Change, Ladder, Rule, Signer
from usance.chain.abi import checksum

MESSAGES = 1_000
LARGEST = (1 << 256) - 1


def number(rng: random.Random) -> int:
    """Small, large and border values alike."""
    return rng.choice([0, 1, LARGEST, rng.getrandbits(256), rng.getrandbits(64), rng.getrandbits(8)])


def address(rng: random.Random) -> str:
    return checksum(rng.choice([bytes(20), rng.randbytes(20), b"\xff" * 20]))


def call(rng: random.Random) -> Call:
    size = rng.choice([0, 1, 31, 32, 33, rng.randrange(2_000)])
    return Call(address(rng), rng.randbytes(size), number(rng))


def change(rng: random.Random) -> Change:
    def many(limit: int) -> range:
        return range(rng.choice([0, 1, rng.randrange(limit + 1)]))

    return Change(
        tuple(address(rng) for _ in many(16)),
        tuple(Signer(address(rng), number(rng)) for _ in many(16)),
        tuple(Ladder(number(rng), tuple(Band(number(rng), number(rng)) for _ in many(4))) for _ in many(8)),
        tuple(Rule(address(rng), rng.randbytes(4), number(rng), number(rng), number(rng)) for _ in many(32)),
        rng.choice([None, address(rng)]),
    )


def test_order_digest__a_thousand_random_orders__equal() -> None:
    rng = random.Random("orders")
    with opened() as house:
        for _ in range(MESSAGES):
            calls = [call(rng) for _ in range(rng.randrange(9))]
            words = (address(rng), number(rng), number(rng))
            message = messages.order_message(house.domain, calls, *words)
            seen = house.see("order_digest", [one.as_tuple() for one in calls], *words)
            assert seen == signing.digest(message)


def test_other_digests__a_thousand_random_messages_each__equal() -> None:
    rng = random.Random("others")
    with opened() as house:
        domain = house.domain
        for _ in range(MESSAGES):
            mark, words = rng.randbytes(32), (address(rng), number(rng), number(rng))
            assert house.see("change_digest", mark, *words) == signing.digest(
                messages.change_message(domain, mark, *words)
            )
            key = address(rng)
            assert house.see("removal_digest", key, *words) == signing.digest(
                messages.removal_message(domain, key, *words)
            )
            proposer = address(rng)
            assert house.see("consent_digest", proposer, mark) == signing.digest(
                messages.consent_message(domain, proposer, mark)
            )
            named = (address(rng), address(rng), number(rng), number(rng), number(rng), number(rng))
            assert house.see("delegation_digest", *named) == signing.digest(
                messages.delegation_message(domain, *named)
            )


def test_mark__random_changes__equal_the_contracts_hash() -> None:
    """What the board signs is the hash of the change that the contract decodes and encodes again."""
    rng = random.Random("changes")
    with opened() as house:
        for _ in range(100):
            words = change(rng)
            if words == Change():
                continue
            args = house.change(words, "treasurer", "director", "controller")
            event = house.ok("propose_change", *args).event("ChangeProposed")
            assert event["change"] == words.mark


def test_bundle__random_signatures__parts_in_order() -> None:
    rng = random.Random("bundles")
    for _ in range(200):
        proposer = (address(rng), rng.randbytes(65))
        consents = [(checksum(rng.randbytes(20)), rng.randbytes(rng.randrange(80))) for _ in range(5)]
        whole = messages.bundle(proposer, consents)
        found, at = [], 0
        while at < len(whole):
            size = int.from_bytes(whole[at + 20 : at + 32], "big")
            found.append((checksum(whole[at : at + 20]), whole[at + 32 : at + 32 + size]))
            at += 32 + size
        assert found == [proposer, *sorted(consents, key=lambda one: int(one[0], 16))]
