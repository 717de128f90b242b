"""Texts of the command line as values: amounts, percents, days, discrepancies, notices."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from usance.calendars import day_of
from usance.codes import DiscrepancyCode, Disposal
from usance.credits.desk import CreditError, read_json
from usance.documents import Document, DocumentSet, DocumentType, read_document, set_from_json
from usance.messages import read_file
from usance.messages.notices import Finding, Notice, read_refusal
from usance.messages.values import minor_units


def minor_of(text: str, currency: str, option: str) -> int:
    """`184600.00` or `EUR 184600` in minor units, exactly."""
    units = minor_units(currency)
    if units is None:
        raise CreditError(f"{option}: currency {currency} is not in ISO 4217 (T52)")
    bare = text.strip().upper().removeprefix(currency).strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare):
        # A comma stands between thousands and nowhere else: 1000,50 is never 100,050.
        bare = bare.replace(",", "")
    if not re.fullmatch(r"\d{1,30}(\.\d+)?", bare):
        raise CreditError(f"{option} {text[:40]}: is no amount; write it like 184600.00 (T43)")
    whole, _, cents = bare.partition(".")
    if len(cents) > units:
        raise CreditError(f"{option} {text[:40]}: has {len(cents)} decimals, {currency} has {units} (C03)")
    return int(whole + cents.ljust(units, "0"))


def owed_of(text: str, currency: str, option: str, everything: int) -> int:
    """An amount above zero, or `all` of `everything`."""
    minor = everything if text.strip().lower() == "all" else minor_of(text, currency, option)
    if minor == 0:
        raise CreditError(f"{option} {text[:40]}: is nothing; name an amount above zero")
    return minor


def bps_of(text: str, option: str) -> int:
    """A percentage of at most two decimals as basis points."""
    try:
        value = Decimal(text.strip().rstrip("%").strip()) * 100
    except InvalidOperation:
        raise CreditError(f"{option} {text[:40]}: is no percentage; write 0 to 100") from None
    if value != value.to_integral_value() or not 0 <= value <= 10_000:
        raise CreditError(f"{option} {text[:40]}: write 0 to 100 with at most two decimals (TERMS)")
    return int(value)


def day_from(text: str, option: str) -> int:
    """A date as a local day."""
    try:
        return day_of(dt.date.fromisoformat(text))
    except ValueError:
        raise CreditError(f"{option} {text[:40]}: is no date; write it like 2026-03-22") from None


def instant_from(text: str, option: str) -> int:
    """A time with its offset [unix s]."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CreditError(f"{option} {text[:40]}: is no time; write it like 2026-04-02T11:00+02:00")
    return int(moment.timestamp())


def root_from(text: str, option: str) -> bytes:
    """The root of a set: in hex, or of the file that `credit present` wrote."""
    if re.fullmatch(r"0x[0-9a-fA-F]{64}", text):
        return bytes.fromhex(text[2:])
    return set_from_json(read_json(Path(text))).root


def documents_from(files: Sequence[str]) -> DocumentSet:
    """`FILE` or `TYPE=FILE`, one a document."""
    documents: list[Document] = []
    for text in files:
        kind: DocumentType | None = None
        name = text
        head, mark, rest = text.partition("=")
        if mark and head.upper().replace("-", "_") in DocumentType.__members__:
            kind, name = DocumentType[head.upper().replace("-", "_")], rest
        documents.append(read_document(Path(name), kind))
    if len({document.name for document in documents}) != len(documents):
        raise CreditError("--document: two files have one name; rename one")
    return DocumentSet(tuple(documents))


@dataclass(frozen=True)
class Refusal:
    """What a notice of refusal is made of. `texts` are its words, one a discrepancy."""

    codes: tuple[tuple[int, str], ...]
    texts: tuple[str, ...]
    disposal: Disposal
    notice: Notice | None


def refusal_from(discrepancies: Sequence[str], disposal: str | None, mt734: str | None) -> Refusal:
    """From an MT734, or from `CODE[:DOCUMENT][=TEXT]` and a disposal."""
    if mt734 is not None:
        if discrepancies or disposal:
            raise CreditError("--mt734: the message says it all; leave --discrepancy and --disposal out")
        found = read_file(mt734)
        if len(found) != 1:
            raise CreditError(f"{mt734}: {len(found)} messages; give a file with one MT734 (U16)")
        notice = read_refusal(found[0])
        codes = tuple(
            (int(finding.code), finding.document.name if finding.document else "")
            for finding in notice.findings
        )
        return Refusal(codes, tuple(f.text for f in notice.findings), notice.disposal, notice)
    if not discrepancies:
        raise CreditError("--discrepancy: a notice names every discrepancy; give at least one (U16)")
    if disposal is None:
        raise CreditError("--disposal: a notice says what becomes of the documents (U16)")
    pairs, texts = [], []
    for text in discrepancies:
        head, _, words = text.partition("=")
        name, _, document = head.partition(":")
        key = name.strip().upper().replace("-", "_")
        if key not in DiscrepancyCode.__members__:
            known = ", ".join(code.lower() for code in DiscrepancyCode.__members__)
            raise CreditError(f"--discrepancy {text[:50]}: no code {name[:30]}; use one of {known} (U16)")
        pairs.append((int(DiscrepancyCode[key]), document.strip()))
        texts.append(words.strip() or key.replace("_", " "))
    return Refusal(tuple(pairs), tuple(texts), Disposal[disposal], None)


def findings_with_leaves(
    refusal: Refusal, documents: DocumentSet | None, root: bytes
) -> list[dict[str, object]]:
    """Each discrepancy with the leaf it lies in; the root stands for the set as a whole."""
    found: list[dict[str, object]] = []
    for code, name in refusal.codes:
        leaf = root
        if name and documents is not None:
            kinds = [d for d in documents.documents if name.upper().replace("-", "_") == d.type.name]
            leaf = kinds[0].leaf if len(kinds) == 1 else documents.named(name).leaf
        elif name.startswith("0x") and len(name) == 66:
            leaf = bytes.fromhex(name[2:])
        found.append({"code": code, "leaf": leaf})
    return found


__all__ = [
    "Finding",
    "Refusal",
    "bps_of",
    "day_from",
    "documents_from",
    "instant_from",
    "minor_of",
    "owed_of",
    "root_from",
]
