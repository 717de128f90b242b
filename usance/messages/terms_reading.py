"""What reading an MT700 for its terms needs throughout: choices, errors of one line, places, parties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from usance.codes import Exclusion
from usance.messages import values as v
from usance.messages.errors import shown
from usance.messages.message import Message
from usance.messages.modifications import Modification
from usance.messages.parties import PartyBook
from usance.places import place_of
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, place_key

T = TypeVar("T")


class TermsError(ValueError):
    """One line: file and line, field or option, what is wrong, the mend, the rule."""

    exit_code = 1

    def __init__(self, what: str, mend: str = "", rule: str = "", where: str = "") -> None:
        text = f"{where}{what}" + (f"; {mend}" if mend else "") + (f" ({rule})" if rule else "")
        super().__init__(" ".join(text.split()))


class NotBuiltYet(TermsError):
    """A kind of credit that a later storey brings."""

    exit_code = 2


@dataclass(frozen=True)
class Choices:
    """What the caller adds to the message. `places` by role; `exclusions` by the number of a line."""

    asset: str = ZERO_ADDRESS
    asset_scale: int = 1
    cover_bps: int = 0
    honour_days: int = 1
    closing_days: int = 30
    delivery_agent: str = ZERO_ADDRESS
    salt: bytes | None = None
    sender: str = ""
    receiver: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    exclusions: Mapping[int, Exclusion] = field(default_factory=dict)
    waved: frozenset[int] = frozenset()
    # The hash of a mixed credit's legs, which no message carries.
    legs: bytes = ZERO_HASH


@dataclass(frozen=True)
class Derived:
    """The terms, with what they were taken from."""

    terms: Credit
    places: Mapping[str, str]
    notes: tuple[str, ...]
    modifications: tuple[Modification, ...]
    sender: str
    receiver: str
    reference: str

    @property
    def calendars(self) -> tuple[str, ...]:
        """The places whose calendars the credit needs, each once, the issuer's first."""
        roles = ("issuer", "nominated", "confirmer", "currency")
        return tuple(dict.fromkeys(self.places[role] for role in roles if role in self.places))


class Reading:
    """One message on its way to terms: what all parts of the way share."""

    def __init__(self, message: Message, parties: PartyBook, choices: Choices) -> None:
        self.message = message
        self.parties = parties
        self.choices = choices
        self.notes: list[str] = []
        self.places: dict[str, str] = {}

    def where(self, tag: str) -> str:
        hit = self.message.first(tag)
        line = hit.line if hit is not None else self.message.line
        source = self.message.source
        place = f"{source}, line {line}: " if source and line else f"{source}: " if source else ""
        return f"{place}field {hit.tag if hit else tag}: "

    def error(self, tag: str, what: str, mend: str = "", rule: str = "") -> TermsError:
        return TermsError(what, mend, rule, self.where(tag))

    def need(self, tag: str, kind: type[T]) -> T:
        """The typed value of a field the terms cannot do without."""
        value = self.message.typed(tag)
        if not isinstance(value, kind):
            text = shown(self.message.text(tag) or "nothing")
            raise self.error(
                tag, f"{text} cannot be read as the field asks", "write it in today's form", "MT700"
            )
        return value

    def head(self) -> str:
        return f"{self.message.source}: " if self.message.source else ""

    def finding_where(self, tag: str, line: int) -> str:
        source = self.message.source
        place = f"{source}, line {line}: " if source and line else self.head()
        return f"{place}field {tag}: " if tag else place

    def placed(self, role: str, code: str) -> bytes:
        """The key of a place, once it is known to be one."""
        code = code.upper()
        if place_of(code) is None and not re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", code):
            raise TermsError(
                f"place {shown(code)} is no UN/LOCODE",
                "write five characters such as DEHAM",
                "PLACE",
                f"--place {role}: ",
            )
        self.places[role] = code
        return place_key(code)

    def party(self, role: str, tag: str, bic: str = "", name: str = "") -> str:
        found = self.parties.find(role, bic, name)
        if found is None:
            who = " ".join(part for part in (bic, f'"{shown(name)}"' if name else "") if part)
            where = self.head() if tag == "20" else self.where(tag)
            key = {"20": f"{'sender' if role == 'issuer' else 'receiver'}: "}.get(tag, "")
            raise TermsError(
                f"{role} {who} has no address",
                f"name it with --party {role}=ADDRESS",
                "NOT_ADMITTED",
                where + key,
            )
        return found

    def person(self, role: str, tag: str) -> str:
        text = self.message.typed(tag)
        name = first_line(text.lines) if isinstance(text, v.NameAddress) else ""
        return self.party(role, tag, name=name)

    def note(self, text: str) -> None:
        self.notes.append(text)


def first_line(lines: tuple[str, ...]) -> str:
    return lines[0] if lines else ""
