"""`ape run claim`: how a debtor is bound, or not; what it allows others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts._claim_desk import run, run_on_terms, tell, tell_all
from usance.claims.command import (
    OneLine,
    account_of,
    address_of,
    carry_out,
    is_local,
    on_claim,
    open_desk,
    sending,
)
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.credits.command import when

sheet = click.Group()


@sheet.command(cls=OneLine)
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@click.option("--waive", "waive", multiple=True, metavar="NAME", help="defences, setoff")
@click.option("--invoice", metavar="FILE", help="compare the claim with the debtor's own copy first")
@click.option("--sign", is_flag=True, help="sign and write a file; somebody else sends it")
@click.option("--signature", metavar="FILE", help="send the debtor's signature")
@click.option("--deadline", metavar="TIME", help="with --sign: how long it is good [7 days]")
@click.option("--nonce", type=click.IntRange(0), help="with --sign [first unused]")
@click.option("--out", metavar="FILE", help="with --sign [out/claims/<id>-acceptance.json]")
@sending
def accept(claims: tuple[str, ...], provider: Any, **options: Any) -> None:
    """The debtor binds itself, for good: in person, by a signature, or by one that was signed before."""
    from usance.claims import acts
    from usance.claims.inputs import waivers_of
    from usance.claims.paper import check_content
    from usance.claims.signing import read_acceptance
    from usance.invoices import read_invoice

    if options["sign"] and options["signature"]:
        raise ClaimError("--sign, --signature: one makes what the other sends; give one of them")
    proof = read_acceptance(Path(options["signature"])) if options["signature"] else None
    if len(claims) > 1 and (options["sign"] or proof or options["invoice"]):
        raise ClaimError("accept: with a signature or an invoice one claim at a time")
    waivers = waivers_of(options["waive"])
    paper = read_invoice(Path(options["invoice"])) if options["invoice"] else None
    account = account_of(options["account"])
    sender = str(account.address)
    desk = open_desk(provider)
    moment = when(desk, provider, options["at"])
    records = [desk.claim(text) for text in claims]
    if paper is not None:
        check_content(records[0], paper)
    if options["sign"]:
        tell(sign_acceptance(desk, records[0], account, waivers, moment, options), options["as_json"])
        return
    if proof is not None:
        if waivers:
            raise ClaimError("--waive: what is waived stands in the signature; leave it out")
        acts.check_proof(desk, records[0], proof)
        wallet = bool(desk.driver.code(records[0].terms.debtor))  # type: ignore[attr-defined]
        todo = [acts.accept_signed(records[0], sender, proof, wallet)]
    else:
        todo = acts.accept(records, sender, waivers)
    several = []
    for number, act in enumerate(todo):
        some = options if number == 0 else options | {"at": None}
        at = moment if number == 0 else desk.driver.now() + 1
        several.append(carry_out(desk, act, account, at, some))
    tell_all(several, options["as_json"])


def sign_acceptance(
    desk: ClaimDesk, record: Any, account: Any, waivers: int, moment: int, options: dict[str, Any]
) -> dict[str, Any]:
    """The debtor's signature in a file; nothing is sent."""
    from usance.claims import acts
    from usance.claims.inputs import instant_from
    from usance.claims.signing import SignedAcceptance
    from usance.report.certificate import time_text

    debtor = record.terms.debtor
    wallet = bool(desk.driver.code(debtor))  # type: ignore[attr-defined]
    if str(account.address) != debtor and not wallet:
        raise ClaimError(f"--account: is {account.address}, the debtor is {debtor} (NOT_PARTY)")
    # Whoever signs should know now what would refuse it later.
    desk.preflight(acts.on_terms("accept", record, debtor, waivers), moment)
    nonce = acts.first_nonce(desk, debtor) if options["nonce"] is None else options["nonce"]
    deadline = moment + 7 * 86_400
    if options["deadline"]:
        deadline = instant_from(options["deadline"], "--deadline")
    if deadline <= moment:
        raise ClaimError(f"--deadline {options['deadline']}: is over already (ACC1)")
    draft = SignedAcceptance(
        desk.driver.chain_id, desk.suite.claim.address, debtor, (record.id,), waivers, nonce, deadline, b""
    )
    told: dict[str, Any] = {"claim": record.hex, "signer": str(account.address), "sent": False}
    told |= {"nonce": nonce, "deadline": deadline, "good until": time_text(deadline)}
    if options["dry_run"]:
        return told | {"note": "dry run: nothing was signed, nothing was written"}
    signed = account.sign_message(draft.message())
    if signed is None:
        raise ClaimError(f"--account {options['account']}: did not sign; nothing was written")
    default = desk.folder.root / f"{record.hex}-acceptance.json"
    path = Path(options["out"]) if options["out"] else default
    SignedAcceptance(**(vars(draft) | {"signature": bytes(signed.encode_rsv())})).write(path)
    return told | {"file": str(path), "note": f"good until {time_text(deadline)}; send it with --signature"}


def _plain(name: str, function: str, words: str) -> None:
    """A command for an act that needs nothing but the terms."""

    @sheet.command(name=name, cls=OneLine, help=words)
    @on_claim
    @sending
    def command(claim: str, provider: Any, **options: Any) -> None:
        run_on_terms(function, claim, provider, options)


