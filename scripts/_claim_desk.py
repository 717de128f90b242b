"""What all sheets of `ape run claim` share: one act carried out, and told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from usance.claims.command import account_of, carry_out, open_desk
from usance.claims.desk import Act, ClaimDesk
from usance.claims.words import lines_of_act
from usance.credits.command import when

Build = Callable[[ClaimDesk, str, int], Act]


def tell(told: dict[str, Any], as_json: bool) -> None:
    """JSON, or what happened in a few lines."""
    if as_json:
        click.echo(json.dumps({name: item for name, item in told.items() if name != "lines"}, indent=2))
        return
    for line in lines_of_act(told):
        click.echo(line)


def tell_all(several: list[dict[str, Any]], as_json: bool) -> None:
    """One act as itself, several as a list."""
    if len(several) == 1 or not as_json:
        for told in several:
            tell(told, as_json)
        return
    click.echo(json.dumps([{k: v for k, v in one.items() if k != "lines"} for one in several], indent=2))


def run(provider: Any, options: dict[str, Any], build: Build, **extra: Any) -> dict[str, Any]:
    """One act: foretold, tried, sent, told."""
    account = account_of(options["account"])
    desk = open_desk(provider)
    moment = when(desk, provider, options["at"])
    act = build(desk, str(account.address), moment)
    told = carry_out(desk, act, account, moment, options, **extra)
    tell(told, options["as_json"])
    return told


def run_on_terms(function: str, claim: str, provider: Any, options: dict[str, Any], *args: Any) -> None:
    """An act that takes the terms, and no more than `args`."""
    from usance.claims.acts import on_terms

    run(provider, options, lambda desk, sender, _: on_terms(function, desk.claim(claim), sender, *args))


def run_on_id(function: str, claim: str, provider: Any, options: dict[str, Any], *args: Any) -> None:
    """An act that takes the id, and no more than `args`."""
    from usance.claims.acts import on_id

    others = [arg for arg in args if isinstance(arg, str)]
    run(
        provider,
        options,
        lambda desk, sender, _: on_id(function, desk.claim(claim), sender, *args, others=others),
    )


def progress(options: dict[str, Any], text: str) -> None:
    """What takes a while says so; not among the JSON."""
    click.echo(text, err=options["as_json"])
