"""docs/errors.md: every reason the contracts can give, read from contracts/modules/errors.vy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.findings import ROOT, Finding

CATALOGUE = Path("contracts/modules/errors.vy")
TARGET = Path("docs/errors.md")
CONSTANT = re.compile(r'^(\w+): constant\(String\[64\]\) = "([^"]*)"$')
# The reason may be left out where the rule's own name says it: "credit: (CALENDAR_NOT_LOADED)".
REASON = re.compile(r"^(\w+): (.+ |(?=\([A-Z_]+\)$))\(([A-Za-z0-9_.\-]+)\)$")
GROUP = re.compile(r"^# --- (.+) ---$")
MAX_BYTES = 64


@dataclass(frozen=True)
class Reason:
    """One constant of the catalogue. `text` is the whole error string, `meaning` the comment above."""

    name: str
    text: str
    rule: str
    group: str
    meaning: str
    line: int


def read(root: Path = ROOT) -> tuple[list[Reason], list[Finding]]:
    """The catalogue, and what is wrong in it."""
    reasons: list[Reason] = []
    found: list[Finding] = []
    group, meaning, fresh = "", "", True
    path = CATALOGUE.as_posix()
    for number, line in enumerate((root / CATALOGUE).read_text(encoding="ascii").split("\n"), 1):
        heading = GROUP.match(line)
        if heading:
            group, meaning, fresh = heading.group(1), "", True
        elif line.startswith("# ") and not line.startswith("# ---") and group:
            meaning = line[2:] if fresh else f"{meaning} {line[2:]}"
            fresh = False
        elif constant := CONSTANT.match(line):
            name, text = constant.groups()
            parts = REASON.match(text)
            if parts is None or len(text) > MAX_BYTES:
                found.append(
                    Finding(
                        path, number, 1, "reason", f"'{text}' is not 'contract: reason (RULE)' in 64 bytes"
                    )
                )
            if not meaning:
                found.append(Finding(path, number, 1, "reason", f"{name} has no comment that explains it"))
            rule = parts.group(3) if parts else ""
            reasons.append(Reason(name, text, rule, group, meaning, number))
            fresh = True
        elif ": constant(" in line:
            found.append(
                Finding(path, number, 1, "reason", "a reason is one line: NAME: constant(String[64])")
            )
    for text in sorted({reason.text for reason in reasons}):
        same = [reason for reason in reasons if reason.text == text]
        if len(same) > 1:
            found.append(Finding(path, same[1].line, 1, "reason", f"'{text}' has two names"))
    return reasons, found


# No act of a scenario can break these: a storey called at its own address, a share that ClaimToken alone can
# give back, and the account of a company, which is no instrument of the kit.
BY_TESTS = {
    "CALL": "tests/unit/institution_account/test_execute.py",
    "CHANGE": "tests/unit/institution_account/test_changes.py",
    "DELEGATION": "tests/unit/institution_account/test_keys.py",
    "SELF_CHECK": "tests/attacks/test_account_takeover.py",
    "STOREY": "tests/unit/claim_life/test_storeys.py",
    "INV10": "tests/attacks/test_inv10_charge.py",
}


def users(root: Path = ROOT) -> dict[str, list[str]]:
    """Name of a reason -> the sources that refuse with it."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "contracts").rglob("*.vy")):
        if "testing" in path.parts or path.name == CATALOGUE.name:
            continue
        for name in set(re.findall(r"\berrors\.(\w+)", path.read_text(encoding="utf-8"))):
            found.setdefault(name, []).append(path.stem)
    return found


def scenarios(root: Path = ROOT) -> dict[str, list[str]]:
    """Rule -> the scenario files that tell of it: expected by a step, or named in their head.

    A rule that no story of the kit can break is told by a table of states, or by the test named above.
    """
    found: dict[str, list[str]] = {}
    for path in sorted((root / "scenarios").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        words: set[str] = set()
        for value in re.findall(r"\breverts:\s*(.+)", text) + re.findall(r"(?m)^rules:\s*(.+)$", text):
            words |= set(re.findall(r"[A-Za-z0-9_.\-]+", value))
        for word in words:
            found.setdefault(word.rstrip("."), []).append(path.relative_to(root / "scenarios").as_posix())
    stories = set(found)
    for path in sorted((root / "docs").glob("states_*.md")):
        cells = re.findall(r"[A-Z][A-Z0-9_]+", path.read_text(encoding="utf-8"))
        for word in set(cells) - stories:
            found.setdefault(word, []).append(f"docs/{path.name}")
    for word, test in BY_TESTS.items():
        if (root / test).exists():
            found[word] = [test]
    return found


def render(root: Path = ROOT) -> str:
    """The page."""
    reasons, _ = read(root)
    used, told = users(root), scenarios(root)
    lines = [
        "# Errors",
        "",
        "Every reason for which a contract refuses an act: `contract: reason (RULE)`. The rule is an article",
        "of UCP 600 by the project's numbering ([rules.md](rules.md)), an id of the threat catalogue, or the",
        "name of the suite's own rule. A refused act changes nothing.",
        "",
        "This page is written by `make docs` from `contracts/modules/errors.vy`; change it there.",
        "",
    ]
    group = None
    for reason in reasons:
        if reason.group != group:
            group = reason.group
            head = ["", f"## {group}", "", "| error | means | refused by | scenarios |", "|---|---|---|---|"]
            lines += head[1:] if lines[-1] == "" else head
        where = ", ".join(f"`{stem}`" for stem in used.get(reason.name, []))
        files = told.get(reason.rule, [])
        stories = ", ".join(f"`{name}`" for name in files[:3]) + (
            f" and {len(files) - 3} more" if len(files) > 3 else ""
        )
        lines.append(f"| `{reason.text}` | {reason.meaning} | {where} | {stories} |")
    return "\n".join(lines) + "\n"


def check(root: Path = ROOT) -> list[Finding]:
    """Findings on the catalogue: form, and reasons that no contract gives."""
    reasons, found = read(root)
    used = users(root)
    for reason in reasons:
        if reason.name not in used:
            found.append(
                Finding(
                    CATALOGUE.as_posix(), reason.line, 1, "unused", f"{reason.name} is given by no contract"
                )
            )
    return found