_plain("deny", "deny", "The debtor says that it does not owe, while it is not bound.")
_plain("rescind", "rescind", "The seller takes back what nobody accepted, bought or paid.")
_plain("submit", "submit", "The seller shows the invoice to a debtor whose mandate makes silence acceptance.")
_plain("deem", "deem", "Anyone, after the last day of a submission: the debtor's silence bound it.")
_plain("receive", "receive", "The first supplier takes a pending payable; its anchor is bound.")
_plain("refuse", "refuse", "The first supplier does not take a pending payable.")
_plain("lapse", "lapse", "Anyone: a payable was not received in time.")
_plain("notify", "notify", "A holder, or the seller, gives the debtor notice of assignment.")
_plain("acknowledge", "acknowledge_notice", "The debtor acknowledges the notice.")
_plain("drop", "drop_dispute", "The debtor no longer contests.")
_plain("age", "age", "Anyone, once a bucket: the claim is past due by so many days.")
_plain("default", "default_", "Anyone: bound, unpaid after due day and grace.")
_plain("settle", "settle", "Anyone, once paid or given up: its share of the invoice is free again.")


@sheet.command(cls=OneLine)
@on_claim
@click.option("--kind", default="invoice-seen", show_default=True, help="delivery-seen, debtor-confirmed ...")
@click.option("--until", required=True, metavar="DATE", help="last day (UTC) of the word")
@click.option("--reference", metavar="FILE", help="or text, or hash: what it rests on")
@click.option("--invoice", metavar="FILE", help="recompute document and fingerprint from the file")
@click.option("--keys", metavar="FILE", help="with --invoice: the members' keys")
@sending
def attest(claim: str, provider: Any, **options: Any) -> None:
    """A verifier says that it checked something of a claim."""
    from usance.calendars import date_of
    from usance.claims.acts import on_terms
    from usance.claims.inputs import code_of, hashed
    from usance.claims.paper import check_fingerprint, keys_from
    from usance.codes_claims import AttestationKind
    from usance.invoices import read_invoice
    from usance.parties import last_second

    kind = code_of(AttestationKind, options["kind"], "--kind")
    recomputed = AttestationKind.FINGERPRINT_RECOMPUTED
    if (kind == recomputed) != bool(options["invoice"]):
        raise ClaimError("--invoice: belongs to --kind fingerprint-recomputed, which is made from the file")
    until = last_second(options["until"], "--until")
    paper = read_invoice(Path(options["invoice"])) if options["invoice"] else None
    ring = keys_from(options["keys"], is_local(provider))[0] if paper else None
    reference = paper.content if paper else hashed(options["reference"], "--reference")

    def build(desk: ClaimDesk, sender: str, now: int) -> Act:
        record = desk.claim(claim)
        if paper is not None and ring is not None:
            check_fingerprint(desk, record, paper, ring, date_of(now // 86_400))
        return on_terms("attest", record, sender, kind, until, reference)

    run(provider, options, build)


@sheet.command(cls=OneLine)
@on_claim
@click.option("--reference", required=True, metavar="FILE", help="or text, or hash: why")
@sending
def cancel(claim: str, reference: str, provider: Any, **options: Any) -> None:
    """The anchor takes back a payable that is not received yet (fraud found)."""
    from usance.claims.inputs import hashed

    run_on_terms("cancel", claim, provider, options, hashed(reference, "--reference"))


@sheet.command(cls=OneLine)
@click.option("--agent", required=True, help="credit, or the address of a contract")
@click.option("--cap", metavar="AMOUNT", help="such as EUR 1000000.00, in minor units of any currency's size")
@click.option("--until", metavar="DATE", help="last day (UTC) of new undertakings")
@click.option("--revoke", is_flag=True, help="take the word back; what was reserved stays")
@sending
def authorise(
    agent: str, cap: str | None, until: str | None, revoke: bool, provider: Any, **options: Any
) -> None:
    """Let a contract bind the sender for at most --cap; banks do it for `credit` before they issue."""
    from usance.claims.inputs import minor_of, split_currency
    from usance.parties import last_second

    if revoke == bool(cap or until):
        raise ClaimError("--cap, --until: name both, or --revoke alone")
    amount = end = 0
    if not revoke:
        if not (cap and until):
            raise ClaimError("--cap, --until: one without the other; name both")
        currency, bare = split_currency(cap, "--cap")
        amount, end = minor_of(bare, currency, "--cap"), last_second(until, "--until")

    def build(desk: ClaimDesk, sender: str, now: int) -> Act:
        place = desk.suite.credit.address if agent.lower() == "credit" else address_of(agent, "--agent")
        if not revoke and end < now:
            raise ClaimError(f"--until {until}: is over already (AGENT)")
        return Act("authorise", (place, amount, end), sender)

    run(provider, options, build)


@sheet.command(name="limit", cls=OneLine)
@click.argument("amount")
@click.option("--term-days", type=click.IntRange(0, 366), default=0, help="longest term [a year]")
@sending
def limit_payables(amount: str, term_days: int, provider: Any, **options: Any) -> None:
    """The anchor bounds its payables, AMOUNT such as 'EUR 500000.00'; more counts 48 hours later."""
    from usance.claims.inputs import minor_of, split_currency
    from usance.terms import place_key

    currency, bare = split_currency(amount, "AMOUNT")
    args = (place_key(currency), minor_of(bare, currency, "AMOUNT"), term_days)
    run(provider, options, lambda _desk, sender, _now: Act("limit_payables", args, sender))
