"""Writes the generated pages of docs/, or with --check says which are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools import errors_doc, reference_doc
from tools.findings import ROOT, Finding

PAGES: dict[Path, Callable[[Path], str]] = {
    errors_doc.TARGET: errors_doc.render,
    reference_doc.TARGET: reference_doc.render,
}


def check(root: Path = ROOT) -> list[Finding]:
    """A finding for every generated page that differs from what would be written."""
    found: list[Finding] = []
    for target, render in PAGES.items():
        path = root / target
        if not path.exists() or path.read_text(encoding="utf-8") != render(root):
            found.append(
                Finding(target.as_posix(), 1, 1, "docs", "stale; run 'make docs' and commit the page")
            )
    return found


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = check()
        for finding in found:
            print(finding)
        return 1 if found else 0
    for target, render in PAGES.items():
        (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / target).write_text(render(ROOT), encoding="utf-8")
        print(f"wrote {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
