"""ape run party: admit parties, set their status, give and lay down capabilities, courts, look."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from usance import parties, signing
from usance.chain import deployments
from usance.chain.ape_driver import ApeDriver
from usance.chain.driver import Deployed
from usance.credits.network import NetworkCommand
from usance.model.party import Capability
from usance.parties import Intent, PartyError
from usance.signing import Admission, Domain

WEEK = 7 * 86_400


def fail(message: str) -> click.ClickException:
    """One line, exit 1."""
    return click.ClickException(message)


# ---- the chain: the only part that reads or sends ----


class Desk:
    """The registry on a connected network, and what the command was asked to do with it."""

    def __init__(self, driver: ApeDriver, registry: Deployed, dry_run: bool, as_json: bool) -> None:
        self.driver = driver
        self.registry = registry
        self.dry_run = dry_run
        self.as_json = as_json

    def view(self, function: str, args: Any = ()) -> Any:
        return self.driver.view(self.registry, function, list(args))

    @property
    def domain(self) -> Domain:
        return Domain(signing.PARTY_REGISTRY, self.driver.chain_id, self.registry.address)


def registry_address(network: str, given: str | None) -> str:
    """Where PartyRegistry is: named on the command line, or in the file `ape run deploy` wrote."""
    if given is not None:
        return parties.address_of(given, "--registry")
    try:
        return deployments.load(network).address("PartyRegistry")
    except deployments.DeploymentError as error:
        raise PartyError(f"{error}, or name --registry") from None


def account_of(alias: str | None, option: str) -> Any:
    """An account of Ape's: an alias, or TEST::0 on a local chain."""
    from ape import accounts
    from ape.exceptions import ApeException

    if alias is None:
        raise PartyError(f"{option}: missing; name an account, or TEST::0 on a local chain")
    prefix, colons, index = alias.partition("::")
    try:
        if colons and prefix == "TEST":
            return accounts.test_accounts[int(index)]
        return accounts.load(alias)
    except (ApeException, ValueError, IndexError, KeyError):
        raise PartyError(f"{option} {alias}: no such account; see `ape accounts list`") from None


def send(desk: Desk, intent: Intent, account: Any) -> dict[str, Any]:
    """Send the act and tell what came of it."""
    sender = desk.driver.use(account)
    receipt = desk.driver.call(desk.registry, intent.function, list(intent.args), sender)
    if not receipt.ok:
        raise PartyError(f"party: {intent.function} by {sender}: {receipt.reason or 'refused'}")
    return {
        "transaction": receipt.tx_hash,
        "time": parties.time_text(receipt.timestamp),
        "events": [{"name": event.name, **event.args} for event in receipt.events],
    }


# ---- shared by the commands ----


