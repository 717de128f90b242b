"""Style of Vyper sources: names that say what a file is, sections in one order, documented acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vyper.ast import nodes as vy
from vyper.ast import parse_to_ast
from vyper.exceptions import VyperException

from tools.findings import ROOT, Finding, vyper_sources
from tools.vyper_source import Source, first_line, load

RULER = "# " + "-" * 75
SECTIONS = (
    "INTERFACES", "MODULES", "EXPORTS", "CONSTANTS", "IMMUTABLES", "FLAGS/STRUCTS", "EVENTS", "STORAGE",
    "CONSTRUCTOR", "EXTERNAL", "VIEWS", "INTERNAL",
)  # fmt: skip
TITLE = re.compile(r"^# +(\S.*)$")
CAMEL = re.compile(r"^[A-Z][A-Za-z0-9]*$")
SNAKE = re.compile(r"^[a-z][a-z0-9_]*$")
WORDS = re.compile(r"[A-Z][a-z0-9]*")
# Names that a standard fixes (ERC-1155).
OF_STANDARDS = {"TransferSingle", "ApprovalForAll"}
PAST = {
    "Born", "Bound", "Drawn", "Found", "Given", "Held", "Kept", "Left", "Lost", "Made", "Met", "Paid", "Put",
    "Resent", "Sent", "Set", "Shown", "Sold", "Split", "Spent", "Struck", "Sworn", "Taken",
    "Undertaken", "Undone", "Withdrawn", "Written",
}  # fmt: skip
MODULE_LINES = 500


def names(source: Source) -> Iterator[Finding]:
    """CamelCase.vy deploys, snake_case.vy under modules/ never does, I*.vyi is an interface."""
    path = Path(source.path)
    folder, stem = path.parent.as_posix(), path.stem
    if source.is_interface:
        if folder != "interfaces" or not (stem.startswith("I") and CAMEL.match(stem)):
            yield Finding(source.path, 1, 1, "name", "an interface is interfaces/IName.vyi")
    elif folder in {"contracts", "contracts/testing"}:
        if not CAMEL.match(stem):
            yield Finding(source.path, 1, 1, "name", "what deploys is CamelCase.vy; modules go to modules/")
    elif folder == "contracts/modules":
        if not SNAKE.match(stem):
            yield Finding(
                source.path, 1, 1, "name", "a module is snake_case.vy; what deploys is in contracts/"
            )
    else:
        yield Finding(source.path, 1, 1, "name", f"no Vyper source belongs in {folder}")


def sections(source: Source) -> Iterator[Finding]:
    """Banners of one width, known titles, in the fixed order, none twice."""
    last = -1
    number = 0
    lines = source.lines
    while number < len(lines):
        line = lines[number]
        number += 1
        if not re.match(r"^# ?[-=]{10,}", line):
            continue
        if line != RULER:
            yield Finding(source.path, number, 1, "banner", "a banner line is '# ' and 75 dashes")
            continue
        title = TITLE.match(lines[number]) if number < len(lines) else None
        if title is None or number + 1 >= len(lines) or lines[number + 1] != RULER:
            yield Finding(source.path, number, 1, "banner", "a banner is a line, a title and a line")
            continue
        word = title.group(1)
        if word not in SECTIONS:
            yield Finding(source.path, number + 1, 1, "banner", f"'{word}' is none of {', '.join(SECTIONS)}")
        elif SECTIONS.index(word) <= last:
            yield Finding(source.path, number + 1, 1, "banner", f"{word} must stand before {SECTIONS[last]}")
        else:
            last = SECTIONS.index(word)
        number += 2


def section_at(source: Source, line: int) -> str:
    """The title of the section that a line is in, "" before the first."""
    title = ""
    for number in range(1, min(line, len(source.lines) - 1)):
        if (
            source.lines[number - 1] == RULER
            and source.lines[min(number + 1, len(source.lines) - 1)] == RULER
        ):
            found = TITLE.match(source.lines[number])
            title = found.group(1) if found else title
    return title


def documented_acts(root: Path = ROOT) -> frozenset[str]:
    """Names of the functions that an interface documents; a contract need not say it again."""
    found: set[str] = set()
    for path in sorted((root / "interfaces").glob("*.vyi")):
        try:
            tree = parse_to_ast(path.read_text(encoding="utf-8"), is_interface=True)
        except (VyperException, SyntaxError):
            continue  # reported by check_source
        found |= {str(function.name) for function in tree.get_children(vy.FunctionDef)}
    return frozenset(found)


def functions(source: Source, tree: vy.Module, documented: frozenset[str]) -> Iterator[Finding]:
    """Functions stand in the section of their kind; every external act is documented."""
    for function in tree.get_children(vy.FunctionDef):
        marks = {getattr(item, "id", "") for item in function.decorator_list}
        view = bool(marks & {"view", "pure"})
        wanted = "INTERNAL"
        if "deploy" in marks:
            wanted = "CONSTRUCTOR"
        elif "external" in marks:
            wanted = "VIEWS" if view else "EXTERNAL"
        if section_at(source, function.lineno) != wanted:
            yield source.finding(function, "section", f"{function.name} belongs under the banner {wanted}")
        undocumented = "external" in marks and getattr(function, "doc_string", None) is None
        if undocumented and (source.is_interface or function.name not in documented):
            yield source.finding(
                function, "docstring", f"{function.name} has no docstring, here or in its interface"
            )


def events(source: Source, tree: vy.Module) -> Iterator[Finding]:
    """Events are declared in interfaces and say in the past tense what happened."""
    for event in tree.get_children(vy.EventDef):
        if not source.is_interface:
            yield source.finding(event, "event", f"event {event.name} belongs in an interface (.vyi)")
        if event.name in OF_STANDARDS:
            continue
        words = WORDS.findall(event.name)
        if not any(word.endswith("ed") or word in PAST for word in words):
            yield source.finding(event, "event", f"event {event.name} is not in the past tense")


def imports(source: Source, tree: vy.Module) -> Iterator[Finding]:
    """Absolute imports only: the same module by two relative paths is two modules."""
    for node in tree.get_children((vy.Import, vy.ImportFrom)):
        if getattr(node, "level", 0):
            yield source.finding(node, "import", "a relative import; write 'from contracts.modules import …'")


def length(source: Source) -> Iterator[Finding]:
    """A module that does one thing fits on ten screens."""
    lines = len(source.lines)
    if source.path.startswith("contracts/modules/") and lines > MODULE_LINES + 1:
        yield Finding(source.path, lines, 1, "length", f"{lines} lines; at most {MODULE_LINES} in a module")


def check_source(source: Source, documented: frozenset[str] = frozenset()) -> list[Finding]:
    """Findings of one source; `documented` are the acts that an interface describes."""
    found = [*names(source), *sections(source), *length(source)]
    try:
        tree = parse_to_ast(source.text, is_interface=source.is_interface)
    except (VyperException, SyntaxError) as error:
        return [
            *found,
            Finding(source.path, getattr(error, "lineno", 0) or 1, 1, "compile", first_line(error)),
        ]
    testing = source.path.startswith("contracts/testing/")
    if not testing:
        found += [*functions(source, tree, documented), *events(source, tree)]
    found += imports(source, tree)
    return sorted(found)


def check(root: Path = ROOT) -> list[Finding]:
    """Findings over every Vyper source of the project."""
    documented = documented_acts(root)
    found: list[Finding] = []
    for path in vyper_sources(root):
        found += check_source(load(path, root), documented)
    return found
