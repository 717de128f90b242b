"""ape run charge: who has financed an invoice, what of it is free, charges outside the ledger, new keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from usance import parties
from usance.charges.command import (
    ACCOUNT,
    AS_JSON,
    AT_CHARGES,
    DRY_RUN,
    INVOICE,
    KEYS,
    SELLER,
    OneLine,
    listed,
    open_desk,
    options,
)
from usance.charges.desk import ORDER_SECONDS, ChargeDesk, Rotation
from usance.charges.errors import ChargeError
from usance.charges.message import filing_of, reference_of
from usance.charges.order import Order, read_order, write_order
from usance.charges.papers import Paper
from usance.charges.showing import (
    check_json,
    check_lines,
    hex_text,
    order_lines,
    rotation_json,
    rotation_line,
)
from usance.credits.command import account_of, address_of
from usance.credits.inputs import minor_of
from usance.fingerprints import FingerprintError
from usance.invoices import InvoiceError


@click.group()
def cli() -> None:
    """Charges: one invoice is financed once.

    A financier checks an invoice, prepares an order, has the seller sign it and writes the charge; a verifier
    gives live charges the keys of a new epoch. Fingerprints are made anew from the files each time. The
    register speaks for itself alone: it does not see what is financed elsewhere.
    """


def seller_address(seller: str | None) -> str | None:
    return None if seller is None else parties.address_of(seller, "--seller")


def word_of(text: str, option: str) -> bytes:
    """32 bytes as 0x and 64 hex digits."""
    try:
        word = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        word = b""
    if len(word) != 32:
        raise ChargeError(f"{option} {text[:70]}: not 32 bytes; write 0x and 64 hex digits")
    return word


def tell(answer: dict[str, Any], lines: list[str], as_json: bool) -> None:
    click.echo(json.dumps(answer, indent=2) if as_json else "\n".join(lines))


def sent(desk: ChargeDesk, function: str, args: Any, account: Any, dry_run: bool) -> dict[str, Any]:
    """Try the act and, unless it is a dry run, send it."""
    sender = str(account.address)
    if dry_run:
        desk.attempt(function, args, sender)
        return {"sent": False, "note": "dry run: the chain would take it; nothing was sent"}
    desk.driver.use(account)  # type: ignore[attr-defined]
    receipt = desk.send(function, args, sender)
    event = receipt.events[0]
    return {
        "sent": True,
        "transaction": receipt.tx_hash,
        "event": event.name,
        **{name: hex_text(item) if isinstance(item, bytes) else item for name, item in event.args.items()},
    }


# ---- looking ----


@cli.command(cls=OneLine)
@options(INVOICE, SELLER, KEYS, AT_CHARGES, AS_JSON)
@click.option("--fingerprint", metavar="HEX", help="a fingerprint somebody states: refused unless the same")
@click.option("--amount", help="is so much free? [is anything free?]")
def check(
    path: str,
    seller: str | None,
    keys: str | None,
    charges: str | None,
    as_json: bool,
    fingerprint: str | None,
    amount: str | None,
    provider: Any,
) -> None:
    """What of the invoice is free, and who has the rest; exit 1 when it is not free."""
    desk = open_desk(provider, charges, keys)
    named = seller_address(seller)
    if fingerprint is None:
        checked = desk.check(path, named)
    else:
        checked = desk.compare(path, named, word_of(fingerprint, "--fingerprint"))
    wanted = 1 if amount is None else minor_of(amount, checked.paper.invoice.currency, "--amount")
    tell(check_json(checked), check_lines(checked), as_json)
    if checked.free < wanted:
        raise SystemExit(1)


# ---- a charge ----


TERMS = options(
    click.option("--amount", help="of the invoice, as 12000.00 [all that is free]"),
    click.option("--until", metavar="DATE", help="last day of the charge, within 180 days"),
    click.option("--filing", help="filing system: UCC1, ZHONGDENG ..."),
    click.option("--reference", help="the entry there, or its hash; only the hash goes on chain"),
)


def prepared(
    desk: ChargeDesk, path: str, seller: str | None, creditor: str, days: int, terms: dict[str, str | None]
) -> Order:
    """An order from the options of the command line."""
    missing = [f"--{name}" for name in ("until", "filing", "reference") if not terms[name]]
    if missing:
        raise ChargeError(f"{', '.join(missing)}: missing; a charge names its end and its filing")
    paper = desk.paper(path, seller_address(seller))
    amount = terms["amount"]
    return desk.order(
        path,
        paper.seller.address,
        creditor,
        None if amount is None else minor_of(amount, paper.invoice.currency, "--amount"),
        parties.last_second(str(terms["until"]), "--until"),
        filing_of(str(terms["filing"])),
        reference_of(str(terms["reference"])),
        days * 86_400,
    )


@cli.command(cls=OneLine)
@options(INVOICE, SELLER, KEYS, TERMS)
@click.option("--creditor", required=True, help="the bank or financier: its address or account")
@click.option(
    "--days", type=click.IntRange(1, 90), default=ORDER_SECONDS // 86_400, help="the order is good for [7]"
)
@click.option("--out", required=True, metavar="FILE", help="where to write the order")
@options(AT_CHARGES, AS_JSON)
def order(
    path: str,
    seller: str | None,
    keys: str | None,
    creditor: str,
    days: int,
    out: str,
    charges: str | None,
    as_json: bool,
    provider: Any,
    **terms: str | None,
) -> None:
    """Prepare an order for the seller to sign: what is charged, to whom, until when."""
    desk = open_desk(provider, charges, keys)
    made = prepared(desk, path, seller, address_of(creditor, "--creditor"), days, terms)
    write_order(made, Path(out))
    tell(
        made.model_dump(), [*order_lines(made), f"written   {out}; the seller signs it: charge sign"], as_json
    )


@cli.command(cls=OneLine)
@click.argument("file")
@options(ACCOUNT, AT_CHARGES, AS_JSON)
@click.option("--dry-run", is_flag=True, help="show what would be signed, sign nothing")
def sign(
    file: str, account: str | None, charges: str | None, as_json: bool, dry_run: bool, provider: Any
) -> None:
    """The seller signs the order in FILE; the signature goes into the file."""
    desk = open_desk(provider, charges)
    made = read_order(Path(file))
    message = desk.message(made)
    if not dry_run:
        made = made.signed(signature_by(account, made, message))
        write_order(made, Path(file))
    tell(made.model_dump(), order_lines(made), as_json)


def signature_by(alias: str | None, made: Order, message: Any) -> bytes:
    """The seller's signature, by an account of Ape's."""
    signer = account_of(alias)
    if str(signer.address) != made.seller:
        raise ChargeError(f"--account {alias}: is {signer.address}, not the seller {made.seller} (ACC1)")
    found = signer.sign_message(message)
    if found is None:
        raise ChargeError(f"--account {alias}: did not sign")
    return bytes(found.encode_rsv())


@cli.command(cls=OneLine)
@options(INVOICE, SELLER, KEYS, TERMS)
@click.option("--order", "file", metavar="FILE", help="an order signed by the seller")
@click.option("--signature", metavar="HEX", help="the signature of a seller that is a wallet")
@click.option("--seller-account", help="sign here as the seller, instead of --order")
@options(ACCOUNT, AT_CHARGES, DRY_RUN, AS_JSON)
def charge(
    path: str,
    seller: str | None,
    keys: str | None,
    file: str | None,
    signature: str | None,
    seller_account: str | None,
    account: str | None,
    charges: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
    **terms: str | None,
) -> None:
    """Write a charge on an invoice, with the seller's signature; held against the file first."""
    desk, creditor = open_desk(provider, charges, keys), account_of(account)
    if (file is None) == (seller_account is None):
        raise ChargeError("--order or --seller-account: name one of them")
    if file is not None:
        if any(terms.values()) or seller is not None:
            raise ChargeError("--order: the order has its own terms; leave the others out")
        made = read_order(Path(file))
    else:
        made = prepared(desk, path, seller, str(creditor.address), 7, terms)
    if made.creditor != str(creditor.address):
        raise ChargeError(f"--account {account}: is not the creditor {made.creditor} of the order (ACC1)")
    desk.verify(made, path)
    if signature is not None:
        made = made.signed(signature_bytes(signature))
    elif seller_account is not None:
        made = made.signed(signature_by(seller_account, made, desk.message(made)))
    told = sent(desk, "charge", desk.charge_args(made), creditor, dry_run)
    tell({"order": made.model_dump(), **told}, [*order_lines(made), *told_lines(told)], as_json)


