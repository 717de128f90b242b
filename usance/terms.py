"""The structs of the ABI in Python: terms, statements, their ids.

Terms travel in calldata; an id is keccak256 of (KIND, chain id, contract, terms), as the contract
computes it. Field order is the order of the ABI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from eth_utils.crypto import keccak

from usance.chain.abi import address_word
from usance.codes import Allowed, AvailableBy, Capacity, Confirmation, Exclusion, Form, Rulebook

ZERO_ADDRESS = "0x" + "0" * 40
ZERO_HASH = bytes(32)
KIND_CREDIT = keccak(b"usance.credit.1")
KIND_AMENDED = keccak(b"usance.credit.amended.1")
KIND_AMENDMENT = keccak(b"usance.amendment.1")
KIND_PRESENTATION = keccak(b"usance.presentation.1")
MAX_AMOUNT = 2**112 - 1


def place_key(code: str) -> bytes:
    """A place code as the chain keeps it: ASCII, left aligned."""
    raw = code.encode("ascii")
    if not 0 < len(raw) <= 32:
        raise ValueError(f"a place code has 1 to 32 characters, not {len(raw)}: {code!r}")
    return raw.ljust(32, b"\0")


def key_text(key: bytes) -> str:
    """A place or currency key as text."""
    return key.rstrip(b"\0").decode("ascii", "replace")


def word_of(value: Any) -> bytes:
    """One static value as an ABI word."""
    if isinstance(value, bool):
        return int(value).to_bytes(32, "big")
    if isinstance(value, int):
        return value.to_bytes(32, "big")
    if isinstance(value, bytes):
        if len(value) != 32:
            raise ValueError(f"a hash or key has 32 bytes, not {len(value)}")
        return value
    return address_word(value)


class Struct:
    """What the dataclasses below share: tuples, mappings and words in the order of the ABI."""

    def as_tuple(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        return cls(**dict(values))

    def words(self) -> bytes:
        return b"".join(word_of(value) for value in self.as_tuple())

    def but(self, **changes: Any) -> Self:
        """The same struct with some fields changed."""
        return replace(self, **changes)  # type: ignore[type-var]


@dataclass(frozen=True)
class Credit(Struct):
    """The terms of a documentary credit (interfaces/IDocumentaryCredit.vyi says what each is)."""

    version: int = 1
    issuer: str = ZERO_ADDRESS
    issuer_place: bytes = ZERO_HASH
    applicant: str = ZERO_ADDRESS
    beneficiary: str = ZERO_ADDRESS
    adviser: str = ZERO_ADDRESS
    nominated: str = ZERO_ADDRESS
    nominated_place: bytes = ZERO_HASH
    confirmer: str = ZERO_ADDRESS
    confirmer_place: bytes = ZERO_HASH
    confirmation: int = Confirmation.WITHOUT
    reimburser: str = ZERO_ADDRESS
    transferring_bank: str = ZERO_ADDRESS
    delivery_agent: str = ZERO_ADDRESS
    form: int = Form.IRREVOCABLE
    exclusions: int = Exclusion(0)
    currency: bytes = ZERO_HASH
    asset: str = ZERO_ADDRESS
    asset_scale: int = 1
    currency_place: bytes = ZERO_HASH
    amount: int = 0
    tolerance_plus: int = 0
    tolerance_minus: int = 0
    additional_amount: int = 0
    available_by: int = AvailableBy.PAYMENT
    tenor_days: int = 0
    tenor_from: int = 0
    draft_percent: int = 0
    legs: bytes = ZERO_HASH
    issue_day: int = 0
    expiry_day: int = 0
    expiry_place: bytes = ZERO_HASH
    latest_shipment_day: int = 0
    presentation_days: int = 21
    partials: int = Allowed.ALLOWED
    transhipment: int = Allowed.ALLOWED
    instalments: bytes = ZERO_HASH
    revolving: bytes = ZERO_HASH
    evergreen: bytes = ZERO_HASH
    advance_cap: int = 0
    insurance_bps: int = 0
    examination_days: int = 5
    return_days: int = 3
    honour_days: int = 1
    closing_days: int = 30
    panel: str = ZERO_ADDRESS
    late_rate: int = 0
    day_count: int = 0
    cover_bps: int = 0
    charges_for: int = 0
    rulebook: int = Rulebook.UCP600
    content: bytes = ZERO_HASH
    ext: bytes = ZERO_HASH
    salt: bytes = ZERO_HASH

    @property
    def maximum_liability(self) -> int:
        """Amount with its upper tolerance, rounded down, and additional amounts [minor]."""
        return self.amount * (10_000 + self.tolerance_plus) // 10_000 + self.additional_amount


@dataclass(frozen=True)
class Presentation(Struct):
    """The presenter's statement that commits a set of documents."""

    presenter: str = ZERO_ADDRESS
    capacity: int = Capacity.BENEFICIARY
    bank: str = ZERO_ADDRESS
    bank_place: bytes = ZERO_HASH
    amount: int = 0
    shipment_day: int = 0
    pay_to: str = ZERO_ADDRESS
    documents: bytes = ZERO_HASH
    schedule_29b: bool = False
    tenor_day: int = 0
    instalment: int = 0


def credit_id(terms: Credit, chain_id: int, contract: str) -> bytes:
    """The id of a credit under a contract on a chain."""
    return keccak(KIND_CREDIT + word_of(chain_id) + address_word(contract) + terms.words())


def presentation_id(credit: bytes, statement: Presentation) -> bytes:
    """The id of a set under a credit."""
    return keccak(KIND_PRESENTATION + credit + statement.words())
