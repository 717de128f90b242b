"""Size gate: runtime code of every deployable stays far enough from the wall of EIP-170."""

from __future__ import annotations

from tools.findings import Finding
from usance.chain.artifacts import Artifact, all_artifacts

LIMIT = 22_000
WALL = 24_576


def table(artifacts: dict[str, Artifact]) -> list[str]:
    """One line a contract: runtime bytes, share of the wall, room to the limit."""
    lines = [f"{'contract':<24} {'runtime':>8} {'of EIP-170':>10} {'room':>7}"]
    for name, artifact in sorted(artifacts.items()):
        size = artifact.runtime_size
        lines.append(f"{name:<24} {size:>8,} {size / WALL:>10.1%} {LIMIT - size:>7,}")
    return lines


def check_artifacts(artifacts: dict[str, Artifact]) -> list[Finding]:
    """Findings for what is too large."""
    return [
        Finding(
            artifact.path, 1, 1, "size",
            f"{artifact.runtime_size:,} bytes of runtime; at most {LIMIT:,}, so split views or a module off",
        )
        for artifact in artifacts.values()
        if artifact.runtime_size > LIMIT
    ]  # fmt: skip


def check() -> tuple[list[Finding], list[str]]:
    """Findings and the table over the suite (contracts/testing is not deployed and not counted)."""
    artifacts = all_artifacts()
    return check_artifacts(artifacts), table(artifacts)
