"""LC7: a silent bank: it neither accepts nor refuses."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, discrepancies, house
from tests.states import remedy_scenes as remedies
from tests.states.credit_scenes import TEXT, Scene, confirmed, issued, received
from usance.codes import Disposal, Exclusion
from usance.documents import merkle_proof
from usance.model.outcome import rules_in
from usance.terms import place_key


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


def test_return__bank_keeps_the_documents__a_stranger_makes_the_cover_pay(stage: House) -> None:
    scene = remedies.refused(stage, Disposal.RETURN).to_return_day()
    receipt = stage.act("preclude", "stranger", scene.terms, scene.statement).require()
    assert receipt.event("Precluded")["amount"] == scene.terms.amount
    scene.to_due_day()
    stage.act("honour", "stranger", scene.terms, scene.statement).require()
    paid = stage.driver.view(stage.seat.tokens["plain"], "balanceOf", (stage["beneficiary"],))
    assert paid == scene.terms.amount * scene.terms.asset_scale


def test_return__other_documents_in_time__do_not_stop_the_clock(stage: House) -> None:
    scene = remedies.refused(stage, Disposal.RETURN)
    other = stage.act(
        "return_documents", "issuing_bank", scene.terms, scene.statement, remedies.OTHER_DOCUMENTS
    )
    assert rules_in(other.reason) == {"U16"}
    scene.to_return_day()
    assert stage.act("preclude", "stranger", scene.terms, scene.statement).ok


def test_records__reported_unreadable_again_and_again__buy_no_more_time(stage: House) -> None:
    """The clock stands once, for thirty days at most, and goes on with what was left of it."""
    scene = remedies.remedied(stage, exclusions=int(Exclusion.EUCP))
    scene.to(stage.day() + 2, "HOME").now()
    scene.set_act("report_unreadable", "issuing_bank", remedies.PROOF)
    left = stage.view("suspension_of", scene.set_id)[1]
    assert 0 < left < 5
    scene.set_act("resend_records", "beneficiary", remedies.PROOF)
    home = stage.places[place_key("HOME")]
    assert scene.set_state()["last_day"] == home.add_banking_days(stage.day(), left)
    again = stage.act("report_unreadable", "issuing_bank", scene.terms, scene.statement, remedies.PROOF)
    assert rules_in(again.reason) == {"EUCP-e12"}
    scene.past_last_day()
    assert stage.act("preclude", "stranger", scene.terms, scene.statement).ok


@pytest.mark.parametrize("actor", ["issuing_bank", "nominated_bank", "applicant", "stranger"])
def test_notice_off_chain__by_the_banks_word_alone__does_not_undo_silence(stage: House, actor: str) -> None:
    scene = remedies.remedied(stage)
    given = scene.set_state()["last_day"]
    scene.past_last_day()
    words = (discrepancies(1), 1, TEXT, given, 1, remedies.REFERENCE)
    refused = stage.act("record_notice", actor, scene.terms, scene.statement, *words)
    assert rules_in(refused.reason) == {"NOT_PARTY"}
    scene.set_act("preclude", "stranger")
    late = stage.act("record_notice", "delivery_agent", scene.terms, scene.statement, *words)
    assert rules_in(late.reason) == {"U16"}


def test_notice__that_names_what_was_there_before__has_no_effect(stage: House) -> None:
    """A bank that refuses step by step is bound as if it had been silent."""
    scene = remedies.struck(stage)
    assert scene.earlier is not None
    proof = merkle_proof(scene.leaves, scene.notices[0][0]["leaf"])
    args = (scene.earlier, *scene.notices, [proof])
    receipt = stage.act("strike_notice", "stranger", scene.terms, scene.statement, *args).require()
    assert receipt.event("Precluded")["amount"] == scene.terms.amount


def test_assertion__said_again_and_again__holds_a_default_once(stage: House) -> None:
    scene = remedies.contested(stage)
    words = (scene.terms.amount, stage.day("HOME"), remedies.REFERENCE)
    event = stage.act("assert_payment", "issuing_bank", scene.terms, scene.statement, *words)
    assert event.require().event("PaymentAsserted")["held_until"] == 0
    assert stage.act("default_", "stranger", scene.terms, scene.statement).ok
