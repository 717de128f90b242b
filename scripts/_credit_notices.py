"""`ape run credit`: what follows a notice: documents go back, awards, struck notices, unreadable records."""

from __future__ import annotations

from typing import Any

import click

from scripts._credit_desk import act_on_set, run_on_set
from scripts._credit_sets import notice_options
from usance.credits.book import CreditRecord, SetRecord
from usance.credits.command import OneLine, on_set, sending
from usance.credits.desk import Act, CreditDesk

sheet = click.Group()


@sheet.command(name="return", cls=OneLine)
@on_set
@click.option(
    "--documents",
    metavar="ROOT",
    help="what goes: 0x and 64 hex digits, or a set's file [the set as it was presented]",
)
@sending
def return_documents(
    credit: str, set_id: str | None, documents: str | None, provider: Any, **options: Any
) -> None:
    """The bank that refused sends the documents back, the same ones."""
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import root_from

    named = root_from(documents, "--documents") if documents else None

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        return act_on(desk, "return_documents", record, one, sender, named or one.statement.documents)

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(name="record-notice", cls=OneLine)
@on_set
@notice_options
@click.option("--given", required=True, metavar="DATE", help="the day it was given, at the bank's place")
@click.option(
    "--means",
    type=click.Choice(["teletransmission", "other"]),
    default="teletransmission",
    show_default=True,
    help="how it was given",
)
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: the proof of it")
@sending
def record_notice(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
    """The presenter or the delivery agent: a notice of refusal that was given off chain."""
    from usance.claims.inputs import hashed
    from usance.codes import NoticeMeans
    from usance.credits.acts import on_set as act_on
    from usance.credits.inputs import day_from, refusal_from
    from usance.credits.presenting import notice_for

    refusal = refusal_from(options["discrepancies"], options["disposal"], options["mt734"])
    given, reference = day_from(options["given"], "--given"), hashed(options["reference"], "--reference")
    means = int(NoticeMeans[options["means"].upper()])

    def build(desk: CreditDesk, record: CreditRecord, one: SetRecord, sender: str, _: int) -> Act:
        notice = notice_for(desk, record, one, refusal, options | {"write_mt734": None})
        return act_on(
            desk, "record_notice", record, one, sender,
            notice.discrepancies, int(refusal.disposal), notice.text, given, means, reference,
        )  # fmt: skip

    run_on_set(credit, set_id, provider, options, build)


@sheet.command(name="strike-notice", cls=OneLine)
@on_set
@click.option("--earlier", metavar="ID", help="the set refused before [the last one at the same bank]")
@sending
def strike_notice(
    credit: str, set_id: str | None, earlier: str | None, provider: Any, **options: Any
) -> None:
    """Anyone: a notice that names only what the bank let pass in the earlier set has no effect."""
    from usance.credits.striking import striking

    run_on_set(
        credit, set_id, provider, options,
        lambda desk, record, one, sender, _: striking(desk, record, one, earlier, sender),
    )  # fmt: skip


def _with_word(name: str, function: str, option: str, words: str, about: str) -> None:
    """A command whose only argument beside the set is a hash."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_set
    @click.option(f"--{option}", "text", required=True, metavar="FILE", help=f"or text, or hash: {about}")
    @sending
    def command(credit: str, set_id: str | None, text: str, provider: Any, **options: Any) -> None:
        from usance.claims.inputs import hashed

        act_on_set(function, credit, set_id, provider, options, hashed(text, f"--{option}"))


_with_word(
    "award",
    "award",
    "reference",
    "The panel of the terms, or a court the bank named: the refusal was unfounded.",
    "the award",
)
_with_word(
    "report-unreadable",
    "report_unreadable",
    "report",
    "The bank: electronic records cannot be read; its clock stands until they come again.",
    "what cannot be read",
)
_with_word(
    "resend",
    "resend_records",
    "proof",
    "The presenter has sent the records again.",
    "the evidence of arrival",
)


@sheet.command(cls=OneLine)
@on_set
@sending
def drop(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
    """The bank, after thirty days: what was not sent again counts as not presented."""
    act_on_set("drop", credit, set_id, provider, options)
