"""Soft fingerprints: what warns, what does not, and that nothing leaks without the key."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from usance.fingerprints import (
    Epoch,
    FingerprintError,
    InvoiceFacts,
    Kind,
    canonical,
    marks_from_json,
    marks_of,
    warnings,
)

SELLER = bytes.fromhex("11" * 32)
EPOCH = Epoch("2026", bytes(range(32)), date(2026, 1, 1), date(2027, 1, 31))
FACTS = InvoiceFacts(
    Kind.INVOICE,
    SELLER,
    "INV-2026-7",
    2026,
    date(2026, 3, 1),
    "DE 123456789",
    "",
    100_000_00,
    "EUR",
    date(2026, 5, 1),
)


def said(new: InvoiceFacts, *known: InvoiceFacts) -> list[str]:
    return warnings(marks_of(new, EPOCH, "new"), [marks_of(facts, EPOCH, "old") for facts in known])


def changed(**fields: Any) -> InvoiceFacts:
    return replace(FACTS, **fields)


CASES: dict[str, tuple[InvoiceFacts, list[str]]] = {
    "the same in another spelling": (
        changed(number="inv 2026/007", buyer="123456789", buyer_country="DE"),
        ["is the same invoice"],
    ),
    "another amount": (changed(amount=99_000_00), ["is the same invoice, there with another amount"]),
    "another currency": (changed(currency="USD"), ["is the same invoice, there with another amount"]),
    "another buyer and due date": (
        changed(buyer="DE987654321", due=date(2026, 6, 1)),
        ["is the same invoice, there with another buyer and another due date"],
    ),
    "re-dated within the year": (
        changed(issue_date=date(2026, 3, 2)),
        ["is the same invoice, there with another date of issue"],
    ),
    "re-dated into another year": (
        changed(year=2025, issue_date=date(2025, 12, 31)),
        ["has the same number of the same seller in another year"],
    ),
    "another number": (
        changed(number="RE-99"),
        ["has the same seller, buyer, amount and date of issue under another number"],
    ),
    "another number and date of issue": (
        changed(number="RE-99", issue_date=date(2026, 3, 2)),
        ["has the same seller, buyer, amount and due date under another number"],
    ),
    "another kind": (
        changed(kind=Kind.PAYABLE),
        ["has the same number of the same seller and year as another kind of paper"],
    ),
    "another seller": (
        changed(seller_identity=bytes.fromhex("22" * 32)),
        ["has the same number, year, buyer and amount under another seller"],
    ),
    "a number that reads alike": (
        changed(number="INV2026-7-0", amount=1, buyer=""),
        [],
    ),
    "letter O for zero": (
        changed(number="1NV-2026-7", amount=1, buyer=""),
        ["has a number of the same seller and year that reads alike"],
    ),
    "divider left out": (
        changed(number="INV-20267", amount=1, buyer=""),
        ["has a number of the same seller and year that reads alike"],
    ),
    "next in the series": (
        changed(number="INV-2026-8", amount=1, issue_date=date(2026, 3, 2)),
        [],
    ),
    "another buyer's, same amount and day": (changed(number="RE-99", buyer="DE987654321"), []),
}


@pytest.mark.parametrize("case", CASES)
def test_warnings__one_known__sentences_written_by_hand(case: str) -> None:
    old, words = CASES[case]
    assert said(FACTS, old) == [f"warning: new: old {word}" for word in words]
    # Suspicion has no direction.
    assert said(old, FACTS) == [f"warning: new: old {word}" for word in words]


def test_warnings__monthly_rent__silent() -> None:
    months = [
        changed(
            number=f"RENT-{index}",
            issue_date=date(2026, 1, 1) + timedelta(days=31 * index),
            due=date(2026, 2, 1) + timedelta(days=31 * index),
        )
        for index in range(11)
    ]
    assert said(months[5], *(month for month in months if month is not months[5])) == []


def test_warnings__known_in_any_order__the_same_lines() -> None:
    known = [changed(number="RE-99"), changed(year=2025, issue_date=None), changed(amount=5)]
    made = {frozenset(said(FACTS, *order)) for order in permutations(known)}
    assert len(made) == 1
    assert all(len(said(FACTS, *order)) == 3 for order in permutations(known))


def test_warnings__hard_facts_alone__only_what_they_tell() -> None:
    bare = InvoiceFacts(Kind.INVOICE, SELLER, "INV-2026-7", 2026)
    assert said(bare, FACTS) == ["warning: new: old is the same invoice"]
    assert said(bare, changed(number="RE-99")) == []


def test_warnings__known_under_another_key__says_they_were_not_compared() -> None:
    other = Epoch("2027", bytes(range(1, 33)), date(2027, 1, 1), date(2028, 1, 31))
    made = warnings(marks_of(FACTS, EPOCH, "new"), [marks_of(FACTS, other, "old")])
    assert made == ["warning: new: 1 known under another key, not compared; mark them anew under 2026"]


def test_marks__written_and_read__equal_and_without_facts() -> None:
    marks = marks_of(FACTS, EPOCH, "charge 17")
    text = json.dumps(marks.to_json())
    assert marks_from_json(json.loads(text)) == marks
    for fact in ("INV", "123456789", "10000000", "EUR", "2026-03-01", "11" * 32):
        assert fact not in text


def test_marks__another_key__share_nothing() -> None:
    other = Epoch("2026", bytes(range(1, 33)), date(2026, 1, 1), date(2027, 1, 31))
    one, two = marks_of(FACTS, EPOCH), marks_of(FACTS, other)
    assert not any(one.shares(two, name) for name in one.values)


def test_marks__names__no_mark_equals_another() -> None:
    values = [mark for found in marks_of(FACTS, EPOCH).values.values() for mark in found]
    assert len(values) == len(set(values)) == 11
    # Least of all the HMAC inside the hard fingerprint: a list of marks is no short cut around scrypt.
    assert hmac.digest(EPOCH.key, canonical(FACTS), "sha256") not in values


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"epoch": "2026", "label": "x"},
        {"epoch": "2026", "label": "x", "marks": []},
        {"epoch": "2026", "label": "x", "marks": {"deal": ["zz"]}},
        {"epoch": "2026", "label": "x", "marks": {"deal": ["00"]}},
        {"epoch": "2026", "label": "x", "marks": {"weight": ["00" * 32]}},
    ],
)
def test_marks_from_json__wrong__refused_in_one_line(data: dict[str, Any]) -> None:
    with pytest.raises(FingerprintError, match="marks"):
        marks_from_json(data)
