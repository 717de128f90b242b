"""ape run demo: a letter of credit from the bank's message to payment, on the built-in chain."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[1]
BUILT_IN = "ethereum:local:test"


@click.command(name="demo")
@click.option("--mt700", "file", metavar="FILE", help="Play this sight MT700 instead of the project's own.")
@click.option(
    "--place", "places", multiple=True, metavar="ROLE=CODE", help="issuer, nominated, ... = UN/LOCODE"
)
@click.option(
    "--exclusion", "exclusions", multiple=True, metavar="N=NAME", help="line N of the message maps to NAME"
)
@click.option(
    "--not-a-modification", "waved", multiple=True, type=int, metavar="N", help="line N alters nothing"
)
@click.option("--sender", default="", metavar="BIC", help="where the text names none")
@click.option("--receiver", default="", metavar="BIC")
@click.option("--out", default="out/demo", show_default=True, metavar="FOLDER", help="where the report goes")
def cli(
    file: str | None,
    places: tuple[str, ...],
    exclusions: tuple[str, ...],
    waved: tuple[int, ...],
    sender: str,
    receiver: str,
    out: str,
) -> None:
    """Play one credit from the bank's message to payment, and one that silence decides; then an
    invoice that a company's account accepts, and a payable through three tiers.

    Needs nothing: the chain lives in this process, everything on it is made up here. Writes
    out/demo/report.html.
    """
    from rich.console import Console

    from usance.demo.records import DemoError
    from usance.demo.run import begin_of, own_messages, play
    from usance.messages import MessageError
    from usance.messages.choices import choices_of, one_credit
    from usance.messages.terms_of import TermsError
    from usance.report.timeline_table import WIDTH, print_story
    from usance.report.write import write_report

    console = Console(width=WIDTH, highlight=False)
    began = time.monotonic()
    console.print("[bold]Usance demo[/bold]: from a promise to payment, on a chain inside this process.")
    steps = Steps(console)
    try:
        messages = own_messages() if file is None else [one_credit(Path(file))]
        choices = [choices_of(places, exclusions, waved, sender, receiver) for _ in messages]
        told = play(lambda: connect(begin_of(messages)), messages, choices, steps.show)
        steps.close()
        folder = Path(out) if Path(out).is_absolute() else ROOT / out
        report, letters = write_report(told, folder)
    except (DemoError, MessageError, TermsError) as error:
        steps.close()
        click.echo(f"demo: {error}", err=True)
        raise SystemExit(getattr(error, "exit_code", 1)) from None
    except OSError as error:
        steps.close()
        click.echo(f"demo: {out}: cannot be written: {error.strerror}; name another --out", err=True)
        raise SystemExit(1) from None
    console.print('"left": banking days the running examination still has after that day.', style="dim")
    for story in [*told.stories, *told.claims]:
        print_story(console, story)
    closing(console, told)
    console.print(f"\nreport    {shown(report)} (open it in a browser)")
    for letter in letters:
        console.print(f"message   {shown(letter)}")
    console.print(
        f"{told.transactions} acts in {time.monotonic() - began:.0f} s. Rules U1 to U31: docs/rules.md. "
        "Step by step on a chain that stays: README.md, second page.",
        style="dim",
    )


def closing(console: Any, told: Any) -> None:
    """One line a credit."""
    from usance.money import money_text

    console.print()
    for story in told.stories:
        beneficiary = next(h for h in story.holdings if h.who == "beneficiary")
        paid = money_text(story.currency, beneficiary.after - beneficiary.before)
        words = {
            "HONOURED": f"{story.reference}: the beneficiary was paid {paid}.",
            "PRECLUDED": f"{story.reference}: the bank's silence bound it; the cover paid {paid}.",
        }
        style = "bold green" if story.outcome == "HONOURED" else "bold magenta"
        console.print(f"[{style}]{story.outcome:<10}[/{style}]{words[story.outcome]}")
    for claim in told.claims:
        face = money_text(claim.currency, claim.terms.face)
        console.print(f"[bold green]{claim.outcome:<10}[/bold green]{claim.title}: {face}, to the cent.")


class Steps:
    """Progress: a line a step, with the seconds it took."""

    def __init__(self, console: Any) -> None:
        self._console = console
        self._began = 0.0
        self._text = ""

    def show(self, text: str) -> None:
        self.close()
        self._text, self._began = text, time.monotonic()
        if self._console.is_terminal:
            self._console.print(f"  ... {text}", style="dim", end="\r")

    def close(self) -> None:
        if self._text:
            took = time.monotonic() - self._began
            self._console.print(f"  [green]done[/green] {self._text} [dim]{took:.1f} s[/dim]   ")
        self._text = ""


def shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def connect(begin: int) -> Any:
    """The driver of Ape's built-in chain, whose clock begins two days before the first issue."""
    from usance.chain.clock import start_in_the_past

    start_in_the_past(begin)
    import ape

    from usance.chain.ape_driver import ApeDriver
    from usance.demo.records import DemoError

    context = ape.networks.parse_network_choice(BUILT_IN)
    provider = context.__enter__()
    click.get_current_context().call_on_close(lambda: context.__exit__(None, None, None))
    driver = ApeDriver(provider)
    if driver.now() > begin + 86_400:
        raise DemoError("the built-in chain of this process has gone on already; start the demo by itself")
    return driver
