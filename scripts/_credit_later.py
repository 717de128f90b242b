"""`ape run credit`: later or by another bank: undertakings, negotiation, recourse, reimbursement."""

from __future__ import annotations

from typing import Any

import click

from scripts._credit_desk import act_on_set, run_on_set
from usance.credits.book import CreditRecord, SetRecord
from usance.credits.command import OneLine, on_set, sending
from usance.credits.desk import Act, CreditDesk, CreditError

sheet = click.Group()


@sheet.command(cls=OneLine)
@on_set
@click.option("--claim", metavar="ID", help="a claim of the undertaking [the unpaid one that is due first]")
@sending
def settle(credit: str, set_id: str | None, claim: str | None, provider: Any, **options: Any) -> None:
    """Anyone, from maturity on: cover pays a claim of the undertaking; one that is paid is done."""
    from usance.credits.later import settling

    run_on_set(
        credit, set_id, provider, options,
        lambda desk, record, one, sender, _: settling(desk, record, one, sender, claim),
    )  # fmt: skip


@sheet.command(name="offer-negotiation", cls=OneLine)
@on_set
@click.argument("price")
@click.option("--recourse", is_flag=True, help="the bank may come back to the beneficiary if it is not paid")
@sending
def offer_negotiation(
    credit: str, set_id: str | None, price: str, recourse: bool, provider: Any, **options: Any
) -> None:
    """The payee sells its drawing for at least PRICE; `none` takes the offer back."""
    from usance.credits.acts import on_set as act_on
    from usance.credits.later import price_of

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        minor = price_of(record, price, "PRICE")
        if recourse and not minor:
            raise CreditError(
                "--recourse: an offer that is taken back has none; leave the option out (PRICE)"
            )
        return act_on(desk, "offer_negotiation", record, one, sender, minor, recourse)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(cls=OneLine)
@on_set
@click.option("--price", metavar="AMOUNT", help="what is paid [the payee's price, else all that is drawn]")
@click.option("--recourse", is_flag=True, help="with recourse, where the payee offered it")
@sending
def negotiate(
    credit: str, set_id: str | None, price: str | None, recourse: bool, provider: Any, **options: Any
) -> None:
    """A nominated or confirming bank buys the drawing and claims it from the issuing bank."""
    from usance.credits.later import negotiating

    run_on_set(
        credit, set_id, provider, options,
        lambda desk, record, one, sender, _: negotiating(desk, record, one, sender, price, recourse),
    )  # fmt: skip


def _plain(name: str, function: str, words: str) -> None:
    """A command for an act that needs nothing but the set."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_set
    @sending
    def command(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
        act_on_set(function, credit, set_id, provider, options)


_plain(
    "call-recourse",
    "call_recourse",
    "The bank that negotiated with recourse, refused by the issuing bank: its price becomes a claim.",
)
_plain(
    "claim-reimbursement",
    "claim_reimbursement",
    "A bank that honoured or negotiated claims from the reimbursing bank of the terms.",
)
_plain(
    "reimburse",
    "reimburse",
    "The reimbursing or issuing bank pays it; from the due day the claiming bank draws on the cover.",
)
_plain(
    "claim-refund",
    "claim_refund",
    "The issuing bank refused in time what was reimbursed: the money becomes a claim on that bank.",
)
