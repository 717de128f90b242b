"""The hard fingerprint: one value an invoice, that nobody without the members' key can try out.

fingerprint = scrypt(HMAC-SHA256(key, canonical JSON), salt of the epoch), 32 bytes. The HMAC keeps
outsiders out; scrypt makes each guess dear for whoever got hold of a key, for numbers are short.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.facts import InvoiceFacts, canonical, kind_of, year_of
from usance.fingerprints.keys import Epoch, KeyRing

# Version 1. Changing any of these changes every fingerprint: a new version, and a re-key of live charges.
VERSION = 1
SCRYPT_N = 1 << 15
SCRYPT_R = 8
SCRYPT_P = 1
LENGTH = 32
_MEMORY = 2 * 128 * SCRYPT_N * SCRYPT_R  # OpenSSL's bound; the work itself takes half of it
FIELDS = frozenset({"kind", "seller", "number", "year"})


@dataclass(frozen=True)
class Fingerprint:
    """One invoice under one key: what goes into terms and charges, and the key it has on chain."""

    epoch: str
    value: bytes
    charge_key: bytes


def salt_of(epoch: str) -> bytes:
    """scrypt's salt for an epoch: public, another for each epoch and each version of this scheme."""
    return hashlib.sha256(f"usance fingerprint {VERSION} {epoch}".encode("ascii")).digest()


def fingerprint(facts: InvoiceFacts, epoch: Epoch) -> bytes:
    """The hard fingerprint under one key [bytes32]."""
    tag = hmac.new(epoch.key, canonical(facts), hashlib.sha256).digest()
    return hashlib.scrypt(
        tag, salt=salt_of(epoch.id), n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=_MEMORY, dklen=LENGTH
    )


def charge_key(value: bytes, seller_identity: bytes) -> bytes:
    """The key in ChargeRegistry: keccak256(abi.encode(fingerprint, seller's identity hash)).

    The contract takes the identity from PartyRegistry, so nobody can occupy a key of another seller.
    """
    if len(value) != LENGTH or len(seller_identity) != 32:
        raise FingerprintError("charge key: fingerprint and identity are 32 bytes each; give both whole")
    return keccak(encode(["bytes32", "bytes32"], [value, seller_identity]))


def under(facts: InvoiceFacts, epoch: Epoch) -> Fingerprint:
    """Fingerprint and key on chain under one key."""
    value = fingerprint(facts, epoch)
    return Fingerprint(epoch.id, value, charge_key(value, facts.seller_identity))


def fingerprints_of(facts: InvoiceFacts, ring: KeyRing, day: date) -> tuple[Fingerprint, ...]:
    """One for each epoch in force on the day, oldest first. Look all of them up; write under the last."""
    return tuple(under(facts, epoch) for epoch in ring.live(day))


def fingerprints_of_many(
    batch: Sequence[InvoiceFacts], ring: KeyRing, day: date, workers: int = 2
) -> list[tuple[Fingerprint, ...]]:
    """The same for many invoices, in their order; each worker takes 32 MiB and a core."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(lambda facts: fingerprints_of(facts, ring, day), batch))


@dataclass(frozen=True)
class Rekeyed:
    """A live charge under the key that ends and under the one that follows."""

    old: Fingerprint
    new: Fingerprint


def rekey(charges: Iterable[InvoiceFacts], old: Epoch, new: Epoch) -> list[Rekeyed]:
    """Old and new fingerprint of each live charge, from its facts: a fingerprint alone cannot be re-keyed."""
    if old.id == new.id or old.key == new.key:
        raise FingerprintError(f"rotate: {old.id} and {new.id} are one key; name the epoch that follows")
    return [Rekeyed(under(facts, old), under(facts, new)) for facts in charges]


def rotation(charges: Iterable[InvoiceFacts], ring: KeyRing, day: date) -> list[Rekeyed]:
    """`rekey` from the older to the younger of the two epochs in force on the day."""
    live = ring.live(day)
    if len(live) != 2:
        raise FingerprintError(f"rotate: one key alone is in force on {day}; rotate while two overlap")
    return rekey(charges, live[0], live[1])


def fingerprint_value(seller_identity: bytes, fields: Mapping[str, Any], epoch: Epoch) -> bytes:
    """The value `fingerprint: {kind, seller, number, year}` of a scenario.

    seller_identity is the identity hash of the party that `seller` names; who resolves it is the kit.
    """
    if set(fields) != FIELDS:
        wrong = sorted(str(name) for name in set(fields) ^ FIELDS)
        raise FingerprintError(f"fingerprint: has exactly kind, seller, number, year; see {', '.join(wrong)}")
    number = str(fields["number"])
    return fingerprint(
        InvoiceFacts(kind_of(fields["kind"]), seller_identity, number, year_of(fields["year"])), epoch
    )


def rehearsal_epoch() -> Epoch:
    """A key that everybody knows and that protects nothing: for scenarios, demo and tests."""
    return Epoch("rehearsal", hashlib.sha256(b"usance rehearsal key, public").digest(), date.min, date.max)
