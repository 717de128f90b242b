"""docs/reference.md: the acts, views, events, flags and structs of every contract, from the sources."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

from vyper.ast import nodes as vy
from vyper.ast import parse_to_ast

from tools.findings import ROOT
from usance.chain.artifacts import all_artifacts

TARGET = Path("docs/reference.md")


def prose(docstring: str) -> str:
    """A NatSpec docstring as one paragraph of plain text."""
    text = textwrap.dedent(docstring).strip()
    text = re.sub(r"@title\s+(.+)\n", r"\1.\n", text)
    text = re.sub(r"@(title|notice|dev)\s+", "", text)
    text = re.sub(r"@return\s+", "Returns: ", text)
    text = re.sub(r"@param\s+(\w+)\s+", r"`\1`: ", text)
    text = re.sub(r"@custom:kill\s+", "Stopping: ", text)
    return re.sub(r"\s+", " ", text)


def documentation(node: Any) -> str:
    """The docstring of a function or a source as plain text, "" when it has none."""
    found = getattr(node, "doc_string", None)
    return prose(found.value) if found is not None else ""


def interface_functions(root: Path) -> dict[str, list[tuple[str, str]]]:
    """Function name -> (interface, prose) for all interfaces that document it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted((root / "interfaces").glob("*.vyi")):
        tree = parse_to_ast(path.read_text(encoding="ascii"), is_interface=True)
        for function in tree.get_children(vy.FunctionDef):
            text = documentation(function)
            if text:
                found.setdefault(function.name, []).append((path.stem, text))
    return found


def own_prose(tree: Any) -> dict[str, str]:
    """Function name -> prose, for the docstrings of a contract itself."""
    return {function.name: documentation(function) for function in tree.get_children(vy.FunctionDef)}


def implemented(tree: Any) -> list[str]:
    """The interfaces that a contract says it implements."""
    names: list[str] = []
    for node in tree.get_children(vy.ImplementsDecl):
        names += [child.id for child in node.get_descendants(vy.Name)]
    return names


def type_text(component: dict[str, Any]) -> str:
    """A type as a reader wants it: a struct by the names of its fields would be too long."""
    kind = str(component["type"])
    return kind.replace("tuple", "struct")


def signature(entry: dict[str, Any]) -> str:
    """`name(type name, …) -> type` of an ABI function."""
    inputs = ", ".join(f"{type_text(part)} {part['name']}" for part in entry["inputs"])
    outputs = ", ".join(type_text(part) for part in entry["outputs"])
    return f"{entry['name']}({inputs})" + (f" -> {outputs}" if outputs else "")


def longest(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a name, the one with all arguments (default arguments make several)."""
    best: dict[str, dict[str, Any]] = {}
    for entry in entries:
        known = best.get(entry["name"])
        if known is None or len(entry["inputs"]) > len(known["inputs"]):
            best[entry["name"]] = entry
    return list(best.values())


def contract_page(root: Path, name: str, path: str, abi: list[dict[str, Any]]) -> list[str]:
    """The section of one contract."""
    tree = parse_to_ast((root / path).read_text(encoding="ascii"))
    own, everywhere, mine = own_prose(tree), interface_functions(root), implemented(tree)
    lines = ["", f"## {name}", ""]
    if documentation(tree):
        lines += [documentation(tree), ""]
    functions = longest([entry for entry in abi if entry["type"] == "function"])
    for title, views in (("Acts", False), ("Views", True)):
        lines += [f"### {name}: {title.lower()}", ""]
        for entry in functions:
            if (entry["stateMutability"] in {"view", "pure"}) != views:
                continue
            candidates = everywhere.get(entry["name"], [])
            text = next((words for stem, words in candidates if stem in mine), "")
            text = text or own.get(entry["name"], "") or (candidates[0][1] if candidates else "")
            lines.append(f"- `{signature(entry)}`" + (f": {text}" if text else ""))
        lines.append("")
    events = [entry for entry in abi if entry["type"] == "event"]
    if events:
        lines += [f"### {name}: events", ""]
        for entry in events:
            parts = ", ".join(f"{type_text(part)} {part['name']}" for part in entry["inputs"])
            lines.append(f"- `{entry['name']}({parts})`")
        lines.append("")
    return lines[:-1]


def types_page(root: Path) -> list[str]:
    """Flags and structs as the interfaces declare them, with their comments."""
    lines = ["", "## Flags and structs", ""]
    for path in sorted((root / "interfaces").glob("*.vyi")):
        text = path.read_text(encoding="ascii")
        source = text.split("\n")
        tree = parse_to_ast(text, is_interface=True)
        for node in tree.get_children((vy.FlagDef, vy.StructDef)):
            first = node.lineno
            while first > 1 and source[first - 2].startswith("#") and "---" not in source[first - 2]:
                first -= 1
            lines += [
                f"`{path.stem}.{node.name}`",
                "",
                "```vyper",
                *source[first - 1 : node.end_lineno],
                "```",
                "",
            ]
    return lines[:-1]


def render(root: Path = ROOT) -> str:
    """The page."""
    lines = [
        "# Reference",
        "",
        "What every contract of the suite offers, in the words of its interface. Units in brackets: [token]",
        "token units, [minor] minor units of the currency, [bps] basis points, [day] local days since",
        "1970-01-01, [unix s] seconds of chain time. Errors: [errors.md](errors.md).",
        "",
        "This page is written by `make docs` from `interfaces/` and `contracts/`; change it there.",
    ]
    for name, artifact in sorted(all_artifacts().items()):
        lines += contract_page(root, name, artifact.path, [dict(entry) for entry in artifact.abi])
    lines += types_page(root)
    return "\n".join(lines) + "\n"
