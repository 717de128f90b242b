"""Soft fingerprints: what makes two invoices suspicious of being one. They warn and never block.

Each mark is HMAC-SHA256(key, canonical JSON of a few facts), so members can lay their lists side by side
without showing whom they finance. Marks are cheap to try out for whoever has the key: they stay in the
members' files and never go on chain.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.facts import InvoiceFacts
from usance.fingerprints.identity import party_form
from usance.fingerprints.keys import Epoch
from usance.fingerprints.number import readings

# What each mark is made of; one whose facts are missing is left out.
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "invoice": ("kind", "seller", "number", "year"),
    "series": ("kind", "seller", "number"),
    "paper": ("seller", "number", "year"),
    "deal": ("seller", "buyer", "amount", "currency", "issue_date"),
    "due_deal": ("seller", "buyer", "amount", "currency", "due"),
    "stranger": ("number", "year", "buyer", "amount", "currency"),
    "amount": ("kind", "seller", "number", "year", "amount", "currency"),
    "buyer": ("kind", "seller", "number", "year", "buyer"),
    "issue_date": ("kind", "seller", "number", "year", "issue_date"),
    "due": ("kind", "seller", "number", "year", "due"),
}
_READING = "reading"
_DIFFERS = {
    "amount": "another amount",
    "buyer": "another buyer",
    "issue_date": "another date of issue",
    "due": "another due date",
}
NAMES = frozenset(_MADE_OF) | {_READING}


@dataclass(frozen=True)
class Marks:
    """The soft fingerprints of one invoice under one key. `label` is how its member calls it."""

    epoch: str
    label: str
    values: Mapping[str, frozenset[bytes]]

    def shares(self, other: Marks, name: str) -> bool:
        """Do both have that mark, and in common?"""
        return bool(self.values.get(name, frozenset()) & other.values.get(name, frozenset()))

    def differs(self, other: Marks, name: str) -> bool:
        """Do both have that mark, and nothing in common?"""
        return name in self.values and name in other.values and not self.shares(other, name)

    def to_json(self) -> dict[str, Any]:
        return {
            "epoch": self.epoch,
            "label": self.label,
            "marks": {name: sorted(mark.hex() for mark in found) for name, found in self.values.items()},
        }


def marks_from_json(data: Mapping[str, Any]) -> Marks:
    """What `to_json` wrote."""
    try:
        values = {
            str(name): frozenset(bytes.fromhex(mark) for mark in found)
            for name, found in data["marks"].items()
        }
        made = Marks(str(data["epoch"]), str(data["label"]), values)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise FingerprintError("marks: not what a member's list holds; write the list anew") from None
    if not set(values) <= NAMES or any(len(mark) != 32 for found in values.values() for mark in found):
        raise FingerprintError(f"marks of {made.label!a}: unknown or cut off; write the list anew")
    return made


def _known_facts(facts: InvoiceFacts) -> dict[str, Any]:
    known: dict[str, Any] = {
        "kind": facts.kind.value,
        "seller": "0x" + facts.seller_identity.hex(),
        "number": facts.form,
        "year": facts.year,
    }
    if facts.issue_date is not None:
        known["issue_date"] = facts.issue_date.isoformat()
    if facts.due is not None:
        known["due"] = facts.due.isoformat()
    if facts.buyer:
        known["buyer"] = party_form(facts.buyer, facts.buyer_country)
    if facts.amount is not None:
        known |= {"amount": str(facts.amount), "currency": facts.currency}
    return known


def marks_of(facts: InvoiceFacts, epoch: Epoch, label: str = "") -> Marks:
    """The soft fingerprints of an invoice under one key."""
    known = _known_facts(facts)

    def mark(name: str, body: Mapping[str, Any]) -> bytes:
        # The name is inside, so no mark equals another or the hard fingerprint's HMAC.
        return hmac.new(epoch.key, rfc8785.dumps({"mark": name, **body}), hashlib.sha256).digest()

    values = {
        name: frozenset({mark(name, {part: known[part] for part in parts})})
        for name, parts in _MADE_OF.items()
        if all(part in known for part in parts)
    }
    same = {part: known[part] for part in ("kind", "seller", "year")}
    values[_READING] = frozenset(
        mark(_READING, {**same, "reading": reading}) for reading in readings(facts.number)
    )
    return Marks(epoch.id, label or facts.form, values)


def _about(new: Marks, old: Marks) -> Iterable[str]:
    """What is suspicious between two invoices, strongest first."""
    if new.shares(old, "invoice"):
        other = [words for name, words in _DIFFERS.items() if new.differs(old, name)]
        yield "is the same invoice" + (f", there with {' and '.join(other)}" if other else "")
        return
    if new.shares(old, "series"):
        yield "has the same number of the same seller in another year"
    if new.shares(old, "paper"):
        yield "has the same number of the same seller and year as another kind of paper"
    elif new.shares(old, "stranger"):
        yield "has the same number, year, buyer and amount under another seller"
    if new.shares(old, _READING):
        yield "has a number of the same seller and year that reads alike"
    if new.shares(old, "series") or new.shares(old, "paper"):
        return  # the rest is about another number
    if new.shares(old, "deal"):
        yield "has the same seller, buyer, amount and date of issue under another number"
    elif new.shares(old, "due_deal"):
        yield "has the same seller, buyer, amount and due date under another number"


def warnings(new: Marks, known: Iterable[Marks]) -> list[str]:
    """One line for each thing an examiner should look at; empty when nothing known is like the new one."""
    lines: list[str] = []
    unread = 0
    for old in known:
        if old.epoch == new.epoch:
            lines += [f"warning: {new.label}: {old.label} {words}" for words in _about(new, old)]
        else:
            unread += 1
    if unread:
        lines.append(
            f"warning: {new.label}: {unread} known under another key, not compared; "
            f"mark them anew under {new.epoch}"
        )
    return lines
