"""No address of a package registry and no path of somebody's machine in what is committed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tools.findings import ROOT, Finding

# Written in parts, so that this file does not find itself.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org")
HOMES = ("/" + "root/", "/" + "work/", "/" + "home/", "/" + "Users/", "/" + "tmp/")
PATTERN = re.compile(
    "|".join([*(re.escape(host) for host in HOSTS), *(rf"(?<![\w.$}}]){re.escape(home)}" for home in HOMES)])
)
WRITTEN = {".git", ".venv", ".cache", ".build", "out", "__pycache__", "node_modules", ".pytest_cache"}
SKIP = {".png", ".jpg", ".ico", ".woff2"}


def check_text(path: str, text: str) -> list[Finding]:
    """Findings of one file."""
    found: list[Finding] = []
    for number, line in enumerate(text.split("\n"), 1):
        for hit in PATTERN.finditer(line):
            found.append(
                Finding(
                    path, number, hit.start() + 1, "address", f"'{hit.group()}' belongs in no committed file"
                )
            )
    return found


def tracked(root: Path = ROOT) -> list[Path]:
    """What is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
        return [root / name for name in names if (root / name).is_file()]
    # Not a clone (an unpacked archive): everything but what the tools write.
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return [path for path in files if not WRITTEN & set(path.relative_to(root).parts)]


def check(root: Path = ROOT) -> list[Finding]:
    """Findings over every committed file."""
    found: list[Finding] = []
    for path in tracked(root):
        if path.suffix not in SKIP:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += check_text(path.relative_to(root).as_posix(), text)
    return found
