"""LC6: no blocks over a deadline, or a timestamp pushed by minutes."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states.credit_scenes import TEXT, received
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


@pytest.mark.parametrize("reason", [1, 2])
def test_outage__recorded_as_a_closure__gives_the_bank_the_day_back(stage: House, reason: int) -> None:
    """The chain stood still on the last day: the remedy is the closure that two keepers record."""
    scene = received(stage, "issuing_bank")
    last = scene.set_state()["last_day"]
    scene.to(last + 1, "HOME", 3600).now()
    args = (scene.terms, scene.statement)
    assert rules_in(stage.act("refuse", "issuing_bank", *args, discrepancies(1), 1, TEXT).reason) == {"U16"}
    stage.close_unplanned("HOME", last, reason)
    assert rules_in(stage.act("preclude", "stranger", *args).reason) == {"U14"}
    next_open = stage.places[scene.terms.issuer_place].next_banking_day(last + 1)
    scene.to(next_open, "HOME").now()
    assert stage.act("refuse", "issuing_bank", *args, discrepancies(1), 1, TEXT).ok


def test_outage__recorded_after_a_preclusion__does_not_undo_it(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    last = scene.set_state()["last_day"]
    scene.past_last_day()
    scene.set_act("preclude", "stranger")
    before = scene.set_state()
    stage.close_unplanned("HOME", last, 1)
    assert scene.set_state() == before
    scene.to_due_day()
    assert stage.act("honour", "stranger", scene.terms, scene.statement).ok


def test_timestamp__a_quarter_of_an_hour_inside_a_day__moves_no_day(stage: House) -> None:
    """Rights hang on whole local days: the same acts fifteen minutes apart leave the same days."""
    seen = []
    for minutes in (0, 15):
        stage.reset()
        scene = received(stage, "issuing_bank")
        stage.driver.set_time(stage.driver.now() + 1 + 60 * minutes)
        scene.set_act("accept", "issuing_bank")
        state = scene.set_state()
        seen.append((state["received_day"], state["last_day"], state["due_day"]))
    assert seen[0] == seen[1]
