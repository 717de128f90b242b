"""What each command means: the act of ClaimToken with its arguments, ready to be foretold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usance.calendars import date_of
from usance.claim_terms import Claim, Row, asset_change, prolongation, rows_of, sub_account, unit_id
from usance.claims.book import ClaimRecord
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.claims.signing import SignedAcceptance
from usance.claims.splitting import Part
from usance.codes_claims import ClaimStatus, SubAccount
from usance.money import money_text
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, key_text

# Rounding never makes a payment above this; the contract takes no excess.
EVERYTHING = MAX_AMOUNT


def on_terms(function: str, record: ClaimRecord, sender: str, *args: Any, others: Sequence[str] = ()) -> Act:
    """An act that takes the terms, and no more than `args`."""
    return Act(function, (record.terms, *args), sender, (record,), others=tuple(others))


def on_id(function: str, record: ClaimRecord, sender: str, *args: Any, others: Sequence[str] = ()) -> Act:
    """An act that takes the id, and no more than `args`."""
    return Act(function, (record.id, *args), sender, (record,), others=tuple(others))


# --- accepting ---


def accept(records: Sequence[ClaimRecord], sender: str, waivers: int) -> list[Act]:
    """One claim, or claims of common terms in batches of up to 50."""
    if len(records) == 1:
        return [on_terms("accept", records[0], sender, waivers)]
    groups: dict[Claim, list[ClaimRecord]] = {}
    for record in dict.fromkeys(record.id for record in records):
        one = next(item for item in records if item.id == record)
        groups.setdefault(one.terms.with_row(Row()), []).append(one)
    acts = []
    for group in groups.values():
        for at in range(0, len(group), 50):
            part = group[at : at + 50]
            rows = rows_of(one.terms for one in part)
            acts.append(
                Act("accept_batch", (part[0].terms, rows, waivers), sender, tuple(part))
                if len(part) > 1
                else on_terms("accept", part[0], sender, waivers)
            )
    return acts


def accept_signed(record: ClaimRecord, sender: str, proof: SignedAcceptance, wallet: bool) -> Act:
    """Anyone sends the debtor's signature. A wallet's answer only the chain knows."""
    args = (record.terms, proof.waivers, proof.nonce, proof.deadline, proof.signature)
    good: Any = True if wallet or proof.by_key() else frozenset({"ACC1"})
    return Act(
        "accept_signed",
        args,
        sender,
        (record,),
        model=("accept_signed", (*args[:4], good)),
        signer=(record.terms.debtor, proof.nonce),
    )


def check_proof(desk: ClaimDesk, record: ClaimRecord, proof: SignedAcceptance) -> None:
    """The signature is of this claim, chain and debtor; one line otherwise."""
    where = "--signature"
    if (proof.chain_id, proof.contract) != (desk.driver.chain_id, desk.suite.claim.address):
        raise ClaimError(f"{where}: was made for chain {proof.chain_id}, contract {proof.contract} (ACC1)")
    if proof.claims != (record.id,):
        named = ", ".join("0x" + one.hex()[:12] for one in proof.claims)
        raise ClaimError(f"{where}: is about {named}, not about claim {record.short} (ACC1)")
    if proof.debtor != record.terms.debtor:
        raise ClaimError(f"{where}: is of {proof.debtor}, the debtor is {record.terms.debtor} (ACC2)")


def first_nonce(desk: ClaimDesk, signer: str) -> int:
    """The smallest nonce the signer has not used."""
    number = 0
    while desk.view("nonce_used", signer, number):
        number += 1
    return number


# --- units ---


def units_held(desk: ClaimDesk, record: ClaimRecord, account: str) -> int:
    return int(desk.view("holding_of", record.id, account)["units"])


def transfer(record: ClaimRecord, sender: str, receiver: str, units: int) -> Act:
    args = (sender, receiver, unit_id(record.id), units, b"")
    return Act(
        "safeTransferFrom",
        args,
        sender,
        (record,),
        others=(receiver,),
        model=("transfer", (record.id, receiver, units)),
    )


def split(record: ClaimRecord, sender: str, parts: Sequence[Part]) -> Act:
    receivers = [part.receiver for part in parts]
    units = [part.units for part in parts]
    args = (unit_id(record.id), receivers, units)
    return Act("split", args, sender, (record,), others=tuple(dict.fromkeys(receivers)))


def receiver_obstacle(desk: ClaimDesk, record: ClaimRecord, sender: str, receiver: str) -> str | None:
    """Why the registry would not let units go there; None if it would."""
    from usance.chain.driver import Reverted
    from usance.credits.reasons import in_words

    try:
        desk.driver.view(desk.suite.registry, "check_move", [sender, receiver, record.terms.eligibility])
    except Reverted as error:
        return f"{receiver}: {in_words(error.reason)}"
    return None


def sub_units(desk: ClaimDesk, record: ClaimRecord, kind: SubAccount, owner: str, other: str) -> int:
    return units_held(desk, record, sub_account(kind, owner, other))


# --- money ---


def pay(record: ClaimRecord, sender: str, amount: int) -> Act:
    return on_terms("pay", record, sender, amount)


def pay_all(desk: ClaimDesk, record: ClaimRecord, sender: str, now: int) -> Act:
    """As much as the model says is owed then; of an excess nothing would be taken anyway."""
    check_owed(desk, record)
    foretold = desk.foretell(pay(record, sender, EVERYTHING), now)
    if foretold.outcome.broken == {"TOKEN"}:
        owed = int(desk.view("outstanding", record.id)) + int(desk.view("late_interest", record.terms))
        raise ClaimError(
            f"claim pay: {money(record, owed)} are owed; the sender's balance of the token is below "
            "that: pay a part, or fund the account (TOKEN)"
        )
    if not foretold.outcome.ok:
        return pay(record, sender, max(int(desk.view("outstanding", record.id)), 1))
    owed = int(foretold.outcome.returned)
    if int(desk.view("claim_state", record.id)["retired"]):
        # Late interest is known to the minor unit only; of an excess nothing is taken.
        owed += 1
    return pay(record, sender, owed)


def check_owed(desk: ClaimDesk, record: ClaimRecord) -> None:
    """A claim on which nothing can be paid any more, told before an amount is."""
    status = ClaimStatus(int(desk.view("claim_state", record.id)["status"]))
    if status is ClaimStatus.PAID:
        raise ClaimError(f"claim {record.short}: is PAID, nothing is owed any more (STATE)")
    if status in (ClaimStatus.DENIED, ClaimStatus.RESCINDED, ClaimStatus.CANCELLED, ClaimStatus.PENDING):
        raise ClaimError(f"claim {record.short}: is {status.name}, nobody pays on it (STATE)")


def money(record: ClaimRecord, minor: int) -> str:
    return money_text(key_text(record.terms.currency), minor)


def withdraw(record: ClaimRecord, sender: str, account: str, to: str) -> Act:
    pledgors = [pledgor for pledgor, pledgee in record.pledges() if pledgee == account]
    return on_terms("withdraw", record, sender, account, to, others=(account, to, *pledgors))


def withdraw_held(desk: ClaimDesk, record: ClaimRecord, sender: str, account: str, to: str) -> Act:
    asset, _ = desk.view("asset_in_force", record.terms)
    return Act("withdraw_held", (str(asset), account, to), sender, (record,), others=(account, to))


# --- agreed changes ---


def holders_now(desk: ClaimDesk, record: ClaimRecord) -> list[str]:
    """Everybody who holds units, sub-accounts included, ascending as `prolong` wants them."""
    found = [account for account in record.accounts() if units_held(desk, record, account)]
    return sorted(found, key=lambda account: int(account, 16))


def check_agreed(desk: ClaimDesk, record: ClaimRecord, proposal: bytes, what: str) -> None:
    """One line that names who has not agreed yet."""
    from usance.claims.book import sub_accounts

    known = sub_accounts(record)
    voices = [record.terms.debtor]
    for holder in holders_now(desk, record):
        kind = known.get(holder)
        voices.append(holder if kind is None else kind[1] if kind[0] is SubAccount.PENDING else kind[2])
    missing = [one for one in dict.fromkeys(voices) if not desk.view("agreed", record.id, one, proposal)]
    if missing:
        raise ClaimError(
            f"claim {record.short}: {what} is not agreed by {', '.join(missing)}; each runs `claim agree` "
            "(NOT_AGREED)"
        )


def prolong(desk: ClaimDesk, record: ClaimRecord, sender: str, due_day: int) -> Act:
    check_agreed(desk, record, prolongation(due_day), f"a due day of {date_of(due_day)}")
    holders = holders_now(desk, record)
    return on_terms("prolong", record, sender, due_day, holders, others=holders)


def change_asset(desk: ClaimDesk, record: ClaimRecord, sender: str, asset: str, scale: int) -> Act:
    what = "payment off chain" if asset == ZERO_ADDRESS else f"payment in {asset}"
    check_agreed(desk, record, asset_change(asset, scale), what)
    holders = holders_now(desk, record)
    return on_terms("change_asset", record, sender, asset, scale, holders, others=holders)


def new_asset(desk: ClaimDesk, record: ClaimRecord, text: str) -> tuple[str, int]:
    """The token that is to discharge the claim with its scale; `none`: off chain."""
    from usance.credits.issuing import asset_from, scale_in

    if text.lower() == "none":
        return ZERO_ADDRESS, 1
    asset = asset_from(text)
    return asset, scale_in(desk.driver, asset, key_text(record.terms.currency))


# --- pledges ---


def the_pledgor(desk: ClaimDesk, record: ClaimRecord, pledgee: str) -> str:
    """Who pledged to this account, if one alone did."""
    found = [one for one, other in record.pledges() if other == pledgee and _stands(desk, record, one, other)]
    return _only(found, "--pledgor", f"nothing of claim {record.short} is pledged to {pledgee}")


def the_pledgee(desk: ClaimDesk, record: ClaimRecord, pledgor: str) -> str:
    """To whom this account pledged, if to one alone."""
    found = [other for one, other in record.pledges() if one == pledgor and _stands(desk, record, one, other)]
    return _only(found, "--pledgee", f"{pledgor} has pledged nothing of claim {record.short}")


def _stands(desk: ClaimDesk, record: ClaimRecord, pledgor: str, pledgee: str) -> bool:
    seen = desk.view("pledge_of", record.id, pledgor, pledgee)
    return bool(int(seen["units"]) or int(seen["secured"]))


def _only(found: Sequence[str], option: str, none: str) -> str:
    if len(found) == 1:
        return found[0]
    if not found:
        raise ClaimError(f"{none} (PLEDGE)")
    raise ClaimError(f"{option}: {len(found)} pledges stand: {', '.join(found)}; name one")


def taken(told: dict[str, Any], desk: ClaimDesk, act: Act, now: int) -> int | None:
    """What a payment took, or would take [minor]."""
    if told["sent"]:
        paid = [one for one in told["events"] if one["name"] == "Paid"]
        return int(paid[0]["amount"]) if paid else None
    return int(desk.foretell(act, now).outcome.returned)
