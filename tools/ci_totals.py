"""Adds up the closing lines of the pytest runs in the given logs and prints the sum on one line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CLOSING = re.compile(r"^=+ .*\d+ \w+.* in [\d.]+s.* =+$")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def totals(texts: list[str]) -> dict[str, int]:
    """Counts by outcome over all closing lines; an error counts as failed."""
    found = {"passed": 0, "failed": 0, "skipped": 0}
    for text in texts:
        for line in text.splitlines():
            if CLOSING.match(line):
                for number, outcome in COUNT.findall(line):
                    key = "failed" if outcome.startswith("error") else outcome
                    found[key] += int(number)
    return found


def main(paths: list[str]) -> int:
    found = totals([Path(path).read_text(encoding="utf-8", errors="replace") for path in paths])
    line = f"total: {found['passed']} passed, {found['failed']} failed"
    print(line + (f", {found['skipped']} skipped" if found["skipped"] else ""))
    return 1 if found["failed"] or not found["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
