"""LC9: a set bound to the wrong credit, or used for two."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states import change_scenes as changes
from tests.states.credit_scenes import TEXT, Scene, credit_of, received
from usance.amendments import amendment_id, applied
from usance.model.outcome import rules_in
from usance.terms import credit_id, presentation_id


@pytest.fixture
def stage() -> House:
    return house()


def second_credit(stage: House) -> Scene:
    terms = credit_of(stage, salt=b"second".ljust(32, b"\0"))
    scene = Scene(stage, terms, stage.statement(terms))
    scene.credit_act("issue", "issuing_bank")
    return scene


def test_present__the_same_statement_twice__is_refused_in_every_state(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    for act in ("accept", "honour"):
        again = stage.act("present", "beneficiary", scene.terms, scene.statement)
        assert rules_in(again.reason) == {"LC9"}
        scene.set_act(act, "issuing_bank")
    again = stage.act("present", "beneficiary", scene.terms, scene.statement)
    assert rules_in(again.reason) == {"LC9"}


def test_present__a_refused_set__comes_again_only_as_another_set(stage: House) -> None:
    scene = received(stage, "issuing_bank").refuse(1)
    assert not stage.act("present", "beneficiary", scene.terms, scene.statement).ok
    cured = scene.statement.but(documents=b"cured".ljust(32, b"\0"))
    assert stage.act("present", "beneficiary", scene.terms, cured).ok


@pytest.mark.parametrize("act", ["accept", "preclude", "honour", "forward", "waive"])
def test_act__with_the_terms_of_another_credit__finds_no_set(stage: House, act: str) -> None:
    first, second = received(stage, "issuing_bank"), second_credit(stage)
    for actor in ("issuing_bank", "beneficiary"):
        assert rules_in(stage.act(act, actor, second.terms, first.statement).reason) == {"UNKNOWN"}


def test_refuse__with_the_terms_of_another_credit__finds_no_set(stage: House) -> None:
    first, second = received(stage, "issuing_bank"), second_credit(stage)
    notice = (second.terms, first.statement, discrepancies(1), 1, TEXT)
    assert rules_in(stage.act("refuse", "issuing_bank", *notice).reason) == {"UNKNOWN"}


def test_ids__commit_to_chain_contract_credit_and_every_field(stage: House) -> None:
    scene = received(stage, "issuing_bank")
    chain, contract = stage.driver.chain_id, stage.credit.address
    seen = {
        credit_id(scene.terms, chain, contract),
        credit_id(scene.terms, chain + 1, contract),
        credit_id(scene.terms, chain, stage["stranger"]),
        credit_id(scene.terms.but(salt=b"\1" * 32), chain, contract),
    }
    assert len(seen) == 4
    sets = {
        presentation_id(scene.credit_id, scene.statement),
        presentation_id(bytes(32), scene.statement),
        presentation_id(scene.credit_id, scene.statement.but(documents=b"\2" * 32)),
        presentation_id(scene.credit_id, scene.statement.but(schedule_29b=True)),
    }
    assert len(sets) == 4
    assert stage.view("presentation_state", scene.set_id)["status"] == 1


def test_issue__the_same_terms_twice__are_one_credit(stage: House) -> None:
    scene = second_credit(stage)
    assert rules_in(stage.act("issue", "issuing_bank", scene.terms).reason) == {"EXISTS"}
    stolen = stage.act("issue", "second_issuer", scene.terms)
    assert rules_in(stolen.reason) == {"NOT_PARTY"}


def test_set__presented_before_a_change__stays_one_set_under_the_new_terms(stage: House) -> None:
    """Its id is of the credit, not of the terms: it cannot be presented once more after a change."""
    scene = changes.pending(stage).extend()
    scene.present("issuing_bank", amount=1_00).receive()
    before = scene.set_id
    scene.take()
    assert scene.set_id == before
    again = stage.act("present", "beneficiary", scene.terms, scene.statement)
    assert rules_in(again.reason) == {"LC9"}
    scene.set_act("accept", "issuing_bank")


def test_issue__the_terms_that_a_change_will_make__cannot_steal_a_credits_acts(stage: House) -> None:
    """An issuing bank knows what its change will make, and issues that first: the change then fails."""
    scene = changes.changed(stage)
    change = changes.rise(scene)
    coming = applied(scene.terms, change, amendment_id(scene.credit_id, change))
    stage.act("issue", "issuing_bank", coming).require()
    scene.propose(change).extend()
    taken = stage.act("accept_amendment", "beneficiary", scene.terms, change, 0)
    assert rules_in(taken.reason) == {"EXISTS"}
    scene.present("issuing_bank").receive().set_act("accept", "issuing_bank")


def test_issue__terms_of_an_amended_credit__are_another_credit_and_harm_nobody(stage: House) -> None:
    scene = changes.accepted(stage)
    before = stage.view("credit_state", scene.credit_id)
    stage.act("issue", "issuing_bank", scene.terms)
    assert stage.view("credit_state", scene.credit_id) == before
    present = stage.act("present", "beneficiary", scene.terms, stage.statement(scene.terms))
    assert present.require().event("Presented")["credit"] == scene.credit_id


@pytest.mark.parametrize("act", ["accept", "preclude", "honour", "forward", "waive", "demand_return"])
def test_act__with_terms_that_were_in_force_once__is_refused(stage: House, act: str) -> None:
    scene = changes.superseded(stage)
    for actor in ("issuing_bank", "beneficiary", "applicant"):
        refused = stage.act(act, actor, scene.terms, scene.statement)
        assert rules_in(refused.reason) == {"U11"}
