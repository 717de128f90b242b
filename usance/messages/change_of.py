"""From an MT707 to the change it makes, field by field; amounts are signed differences.

The message never carries the new amount (standards of 2018 on): the change is applied to the terms in
force when it is accepted. Addresses and texts of the credit that no term holds enter as the hash of
the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from usance.calendars import day_of
from usance.codes import Allowed
from usance.messages import values as v
from usance.messages.message import Message
from usance.messages.terms_of import TermsError, salt_of
from usance.places import find_place, find_place_in_text
from usance.terms import place_key

# Fields whose change needs a party or a place that the message alone does not give.
BY_HAND = {
    "50": "applicant",
    "59": "beneficiary",
    "41a": "nominated",
    "58a": "confirmer",
    "53a": "reimburser",
}

# Fields that say which amendment it is, not what changes.
HEAD = frozenset(
    ("27", "20", "21", "23", "52A", "52D", "50B", "31C", "26E", "30", "22A", "23S", "71N", "72Z")
)


@dataclass(frozen=True)
class Change:
    """`values`: the new value of a term; of `amount` the signed difference [minor].

    `content_only` are the changed fields no term holds, `open` the terms a caller must still fill in.
    """

    reference: str
    credit_salt: bytes
    number: int
    day: date
    cancels: bool
    values: Mapping[str, Any]
    content_only: tuple[str, ...]
    open: tuple[str, ...]
    content: bytes
    notes: tuple[str, ...]


def change_of(message: Message) -> Change:
    """The change of an MT707; raises TermsError with one line."""
    if message.mt != "707":
        raise TermsError(
            f"{message.source or 'text'}: MT{message.mt or '?'} amends no credit", "give an MT707"
        )
    for finding in message.errors:
        head = f"{message.source}, line {finding.line}: " if message.source else ""
        raise TermsError(finding.text, "", finding.code, f"{head}field {finding.tag}: ")
    values: dict[str, Any] = {}
    content: list[str] = []
    still_open: list[str] = []
    notes: list[str] = []
    for item in message.fields:
        if item.tag in HEAD:
            continue
        found = _values(item.tag, message.value_of(item), notes)
        values.update(found)
        wild = item.tag if item.tag in BY_HAND else item.tag[:2] + "a"
        if wild in BY_HAND:
            still_open.append(BY_HAND[wild])
        elif not found:
            content.append(item.tag)
    if "DETAILS TO FOLLOW" in (message.text("72Z") or "").upper():
        notes.append("72Z: details to follow; the amendment is not operative yet")
    day, number = message.typed("30"), message.typed("26E")
    reference = message.text("23") or message.text("20") or ""
    return Change(
        reference,
        salt_of(message.sender, reference),
        number if isinstance(number, int) else 0,
        day if isinstance(day, date) else date(1970, 1, 1),
        (message.text("23S") or "").strip() == "CANCEL",
        values,
        tuple(content),
        tuple(still_open),
        message.content_hash,
        tuple(notes),
    )


def _values(tag: str, value: v.Value | None, notes: list[str]) -> dict[str, Any]:
    """What one field sets."""
    if tag == "32B" and isinstance(value, v.Amount):
        return {"amount": value.minor}
    if tag == "33B" and isinstance(value, v.Amount):
        return {"amount": -value.minor}
    if tag == "31D" and isinstance(value, v.DatePlace):
        code = find_place(value.place) or find_place_in_text(value.place)
        if code is None:
            notes.append(f"31D: place {value.place} is unknown; the place of expiry stays")
            return {"expiry_day": day_of(value.day)}
        return {"expiry_day": day_of(value.day), "expiry_place": place_key(code)}
    if tag == "39A" and isinstance(value, v.Tolerance):
        return {"tolerance_plus": value.plus * 100, "tolerance_minus": value.minus * 100}
    if tag == "44C" and isinstance(value, date):
        return {"latest_shipment_day": day_of(value)}
    if tag == "48" and isinstance(value, v.Period):
        return {"presentation_days": value.days}
    if tag in ("43P", "43T"):
        word = value.code if isinstance(value, v.Code) else str(value)
        code_of = {"ALLOWED": Allowed.ALLOWED, "NOT ALLOWED": Allowed.NOT_ALLOWED}
        return {"partials" if tag == "43P" else "transhipment": code_of.get(word, Allowed.CONDITIONAL)}
    return {}
