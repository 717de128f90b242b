"""ape run credit: a letter of credit, act by act, on a chain that stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from usance.credits import command as shared
from usance.credits.command import (
    OneLine,
    account_of,
    address_of,
    looking,
    on_credit,
    on_set,
    open_desk,
    sending,
)
from usance.credits.desk import Act, CreditDesk, CreditError, read_json, shown
from usance.credits.showing import event_lines, lines_of_act

ROOT = Path(__file__).resolve().parents[1]


@click.group()
def cli() -> None:
    """Letters of credit: issue, present, examine, pay.

    CREDIT is an id, the beginning of one, or the reference (field 20) of a credit issued from here. Accounts
    are Ape's: an alias of `ape accounts list`, or TEST::N on a local chain.
    """


# ---- what the commands share ----


def carry_out(
    desk: CreditDesk, act: Act, account: Any, moment: int, options: dict[str, Any], **extra: Any
) -> dict[str, Any]:
    """Foretell, try, and unless it is a dry run send; tell what came of it."""
    if options["at"] is not None:
        desk.driver.set_time(moment)
    foretold = desk.preflight(act, moment)
    told = desk.told(act, foretold) | extra
    told |= {"sent": False, "lines": []}
    if options["dry_run"]:
        told["note"] = "dry run: nothing was signed, nothing was sent"
    else:
        desk.driver.use(account)
        receipt = desk.send(act, foretold, moment if options["at"] is not None else None)
        told |= {"sent": True, "transaction": receipt.tx_hash, "gas": receipt.gas}
        told["events"] = [{"name": event.name, **shown(event.args)} for event in receipt.events]
        told["lines"] = event_lines(receipt.events, act.terms)
    return told


def tell(told: dict[str, Any], as_json: bool) -> None:
    """JSON, or what happened in a few lines."""
    if as_json:
        click.echo(json.dumps({name: item for name, item in told.items() if name != "lines"}, indent=2))
        return
    for line in lines_of_act(told):
        click.echo(line)


def act_on_set(
    function: str,
    credit: str,
    set_id: str | None,
    provider: Any,
    options: dict[str, Any],
    *args: Any,
    desk: CreditDesk | None = None,
) -> None:
    """An act that takes the terms, the statement, and no more than `args`."""
    desk = desk or open_desk(provider)
    record = desk.credit(credit)
    one = desk.one_set(record, set_id)
    account = account_of(options["account"])
    first: Any = record.id if function == "demand_return" else record.terms
    act = Act(
        function,
        (first, one.statement, *args),
        str(account.address),
        record.terms,
        tuple(item.statement for item in record.sets),
    )
    told = carry_out(desk, act, account, shared.when(desk, provider, options["at"]), options)
    tell(told, options["as_json"])


def act_on_credit(function: str, credit: str, provider: Any, options: dict[str, Any], *args: Any) -> None:
    """An act that takes the terms, and no more than `args`."""
    desk = open_desk(provider)
    record = desk.credit(credit)
    account = account_of(options["account"])
    statements = tuple(item.statement for item in record.sets)
    act = Act(function, (record.terms, *args), str(account.address), record.terms, statements)
    tell(
        carry_out(desk, act, account, shared.when(desk, provider, options["at"]), options), options["as_json"]
    )


# ---- issue ----


@cli.command(cls=OneLine)
@click.option("--mt700", "message_file", metavar="FILE", help="an MT700: raw FIN or printed")
@click.option("--terms", "terms_file", metavar="FILE", help="terms as JSON, as --dry-run --json shows them")
@click.option("--asset", help="the token that discharges the credit")
@click.option(
    "--party", "parties", multiple=True, metavar="ROLE=ADDRESS", help="applicant, adviser ...; or an account"
)
@click.option("--parties", "book_file", metavar="FILE", help="addresses by BIC and name (YAML)")
@click.option(
    "--place", "places", multiple=True, metavar="ROLE=CODE", help="issuer, nominated, expiry, currency ..."
)
@click.option(
    "--exclusion", "exclusions", multiple=True, metavar="N=NAME", help="line N of 40E/47A switches NAME off"
)
@click.option(
    "--not-a-modification", "waved", multiple=True, type=int, metavar="N", help="line N alters nothing"
)
@click.option(
    "--cover", default="0", show_default=True, metavar="PERCENT", help="locked from the issuing bank"
)
@click.option("--honour-days", type=click.IntRange(0, 30), default=1, show_default=True, help="banking days")
@click.option(
    "--closing-days", type=click.IntRange(0, 365), default=30, show_default=True, help="after expiry"
)
@click.option("--delivery-agent", metavar="ADDRESS", help="its attestation starts the clock")
@click.option("--salt", metavar="TEXT", help="0x and 64 digits, or a text to hash [sender and field 20]")
@click.option("--sender", default="", metavar="BIC", help="where the text names none")
@click.option("--receiver", default="", metavar="BIC")
@sending
def issue(message_file: str | None, terms_file: str | None, provider: Any, **options: Any) -> None:
    """Issue a credit from an MT700, or from a file of terms."""
    from usance.credits.issuing import Issue, terms_from_file, terms_from_message

    if (message_file is None) == (terms_file is None):
        raise CreditError("--mt700, --terms: give one of them")
    roles = {}
    for text in options["parties"]:
        role, mark, who = text.partition("=")
        if not mark:
            raise CreditError(f"--party {text[:60]}: is not ROLE=ADDRESS")
        roles[role] = address_of(who, f"--party {role}")
    agent = options["delivery_agent"]
    wanted = Issue(
        asset=options["asset"],
        roles=roles,
        book=options["book_file"],
        places=options["places"],
        exclusions=options["exclusions"],
        waved=options["waved"],
        cover=options["cover"],
        honour_days=options["honour_days"],
        closing_days=options["closing_days"],
        delivery_agent=address_of(agent, "--delivery-agent") if agent else None,
        salt=options["salt"],
        sender=options["sender"],
        receiver=options["receiver"],
    )
    account = account_of(options["account"])
    if message_file is not None:
        # What the message alone gets wrong is said before any chain is asked.
        draft = terms_from_message(Path(message_file), wanted, str(account.address))
    else:
        draft = terms_from_file(read_json(Path(str(terms_file))), str(terms_file))
    desk = open_desk(provider)
    moment = shared.when(desk, provider, options["at"])
    ready = draft.complete(desk, moment)
    act = Act("issue", (ready.terms,), str(account.address), ready.terms)
    identity = desk.identity(ready.terms)
    extra = {"credit": "0x" + identity.hex(), "reference": draft.reference, "notes": list(draft.notes)}
    told = carry_out(desk, act, account, moment, options, **extra)
    if told["sent"]:
        note = {"reference": draft.reference, "terms": shown(ready.terms), "message": draft.message}
        told["file"] = str(desk.folder.write_note(identity, note).relative_to(ROOT))
    tell(told, options["as_json"])


# ---- acts ----


@cli.command(cls=OneLine)
@on_credit
@click.option("--unwilling", is_flag=True, help="tell the issuing bank that this bank will not")
@sending
def advise(credit: str, unwilling: bool, provider: Any, **options: Any) -> None:
    """The advising bank passes the credit on."""
    act_on_credit("advise", credit, provider, options, not unwilling)


@cli.command(cls=OneLine)
@on_credit
@click.option("--unwilling", is_flag=True, help="tell the issuing bank that this bank will not")
@sending
def confirm(credit: str, unwilling: bool, provider: Any, **options: Any) -> None:
    """The confirming bank adds its undertaking."""
    act_on_credit("confirm", credit, provider, options, not unwilling)


@cli.command(cls=OneLine)
@on_credit
@click.option(
    "--document", "documents", multiple=True, required=True, metavar="[TYPE=]FILE", help="one a document"
)
@click.option("--amount", required=True, help="claimed, such as 184600.00")
@click.option("--shipped", metavar="DATE", help="day of shipment [no original transport document]")
@click.option("--bank", default=None, help="issuer, nominated, confirmer, or an address [as the credit says]")
@click.option("--bank-place", metavar="CODE", help="where any bank may be presented to: its place")
@click.option("--pay-to", metavar="ADDRESS", help="the payee [the beneficiary]")
@click.option(
    "--capacity", type=click.Choice(["beneficiary", "collecting"]), default="beneficiary", show_default=True
)
@click.option("--schedule-29b", is_flag=True, help="the presenting bank's statement of article 29(b)")
@sending
def present(credit: str, provider: Any, **options: Any) -> None:
    """Commit a set of documents; a Merkle root goes on chain, the files stay here."""
    from usance.credits.inputs import documents_from
    from usance.credits.presenting import statement_of

    documents = documents_from(options["documents"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    account = account_of(options["account"])
    payee = address_of(options["pay_to"], "--pay-to") if options["pay_to"] else None
    statement = statement_of(desk, record, str(account.address), documents.root, payee, options)
    act = Act(
        "present",
        (record.terms, statement),
        str(account.address),
        record.terms,
        (*(item.statement for item in record.sets), statement),
    )
    moment = shared.when(desk, provider, options["at"])
    if not options["dry_run"]:
        desk.preflight(act, moment)
        desk.folder.write_set(record.id, documents)
    extra = {"documents": documents.to_json()}
    tell(carry_out(desk, act, account, moment, options, **extra), options["as_json"])


@cli.command(cls=OneLine)
@on_set
@click.option("--received", metavar="DATE", help="day of receipt at the bank's place [today there]")
@sending
def acknowledge(credit: str, set_id: str | None, received: str | None, provider: Any, **options: Any) -> None:
    """The bank whose turn it is records its receipt; its clock starts."""
    from usance.credits.inputs import day_from
    from usance.credits.presenting import today_at_turn

    desk = open_desk(provider)
    record = desk.credit(credit)
    one = desk.one_set(record, set_id)
    moment = shared.when(desk, provider, options["at"])
    day = day_from(received, "--received") if received else today_at_turn(desk, record, one, moment)
    act_on_set("acknowledge", credit, set_id, provider, options, day, desk=desk)


@cli.command(name="attest-delivery", cls=OneLine)
@on_set
@click.option("--delivered", metavar="TIME", help="with its offset, 2026-04-02T11:00+02:00 [now]")
@sending
def attest_delivery(
    credit: str, set_id: str | None, delivered: str | None, provider: Any, **options: Any
) -> None:
    """The delivery agent of the terms attests that the documents reached the bank."""
    from usance.credits.inputs import instant_from

    desk = open_desk(provider)
    moment = shared.when(desk, provider, options["at"])
    act_on_set(
        "attest_delivery", credit, set_id, provider, options,
        instant_from(delivered, "--delivered") if delivered else moment, desk=desk,
    )  # fmt: skip


@cli.command(name="notify-completeness", cls=OneLine)
@on_set
@click.option("--proof", required=True, help="file, or text, whose hash is the evidence of arrival")
@sending
def notify_completeness(credit: str, set_id: str | None, proof: str, provider: Any, **options: Any) -> None:
    """Electronic records are complete (eUCP)."""
    from eth_utils.crypto import keccak

    path = Path(proof)
    data = path.read_bytes() if path.is_file() else proof.encode()
    act_on_set("notify_completeness", credit, set_id, provider, options, keccak(data))


@cli.command(cls=OneLine)
@on_set
@click.option(
    "--discrepancy", "discrepancies", multiple=True, metavar="CODE[:DOCUMENT][=TEXT]", help="every one"
)
@click.option("--disposal", type=click.Choice(["HOLD", "NOTIFY", "RETURN", "PREVINST"]))
@click.option("--mt734", metavar="FILE", help="take it all from this MT734")
@click.option("--write-mt734", metavar="FILE", help="write the notice as an MT734")
@click.option("--sender", default="", metavar="BIC", help="for --write-mt734 [from the MT700]")
@click.option("--receiver", default="", metavar="BIC")
@click.option("--reference", default="", help="for --write-mt734: the presenting bank's")
@sending
def refuse(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
    """The one notice: every discrepancy, one disposal."""
    from usance.credits.inputs import refusal_from
    from usance.credits.presenting import notice_for, write_notice

    refusal = refusal_from(options["discrepancies"], options["disposal"], options["mt734"])
    desk = open_desk(provider)
    record = desk.credit(credit)
    one = desk.one_set(record, set_id)
    account = account_of(options["account"])
    notice = notice_for(desk, record, one, refusal, options)
    act = Act(
        "refuse",
        (record.terms, one.statement, notice.discrepancies, int(refusal.disposal), notice.text),
        str(account.address),
        record.terms,
        tuple(item.statement for item in record.sets),
    )
    told = carry_out(desk, act, account, shared.when(desk, provider, options["at"]), options)
    if options["write_mt734"] and not options["dry_run"]:
        told["mt734"] = write_notice(notice, Path(options["write_mt734"]))
    tell(told, options["as_json"])


def _plain_set_act(name: str, function: str, words: str) -> None:
    """A command for an act that needs nothing but the set."""

    @cli.command(name=name, cls=OneLine, help=words)
    @on_set
    @sending
    def command(credit: str, set_id: str | None, provider: Any, **options: Any) -> None:
        act_on_set(function, credit, set_id, provider, options)


_plain_set_act("forward", "forward", "A nominated or confirming bank sends the set on to the issuing bank.")
_plain_set_act("accept", "accept", "The bank whose turn it is finds that the set complies.")
_plain_set_act("waive", "waive", "Take up a refused set after all: applicant, issuing bank, then presenter.")
_plain_set_act("demand-return", "demand_return", "The presenter of a refused set wants its documents back.")
_plain_set_act("preclude", "preclude", "Anyone, after the last day: the bank's silence binds it.")
_plain_set_act("honour", "honour", "Pay what is bound; from the due day anyone may make the cover pay.")
_plain_set_act(
    "default",
    "default_",
    "Anyone, after the due day: cover pays, what is missing becomes a claim on the bank.",
)


def _plain_credit_act(name: str, words: str) -> None:
    """A command for an act that needs nothing but the credit."""

    @cli.command(name=name, cls=OneLine, help=words)
    @on_credit
    @sending
    def command(credit: str, provider: Any, **options: Any) -> None:
        act_on_credit(name, credit, provider, options)


_plain_credit_act("expire", "Anyone, once the expiry day has ended at every place of presentation.")
_plain_credit_act("close", "After the closing day, or once nothing is left to draw: cover goes back.")


@cli.command(cls=OneLine)
@on_credit
@click.option("--party", help="whose balance [the sender's]")
@click.option("--to", help="where it goes [the party]")
@sending
def withdraw(credit: str, party: str | None, to: str | None, provider: Any, **options: Any) -> None:
    """Take a balance that could not be delivered, in the credit's token."""
    desk = open_desk(provider)
    record = desk.credit(credit)
    account = account_of(options["account"])
    owner = address_of(party, "--party") if party else str(account.address)
    target = address_of(to, "--to") if to else owner
    act = Act("withdraw", (record.terms.asset, owner, target), str(account.address), record.terms)
    tell(
        carry_out(desk, act, account, shared.when(desk, provider, options["at"]), options), options["as_json"]
    )


