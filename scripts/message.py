"""ape run message: read SWIFT messages of category 7. Needs no chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

WIDTH = 110


@click.group()
def cli() -> None:
    """SWIFT messages of category 7: look at them, audit a year of them. No chain is asked."""


def read_all(files: tuple[str, ...]) -> list[Any]:
    """Every message of the files, continuations joined; one line and exit 1 for a file that is none."""
    from usance.messages import MessageError, groups, read_file

    found: list[Any] = []
    for name in files:
        try:
            found.extend(groups(read_file(name)))
        except MessageError as error:
            click.echo(f"message: {error}", err=True)
            raise SystemExit(1) from None
    return found


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--place", "places", multiple=True, metavar="ROLE=CODE", help="issuer, nominated, expiry, currency ..."
)
@click.option(
    "--exclusion", "exclusions", multiple=True, metavar="N=NAME", help="line N of 40E/47A switches NAME off"
)
@click.option("--sender", default="", metavar="BIC", help="where the text names none")
@click.option("--receiver", default="", metavar="BIC")
@click.option("--json", "as_json", is_flag=True, help="a list of messages as JSON")
def show(
    files: tuple[str, ...],
    places: tuple[str, ...],
    exclusions: tuple[str, ...],
    sender: str,
    receiver: str,
    as_json: bool,
) -> None:
    """Fields, findings, and the terms an MT700 would issue. Exit 1 when a message is wrong."""
    from usance.messages import view
    from usance.messages.choices import choices_of
    from usance.messages.terms_of import TermsError

    try:
        choices = choices_of(places, exclusions, (), sender, receiver)
    except TermsError as error:
        click.echo(f"message: {error}", err=True)
        raise SystemExit(1) from None
    messages = read_all(files)
    seen = [view.preview(message, choices) for message in messages]
    if as_json:
        click.echo(json.dumps([view.as_json(m, s) for m, s in zip(messages, seen, strict=True)], indent=2))
    else:
        for message, preview in zip(messages, seen, strict=True):
            print_message(message, preview)
    if any(message.errors for message in messages) or any(one is not None and one.wrong for one in seen):
        raise SystemExit(1)


def print_message(message: Any, preview: Any) -> None:
    """Head, fields, findings, terms."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from usance.messages import view

    console = Console(width=WIDTH, highlight=False, soft_wrap=False)
    name = message.table.name if message.table else "not of category 7"
    console.print()
    console.print(Text(f"MT{message.mt} {name}", style="bold"))
    head = f"{message.source}: " if message.source else ""
    console.print(
        Text(f"{head}from {message.sender or 'unknown'} to {message.receiver or 'unknown'}", style="dim")
    )
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="underline", width=WIDTH)
    table.add_column("tag", width=4)
    table.add_column("name", width=24, overflow="fold")
    table.add_column("value", ratio=1)
    if message.mt == "700":
        table.add_column("term", width=22)
    for tag, title, value, terms in view.rows_of(message):
        cells = [Text(tag), Text(title, style="dim"), Text(value)]
        table.add_row(*cells, *([Text(terms, style="dim")] if message.mt == "700" else []))
    console.print(table)
    console.print(Text(f"content hash 0x{message.content_hash.hex()}", style="dim"))
    for finding in message.findings:
        style = {"error": "bold red", "warning": "yellow"}.get(finding.severity, "dim")
        where = f"line {finding.line}, field {finding.tag}" if finding.tag else f"line {finding.line}"
        text = f"{finding.severity}: {where}: {finding.text} ({finding.code})"
        console.print(Text(text, style=style), soft_wrap=True)
    if not message.findings:
        console.print(Text("no finding: every field has its form and every rule is kept", style="green"))
    if preview is not None:
        print_preview(console, preview)


def print_preview(console: Any, preview: Any) -> None:
    """The terms, or what stands in their way."""
    from rich.text import Text

    from usance.credits.showing import term_lines
    from usance.credits.terms_file import plain

    for line in preview.lines:
        console.print(Text(f"may alter UCP: {line}", style="yellow"), soft_wrap=True)
    if preview.derived is None:
        console.print(Text(f"issues nothing: {preview.obstacle}", style="bold red"), soft_wrap=True)
        return
    for note in preview.derived.notes:
        console.print(Text(f"note: {note}", style="dim"), soft_wrap=True)
    console.print(Text("terms that would be issued", style="bold"))
    for name, text in term_lines(plain(preview.derived.terms)):
        console.print(Text(f"  {name:<20} {text}"))


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--csv", "csv_file", metavar="FILE", help="the table with all its columns")
@click.option(
    "--received", "received", multiple=True, metavar="REFERENCE=DATE", help="a day of receipt you know"
)
@click.option(
    "--days", type=click.IntRange(1, 30), default=5, show_default=True, help="banking days to examine"
)
@click.option("--json", "as_json", is_flag=True, help="the rows as JSON")
def audit(
    files: tuple[str, ...], csv_file: str | None, received: tuple[str, ...], days: int, as_json: bool
) -> None:
    """Which refusals were late by the calendar, doubled, or without a disposal."""
    import datetime as dt

    from usance.messages.audit import COLUMNS, to_csv
    from usance.messages.audit import audit as find
    from usance.messages.auditing import BankingDays, place_for
    from usance.report.write import write_whole

    known: dict[str, dt.date] = {}
    for text in received:
        reference, _, day = text.partition("=")
        try:
            known[reference.upper()] = dt.date.fromisoformat(day)
        except ValueError:
            click.echo(f"message: --received {text[:50]}: write REFERENCE=2026-05-05", err=True)
            raise SystemExit(1) from None
    messages = read_all(files)
    rows = find(messages, BankingDays().add, place_for, known, days)
    if csv_file is not None:
        try:
            write_whole(Path(csv_file), to_csv(rows).encode())
        except OSError as error:
            click.echo(f"message: --csv {csv_file}: cannot be written: {error.strerror}", err=True)
            raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps([dict(zip(COLUMNS, row.cells(), strict=True)) for row in rows], indent=2))
    else:
        print_audit(messages, rows)
    if csv_file is not None and not as_json:
        click.echo(f"written: {csv_file}")


def print_audit(messages: list[Any], rows: list[Any]) -> None:
    """The table, and what was read."""
    from collections import Counter

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=WIDTH, highlight=False)
    counts = Counter(message.mt for message in messages)
    read = ", ".join(f"{count} MT{mt}" for mt, count in sorted(counts.items()))
    console.print(f"read {len(messages)} messages: {read}")
    if not rows:
        console.print("no notice of refusal among them")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="underline", width=WIDTH)
    for name, width in (
        ("credit", 16),
        ("set", 14),
        ("bank", 11),
        ("presented", 10),
        ("last day", 10),
        ("notice", 10),
    ):
        table.add_column(name, width=width)
    table.add_column("disposal", width=8)
    table.add_column("verdict", ratio=1)
    for row in rows:
        cells = row.cells()
        clean = "in order" if row.last_day and row.notice else "in order as far as known"
        verdict = Text(", ".join(row.flags) or clean, style="bold red" if row.flags else "green")
        table.add_row(
            cells[0], cells[1], cells[3], cells[6], cells[11], cells[8], row.disposal or "none", verdict
        )
    console.print(table)
    for row in rows:
        for note in row.notes:
            console.print(Text(f"{row.credit or row.presentation or row.source}: {note}", style="dim"))
    flagged = sum(bool(row.flags) for row in rows)
    console.print(f"{len(rows)} notices, {flagged} with a flag")
