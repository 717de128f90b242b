"""ERC-1271, and what an account receives: it is a party like any other."""

from __future__ import annotations

import pytest

from tests.unit.institution_account.kit import (
    ALL,
    DAY,
    HOUR,
    PAY,
    House,
    refused,
    rule,
)
from usance import signing
from usance.accounts import messages
from usance.accounts.words import OPEN_CEILING, SIGN, Call, Change, Measure, Signer, ladder
from usance.chain.driver import Deployed
from usance.model.party import Capability, Role
from usance.signing import Admission, Domain

RULEBOOK = b"rulebook".ljust(32, b"\0")
DIGEST = b"another contract's digest".ljust(32, b"\0")
YES = bytes.fromhex("1626ba7e")


def asked(house: House, signature: bytes, digest: bytes = DIGEST) -> bytes:
    return bytes(house.see("isValidSignature", digest, signature))


def test_is_valid_signature__threshold_of_sign__yes(house: House) -> None:
    assert asked(house, house.consent(DIGEST, "treasurer", "director")) == YES
    assert asked(house, house.consent(DIGEST, "wallet", "director")) == YES
    assert asked(house, house.consent(DIGEST, "treasurer", "director", proposer="wallet")) == YES
    refused("QUORUM", lambda: asked(house, house.consent(DIGEST, "treasurer")))
    refused("QUORUM", lambda: asked(house, house.consent(DIGEST)))


def test_is_valid_signature__sign_has_bands__the_highest_counts(house: House) -> None:
    house.changed(Change(ladders=(ladder(SIGN, (1, 1), (OPEN_CEILING, 3)),)))
    refused("QUORUM", lambda: asked(house, house.consent(DIGEST, "treasurer", "director")))
    assert asked(house, house.consent(DIGEST, "treasurer", "director", "partner")) == YES


def test_is_valid_signature__no_ladder_of_sign__the_highest_threshold(house: House) -> None:
    house.changed(Change(ladders=(ladder(SIGN),)))
    refused("QUORUM", lambda: asked(house, house.consent(DIGEST, "treasurer", "director")))
    assert asked(house, house.consent(DIGEST, "treasurer", "director", "partner")) == YES


def test_is_valid_signature__other_digest_account_or_chain__no(house: House) -> None:
    signed = house.consent(DIGEST, "treasurer", "director")
    refused("ACC1", lambda: asked(house, signed, bytes(32)))
    for domain in (
        messages.domain_of(5, house.account.address),
        messages.domain_of(house.driver.chain_id, house.stranger),
        Domain("PartyRegistry", house.driver.chain_id, house.account.address),
    ):
        signed = house.consent(DIGEST, "treasurer", "director", domain=domain)
        refused("ACC1", lambda signed=signed: asked(house, signed))


def test_is_valid_signature__the_digest_itself_signed__no(house: House) -> None:
    """A key that signs for itself has not signed for its account."""
    admission = Admission(house.account.address, 1, house.now + DAY, b"\1" * 32)
    message = signing.admission_message(house.domain, RULEBOOK, admission, 0, house.now + DAY)
    raw = house.bundle(message, "clerk", ["treasurer", "director"])
    refused("ACC1", lambda: asked(house, raw, signing.digest(message)))


@pytest.mark.parametrize("kind", ["empty", "cut", "more", "long_length", "unsorted", "twice", "stranger"])
def test_is_valid_signature__misshaped_bundle__no(house: House, kind: str) -> None:
    message = messages.consent_message(house.domain, house.clerk, DIGEST)

    def one(name: str) -> bytes:
        return messages.part(house.address(name), house.sign(name, message))

    board = sorted(("treasurer", "director"), key=lambda name: int(house.address(name), 16))
    whole = one("clerk") + b"".join(one(name) for name in board)
    assert asked(house, whole) == YES
    spoilt, rule_id = {
        "empty": (b"", "ACC2"),
        "cut": (whole[:-1], "ACC2"),
        "more": (whole + b"\1", "ACC2"),
        "long_length": (whole[:12] + b"\xff" * 20 + whole[32:], "ACC2"),
        "unsorted": (one("clerk") + one(board[1]) + one(board[0]), "SELF_CHECK"),
        "twice": (one("clerk") + one(board[0]) * 2, "SELF_CHECK"),
        "stranger": (one("clerk") + one("stranger"), "SIGNER"),
    }[kind]
    refused(rule_id, lambda: asked(house, spoilt))


def test_is_valid_signature__nine_consents__no(house: House) -> None:
    message = messages.consent_message(house.domain, house.wallet.address, DIGEST)
    extra = [house.driver.accounts(20)[index] for index in range(13, 18)]
    house.changed(Change(signers=tuple(Signer(one.address, ALL) for one in extra)))
    keys = [(house.address(name), house.sign(name, message)) for name in ("clerk", "treasurer", "director")]
    keys += [(one.address, signing.sign(one.key, message)) for one in extra if one.key]
    proposer = (house.wallet.address, house.sign("wallet", message))
    assert asked(house, messages.bundle(proposer, keys)) == YES
    keys.append((house.partner, house.sign("partner", message)))
    refused("ACC2", lambda: asked(house, messages.bundle(proposer, keys)))


# --- a party of the suite ---


@pytest.fixture
def registry(house: House) -> Deployed:
    grants = [
        {"account": house.deployer, "capability": int(kind)}
        for kind in (Capability.ADMINISTRATOR, Capability.ADMITTER)
    ]
    return house.driver.deploy("PartyRegistry", [RULEBOOK, grants], house.deployer)


