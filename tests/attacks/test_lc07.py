"""LC7: a silent bank: it neither accepts nor refuses."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states.credit_scenes import TEXT, Scene, confirmed, issued, received
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


def test_preclude__issuing_bank_silent__a_stranger_makes_the_cover_pay(stage: House) -> None:
    scene = received(stage, "issuing_bank").past_last_day()
    receipt = stage.act("preclude", "stranger", scene.terms, scene.statement).require()
    assert receipt.event("Precluded")["amount"] == scene.terms.amount
    scene.to_due_day()
    stage.act("honour", "stranger", scene.terms, scene.statement).require()
    paid = stage.driver.view(stage.seat.tokens["plain"], "balanceOf", (stage["beneficiary"],))
    assert paid == scene.terms.amount * scene.terms.asset_scale


def test_preclude__poked_weeks_later__is_due_on_the_same_day(stage: House) -> None:
    days = []
    for wait in (0, 9):
        stage.reset()
        scene = received(stage, "issuing_bank")
        scene.to(scene.set_state()["last_day"] + 1 + wait, "HOME").now()
        days.append(
            stage.act("preclude", "stranger", scene.terms, scene.statement)
            .require()
            .event("Precluded")["due_day"]
        )
    assert days[0] == days[1]


def test_clock__bank_never_acknowledges__the_delivery_agent_starts_it(stage: House) -> None:
    scene = issued(stage).present("issuing_bank")
    delivered = stage.driver.now()
    scene.to(stage.day() + 9, "HOME").now()
    stage.act("attest_delivery", "delivery_agent", scene.terms, scene.statement, delivered).require()
    assert stage.act("preclude", "stranger", scene.terms, scene.statement).ok


def test_acknowledge__with_a_later_day_to_gain_time__is_refused(stage: House) -> None:
    scene = issued(stage).present("issuing_bank")
    stage.act("attest_delivery", "delivery_agent", scene.terms, scene.statement, 0).require()
    scene.to(stage.day() + 2, "HOME").now()
    late = stage.act("acknowledge", "issuing_bank", scene.terms, scene.statement, stage.day())
    assert rules_in(late.reason) == {"U14"}


@pytest.mark.parametrize("act", ["accept", "refuse", "forward"])
def test_silence__after_the_last_day__cannot_be_mended(stage: House, act: str) -> None:
    scene = received(stage, "confirming_bank").past_last_day()
    extra = (discrepancies(1), 1, TEXT) if act == "refuse" else ()
    assert not stage.act(act, "confirming_bank", scene.terms, scene.statement, *extra).ok


def test_preclude__nominated_bank_silent__is_never_forced(stage: House) -> None:
    scene = received(stage, "nominated_bank").past_last_day()
    refused = stage.act("preclude", "stranger", scene.terms, scene.statement)
    assert rules_in(refused.reason) == {"U12"}


def test_preclude__overdrawn_set__binds_for_what_was_available(stage: House) -> None:
    scene: Scene = confirmed(stage)
    scene.present("issuing_bank", amount=scene.terms.amount + 1).receive().past_last_day()
    event = stage.act("preclude", "stranger", scene.terms, scene.statement).require().event("Precluded")
    assert (event["amount"], event["marks"]) == (scene.terms.amount, 8)
