"""How each state of docs/states_claims.md comes about, in acts on a chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.machines.claim_house import HOME, House
from tests.machines.credit_house import DAY, FIRST, START
from tests.states.claim_stage import (
    DEFENCES,
    DUE,
    EUR,
    FACE,
    GRACE,
    HALF,
    LAST_GRACE,
    LAST_SILENT,
    LIMIT,
    NONCE,
    NONE,
    REFERENCE,
    SCALE,
    SECURED,
    SETOFF,
    SOME,
    TEN_PERCENT,
    WINDOW,
    Scene,
)
from usance.claim_terms import Claim
from usance.codes_claims import Assignable, ClaimKind
from usance.model.party import Role, Status
from usance.terms import ZERO_ADDRESS


def invoice(house: House, **changes: Any) -> Scene:
    """The invoice of all tables, on the first morning."""
    base = Claim(
        kind=ClaimKind.INVOICE,
        creditor=house["seller"],
        debtor=house["debtor"],
        currency=EUR,
        asset=house["plain"],
        asset_scale=SCALE,
        face=FACE,
        issue_day=FIRST,
        due_day=DUE,
        pay_place=HOME,
        grace_days=GRACE,
        late_rate=TEN_PERCENT,
        object_amount=FACE,
        fingerprint=b"invoice".ljust(32, b"\0"),
        payment_agent=house["bank"],
        content=b"UBL".ljust(32, b"\0"),
    )
    return Scene(house, base.but(**changes))


def registered(house: House, **changes: Any) -> Scene:
    return invoice(house, **changes).done("seller", "register").to(FIRST + 1)


def accepted(house: House, waivers: int = NONE, **changes: Any) -> Scene:
    return registered(house, **changes).done("debtor", "accept", waivers).to(FIRST + 2)


def sold(scene: Scene) -> Scene:
    """Half of it to the financier."""
    return scene.send("seller", "financier", HALF)


def accepted_sold(house: House, waivers: int = NONE, **changes: Any) -> Scene:
    return sold(accepted(house, waivers, **changes))


# --- silence ---


def mandated(house: House) -> Scene:
    scene = registered(house)
    until = START + 300 * DAY
    return scene.of_registry("debtor", "set_mandate", scene.address("seller"), FACE, WINDOW, until)


def submitted(house: House) -> Scene:
    return mandated(house).done("seller", "submit")


def silent(house: House) -> Scene:
    return submitted(house).after(LAST_SILENT)


def silent_revoked(house: House) -> Scene:
    scene = submitted(house)
    return scene.of_registry("debtor", "revoke_mandate", scene.address("seller")).after(LAST_SILENT)


def deemed(house: House) -> Scene:
    return silent(house).done("stranger", "deem")


# --- rights of others ---


def notified(house: House) -> Scene:
    return accepted_sold(house).done("financier", "notify")


def acknowledged(house: House) -> Scene:
    return notified(house).done("debtor", "acknowledge_notice")


def pledged(house: House) -> Scene:
    scene = accepted(house)
    scene.ok("seller", "pledge", scene.id, scene.address("pledgee"), HALF, SECURED)
    scene.holders = ("seller", "pledge")
    return scene


def called(house: House, second: int) -> Scene:
    """Around the end of the ten days after the call, which was made at ten o'clock."""
    scene = pledged(house).to(FIRST + 3)
    scene.ok("pledgee", "call_pledge", scene.id, scene.address("seller"))
    return scene.to(FIRST + 13, 36_000 + second)


# --- objections and payments off chain ---


def disputed(house: House, amount: int = SOME) -> Scene:
    return accepted_sold(house).done("debtor", "dispute", amount, 2, FIRST + 12)


def answered(house: House) -> Scene:
    return disputed(house).done("seller", "answer_dispute", True, REFERENCE)


def rejected(house: House, amount: int = SOME) -> Scene:
    return disputed(house, amount).done("seller", "answer_dispute", False, REFERENCE)


