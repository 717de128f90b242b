"""Runs tests in a forked process whose contracts lack one guard, and tells what noticed.

The parent has imported the compiler, pytest and the EVM already: a child starts in milliseconds.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

OPTIONS = ("-q", "-x", "-p", "no:ape_test", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "-m",
           "not ape and not node and not browser and not shared", "--hypothesis-seed=0")  # fmt: skip


class Witness:
    """Remembers the first test that fails and errors before any test ran."""

    def __init__(self) -> None:
        self.killer = ""
        self.because = ""
        self.broken = ""
        self.ran = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.ran += report.when == "call"
        if report.failed and not self.killer:
            self.killer = report.nodeid
            crash = getattr(getattr(report, "longrepr", None), "reprcrash", None)
            self.because = str(getattr(crash, "message", "")).split("\n")[0][:160]

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.broken:
            self.broken = f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1][:160]}"


def run_tests(paths: Sequence[str]) -> dict[str, Any]:
    """Run pytest in this process; the outcome as plain data."""
    witness = Witness()
    code = int(pytest.main([*OPTIONS, *paths], plugins=[witness]))
    return {
        "code": code,
        "killer": witness.killer,
        "because": witness.because,
        "broken": witness.broken,
        "ran": witness.ran,
    }


def without_size_limit() -> None:
    """Unoptimised code compiles twice as fast and is twice as large: lift EIP-170 in this process."""
    import pyrevm

    pyrevm.CfgEnv = functools.partial(pyrevm.CfgEnv, limit_contract_code_size=2**16)


def run_stories(paths: Sequence[str]) -> dict[str, Any]:
    """Play scenario files on revm; an unmet expectation, or a difference from the model, notices."""
    from usance.scenario.runner import UNMET, WRONG, run_file, theatre

    outcome: dict[str, Any] = {"code": 0, "killer": "", "because": "", "broken": "", "ran": 0}
    house = theatre("revm")
    for path in paths:
        result = run_file(Path(path), house)
        outcome["ran"] += 1
        if result.status == UNMET:
            return {**outcome, "code": 1, "killer": path, "because": result.message}
        if result.status == WRONG:
            return {**outcome, "code": 2, "broken": result.message}
    return outcome


def run_stages(stages: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Run the likeliest tests first; later stages are not even collected when one has failed."""
    outcome: dict[str, Any] = {"code": 5, "killer": "", "because": "", "broken": "", "ran": 0}
    for paths in stages:
        ran = outcome["ran"]
        stories = [path for path in paths if path.endswith(".yaml")]
        tests = [path for path in paths if not path.endswith(".yaml")]
        if tests:
            outcome = run_tests(tests)
        if stories and not (outcome["killer"] or outcome["broken"]):
            ran += outcome["ran"] if tests else 0
            outcome = run_stories(stories)
        outcome["ran"] += ran
        if outcome["killer"] or outcome["broken"]:
            break
    return outcome


def fork(texts: dict[str, str], stages: Sequence[Sequence[str]], result: Path) -> int:
    """Start a child with these source texts; returns its process id. It writes JSON to `result`."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setpgid(0, 0)
        log = os.open(result.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        from usance.chain.artifacts import replace_sources

        # A short life with one large compile in it: collecting garbage would cost a fifth of it.
        gc.disable()
        without_size_limit()
        replace_sources(texts, optimize="none")
        with contextlib.chdir(Path(__file__).resolve().parents[1]):
            outcome = run_stages(stages)
        result.write_text(json.dumps(outcome))
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)
