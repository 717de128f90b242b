"""Changes of a credit's terms: the struct of the ABI, ids, and what a change makes of terms.

A change sets fields by a mask (bit i is field i of Credit) and moves the amount by a signed difference, as an
MT 707 does. Applied terms carry the amendment's id as `salt`, so no two credits ever read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.chain.abi import address_word, checksum
from usance.terms import KIND_AMENDED, KIND_AMENDMENT, MAX_AMOUNT, ZERO_HASH, Credit, word_of

FIELDS = tuple(field.name for field in fields(Credit))
# What no amendment may change: the parties to the promise, its money, and what has another way to change.
FIXED = frozenset(
    {
        "version",
        "issuer",
        "issuer_place",
        "applicant",
        "beneficiary",
        "currency",
        "asset",
        "asset_scale",
        "currency_place",
        "amount",
        "issue_day",
        "revolving",
        "evergreen",
        "day_count",
        "cover_bps",
        "rulebook",
        "content",
        "salt",
    }
)
# Who confirms stands fast once a bank has confirmed.
CONFIRMATION_FIELDS = frozenset({"confirmer", "confirmer_place", "confirmation"})
# The amount's bit where a part of a change is named.
AMOUNT = 1 << FIELDS.index("amount")
MOST_VALUES = 24
CHANGE_TYPE = "(uint256,bool,uint256,int256,bytes32,bytes32[])"


@dataclass(frozen=True)
class Change:
    """What an amendment changes."""

    number: int = 1
    cancel: bool = False
    mask: int = 0
    difference: int = 0
    content: bytes = ZERO_HASH
    values: tuple[bytes, ...] = ()

    @classmethod
    def of(
        cls,
        changed: Mapping[str, Any],
        *,
        number: int = 1,
        difference: int = 0,
        content: bytes = ZERO_HASH,
        cancel: bool = False,
    ) -> Change:
        """A change that gives these fields (by their names in Credit) new values."""
        unknown = sorted(set(changed) - set(FIELDS))
        if unknown:
            raise ValueError(f"no field of a credit: {', '.join(unknown)}")
        names = [name for name in FIELDS if name in changed]
        mask = sum(1 << FIELDS.index(name) for name in names)
        return cls(number, cancel, mask, difference, content, tuple(word_of(changed[name]) for name in names))

    @property
    def names(self) -> tuple[str, ...]:
        """The fields it sets, in the order of the terms."""
        return tuple(name for index, name in enumerate(FIELDS) if self.mask >> index & 1)

    def as_tuple(self) -> tuple[Any, ...]:
        return (self.number, self.cancel, self.mask, self.difference, self.content, list(self.values))

    def as_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "cancel": self.cancel,
            "mask": self.mask,
            "difference": self.difference,
            "content": self.content,
            "values": list(self.values),
        }

    def new_values(self) -> Iterator[tuple[str, Any]]:
        """The fields it sets with their values as Credit holds them."""
        for name, word in zip(self.names, self.values, strict=True):
            yield name, _read(name, word)


def _read(name: str, word: bytes) -> Any:
    kind = next(field.type for field in fields(Credit) if field.name == name)
    if kind == "int":
        return int.from_bytes(word, "big")
    if kind == "bytes":
        return word
    if any(word[:12]):
        raise ValueError(f"{name} is no address: 0x{word.hex()}")
    return checksum(word[12:])


def amendment_id(credit: bytes, change: Change) -> bytes:
    """keccak256(abi_encode(KIND_AMENDMENT, credit id, change))."""
    encoded = encode(["bytes32", "bytes32", CHANGE_TYPE], [KIND_AMENDMENT, credit, change.as_tuple()])
    return keccak(encoded)


def applied(terms: Credit, change: Change, amendment: bytes) -> Credit:
    """The terms as they read with the change; whether they may read so is for the rules to say."""
    amount = terms.amount + change.difference
    if not 0 <= amount <= MAX_AMOUNT:
        raise ValueError(f"the amount would be {amount}")
    return terms.but(**dict(change.new_values()), amount=amount, salt=amendment)


def amended_hash(terms: Credit, chain_id: int, contract: str) -> bytes:
    """How an amended credit keeps its terms: hashed under a kind of their own."""
    return keccak(KIND_AMENDED + word_of(chain_id) + address_word(contract) + terms.words())
