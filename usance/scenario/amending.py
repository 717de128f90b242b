"""Terms that change while a story is played: what events tell of it, and acts that answer a change.

Whoever presents can answer a pending change: expressly (`rejects` of a presentation), or by a set that fits
the changed terms alone (10c). The latter is an act of anybody; the kit sends it itself, in the second after
the receipt, wherever the model says that the set takes a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from usance.chain.abi import Event
from usance.codes import AmendmentStatus
from usance.scenario.acts import Call
from usance.scenario.cast import Bound, Party, Versions
from usance.scenario.document import Series, Table
from usance.scenario.errors import ScenarioError
from usance.scenario.stage import Sent
from usance.scenario.world import World

ANYONE = "anyone"


class Amending:
    """Follows the terms of one story's world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.spec = world.adapter.amendments

    # --- what events tell ---

    def learn(self, events: Iterable[Event]) -> None:
        """New terms, changes offered and notices given in an act's events."""
        names, notices, spec = self.world.names, self.world.adapter.notices, self.spec
        for event in events:
            if notices is not None and event.name == notices.event and notices.id in event.args:
                names.notices[event[notices.id]] = list(event[notices.discrepancies])
            if spec is None:
                continue
            if event.name == spec.offered.event:
                identity = event[spec.offered.amendment]
                names.offered.setdefault(event[spec.offered.id], []).append(identity)
                names.known.setdefault(
                    identity, Bound(spec.offered.kind, identity, event[spec.offered.struct])
                )
            elif event.name == spec.in_force.event:
                self._in_force(
                    event[spec.in_force.id], event[spec.in_force.struct], event[spec.in_force.apart]
                )
            elif event.name == spec.confirming_bank.event:
                own = event[spec.confirming_bank.struct] if event[spec.confirming_bank.apart] else None
                versions = names.versions.get(event[spec.confirming_bank.id])
                if versions is not None:
                    versions.own = own

    def _in_force(self, identity: bytes, terms: Mapping[str, Any], apart: bool) -> None:
        names = self.world.names
        bound = names.known.get(identity)
        if bound is None or bound.struct is None or dict(bound.struct) == dict(terms):
            return
        versions = names.versions.setdefault(identity, Versions(bound.struct, bound.struct))
        versions.before = bound.struct
        if not apart:
            versions.own = None
        elif versions.own is None:
            # From here on the confirming bank stays behind, on the terms that were in force until now.
            versions.own = bound.struct
        names.renew(identity, terms)

    # --- what a presenter says of changes ---

    def rejections(self, act: str, args: Any, credit: Any, line: int | None) -> list[tuple[Call, Party]]:
        """The acts that reject what a presentation names under `rejects`, before it."""
        spec = self.spec
        if spec is None or act not in spec.rejects.before or not isinstance(args, Table):
            return []
        given = args.get("rejects")
        items = list(given) if isinstance(given, Series) else [] if given is None else [given]
        found: list[tuple[Call, Party]] = []
        for item in items:
            if str(item).strip().lower() in {"", "none"}:
                continue
            party = self.world.names.party_at(str(credit[spec.rejects.by]))
            if party is None:
                raise ScenarioError("nobody of the story can reject the change", line)
            amendment = self.world.reader.hash(item, args.line_of("rejects"))
            found.append((self._call(spec.rejects.act, {"credit": credit, "amendment": amendment}), party))
        return found

    def taken(self, call: Call, sent: Sent) -> list[tuple[Call, Sent]]:
        """The changes that a set takes, as acts already sent, after an act by which it was received."""
        spec = self.spec
        if spec is None or not sent.ok or call.act not in spec.by_presentation.after:
            return []
        names = self.world.names
        credit = names.id_of(call.named["credit"])
        pending = [one for one in names.offered.get(credit or b"", []) if self._is_pending(one)]
        found: list[tuple[Call, Sent]] = []
        anyone = self.world.party(ANYONE)
        for identity in pending:
            assert credit is not None
            words = {
                "credit": names.known[credit].struct,
                "presentation": call.named["presentation"],
                "change": names.known[identity].struct,
            }
            taking = self._call(spec.by_presentation.act, words)
            if self.world.stage.would(taking.contract, taking.function, taking.args, anyone):
                took = self.world.stage.send(taking.contract, taking.function, taking.args, anyone)
                self.learn(took.events)
                found.append((taking, took))
        return found

    def _is_pending(self, amendment: bytes) -> bool:
        assert self.spec is not None
        state = self.world.adapter.states[self.spec.offered.kind]
        seen = self.world.view(state.instrument, state.function, [amendment])
        return int(seen[state.field]) == AmendmentStatus.PENDING

    def _call(self, act: str, named: Mapping[str, Any]) -> Call:
        """An act with its arguments by name."""
        world = self.world
        spec = world.adapter.acts[act]
        contract = world.names.contracts[spec.instrument or act.partition(".")[0]]
        parameters: Sequence[str] = contract.abi.function(spec.function).parameters
        args = [named[name] for name in parameters]
        return Call(act, contract, spec.function, args, spec, dict(named))