def sending(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that sends."""
    options = [
        click.option("--account", help="alias, or TEST::0 on a local chain"),
        click.option("--registry", metavar="ADDRESS", help="PartyRegistry [deployments/<network>.json]"),
        click.option("--dry-run", is_flag=True, help="show the call and what it will do, send nothing"),
        click.option("--json", "as_json", is_flag=True, help="answer as JSON"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def open_desk(provider: Any, registry: str | None, dry_run: bool, as_json: bool) -> Desk:
    """The registry on the connected network; one line when there is none at the address."""
    address = registry_address(deployments.network_key(provider), registry)
    driver = ApeDriver(provider)
    if not driver.code(address):
        raise PartyError(f"registry {address}: no contract there on {provider.network.name}; deploy first")
    return Desk(driver, driver.at("PartyRegistry", address), dry_run, as_json)


def plain(value: Any) -> Any:
    """A value for people and for JSON."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, Admission):
        return {key: plain(item) for key, item in vars(value).items()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def carry_out(desk: Desk, intent: Intent, account: Any, extra: frozenset[str] = frozenset()) -> None:
    """Foretell the act, then send it, or say why not. `extra` are rules the caller found broken."""
    now = desk.driver.now() + 1
    broken = extra
    if intent.function != "admit":
        broken |= parties.foretell(desk.view, desk.driver.chain_id, desk.registry.address, now, intent)
    if broken:
        raise PartyError(parties.refusal(intent, broken))
    names = desk.registry.abi.function(intent.function, len(intent.args)).parameters
    told: dict[str, Any] = {
        "act": intent.function,
        "sender": intent.sender,
        "arguments": dict(zip(names, plain(list(intent.args)), strict=True)),
        "value": 0,
    }
    if desk.dry_run:
        told["outcome"] = "would succeed"
        told["sent"] = False
    else:
        told |= plain(send(desk, intent, account))
        told["sent"] = True
    tell(desk, told)


def tell(desk: Desk, told: dict[str, Any]) -> None:
    """JSON, or one line a fact."""
    if desk.as_json:
        click.echo(json.dumps(told, indent=2))
        return
    for key, value in told.items():
        text = json.dumps(value) if isinstance(value, dict | list) else value
        click.echo(f"{key:<14} {'-' if value is None else text}")


class OneLine(NetworkCommand):
    """A command whose refusals are one line and exit 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PartyError as error:
            raise fail(str(error)) from None


@click.group()
def cli() -> None:
    """Parties: who may act, and since when."""


@cli.command(cls=OneLine)
@click.argument("party")
@click.option("--role", "roles", multiple=True, required=True, help="BANK, TRADER ...; several by comma")
@click.option("--lei", required=True, help="the legal person's LEI; only its hash goes on chain")
@click.option("--valid-until", required=True, metavar="DATE", help="last day for new acts, 2030-12-31 (UTC)")
@click.option("--court", "courts", multiple=True, metavar="ADDRESS", help="a court the party names, up to 4")
@click.option("--party-account", help="the party's account, to sign here; else the party accepts itself")
@click.option("--accept", is_flag=True, help="by the party itself: accept what was proposed with these words")
@click.option("--nonce", type=int, help="nonce of the party's signature [first unused]")
@sending
def admit(
    party: str,
    roles: tuple[str, ...],
    lei: str,
    valid_until: str,
    courts: tuple[str, ...],
    party_account: str | None,
    accept: bool,
    nonce: int | None,
    account: str | None,
    registry: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """Admit PARTY: with its signature at once, else propose it; `--accept` is the party's own step."""
    admission = Admission(
        parties.address_of(party, "party"),
        int(parties.roles_of(roles)),
        parties.last_second(valid_until, "--valid-until"),
        parties.identity_of(lei),
        tuple(parties.address_of(court, "--court") for court in courts),
    )
    if accept and party_account:
        raise PartyError("--accept: the party sends by itself; leave --party-account out")
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    rulebook = bytes(desk.view("rulebook"))
    model = parties.read_model(desk.view, desk.driver.chain_id, desk.registry.address, [admission.party])
    words = model.admission_rules(admission, desk.driver.now() + 1)
    if accept:
        intent = Intent("accept", (admission, rulebook), str(sender.address))
    elif party_account is None:
        intent = Intent("propose", (admission,), str(sender.address))
    else:
        if not desk.view("has_capability", [sender.address, int(Capability.ADMITTER)]):
            words |= {"CAPABILITY"}
        number = first_nonce(desk, admission.party) if nonce is None else nonce
        if desk.view("nonce_used", [admission.party, number]):
            words |= {"ACC1"}
        deadline = desk.driver.now() + WEEK
        # A dry run signs nothing.
        signature = (
            b"" if dry_run or words else sign_here(desk, party_account, admission, rulebook, number, deadline)
        )
        intent = Intent("admit", (admission, number, deadline, signature), str(sender.address))
    carry_out(desk, intent, sender, words)


def first_nonce(desk: Desk, party: str) -> int:
    """The smallest nonce the party has not used."""
    number = 0
    while desk.view("nonce_used", [party, number]):
        number += 1
    return number


def sign_here(
    desk: Desk, alias: str, admission: Admission, rulebook: bytes, nonce: int, deadline: int
) -> bytes:
    """The party's signature under the rulebook, by an account of Ape's."""
    signer = account_of(alias, "--party-account")
    if str(signer.address) != admission.party:
        raise PartyError(f"--party-account {alias}: is {signer.address}, not the party {admission.party}")
    message = signing.admission_message(desk.domain, rulebook, admission, nonce, deadline)
    signed = signer.sign_message(message)
    if signed is None:
        raise PartyError(f"--party-account {alias}: did not sign")
    return bytes(signed.encode_rsv())


@cli.command(cls=OneLine)
@click.argument("party")
@click.argument("new_status")
@sending
def status(
    party: str,
    new_status: str,
    account: str | None,
    registry: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """Set PARTY to ACTIVE, HELD, INSOLVENT or REMOVED (a SUPERVISOR; REMOVED is final)."""
    args = (parties.address_of(party, "party"), int(parties.status_of(new_status)))
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    carry_out(desk, Intent("set_status", args, str(sender.address)), sender)


@cli.command(cls=OneLine)
@click.argument("holder")
@click.argument("capability")
@click.option("--revoke", is_flag=True, help="take it away, at once")
@click.option("--cancel", is_flag=True, help="end a grant that does not work yet (also by a guardian)")
@click.option("--hand-over", is_flag=True, help="with ADMINISTRATOR: offer the sender's own place")
@sending
def grant(
    holder: str,
    capability: str,
    revoke: bool,
    cancel: bool,
    hand_over: bool,
    account: str | None,
    registry: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """Give HOLDER a CAPABILITY; it works 48 hours later. ADMINISTRATOR is offered and then accepted."""
    address, kind = parties.address_of(holder, "holder"), parties.capability_of(capability)
    if revoke + cancel + hand_over > 1:
        raise PartyError("--revoke, --cancel, --hand-over: name one of them")
    if hand_over and kind is not Capability.ADMINISTRATOR:
        raise PartyError("--hand-over: only the capability ADMINISTRATOR is handed over")
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    function = "revoke_capability" if revoke else "cancel_grant" if cancel else "grant_capability"
    intent = Intent(function, (address, int(kind)), str(sender.address))
    if hand_over:
        intent = Intent("hand_over", (address,), str(sender.address))
    carry_out(desk, intent, sender)


@cli.command(name="accept-administration", cls=OneLine)
@sending
def accept_administration(
    account: str | None, registry: str | None, dry_run: bool, as_json: bool, provider: Any
) -> None:
    """Accept the administration offered to the sender at least 48 hours ago."""
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    carry_out(desk, Intent("accept_administration", (), str(sender.address)), sender)


@cli.command(cls=OneLine)
@click.argument("capability")
@sending
def renounce(
    capability: str,
    account: str | None,
    registry: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """Lay down the sender's own CAPABILITY, at once (never the last ADMINISTRATOR: ACC7)."""
    kind = parties.capability_of(capability)
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    carry_out(desk, Intent("renounce_capability", (int(kind),), str(sender.address)), sender)


COURT_ACTS = {
    "name": "name_court",
    "announce": "announce_court_removal",
    "remove": "remove_court",
}


@cli.command(cls=OneLine)
@click.argument("act", type=click.Choice([*COURT_ACTS, "order"]))
@click.argument("address")
@click.option("--order", "words", help="with `order`: the order's text, or its hash")
@sending
def court(
    act: str,
    address: str,
    words: str | None,
    account: str | None,
    registry: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """A party names, announces the removal of, or removes the court ADDRESS; or a court publishes an
    order against the party ADDRESS."""
    named = parties.address_of(address, "address")
    if (act == "order") != (words is not None):
        raise PartyError("--order: belongs to `court order ADDRESS`, and only there")
    desk, sender = open_desk(provider, registry, dry_run, as_json), account_of(account, "--account")
    if words is not None:
        order = parties.word_of(words, "--order")
        carry_out(desk, Intent("publish_order", (named, order), str(sender.address)), sender)
        return
    carry_out(desk, Intent(COURT_ACTS[act], (named,), str(sender.address)), sender)


@cli.command(cls=OneLine)
@click.argument("party")
@click.option("--registry", metavar="ADDRESS", help="PartyRegistry [deployments/<network>.json]")
@click.option("--json", "as_json", is_flag=True, help="answer as JSON")
def show(party: str, registry: str | None, as_json: bool, provider: Any) -> None:
    """What the registry knows of PARTY: status, roles, courts, capabilities."""
    address = parties.address_of(party, "party")
    desk = open_desk(provider, registry, False, as_json)
    tell(desk, parties.description(desk.view, address, desk.driver.now()))
