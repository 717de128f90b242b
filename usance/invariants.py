"""The lettered catalogue of what is always true of credits, whoever did what.

An invariant looks at a `Picture`: everything a contract shows of its credits, taken from a chain or
from the model. `docs/invariants.md` lists the letters; the scenario kit knows them by name.
Amounts are [minor] where a credit speaks and [token] where money does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from usance.amendments import Change
from usance.codes import AmendmentStatus, CreditStatus, Exclusion, SetStatus, Stage
from usance.terms import Credit, Presentation

# Where the contract's count of claims ends.
FULL_COUNT = 255
REFUND_CLAIMED = 3
OWING = (SetStatus.COMPLYING, SetStatus.PRECLUDED)
PAID = (SetStatus.HONOURED, SetStatus.DEFAULTED)
# Honoured in the sense of article 2: paid, or promised for a later day.
DONE = (*PAID, SetStatus.UNDERTAKEN)
ENDED = (CreditStatus.CLOSED, CreditStatus.CANCELLED)


@dataclass(frozen=True)
class SetPicture:
    """A set of documents: the statement, what `presentation_state` shows, and `reimbursement_of`."""

    id: bytes
    statement: Presentation
    state: Mapping[str, Any]
    reimbursement: Mapping[str, int] = field(default_factory=dict)

    @property
    def given_back(self) -> int:
        """[minor] What the issuing bank, having refused, claims back of a reimbursement (16g)."""
        claimed = self.reimbursement.get("status") == REFUND_CLAIMED
        return self.reimbursement["amount"] if claimed else 0


@dataclass(frozen=True)
class AmendmentPicture:
    """A change: its words and what `amendment_state` shows."""

    id: bytes
    change: Change
    state: Mapping[str, Any]


@dataclass(frozen=True)
class CreditPicture:
    """A credit: its terms in force, what `credit_state` shows, its sets and amendments.

    `terms_before` are all terms it ever had before those in force, the oldest first, those that bound its
    confirming bank alone among them.
    """

    id: bytes
    terms: Credit
    state: Mapping[str, Any]
    sets: Sequence[SetPicture]
    amendments: Sequence[AmendmentPicture] = ()
    terms_before: Sequence[Credit] = ()

    @property
    def ended(self) -> bool:
        status: int = self.state["status"]
        return status in ENDED

    @property
    def most(self) -> int:
        """[minor] The largest maximum liability that it ever had."""
        return max(one.maximum_liability for one in (*self.terms_before, self.terms))

    @property
    def held(self) -> int:
        """[minor] Its cover, and what pending changes hold."""
        return int(self.state["cover"]) + sum(int(one.state["cover"]) for one in self.amendments)


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


def short(identity: bytes) -> str:
    return "0x" + identity[:4].hex()


def _conservation(picture: Picture) -> Iterable[str]:
    for asset, total in picture.supply.items():
        counted = sum(amount for (_, one), amount in picture.balances.items() if one == asset)
        if counted != total:
            yield f"{asset}: all balances make {counted}, the supply is {total}"


def _cover_held(picture: Picture) -> Iterable[str]:
    for asset, held in picture.held.items():
        booked = picture.owed.get(asset, 0) + sum(
            credit.held * credit.terms.asset_scale
            for credit in picture.credits
            if credit.terms.asset == asset
        )
        if held != booked:
            yield f"{asset}: {held} held, {booked} booked as cover, for changes and as balances"


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
        drawn, limit = credit.state["drawn"], credit.terms.maximum_liability
        available = max(0, limit - drawn)
        # More than the terms in force give: a waiver did it, or a bank bound by earlier ones.
        if drawn + available != limit and drawn > credit.most + waived:
            yield f"{short(credit.id)}: {drawn} drawn of at most {credit.most + waived}"


def _bound(entry: SetPicture) -> bool:
    return entry.state["status"] in (*OWING, *DONE)


def _owed_once(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        for entry in credit.sets:
            state = entry.state
            over = state["status"] in PAID
            if over and state["stage"] == Stage.ISSUER and state["amount"]:
                yield f"{short(entry.id)}: honoured or defaulted with {state['amount']} outstanding"
            if state["amount"] > entry.statement.amount:
                yield f"{short(entry.id)}: {state['amount']} owed of {entry.statement.amount} claimed"
            if state["status"] == SetStatus.RETURNED and state["amount"] and not state["claim"]:
                yield f"{short(entry.id)}: returned with {state['amount']} outstanding"
        owing = sum(entry.state["amount"] for entry in credit.sets if not entry.state["claim"])
        if owing > credit.state["drawn"]:
            yield f"{short(credit.id)}: {owing} owed, {credit.state['drawn']} drawn"


def _open_sets(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        if credit.ended:
            continue
        owing = sum(
            entry.state["status"] == SetStatus.UNDERTAKEN
            or (
                entry.state["stage"] != Stage.NOMINATED
                and entry.state["status"] in OWING
                and entry.state["amount"] > 0
            )
            for entry in credit.sets
        )
        running = sum(entry.state["stage"] != Stage.NOMINATED and _running(entry) for entry in credit.sets)
        if not owing <= credit.state["open_sets"] <= owing + running:
            yield f"{short(credit.id)}: {credit.state['open_sets']} open, {owing} owing, {running} running"


def _running(entry: SetPicture) -> bool:
    """In a clock that may bind by its end: of the examination, or of a return."""
    state = entry.state
    if state["status"] == SetStatus.REFUSED:
        return bool(state["due_day"])
    return state["status"] in (SetStatus.PRESENTED, SetStatus.SUSPENDED) and bool(state["received"])


def _said_paid(entry: SetPicture) -> bool:
    """Does a nominated bank say that it paid it off chain?"""
    state = entry.state
    complying = state["stage"] == Stage.NOMINATED and state["status"] == SetStatus.COMPLYING
    return complying and bool(state["amount"])


def _claims(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        unsettled = sum(
            entry.state["amount"] > 0 and (entry.state["status"] in DONE or _said_paid(entry))
            if entry.state["stage"] != Stage.ISSUER
            else entry.state["claim"] and entry.state["amount"] > 0 and entry.state["status"] not in PAID
            for entry in credit.sets
        )
        # A full count stands still, so that no number of dust claims stops a payment.
        if credit.state["claims"] not in (unsettled, FULL_COUNT):
            yield f"{short(credit.id)}: {credit.state['claims']} claims, {unsettled} unsettled"


def _closed(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        if credit.ended and (credit.state["cover"] or credit.state["open_sets"]):
            yield f"{short(credit.id)}: at its end with cover {credit.state['cover']} or an open set"


def _clock(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        for entry in credit.sets:
            state = entry.state
            # A clock that stood (e12) may end on the day of the receipt; a waiver of the evening before it.
            same_day = bool(credit.terms.exclusions & Exclusion.EUCP)
            clock = state["received"] and not state["issuer_waived"]
            if clock and not state["received_day"] < state["last_day"] + same_day:
                yield f"{short(entry.id)}: received on {state['received_day']}, last day {state['last_day']}"
            if not state["received"] and (state["received_day"] or state["last_day"]):
                yield f"{short(entry.id)}: a clock without a receipt"


def _cover_bounded(picture: Picture) -> Iterable[str]:
    """Its share of the first terms, and of every rise since: what a reduction leaves may stay."""
    for credit in picture.credits:
        shares = [_share(terms) for terms in (*credit.terms_before, credit.terms)]
        most = shares[0] + sum(max(0, later - earlier) for earlier, later in pairwise(shares))
        if credit.state["cover"] > most:
            yield f"{short(credit.id)}: cover {credit.state['cover']}, at most {most}"


def _share(terms: Credit) -> int:
    return -(-terms.maximum_liability * terms.cover_bps // 10_000)


def _changes(picture: Picture) -> Iterable[str]:
    for credit in picture.credits:
        accepted = 0
        for one in credit.amendments:
            status = one.state["status"]
            accepted += status == AmendmentStatus.ACCEPTED and not one.change.cancel
            if status != AmendmentStatus.PENDING and one.state["cover"]:
                yield f"{short(one.id)}: answered, and {one.state['cover']} of cover is still held for it"
            cancelled = one.change.cancel and status == AmendmentStatus.ACCEPTED
            if cancelled and credit.state["status"] != CreditStatus.CANCELLED:
                yield f"{short(one.id)}: cancelled, and the credit goes on"
        if credit.amendments and bool(accepted) != credit.state["amended"]:
            yield f"{short(credit.id)}: {accepted} changes accepted, amended is {credit.state['amended']}"


def sets_of(picture: Picture) -> dict[bytes, SetPicture]:
    return {entry.id: entry for credit in picture.credits for entry in credit.sets}


def _accepted(credit: CreditPicture) -> int:
    return sum(one.state["status"] == AmendmentStatus.ACCEPTED for one in credit.amendments)


def _final(before: Picture, after: Picture) -> Iterable[str]:
    later = {credit.id: credit for credit in after.credits}
    for credit in before.credits:
        now = later[credit.id]
        changed = _accepted(now) > _accepted(credit)
        # A change may give an expired credit new days.
        again = changed and (credit.state["status"], now.state["status"]) == (
            CreditStatus.EXPIRED,
            CreditStatus.ISSUED,
        )
        if now.state["status"] < credit.state["status"] and not again:
            yield f"{short(credit.id)}: {credit.state['status']} became {now.state['status']}"
        if credit.ended and now.state != credit.state:
            yield f"{short(credit.id)}: changed after its end"
        if now.state["drawn"] < credit.state["drawn"] and not _let_go(credit, now):
            yield f"{short(credit.id)}: drawn fell from {credit.state['drawn']} to {now.state['drawn']}"
        if now.state["cover"] > credit.state["cover"] and not changed:
            yield f"{short(credit.id)}: cover rose"


def _let_go(before: CreditPicture, after: CreditPicture) -> bool:
    """Did a nominated bank say that it paid off chain, and has not?"""
    later = {entry.id: entry for entry in after.sets}
    freed = sum(
        entry.state["amount"]
        for entry in before.sets
        if entry.state["stage"] == Stage.NOMINATED
        and entry.state["status"] == SetStatus.COMPLYING
        and later[entry.id].state["amount"] < entry.state["amount"]
    )
    fell: int = before.state["drawn"] - after.state["drawn"]
    return bool(freed >= fell)


def _electronic(picture: Picture) -> set[bytes]:
    """Sets whose records may be sent again, and are received again then (e12)."""
    return {
        entry.id
        for credit in picture.credits
        for entry in credit.sets
        if any(terms.exclusions & Exclusion.EUCP for terms in (credit.terms, *credit.terms_before))
    }


def _paid_stays_paid(before: Picture, after: Picture) -> Iterable[str]:
    later, electronic = sets_of(after), _electronic(after)
    for identity, entry in sets_of(before).items():
        state, now = entry.state, later[identity].state
        if state["status"] == SetStatus.DEFAULTED and now["status"] != SetStatus.DEFAULTED:
            yield f"{short(identity)}: defaulted, and then {now['status']}"
        if state["status"] in (SetStatus.HONOURED, SetStatus.UNDERTAKEN) and now["status"] not in (
            SetStatus.HONOURED,
            state["status"],
        ):
            forwarded = state["stage"] != Stage.ISSUER and now["stage"] == Stage.ISSUER and now["claim"]
            if not forwarded:
                yield f"{short(identity)}: honoured, and then {now['status']}"
        sent_on = state["stage"] != Stage.ISSUER and now["stage"] == Stage.ISSUER
        # Sent on to the issuing bank, a set is presented to it then.
        since = sent_on and before.now <= now["presented_at"] <= after.now
        if state["presented_at"] != now["presented_at"] and not since:
            yield f"{short(identity)}: presented at another time"
        later_receipt = now["received_day"] > state["received_day"] and identity not in electronic
        if state["received"] and state["stage"] == now["stage"] and later_receipt:
            yield f"{short(identity)}: its receipt moved to a later day"


# What a set can still become, in one act or several; a forwarded set begins anew at the next bank.
CAN_BECOME: Mapping[int, tuple[int, ...]] = {
    SetStatus.PRESENTED: tuple(SetStatus),
    SetStatus.SUSPENDED: tuple(SetStatus),
    SetStatus.COMPLYING: DONE,
    SetStatus.PRECLUDED: DONE,
    # Its last leg is paid.
    SetStatus.UNDERTAKEN: (SetStatus.HONOURED,),
    # By a waiver or an award; by keeping what had to go back, or by a notice without effect.
    SetStatus.REFUSED: (*OWING, *DONE, SetStatus.RETURNED),
    # By an award.
    SetStatus.RETURNED: (SetStatus.COMPLYING, *DONE),
}


def _one_notice(before: Picture, after: Picture) -> Iterable[str]:
    later = sets_of(after)
    for identity, entry in sets_of(before).items():
        state, now = entry.state, later[identity].state
        sent_on = state["stage"] != Stage.ISSUER and now["stage"] == Stage.ISSUER
        # Each bank gives a notice of its own.
        gave = state["status"] not in (SetStatus.PRESENTED, SetStatus.SUSPENDED) and not sent_on
        if gave and state["disposal"] and now["disposal"] != state["disposal"]:
            yield f"{short(identity)}: a second notice, {state['disposal']} became {now['disposal']}"
        moved = now["status"] != state["status"]
        if moved and not sent_on and now["status"] not in CAN_BECOME.get(state["status"], ()):
            yield f"{short(identity)}: {state['status']} became {now['status']}"
        # What a bank gives back of a reimbursement it may claim again, no more.
        more = now["amount"] - state["amount"] - _gave_back(entry, later)
        if state["status"] == SetStatus.RETURNED and more > 0 and not moved and not sent_on:
            yield f"{short(identity)}: owed {now['amount']} after it went back"


def _gave_back(entry: SetPicture, later: Mapping[bytes, SetPicture]) -> int:
    """[minor] What the bank that claims this set was made to give back since, and may claim again."""
    return later[entry.id].given_back - entry.given_back


def _one_debt(before: Picture, after: Picture) -> Iterable[str]:
    """What is owed on a drawing only falls once it is bound, at the same bank or from bank to bank."""
    later = sets_of(after)
    for identity, entry in sets_of(before).items():
        state, now = entry.state, later[identity].state
        bound = state["status"] in OWING and state["stage"] != Stage.NOMINATED
        if bound and now["amount"] > state["amount"]:
            yield f"{short(identity)}: {state['amount']} owed became {now['amount']}"
        if state["claim"] and now["amount"] > state["amount"] + _gave_back(entry, later):
            yield f"{short(identity)}: a claim of {state['amount']} became {now['amount']}"


def _answers(before: Picture, after: Picture) -> Iterable[str]:
    later = {one.id: one for credit in after.credits for one in credit.amendments}
    for credit in before.credits:
        for one in credit.amendments:
            state, now = one.state, later[one.id].state
            if state["status"] != AmendmentStatus.PENDING and now["status"] != state["status"]:
                yield f"{short(one.id)}: {state['status']} became {now['status']}"
            if state["confirmer"] and now["confirmer"] != state["confirmer"]:
                yield f"{short(one.id)}: the confirming bank spoke twice"
            if state["applied"] and not now["applied"]:
                yield f"{short(one.id)}: was applied, and is not any more"


CATALOGUE: tuple[Invariant, ...] = (
    Invariant("A", "conservation", "all balances of a token make its supply", _conservation),
    Invariant(
        "B",
        "cover_held",
        "the contract holds exactly all cover, pending changes' too, and all balances",
        _cover_held,
    ),
    Invariant("C", "waiting", "the sum of all balances to withdraw is what is owed", _waiting),
    Invariant("D", "drawn", "drawn and available are the amount with its tolerance, or a waiver's", _drawn),
    Invariant(
        "E",
        "owed_once",
        "a set is owed at most what it claims, and nothing once paid or returned",
        _owed_once,
    ),
    Invariant("F", "open_sets", "open sets are those owing or in a clock that binds", _open_sets),
    Invariant("G", "closed", "a closed or cancelled credit holds no cover and no open set", _closed),
    Invariant("H", "clock", "a clock has a receipt, and ends after it", _clock),
    Invariant(
        "I",
        "cover_bounded",
        "cover is never above its share of what the terms were or became",
        _cover_bounded,
    ),
    Invariant(
        "J", "claims", "claims are the sets that another bank paid and the issuer has not paid back", _claims
    ),
    Invariant(
        "AA", "changes", "a credit is amended by accepted changes; an answered one holds nothing", _changes
    ),
)
TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "T", "final", "a state never goes back but by a change; an ended credit never changes", _final
    ),
    Transition(
        "U", "paid_stays_paid", "a set that was paid, or promised, is never paid again", _paid_stays_paid
    ),
    Transition("AB", "one_notice", "one notice a set; what went back is bound by award alone", _one_notice),
    Transition(
        "AC", "one_debt", "a drawing is one debt, that only falls but by what is given back", _one_debt
    ),
    Transition("AD", "answers", "a change is answered once, a confirming bank speaks once", _answers),
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
