"""Coded values in the trade's words, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum, IntFlag
from typing import Any

from usance.scenario.document import Series, Table
from usance.scenario.errors import ScenarioError, did_you_mean

NOTHING = {"none", "nobody", "any", "zero", ""}


class Coded:
    """Reads and names the values of the adapter's enumerations."""

    def __init__(self, enums: Mapping[str, type[IntEnum] | type[IntFlag]]) -> None:
        self.enums = enums
        # Of a struct: every word for its fields, and the bits of the fields that it means.
        self.fields: Mapping[str, Mapping[str, int]] = {}

    def enum_value(self, text: str, name: str, line: int | None) -> int:
        """A word of an enumeration; `Name or WORD` takes any other word for WORD."""
        name, _, otherwise = name.partition(" or ")
        known = {str(member.name): int(member.value) for member in self._members(name)}
        word = text.upper().replace("-", "_").replace(" ", "_")
        if word in known:
            return known[word]
        if text.isdigit():
            return int(text)
        if text.lower() in NOTHING:
            return 0
        if otherwise:
            return known[otherwise]
        raise ScenarioError(f"{text!r} is none of {name}{did_you_mean(word, known)}", line)

    def flag_bits(self, value: Any, name: str, line: int | None) -> int:
        if isinstance(value, Table):
            raise ScenarioError("a list of names is wanted here", line)
        items = list(value) if isinstance(value, Series) else re.split(r"[\s,|+]+", bare(value))
        bits = 0
        for item in items:
            if item:
                bits |= self.enum_value(str(item), name, line)
        return bits

    def field_bits(self, value: Any, name: str, line: int | None) -> int:
        """The fields of a struct that a list names, bit i for field i; `all` and nothing are 0."""
        if isinstance(value, Table):
            raise ScenarioError("a list of fields is wanted here", line)
        known = self.fields.get(name, {})
        items = list(value) if isinstance(value, Series) else re.split(r"[\s,]+", bare(value))
        bits = 0
        for item in (str(item).strip() for item in items):
            if item.lower() in NOTHING | {"all", "whole"}:
                continue
            if item not in known and not item.isdigit():
                raise ScenarioError(f"{name} has no field {item}{did_you_mean(item, known)}", line)
            bits |= known[item] if item in known else int(item)
        return bits

    def fields_of(self, name: str, bits: int) -> list[str]:
        """The fields of a struct whose bits are set."""
        single = {bit: word for word, bit in self.fields.get(name, {}).items() if bit.bit_count() == 1}
        return [single.get(1 << index, str(index)) for index in range(bits.bit_length()) if bits >> index & 1]

    def _members(self, name: str) -> Sequence[Any]:
        if name not in self.enums:
            raise ScenarioError(f"the adapter has no enumeration {name}")
        # Not `list(...)`: of a written-out enumeration it leaves out 3, which is no single bit.
        return list(self.enums[name].__members__.values())

    def names_of(self, name: str, bits: int) -> list[str]:
        """The names of the bits of a word, lower case."""
        return [str(member.name).lower() for member in self._members(name) if bits & int(member.value)]

    def name_of(self, name: str, value: int) -> str:
        """The trade's name of a coded value."""
        for member in self._members(name):
            if int(member.value) == value:
                return str(member.name)
        return str(value)


def bare(text: Any) -> str:
    """`[a, b]` without its brackets."""
    words = str(text).strip()
    return words[1:-1].strip() if words[:1] == "[" and words[-1:] == "]" else words
