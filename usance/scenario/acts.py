"""From an act in the trade's words to a function and its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from usance.chain.abi import Function
from usance.chain.driver import Deployed
from usance.codes import Stage
from usance.scenario.adapter import ActSpec, Adapter, FieldSpec, StructSpec
from usance.scenario.cast import Bound, Names
from usance.scenario.changes import BESIDE, ChangeReader
from usance.scenario.defaults import NO_VALUE, Defaults, zero_of
from usance.scenario.document import Series, Table, Text
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.later import later_act, later_parameter
from usance.scenario.papers import claim_fields, credit_fields
from usance.scenario.values import Reader
from usance.terms import key_text

IN_PROGRESS = object()


@dataclass
class Call:
    """An act ready to be sent: what to call with which arguments, and what the adapter says of it."""

    act: str
    contract: Deployed
    function: str
    args: list[Any]
    spec: ActSpec
    named: dict[str, Any] = field(default_factory=dict)


def find_act(
    act: str, adapter: Adapter, names: Names, view: bool, line: int | None, args: Any = None
) -> tuple[Deployed, ActSpec]:
    """The contract and the adapter's words on an act or a view; `args` may lead to another form of it."""
    head, dot, name = act.partition(".")
    if not dot:
        raise ScenarioError(f"{act!r}: write instrument.act", line)
    if head.startswith("$"):
        bound = names.aliases.get(head[1:])
        if bound is None or bound.contract is None:
            raise ScenarioError(f"{head} is no contract{did_you_mean(head[1:], names.aliases)}", line)
        return bound.contract, _plain(bound.contract, name, act, line)
    token = names.tokens.get(head)
    if token is not None and token.deployed is not None:
        specs = adapter.token_views if view else adapter.token_acts
        found = specs.get(name) or adapter.token_views.get(name) or adapter.token_acts.get(name)
        return token.deployed, found or _plain(token.deployed, name, act, line, specs)
    party = names.parties.get(head)
    if party is not None and head not in adapter.contracts:
        if party.wallet is None:
            raise ScenarioError(f"{head} is no contract (kind: wallet), it has no act of its own", line)
        return party.wallet, adapter.party_acts.get(name) or _plain(party.wallet, name, act, line)
    later = later_act(act, {*adapter.acts, *adapter.views})
    if later:
        raise ScenarioError(later, line)
    specs = adapter.views if view else adapter.acts
    spec = specs.get(act) or adapter.views.get(act) or adapter.acts.get(act)
    instrument = head if spec is None or spec.instrument is None else spec.instrument
    if instrument not in names.contracts:
        known = {*adapter.acts, *adapter.views, *names.tokens, *names.parties}
        raise ScenarioError(f"no {'view' if view else 'act'} {act}{did_you_mean(act, known)}", line)
    contract = names.contracts[instrument]
    if spec is None:
        spec = _plain(contract, name, act, line, adapter.views if view else adapter.acts)
    for word, other in spec.when.items():
        if isinstance(args, Table) and word in args:
            return contract, adapter.acts[other]
    return contract, spec


def _plain(
    contract: Deployed, name: str, act: str, line: int | None, known: Mapping[str, Any] | None = None
) -> ActSpec:
    """A function of the contract that the adapter does not mention, under its own name."""
    if name in contract.abi.functions:
        return ActSpec(function=name)
    words = known or contract.abi.functions
    raise ScenarioError(f"no act {act}{did_you_mean(act, words)}", line)


