"""`sign:` steps: EIP-712 signatures that stand in for a party's own transaction, and ways to spoil them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from eth_account import Account as Signer
from eth_utils.crypto import keccak

from usance.chain.suite import TEST_RULEBOOK, VALID_UNTIL
from usance.scenario.adapter import FieldSpec, SignSpec
from usance.scenario.cast import Bound, Party
from usance.scenario.defaults import NO_VALUE, Defaults, zero_of
from usance.scenario.document import Table, Text
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.signing import Domain, typed_message

if TYPE_CHECKING:
    from usance.scenario.world import World

KEYS = {"by", "act", "args", "deadline", "nonce", "tamper", "chain", "contract"}
SPOILS = {"signature", "s", "v", "r"}
DEFAULT_LIFE = 30 * 86_400
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
# Nonces of admissions at set-up are 0; signatures of a story begin here.
FIRST_NONCE = 1


class Signing:
    """Signs for the parties of one story; each signature has its own nonce."""

    def __init__(self, world: World, defaults: Callable[[Party], Defaults]) -> None:
        self.world = world
        self.defaults = defaults
        self._nonces = itertools.count(FIRST_NONCE)

    def sign(self, step: Table) -> Bound:
        """The signature a step asks for, with its nonce and deadline."""
        body = step["sign"]
        line = step.line_of("sign")
        if not isinstance(body, Table) or "act" not in body or "by" not in body:
            raise ScenarioError("`sign` is a mapping: {by, act, args, deadline}", line)
        for key in body:
            if key not in KEYS:
                raise ScenarioError(f"a signature has no {key}{did_you_mean(key, KEYS)}", body.line_of(key))
        world = self.world
        act = str(body["act"])
        spec = world.adapter.signatures.get(act)
        if spec is None:
            known = world.adapter.signatures
            raise ScenarioError(
                f"no signature stands for {act}{did_you_mean(act, known)}", body.line_of("act")
            )
        party = world.party(str(body["by"]), body.line_of("by"))
        reader = world.reader
        deadline = (
            int(reader.scalar(body["deadline"], "time", body.line_of("deadline")))
            if "deadline" in body
            else world.stage.pending_time() + DEFAULT_LIFE
        )
        nonce = reader.number(str(body["nonce"])) if "nonce" in body else next(self._nonces)
        values = self._values(spec, body.get("args"), party, line)
        values |= {"nonce": nonce, "deadline": deadline}
        tamper = step.get("tamper", body.get("tamper"))
        spoilt = self._tampered(spec, values, tamper, line)
        signature = self._signature(spec, spoilt, party.account.key, step, body, line)
        signature = self._spoil(signature, tamper)
        told = {"signature": signature, "nonce": nonce, "deadline": deadline, "signer": party.address}
        return Bound("Signature", signature, {**values, **told})

    def _values(self, spec: SignSpec, args: Any, party: Party, line: int) -> dict[str, Any]:
        table = args if isinstance(args, Table) else Table(line)
        values: dict[str, Any] = {}
        signer = party.address
        words = {name: spec.arguments.get(name, FieldSpec()).source or (name,) for name, _ in spec.fields}
        known = [word for names in words.values() for word in names]
        for key in table:
            if key not in known:
                raise ScenarioError(
                    f"{spec.message} has no {key}{did_you_mean(key, known)}", table.line_of(key)
                )
        for name, kind in spec.fields:
            component = {"name": name, "type": kind}
            word = next((word for word in words[name] if word in table), None)
            if word is not None:
                own = self.world.adapter.kind_of(name, spec.function)
                values[name] = self.world.reader.read(table[word], component, own, table.line_of(word))
            elif name in spec.arguments:
                values[name] = self._left_out(spec, component, party, values, table)
            elif name in {"debtor", "party", "signer"}:
                values[name] = signer
            elif name == "rulebook":
                values[name] = TEST_RULEBOOK
            elif name == "valid_until":
                values[name] = VALID_UNTIL
            elif name == "identity":
                values[name] = keccak(text=f"step {self.world.step}")
            elif kind.endswith("]"):
                values[name] = []
            else:
                raise ScenarioError(f"{spec.message}: {name} left out", line)
        return values

    def _left_out(
        self,
        spec: SignSpec,
        component: Mapping[str, Any],
        party: Party,
        values: Mapping[str, Any],
        table: Table,
    ) -> Any:
        """A field that the scenario does not give, by the adapter's phrases."""
        name = str(component["name"])
        kind = self.world.adapter.kind_of(name, spec.function)
        defaults = self.defaults(party)
        read = self.world.reader.read
        defaults.read = lambda text, part, _kind: read(text, part, kind, table.line)
        several = str(component["type"]).endswith("]")
        one = {**component, "type": str(component["type"]).removesuffix("[]")}
        for phrase in spec.arguments[name].default:
            # A field that comes later is not known yet: `object_amount: amount` reads the amount's words.
            value = defaults.find(
                phrase,
                one,
                kind,
                lambda other: self._field(spec, other, values, table),
                table.get,
                values.get,
            )
            if value is not NO_VALUE:
                return [value] if several and not isinstance(value, list) else value
        if spec.arguments[name].default[-1:] == ("nothing",):
            return zero_of(component)
        raise ScenarioError(f"{spec.message}: {name} left out", table.line)

    def _field(self, spec: SignSpec, name: str, values: Mapping[str, Any], table: Table) -> Any:
        if name in values or name not in table:
            return values.get(name)
        kind = self.world.adapter.kind_of(name, spec.function)
        component = {"name": name, "type": dict(spec.fields)[name]}
        return self.world.reader.read(table[name], component, kind, table.line_of(name))

    def _tampered(self, spec: SignSpec, values: Mapping[str, Any], tamper: Any, line: int) -> dict[str, Any]:
        """What is really signed: the values with some of them changed."""
        spoilt = dict(values)
        if not isinstance(tamper, Table):
            return spoilt
        types = {**dict(spec.fields), "nonce": "uint256", "deadline": "uint256"}
        for key, value in tamper.items():
            if key in SPOILS:
                continue
            if key not in types:
                raise ScenarioError(
                    f"{spec.message} has no {key}{did_you_mean(key, types)}", tamper.line_of(key)
                )
            own = self.world.adapter.kind_of(key, spec.function)
            spoilt[key] = self.world.reader.read(value, {"name": key, "type": types[key]}, own, line)
        return spoilt

    def _signature(
        self, spec: SignSpec, values: dict[str, Any], key: bytes | None, step: Table, body: Table, line: int
    ) -> bytes:
        world = self.world
        contract = world.names.contracts[spec.instrument]
        chain = step.get("chain", body.get("chain"))
        other = step.get("contract", body.get("contract"))
        chain_id = world.stage.chain_id if chain is None else world.reader.number(str(chain), line)
        address = contract.address
        if other is not None:
            address = (
                world.names.contracts["credit"].address
                if str(other) == "other"
                else world.reader.address(str(other), line)
            )
        domain = Domain(contract.name, chain_id, address)
        fields = [*spec.fields, ("nonce", "uint256"), ("deadline", "uint256")]
        message = typed_message(domain, spec.message, fields, values)
        if key is None:
            raise ScenarioError("the party has no key here", line)
        return bytes(Signer.sign_message(message, key).signature)

    @staticmethod
    def _spoil(signature: bytes, tamper: Any) -> bytes:
        """`s: flipped` is the other signature of the same key, `signature: none` no signature at all."""
        if not isinstance(tamper, Table):
            return signature
        if "signature" in tamper:
            word = tamper["signature"]
            return b"" if word in {Text("none"), Text("empty")} else signature[:-1]
        if "s" in tamper:
            r, s, v = signature[:32], int.from_bytes(signature[32:64], "big"), signature[64]
            return r + (ORDER - s).to_bytes(32, "big") + bytes([55 - v])
        return signature
