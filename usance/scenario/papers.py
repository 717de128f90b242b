"""Invoices in a story: `fingerprint: {kind, seller, number, year}` and `invoice: FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from usance.fingerprints import FingerprintError, Kind, fingerprint_value, rehearsal_epoch
from usance.invoices import (
    ClaimFacts,
    CreditFacts,
    Invoice,
    InvoiceError,
    claim_facts,
    credit_facts,
    read_invoice,
    standing,
)
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.terms import place_key

FIELDS = ("kind", "seller", "number", "year")


@lru_cache(maxsize=64)
def _read(path: Path) -> Invoice:
    return read_invoice(path)


@lru_cache(maxsize=4096)
def _value(identity: bytes, kind: str, number: str, year: str) -> bytes:
    # 0.1 s each: a story names the same invoice again and again.
    fields = {"kind": kind, "seller": "", "number": number, "year": year}
    return fingerprint_value(identity, fields, rehearsal_epoch())


def fingerprint_of(words: Mapping[str, Any], identity: bytes, line: int | None) -> bytes:
    """The fingerprint of an invoice told by its hard facts; the key is the one of rehearsals."""
    for key in words:
        if key not in FIELDS:
            raise ScenarioError(f"a fingerprint has no {key}{did_you_mean(key, FIELDS)}", line)
    missing = [name for name in ("number", "year") if name not in words]
    if missing:
        raise ScenarioError(f"fingerprint: {', '.join(missing)} left out", line)
    kind = str(words.get("kind", Kind.INVOICE.value))
    try:
        return _value(identity, kind, str(words["number"]), str(words["year"]))
    except FingerprintError as error:
        raise ScenarioError(str(error), line) from None


def claim_file(path: Path, line: int | None) -> ClaimFacts:
    """What the terms of a claim take from an invoice in a file."""
    try:
        invoice = _read(path)
        # Whether it is overdue is the contract's affair: a story has its own time.
        return claim_facts(standing(invoice, invoice.issue_day))
    except InvoiceError as error:
        raise ScenarioError(str(error), line) from None


def credit_file(path: Path, line: int | None) -> CreditFacts:
    """What a credit note in a file takes off."""
    try:
        invoice = _read(path)
        return credit_facts(standing(invoice, invoice.issue_day))
    except InvoiceError as error:
        raise ScenarioError(str(error), line) from None


def claim_fields(path: Path, identity: bytes, line: int | None) -> dict[str, Any]:
    """The fields of a claim's terms that a file fills, as the ABI takes them."""
    facts = claim_file(path, line)
    return {
        "face": facts.face,
        "object_amount": facts.object_amount,
        "currency": place_key(facts.currency),
        "issue_day": facts.issue_day,
        "due_day": facts.due_day,
        "fingerprint": _value(identity, Kind.INVOICE.value, facts.number, str(facts.year)),
        "content": facts.content,
    }


def credit_fields(path: Path, line: int | None) -> dict[str, Any]:
    """The arguments of a credit note that a file fills."""
    facts = credit_file(path, line)
    return {"amount": facts.amount, "reference": facts.content}


def paper_value(path: Path, kind: str, identity: bytes | None, line: int | None) -> Any:
    """One value of an invoice in a file: its fingerprint, its amount, else the hash of its content."""
    facts = claim_file(path, line)
    if kind == "minor":
        return facts.face
    if kind == "fingerprint":
        if identity is None:
            raise ScenarioError("write {invoice: FILE, seller: PARTY}: a fingerprint is its seller's", line)
        return _value(identity, Kind.INVOICE.value, facts.number, str(facts.year))
    return facts.content
