"""Commands run in this process through click, and as a user runs them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "usance" / "demo"


@lru_cache(maxsize=8)
def command(name: str) -> Any:
    """The click command of scripts/<name>.py."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.cli


def run(name: str, *args: str) -> Result:
    """One command in this process."""
    return CliRunner().invoke(command(name), list(args))


def refused(result: Result, code: int, *parts: str) -> str:
    """The one line of a refused command."""
    assert result.exit_code == code, result.output
    lines = [line for line in result.output.splitlines() if line.strip()]
    assert len(lines) == 1, result.output
    assert "Traceback" not in result.output
    assert [part for part in parts if part not in lines[0]] == [], lines[0]
    return lines[0]


def ape_run(*args: str, folder: Path, timeout: int = 120) -> subprocess.CompletedProcess[str]:
    """`ape run ...` in a process of its own, with its own data folder."""
    env = dict(os.environ, APE_DATA_FOLDER=str(folder / "ape"), VVM_BINARY_PATH=str(folder / "vvm"))
    env["PATH"] = f"{ROOT / '.venv' / 'bin'}:{env.get('PATH', '')}"
    return subprocess.run(
        ["ape", "run", *args], cwd=ROOT, env=env, capture_output=True, text=True, timeout=timeout, check=False
    )
