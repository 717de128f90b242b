"""ape run account: the account of a bank or company, moved by several people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from eth_account import Account
from eth_utils.address import is_address, to_checksum_address

from usance.accounts.abis import AddressBook
from usance.accounts.desk import AccountDesk, found_account, paper_says
from usance.accounts.errors import AccountError
from usance.accounts.files import NoteBook
from usance.accounts.paper import SHARED, Paper, paper_bytes, read_paper
from usance.accounts.plan import change_of, plan_of, read_file
from usance.accounts.reading import change_text, needs_text
from usance.accounts.values import shown
from usance.accounts.words import MAX_CALLS, Call, rights
from usance.chain import deployments
from usance.chain.ape_driver import ApeDriver
from usance.chain.artifacts import ROOT
from usance.chain.driver import Receipt
from usance.credits.network import NetworkCommand
from usance.report.write import write_whole

OUT = ROOT / "out" / "accounts"


@click.group()
def cli() -> None:
    """The account of a bank or company, moved by several people.

    ACCOUNT is an address, or the name in the file it was created from. `propose` writes a paper (JSON),
    `sign` adds a signature, off the network if need be, `send` carries it to the chain from any account.
    """


# ---- what the commands share ----


class OneLine(NetworkCommand):
    """A command whose refusals are one line and exit 1."""

    def invoke(self, ctx: click.Context) -> Any:
        return told_in_one_line(ctx, super().invoke)


class OffLine(click.Command):
    """The same for a command that needs no network."""

    def invoke(self, ctx: click.Context) -> Any:
        return told_in_one_line(ctx, super().invoke)


def told_in_one_line(ctx: click.Context, invoke: Callable[[click.Context], Any]) -> Any:
    from ape.exceptions import ApeException

    try:
        return invoke(ctx)
    except (ApeException, click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except AccountError as error:
        line = str(error)
    except deployments.DeploymentError as error:
        line = str(error)
    except Exception as error:
        # Nodes, key files and disks fail in more ways than there are names for.
        line = f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}; nothing more was sent"
    click.echo(f"account {ctx.info_name}: {line.removeprefix(f'account {ctx.info_name}: ')}", err=True)
    raise SystemExit(1)


def account_of(alias: str | None, option: str = "--account") -> Any:
    """An account of Ape's: an alias, or TEST::0 on a local chain."""
    from ape import accounts
    from ape.exceptions import ApeException

    if alias is None:
        raise AccountError(f"{option}: missing; name an account, or TEST::0 on a local chain")
    prefix, colons, index = alias.partition("::")
    try:
        if colons and prefix.upper() == "TEST":
            return accounts.test_accounts[int(index)]
        return accounts.load(alias)
    except (ApeException, ValueError, IndexError, KeyError):
        raise AccountError(f"{option} {alias[:60]}: no such account; see `ape accounts list`") from None


def address_of(text: str, option: str) -> str:
    """An address, or an account's."""
    return to_checksum_address(text) if is_address(text) else str(account_of(text, option).address)


def connected(provider: Any) -> tuple[ApeDriver, str, AddressBook, NoteBook]:
    """The chain, its name, the suite's addresses there, and the notes on accounts."""
    if deployments.is_built_in(provider):
        raise AccountError(
            "the built-in chain ends with this command and the work with it; start `make chain` and add "
            "--network ethereum:local:foundry"
        )
    key = deployments.network_key(provider)
    record = deployments.find(key)
    book = AddressBook({one.name: one.address for one in record.contracts} if record else {})
    return ApeDriver(provider), key, book, NoteBook(OUT / key)


def desk_of(provider: Any, name: str) -> AccountDesk:
    """The account by address or name, on the connected network."""
    driver, key, book, notes = connected(provider)
    address = to_checksum_address(name) if is_address(name) else notes.address_of(name)
    return AccountDesk(driver, address, key, book, notes.names(address))


def tell(told: Mapping[str, Any], as_json: bool) -> None:
    """JSON, or one line a fact."""
    if as_json:
        click.echo(json.dumps(shown(told), indent=2))
        return
    for key, value in told.items():
        lines = value if isinstance(value, list) else [value]
        if isinstance(value, dict):
            lines = [f"{name}: {item}" for name, item in value.items()] or ["-"]
        for index, line in enumerate(lines or ["-"]):
            click.echo(f"{key if index == 0 else '':<11} {'-' if line is None else line}")


