"""`ape run credit export`: a message of category 7 written from the state of a credit on the chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from scripts._credit_desk import near
from usance.credits.command import OneLine, looking, on_credit, open_desk


@click.command(cls=OneLine)
@on_credit
@click.option("--mt", required=True, metavar="TYPE", help="705, 707, 734 ...: docs/messages.md lists them")
@click.option("--set", "set_id", metavar="ID", help="the set it is about [the last one presented]")
@click.option("--amendment", metavar="N", help="its number, or an id [the last one proposed]")
@click.option(
    "--field", "fields", multiple=True, metavar="TAG=TEXT", help="what the chain does not carry; | = new line"
)
@click.option(
    "--discrepancy", "words", multiple=True, metavar="TEXT", help="words of the notice, in its order"
)
@click.option("--sender", default="", metavar="BIC", help="where no record names it")
@click.option("--receiver", default="", metavar="BIC")
@click.option("--parties", "book_file", metavar="FILE", help="BICs by address (YAML)")
@click.option("--out", "target", metavar="FILE", help="where the message goes [the screen]")
@looking
def export(credit: str, mt: str, target: str | None, as_json: bool, provider: Any, **options: Any) -> None:
    """Write a SWIFT message about CREDIT as the chain has it; read back and checked before it is shown."""
    from usance.credits.desk import CreditError
    from usance.messages.parties import PartyBook, read_book
    from usance.messages_out import Wish, fields_from
    from usance.messages_out import export as write
    from usance.report.write import write_whole

    fields = fields_from(options["fields"])
    try:
        book = read_book(Path(options["book_file"])) if options["book_file"] else PartyBook()
    except ValueError as error:
        raise CreditError(f"--parties: {error}") from None
    wish = Wish(
        options["set_id"],
        options["amendment"],
        options["sender"],
        options["receiver"],
        fields,
        options["words"],
        book,
    )
    desk = open_desk(provider)
    found = write(desk, desk.credit(credit), mt.upper().removeprefix("MT"), wish)
    body = found.to_dict()
    if target is not None:
        try:
            write_whole(Path(target), found.text.encode("ascii"))
        except OSError as error:
            raise CreditError(f"--out {target}: cannot be written: {error.strerror}") from None
        body["file"] = near(Path(target))
    if as_json:
        click.echo(json.dumps(body, indent=2))
        return
    if target is None:
        click.echo(found.text.replace("\r\n", "\n"))
    else:
        told = "from the chain: " + ", ".join(
            tag for tag, source in found.sources.items() if source == "chain"
        )
        click.echo(f"MT{found.message.mt} from {found.message.sender} to {found.message.receiver}; {told}")
        click.echo(f"{'file':<11} {body['file']}")
    for note in found.notes:
        click.echo(f"{'note':<11} {note}", err=target is None)
