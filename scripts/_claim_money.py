"""`ape run claim`: payment on chain and off, disputes, agreed changes, the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts._claim_desk import run, run_on_id, run_on_terms, tell
from usance.claims.command import (
    OneLine,
    account_of,
    address_of,
    carry_out,
    is_local,
    on_claim,
    open_desk,
    sending,
)
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.credits.command import when

sheet = click.Group()


@sheet.command(cls=OneLine)
@on_claim
@click.argument("amount")
@sending
def pay(claim: str, amount: str, provider: Any, **options: Any) -> None:
    """Pay AMOUNT ('EUR 100.00', or `all`): late interest first, then the face. Excess is never taken."""
    from usance.claims import acts
    from usance.claims.inputs import ALL, amount_of

    account = account_of(options["account"])
    desk = open_desk(provider)
    moment = when(desk, provider, options["at"])
    record, sender = desk.claim(claim), str(account.address)
    acts.check_owed(desk, record)
    everything = amount.strip().lower() == ALL
    if everything:
        act = acts.pay_all(desk, record, sender, moment)
    else:
        act = acts.pay(record, sender, amount_of(amount, record.terms, "AMOUNT"))
    told = carry_out(desk, act, account, moment, options)
    taken = acts.taken(told, desk, act, moment)
    if taken is not None and taken < act.args[1] and not everything:
        whole, part = acts.money(record, act.args[1]), acts.money(record, taken)
        told["taken"] = f"{part} of {whole}: no more was owed, the rest stays with the payer"
    tell(told, options["as_json"])


@sheet.command(cls=OneLine)
@on_claim
@click.option("--for", "owner", metavar="ADDRESS", help="whose proceeds [the sender's]")
@click.option("--to", metavar="ADDRESS", help="where they go [the owner]")
@click.option("--held", is_flag=True, help="what was kept for the owner while it was HELD, or for a pledge")
@sending
def withdraw(
    claim: str, owner: str | None, to: str | None, held: bool, provider: Any, **options: Any
) -> None:
    """Pay out the proceeds of a holder; anybody may do it, to the holder itself."""
    from usance.claims import acts

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        account = address_of(owner, "--for") if owner else sender
        target = address_of(to, "--to") if to else account
        record = desk.claim(claim)
        if held:
            return acts.withdraw_held(desk, record, sender, account, target)
        return acts.withdraw(record, sender, account, target)

    run(provider, options, build)


@sheet.command(name="assert-paid", cls=OneLine)
@on_claim
@click.argument("amount")
@click.option("--value-day", required=True, metavar="DATE", help="on which the money had value")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: of the transfer")
@sending
def assert_paid(
    claim: str, amount: str, value_day: str, reference: str, provider: Any, **options: Any
) -> None:
    """Debtor, surety or payment agent: AMOUNT was paid outside the chain. The debt stays until confirmed."""
    from usance.claims.acts import on_terms
    from usance.claims.inputs import amount_of, day_from, hashed

    day, word = day_from(value_day, "--value-day"), hashed(reference, "--reference")

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        owed = int(desk.view("outstanding", record.id))
        return on_terms(
            "assert_payment", record, sender, amount_of(amount, record.terms, "AMOUNT", owed), day, word
        )

    run(provider, options, build)


@sheet.command(name="confirm-paid", cls=OneLine)
@on_claim
@click.argument("amount")
@click.option("--reference", required=True, metavar="FILE", help="as it was asserted")
@click.option("--for-all", is_flag=True, help="by the payment agent of the terms, for every holder")
@sending
def confirm_paid(
    claim: str, amount: str, reference: str, for_all: bool, provider: Any, **options: Any
) -> None:
    """A holder received AMOUNT for its own units; nobody else's are touched."""
    from usance.claims.acts import on_id, on_terms
    from usance.claims.inputs import amount_of, hashed

    word = hashed(reference, "--reference")

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        owed = int(desk.view("outstanding", record.id))
        minor = amount_of(amount, record.terms, "AMOUNT", owed)
        if for_all:
            return on_terms("confirm_for_all", record, sender, minor, word)
        return on_id("confirm_payment", record, sender, minor, word)

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--reference", required=True, metavar="FILE", help="as it was asserted")
@sending
def contest(claim: str, reference: str, provider: Any, **options: Any) -> None:
    """A holder says that nothing came: the assertion holds the overdue mark no longer."""
    from usance.claims.inputs import hashed

    run_on_id("contest_payment", claim, provider, options, hashed(reference, "--reference"))


