"""Calldata of the credit's acts: terms and statements as words known already, the rest behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usance.amendments import Change
from usance.claim_terms import Claim
from usance.model.credit_reimbursement import Charge
from usance.model.credit_tenor import Leg
from usance.terms import Presentation, word_of


def number(value: int) -> bytes:
    return (value % 2**256).to_bytes(32, "big")


def change_words(change: Change) -> bytes:
    """A struct that ends in a list: six words of head, then the values."""
    head = [number(change.number), number(change.cancel), number(change.mask), number(change.difference)]
    return b"".join([*head, change.content, number(192), number(len(change.values)), *change.values])


def findings_words(findings: Sequence[tuple[int, bytes]]) -> bytes:
    return number(len(findings)) + b"".join([word_of(int(code)) + leaf for code, leaf in findings])


def proofs_words(proofs: Sequence[Sequence[bytes]]) -> bytes:
    """A list of lists: offsets from behind the length, then each list."""
    tails = [number(len(proof)) + b"".join(proof) for proof in proofs]
    at, heads = 32 * len(proofs), []
    for tail in tails:
        heads.append(number(at))
        at += len(tail)
    return b"".join([number(len(proofs)), *heads, *tails])


def structs_words(structs: Sequence[Leg | Charge]) -> bytes:
    """A list of static structs."""
    return number(len(structs)) + b"".join([word_of(value) for struct in structs for value in struct])


def list_words(found: list[Any]) -> bytes:
    """A list of an act, by what is in it; an empty one is a length of zero, whatever it is of."""
    first = found[0] if found else None
    if isinstance(first, list):
        return proofs_words(found)
    return structs_words(found) if isinstance(first, Leg | Charge) else findings_words(found)


def tail_words(args: Sequence[Any], before: int) -> bytes:
    """The arguments behind `before` words of static ones: heads, then what is of no fixed length."""
    static = (Presentation, Claim)
    size = before + sum(len(arg.words()) // 32 if isinstance(arg, static) else 1 for arg in args)
    heads: list[bytes] = []
    tails: list[bytes] = []
    at = 32 * size
    for arg in args:
        if isinstance(arg, static):
            heads.append(arg.words())
            continue
        if isinstance(arg, Change):
            tail = change_words(arg)
        elif isinstance(arg, list):
            tail = list_words(arg)
        else:
            heads.append(word_of(arg))
            continue
        heads.append(number(at))
        tails.append(tail)
        at += len(tail)
    return b"".join([*heads, *tails])
