"""Finds every tagged guard in contracts/ and the text of its source without it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vyper.ast import nodes as vy
from vyper.ast import parse_to_ast

from tools.findings import ROOT

TAG = re.compile(r"#\s*guard: (\S+)\s*$")
REASON = re.compile(r"\berrors\.(\w+)")
BODIES = ("body", "orelse")


@dataclass(frozen=True)
class Guard:
    """A statement marked `# guard: TAG`. Lines from 1, columns from 0, end exclusive."""

    path: str
    tag: str
    line: int
    column: int
    end_line: int
    end_column: int
    reason: str  # name of the constant in errors.vy, "" when the statement names none

    @property
    def stem(self) -> str:
        return Path(self.path).stem

    @property
    def rule(self) -> str:
        """The rule of a tag: `U16` of `U16-late`."""
        return self.tag.split("-")[0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.tag}"


def without(text: str, guard: Guard) -> str:
    """The source with the guard's statement replaced by `pass`; no other line moves."""
    lines = text.split("\n")
    head = lines[guard.line - 1][: guard.column]
    tail = lines[guard.end_line - 1][guard.end_column :]
    gap = [""] * (guard.end_line - guard.line)
    lines[guard.line - 1 : guard.end_line] = [f"{head}pass{tail}", *gap]
    return "\n".join(lines)


def _statements(body: list[Any]) -> list[Any]:
    found: list[Any] = []
    for statement in body:
        found.append(statement)
        for name in BODIES:
            found += _statements(getattr(statement, name, None) or [])
    return found


def guards_of(path: str, text: str) -> list[Guard]:
    """The guards of one source, in the order of its lines."""
    tags = {
        number: match.group(1)
        for number, line in enumerate(text.split("\n"), 1)
        if (match := TAG.search(line)) is not None
    }
    found: list[Guard] = []
    for function in parse_to_ast(text).get_children(vy.FunctionDef):
        for statement in _statements(function.body):
            tag = tags.pop(statement.lineno, None)
            if tag is None:
                continue
            reason = REASON.search(statement.node_source_code)
            found.append(
                Guard(
                    path, tag, statement.lineno, statement.col_offset, statement.end_lineno,
                    statement.end_col_offset, reason.group(1) if reason else "",
                )
            )  # fmt: skip
    return sorted(found, key=lambda guard: guard.line)


def all_guards(root: Path = ROOT) -> list[Guard]:
    """Every guard of the suite; contracts/testing has none."""
    found: list[Guard] = []
    for path in sorted((root / "contracts").rglob("*.vy")):
        if "testing" not in path.parts:
            found += guards_of(path.relative_to(root).as_posix(), path.read_text(encoding="ascii"))
    return found
