"""YAML read with every scalar a string and a line mark on everything.

YAML's own typing turns 17:00 into 1020 and NO into false; here the parameter's type decides, later.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from usance.scenario.errors import ScenarioError

Value: TypeAlias = "Text | Table | Series"


class Text(str):
    """A scalar, with the line it stands in."""

    line: int

    def __new__(cls, value: str, line: int = 0) -> Text:
        text = super().__new__(cls, value)
        text.line = line
        return text


class Table(dict[str, Any]):
    """A mapping, with its line and the line of each key."""

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}

    def put(self, key: str, value: Any, line: int) -> None:
        self[key] = value
        self.key_lines[key] = line

    def line_of(self, key: str) -> int:
        return self.key_lines.get(key, self.line)


class Series(list[Any]):
    """A list, with its line."""

    def __init__(self, items: list[Any], line: int = 0) -> None:
        super().__init__(items)
        self.line = line


def line_of(value: Any, otherwise: int | None = None) -> int | None:
    """The line of a value, as far as it has one."""
    line = getattr(value, "line", 0)
    return line or otherwise


def read_text(text: str) -> Table:
    """A scenario from its text."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"not YAML: {error.problem or error.context}"
        raise ScenarioError(reason, None if mark is None else mark.line + 1) from None
    except yaml.YAMLError as error:
        raise ScenarioError(f"not YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(node, yaml.MappingNode):
        raise ScenarioError("a scenario is a mapping that begins with `scenario:`", 1)
    table = _convert(node, ())
    assert isinstance(table, Table)
    return table


def read_file(path: Path) -> Table:
    """A scenario from a file."""
    try:
        return read_text(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError(f"cannot be read: {error.strerror}").located(str(path)) from None
    except UnicodeDecodeError:
        raise ScenarioError("not UTF-8 text").located(str(path)) from None
    except ScenarioError as error:
        raise error.located(str(path)) from None


def _convert(node: yaml.Node, inside: tuple[int, ...]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in inside:
        raise ScenarioError("an anchor contains itself", line)
    if isinstance(node, yaml.ScalarNode):
        return Text(node.value, line)
    inside = (*inside, id(node))
    if isinstance(node, yaml.SequenceNode):
        return Series([_convert(item, inside) for item in node.value], line)
    table = Table(line)
    merged: list[Table] = []
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ScenarioError("a key is a plain word", key_line)
        key = key_node.value
        value = _convert(value_node, inside)
        if key == "<<":
            merged += _merged(value, key_line)
            continue
        if key in table:
            raise ScenarioError(f"{key} stands here twice (first in line {table.line_of(key)})", key_line)
        table.put(key, value, key_line)
    for other in merged:
        for key, value in other.items():
            if key not in table:
                table.put(key, value, other.line_of(key))
    return table


def _merged(value: Any, line: int) -> list[Table]:
    tables = value if isinstance(value, Series) else [value]
    for table in tables:
        if not isinstance(table, Table):
            raise ScenarioError("<< merges mappings", line)
    return list(tables)


def substitute(value: Any, names: dict[str, Any], line: int | None = None) -> Any:
    """`${i}` and `${row.amount}` replaced everywhere in a value, keys included."""
    if isinstance(value, Text):
        return Text(_fill(value, names, value.line or line), value.line)
    if isinstance(value, Series):
        return Series([substitute(item, names, value.line) for item in value], value.line)
    if isinstance(value, Table):
        table = Table(value.line)
        for key, item in value.items():
            table.put(
                _fill(key, names, value.line_of(key)), substitute(item, names, value.line), value.line_of(key)
            )
        return table
    return value


def _fill(text: str, names: dict[str, Any], line: int | None) -> str:
    if "${" not in text:
        return str(text)
    parts = text.split("${")
    filled = [parts[0]]
    for part in parts[1:]:
        inner, closed, rest = part.partition("}")
        if not closed:
            raise ScenarioError(f"${{ is not closed in {text!r}", line)
        filled.append(_look_up(inner.strip(), names, text, line) + rest)
    return "".join(filled)


def _look_up(path: str, names: dict[str, Any], text: str, line: int | None) -> str:
    value: Any = names
    for part in path.split("."):
        if not isinstance(value, dict) or part not in value:
            raise ScenarioError(f"${{{path}}} in {text!r} has no value; `for` gives names", line)
        value = value[part]
    if isinstance(value, dict):
        raise ScenarioError(f"${{{path}}} in {text!r} is a whole row: name a column", line)
    return str(value)


def walk(value: Any) -> Iterator[Text]:
    """Every scalar in a value."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Series):
        for item in value:
            yield from walk(item)
    elif isinstance(value, Table):
        for item in value.values():
            yield from walk(item)
