"""One Vyper source as the gates read it: text, comments by line, the compiler's annotated tree."""

from __future__ import annotations

import io
import sysconfig
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from vyper.ast import nodes as vy
from vyper.compiler import CompilerData
from vyper.compiler.input_bundle import FileInput, FilesystemInputBundle
from vyper.compiler.settings import Settings
from vyper.exceptions import VyperException

from tools.findings import ROOT, Finding

EVM_VERSION = "cancun"
BODIES = ("body", "orelse")


def first_line(error: BaseException) -> str:
    """An exception of the compiler in one line."""
    text = str(getattr(error, "message", "") or error).strip()
    return text.splitlines()[0] if text else type(error).__name__


@dataclass(frozen=True)
class Source:
    """`path` is relative to the root. The tree is the annotated one: expressions know their type."""

    path: str
    text: str
    root: Path = ROOT

    @property
    def is_interface(self) -> bool:
        return self.path.endswith(".vyi")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def comments(self) -> dict[int, str]:
        """Line -> text of the comment on it, without the leading #."""
        found: dict[int, str] = {}
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                found[token.start[0]] = token.string.lstrip("#").strip()
        return found

    @cached_property
    def tree(self) -> vy.Module:
        """The compiler's tree with types; raises VyperException for a source that does not compile."""
        full = self.root / self.path
        bundle = FilesystemInputBundle([Path(sysconfig.get_paths()["purelib"]), self.root])
        data = CompilerData(
            FileInput(0, Path(self.path), full, self.text),
            input_bundle=bundle,
            settings=Settings(evm_version=EVM_VERSION),
        )
        return data.annotated_vyper_module

    def broken(self) -> list[Finding]:
        """A finding when the source does not compile, else none."""
        try:
            _ = self.tree
            _ = self.comments
        except VyperException as error:
            line = getattr(error, "lineno", None) or 1
            return [Finding(self.path, line, 1, "compile", first_line(error))]
        except (tokenize.TokenError, SyntaxError) as error:
            return [Finding(self.path, 1, 1, "compile", first_line(error))]
        return []

    def finding(self, node: Any, rule: str, text: str) -> Finding:
        return Finding(self.path, node.lineno, node.col_offset + 1, rule, text)

    def is_comment_line(self, number: int) -> bool:
        return 1 <= number <= len(self.lines) and self.lines[number - 1].lstrip().startswith("#")

    def notes(self, node: Any) -> str:
        """The comments that speak of a statement: on its lines, and the block right above it."""
        parts = [self.comments.get(line, "") for line in range(node.lineno, node.end_lineno + 1)]
        above = node.lineno - 1
        while self.is_comment_line(above):
            parts.append(self.comments.get(above, ""))
            above -= 1
        return "\n".join(parts)


def load(path: Path, root: Path = ROOT) -> Source:
    return Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), root)


def statements(tree: vy.Module) -> Iterator[Any]:
    """Every statement inside functions, outer before inner."""

    def inside(body: list[Any]) -> Iterator[Any]:
        for statement in body:
            yield statement
            for name in BODIES:
                yield from inside(getattr(statement, name, None) or [])

    for function in tree.get_children(vy.FunctionDef):
        yield from inside(function.body)


def own_expressions(statement: Any) -> list[Any]:
    """What a statement evaluates itself: for `if` and `for` the head alone, not the body."""
    if isinstance(statement, vy.If):
        return [statement.test]
    if isinstance(statement, vy.For):
        return [statement.iter]
    return [statement]


def calls_in(nodes: list[Any]) -> list[vy.Call]:
    """Every call inside the given expressions, themselves included."""
    found: list[vy.Call] = []
    for node in nodes:
        if isinstance(node, vy.Call):
            found.append(node)
        found += node.get_descendants(vy.Call)
    return found


def type_of(node: Any) -> Any:
    """The compiler's type of an expression, None where it has none."""
    return node._metadata.get("type")


def called_name(call: vy.Call) -> str:
    """The last word of what is called: `send` for send(…), `_pull` for tokens._pull(…)."""
    return str(getattr(call.func, "id", None) or getattr(call.func, "attr", ""))