def receipt_told(receipt: Receipt) -> dict[str, Any]:
    return {
        "sent": True,
        "transaction": receipt.tx_hash,
        "gas": receipt.gas,
        "events": [event.name for event in receipt.events],
    }


def sign_here(paper: Paper, account: Any, key: str) -> Paper:
    """The paper with the account's signature, for its own key or for a wallet it signs for."""
    message = paper.message()
    signed = account.sign_message(message)
    if signed is None:
        raise AccountError(f"{account.address} did not sign")
    raw = bytes(signed.encode_rsv())
    if str(Account.recover_message(message, signature=raw)) != str(account.address):
        raise AccountError(f"{account.address}: its signature is not over this paper (ACC1)")
    return paper.with_signature(key, raw)


def as_json_option(command: Any) -> Any:
    return click.option("--json", "as_json", is_flag=True, help="answer as JSON")(command)


# ---- create ----


@cli.command(cls=OneLine)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--account", "alias", help="who sends and pays: alias, or TEST::0 on a local chain")
@click.option("--dry-run", is_flag=True, help="show the account, send nothing")
@as_json_option
def create(file: Path, alias: str | None, dry_run: bool, as_json: bool, provider: Any) -> None:
    """Deploy the account that FILE (YAML or JSON) describes: signers, ladders, rules, guardian."""
    driver, key, book, notes = connected(provider)
    plan = plan_of(read_file(file), str(file))
    first = change_of(plan, book)
    sender = account_of(alias)
    told: dict[str, Any] = {
        "network": key,
        "name": plan.name or None,
        "says": change_text(first, plan.names()),
        "sent": False,
    }
    if plan.name:
        notes.check_free(plan.name)
    if dry_run:
        told["note"] = "dry run: nothing was sent, nothing was written"
    else:
        deployed = found_account(driver, first, driver.use(sender))
        path = notes.write(deployed.address, plan)
        told |= {"account": deployed.address, "sent": True, "recorded": str(path.relative_to(ROOT))}
    tell(told, as_json)


# ---- propose ----


def calls_of(path: Path, book: AddressBook) -> list[Call]:
    """The calls of a file: a list, `calls:`, or what `--dry-run --json` of another command told."""
    data = read_file(path)
    if isinstance(data, dict) and "calls" in data:
        data = data["calls"]
    entries = data if isinstance(data, list) else [data]
    if not 0 < len(entries) <= MAX_CALLS:
        raise AccountError(f"{path}: {len(entries)} calls; an order takes 1 to {MAX_CALLS}")
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise AccountError(f"{path}: calls[{index}]: contract, function and arguments are wanted")
    return [book.encode(entry, f"{path}: calls[{index}]") for index, entry in enumerate(entries)]


def moment_of(text: str, option: str) -> int:
    """The last second (UTC) of a day, or a time with its offset [unix s]."""
    try:
        if len(text) == 10:
            day = datetime.fromisoformat(text).replace(tzinfo=UTC)
            return int((day + timedelta(days=1)).timestamp()) - 1
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise AccountError(f"{option} {text[:40]!r}: write 2026-12-31, or a time with its offset") from None
    if moment.tzinfo is None:
        raise AccountError(f"{option} {text}: has no offset; add Z or +01:00")
    return int(moment.timestamp())


def word_of(text: str, option: str) -> bytes:
    """32 bytes as 0x and 64 hex digits."""
    try:
        raw = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise AccountError(f"{option} {text[:70]!r}: 0x and 64 hex digits are wanted")
    return raw


