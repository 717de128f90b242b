"""ape run claim: invoices and payables as claims, act by act, on a chain that stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from scripts import _claim_binding, _claim_births, _claim_money, _claim_units
from usance.claims.command import OneLine, address_of, looking, on_claim, open_desk


@click.group()
def cli() -> None:
    """Claims: register, accept, split, pay.

    CLAIM is an id, the beginning of one (6 hex digits or more), or the file that `register` or `payable`
    wrote. Accounts are Ape's: an alias of `ape accounts list`, or TEST::N on a local chain.
    """


for _sheet in (_claim_births, _claim_binding, _claim_units, _claim_money):
    for _name, _command in _sheet.sheet.commands.items():
        cli.add_command(_command, _name)


@cli.command(cls=OneLine)
@on_claim
@click.option("--html", metavar="FILE", help="also as a page with the lineage drawn")
@looking
def show(claim: str, html: str | None, as_json: bool, provider: Any) -> None:
    """Holders, money, aging, disputes, pledges, lineage of one claim."""
    from usance.claims.lineage import lineage
    from usance.claims.showing import facts, lines_of
    from usance.claims.words import Names
    from usance.money import money_text
    from usance.report.claim_page import page
    from usance.report.lineage import draw, tree_lines
    from usance.report.write import write_whole
    from usance.terms import key_text

    desk = open_desk(provider)
    record = desk.claim(claim)
    body = facts(desk, record)
    currency = key_text(record.terms.currency)
    trees, names = lineage(record.moves), Names(record)

    def amount(minor: int) -> str:
        return money_text(currency, minor)

    if html:
        write_whole(Path(html), page(body, draw(trees, names.short, amount)).encode())
        body["page"] = html
    if as_json:
        click.echo(json.dumps(body, indent=2))
        return
    for line in lines_of(body, list(tree_lines(trees, names.short, amount))):
        click.echo(line)
    if html:
        click.echo(f"{'page':<13} {html}")


@cli.command(name="list", cls=OneLine)
@click.option("--party", metavar="ADDRESS", help="creditor, debtor, surety or holder")
@click.option("--state", metavar="NAME", help="registered, accepted, paid, defaulted ...")
@click.option("--overdue", is_flag=True, help="past due day and grace")
@looking
def list_claims(party: str | None, state: str | None, overdue: bool, as_json: bool, provider: Any) -> None:
    """Every claim of the contract, or those of a party, in a state, overdue."""
    from usance.claims.acts import units_held
    from usance.claims.inputs import code_of
    from usance.claims.showing import rows_of, table_of
    from usance.codes_claims import ClaimStatus

    wanted = ClaimStatus(code_of(ClaimStatus, state, "--state")).name if state else None
    who = address_of(party, "--party") if party else None
    desk = open_desk(provider)

    def chosen() -> Iterator[Any]:
        for record in desk.claims.values():
            named = {record.terms.creditor, record.terms.debtor, record.terms.surety}
            if who is None or who in named or units_held(desk, record, who):
                yield record

    rows = [
        row
        for row in rows_of(desk, chosen())
        if (wanted is None or row["status"] == wanted) and (not overdue or row["past due"])
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for line in table_of(rows):
        click.echo(line)
