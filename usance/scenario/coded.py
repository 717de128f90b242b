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
