"""Tenors and legs of usance credits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.codes import AvailableBy, TenorFrom
from usance.terms import Credit, Presentation

FULL = 10_000


class Leg(NamedTuple):
    """One leg of a mixed credit, in the order of the ABI."""

    share: int
    available_by: int
    tenor_days: int
    tenor_from: int


def legs_hash(legs: Sequence[Leg]) -> bytes:
    """keccak256(abi_encode(legs))."""
    return keccak(encode(["(uint256,uint256,uint256,uint256)[]"], [[tuple(leg) for leg in legs]]))


def is_usance(terms: Credit) -> bool:
    """Is honour of this credit a promise for a later day?"""
    if terms.available_by == AvailableBy.NEGOTIATION:
        return terms.tenor_days != 0
    return terms.available_by in (AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE, AvailableBy.MIXED)


def undated(terms: Credit, statement: Presentation) -> bool:
    """Does the statement lack the day that the tenor counts from? A mixed credit's legs are not known yet."""
    if terms.available_by == AvailableBy.MIXED or not is_usance(terms):
        return False
    if terms.tenor_from == TenorFrom.SHIPMENT:
        return statement.shipment_day == 0
    return terms.tenor_from in (TenorFrom.INVOICE, TenorFrom.DRAFT) and statement.tenor_day == 0


def shares_of(amount: int, shares: Sequence[int]) -> list[int]:
    """What each leg takes [minor]: rounded down, never more than is left; the last takes all of that."""
    taken: list[int] = []
    for share in shares[:-1]:
        taken.append(min(amount * min(share, FULL) // FULL, amount - sum(taken)))
    return [*taken, amount - sum(taken)]
