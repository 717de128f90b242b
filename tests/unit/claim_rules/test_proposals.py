from __future__ import annotations

from tests.unit.claim_births.house import DUE, House
from usance.claim_terms import asset_change, prolongation


def test_prolongation__is_the_hash_of_the_word_and_the_day(house: House) -> None:
    assert house.rule("prolongation", DUE) == prolongation(DUE)
    assert house.rule("prolongation", DUE) != house.rule("prolongation", DUE + 1)


def test_asset_change__is_the_hash_of_the_word_the_asset_and_the_scale(house: House) -> None:
    asset = house.euro.address
    assert house.rule("asset_change", asset, 10_000) == asset_change(asset, 10_000)
    assert house.rule("asset_change", asset, 10_000) != house.rule("asset_change", asset, 1)
