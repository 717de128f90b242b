"""Who and what a scenario names: parties, tokens, and results kept under an alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
class Versions:
    """The terms of a thing that was amended; `known` has those in force.

    `own` are the ones its confirming bank is bound by, where they are others.
    """

    birth: Mapping[str, Any]
    before: Mapping[str, Any]
    own: Mapping[str, Any] | None = None

    def named(self, word: str) -> Mapping[str, Any] | None:
        """`$credit.birth`, `$credit.before`, `$credit.confirmed`."""
        return {"birth": self.birth, "before": self.before, "confirmed": self.own}.get(word)


@dataclass
class Names:
    """Everything a value in a scenario may speak of."""

    parties: dict[str, Party] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    contracts: dict[str, Deployed] = field(default_factory=dict)
    aliases: dict[str, Bound] = field(default_factory=dict)
    known: dict[bytes, Bound] = field(default_factory=dict)
    # Of what was amended: its terms; of every credit: the ids of the changes offered, in their order.
    versions: dict[bytes, Versions] = field(default_factory=dict)
    offered: dict[bytes, list[bytes]] = field(default_factory=dict)
    # What a notice of refusal named, by the id of the set; the leaves of a set by their root.
    notices: dict[bytes, list[Mapping[str, Any]]] = field(default_factory=dict)
    trees: dict[bytes, list[bytes]] = field(default_factory=dict)
    # The legs of mixed credits by the hash that terms hold.
    legs: dict[bytes, list[dict[str, int]]] = field(default_factory=dict)

    def party_at(self, address: str) -> Party | None:
        """The party at an address."""
        for party in self.parties.values():
            if party.address.lower() == address.lower():
                return party
        return None

    def id_of(self, struct: Mapping[str, Any]) -> bytes | None:
        """The id of the thing that has or had this struct in this story."""
        for identity, bound in self.known.items():
            if bound.struct == struct:
                return identity
        for identity, versions in self.versions.items():
            if struct in (versions.own, versions.before, versions.birth):
                return identity
        return None

    def renew(self, identity: bytes, struct: Mapping[str, Any]) -> None:
        """A thing has other terms from here on, under whatever name it is known."""
        self.known[identity] = replace(self.known[identity], struct=struct)
        for name, bound in self.aliases.items():
            if bound.value == identity:
                self.aliases[name] = self.known[identity]

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
