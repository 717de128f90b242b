"""Who and what a scenario names: parties, tokens, and results kept under an alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from usance.chain.driver import Account, Deployed
from usance.scenario.money import minor_units
from usance.scenario.places import Place


@dataclass
class Party:
    """A party: the address it is known by, and the key account that sends for it."""

    name: str
    account: Account
    address: str
    kind: str = "eoa"
    place: str = ""
    roles: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    status: str = "ACTIVE"
    courts: tuple[str, ...] = ()
    wallet: Deployed | None = None
    admitted: bool = True
    line: int = 0


@dataclass
class Token:
    """A token: its symbol in the scenario, what its units are worth in minor units."""

    symbol: str
    decimals: int
    kind: str
    currency: str
    deployed: Deployed | None = None
    address: str = ""
    balances: dict[str, int] = field(default_factory=dict)
    line: int = 0

    @property
    def minor(self) -> int | None:
        return minor_units(self.currency)


@dataclass(frozen=True)
class Bound:
    """A result under a name: an id, and the struct it is the id of when it has one."""

    kind: str
    value: Any
    struct: Mapping[str, Any] | None = None
    contract: Deployed | None = None


@dataclass
class Names:
    """Everything a value in a scenario may speak of."""

    parties: dict[str, Party] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    contracts: dict[str, Deployed] = field(default_factory=dict)
    aliases: dict[str, Bound] = field(default_factory=dict)
    known: dict[bytes, Bound] = field(default_factory=dict)

    def party_at(self, address: str) -> Party | None:
        """The party at an address."""
        for party in self.parties.values():
            if party.address.lower() == address.lower():
                return party
        return None

    def id_of(self, struct: Mapping[str, Any]) -> bytes | None:
        """The id under which a struct was born in this story."""
        for identity, bound in self.known.items():
            if bound.struct == struct:
                return identity
        return None

    def token_of(self, currency: str) -> Token | None:
        """The token that stands for a currency or has that symbol."""
        if currency in self.tokens:
            return self.tokens[currency]
        for token in self.tokens.values():
            if token.currency == currency:
                return token
        return None

    def decimals_of(self, unit: str) -> int | None:
        """Minor units of a currency, told by its ISO code or by a token's symbol."""
        token = self.tokens.get(unit)
        found = minor_units(token.currency if token is not None else unit)
        if found is None and token is not None:
            return min(2, token.decimals)
        return found
