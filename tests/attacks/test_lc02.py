"""LC2: a payee that cannot receive, or a bank that ends the credit early, blocks a payment for ever."""

from __future__ import annotations

import pytest

from tests.machines.credit_house import House, house
from tests.states import change_scenes as changes
from tests.states import remedy_scenes as remedies
from tests.states.credit_scenes import Scene, confirmed, honoured, received
from usance.model.outcome import rules_in

BLOCKED = ("blocklist", "pause", "upgrade", "callback")


@pytest.fixture
def stage() -> House:
    return house()


def spoil(stage: House, name: str, payee: str) -> None:
    """Make the token refuse to deliver to the payee."""
    token, stranger = stage.seat.tokens[name], stage["stranger"]
    act = {
        "blocklist": ("block", (payee,)),
        "pause": ("pause", ()),
        "upgrade": ("upgrade", (100,)),
        "callback": ("arm", (stage["applicant"], b"", True)),
    }[name]
    if name == "callback":
        hostile = stage.driver.deploy("HostileParty", (stranger, 1), stranger)
        act = ("arm", (hostile.address, b"\1\2\3\4", True))
    stage.driver.call(token, act[0], act[1], stranger).require()


@pytest.mark.parametrize("name", BLOCKED)
def test_honour__payee_cannot_receive__cover_is_booked_for_it_and_the_credit_closes(
    stage: House, name: str
) -> None:
    scene = received(stage, "issuing_bank", asset=stage[name])
    scene.set_act("accept", "issuing_bank")
    scene.to_due_day()
    spoil(stage, name, stage["beneficiary"])
    receipt = stage.act("honour", "stranger", scene.terms, scene.statement).require()
    amount = scene.terms.amount * scene.terms.asset_scale
    assert receipt.event("Credited")["amount"] == amount
    assert stage.view("withdrawable", stage["beneficiary"], stage[name]) == amount
    assert scene.set_state()["status"] == 5
    stage.act("close", "issuing_bank", scene.terms).require()
    state = stage.view("credit_state", scene.credit_id)
    assert (state["status"], state["cover"]) == (3, 0)


def test_withdraw__blocklist_lifted__the_payee_gets_all(stage: House) -> None:
    scene = received(stage, "issuing_bank", asset=stage["blocklist"])
    scene.set_act("accept", "issuing_bank")
    token, payee = stage.seat.tokens["blocklist"], stage["beneficiary"]
    spoil(stage, "blocklist", payee)
    scene.set_act("honour", "issuing_bank")
    blocked = stage.act("withdraw", "beneficiary", token.address, payee, payee)
    assert "blocked" in blocked.reason
    stage.driver.call(token, "unblock", (payee,), stage["stranger"]).require()
    paid = stage.act("withdraw", "stranger", token.address, payee, payee).require()
    assert paid.returned == scene.terms.amount * scene.terms.asset_scale
    assert stage.driver.view(token, "balanceOf", (payee,)) == paid.returned
    assert stage.view("owed", token.address) == 0


def test_honour__a_payee_that_burns_all_gas__cannot_stop_the_payment(stage: House) -> None:
    stranger = stage["stranger"]
    hostile = stage.driver.deploy("HostileParty", (stranger, 2), stranger)
    scene = received(stage, "issuing_bank", asset=stage["callback"])
    scene.set_act("accept", "issuing_bank")
    token = stage.seat.tokens["callback"]
    stage.driver.call(token, "arm", (hostile.address, b"\1\2\3\4", True), stranger).require()
    scene.to_due_day()
    receipt = stage.act("honour", "stranger", scene.terms, scene.statement).require()
    assert receipt.event("Honoured")["outstanding"] == 0
    assert stage.view("withdrawable", stage["beneficiary"], token.address) > 0


@pytest.mark.parametrize("bank", ["confirming_bank", "nominated_bank"])
def test_close__a_bank_has_paid_and_not_claimed_yet__its_claim_survives(stage: House, bank: str) -> None:
    """U8: the issuing bank may not end the credit over a bank that paid for it."""
    scene = honoured(stage, bank)
    stage.act("close", "issuing_bank", scene.terms)
    claim = stage.act("forward", bank, scene.terms, scene.statement)
    assert claim.ok, f"{bank} has paid and cannot claim: {claim.reason} (U8)"


def test_expire__over_a_running_clock__the_set_is_still_decided_and_paid(stage: House) -> None:
    scene: Scene = confirmed(stage)
    scene.to(scene.terms.expiry_day, "HOME").present("issuing_bank").receive()
    scene.to(scene.terms.expiry_day + 1, "HOME").now()
    stage.act("expire", "stranger", scene.terms).require()
    scene.past_last_day()
    stage.act("preclude", "stranger", scene.terms, scene.statement).require()
    scene.to_due_day()
    assert stage.act("honour", "stranger", scene.terms, scene.statement).ok
    assert rules_in(stage.act("expire", "stranger", scene.terms).reason) == {"STATE"}


@pytest.mark.parametrize("name", ["blocklist", "pause", "upgrade"])
def test_reject__issuing_bank_cannot_receive__its_cover_waits_and_the_change_is_answered(
    stage: House, name: str
) -> None:
    scene = changes.pending(stage, asset=stage[name])
    spoil(stage, name, stage["issuing_bank"])
    scene.credit_act("reject_amendment", "beneficiary", scene.amendment)
    waiting = stage.view("withdrawable", stage["issuing_bank"], stage[name])
    assert waiting == changes.RISE * scene.terms.asset_scale


def test_stop__repeated_for_ever__needs_another_order_each_time_and_lapses(stage: House) -> None:
    """One order keeps money back for thirty days; the same order never again."""
    scene = remedies.complying(stage)
    words = (scene.terms.amount, remedies.LAW, remedies.REFERENCE)
    longer = stage.act("stop", "issuing_bank", scene.terms, scene.statement, *words, stage.day() + 31)
    assert rules_in(longer.reason) == {"LEGAL_STOP"}
    scene.set_act("stop", "issuing_bank", *words, stage.day() + 30)
    scene.to(stage.day() + 31, "HOME", 0)
    again = stage.act("stop", "issuing_bank", scene.terms, scene.statement, *words, stage.day() + 32)
    assert rules_in(again.reason) == {"LEGAL_STOP"}
    paid = stage.act("honour", "stranger", scene.terms, scene.statement).require().event("Honoured")
    assert paid["from_cover"] == scene.terms.amount


def test_records__never_sent_again__the_set_is_dropped_and_the_credit_closes(stage: House) -> None:
    scene = remedies.resend_over(stage)
    assert rules_in(stage.act("close", "stranger", scene.terms).reason) == {"OPEN_SET"}
    scene.set_act("drop", "issuing_bank")
    assert stage.act("close", "stranger", scene.terms).ok
