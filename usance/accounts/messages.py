"""What the people behind an account sign: EIP-712 messages of InstitutionAccount, and bundles.

The contract computes the same digests; a property test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eth_account.messages import SignableMessage, encode_typed_data

from usance.accounts.words import MAX_BUNDLE, Call
from usance.signing import Domain, Fields, typed_message

INSTITUTION_ACCOUNT = "InstitutionAccount"

CALL_FIELDS: Fields = (("target", "address"), ("value", "uint256"), ("data", "bytes"))
ORDER_FIELDS: Fields = (
    ("calls", "Call[]"),
    ("proposer", "address"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
CHANGE_FIELDS: Fields = (
    ("change", "bytes32"),
    ("proposer", "address"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
REMOVAL_FIELDS: Fields = (
    ("key", "address"),
    ("proposer", "address"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
CANCELLATION_FIELDS: Fields = (
    ("change", "bytes32"),
    ("by", "address"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
FREEZE_FIELDS: Fields = (("key", "address"), ("nonce", "uint256"), ("deadline", "uint256"))
WITHDRAWAL_FIELDS: Fields = (("proposer", "address"), ("nonce", "uint256"), ("deadline", "uint256"))
DELEGATION_FIELDS: Fields = (
    ("principal", "address"),
    ("deputy", "address"),
    ("rights", "uint256"),
    ("until", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
CONSENT_FIELDS: Fields = (("proposer", "address"), ("digest", "bytes32"))


def domain_of(chain_id: int, address: str) -> Domain:
    """Where the signatures of an account's people count."""
    return Domain(INSTITUTION_ACCOUNT, chain_id, address)


def _message(domain: Domain, name: str, fields: Fields, *values: Any) -> SignableMessage:
    names = [field for field, _ in fields]
    return typed_message(domain, name, fields, dict(zip(names, values, strict=True)))


def order_message(
    domain: Domain, calls: Sequence[Call], proposer: str, nonce: int, deadline: int
) -> SignableMessage:
    """What proposer and consenting signers sign for `execute`."""
    types: Mapping[str, Any] = {
        "Order": [{"name": name, "type": kind} for name, kind in ORDER_FIELDS],
        "Call": [{"name": name, "type": kind} for name, kind in CALL_FIELDS],
    }
    values = {
        "calls": [{"target": call.target, "value": call.value, "data": call.data} for call in calls],
        "proposer": proposer,
        "nonce": nonce,
        "deadline": deadline,
    }
    return encode_typed_data(domain.data(), dict(types), values)


def change_message(
    domain: Domain, change: bytes, proposer: str, nonce: int, deadline: int
) -> SignableMessage:
    """What proposer and GOVERN signers sign for `propose_change`; `change` is its mark."""
    return _message(domain, "AccountChange", CHANGE_FIELDS, change, proposer, nonce, deadline)


def removal_message(domain: Domain, key: str, proposer: str, nonce: int, deadline: int) -> SignableMessage:
    """What proposer and GOVERN signers sign for `remove`."""
    return _message(domain, "Removal", REMOVAL_FIELDS, key, proposer, nonce, deadline)


def cancellation_message(
    domain: Domain, change: bytes, by: str, nonce: int, deadline: int
) -> SignableMessage:
    """What one signer or the guardian signs for `cancel_change`."""
    return _message(domain, "Cancellation", CANCELLATION_FIELDS, change, by, nonce, deadline)


def freeze_message(domain: Domain, key: str, nonce: int, deadline: int) -> SignableMessage:
    """What a key signs to be dead: `freeze_key`."""
    return _message(domain, "Freeze", FREEZE_FIELDS, key, nonce, deadline)


def withdrawal_message(domain: Domain, proposer: str, nonce: int, deadline: int) -> SignableMessage:
    """What a proposer signs to take back what it proposed with this nonce."""
    return _message(domain, "Withdrawal", WITHDRAWAL_FIELDS, proposer, nonce, deadline)


def delegation_message(
    domain: Domain, principal: str, deputy: str, rights: int, until: int, nonce: int, deadline: int
) -> SignableMessage:
    """What a signer signs to name a deputy, or to end one with rights 0."""
    values = (principal, deputy, rights, until, nonce, deadline)
    return _message(domain, "Delegation", DELEGATION_FIELDS, *values)


def consent_message(domain: Domain, proposer: str, digest: bytes) -> SignableMessage:
    """What proposer and SIGN signers sign for another contract's digest (ERC-1271)."""
    return _message(domain, "Consent", CONSENT_FIELDS, proposer, digest)


def part(key: str, signature: bytes) -> bytes:
    """One signature of a bundle: a word of address and length, and the signature."""
    return bytes.fromhex(key[2:]) + len(signature).to_bytes(12, "big") + signature


def bundle(proposer: tuple[str, bytes], consents: Sequence[tuple[str, bytes]]) -> bytes:
    """Signatures as the contract reads them: the proposer's, then the others by ascending address."""
    ordered = sorted(consents, key=lambda item: int(item[0], 16))
    whole = b"".join(part(key, signature) for key, signature in [proposer, *ordered])
    if len(whole) > MAX_BUNDLE:
        raise ValueError(f"the signatures take {len(whole)} bytes; at most {MAX_BUNDLE} go together")
    return whole
