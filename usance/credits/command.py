"""What the credit commands share: options, accounts, the connected suite, the time of an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import click

from usance.chain.artifacts import ROOT
from usance.chain.driver import Driver
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.network import NetworkCommand
from usance.credits.terms_file import FileError

OUT = ROOT / "out" / "credits"


class OneLine(NetworkCommand):
    """A command whose refusals are one line; exit 2 for a kind of credit that is not built yet."""

    def invoke(self, ctx: click.Context) -> Any:
        from ape.exceptions import ApeException

        from usance.calendars import CalendarError
        from usance.chain.deployments import DeploymentError
        from usance.chain.driver import Reverted
        from usance.claims.errors import ClaimError
        from usance.credits.reasons import in_words
        from usance.documents import DocumentError
        from usance.messages import MessageError
        from usance.messages.terms_of import TermsError

        try:
            return super().invoke(ctx)
        except Reverted as error:
            line, code = in_words(error.reason), 1
        except (
            CalendarError,
            ClaimError,
            CreditError,
            DeploymentError,
            DocumentError,
            FileError,
            MessageError,
            TermsError,
        ) as error:
            line, code = getattr(error, "bare", str(error)), getattr(error, "exit_code", 1)
        except (ApeException, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Nodes, key files and disks fail in more ways than there are names for.
            first = (str(error).splitlines() or [""])[0]
            line, code = f"{type(error).__name__}: {first}; nothing more was sent", 1
        line = line.removeprefix(f"{ctx.info_name}: ")
        click.echo(f"credit {ctx.info_name}: {line}", err=True)
        raise SystemExit(code)


def sending(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that sends."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="answer as JSON"),
        click.option("--at", metavar="TIME", help="local chains only: the time of the act, with its offset"),
        click.option("--dry-run", is_flag=True, help="show the call and what comes of it; sign nothing"),
        click.option("--account", help="who sends: alias, or TEST::N on a local chain"),
    ):
        command = option(command)
    return command


def looking(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="answer as JSON")(command)


def on_credit(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("credit")(command)


def on_set(command: Callable[..., Any]) -> Callable[..., Any]:
    """A credit, and a set under it."""
    command = click.option("--set", "set_id", metavar="ID", help="the set [the last one presented]")(command)
    return on_credit(command)


def account_of(alias: str | None, option: str = "--account") -> Any:
    """An account of Ape's."""
    from ape import accounts
    from ape.exceptions import ApeException

    if alias is None:
        raise CreditError(f"{option}: missing; name an account, or TEST::0 on a local chain")
    prefix, colons, index = alias.partition("::")
    try:
        if colons and prefix.upper() == "TEST":
            return accounts.test_accounts[int(index)]
        return accounts.load(alias)
    except (ApeException, ValueError, IndexError, KeyError):
        raise CreditError(f"{option} {alias[:60]}: no such account; see `ape accounts list`") from None


def address_of(text: str, option: str) -> str:
    """An address, or an account's."""
    from eth_utils.address import is_address, to_checksum_address

    return to_checksum_address(text) if is_address(text) else str(account_of(text, option).address)


def open_desk(provider: Any) -> CreditDesk:
    """The suite on the connected network."""
    from usance.chain.ape_driver import ApeDriver
    from usance.chain.deployments import is_built_in, load, network_key, verify
    from usance.credits.book import Web3Logs
    from usance.credits.files import Folder

    if is_built_in(provider):
        raise CreditError(
            "the built-in chain ends with this command and the work with it; start `make chain` and add "
            "--network ethereum:local:foundry, or see `ape run demo`"
        )
    key = network_key(provider)
    record = load(key)
    driver = ApeDriver(provider)
    problems = verify(record, driver)
    if problems:
        raise CreditError(f"deployments/{key}.json: {problems[0]}; run `ape run deploy` again")
    return CreditDesk(driver, record.suite(driver), Web3Logs(provider.web3), Folder(OUT / key))


class HasDriver(Protocol):
    """A desk of any instrument."""

    @property
    def driver(self) -> Driver: ...


def when(desk: HasDriver, provider: Any, at: str | None) -> int:
    """The time the act will carry, as far as anybody knows it."""
    from usance.credits.inputs import instant_from

    if at is None:
        return desk.driver.now() + 1
    if provider.network.name != "local":
        raise CreditError("--at: only a local chain's time can be set; leave it out")
    moment = instant_from(at, "--at")
    # Two blocks may be needed: an approval and the act.
    if moment < desk.driver.now() + 2:
        raise CreditError(f"--at {at}: not after the last block; time never goes back")
    return moment
