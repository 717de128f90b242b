"""ape run calendar: load the days of a place, look at a year."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import click

from usance.calendar_calls import Call, loading, loading_all
from usance.calendar_picture import Kind, picture, year_of, year_on_chain
from usance.calendar_sources import counter, load_place, minute_of, years_of
from usance.calendars import CalendarError, PlaceCalendar, date_of, day_of, place_key
from usance.chain import deployments
from usance.chain.artifacts import artifact
from usance.credits.network import NetworkCommand

COLOURS: dict[Kind | None, dict[str, Any]] = {
    None: {"dim": True},
    Kind.OPEN: {},
    Kind.WEEKEND: {"dim": True},
    Kind.CLOSED: {"fg": "red", "bold": True},
    Kind.WORKED: {"fg": "green", "bold": True},
    Kind.UNPLANNED: {"fg": "magenta", "bold": True},
    Kind.FORCE_MAJEURE: {"fg": "magenta", "bold": True, "reverse": True},
}


def fail(message: str) -> click.ClickException:
    """One line, exit 1."""
    return click.ClickException(message)


@click.group()
def cli() -> None:
    """Banking days of the places where banks act."""


# ---- the chain: the only part that sends or reads ----


def calendar_address(network: str) -> str:
    """Address of BankingCalendar on a network, from the file that `ape run deploy` wrote."""
    try:
        return deployments.load(network).address("BankingCalendar")
    except deployments.DeploymentError as error:
        raise fail(str(error)) from None


def contract_on(provider: Any) -> Any:
    """The deployed calendar, with the ABI of this source tree."""
    from ape import chain

    address = calendar_address(deployments.network_key(provider))
    return chain.contracts.instance_at(address, abi=list(artifact("BankingCalendar").abi))


def sender_of(account: str | None) -> Any:
    """The account that signs."""
    from ape import accounts
    from ape.exceptions import ApeException

    if account is None:
        raise fail("--account: missing; name the keeper's account, or TEST::0 on a local chain")
    prefix, colons, index = account.partition("::")
    try:
        if colons and prefix == "TEST":
            return accounts.test_accounts[int(index)]
        return accounts.load(account)
    except (ApeException, ValueError, IndexError, KeyError):
        raise fail(f"--account {account}: no such account; see `ape accounts list`") from None


def viewer(contract: Any) -> Callable[..., Any]:
    """`view(function, *args)`; a refusal becomes one line."""
    from ape.exceptions import ContractLogicError

    def view(function: str, *args: Any) -> Any:
        try:
            return getattr(contract, function)(*args)
        except ContractLogicError as error:
            raise fail(f"{function}: {error.message}") from None

    return view


def send(contract: Any, calls: list[Call], account: Any) -> None:
    """Send the writes one by one; stops at the first refusal."""
    from ape.exceptions import ApeException

    for number, call in enumerate(calls, 1):
        click.echo(f"[{number}/{len(calls)}] {describe(call)} ...", nl=False)
        try:
            receipt = getattr(contract, call.function)(*call.args, sender=account)
        except ApeException as error:
            click.echo("")
            raise fail(f"{call.function}: {str(error).splitlines()[0]}") from None
        click.echo(f" done, {receipt.txn_hash}")


def describe(call: Call) -> str:
    """A write in one line."""
    name = call.args[0].rstrip(b"\0").decode()
    if call.function != "load":
        return f"{call.function} {name}"
    _, until, official, weeks, offsets, entries = call.args
    closed = sum(entry[1].bit_count() for entry in entries)
    worked = sum(entry[2].bit_count() for entry in entries)
    kind = "official" if official else "estimate"
    return (
        f"load {name} to {date_of(until)} ({kind}): {closed} closed and {worked} worked days in the words "
        f"written, {len(offsets)} changes of the clock, {len(weeks)} of the week"
    )


# ---- commands ----


class MaybeConnected(NetworkCommand):
    """Connects only where neither --offline nor --dry-run is given."""

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.params.get("offline") or ctx.params.get("dry_run"):
            ours = inspect.signature(self.callback).parameters if self.callback else {}
            ctx.params = {name: value for name, value in ctx.params.items() if name in ours}
            ctx.params["provider"] = None
            return click.Command.invoke(self, ctx)
        return super().invoke(ctx)


def calendar_for(
    place: str, years: str, zone: str | None, closes: str | None, under: str | None, closed: tuple[str, ...]
) -> PlaceCalendar:
    """The calendar the options describe."""
    wanted = years_of(years)
    minute = minute_of(closes) if closes is not None else None
    if under is None:
        if closed:
            raise CalendarError("--closed: only a counter has days of its own; give --under PLACE too")
        return load_place(place, wanted, zone) if minute is None else load_place(place, wanted, zone, minute)
    days = []
    for text in closed:
        try:
            days.append(day_of(text))
        except ValueError:
            raise CalendarError(f"--closed {text}: write a date such as {wanted[0]}-05-04") from None
    parent = load_place(under, wanted, zone)
    own = counter(place, parent, minute, days)
    outside = [day for day in days if not own.loaded_from <= day <= own.loaded_until]
    if outside:
        raise CalendarError(f"--closed {date_of(outside[0])}: not in the years {years}")
    return own


@cli.command(cls=MaybeConnected)
@click.argument("place")
@click.option("--account", help="alias, or TEST::0 on a local chain; a KEEPER")
@click.option("--years", required=True, help="2026 or 2026-2030")
@click.option("--zone", help="IANA zone, where places.yaml does not know the place")
@click.option("--closes", help="end of receipt, local time [17:00; a counter: as its place]")
@click.option("--under", metavar="PLACE", help="PLACE is a bank's own counter under this place")
@click.option("--closed", multiple=True, metavar="DATE", help="own closed day of a counter, may be repeated")
@click.option("--dry-run", is_flag=True, help="show the writes, send nothing")
@click.option("--json", "as_json", is_flag=True, help="with --dry-run: the calls as JSON")
def load(
    place: str,
    years: str,
    zone: str | None,
    closes: str | None,
    under: str | None,
    closed: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    account: str | None,
    provider: Any = None,
) -> None:
    """Load the days of PLACE (UN/LOCODE, TARGET, or a counter) that nobody has loaded yet."""
    try:
        wanted = calendar_for(place, years, zone, closes, under, closed)
    except CalendarError as error:
        raise fail(str(error)) from None
    if dry_run:
        show_calls(loading_all(wanted), as_json)
        return
    sender = sender_of(account)
    contract = contract_on(provider)
    view = viewer(contract)
    loaded = view("loaded_until", place_key(place))
    if loaded >= wanted.loaded_until:
        raise fail(
            f"place {place}: loaded to {date_of(loaded)} already; a change to loaded days needs ten days' "
            "notice (CALENDAR_NOTICE)"
        )
    if under is not None and view("loaded_until", place_key(under)) == 0:
        raise fail(f"place {under}: not loaded yet; load it before its counter {place}")
    send(contract, missing_calls(wanted, loaded), sender)


def missing_calls(wanted: PlaceCalendar, loaded: int) -> list[Call]:
    """The writes for what the chain lacks; `loaded` is 0 for an unknown place."""
    if loaded == 0:
        return loading_all(wanted)
    if loaded + 1 < wanted.loaded_from:
        raise fail(
            f"place {wanted.code}: loaded to {date_of(loaded)}; years must follow, so begin with "
            f"--years {date_of(loaded + 1).year}"
        )
    return loading(wanted, loaded)


def show_calls(calls: list[Call], as_json: bool) -> None:
    """The writes, not sent."""
    if as_json:
        body = [{"function": call.function, "args": [plain(arg) for arg in call.args]} for call in calls]
        click.echo(json.dumps(body, indent=2))
        return
    for number, call in enumerate(calls, 1):
        click.echo(f"[{number}/{len(calls)}] {describe(call)}")
    click.echo("dry run: nothing sent")


def plain(value: Any) -> Any:
    """Bytes as hex and large numbers as strings, for JSON."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value > 2**53 else value


