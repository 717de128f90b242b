"""What is promised for a later day: how a set is honoured, which claim is settled, at what price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from usance.calendars import date_of
from usance.claims.book import ClaimRecord
from usance.codes import AvailableBy
from usance.credits.acts import on_set, terms_for
from usance.credits.book import CreditRecord, SetRecord, set_state
from usance.credits.desk import Act, CreditDesk, CreditError
from usance.credits.inputs import minor_of
from usance.credits.legs import charges_from, legs_from, legs_of
from usance.model.credit_tenor import Leg, is_usance, legs_hash
from usance.money import money_text
from usance.terms import Credit, key_text


def honouring(
    desk: CreditDesk,
    record: CreditRecord,
    one: SetRecord,
    sender: str,
    legs_file: str | None,
    charges: tuple[Sequence[str], str | None],
    address: Callable[[str, str], str],
) -> Act:
    """`honour`; of a usance set `undertake`; with charges `honour_with_charges`."""
    terms = terms_for(desk, record, one)
    usance = is_usance(terms) and not set_state(desk.driver, desk.suite, one.id)["claim"]
    charged = bool(charges[0]) or charges[1] is not None
    if usance:
        if charged:
            raise CreditError(
                "--charge, --charges: a usance set is undertaken now and paid at maturity; leave it out (U1)"
            )
        return on_set(desk, "undertake", record, one, sender, _legs(desk, record, terms, legs_file))
    if legs_file is not None:
        raise CreditError("--legs: only a mixed credit's undertaking has legs; leave the option out (TERMS)")
    if not charged:
        return on_set(desk, "honour", record, one, sender)
    lines = charges_from(charges[0], charges[1], terms.currency, address)
    act = on_set(desk, "honour_with_charges", record, one, sender, lines)
    return Act(
        act.function,
        act.args,
        act.sender,
        act.terms,
        act.sets,
        act.record,
        tuple(line.payee for line in lines),
    )


def _legs(desk: CreditDesk, record: CreditRecord, terms: Credit, path: str | None) -> list[Leg]:
    """The legs that the terms commit to: of the file, or as they were written down at issue."""
    if terms.available_by != AvailableBy.MIXED:
        if path is not None:
            raise CreditError("--legs: the credit is not mixed; leave the option out (TERMS)")
        return []
    told = desk.folder.note(record.id).get("legs")
    if path is not None:
        legs = legs_from(path)
    elif told:
        legs = legs_of(told, "the credit's note")
    else:
        raise CreditError("--legs: missing; the chain holds only the hash of a mixed credit's legs (TERMS)")
    if legs_hash(legs) != terms.legs:
        raise CreditError(
            "--legs: are not those that the terms commit to; give the file that they were made with (TERMS)"
        )
    return legs


def settling(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, claim: str | None) -> Act:
    """`settle`, of the claim named or of the one due first."""
    legs = sorted(desk.legs(record, one), key=lambda leg: leg.terms.due_day)
    where = f"set 0x{one.id.hex()[:12]}"
    if not legs:
        raise CreditError(f"{where}: no claim of an undertaking waits to be paid; see `credit show` (STATE)")
    chosen = [
        leg for leg in legs if claim is None or leg.id.hex().startswith(claim.lower().removeprefix("0x"))
    ]
    if not chosen or (claim is not None and len(chosen) > 1):
        raise CreditError(
            f"--claim {str(claim)[:70]}: {len(chosen)} unpaid claims of this set begin so (UNKNOWN)"
        )
    return on_set(desk, "settle", record, one, sender, chosen[0].terms)


def price_of(record: CreditRecord, text: str, option: str) -> int:
    """A price in the credit's currency; `none` takes an offer back."""
    if text.strip().lower() == "none":
        return 0
    return minor_of(text, key_text(record.terms.currency), option)


def negotiating(
    desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, price: str | None, recourse: bool
) -> Act:
    """`negotiate` at the price named, the payee's, or what is drawn."""
    offer = desk.driver.view(desk.suite.credit, "offer_of", [one.id])
    state = set_state(desk.driver, desk.suite, one.id)
    if price is not None:
        minor = price_of(record, price, "--price")
    else:
        minor = int(offer["least_price"]) or int(state["amount"]) or _drawable(desk, record, one)
    return on_set(desk, "negotiate", record, one, sender, minor, recourse)


def _drawable(desk: CreditDesk, record: CreditRecord, one: SetRecord) -> int:
    """What a nominated bank may claim of this set: what is claimed, as far as the credit goes."""
    state = desk.driver.view(desk.suite.credit, "credit_state", [record.id])
    left = max(0, terms_for(desk, record, one).maximum_liability - int(state["drawn"]))
    return min(one.statement.amount, left)


