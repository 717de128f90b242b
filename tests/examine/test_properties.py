"""Laws of the examiner: order is of no effect, an unasked paper is of no effect, words fit a message."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examine.kit import Golden, goldens, play
from usance.codes import DiscrepancyCode, Disposal
from usance.examine import Severity, examine, findings_of, notice, set_of, text_77j
from usance.examine.findings import lines_of
from usance.examine.text import alike, distance, number, tokens
from usance.messages.notices import read_refusal, refusal

GOLDENS = goldens()
SOME = st.sampled_from(GOLDENS)


@given(SOME, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_documents_in_any_order__same_findings(golden: Golden, source: Any) -> None:
    names = list(golden.set["documents"])
    source.shuffle(names)
    shuffled = dict(golden.set) | {"documents": {name: golden.set["documents"][name] for name in names}}
    first = examine(golden.credit, golden.facts).findings
    assert examine(golden.credit, set_of(shuffled)).findings == first


@given(
    SOME,
    st.sampled_from(["phytosanitary certificate", "courier slip", "photograph", "health certificate"]),
    st.fixed_dictionaries(
        {},
        optional={
            "date": st.just("2031-01-01"),
            "gross_weight": st.just("1 KG"),
            "credit": st.just("ANOTHER"),
            "goods": st.just("USED TYRES"),
            "vessel": st.just("MV NOWHERE"),
            "origin": st.just("AQ"),
        },
    ),
)
@settings(max_examples=60, deadline=None)
def test_an_unasked_document__adds_no_discrepancy(golden: Golden, title: str, fields: dict[str, str]) -> None:
    documents = dict(golden.set["documents"]) | {"zz-extra": {"document": title, **fields}}
    more = set_of(dict(golden.set) | {"documents": documents})
    before = examine(golden.credit, golden.facts)
    after = examine(golden.credit, more)
    if title not in ("courier slip", "photograph") or not before.of(Severity.QUESTION):
        # An unread paper may be the missing one: that alone may turn a missing document into a question.
        assert after.discrepancies == before.discrepancies
    assert [one for one in after.of(Severity.NOTE) if one.document == "zz-extra"]


def test_two_runs__equal_reports() -> None:
    for golden in GOLDENS[:20]:
        assert play(golden) == play(golden)
        assert examine(golden.credit, golden.facts) == examine(golden.credit, golden.facts)


def test_every_finding__names_document_field_seen_and_required() -> None:
    for golden in GOLDENS:
        names = {*golden.set["documents"], ""}
        for one in examine(golden.credit, golden.facts).findings:
            assert one.document in names
            assert one.field
            assert one.why
            if one.severity is Severity.DISCREPANCY:
                assert one.seen
                assert one.required
                assert one.words
            assert re.fullmatch(r"U\d+|ISP-\d\.\d\d", one.rule), one


def test_words__fit_77j_and_come_back_from_an_mt734() -> None:
    """Each line has at most 50 characters of the set z; a reader finds as many points as were written."""
    for golden in GOLDENS:
        report = examine(golden.credit, golden.facts)
        points = notice(report.findings)
        lines = text_77j(report.findings)
        assert all(0 < len(line) <= 50 for line in lines)
        assert not any(line.startswith(("-", ":")) for line in lines)
        assert all(re.fullmatch(r"[A-Z0-9/\-?:().,'+ =!\"%&*<>;{@#_]+", line) for line in lines)
        if not points:
            assert lines == []
            continue
        message = refusal(
            sender="ELBEDEHHXXX", receiver="QTGBCNSHXXX", credit="EB26LC0311", reference="BP1",
            day=golden.facts.presented, currency="EUR", minor=100, discrepancies=points,
            disposal=Disposal.HOLD,
        )  # fmt: skip
        back = read_refusal(message)
        assert len(back.findings) == len(points), (golden.path.name, points)


def test_codes__those_the_words_tell_where_they_tell_one() -> None:
    """A notice read back gets the examiner's own code, or a code at least, for most findings."""
    from usance.messages.notices import Finding as Told

    told = [
        (one.code, Told.of(one.words).code)
        for golden in GOLDENS
        for one in examine(golden.credit, golden.facts).discrepancies
    ]
    same = [mine for mine, its in told if mine is its]
    assert len(same) >= 2 * len(told) // 3
    assert all(isinstance(mine, DiscrepancyCode) for mine, _ in told)


def test_rules__base_ids_once_in_their_order() -> None:
    for golden in GOLDENS:
        rules = findings_of(golden.credit, golden.facts)
        assert len(set(rules)) == len(rules)
        told = {line.split()[0].split("-")[0] for line in golden.expects if not line.startswith("?")}
        if not golden.credit.is_isp:
            assert {re.match(r"U\d+", one)[0] for one in told} == set(rules)  # type: ignore[index]


# --- words ---

WORD = st.text(alphabet="ABCDEFGH", min_size=1, max_size=9)


@given(WORD, WORD)
def test_distance__symmetric_and_zero_only_for_equals(first: str, second: str) -> None:
    assert distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)
    assert distance(first, second) <= max(len(first), len(second))
    assert alike(first, second) == alike(second, first)


@given(st.text(alphabet="ABCDEFGHIJ", min_size=4, max_size=12), st.integers(0, 11), st.sampled_from("XYZ"))
def test_alike__one_letter_typed_wrong__always(word: str, at: int, letter: str) -> None:
    at %= len(word)
    assert alike(word, word[:at] + letter + word[at + 1 :])
    assert alike(word, word[:at] + letter + word[at:])


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_number__three_spellings_are_one(whole: int, cents: int) -> None:
    plain = number(f"{whole}.{cents:02d}")
    assert number(f"{whole},{cents:02d}") == plain
    if whole >= 1000:
        assert number(f"{whole:,}.{cents:02d}") == plain


@given(st.text(max_size=60))
def test_tokens_and_lines__any_text(text: str) -> None:
    assert all(tokens(text))
    assert all(len(line) <= 50 for line in lines_of(text))
