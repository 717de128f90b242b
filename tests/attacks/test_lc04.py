"""LC4: a deadline off by one lets both sides act in one second, or neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states import remedy_scenes as remedies
from tests.states.credit_scenes import TEXT, Scene, credit_of, issued, received
from usance.codes import Disposal
from usance.terms import place_key


@pytest.fixture
def stage() -> House:
    return house()


def possible(stage: House, moment: int, act: Callable[[], bool]) -> bool:
    before = stage.driver.snapshot()
    stage.driver.set_time(moment)
    try:
        return act()
    finally:
        stage.driver.revert(before)


@pytest.mark.parametrize("shift", [-86_400, -2, -1, 0, 1, 86_400])
def test_closing_day__around_its_midnight__exactly_one_of_present_and_close(stage: House, shift: int) -> None:
    scene = issued(stage)
    end = stage.places[place_key("HOME")].midnight(scene.terms.expiry_day + 11)
    present = possible(
        stage, end + shift, lambda: stage.act("present", "beneficiary", scene.terms, scene.statement).ok
    )
    close = possible(stage, end + shift, lambda: stage.act("close", "stranger", scene.terms).ok)
    assert present != close
    assert present == (shift < 0)


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank"])
@pytest.mark.parametrize("shift", [-86_400, -1, 0, 1, 86_400])
def test_last_day__around_its_midnight__exactly_one_of_notice_and_preclusion(
    stage: House, bank: str, shift: int
) -> None:
    scene = received(stage, bank)
    end = stage.places[place_key(scene.place)].midnight(scene.set_state()["last_day"] + 1)
    args = (scene.terms, scene.statement)
    notice = possible(
        stage, end + shift, lambda: stage.act("refuse", bank, *args, discrepancies(1), 1, TEXT).ok
    )
    finding = possible(stage, end + shift, lambda: stage.act("accept", bank, *args).ok)
    silence = possible(stage, end + shift, lambda: stage.act("preclude", "stranger", *args).ok)
    assert notice == finding == (shift < 0)
    assert silence == (shift >= 0)


@pytest.mark.parametrize("shift", [-1, 0])
def test_due_day__at_its_midnight__cover_pays_from_that_second(stage: House, shift: int) -> None:
    scene: Scene = received(stage, "issuing_bank")
    scene.set_act("accept", "issuing_bank")
    due = stage.places[place_key("HOME")].midnight(scene.set_state()["due_day"])
    paid = possible(
        stage, due + shift, lambda: stage.act("honour", "stranger", scene.terms, scene.statement).ok
    )
    assert paid == (shift == 0)


@pytest.mark.parametrize("shift", [-1, 0])
def test_issue__around_the_end_of_the_expiry_day__only_before_it(stage: House, shift: int) -> None:
    terms = credit_of(stage, issue_day=0, expiry_day=stage.day() + 1)
    end = stage.places[place_key("HOME")].midnight(terms.expiry_day + 1)
    born = possible(stage, end + shift, lambda: stage.act("issue", "issuing_bank", terms).ok)
    assert born == (shift < 0)


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank"])
@pytest.mark.parametrize("shift", [-86_400, -1, 0, 1, 86_400])
def test_return_day__around_its_midnight__exactly_one_of_return_and_preclusion(
    stage: House, bank: str, shift: int
) -> None:
    scene = remedies.refused(stage, Disposal.RETURN, bank)
    end = stage.places[place_key(scene.place)].midnight(scene.set_state()["due_day"] + 1)
    args = (scene.terms, scene.statement)
    went = possible(
        stage, end + shift, lambda: stage.act("return_documents", bank, *args, scene.statement.documents).ok
    )
    kept = possible(stage, end + shift, lambda: stage.act("preclude", "stranger", *args).ok)
    assert went == (shift < 0)
    assert kept == (shift >= 0)


@pytest.mark.parametrize("shift", [-86_400, -1, 0, 1])
def test_resend_day__around_its_midnight__exactly_one_of_sending_and_dropping(
    stage: House, shift: int
) -> None:
    scene = remedies.suspended(stage)
    until, _ = stage.view("suspension_of", scene.set_id)
    end = stage.places[place_key("HOME")].midnight(until + 1)
    args = (scene.terms, scene.statement)
    sent = possible(
        stage, end + shift, lambda: stage.act("resend_records", "beneficiary", *args, remedies.PROOF).ok
    )
    dropped = possible(stage, end + shift, lambda: stage.act("drop", "issuing_bank", *args).ok)
    assert sent == (shift < 0)
    assert dropped == (shift >= 0)


@pytest.mark.parametrize("shift", [-1, 0])
def test_stop__around_the_end_of_its_last_day__pays_from_that_second(stage: House, shift: int) -> None:
    scene = remedies.stopped(stage, "court", 100_000_00)
    until = stage.view("stop_of", scene.set_id)["until"]
    end = stage.places[place_key("HOME")].midnight(until + 1)
    args = (scene.terms, scene.statement)
    paid = possible(stage, end + shift, lambda: stage.act("honour", "stranger", *args).ok)
    failed = possible(stage, end + shift, lambda: stage.act("default_", "stranger", *args).ok)
    assert paid == failed == (shift == 0)


@pytest.mark.parametrize("shift", [-1, 0])
def test_assertion__around_the_end_of_its_hold__defaults_from_that_second(stage: House, shift: int) -> None:
    scene = remedies.asserted_late(stage)
    held_until = stage.view("payment_assertion_of", scene.set_id)["held_until"]
    end = stage.places[place_key("HOME")].midnight(held_until + 1)
    failed = possible(
        stage, end + shift, lambda: stage.act("default_", "stranger", scene.terms, scene.statement).ok
    )
    assert failed == (shift == 0)
