"""LC12: the payee changes between examination and payment, or money goes where a stranger likes."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states.credit_scenes import complying, credit_of, issued, received
from usance.model.outcome import rules_in
from usance.terms import place_key


@pytest.fixture
def stage() -> House:
    return house()


def test_honour__another_payee_in_the_statement__is_another_set(stage: House) -> None:
    scene = complying(stage, "issuing_bank")
    other = scene.statement.but(pay_to=stage["stranger"])
    assert rules_in(stage.act("honour", "issuing_bank", scene.terms, other).reason) == {"UNKNOWN"}


def test_present__by_a_collecting_bank__pays_the_beneficiary_only(stage: House) -> None:
    scene = issued(stage)
    words = {"presenter": stage["third_bank"], "capacity": 3, "pay_to": stage["third_bank"]}
    greedy = stage.statement(scene.terms, **words)
    assert rules_in(stage.act("present", "third_bank", scene.terms, greedy).reason) == {"NOT_PARTY"}
    assert rules_in(stage.act("present", "beneficiary", scene.terms, greedy).reason) == {"STATEMENT"}
    honest = greedy.but(pay_to=stage["beneficiary"])
    assert rules_in(stage.act("present", "third_bank", scene.terms, honest).reason) == {"NOT_PARTY"}
    assert stage.act("present", "beneficiary", scene.terms, honest).ok


def test_present__by_the_adviser_collecting__pays_the_beneficiary_only(stage: House) -> None:
    scene = issued(stage)
    assert scene.terms.adviser == stage["nominated_bank"]
    words = {"presenter": stage["nominated_bank"], "capacity": 3, "pay_to": stage["nominated_bank"]}
    greedy = stage.statement(scene.terms, **words)
    assert rules_in(stage.act("present", "nominated_bank", scene.terms, greedy).reason) == {"STATEMENT"}
    honest = greedy.but(pay_to=stage["beneficiary"])
    assert stage.act("present", "nominated_bank", scene.terms, honest).ok


def test_present__in_the_beneficiarys_name_by_a_stranger__is_refused(stage: House) -> None:
    scene = issued(stage)
    stolen = stage.statement(scene.terms, pay_to=stage["stranger"])
    assert rules_in(stage.act("present", "stranger", scene.terms, stolen).reason) == {"NOT_PARTY"}


def test_claim__of_a_bank_that_paid__is_paid_to_that_bank_whoever_was_payee(stage: House) -> None:
    scene = complying(stage, "confirming_bank")
    scene.set_act("honour", "confirming_bank")
    scene.set_act("forward", "confirming_bank")
    scene.bank = "issuing_bank"
    scene.receive().set_act("accept", "issuing_bank")
    event = stage.act("honour", "issuing_bank", scene.terms, scene.statement).require().event("Honoured")
    assert event["payee"] == stage["confirming_bank"]


@pytest.fixture
def parked(stage: House) -> House:
    """The beneficiary's money waits in the contract."""
    scene = received(stage, "issuing_bank", asset=stage["blocklist"])
    scene.set_act("accept", "issuing_bank")
    token, stranger = stage.seat.tokens["blocklist"], stage["stranger"]
    stage.driver.call(token, "block", (stage["beneficiary"],), stranger).require()
    scene.set_act("honour", "issuing_bank")
    stage.driver.call(token, "unblock", (stage["beneficiary"],), stranger).require()
    return stage


@pytest.mark.parametrize("thief", ["stranger", "issuing_bank", "guardian", "supervisor", "keeper", "court"])
def test_withdraw__by_another_to_its_own_address__is_refused(parked: House, thief: str) -> None:
    args = (parked["blocklist"], parked["beneficiary"], parked[thief])
    assert rules_in(parked.act("withdraw", thief, *args).reason) == {"LC12"}
    assert parked.act("withdraw", thief, args[0], args[1], args[1]).ok


def test_withdraw__by_the_party__goes_where_it_likes(parked: House) -> None:
    args = (parked["blocklist"], parked["beneficiary"], parked["applicant"])
    assert parked.act("withdraw", "beneficiary", *args).ok


def test_issue__in_another_banks_name__is_refused(stage: House) -> None:
    terms = credit_of(stage, issuer=stage["second_issuer"], issuer_place=place_key("HOME"))
    assert rules_in(stage.act("issue", "issuing_bank", terms).reason) == {"NOT_PARTY"}
