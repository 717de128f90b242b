"""`ape run credit`: birth, advice, confirmation, silent confirmation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts._credit_desk import act_on_credit, carry_out, near, tell
from usance.credits import command as shared
from usance.credits.command import OneLine, account_of, address_of, on_credit, open_desk, sending
from usance.credits.desk import Act, CreditError, read_json, shown

sheet = click.Group()


@sheet.command(cls=OneLine)
@click.option("--mt700", "message_file", metavar="FILE", help="an MT700: raw FIN or printed")
@click.option("--terms", "terms_file", metavar="FILE", help="terms as JSON, as --dry-run --json shows them")
@click.option("--asset", help="the token that discharges the credit")
@click.option("--off-chain", is_flag=True, help="no token: paid off chain, asserted and confirmed here")
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
@click.option("--legs", metavar="FILE", help="a mixed payment's legs: JSON, share in percent")
@click.option("--salt", metavar="TEXT", help="0x and 64 digits, or a text to hash [sender and field 20]")
@click.option("--sender", default="", metavar="BIC", help="where the text names none")
@click.option("--receiver", default="", metavar="BIC")
@sending
def issue(message_file: str | None, terms_file: str | None, provider: Any, **options: Any) -> None:
    """Issue a credit from an MT700, or from a file of terms."""
    from usance.credits.issuing import Issue, terms_from_file, terms_from_message
    from usance.credits.legs import legs_as_json

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
        off_chain=options["off_chain"],
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
        legs=options["legs"],
    )
    account = account_of(options["account"])
    if message_file is not None:
        # What the message alone gets wrong is said before any chain is asked.
        draft = terms_from_message(Path(message_file), wanted, str(account.address))
    else:
        draft = terms_from_file(
            read_json(Path(str(terms_file))), str(terms_file), options["off_chain"], options["legs"]
        )
    desk = open_desk(provider)
    moment = shared.when(desk, provider, options["at"])
    ready = draft.complete(desk, moment)
    act = Act("issue", (ready.terms,), str(account.address), ready.terms)
    identity = desk.identity(ready.terms)
    extra = {"credit": "0x" + identity.hex(), "reference": draft.reference, "notes": list(draft.notes)}
    told = carry_out(desk, act, account, moment, options, **extra)
    if told["sent"]:
        note = {"reference": draft.reference, "terms": shown(ready.terms), "message": draft.message}
        if draft.legs:
            note["legs"] = legs_as_json(draft.legs)
        told["file"] = near(desk.folder.write_note(identity, note))
    tell(told, options["as_json"])


@sheet.command(cls=OneLine)
@on_credit
@click.option("--unwilling", is_flag=True, help="tell the issuing bank that this bank will not")
@sending
def advise(credit: str, unwilling: bool, provider: Any, **options: Any) -> None:
    """The advising bank passes the credit on."""
    act_on_credit("advise", credit, provider, options, not unwilling)


@sheet.command(cls=OneLine)
@on_credit
@click.option("--unwilling", is_flag=True, help="tell the issuing bank that this bank will not")
@sending
def confirm(credit: str, unwilling: bool, provider: Any, **options: Any) -> None:
    """The confirming bank adds its undertaking."""
    act_on_credit("confirm", credit, provider, options, not unwilling)


@sheet.command(name="ask-silent-confirmation", cls=OneLine)
@on_credit
@click.argument("bank", required=False)
@click.option("--take-back", is_flag=True, help="nobody is asked any more")
@sending
def ask_silent_confirmation(
    credit: str, bank: str | None, take_back: bool, provider: Any, **options: Any
) -> None:
    """The beneficiary allows BANK (an address or account) to confirm silently."""
    from usance.terms import ZERO_ADDRESS

    if (bank is None) == (not take_back):
        raise CreditError("BANK, --take-back: give one of them")
    asked = address_of(bank, "BANK") if bank else ZERO_ADDRESS
    act_on_credit("ask_silent_confirmation", credit, provider, options, asked)


@sheet.command(name="confirm-silently", cls=OneLine)
@on_credit
@sending
def confirm_silently(credit: str, provider: Any, **options: Any) -> None:
    """A bank the beneficiary asked becomes surety of what the issuing bank does not pay."""
    act_on_credit("confirm_silently", credit, provider, options)