def proposed(desk: AccountDesk, author: str, wish: Mapping[str, Any]) -> Paper:
    """The paper that the options ask for: exactly one kind."""
    asked = [name for name in ("calls", "change", "remove", "consent", "deputy", "withdraw") if wish[name]]
    asked += [name for name in ("freeze", "cancel") if wish[name]]
    if len(asked) != 1:
        raise AccountError(
            "name one of --calls, --change, --remove, --consent, --freeze, --cancel, --deputy, --withdraw"
        )
    if (wish["rights"] is not None or wish["until"] is not None) and asked != ["deputy"]:
        raise AccountError("--rights, --until: belong to --deputy")
    days = wish["days"]
    if asked == ["calls"]:
        return desk.order(calls_of(Path(wish["calls"]), desk.book), author, days)
    if asked == ["change"]:
        plan = plan_of(read_file(Path(wish["change"])), wish["change"])
        return desk.change(change_of(plan, desk.book, desk.names), author, days)
    if asked == ["remove"]:
        return desk.removal(address_of(wish["remove"], "--remove"), author, days)
    if asked == ["consent"]:
        return desk.consent(word_of(wish["consent"], "--consent"), author)
    if asked == ["freeze"]:
        return desk.freeze(author, days)
    if asked == ["cancel"]:
        return desk.cancellation(author, days)
    if asked == ["withdraw"]:
        paper = read_paper(Path(wish["withdraw"]))
        if paper.author != author:
            raise AccountError(f"--withdraw: proposed by {paper.author}, not by {author} (ACC1)")
        return desk.withdrawal(paper)
    bits = rights_of(wish["rights"], desk)
    until = 0 if not bits else moment_of(wish["until"] or "", "--until")
    return desk.delegation(author, address_of(wish["deputy"], "--deputy"), bits, until, days)


def rights_of(text: str | None, desk: AccountDesk) -> int:
    """`PAY_EUR,CREDITS`, `all`, or `none` (which ends a deputy's time)."""
    if text is None:
        raise AccountError("--rights: missing; name capabilities, `all`, or `none` to end it")
    if text == "none":
        return 0
    if text == "all":
        return rights(*range(32))
    unknown = [name for name in text.split(",") if name.strip() not in desk.names]
    if unknown:
        raise AccountError(f"--rights {unknown[0]!r}: no such capability; there are {', '.join(desk.names)}")
    return rights(*(desk.names[name.strip()] for name in text.split(",")))


@cli.command(cls=OneLine)
@click.argument("account_name", metavar="ACCOUNT")
@click.option("--calls", metavar="FILE", help="calls (YAML or JSON), or another command's --dry-run --json")
@click.option("--change", metavar="FILE", help="signers, ladders, rules, guardian: in force after 48 hours")
@click.option("--remove", metavar="KEY", help="a key that is dead at once")
@click.option("--consent", metavar="DIGEST", help="sign another contract's digest (ERC-1271)")
@click.option("--freeze", is_flag=True, help="the sender's own key is lost: dead at once")
@click.option("--cancel", is_flag=True, help="the waiting change is void")
@click.option("--deputy", metavar="KEY", help="stands in for the sender; with --rights and --until")
@click.option("--withdraw", metavar="PAPER", help="take back a proposal of the sender")
@click.option("--rights", metavar="NAMES", help="capabilities by comma, `all`, or `none`")
@click.option("--until", metavar="DATE", help="a deputy's last day (UTC), or a time with its offset")
@click.option("--days", type=click.IntRange(1, 90), default=7, show_default=True, help="how long it is good")
@click.option("--account", "alias", help="who proposes: alias, or TEST::0 on a local chain")
@click.option("--for", "wallet", metavar="WALLET", help="propose as this wallet, signed by --account")
@click.option("--out", type=click.Path(path_type=Path), help="the paper [out/accounts/<network>/...]")
@click.option("--dry-run", is_flag=True, help="show the paper; sign and write nothing")
@as_json_option
def propose(
    account_name: str,
    alias: str | None,
    wallet: str | None,
    out: Path | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
    **wish: Any,
) -> None:
    """Write a paper for the people of ACCOUNT to sign, signed by its proposer."""
    desk = desk_of(provider, account_name)
    account = account_of(alias)
    author = to_checksum_address(wallet) if wallet and is_address(wallet) else str(account.address)
    if wallet and not is_address(wallet):
        raise AccountError(f"--for {wallet[:60]!r}: not an address")
    paper = proposed(desk, author, wish)
    told: dict[str, Any] = {"says": paper.says, "digest": paper.digest}
    needs = desk.needs(paper)
    if needs:
        told["needs"] = needs_text(needs, desk.names)
    told["author"] = f"{author}: {desk.standing(author)}"
    if dry_run:
        told["note"] = "dry run: nothing was signed, nothing was written"
    else:
        paper = sign_here(paper, account, author)
        target = out or OUT / desk.network / f"{paper.kind}-{paper.digest[2:14]}.json"
        if target.exists():
            raise AccountError(f"--out {target}: exists; name another file")
        write_whole(target, paper_bytes(paper))
        told["paper"] = str(target)
    tell(told, as_json)


