"""Build gate: Ape's forced compile and the in-process artifacts are the same bytecode.

Tests on revm deploy the artifacts, scripts deploy Ape's build: this makes them one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tools.compile import MANIFEST, build, is_fresh
from tools.findings import Finding
from usance.chain.artifacts import Artifact, all_artifacts


def code_of(entry: Mapping[str, Any], key: str) -> bytes:
    """A bytecode of a manifest entry."""
    text = str((entry.get(key) or {}).get("bytecode") or "")
    return bytes.fromhex(text.removeprefix("0x"))


def compare(artifacts: Mapping[str, Artifact], types: Mapping[str, Any]) -> list[Finding]:
    """A finding for every contract that the two builds do not share byte for byte."""
    found: list[Finding] = []
    for name, artifact in artifacts.items():
        entry = types.get(name)
        if entry is None:
            found.append(Finding(artifact.path, 1, 1, "build", "not in Ape's build; run make compile"))
            continue
        # Ape's runtime is the code before immutables are appended: the artifact begins with it.
        runtime = code_of(entry, "runtimeBytecode")
        if not runtime or artifact.runtime != runtime:
            found.append(Finding(artifact.path, 1, 1, "build", "runtime differs from Ape's build"))
        if artifact.initcode != code_of(entry, "deploymentBytecode"):
            found.append(Finding(artifact.path, 1, 1, "build", "init code differs from Ape's build"))
    for name in sorted(set(types) - set(artifacts)):
        found.append(
            Finding(".build", 1, 1, "build", f"{name} is in Ape's build but no deployable; rm -r .build")
        )
    return found


def check() -> list[Finding]:
    """Compile by force unless the build is of these very sources, then compare."""
    if not is_fresh():
        build()
    types = json.loads(MANIFEST.read_text())["contractTypes"]
    return compare(all_artifacts(testing=True), types)
