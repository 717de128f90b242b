"""What is always true of the acts between two pictures of the credits (docs/invariants.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from usance.codes import AmendmentStatus, SetStatus
from usance.invariants import Picture, sets_of, short
from usance.model.outcome import Fact


def by_word(before: Picture, after: Picture, movers: Sequence[str], facts: Sequence[Fact]) -> Iterable[str]:
    """A change is in force only by the beneficiary's word (an act by one of `movers`) or by its set's."""
    earlier = {one.id: one for credit in before.credits for one in credit.amendments}
    spoke = {
        fact.args["amendment"]: fact.args["presentation"]
        for fact in facts
        if fact.name == "AmendmentAccepted"
    }
    for credit in after.credits:
        own = {entry.id for entry in credit.sets if entry.state["own"]}
        for one in credit.amendments:
            known = earlier.get(one.id)
            if one.state["status"] != AmendmentStatus.ACCEPTED or (
                known is not None and known.state["status"] == AmendmentStatus.ACCEPTED
            ):
                continue
            if credit.terms.beneficiary not in movers and spoke.get(one.id, b"") not in own:
                yield f"{short(one.id)}: in force without the beneficiary's word"


def awarded(before: Picture, after: Picture, facts: Sequence[Fact]) -> Iterable[str]:
    """Documents that went back are never paid except by award."""
    named = {fact.args["presentation"] for fact in facts if fact.name == "Awarded"}
    later = sets_of(after)
    for identity, entry in sets_of(before).items():
        left = later[identity].state["status"] != SetStatus.RETURNED
        if entry.state["status"] == SetStatus.RETURNED and left and identity not in named:
            yield f"{short(identity)}: bound after it went back, without an award"


def promised(facts: Sequence[Fact]) -> Iterable[str]:
    """The faces of the claims of an undertaking are in sum what was undertaken, all on one bank."""
    born = {fact.args["claim"]: fact.args for fact in facts if fact.name == "ClaimBorn"}
    for fact in facts:
        if fact.name != "Undertaken":
            continue
        claims = [born[claim] for claim in fact.args["claims"]]
        faces = sum(claim["face"] for claim in claims)
        if faces != fact.args["amount"]:
            yield f"{short(fact.args['presentation'])}: {faces} promised of {fact.args['amount']}"
        if {claim["debtor"] for claim in claims} != {fact.args["bank"]}:
            yield f"{short(fact.args['presentation'])}: promised by another than its bank"


def own_money(before: Picture, after: Picture, movers: Sequence[str]) -> Iterable[str]:
    """Nobody's balance to withdraw falls but by an act that names its owner (`movers`)."""
    for (party, asset), amount in before.withdrawable.items():
        if after.withdrawable.get((party, asset), 0) < amount and party not in movers:
            yield f"{party}: its balance of {asset} fell from {amount}"
