"""LC11: a fee taken from the wrong side, or fee and net that do not add up.

No act of a sight credit takes a fee: what the payee gets is what leaves the bank and the cover, to the unit.
"""

from __future__ import annotations

import random

import pytest

from tests.machines.credit_house import House, house
from tests.states.credit_scenes import Scene, issued


@pytest.fixture
def stage() -> House:
    return house()


def balance(stage: House, who: str) -> int:
    return int(stage.driver.view(stage.seat.tokens["plain"], "balanceOf", (who,)))


@pytest.mark.parametrize("seed", range(8))
def test_honour__any_amount_and_cover__net_and_gross_are_one(stage: House, seed: int) -> None:
    choose = random.Random(seed)
    scene: Scene = issued(
        stage,
        amount=choose.randrange(1, 10**9),
        cover_bps=choose.choice((0, 1, 3_333, 9_999, 10_000)),
        asset_scale=choose.choice((1, 7, 10_000)),
        charges_for=choose.choice((0, 1, 2)),
    )
    claimed = choose.randrange(1, scene.terms.amount + 1)
    scene.present("issuing_bank", amount=claimed).receive().set_act("accept", "issuing_bank")
    parties = [stage.credit.address, *stage.seat.people.values()]
    before = {who: balance(stage, who) for who in parties}
    paid = stage.act("honour", "issuing_bank", scene.terms, scene.statement).require().event("Honoured")
    scale = scene.terms.asset_scale
    moved = {who: balance(stage, who) - before[who] for who in parties}
    assert paid["from_cover"] + paid["from_bank"] == claimed
    assert {who: amount for who, amount in moved.items() if amount} == {
        who: amount
        for who, amount in (
            (stage["beneficiary"], claimed * scale),
            (stage.credit.address, -paid["from_cover"] * scale),
            (stage["issuing_bank"], -paid["from_bank"] * scale),
        )
        if amount
    }
