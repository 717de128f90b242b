"""LEI, VAT id and register number: one form however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usance.fingerprints import (
    FingerprintError,
    identity_hash,
    lei_form,
    party_form,
    register_form,
    vat_form,
)
from usance.parties import identity_of

LEI = "5493001KJTIIGC8Y1R12"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("DE123456789", ""),
        ("DE 123456789", ""),
        ("de-123.456.789", ""),
        ("123456789", "DE"),
        ("123 456 789", "de"),
        ("DE123456789", "DE"),
        ("DE123456789", "AT"),
        ("\uff24\uff25\uff11\uff12\uff13456789", ""),
        ("D\u0415123456789", ""),
        ("DE\u200b123456789", ""),
        ("VAT:DE123456789", ""),
    ],
)
def test_vat_form__same_id__one_form(text: str, country: str) -> None:
    assert vat_form(text, country) == "VAT:DE123456789"


@pytest.mark.parametrize(
    ("text", "country", "form"),
    [
        ("DE 123", "", "VAT:DE123"),
        ("123", "DE", "VAT:DE123"),
        ("NL8200.98.395.B.01", "", "VAT:NL820098395B01"),
        ("NO 987 654 321 MVA", "", "VAT:NO987654321"),
        ("987654321", "NO", "VAT:NO987654321"),
        ("CHE-123.456.789 MWST", "", "VAT:CHE123456789"),
        ("123456789", "CH", "VAT:CHE123456789"),
        ("GR 094259216", "", "VAT:EL094259216"),
        ("94259216", "GR", "VAT:EL094259216"),
        ("BE 428.759.497", "", "VAT:BE0428759497"),
        ("0428759497", "BE", "VAT:BE0428759497"),
        ("ATU57194903", "", "VAT:ATU57194903"),
        ("U57194903", "AT", "VAT:ATU57194903"),
        ("ESX1234567X", "", "VAT:ESX1234567X"),
        ("IE1234567FA", "", "VAT:IE1234567FA"),
        ("XI432525179", "", "VAT:XI432525179"),
    ],
)
def test_vat_form__habits_of_countries__form_written_by_hand(text: str, country: str, form: str) -> None:
    assert vat_form(text, country) == form
    assert vat_form(form) == form


def test_vat_form__same_digits_of_two_countries__two_forms() -> None:
    forms = {vat_form("123456789", country) for country in ("DE", "AT", "NO", "CH", "XI", "GB")}
    assert len(forms) == 6


def test_vat_form__zeros_in_front__count_where_ids_have_one_width() -> None:
    assert vat_form("DE012345678") != vat_form("DE12345678")


@pytest.mark.parametrize(
    ("text", "country", "reason"),
    [
        ("123456789", "", "no country in front"),
        ("123456789", "Germany", "no country"),
        ("123456789", "ZZ", "no country"),
        ("", "DE", "Latin letters and digits"),
        ("DE", "DE", "more letters than digits"),
        ("Godk\u00e4nd f\u00f6r F-skatt", "SE", "more letters than digits"),
        ("DE\u04161234", "", "Latin letters and digits"),
        ("DE\u53d1123", "", "allowed alphabets"),
    ],
)
def test_vat_form__no_vat_id__refused_in_one_line(text: str, country: str, reason: str) -> None:
    with pytest.raises(FingerprintError, match=reason) as caught:
        vat_form(text, country)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", [LEI, LEI.lower(), "5493 001K JTII GC8Y 1R12", f"LEI:{LEI}", "\uff15" + LEI[1:]]
)
def test_lei_form__same_lei__one_form_with_the_hash_of_the_registry(text: str) -> None:
    assert lei_form(text) == f"LEI:{LEI}"
    assert identity_hash(lei_form(text)) == identity_of(LEI)


@pytest.mark.parametrize("text", ["5493001KJTIIGC8Y1R13", LEI[:-1], "", "LEI:"])
def test_lei_form__wrong_check_digits_or_length__refused(text: str) -> None:
    with pytest.raises(FingerprintError, match="LEI"):
        lei_form(text)


def test_register_form__zeros_in_front__count() -> None:
    assert register_form("0007", "55 66-556655") == "ICD:0007:5566556655"
    assert register_form("0201", "0000000196") != register_form("0201", "196")
    with pytest.raises(FingerprintError, match="ISO 6523"):
        register_form("7", "5566556655")


def test_identity_hash__schemes__never_meet() -> None:
    assert len({identity_hash(f) for f in (f"LEI:{LEI}", "VAT:DE123456789", "ICD:0007:123456789")}) == 3
    with pytest.raises(FingerprintError, match="no form"):
        identity_hash("DE123456789")


@pytest.mark.parametrize(
    ("text", "country", "form"),
    [
        (LEI.lower(), "DE", f"LEI:{LEI}"),
        ("de 123 456 789", "", "VAT:DE123456789"),
        ("123456789", "DE", "VAT:DE123456789"),
        ("ICD:0007:5566556655", "SE", "ICD:0007:5566556655"),
        ("S\u00e4ljbolaget  AB", "", "NAME:s\u00e4ljbolagetab"),
        ("\u53d1\u7968 \u516c\u53f8", "CN", "NAME:\u53d1\u7968\u516c\u53f8"),
    ],
)
def test_party_form__whatever_names_a_buyer__best_form(text: str, country: str, form: str) -> None:
    assert party_form(text, country) == form


def test_party_form__empty__refused() -> None:
    with pytest.raises(FingerprintError, match="empty"):
        party_form("  ")


@given(
    st.integers(10**8, 10**9 - 1),
    st.sampled_from(["DE", "DK", "SE", "PT", "HR"]),
    st.sampled_from([" ", "", ".", "-"]),
)
def test_vat_form__prefix_written_or_given__one_form_and_idempotent(
    number: int, country: str, mark: str
) -> None:
    form = vat_form(f"{country}{mark}{number}")
    assert form == vat_form(str(number), country) == vat_form(form) == f"VAT:{country}{number}"
