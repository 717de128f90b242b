"""The one form of a number: near-duplicates fall together, distinct numbers do not, the rest is refused."""

from __future__ import annotations

import re
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.fingerprints.spellings import AWKWARD, BASES, distinct, near
from usance.fingerprints import FingerprintError, number_form, readings

NEAR = list(near())
DISTINCT = list(distinct())
FORM = re.compile("[0-9A-Z\u0370-\u04ff]+(-[0-9A-Z\u0370-\u04ff]+)*")

ALLOWED = st.sampled_from(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -/._,:;#()[]+&'*\t\n"
    "\u00c9\u00fc\u00df\u00d8\u0410\u0411\u0432\u0416\u044f\u0391\u0394\u03a9\u03b1\uff21\uff11\u0663\u096b"
    "\u2013\u2011\u2212\u30fc\u00a0\u2009\u3000\u200b\u00ad\ufeff"
)
# One of each sort that has no place in a number.
REFUSED = st.sampled_from(
    "\u53d1\u3042\u05d0\u0627\u0e01\uac00\u0531\u10d0\u13aa\u00b2\u2082\u00bd\u2460\u20ac\u00a7\u00b0\u0000\u001b\u007f\u202e\u2066"
    "\U0001f9fe\u2588\u00ac\u00d7\u2206\ud800\ue000\u0378\u0489\u20dd\u01c0\u018f\u0278"
)


def one_line(error: BaseException) -> bool:
    text = str(error)
    return text.isascii() and text.isprintable() and "; " in text


def form_or_line(text: str) -> str | None:
    """The form, or None when it is refused as it should be; anything else fails the test."""
    try:
        return number_form(text)
    except FingerprintError as error:
        if one_line(error):
            return None
        raise


def test_corpus__sizes__as_promised() -> None:
    assert len(set(BASES)) >= 50
    assert len({spelling for _, _, spelling in NEAR}) >= 500
    assert len({frozenset(pair) for pair in DISTINCT}) >= 300


def test_number_form__every_spelling__is_that_of_the_base() -> None:
    wrong = [
        (base, name, spelling, number_form(spelling))
        for base, name, spelling in NEAR
        if number_form(spelling) != number_form(base)
    ]
    assert wrong == []


@pytest.mark.parametrize(("spelling", "form"), AWKWARD, ids=[ascii(spelling) for spelling, _ in AWKWARD])
def test_number_form__awkward_spelling__has_the_form_written_by_hand(spelling: str, form: str) -> None:
    assert number_form(spelling) == form


def test_number_form__distinct_pairs__stay_two() -> None:
    assert [pair for pair in DISTINCT if number_form(pair[0]) == number_form(pair[1])] == []


def test_number_form__bases__no_two_fall_together() -> None:
    forms = [number_form(base) for base in dict.fromkeys(BASES)]
    assert sorted(forms) == sorted(set(forms))


def test_number_form__every_code_point__is_idempotent_or_refused_in_one_line() -> None:
    forms = {code: form_or_line(f"1{chr(code)}2") for code in range(sys.maxunicode + 1)}
    taken = {code: form for code, form in forms.items() if form is not None}
    assert len(taken) > 2000
    wrong = [
        hex(code) for code, form in taken.items() if number_form(form) != form or not FORM.fullmatch(form)
    ]
    assert wrong == []


def test_number_form__every_invisible_character__says_nothing() -> None:
    unseen = [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\ufe0f",
    ]
    assert {number_form(f"IN{char}V-4{char}2") for char in unseen} == {"INV42"}


def test_number_form__every_dash_of_unicode__divides() -> None:
    # The upright forms (FE31, FE32) are of another type and refused.
    dashes = [
        char
        for char in map(chr, range(0x10000))
        if unicodedata.category(char) == "Pd" and char not in "\ufe31\ufe32"
    ]
    assert len(dashes) > 20
    assert {number_form(f"12{dash}3") for dash in [*dashes, "\u2212", "\u30fc"]} == {"12-3"}


@given(st.text(ALLOWED, min_size=1, max_size=40))
def test_number_form__allowed_characters__total_and_idempotent(text: str) -> None:
    assume(any(char.isascii() and char.isalnum() for char in text))
    form = number_form(text)
    assert FORM.fullmatch(form)
    assert number_form(form) == form


