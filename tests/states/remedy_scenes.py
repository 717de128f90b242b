"""How the states of docs/states_amendments.md come about: returns, notices, stops, payments off chain."""

from __future__ import annotations

from typing import Any

from tests.machines.credit_house import House
from tests.states.change_scenes import ChangedScene, changed
from tests.states.credit_scenes import TEXT
from usance.codes import Disposal, Exclusion
from usance.documents import merkle_root
from usance.terms import ZERO_ADDRESS

LAW = b"law".ljust(32, b"\1")
REFERENCE = b"reference".ljust(32, b"\1")
PROOF = b"proof".ljust(32, b"\1")
OTHER_DOCUMENTS = b"other documents".ljust(32, b"\1")
LEAVES = [bytes([number]) * 32 for number in range(1, 6)]
NEW_LEAF = b"\7" * 32


# --- returns, notices, awards, stops, records ---


def remedied(house: House, bank: str = "issuing_bank", **changes: Any) -> ChangedScene:
    scene = changed(house, **changes)
    scene.present(bank).receive()
    return scene


def remedied_unreceived(house: House) -> ChangedScene:
    scene = changed(house)
    scene.present("issuing_bank")
    return scene


def refused(house: House, disposal: int = Disposal.HOLD, bank: str = "issuing_bank") -> ChangedScene:
    scene = remedied(house, bank)
    scene.refuse(disposal)
    return scene


def returned(house: House) -> ChangedScene:
    scene = refused(house)
    scene.set_act("return_documents", "issuing_bank", scene.statement.documents)
    return scene


def complying(house: House) -> ChangedScene:
    scene = remedied(house)
    scene.set_act("accept", "issuing_bank")
    return scene


def stopped(house: House, by: str, amount: int = 50_000_00) -> ChangedScene:
    scene = complying(house)
    scene.set_act("stop", by, amount, LAW, REFERENCE, house.day() + 10)
    return scene


def stop_lapsed(house: House) -> ChangedScene:
    scene = stopped(house, "court", 100_000_00)
    scene.to(house.view("stop_of", scene.set_id)["until"] + 1, "HOME", 0)
    return scene


def suspended(house: House) -> ChangedScene:
    scene = remedied(house, exclusions=int(Exclusion.EUCP))
    scene.set_act("report_unreadable", "issuing_bank", PROOF)
    return scene


def resend_over(house: House) -> ChangedScene:
    scene = suspended(house)
    until, _ = house.view("suspension_of", scene.set_id)
    scene.to(until + 1, "HOME", 0)
    return scene


def resent(house: House) -> ChangedScene:
    scene = suspended(house)
    scene.set_act("resend_records", "beneficiary", PROOF)
    return scene


def claim(house: House) -> ChangedScene:
    scene = remedied(house, "confirming_bank")
    scene.set_act("accept", "confirming_bank")
    scene.set_act("honour", "confirming_bank")
    scene.set_act("forward", "confirming_bank")
    scene.bank = "issuing_bank"
    scene.receive()
    return scene


def closed_refused(house: House) -> ChangedScene:
    scene = refused(house)
    scene.to(scene.terms.expiry_day + 11, "HOME").credit_act("close", "stranger")
    return scene


# --- notices without effect ---


def struck(
    house: House,
    *,
    leaf: bytes = LEAVES[1],
    named: bytes = LEAVES[0],
    exclusions: int = Exclusion.LEAF_BAR,
    over: bool = True,
    bank: str = "issuing_bank",
) -> ChangedScene:
    """Two sets with the same documents but one; the second notice finds something on `leaf`."""
    scene = changed(house, exclusions=int(exclusions))
    scene.leaves = LEAVES[:4]
    first, second = ([{"code": 8, "leaf": named}], [{"code": 8, "leaf": leaf}])
    scene.present(bank, documents=merkle_root(scene.leaves)).receive()
    scene.set_act("refuse", bank, first, int(Disposal.HOLD), TEXT)
    scene.earlier = scene.statement
    scene.notices = (second, first)
    scene.present("issuing_bank", documents=merkle_root([*LEAVES[:3], NEW_LEAF])).receive()
    scene.set_act("refuse", "issuing_bank", second, int(Disposal.HOLD), TEXT)
    if over:
        scene.past_last_day()
    return scene


def struck_returned(house: House) -> ChangedScene:
    scene = struck(house, over=False)
    scene.set_act("return_documents", "issuing_bank", scene.statement.documents)
    scene.past_last_day()
    return scene


def struck_turned(house: House) -> ChangedScene:
    """The earlier notice measured against the later one."""
    scene = struck(house, over=False)
    assert scene.earlier is not None
    scene.statement, scene.earlier = scene.earlier, scene.statement
    scene.notices = (scene.notices[1], scene.notices[0])
    scene.past_last_day()
    return scene


# --- payments off chain ---


def off_chain(house: House, bank: str = "issuing_bank") -> ChangedScene:
    scene = remedied(house, bank, asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    scene.set_act("accept", bank)
    return scene


def asserted(house: House, bank: str = "issuing_bank") -> ChangedScene:
    scene = off_chain(house, bank)
    scene.set_act("assert_payment", bank, scene.terms.amount, house.day("HOME"), REFERENCE)
    return scene


def asserted_late(house: House) -> ChangedScene:
    """Asserted in the last hour of the due day, which is over now."""
    scene = off_chain(house)
    scene.to_last_second_of_due_day()
    scene.set_act(
        "assert_payment", "issuing_bank", scene.terms.amount, scene.set_state()["due_day"], REFERENCE
    )
    scene.past_due_day()
    return scene


def hold_over(house: House) -> ChangedScene:
    scene = asserted_late(house)
    held_until = house.view("payment_assertion_of", scene.set_id)["held_until"]
    scene.to(held_until + 1, "HOME", 0)
    return scene


def contested(house: House) -> ChangedScene:
    scene = asserted_late(house)
    scene.set_act("contest_payment", "beneficiary")
    return scene


def confirmed_paid(house: House) -> ChangedScene:
    scene = asserted(house)
    scene.set_act("confirm_payment", "beneficiary", scene.terms.amount, REFERENCE)
    return scene


def overdue(house: House) -> ChangedScene:
    scene = off_chain(house)
    scene.past_due_day()
    return scene