# ---- looking ----


@cli.command(cls=OneLine)
@on_credit
@looking
def show(credit: str, as_json: bool, provider: Any) -> None:
    """Terms, state, sets and clocks of one credit."""
    from usance.credits.showing import lines_of
    from usance.report.certificate import facts

    desk = open_desk(provider)
    record = desk.credit(credit)
    body = facts(desk.driver, desk.suite, record, desk.folder.reference(record.id))
    if as_json:
        click.echo(json.dumps(body, indent=2))
        return
    for line in lines_of(body):
        click.echo(line)


@cli.command(name="list", cls=OneLine)
@looking
def list_credits(as_json: bool, provider: Any) -> None:
    """Every credit of the contract."""
    from usance.credits.showing import rows_of, table_of

    desk = open_desk(provider)
    rows = rows_of(desk)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for line in table_of(rows):
        click.echo(line)


@cli.command(cls=OneLine)
@on_credit
@click.option("--account", help="who signs the certificate")
@click.option("--out", "folder", metavar="FOLDER", help="where the page and the JSON go [out/credits/...]")
@looking
def certificate(credit: str, account: str | None, folder: str | None, as_json: bool, provider: Any) -> None:
    """One signed page: clocks, calendar versions, notices, outcome."""
    from eth_account.messages import encode_defunct

    from usance.report.certificate import facts, hash_of, page, signed
    from usance.report.write import write_whole

    desk = open_desk(provider)
    record = desk.credit(credit)
    signer = account_of(account)
    body = facts(desk.driver, desk.suite, record, desk.folder.reference(record.id))
    proof = signer.sign_message(encode_defunct(hash_of(body)))
    if proof is None:
        raise CreditError(f"--account {account}: did not sign; nothing was written")
    signature = bytes(proof.encode_rsv())
    target = Path(folder) if folder else desk.folder.of(record.id)
    write_whole(target / "certificate.json", signed(body, str(signer.address), signature).encode())
    write_whole(target / "certificate.html", page(body, str(signer.address), signature).encode())
    told = {
        "hash": "0x" + hash_of(body).hex(),
        "signer": str(signer.address),
        "signature": "0x" + signature.hex(),
        "files": [str(target / name) for name in ("certificate.html", "certificate.json")],
    }
    tell(told, as_json)


