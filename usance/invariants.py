"""The lettered catalogue of what is always true of credits, whoever did what.

An invariant looks at a `Picture`: everything a contract shows of its credits, taken from a chain or
from the model. `docs/invariants.md` lists the letters; the scenario kit knows them by name.
Amounts are [minor] where a credit speaks and [token] where money does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from usance.codes import CreditStatus, SetStatus, Stage
from usance.terms import Credit, Presentation

# Where the contract's count of claims ends.
FULL_COUNT = 255
OWING = (SetStatus.COMPLYING, SetStatus.PRECLUDED)


@dataclass(frozen=True)
class SetPicture:
    """A set of documents: the statement and what `presentation_state` shows."""

    id: bytes
    statement: Presentation
    state: Mapping[str, Any]


@dataclass(frozen=True)
class CreditPicture:
    """A credit: its terms, what `credit_state` shows, its sets."""

    id: bytes
    terms: Credit
    state: Mapping[str, Any]
    sets: Sequence[SetPicture]


@dataclass(frozen=True)
class Picture:
    """A contract at one moment. `held` is the token balance of the contract, `owed` its own figure."""

    now: int
    credits: Sequence[CreditPicture]
    held: Mapping[str, int]
    owed: Mapping[str, int]
    withdrawable: Mapping[tuple[str, str], int]
    supply: Mapping[str, int] = field(default_factory=dict)
    balances: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Invariant:
    """One line of the catalogue. `check` gives a sentence for each breach."""

    letter: str
    name: str
    says: str
    check: Callable[[Picture], Iterable[str]]


@dataclass(frozen=True)
class Transition:
    """A line about two moments: what may never happen from one to the next."""

    letter: str
    name: str
    says: str
    check: Callable[[Picture, Picture], Iterable[str]]


def _short(identity: bytes) -> str:
    return "0x" + identity[:4].hex()


def _conservation(picture: Picture) -> Iterable[str]:
    for asset, total in picture.supply.items():
        counted = sum(amount for (_, one), amount in picture.balances.items() if one == asset)
        if counted != total:
            yield f"{asset}: all balances make {counted}, the supply is {total}"


def _cover_held(picture: Picture) -> Iterable[str]:
    for asset, held in picture.held.items():
        booked = picture.owed.get(asset, 0) + sum(
            credit.state["cover"] * credit.terms.asset_scale
            for credit in picture.credits
            if credit.terms.asset == asset
        )
        if held != booked:
            yield f"{asset}: {held} held, {booked} booked as cover and balances"


def _waiting(picture: Picture) -> Iterable[str]:
    for asset, owed in picture.owed.items():
        waiting = sum(amount for (_, one), amount in picture.withdrawable.items() if one == asset)
        if waiting != owed:
            yield f"{asset}: {waiting} withdrawable, {owed} owed"


def _drawn(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        waived = sum(
            entry.statement.amount for entry in credit.sets if entry.state["issuer_waived"] and _bound(entry)
        )
        most = credit.terms.maximum_liability + waived
        if credit.state["drawn"] > most:
            yield f"{_short(credit.id)}: {credit.state['drawn']} drawn of at most {most}"


def _bound(entry: SetPicture) -> bool:
    return entry.state["status"] in (*OWING, SetStatus.HONOURED, SetStatus.DEFAULTED)


def _owed_once(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        for entry in credit.sets:
            state = entry.state
            over = state["status"] in (SetStatus.HONOURED, SetStatus.DEFAULTED)
            if over and state["stage"] == Stage.ISSUER and state["amount"]:
                yield f"{_short(entry.id)}: honoured or defaulted with {state['amount']} outstanding"
            if state["amount"] > entry.statement.amount:
                yield f"{_short(entry.id)}: {state['amount']} owed of {entry.statement.amount} claimed"
        owing = sum(entry.state["amount"] for entry in credit.sets if not entry.state["claim"])
        if owing > credit.state["drawn"]:
            yield f"{_short(credit.id)}: {owing} owed, {credit.state['drawn']} drawn"


def _open_sets(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        if credit.state["status"] == CreditStatus.CLOSED:
            continue
        owing = sum(
            entry.state["stage"] != Stage.NOMINATED
            and entry.state["status"] in OWING
            and entry.state["amount"] > 0
            for entry in credit.sets
        )
        running = sum(
            entry.state["stage"] != Stage.NOMINATED
            and entry.state["status"] == SetStatus.PRESENTED
            and entry.state["received"]
            for entry in credit.sets
        )
        if not owing <= credit.state["open_sets"] <= owing + running:
            yield f"{_short(credit.id)}: {credit.state['open_sets']} open, {owing} owing, {running} running"


def _claims(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        unsettled = sum(
            entry.state["status"] == SetStatus.HONOURED
            if entry.state["stage"] != Stage.ISSUER
            else entry.state["claim"]
            and entry.state["status"] not in (SetStatus.HONOURED, SetStatus.DEFAULTED)
            for entry in credit.sets
        )
        # A full count stands still, so that no number of dust claims stops a payment.
        if credit.state["claims"] not in (unsettled, FULL_COUNT):
            yield f"{_short(credit.id)}: {credit.state['claims']} claims, {unsettled} unsettled"


def _closed(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        if credit.state["status"] == CreditStatus.CLOSED and (
            credit.state["cover"] or credit.state["open_sets"]
        ):
            yield f"{_short(credit.id)}: closed with cover {credit.state['cover']} or an open set"


def _clock(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        for entry in credit.sets:
            state = entry.state
            if state["received"] and not state["received_day"] < state["last_day"]:
                yield f"{_short(entry.id)}: received on {state['received_day']}, last day {state['last_day']}"
            if not state["received"] and (state["received_day"] or state["last_day"]):
                yield f"{_short(entry.id)}: a clock without a receipt"


def _cover_bounded(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        most = -(-credit.terms.maximum_liability * credit.terms.cover_bps // 10_000)
        if credit.state["cover"] > most:
            yield f"{_short(credit.id)}: cover {credit.state['cover']}, at most {most}"


def _sets_of(picture: Picture) -> dict[bytes, SetPicture]:
    return {entry.id: entry for credit in picture.credits for entry in credit.sets}


def _final(before: Picture, after: Picture) -> Iterable[str]:
    later = {credit.id: credit for credit in after.credits}
    for credit in before.credits:
        now = later[credit.id]
        if now.state["status"] < credit.state["status"]:
            yield f"{_short(credit.id)}: {credit.state['status']} became {now.state['status']}"
        if credit.state["status"] == CreditStatus.CLOSED and now.state != credit.state:
            yield f"{_short(credit.id)}: changed after it was closed"
        if now.state["drawn"] < credit.state["drawn"]:
            yield f"{_short(credit.id)}: drawn fell from {credit.state['drawn']} to {now.state['drawn']}"
        if now.state["cover"] > credit.state["cover"]:
            yield f"{_short(credit.id)}: cover rose"


def _paid_stays_paid(before: Picture, after: Picture) -> Iterable[str]:
    later = _sets_of(after)
    for identity, entry in _sets_of(before).items():
        state, now = entry.state, later[identity].state
        if state["status"] == SetStatus.DEFAULTED and now["status"] != SetStatus.DEFAULTED:
            yield f"{_short(identity)}: defaulted, and then {now['status']}"
        if state["status"] == SetStatus.HONOURED and now["status"] != SetStatus.HONOURED:
            forwarded = state["stage"] != Stage.ISSUER and now["stage"] == Stage.ISSUER and now["claim"]
            if not forwarded:
                yield f"{_short(identity)}: honoured, and then {now['status']}"
        sent_on = state["stage"] != Stage.ISSUER and now["stage"] == Stage.ISSUER
        # Sent on to the issuing bank, a set is presented to it then.
        since = sent_on and before.now <= now["presented_at"] <= after.now
        if state["presented_at"] != now["presented_at"] and not since:
            yield f"{_short(identity)}: presented at another time"
        later_receipt = now["received_day"] > state["received_day"]
        if state["received"] and state["stage"] == now["stage"] and later_receipt:
            yield f"{_short(identity)}: its receipt moved to a later day"


def own_money(before: Picture, after: Picture, movers: Sequence[str]) -> Iterable[str]:
    """Nobody's balance to withdraw falls but by an act that names its owner (`movers`)."""
    for (party, asset), amount in before.withdrawable.items():
        if after.withdrawable.get((party, asset), 0) < amount and party not in movers:
            yield f"{party}: its balance of {asset} fell from {amount}"


