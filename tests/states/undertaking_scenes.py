"""How the states of docs/states_undertakings.md come about: promises, purchases, reimbursements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.machines.credit_house import ORDER, House
from tests.states.change_scenes import ChangedScene
from tests.states.credit_scenes import FUNCTION, credit_of
from tests.states.remedy_scenes import LAW, REFERENCE
from usance.chain.driver import Receipt
from usance.claim_terms import Claim
from usance.codes import AvailableBy, ChargesFor, Disposal, TenorFrom
from usance.model.credit_tenor import FULL, Leg, legs_hash
from usance.terms import ZERO_ADDRESS, place_key

ACTS = (
    "undertake",
    "settle",
    "honour",
    "honour_with_charges",
    "default",
    "offer_negotiation",
    "negotiate",
    "negotiate_recourse",
    "call_recourse",
    "claim_reimbursement",
    "reimburse",
    "claim_refund",
    "forward",
    "close",
)
TENOR = 30
LEGS = [Leg(FULL // 2, AvailableBy.PAYMENT, 0, 1), Leg(FULL // 2, AvailableBy.DEFERRED, TENOR, 1)]
# What a payee sells the drawing for.
PRICE = 98_000_00


@dataclass
class PromiseScene(ChangedScene):
    """A scene with the claims of its undertaking, and the legs of a mixed credit."""

    claims: list[Claim] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)

    @property
    def maturity(self) -> int:
        return int(self.house.view("undertaking_of", self.set_id)[0])

    @property
    def reimbursement_day(self) -> int:
        return int(self.house.view("reimbursement_of", self.set_id)["due_day"])

    def found(self, bank: str) -> PromiseScene:
        """Presented, received and found complying."""
        self.present(bank).receive()
        self.set_act("accept", bank)
        return self

    def undertake(self, by: str = "") -> PromiseScene:
        done = self.house.act("undertake", by or self.bank, self.terms, self.statement, self.legs).require()
        self.claims = [Claim(**event["terms"]) for event in done.events if event.name == "ClaimBorn"]
        return self

    def paid_by(self, bank: str) -> PromiseScene:
        """Every leg is paid where claims are kept, and said to be."""
        ledger = self.house.seat.claim
        for claim in self.claims:
            self.house.driver.call(ledger, "pay", (claim, claim.face), self.house[bank]).require()
        return self

    def settle(self) -> PromiseScene:
        for claim in self.claims:
            self.set_act("settle", "stranger", claim)
        self.now()
        return self

    def sell(self, recourse: bool = False, price: int = PRICE) -> PromiseScene:
        self.set_act("offer_negotiation", "beneficiary", price, recourse)
        self.set_act("negotiate", self.bank, price, recourse)
        return self

    def send(self) -> PromiseScene:
        """To the issuing bank, which has it today."""
        self.set_act("forward", self.bank)
        self.bank = "issuing_bank"
        self.receive()
        return self

    def turned_down(self) -> PromiseScene:
        self.send().refuse(Disposal.HOLD)
        return self

    def claim_of(self) -> Claim:
        """Its first leg, or one of no undertaking."""
        return self.claims[0] if self.claims else Claim(pay_place=place_key("HOME"), salt=ORDER)


def promised(house: House, by: AvailableBy = AvailableBy.DEFERRED, **changes: Any) -> PromiseScene:
    """The credit of the tables: confirmed, thirty days after sight, with a reimbursing bank."""
    words: dict[str, Any] = {
        "available_by": int(by),
        "tenor_days": TENOR,
        "tenor_from": int(TenorFrom.SIGHT),
        "reimburser": house["third_bank"],
        "charges_for": int(ChargesFor.BENEFICIARY),
        "panel": house["panel"],
    }
    terms = credit_of(house, **(words | changes))
    scene = PromiseScene(house, terms, house.statement(terms))
    scene.credit_act("issue", "issuing_bank")
    house.at_day(house.day() + 1)
    scene.now()
    scene.credit_act("confirm", "confirming_bank", True)
    return scene


def mixed(house: House) -> PromiseScene:
    """Half at sight, half later."""
    words = {"legs": legs_hash(LEGS), "tenor_days": 0, "tenor_from": 0}
    scene = promised(house, AvailableBy.MIXED, **words)
    scene.legs = LEGS
    return scene


def sold_at_sight(house: House, **changes: Any) -> PromiseScene:
    """Negotiated at sight by the nominated bank, without recourse."""
    scene = promised(house, AvailableBy.NEGOTIATION, tenor_days=0, tenor_from=0, **changes)
    return scene.found("nominated_bank").sell()


def negotiable(house: House, bank: str = "nominated_bank") -> PromiseScene:
    return promised(house, AvailableBy.NEGOTIATION).found(bank)


def offered(house: House) -> PromiseScene:
    scene = negotiable(house)
    scene.set_act("offer_negotiation", "beneficiary", PRICE, True)
    return scene


def unfound(house: House) -> PromiseScene:
    scene = promised(house, AvailableBy.NEGOTIATION)
    scene.present("nominated_bank").receive()
    return scene


def stopped(house: House) -> PromiseScene:
    scene = promised(house).found("issuing_bank")
    scene.set_act("stop", "issuing_bank", 1, LAW, REFERENCE, house.day() + 10)
    return scene


def at(scene: PromiseScene, day: int, place: str, second: int = 0) -> PromiseScene:
    scene.to(day, place, second)
    return scene


def silent(scene: PromiseScene, second: int = 0) -> PromiseScene:
    """Around the end of the day on which the bank should have honoured."""
    return at(scene, scene.set_state()["due_day"] + 1, scene.place, second)


def mature(scene: PromiseScene, second: int = 0, days: int = 0) -> PromiseScene:
    """Around the beginning of the day of maturity."""
    return at(scene, scene.maturity + days, scene.place, second)


def by_issuer(house: House) -> PromiseScene:
    return promised(house).found("issuing_bank").undertake()


def by_confirmer(house: House) -> PromiseScene:
    return promised(house).found("confirming_bank").undertake()


def by_nominated(house: House) -> PromiseScene:
    return promised(house).found("nominated_bank").undertake()


def settled(house: House) -> PromiseScene:
    scene = mature(by_issuer(house))
    return scene.settle()


def paid_by_cover(house: House) -> PromiseScene:
    scene = mature(by_confirmer(house), days=1)
    return scene.settle()


def claim_found(house: House) -> PromiseScene:
    scene = by_confirmer(house).send()
    scene.set_act("accept", "issuing_bank")
    return scene


def recourse_called(house: House) -> PromiseScene:
    scene = negotiable(house).sell(True).turned_down()
    scene.set_act("call_recourse", "nominated_bank")
    return scene


def claimed(house: House, **changes: Any) -> PromiseScene:
    scene = sold_at_sight(house, **changes)
    scene.set_act("claim_reimbursement", "nominated_bank")
    return scene


def claim_due(house: House, second: int = 0, **changes: Any) -> PromiseScene:
    scene = claimed(house, **changes)
    return at(scene, scene.reimbursement_day, "HOME", second)


def half_reimbursed(house: House) -> PromiseScene:
    """The bank made the cover of half the credit pay."""
    scene = claim_due(house, cover_bps=5_000)
    scene.set_act("reimburse", "nominated_bank")
    return scene


def reimbursed(house: House) -> PromiseScene:
    scene = claimed(house)
    scene.set_act("reimburse", "third_bank")
    return scene


def refused_after(house: House) -> PromiseScene:
    return reimbursed(house).turned_down()


def refunded(house: House) -> PromiseScene:
    scene = refused_after(house)
    scene.set_act("claim_refund", "issuing_bank")
    return scene


def claimed_then_refused(house: House) -> PromiseScene:
    return claimed(house).turned_down()


def claimed_then_found(house: House) -> PromiseScene:
    scene = claimed(house).send()
    scene.set_act("accept", "issuing_bank")
    return scene


SIGHT: dict[str, Any] = {"tenor_days": 0, "tenor_from": 0}
SCENES: dict[str, Callable[[House], PromiseScene]] = {
    "SIGHT_COMPLYING": lambda house: promised(house, AvailableBy.PAYMENT, **SIGHT).found("issuing_bank"),
    "DEFERRED_COMPLYING": lambda house: promised(house).found("issuing_bank"),
    "DEFERRED_LAST_SECOND": lambda house: silent(promised(house).found("issuing_bank"), -1),
    "DEFERRED_SILENT": lambda house: silent(promised(house).found("issuing_bank")),
    "DEFERRED_STOPPED": stopped,
    "UNDERTAKEN_ISSUER": by_issuer,
    "UNDERTAKEN_EVE": lambda house: mature(by_issuer(house), -1),
    "UNDERTAKEN_MATURE": lambda house: mature(by_issuer(house)),
    "UNDERTAKEN_MATURE_UNCOVERED": lambda house: mature(
        promised(house, cover_bps=0).found("issuing_bank").undertake()
    ),
    "UNDERTAKEN_PAID": lambda house: by_issuer(house).paid_by("issuing_bank"),
    "SETTLED_ISSUER": settled,
    "CONFIRMER_COMPLYING": lambda house: promised(house).found("confirming_bank"),
    "CONFIRMER_SILENT": lambda house: silent(promised(house).found("confirming_bank")),
    "UNDERTAKEN_CONFIRMER": by_confirmer,
    "UNDERTAKEN_CONFIRMER_LAST_SECOND": lambda house: mature(by_confirmer(house), -1, 1),
    "UNDERTAKEN_CONFIRMER_OVERDUE": lambda house: mature(by_confirmer(house), 0, 1),
    "PAID_BY_CONFIRMER": lambda house: by_confirmer(house).paid_by("confirming_bank").settle(),
    "PAID_BY_COVER": paid_by_cover,
    "NOMINATED_COMPLYING": lambda house: promised(house).found("nominated_bank"),
    "UNDERTAKEN_NOMINATED": by_nominated,
    "PROMISE_CLAIMED": lambda house: by_confirmer(house).send(),
    "PROMISE_CLAIM_FOUND": claim_found,
    "PROMISE_CLAIM_MATURE": lambda house: mature(claim_found(house)),
    "PROMISE_CLAIM_OVERDUE": lambda house: mature(claim_found(house), 0, 1),
    "MIXED_COMPLYING": lambda house: mixed(house).found("issuing_bank"),
    "MIXED_UNDERTAKEN": lambda house: mixed(house).found("issuing_bank").undertake(),
    "NEGOTIABLE_UNFOUND": unfound,
    "NEGOTIABLE": negotiable,
    "NEGOTIABLE_OFFERED": offered,
    "NEGOTIABLE_ISSUER": lambda house: negotiable(house, "issuing_bank"),
    "NEGOTIABLE_CONFIRMER": lambda house: negotiable(house, "confirming_bank"),
    "NEGOTIABLE_CONFIRMER_SILENT": lambda house: silent(negotiable(house, "confirming_bank")),
    "NEGOTIATED": lambda house: negotiable(house).sell(),
    "NEGOTIATED_RECOURSE": lambda house: negotiable(house).sell(True),
    "NEGOTIATED_REFUSED": lambda house: negotiable(house).sell().turned_down(),
    "RECOURSE_REFUSED": lambda house: negotiable(house).sell(True).turned_down(),
    "RECOURSE_CALLED": recourse_called,
    "UNREIMBURSABLE": lambda house: sold_at_sight(house, reimburser=ZERO_ADDRESS),
    "CLAIMED_ON_REIMBURSER": claimed,
    "REIMBURSEMENT_EVE": lambda house: claim_due(house, -1),
    "REIMBURSEMENT_DUE": claim_due,
    "REIMBURSED_HALF": half_reimbursed,
    "REIMBURSED": reimbursed,
    "CLAIM_FOUND_UNREIMBURSED": claimed_then_found,
    "CLAIM_REFUSED_UNREIMBURSED": claimed_then_refused,
    "REFUSED_AFTER_REIMBURSEMENT": refused_after,
    "REFUND_CLAIMED": refunded,
}


def attempt(scene: PromiseScene, act: str, actor: str) -> Receipt:
    """The act of a cell, by its actor, at the scene's moment (a minute later when none was set)."""
    house = scene.house
    moment = scene.moment if scene.moment > house.driver.now() else house.driver.now() + 60
    house.driver.set_time(moment)
    terms, statement = scene.terms, scene.statement
    if act == "close":
        return house.act(act, actor, terms)
    offer = house.view("offer_of", scene.set_id)["least_price"] or terms.amount
    line = {
        "code": REFERENCE,
        "payee": house["third_bank"],
        "amount": 100_00,
        "account": int(ChargesFor.BENEFICIARY),
    }
    words: dict[str, tuple[Any, ...]] = {
        "undertake": (scene.legs,),
        "settle": (scene.claim_of(),),
        "honour_with_charges": ([line],),
        "offer_negotiation": (PRICE, False),
        "negotiate": (offer, False),
        "negotiate_recourse": (offer, True),
    }
    function = {"negotiate_recourse": "negotiate"}.get(act, FUNCTION.get(act, act))
    return house.act(function, actor, terms, statement, *words.get(act, ()))
