"""Texts of the command line as values of a claim: amounts, units, rates, reasons, references."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from eth_utils.crypto import keccak

from usance.claim_terms import Claim
from usance.claims.errors import ClaimError
from usance.claims.terms_file import rate_of
from usance.codes_claims import Waiver
from usance.credits.inputs import bps_of, day_from, instant_from, minor_of
from usance.model.party import Role
from usance.terms import key_text

__all__ = [
    "amount_of",
    "bps_of",
    "code_of",
    "day_from",
    "eligibility_of",
    "hashed",
    "instant_from",
    "late_rate_of",
    "minor_of",
    "part_of",
    "split_currency",
    "waivers_of",
]
Code = TypeVar("Code", bound=IntEnum)
ALL = "all"


def amount_of(text: str, terms: Claim, option: str, everything: int | None = None) -> int:
    """`EUR 100.00` or `100.00` of a claim in minor units; `all` where there is a whole to mean."""
    currency = key_text(terms.currency)
    if text.strip().lower() == ALL:
        if everything is None:
            raise ClaimError(f"{option} all: name the amount, such as {currency} 100.00")
        return everything
    named = text.strip()[:3].upper()
    if named.isalpha() and named != currency:
        raise ClaimError(f"{option} {text[:40]}: the claim is in {currency}; write {currency} 100.00 (TERMS)")
    minor = minor_of(text, currency, option)
    if minor == 0:
        raise ClaimError(f"{option} {text[:40]}: is nothing; name an amount above zero (NOTHING)")
    return minor


def split_currency(text: str, option: str) -> tuple[str, str]:
    """`EUR 1000.00` as (`EUR`, `1000.00`)."""
    code, _, bare = text.strip().partition(" ")
    if len(code) != 3 or not code.isalpha() or not bare.strip():
        raise ClaimError(f"{option} {text[:40]}: write the currency and the amount, such as EUR 1000.00")
    return code.upper(), bare.strip()


def code_of(kind: type[Code], text: str, option: str, leave: Iterable[str] = ()) -> int:
    """A coded value by its name."""
    name = text.strip().upper().replace("-", "_").replace(" ", "_")
    known = [member for member in kind.__members__ if member not in set(leave)]
    if name not in known:
        words = ", ".join(member.lower().replace("_", "-") for member in known)
        raise ClaimError(f"{option} {text[:40]}: unknown; use one of {words}")
    return int(kind[name])


def waivers_of(texts: Iterable[str]) -> int:
    """`defences`, `setoff`."""
    bits = 0
    for text in texts:
        name = text.strip().upper().replace("-", "")
        if name not in Waiver.__members__:
            raise ClaimError(f"--waive {text[:40]}: unknown; use defences or setoff (TERMS)")
        bits |= Waiver[name]
    return int(bits)


def eligibility_of(texts: Iterable[str]) -> int:
    """Roles of which a receiver needs one; none named: any admitted party."""
    bits = 0
    for text in texts:
        for part in text.split(","):
            name = part.strip().upper()
            if name not in Role.__members__:
                raise ClaimError(f"--eligible {part[:40]}: unknown; use {', '.join(Role.__members__)}")
            bits |= int(Role[name])
    return bits


def late_rate_of(text: str) -> int:
    """A yearly rate, 1e18 = 100 %."""
    try:
        return rate_of(text)
    except (ValueError, ZeroDivisionError):
        raise ClaimError(
            f"--late-rate {text[:40]}: is no yearly rate; write it like 8 % or 7.25 % (TERMS)"
        ) from None


def part_of(text: str) -> tuple[int, int]:
    """`2/3`: the second of three parts of an invoice."""
    left, mark, right = text.partition("/")
    if not mark or not left.isdigit() or not right.isdigit() or not 1 <= int(left) <= int(right):
        raise ClaimError(f"--part {text[:40]}: write the part and how many there are, such as 2/3 (TERMS)")
    return int(left), int(right)


def hashed(text: str | None, option: str) -> bytes:
    """A reference as its hash: of a file, of a text, or the hash itself as 0x and 64 digits."""
    if not text:
        raise ClaimError(f"{option}: missing; name a file, a text to hash, or 0x and 64 hex digits")
    if text[:2].lower() == "0x" and len(text) == 66:
        try:
            word = bytes.fromhex(text[2:])
        except ValueError:
            raise ClaimError(f"{option} {text}: is not hexadecimal") from None
        if not any(word):
            raise ClaimError(f"{option}: is a zero hash; name what it is about")
        return word
    path = Path(text)
    try:
        if path.is_file():
            return keccak(path.read_bytes())
    except OSError as error:
        raise ClaimError(f"{option} {text[:60]}: cannot be read: {error.strerror}") from None
    return keccak(text=text)
