"""`ape run credit examine`: a set of documents against a credit. Asks no chain, decides nothing."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

WIDTH = 100


@click.command()
@click.argument("documents", metavar="SET")
@click.option("--mt700", "message_file", metavar="FILE", help="the credit as an MT700: raw FIN or printed")
@click.option(
    "--terms", "terms_file", metavar="FILE", help="terms in force as JSON; with --mt700 they win over it"
)
@click.option("--presented", metavar="DAY", help="day of presentation [as the set says]")
@click.option("--drawn-before", metavar="AMOUNT", help="already drawn under the credit [nothing]")
@click.option("--place", metavar="CODE", default="", help="whose closed days count [place of expiry]")
@click.option("--strict", is_flag=True, help="exit 1 when there is a discrepancy")
@click.option("--json", "as_json", is_flag=True, help="answer as JSON")
def examine(
    documents: str,
    message_file: str | None,
    terms_file: str | None,
    presented: str | None,
    drawn_before: str | None,
    place: str,
    strict: bool,
    as_json: bool,
) -> None:
    """What an examiner proposes about SET, a manifest or a folder (docs/examiner.md). A person decides.

    Exit 0 when the set was examined, whatever was found (--strict: 1 with a discrepancy), 2 for files that
    cannot be read.
    """
    from usance.credits.terms_file import FileError
    from usance.examine import ExamineError
    from usance.examine import examine as run
    from usance.examine.clock import with_calendar
    from usance.examine.sets import read_set
    from usance.examine.values import money_of
    from usance.messages import MessageError

    try:
        credit, lines = _credit(message_file, terms_file)
        if drawn_before is not None:
            minor = money_of(drawn_before, credit.currency, "--drawn-before")[1]
            credit = replace(credit, drawn_before=minor)
        credit, calendar = with_calendar(credit, place)
        facts = read_set(Path(documents), _day(presented))
        report = run(credit, facts)
    except (ExamineError, FileError, MessageError) as error:
        click.echo(f"credit examine: {error}", err=True)
        raise SystemExit(2) from None
    body = _body(credit, facts, report, calendar, lines)
    if as_json:
        click.echo(json.dumps(body, indent=2))
    else:
        _print(body)
    if strict and report.discrepancies:
        raise SystemExit(1)


def _day(text: str | None) -> dt.date | None:
    from usance.examine import ExamineError

    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ExamineError("--presented", f"{text[:40]!r} is no date", "write it like 2026-05-05") from None


def _credit(message_file: str | None, terms_file: str | None) -> tuple[Any, list[str]]:
    """The credit, and the lines of it that may alter UCP 600."""
    from usance.credits.terms_file import credit_of as terms_of
    from usance.examine import ExamineError, of_message, of_terms, with_terms
    from usance.examine.sets import load
    from usance.messages import groups, read_file
    from usance.messages.modifications import modifications

    if message_file is None and terms_file is None:
        raise ExamineError("--mt700, --terms", "the credit is missing", "give one of them, or both")
    terms = None
    if terms_file is not None:
        data = load(Path(terms_file))
        terms = terms_of(data["terms"] if isinstance(data, dict) and "terms" in data else data)
    if message_file is None:
        assert terms is not None
        return of_terms(terms), []
    messages = groups(read_file(message_file))
    if len(messages) != 1:
        raise ExamineError(
            message_file, f"holds {len(messages)} messages", "give the one MT700 of the credit"
        )
    credit = of_message(messages[0])
    lines = [str(line) for line in modifications(messages[0])]
    return (credit if terms is None else with_terms(credit, terms)), lines


def _body(credit: Any, facts: Any, report: Any, calendar: str, lines: list[str]) -> dict[str, Any]:
    from usance.examine import text_77j
    from usance.examine.findings import too_long

    text = text_77j(report.findings)
    proposal = "refuse" if report.discrepancies else "complies" if report.complies else "ask"
    notes = [calendar] + (
        [] if credit.has_content else ["terms alone: goods, documents and names are not examined"]
    )
    if too_long(text):
        notes.append(f"field 77J takes 70 lines and this text has {len(text)}: shorten it by hand")
    return {
        "credit": credit.number,
        "presented": facts.presented.isoformat(),
        "documents": [one.name for one in facts.documents],
        "proposal": proposal,
        "rules": list(report.rules),
        "findings": [one.to_json() for one in report.findings],
        "77J": text,
        "may_alter_ucp": lines,
        "notes": notes,
    }


SAY = {
    "refuse": "proposal: refuse, {count} to name in one notice (article 16)",
    "ask": "proposal: no discrepancy, but a person must look at the questions",
    "complies": "proposal: the set complies on its face",
}


def indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _print(body: dict[str, Any]) -> None:
    """The findings by severity, the text for field 77J, the proposal."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=WIDTH, highlight=False)
    title = f"credit {body['credit']}" if body["credit"] else "credit"
    console.print(
        Text(f"{title}: {len(body['documents'])} documents presented {body['presented']}", style="bold")
    )
    for severity, style in (("discrepancy", "bold red"), ("question", "yellow"), ("note", "dim")):
        for one in [found for found in body["findings"] if found["severity"] == severity]:
            head = (
                f"{severity}: {one['id']} ({one['article']}) {one['document'] or 'the set'}, {one['field']}"
            )
            console.print(Text(head, style=style))
            said = f"seen {one['seen'] or 'nothing'}" + (
                f"; required {one['required']}" if one["required"] else ""
            )
            for line in indented(said):
                console.print(Text(line))
            for line in indented(one["why"]):
                console.print(Text(line, style="dim"))
    for line in body["may_alter_ucp"]:
        console.print(Text(f"may alter UCP: {line}", style="yellow"))
    for note in body["notes"]:
        console.print(Text(f"note: {note}", style="dim"))
    if body["77J"]:
        console.print(Text(":77J:", style="bold"))
        for line in body["77J"]:
            console.print(Text(line))
    count = sum(one["severity"] == "discrepancy" for one in body["findings"])
    plural = "discrepancy" if count == 1 else "discrepancies"
    console.print(Text(SAY[body["proposal"]].format(count=f"{count} {plural}"), style="bold"))
