"""Playing a story step by step."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from usance.chain.abi import Event
from usance.chain.driver import Deployed
from usance.model.credit_tenor import is_usance
from usance.scenario.acts import Assembler, Call, find_act
from usance.scenario.amending import ANYONE, Amending
from usance.scenario.approvals import approvals_of
from usance.scenario.cast import Bound, Party
from usance.scenario.checks import Watch, chosen_checks, run_checks
from usance.scenario.defaults import Defaults
from usance.scenario.document import Table, Text, line_of, substitute, walk
from usance.scenario.errors import ScenarioError, Unmet, did_you_mean
from usance.scenario.examining import VIEW, examined, viewed
from usance.scenario.expect import Balances, Expectations, read_csv
from usance.scenario.holders import Holders
from usance.scenario.signatures import Signing
from usance.scenario.stage import Reverted, Sent
from usance.scenario.story import steps_of
from usance.scenario.turns import turns
from usance.scenario.values import ALIAS, component_kind
from usance.scenario.world import World
from usance.terms import Credit

COMMON = {"at", "name", "note", "rules"}
AFTER = {
    "reverts", "emits", "returns", "moves", "balances", "withdrawable", "state", "within", "gas", "table",
    "unchanged", "as", "approve", "holdings",
}  # fmt: skip
LOOKS = {"balances", "withdrawable", "holdings", "state", "within"}
KEYS = {
    "call": COMMON | AFTER | {"by", "call", "args"},
    "view": COMMON | LOOKS | {"by", "view", "args", "equals", "at_most", "at_least", "as", "reverts"},
    "for": {"for", "steps", "note", "name"},
    "block": COMMON | {"block", "moves", "table"} | LOOKS,
    "batch": COMMON | AFTER | {"by", "batch"},
    "sign": COMMON | {"sign", "as", "tamper", "chain", "contract"},
    "chain_id": COMMON | {"chain_id"},
    "examine": COMMON | {"examine"},
}  # fmt: skip
LOOK = COMMON | LOOKS


class Player:
    """Plays the steps of one story on its world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.expect = Expectations(world)
        self.watch = Watch(world)
        self.checks = chosen_checks(world.story.checks)
        self.signing = Signing(world, self.defaults)
        self.amending = Amending(world)
        self.last: int = world.stage.now()
        self._in_block = False
        self._later: list[tuple[Table, Call, Sent]] = []
        self._rows: set[str] | None = None
        self._told_rows: set[str] = set()

    def play(self) -> int:
        """All steps; the number of steps played."""
        run_checks(self.watch, self.checks)
        self._steps(self.world.story.steps, {})
        unread = sorted((self._rows or set()) - self._told_rows)
        if unread:
            table = self.world.story.table
            raise ScenarioError(f"{table}: no act is step {unread[0]}", line_of(table))
        return self.world.step

    # --- steps ---

    def _steps(self, steps: list[Table], names: Mapping[str, Any]) -> None:
        for step in steps:
            if "for" in step:
                self._repeat(step, names)
                continue
            self.world.step += 1
            try:
                # Without names this finds a `${...}` that no `for` fills.
                self._step(substitute(step, dict(names)))
            except (ScenarioError, Unmet) as error:
                raise error.located(line=step.line, step=self.world.step) from None

    def _repeat(self, step: Table, names: Mapping[str, Any]) -> None:
        self._check_keys(step, "for")
        for values in turns(self.world.story.path.parent, step["for"], step.line_of("for")):
            self._steps(steps_of(step.get("steps"), "steps"), {**names, **values})

    def _check_keys(self, step: Table, form: str) -> None:
        known = KEYS.get(form, LOOK)
        everywhere: set[str] = set().union(*KEYS.values())
        # A word that no step knows is the slip; a known one may only be out of place because of it.
        for key in sorted(step, key=lambda word: word in everywhere):
            if key not in known:
                everything = known if form else everywhere
                raise ScenarioError(
                    f"a step{f' with {form}' if form else ''} has no {key}{did_you_mean(key, everything)}",
                    step.line_of(key),
                )

    def _step(self, step: Table) -> None:
        forms = [form for form in KEYS if form in step]
        if len(forms) > 1:
            raise ScenarioError(f"a step is one of {' and '.join(forms)}, not both", step.line)
        form = forms[0] if forms else ""
        if not form and not LOOK & set(step) - COMMON and "at" not in step:
            self._check_keys(step, "")
            raise ScenarioError(
                "a step says what happens: call, view, block, batch, sign, examine or for", step.line
            )
        self._check_keys(step, form)
        if form in {"call", "block", "batch"} and not self._in_block:
            self._accounted(step, form)
        if form != "block":
            self._time(step)
        handler = {
            "call": self._call,
            "view": self._view,
            "block": self._block,
            "batch": self._batch,
            "sign": self._sign,
            "chain_id": self._chain_id,
            "examine": self._examine,
        }.get(form, self._look)
        handler(step)
        if not self._in_block and form != "sign":
            run_checks(self.watch, self.checks)

    def _accounted(self, step: Table, form: str) -> None:
        """The table of a whole story speaks at every step that it has rows for."""
        name = self.world.story.table
        if name is None or "table" in step:
            return
        if self._rows is None:
            path = self.world.story.path.parent / str(name)
            self._rows = {row.get("step", "") for row in read_csv(path, name.line)}
        number = self.world.step
        count = sum(1 for _ in steps_of(step["block"], "block")) if form == "block" else 0
        labels = {*map(str, range(number, number + count + 1)), str(step.get("name", ""))} & self._rows
        if labels:
            self._told_rows |= labels
            step.put("table", name, name.line)

    def _time(self, step: Table) -> None:
        if "at" not in step:
            return
        line = step.line_of("at")
        if self._in_block:
            raise ScenarioError("steps of a block share its time: write `at` at the block", line)
        wanted = int(self.world.reader.scalar(step["at"], "time", line))
        now = self.world.stage.now()
        if wanted < now or (wanted == now and step.keys() & {"call", "batch"}):
            what = "before" if wanted < now else "at the time of"
            raise ScenarioError(
                f"{step['at']} is {what} the last step; time never goes back "
                "(acts of one moment stand in a block)",
                line,
            )
        self.world.stage.set_time(wanted)

    # --- acts ---

    def assemble(self, act: str, args: Any, party: Party, line: int, view: bool = False) -> Call:
        """The function and arguments of an act."""
        world = self.world
        if args is not None and not isinstance(args, Table):
            if isinstance(args, Text) and args.strip() in {"", "none"}:
                args = None
            else:
                raise ScenarioError("`args` is a mapping: {parameter: value}", line_of(args, line))
        contract, spec = find_act(act, world.adapter, world.names, view, line, args)
        defaults = self.defaults(party)
        assembler = Assembler(act, spec, contract, world.adapter, world.reader, defaults, self._seen)
        call = assembler.build(args, line)
        if spec.usance is not None and self._is_promise(call):
            return replace(self.assemble(spec.usance, args, party, line, view), act=act)
        return call

    def _is_promise(self, call: Call) -> bool:
        """Do the terms promise a later day? A bank that paid already is owed money."""
        terms, identity = call.named["credit"], self.world.names.id_of(call.named["presentation"])
        if not is_usance(Credit.from_mapping(terms)):
            return False
        return identity is None or not self._state(identity)["claim"]

    def defaults(self, party: Party) -> Defaults:
        """What is left out, for an act of this party in this step."""
        world = self.world
        return Defaults(
            world.names, party, world.step, self._today, self._state, world.reader.read, Holders(world)
        )

    def _seen(self, call: Call) -> Any:
        return self.world.stage.view(call.contract, call.function, call.args)

    def _today(self, place: bytes) -> int:
        return int(self.world.view("calendar", "local_day", [place, self._pending_time()]))

    def _state(self, identity: bytes) -> Any:
        spec = self.world.adapter.states[self.world.names.known[identity].kind]
        return self.world.view(spec.instrument, spec.function, [identity])

    def _pending_time(self) -> int:
        return self.world.stage.pending_time()

    def _party(self, step: Table) -> Party:
        name = str(step.get("by", "anyone"))
        return self.world.party(name, step.line_of("by"))

    def _call(self, step: Table) -> None:
        party = self._party(step)
        line = step.line_of("call")
        call = self.assemble(str(step["call"]), step.get("args"), party, line)
        if self.world.stage.name == "model" and "reverts" in step and self._gas_given(step) is not None:
            # The model knows no gas: what is refused for want of it cannot be played on it.
            return
        before, kept = self._before(step)
        sent = self._send(step, call, party)
        self.world.record(step, call.act, sent)
        if not self._in_block:
            sent = self._taken(step, call, sent)
        self._told(step, call, sent, before, kept)

    def _taken(self, step: Table, call: Call, sent: Sent) -> Sent:
        """The act with what its set says to pending changes, in the second after it (10c)."""
        for taking, took in self.amending.taken(call, sent):
            if not took.ok:
                raise Unmet(taking.act, "the set takes the change", f"refused: {took.reason}", step.line)
            self.watch.learn(took.events, self.world.party(ANYONE).address)
            self.world.record(step, taking.act, took, ANYONE)
            sent = replace(sent, events=(*sent.events, *took.events))
        return sent

    def _before(self, step: Table) -> tuple[Balances | None, dict[str, Any] | None]:
        wanted = "moves" in step or "table" in step
        if self._in_block and (wanted or "unchanged" in step):
            raise ScenarioError(
                "inside a block nothing is seen between acts: write `moves` at the block", step.line
            )
        before = self.expect.watched(step) if wanted else None
        return before, self.expect.keep(step) if "unchanged" in step else None

    def _send(self, step: Table, call: Call, party: Party) -> Sent:
        world = self.world
        wanted = world.story.approve and str(step.get("approve", "exact")).lower() not in {"none", "no"}
        approvals = approvals_of(world, call, party) if wanted else []
        gas = self._gas_given(step)
        armed = self._arms()
        rejections = self.amending.rejections(
            call.act, step.get("args"), call.named.get("credit"), step.line_of("args")
        )
        earlier: tuple[Event, ...] = ()
        several = (approvals or armed or rejections) and not self._in_block
        with world.stage.together() if several else nullcontext():
            for contract, args, owner in armed:
                arming = world.stage.send(contract, "arm", args, owner)
                if not arming.ok:
                    raise ScenarioError(f"{owner.name} cannot be armed: {arming.reason}", step.line)
            for approval in approvals:
                assert approval.token.deployed is not None
                args = [approval.spender, approval.amount]
                world.stage.send(approval.token.deployed, "approve", args, party)
            for rejection, owner in rejections:
                sent = world.stage.send(rejection.contract, rejection.function, rejection.args, owner)
                if not sent.ok:
                    return sent
                earlier += sent.events
            sent = world.stage.send(call.contract, call.function, call.args, party, gas)
        if sent.ok:
            sent = replace(sent, events=(*earlier, *sent.events))
            self.watch.learn(sent.events, party.address)
            self.amending.learn(sent.events)
        return sent

    def _gas_given(self, step: Table) -> int | None:
        gas = step.get("gas")
        if isinstance(gas, Table) and "given" in gas:
            return self.world.reader.number(str(gas["given"]), gas.line_of("given"))
        return None

    def _told(
        self, step: Table, call: Call, sent: Sent, before: Balances | None, kept: dict[str, Any] | None
    ) -> None:
        """Everything that is said about the act's outcome, and what it leaves under a name."""
        self.expect.outcome(step, sent)
        if sent.ok:
            self._born(call, sent)
            self._name(step, call, sent)
            self._returned(step, call, sent)
        if self._in_block:
            self._later.append((step, call, sent))
        else:
            self.expect.after(step, sent, before, kept, aliases=call.spec.events)

    def _born(self, call: Call, sent: Sent) -> None:
        """What events brought into being, and a returned id, are known from now on, named or not."""
        for event in sent.events:
            birth = self.world.adapter.births.get(event.name)
            if birth is not None:
                identity = event[birth.id]
                self.world.names.known[identity] = Bound(birth.kind, identity, event[birth.struct])
        returns = call.spec.returns
        if returns is None or not isinstance(sent.returned, bytes):
            return
        struct = None if returns.struct is None else call.named[returns.struct]
        self.world.names.known[sent.returned] = Bound(returns.kind, sent.returned, struct)

    def _name(self, step: Table, call: Call, sent: Sent) -> None:
        if "as" not in step:
            return
        line = step.line_of("as")
        wanted = step["as"]
        items = wanted.items() if isinstance(wanted, Table) else [(str(wanted), Text("return", line))]
        for name, source in items:
            if not ALIAS.fullmatch(f"${name}"):
                raise ScenarioError(f"{name!r} is no name for an alias", line)
            value = self._result(str(source), call, sent, line)
            known = self.world.names.known.get(value) if isinstance(value, bytes) else None
            self.world.bind(name, known or Bound("value", value))

    def _result(self, source: str, call: Call, sent: Sent, line: int) -> Any:
        parts = source.split(".")
        if parts[0] in {"return", "returns", "result"}:
            value = sent.returned
            parts = parts[1:]
        elif parts[0] in {"event", "events"} and len(parts) >= 3:
            real = self.expect.logs.name_of(parts[1], line, call.spec.events)
            found = [event for event in sent.events if event.name == real]
            if not found:
                seen = ", ".join(event.name for event in sent.events) or "no event"
                raise Unmet("events", parts[1], seen, line)
            value = found[0].args
            terms = self.world.adapter.sums.get(f"{real}.{parts[2]}")
            if terms is not None:
                value = {**value, parts[2]: sum(value[term] for term in terms)}
            parts = parts[2:]
        else:
            raise ScenarioError(f"`as` takes return or event.NAME.argument, not {source!r}", line)
        for part in parts:
            if not isinstance(value, Mapping) or part not in value:
                known = list(value) if isinstance(value, Mapping) else []
                raise ScenarioError(f"{source}: there is no {part}{did_you_mean(part, known)}", line)
            value = value[part]
        if value is None:
            raise ScenarioError(f"{call.act} returns nothing", line)
        return value

    def _returned(self, step: Table, call: Call, sent: Sent) -> None:
        if "returns" not in step:
            return
        line = step.line_of("returns")
        outputs = call.contract.abi.function(call.function, len(call.args)).outputs.components
        if len(outputs) != 1:
            raise ScenarioError(f"{call.act} returns {len(outputs)} values", line)
        found = self.expect.differs(step["returns"], sent.returned, outputs[0], call.spec.kind, 0, line)
        if found is not None:
            raise Unmet("the return value", *found, line=line)

    # --- other steps ---

    def _view(self, step: Table) -> None:
        world, line = self.world, step.line_of("view")
        if step["view"] == VIEW:
            self._keep(step, viewed(world, step))
            self.expect.after(step, None, None, None)
            return
        call = self.assemble(str(step["view"]), step.get("args"), self._party(step), line, view=True)
        function = call.contract.abi.function(call.function, len(call.args))
        try:
            value = world.stage.view(
                call.contract, call.function, call.args, self._party(step).account.address
            )
        except Reverted as error:
            if "reverts" not in step:
                raise Unmet("the view", "an answer", f"refused: {error.reason}", line) from None
            sent = Sent(False, error.reason, frozenset(), None, (), world.stage.now())
            self.expect.outcome(step, sent)
            return
        if "reverts" in step:
            raise Unmet("the view", f"a refusal ({step['reverts']})", "an answer", step.line_of("reverts"))
        component: Mapping[str, Any] = function.outputs.components[0]
        scope = call.spec.scope or call.function
        if call.spec.outputs:
            named = zip(call.spec.outputs, function.outputs.components, strict=True)
            several = [{**part, "name": name} for name, part in named]
            component = {"name": "", "type": "tuple", "components": several}
            value = dict(zip(call.spec.outputs, value, strict=True))
        if call.spec.field is not None:
            parts = {part["name"]: part for part in component["components"]}
            component, value = parts[call.spec.field], value[call.spec.field]
        kind = call.spec.kind or world.adapter.kind_of(str(component.get("name", "")), scope)
        kind = kind or component_kind(component)
        if "equals" in step:
            within = self.expect._within(step)
            where = step.line_of("equals")
            found = self.expect.differs(step["equals"], value, component, kind, within, where, scope)
            if found is not None:
                raise Unmet(f"view {step['view']}", *found, line=where)
        self.expect.bounds(step, value, component, kind)
        self._keep(step, value)
        self.expect.after(step, None, None, None)

    def _keep(self, step: Table, value: Any) -> None:
        """What a view answered, under the names that the step gives it."""
        names = step.get("as", [])
        for name in [str(names)] if isinstance(names, Text) else list(names):
            self.world.bind(name, Bound("value", value))

    def _examine(self, step: Table) -> None:
        examined(self.world, step)

    def _look(self, step: Table) -> None:
        self.expect.after(step, None, None, None)

    def _block(self, step: Table) -> None:
        inner = steps_of(step["block"], "block")
        if self._in_block:
            raise ScenarioError("a block stands in no other block", step.line)
        first = inner[0].get("at") if inner else None
        if first is not None and "at" not in step:
            step.put("at", inner[0].pop("at"), inner[0].line_of("at"))
        if "at" in step:
            self._time(step)
        before = self.expect.watched(step) if "moves" in step or "table" in step else None
        number = self.world.step
        self._in_block, self._later = True, []
        try:
            with self.world.stage.together():
                self._steps(inner, {})
        finally:
            self._in_block = False
        for one, call, sent in self._later:
            told = self._taken(one, call, sent)
            self.expect.after(one, told, None, None, aliases=call.spec.events)
        self.expect.after(step, None, before, None, number)

    def _batch(self, step: Table) -> None:
        party = self._party(step)
        line = step.line_of("batch")
        if party.wallet is None or "execute_batch" not in party.wallet.abi.functions:
            raise ScenarioError(f"a batch is one transaction: {party.name} must be of kind wallet", line)
        acts = steps_of(step["batch"], "batch")
        calls = [self.assemble(str(act.get("call", "")), act.get("args"), party, act.line) for act in acts]
        if not calls:
            raise ScenarioError("a batch has at least one act", line)
        before, kept = self._before(step)
        sent = self.world.stage.send_batch([(c.contract, c.function, c.args) for c in calls], party)
        self.watch.learn(sent.events if sent.ok else (), party.address)
        self.amending.learn(sent.events if sent.ok else ())
        self.world.record(step, calls[-1].act, sent)
        for call in calls:
            sent = self._taken(step, call, sent)
        self._told(step, calls[-1], replace(sent, returned=None), before, kept)
        if sent.ok:
            for act, call, returned in zip(acts, calls, sent.returned, strict=True):
                one = replace(sent, returned=returned)
                self._born(call, one)
                self._name(act, call, one)
                self._returned(act, call, one)

    def _sign(self, step: Table) -> None:
        if "as" not in step:
            raise ScenarioError("a signature needs a name: as: sig", step.line)
        name = step["as"] if isinstance(step["as"], Text) else next(iter(step["as"]))
        self.world.bind(str(name), self.signing.sign(step))

    def _chain_id(self, step: Table) -> None:
        number = self.world.reader.number(str(step["chain_id"]), step.line_of("chain_id"))
        self.world.stage.set_chain_id(number, step.line)

    # --- armed parties and tokens ---

    def _arms(self) -> list[tuple[Deployed, list[Any], Party]]:
        """What is to be armed before the next act: everything whose call speaks of known things only."""
        waiting, self.world.unarmed = self.world.unarmed, []
        ready: list[tuple[Deployed, list[Any], Party]] = []
        for party, contract, arm in waiting:
            names = {ALIAS.fullmatch(text) for text in walk(arm) if text.startswith("$")}
            if any(found is None or found["name"] not in self.world.names.aliases for found in names):
                self.world.unarmed.append((party, contract, arm))
                continue
            call = self.assemble(str(arm["call"]), arm.get("args"), party, arm.line)
            data = call.contract.abi.function(call.function, len(call.args)).encode(call.args)
            args: list[Any] = [call.contract.address, data]
            if "strict" in contract.abi.function("arm").parameters:
                args.append(str(arm.get("strict", "no")).lower() in {"yes", "true"})
            ready.append((contract, args, Party(party.name, party.account, party.account.address)))
        return ready
