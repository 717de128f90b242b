"""What the model of an account speaks of: signatures as facts, what was signed, its events' fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from usance.accounts.words import (
    CAPABILITIES,
    MAX_AMOUNT,
    MAX_CONSENTS,
    OPEN_CEILING,
    OTHER,
    Call,
    Change,
    Ladder,
    Rule,
    Standing,
)
from usance.model.party import Signed

ZERO = "0x0000000000000000000000000000000000000000"

Broken = frozenset[str]
NONE: Broken = frozenset()
Words = tuple[object, ...]


@dataclass(frozen=True)
class Bundle:
    """Signatures as they stand: (key, signature) one behind the other, the proposer's first.

    A signature that is no key's at all is None. `rest` says that bytes are left over or missing.
    """

    parts: tuple[tuple[str, Signed | None], ...]
    rest: bool = False


@dataclass(frozen=True)
class Deputy:
    principal: str
    term: int
    rights: int
    until: int


@dataclass(frozen=True)
class Pending:
    change: Change
    ready: int
    lapses: int

    @property
    def guardian_only(self) -> bool:
        return self.change == Change(guardian=self.change.guardian)


@dataclass(frozen=True)
class KeyView:
    """What a key is now."""

    standing: Standing
    rights: int = 0
    principal: str = ZERO
    until: int = 0


def order_words(calls: Sequence[Call], proposer: str, nonce: int, deadline: int) -> Words:
    return "Order", tuple(calls), proposer, nonce, deadline


def change_words(change: bytes, proposer: str, nonce: int, deadline: int) -> Words:
    return "AccountChange", change, proposer, nonce, deadline


def removal_words(key: str, proposer: str, nonce: int, deadline: int) -> Words:
    return "Removal", key, proposer, nonce, deadline


def cancellation_words(change: bytes, by: str, nonce: int, deadline: int) -> Words:
    return "Cancellation", change, by, nonce, deadline


def freeze_words(key: str, nonce: int, deadline: int) -> Words:
    return "Freeze", key, nonce, deadline


def withdrawal_words(proposer: str, nonce: int, deadline: int) -> Words:
    return "Withdrawal", proposer, nonce, deadline


def delegation_words(
    principal: str, deputy: str, rights: int, until: int, nonce: int, deadline: int
) -> Words:
    return "Delegation", principal, deputy, rights, until, nonce, deadline


def consent_words(proposer: str, digest: bytes) -> Words:
    return "Consent", proposer, digest


def ladder_rules(ladder: Ladder) -> Broken:
    """What is wrong with a ladder by itself."""
    bands = ladder.bands
    ceilings = [min(band.ceiling, MAX_AMOUNT) for band in bands]
    thresholds = [band.threshold for band in bands]
    good = (
        0 <= ladder.capability < CAPABILITIES
        and ladder.capability != OTHER
        and all(low < high for low, high in pairwise([0, *ceilings]))
        and all(low <= high for low, high in pairwise(thresholds))
        and all(1 <= threshold <= MAX_CONSENTS for threshold in thresholds)
        and (not bands or bands[-1].ceiling == OPEN_CEILING)
    )
    return NONE if good else frozenset({"CHANGE"})


def bands_fields(ladder: Ladder) -> list[dict[str, int]]:
    return [{"ceiling": band.ceiling, "threshold": band.threshold} for band in ladder.bands]


def rule_fields(rule: Rule) -> dict[str, Any]:
    return {
        "target": rule.target,
        "selector": rule.selector,
        "capability": rule.capability,
        "measure": int(rule.measure),
        "word": rule.word,
    }


def change_fields(change: Change) -> dict[str, Any]:
    """A change as its event tells it."""
    return {
        "removed": list(change.removed),
        "signers": [{"key": signer.key, "rights": signer.rights} for signer in change.signers],
        "ladders": [
            {"capability": ladder.capability, "bands": bands_fields(ladder)} for ladder in change.ladders
        ],
        "rules": [rule_fields(rule) for rule in change.rules],
        "guardian": [] if change.guardian is None else [change.guardian],
    }
