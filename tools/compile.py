"""One forced compile for each state of the Vyper sources.

Ape keeps old bytecode of a contract when only a module or an interface under it changes, so the
compile is forced whenever the hash of all sources differs from the one of the last build. The
in-process artifacts of usance.chain are made at the same time, so that no test worker compiles.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tools.findings import ROOT
from usance.chain.artifacts import all_artifacts, sources_hash

BUILD = ROOT / ".build"
MANIFEST = BUILD / "__local__.json"
STAMP = BUILD / "usance-sources"
LOG = ROOT / ".cache" / "compile.log"


def is_fresh() -> bool:
    """The build on disk is of exactly these sources."""
    return MANIFEST.exists() and STAMP.exists() and STAMP.read_text() == sources_hash()


def build() -> float:
    """Force the compile; returns its seconds. Raises RuntimeError with one line when it fails."""
    began = time.monotonic()
    STAMP.unlink(missing_ok=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    key = sources_hash()
    with LOG.open("w") as log:
        ape = subprocess.Popen(
            [Path(sys.executable).with_name("ape"), "compile", "--force"],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            all_artifacts(testing=True)
        finally:
            code = ape.wait()
    if code != 0 or not MANIFEST.exists():
        lines = [line for line in LOG.read_text().splitlines() if "ERROR" in line or "Error" in line]
        raise RuntimeError(
            f"ape compile: {lines[0] if lines else 'no build'} (the whole log: {LOG.relative_to(ROOT)})"
        )
    STAMP.write_text(key)
    return time.monotonic() - began


def main() -> int:
    if is_fresh():
        return 0
    print("compiling every contract anew (about half a minute)", flush=True)
    try:
        seconds = build()
    except Exception as error:
        print(f"compile: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    print(f"compiled in {seconds:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
