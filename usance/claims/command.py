"""What the claim commands share: options, the connected suite, refusals in one line, carrying out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from usance.chain.abi import Event
from usance.chain.artifacts import ROOT
from usance.claims.desk import Act, ClaimDesk, shown
from usance.claims.errors import ClaimError
from usance.claims.words import Names, event_lines
from usance.credits.command import account_of, address_of, looking, sending
from usance.credits.network import NetworkCommand
from usance.model.outcome import Fact

__all__ = ["OneLine", "account_of", "address_of", "carry_out", "looking", "on_claim", "open_desk", "sending"]

OUT = ROOT / "out" / "claims"


class OneLine(NetworkCommand):
    """A command whose refusals are one line and exit 1; a file with several bad rows: one line a row."""

    def invoke(self, ctx: click.Context) -> Any:
        from ape.exceptions import ApeException

        from usance.calendars import CalendarError
        from usance.chain.deployments import DeploymentError
        from usance.chain.driver import Reverted
        from usance.claims.desk import with_mend
        from usance.credits.desk import CreditError
        from usance.credits.reasons import in_words
        from usance.fingerprints import FingerprintError
        from usance.invoices import InvoiceError
        from usance.parties import PartyError

        try:
            return super().invoke(ctx)
        except Reverted as error:
            line = with_mend(in_words(error.reason))
        except (
            CalendarError,
            ClaimError,
            CreditError,
            DeploymentError,
            FingerprintError,
            InvoiceError,
            PartyError,
        ) as error:
            line = str(error)
        except (ApeException, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Nodes, key files and disks fail in more ways than there are names for.
            first = (str(error).splitlines() or [""])[0]
            line = f"{type(error).__name__}: {first}; nothing more was sent"
        head = f"claim {ctx.info_name}: "
        for one in line.splitlines():
            click.echo(head + one.removeprefix(head), err=True)
        raise SystemExit(1)


def on_claim(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("claim")(command)


def open_desk(provider: Any) -> ClaimDesk:
    """The suite on the connected network."""
    from usance.chain.ape_driver import ApeDriver
    from usance.chain.deployments import is_built_in, load, network_key, verify
    from usance.claims.files import Folder
    from usance.credits.book import Web3Logs

    if is_built_in(provider):
        raise ClaimError(
            "the built-in chain ends with this command and the work with it; start `make chain` and add "
            "--network ethereum:local:foundry, or see `ape run demo`"
        )
    key = network_key(provider)
    record = load(key)
    driver = ApeDriver(provider)
    problems = verify(record, driver)
    if problems:
        raise ClaimError(f"deployments/{key}.json: {problems[0]}; run `ape run deploy` again")
    return ClaimDesk(driver, record.suite(driver), Web3Logs(provider.web3), Folder(OUT))


def is_local(provider: Any) -> bool:
    return bool(provider.network.name == "local")


def carry_out(
    desk: ClaimDesk, act: Act, account: Any, moment: int, options: dict[str, Any], **extra: Any
) -> dict[str, Any]:
    """Foretell, try, and unless it is a dry run send; tell what came of it."""
    timed = options["at"] is not None
    foretold = desk.preflight(act, moment, timed)
    told = desk.told(act, foretold) | extra | {"sent": False}
    if options["dry_run"]:
        told["lines"] = words_for(act, foretold.outcome.events)
        told["note"] = "dry run: nothing was signed, nothing was sent"
        return told
    desk.driver.use(account)  # type: ignore[attr-defined]
    receipt = desk.send(act, foretold, moment if timed else None)
    told |= {"sent": True, "transaction": receipt.tx_hash, "gas": receipt.gas}
    told["events"] = [{"name": event.name, **shown(event.args)} for event in receipt.events]
    told["lines"] = words_for(act, receipt.events)
    return told


def words_for(act: Act, events: Sequence[Event | Fact]) -> list[str]:
    """What happened, or would, a line each."""
    terms = act.terms
    if terms is None:
        return []
    names = Names(act.records[0]) if act.records else None
    if act.function in ("register_batch", "accept_batch"):
        count = sum(event.name in ("ClaimBorn", "Accepted") for event in events)
        return [f"{count} claims {'registered' if act.births else 'accepted'}"]
    return event_lines(events, terms, names)
