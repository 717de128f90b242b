"""A charge on its way: what the financier prepares, the seller signs, and the financier sends.

One JSON file. The seller needs no members' key to sign; the financier makes the fingerprint anew from the
invoice before it sends.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from usance.charges.errors import ChargeError
from usance.charges.message import ChargeTerms

_LARGEST = 64 * 1024
_WORD = r"0x[0-9a-f]{64}"
_ADDRESS = r"0x[0-9a-fA-F]{40}"
_MOST_AMOUNT = 2**112 - 1
_MOST_TIME = 2**64 - 1


def _checksummed(text: str) -> str:
    from eth_utils.address import to_checksum_address

    return str(to_checksum_address(text))


Address = Annotated[str, Field(pattern=f"^{_ADDRESS}$"), AfterValidator(_checksummed)]
Word = Annotated[str, Field(pattern=f"^{_WORD}$")]


class Order(BaseModel):
    """The file. Amounts in [minor] of `currency`, times in [unix s]; `signature` is "0x" until signed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    chain_id: int = Field(ge=0)
    register_address: Address
    seller: Address
    creditor: Address
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    invoice: str = Field(max_length=200)
    epoch: str = Field(max_length=64)
    fingerprint: Word
    object_amount: int = Field(gt=0, le=_MOST_AMOUNT)
    amount: int = Field(gt=0, le=_MOST_AMOUNT)
    until: int = Field(ge=0, le=_MOST_TIME)
    filing: Word
    reference: Word
    nonce: int = Field(ge=0, lt=2**256)
    deadline: int = Field(ge=0, le=_MOST_TIME)
    signature: str = Field(default="0x", pattern=r"^0x(?:[0-9a-f]{2}){0,1024}$")

    def terms(self) -> ChargeTerms:
        """What the contract takes."""
        return ChargeTerms(
            seller=self.seller,
            creditor=self.creditor,
            fingerprint=bytes.fromhex(self.fingerprint[2:]),
            object_amount=self.object_amount,
            amount=self.amount,
            until=self.until,
            filing=bytes.fromhex(self.filing[2:]),
            reference=bytes.fromhex(self.reference[2:]),
        )

    def signed(self, signature: bytes) -> Order:
        return self.model_copy(update={"signature": "0x" + signature.hex()})

    @property
    def signature_bytes(self) -> bytes:
        return bytes.fromhex(self.signature[2:])


def write_order(order: Order, path: Path) -> None:
    """Write the file; an existing one is replaced only by the same order with another signature."""
    if path.exists():
        there = read_order(path)
        if there.model_copy(update={"signature": order.signature}) != order:
            raise ChargeError(f"order {path}: another order is there; name a new file")
    try:
        path.write_text(json.dumps(order.model_dump(), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ChargeError(f"order {path}: cannot be written: {error.strerror}; name another path") from None


def read_order(path: Path) -> Order:
    """The order in a file, checked; one line when something is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ChargeError(f"order {path}: cannot be read: {error.strerror}; check the path") from None
    if len(data) > _LARGEST:
        raise ChargeError(f"order {path}: has {len(data)} bytes; an order has about a thousand")
    try:
        return Order.model_validate_json(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ChargeError(
            f"order {path}: {where}: {first['msg'].lower()}; make it with `charge order`"
        ) from None
