"""The acts of docs/states_claims.md as calls, and a cell's attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.machines.claim_house import HOME
from tests.machines.credit_house import DAY
from tests.states.claim_stage import ANOTHER, FACE, FEW, NONCE, NONE, REFERENCE, SCALE, SECURED, SOME, Scene
from usance.chain.driver import Receipt
from usance.claim_terms import prolongation
from usance.claims.signing import acceptance_message
from usance.signing import sign

Call = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Try:
    """The words of the acts, as this actor would say them at this moment."""

    scene: Scene
    actor: str
    moment: int
    today: int

    @property
    def self_(self) -> str:
        return self.scene.address(self.actor)

    def of_terms(self, name: str, *args: Any) -> Call:
        return name, (self.scene.terms, *args)

    def of_id(self, name: str, *args: Any) -> Call:
        return name, (self.scene.id, *args)

    def of_other(self, name: str) -> Call:
        """About another claim of the same terms."""
        return name, (self.scene.terms.but(salt=ANOTHER),)

    def signed(self) -> tuple[int, int, int, bytes]:
        """Waivers, nonce, deadline and the debtor's signature."""
        scene, deadline = self.scene, self.moment + DAY
        message = acceptance_message(scene.house.domain, [scene.id], NONE, NONCE, deadline)
        key = scene.house.seat.keys[scene.seat("debtor")]
        return NONE, NONCE, deadline, sign(key, message)

    def transfer(self, sender: str, receiver: str) -> Call:
        return "safeTransferFrom", (sender, receiver, self.scene.unit, FEW, b"")

    def pledge(self) -> Call:
        """To the pledgee; its own to the financier."""
        to = "financier" if self.actor == "pledgee" else "pledgee"
        return self.of_id("pledge", self.scene.address(to), FEW, SECURED)


ACTS: dict[str, Callable[[Try], Call]] = {
    "register": lambda t: t.of_terms("register"),
    "register_again": lambda t: t.of_other("register"),
    "accept": lambda t: t.of_terms("accept", NONE),
    "accept_signed": lambda t: t.of_terms("accept_signed", *t.signed()),
    "accept_unsigned": lambda t: t.of_terms("accept_signed", *t.signed()[:-1], b""),
    "deny": lambda t: t.of_terms("deny"),
    "submit": lambda t: t.of_terms("submit"),
    "deem": lambda t: t.of_terms("deem"),
    "rescind": lambda t: t.of_terms("rescind"),
    "attest": lambda t: t.of_terms("attest", 1, t.moment + 30 * DAY, REFERENCE),
    "issue_payable": lambda t: t.of_terms("issue_payable"),
    "issue_again": lambda t: t.of_other("issue_payable"),
    "receive": lambda t: t.of_terms("receive"),
    "refuse": lambda t: t.of_terms("refuse"),
    "lapse": lambda t: t.of_terms("lapse"),
    "cancel": lambda t: t.of_terms("cancel", REFERENCE),
    "reserve": lambda t: ("reserve", (t.scene.terms.debtor, FACE)),
    "bear": lambda t: t.of_terms("bear"),
    "transfer": lambda t: t.transfer(t.self_, t.scene.address("third_supplier")),
    "transfer_out": lambda t: t.transfer(t.self_, t.scene.address("stranger")),
    "transfer_refusing": lambda t: t.transfer(t.self_, t.scene.address("refusing")),
    "transfer_sellers": lambda t: t.transfer(t.scene.address("seller"), t.scene.address("third_supplier")),
    "pay": lambda t: t.of_terms("pay", SOME),
    "withdraw": lambda t: t.of_terms("withdraw", t.self_, t.self_),
    "withdraw_sellers": lambda t: t.of_terms("withdraw", t.scene.address("seller"), t.self_),
    "retire": lambda t: t.of_id("retire", FEW),
    "collect": lambda t: t.of_id("collect", t.scene.address("third_supplier")),
    "pledge": lambda t: t.pledge(),
    "release_pledge": lambda t: t.of_id("release_pledge", t.scene.address("seller")),
    "redeem_pledge": lambda t: t.of_terms("redeem_pledge", t.scene.address("pledgee")),
    "call_pledge": lambda t: t.of_id("call_pledge", t.scene.address("seller")),
    "foreclose": lambda t: t.of_id("foreclose", t.scene.address("seller")),
    "share_proceeds": lambda t: t.of_id(
        "share_proceeds", t.scene.address("seller"), t.scene.address("pledgee")
    ),
    "notify": lambda t: t.of_terms("notify"),
    "acknowledge_notice": lambda t: t.of_terms("acknowledge_notice"),
    "report_misdirected": lambda t: t.of_terms(
        "report_misdirected", t.scene.address("financier"), FEW, t.today, REFERENCE
    ),
    "assert_payment": lambda t: t.of_terms("assert_payment", SOME, t.today, ANOTHER),
    "assert_again": lambda t: t.of_terms("assert_payment", SOME, t.today, REFERENCE),
    "confirm_payment": lambda t: t.of_id("confirm_payment", FEW, REFERENCE),
    "confirm_for_all": lambda t: t.of_terms("confirm_for_all", SOME, REFERENCE),
    "contest_payment": lambda t: t.of_id("contest_payment", REFERENCE),
    "dispute": lambda t: t.of_terms("dispute", SOME, 2, t.today + 10),
    "dispute_setoff": lambda t: t.of_terms("dispute", SOME, 5, t.today + 10),
    "answer_dispute": lambda t: t.of_terms("answer_dispute", False, REFERENCE),
    "drop_dispute": lambda t: t.of_terms("drop_dispute"),
    "credit_note": lambda t: t.of_terms("credit_note", SOME, REFERENCE),
    "credit_note_above": lambda t: t.of_terms("credit_note", FACE + 1, REFERENCE),
    "agree": lambda t: t.of_id("agree", prolongation(t.scene.later)),
    "prolong": lambda t: t.of_terms("prolong", t.scene.later, t.scene.named),
    "change_asset": lambda t: t.of_terms("change_asset", t.scene.house["pause"], SCALE, t.scene.named),
    "age": lambda t: t.of_terms("age"),
    "default": lambda t: t.of_terms("default_"),
    "write_off": lambda t: t.of_id("write_off"),
    "settle": lambda t: t.of_terms("settle"),
}


def attempt(scene: Scene, act: str, actor: str) -> Receipt:
    """The act of a cell, by its actor, at the scene's moment (a minute later when that has passed)."""
    driver = scene.house.driver
    moment = scene.moment if scene.moment > driver.now() else driver.now() + 60
    driver.set_time(moment)
    today = scene.house.places[HOME].local_day(moment)
    name, args = ACTS[act](Try(scene, actor, moment, today))
    return scene.act(actor, name, *args)