CATALOGUE: tuple[Invariant, ...] = (
    Invariant("A", "conservation", "all balances of a token make its supply", _conservation),
    Invariant("B", "cover_held", "the contract holds exactly all cover and all balances", _cover_held),
    Invariant("C", "waiting", "the sum of all balances to withdraw is what is owed", _waiting),
    Invariant("D", "drawn", "what is drawn stays within the maximum liability and waivers", _drawn),
    Invariant("E", "owed_once", "a set is owed at most what it claims, and nothing once paid", _owed_once),
    Invariant("F", "open_sets", "open sets are those owing or in a clock that binds", _open_sets),
    Invariant("G", "closed", "a closed credit holds no cover and no open set", _closed),
    Invariant("H", "clock", "a clock has a receipt, and ends after it", _clock),
    Invariant(
        "I", "cover_bounded", "cover is never above its share of the maximum liability", _cover_bounded
    ),
    Invariant(
        "J", "claims", "claims are the sets that another bank paid and the issuer has not paid back", _claims
    ),
)
TRANSITIONS: tuple[Transition, ...] = (
    Transition("T", "final", "a state never goes back; a closed credit never changes", _final),
    Transition("U", "paid_stays_paid", "a set that was paid is never paid again", _paid_stays_paid),
)
BY_NAME = {invariant.name: invariant for invariant in CATALOGUE}


def breaches(picture: Picture, names: Iterable[str] | None = None) -> list[str]:
    """Every breach of the named invariants, of all when none is named: "B cover_held: ..."."""
    chosen = CATALOGUE if names is None else [BY_NAME[name] for name in names]
    return [
        f"{invariant.letter} {invariant.name}: {breach}"
        for invariant in chosen
        for breach in invariant.check(picture)
    ]


def step_breaches(before: Picture, after: Picture) -> list[str]:
    """Every breach between two moments."""
    return [
        f"{transition.letter} {transition.name}: {breach}"
        for transition in TRANSITIONS
        for breach in transition.check(before, after)
    ]
