"""The lettered catalogue of what is always true of claims, whoever did what.

Goes on where `usance.invariants` ends: letters K to S look at one moment, V to X compare two. A
`ClaimsPicture` is everything a contract shows of its claims, taken from a chain or from the model.
Amounts are [minor] where a claim speaks and [token] where money does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from usance.claim_terms import Claim, sub_account
from usance.codes_claims import BOUND, ClaimKind, ClaimStatus, SubAccount
from usance.invariants import BY_NAME as OF_MONEY
from usance.invariants import Picture
from usance.model.outcome import Fact

WORD = 2**112
# What a claim can become, in one act.
NEXT: Mapping[int, tuple[int, ...]] = {
    ClaimStatus.REGISTERED: (
        ClaimStatus.ACCEPTED,
        ClaimStatus.DENIED,
        ClaimStatus.PAID,
        ClaimStatus.RESCINDED,
    ),
    ClaimStatus.ACCEPTED: (ClaimStatus.PAID, ClaimStatus.DEFAULTED),
    # By a prolongation that everybody agreed to a default is over.
    ClaimStatus.DEFAULTED: (ClaimStatus.PAID, ClaimStatus.ACCEPTED),
    ClaimStatus.DENIED: (ClaimStatus.RESCINDED,),
    ClaimStatus.PENDING: (ClaimStatus.ACCEPTED, ClaimStatus.CANCELLED),
}
NO_UNITS = (ClaimStatus.RESCINDED, ClaimStatus.CANCELLED)
RISING = ("paid", "credited", "aside", "retired", "interest_paid")
# Marks that stay once they are set.
STAYING = (
    "deemed",
    "defences_waived",
    "setoff_waived",
    "notified",
    "acknowledged",
    "prolonged",
    "settled",
)


@dataclass(frozen=True)
class ClaimPicture:
    """A claim: its terms and what `claim_state`, `holding_of`, `pledge_of` and the others show."""

    id: bytes
    terms: Claim
    state: Mapping[str, Any]
    outstanding: int
    asset: str
    asset_scale: int
    holdings: Mapping[str, Mapping[str, int]]
    pledges: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    # The key under which the register of charges knows the object now, if it does.
    key: bytes | None = None

    @property
    def face(self) -> int:
        return int(self.state["face"])

    @property
    def rest(self) -> int:
        state = self.state
        return int(state["face"] - state["credited"] - state["aside"] - state["paid"])

    @property
    def live(self) -> int:
        return int(self.state["face"] - self.state["retired"])

    @property
    def index(self) -> int:
        return int(self.state["paid"] + self.state["interest_paid"])

    def due_to(self, account: str) -> int:
        """[minor / F] the account is entitled to."""
        holding = self.holdings.get(account)
        if holding is None:
            return 0
        return holding["ent"] + holding["units"] * (self.index - holding["seen"])


@dataclass(frozen=True)
class ClaimsPicture(Picture):
    """A contract's claims at one moment. `objects` by present key, `limits` by (anchor, currency)."""

    claims: Sequence[ClaimPicture] = ()
    objects: Mapping[bytes, Mapping[str, int]] = field(default_factory=dict)
    limits: Mapping[tuple[str, bytes], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimInvariant:
    """One line of the catalogue. `check` gives a sentence for each breach."""

    letter: str
    name: str
    says: str
    check: Callable[[ClaimsPicture], Iterable[str]]


@dataclass(frozen=True)
class ClaimTransition:
    """A line about two moments: what may never happen from one to the next."""

    letter: str
    name: str
    says: str
    check: Callable[[ClaimsPicture, ClaimsPicture], Iterable[str]]


@dataclass(frozen=True)
class Consent:
    """Whose word stood when an act was done: its sender, whose signature it carried, mandates, agents."""

    sender: str
    signers: frozenset[str] = frozenset()
    mandates: frozenset[tuple[str, str]] = frozenset()
    agents: frozenset[tuple[str, str]] = frozenset()


def _short(identity: bytes) -> str:
    return "0x" + identity[:4].hex()


def _units(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        held = sum(holding["units"] for holding in claim.holdings.values())
        if held + claim.state["retired"] != claim.face:
            yield f"{_short(claim.id)}: {held} held, {claim.state['retired']} retired, face {claim.face}"


def _pot(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        due = sum(claim.due_to(account) for account in claim.holdings)
        pot = claim.face * claim.state["pot"]
        if pot < due or (claim.state["retired"] == 0 and pot != due):
            yield f"{_short(claim.id)}: the pot is {pot}, due {due} (in parts of the face)"


def _pots_held(picture: ClaimsPicture) -> Iterable[str]:
    for asset, held in picture.held.items():
        pots = sum(claim.state["pot"] * claim.asset_scale for claim in picture.claims if claim.asset == asset)
        owed = picture.owed.get(asset, 0)
        if held != owed + pots:
            yield f"{asset}: {held} held, {pots} in pots, {owed} in balances"


def _books(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        if claim.rest < 0 or claim.live < 0 or claim.index >= WORD:
            yield f"{_short(claim.id)}: rest {claim.rest}, live {claim.live}, index {claim.index}"
        if claim.face and claim.outstanding != -(-claim.rest * claim.live // claim.face):
            yield f"{_short(claim.id)}: outstanding {claim.outstanding}"
        if any(
            holding["seen"] > claim.index or min(holding.values()) < 0 for holding in claim.holdings.values()
        ):
            yield f"{_short(claim.id)}: a holding ahead of the index, or below nothing"


def _status(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        state = claim.state
        if state["status"] == ClaimStatus.PAID and claim.outstanding:
            yield f"{_short(claim.id)}: paid, and {claim.outstanding} outstanding"
        if state["status"] in NO_UNITS and claim.live:
            yield f"{_short(claim.id)}: over, and {claim.live} units left"
        if state["status"] == ClaimStatus.PENDING and (state["pot"] or claim.live != claim.face):
            yield f"{_short(claim.id)}: pending, and not untouched"
        over = state["status"] == ClaimStatus.PAID or (
            state["status"] in (*NO_UNITS, ClaimStatus.DENIED) and claim.live == 0
        )
        if state["settled"] and not over:
            yield f"{_short(claim.id)}: its share was given back early"


def _keys(picture: ClaimsPicture) -> Iterable[str]:
    taken: dict[bytes, int] = defaultdict(int)
    for claim in picture.claims:
        if claim.key is not None and not claim.state["settled"]:
            taken[claim.key] += claim.face
    for key, found in picture.objects.items():
        if found["on_ledger"] != taken.get(key, 0):
            yield f"{_short(key)}: {found['on_ledger']} on the ledger, claims of {taken.get(key, 0)}"
        if found["on_ledger"] + found["charged"] > found["amount"]:
            yield f"{_short(key)}: more taken than the whole {found['amount']}"


def _limits(picture: ClaimsPicture) -> Iterable[str]:
    issued: dict[tuple[str, bytes], int] = defaultdict(int)
    for claim in picture.claims:
        if claim.terms.kind == ClaimKind.PAYABLE and not claim.state["settled"]:
            issued[claim.terms.debtor, claim.terms.currency] += claim.face
    for anchor, limit in picture.limits.items():
        if limit["outstanding"] != issued.get(anchor, 0):
            yield f"{anchor[0]}: {limit['outstanding']} counted, payables of {issued.get(anchor, 0)}"


def _waivers(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        state = claim.state
        unbound = state["status"] in (ClaimStatus.REGISTERED, ClaimStatus.DENIED, ClaimStatus.PENDING)
        if (state["defences_waived"] or state["setoff_waived"]) and (state["deemed"] or unbound):
            yield f"{_short(claim.id)}: waived without an acceptance"
        if state["acknowledged"] and not state["notified"]:
            yield f"{_short(claim.id)}: acknowledged without notice"


def _pledges(picture: ClaimsPicture) -> Iterable[str]:
    for claim in picture.claims:
        for (pledgor, pledgee), pledge in claim.pledges.items():
            holding = claim.holdings.get(sub_account(SubAccount.PLEDGED, pledgor, pledgee))
            units = 0 if holding is None else holding["units"]
            if pledge["units"] != units:
                yield f"{_short(claim.id)}: {pledge['units']} pledged, {units} in the sub-account"


def _final(before: ClaimsPicture, after: ClaimsPicture) -> Iterable[str]:
    later = {claim.id: claim for claim in after.claims}
    for claim in before.claims:
        was, now = claim.state["status"], later[claim.id].state["status"]
        if was != now and now not in _reachable(was):
            yield f"{_short(claim.id)}: {was} became {now}"
        for name in RISING:
            if later[claim.id].state[name] < claim.state[name]:
                yield f"{_short(claim.id)}: {name} fell"
        for name in STAYING:
            if claim.state[name] and not later[claim.id].state[name]:
                yield f"{_short(claim.id)}: {name} was taken back"
        if later[claim.id].face != claim.face:
            yield f"{_short(claim.id)}: another face"


def _reachable(status: int) -> set[int]:
    found: set[int] = set()
    waiting = [status]
    while waiting:
        fresh = set(NEXT.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found


def own_share(before: ClaimsPicture, after: ClaimsPicture, facts: Sequence[Fact]) -> Iterable[str]:
    """A payment belongs to whoever held: an account gets its units' share, and loses what it withdraws.

    Shares pass between accounts only where a pledge is shared or ends, or parked units are collected.
    """
    earlier = {claim.id: claim for claim in before.claims}
    for claim in after.claims:
        was = earlier.get(claim.id)
        if was is None:
            continue
        step, passing = claim.index - was.index, _passing(claim.id, facts)
        total = 0
        for account in set(claim.holdings) | set(was.holdings):
            units = was.holdings[account]["units"] if account in was.holdings else 0
            gained = claim.due_to(account) - was.due_to(account) - units * step
            gained += claim.face * _withdrawn(claim.id, account, facts)
            total += gained
            if gained and account not in passing:
                yield f"{_short(claim.id)}: {account} has {gained} of {claim.face} more than its share"
        if total:
            yield f"{_short(claim.id)}: {total} of {claim.face} came from nowhere"


def _withdrawn(claim: bytes, account: str, facts: Sequence[Fact]) -> int:
    return sum(
        fact.args["amount"]
        for fact in facts
        if fact.name == "ProceedsWithdrawn" and (fact.args["claim"], fact.args["account"]) == (claim, account)
    )


def _passing(claim: bytes, facts: Sequence[Fact]) -> set[str]:
    found: set[str] = set()
    for fact in facts:
        if fact.args.get("claim") != claim:
            continue
        if fact.name in ("ProceedsShared", "PledgeReleased", "Foreclosed"):
            pair = (fact.args["pledgor"], fact.args["pledgee"])
            found |= {*pair, sub_account(SubAccount.PLEDGED, *pair)}
        elif fact.name == "Collected":
            owner = fact.args["owner"]
            found |= {owner, sub_account(SubAccount.PARKED, owner, owner)}
    return found


def bound_by_itself(before: ClaimsPicture, after: ClaimsPicture, consent: Consent) -> Iterable[str]:
    """Nobody is bound without an act, a signature, a mandate of its own, or an agent it authorised."""
    earlier = {claim.id: claim.state["status"] for claim in before.claims}
    for claim in after.claims:
        was, status = earlier.get(claim.id), claim.state["status"]
        debtor, creditor = claim.terms.debtor, claim.terms.creditor
        if was is None and status == ClaimStatus.PENDING and debtor != consent.sender:
            yield f"{_short(claim.id)}: promised by somebody else"
        if status not in BOUND or was in BOUND:
            continue
        own = debtor == consent.sender or debtor in consent.signers
        promised = was == ClaimStatus.PENDING and creditor == consent.sender
        agent = was is None and (debtor, consent.sender) in consent.agents
        silence = claim.state["deemed"] and (debtor, creditor) in consent.mandates
        if not (own or promised or agent or silence):
            yield f"{_short(claim.id)}: {debtor} is bound by somebody else"


def _of_money(name: str) -> Callable[[ClaimsPicture], Iterable[str]]:
    return OF_MONEY[name].check


CATALOGUE: tuple[ClaimInvariant, ...] = (
    ClaimInvariant("A", "conservation", OF_MONEY["conservation"].says, _of_money("conservation")),
    ClaimInvariant("C", "waiting", OF_MONEY["waiting"].says, _of_money("waiting")),
    ClaimInvariant("K", "units", "all units and what was retired make the face", _units),
    ClaimInvariant(
        "L", "pot", "a pot is what is due from it, exactly while nothing is retired, never less", _pot
    ),
    ClaimInvariant("M", "pots_held", "the contract holds exactly all pots and all balances", _pots_held),
    ClaimInvariant("N", "claim_books", "books add up to the face; outstanding is their share", _books),
    ClaimInvariant("O", "claim_status", "a claim that is over owes nothing, or has no units", _status),
    ClaimInvariant("P", "keys", "an object's claims are on the ledger, never more than all of it", _keys),
    ClaimInvariant("Q", "payables", "an anchor's count is the faces of its open payables", _limits),
    ClaimInvariant("R", "waivers", "only a debtor's own acceptance waives", _waivers),
    ClaimInvariant("S", "pledges", "a pledge's units are in its sub-account", _pledges),
)
TRANSITIONS: tuple[ClaimTransition, ...] = (
    ClaimTransition("V", "claim_final", "an accepted claim is never rejected; no book falls", _final),
)
# Lines that also look at the act between the two moments.
OF_ACTS = (
    ("W", "own_share", "no account receives more than its share"),
    ("X", "bound_by_itself", "nobody is bound without its own word"),
)
BY_NAME = {invariant.name: invariant for invariant in CATALOGUE}


def breaches(picture: ClaimsPicture, names: Iterable[str] | None = None) -> list[str]:
    """Every breach of the named invariants, of all when none is named: "K units: ..."."""
    chosen = CATALOGUE if names is None else [BY_NAME[name] for name in names]
    return [
        f"{invariant.letter} {invariant.name}: {breach}"
        for invariant in chosen
        for breach in invariant.check(picture)
    ]


def step_breaches(
    before: ClaimsPicture,
    after: ClaimsPicture,
    facts: Sequence[Fact] = (),
    consent: Consent | None = None,
) -> list[str]:
    """Every breach between two moments, with the facts of the act between them if they are known."""
    found = [
        f"{transition.letter} {transition.name}: {breach}"
        for transition in TRANSITIONS
        for breach in transition.check(before, after)
    ]
    found += [f"W own_share: {breach}" for breach in own_share(before, after, facts)]
    if consent is not None:
        found += [f"X bound_by_itself: {breach}" for breach in bound_by_itself(before, after, consent)]
    return found
