"""change_asset: another token discharges the claim, with everybody's word and an empty pot."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import FACE, SCALE, STATE, UNKNOWN, LifeHouse
from usance.claim_terms import asset_change, prolongation
from usance.codes_claims import ClaimStatus
from usance.terms import ZERO_ADDRESS

NOT_AGREED = "claim: not agreed (NOT_AGREED)"
TERMS = "claim: bad terms (TERMS)"
MAX_SCALE = 10**24


def test_change_asset__everybody_agrees__payments_come_in_it(house: LifeHouse) -> None:
    terms = house.shared()
    token = house.token()
    receipt = house.change_asset(
        terms, token.address, 7, [house.seller, house.financier, house.supplier]
    ).require()
    assert receipt.event("AssetChanged").args == {
        "claim": house.id(terms),
        "asset": token.address,
        "asset_scale": 7,
    }
    assert tuple(house.see("asset_in_force", terms)) == (token.address, 7)
    before = house.held(house.debtor, token)
    house.ok(house.debtor, "pay", terms, 10)
    assert before - house.held(house.debtor, token) == 70


def test_change_asset__off_chain_and_back__not_by_old_words(house: LifeHouse) -> None:
    """What was agreed once was used up: nobody can turn it back and forth."""
    terms = house.graced()
    house.change_asset(terms, ZERO_ADDRESS, 0).require()
    house.fails("claim: off chain (OFF_CHAIN)", house.debtor, "pay", terms, 1)
    house.change_asset(terms, house.euro.address, SCALE).require()
    house.fails(NOT_AGREED, house.stranger, "change_asset", terms, ZERO_ADDRESS, 0, [house.seller])
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.status(terms) == ClaimStatus.PAID


def test_change_asset__pot_not_empty__refused_until_it_is(house: LifeHouse) -> None:
    terms = house.graced()
    token = house.token()
    house.ok(house.debtor, "pay", terms, 10)
    assert house.change_asset(terms, token.address, 1).reason == "claim: pot not empty (POT)"
    house.ok(house.seller, "withdraw", terms, house.seller, house.seller)
    house.change_asset(terms, token.address, 1).require()


@pytest.mark.parametrize("scale", [0, MAX_SCALE + 1, 2**255])
def test_change_asset__scale_out_of_range__refused(house: LifeHouse, scale: int) -> None:
    assert house.change_asset(house.graced(), house.euro.address, scale).reason == TERMS


def test_change_asset__largest_scale__allowed(house: LifeHouse) -> None:
    terms = house.graced()
    house.change_asset(terms, house.euro.address, MAX_SCALE).require()
    assert tuple(house.see("asset_in_force", terms)) == (house.euro.address, MAX_SCALE)
    assert house.change_asset(terms, ZERO_ADDRESS, MAX_SCALE + 1).reason == TERMS


def test_change_asset__no_code__refused(house: LifeHouse) -> None:
    assert house.change_asset(house.graced(), house.stranger, 1).reason == "tokens: no code (STL1)"


def test_change_asset__other_words_than_agreed__refused(house: LifeHouse) -> None:
    terms = house.graced()
    token = house.token()
    house.agree(terms, asset_change(token.address, 7), [house.debtor, house.seller])
    house.agree(terms, prolongation(8), [house.debtor, house.seller])
    house.fails(NOT_AGREED, house.stranger, "change_asset", terms, token.address, 8, [house.seller])


def test_change_asset__debtor_holds_units_itself__one_word_for_both(house: LifeHouse) -> None:
    terms = house.graced()
    house.sent(terms, house.seller, house.debtor, FACE)
    house.change_asset(terms, house.token().address, 1, [house.debtor]).require()


def test_change_asset__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid()):
        house.fails(STATE, house.stranger, "change_asset", terms, house.euro.address, 1, [house.seller])
    house.fails(UNKNOWN, house.stranger, "change_asset", house.terms(), house.euro.address, 1, [house.seller])