@sheet.command(name="report-misdirected", cls=OneLine)
@on_claim
@click.argument("amount")
@click.option("--holder", required=True, metavar="ADDRESS", help="whose money it was")
@click.option("--value-day", required=True, metavar="DATE")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: of the transfer")
@sending
def report_misdirected(claim: str, amount: str, provider: Any, **options: Any) -> None:
    """The seller received money that was a holder's: it owes it, as a claim of its own."""
    from usance.claims.acts import on_terms
    from usance.claims.inputs import amount_of, day_from, hashed

    day = day_from(options["value_day"], "--value-day")
    word = hashed(options["reference"], "--reference")

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record, holder = desk.claim(claim), address_of(options["holder"], "--holder")
        minor = amount_of(amount, record.terms, "AMOUNT")
        return on_terms("report_misdirected", record, sender, holder, minor, day, word, others=[holder])

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.argument("amount")
@click.option("--reason", required=True, help="not-delivered, defective, price, not-ordered, setoff ...")
@click.option("--reply-by", required=True, metavar="DATE", help="by which the creditor has to answer")
@sending
def dispute(claim: str, amount: str, reason: str, reply_by: str, provider: Any, **options: Any) -> None:
    """The debtor contests AMOUNT (or `all`) of what is outstanding."""
    from usance.claims.acts import on_terms
    from usance.claims.inputs import amount_of, code_of, day_from
    from usance.codes_claims import DisputeReason

    why, day = code_of(DisputeReason, reason, "--reason"), day_from(reply_by, "--reply-by")

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        owed = int(desk.view("outstanding", record.id))
        return on_terms("dispute", record, sender, amount_of(amount, record.terms, "AMOUNT", owed), why, day)

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--admit/--reject", "admitted", required=True, default=None, help="does the seller agree?")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: the answer")
@sending
def answer(claim: str, admitted: bool, reference: str, provider: Any, **options: Any) -> None:
    """The seller answers a dispute; to admit lowers nothing by itself: a credit note does."""
    from usance.claims.inputs import hashed

    run_on_terms("answer_dispute", claim, provider, options, admitted, hashed(reference, "--reference"))


@sheet.command(name="credit-note", cls=OneLine)
@click.option("--invoice", required=True, metavar="FILE", help="the credit note (381, 396, or below zero)")
@click.option("--keys", metavar="FILE", help="the members' keys; `rehearsal` on a local chain")
@click.option("--of", metavar="NUMBER", help="the invoice, where the credit note leaves it open")
@click.option("--claim", metavar="CLAIM", help="the claim, where the invoice has several")
@sending
def credit_note(invoice: str, provider: Any, **options: Any) -> None:
    """The seller's credit note lowers the claim of the invoice that it names (BT-25)."""
    from usance.calendars import date_of
    from usance.claims.acts import on_terms
    from usance.claims.credit_notes import note_on, read_note
    from usance.claims.paper import keys_from

    of = options["of"] or ""
    paper = read_note(Path(invoice), of)
    ring, notes = keys_from(options["keys"], is_local(provider))

    def build(desk: ClaimDesk, sender: str, now: int) -> Act:
        note = note_on(desk, paper, sender, ring, date_of(now // 86_400), of, options["claim"])
        return on_terms("credit_note", note.record, sender, note.amount, note.reference)

    run(provider, options, build, notes=notes, invoice=paper.number)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--due", metavar="DATE", help="a later due day")
@click.option("--asset", metavar="ADDRESS", help="another token, or none for off chain")
@sending
def agree(claim: str, due: str | None, asset: str | None, provider: Any, **options: Any) -> None:
    """The debtor or a holder agrees to a change."""
    from usance.claim_terms import asset_change, prolongation
    from usance.claims.acts import new_asset, on_id
    from usance.claims.inputs import day_from

    if (due is None) == (asset is None):
        raise ClaimError("--due, --asset: name one of them")
    day = day_from(due, "--due") if due else 0

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        proposal = prolongation(day) if due else asset_change(*new_asset(desk, record, str(asset)))
        return on_id("agree", record, sender, proposal)

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--due", required=True, metavar="DATE")
@sending
def prolong(claim: str, due: str, provider: Any, **options: Any) -> None:
    """Anyone, once the debtor and all holders have agreed: a later due day."""
    from usance.claims import acts
    from usance.claims.inputs import day_from

    day = day_from(due, "--due")
    run(provider, options, lambda desk, sender, _: acts.prolong(desk, desk.claim(claim), sender, day))


@sheet.command(name="change-asset", cls=OneLine)
@on_claim
@click.option("--asset", required=True, metavar="ADDRESS", help="the token, or none for off chain")
@sending
def change_asset(claim: str, asset: str, provider: Any, **options: Any) -> None:
    """Anyone, once the debtor and all holders have agreed and the pot is empty: another token."""
    from usance.claims import acts

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        return acts.change_asset(desk, record, sender, *acts.new_asset(desk, record, asset))

    run(provider, options, build)


@sheet.command(name="write-off", cls=OneLine)
@on_claim
@sending
def write_off(claim: str, provider: Any, **options: Any) -> None:
    """A holder of a defaulted claim writes its own units off; the debt stays."""
    run_on_id("write_off", claim, provider, options)
