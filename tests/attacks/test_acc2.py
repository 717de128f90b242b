"""ACC2: one signature a key, no zero signer, and a wallet's no is a no."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.party_registry.kit import HOUR, ZERO, House, flipped, opened
from usance.model.party import Status


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_admit__other_root_of_the_same_signature__refused(house: House) -> None:
    *words, signature = house.sign_admission("issuing_bank", house.admission(house.issuing_bank))
    house.fails("ACC2", house.admitter, "admit", *words, flipped(signature))
    house.ok(house.admitter, "admit", *words, signature)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: b"",
        lambda s: s[:64],
        lambda s: s + b"\0",
        lambda s: bytes(65),
        lambda s: s[:64] + bytes([s[64] - 27]),
        lambda s: s[:64] + b"\x1d",
        lambda s: bytes(32) + s[32:],
    ],
    ids=["empty", "short", "long", "zeros", "v_0_1", "v_29", "r_zero"],
)
def test_admit__malformed_signature__refused(house: House, spoil) -> None:  # type: ignore[no-untyped-def]
    *words, signature = house.sign_admission("issuing_bank", house.admission(house.issuing_bank))
    house.fails("ACC2", house.admitter, "admit", *words, spoil(signature))


def test_admit__zero_signer_and_a_signature_that_recovers_zero__refused(house: House) -> None:
    admission = house.admission(ZERO)
    for signature in (bytes(65), b"\xff" * 65, b""):
        house.fails("ACC2", house.admitter, "admit", admission, 1, house.now + HOUR, signature)


def test_admit__wallet_never_approved__refused(house: House) -> None:
    admission = house.admission(house.wallet.address)
    house.fails("ACC2", house.admitter, "admit", *house.sign_admission("stranger", admission))


def test_admit__wallet_revoked_its_signature__refused(house: House) -> None:
    admission = house.admission(house.wallet.address)
    signed = house.sign_admission("wallet_owner", admission)
    house.ok(house.wallet_owner, "revoke", signed[3], contract=house.wallet)
    house.fails("ACC2", house.admitter, "admit", *signed)


def test_admit__wallet_approved_then_took_back__refused(house: House) -> None:
    admission, deadline = house.admission(house.wallet.address), house.now + HOUR
    digest = house.see("admission_digest", admission, 1, deadline)
    house.ok(house.wallet_owner, "approve_digest", digest, True, contract=house.wallet)
    mark = house.driver.snapshot()
    house.ok(house.admitter, "admit", admission, 1, deadline, b"")
    house.driver.revert(mark)
    house.ok(house.wallet_owner, "approve_digest", digest, False, contract=house.wallet)
    house.fails("ACC2", house.admitter, "admit", admission, 1, deadline, b"")


def test_admit__wallet_owners_other_root__refused(house: House) -> None:
    admission = house.admission(house.wallet.address)
    *words, signature = house.sign_admission("wallet_owner", admission)
    house.fails("ACC2", house.admitter, "admit", *words, flipped(signature))


def test_admit__owner_signs_for_its_wallet_as_itself__not_its_own_admission(house: House) -> None:
    signed = house.sign_admission("wallet_owner", house.admission(house.wallet.address))
    own = house.admission(house.wallet_owner)
    house.fails("ACC1", house.admitter, "admit", own, *signed[1:])


@pytest.mark.parametrize("kind", ["refusing", "megabyte", "loud", "token"])
def test_admit__signer_with_code_that_answers_anything_else__refused(house: House, kind: str) -> None:
    driver, deployer = house.driver, house.deployer
    party = {
        "refusing": lambda: driver.deploy("HostileParty", [house.stranger, 1], deployer),
        "megabyte": lambda: driver.deploy("HostileMegabyte", [house.stranger, False], deployer),
        "loud": lambda: driver.deploy("HostileMegabyte", [house.stranger, True], deployer),
        "token": lambda: driver.deploy("TestToken", ["Token", "TKN", 6, 0], deployer),
    }[kind]()
    admission = house.admission(party.address)
    house.fails("ACC2", house.admitter, "admit", *house.sign_admission("stranger", admission))
    assert house.see("status_of", party.address) == Status.UNKNOWN
