"""LC13: a credit transferred more than once, or for more than its face.

No credit here can be transferred: the form is not offered, no change can name it, and no act moves a
beneficiary's right to draw to anybody else.
"""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states import change_scenes as changes
from tests.states.credit_scenes import credit_of, issued
from usance.amendments import Change
from usance.codes import Form
from usance.model.outcome import rules_in


@pytest.fixture
def stage() -> House:
    return house()


def test_issue__transferable__is_not_offered(stage: House) -> None:
    terms = credit_of(stage, form=int(Form.TRANSFERABLE))
    assert rules_in(stage.act("issue", "issuing_bank", terms).reason) == {"NOT_OFFERED"}


def test_change__into_a_transferable_credit__is_refused(stage: House) -> None:
    scene = changes.changed(stage)
    change = Change.of({"form": int(Form.TRANSFERABLE)})
    refused = stage.act("propose_amendment", "issuing_bank", scene.terms, change)
    assert rules_in(refused.reason) == {"NOT_OFFERED"}


def test_change__of_the_beneficiary__is_no_change(stage: House) -> None:
    scene = changes.changed(stage)
    change = Change.of({"beneficiary": stage["second_beneficiary"]})
    refused = stage.act("propose_amendment", "issuing_bank", scene.terms, change)
    assert rules_in(refused.reason) == {"U11"}


@pytest.mark.parametrize("actor", ["second_beneficiary", "applicant", "nominated_bank", "stranger"])
def test_present__as_a_second_beneficiary__draws_nothing(stage: House, actor: str) -> None:
    scene = issued(stage)
    words = {"presenter": stage[actor], "capacity": 2, "pay_to": stage[actor]}
    statement = stage.statement(scene.terms, **words)
    refused = stage.act("present", actor, scene.terms, statement)
    assert rules_in(refused.reason) & {"NOT_PARTY", "NOT_OFFERED"}
