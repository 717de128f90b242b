"""The structs of a claim in Python: terms, rows of a batch, ids.

Field order is the order of the ABI (interfaces/IClaimToken.vyi says what each field is). The defaults
are those of the scenario kit and the scripts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.chain.abi import address_word, checksum
from usance.codes import DayCount
from usance.codes_claims import Assignable, ClaimKind
from usance.fingerprints.hard import charge_key
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Struct, word_of

__all__ = [
    "KIND_CLAIM",
    "Claim",
    "Row",
    "asset_change",
    "charge_key",
    "claim_id",
    "misdirected",
    "prolongation",
    "rows_of",
    "sub_account",
    "unit_id",
]

KIND_CLAIM = keccak(b"usance.claim.1")


@dataclass(frozen=True)
class Row(Struct):
    """What a row of a batch changes in the common terms."""

    face: int = 0
    object_amount: int = 0
    issue_day: int = 0
    due_day: int = 0
    fingerprint: bytes = ZERO_HASH
    content: bytes = ZERO_HASH
    salt: bytes = ZERO_HASH


@dataclass(frozen=True)
class Claim(Struct):
    """The terms of a claim."""

    version: int = 1
    kind: int = ClaimKind.INVOICE
    origin: bytes = ZERO_HASH
    creditor: str = ZERO_ADDRESS
    debtor: str = ZERO_ADDRESS
    surety: str = ZERO_ADDRESS
    currency: bytes = ZERO_HASH
    asset: str = ZERO_ADDRESS
    asset_scale: int = 1
    face: int = 0
    issue_day: int = 0
    due_day: int = 0
    pay_place: bytes = ZERO_HASH
    currency_place: bytes = ZERO_HASH
    grace_days: int = 0
    late_rate: int = 0
    day_count: int = DayCount.ACT_360
    discount_bps: int = 0
    discount_day: int = 0
    part: int = 1
    parts: int = 1
    object_amount: int = 0
    fingerprint: bytes = ZERO_HASH
    assignable: int = Assignable.YES
    min_split: int = 0
    record_days: int = 0
    receipt_days: int = 5
    assertion_days: int = 5
    remit_days: int = 3
    payment_agent: str = ZERO_ADDRESS
    eligibility: int = 0
    earmark: str = ZERO_ADDRESS
    rulebook: int = 1
    content: bytes = ZERO_HASH
    ext: bytes = ZERO_HASH
    salt: bytes = ZERO_HASH

    def with_row(self, row: Row) -> Claim:
        """These common terms with a row's fields in place of their own."""
        return self.but(**row.as_dict())

    def row(self) -> Row:
        """The fields that a row carries."""
        return Row(*(getattr(self, name) for name in Row.__dataclass_fields__))


def rows_of(claims: Iterable[Claim]) -> list[Row]:
    """The rows of a batch of claims that share everything else."""
    return [claim.row() for claim in claims]


def claim_id(terms: Claim, chain_id: int, contract: str) -> bytes:
    """The id of a claim under a contract on a chain."""
    return keccak(KIND_CLAIM + word_of(chain_id) + address_word(contract) + terms.words())


def unit_id(claim: bytes) -> int:
    """The ERC-1155 id of a claim's units."""
    return int.from_bytes(claim, "big")


@lru_cache(maxsize=65536)
def sub_account(kind: int, owner: str, other: str) -> str:
    """The address under which units of `owner` wait for `other`; nobody has its key."""
    return checksum(keccak(word_of(int(kind)) + address_word(owner) + address_word(other))[12:])


@lru_cache(maxsize=4096)
def prolongation(due_day: int) -> bytes:
    """The proposal of a later due day."""
    return keccak(encode(["string", "uint256"], ["prolong", due_day]))


@lru_cache(maxsize=4096)
def asset_change(asset: str, asset_scale: int) -> bytes:
    """The proposal of another asset."""
    return keccak(encode(["string", "address", "uint256"], ["asset", asset, asset_scale]))


def misdirected(
    claim: Claim,
    identity: bytes,
    holder: str,
    amount: int,
    *,
    today: int,
    due_day: int,
    asset: str,
    asset_scale: int,
    reference: bytes,
) -> Claim:
    """The terms of the claim on a seller that received what was the holder's.

    What the seller remits is taken off the holder's own units, so the claim stays with the holder.
    """
    return Claim(
        kind=ClaimKind.MISDIRECTED,
        origin=identity,
        creditor=holder,
        debtor=claim.creditor,
        currency=claim.currency,
        asset=asset,
        asset_scale=asset_scale,
        face=amount,
        issue_day=today,
        due_day=due_day,
        pay_place=claim.pay_place,
        currency_place=claim.currency_place,
        late_rate=claim.late_rate,
        day_count=claim.day_count,
        object_amount=amount,
        assignable=Assignable.NO,
        receipt_days=0,
        assertion_days=0,
        remit_days=0,
        content=reference,
        salt=keccak(identity + address_word(holder) + reference),
    )