def noted(house: House) -> Scene:
    """A credit note of all that was contested."""
    return disputed(house).done("seller", "credit_note", SOME, REFERENCE)


def dropped(house: House) -> Scene:
    return disputed(house).done("debtor", "drop_dispute")


def asserted(house: House, day: int = FIRST + 2) -> Scene:
    return accepted_sold(house).to(day).done("debtor", "assert_payment", SOME, day, REFERENCE)


def contested(house: House, day: int = FIRST + 2) -> Scene:
    scene = asserted(house, day)
    return scene.ok("financier", "contest_payment", scene.id, REFERENCE)


# --- time, money, the end ---


def overdue(house: House) -> Scene:
    return accepted_sold(house).after(LAST_GRACE)


def aged(house: House) -> Scene:
    return overdue(house).done("stranger", "age")


def defaulted(house: House) -> Scene:
    return overdue(house).done("stranger", "default_")


def written_off(house: House) -> Scene:
    scene = defaulted(house)
    return scene.ok("financier", "write_off", scene.id)


def paid_part(house: House) -> Scene:
    return accepted_sold(house).done("stranger", "pay", SOME)


def paid(house: House) -> Scene:
    return accepted_sold(house).done("debtor", "pay", FACE)


def paid_out(house: House) -> Scene:
    scene = paid(house)
    for actor in ("seller", "financier"):
        scene.done(actor, "withdraw", scene.address(actor), scene.address(actor))
    return scene


def settled(house: House) -> Scene:
    return paid(house).done("stranger", "settle")


def denied(house: House) -> Scene:
    return registered(house).done("debtor", "deny")


def denied_sold(house: House) -> Scene:
    return sold(registered(house)).done("debtor", "deny")


def denied_empty(house: House) -> Scene:
    scene = denied(house)
    return scene.ok("seller", "retire", scene.id, FACE)


def rescinded(house: House) -> Scene:
    return registered(house).done("seller", "rescind")


def held_holder(house: House) -> Scene:
    return paid_part(house).status("financier", Status.HELD)


def prolonged(house: House) -> Scene:
    scene = accepted_sold(house).agree("debtor", "seller", "financier")
    return scene.done("stranger", "prolong", scene.later, scene.named)


def agreed(house: House) -> Scene:
    return accepted_sold(house).agree("debtor", "seller", "financier")


def half_agreed(house: House) -> Scene:
    return accepted_sold(house).agree("debtor", "seller")


# --- payables ---


def payable(house: House, **changes: Any) -> Scene:
    """The payable of all tables; the anchor's own limit is one and a half of it."""
    words: dict[str, Any] = {
        "kind": ClaimKind.PAYABLE,
        "creditor": house["supplier"],
        "debtor": house["anchor"],
        "fingerprint": bytes(32),
        "receipt_days": WINDOW,
    }
    scene = invoice(house, **(words | changes))
    scene.cast = {"seller": "supplier", "debtor": "anchor"}
    return scene.ok("anchor", "limit_payables", EUR, LIMIT, 0)


def pending(house: House) -> Scene:
    return payable(house).to(FIRST + 1).done("anchor", "issue_payable")


def received(house: House) -> Scene:
    return pending(house).done("supplier", "receive")


def payable_over(house: House, act: str, actor: str, *args: Any) -> Scene:
    return pending(house).done(actor, act, *args)


def payable_paid(house: House) -> Scene:
    return received(house).done("anchor", "pay", FACE)


# --- births by an agent ---


def acceptance(house: House, creditor: str = "supplier") -> Scene:
    """A bank's acceptance of a draft, brought by its agent."""
    words: dict[str, Any] = {
        "kind": ClaimKind.ACCEPTANCE,
        "creditor": house[creditor],
        "debtor": house["bank"],
        "payment_agent": house["financier"],
        "fingerprint": bytes(32),
    }
    scene = invoice(house, **words)
    token, claims, keeper = house.seat.tokens["plain"], house.claims.address, house["keeper"]
    house.driver.call(token, "mint", (house["agent"], FACE * SCALE), keeper).require()
    house.driver.call(token, "approve", (claims, FACE * SCALE), house["agent"]).require()
    scene.cast = {"seller": creditor, "supplier": creditor, "debtor": "bank", "payment_agent": "financier"}
    return scene


