"""The one exception of this package: an invoice that the suite cannot take, told in one line."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 80


class InvoiceError(ValueError):
    """One line: which file, where in it (a business term or the document), why, the mend.

    `where` is a term such as BT-115 or "document"; `rules` are the ids of broken EN 16931 rules.
    """

    def __init__(
        self, where: str, why: str, mend: str, *, rules: Sequence[str] = (), source: str = ""
    ) -> None:
        self.where, self.why, self.mend = where, why, mend
        self.rules = tuple(rules)
        self.source = source
        broken = f" ({', '.join(self.rules)})" if self.rules else ""
        super().__init__(one_line(f"{source or 'invoice'}: {where}: {why}{broken}; {mend}"))

    def named(self, source: str) -> InvoiceError:
        """The same refusal with the name of its file."""
        return InvoiceError(self.where, self.why, self.mend, rules=self.rules, source=source)


def one_line(text: str) -> str:
    """Printable and on one line, whatever the invoice put into it."""
    return "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))


def quoted(value: str, width: int = WIDTH) -> str:
    """A value of the invoice as it may stand in an error."""
    flat = one_line(value)
    return repr(flat if len(flat) <= width else flat[: width - 3] + "...")
