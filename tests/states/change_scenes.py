"""How the states of docs/states_amendments.md come about: changes, and sets that take one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.machines.credit_house import House
from tests.states.credit_scenes import Scene, credit_of
from usance.amendments import Change, amendment_id, applied
from usance.codes import Disposal
from usance.terms import Credit, Presentation, presentation_id

RISE = 10_000_00


@dataclass
class ChangedScene(Scene):
    """A scene whose credit keeps its id when its terms change. `own`: the confirming bank's own terms."""

    birth: Credit | None = None
    change: Change = field(default_factory=Change)
    own: Credit | None = None
    earlier: Presentation | None = None
    notices: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    leaves: list[bytes] = field(default_factory=list)

    @property
    def credit_id(self) -> bytes:
        return self.house.model.credit_id(self.birth or self.terms)

    @property
    def set_id(self) -> bytes:
        return presentation_id(self.credit_id, self.statement)

    @property
    def amendment(self) -> bytes:
        return amendment_id(self.credit_id, self.change)

    def propose(self, change: Change) -> ChangedScene:
        self.change = change
        self.credit_act("propose_amendment", "issuing_bank", change)
        return self

    def extend(self, extends: bool = True, by: str = "confirming_bank") -> ChangedScene:
        self.house.act("extend_confirmation", by, self.own or self.terms, self.change, extends).require()
        return self

    def take(self) -> ChangedScene:
        """The beneficiary takes the change; acts carry the new terms from here."""
        self.credit_act("accept_amendment", "beneficiary", self.change, 0)
        self.birth = self.birth or self.terms
        before, self.terms = self.terms, applied(self.terms, self.change, self.amendment)
        if self.house.view("credit_state", self.credit_id)["apart"]:
            self.own = self.own or before
        return self

    def to_return_day(self) -> ChangedScene:
        self.to(self.set_state()["due_day"] + 1, self.place, 0)
        return self


def changed(house: House, *, confirmed: bool = True, **changes: Any) -> ChangedScene:
    """The credit of the tables, a day old, with a panel."""
    terms = credit_of(house, panel=house["panel"], **changes)
    scene = ChangedScene(house, terms, house.statement(terms))
    scene.credit_act("issue", "issuing_bank")
    house.at_day(house.day() + 1)
    scene.now()
    if confirmed:
        scene.credit_act("confirm", "confirming_bank", True)
    return scene


# --- amendments ---


def rise(scene: ChangedScene, number: int = 1) -> Change:
    """The change of the tables: 10,000.00 more, two weeks more, a latest shipment."""
    words = {"expiry_day": scene.terms.expiry_day + 14, "latest_shipment_day": scene.terms.expiry_day}
    return Change.of(words, number=number, difference=RISE)


def shorter(scene: ChangedScene) -> Change:
    words = {"expiry_day": scene.terms.expiry_day - 5, "tolerance_minus": 500}
    return Change.of(words)


def less(scene: ChangedScene) -> Change:
    return Change.of(
        {"tolerance_minus": 500, "expiry_day": scene.terms.expiry_day + 1}, difference=-50_000_00
    )


def pending(house: House, **words: Any) -> ChangedScene:
    scene = changed(house, **words)
    return scene.propose(rise(scene))


def accepted(house: House) -> ChangedScene:
    return pending(house).extend().take()


def apart(house: House) -> ChangedScene:
    return pending(house).take()


def extended_apart(house: House) -> ChangedScene:
    return apart(house).extend()


def followed(house: House) -> ChangedScene:
    """The confirming bank extended late and its terms follow."""
    scene = extended_apart(house)
    house.act("apply_extension", "stranger", scene.own, scene.change).require()
    scene.own = None
    return scene


def rejected(house: House) -> ChangedScene:
    scene = pending(house)
    scene.credit_act("reject_amendment", "beneficiary", scene.amendment)
    return scene


def below_drawn(house: House) -> ChangedScene:
    scene = changed(house)
    scene.propose(less(scene)).present("issuing_bank", amount=60_000_00).receive()
    scene.set_act("accept", "issuing_bank")
    return scene


