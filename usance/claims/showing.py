"""Claims as facts, lines of text and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from usance.claim_terms import Claim
from usance.claims.book import ClaimRecord, sub_accounts
from usance.claims.desk import ClaimDesk
from usance.claims.lineage import lineage
from usance.claims.terms_file import plain
from usance.claims.words import Names, code, date_text, words_of
from usance.codes_claims import (
    AttestationKind,
    Bucket,
    ClaimKind,
    ClaimStatus,
    DisputeReason,
    DisputeStatus,
)
from usance.money import money_text
from usance.report.certificate import time_text
from usance.terms import ZERO_ADDRESS, key_text

BUCKETS = {
    Bucket.NOT_OVERDUE: "not overdue",
    Bucket.TO_30: "1 to 30 days past due",
    Bucket.TO_60: "31 to 60 days past due",
    Bucket.TO_90: "61 to 90 days past due",
    Bucket.OVER_90: "over 90 days past due",
}
MARKS = (
    ("deemed", "bound by silence under its mandate"),
    ("defences_waived", "defences waived"),
    ("setoff_waived", "set-off waived"),
    ("notified", "notice given"),
    ("acknowledged", "notice acknowledged"),
    ("prolonged", "prolonged"),
    ("settled", "settled"),
)
HEADS = ("claim", "kind", "status", "face", "outstanding", "due", "past due")


# --- facts ---


def facts(desk: ClaimDesk, record: ClaimRecord) -> dict[str, Any]:
    """What the chain says about a claim, as JSON without a float."""
    terms, names = record.terms, Names(record)
    currency = key_text(terms.currency)
    state = desk.view("claim_state", record.id)
    bucket, late = desk.view("aging", terms)
    asset, scale = desk.view("asset_in_force", terms)

    def money(minor: Any) -> str:
        return money_text(currency, int(minor))

    trees = lineage(record.moves)
    return {
        "claim": record.hex,
        "kind": code(ClaimKind, terms.kind),
        "reference": desk.folder.reference(record.id),
        "status": code(ClaimStatus, state["status"]),
        "marks": [words for name, words in MARKS if state[name]],
        "as_of": time_text(desk.driver.now()),
        "creditor": terms.creditor,
        "debtor": terms.debtor,
        "face": money(state["face"]),
        "paid": money(state["paid"]),
        "credited": money(state["credited"]),
        "set_aside": money(state["aside"]),
        "retired": money(state["retired"]),
        "interest_paid": money(state["interest_paid"]),
        "outstanding": money(desk.view("outstanding", record.id)),
        "late_interest": money(desk.view("late_interest", terms)),
        "in_the_pot": money(state["pot"]),
        "asset": None if str(asset) == ZERO_ADDRESS else str(asset),
        "asset_scale": int(scale),
        "due": date_text(int(desk.view("due_day_of", terms))),
        "aging": BUCKETS[Bucket(int(bucket))],
        "days_past_due": int(late),
        "holders": [_holder(desk, record, names, account, money) for account in _live(desk, record)],
        "dispute": _dispute(desk, record, money),
        "pledges": list(_pledges(desk, record, names, money)),
        "assertions": list(_assertions(desk, record, money)),
        "attestations": list(_attestations(desk, record)),
        "lineage": {
            "convention": "first in, first out over the events; the ledger keeps no lots",
            "trees": [_lot(tree, names, money) for tree in trees],
        },
        "terms": plain(terms),
        "events": list(_events(record, terms, names)),
    }


def _events(record: ClaimRecord, terms: Claim, names: Names) -> Iterator[dict[str, Any]]:
    """What happened, oldest first; moves of units that another event tells are left out."""
    subs = sub_accounts(record)
    for is_move, index in record.course:
        if not is_move:
            seen = record.events[index]
            words = words_of(seen.event.name, seen.event.args, terms, names)
            name, at, tx = seen.event.name, seen.at, seen.tx
        else:
            move = record.moves[index]
            if ZERO_ADDRESS in (move.sender, move.receiver) or subs.keys() & {move.sender, move.receiver}:
                continue
            words = (
                f"{money_text(key_text(terms.currency), move.units)} from {names.of(move.sender)} to "
                f"{names.of(move.receiver)}"
            )
            name, at, tx = "Transfer", move.at, move.tx
        yield {"event": name, "at": time_text(at), "words": words, "transaction": tx}


def _live(desk: ClaimDesk, record: ClaimRecord) -> list[str]:
    """Accounts with units or money, in the order of arrival."""
    found = []
    for account in dict.fromkeys([*record.accounts(), *(pledgee for _, pledgee in record.pledges())]):
        holding = desk.view("holding_of", record.id, account)
        if int(holding["units"]) or int(desk.view("proceeds_of", record.id, account)):
            found.append(account)
    return found


def _holder(desk: ClaimDesk, record: ClaimRecord, names: Names, account: str, money: Any) -> dict[str, Any]:
    holding = desk.view("holding_of", record.id, account)
    return {
        "account": account,
        "name": names.of(account),
        "units": money(holding["units"]),
        "to_withdraw": money(desk.view("proceeds_of", record.id, account)),
        "written_off": bool(int(holding["flags"]) & 1),
    }


def _dispute(desk: ClaimDesk, record: ClaimRecord, money: Any) -> dict[str, Any] | None:
    seen = desk.view("dispute_of", record.id)
    if not int(seen["status"]):
        return None
    return {
        "status": code(DisputeStatus, seen["status"]),
        "reason": code(DisputeReason, seen["reason"]),
        "amount": money(seen["amount"]),
        "reply_by": date_text(int(seen["reply_day"])),
    }


def _pledges(desk: ClaimDesk, record: ClaimRecord, names: Names, money: Any) -> Iterator[dict[str, Any]]:
    for pledgor, pledgee in record.pledges():
        seen = desk.view("pledge_of", record.id, pledgor, pledgee)
        if int(seen["units"]) or int(seen["secured"]):
            yield {
                "pledgor": pledgor,
                "pledgee": pledgee,
                "name": f"{names.of(pledgor)} to {names.of(pledgee)}",
                "units": money(seen["units"]),
                "secured": money(seen["secured"]),
                "called": time_text(int(seen["called_at"])) if int(seen["called_at"]) else None,
            }


def _assertions(desk: ClaimDesk, record: ClaimRecord, money: Any) -> Iterator[dict[str, Any]]:
    for reference in record.assertions():
        seen = desk.view("assertion_of", record.id, reference)
        yield {
            "reference": "0x" + reference.hex(),
            "amount": money(seen["amount"]),
            "confirmed": money(seen["confirmed"]),
            "value_day": date_text(int(seen["value_day"])),
            "contested": bool(seen["contested"]),
        }


def _attestations(desk: ClaimDesk, record: ClaimRecord) -> Iterator[dict[str, Any]]:
    for verifier in dict.fromkeys(str(seen.event["verifier"]) for seen in record.named("Attested")):
        kind, until = desk.view("attestation_of", record.id, verifier)
        if int(kind):
            yield {
                "verifier": verifier,
                "kind": code(AttestationKind, kind),
                "until": time_text(int(until)),
                "stands": int(until) >= desk.driver.now(),
            }


def _lot(lot: Any, names: Names, money: Any) -> dict[str, Any]:
    return {
        "account": lot.account,
        "name": names.of(lot.account),
        "received": money(lot.units),
        "holds": money(lot.held),
        "at": time_text(lot.at),
        "why": lot.why,
        "parts": [_lot(part, names, money) for part in lot.parts],
    }


# --- lists ---


def rows_of(desk: ClaimDesk, records: Iterable[ClaimRecord]) -> list[dict[str, Any]]:
    """One row a claim."""
    rows = []
    for record in records:
        terms = record.terms
        currency = key_text(terms.currency)
        state = desk.view("claim_state", record.id)
        bucket, late = desk.view("aging", terms)
        rows.append(
            {
                "claim": record.hex,
                "kind": code(ClaimKind, terms.kind),
                "reference": desk.folder.reference(record.id),
                "status": code(ClaimStatus, state["status"]),
                "creditor": terms.creditor,
                "debtor": terms.debtor,
                "face": money_text(currency, int(state["face"])),
                "outstanding": money_text(currency, int(desk.view("outstanding", record.id))),
                "due": date_text(int(desk.view("due_day_of", terms))),
                "past due": f"{int(late)} days" if int(bucket) else "",
            }
        )
    return rows


def table_of(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Aligned columns; ids shortened."""
    if not rows:
        yield "no such claim"
        return
    short = [{**row, "claim": row["claim"][:14]} for row in rows]
    widths = {head: max(len(head), *(len(row[head]) for row in short)) for head in HEADS}
    yield "  ".join(head.ljust(widths[head]) for head in HEADS).rstrip()
    for row in short:
        yield "  ".join(row[head].ljust(widths[head]) for head in HEADS).rstrip()


