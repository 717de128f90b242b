"""The two ways a scenario can end badly, and the words for a slip of the pen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ScenarioError(Exception):
    """The file is wrong (exit 2): an unknown word, a value of the wrong kind, a missing part."""

    def __init__(self, reason: str, line: int | None = None, step: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.step = step
        self.file = ""

    def located(self, file: str = "", line: int | None = None, step: int | None = None) -> ScenarioError:
        """The same error, with what it did not know yet about its place."""
        self.file = self.file or file
        self.line = self.line if self.line is not None else line
        self.step = self.step if self.step is not None else step
        return self

    def __str__(self) -> str:
        return place_of(self.file, self.line, self.step) + self.reason


class Unmet(Exception):
    """What was expected did not happen (exit 1)."""

    def __init__(self, what: str, expected: str, seen: str, line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.seen = seen
        self.line = line
        self.step: int | None = None
        self.file = ""

    def located(self, file: str = "", line: int | None = None, step: int | None = None) -> Unmet:
        """The same finding, with what it did not know yet about its place."""
        self.file = self.file or file
        self.line = self.line if self.line is not None else line
        self.step = self.step if self.step is not None else step
        return self

    def __str__(self) -> str:
        where = place_of(self.file, self.line, self.step)
        return f"{where}{self.what}: expected {self.expected}, seen {self.seen}"


def place_of(file: str, line: int | None, step: int | None) -> str:
    """ "file:line: step n: " as far as it is known."""
    where = file
    if line is not None:
        where += f":{line}" if where else f"line {line}"
    text = f"{where}: " if where else ""
    return text + (f"step {step}: " if step is not None else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word, "" when nothing is near."""
    names = sorted({str(name) for name in known})
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known: {', '.join(names)}" if 0 < len(names) <= 12 else ""
