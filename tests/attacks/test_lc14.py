"""LC14: thousands of dust presentations, or a list without end."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states.credit_scenes import TEXT, Scene, received
from usance.terms import ZERO_ADDRESS as NOBODY
from usance.terms import ZERO_HASH

DUST = 1_500
THIRD_OF_A_BLOCK = 9_000_000


@pytest.fixture
def stage() -> House:
    return house()


def within(stage: House, sender: str, data: bytes, gas: int = THIRD_OF_A_BLOCK) -> None:
    """The act succeeds with less than a third of a block's gas."""
    stage.driver._open_block()
    stage.driver._evm.message_call(stage[sender], stage.credit.address, calldata=data, gas=gas)


def test_present__thousands_of_dust_sets__hinder_nobody(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    for number in range(DUST):
        dust = scene.statement.but(amount=1, documents=(number + 1).to_bytes(32, "big"))
        stage.act("present", "beneficiary", scene.terms, dust).require()
    state = stage.view("credit_state", scene.credit_id)
    assert state["open_sets"] == 1
    encode = stage.credit.abi.function
    within(stage, "issuing_bank", encode("accept").encode((scene.terms, scene.statement)), 500_000)
    within(stage, "issuing_bank", encode("honour").encode((scene.terms, scene.statement)), 1_000_000)
    scene.to(scene.terms.expiry_day + 11, "HOME").now()
    stage.act("close", "stranger", scene.terms).require()


def test_refuse__sixteen_discrepancies__fits_a_third_of_a_block(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    args = (scene.terms, scene.statement, discrepancies(*range(1, 17)), 1, TEXT)
    within(stage, "issuing_bank", stage.credit.abi.function("refuse").encode(args))
    assert scene.set_state()["status"] == 3


def test_refuse__seventeen_discrepancies__are_no_notice(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    args = (scene.terms, scene.statement, discrepancies(*range(1, 18)), 1, TEXT)
    assert not stage.act("refuse", "issuing_bank", *args).ok
    assert scene.set_state()["status"] == 1


def test_present__dust_received_by_nobody__does_not_keep_the_cover(stage: House) -> None:
    scene: Scene = received(stage, "nominated_bank")
    scene.to(scene.terms.expiry_day + 11, "HOME").now()
    event = stage.act("close", "stranger", scene.terms).require().event("Closed")
    assert event["cover_returned"] == scene.terms.amount


def test_honour__hundreds_of_dust_claims_of_any_bank__cannot_stop_the_confirming_bank(stage: House) -> None:
    """An accomplice pays dust under a credit available with any bank: the bound bank can still pay."""
    scene = received(
        stage, "confirming_bank", nominated=NOBODY, nominated_place=ZERO_HASH, tolerance_plus=100
    )
    scene.set_act("accept", "confirming_bank")
    for number in range(300):
        dust = stage.statement(
            scene.terms, "third_bank", amount=1, documents=(number + 1).to_bytes(32, "big")
        )
        stage.act("present", "beneficiary", scene.terms, dust).require()
        stage.act("acknowledge", "third_bank", scene.terms, dust, stage.day("EAST")).require()
        stage.act("accept", "third_bank", scene.terms, dust).require()
        if not stage.act("honour", "third_bank", scene.terms, dust).ok:
            break
    paid = stage.act("honour", "confirming_bank", scene.terms, scene.statement)
    assert paid.ok, f"after {number} dust claims the confirming bank cannot pay: {paid.reason!r}"