def test_registry_admit__signed_by_the_board__admitted(house: House, registry: Deployed) -> None:
    admission = Admission(house.account.address, int(Role.TRADER), house.now + 300 * DAY, b"\1" * 32)
    digest = house.see("admission_digest", admission, 0, house.now + HOUR, contract=registry)
    until = house.now + HOUR
    short = house.consent(digest, "treasurer")
    house.fails("ACC2", "admit", admission, 0, until, short, by="deployer", contract=registry)
    signed = house.consent(digest, "treasurer", "director")
    house.ok("admit", admission, 0, until, signed, by="deployer", contract=registry)
    assert house.see("may", house.account.address, int(Role.TRADER), contract=registry)
    house.fails("ACC1", "admit", admission, 0, until, signed, by="deployer", contract=registry)


def test_registry_accept__by_an_order__admitted(house: House, registry: Deployed) -> None:
    admission = Admission(house.account.address, int(Role.TRADER), house.now + 300 * DAY, b"\1" * 32)
    house.ok("propose", admission, by="deployer", contract=registry)
    data = registry.abi.function("accept").encode([admission, RULEBOOK])
    args = house.order([Call(registry.address, data)], "treasurer", "director", "partner")
    house.ok("execute", *args, by="stranger")
    assert house.see("may", house.account.address, int(Role.TRADER), contract=registry)


def test_execute__the_callee_refuses__its_own_reason(house: House, registry: Deployed) -> None:
    admission = Admission(house.account.address, int(Role.TRADER), house.now + 300 * DAY, b"\1" * 32)
    data = registry.abi.function("accept").encode([admission, RULEBOOK])
    args = house.order([Call(registry.address, data)], "treasurer", "director", "partner")
    house.fails("party: not proposed (PROPOSAL)", "execute", *args)


def test_is_valid_signature__asked_during_its_own_order__answers(house: House, registry: Deployed) -> None:
    """An order that calls a contract which asks the account for its signature."""
    admitter = int(Capability.ADMITTER)
    house.ok("grant_capability", house.account.address, admitter, by="deployer", contract=registry)
    later = house.now + 2 * DAY
    house.driver.set_time(later)
    admission = Admission(house.account.address, int(Role.TRADER), later + 300 * DAY, b"\1" * 32)
    until = later + HOUR
    digest = house.see("admission_digest", admission, 0, until, contract=registry)
    data = registry.abi.function("admit").encode(
        [admission, 0, until, house.consent(digest, "treasurer", "director")]
    )
    calls = [Call(registry.address, data)]
    house.ok("execute", *house.order(calls, "treasurer", "director", "partner", deadline=until))
    assert house.see("may", house.account.address, int(Role.TRADER), contract=registry)


# --- what it receives ---


@pytest.mark.parametrize(
    ("interface", "known"),
    [("01ffc9a7", True), ("4e2312e0", True), ("1626ba7e", True), ("ffffffff", False), ("d9b67a26", False)],
)
def test_supports_interface__erc165__as_it_is(house: House, interface: str, known: bool) -> None:
    assert house.see("supportsInterface", bytes.fromhex(interface)) is known


def test_on_erc1155_received__both_hooks__their_magic_values(house: House) -> None:
    ours = (house.stranger, house.supplier)
    assert bytes(house.see("onERC1155Received", *ours, 1, 2, b"")).hex() == "f23a6e61"
    assert bytes(house.see("onERC1155BatchReceived", *ours, [1], [2], b"")).hex() == "bc197c81"


def test_on_erc1155_received__during_its_own_order__still_taken(house: House) -> None:
    """What it asked for may arrive while its order runs: the hook is not locked."""
    sender = house.driver.deploy("HostileParty", [house.stranger, 3], house.deployer)
    hook = house.account.abi.function("onERC1155Received").encode([sender.address, house.stranger, 1, 2, b""])
    house.ok("arm", house.account.address, hook, by="stranger", contract=sender)
    args = house.order([Call(sender.address, b"\1\2\3\4")], "treasurer", "director", "partner")
    house.ok("execute", *args)
    assert house.see("answer", contract=sender) == 1, "the hook answered"


def test_default__native_coin__taken_and_unknown_names_refused(house: House) -> None:
    driver = house.driver
    driver._evm.set_balance(house.stranger, 10**18)
    before = driver._evm.get_balance(house.account.address)
    assert driver.send_raw(house.account.address, b"", house.stranger, 5).ok
    assert driver._evm.get_balance(house.account.address) == before + 5
    answer = driver.send_raw(house.account.address, b"\1\2\3\4", house.stranger)
    assert answer.reason == "account: bad call (CALL)"


def test_execute__reentering_callee__finds_the_account_locked(house: House) -> None:
    villain = house.driver.deploy("HostileParty", [house.stranger, 3], house.deployer)
    inner = house.order([house.pay(1)], "treasurer")
    data = house.account.abi.function("execute").encode(inner)
    house.ok("arm", house.account.address, data, by="stranger", contract=villain)
    house.changed(Change(rules=(rule(house.euro, "transfer", PAY, Measure.WORD, 1),)))
    args = house.order([Call(villain.address, b"\1\2\3\4")], "treasurer", "director", "partner")
    house.ok("execute", *args)
    assert house.see("answer", contract=villain) == 2, "the inner order was refused"
    assert house.held(house.supplier) == 0
    assert not house.see("nonce_used", house.clerk, inner[2])
