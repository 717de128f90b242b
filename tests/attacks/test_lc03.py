"""LC3: one frozen party blocks the others."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states.credit_scenes import Scene, confirmed
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


def two_sets(stage: House) -> tuple[Scene, Scene]:
    """Two sets of half the amount under one credit, for two payees."""
    first = confirmed(stage, asset=stage["blocklist"])
    half = first.terms.amount // 2
    second = Scene(stage, first.terms, first.statement)
    first.present("issuing_bank", amount=half).receive()
    second.present("issuing_bank", amount=half, pay_to=stage["applicant"]).receive()
    for scene in (first, second):
        scene.set_act("accept", "issuing_bank")
    return first, second


def test_honour__one_payee_is_blocked__the_other_is_paid_the_same(stage: House) -> None:
    first, second = two_sets(stage)
    token = stage.seat.tokens["blocklist"]
    stage.driver.call(token, "block", (stage["beneficiary"],), stage["stranger"]).require()
    first.to_due_day()
    first.set_act("honour", "stranger")
    second.set_act("honour", "stranger")
    half = first.terms.amount // 2 * first.terms.asset_scale
    assert stage.view("withdrawable", stage["beneficiary"], token.address) == half
    assert stage.driver.view(token, "balanceOf", (stage["applicant"],)) == half


@pytest.mark.parametrize("status", [2, 3, 4])
def test_honour__a_party_is_held_insolvent_or_removed__payments_run_on(stage: House, status: int) -> None:
    first, second = two_sets(stage)
    for party in ("issuing_bank", "beneficiary", "confirming_bank"):
        stage.driver.call(
            stage.seat.registry, "set_status", (stage[party], status), stage["supervisor"]
        ).require()
    first.to_due_day()
    first.set_act("honour", "stranger")
    second.set_act("honour", "issuing_bank")
    assert {first.set_state()["status"], second.set_state()["status"]} == {5}


def test_withdraw__one_party_is_held__only_its_own_balance_waits(stage: House) -> None:
    first, second = two_sets(stage)
    token, stranger = stage.seat.tokens["blocklist"], stage["stranger"]
    for party in ("beneficiary", "applicant"):
        stage.driver.call(token, "block", (stage[party],), stranger).require()
    first.set_act("honour", "issuing_bank")
    second.set_act("honour", "issuing_bank")
    for party in ("beneficiary", "applicant"):
        stage.driver.call(token, "unblock", (stage[party],), stranger).require()
    stage.driver.call(
        stage.seat.registry, "set_status", (stage["beneficiary"], 2), stage["supervisor"]
    ).require()
    waits = stage.act("withdraw", "beneficiary", token.address, stage["beneficiary"], stage["beneficiary"])
    assert rules_in(waits.reason) == {"HELD"}
    assert stage.act("withdraw", "applicant", token.address, stage["applicant"], stage["applicant"]).ok
