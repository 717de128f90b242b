"""The one table of category 7: layouts and fields, compiled from the data modules once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from usance.messages.fields_data import FIELDS, PARTIES, PARTY_A, PARTY_B, PARTY_D, RELEASE
from usance.messages.formats import Format, compile_format, max_lines
from usance.messages.layouts_data import LAYOUTS, LEGACY, LEGACY_FORMATS
from usance.messages.undertakings_data import UNDERTAKINGS

__all__ = ["LEGACY_FORMATS", "RELEASE", "Codes", "FieldDef", "Layout", "Row", "layouts", "legacy_reason"]


@dataclass(frozen=True)
class Codes:
    """Permitted codes: `error` is the network's error code, "CODE" where the table names none."""

    allowed: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    error: str = "CODE"
    confirmed: bool = True


@dataclass(frozen=True)
class FieldDef:
    tag: str
    kind: str
    format: Format
    name: str
    codes: Codes
    max_lines: int


@dataclass(frozen=True)
class Row:
    """One place of a layout. `tag` is as printed in the standard: "32B", or "51a" with options."""

    tag: str
    mandatory: bool
    repeatable: bool
    sequence: str
    options: Mapping[str, FieldDef]

    @property
    def name(self) -> str:
        return next(iter(self.options.values())).name


@dataclass(frozen=True)
class Layout:
    mt: str
    name: str
    rows: tuple[Row, ...]
    sequences: Mapping[str, bool]
    any_after: bool
    until: int
    """0 = in force, else the release year that replaced this layout."""

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(tag for row in self.rows for tag in row.options)

    def definition(self, tag: str, sequence: str = "") -> FieldDef | None:
        """Definition of `tag` in `sequence` ("" = the first that has it)."""
        for row in self.rows:
            if tag in row.options and (not sequence or row.sequence == sequence):
                return row.options[tag]
        return None


def _codes(text: str) -> Codes:
    if not text:
        return Codes()
    error = "CODE"
    if text[:1] == "T" and text[3:4] == ":":
        error, text = text[:3], text[4:]
    confirmed = not text.endswith("?")
    words = text.rstrip("?").split(",")
    old = tuple(word[4:] for word in words if word.startswith("OLD="))
    return Codes(tuple(word for word in words if not word.startswith("OLD=")), old, error, confirmed)


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, FieldDef]:
    out: dict[str, FieldDef] = {}
    for line in FIELDS.strip().splitlines():
        tag, kind, notation, name, *rest = line.split("|")
        codes = _codes(rest[0] if rest else "")
        out[tag] = FieldDef(tag, kind, compile_format(notation), name, codes, max_lines(notation))
    for number, name in PARTIES.items():
        for letter, notation in (("A", PARTY_A), ("B", PARTY_B), ("D", PARTY_D)):
            if number + letter not in out:
                fmt = compile_format(notation)
                out[number + letter] = FieldDef(
                    number + letter, "party", fmt, name, Codes(), max_lines(notation)
                )
    for letter, notation in (("A", "[/34x$]4!a2!a2!c[3!c]"),):
        fmt = compile_format(notation)
        out["59" + letter] = FieldDef("59A", "party", fmt, "Beneficiary", Codes(), 2)
    return MappingProxyType(out)


def field_definition(tag: str) -> FieldDef | None:
    """The field as the table knows it apart from any message, or None."""
    return _fields().get(tag)


def _override(base: FieldDef, overrides: Mapping[str, str]) -> FieldDef:
    notation = overrides.get("format", base.format.notation)
    codes = _codes(overrides["codes"]) if "codes" in overrides else base.codes
    return FieldDef(
        base.tag,
        overrides.get("kind", base.kind),
        compile_format(notation),
        overrides.get("name", base.name),
        codes,
        max_lines(notation),
    )


def _row(line: str, sequence: str) -> Row:
    head, *extra = [part.strip() for part in line.split("|")]
    tag, *words = head.split()
    overrides = dict(part.split("=", 1) for part in extra)
    letters = [""]
    if tag.endswith("a"):
        letters = ["" if letter == "-" else letter for letter in words.pop(0)]
    number = tag.rstrip("a")
    options = {number + letter: _override(_fields()[number + letter], overrides) for letter in letters}
    return Row(tag, words[0] == "M", "*" in words, sequence, MappingProxyType(options))


@lru_cache(maxsize=1)
def layouts() -> Mapping[str, Layout]:
    """All layouts, keyed "700", "760@2021"."""
    out: dict[str, Layout] = {}
    for block in (LAYOUTS + UNDERTAKINGS).split("\nMT ")[1:]:
        first, *lines = block.strip().splitlines()
        key, name = first.split(" ", 1)
        rows: list[Row] = []
        sequences: dict[str, bool] = {}
        sequence, anything = "", False
        for line in filter(None, map(str.strip, lines)):
            if line.startswith("SEQ "):
                _, sequence, status = line.split()
                sequences[sequence] = status == "M"
            elif line == "ANY":
                anything = True
            else:
                rows.append(_row(line, sequence))
        mt, _, until = key.partition("@")
        out[key] = Layout(mt, name, tuple(rows), MappingProxyType(sequences), anything, int(until or 0))
    return MappingProxyType(out)


@lru_cache(maxsize=1)
def _legacy() -> tuple[tuple[frozenset[str], frozenset[str], str], ...]:
    out = []
    for line in LEGACY.strip().splitlines():
        mts, tags, reason = line.split("|")
        out.append((frozenset(mts.split()), frozenset(tags.split()), reason))
    return tuple(out)


def legacy_reason(mt: str, tag: str) -> str | None:
    """Why `tag` is no longer in `mt`, or None when no release known here had it."""
    for mts, tags, reason in _legacy():
        if tag in tags and (not mts or mt in mts):
            return reason
    return None


def layout_for(mt: str, tags: frozenset[str] | set[str]) -> Layout | None:
    """Layout of a message; a guarantee with 77C and no 15A is read by its layout before 2021."""
    if mt in ("760", "767") and "15A" not in tags and "77C" in tags:
        return layouts()[mt + "@2021"]
    return layouts().get(mt)
