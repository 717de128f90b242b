"""Who is meant: names and BICs of messages to addresses on the chain.

Names never go on chain. A book is a file of the bank's own:

    parties:
      - {bic: HOKBNL2RXXX, address: "0x..."}
      - {name: "NORTH SEA TEXTILES BV", address: "0x..."}
    roles: {applicant: "0x..."}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from eth_utils.address import is_address, to_checksum_address
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from usance.messages.message import bic11


def _address(value: Any) -> Any:
    text = str(value)
    if not is_address(text):
        raise ValueError(f"{text[:50]} is not an address")
    return to_checksum_address(text)


Address = Annotated[str, BeforeValidator(_address)]


class Entry(BaseModel):
    """One party."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Address
    bic: str = ""
    name: str = ""
    role: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    parties: tuple[Entry, ...] = ()
    roles: dict[str, Address] = {}


class _Text(yaml.SafeLoader):
    """YAML with every scalar a string: an address is no number."""


_Text.yaml_implicit_resolvers = {}


def name_key(name: str) -> str:
    """A name as it is compared: capitals and digits."""
    return re.sub(r"[^A-Z0-9]", "", name.upper())


class PartyBook:
    """Addresses by role, BIC and name; a role given by hand wins."""

    def __init__(self, entries: Iterable[Entry] = (), roles: Mapping[str, str] | None = None) -> None:
        self.entries = tuple(entries)
        self._roles = dict(roles or {})
        self._by_bic = {bic11(entry.bic): entry.address for entry in self.entries if entry.bic}
        self._by_name = {name_key(entry.name): entry.address for entry in self.entries if entry.name}
        for entry in self.entries:
            if entry.role:
                self._roles.setdefault(entry.role, entry.address)

    def role(self, role: str) -> str:
        """The address given for a role, "" when none is."""
        return self._roles.get(role, "")

    def find(self, role: str, bic: str = "", name: str = "") -> str | None:
        """The address for a role, a BIC or a name, in that order."""
        if role in self._roles:
            return self._roles[role]
        if bic and bic11(bic) in self._by_bic:
            return self._by_bic[bic11(bic)]
        return self._by_name.get(name_key(name)) if name else None

    def name_of(self, address: str) -> str:
        """Name or BIC of an address, "" when the book does not know it."""
        for entry in self.entries:
            if entry.address == address:
                return entry.name or entry.bic
        return ""

    def but(self, roles: Mapping[str, str]) -> PartyBook:
        """The same book with some roles given by hand."""
        return PartyBook(self.entries, {**self._roles, **roles})


class NamesOnly(PartyBook):
    """For looking and checking: a party stands for itself, no address is asked for."""

    def find(self, role: str, bic: str = "", name: str = "") -> str | None:
        return bic or name or role


def read_book(path: Path) -> PartyBook:
    """A book from a YAML or JSON file; ValueError with one line."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Text)
        file = _File.model_validate(data or {})
    except OSError as error:
        raise ValueError(f"{path}: cannot be read: {error.strerror or 'no such file'}") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise ValueError(f"{path}: is not YAML or JSON") from None
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{path}: {spot}: {first['msg']}") from None
    return PartyBook(file.parties, file.roles)
