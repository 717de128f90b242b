"""What a step expects, held against what happened."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from usance.scenario.cast import Bound, Token
from usance.scenario.document import Series, Table, Text, line_of
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.scenario.logs import Logs
from usance.scenario.money import BOUNDS
from usance.scenario.refusals import rules_of, says
from usance.scenario.render import amount_text, text_of, word_text
from usance.scenario.spans import spread
from usance.scenario.stage import Sent
from usance.scenario.units import UnitExpectations
from usance.scenario.values import component_kind
from usance.scenario.world import World, token_units

Balances = dict[tuple[str, str], int]


class Expectations:
    """Checks the expectations of one story's steps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.logs = Logs(world, self.differs)
        self.units = UnitExpectations(world)

    # --- money before and after ---

    def balances(self) -> Balances:
        """[token] of every party in every token."""
        world = self.world
        return {
            (token.symbol, party.name): world.balance(token, party.address)
            for token in world.names.tokens.values()
            for party in world.names.parties.values()
        }

    def states(self) -> dict[str, Any]:
        """The full state of everything that has an alias."""
        found: dict[str, Any] = {}
        for name, bound in self.world.names.aliases.items():
            spec = self.world.adapter.states.get(bound.kind)
            if spec is not None:
                found[name] = self.world.view(spec.instrument, spec.function, [bound.value])
        return found

    def waiting(self) -> Balances:
        """[token] that waits for every party."""
        if not self.world.adapter.withdrawable:
            return {}
        return {
            (token.symbol, party.name): self._waiting_for(token, party.address)
            for token in self.world.names.tokens.values()
            for party in self.world.names.parties.values()
        }

    # --- the act itself ---

    def outcome(self, step: Table, sent: Sent) -> None:
        """Refused as expected, or not refused."""
        if "reverts" not in step:
            if not sent.ok:
                reason = sent.reason or "a refusal without a reason"
                raise Unmet("the act", "success", f"refused: {reason}", step.line)
            return
        expected = step["reverts"]
        line = step.line_of("reverts")
        wanted = [str(item) for item in expected] if isinstance(expected, Series) else [str(expected)]
        if not wanted or not all(word.strip() for word in wanted):
            raise ScenarioError("reverts names a rule or a part of the error", line)
        if sent.ok:
            raise Unmet("the act", f"a refusal ({', '.join(wanted)})", "success", line)
        for word in wanted:
            if not says(sent, word):
                seen = sent.reason or ", ".join(sorted(sent.broken)) or "a refusal without a reason"
                raise Unmet("the refusal", word, seen, line)
        rules = rules_of(sent.told or sent.broken, wanted)
        if len(rules) > len(wanted):
            # Which of several rules an implementation names first is its own affair: no story hangs on it.
            count = "one rule" if len(wanted) == 1 else f"{len(wanted)} rules"
            raise Unmet("the refusal", f"{count} broken", ", ".join(sorted(rules)), line)

    def after(
        self,
        step: Table,
        sent: Sent | None,
        before: Balances | None,
        kept: Mapping[str, Any] | None,
        first: int | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """Everything a step expects beside refusal and return value; a block counts from step `first`.

        `aliases` are the act's own words for events.
        """
        within = self._within(step)
        # The model tells no events of registry and calendar: there is nothing to look at.
        if "emits" in step and (sent is None or sent.events_known):
            events = () if sent is None else sent.events
            self.logs.expect(step["emits"], events, step.line_of("emits"), aliases or {})
        if "moves" in step and before is not None:
            self._moves(step["moves"], before, within, step.line_of("moves"))
        if "table" in step and before is not None:
            numbers = range(first or self.world.step, self.world.step + 1)
            self.table(step["table"], before, within, step, numbers)
        for name, table in self._amounts(step, "balances"):
            self._holdings(table, self.world.balance, name, within)
        for name, table in self._amounts(step, "withdrawable"):
            self._holdings(table, self._waiting_for, name, within)
        if "holdings" in step:
            self.units.expect(step["holdings"], within, step.line_of("holdings"))
        if "state" in step:
            self._state(step["state"], step.line_of("state"))
        if "unchanged" in step and kept is not None:
            self._unchanged(step, kept)
        if "gas" in step and sent is not None:
            self._gas(step["gas"], sent, step.line_of("gas"))

    def _within(self, step: Table) -> int:
        if "within" not in step:
            return 0
        text = str(step["within"])
        if text.startswith("units "):
            return self.world.reader.number(text[6:], step.line_of("within"))
        return self.world.reader.token(text, step.line_of("within"))

    # --- values ---

    def differs(
        self,
        given: Any,
        seen: Any,
        component: Mapping[str, Any],
        kind: str | None,
        within: int,
        line: int | None,
        scope: str = "",
    ) -> tuple[str, str] | None:
        """(expected, seen) when they differ. A mapping speaks only of the fields it names."""
        reader = self.world.reader
        if component["type"] == "tuple" and isinstance(given, Table) and isinstance(seen, Mapping):
            parts = {str(part["name"]): part for part in component["components"]}
            for name, inner in given.items():
                if name not in parts:
                    raise ScenarioError(f"there is no {name}{did_you_mean(name, parts)}", given.line_of(name))
                own = self.world.adapter.kind_of(name, scope)
                found = self.differs(inner, seen[name], parts[name], own, within, given.line_of(name), scope)
                if found is not None:
                    return f"{name} {found[0]}", found[1]
            return None
        if component["type"] == "tuple" and isinstance(given, Text) and not given.startswith("$"):
            # One word speaks of the first field: `equals: PENDING`.
            first = component["components"][0]
            own = self.world.adapter.kind_of(str(first["name"]), scope)
            return self.differs(given, seen[first["name"]], first, own, within, line, scope)
        wanted = reader.read(given, component, kind, line, scope)
        if isinstance(wanted, int) and isinstance(seen, int) and within:
            same = abs(wanted - seen) <= within
        else:
            same = _plain(wanted) == _plain(seen)
        if same:
            return None
        kind = kind or component_kind(component)
        return text_of(reader, wanted, kind), text_of(reader, seen, kind)

    def bounds(self, step: Table, seen: Any, component: Mapping[str, Any], kind: str | None) -> None:
        """`at_most` and `at_least` of a view step."""
        reader = self.world.reader
        for word in ("at_most", "at_least"):
            if word not in step:
                continue
            line = step.line_of(word)
            limit = reader.read(step[word], component, kind, line)
            if not isinstance(seen, int) or not isinstance(limit, int):
                raise ScenarioError(f"{word} compares numbers", line)
            if (seen > limit) if word == "at_most" else (seen < limit):
                words = word.replace("_", " ")
                raise Unmet(
                    "the view", f"{words} {text_of(reader, limit, kind)}", text_of(reader, seen, kind), line
                )

    # --- money ---

    def _moves(self, expected: Any, before: Balances, within: int, line: int) -> None:
        wanted: Balances = dict.fromkeys(before, 0)
        lines: dict[tuple[str, str], int] = {}
        for token, account, amount, where in self._by_token(expected, line):
            wanted[token.symbol, account] = token_units(self.world.reader, token, amount, where)
            lines[token.symbol, account] = where
        self._compare_moves(wanted, before, within, lines, line)

    def _compare_moves(
        self, wanted: Balances, before: Balances, within: int, lines: Mapping[tuple[str, str], int], line: int
    ) -> None:
        names = self.world.names
        for (symbol, account), change in wanted.items():
            token = names.tokens[symbol]
            now = self.world.balance(token, self._address(account, line))
            moved = now - before.get((symbol, account), 0)
            if abs(moved - change) > within:
                raise Unmet(
                    f"moves of {account}",
                    amount_text(change, token.decimals, symbol),
                    amount_text(moved, token.decimals, symbol),
                    lines.get((symbol, account), line),
                )

    def watched(self, step: Table) -> Balances:
        """Balances before the act, of all parties and of contracts that `moves` names."""
        before = self.balances()
        for token, account, _amount, where in self._by_token(step.get("moves"), step.line):
            if (token.symbol, account) not in before:
                before[token.symbol, account] = self.world.balance(token, self._address(account, where))
        return before

    def _address(self, account: str, line: int | None) -> str:
        names = self.world.names
        if account in names.parties:
            return names.parties[account].address
        if account in names.contracts:
            return names.contracts[account].address
        return self.world.party(account, line).address

    def _by_token(self, value: Any, line: int) -> Iterator[tuple[Token, str, Any, int]]:
        """(token, account, amount, line) of {EUR: {a: 1.00}}, {a: {EUR: 1.00}} or {a: EUR 1.00}."""
        if value is None or (isinstance(value, Text) and value.lower() in {"none", "nothing", ""}):
            return
        if not isinstance(value, Table):
            raise ScenarioError("a mapping by token or by party is wanted here", line)
        names = self.world.names
        for outer, inner in value.items():
            where = value.line_of(outer)
            if isinstance(inner, Table) and not (inner and set(inner) <= set(BOUNDS)):
                for key, amount in inner.items():
                    symbol, account = (outer, key) if outer in names.tokens else (key, outer)
                    if symbol not in names.tokens:
                        raise ScenarioError(f"no token {symbol}{did_you_mean(symbol, names.tokens)}", where)
                    for one in spread(account, inner.line_of(key)):
                        self._address(one, inner.line_of(key))
                        yield names.tokens[symbol], one, amount, inner.line_of(key)
                continue
            if outer in names.tokens and outer not in names.parties:
                if isinstance(inner, Text) and inner.lower() in {"none", ""}:
                    continue
                raise ScenarioError(f"{outer}: who has it? write {{{outer}: {{party: 1.00}}}}", where)
            for one in spread(outer, where):
                self._address(one, where)
                yield self._token_in(inner, where), one, inner, where

    def _token_in(self, text: Any, line: int) -> Token:
        tokens = self.world.names.tokens
        for word in str(text).replace("-", " ").replace("+", " ").split():
            if word in tokens:
                return tokens[word]
        if len(tokens) == 1:
            return next(iter(tokens.values()))
        raise ScenarioError(f"{text!r} names no token", line)

    def _amounts(self, step: Table, key: str) -> Iterator[tuple[str, Any]]:
        if key in step:
            yield key, step[key]

    def _holdings(self, value: Any, holding: Any, what: str, within: int) -> None:
        for token, account, amount, where in self._by_token(value, line_of(value) or 0):
            seen = holding(token, self._address(account, where))
            bounds = amount if isinstance(amount, Table) else None
            if bounds is None:
                word, _, rest = str(amount).strip().partition(" ")
                pairs = [(word, rest)] if word in BOUNDS else [("", str(amount).strip())]
            else:
                pairs = [(word, str(limit)) for word, limit in bounds.items()]
            for word, text in pairs:
                if word and word not in BOUNDS:
                    raise ScenarioError(f"an amount, at_most or at_least is wanted here, not {word}", where)
                limit = token_units(self.world.reader, token, text, where)
                held = BOUNDS[word](seen, limit) if word else abs(seen - limit) <= within
                if not held:
                    wanted = f"{word.replace('_', ' ')} {amount_text(limit, token.decimals, token.symbol)}"
                    now = amount_text(seen, token.decimals, token.symbol)
                    raise Unmet(f"{what} of {account}", wanted.strip(), now, where)

    def _waiting_for(self, token: Token, address: str) -> int:
        where = self.world.adapter.withdrawable
        if not where:
            raise ScenarioError("the adapter says nowhere what is withdrawable")
        return sum(int(self.world.view(*place, [address, token.address])) for place in where)

    def table(self, name: Any, before: Balances, within: int, step: Table, numbers: range) -> None:
        """A CSV of (step, account, asset, amount): what moved in this step, by an outside hand."""
        line = step.line_of("table")
        wanted: Balances = dict.fromkeys(before, 0)
        labels = {*map(str, numbers), str(step.get("name", ""))} - {""}
        rows = 0
        for row in read_csv(self.world.story.path.parent / str(name), line):
            if row.get("step") not in labels:
                continue
            token = self.world.names.tokens.get(row.get("asset", ""))
            if token is None:
                raise ScenarioError(f"{name}: no token {row.get('asset')}", line)
            rows += 1
            amount = token_units(self.world.reader, token, row.get("amount", ""), line)
            for account in spread(row.get("account", ""), line):
                wanted[token.symbol, account] = wanted.get((token.symbol, account), 0) + amount
        if not rows:
            raise ScenarioError(
                f"{name} has no row for step {' or '.join(sorted(filter(None, labels)))}", line
            )
        self._compare_moves(wanted, before, within, {}, line)

    # --- states ---

    def _state(self, value: Any, line: int) -> None:
        if not isinstance(value, Table):
            raise ScenarioError("`state` is a mapping: {$alias: NAME}", line)
        for key, wanted in value.items():
            where = value.line_of(key)
            bound = self.world.reader.alias(key if key.startswith("$") else f"${key}", where)
            if not isinstance(bound, Bound):
                raise ScenarioError(f"{key} has no state", where)
            known = self.world.names.known.get(bound.value) if isinstance(bound.value, bytes) else None
            kind = bound.kind if bound.kind in self.world.adapter.states or known is None else known.kind
            spec = self.world.adapter.states.get(kind)
            if spec is None:
                raise ScenarioError(f"{key} is a {kind}, which has no state here", where)
            seen = self.world.view(spec.instrument, spec.function, [bound.value])
            seen = seen[spec.field] if isinstance(seen, Mapping) else seen
            word = spec.names.get(str(wanted).upper(), str(wanted))
            number = self.world.reader.scalar(Text(word, where), f"enum {spec.enumeration}", where)
            if seen != number:
                reader = self.world.reader
                raise Unmet(f"state of {key}", str(wanted), reader.name_of(spec.enumeration, seen), where)

    def keep(self, step: Table) -> dict[str, Any]:
        """What `unchanged` will compare."""
        found: dict[str, Any] = {}
        for word in _list(step.get("unchanged")):
            if word == "balances":
                found[word] = self.balances()
            elif word in {"state", "states"}:
                found[word] = self.states()
            elif word == "withdrawable":
                found[word] = self.waiting()
            elif word == "claims":
                found[word] = self.units.books()
            else:
                known = ("balances", "claims", "state", "withdrawable")
                raise ScenarioError(
                    f"unchanged: no {word}{did_you_mean(word, known)}", step.line_of("unchanged")
                )
        return found

    def _unchanged(self, step: Table, kept: Mapping[str, Any]) -> None:
        now = self.keep(step)
        for word, values in kept.items():
            for key, value in values.items():
                if now[word].get(key) != value:
                    names = self.world.names
                    label = " of ".join(reversed(key)) if isinstance(key, tuple) else f"${key}"
                    raise Unmet(
                        f"unchanged {word}: {label}",
                        word_text(names, value),
                        word_text(names, now[word].get(key)),
                        step.line_of("unchanged"),
                    )

    def _gas(self, value: Any, sent: Sent, line: int) -> None:
        if not isinstance(value, Table):
            raise ScenarioError("`gas` is a mapping: {at_most: N}", line)
        for key in value:
            if key not in {"at_most", "at_least", "given"}:
                raise ScenarioError(f"gas has no {key}; known: at_least, at_most, given", value.line_of(key))
        if sent.gas is None:
            return
        for word in ("at_most", "at_least"):
            if word in value:
                limit = self.world.reader.number(str(value[word]), value.line_of(word))
                if (sent.gas > limit) if word == "at_most" else (sent.gas < limit):
                    raise Unmet(
                        "gas", f"{word.replace('_', ' ')} {limit}", str(sent.gas), value.line_of(word)
                    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, Series) else [str(value)]


def read_csv(path: Path, line: int | None) -> list[dict[str, str]]:
    """The rows of a CSV with a head line."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = [line_ for line_ in file if not line_.startswith("#")]
        return [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(rows)]
    except OSError as error:
        raise ScenarioError(f"{path.name} cannot be read: {error.strerror}", line) from None
