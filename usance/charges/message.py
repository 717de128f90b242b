"""What a seller signs so that a bank or a financier may charge its invoice outside the ledger.

The EIP-712 message names everything the charge says, and the seller itself: one hand behind two wallets
signs for one of them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from eth_abi.abi import encode
from eth_account.messages import SignableMessage
from eth_utils.crypto import keccak

from usance.charges.errors import ChargeError
from usance.signing import Domain, Fields, typed_message

CHARGE_REGISTRY = "ChargeRegistry"
# [s] The longest charge, from the second in which it is written.
LONGEST = 180 * 86_400

CHARGE_FIELDS: Fields = (
    ("seller", "address"),
    ("fingerprint", "bytes32"),
    ("creditor", "address"),
    ("object_amount", "uint256"),
    ("amount", "uint256"),
    ("until", "uint256"),
    ("filing", "bytes32"),
    ("reference", "bytes32"),
    ("nonce", "uint256"),
    ("deadline", "uint256"),
)


@dataclass(frozen=True)
class ChargeTerms:
    """A charge as seller and creditor agree it. Amounts in [minor], `until` in [unix s]."""

    seller: str
    creditor: str
    fingerprint: bytes
    object_amount: int
    amount: int
    until: int
    filing: bytes
    reference: bytes

    def args(self, nonce: int, deadline: int, signature: bytes) -> tuple[object, ...]:
        """The arguments of `charge`, in the order of the ABI; the creditor is who sends it."""
        return (
            self.fingerprint,
            self.seller,
            self.object_amount,
            self.amount,
            self.until,
            self.filing,
            self.reference,
            nonce,
            deadline,
            signature,
        )


def charge_message(domain: Domain, terms: ChargeTerms, nonce: int, deadline: int) -> SignableMessage:
    """What the seller signs. `deadline` [unix s] is the last second in which the charge can be written."""
    return typed_message(
        domain,
        "Charge",
        CHARGE_FIELDS,
        {
            "seller": terms.seller,
            "fingerprint": terms.fingerprint,
            "creditor": terms.creditor,
            "object_amount": terms.object_amount,
            "amount": terms.amount,
            "until": terms.until,
            "filing": terms.filing,
            "reference": terms.reference,
            "nonce": nonce,
            "deadline": deadline,
        },
    )


def charge_id(key: bytes, creditor: str, seller: str, nonce: int) -> bytes:
    """The id under which the register keeps a charge."""
    return keccak(encode(["bytes32", "address", "address", "uint256"], [key, creditor, seller, nonce]))


def filing_of(text: str) -> bytes:
    """The filing system as its word on chain: 1 to 32 capital letters, digits, dots, dashes (UCC1)."""
    word = text.strip().upper()
    plain = word.isascii() and all(letter.isalnum() or letter in ".-_/" for letter in word)
    if not word or len(word) > 32 or not plain:
        raise ChargeError(
            f"filing {text[:40]!a}: not a filing system; write up to 32 letters and digits, as in UCC1"
        )
    return word.encode("ascii").ljust(32, b"\0")


def filing_text(word: bytes) -> str:
    """The filing system as people write it."""
    return word.rstrip(b"\0").decode("ascii", "replace")


def reference_of(text: str) -> bytes:
    """The hash of the entry's reference; 0x and 64 hex digits are taken as the hash itself."""
    entry = text.strip()
    if not entry:
        raise ChargeError("reference: empty; write the reference of the entry in the filing system")
    if entry[:2].lower() == "0x":
        try:
            word = bytes.fromhex(entry[2:])
        except ValueError:
            word = b""
        if len(word) != 32 or not any(word):
            raise ChargeError(
                f"reference {text[:40]!a}: not a hash; write 0x and 64 hex digits, or the reference as text"
            )
        return word
    return keccak(text=entry)
