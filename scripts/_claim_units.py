"""`ape run claim`: units go from hand to hand; pledges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts._claim_desk import progress, run, run_on_id, tell_all
from usance.claims.command import (
    OneLine,
    account_of,
    address_of,
    carry_out,
    on_claim,
    open_desk,
    sending,
)
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.credits.command import when

sheet = click.Group()


def units_of(desk: ClaimDesk, record: Any, sender: str, text: str, option: str) -> int:
    """An amount of units: of face, or all that the sender holds."""
    from usance.claims.acts import units_held
    from usance.claims.inputs import amount_of

    held = units_held(desk, record, sender)
    if text.strip().lower() == "all" and held == 0:
        raise ClaimError(
            f"{option} all: {sender} holds no units of claim {record.short} (INSUFFICIENT_UNITS)"
        )
    return amount_of(text, record.terms, option, held)


@sheet.command(cls=OneLine)
@on_claim
@click.argument("to")
@click.argument("amount")
@sending
def transfer(claim: str, to: str, amount: str, provider: Any, **options: Any) -> None:
    """Assign AMOUNT of face (or `all`) to the party TO, with immediate effect."""
    from usance.claims import acts

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record, receiver = desk.claim(claim), address_of(to, "TO")
        obstacle = acts.receiver_obstacle(desk, record, sender, receiver)
        if obstacle is not None:
            raise ClaimError(f"TO {obstacle}")
        return acts.transfer(record, sender, receiver, units_of(desk, record, sender, amount, "AMOUNT"))

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.argument("file")
@sending
def split(claim: str, file: str, provider: Any, **options: Any) -> None:
    """Units to the receivers of FILE (CSV: receiver,amount), up to 50 a transaction."""
    from usance.claims import acts
    from usance.claims.splitting import batches, read_split

    account = account_of(options["account"])
    desk = open_desk(provider)
    moment = when(desk, provider, options["at"])
    record, sender = desk.claim(claim), str(account.address)
    parts = read_split(
        Path(file),
        record.terms,
        sender,
        acts.units_held(desk, record, sender),
        lambda receiver: acts.receiver_obstacle(desk, record, sender, receiver),
        desk.suite.claim.address,
    )
    several = batches(parts)
    if len(several) > 1:
        progress(options, f"{len(parts)} rows: {len(several)} transactions of up to 50")
    told = []
    for number, part in enumerate(several, start=1):
        if len(several) > 1:
            progress(options, f"transaction {number} of {len(several)}: {len(part)} rows")
        first = number == 1
        at = moment if first else desk.driver.now() + 1
        try:
            told.append(
                carry_out(
                    desk,
                    acts.split(record, sender, part),
                    account,
                    at,
                    options if first else options | {"at": None},
                )
            )
        except ClaimError as error:
            done = sum(len(one) for one in several[: number - 1])
            if not done or options["dry_run"]:
                raise
            raise ClaimError(
                f"{error}; {done} rows, up to line {several[number - 2][-1].line}, are done"
            ) from None
    tell_all(told, options["as_json"])


@sheet.command(cls=OneLine)
@on_claim
@click.argument("amount")
@sending
def retire(claim: str, amount: str, provider: Any, **options: Any) -> None:
    """A holder gives up AMOUNT of face (or `all`): the debtor owes so much less."""
    from usance.claims.acts import on_id

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        return on_id("retire", record, sender, units_of(desk, record, sender, amount, "AMOUNT"))

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--to", metavar="ADDRESS", help="[the sender]")
@sending
def collect(claim: str, to: str | None, provider: Any, **options: Any) -> None:
    """Units that the sender could not receive when they were born."""
    from usance.claims.acts import on_id

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        target = address_of(to, "--to") if to else sender
        return on_id("collect", desk.claim(claim), sender, target, others=[target])

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.argument("to")
@click.argument("amount")
@click.option("--secured", required=True, metavar="AMOUNT", help="most that the pledgee may take")
@sending
def pledge(claim: str, to: str, amount: str, secured: str, provider: Any, **options: Any) -> None:
    """Pledge AMOUNT of face (or `all`) to the party TO; proceeds go to it first."""
    from usance.claims.acts import on_id
    from usance.claims.inputs import amount_of

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record, pledgee = desk.claim(claim), address_of(to, "TO")
        units = units_of(desk, record, sender, amount, "AMOUNT")
        debt = amount_of(secured, record.terms, "--secured")
        return on_id("pledge", record, sender, pledgee, units, debt, others=[pledgee])

    run(provider, options, build)


def _pledge_act(name: str, function: str, words: str) -> None:
    """A command of the pledgee, on the pledge of one pledgor."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_claim
    @click.option("--pledgor", metavar="ADDRESS", help="[the only one]")
    @sending
    def command(claim: str, pledgor: str | None, provider: Any, **options: Any) -> None:
        from usance.claims.acts import on_id, the_pledgor

        def build(desk: ClaimDesk, sender: str, _: int) -> Act:
            record = desk.claim(claim)
            owner = address_of(pledgor, "--pledgor") if pledgor else the_pledgor(desk, record, sender)
            return on_id(function, record, sender, owner, others=[owner])

        run(provider, options, build)


_pledge_act("release", "release_pledge", "The pledgee lets go: all units go back.")
_pledge_act("call-pledge", "call_pledge", "The pledgee declares its debt due and unpaid; ten days to redeem.")
_pledge_act("foreclose", "foreclose", "The pledgee takes what it is owed, ten days after its call.")


@sheet.command(cls=OneLine)
@on_claim
@click.option("--pledgee", metavar="ADDRESS", help="[the only one]")
@sending
def redeem(claim: str, pledgee: str | None, provider: Any, **options: Any) -> None:
    """The pledgor pays what is secured and not yet taken; the units come back."""
    from usance.claims.acts import on_terms, the_pledgee

    def build(desk: ClaimDesk, sender: str, _: int) -> Act:
        record = desk.claim(claim)
        other = address_of(pledgee, "--pledgee") if pledgee else the_pledgee(desk, record, sender)
        return on_terms("redeem_pledge", record, sender, other, others=[other])

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--pledgor", required=True, metavar="ADDRESS")
@click.option("--pledgee", required=True, metavar="ADDRESS")
@sending
def share(claim: str, pledgor: str, pledgee: str, provider: Any, **options: Any) -> None:
    """Anyone: proceeds of pledged units to the pledgee up to what is secured, the rest to the pledgor."""
    pair = (address_of(pledgor, "--pledgor"), address_of(pledgee, "--pledgee"))
    run_on_id("share_proceeds", claim, provider, options, *pair)