class Assembler:
    """Builds the arguments of one act."""

    def __init__(
        self,
        act: str,
        spec: ActSpec,
        contract: Deployed,
        adapter: Adapter,
        reader: Reader,
        defaults: Defaults,
        look: Callable[[Call], Any],
    ) -> None:
        self.act = act
        self.spec = spec
        self.contract = contract
        self.adapter = adapter
        self.reader = reader
        self.defaults = defaults
        self.look = look
        self.function: Function = contract.abi.function(spec.function)
        self._values: dict[str, Any] = {}
        self._args = Table()

    def build(self, args: Table | None, line: int | None) -> Call:
        """The call with these arguments of the scenario."""
        self._args = args if args is not None else Table(line or 0)
        self._check_words(self._args)
        for component in self.function.inputs.components:
            self._argument(str(component["name"]), line)
        values = [self._values[name] for name in self.function.parameters]
        return Call(self.act, self.contract, self.spec.function, values, self.spec, dict(self._values))

    # --- words a scenario may use ---

    def words(self) -> set[str]:
        """Every parameter that the act takes."""
        known = {*self.spec.ignores, *self.spec.when, *(("invoice",) if self.spec.credit_note else ())}
        for component in self.function.inputs.components:
            name = str(component["name"])
            spec = self.spec.arguments.get(name, FieldSpec())
            known |= set(spec.source) or {name}
            if spec.through is not None:
                known |= self._through(spec.through).words()
            if spec.change is not None:
                known |= set(BESIDE)
            if spec.struct is not None and spec.flatten:
                for part in component["components"]:
                    inner = self._struct(spec.struct).fields.get(str(part["name"]), FieldSpec())
                    known |= {str(part["name"]), *inner.source}
        return known

    def _check_words(self, args: Table) -> None:
        known = self.words()
        for key in args:
            later = later_parameter(self.act, key, args[key])
            if later:
                raise ScenarioError(later, args.line_of(key))
            if later is None and key not in known:
                raise ScenarioError(
                    f"{self.act} has no parameter {key}{did_you_mean(key, known)}", args.line_of(key)
                )

    def _struct(self, name: str) -> StructSpec:
        return self.adapter.structs.get(name, StructSpec())

    def _through(self, view: str, line: int | None = None) -> Assembler:
        """The view that gives an argument from words of its own."""
        contract, spec = find_act(view, self.adapter, self.reader.names, True, line)
        return Assembler(view, spec, contract, self.adapter, self.reader, self.defaults, self.look)

    # --- arguments ---

    def _component(self, name: str) -> Mapping[str, Any]:
        for component in self.function.inputs.components:
            if component["name"] == name:
                return component
        raise ScenarioError(
            f"the adapter speaks of an argument {name} that {self.spec.function} does not take"
        )

    def _argument(self, name: str, line: int | None = None) -> Any:
        if name in self._values:
            return self._values[name]
        if name not in self.function.parameters:
            return self._alias_of(name)
        component = self._component(name)
        spec = self.spec.arguments.get(name, FieldSpec())
        given = self._given(self._args, spec, name)
        if spec.change is not None and not self._is_alias(given) and (given is not None or not spec.default):
            value = self._change(given, spec.change, line)
        elif given is not None:
            value = self._read(given, component, spec)
        elif spec.through is not None:
            view = self._through(spec.through, line)
            words = Table(line or 0)
            for key in view.words() & self._args.keys():
                words.put(key, self._args[key], self._args.line_of(key))
            value = self.look(view.build(words, line))
        elif name in self.spec.credit_note and "invoice" in self._args:
            where = self._args.line_of("invoice")
            value = credit_fields(self.reader.folder / str(self._args["invoice"]), where)[name]
        elif spec.struct is not None and spec.flatten:
            value = self._fill(
                self._args, component, self._struct(spec.struct), spec.struct, line, loose=True
            )
        else:
            value = self._left_out(name, component, spec, self._argument, self._written, line)
        value = self._in_its_place(value, given, spec)
        self._values[name] = value
        return value

    def _in_its_place(self, value: Any, given: Any, spec: FieldSpec) -> Any:
        """A part of a change as its mask, terms as the bank is bound by them that the act is about."""
        if spec.bound_by is not None and isinstance(value, Mapping):
            return self._terms_at(value, given, spec.bound_by)
        return value

    # --- terms that change ---

    @staticmethod
    def _is_alias(given: Any) -> bool:
        return isinstance(given, Text) and given.startswith("$")

    def _change(self, given: Any, of: str, line: int | None) -> dict[str, Any]:
        """A change of the terms in argument `of`, from its words and what stands beside it."""
        if isinstance(given, Text) and given.strip().lower() not in {"", "none"}:
            raise ScenarioError(
                "a change is a mapping: {amount: +EUR 1.00, expiry_day: 2026-06-30}", given.line
            )
        words = Table(getattr(given, "line", line) or 0)
        if isinstance(given, Table):
            for key in given:
                words.put(key, given[key], given.line_of(key))
        for key in BESIDE:
            if key in self._args and key not in words:
                words.put(key, self._args[key], self._args.line_of(key))
        terms = self._argument(of)
        identity = self.reader.names.id_of(terms)
        number = len(self.reader.names.offered.get(identity or b"", [])) + 1
        struct = self.spec.arguments[of].struct or ""
        parts = self._component(of)["components"]
        changes = ChangeReader(self.reader, struct, self._struct(struct), parts, self.reader.names.party_at)
        return changes.read(words, terms, number, self.defaults.of_step())

    def _terms_at(self, terms: Mapping[str, Any], given: Any, bound_by: str) -> Mapping[str, Any]:
        """The terms that count at the bank an act is about: a confirming bank may have its own."""
        names = self.reader.names
        versions = names.versions.get(names.id_of(terms) or b"")
        if versions is None or versions.own is None or (isinstance(given, Text) and "." in given):
            return terms
        if bound_by == "bank":
            bank = self._args.get("bank")
            own = bank is not None and self.reader.address(str(bank)) == versions.own["confirmer"]
        elif bound_by == "by":
            own = self.defaults.party.address == versions.own["confirmer"]
        elif bound_by == "set":
            one = self._args.get("presentation")
            found = (
                self.reader.alias(one, one.line) if isinstance(one, Text) and one.startswith("$") else None
            )
            own = (
                isinstance(found, Bound)
                and found.value in names.known
                and self.defaults.state(found.value)["stage"] == Stage.CONFIRMER
            )
        else:
            own = True
        return dict(versions.own) if own else terms

    def _alias_of(self, name: str) -> Any:
        """A parameter that is no argument of the function, for `A.F` defaults: an alias it names."""
        given = self._args.get(name)
        if isinstance(given, Text) and given.startswith("$"):
            found = self.reader.alias(given, given.line)
            return found if isinstance(found, Bound) and found.struct is not None else None
        return None

    @staticmethod
    def _given(args: Table, spec: FieldSpec, name: str) -> Any:
        for word in spec.source or (name,):
            if word in args:
                return args[word]
        return None

    def _written(self, name: str) -> Any:
        return self._given(self._args, self.spec.arguments.get(name, FieldSpec()), name)

    def _unit(self) -> str:
        """The currency of the claim that the act is about, as far as the scenario says which."""
        for word in ("claim", "id", "claims"):
            given = self._args.get(word)
            given = given[0] if isinstance(given, Series) and given else given
            if not isinstance(given, Text) or not given.startswith("$"):
                continue
            found = self.reader.alias(given, given.line)
            value = found.value if isinstance(found, Bound) else found
            value = value[0] if isinstance(value, list) and value else value
            known = self.reader.names.known.get(value) if isinstance(value, bytes) else None
            if known is not None and known.struct is not None and "currency" in known.struct:
                return key_text(known.struct["currency"])
        return ""

    def _read(self, given: Any, component: Mapping[str, Any], spec: FieldSpec) -> Any:
        if spec.kind == "units":
            self.reader.unit = self._unit()
        if spec.struct is not None:
            struct, inner = self._struct(spec.struct), {**component, "type": "tuple"}
            if component["type"] == "tuple" and isinstance(given, Series) and given:
                # Several of a batch: their common terms are those of each.
                given = given[0]
            if component["type"] == "tuple" and isinstance(given, Table):
                return self._fill(given, component, struct, spec.struct, given.line)
            if component["type"] == "tuple[]" and isinstance(given, Series):
                return [self._row(row, number, inner, struct, spec) for number, row in enumerate(given)]
        return self.reader.read(given, component, spec.kind, getattr(given, "line", None), self.spec.function)

    def _row(
        self, row: Any, number: int, component: Mapping[str, Any], struct: StructSpec, spec: FieldSpec
    ) -> Any:
        """One row of a batch; what it leaves out is told by its number."""
        if not isinstance(row, Table):
            return self.reader.read(row, component, spec.kind, getattr(row, "line", None), self.spec.function)
        self.defaults.row = number
        return self._fill(row, component, struct, spec.struct or "", row.line)

    def _seller(self, field_of: Callable[[str], Any], parts: Mapping[str, Any]) -> str:
        """Whose papers they are: the creditor of the terms, of a row that of the common terms."""
        return str(field_of("creditor") if "creditor" in parts else self._argument("common")["creditor"])

    def _fill(
        self,
        table: Table,
        component: Mapping[str, Any],
        struct: StructSpec,
        scope: str,
        line: int | None,
        loose: bool = False,
    ) -> dict[str, Any]:
        """A struct from its mapping, what is left out by the adapter's defaults."""
        parts = {str(part["name"]): part for part in component["components"]}
        known = set(parts) | {word for spec in struct.fields.values() for word in spec.source}
        known |= {"invoice"} if struct.invoice else set()
        file = table.get("invoice") if struct.invoice else None
        if not loose:
            for key in table:
                if key not in known:
                    hint = did_you_mean(key, known)
                    raise ScenarioError(f"the terms of {scope} have no {key}{hint}", table.line_of(key))
        values: dict[str, Any] = {}

        def written(name: str) -> Any:
            spec = struct.fields.get(name, FieldSpec())
            found = self._given(table, spec, name)
            if found is None and name not in spec.source and name in table:
                found = table[name]
            return found

        def field_of(name: str) -> Any:
            if name not in parts:
                raise ScenarioError(f"the adapter speaks of a field {name} that {scope} does not have")
            if name in values:
                return None if values[name] is IN_PROGRESS else values[name]
            values[name] = IN_PROGRESS
            spec = struct.fields.get(name, FieldSpec())
            given = written(name)
            if given is not None:
                where = getattr(given, "line", line)
                values[name] = self.reader.read(given, parts[name], spec.kind, where, scope)
            elif file is not None and name in struct.invoice:
                where = table.line_of("invoice")
                seller = self.reader.identity_of(self._seller(field_of, parts))
                values[name] = claim_fields(self.reader.folder / str(file), seller, where)[name]
            else:
                values[name] = self._left_out(name, parts[name], spec, field_of, written, line, scope)
            return values[name]

        for name in parts:
            field_of(name)
        return {name: values[name] for name in parts}

    def _left_out(
        self,
        name: str,
        component: Mapping[str, Any],
        spec: FieldSpec,
        field_of: Any,
        written: Any,
        line: int | None,
        scope: str = "",
    ) -> Any:
        kind = spec.kind or self.adapter.kind_of(name, scope or self.spec.function)

        def argument(other: str) -> Any:
            # An alias says more than its value: `signature.nonce` is known, the bytes do not tell it.
            return self._alias_of(other) or self._argument(other, line)

        self.defaults.read = lambda text, part, _kind: self.reader.read(text, part, kind, line, scope)
        for phrase in spec.default:
            value = self.defaults.find(phrase, component, kind, field_of, written, argument)
            if value is not NO_VALUE:
                return (
                    self.reader.read(value, component, kind, line, scope)
                    if isinstance(value, Bound)
                    else value
                )
        if spec.default and spec.default[-1] == "nothing":
            return zero_of(component)
        wanted = " or ".join(spec.source or (name,))
        raise ScenarioError(f"{self.act}: {wanted} is left out and has no default", line)
