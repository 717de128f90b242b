"""The states of docs/states_amendments.md by name, and the acts that are tried in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.machines.credit_house import House, discrepancies
from tests.states import change_scenes as scenes
from tests.states import remedy_scenes as remedies
from tests.states.change_scenes import ChangedScene
from tests.states.credit_scenes import FUNCTION, TEXT
from tests.states.credit_scenes import attempt as attempt_credit
from tests.states.remedy_scenes import LAW, LEAVES, NEW_LEAF, OTHER_DOCUMENTS, PROOF, REFERENCE
from usance.chain.driver import Receipt
from usance.codes import Disposal, Exclusion
from usance.documents import merkle_proof
from usance.terms import place_key

AMENDMENT_ACTS = (
    "propose_amendment",
    "propose_another",
    "extend_confirmation",
    "advise_only",
    "accept_amendment",
    "accept_part",
    "reject_amendment",
    "apply_extension",
    "ask_silent_confirmation",
    "confirm_silently",
)
REMEDY_ACTS = (
    "return_documents",
    "return_other",
    "record_notice",
    "award",
    "stop",
    "lift_stop",
    "report_unreadable",
    "resend_records",
    "drop",
)
PAYMENT_ACTS = ("assert_payment", "confirm_payment", "contest_payment", "honour", "default")


def _with_change(scene: ChangedScene) -> ChangedScene:
    scene.change = scenes.rise(scene)
    return scene


def _overdue(scene: ChangedScene) -> ChangedScene:
    scene.past_due_day()
    return scene


def _past(scene: ChangedScene) -> ChangedScene:
    scene.past_last_day()
    return scene


SCENES: dict[str, Callable[[House], ChangedScene]] = {
    "UNPROPOSED": lambda house: _with_change(scenes.changed(house)),
    "PENDING": scenes.pending,
    "PENDING_UNCONFIRMED": lambda house: scenes.pending(house, confirmed=False),
    "PENDING_EXTENDED": lambda house: scenes.pending(house).extend(),
    "PENDING_ADVISED_ONLY": lambda house: scenes.pending(house).extend(False),
    "ACCEPTED": scenes.accepted,
    "ACCEPTED_APART": scenes.apart,
    "ACCEPTED_EXTENDED_LATER": scenes.extended_apart,
    "ACCEPTED_BY_BOTH": scenes.followed,
    "REJECTED": scenes.rejected,
    "PENDING_BELOW_DRAWN": scenes.below_drawn,
    "PENDING_SHORTER": scenes.shortening,
    "PENDING_SHORTER_EXTENDED": lambda house: scenes.shortening(house).extend(),
    "PENDING_CANCEL": scenes.cancelling,
    "PENDING_CANCEL_EXTENDED": lambda house: scenes.cancelling(house).extend(),
    "PENDING_CANCEL_OPEN": lambda house: scenes.cancelling(house, open_set=True).extend(),
    "CANCELLED_CREDIT": scenes.cancelled,
    "PENDING_CLOSED": scenes.closed_pending,
    "PENDING_STOPPED": scenes.stopped_pending,
    "PENDING_EXPIRED": scenes.expired_pending,
    "SILENCE_ASKED": scenes.asked,
    "CONFIRMED_SILENTLY": scenes.silently,
    "SILENTLY_EXTENDED": lambda house: scenes.silently(house).extend(by="third_bank"),
    "FITS_THE_CHANGE": scenes.taking,
    "FITS_BOTH": lambda house: scenes.taking(house, amount=100_000_00),
    "FITS_NEITHER": lambda house: scenes.taking(house, amount=120_000_00),
    "BEFORE_THE_CHANGE": scenes.taking_before,
    "UNRECEIVED": scenes.taking_unreceived,
    "COLLECTED": scenes.taking_collected,
    "REFUSED_FITS": scenes.taking_refused,
    "FOUND_FITS": scenes.taking_found,
    "REJECTED_FITS": scenes.taking_rejected,
    "SHORTER_FITS": scenes.taking_shorter,
    "UNPRESENTED_FITS": scenes.taking_unknown,
    "SUPERSEDED": scenes.superseded,
    "SUPERSEDED_SET": scenes.superseded,
    "OWN_TERMS_SET": lambda house: scenes.own_set(house, own=True),
    "OWN_TERMS_OTHERS": lambda house: scenes.own_set(house, own=False),
    "RETURNED_SET": remedies.returned,
    "SUSPENDED_SET": remedies.suspended,
    "STOPPED_WHOLE": lambda house: _overdue(remedies.stopped(house, "court", 100_000_00)),
    "STOPPED_HALF": lambda house: _overdue(remedies.stopped(house, "court")),
    "STOP_LAPSED": remedies.stop_lapsed,
    "OFF_CHAIN_SET": remedies.overdue,
    "CANCELLED": scenes.cancelled,
    "PRESENTED": remedies.remedied_unreceived,
    "RECEIVED": remedies.remedied,
    "ELECTRONIC": lambda house: remedies.remedied(house, exclusions=int(Exclusion.EUCP)),
    "SILENT": lambda house: _past(remedies.remedied(house)),
    "REFUSED": remedies.refused,
    "REFUSED_RETURNING": lambda house: remedies.refused(house, Disposal.RETURN),
    "REFUSED_KEPT": lambda house: remedies.refused(house, Disposal.RETURN).to_return_day(),
    "RETURNED": remedies.returned,
    "COMPLYING": remedies.complying,
    "STOPPED_BY_THE_BANK": lambda house: remedies.stopped(house, "issuing_bank"),
    "STOPPED_BY_A_COURT": lambda house: remedies.stopped(house, "court"),
    "SUSPENDED": remedies.suspended,
    "SUSPENDED_OVER": remedies.resend_over,
    "RESENT": remedies.resent,
    "CLAIM": remedies.claim,
    "REFUSED_AT_CONFIRMER": lambda house: remedies.refused(house, bank="confirming_bank"),
    "REFUSED_AT_NOMINATED": lambda house: remedies.refused(house, bank="nominated_bank"),
    "REFUSED_CLOSED": remedies.closed_refused,
    "BARRED": remedies.struck,
    "BARRED_EARLY": lambda house: remedies.struck(house, over=False),
    "NEW_LEAF": lambda house: remedies.struck(house, leaf=NEW_LEAF),
    "NAMED_BEFORE": lambda house: remedies.struck(house, named=LEAVES[1]),
    "NO_BAR": lambda house: remedies.struck(house, exclusions=Exclusion(0)),
    "BARRED_EXCLUDED": lambda house: remedies.struck(
        house, exclusions=Exclusion.LEAF_BAR | Exclusion.ART16F_OFF
    ),
    "BARRED_RETURNED": remedies.struck_returned,
    "BARRED_TURNED": remedies.struck_turned,
    "BARRED_OTHER_BANK": lambda house: remedies.struck(house, bank="confirming_bank"),
    "OWED_OFF_CHAIN": remedies.off_chain,
    "OVERDUE_OFF_CHAIN": remedies.overdue,
    "ASSERTED": remedies.asserted,
    "ASSERTED_OVERDUE": remedies.asserted_late,
    "ASSERTED_HOLD_OVER": remedies.hold_over,
    "CONTESTED": remedies.contested,
    "PAID_OFF_CHAIN": remedies.confirmed_paid,
    "OWED_BY_CONFIRMER": lambda house: remedies.off_chain(house, "confirming_bank"),
    "FOUND_BY_NOMINATED": lambda house: remedies.off_chain(house, "nominated_bank"),
    "OWED_ON_CHAIN": remedies.complying,
}


def attempt(scene: ChangedScene, act: str, actor: str) -> Receipt:
    """The act of a cell, by its actor, at the scene's moment (a minute later when none was set)."""
    house = scene.house
    if act not in (*AMENDMENT_ACTS, *REMEDY_ACTS, *PAYMENT_ACTS, "accept_by_presentation", "strike_notice"):
        receipt: Receipt = attempt_credit(scene, act, actor)
        return receipt
    moment = scene.moment if scene.moment > house.driver.now() else house.driver.now() + 60
    house.driver.set_time(moment)
    today = house.places[place_key(scene.place)].local_day(moment)
    terms, change = scene.terms, scene.change
    part = 1 << (scene.change.mask.bit_length() - 1) if change.mask else 1 << 5
    on_credit: dict[str, tuple[str, tuple[Any, ...]]] = {
        "propose_amendment": ("propose_amendment", (change,)),
        "propose_another": (
            "propose_amendment",
            (replace(change, number=change.number + 1),),
        ),
        "extend_confirmation": ("extend_confirmation", (change, True)),
        "advise_only": ("extend_confirmation", (change, False)),
        "accept_amendment": ("accept_amendment", (change, 0)),
        "accept_part": ("accept_amendment", (change, part)),
        "reject_amendment": ("reject_amendment", (scene.amendment,)),
        "ask_silent_confirmation": ("ask_silent_confirmation", (house["third_bank"],)),
        "confirm_silently": ("confirm_silently", ()),
    }
    if act == "apply_extension":
        return house.act(act, actor, scene.own or terms, change)
    if act in on_credit:
        function, args = on_credit[act]
        bound_by = scene.own if function == "extend_confirmation" else None
        return house.act(function, actor, bound_by or terms, *args)
    amount = terms.amount
    on_set: dict[str, tuple[Any, ...]] = {
        "accept_by_presentation": (change,),
        "return_documents": (scene.statement.documents,),
        "return_other": (OTHER_DOCUMENTS,),
        "record_notice": (discrepancies(1), int(Disposal.HOLD), TEXT, today, 1, REFERENCE),
        "award": (REFERENCE,),
        "stop": (50_000_00, LAW, REFERENCE, today + 10),
        "report_unreadable": (PROOF,),
        "resend_records": (PROOF,),
        "assert_payment": (amount, today, REFERENCE),
        "confirm_payment": (amount, REFERENCE),
    }
    if act == "strike_notice":
        notice, earlier_notice = scene.notices
        proofs = [
            merkle_proof(scene.leaves, one["leaf"]) if one["leaf"] in scene.leaves else [] for one in notice
        ]
        return house.act(act, actor, terms, scene.statement, scene.earlier, notice, earlier_notice, proofs)
    function = {"return_other": "return_documents"}.get(act, FUNCTION.get(act, act))
    return house.act(function, actor, terms, scene.statement, *on_set.get(act, ()))
