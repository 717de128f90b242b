"""`ape run deploy`: plan, show, send, record, verify the suite on a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from eth_utils.crypto import keccak

from usance.chain.ape_driver import ApeDriver
from usance.chain.artifacts import ROOT
from usance.chain.clock import start_in_the_past
from usance.chain.deployments import (
    DeploymentError,
    Plan,
    as_dict,
    find,
    is_built_in,
    network_key,
    plan,
    send,
    store,
    unchanged,
    verify,
)
from usance.chain.driver import Reverted
from usance.chain.suite import CAPABILITIES, Grant

# Before Ape connects: what is deployed on the built-in chain shares the clock of the stories.
start_in_the_past()

BUILT_IN = "ethereum:local:test"
FAILED = 1
WRONG = 2


def account_of(alias: str | None) -> Any:
    """An account of Ape's: TEST::0, or the alias of a keyfile."""
    from ape import accounts

    if alias is None or alias.upper().startswith("TEST::"):
        return accounts.test_accounts[int((alias or "TEST::0").split("::")[1])]
    if alias not in accounts.aliases:
        raise DeploymentError(
            f"--account: no account {alias}; `ape accounts list` shows yours, TEST::0 is local"
        )
    return accounts.load(alias)


def grants_of(deployer: str, named: dict[str, tuple[str, ...]]) -> list[Grant]:
    """Who gets which capability; whoever is not named leaves it to the deployer."""
    return [
        Grant(account, bit) for word, bit in CAPABILITIES.items() for account in named[word] or (deployer,)
    ]


def shown(intended: Plan) -> str:
    """The plan as a table."""
    lines = [f"network {intended.network}, chain {intended.chain_id}, deployer {intended.deployer}"]
    for one in as_dict(intended, False)["contracts"]:
        lines.append(f"  {one['name']:<18} {one['runtime_bytes']:>6} bytes  {one['initcode_hash'][:18]}…")
    return "\n".join(lines)


@click.command(name="deploy")
@click.option("--network", default=BUILT_IN, show_default=True)
@click.option("--account", "alias", help="Account of Ape that deploys; default TEST::0 on local networks.")
@click.option("--rulebook", type=click.Path(path_type=Path), default=ROOT / "docs" / "rulebook.md")
@click.option("--administrator", multiple=True, help="Address; each of these may be repeated.")
@click.option("--admitter", multiple=True)
@click.option("--supervisor", multiple=True)
@click.option("--guardian", multiple=True)
@click.option("--keeper", multiple=True)
@click.option("--dry-run", is_flag=True, help="Show the plan, send nothing, write nothing.")
@click.option("--again", is_flag=True, help="Deploy although something is deployed on this network.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def cli(
    ctx: click.Context,
    /,
    network: str,
    alias: str | None,
    rulebook: Path,
    dry_run: bool,
    again: bool,
    as_json: bool,
    **officers: tuple[str, ...],
) -> None:
    """Deploy every contract of the suite, in one order, wired for ever."""
    import ape
    from ape.exceptions import ApeException

    code = WRONG
    try:
        with ape.networks.parse_network_choice(network) as provider:
            words = rulebook.read_bytes()
            named = {word: officers[word.lower()] for word in CAPABILITIES}
            code = deploy(provider, alias, keccak(words), named, dry_run, again, as_json)
    except OSError as error:
        click.echo(f"--rulebook {rulebook}: {error.strerror}; parties sign its hash on admission", err=True)
    except (DeploymentError, Reverted) as error:
        click.echo(f"deploy: {error}", err=True)
        code = FAILED
    except (ApeException, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0].removesuffix("Options:").strip()
        click.echo(f"deploy on {network}: {reason}", err=True)
    ctx.exit(code)


def deploy(
    provider: Any,
    alias: str | None,
    rulebook: bytes,
    officers: dict[str, tuple[str, ...]],
    dry_run: bool,
    again: bool,
    as_json: bool,
) -> int:
    """Plan, show, send, record, verify; the exit code."""

    def say(text: str) -> None:
        if not as_json:
            click.echo(text)

    driver = ApeDriver(provider)
    key = network_key(provider)
    if alias is None and provider.network.name != "local":
        raise DeploymentError(f"{key} is no local network: name the account that deploys with --account")
    account = account_of(alias)
    deployer = driver.use(account)
    intended = plan(key, driver.chain_id, deployer, rulebook, grants_of(deployer, officers))
    say(shown(intended))
    known = None if is_built_in(provider) else find(key)
    if known is not None and not again:
        problems = verify(known, driver)
        if problems:
            raise DeploymentError(f"deployments/{key}.json: {problems[0]}; deploy a new suite with --again")
        if not unchanged(known):
            raise DeploymentError(
                f"the sources changed since deployments/{key}.json; deploy a new suite with --again"
            )
        say(f"already deployed with the same code, verified: deployments/{key}.json")
        if as_json:
            click.echo(json.dumps(known.model_dump(), indent=2))
        return 0
    if dry_run:
        say("dry run: nothing was sent, nothing was written")
        if as_json:
            click.echo(json.dumps(as_dict(intended, True), indent=2))
        return 0
    record = send(intended, driver)
    for contract in record.contracts:
        say(f"  {contract.name:<18} {contract.address}  {contract.code_size} bytes, verified")
    if is_built_in(provider):
        say(
            "This chain ends with the process and the deployment with it; nothing was recorded. "
            "`make chain` starts one that stays."
        )
    else:
        say(f"recorded: {store(record).relative_to(ROOT)}")
    if as_json:
        click.echo(json.dumps(record.model_dump(), indent=2))
    return 0
