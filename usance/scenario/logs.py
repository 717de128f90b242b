"""Events of an act, by the trade's words, held against what a step expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from usance.chain.abi import Event, EventType
from usance.chain.driver import Deployed
from usance.scenario.document import Series, Table, Text
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.scenario.world import World

# (given, seen, component, kind, within, line, scope) -> (expected, seen) when they differ
Differs = Callable[[Any, Any, Mapping[str, Any], str | None, int, int, str], tuple[str, str] | None]


class Logs:
    """Events of every contract of one story."""

    def __init__(self, world: World, differs: Differs) -> None:
        self.world = world
        self.differs = differs

    def _contracts(self) -> list[Deployed]:
        names = self.world.names
        deployed = [*names.contracts.values()]
        deployed += [token.deployed for token in names.tokens.values() if token.deployed is not None]
        deployed += [party.wallet for party in names.parties.values() if party.wallet is not None]
        return deployed

    def name_of(self, name: str, line: int | None, aliases: Mapping[str, str]) -> str:
        """The contracts' name of an event: the act's own word for it, a word for all acts, its own name."""
        known = {event.name for contract in self._contracts() for event in contract.abi.events.values()}
        real = aliases.get(name) or self.world.adapter.events.get(name, name)
        if real not in known:
            words = {*known, *aliases, *self.world.adapter.events}
            raise ScenarioError(f"no event {real}{did_you_mean(real, words - {real})}", line)
        return real

    def _type_of(self, event: Event) -> EventType:
        """The type of an event; two contracts may use one name for two things."""
        first: EventType | None = None
        for contract in self._contracts():
            for kind in contract.abi.events.values():
                if kind.name != event.name or set(_parts(kind)) != set(event.args):
                    continue
                if contract.address == event.address:
                    return kind
                first = first or kind
        if first is None:
            raise ScenarioError(f"no contract of the story has the event {event.name}")
        return first

    def expect(self, expected: Any, events: Sequence[Event], line: int, aliases: Mapping[str, str]) -> None:
        """Every expected event is there, each seen one counts once."""
        left = list(events)
        if isinstance(expected, Text) and expected.lower() == "none":
            if events:
                raise Unmet("events", "none", ", ".join(event.name for event in events), line)
            return
        for name, args, where in _event_list(expected, line):
            real = self.name_of(name, where, aliases)
            same = [event for event in left if event.name == real]
            if not same:
                seen = ", ".join(event.name for event in events) or "no event"
                raise Unmet("events", name, seen, where)
            problem: Unmet | None = None
            for event in same:
                problem = self._event_differs(event, args, where)
                if problem is None:
                    left.remove(event)
                    break
            if problem is not None:
                raise problem

    def _event_differs(self, event: Event, args: Table, line: int) -> Unmet | None:
        kind = self._type_of(event)
        parts = _parts(kind)
        for name, given in args.items():
            where = args.line_of(name)
            terms = self.world.adapter.sums.get(f"{kind.name}.{name}")
            if name not in parts and terms is not None:
                total = sum(event.args[term] for term in terms)
                found = self.differs(given, total, parts[terms[0]], None, 0, where, kind.name)
                if found is not None:
                    return Unmet(f"{kind.name}.{name}", *found, line=where)
                continue
            if name not in parts:
                return self._no_argument(kind, name, where)
            own = self.world.adapter.kind_of_argument(name, kind.name, parts)
            problem = self.differs(given, event.args[name], parts[name], own, 0, where, kind.name)
            if problem is not None:
                return Unmet(f"{kind.name}.{name}", *problem, line=where)
        return None

    def _no_argument(self, kind: EventType, name: str, line: int) -> Unmet:
        """A wrong word; or the word of another contract's event of the same name."""
        others = [
            _parts(other)
            for contract in self._contracts()
            for other in contract.abi.events.values()
            if other.name == kind.name
        ]
        if any(name in parts for parts in others):
            return Unmet("events", f"{kind.name} with {name}", f"{kind.name} without it", line)
        raise ScenarioError(f"event {kind.name} has no {name}{did_you_mean(name, _parts(kind))}", line)


def _parts(kind: EventType) -> dict[str, Mapping[str, Any]]:
    return {str(part["name"]): part for part in (*kind.indexed, *kind.body)}


def _event_list(expected: Any, line: int) -> list[tuple[str, Table, int]]:
    """`Name`, `[Name, …]`, `{Name: {args}}`, `[{Name: {args}}, …]` as a list."""
    if isinstance(expected, Text):
        return [(str(expected), Table(expected.line), expected.line or line)]
    if isinstance(expected, Series):
        found: list[tuple[str, Table, int]] = []
        for item in expected:
            found += _event_list(item, expected.line)
        return found
    if not isinstance(expected, Table):
        raise ScenarioError("`emits` is a mapping: {Event: {argument: value}}", line)
    listed: list[tuple[str, Table, int]] = []
    for name, args in expected.items():
        where = expected.line_of(name)
        many = list(args) if isinstance(args, Series) else [args]
        for one in many:
            listed.append((name, one if isinstance(one, Table) else Table(where), where))
    return listed
