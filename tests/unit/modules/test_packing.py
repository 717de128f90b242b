"""A field holds what fits, and nothing else of the word moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.modules.kit import Vault, built


@st.composite
def fields(draw: st.DrawFn) -> tuple[int, int, int, int]:
    bits = draw(st.integers(1, 255))
    at = draw(st.integers(0, 256 - bits))
    return draw(st.integers(0, 2**256 - 1)), at, bits, draw(st.integers(0, 2**bits - 1))


@settings(max_examples=500, deadline=None)
@given(fields())
def test_put_then_get__any_field__only_that_field_moves(case: tuple[int, int, int, int]) -> None:
    word, at, bits, number = case
    vault = built()
    put = vault.see("with_field", word, at, bits, number)
    mask = ((1 << bits) - 1) << at
    assert put == word & ~mask | number << at
    assert vault.see("field_of", put, at, bits) == number


@pytest.mark.parametrize(("bits", "number"), [(1, 2), (8, 256), (64, 1 << 64), (255, 1 << 255)])
def test_put__number_too_large__refused(vault: Vault, bits: int, number: int) -> None:
    vault.fails("PACKING", vault.house.stranger, "with_field", 0, 0, bits, number)
    assert vault.see("with_field", 0, 0, bits, number - 1) == number - 1
