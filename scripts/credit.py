"""ape run credit: a letter of credit, act by act, on a chain that stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from scripts import (
    _credit_births,
    _credit_changes,
    _credit_examine,
    _credit_export,
    _credit_later,
    _credit_money,
    _credit_notices,
    _credit_sets,
)
from scripts._credit_desk import tell
from usance.credits.command import OneLine, account_of, address_of, looking, on_credit, open_desk
from usance.credits.desk import CreditError


@click.group()
def cli() -> None:
    """Letters of credit: issue, amend, present, examine, pay.

    CREDIT is an id, the beginning of one, or the reference (field 20) of a credit issued from here. Accounts
    are Ape's: an alias of `ape accounts list`, or TEST::N on a local chain.
    """


for _sheet in (_credit_births, _credit_changes, _credit_sets, _credit_notices, _credit_money, _credit_later):
    for _name, _command in _sheet.sheet.commands.items():
        cli.add_command(_command, _name)
cli.add_command(_credit_examine.examine)
cli.add_command(_credit_export.export)


@cli.command(cls=OneLine)
@on_credit
@looking
def show(credit: str, as_json: bool, provider: Any) -> None:
    """Terms, state, sets and clocks of one credit."""
    from usance.credits.hints import hints_of
    from usance.credits.later import later_facts
    from usance.credits.showing import lines_of
    from usance.report.certificate import facts

    desk = open_desk(provider)
    record = desk.credit(credit)
    body = facts(desk.driver, desk.suite, record, desk.folder.reference(record.id))
    body["hints"] = hints_of(desk, record)
    for told, one in zip(body["sets"], record.sets, strict=True):
        told["later"] = later_facts(desk, record, one)
    if as_json:
        click.echo(json.dumps(body, indent=2))
        return
    for line in lines_of(body):
        click.echo(line)


@cli.command(name="list", cls=OneLine)
@looking
def list_credits(as_json: bool, provider: Any) -> None:
    """Every credit of the contract."""
    from usance.credits.showing import rows_of, table_of

    desk = open_desk(provider)
    rows = rows_of(desk)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for line in table_of(rows):
        click.echo(line)


@cli.command(cls=OneLine)
@on_credit
@click.option("--account", help="who signs the certificate")
@click.option("--out", "folder", metavar="FOLDER", help="where the page and the JSON go [out/credits/...]")
@looking
def certificate(credit: str, account: str | None, folder: str | None, as_json: bool, provider: Any) -> None:
    """One signed page: clocks, calendar versions, notices, outcome."""
    from eth_account.messages import encode_defunct

    from usance.report.certificate import facts, hash_of, page, signed
    from usance.report.write import write_whole

    desk = open_desk(provider)
    record = desk.credit(credit)
    signer = account_of(account)
    body = facts(desk.driver, desk.suite, record, desk.folder.reference(record.id))
    proof = signer.sign_message(encode_defunct(hash_of(body)))
    if proof is None:
        raise CreditError(f"--account {account}: did not sign; nothing was written")
    signature = bytes(proof.encode_rsv())
    target = Path(folder) if folder else desk.folder.of(record.id)
    write_whole(target / "certificate.json", signed(body, str(signer.address), signature).encode())
    write_whole(target / "certificate.html", page(body, str(signer.address), signature).encode())
    told = {
        "hash": "0x" + hash_of(body).hex(),
        "signer": str(signer.address),
        "signature": "0x" + signature.hex(),
        "files": [str(target / name) for name in ("certificate.html", "certificate.json")],
    }
    tell(told, as_json)


@cli.command(name="local-token", cls=OneLine)
@click.argument("currency")
@click.option("--to", "holders", multiple=True, required=True, help="account or address that gets AMOUNT")
@click.option("--amount", required=True, help="such as 1000000.00")
@click.option("--account", help="who deploys: TEST::N")
@looking
def local_token(
    currency: str, holders: tuple[str, ...], amount: str, account: str | None, as_json: bool, provider: Any
) -> None:
    """Local chains only: a test token of six decimals for CURRENCY, and balances of it."""
    from usance.credits.inputs import minor_of
    from usance.messages.values import minor_units

    if provider.network.name != "local":
        raise CreditError("local-token: made for tests and never deployed elsewhere; name a real --asset")
    minor = minor_of(amount, currency.upper(), "--amount")
    desk = open_desk(provider)
    sender = desk.driver.use(account_of(account))
    token = desk.driver.deploy("TestToken", [f"Local {currency.upper()}", currency.upper(), 6, 0], sender)
    tokens = minor * 10 ** (6 - (minor_units(currency.upper()) or 0))
    for holder in holders:
        desk.driver.call(token, "mint", [address_of(holder, "--to"), tokens], sender).require()
    tell({"token": token.address, "decimals": 6, "holders": list(holders), "amount": amount}, as_json)