@cli.command(cls=MaybeConnected)
@click.argument("place")
@click.option("--year", type=click.IntRange(1971, 2100), required=True)
@click.option("--offline", is_flag=True, help="from the published lists, without a chain")
@click.option("--zone", help="IANA zone, where places.yaml does not know the place")
@click.option("--no-colour", is_flag=True)
def show(
    place: str, year: int, offline: bool, zone: str | None, no_colour: bool, provider: Any = None
) -> None:
    """A year of PLACE as a picture."""
    try:
        if offline:
            drawn = year_of(load_place(place, [year], zone), year, "published lists, offline")
        else:
            drawn = on_chain(place, year, zone, provider)
    except CalendarError as error:
        raise fail(str(error)) from None

    def paint(text: str, kind: Kind | None) -> str:
        return text if no_colour else click.style(text, **COLOURS[kind])

    for line in picture(drawn, paint):
        click.echo(line)


def on_chain(place: str, year: int, zone: str | None, provider: Any) -> Any:
    """The year as the deployed calendar has it, with names from the lists where they know the place."""
    contract = contract_on(provider)
    view = viewer(contract)
    key = place_key(place)
    if view("loaded_until", key) == 0:
        raise fail(
            f"place {place}: unknown to the calendar on {deployments.network_key(provider)}; load it first"
        )
    named = place
    if any(view("parent_of", key)):
        named = bytes(view("parent_of", key)).rstrip(b"\0").decode()
    try:
        names = load_place(named, [year], zone).names
    except CalendarError:
        names = {}
    return year_on_chain(
        view, key, place, year, names, f"chain {deployments.network_key(provider)}, {contract.address}"
    )
