"""The terms that no invoice tells, from options of the command line; and a payable made of them alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eth_utils.crypto import keccak

from usance.calendars import day_of
from usance.chain.abi import address_word
from usance.claim_terms import Claim
from usance.claims.desk import Act, ClaimDesk
from usance.claims.errors import ClaimError
from usance.claims.files import read_json
from usance.claims.inputs import (
    bps_of,
    code_of,
    day_from,
    eligibility_of,
    hashed,
    late_rate_of,
    minor_of,
    part_of,
    split_currency,
)
from usance.claims.registering import Wish, centre_of, scale_of_choice, today_at
from usance.claims.terms_file import claim_of
from usance.codes import DayCount
from usance.codes_claims import Assignable, ClaimKind
from usance.credits.command import address_of
from usance.credits.issuing import asset_from, salt_from
from usance.messages.values import minor_units
from usance.places import place_of
from usance.terms import ZERO_ADDRESS, ZERO_HASH, place_key

DAYS = ("grace_days", "record_days", "receipt_days", "assertion_days", "remit_days")


def common_terms(options: Mapping[str, Any]) -> Claim:
    """What all claims of one command share."""
    terms = Claim()
    for name in DAYS:
        if options.get(name) is not None:
            terms = terms.but(**{name: int(options[name])})
    if options["late_rate"]:
        terms = terms.but(late_rate=late_rate_of(options["late_rate"]))
    if options["day_count"]:
        terms = terms.but(day_count=code_of(DayCount, options["day_count"], "--day-count"))
    if bool(options["discount"]) != bool(options["discount_day"]):
        raise ClaimError(
            "--discount, --discount-day: one without the other; name the percent and its last day"
        )
    if options["discount"]:
        bps, day = (
            bps_of(options["discount"], "--discount"),
            day_from(options["discount_day"], "--discount-day"),
        )
        if not 0 < bps < 10_000:
            raise ClaimError(f"--discount {options['discount']}: is nothing, or everything (TERMS)")
        terms = terms.but(discount_bps=bps, discount_day=day)
    if options["assignable"]:
        terms = terms.but(assignable=code_of(Assignable, options["assignable"], "--assignable"))
    for name in ("surety", "payment_agent", "earmark"):
        if options.get(name):
            address = address_of(options[name], "--" + name.replace("_", "-"))
            terms = terms.but(**{name: address})
    if options.get("part"):
        part, parts = part_of(options["part"])
        terms = terms.but(part=part, parts=parts)
    return terms.but(eligibility=eligibility_of(options["eligible"]))


def place_from(text: str | None) -> str:
    """The place of payment as a code."""
    if not text:
        raise ClaimError(
            "--place: missing; name the place of payment, such as NLRTM, whose banking days count"
        )
    code = text.strip().upper()
    if not code.isascii() or not 0 < len(code) <= 32 or " " in code:
        raise ClaimError(f"--place {text[:40]}: is no code of a place; write it like NLRTM")
    if len(code) != 5 and code != "TARGET" and place_of(code) is None and "/" not in code and "-" not in code:
        raise ClaimError(f"--place {text[:40]}: is no UN/LOCODE; write it like NLRTM")
    return code


def asset_of(options: Mapping[str, Any]) -> str:
    """The token's address, "" for none; never a token and off chain at once."""
    if options["asset"] and options["off_chain"]:
        raise ClaimError("--asset, --off-chain: name one of them")
    return asset_from(options["asset"])


def wish_of(options: Mapping[str, Any]) -> Wish:
    """The options of `claim register`."""
    debtor = options["debtor"]
    if options["part"] and not options["face"]:
        raise ClaimError("--part: a part has its own --face; name the amount")
    return Wish(
        common=common_terms(options),
        place=place_from(options["place"]),
        currency_place=options["currency_place"],
        asset=asset_of(options),
        off_chain=options["off_chain"],
        debtor=address_of(debtor, "--debtor") if debtor else None,
        face=options["face"],
        min_split=options["min_split"],
        of=options["of"] or "",
        salt=salt_from(options["salt"]),
    )


# --- payables ---


def payable_from_options(desk: ClaimDesk, options: Mapping[str, Any], anchor: str, now: int) -> Claim:
    """An anchor's promise, made of options alone."""
    for name in ("to", "amount", "due"):
        if not options[name]:
            raise ClaimError(
                f"--{name}: missing; a payable names its supplier, amount and due day, or a FILE"
            )
    currency, bare = split_currency(options["amount"], "--amount")
    if minor_units(currency) is None:
        raise ClaimError(f"--amount {options['amount'][:40]}: {currency} is not in ISO 4217 (T52)")
    place = place_from(options["place"])
    asset = asset_of(options)
    issued = options["issued"]
    today = day_of(today_at(desk, place, now))
    face = minor_of(bare, currency, "--amount")
    document = options["document"]
    terms = common_terms(options).but(
        kind=int(ClaimKind.PAYABLE),
        creditor=address_of(options["to"], "--to"),
        debtor=anchor,
        currency=place_key(currency),
        asset=asset or ZERO_ADDRESS,
        asset_scale=scale_of_choice(desk, asset, options["off_chain"], currency),
        face=face,
        issue_day=day_from(issued, "--issued") if issued else today,
        due_day=day_from(options["due"], "--due"),
        pay_place=place_key(place),
        currency_place=centre_of(desk, currency, place, options["currency_place"]),
        object_amount=face,
        min_split=minor_of(options["min_split"], currency, "--min-split") if options["min_split"] else 0,
        content=hashed(document, "--document") if document else ZERO_HASH,
    )
    salt = salt_from(options["salt"])
    return terms.but(salt=_salt(desk, anchor) if salt is None else salt)


def payable_from_file(path: Path, anchor: str) -> Claim:
    """An anchor's promise as a file of terms."""
    terms = claim_of(read_json(path), str(path))
    if terms.kind != ClaimKind.PAYABLE:
        raise ClaimError(f"{path}: field kind: is no PAYABLE; invoices go to `claim register` (TERMS)")
    if terms.debtor != anchor:
        raise ClaimError(
            f"{path}: field debtor: is {terms.debtor}, the sender {anchor}; "
            "an anchor binds itself (NOT_PARTY)"
        )
    return terms


def _salt(desk: ClaimDesk, anchor: str) -> bytes:
    """Another one for each payable of the anchor."""
    before = sum(record.terms.debtor == anchor for record in desk.claims.values())
    return keccak(b"usance payable salt" + address_word(anchor) + before.to_bytes(32, "big"))


def act_of_payable(terms: Claim) -> Act:
    return Act("issue_payable", (terms,), terms.debtor, births=(terms,), others=(terms.creditor,))
