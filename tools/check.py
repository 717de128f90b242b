"""`make check`: every static gate, one after the other, with its time; exit 1 when one finds something."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tools import check_ast, check_build, check_bytes, check_paths, check_size, check_style, docs, errors_doc
from tools.findings import ROOT, Finding


@dataclass
class Outcome:
    """What a gate says: problems (any fails the check) and lines worth showing when all is well."""

    problems: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def of(findings: list[Finding]) -> Outcome:
    return Outcome([str(finding) for finding in findings])


def command(*words: str) -> Outcome:
    """A tool that prints its own findings."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = (done.stdout + done.stderr).strip().splitlines()
    return Outcome(lines or [f"exit {done.returncode}"]) if done.returncode else Outcome()


def sizes() -> Outcome:
    found, table = check_size.check()
    return Outcome([str(finding) for finding in found], table)


GATES: dict[str, Callable[[], Outcome]] = {
    "bytes: LF and printable ASCII": lambda: of(check_bytes.check()),
    "vyper: dangerous shapes": lambda: of(check_ast.check()),
    "vyper: style": lambda: of(check_style.check()),
    "errors: form and use": lambda: of(errors_doc.check()),
    "size: runtime bytes": sizes,
    "build: Ape's and ours are one": lambda: of(check_build.check()),
    "docs: generated pages": lambda: of(docs.check()),
    "addresses: none committed": lambda: of(check_paths.check()),
    "ruff": lambda: command("ruff", "check", "--quiet", "--output-format=concise", "."),
    "mypy: strict on usance/": lambda: command("mypy", "--no-error-summary"),
    "docs: nothing missing": lambda: command(
        "pytest", "-p", "no:ape_test", "-q", "-o", "cache_dir=.cache/pytest", "tests/gates/test_docs.py"
    ),
}


def main(arguments: list[str]) -> int:
    failed = 0
    for name, gate in GATES.items():
        if arguments and not any(word in name for word in arguments):
            continue
        print(f"{name} … ", end="", flush=True)
        began = time.monotonic()
        try:
            outcome = gate()
        except Exception as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            outcome = Outcome([f"the gate itself could not run: {lines[0]}"])
        print(f"{'FAILED' if outcome.problems else 'ok'} ({time.monotonic() - began:.1f} s)")
        for line in [*outcome.shown, *outcome.problems]:
            print(f"  {line}")
        failed += bool(outcome.problems)
    print("check: every gate is open" if not failed else f"check: {failed} gates failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
