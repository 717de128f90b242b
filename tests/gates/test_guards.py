"""`make guards`: the guard really goes, a test that needs it is found, a useless guard is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import guards
from tools.check_ast import GUARD
from tools.guard_list import Guard, all_guards, guards_of, without
from tools.vyper_source import load
from usance.chain.artifacts import ROOT, compile_source, depends_on

SOURCE = """# pragma version 0.4.3
# pragma nonreentrancy on
NO: constant(String[64]) = "planted: no (X)"
total: uint256
@external
def act(n: uint256):
    assert n > 1, NO  # guard: X-one
    if n > 5:
        assert (  # guard: X-two
            n > 7
            and n < 90
        ), NO
    self._check(n)  # guard: X-three
    self.total = n
@internal
def _check(n: uint256):
    if n == 50:
        raise NO  # guard: X-four
"""


def test_list__every_kind_of_statement__found_in_the_order_of_lines() -> None:
    found = guards_of("contracts/Planted.vy", SOURCE)
    assert [(guard.tag, guard.line, guard.end_line) for guard in found] == [
        ("X-one", 7, 7), ("X-two", 9, 12), ("X-three", 13, 13), ("X-four", 18, 18),
    ]  # fmt: skip
    assert {guard.rule for guard in found} == {"X"}


@pytest.mark.parametrize("index", range(4))
def test_without__each_guard__only_that_statement_goes_and_no_line_moves(index: int) -> None:
    found = guards_of("contracts/Planted.vy", SOURCE)
    text = without(SOURCE, found[index])
    assert text.count("\n") == SOURCE.count("\n")
    rest = [guard.tag for guard in guards_of("contracts/Planted.vy", text)]
    assert [guard.tag for guard in found if guard.tag not in rest or guard == found[index]] == [
        found[index].tag
    ]
    changed = [
        number
        for number, (old, new) in enumerate(zip(SOURCE.split("\n"), text.split("\n"), strict=True), 1)
        if old != new
    ]
    assert changed == list(range(found[index].line, found[index].end_line + 1))
    assert (
        compile_source("contracts/Planted.vy", text).runtime
        != compile_source("contracts/Planted.vy", SOURCE).runtime
    )


def test_list__the_suite__every_guard_comment_is_a_guard() -> None:
    found = {(guard.path, guard.line) for guard in all_guards()}
    assert len(found) > 50
    for path in sorted((ROOT / "contracts").rglob("*.vy")):
        source = load(path)
        if "testing" not in source.path:
            marked = {line for line, comment in source.comments.items() if GUARD.match(comment)}
            assert {(source.path, line) for line in marked} <= found, source.path


def test_artifact__guard_of_a_module_taken_away__every_contract_over_it_changes() -> None:
    guard = next(guard for guard in all_guards() if guard.path == "contracts/modules/signatures.vy")
    text = without((ROOT / guard.path).read_text(), guard)
    path = "contracts/PartyRegistry.vy"
    assert guard.path in depends_on(path)
    assert compile_source(path, overrides={guard.path: text}).runtime != compile_source(path).runtime


def test_map__a_name_that_is_no_guard__found() -> None:
    known = {guard.tag for guard in all_guards()} | {f"{guard.stem}:{guard.tag}" for guard in all_guards()}
    assert sorted(set(guards.mapping()) - known) == []


def test_map__every_path__exists() -> None:
    missing = [
        path
        for paths in guards.mapping().values()
        for path in paths
        if not (ROOT / path.split("::")[0]).exists()
    ]
    assert missing == []


PROBE = """
from usance.chain.revm import RevmDriver
from tests_probe import NEEDED
def test_probe():
    driver = RevmDriver()
    admin = driver.accounts(1)[0].address
    grants = [{"account": admin, "capability": 1}] if NEEDED else [{"account": admin, "capability": 1}] * 2
    try:
        driver.deploy("PartyRegistry", [b"r" * 32, grants], admin)
    except Exception:
        assert not NEEDED
    else:
        assert NEEDED
"""


@pytest.mark.parametrize(("needed", "killed"), [("False", True), ("True", False)])
def test_run__a_test_that_needs_the_guard__notices_and_another_does_not(
    tmp_path: Path, needed: str, killed: bool
) -> None:
    """The registry without NO_CHANGE-twice takes the same grant twice."""
    guard = next(guard for guard in all_guards() if guard.tag == "NO_CHANGE-twice")
    probe = tmp_path / "test_probe.py"
    probe.write_text(PROBE.replace("from tests_probe import NEEDED", f"NEEDED = {needed}"))
    texts = {guard.path: without((ROOT / guard.path).read_text(), guard)}
    pool = guards.Pool(1, 60, tmp_path)
    pool.start(guard, texts, [[str(probe)]])
    outcome = pool.wait()
    assert outcome.killed is killed, outcome.why
    assert ("test_probe" in outcome.by) is killed


def test_run__tests_that_do_not_load__are_no_proof(tmp_path: Path) -> None:
    probe = tmp_path / "test_probe.py"
    probe.write_text("import nothing_of_that_name\n")
    pool = guards.Pool(1, 60, tmp_path)
    pool.start(Guard("contracts/X.vy", "X", 1, 0, 1, 1, ""), {}, [[str(probe)]])
    outcome = pool.wait()
    assert not outcome.killed
    assert "do not load" in outcome.why


def test_run__tests_that_take_too_long__are_no_proof(tmp_path: Path) -> None:
    probe = tmp_path / "test_probe.py"
    probe.write_text("import time\ndef test_probe():\n    time.sleep(60)\n")
    pool = guards.Pool(1, 1.5, tmp_path)
    pool.start(Guard("contracts/X.vy", "X", 1, 0, 1, 1, ""), {}, [[str(probe)]])
    outcome = pool.wait()
    assert not outcome.killed
    assert "no test failed in" in outcome.why
