"""Golden presentations: a base set, what is changed in it, and what an examiner must find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from usance.examine import CreditFacts, Report, SetFacts, Severity, credit_of, examine, fields_of, set_of
from usance.messages import read_file

FOLDER = Path(__file__).parent / "golden"
KEYS = {"golden", "why", "case", "base", "credit", "set", "documents", "expects", "notes"}


class _Text(yaml.SafeLoader):
    """Every scalar a string, as in the files that people write."""


_Text.yaml_implicit_resolvers = {}


@dataclass(frozen=True)
class Golden:
    """`expects`: `ID leaf` for a discrepancy, `?ID leaf` for a question, `-` for the set as a whole."""

    path: Path
    body: Mapping[str, Any]
    credit: CreditFacts
    set: Mapping[str, Any]

    @property
    def expects(self) -> list[str]:
        return sorted(self.body.get("expects") or [])

    @property
    def notes(self) -> list[str]:
        return sorted(self.body.get("notes") or [])

    @property
    def facts(self) -> SetFacts:
        return set_of(self.set)


def text_of(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Text)


@lru_cache(maxsize=8)
def base(name: str) -> dict[str, Any]:
    """A base with its credit as inline facts, read from a message where it is one."""
    body = text_of(FOLDER / "bases" / f"{name}.yaml")
    if "mt700" in body["credit"]:
        (message,) = read_file(FOLDER / "bases" / body["credit"]["mt700"])
        body["credit"] = fields_of(message)
    return dict(body)


def merged(first: Any, second: Any) -> Any:
    """`second` over `first`; an empty value takes a key away."""
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return second
    out = dict(first)
    for name, value in second.items():
        if value is None or value == "null":
            out.pop(name, None)
        else:
            out[name] = merged(out.get(name), value)
    return out


def read(path: Path) -> Golden:
    body = text_of(path)
    assert set(body) <= KEYS, f"{path.name}: {set(body) - KEYS}"
    ground = base(body["base"])
    documents = merged(ground["documents"], body.get("documents") or {})
    whole = merged(ground["set"], body.get("set") or {}) | {"documents": documents}
    return Golden(path, body, credit_of(merged(ground["credit"], body.get("credit") or {})), whole)


@lru_cache(maxsize=1)
def goldens() -> tuple[Golden, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*.yaml")))


def seen(report: Report) -> tuple[list[str], list[str]]:
    """(discrepancies and questions, notes) as golden files write them; equal ones once."""
    marks = {Severity.DISCREPANCY: "", Severity.QUESTION: "?", Severity.NOTE: ""}
    found = {
        note: sorted({
            f"{marks[one.severity]}{one.id} {one.document or '-'}"
            for one in report.findings if (one.severity is Severity.NOTE) is note
        })
        for note in (False, True)
    }  # fmt: skip
    return found[False], found[True]


def play(golden: Golden, *without: str) -> tuple[list[str], list[str]]:
    return seen(examine(golden.credit, golden.facts, without))
