"""LC15: "issued" with nothing behind it."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states import change_scenes as changes
from tests.states.credit_scenes import credit_of, received
from usance.model.outcome import rules_in
from usance.terms import ZERO_ADDRESS as NOBODY


@pytest.fixture
def stage() -> House:
    return house()


def held(stage: House, token: str) -> int:
    return int(stage.driver.view(stage.seat.tokens[token], "balanceOf", (stage.credit.address,)))


@pytest.mark.parametrize("cover_bps", [10_000, 5_000, 1, 0])
def test_issue__says_its_cover__and_holds_exactly_that(stage: House, cover_bps: int) -> None:
    terms = credit_of(stage, cover_bps=cover_bps)
    event = stage.act("issue", "issuing_bank", terms).require().event("Issued")
    assert event["cover"] == -(-terms.amount * cover_bps // 10_000)
    assert held(stage, "plain") == event["cover"] * terms.asset_scale


@pytest.mark.parametrize("token", ["fee", "false_return"])
def test_issue__a_token_that_does_not_arrive_whole__leaves_no_credit(stage: House, token: str) -> None:
    terms = credit_of(stage, asset=stage[token])
    refused = stage.act("issue", "issuing_bank", terms)
    assert rules_in(refused.reason) == {"STL2" if token == "fee" else "STL1"}
    assert stage.view("credit_state", stage.model.credit_id(terms))["status"] == 0
    assert held(stage, token) == 0


def test_issue__without_approval_or_money__leaves_no_credit(stage: House) -> None:
    token = stage.seat.tokens["plain"]
    stage.driver.call(token, "approve", (stage.credit.address, 1), stage["issuing_bank"]).require()
    terms = credit_of(stage)
    assert stage.act("issue", "issuing_bank", terms).reason == "token: allowance"
    assert stage.view("credit_state", stage.model.credit_id(terms))["status"] == 0


def test_donation__tokens_sent_to_the_contract__are_nobodys_cover(stage: House) -> None:
    token, bank = stage.seat.tokens["plain"], stage["second_issuer"]
    stage.driver.call(token, "transfer", (stage.credit.address, 10**18), bank).require()
    terms = credit_of(stage, cover_bps=0)
    stage.act("issue", "issuing_bank", terms).require()
    assert stage.view("credit_state", stage.model.credit_id(terms))["cover"] == 0
    assert stage.view("owed", token.address) == 0


def test_issue__paid_off_chain__is_a_promise_by_name_and_never_says_cover(stage: House) -> None:
    words = {"asset": NOBODY, "asset_scale": 1, "cover_bps": 0}
    for change in ({"cover_bps": 1}, {"asset_scale": 10_000}):
        terms = credit_of(stage, **(words | change))
        assert rules_in(stage.act("issue", "issuing_bank", terms).reason) == {"TERMS"}
    terms = credit_of(stage, **words)
    event = stage.act("issue", "issuing_bank", terms).require().event("Issued")
    assert (event["cover"], event["terms"]["cover_bps"]) == (0, 0)
    assert stage.view("credit_state", stage.model.credit_id(terms))["cover"] == 0


def test_honour__of_a_credit_paid_off_chain__moves_nothing(stage: House) -> None:
    """There is no token: nothing may look as if it had paid."""
    scene = received(stage, "issuing_bank", asset=NOBODY, asset_scale=1, cover_bps=0)
    scene.set_act("accept", "issuing_bank")
    scene.to_due_day()
    for actor in ("issuing_bank", "stranger"):
        refused = stage.act("honour", actor, scene.terms, scene.statement)
        assert rules_in(refused.reason) == {"OFF_CHAIN"}
    assert scene.set_state()["amount"] == scene.terms.amount


@pytest.mark.parametrize("cover_bps", [10_000, 3_333, 1, 0])
def test_propose__a_rise__holds_its_cover_before_anybody_can_take_it(stage: House, cover_bps: int) -> None:
    scene = changes.changed(stage, cover_bps=cover_bps)
    before = held(stage, "plain")
    scene.propose(changes.rise(scene))
    share = [-(-amount * cover_bps // 10_000) for amount in (100_000_00, 110_000_00)]
    taken = stage.view("amendment_state", scene.amendment)["cover"]
    assert taken == share[1] - share[0]
    assert held(stage, "plain") - before == taken * scene.terms.asset_scale
    scene.extend().take()
    assert stage.view("credit_state", scene.credit_id)["cover"] == share[1]


def test_propose__a_rise_without_money_or_approval__leaves_no_change(stage: House) -> None:
    scene = changes.changed(stage)
    token = stage.seat.tokens["plain"]
    stage.driver.call(token, "approve", (stage.credit.address, 1), stage["issuing_bank"]).require()
    refused = stage.act("propose_amendment", "issuing_bank", scene.terms, changes.rise(scene))
    assert refused.reason == "token: allowance"
    scene.change = changes.rise(scene)
    assert stage.view("amendment_state", scene.amendment)["status"] == 0


def test_reduction__over_an_open_set__frees_no_cover(stage: House) -> None:
    """What a bank may yet be bound for keeps its cover until the credit closes."""
    scene = changes.changed(stage)
    scene.propose(changes.less(scene)).extend()
    scene.present("issuing_bank").receive()
    scene.take()
    assert stage.view("credit_state", scene.credit_id)["cover"] == 100_000_00
