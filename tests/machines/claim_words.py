"""Calldata of the acts of claims, joined from words: an eighth of what the general codec takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from usance.chain.abi import address_word
from usance.chain.driver import Deployed
from usance.claim_terms import Claim, Row
from usance.model.party import Signed
from usance.terms import word_of

WORD = 32


@dataclass(eq=False, slots=True)
class Deal:
    """A claim at the table, with its calldata words."""

    terms: Claim
    words: bytes
    id: bytes

    @property
    def unit(self) -> int:
        return int.from_bytes(self.id, "big")


@dataclass(frozen=True, slots=True)
class Data:
    """A `Bytes` argument."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """A signature: its bytes for the contract, what is true of it for the model. None: no signature."""

    raw: bytes
    fact: Signed | None


def modelled(argument: Any) -> Any:
    """An argument as the model takes it."""
    if isinstance(argument, Deal):
        return argument.terms
    if isinstance(argument, Data):
        return argument.raw
    if isinstance(argument, Given):
        return argument.fact
    return argument


def _bytes_tail(raw: bytes) -> bytes:
    return len(raw).to_bytes(WORD, "big") + raw + bytes(-len(raw) % WORD)


def _list_tail(items: Sequence[Any]) -> bytes:
    words = [item.words() if isinstance(item, Row) else word_of(item) for item in items]
    return len(items).to_bytes(WORD, "big") + b"".join(words)


def encoded(arguments: Sequence[Any]) -> bytes:
    """The arguments as the ABI has them: terms and words in place, bytes and lists behind."""
    heads: list[bytes | None] = []
    tails: list[bytes] = []
    for argument in arguments:
        if isinstance(argument, Deal):
            heads.append(argument.words)
        elif isinstance(argument, Data | Given):
            heads.append(None)
            tails.append(_bytes_tail(argument.raw))
        elif isinstance(argument, list | tuple):
            heads.append(None)
            tails.append(_list_tail(argument))
        else:
            heads.append(word_of(argument))
    if not tails:
        return b"".join([head for head in heads if head is not None])
    at = sum(WORD if head is None else len(head) for head in heads)
    waiting = iter(tails)
    out: list[bytes] = []
    for head in heads:
        if head is not None:
            out.append(head)
            continue
        out.append(at.to_bytes(WORD, "big"))
        at += len(next(waiting))
    return b"".join(out) + b"".join(tails)


def answer_of(returned: Any) -> bytes:
    """What an act returns, as the ABI has it."""
    if returned is None:
        return b""
    if isinstance(returned, bytes):
        return returned
    if isinstance(returned, int):
        return returned.to_bytes(WORD, "big")
    return WORD.to_bytes(WORD, "big") + _list_tail(returned)


def executed(wallet: Deployed, to: str, data: bytes) -> bytes:
    """The call `execute(to, data)` of a contract with an owner."""
    head = address_word(to) + (2 * WORD).to_bytes(WORD, "big")
    return wallet.abi.function("execute").selector + head + _bytes_tail(data)
