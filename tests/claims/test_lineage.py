"""First in, first out over transfers: a pure function, held to what must be true of any reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usance.claims.lineage import LineageError, Lot, Move, depth, holders, lineage
from usance.terms import ZERO_ADDRESS as NOBODY

SELLER, BUYER, BANK, TIER2, TIER3, PLEDGED, PARKED = (f"0x{index:040x}" for index in range(1, 8))


def moves(*rows: tuple[str, str, int]) -> list[Move]:
    return [Move(sender, receiver, units, at) for at, (sender, receiver, units) in enumerate(rows, start=1)]


def tree(*rows: tuple[str, str, int]) -> Lot:
    (found,) = lineage(moves(*rows))
    return found


def shape(lot: Lot) -> tuple[object, ...]:
    """(account, received, held, parts) all the way down."""
    return lot.account, lot.units, lot.held, tuple(shape(part) for part in lot.parts)


def test_lineage__birth_alone__one_lot_that_holds_all() -> None:
    assert shape(tree((NOBODY, SELLER, 100))) == (SELLER, 100, 100, ())


def test_lineage__split_and_onward__tree_of_three_tiers() -> None:
    found = tree(
        (NOBODY, SELLER, 100), (SELLER, TIER2, 60), (TIER2, TIER3, 25), (SELLER, BANK, 10)
    )  # fmt: skip
    assert shape(found) == (
        SELLER, 100, 30, ((TIER2, 60, 35, ((TIER3, 25, 25, ()),)), (BANK, 10, 10, ())),
    )  # fmt: skip
    assert depth([found]) == 3


def test_lineage__units_of_two_lots__the_older_leaves_first() -> None:
    found = tree(
        (NOBODY, SELLER, 100), (SELLER, TIER2, 30), (SELLER, TIER3, 50), (TIER3, TIER2, 20),
        (TIER2, BANK, 40),
    )  # fmt: skip
    first, second = found.parts
    # 30 came straight from the seller, 20 later over TIER3: BANK's 40 are all of the first, 10 of the second.
    assert [shape(part) for part in first.parts] == [(BANK, 30, 30, ())]
    assert shape(second.parts[0]) == (TIER2, 20, 10, ((BANK, 10, 10, ()),))


def test_lineage__to_oneself__changes_nothing() -> None:
    rows = [(NOBODY, SELLER, 100), (SELLER, TIER2, 40)]
    assert shape(tree(*rows, (SELLER, SELLER, 60), (TIER2, TIER2, 1))) == shape(tree(*rows))


def test_lineage__pledge_and_release__comes_back_as_a_lot_of_its_own() -> None:
    found = tree((NOBODY, SELLER, 100), (SELLER, PLEDGED, 70), (PLEDGED, SELLER, 70))
    assert shape(found) == (SELLER, 100, 30, ((PLEDGED, 70, 0, ((SELLER, 70, 70, ()),)),))
    assert holders([found]) == {SELLER: 100}


def test_lineage__foreclosure__part_to_the_pledgee_surplus_back() -> None:
    found = tree((NOBODY, SELLER, 100), (SELLER, PLEDGED, 70), (PLEDGED, BANK, 45), (PLEDGED, SELLER, 25))
    (pledged,) = found.parts
    assert [(part.account, part.units) for part in pledged.parts] == [(BANK, 45), (SELLER, 25)]


def test_lineage__parked_at_birth__collected_later() -> None:
    found = tree((NOBODY, BUYER, 9), (BUYER, PARKED, 9), (PARKED, BANK, 9))
    assert holders([found]) == {BANK: 9}
    assert depth([found]) == 3


def test_lineage__given_up__is_a_leaf_that_nobody_holds() -> None:
    found = tree((NOBODY, SELLER, 100), (SELLER, NOBODY, 15), (SELLER, BANK, 85))
    gone, sold = found.parts
    assert gone.retired
    assert gone.held == 0
    assert (sold.account, sold.held) == (BANK, 85)
    assert holders([found]) == {BANK: 85}


def test_lineage__more_left_than_was_there__is_an_error() -> None:
    with pytest.raises(LineageError, match="gave 101 units and had 100"):
        lineage(moves((NOBODY, SELLER, 100), (SELLER, BANK, 101)))


def test_lineage__nothing_moved__changes_nothing() -> None:
    assert shape(tree((NOBODY, SELLER, 5), (SELLER, BANK, 0))) == (SELLER, 5, 5, ())


ACCOUNTS = (SELLER, BUYER, BANK, TIER2, TIER3, PLEDGED)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from((*ACCOUNTS, NOBODY)), st.integers(1, 60)),
        max_size=40,
    )
)
def test_lineage__any_history__sums_hold_everywhere(steps: list[tuple[str, str, int]]) -> None:
    balances = dict.fromkeys(ACCOUNTS, 0) | {SELLER: 1_000}
    rows = [(NOBODY, SELLER, 1_000)]
    retired = 0
    for sender, receiver, wanted in steps:
        units = min(wanted, balances[sender])
        if units == 0:
            continue
        rows.append((sender, receiver, units))
        balances[sender] -= units
        if receiver == NOBODY:
            retired += units
        else:
            balances[receiver] += units
    (found,) = lineage(moves(*rows))
    assert holders([found]) == {account: units for account, units in balances.items() if units}
    for lot in found.walk():
        assert lot.units == (lot.units if lot.retired else lot.held + sum(part.units for part in lot.parts))
        assert all(part.at >= lot.at for part in lot.parts)
    assert sum(lot.units for lot in found.walk() if lot.retired) == retired
