"""LC1: money leaves twice: paid after it went back, or paid again."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states import change_scenes as changes
from tests.states import remedy_scenes as remedies
from tests.states.credit_scenes import Scene, complying, credit_of, ended, honoured
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


def held(stage: House, token: str = "plain") -> int:
    return int(stage.driver.view(stage.seat.tokens[token], "balanceOf", (stage.credit.address,)))


def others(stage: House, count: int = 3) -> list[Scene]:
    """More live credits of the same amount in the same contract."""
    found = []
    for number in range(count):
        terms = credit_of(stage, salt=bytes([number + 1]) * 32)
        scene = Scene(stage, terms, stage.statement(terms))
        scene.credit_act("issue", "issuing_bank")
        found.append(scene)
    return found


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank", "nominated_bank"])
def test_honour__paid_already__moves_nothing_more(stage: House, bank: str) -> None:
    live = others(stage)
    scene = honoured(stage, bank)
    before = held(stage)
    for actor in ("issuing_bank", "confirming_bank", "nominated_bank", "stranger"):
        receipt = stage.act("honour", actor, scene.terms, scene.statement)
        assert rules_in(receipt.reason) & {"STATE", "NOT_PARTY"}
    assert held(stage) == before
    cover = [stage.view("credit_state", other.credit_id)["cover"] for other in live]
    assert cover == [10_000_000] * 3


def test_close__cover_went_back__nothing_is_paid_or_returned_again(stage: House) -> None:
    live = others(stage)
    scene = ended(stage)
    before = held(stage)
    for act in ("honour", "waive", "preclude", "accept", "forward"):
        assert rules_in(stage.act(act, "issuing_bank", scene.terms, scene.statement).reason) == {"CLOSED"}
    assert rules_in(stage.act("close", "issuing_bank", scene.terms).reason) == {"CLOSED"}
    assert held(stage) == before == 3 * 10_000_000 * live[0].terms.asset_scale


def test_close__an_accepted_set_is_unpaid__cover_stays(stage: House) -> None:
    scene = complying(stage, "issuing_bank")
    scene.to(scene.terms.expiry_day + 11, "HOME")
    assert rules_in(stage.act("close", "issuing_bank", scene.terms).reason) == {"OPEN_SET"}
    assert stage.act("honour", "stranger", scene.terms, scene.statement).ok


def test_cover__one_credit_pays__never_out_of_another_ones_cover(stage: House) -> None:
    live = others(stage)
    scene = complying(stage, "issuing_bank")
    before = held(stage)
    scene.to_due_day()
    receipt = stage.act("honour", "stranger", scene.terms, scene.statement).require()
    assert receipt.event("Honoured")["from_cover"] == 10_000_000
    assert held(stage) == before - 10_000_000 * scene.terms.asset_scale
    for other in live:
        assert stage.view("credit_state", other.credit_id)["cover"] == 10_000_000


def test_cancel__cover_went_back__nothing_is_paid_returned_or_taken_again(stage: House) -> None:
    live = others(stage)
    scene = changes.cancelling(stage).extend()
    scene.credit_act("accept_amendment", "beneficiary", scene.change, 0)
    before = held(stage)
    assert before == 3 * 10_000_000 * live[0].terms.asset_scale
    for act in ("close", "expire"):
        assert rules_in(stage.act(act, "issuing_bank", scene.terms).reason) == {"CLOSED"}
    again = stage.act("accept_amendment", "beneficiary", scene.terms, scene.change, 0)
    assert rules_in(again.reason) == {"CLOSED"}
    assert rules_in(stage.act("present", "beneficiary", scene.terms, scene.statement).reason) == {"CLOSED"}
    assert held(stage) == before


@pytest.mark.parametrize("answer", ["accepted", "rejected", "part", "closed"])
def test_change__cover_taken_for_it__leaves_once(stage: House, answer: str) -> None:
    """10,000.00 were taken for a rise: they join the credit's cover, or go back, never both."""
    live = others(stage)
    scene = changes.pending(stage)
    scale = scene.terms.asset_scale
    assert held(stage) == (4 * 10_000_000 + changes.RISE) * scale
    if answer == "accepted":
        scene.take()
    elif answer == "rejected":
        scene.credit_act("reject_amendment", "beneficiary", scene.amendment)
    elif answer == "part":
        scene.credit_act("accept_amendment", "beneficiary", scene.change, 1)
    else:
        scene.to(scene.terms.expiry_day + 11, "HOME").credit_act("close", "stranger")
        scene.credit_act("reject_amendment", "stranger", scene.amendment)
    kept = changes.RISE if answer == "accepted" else -10_000_000 if answer == "closed" else 0
    assert held(stage) == (4 * 10_000_000 + kept) * scale
    for act, *args in (
        ("reject_amendment", scene.amendment),
        ("accept_amendment", scene.change, 0),
        ("accept_amendment", scene.change, 1),
    ):
        refused = stage.act(act, "beneficiary", scene.terms, *args)
        assert rules_in(refused.reason) & {"U11", "CLOSED"}
    assert held(stage) == (4 * 10_000_000 + kept) * scale
    assert [stage.view("credit_state", one.credit_id)["cover"] for one in live] == [10_000_000] * 3


def test_reject__a_change_of_another_credit__frees_nothing(stage: House) -> None:
    scene = changes.pending(stage)
    other = others(stage, 1)[0]
    before = held(stage)
    refused = stage.act("reject_amendment", "beneficiary", other.terms, scene.amendment)
    assert rules_in(refused.reason) == {"U11"}
    assert held(stage) == before


def test_stop__of_a_part__the_rest_and_the_part_are_each_paid_once(stage: House) -> None:
    scene = remedies.stopped(stage, "court")
    scene.to_due_day()
    paid = stage.act("honour", "stranger", scene.terms, scene.statement).require().event("Honoured")
    assert (paid["from_cover"], paid["outstanding"]) == (50_000_00, 50_000_00)
    again = stage.act("honour", "issuing_bank", scene.terms, scene.statement)
    assert rules_in(again.reason) == {"LEGAL_STOP"}
    scene.to(stage.view("stop_of", scene.set_id)["until"] + 1, "HOME", 0)
    paid = stage.act("honour", "stranger", scene.terms, scene.statement).require().event("Honoured")
    assert (paid["from_cover"], paid["outstanding"]) == (50_000_00, 0)
    assert rules_in(stage.act("honour", "issuing_bank", scene.terms, scene.statement).reason) == {"STATE"}
