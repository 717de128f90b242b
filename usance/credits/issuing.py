"""From a message or a file to terms that may be issued: first what paper tells, then what the chain says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from eth_utils.address import is_address, to_checksum_address
from eth_utils.crypto import keccak

from usance.chain.driver import Driver, Reverted
from usance.credits.chain_world import token_at
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.inputs import bps_of
from usance.credits.legs import legs_from
from usance.credits.terms_file import FileError, credit_of
from usance.messages import write
from usance.messages.choices import choices_of, one_credit
from usance.messages.parties import PartyBook, read_book
from usance.messages.terms_of import ROLES, TermsError, terms_of
from usance.messages.values import minor_units
from usance.model.credit_tenor import Leg, legs_hash
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, key_text

# Where a party of the terms stands in the message.
FIELDS = {
    "issuer": "sender",
    "applicant": "field 50",
    "beneficiary": "field 59",
    "adviser": "receiver",
    "nominated": "field 41a",
    "confirmer": "field 58a",
}


@dataclass(frozen=True)
class Issue:
    """The options of `credit issue`."""

    asset: str | None
    off_chain: bool
    roles: Mapping[str, str]
    book: str | None
    places: Sequence[str]
    exclusions: Sequence[str]
    waved: Sequence[int]
    cover: str
    honour_days: int
    closing_days: int
    delivery_agent: str | None
    salt: str | None
    sender: str
    receiver: str
    legs: str | None = None


@dataclass(frozen=True)
class Ready:
    """Terms that every check before the model has let pass."""

    terms: Credit


@dataclass(frozen=True)
class Draft:
    """Terms as paper gives them; `complete` asks the chain for the rest."""

    terms: Credit
    reference: str
    notes: tuple[str, ...]
    places: Mapping[str, str]
    where: Mapping[str, str]
    message: str
    asset: str
    off_chain: bool = False
    fields: Mapping[str, str] = field(default_factory=lambda: dict(FIELDS))
    legs: tuple[Leg, ...] = ()

    def complete(self, desk: CreditDesk, now: int) -> Ready:
        """The asset's scale, parties, places and dates against the chain."""
        terms = self.terms
        if self.asset:
            terms = terms.but(asset=self.asset, asset_scale=scale_of(desk, self.asset, terms))
        if self.off_chain and terms.asset != ZERO_ADDRESS:
            raise CreditError("--asset, --off-chain: give one of them (OFF_CHAIN)")
        if not self.off_chain and terms.asset == ZERO_ADDRESS:
            raise CreditError(
                "--asset: missing; name the token that discharges the credit, or say --off-chain (OFF_CHAIN)"
            )
        if self.off_chain and terms.cover_bps:
            raise CreditError("--cover: a credit paid off chain has no token to lock; leave it out (TERMS)")
        desk.check_parties(terms, dict(self.fields))
        desk.check_places(terms, dict(self.places))
        desk.check_time(terms, now, self.where.get("expiry", "expiry_day"))
        return Ready(terms)


def scale_of(desk: CreditDesk, asset: str, terms: Credit) -> int:
    """Token units of one minor unit of the credit's currency."""
    return scale_in(desk.driver, asset, key_text(terms.currency))


def scale_in(driver: Driver, asset: str, currency: str) -> int:
    """Token units of one minor unit of a currency."""
    units = minor_units(currency)
    if units is None:
        raise CreditError(f"currency {currency}: is not in ISO 4217 (T52)")
    code = getattr(driver, "code", None)
    if code is not None and not code(asset):
        raise CreditError(f"--asset {asset}: no contract is there; check the address (STL1)")
    try:
        decimals = int(driver.view(token_at(driver, asset), "decimals"))
    except (Reverted, ValueError, IndexError, TypeError):
        raise CreditError(f"--asset {asset}: no token answers there; check the address (STL1)") from None
    if not units <= decimals <= units + 24:
        raise CreditError(
            f"--asset {asset}: has {decimals} decimals, {currency} needs at least {units} (TERMS)"
        )
    return int(10 ** (decimals - units))


def terms_from_message(path: Path, wanted: Issue, sender: str) -> Draft:
    """The draft of an MT700."""
    for role in wanted.roles:
        if role not in ROLES:
            raise TermsError(f"--party {role[:40]}: no such role; use one of {', '.join(ROLES)}")
    try:
        book = read_book(Path(wanted.book)) if wanted.book else PartyBook()
    except ValueError as error:
        raise CreditError(f"--parties: {error}") from None
    # Whoever sends is the issuing bank: only its own promise can it give.
    book = book.but({"issuer": sender, **wanted.roles})
    message = one_credit(path)
    legs = legs_from(wanted.legs) if wanted.legs else []
    base = choices_of(wanted.places, wanted.exclusions, wanted.waved, wanted.sender, wanted.receiver)
    choices = replace(
        base,
        cover_bps=bps_of(wanted.cover, "--cover"),
        honour_days=wanted.honour_days,
        closing_days=wanted.closing_days,
        delivery_agent=wanted.delivery_agent or ZERO_ADDRESS,
        salt=salt_from(wanted.salt),
        legs=legs_hash(legs) if legs else ZERO_HASH,
    )
    derived = terms_of(message, book, choices)
    hit = message.first("31D")
    line = f"{path}, line {hit.line}: " if hit is not None and hit.line else f"{path}: "
    return Draft(
        derived.terms,
        derived.reference,
        derived.notes,
        derived.places,
        {"expiry": f"{line}field 31D"},
        write(message),
        asset_from(wanted.asset),
        wanted.off_chain,
        legs=tuple(legs),
    )


def asset_from(text: str | None) -> str:
    if text is None:
        return ""
    if not is_address(text):
        raise CreditError(f"--asset {text[:60]}: is no address")
    return to_checksum_address(text)


def salt_from(text: str | None) -> bytes | None:
    """A salt of 32 bytes in hex, or the hash of a text."""
    if text is None:
        return None
    if text.startswith("0x") and len(text) == 66:
        try:
            return bytes.fromhex(text[2:])
        except ValueError:
            raise CreditError(f"--salt {text}: is not hexadecimal") from None
    return keccak(text=text)


def terms_from_file(data: Any, source: str, off_chain: bool = False, legs_file: str | None = None) -> Draft:
    """The draft of a file of terms; the file says everything, the asset included, of legs their hash."""
    if isinstance(data, dict) and isinstance(data.get("terms"), dict):
        data = data["terms"]
    try:
        terms = credit_of(data)
    except FileError as error:
        raise CreditError(f"{source}: {error}") from None
    legs = legs_from(legs_file) if legs_file else []
    if legs and legs_hash(legs) != terms.legs:
        raise CreditError(
            f"--legs {legs_file}: field legs of {source} is not their hash 0x{legs_hash(legs).hex()}"
        )
    places = {
        role: key_text(key)
        for role, key in (
            ("issuer", terms.issuer_place),
            ("nominated", terms.nominated_place),
            ("confirmer", terms.confirmer_place),
            ("currency", terms.currency_place),
        )
        if key != ZERO_HASH
    }
    fields = {role: f"{source}: field {role}" for role in FIELDS}
    return Draft(
        terms,
        "",
        (),
        places,
        {"expiry": f"{source}: field expiry_day"},
        "",
        "",
        off_chain,
        fields,
        tuple(legs),
    )
