"""`ape run claim`: how claims come into being."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scripts._claim_desk import progress, tell, tell_all
from usance.chain.artifacts import ROOT
from usance.claims.command import (
    OneLine,
    account_of,
    carry_out,
    is_local,
    open_desk,
    sending,
)
from usance.claims.desk import ClaimDesk
from usance.claims.errors import ClaimError
from usance.credits.command import when

sheet = click.Group()


TERMS = (
    click.option("--place", metavar="CODE", help="place of payment, such as NLRTM"),
    click.option("--currency-place", metavar="CODE", help="centre of the currency, or none [known centre]"),
    click.option("--asset", metavar="ADDRESS", help="the token that discharges it"),
    click.option("--off-chain", is_flag=True, help="paid outside the chain"),
    click.option("--grace-days", type=click.IntRange(0, 366), help="banking days after the due day [0]"),
    click.option("--late-rate", metavar="PERCENT", help="late interest a year, such as 8 % [none]"),
    click.option("--day-count", metavar="NAME", help="act-360, act-365f, e30-360 [act-360]"),
    click.option("--discount", metavar="PERCENT", help="off for payment until --discount-day"),
    click.option("--discount-day", metavar="DATE"),
    click.option("--min-split", metavar="AMOUNT", help="smallest part in one hand"),
    click.option("--record-days", type=click.IntRange(0, 366), help="register closed before the due day [0]"),
    click.option("--assertion-days", type=click.IntRange(0, 366), help="a word of payment holds overdue [5]"),
    click.option("--remit-days", type=click.IntRange(0, 366), help="to pass on misdirected money [3]"),
    click.option("--payment-agent", metavar="ADDRESS", help="confirms off-chain payments for all holders"),
    click.option("--surety", metavar="ADDRESS"),
    click.option("--eligible", multiple=True, metavar="ROLE", help="receivers need one of these [any party]"),
    click.option("--assignable", metavar="YES|NO|BY-LAW", help="[yes]"),
    click.option("--earmark", metavar="ADDRESS", help="the first holder's units go to this party alone"),
    click.option("--salt", metavar="TEXT", help="0x and 64 digits, or a text to hash"),
)


def with_terms(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(TERMS):
        command = option(command)
    return command


@sheet.command(cls=OneLine)
@click.option("--invoice", metavar="FILE", help="UBL 2.1, CII, or a PDF that embeds CII")
@click.option("--batch", metavar="FOLDER", help="every invoice of a folder, up to 50 a transaction")
@click.option("--skip-refused", is_flag=True, help="with --batch: register the others all the same")
@click.option("--debtor", metavar="ADDRESS", help="or an account [the buyer's identity in the registry]")
@click.option("--keys", metavar="FILE", help="the members' keys; `rehearsal` on a local chain")
@click.option("--marks", metavar="FILE", help="soft fingerprints of this desk [out/claims/marks.json]")
@click.option("--face", metavar="AMOUNT", help="a part of the invoice [all that is due]")
@click.option("--part", metavar="N/M", help="which part of how many")
@click.option("--of", metavar="NUMBER", help="the invoice that a corrected one replaces")
@with_terms
@sending
def register(
    invoice: str | None, batch: str | None, skip_refused: bool, provider: Any, **options: Any
) -> None:
    """The seller registers an invoice, or a folder of them; the debtor is not bound by it."""
    from usance.claims.choices import wish_of
    from usance.claims.files import read_marks
    from usance.claims.paper import keys_from, read_paper
    from usance.claims.registering import Clerk, act_of, act_of_batch, batches_of, papers_in

    if (invoice is None) == (batch is None):
        raise ClaimError("--invoice, --batch: give one of them")
    if skip_refused and batch is None:
        raise ClaimError("--skip-refused: belongs to --batch")
    # What the paper alone gets wrong is said before any chain is asked.
    refused: list[str] = []
    if invoice is not None:
        papers = [(Path(invoice), read_paper(Path(invoice), options["of"] or ""))]
    else:
        papers, refused = papers_in(Path(str(batch)))
    ring, notes = keys_from(options["keys"], is_local(provider))
    wish = wish_of(options)
    account = account_of(options["account"])
    desk = open_desk(provider)
    marks_path = Path(options["marks"]) if options["marks"] else desk.folder.root / "marks.json"
    known = read_marks(marks_path)
    moment = when(desk, provider, options["at"])
    clerk = Clerk(desk, str(account.address), ring, wish, moment)
    if invoice is not None:
        ready = clerk.ready(papers[0][1], known)
        extra = {
            "claim": "0x" + desk.identity(ready.terms).hex(),
            "invoice": ready.invoice.number,
            "debtor": ready.terms.debtor,
            "notes": [*notes, *ready.notes],
        }
        told = carry_out(desk, act_of(ready), account, moment, options, **extra)
        if told["sent"]:
            told["file"] = keep(desk, [ready], marks_path, known)[0]
        tell(told, options["as_json"])
        return
    claims, wrong = clerk.ready_all(papers, known)
    refused += wrong
    for line in refused:
        click.echo(f"refused: {line}", err=True)
    if refused and not skip_refused:
        raise ClaimError(
            f"--batch: {len(refused)} of {len(refused) + len(claims)} invoices refused, nothing was sent; "
            "mend them, or say --skip-refused"
        )
    if not claims:
        raise ClaimError("--batch: no invoice is left to register")
    parts = batches_of(claims)
    several = []
    for number, part in enumerate(parts, start=1):
        progress(options, f"batch {number} of {len(parts)}: {len(part)} invoices")
        at = moment if number == 1 else desk.driver.now() + 1
        some = options if number == 1 else options | {"at": None}
        told = carry_out(desk, act_of_batch(part), account, at, some, notes=notes)
        told["claims"] = ["0x" + desk.identity(one.terms).hex() for one in part]
        if told["sent"]:
            told["files"] = keep(desk, part, marks_path, known)
            known = read_marks(marks_path)
        several.append(told)
    tell_all(several, options["as_json"])


def keep(desk: ClaimDesk, claims: list[Any], marks_path: Path, known: Any) -> list[str]:
    """Terms by id, and the marks of the invoices: what the chain cannot tell later."""
    from usance.claims.files import write_marks
    from usance.claims.registering import add_marks

    found = [keep_terms(desk, one.terms, one.note()) for one in claims]
    write_marks(marks_path, add_marks(known, claims))
    return found


def keep_terms(desk: ClaimDesk, terms: Any, note: dict[str, Any]) -> str:
    identity = desk.identity(terms)
    path = desk.folder.write(identity, terms, desk.driver.chain_id, desk.suite.claim.address, note)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@sheet.command(cls=OneLine)
@click.argument("file", required=False)
@click.option("--to", metavar="ADDRESS", help="the first supplier")
@click.option("--amount", metavar="AMOUNT", help="such as EUR 100000.00")
@click.option("--due", metavar="DATE")
@click.option("--issued", metavar="DATE", help="[today at the place of payment]")
@click.option("--receipt-days", type=click.IntRange(0, 366), help="waits so many banking days [5]")
@click.option("--document", metavar="FILE", help="whose hash goes into the terms")
@with_terms
@sending
def payable(file: str | None, provider: Any, **options: Any) -> None:
    """The anchor promises to pay a supplier; bound once the supplier receives it."""
    from usance.claims.choices import act_of_payable, payable_from_file, payable_from_options

    account = account_of(options["account"])
    anchor = str(account.address)
    terms = payable_from_file(Path(file), anchor) if file else None
    if file and (options["to"] or options["amount"] or options["due"]):
        raise ClaimError("payable: the FILE says it all; leave --to, --amount and --due out")
    desk = open_desk(provider)
    moment = when(desk, provider, options["at"])
    terms = terms or payable_from_options(desk, options, anchor, moment)
    extra = {"claim": "0x" + desk.identity(terms).hex()}
    told = carry_out(desk, act_of_payable(terms), account, moment, options, **extra)
    if told["sent"]:
        told["file"] = keep_terms(desk, terms, {})
    tell(told, options["as_json"])