@given(st.text(ALLOWED, max_size=20), REFUSED, st.text(ALLOWED, max_size=20))
def test_number_form__one_foreign_character__refused_never_dropped(
    before: str, char: str, after: str
) -> None:
    with pytest.raises(FingerprintError) as caught:
        number_form(before + char + after)
    assert one_line(caught.value)
    assert "U+" in str(caught.value)


@given(st.text(max_size=140))
@settings(max_examples=300)
def test_number_form__any_text__form_or_one_line(text: str) -> None:
    form = form_or_line(text)
    assert form is None or number_form(form) == form


RUN = st.one_of(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ\u0416\u0394", min_size=1, max_size=4),
    st.integers(0, 10**9).map(str),
)


def written(runs: list[str]) -> str:
    """The canonical spelling of runs: a dash between two of one sort."""
    text = runs[0]
    for before, run in pairwise(runs):
        text += ("-" if before.isdigit() == run.isdigit() else "") + run
    return text


@given(st.lists(RUN, min_size=1, max_size=6), st.lists(RUN, min_size=1, max_size=6))
def test_number_form__canonical_spellings__fixed_points_and_injective(one: list[str], two: list[str]) -> None:
    assert number_form(written(one)) == written(one)
    assert (one == two) == (number_form(written(one)) == number_form(written(two)))


@given(
    st.lists(RUN, min_size=1, max_size=6),
    st.lists(st.sampled_from([" ", "-", "/", ".", " - ", "\u2013", "_"]), min_size=5, max_size=5),
    st.integers(0, 4),
    st.booleans(),
)
def test_number_form__runs_divided_anyhow__one_form(
    runs: list[str], marks: list[str], zeros: int, small: bool
) -> None:
    spelled = [("0" * zeros + run if run.isdigit() else run) for run in runs]
    text = spelled[0] + "".join(mark + run for mark, run in zip(marks, spelled[1:], strict=False))
    # Small Delta and Zhe have one reading, as all of RUN.
    assert number_form(text.lower() if small else text) == written(runs)


@pytest.mark.parametrize("text", ["", "   ", "---", "\u200b", "#/."])
def test_number_form__nothing_but_marks__refused(text: str) -> None:
    with pytest.raises(FingerprintError, match="no letter and no digit"):
        number_form(text)


@pytest.mark.parametrize(
    "small", ["\u03bd", "\u03c5", "\u03b7", "\u03ae", "\u03b3", "\u00b5", "\u043f", "\u0433"]
)
def test_number_form__letter_of_two_readings_beside_latin__refused_alone_taken(small: str) -> None:
    with pytest.raises(FingerprintError, match="two ways"):
        number_form(f"IN{small}-7")
    assert number_form(f"{small}-7") == number_form(f"{small.upper()}-7")


def test_number_form__too_long__refused_by_its_length() -> None:
    assert number_form("1" * 128) == "1" * 128
    with pytest.raises(FingerprintError, match="129 characters"):
        number_form("1" * 129)


def test_number_form__no_text__refused() -> None:
    with pytest.raises(FingerprintError, match="is a int"):
        number_form(7)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1\u0301", "\u0301A", "A-\u0301B", "\u00b47"])
def test_number_form__accent_on_no_letter__refused(text: str) -> None:
    with pytest.raises(FingerprintError, match=r"U\+0301 \(combining acute accent\)"):
        number_form(text)


def test_number_form__order_overridden__refused_by_code_point_and_reason() -> None:
    with pytest.raises(FingerprintError) as caught:
        number_form("12\u202e34")
    assert "U+202E (right-to-left override) changes the order" in str(caught.value)
    assert "\u202e" not in str(caught.value)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("12-3", "1-23"),
        ("12-3", "123"),
        ("2026-0042", "20260042"),
        ("INV-1O01", "INV-1001"),
        ("I-1", "1-1"),
        ("B8", "88"),
        ("RE-A-1", "REA1"),
        ("\u0417-1", "3-1"),
        ("INV-O042", "INV-0042"),
        ("TOSL108", "T0SL108"),
        ("INV-007-3", "INV-73"),
    ],
)
def test_readings__alike_to_the_eye__shared_but_two_forms(one: str, two: str) -> None:
    assert readings(one) & readings(two)
    assert number_form(one) != number_form(two)


@pytest.mark.parametrize(
    ("one", "two"), [("2026-1", "2026-10"), ("INV-1", "INV-2"), ("RE-1", "RF-1"), ("19", "91")]
)
def test_readings__neighbours_in_a_series__share_none(one: str, two: str) -> None:
    assert not readings(one) & readings(two)
