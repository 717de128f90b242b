"""`ape run credit`: sets of documents, their clocks and the findings on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scripts._credit_desk import act_on_set, carry_out, run_on_set, tell
from usance.credits import command as shared
from usance.credits.book import CreditRecord, SetRecord
from usance.credits.command import (
    OneLine,
    account_of,
    address_of,
    on_credit,
    on_set,
    open_desk,
    sending,
)
from usance.credits.desk import Act, CreditDesk

sheet = click.Group()


def notice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a notice of refusal says."""
    for option in (
        click.option("--mt734", metavar="FILE", help="take it all from this MT734"),
        click.option("--disposal", type=click.Choice(["HOLD", "NOTIFY", "RETURN", "PREVINST"])),
        click.option(
            "--discrepancy",
            "discrepancies",
            multiple=True,
            metavar="CODE[:DOCUMENT][=TEXT]",
            help="every one",
        ),
    ):
        command = option(command)
    return command


@sheet.command(cls=OneLine)
@on_credit
@click.option(
    "--document", "documents", multiple=True, required=True, metavar="[TYPE=]FILE", help="one a document"
)
@click.option("--amount", required=True, help="claimed, such as 184600.00")
@click.option("--shipped", metavar="DATE", help="day of shipment [no original transport document]")
@click.option("--tenor-day", metavar="DATE", help="of the invoice or draft, where the tenor counts from it")
@click.option("--bank", default=None, help="issuer, nominated, confirmer, or an address [as the credit says]")
@click.option("--bank-place", metavar="CODE", help="where any bank may be presented to: its place")
@click.option("--pay-to", metavar="ADDRESS", help="the payee [the beneficiary]")
@click.option(
    "--capacity", type=click.Choice(["beneficiary", "collecting"]), default="beneficiary", show_default=True
)
@click.option("--schedule-29b", is_flag=True, help="the presenting bank's statement of article 29(b)")
@sending
def present(credit: str, provider: Any, **options: Any) -> None:
    """Commit a set of documents; a Merkle root goes on chain, the files stay here."""
    from usance.credits.acts import presenting
    from usance.credits.inputs import documents_from
    from usance.credits.presenting import statement_of

    documents = documents_from(options["documents"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    account = account_of(options["account"])
    payee = address_of(options["pay_to"], "--pay-to") if options["pay_to"] else None
    statement = statement_of(desk, record, str(account.address), documents.root, payee, options)
    act = presenting(desk, record, statement, str(account.address))
    moment = shared.when(desk, provider, options["at"])
    if not options["dry_run"]:
        desk.preflight(act, moment)
        desk.folder.write_set(record.id, documents)
    extra = {"documents": documents.to_json()}
    tell(carry_out(desk, act, account, moment, options, **extra), options["as_json"])


@sheet.command(cls=OneLine)
@on_set
@click.option("--received", metavar="DATE", help="day of receipt at the bank's place [today there]")
@sending
def acknowledge(credit: str, set_id: str | None, received: str | None, provider: Any, **options: Any) -> None:
    """The bank whose turn it is records its receipt; its clock starts."""
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import day_from
    from usance.credits.presenting import today_at_turn

    named = day_from(received, "--received") if received else None

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, moment: int) -> Act:
        day = today_at_turn(desk, record, one, moment) if named is None else named
        return act_on(desk, "acknowledge", record, one, sender, day)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(name="attest-delivery", cls=OneLine)
@on_set
@click.option("--delivered", metavar="TIME", help="with its offset, 2026-04-02T11:00+02:00 [now]")
@sending
def attest_delivery(
    credit: str, set_id: str | None, delivered: str | None, provider: Any, **options: Any
) -> None:
    """The delivery agent of the terms attests that the documents reached the bank."""
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import instant_from

    instant = instant_from(delivered, "--delivered") if delivered else None

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, moment: int) -> Act:
        return act_on(desk, "attest_delivery", record, one, sender, moment if instant is None else instant)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(name="notify-completeness", cls=OneLine)
@on_set
@click.option("--proof", required=True, metavar="FILE", help="or text, or hash: the evidence of arrival")
@sending
def notify_completeness(credit: str, set_id: str | None, proof: str, provider: Any, **options: Any) -> None:
    """Electronic records are complete (eUCP)."""
    from usance.claims.inputs import hashed

    act_on_set("notify_completeness", credit, set_id, provider, options, hashed(proof, "--proof"))


@sheet.command(cls=OneLine)
@on_set
@notice_options
@click.option("--write-mt734", metavar="FILE", help="write the notice as an MT734")
@click.option("--sender", default="", metavar="BIC", help="for --write-mt734 [from the MT700]")
@click.option("--receiver", default="", metavar="BIC")
@click.option("--reference", default="", help="for --write-mt734: the presenting bank's")
@sending
def refuse(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
    """The one notice: every discrepancy, one disposal."""
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import refusal_from
    from usance.credits.presenting import notice_for, write_notice

    refusal = refusal_from(options["discrepancies"], options["disposal"], options["mt734"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    one = desk.one_set(record, set_id)
    account = account_of(options["account"])
    notice = notice_for(desk, record, one, refusal, options)
    act = act_on(
        desk, "refuse", record, one, str(account.address),
        notice.discrepancies, int(refusal.disposal), notice.text,
    )  # fmt: skip
    told = carry_out(desk, act, account, shared.when(desk, provider, options["at"]), options)
    if options["write_mt734"] and not options["dry_run"]:
        told["mt734"] = write_notice(notice, Path(options["write_mt734"]))
    tell(told, options["as_json"])


def _plain(name: str, function: str, words: str) -> None:
    """A command for an act that needs nothing but the set."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_set
    @sending
    def command(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
        act_on_set(function, credit, set_id, provider, options)


_plain("forward", "forward", "A nominated or confirming bank sends the set on to the issuing bank.")
_plain("accept", "accept", "The bank whose turn it is finds that the set complies.")
_plain("waive", "waive", "Take up a refused set after all: applicant, issuing bank, then presenter.")
_plain("demand-return", "demand_return", "The presenter of a refused set wants its documents back.")
_plain(
    "preclude", "preclude", "Anyone, after the last day of the clock, or of the return: the bank is bound."
)
