"""Legs of a mixed credit and lines of charges, as people write them down."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from usance.codes import AvailableBy, ChargesFor, TenorFrom
from usance.credits.desk import CreditError, read_json
from usance.credits.inputs import bps_of, minor_of
from usance.model.credit_reimbursement import Charge
from usance.model.credit_tenor import FULL, Leg
from usance.model.credit_terms import MAX_TENOR
from usance.terms import key_text, place_key

MOST_LEGS, MOST_CHARGES = 4, 8
LEG_FIELDS = ("share", "available_by", "tenor_days", "tenor_from")
CHARGE_FIELDS = ("code", "payee", "amount", "account")
# What a leg may be: a leg by negotiation would be a credit by negotiation.
LEG_KINDS = (AvailableBy.PAYMENT, AvailableBy.DEFERRED, AvailableBy.ACCEPTANCE)


def legs_from(path: str) -> list[Leg]:
    """`--legs FILE`: a JSON list of one to four legs, `share` in percent."""
    return legs_of(read_json(Path(path)), f"--legs {path}")


def legs_of(data: Any, where: str) -> list[Leg]:
    """The legs of a JSON list; one line names the leg and the field that are wrong."""
    if not isinstance(data, list) or not 1 <= len(data) <= MOST_LEGS:
        raise CreditError(f"{where}: is no list of one to {MOST_LEGS} legs; write [{{...}}, ...] (TERMS)")
    legs = [_leg(item, f"{where}: leg {number}") for number, item in enumerate(data, 1)]
    whole = sum(leg.share for leg in legs)
    if whole != FULL:
        raise CreditError(f"{where}: the shares are {whole / 100:g} percent in sum; they make up 100 (TERMS)")
    return legs


def _leg(item: Any, where: str) -> Leg:
    if (
        not isinstance(item, Mapping)
        or set(item) - set(LEG_FIELDS)
        or not {"share", "available_by"} <= set(item)
    ):
        raise CreditError(
            f"{where}: has the fields {', '.join(LEG_FIELDS)}; write them by these names (TERMS)"
        )
    share = bps_of(str(item["share"]), f"{where}: share")
    by = _code(item["available_by"], f"{where}: available_by", LEG_KINDS)
    start = _code(item.get("tenor_from", "SIGHT"), f"{where}: tenor_from", tuple(TenorFrom))
    days = item.get("tenor_days", 0)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MAX_TENOR:
        raise CreditError(f"{where}: tenor_days {str(days)[:20]!r}: write 0 to {MAX_TENOR} days (TENOR)")
    if share == 0:
        raise CreditError(f"{where}: share: a leg takes something; leave it out (TERMS)")
    if (by == AvailableBy.PAYMENT) != (days == 0):
        raise CreditError(f"{where}: PAYMENT is at sight, every other leg has tenor_days above 0 (TENOR)")
    return Leg(share, int(by), days, int(start))


def _code(text: Any, where: str, known: Sequence[Any], rule: str = "TERMS") -> Any:
    name = str(text).strip().upper()
    for one in known:
        if one.name == name:
            return one
    raise CreditError(f"{where} {name[:30]}: use one of {', '.join(one.name for one in known)} ({rule})")


def legs_as_json(legs: Sequence[Leg]) -> list[dict[str, Any]]:
    """As `legs_of` reads them."""
    return [
        {
            "share": f"{leg.share / 100:g}",
            "available_by": AvailableBy(leg.available_by).name,
            "tenor_days": leg.tenor_days,
            "tenor_from": TenorFrom(leg.tenor_from).name,
        }
        for leg in legs
    ]


def charges_from(
    lines: Sequence[str], path: str | None, currency: bytes, address: Callable[[str, str], str]
) -> list[Charge]:
    """`--charge CODE:PAYEE:AMOUNT:ACCOUNT`, and the rows of `--charges FILE` (with these heads)."""
    rows: list[tuple[str, Sequence[str]]] = []
    for text in lines:
        # An account of Ape's may hold colons: the first part and the last two stand fast.
        code, _, rest = text.partition(":")
        rows.append((f"--charge {text[:60]}", [code, *rest.rsplit(":", 2)]))
    if path is not None:
        rows += _rows(path)
    if not rows:
        raise CreditError("--charge, --charges: no line of charges; leave the options out (LC11)")
    if len(rows) > MOST_CHARGES:
        raise CreditError(f"{rows[MOST_CHARGES][0]}: {len(rows)} lines; {MOST_CHARGES} at most (LC11)")
    return [_charge(where, parts, key_text(currency), address) for where, parts in rows]


def _rows(path: str) -> list[tuple[str, Sequence[str]]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != CHARGE_FIELDS:
                raise CreditError(
                    f"--charges {path}: the first line is {','.join(CHARGE_FIELDS)}; write it so"
                )
            found: list[tuple[str, Sequence[str]]] = []
            for row in reader:
                parts = [row[name] or "" for name in CHARGE_FIELDS] if None not in row else []
                found.append((f"--charges {path}, line {reader.line_num}", parts))
            return found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "is no text of comma separated values"
        raise CreditError(f"--charges {path}: cannot be read: {reason}; check the file") from None


def _charge(where: str, parts: Sequence[str], currency: str, address: Callable[[str, str], str]) -> Charge:
    if len(parts) != len(CHARGE_FIELDS) or not all(part.strip() for part in parts):
        raise CreditError(f"{where}: is not CODE, PAYEE, AMOUNT and ACCOUNT; write all four (LC11)")
    code, payee, amount, account = (part.strip() for part in parts)
    if not code.isascii() or len(code) > 32:
        raise CreditError(f"{where}: code {code[:40]}: 1 to 32 plain characters, such as COMM (LC11)")
    minor = minor_of(amount, currency, where)
    if minor == 0:
        raise CreditError(f"{where}: the amount is nothing; leave the line out (LC11)")
    who = _code(account, f"{where}: account", tuple(ChargesFor), "LC11")
    return Charge(place_key(code.upper()), address(payee, where), minor, int(who))
