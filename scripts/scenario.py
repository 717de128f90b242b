"""`ape run scenario FILE...`: play stories of the trade on the suite's contracts, or on its model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from usance.chain.clock import start_in_the_past
from usance.scenario.adapter import load_adapter
from usance.scenario.errors import ScenarioError
from usance.scenario.runner import BACKENDS, WRONG, Result, Theatre, exit_code, run_files, theatre
from usance.scenario.table import line_of_result, summary

# Before Ape connects: the built-in chain has to begin before the stories do.
start_in_the_past()

BUILT_IN = "ethereum:local:test"


@contextmanager
def opened(backend: str, network: str, adapter: Any) -> Iterator[Theatre]:
    """The place to play on, connected as long as it is needed."""
    if backend != "ape":
        yield theatre(backend, adapter)
        return
    import ape
    from ape.exceptions import ApeException

    from usance.chain.ape_driver import ApeDriver

    try:
        choice = ape.networks.parse_network_choice(network)
    except ApeException as error:
        raise ValueError(str(error).splitlines()[0].removesuffix("Options:").strip()) from None
    with choice as provider:
        yield theatre(backend, adapter, ApeDriver(provider))


@click.command(name="scenario")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--backend", type=click.Choice(BACKENDS), default="ape", show_default=True)
@click.option("--network", default=BUILT_IN, show_default=True, help="Where the ape backend plays.")
@click.option(
    "--adapter", "adapter_file", type=click.Path(path_type=Path), help="Another implementation's adapter."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_context
def cli(
    ctx: click.Context,
    files: tuple[str, ...],
    backend: str,
    network: str,
    adapter_file: Path | None,
    as_json: bool,
) -> None:
    """Play scenario files. Exit 0: all passed, 1: an expectation unmet, 2: a wrong file."""

    def told(result: Result) -> None:
        if not as_json:
            click.echo(line_of_result(result))
            if result.message:
                click.echo(f"        {result.message}", err=True)

    try:
        adapter = load_adapter(adapter_file) if adapter_file is not None else load_adapter()
        with opened(backend, network, adapter) as house:
            results = run_files([Path(name) for name in files], house, adapter, told)
    except ScenarioError as error:
        click.echo(str(error), err=True)
        ctx.exit(WRONG)
    except (ConnectionError, LookupError, RuntimeError, ValueError) as error:
        click.echo(f"scenario on {network}: {str(error).splitlines()[0]}", err=True)
        ctx.exit(WRONG)
    if as_json:
        click.echo(json.dumps({"backend": backend, "results": [one.as_dict() for one in results]}, indent=2))
    else:
        click.echo(summary(results, backend))
    ctx.exit(exit_code(results))
