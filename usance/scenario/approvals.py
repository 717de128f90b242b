"""The exact approval that goes before an act which takes money from the party that acts.

The adapter names one of these for an act; each says how much of which token whose contract may take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from usance.amendments import Change, applied
from usance.codes import ChargesFor, SetStatus, Stage
from usance.scenario.acts import Call
from usance.scenario.cast import Party, Token
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.world import World
from usance.terms import ZERO_HASH, Credit

BPS = 10_000


@dataclass(frozen=True)
class Approval:
    """[token] that `spender` may take."""

    token: Token
    spender: str
    amount: int


def _token_at(world: World, address: str) -> Token | None:
    for token in world.names.tokens.values():
        if token.address == address:
            return token
    return None


def _approval(world: World, call: Call, asset: str, amount: int) -> list[Approval]:
    token = _token_at(world, asset)
    return [] if token is None or amount == 0 else [Approval(token, call.contract.address, amount)]


def cover(world: World, call: Call, party: Party) -> list[Approval]:
    """What the issuing bank deposits: the cover of the terms, rounded up."""
    terms = Credit.from_mapping(call.named["terms"])
    return _approval(world, call, terms.asset, _cover(terms) * terms.asset_scale)


def rise(world: World, call: Call, party: Party) -> list[Approval]:
    """What the issuing bank deposits for a change: the cover of the changed terms beyond the present one."""
    terms = Credit.from_mapping(call.named["credit"])
    words = call.named["change"]
    try:
        changed = applied(terms, Change(**{**words, "values": tuple(words["values"])}), ZERO_HASH)
    except ValueError:
        # No terms would read so: the act is refused before it takes anything.
        return []
    amount = _cover(changed) - _cover(terms)
    return _approval(world, call, terms.asset, max(0, amount) * terms.asset_scale)


def _cover(terms: Credit) -> int:
    return -(-terms.maximum_liability * terms.cover_bps // BPS)


def unpaid(world: World, call: Call, party: Party) -> list[Approval]:
    """What the bank that honours pays itself: what is owed beyond cover, all at another bank."""
    terms = call.named["credit"]
    gross, from_cover = _owed(world, call, party)
    return _approval(world, call, terms["asset"], (gross - from_cover) * terms["asset_scale"])


def charged(world: World, call: Call, party: Party) -> list[Approval]:
    """What the bank that honours with charges pays itself: its part of each line and of the rest."""
    terms = call.named["credit"]
    gross, cover_left = _owed(world, call, party)
    net, own = gross, 0
    for line in call.named["charges"]:
        part = 0
        if line["account"] == ChargesFor.BENEFICIARY:
            part = min(cover_left, line["amount"])
            cover_left -= part
            net -= line["amount"]
        # Its own commission the bank keeps.
        own += 0 if line["payee"] == party.address else line["amount"] - part
    own += max(0, net - cover_left)
    return _approval(world, call, terms["asset"], own * terms["asset_scale"]) if gross else []


def _owed(world: World, call: Call, party: Party) -> tuple[int, int]:
    """What the bank that acts pays of a set, and how much of it cover does [minor]; zeros if it pays none."""
    terms, statement = call.named["credit"], call.named["presentation"]
    credit_id, set_id = world.names.id_of(terms), world.names.id_of(statement)
    if credit_id is None or set_id is None:
        return 0, 0
    state = world.view("credit", "presentation_state", [set_id])
    books = world.view("credit", "credit_state", [credit_id])
    amount = int(state["amount"])
    if state["stage"] == Stage.ISSUER:
        if party.address != terms["issuer"]:
            return 0, 0
        return amount, min(amount, int(books["cover"]))
    if party.address != statement["bank"]:
        return 0, 0
    if state["stage"] == Stage.NOMINATED and state["status"] == SetStatus.COMPLYING:
        most = Credit.from_mapping(terms).maximum_liability
        amount = min(statement["amount"], max(0, most - int(books["drawn"])))
    return amount, 0


def price(world: World, call: Call, party: Party) -> list[Approval]:
    """What a bank pays for a drawing."""
    terms = call.named["credit"]
    return _approval(world, call, terms["asset"], call.named["price"] * terms["asset_scale"])


def reimbursement(world: World, call: Call, party: Party) -> list[Approval]:
    """What the reimbursing or the issuing bank pays another: all that it claims; cover needs no approval."""
    terms, set_id = call.named["credit"], world.names.id_of(call.named["presentation"])
    if set_id is None or party.address not in (terms["issuer"], terms["reimburser"]):
        return []
    amount = int(world.view("credit", "presentation_state", [set_id])["amount"])
    return _approval(world, call, terms["asset"], amount * terms["asset_scale"])


def payment(world: World, call: Call, party: Party) -> list[Approval]:
    """What a payment of a claim takes at most: what was said, and no more than there is to pay."""
    terms = call.named["claim"]
    identity = world.names.id_of(terms)
    if identity is None:
        return []
    owed = world.view("claim", "outstanding", [identity]) + world.view("claim", "late_interest", [terms])
    return _in_force(world, call, terms, min(call.named["amount"], owed))


def redemption(world: World, call: Call, party: Party) -> list[Approval]:
    """What the pledgor still has to pay for its pledge."""
    terms = call.named["claim"]
    identity = world.names.id_of(terms)
    if identity is None:
        return []
    pledge = world.view("claim", "pledge_of", [identity, party.address, call.named["pledgee"]])
    return _in_force(world, call, terms, int(pledge["secured"]))


def _in_force(world: World, call: Call, terms: Mapping[str, Any], amount: int) -> list[Approval]:
    asset, scale = world.view("claim", "asset_in_force", [terms])
    return _approval(world, call, asset, amount * scale)


APPROVALS: dict[str, Callable[[World, Call, Party], list[Approval]]] = {
    "cover": cover,
    "rise": rise,
    "unpaid": unpaid,
    "charged": charged,
    "price": price,
    "reimbursement": reimbursement,
    "payment": payment,
    "redemption": redemption,
}


def approvals_of(world: World, call: Call, party: Party) -> list[Approval]:
    """The approvals the adapter wants before this act."""
    name = call.spec.approve
    if name is None:
        return []
    if name not in APPROVALS:
        raise ScenarioError(f"the adapter wants an approval {name}{did_you_mean(name, APPROVALS)}")
    return APPROVALS[name](world, call, party)