def authorised(house: House, cap: int = LIMIT, creditor: str = "supplier") -> Scene:
    """Until ten o'clock of the fifth day."""
    scene = acceptance(house, creditor)
    scene.ok("bank", "authorise", house["branch"], cap, house.places[HOME].midnight(FIRST + 4) + 36_000)
    return scene.to(FIRST + 1)


def agent_born(house: House, creditor: str = "supplier") -> Scene:
    return authorised(house, creditor=creditor).done("agent", "bear")


def reserved_revoked(house: House) -> Scene:
    """What was reserved stays good, the rest is gone."""
    scene = authorised(house).ok("agent", "reserve", house["bank"], FACE)
    return scene.ok("bank", "authorise", house["branch"], 0, 0)


SCENES: dict[str, Callable[[House], Scene]] = {
    "UNBORN": lambda house: invoice(house).to(FIRST + 1),
    "UNBORN_FAR": lambda house: invoice(house, due_day=FIRST + 1_801).to(FIRST + 1),
    "REGISTERED": registered,
    "REGISTERED_SOLD": lambda house: sold(registered(house)),
    "REGISTERED_PAID_PART": lambda house: registered(house).done("debtor", "pay", SOME),
    "REGISTERED_OVERDUE": lambda house: registered(house).after(LAST_GRACE),
    "SIGNATURE_CANCELLED": lambda house: registered(house).ok("debtor", "cancel_nonce", NONCE),
    "STOPPED": lambda house: invoice(house).stopped(),
    "STOPPED_REGISTERED": lambda house: registered(house).stopped(),
    "MANDATED": mandated,
    "SUBMITTED": submitted,
    "SILENCE_LAST_DAY": lambda house: submitted(house).last_second(LAST_SILENT),
    "SILENT": silent,
    "SILENT_REVOKED": silent_revoked,
    "DEEMED": deemed,
    "ACCEPTED": accepted,
    "ACCEPTED_SOLD": accepted_sold,
    "WAIVED": lambda house: accepted(house, DEFENCES),
    "WAIVED_SETOFF": lambda house: accepted_sold(house, SETOFF),
    "WAIVED_SOLD": lambda house: accepted_sold(house, DEFENCES | SETOFF),
    "NOTIFIED": notified,
    "ACKNOWLEDGED": acknowledged,
    "PLEDGED": pledged,
    "PLEDGED_PAID": lambda house: pledged(house).done("debtor", "pay", HALF),
    "CALLED": lambda house: called(house, -1),
    "CALLED_OVER": lambda house: called(house, 0),
    "DISPUTED": disputed,
    "DISPUTE_ADMITTED": answered,
    "DISPUTE_REJECTED": rejected,
    "DISPUTE_DROPPED": dropped,
    "DISPUTE_NOTED": noted,
    "DISPUTED_WHOLE_OVERDUE": lambda house: disputed(house, FACE).after(LAST_GRACE),
    "DISPUTED_PART_OVERDUE": lambda house: disputed(house).after(LAST_GRACE),
    "DISPUTE_REJECTED_OVERDUE": lambda house: rejected(house, FACE).after(LAST_GRACE),
    "ASSERTED": asserted,
    "ASSERTED_OVERDUE": lambda house: asserted(house, LAST_GRACE).after(LAST_GRACE),
    "CONTESTED_OVERDUE": lambda house: contested(house, LAST_GRACE).after(LAST_GRACE),
    "DUE_DAY": lambda house: accepted_sold(house).last_second(DUE),
    "GRACE_LAST_DAY": lambda house: accepted_sold(house).last_second(LAST_GRACE),
    "GRACE_OVER": overdue,
    "AGED": aged,
    "DEFAULTED": defaulted,
    "WRITTEN_OFF": written_off,
    "PAID_PART": paid_part,
    "PAID": paid,
    "PAID_OUT": paid_out,
    "SETTLED": settled,
    "DENIED": denied,
    "DENIED_SOLD": denied_sold,
    "DENIED_EMPTY": denied_empty,
    "RESCINDED": rescinded,
    "RECORD_CLOSED": lambda house: accepted_sold(house, record_days=5).to(DUE - 5, 0),
    "RECORD_OPEN": lambda house: accepted_sold(house, record_days=5).last_second(DUE - 6),
    "NOT_ASSIGNABLE": lambda house: accepted(house, assignable=Assignable.NO),
    "EARMARKED": lambda house: accepted(house, earmark=house["financier"]),
    "SPLIT_BOUND": lambda house: accepted_sold(house, min_split=SOME),
    "ELIGIBLE_ONLY": lambda house: accepted_sold(house, eligibility=int(Role.FINANCIER)),
    "HELD_HOLDER": held_holder,
    "DEBTOR_HELD": lambda house: registered(house).status("debtor", Status.HELD),
    "SILENT_DEBTOR_HELD": lambda house: silent(house).status("debtor", Status.HELD),
    "CREDITOR_HELD": lambda house: accepted_sold(house).status("seller", Status.HELD),
    "PLEDGEE_HELD": lambda house: called(house, 0).status("pledgee", Status.HELD),
    "DEBTOR_INSOLVENT": lambda house: accepted_sold(house).status("debtor", Status.INSOLVENT),
    "SELLER_HELD": lambda house: invoice(house).status("seller", Status.HELD),
    "HALF_AGREED": half_agreed,
    "AGREED": agreed,
    "AGREED_PAID_PART": lambda house: agreed(house).done("debtor", "pay", SOME),
    "PROLONGED": prolonged,
    "PROLONGED_OVERDUE": lambda house: prolonged(house).after(LAST_GRACE),
    "OFF_CHAIN": lambda house: accepted_sold(house, asset=ZERO_ADDRESS, asset_scale=1),
    "UNISSUED": payable,
    "UNISSUED_STOPPED": lambda house: payable(house).stopped(),
    "UNISSUED_LONG": lambda house: payable(house, due_day=FIRST + 366),
    "PENDING": pending,
    "PENDING_LAST_DAY": lambda house: pending(house).last_second(LAST_SILENT),
    "PENDING_LAPSED": lambda house: pending(house).after(LAST_SILENT),
    "ANCHOR_HELD": lambda house: pending(house).status("anchor", Status.HELD),
    "SUPPLIER_HELD": lambda house: pending(house).status("supplier", Status.HELD),
    "RECEIVED": received,
    "REFUSED": lambda house: payable_over(house, "refuse", "supplier"),
    "LAPSED": lambda house: pending(house).after(LAST_SILENT).done("stranger", "lapse"),
    "CANCELLED": lambda house: payable_over(house, "cancel", "anchor", REFERENCE),
    "PAYABLE_PAID": payable_paid,
    "PAYABLE_SETTLED": lambda house: payable_paid(house).done("stranger", "settle"),
    "UNAUTHORISED": lambda house: acceptance(house).to(FIRST + 1),
    "AUTHORISED": authorised,
    "AUTHORISED_LITTLE": lambda house: authorised(house, HALF),
    "AUTHORITY_LAST": lambda house: authorised(house).to(FIRST + 4),
    "AUTHORITY_OVER": lambda house: authorised(house).to(FIRST + 4, 36_001),
    "RESERVED_REVOKED": reserved_revoked,
    "AGENT_BORN": agent_born,
    "PARKED": lambda house: agent_born(house, "refusing"),
}
