"""What the charge commands share: options, the connected register, refusals in one line."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from usance.charges.desk import ChargeDesk
from usance.charges.errors import ChargeError
from usance.charges.message import CHARGE_REGISTRY
from usance.credits.network import NetworkCommand
from usance.fingerprints import KeyRing, exposed, read_ring, rehearsal_epoch

REHEARSAL = "rehearsal"
MOST_ROWS = 10_000


class OneLine(NetworkCommand):
    """A command whose refusals are one line and exit 1."""

    def invoke(self, ctx: click.Context) -> Any:
        from ape.exceptions import ApeException

        from usance.chain.deployments import DeploymentError
        from usance.chain.driver import Reverted

        try:
            return super().invoke(ctx)
        # ChargeError, InvoiceError, FingerprintError, PartyError and CreditError are ValueErrors of one line.
        except (ValueError, DeploymentError, Reverted) as error:
            line = (str(error).splitlines() or [""])[0]
        except (ApeException, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Nodes, key files and disks fail in more ways than there are names for.
            first = (str(error).splitlines() or [""])[0]
            line = f"{type(error).__name__}: {first}; nothing more was sent"
        click.echo(f"charge {ctx.info_name}: {line.removeprefix(f'charge {ctx.info_name}: ')}", err=True)
        raise SystemExit(1)


Option = Callable[[Callable[..., Any]], Callable[..., Any]]
AT_CHARGES: Option = click.option(
    "--charges", metavar="ADDRESS", help="ChargeRegistry [deployments/<network>.json]"
)
AS_JSON: Option = click.option("--json", "as_json", is_flag=True, help="answer as JSON")
INVOICE: Option = click.option(
    "--invoice", "path", metavar="FILE", required=True, help="UBL, CII, or a PDF with one inside"
)
SELLER: Option = click.option(
    "--seller", metavar="ADDRESS", help="the seller's address [whom the invoice names, if the registry knows]"
)
KEYS: Option = click.option(
    "--keys",
    metavar="FILE",
    envvar="USANCE_KEYS",
    help="the members' key file [USANCE_KEYS]; `rehearsal` on a local chain",
)
ACCOUNT: Option = click.option("--account", help="who sends: alias, or TEST::N on a local chain")
DRY_RUN: Option = click.option("--dry-run", is_flag=True, help="try it on the chain, send nothing")


def options(*given: Option) -> Option:
    """Several options at once, in this order."""

    def apply(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(given):
            command = option(command)
        return command

    return apply


def open_desk(provider: Any, charges: str | None, keys: str | None = None) -> ChargeDesk:
    """The register on the connected network."""
    from usance import parties
    from usance.chain import deployments
    from usance.chain.ape_driver import ApeDriver
    from usance.credits.book import Web3Logs

    if charges is not None:
        address = parties.address_of(charges, "--charges")
    elif deployments.is_built_in(provider):
        raise ChargeError(
            "the built-in chain ends with this command and the work with it; start `make chain` and add "
            "--network ethereum:local:foundry"
        )
    else:
        address = deployments.load(deployments.network_key(provider)).address(CHARGE_REGISTRY)
    driver = ApeDriver(provider)
    if not driver.code(address):
        raise ChargeError(
            f"--charges {address}: no contract there on {provider.network.name}; see `ape run deploy`"
        )
    ring = None if keys is None else ring_of(keys, provider.network.name)
    return ChargeDesk(driver, driver.at(CHARGE_REGISTRY, address), ring, Web3Logs(provider.web3))


def ring_of(keys: str, network: str) -> KeyRing:
    """The members' keys from their file; the rehearsal key, which protects nothing, on local chains alone."""
    if keys == REHEARSAL:
        if network != "local":
            raise ChargeError("--keys rehearsal: everybody knows that key; name the members' key file")
        return KeyRing((rehearsal_epoch(),))
    path = Path(keys)
    ring = read_ring(path)
    warning = exposed(path)
    if warning:
        click.echo(f"warning: {warning}", err=True)
    return ring


def listed(path: Path) -> list[tuple[Path, str | None]]:
    """`invoice,seller` rows of a CSV file; the seller may be left out, paths are beside the list."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ChargeError(f"--list {path}: cannot be read as UTF-8 text ({error}); check the path") from None
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise ChargeError(f"--list {path}: {len(rows)} rows, at most {MOST_ROWS}; send it in parts")
    found: list[tuple[Path, str | None]] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if number == 1 and cells[0].lower() == "invoice":
            continue
        if len(cells) > 2 or not cells[0]:
            raise ChargeError(f"--list {path}: row {number}: write FILE or FILE,SELLER")
        found.append((path.parent / cells[0], cells[1] if len(cells) == 2 and cells[1] else None))
    return found
