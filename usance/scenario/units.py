"""Units of claims in a story: who holds how many, and that nothing about them has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from usance.scenario.cast import Bound
from usance.scenario.document import Table, Text
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.scenario.holders import Holders
from usance.scenario.money import BOUNDS, read_amount
from usance.scenario.render import amount_text
from usance.scenario.spans import spread
from usance.scenario.world import World
from usance.terms import key_text


class UnitExpectations:
    """Holds `holdings` and `unchanged: [claims]` of one story's steps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.holders = Holders(world)

    # --- holdings ---

    def expect(self, value: Any, within: int, line: int) -> None:
        """`{$claim: {seller: 60.00, financier: 40.00}}`; who is not named is not looked at."""
        if not isinstance(value, Table):
            raise ScenarioError("`holdings` is a mapping: {$claim: {party: 1.00}}", line)
        for key, accounts in value.items():
            where = value.line_of(key)
            bound = self._claim(key, where)
            if not isinstance(accounts, Table):
                raise ScenarioError(f"{key}: who has it? write {{{key}: {{party: 1.00}}}}", where)
            currency, decimals = self._currency(bound)
            for name, amount, spot in self._each(accounts):
                seen = self.holders.units(bound.value, self.world.reader.address(name, spot))
                for word, text in _bounds(amount, spot):
                    limit = self._units(text, currency, decimals, spot)
                    held = BOUNDS[word](seen, limit) if word else abs(seen - limit) <= within
                    if not held:
                        wanted = f"{word.replace('_', ' ')} {amount_text(limit, decimals, currency)}".strip()
                        now = amount_text(seen, decimals, currency)
                        raise Unmet(f"holdings of {name}", wanted, now, spot)

    def _claim(self, key: str, line: int) -> Bound:
        spec = self.world.adapter.holdings
        found = self.world.reader.alias(key if key.startswith("$") else f"${key}", line)
        value = found.value if isinstance(found, Bound) else found
        known = self.world.names.known.get(value) if isinstance(value, bytes) else None
        if spec is None or known is None or known.kind != spec.kind:
            raise ScenarioError(f"{key} has no units", line)
        return known

    def _currency(self, bound: Bound) -> tuple[str, int]:
        currency = key_text(bound.struct["currency"]) if bound.struct else ""
        return currency, self.world.names.decimals_of(currency) or 0

    @staticmethod
    def _each(accounts: Table) -> Iterator[tuple[str, Any, int]]:
        for name, amount in accounts.items():
            spot = accounts.line_of(name)
            for one in spread(name, spot):
                yield one, amount, spot

    def _units(self, text: str, currency: str, decimals: int, line: int) -> int:
        if text.lower() in {"none", "nothing", "0"}:
            return 0
        if text.startswith("units "):
            return self.world.reader.number(text[6:], line)
        amount = read_amount(text, line)
        if amount is None:
            raise ScenarioError(f"{text!r} is no amount, write 60.00 or units 17", line)
        if amount.unit not in {"", currency}:
            return self.world.reader.minor(text, line)
        return amount.scaled(decimals, f"the currency {currency}", line)

    # --- unchanged ---

    def books(self) -> dict[str, Any]:
        """State and units of everything that has units."""
        spec = self.world.adapter.holdings
        found: dict[str, Any] = {}
        if spec is None:
            return found
        for identity, bound in self.world.names.known.items():
            if bound.kind != spec.kind:
                continue
            state = self.world.adapter.states[bound.kind]
            name = self._name_of(identity)
            found[name] = self.world.view(state.instrument, state.function, [identity])
            for party in self.world.names.parties.values():
                found[f"{name} of {party.name}"] = self.holders.units(identity, party.address)
        return found

    def _name_of(self, identity: bytes) -> str:
        for name, bound in self.world.names.aliases.items():
            if bound.value == identity:
                return name
        return "0x" + identity.hex()


def _bounds(amount: Any, line: int) -> list[tuple[str, str]]:
    """[(at_most or at_least or "", amount)]."""
    if isinstance(amount, Mapping):
        pairs = [(str(word), str(limit)) for word, limit in amount.items()]
    else:
        word, _, rest = str(amount).strip().partition(" ")
        pairs = [(word, rest)] if word in BOUNDS else [("", str(Text(amount)).strip())]
    for word, _text in pairs:
        if word and word not in BOUNDS:
            hint = did_you_mean(word, BOUNDS)
            raise ScenarioError(f"an amount, at_most or at_least is wanted here, not {word}{hint}", line)
    return pairs