# ---- sign ----


@cli.command(cls=OffLine)
@click.argument("file", metavar="PAPER", type=click.Path(path_type=Path))
@click.option("--account", "alias", help="who signs: alias, or TEST::0 on a local chain")
@click.option("--for", "wallet", metavar="WALLET", help="sign for this wallet (ERC-1271)")
@click.option("--dry-run", is_flag=True, help="show what would be signed; sign nothing")
@as_json_option
def sign(file: Path, alias: str | None, wallet: str | None, dry_run: bool, as_json: bool) -> None:
    """Add a signature to PAPER, after showing what it does. Needs no network."""
    paper = read_paper(file)
    account = account_of(alias)
    key = str(account.address)
    if wallet is not None:
        if not is_address(wallet):
            raise AccountError(f"--for {wallet[:60]!r}: not an address")
        key = to_checksum_address(wallet)
    if key == paper.author and paper.signed_by(key) is not None:
        raise AccountError(f"{key} proposed it; a proposer is not its own checker (SELF_CHECK)")
    if paper.kind not in SHARED and key != paper.author:
        raise AccountError(f"a {paper.kind} is signed by {paper.author} alone (SIGNER)")
    record = deployments.find(paper.network)
    book = AddressBook({one.name: one.address for one in record.contracts} if record else {})
    names = NoteBook(OUT / paper.network).names(paper.account)
    told: dict[str, Any] = {"says": paper_says(paper, book, names), "digest": paper.digest, "key": key}
    if not as_json:
        tell(told, False)
    if dry_run:
        outcome: dict[str, Any] = {"signed": False, "note": "dry run: nothing was signed"}
    else:
        paper = sign_here(paper, account, key)
        write_whole(file, paper_bytes(paper))
        outcome = {"signed": True, "signatures": len(paper.signatures)}
    tell(told | outcome if as_json else outcome, as_json)


# ---- send ----


@cli.command(cls=OneLine)
@click.argument("file", metavar="PAPER", type=click.Path(path_type=Path))
@click.option("--account", "alias", help="who carries it to the chain and pays: anybody")
@click.option("--dry-run", is_flag=True, help="check and show it, send nothing")
@as_json_option
def send(file: Path, alias: str | None, dry_run: bool, as_json: bool, provider: Any) -> None:
    """Check PAPER against the account and carry it to the chain.

    A change is announced by the first `send` and carried out by another, 48 hours later. A consent is not
    sent: its bundle is shown, for the contract that asks for the account's signature.
    """
    paper = read_paper(file)
    desk = desk_of(provider, paper.account)
    sender = account_of(alias)
    judged = desk.preflight(paper, str(sender.address))
    told = {"says": desk.says(paper)} | desk.told(judged) | {"sender": str(sender.address), "sent": False}
    if judged.function == "isValidSignature":
        told |= {"bundle": "0x" + judged.args[1].hex(), "note": "hand the bundle to the contract that asks"}
    elif dry_run:
        told["note"] = "dry run: nothing was signed, nothing was sent"
    else:
        told |= receipt_told(desk.send(paper, desk.driver.use(sender)))  # type: ignore[attr-defined]
    if not as_json:
        told.pop("arguments")
    tell(told, as_json)


# ---- show ----


@cli.command(cls=OneLine)
@click.argument("account_name", metavar="ACCOUNT")
@click.option("--paper", type=click.Path(path_type=Path), help="also what this paper still needs")
@as_json_option
def show(account_name: str, paper: Path | None, as_json: bool, provider: Any) -> None:
    """Signers, ladders, what was moved lately, and the change that waits."""
    desk = desk_of(provider, account_name)
    told = desk.description()
    if paper is not None:
        found = read_paper(paper)
        desk.check_place(found)
        told["paper"] = desk.says(found)
        told["needs"] = needs_text(desk.needs(found), desk.names)
        told["signed"] = [f"{key}: {desk.standing(key)}" for key, _ in found.ordered()]
    tell(told, as_json)
