"""The one exception of this package: a set, document or credit that cannot be read, told in one line."""

from __future__ import annotations

from pydantic import ValidationError


class ExamineError(ValueError):
    """One line: which file or document, which field, what is wrong, the mend."""

    exit_code = 1

    def __init__(self, where: str, what: str, mend: str = "") -> None:
        text = f"{where}: {what}" + (f"; {mend}" if mend else "")
        super().__init__("".join(c if c.isprintable() else "?" for c in " ".join(text.split())))


def from_pydantic(where: str, error: ValidationError) -> ExamineError:
    """The first thing that a model refused."""
    first = error.errors()[0]
    spot = ".".join(str(part) for part in first["loc"])
    seen = "" if first["type"] in {"missing", "extra_forbidden"} else f" ({str(first['input'])[:40]!r})"
    if first["type"] == "extra_forbidden":
        return ExamineError(where, f"field {spot}: no such field", "docs/examiner.md lists the fields")
    return ExamineError(where, f"field {spot}: {first['msg'].removeprefix('Value error, ')}{seen}")
