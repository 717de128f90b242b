"""The structs of IInstitutionAccount as plain values, in the order of the ABI."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from eth_abi.abi import encode
from eth_utils.crypto import keccak

GOVERN, OTHER, SIGN = 0, 1, 2
CAPABILITIES = 32
MAX_CALLS = 8
MAX_DATA = 16_384
MAX_SIGNERS = 16
MAX_CONSENTS = 8
MAX_BUNDLE = 1_024
MAX_BANDS = 4
MAX_LADDERS = 8
MAX_RULES = 32
MAX_WORD = 512
# The ceiling of every last band.
OPEN_CEILING = 2**256 - 1
# Amounts stand still here.
MAX_AMOUNT = 2**112 - 1
NO_SELECTOR = bytes(4)


class Measure(IntEnum):
    """How a rule finds the amount of a call."""

    NONE = 0
    NOTHING = 1
    WORD = 2
    WHOLE = 3
    VALUE = 4


class Standing(IntEnum):
    """What a key is to an account."""

    NOBODY = 0
    SIGNER = 1
    DEPUTY = 2
    RETIRED = 3


@dataclass(frozen=True)
class Call:
    """One call of an order; `value` in [wei]."""

    target: str
    data: bytes = b""
    value: int = 0

    def as_tuple(self) -> tuple[str, int, bytes]:
        return self.target, self.value, self.data

    @property
    def selector(self) -> bytes:
        """What rules know the call by."""
        return self.data[:4] if len(self.data) >= 4 else NO_SELECTOR


@dataclass(frozen=True)
class Signer:
    """A key and what it may consent to: bit i is capability i."""

    key: str
    rights: int

    def as_tuple(self) -> tuple[str, int]:
        return self.key, self.rights


@dataclass(frozen=True)
class Band:
    """Up to and with `ceiling`, `threshold` signers consent beside the proposer."""

    ceiling: int
    threshold: int

    def as_tuple(self) -> tuple[int, int]:
        return self.ceiling, self.threshold


@dataclass(frozen=True)
class Ladder:
    """All bands of a capability, ascending."""

    capability: int
    bands: tuple[Band, ...] = ()

    def as_tuple(self) -> tuple[int, list[tuple[int, int]]]:
        return self.capability, [band.as_tuple() for band in self.bands]


@dataclass(frozen=True)
class Rule:
    """What a call is: its capability, and where its amount stands."""

    target: str
    selector: bytes
    capability: int
    measure: int
    word: int = 0

    def as_tuple(self) -> tuple[str, bytes, int, int, int]:
        return self.target, self.selector, self.capability, int(self.measure), self.word


@dataclass(frozen=True)
class Change:
    """Everything a change may change, applied in this order. `guardian` None: it stays."""

    removed: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    rules: tuple[Rule, ...] = ()
    guardian: str | None = field(default=None)

    def as_tuple(self) -> tuple[object, ...]:
        return (
            list(self.removed),
            [signer.as_tuple() for signer in self.signers],
            [ladder.as_tuple() for ladder in self.ladders],
            [rule.as_tuple() for rule in self.rules],
            [] if self.guardian is None else [self.guardian],
        )

    @property
    def mark(self) -> bytes:
        """keccak256(abi_encode(change)): what is signed and what waits."""
        return keccak(encode([CHANGE_ABI], [self.as_tuple()]))


CHANGE_ABI = (
    "(address[],(address,uint256)[],(uint256,(uint256,uint256)[])[],"
    "(address,bytes4,uint256,uint256,uint256)[],address[])"
)


def rights(*capabilities: int) -> int:
    """The bits of these capabilities."""
    return sum(1 << capability for capability in set(capabilities))


def ladder(capability: int, *bands: tuple[int, int]) -> Ladder:
    """A ladder from (ceiling, threshold); the last ceiling may be OPEN_CEILING."""
    return Ladder(capability, tuple(Band(ceiling, threshold) for ceiling, threshold in bands))