def lines_of(body: Mapping[str, Any], tree: Sequence[str]) -> Iterator[str]:
    """The facts of a claim for people."""
    for name in ("claim", "reference", "kind", "status", "as_of", "creditor", "debtor"):
        if body[name]:
            marks = f" ({', '.join(body['marks'])})" if name == "status" and body["marks"] else ""
            yield f"{name.replace('_', ' '):<13} {body[name]}{marks}"
    for name in ("face", "paid", "credited", "set_aside", "retired", "outstanding", "late_interest",
                 "interest_paid", "in_the_pot"):  # fmt: skip
        if name in ("face", "paid", "outstanding") or any(digit in "123456789" for digit in body[name]):
            yield f"{name.replace('_', ' '):<13} {body[name]}"
    yield f"{'due':<13} {body['due']}, {body['aging']}" + (
        f": {body['days_past_due']} days" if body["days_past_due"] else ""
    )
    yield f"{'paid in':<13} {body['asset'] or 'nothing on chain: payments are asserted and confirmed'}"
    for one in body["holders"]:
        off = ", written off" if one["written_off"] else ""
        money = one["to_withdraw"]
        waits = f", {money} to withdraw" if any(digit in "123456789" for digit in money) else ""
        yield f"{'holder':<13} {one['units']}  {one['name']}  {one['account']}{waits}{off}"
    if body["dispute"]:
        one = body["dispute"]
        yield (
            f"{'dispute':<13} {one['status']}: {one['amount']}, {one['reason'].lower().replace('_', ' ')}, "
            f"reply by {one['reply_by']}"
        )
    for one in body["pledges"]:
        called = f", called {one['called']}" if one["called"] else ""
        yield f"{'pledge':<13} {one['units']} of {one['name']} for {one['secured']}{called}"
    for one in body["assertions"]:
        state = "contested" if one["contested"] else f"confirmed {one['confirmed']}"
        yield f"{'off chain':<13} {one['amount']}, value {one['value_day']}, {state}, {one['reference'][:14]}"
    for one in body["attestations"]:
        stands = "" if one["stands"] else " (over)"
        kind = one["kind"].lower().replace("_", " ")
        yield f"{'attested':<13} {kind} by {one['verifier']} until {one['until']}{stands}"
    if tree:
        yield f"{'lineage':<13} {body['lineage']['convention']}"
        yield from tree
    for event in body["events"]:
        yield f"{event['at']} {event['words']}"
