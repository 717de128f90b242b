"""The timeline as a table of at most 100 columns."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from usance.calendars import date_of
from usance.demo.records import ClaimStory, Row, Story
from usance.money import number_text
from usance.places import place_of
from usance.report.lineage import tree_lines

WIDTH = 100
STATE_STYLES = {
    "HONOURED": "bold green",
    "PRECLUDED": "bold magenta",
    "REFUSED": "bold red",
    "COMPLYING": "green",
    "ISSUED": "cyan",
    "CONFIRMED": "cyan",
    "AMENDED": "cyan",
    "CANCELLED": "bold red",
    "PRESENTED": "",
    "RETURNED": "bold red",
    "SUSPENDED": "bold yellow",
    "REGISTERED": "cyan",
    "PENDING": "cyan",
    "ACCEPTED": "green",
    "PAID": "bold green",
}


def date_text(row: Row) -> str:
    """`Thu 05 Mar 10:00`; without a clock for what no transaction did."""
    return f"{date_of(row.day).strftime('%a %d %b')} {row.clock}".rstrip()


def place_name(code: str) -> str:
    """`Rotterdam` for NLRTM; the code itself where no name is known."""
    place = place_of(code)
    return code if place is None else place.name


def row_place(row: Row) -> str:
    """Where the row happened; goods at sea are nowhere."""
    return place_name(row.place) if row.at or row.actor.endswith("bank") else ""


def story_table(story: Story | ClaimStory) -> Table:
    """The rows of one credit or claim."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, width=WIDTH, header_style="underline")
    year = date_of(story.rows[0].day).year
    table.add_column("#", justify="right", width=2)
    table.add_column(f"local date {year}", width=16, no_wrap=True)
    table.add_column("left", justify="right", width=4)
    table.add_column("who", width=11)
    table.add_column("what happens, and what it means", ratio=1)
    table.add_column("rule", width=4)
    table.add_column(story.currency, justify="right", width=12)
    for row in story.rows:
        what = Text(row.act)
        if row.state:
            what.append(f"  {row.state}", style=STATE_STYLES.get(row.state, ""))
        what.append(f"\n{row.meaning}", style="dim")
        when = Text(date_text(row))
        when.append(f"\n{row_place(row)}", style="dim")
        amount, _, of = row.money.partition(" ")
        money = Text(amount)
        if of:
            money.append(f"\n{of}", style="dim")
        left = "" if row.left is None else str(row.left)
        table.add_row(str(row.number), when, left, row.actor, what, row.rule, money)
    return table


def print_story(console: Console, story: Story | ClaimStory) -> None:
    """Title, lead, table, notes; of a claim the lineage of its units too."""
    console.print()
    console.print(story.title, style="bold")
    console.print(story.lead, width=WIDTH)
    console.print(story_table(story))
    if isinstance(story, ClaimStory):
        console.print("whose units came from whom (first in, first out):", style="dim")
        for line in tree_lines(story.trees, story.name_of, lambda units: number_text(story.currency, units)):
            console.print(f"  {line}", width=WIDTH)
    for note in story.notes:
        console.print(f"note: {note}", style="dim", width=WIDTH)
