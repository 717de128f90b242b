"""`ape run credit`: amendments, from the proposal to the answer of beneficiary and confirming bank."""

from __future__ import annotations

import json
from typing import Any

import click

from scripts._credit_desk import carry_out, near, tell
from usance.credits import command as shared
from usance.credits.book import CreditRecord
from usance.credits.command import (
    OneLine,
    account_of,
    address_of,
    looking,
    on_credit,
    on_set,
    open_desk,
    sending,
)
from usance.credits.desk import Act, CreditDesk, CreditError

sheet = click.Group()


def which(command: Any) -> Any:
    """Which amendment is meant."""
    return click.option("--amendment", metavar="N", help="its number, or an id [the one that is open]")(
        command
    )


@sheet.command(cls=OneLine)
@on_credit
@click.option("--mt707", "message_file", metavar="FILE", help="an MT707: raw FIN or printed")
@click.option("--amount", metavar="+AMOUNT", help="the difference with its sign, +10000.00 or -2500.00")
@click.option("--expiry", metavar="DATE", help="new date of expiry")
@click.option("--expiry-place", metavar="CODE")
@click.option("--latest-shipment", metavar="DATE", help="or `none`")
@click.option("--presentation-days", type=click.IntRange(1, 365), help="calendar days after shipment")
@click.option("--tolerance", metavar="PLUS/MINUS", help="percent, such as 5/5")
@click.option("--additional", metavar="AMOUNT", help="additional amounts covered (39C)")
@click.option("--partials", type=click.Choice(["allowed", "not-allowed", "conditional"]))
@click.option("--transhipment", type=click.Choice(["allowed", "not-allowed", "conditional"]))
@click.option("--confirmation", type=click.Choice(["without", "may-add", "confirm"]))
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="any other term")
@click.option("--legs", metavar="FILE", help="a mixed payment's legs: JSON, share in percent")
@click.option("--cancel", is_flag=True, help="the credit is to end")
@click.option("--number", type=click.IntRange(1), help="26E [of the message, or the next]")
@click.option("--content", metavar="FILE", help="or text, or hash: the whole amendment, where no MT707 is")
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="ROLE=ADDRESS",
    help="nominated, confirmer ...; or an account",
)
@click.option("--parties", "book_file", metavar="FILE", help="addresses by BIC and name (YAML)")
@click.option("--place", "places", multiple=True, metavar="ROLE=CODE", help="expiry, nominated, confirmer")
@click.option("--exclusion", "exclusions", multiple=True, metavar="N=NAME", help="line N switches NAME off")
@click.option(
    "--not-a-modification", "waved", multiple=True, type=int, metavar="N", help="line N alters nothing"
)
@sending
def amend(credit: str, message_file: str | None, provider: Any, **options: Any) -> None:
    """The issuing bank proposes a change; it is bound from here, the beneficiary when it accepts."""
    from usance.amendments import amendment_id
    from usance.credits.acts import on_credit as act_on
    from usance.credits.amending import changed_terms, note_of, paper_from
    from usance.credits.book import state_of
    from usance.credits.changes import change_from, change_words, check_confirmation

    roles = {}
    for text in options["parties"]:
        role, mark, who = text.partition("=")
        if not mark:
            raise CreditError(f"--party {text[:60]}: is not ROLE=ADDRESS")
        roles[role] = address_of(who, f"--party {role}")
    paper = paper_from(message_file, roles, options) if message_file else None
    content = None
    if options["content"]:
        from usance.claims.inputs import hashed

        content = hashed(options["content"], "--content")
    account = account_of(options["account"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    if paper is not None:
        paper.check_reference(desk, record)
        change, notes = paper.change.bound(record.terms, options["number"]), list(paper.change.notes)
    else:
        change, notes = change_from(record, options, options["settings"], content), []
    check_confirmation(change, bool(state_of(desk.driver, desk.suite, record.id)["confirmed"]))
    identity = amendment_id(record.id, change)
    changed_terms(record, change, identity)
    moment = shared.when(desk, provider, options["at"])
    act = act_on("propose_amendment", record, str(account.address), change)
    told = carry_out(
        desk, act, account, moment, options,
        amendment="0x" + identity.hex(), changes=change_words(change, record.terms), notes=notes,
    )  # fmt: skip
    if told["sent"]:
        note = note_of(change, paper.message if paper else "")
        told["file"] = near(desk.folder.write_amendment(record.id, change.number, note))
    tell(told, options["as_json"])


def _answer(
    credit: str, amendment: str | None, provider: Any, options: dict[str, Any], build: Any, wanted: Any
) -> None:
    """An act about one amendment; what it changes is told with it."""
    from usance.credits.changes import Wanted, amendment_of, change_words

    account = account_of(options["account"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    chosen = wanted if isinstance(wanted, Wanted) else wanted(desk, record)
    one = amendment_of(desk, record, amendment, chosen)
    moment = shared.when(desk, provider, options["at"])
    act, notes = build(desk, record, one, str(account.address))
    told = carry_out(
        desk, act, account, moment, options,
        amendment="0x" + one.id.hex(),
        changes=change_words(one.change, one.before or record.terms),
        notes=notes,
    )  # fmt: skip
    tell(told, options["as_json"])


@sheet.command(name="accept-amendment", cls=OneLine)
@on_credit
@which
@click.option("--only", multiple=True, metavar="FIELD", help="take this alone: that is a rejection (10e)")
@sending
def accept_amendment(
    credit: str, amendment: str | None, only: tuple[str, ...], provider: Any, **options: Any
) -> None:
    """The beneficiary takes a pending amendment, whole; it is in force from here."""
    from usance.credits.acts import on_credit as act_on
    from usance.credits.changes import PENDING, part_of

    def build(desk: CreditDesk, record: CreditRecord, one: Any, sender: str) -> tuple[Act, list[str]]:
        part, notes = part_of(one.change, only)
        return act_on("accept_amendment", record, sender, one.change, part), notes

    _answer(credit, amendment, provider, options, build, PENDING)


@sheet.command(name="reject-amendment", cls=OneLine)
@on_credit
@which
@sending
def reject_amendment(credit: str, amendment: str | None, provider: Any, **options: Any) -> None:
    """The beneficiary does not take a pending amendment; of a closed credit anyone may say so."""
    from usance.credits.acts import on_credit as act_on
    from usance.credits.changes import PENDING

    _answer(
        credit, amendment, provider, options,
        lambda desk, record, one, sender: (act_on("reject_amendment", record, sender, one.id), []), PENDING,
    )  # fmt: skip


@sheet.command(name="extend-confirmation", cls=OneLine)
@on_credit
@which
@click.option("--extend/--no-extend", default=True, show_default=True, help="or advise it without")
@sending
def extend_confirmation(
    credit: str, amendment: str | None, extend: bool, provider: Any, **options: Any
) -> None:
    """The confirming bank extends its confirmation to an amendment, or advises it without; for good."""
    from usance.credits.acts import on_credit as act_on
    from usance.credits.changes import unspoken

    def build(desk: CreditDesk, record: CreditRecord, one: Any, sender: str) -> tuple[Act, list[str]]:
        # On the terms that it is bound by.
        terms = record.own or record.terms
        return act_on("extend_confirmation", record, sender, one.change, extend, terms=terms), []

    _answer(credit, amendment, provider, options, build, unspoken)


@sheet.command(name="apply-extension", cls=OneLine)
@on_credit
@which
@sending
def apply_extension(credit: str, amendment: str | None, provider: Any, **options: Any) -> None:
    """Anyone: an accepted amendment goes into the terms of a confirming bank that extended later."""
    from usance.credits.acts import on_credit as act_on
    from usance.credits.acts import own_terms
    from usance.credits.changes import to_apply

    def build(desk: CreditDesk, record: CreditRecord, one: Any, sender: str) -> tuple[Act, list[str]]:
        terms = own_terms(record)
        return act_on("apply_extension", record, sender, one.change, terms=terms), []

    _answer(credit, amendment, provider, options, build, to_apply)


@sheet.command(name="accept-by-presentation", cls=OneLine)
@on_set
@which
@sending
def accept_by_presentation(
    credit: str, set_id: str | None, amendment: str | None, provider: Any, **options: Any
) -> None:
    """Anyone: the beneficiary's own set fits the amended terms and not those in force: it accepts (10c)."""
    from usance.credits.acts import on_credit as act_on
    from usance.credits.changes import PENDING

    def build(desk: CreditDesk, record: CreditRecord, one: Any, sender: str) -> tuple[Act, list[str]]:
        statement = desk.one_set(record, set_id).statement
        return act_on("accept_by_presentation", record, sender, statement, one.change), []

    _answer(credit, amendment, provider, options, build, PENDING)


@sheet.command(cls=OneLine)
@on_credit
@looking
def amendments(credit: str, as_json: bool, provider: Any) -> None:
    """Every amendment of a credit with its state and what it changes."""
    from usance.credits.showing import amendment_lines
    from usance.report.credit_facts import amendments_of

    desk = open_desk(provider)
    record = desk.credit(credit)
    found = amendments_of(desk.driver, desk.suite, record)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for one in found:
        for line in amendment_lines(one):
            click.echo(line)
    if not found:
        click.echo("no amendment yet")
