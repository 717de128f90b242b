"""`ape run credit`: payment on chain and off, default, legal stops, the end."""

from __future__ import annotations

from typing import Any

import click

from scripts._credit_desk import act_on_credit, act_on_set, run_on_credit, run_on_set
from usance.credits.book import CreditRecord, SetRecord
from usance.credits.command import OneLine, address_of, on_credit, on_set, sending
from usance.credits.desk import Act, CreditDesk

sheet = click.Group()


@sheet.command(cls=OneLine)
@on_set
@click.option("--legs", metavar="FILE", help="a mixed credit: its legs as JSON [as written down at issue]")
@click.option(
    "--charge",
    "charge_lines",
    multiple=True,
    metavar="CODE:PAYEE:AMOUNT:ACCOUNT",
    help="a line of charges; ACCOUNT is applicant (on top) or beneficiary (deducted)",
)
@click.option("--charges", metavar="FILE", help="lines of charges as CSV: code,payee,amount,account")
@sending
def honour(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
    """Pay what is bound, or undertake to pay at maturity; once due, anyone may make the cover pay."""
    from usance.credits.later import honouring

    charges = (options["charge_lines"], options["charges"])

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        return honouring(desk, record, one, sender, options["legs"], charges, address_of)

    run_on_set(credit, set_id, provider, options, build)


def _plain_set_act(name: str, function: str, words: str) -> None:
    """A command for an act that needs nothing but the set."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_set
    @sending
    def command(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
        act_on_set(function, credit, set_id, provider, options)


_plain_set_act(
    "default",
    "default_",
    "Anyone, after the due day: cover pays, what is missing becomes a claim on the bank.",
)
_plain_set_act("contest-paid", "contest_payment", "The payee was not paid what the bank asserts.")
_plain_set_act("lift-stop", "lift_stop", "The bank or the court ends a legal stop early.")


def _plain_credit_act(name: str, words: str) -> None:
    """A command for an act that needs nothing but the credit."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_credit
    @sending
    def command(credit: str, provider: Any, **options: Any) -> None:
        act_on_credit(name, credit, provider, options)


_plain_credit_act("expire", "Anyone, once the expiry day has ended at every place of presentation.")
_plain_credit_act("close", "After the closing day, or once nothing is left to draw: cover goes back.")


@sheet.command(name="assert-paid", cls=OneLine)
@on_set
@click.argument("amount")
@click.option("--value-day", required=True, metavar="DATE", help="on which the money had value")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: of the transfer")
@sending
def assert_paid(credit: str, set_id: str | None, amount: str, provider: Any, **options: Any) -> None:
    """The bank paid AMOUNT (or `all`) of a set off chain; the debt stays until the payee confirms."""
    from usance.claims.inputs import hashed
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import day_from
    from usance.credits.presenting import owed_amount

    day, word = day_from(options["value_day"], "--value-day"), hashed(options["reference"], "--reference")

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        minor = owed_amount(desk, record, one, amount)
        return act_on(desk, "assert_payment", record, one, sender, minor, day, word)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(name="confirm-paid", cls=OneLine)
@on_set
@click.argument("amount")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: the payee's own")
@sending
def confirm_paid(credit: str, set_id: str | None, amount: str, provider: Any, **options: Any) -> None:
    """The payee has received AMOUNT (or `all`) of what the bank asserted: that much is discharged."""
    from usance.claims.inputs import hashed
    from usance.credits.acts import on_set as act_on
    from usance.credits.presenting import asserted_amount

    word = hashed(options["reference"], "--reference")

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        minor = asserted_amount(desk, record, one, amount)
        return act_on(desk, "confirm_payment", record, one, sender, minor, word)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(cls=OneLine)
@on_set
@click.argument("amount")
@click.option("--law", required=True, metavar="FILE", help="or text, or hash: the law or order that stops")
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: new with every stop")
@click.option("--until", required=True, metavar="DATE", help="its last day, at most thirty days from today")
@sending
def stop(credit: str, set_id: str | None, amount: str, provider: Any, **options: Any) -> None:
    """The bank that owes a set, or its court: the law keeps AMOUNT (or `all`) from being paid."""
    from usance.claims.inputs import hashed
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import day_from
    from usance.credits.presenting import owed_amount

    law, reference = hashed(options["law"], "--law"), hashed(options["reference"], "--reference")
    until = day_from(options["until"], "--until")

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        minor = owed_amount(desk, record, one, amount)
        return act_on(desk, "stop", record, one, sender, minor, law, reference, until)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(cls=OneLine)
@on_credit
@click.option("--party", help="whose balance [the sender's]")
@click.option("--to", help="where it goes [the party]")
@sending
def withdraw(credit: str, party: str | None, to: str | None, provider: Any, **options: Any) -> None:
    """Take a balance that could not be delivered, in the credit's token."""

    def build(desk: CreditDesk, record: CreditRecord, sender: str, _: int) -> Act:
        owner = address_of(party, "--party") if party else sender
        target = address_of(to, "--to") if to else owner
        return Act("withdraw", (record.terms.asset, owner, target), sender, record.terms, (), record)

    run_on_credit(credit, provider, options, build)
