"""What all sheets of `ape run credit` share: one act foretold, tried, sent, told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from usance.chain.artifacts import ROOT
from usance.credits import command as shared
from usance.credits.book import CreditRecord, SetRecord
from usance.credits.command import account_of, open_desk
from usance.credits.desk import Act, CreditDesk, shown
from usance.credits.showing import event_lines, lines_of_act

OnCredit = Callable[[CreditDesk, CreditRecord, str, int], Act]
OnSet = Callable[[CreditDesk, CreditRecord, SetRecord, str, int], Act]


def carry_out(
    desk: CreditDesk, act: Act, account: Any, moment: int, options: dict[str, Any], **extra: Any
) -> dict[str, Any]:
    """Foretell, try, and unless it is a dry run send; tell what came of it."""
    if options["at"] is not None:
        desk.driver.set_time(moment)
    foretold = desk.preflight(act, moment)
    told = desk.told(act, foretold) | extra
    told |= {"sent": False, "lines": []}
    if options["dry_run"]:
        told["note"] = "dry run: nothing was signed, nothing was sent"
    else:
        desk.driver.use(account)
        receipt = desk.send(act, foretold, moment if options["at"] is not None else None)
        told |= {"sent": True, "transaction": receipt.tx_hash, "gas": receipt.gas}
        told["events"] = [{"name": event.name, **shown(event.args)} for event in receipt.events]
        told["lines"] = event_lines(receipt.events, act.terms)
    return told


def near(path: Path) -> str:
    """A path as it is shown: from the project's folder where it lies in it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def tell(told: dict[str, Any], as_json: bool) -> None:
    """JSON, or what happened in a few lines."""
    if as_json:
        click.echo(json.dumps({name: item for name, item in told.items() if name != "lines"}, indent=2))
        return
    for line in lines_of_act(told):
        click.echo(line)


def run_on_credit(
    credit: str, provider: Any, options: dict[str, Any], build: OnCredit, **extra: Any
) -> dict[str, Any]:
    """One act on a credit, told. `build` makes it once credit, sender and time are known."""
    account = account_of(options["account"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    moment = shared.when(desk, provider, options["at"])
    act = build(desk, record, str(account.address), moment)
    told = carry_out(desk, act, account, moment, options, **extra)
    tell(told, options["as_json"])
    return told


def run_on_set(
    credit: str, set_id: str | None, provider: Any, options: dict[str, Any], build: OnSet, **extra: Any
) -> dict[str, Any]:
    """One act on a set, told."""

    def with_set(desk: CreditDesk, record: CreditRecord, sender: str, moment: int) -> Act:
        return build(desk, record, desk.one_set(record, set_id), sender, moment)

    return run_on_credit(credit, provider, options, with_set, **extra)


def act_on_set(
    function: str, credit: str, set_id: str | None, provider: Any, options: dict[str, Any], *args: Any
) -> None:
    """An act that takes the terms, the statement, and no more than `args`."""
    from usance.credits.acts import on_set

    run_on_set(
        credit, set_id, provider, options,
        lambda desk, record, one, sender, _: on_set(desk, function, record, one, sender, *args),
    )  # fmt: skip


def act_on_credit(function: str, credit: str, provider: Any, options: dict[str, Any], *args: Any) -> None:
    """An act that takes the terms in force, and no more than `args`."""
    from usance.credits.acts import on_credit

    run_on_credit(
        credit, provider, options, lambda desk, record, sender, _: on_credit(function, record, sender, *args)
    )
