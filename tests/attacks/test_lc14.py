"""LC14: thousands of dust presentations, or a list without end."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states import change_scenes as changes
from tests.states.credit_scenes import TEXT, Scene, received
from usance.amendments import CONFIRMATION_FIELDS, FIELDS, FIXED, MOST_VALUES, Change
from usance.codes import Exclusion
from usance.documents import merkle_proof, merkle_root
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


def test_changes__hundreds_pending__hinder_no_set_and_no_answer(stage: House) -> None:
    scene = changes.changed(stage)
    for number in range(1, 301):
        change = Change.of({"tolerance_minus": 1}, number=number)
        stage.act("propose_amendment", "issuing_bank", scene.terms, change).require()
    scene.change = change
    encode = stage.credit.abi.function
    taken = encode("accept_amendment").encode((scene.terms, change, 0))
    within(stage, "beneficiary", taken, 1_000_000)
    assert stage.view("amendment_state", scene.amendment)["status"] == 2


def test_change__of_as_many_fields_as_a_change_holds__fits_a_third_of_a_block(stage: House) -> None:
    """Every field that may be changed on an unconfirmed credit, as many as the list takes."""
    scene = changes.changed(stage, confirmed=False)
    names = [name for name in FIELDS if name not in FIXED and name not in CONFIRMATION_FIELDS]
    change = Change.of({name: getattr(scene.terms, name) for name in names[:MOST_VALUES]}, difference=1)
    data = stage.credit.abi.function("propose_amendment").encode((scene.terms, change))
    within(stage, "issuing_bank", data)
    more = Change.of({name: getattr(scene.terms, name) for name in names[: MOST_VALUES + 1]}, number=2)
    assert len(more.values) == MOST_VALUES + 1
    assert not stage.act("propose_amendment", "issuing_bank", scene.terms, more).ok


def test_strike__sixteen_discrepancies_in_the_deepest_trees__fits_a_third_of_a_block(stage: House) -> None:
    """4,096 documents; sixteen findings, twelve hashes a proof, against sixteen earlier ones."""
    scene = changes.changed(stage, exclusions=int(Exclusion.LEAF_BAR))
    leaves = [number.to_bytes(32, "big") for number in range(1, 4_097)]
    first = [{"code": 1, "leaf": leaf} for leaf in leaves[:16]]
    second = [{"code": 2, "leaf": leaf} for leaf in leaves[:16]]
    scene.present("issuing_bank", documents=merkle_root(leaves)).receive()
    scene.set_act("refuse", "issuing_bank", first, 1, TEXT)
    earlier = scene.statement
    scene.present("issuing_bank", documents=merkle_root(leaves[1:])).receive()
    scene.set_act("refuse", "issuing_bank", second, 1, TEXT)
    scene.past_last_day().now()
    proofs = [merkle_proof(leaves, leaf) for leaf in leaves[:16]]
    assert max(len(proof) for proof in proofs) == 12
    args = (scene.terms, scene.statement, earlier, second, first, proofs)
    within(stage, "stranger", stage.credit.abi.function("strike_notice").encode(args))
    assert scene.set_state()["status"] == 4


def test_report_unreadable__thirty_days_left__fits_a_third_of_a_block(stage: House) -> None:
    scene = changes.changed(stage, exclusions=int(Exclusion.EUCP), examination_days=30)
    scene.present("issuing_bank").receive()
    args = (scene.terms, scene.statement, TEXT)
    within(stage, "issuing_bank", stage.credit.abi.function("report_unreadable").encode(args))
    assert stage.view("suspension_of", scene.set_id)[1] == 30
