"""The hard facts and their canonical JSON."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fingerprints.spellings import distinct, near
from usance.fingerprints import (
    FingerprintError,
    InvoiceFacts,
    Kind,
    canonical,
    kind_of,
    written_date,
    year_of,
)

SELLER = bytes.fromhex("11" * 32)
OTHER = bytes.fromhex("22" * 32)


def facts(
    number: str = "INV-7", year: int = 2026, kind: Kind = Kind.INVOICE, seller: bytes = SELLER
) -> InvoiceFacts:
    return InvoiceFacts(kind, seller, number, year)


def test_canonical__facts__bytes_written_by_hand() -> None:
    expected = b'{"kind":"INVOICE","number":"INV7","seller":"0x' + b"11" * 32 + b'","year":2026}'
    assert canonical(facts("inv - 007")) == expected


def test_canonical__letters_beyond_ascii__utf8_as_rfc_8785_wants() -> None:
    assert '"number":"\u042715"'.encode() in canonical(facts("\u0447-15"))


def test_canonical__every_near_duplicate__equal_bytes() -> None:
    assert [s for base, _, s in near() if canonical(facts(s)) != canonical(facts(base))] == []


def test_canonical__every_distinct_pair__unequal_bytes() -> None:
    assert [pair for pair in distinct() if canonical(facts(pair[0])) == canonical(facts(pair[1]))] == []


def test_canonical__one_hard_fact_changed__unequal_bytes() -> None:
    variants = [
        facts(),
        facts(year=2025),
        facts(kind=Kind.CREDIT_NOTE),
        facts(kind=Kind.PAYABLE),
        facts(seller=OTHER),
        facts("INV-8"),
    ]
    assert len({canonical(variant) for variant in variants}) == len(variants)


def test_canonical__soft_facts__make_no_difference() -> None:
    soft = InvoiceFacts(
        Kind.INVOICE, SELLER, "INV-7", 2026, date(2026, 3, 1), "DE123", "DE", 100_00, "EUR", date(2026, 5, 1)
    )
    assert canonical(soft) == canonical(facts())


def test_canonical__fields_in_any_order__equal_bytes() -> None:
    fields: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "seller_identity": SELLER,
        "number": "INV-7",
        "year": 2026,
    }
    made = {canonical(InvoiceFacts(**dict(order))) for order in permutations(fields.items())}
    assert len(made) == 1


HARD = st.tuples(
    st.sampled_from(list(Kind)),
    st.sampled_from([SELLER, OTHER]),
    st.tuples(st.sampled_from("ABC"), st.integers(0, 30), st.integers(0, 30)),
    st.integers(2024, 2027),
)


@given(HARD, HARD)
def test_canonical__canonical_generator__injective(one: Any, two: Any) -> None:
    def made(hard: Any) -> bytes:
        kind, seller, (letter, first, second), year = hard
        return canonical(InvoiceFacts(kind, seller, f"{letter}{first}-{second}", year))

    assert (one == two) == (made(one) == made(two))
    assert json.loads(made(one))["year"] == one[3]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-01", date(2026, 1, 1)),
        ("2026-01-01Z", date(2026, 1, 1)),
        ("2026-01-01+14:00", date(2026, 1, 1)),
        ("2025-12-31-11:00", date(2025, 12, 31)),
        ("2025-12-31T23:59:59-05:00", date(2025, 12, 31)),
        ("2026-01-01T00:00:00.000+01:00", date(2026, 1, 1)),
        ("20260101", date(2026, 1, 1)),
        (" 2026-01-01\n", date(2026, 1, 1)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_written_date__zones_and_times__the_date_as_written(text: str, day: date) -> None:
    assert written_date(text) == day
    assert year_of(text) == day.year


@pytest.mark.parametrize(
    "text",
    ["", "2026", "01.02.2026", "2026-1-1", "2026-13-01", "2025-02-29", "2026-01-01+15:00", "2026-01-01 10:00",
     "\uff12\uff10\uff12\uff16-01-01", "2026-01-01T25", "0000-01-01", "202601011"],
)  # fmt: skip
def test_written_date__anything_else__refused_in_one_line(text: str) -> None:
    with pytest.raises(FingerprintError, match="date") as caught:
        written_date(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["0099", "1899", "3000", "26", 26, "next"])
def test_year_of__no_year_of_an_invoice__refused(text: str | int) -> None:
    with pytest.raises(FingerprintError):
        year_of(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("INVOICE", Kind.INVOICE),
        ("invoice", Kind.INVOICE),
        (" Credit note ", Kind.CREDIT_NOTE),
        ("credit-note", Kind.CREDIT_NOTE),
        ("payable", Kind.PAYABLE),
        ("380", Kind.INVOICE),
        ("384", Kind.INVOICE),
        ("389", Kind.INVOICE),
        ("393", Kind.INVOICE),
        ("381", Kind.CREDIT_NOTE),
        ("396", Kind.CREDIT_NOTE),
    ],
)
def test_kind_of__names_and_type_codes__coarse_kinds(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


def test_kind_of__unknown__refused_with_the_list() -> None:
    with pytest.raises(FingerprintError, match="INVOICE, CREDIT_NOTE, PAYABLE"):
        kind_of("waybill")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seller_identity": b""}, "identity hash"),
        ({"seller_identity": bytes(32)}, "identity hash"),
        ({"seller_identity": b"1" * 31}, "identity hash"),
        ({"number": "#"}, "no letter and no digit"),
        ({"year": 26}, "not a date"),
        ({"issue_date": date(2025, 12, 31)}, "dated 2025-12-31"),
        ({"amount": 100}, "three capitals"),
        ({"amount": 100, "currency": "eur"}, "three capitals"),
    ],
)
def test_facts__wrong__refused_in_one_line(change: dict[str, Any], reason: str) -> None:
    fields: dict[str, Any] = {
        "kind": Kind.INVOICE,
        "seller_identity": SELLER,
        "number": "INV-7",
        "year": 2026,
    }
    with pytest.raises(FingerprintError, match=reason):
        InvoiceFacts(**(fields | change))


def test_dated__zoned_text__year_and_day_as_written() -> None:
    made = InvoiceFacts.dated(Kind.INVOICE, SELLER, "7", "2026-01-01+14:00", amount=1, currency="JPY")
    assert (made.year, made.issue_date, made.form) == (2026, date(2026, 1, 1), "7")
    assert InvoiceFacts.dated(Kind.INVOICE, SELLER, "7", date(2026, 1, 1)) == InvoiceFacts(
        Kind.INVOICE, SELLER, "7", 2026, date(2026, 1, 1)
    )