def signature_bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raise ChargeError("--signature: not hexadecimal; write 0x and the wallet's signature") from None


def told_lines(told: dict[str, Any]) -> list[str]:
    if not told["sent"]:
        return [f"note      {told['note']}"]
    return [f"{told['event']}   {told['charge']} in {told['transaction']}"]


@cli.command(cls=OneLine)
@click.argument("identifier", metavar="CHARGE")
@options(ACCOUNT, AT_CHARGES, DRY_RUN, AS_JSON)
def release(
    identifier: str, account: str | None, charges: str | None, dry_run: bool, as_json: bool, provider: Any
) -> None:
    """End CHARGE (an id): its creditor at any time, anybody when it is over."""
    desk, sender = open_desk(provider, charges), account_of(account)
    word = word_of(identifier, "CHARGE")
    if desk.charge_of(word) is None:
        raise ChargeError(f"CHARGE {identifier[:18]}...: none, or it has ended; see `charge check` (UNKNOWN)")
    told = sent(desk, "release_charge", [word], sender, dry_run)
    tell(told, told_lines(told), as_json)


# ---- new epochs ----


@cli.command(cls=OneLine)
@click.option("--invoice", "paths", metavar="FILE", multiple=True, help="an invoice; may be repeated")
@click.option("--list", "list_file", metavar="FILE", help="CSV: invoice,seller; the seller may be left out")
@options(SELLER, KEYS)
@click.option("--from", "old", metavar="EPOCH", help="[the older key in force]")
@click.option("--to", "new", metavar="EPOCH", help="[the younger key in force]")
@options(ACCOUNT, AT_CHARGES, DRY_RUN, AS_JSON)
def rotate(
    paths: tuple[str, ...],
    list_file: str | None,
    seller: str | None,
    keys: str | None,
    old: str | None,
    new: str | None,
    account: str | None,
    charges: str | None,
    dry_run: bool,
    as_json: bool,
    provider: Any,
) -> None:
    """A verifier re-keys every live invoice of a list; exit 1 when one could not be."""
    desk, sender = open_desk(provider, charges, keys), account_of(account)
    rows: list[tuple[Path, str | None]] = [(Path(path), None) for path in paths]
    rows += listed(Path(list_file)) if list_file else []
    if not rows:
        raise ChargeError("--invoice or --list: name the invoices to re-key")
    told, papers = readable(desk, rows, seller_address(seller))
    for rotation in desk.rotations(papers, old, new):
        told.append(one_rotation(desk, rotation, sender, dry_run))
    lines = [rotation_line(entry) if "invoice" in entry else entry["detail"] for entry in told]
    tell({"sent": not dry_run, "invoices": told}, lines, as_json)
    if any(entry["verdict"] in ("DOUBLED", "REFUSED", "UNREADABLE") for entry in told):
        raise SystemExit(1)


def readable(
    desk: ChargeDesk, rows: list[tuple[Path, str | None]], seller: str | None
) -> tuple[list[dict[str, Any]], list[Paper]]:
    """The invoices that can be read; the others as lines, so that one bad file stops no other."""
    told: list[dict[str, Any]] = []
    papers: list[Paper] = []
    for path, named in rows:
        try:
            papers.append(desk.paper(path, seller_address(named) or seller))
        except (InvoiceError, FingerprintError, ChargeError, parties.PartyError) as error:
            told.append({"file": str(path), "verdict": "UNREADABLE", "detail": str(error)})
    return told, papers


def one_rotation(desk: ChargeDesk, rotation: Rotation, sender: Any, dry_run: bool) -> dict[str, Any]:
    """Move it where there is something to move; what came of it."""
    if rotation.verdict != "MOVE":
        return rotation_json(rotation, rotation.verdict)
    try:
        sent(desk, "rotate", desk.rotate_args(rotation), sender, dry_run)
    except ChargeError as error:
        return rotation_json(rotation, "REFUSED", str(error))
    return rotation_json(rotation, "MOVE" if dry_run else "MOVED")