# --- for `credit show` ---


def later_facts(desk: CreditDesk, record: CreditRecord, one: SetRecord) -> dict[str, Any]:
    """Maturity, claims with their holders, offer, negotiation and reimbursement; {} where there is none."""
    driver, suite = desk.driver, desk.suite
    currency = key_text(record.terms.currency)
    maturity, legs = driver.view(suite.credit, "undertaking_of", [one.id])
    offer = driver.view(suite.credit, "offer_of", [one.id])
    back = driver.view(suite.credit, "reimbursement_of", [one.id])
    found: dict[str, Any] = {}
    if int(maturity):
        found |= {"maturity": date_of(int(maturity)).isoformat(), "unpaid_legs": int(legs)}
    claims = _claims(desk, record, one, currency)
    if claims:
        found["claims"] = claims
    bought = [seen.event for seen in one.events if seen.event.name == "Negotiated"]
    if bought:
        found["negotiated"] = {
            "bank": str(bought[-1]["bank"]),
            "price": money_text(currency, int(bought[-1]["price"])),
            "of": money_text(currency, int(bought[-1]["amount"])),
            "recourse": bool(bought[-1]["recourse"]),
        }
    elif int(offer["least_price"]):
        found["offer"] = {
            "least_price": money_text(currency, int(offer["least_price"])),
            "recourse": bool(offer["recourse"]),
        }
    if int(back["status"]):
        found["reimbursement"] = {
            "status": ("", "CLAIMED", "REIMBURSED", "REFUND_CLAIMED")[int(back["status"])],
            "day": date_of(int(back["due_day"])).isoformat(),
            "amount": money_text(currency, int(back["amount"])),
        }
    return found


def _claims(desk: CreditDesk, record: CreditRecord, one: SetRecord, currency: str) -> list[dict[str, Any]]:
    """Every claim that this set has made: of its undertaking, of recourse, of a refund, of a default."""
    named: list[bytes] = []
    for seen in one.events:
        if seen.event.name == "Undertaken":
            named += [bytes(claim) for claim in seen.event["claims"]]
        elif seen.event.name in ("RecourseCalled", "RefundClaimed", "Defaulted"):
            named.append(bytes(seen.event["claim"]))
    known = desk.claims_of(record)
    return [_claim(desk, known[key], currency) for key in named if key in known]


def _claim(desk: CreditDesk, claim: ClaimRecord, currency: str) -> dict[str, Any]:
    from usance.codes_claims import ClaimKind, ClaimStatus

    state = desk.driver.view(desk.suite.claim, "claim_state", [claim.id])
    gone = sum(int(state[name]) for name in ("paid", "credited", "aside", "retired"))
    holders = {
        account: int(desk.driver.view(desk.suite.claim, "holding_of", [claim.id, account])["units"])
        for account in claim.accounts()
    }
    return {
        "claim": claim.hex,
        "kind": ClaimKind(claim.terms.kind).name,
        "status": ClaimStatus(int(state["status"])).name,
        "debtor": claim.terms.debtor,
        "due": date_of(claim.terms.due_day).isoformat(),
        "face": money_text(currency, claim.terms.face),
        "outstanding": money_text(currency, max(0, claim.terms.face - gone)),
        "holders": {account: money_text(currency, units) for account, units in holders.items() if units},
    }


def later_lines(found: dict[str, Any]) -> list[str]:
    """The same for people, a line each."""
    lines = []
    if "maturity" in found:
        left = found["unpaid_legs"]
        lines.append(f"due at maturity {found['maturity']}" + (f", {left} not settled yet" if left else ""))
    for one in found.get("claims", ()):
        lines.append(
            f"claim {one['claim']}: {one['kind']} {one['status']}, {one['face']} due {one['due']}, "
            f"outstanding {one['outstanding']}"
        )
        lines += [f"  held by {who}: {units}" for who, units in one["holders"].items()]
    for name, words in (("offer", "offered for sale: at least"), ("negotiated", "negotiated at")):
        if name in found:
            one = found[name]
            price = (
                one["least_price"] if name == "offer" else f"{one['price']} of {one['of']} by {one['bank']}"
            )
            lines.append(f"{words} {price}, {'with' if one['recourse'] else 'without'} recourse")
    if "reimbursement" in found:
        one = found["reimbursement"]
        lines.append(f"reimbursement: {one['status']}, {one['amount']}, {one['day']}")
    return lines
