"""Swift's format notation ("3!a15d", "4*35x", "[/34x$]4*35x") compiled to regular expressions.

`$` stands for the line end, `[...]` is optional and may nest, `n*mC` is up to n lines of up to m
characters of class C, `m!C` exactly m, `mC` one to m. Values use a single LF between lines.
Every compiled expression is a concatenation of bounded pieces of one line each: matching is linear in
practice for any input, hostile ones too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

X = r"A-Za-z0-9/\-?:().,'+ "
Z = X + r"=!\"%&*<>;{@#_"
CLASSES = {
    "n": "0-9",
    "a": "A-Z",
    "c": "A-Z0-9",
    "h": "0-9A-F",
    "x": X,
    "y": r"A-Z0-9 .,\-()/='+:?!\"%&*<>;",
    "z": Z,
    "d": "0-9,",
}
_PIECE = re.compile(r"(?:(\d+)\*)?(\d+)(!?)([nachxyzd])")
_OUTSIDE = {"x": re.compile(f"[^{X}\n]"), "z": re.compile(f"[^{Z}\n]")}


@dataclass(frozen=True)
class Format:
    """A compiled format. `width` and `lines` are those of its widest text part (0 = single token)."""

    notation: str
    regex: re.Pattern[str]
    width: int
    lines: int
    charset: str

    def matches(self, value: str) -> bool:
        return self.regex.fullmatch(value) is not None


def _compile(notation: str, at: int, closing: bool) -> tuple[str, int]:
    out: list[str] = []
    while at < len(notation):
        char = notation[at]
        if char == "[":
            inner, at = _compile(notation, at + 1, True)
            out.append(f"(?:{inner})?")
        elif char == "]":
            if not closing:
                break
            return "".join(out), at + 1
        elif char == "$":
            out.append("\n")
            at += 1
        elif piece := _PIECE.match(notation, at):
            rows, size, exact, kind = piece.groups()
            one = f"[{CLASSES[kind]}]{{{'' if exact else '1,'}{size}}}"
            out.append(one if rows is None else f"{one}(?:\n{one}){{0,{int(rows) - 1}}}")
            at = piece.end()
        else:
            out.append(re.escape(char))
            at += 1
    if closing:
        raise ValueError(f"format {notation!r} has an open bracket")
    return "".join(out), at


@lru_cache(maxsize=512)
def compile_format(notation: str) -> Format:
    """Compile `notation`; "-" (anything) gives a format that matches every value."""
    if notation == "-":
        return Format(notation, re.compile(r"(?s:.*)"), 0, 0, "z")
    pattern, end = _compile(notation, 0, False)
    if end != len(notation):
        raise ValueError(f"format {notation!r} cannot be read at {end}")
    width, lines = 0, 1
    for rows, size, exact, kind in _PIECE.findall(notation):
        if kind in "xyz" and not exact:
            width = max(width, int(size))
            if rows:
                lines = max(lines, int(rows))
    charset = "z" if re.search(r"\dz", notation) else "x"
    return Format(notation, re.compile(pattern), width, lines, charset)


def max_lines(notation: str) -> int:
    """Largest number of lines a value of this format may have (options taken)."""
    if notation == "-":
        return 10_000
    total = notation.count("$") + 1
    return total + sum(int(rows) - 1 for rows, *_ in _PIECE.findall(notation) if rows)


def first_outside(value: str, charset: str) -> str | None:
    """First character of `value` that the character set does not hold, or None."""
    hit = _OUTSIDE[charset].search(value)
    return hit.group() if hit else None
