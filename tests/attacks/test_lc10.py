"""LC10: partial drawings overdraw, or a tolerance rounds up."""

from __future__ import annotations

import random

import pytest

from tests.machines.credit_house import House, house
from tests.states import change_scenes as changes
from tests.states import remedy_scenes as remedies
from tests.states.credit_scenes import Scene, issued
from usance.amendments import Change
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


@pytest.mark.parametrize("seed", range(6))
def test_accept__random_partial_drawings__sum_to_at_most_the_maximum(stage: House, seed: int) -> None:
    choose = random.Random(seed)
    amount, plus = choose.randrange(1, 100_000), choose.randrange(0, 1_500)
    scene = issued(stage, amount=amount, tolerance_plus=plus, additional_amount=choose.randrange(0, 50))
    most = amount * (10_000 + plus) // 10_000 + scene.terms.additional_amount
    bound = 0
    for number in range(12):
        claimed = choose.randrange(1, amount // 3 + 2)
        own = Scene(stage, scene.terms, scene.statement)
        own.present("issuing_bank", amount=claimed, documents=bytes([number + 1]) * 32).receive()
        receipt = stage.act("accept", "issuing_bank", own.terms, own.statement)
        if receipt.ok:
            taken = receipt.event("Accepted")["amount"]
            assert taken == min(claimed, most - bound)
            bound += taken
        else:
            assert rules_in(receipt.reason) == {"LC10"}
            assert bound == most
        state = stage.view("credit_state", scene.credit_id)
        assert state["drawn"] == bound <= most


def test_tolerance__a_part_of_a_unit__is_nobodys(stage: House) -> None:
    scene = issued(stage, amount=999, tolerance_plus=1_000)
    scene.present("issuing_bank", amount=1_100).receive()
    assert scene.set_state()["marks"] == 8
    event = stage.act("accept", "issuing_bank", scene.terms, scene.statement).require().event("Accepted")
    assert event["amount"] == 1_098


def test_cover__a_part_of_a_unit__is_rounded_up_for_the_payees(stage: House) -> None:
    scene = issued(stage, amount=999, cover_bps=3_333)
    assert stage.view("credit_state", scene.credit_id)["cover"] == 333


@pytest.mark.parametrize("bank", ["issuing_bank", "nominated_bank"])
def test_available__drawn_to_the_end__binds_for_nothing_more(stage: House, bank: str) -> None:
    scene = issued(stage).present("issuing_bank").receive()
    scene.set_act("accept", "issuing_bank")
    other = Scene(stage, scene.terms, scene.statement).present(bank, documents=b"\5" * 32).receive()
    act = "accept"
    if bank == "nominated_bank":
        other.set_act("accept", bank)
        act = "honour"
    assert rules_in(stage.act(act, bank, other.terms, other.statement).reason) == {"LC10"}


@pytest.mark.parametrize("seed", range(4))
def test_change__random_rises_and_reductions_between_drawings__never_less_than_drawn(
    stage: House, seed: int
) -> None:
    choose = random.Random(seed)
    scene = changes.changed(stage, confirmed=False)
    bound = 0
    for number in range(1, 16):
        amount = scene.terms.amount
        if choose.randrange(2):
            difference = choose.choice((-1, 1)) * choose.randrange(1, 40_000_00)
            change = Change.of({}, number=number, difference=difference)
            proposed = stage.act("propose_amendment", "issuing_bank", scene.terms, change)
            if amount + difference < max(1, bound):
                assert rules_in(proposed.reason) & {"LC10", "TERMS"}
                continue
            proposed.require()
            scene.change = change
            scene.take()
        else:
            claimed = choose.randrange(1, 30_000_00)
            own = Scene(stage, scene.terms, scene.statement)
            own.statement = stage.statement(scene.terms, amount=claimed, documents=bytes([number]) * 32)
            args = (own.terms, own.statement)
            stage.act("present", "beneficiary", *args).require()
            stage.act("acknowledge", "issuing_bank", *args, stage.day()).require()
            found = stage.act("accept", "issuing_bank", *args)
            if found.ok:
                assert found.event("Accepted")["amount"] == min(claimed, amount - bound)
                bound += found.event("Accepted")["amount"]
            else:
                assert (rules_in(found.reason), bound) == ({"LC10"}, amount)
        state = stage.view("credit_state", scene.credit_id)
        assert state["drawn"] == bound <= scene.terms.maximum_liability


def test_accept_change__drawn_meanwhile__the_reduction_no_longer_fits(stage: House) -> None:
    scene = changes.below_drawn(stage)
    refused = stage.act("accept_amendment", "beneficiary", scene.terms, scene.change, 0)
    assert rules_in(refused.reason) == {"LC10"}
    assert stage.view("credit_state", scene.credit_id)["drawn"] == 60_000_00


def test_award__nothing_left__binds_for_nothing(stage: House) -> None:
    scene = remedies.refused(stage)
    other = Scene(stage, scene.terms, scene.statement).present("issuing_bank", documents=b"\5" * 32)
    other.receive().set_act("accept", "issuing_bank")
    refused = stage.act("award", "panel", scene.terms, scene.statement, remedies.REFERENCE)
    assert rules_in(refused.reason) == {"LC10"}