def shortening(house: House) -> ChangedScene:
    scene = changed(house)
    return scene.propose(shorter(scene))


def cancelling(house: House, *, open_set: bool = False) -> ChangedScene:
    scene = changed(house)
    if open_set:
        scene.present("issuing_bank").receive()
    return scene.propose(Change(cancel=True))


def cancelled(house: House) -> ChangedScene:
    scene = cancelling(house).extend()
    scene.credit_act("accept_amendment", "beneficiary", scene.change, 0)
    return scene


def closed_pending(house: House) -> ChangedScene:
    scene = pending(house)
    scene.to(scene.terms.expiry_day + 11, "HOME").credit_act("close", "stranger")
    return scene


def stopped_pending(house: House) -> ChangedScene:
    scene = pending(house)
    house.act("pause", "guardian").require()
    return scene


def expired_pending(house: House) -> ChangedScene:
    scene = pending(house)
    scene.to(scene.terms.expiry_day + 1, "HOME", 0).credit_act("expire", "stranger")
    return scene


def asked(house: House) -> ChangedScene:
    scene = changed(house, confirmed=False)
    scene.credit_act("ask_silent_confirmation", "beneficiary", house["third_bank"])
    scene.change = rise(scene)
    return scene


def silently(house: House) -> ChangedScene:
    scene = asked(house)
    scene.credit_act("confirm_silently", "third_bank")
    return scene.propose(rise(scene))


# --- sets that take a change ---


def taking(house: House, amount: int = 100_000_00 + RISE, **changes: Any) -> ChangedScene:
    """A set presented after the change was proposed, received by the issuing bank."""
    scene = pending(house)
    scene.present("issuing_bank", amount=amount, **changes).receive()
    return scene


def taking_before(house: House) -> ChangedScene:
    scene = changed(house)
    scene.present("issuing_bank", amount=100_000_00 + RISE).receive()
    return scene.propose(rise(scene))


def taking_unreceived(house: House) -> ChangedScene:
    scene = pending(house)
    scene.present("issuing_bank", amount=100_000_00 + RISE)
    return scene


def taking_collected(house: House) -> ChangedScene:
    """The adviser collects unasked: the beneficiary has said nothing."""
    scene = pending(house)
    scene.statement = house.statement(
        scene.terms, amount=100_000_00 + RISE, presenter=house["nominated_bank"], capacity=3
    )
    scene.set_act("present", "nominated_bank")
    scene.receive()
    return scene


def taking_refused(house: House) -> ChangedScene:
    scene = taking(house)
    scene.refuse(Disposal.HOLD)
    return scene


def taking_found(house: House) -> ChangedScene:
    scene = taking(house)
    scene.set_act("accept", "issuing_bank")
    return scene


def taking_rejected(house: House) -> ChangedScene:
    scene = taking(house)
    scene.credit_act("reject_amendment", "beneficiary", scene.amendment)
    return scene


def taking_shorter(house: House) -> ChangedScene:
    """It fits only what would bring expiry forward at a confirming bank that has not agreed."""
    scene = changed(house)
    change = Change.of({"expiry_day": scene.terms.expiry_day - 2}, difference=RISE)
    scene.propose(change).present("issuing_bank", amount=100_000_00 + RISE).receive()
    return scene


def taking_unknown(house: House) -> ChangedScene:
    scene = pending(house)
    scene.statement = house.statement(scene.terms, amount=100_000_00 + RISE)
    return scene


# --- terms in force ---


def superseded(house: House) -> ChangedScene:
    """The terms of birth, after another version came into force; a set is received."""
    scene = accepted(house)
    scene.present("issuing_bank", amount=1_00).receive()
    scene.terms, scene.birth = scene.birth or scene.terms, None
    return scene


def own_set(house: House, *, own: bool) -> ChangedScene:
    """A set at a confirming bank with terms of its own; the acts carry those, or those in force."""
    scene = apart(house)
    in_force = scene.terms
    assert scene.own is not None
    scene.terms = scene.own
    scene.present("confirming_bank").receive()
    if not own:
        scene.terms = in_force
    return scene
