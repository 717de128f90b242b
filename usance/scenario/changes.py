"""Changes of terms in the trade's words: `{amount: +EUR 10000.00, expiry_day: 2026-06-30}`.

The words are those of the terms. An amount is a signed difference, as in an MT 707; everything else is the
new value. `number`, `cancel` and `content` stand inside or beside the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from usance.codes import Confirmation
from usance.scenario.adapter import StructSpec
from usance.scenario.cast import Party
from usance.scenario.defaults import is_zero
from usance.scenario.document import Series, Table, Text
from usance.scenario.errors import ScenarioError, did_you_mean
from usance.scenario.values import Reader
from usance.terms import ZERO_HASH, place_key, word_of

# What a change is beside new values; `mask`, `difference` and `values` are for changes that no words make.
BESIDE = ("number", "cancel", "content")
RAW = ("mask", "difference", "values")
AMOUNT = "amount"


class ChangeReader:
    """Reads changes of one kind of terms."""

    def __init__(
        self,
        reader: Reader,
        scope: str,
        struct: StructSpec,
        parts: Sequence[Mapping[str, Any]],
        party_at: Callable[[str], Party | None],
    ) -> None:
        self.reader = reader
        self.scope = scope
        self.struct = struct
        self.parts = {str(part["name"]): part for part in parts}
        self.order = list(self.parts)
        self.party_at = party_at

    def read(self, words: Table, terms: Mapping[str, Any], number: int, content: bytes) -> dict[str, Any]:
        """The change as the ABI has it; `terms` are those it changes, `number` and `content` its defaults."""
        values: dict[str, Any] = {}
        difference = 0
        for key in words:
            if key in {*BESIDE, *RAW}:
                continue
            where = words.line_of(key)
            for name in self._fields(key, where):
                if name == AMOUNT:
                    difference = int(self.reader.scalar(words[key], "minor", where))
                else:
                    values[name] = self._value(name, words[key], terms, where)
        self._follow(values)
        mask = sum(1 << self.order.index(name) for name in values)
        change = {
            "number": self._beside(words, "number", "number", number),
            "cancel": self._beside(words, "cancel", "bool", False),
            "mask": mask,
            "difference": difference,
            "content": self._beside(words, "content", "hash", content),
            "values": [word_of(values[name]) for name in self.order if name in values],
        }
        return change | self._raw(words)

    def _fields(self, word: str, line: int | None) -> list[str]:
        """The fields a word means: one of that name, or all that take it (`tolerance` is both sides)."""
        found = [word] if word in self.parts else []
        found = found or [name for name, spec in self.struct.fields.items() if word in spec.source]
        if not found:
            known = {*self.parts, *(word for spec in self.struct.fields.values() for word in spec.source)}
            known |= {*BESIDE}
            raise ScenarioError(f"a change has no {word}{did_you_mean(word, known)}", line)
        return found

    def _value(self, name: str, given: Any, terms: Mapping[str, Any], line: int | None) -> Any:
        part, spec = self.parts[name], self.struct.fields.get(name)
        kind = None if spec is None else spec.kind
        signed = isinstance(given, Text) and given.strip()[:1] in {"+", "-"}
        if signed and self.reader.kind_of(name, self.scope) == "minor":
            # Other amounts too may be written as a difference; the new value goes into the change.
            return int(terms[name]) + int(self.reader.scalar(given, "minor", line))
        return self.reader.read(given, part, kind, line, self.scope)

    def _follow(self, values: dict[str, Any]) -> None:
        """What a new bank brings along where the change does not say otherwise: its place, its request."""
        for name, value in list(values.items()):
            place = f"{name}_place"
            if place in self.parts and place not in values and isinstance(value, str):
                party = None if is_zero(value) else self.party_at(value)
                values[place] = place_key(party.place) if party is not None and party.place else ZERO_HASH
        if "confirmer" in values and "confirmation" not in values:
            asked = Confirmation.WITHOUT if is_zero(values["confirmer"]) else Confirmation.CONFIRM
            values["confirmation"] = int(asked)

    def _beside(self, words: Table, name: str, kind: str, default: Any) -> Any:
        return self.reader.scalar(words[name], kind, words.line_of(name)) if name in words else default

    def _raw(self, words: Table) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "mask" in words:
            found["mask"] = self.reader.field_bits(words["mask"], self.scope, words.line_of("mask"))
        if "difference" in words:
            found["difference"] = self._beside(words, "difference", "minor", 0)
        if "values" in words:
            items = words["values"] if isinstance(words["values"], Series) else [words["values"]]
            found["values"] = [self.reader.hash(item, words.line_of("values")) for item in items]
        return found
