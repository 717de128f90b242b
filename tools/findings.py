"""What a gate finds: one line a finding, file first, so that editors can jump to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, order=True)
class Finding:
    """`rule` is the short name of the rule, `text` what is wrong and the mend. Lines from 1."""

    path: str
    line: int
    column: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.rule}: {self.text}"


def vyper_sources(root: Path = ROOT) -> list[Path]:
    """Every .vy and .vyi of the project, in a fixed order."""
    found: list[Path] = []
    for folder in ("contracts", "interfaces"):
        found += [path for path in sorted((root / folder).rglob("*.vy*")) if path.suffix in {".vy", ".vyi"}]
    return found


def relative(path: Path, root: Path = ROOT) -> str:
    """The path as findings show it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
