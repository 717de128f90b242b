"""One signature, one use; keys and wallets alike."""

from __future__ import annotations

import pyrevm
from eth_account.messages import SignableMessage

from tests.unit.modules.kit import Vault
from tests.unit.party_registry.kit import HOUR, identity
from usance import signing
from usance.signing import Domain

WORDS = identity("words")
FIELDS = (("words", "bytes32"), ("nonce", "uint256"), ("deadline", "uint256"))


def message(vault: Vault, nonce: int, deadline: int) -> SignableMessage:
    domain = Domain("TestVault", vault.house.driver.chain_id, vault.vault.address)
    values = {"words": WORDS, "nonce": nonce, "deadline": deadline}
    return signing.typed_message(domain, "Words", FIELDS, values)


def signed(vault: Vault, name: str, nonce: int = 0) -> tuple[bytes, int, int, bytes]:
    deadline = vault.house.now + HOUR
    signature = signing.sign(vault.house.key(name), message(vault, nonce, deadline))
    return WORDS, nonce, deadline, signature


def test_accept_words__nonces_in_any_order__each_once(vault: Vault) -> None:
    house = vault.house
    for nonce in (300, 0, 255, 256, (1 << 256) - 1, 1):
        assert not vault.see("nonce_used", house.adviser, nonce)
        args = signed(vault, "adviser", nonce)
        receipt = vault.ok(house.stranger, "accept_words", house.adviser, *args)
        assert receipt.event("Accepted").args == {"signer": house.adviser, "words": WORDS}
        assert vault.see("nonce_used", house.adviser, nonce)
        assert not vault.see("nonce_used", house.applicant, nonce)
        vault.fails("ACC1", house.stranger, "accept_words", house.adviser, *args)
    assert not vault.see("nonce_used", house.adviser, 2)


def test_cancel_nonce__by_the_signer__signature_dead(vault: Vault) -> None:
    house = vault.house
    args = signed(vault, "adviser", 9)
    receipt = vault.ok(house.adviser, "cancel_nonce", 9)
    assert receipt.event("NonceCancelled").args == {"signer": house.adviser, "nonce": 9}
    vault.fails("ACC1", house.stranger, "accept_words", house.adviser, *args)
    vault.fails("ACC1", house.adviser, "cancel_nonce", 9)


def test_cancel_nonce__by_another__no_effect_on_the_signer(vault: Vault) -> None:
    house = vault.house
    args = signed(vault, "adviser", 9)
    vault.ok(house.stranger, "cancel_nonce", 9)
    vault.ok(house.stranger, "accept_words", house.adviser, *args)


def test_accept_words__last_second_of_the_deadline__works(vault: Vault) -> None:
    house = vault.house
    args = signed(vault, "adviser")
    house.driver.set_time(args[2])
    vault.ok(house.stranger, "accept_words", house.adviser, *args)


def test_accept_words__account_with_code_and_key__key_still_signs(vault: Vault) -> None:
    """An EIP-7702 account has code that need not know ERC-1271; its key signs all the same."""
    house, driver = vault.house, vault.house.driver
    account = driver.accounts(41)[40]  # nobody else's: the code outlives the snapshot
    deadline = house.now + HOUR
    assert account.key is not None
    signature = signing.sign(account.key, message(vault, 0, deadline))
    code = driver.code(vault.token().address)
    driver._evm.insert_account_info(account.address, pyrevm.AccountInfo(code=code))
    vault.ok(house.stranger, "accept_words", account.address, WORDS, 0, deadline, signature)


def test_domain_separator__of_the_contract__is_the_python_one(vault: Vault) -> None:
    assert vault.see("domain_separator") == message(vault, 0, 0).header
