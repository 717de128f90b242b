"""The one exception of this package: a message that cannot be read or written, told in one line."""

from __future__ import annotations


class MessageError(ValueError):
    """One line: file and line, what is wrong, the mend.

    `source` is a file name or "" for text in memory; `line` counts from 1, 0 = the whole file.
    """

    def __init__(self, what: str, mend: str, source: str = "", line: int = 0) -> None:
        self.what = what
        self.mend = mend
        self.source = source
        self.line = line
        where = source or "text"
        if line:
            where = f"{where}, line {line}"
        super().__init__(" ".join(f"{where}: {what}; {mend}".split()))


def shown(value: str, width: int = 40) -> str:
    """A value as it may stand in a one-line error: printable, single line, cut at `width` characters."""
    flat = "".join(c if c.isprintable() else "?" for c in value.replace("\n", "|"))
    return flat if len(flat) <= width else flat[: width - 3] + "..."