@cli.command(name="local-token", cls=OneLine)
@click.argument("currency")
@click.option("--to", "holders", multiple=True, required=True, help="account or address that gets AMOUNT")
@click.option("--amount", required=True, help="such as 1000000.00")
@click.option("--account", help="who deploys: TEST::N")
@looking
def local_token(
    currency: str, holders: tuple[str, ...], amount: str, account: str | None, as_json: bool, provider: Any
) -> None:
    """Local chains only: a test token of six decimals for CURRENCY, and balances of it."""
    from usance.credits.inputs import minor_of
    from usance.messages.values import minor_units

    if provider.network.name != "local":
        raise CreditError("local-token: made for tests and never deployed elsewhere; name a real --asset")
    minor = minor_of(amount, currency.upper(), "--amount")
    desk = open_desk(provider)
    sender = desk.driver.use(account_of(account))
    token = desk.driver.deploy("TestToken", [f"Local {currency.upper()}", currency.upper(), 6, 0], sender)
    tokens = minor * 10 ** (6 - (minor_units(currency.upper()) or 0))
    for holder in holders:
        desk.driver.call(token, "mint", [address_of(holder, "--to"), tokens], sender).require()
    tell({"token": token.address, "decimals": 6, "holders": list(holders), "amount": amount}, as_json)
