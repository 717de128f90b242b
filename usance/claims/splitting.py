"""A file of receivers and amounts, checked row by row before anything is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eth_utils.address import is_address, to_checksum_address

from usance.claim_terms import Claim
from usance.claims.errors import ClaimError
from usance.credits.desk import CreditError
from usance.credits.inputs import minor_of
from usance.money import money_text
from usance.terms import key_text

A_TRANSACTION = 50
MOST_ROWS = 10_000
MOST_BYTES = 4 * 1024 * 1024
HEAD = ("receiver", "amount")


@dataclass(frozen=True)
class Part:
    """One row: so many units for a receiver."""

    line: int
    receiver: str
    units: int


class SplitError(ClaimError):
    """Some rows are wrong; `rows` says each with its line."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.rows = tuple(rows)
        super().__init__("\n".join(rows))


def read_split(
    path: Path,
    terms: Claim,
    sender: str,
    balance: int,
    obstacle: Callable[[str], str | None],
    contract: str = "",
) -> tuple[Part, ...]:
    """The rows of `receiver,amount`. `obstacle` says why an address cannot hold the claim, None if it can.

    Raises SplitError with one line for every bad row: address, amount, receiver, smallest part, sum.
    """
    name = path.name
    currency = key_text(terms.currency)
    parts: list[Part] = []
    wrong: list[str] = []
    known: dict[str, str | None] = {}
    for line, row in _rows(path):
        if len(row) != 2:
            wrong.append(f"{name}, line {line}: {len(row)} columns; write receiver,amount")
            continue
        receiver, amount = row[0].strip(), row[1].strip()
        problem = _bad_address(receiver)
        units = 0
        try:
            units = minor_of(amount, currency, "amount")
        except CreditError as error:
            problem = problem or str(error)
        if problem is None and units == 0:
            problem = "amount is nothing; leave the row out (NOTHING)"
        if problem is None:
            receiver = to_checksum_address(receiver)
            if receiver == contract:
                problem = f"{receiver} is the contract itself and holds nothing (HOOK)"
            elif receiver not in known:
                known[receiver] = obstacle(receiver)
            problem = problem or known.get(receiver)
        if problem is not None:
            wrong.append(f"{name}, line {line}: {problem}")
            continue
        parts.append(Part(line, receiver, units))
    total = sum(part.units for part in parts)
    if not parts and not wrong:
        wrong.append(f"{name}: no rows; write receiver,amount, one a line")
    if not wrong:
        wrong += _too_small(name, parts, terms, balance, sender)
    if total > balance:
        wrong.append(
            f"{name}: the rows add up to {money_text(currency, total)}, the account holds units of "
            f"{money_text(currency, balance)} (INSUFFICIENT_UNITS)"
        )
    if wrong:
        raise SplitError(wrong)
    return tuple(parts)


def _too_small(name: str, parts: Sequence[Part], terms: Claim, balance: int, sender: str) -> list[str]:
    """A part below the smallest must be all that is left."""
    currency = key_text(terms.currency)
    found, left = [], balance
    for part in parts:
        if part.units < terms.min_split and part.units != left:
            found.append(
                f"{name}, line {part.line}: {money_text(currency, part.units)} is below the smallest part, "
                f"{money_text(currency, terms.min_split)} (MIN_SPLIT)"
            )
        left -= 0 if part.receiver == sender else part.units
    return found


def _bad_address(text: str) -> str | None:
    if not is_address(text) or int(text, 16) == 0:
        return f"{text[:50]!r} is no address; write 0x and 40 hex digits"
    if text not in (text.lower(), "0x" + text[2:].upper()) and to_checksum_address(text) != text:
        return f"{text[:50]} has a wrong checksum: a letter is mistyped"
    return None


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """(line, cells) without the head and empty lines."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ClaimError(f"{path}: cannot be read: {error.strerror}; check the path") from None
    if len(data) > MOST_BYTES:
        raise ClaimError(f"{path}: has {len(data):,} bytes; a file of receivers has at most {MOST_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ClaimError(f"{path}: is no text; save the sheet as CSV") from None
    first = text.partition("\n")[0]
    divider = ";" if ";" in first else ","
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or (not found and tuple(cell.lower() for cell in cells) == HEAD):
                continue
            found.append((reader.line_num, row))
    except csv.Error as error:
        raise ClaimError(f"{path.name}, line {reader.line_num}: {error}; save the sheet as CSV") from None
    if len(found) > MOST_ROWS:
        raise ClaimError(f"{path.name}: {len(found):,} rows; at most {MOST_ROWS:,} at once")
    return found


def batches(parts: Sequence[Part]) -> list[Sequence[Part]]:
    """At most 50 rows a transaction."""
    return [parts[at : at + A_TRANSACTION] for at in range(0, len(parts), A_TRANSACTION)]
