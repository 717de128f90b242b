"""LC15: "issued" with nothing behind it."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states.credit_scenes import credit_of
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


def test_issue__no_asset_and_no_cover__is_not_offered(stage: House) -> None:
    """Nothing would have to move at birth, and nothing could ever move later."""
    terms = credit_of(stage, asset=NOBODY, cover_bps=0)
    assert rules_in(stage.act("issue", "issuing_bank", terms).reason) == {"NOT_OFFERED"}
