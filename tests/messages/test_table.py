"""The table against itself: every type makes valid messages, every known break gives its finding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.messages.generators import TYPES, layout_of, make, replaced, with_fields
from usance.messages import Field, Message
from usance.messages.table import layouts

SEEDS = st.integers(0, 2**32)
STRUCTURAL = {
    "MISSING",
    "ORDER",
    "UNKNOWN",
    "REPEATED",
    "FORMAT",
    "LENGTH",
    "CHARSET",
    "LINES",
    "EMPTY",
    "CODE",
}


def structural(message: Message) -> list[tuple[str, str]]:
    return [(f.code, f.tag) for f in message.findings if f.code in STRUCTURAL]


def test_table__types__those_of_the_standard() -> None:
    expected = (
        "700 701 705 707 708 710 711 720 721 730 732 734 740 742 744 747 750 752 754 756 759 760 761 765 767 "
        "768 769 775 785 786 787 790 791 792 795 796 798 799"
    )
    assert list(TYPES) == expected.split()


@pytest.mark.parametrize("mt", TYPES)
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_findings__valid_message__none(mt: str, seed: int) -> None:
    message = make(mt, seed)
    assert message.findings == (), [str(f) for f in message.findings]
    assert all(message.value_of(f) is not None for f in message if message.definition(f))


@pytest.mark.parametrize("mt", TYPES)
@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_findings__each_mandatory_field_missing__named(mt: str, seed: int) -> None:
    message = make(mt, seed)
    for row in layout_of(message).rows:
        there = [f for f in message if f.tag in row.options and f.sequence == row.sequence]
        if not row.mandatory or not there or row.tag.startswith("15"):
            continue
        rest = with_fields(message, [f for f in message if f not in there or f.sequence != row.sequence])
        assert structural(rest) == [("MISSING", row.tag)]


@settings(max_examples=150, deadline=None)
@given(mt=st.sampled_from(TYPES), seed=SEEDS, at=st.integers(0, 10_000))
def test_findings__neighbours_swapped__order(mt: str, seed: int, at: int) -> None:
    fields = list(make(mt, seed).fields)
    pairs = [
        i
        for i in range(len(fields) - 1)
        if fields[i].tag != fields[i + 1].tag and not {fields[i].tag[:2], fields[i + 1].tag[:2]} & {"15"}
    ]
    i = pairs[at % len(pairs)]
    fields[i], fields[i + 1] = fields[i + 1], fields[i]
    message = with_fields(make(mt, seed), fields)
    assert structural(message) == [("ORDER", fields[i + 1].tag)]
    found = next(f for f in message.findings if f.code == "ORDER")
    assert found.text.endswith(f"stands after {fields[i].tag}; move it before")


@settings(max_examples=60, deadline=None)
@given(mt=st.sampled_from([t for t in TYPES if t not in ("792", "795", "796", "798")]), seed=SEEDS)
def test_findings__field_of_no_message__unknown(mt: str, seed: int) -> None:
    message = make(mt, seed)
    assert structural(with_fields(message, [*message.fields, Field("98Z", "X")])) == [("UNKNOWN", "98Z")]


@settings(max_examples=60, deadline=None)
@given(mt=st.sampled_from(TYPES), seed=SEEDS)
def test_findings__field_twice__repeated(mt: str, seed: int) -> None:
    message = make(mt, seed)
    first = next(f for f in message if not f.tag.startswith("15"))
    fields = list(message.fields)
    fields.insert(fields.index(first), first)
    row = next(r for r in layout_of(message).rows if first.tag in r.options)
    expected = [] if row.repeatable else [("REPEATED", first.tag)]
    assert structural(with_fields(message, fields)) == expected


AMOUNTS = [
    ("EUR652646.00", "T40", "amount 652646.00 has no single decimal comma; write 652646,00"),
    ("EUR652646", "T40", "amount 652646 has no single decimal comma; write 652646,"),
    ("EUR1.652.646,00", "T40", "amount 1.652.646,00 has no single decimal comma; write 1234,56"),
    ("EUR,50", "T43", "amount ,50 is not digits, a comma, digits; write it like 1234,56 or 1234,"),
    ("EUR1234567890123,45", "T43", "amount 1234567890123,45 is longer than 15 characters; shorten it"),
    ("XYZ100,", "T52", "currency XYZ is not in ISO 4217; use the three-letter code"),
    ("XAU100,", "T52", "currency XAU is not in ISO 4217; use the three-letter code"),
    ("EUR1,234", "C03", "amount 1,234 has 3 decimals, EUR has 2; write at most 2 after the comma"),
    ("JPY100,5", "C03", "amount 100,5 has 1 decimals, JPY has 0; write at most 0 after the comma"),
    ("KWD1,2345", "C03", "amount 1,2345 has 4 decimals, KWD has 3; write at most 3 after the comma"),
]


@pytest.mark.parametrize("mt", ["700", "705", "710", "720"])
@pytest.mark.parametrize(("value", "code", "text"), AMOUNTS)
def test_findings__bad_amount__one_line_with_code(mt: str, value: str, code: str, text: str) -> None:
    message = replaced(make(mt, 7), "32B", value)
    assert [(f.code, f.tag, f.severity, f.text) for f in message.findings] == [(code, "32B", "error", text)]


BROKEN = [
    ("20", "AB//CD", "T26", "error", "reference AB//CD has / at an end or //; drop those slashes"),
    ("20", "/ABCD", "T26", "error", "reference /ABCD has / at an end or //; drop those slashes"),
    ("20", "A" * 17, "LENGTH", "error", "line 1 has 17 characters, 16 are allowed; wrap or shorten it"),
    ("31C", "260230", "T50", "error", "date 260230 is not in the calendar; write YYMMDD"),
    ("31C", "2 MARCH", "T50", "error", "date 2 MARCH is not YYMMDD; write six digits"),
    ("31C", "700101", "T50", "warning", "date 700101: year 70 has no century; use 80-99 or 00-60"),
    ("31D", "261331HAINING", "T50", "error", "date 261331 is not in the calendar; write YYMMDD"),
    ("50", "STRAßE 1", "CHARSET", "error", "character ß is not in set x; replace it"),
    ("50", "A" * 36, "LENGTH", "warning", "line 1 has 36 characters, 35 are allowed; wrap or shorten it"),
    ("50", "A\nB\nC\nD\nE", "LINES", "error", "5 lines, 4 are allowed; shorten it or continue it"),
    ("47A", "+OK\n" + "B" * 66, "LENGTH", "warning",
     "line 2 has 66 characters, 65 are allowed; wrap or shorten it"),
    ("47A", "+A[B", "CHARSET", "error", "character [ is not in set z; replace it"),
    ("47A", "+A\n:B", "LINE", "warning", "line 2 begins with :; move the break"),
    ("40A", "IRREVOCABEL", "CODE", "error",
     "code IRREVOCABEL is not one of IRREVOCABLE, IRREVOCABLE TRANSFERABLE; use one of those"),
    ("40A", "REVOCABLE", "LEGACY", "legacy",
     "code REVOCABLE is of an earlier release; use IRREVOCABLE or IRREVOCABLE TRANSFERABLE"),
    ("27", "9/9", "T75", "warning", "9/9 is no part of a total up to 8; number the parts 1/n to n/n"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "value", "code", "severity", "text"), BROKEN)
def test_findings__one_value_broken__exactly_that(
    tag: str, value: str, code: str, severity: str, text: str
) -> None:
    message = replaced(make("700", 11), tag, value)
    found = [f for f in message.findings if f.code not in ("USAGE", "PARTS")]
    assert [(f.code, f.tag, f.severity, f.text) for f in found] == [(code, tag, severity, text)]


PARTIES = [
    ("BKAUAT", "T27"),
    ("BKAUZZWW", "T29"),
    ("bkauatww", "T27"),
]


@pytest.mark.parametrize(("bic", "code"), PARTIES)
def test_findings__bad_bic__code(bic: str, code: str) -> None:
    message = with_fields(make("742", 3), [
        Field("52A", bic) if f.tag.startswith("52") else f for f in make("742", 3)
    ])  # fmt: skip
    assert [(f.code, f.severity) for f in message.findings if f.tag == "52A"] == [(code, "error")]


def test_findings__passive_bic__warning_and_value() -> None:
    message = with_fields(make("742", 3), [
        Field("52A", "BKAUATW1") if f.tag.startswith("52") else f for f in make("742", 3)
    ])  # fmt: skip
    assert [(f.code, f.severity) for f in message.findings] == [("T45", "warning")]
    assert message.typed("52a") is not None


def test_table__every_layout__tags_are_defined_and_mandatory_first_is_a_reference() -> None:
    for key, layout in layouts().items():
        assert layout.rows, key
        assert len({(r.sequence, r.tag) for r in layout.rows}) == len(layout.rows), key
