"""What parties sign instead of sending a transaction: EIP-712 messages of the suite.

The contracts compute the same digests (`admission_digest`, `mandate_digest`); a property test holds
the two equal. A signature works once for its (signer, nonce), on one chain and one contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.messages import SignableMessage, encode_typed_data
from eth_utils.crypto import keccak

VERSION = "1"
PARTY_REGISTRY = "PartyRegistry"

Fields = Sequence[tuple[str, str]]

ADMISSION_FIELDS: Fields = (
    ("rulebook", "bytes32"),
    ("party", "address"),
    ("roles", "uint256"),
    ("valid_until", "uint256"),
    ("identity", "bytes32"),
    ("courts", "address[]"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)
MANDATE_FIELDS: Fields = (
    ("debtor", "address"),
    ("seller", "address"),
    ("limit", "uint256"),
    ("days", "uint256"),
    ("until", "uint256"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)


@dataclass(frozen=True)
class Domain:
    """Where a signature counts: one contract on one chain."""

    contract: str
    chain_id: int
    address: str

    def data(self) -> dict[str, Any]:
        return {
            "name": f"Usance {self.contract}",
            "version": VERSION,
            "chainId": self.chain_id,
            "verifyingContract": self.address,
        }


@dataclass(frozen=True)
class Admission:
    """What an admitter admits and the party agrees to. `valid_until` in [unix s]."""

    party: str
    roles: int
    valid_until: int
    identity: bytes
    courts: tuple[str, ...] = ()

    def as_tuple(self) -> tuple[str, int, int, bytes, list[str]]:
        """In the order of the ABI."""
        return self.party, int(self.roles), self.valid_until, self.identity, list(self.courts)


@dataclass(frozen=True)
class Mandate:
    """A debtor's word that its silence of `days` banking days on `seller`'s invoices is acceptance."""

    debtor: str
    seller: str
    limit: int
    days: int
    until: int


def typed_message(domain: Domain, name: str, fields: Fields, values: Mapping[str, Any]) -> SignableMessage:
    """The EIP-712 message `name` with these fields, ready to sign or to hash."""
    given, wanted = set(values), {field for field, _ in fields}
    if given != wanted:
        raise ValueError(f"{name}: fields differ from the type: {', '.join(sorted(given ^ wanted))}")
    types = {name: [{"name": field, "type": kind} for field, kind in fields]}
    return encode_typed_data(domain.data(), types, dict(values))


def admission_message(
    domain: Domain, rulebook: bytes, admission: Admission, nonce: int, deadline: int
) -> SignableMessage:
    """What a party signs to be admitted under the rulebook."""
    return typed_message(
        domain,
        "Admission",
        ADMISSION_FIELDS,
        {
            "rulebook": rulebook,
            "party": admission.party,
            "roles": int(admission.roles),
            "valid_until": admission.valid_until,
            "identity": admission.identity,
            "courts": list(admission.courts),
            "nonce": nonce,
            "deadline": deadline,
        },
    )


def mandate_message(domain: Domain, mandate: Mandate, nonce: int, deadline: int) -> SignableMessage:
    """What a debtor signs to give a mandate through another sender."""
    return typed_message(
        domain,
        "Mandate",
        MANDATE_FIELDS,
        {
            "debtor": mandate.debtor,
            "seller": mandate.seller,
            "limit": mandate.limit,
            "days": mandate.days,
            "until": mandate.until,
            "nonce": nonce,
            "deadline": deadline,
        },
    )


def digest(message: SignableMessage) -> bytes:
    """The 32 bytes that are signed."""
    return keccak(b"\x19" + message.version + message.header + message.body)


def sign(key: bytes, message: SignableMessage) -> bytes:
    """The 65 bytes r, s, v of a key, with the lower s."""
    return bytes(Account.sign_message(message, key).signature)
