"""`make guards`: take every tagged guard away, one at a time, and require that a test fails.

For each statement marked `# guard: TAG` in contracts/ the source is compiled in memory without it and
the tests that should notice run until the first failure: those that tests/guards.yaml names for the
tag, then those that speak of the tag, its rule or its error, then the other tests of the contract.
A guard that no test notices is a failure: either a test is missing or the guard is superfluous.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.findings import ROOT
from tools.guard_child import fork
from tools.guard_list import Guard, all_guards, without
from usance.chain.artifacts import all_artifacts, depends_on, deployables

MAP = ROOT / "tests" / "guards.yaml"
SUITES = ("unit", "attacks", "scenario", "states", "properties", "machines")
SLOW = {"properties", "machines"}
CLOCK = 0.01


@dataclass
class Outcome:
    """`killed` by the test `by`, or not, for the reason in `why`."""

    guard: Guard
    killed: bool
    by: str
    why: str
    seconds: float


def mapping() -> dict[str, list[str]]:
    """tests/guards.yaml: TAG or FILE:TAG -> paths of tests or scenarios."""
    if not MAP.exists():
        return {}
    raw = yaml.safe_load(MAP.read_text(encoding="utf-8")) or {}
    found: dict[str, list[str]] = {}
    for key, value in raw.items():
        found[str(key)] = [value] if isinstance(value, str) else [str(item) for item in value]
    return found


def snake(stem: str) -> str:
    """`PartyRegistry` -> `party_registry`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", stem).lower()


def reason_texts() -> dict[str, str]:
    """Name of a reason -> its text, from errors.vy."""
    text = (ROOT / "contracts/modules/errors.vy").read_text(encoding="ascii")
    return dict(re.findall(r'^(\w+): constant\(String\[64\]\) = "([^"]*)"$', text, re.MULTILINE))


class Library:
    """The test files, read once, and the order in which a guard tries them."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        for suite in SUITES:
            for path in sorted((ROOT / "tests" / suite).rglob("test_*.py")):
                self.files[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "scenarios").rglob("*.yaml")):
            if path.parent != ROOT / "scenarios":
                self.files[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        self.named = mapping()
        self.reasons = reason_texts()

    def own(self, guard: Guard) -> set[str]:
        """Names of test folders of every contract that contains the guard."""
        owners = {snake(guard.stem)}
        for name, artifact in all_artifacts().items():
            if guard.path in depends_on(artifact.path):
                owners.add(snake(name))
        return owners

    def order(self, guard: Guard) -> list[str]:
        """Paths to run, the most likely to notice first."""
        first = self.named.get(f"{guard.stem}:{guard.tag}") or self.named.get(guard.tag) or []
        text = self.reasons.get(guard.reason, "")
        owners = self.own(guard)

        def score(path: str, body: str) -> int:
            parts = set(Path(path).parts) | {Path(path).stem.removeprefix("test_")}
            points = 0
            points += 8 * (guard.tag in body)
            points += 6 * bool(guard.reason and re.search(rf"\b{guard.reason}\b", body))
            points += 6 * bool(text and text in body)
            points += 3 * bool(re.search(rf"(?<![\w.]){re.escape(guard.rule)}(?![\w.])", body))
            points += 4 * (snake(guard.stem) in parts)
            points += 2 * bool(owners & parts)
            points += 1 * ("attacks" in parts)
            points -= 1 * ("scenarios" in parts)
            return points - 2 * bool(SLOW & parts)

        ranked = sorted(self.files, key=lambda path: (-score(path, self.files[path]), path))
        return list(dict.fromkeys([*first, *(path for path in ranked if score(path, self.files[path]) > 0)]))

    def stages(self, guard: Guard) -> list[list[str]]:
        """The order in three stages: the first file, the next three, all the others."""
        order = self.order(guard) or ["tests/unit"]
        return [part for part in (order[:1], order[1:4], order[4:]) if part]


@dataclass
class Running:
    guard: Guard
    process: int
    result: Path
    began: float


class Pool:
    """At most `jobs` children at once, each with a time limit."""

    def __init__(self, jobs: int, limit: float, folder: Path) -> None:
        self.jobs, self.limit, self.folder = jobs, limit, folder
        self.running: list[Running] = []

    def start(self, guard: Guard, texts: dict[str, str], stages: Sequence[Sequence[str]]) -> None:
        result = self.folder / f"{guard.stem}-{guard.line}.json"
        process = fork(texts, stages, result)
        self.running.append(Running(guard, process, result, time.monotonic()))

    def wait(self) -> Outcome:
        """The next child that ends, or that is ended for taking too long."""
        while True:
            for item in self.running:
                done, _ = os.waitpid(item.process, os.WNOHANG)
                seconds = time.monotonic() - item.began
                if done:
                    self.running.remove(item)
                    return outcome_of(item.guard, item.result, seconds)
                if seconds > self.limit:
                    os.killpg(item.process, signal.SIGKILL)
                    os.waitpid(item.process, 0)
                    self.running.remove(item)
                    return Outcome(item.guard, False, "", f"no test failed in {self.limit:.0f} s", seconds)
            time.sleep(CLOCK)

    def stop(self) -> None:
        for item in self.running:
            os.killpg(item.process, signal.SIGKILL)
            os.waitpid(item.process, 0)


def outcome_of(guard: Guard, result: Path, seconds: float) -> Outcome:
    """What a child wrote, as an outcome."""
    if not result.exists():
        log = result.with_suffix(".log")
        lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
        return Outcome(
            guard, False, "", f"the run died: {lines[-1][:120] if lines else 'no output'}", seconds
        )
    body = json.loads(result.read_text())
    if body["code"] == 1 and body["killer"]:
        return Outcome(guard, True, body["killer"], body["because"], seconds)
    if body["broken"]:
        return Outcome(guard, False, "", f"tests do not load: {body['broken']}", seconds)
    if body["ran"] == 0:
        return Outcome(guard, False, "", "no test to run", seconds)
    return Outcome(guard, False, "", f"{body['ran']} tests pass without it", seconds)


def warm() -> None:
    """Import and derive once what every child needs."""
    import hypothesis  # noqa: F401
    import vyper.codegen.module
    import vyper.compiler
    import vyper.compiler.output  # noqa: F401

    from usance.chain.revm import abi_of, throwaway

    for name in all_artifacts(testing=True):
        abi_of(name)
    for index in range(60):
        throwaway(index)
    gc.freeze()


def false_alarms(outcomes: Iterable[Outcome], folder: Path, limit: float) -> list[str]:
    """Tests that noticed a missing guard but fail with every guard in place: they prove nothing."""
    tests = sorted({outcome.by for outcome in outcomes if outcome.killed})
    if not tests:
        return []
    pool = Pool(1, limit * 4, folder)
    everything = Guard("contracts", "all-in-place", 0, 0, 0, 0, "")
    texts = {path: (ROOT / path).read_text(encoding="ascii") for path in deployables().values()}
    pool.start(everything, texts, [tests])
    answer = pool.wait()
    if answer.killed:
        return [f"{answer.by} fails with every guard in place: {answer.why}"]
    return (
        [] if "tests pass" in answer.why else [f"the tests that noticed could not be repeated: {answer.why}"]
    )


def run(guards: list[Guard], jobs: int, limit: float, verbose: bool) -> tuple[list[Outcome], list[str]]:
    """Try every guard. Prints a line for each that survives, and progress."""
    warm()
    library = Library()
    outcomes: list[Outcome] = []
    queue = list(guards)
    with tempfile.TemporaryDirectory(prefix="usance-guards-") as name:
        pool = Pool(jobs, limit, Path(name))
        try:
            while queue or pool.running:
                while queue and len(pool.running) < jobs:
                    guard = queue.pop(0)
                    text = (ROOT / guard.path).read_text(encoding="ascii")
                    pool.start(guard, {guard.path: without(text, guard)}, library.stages(guard))
                outcome = pool.wait()
                outcomes.append(outcome)
                show(outcome, len(outcomes), len(guards), verbose)
            alarms = false_alarms(outcomes, Path(name), limit)
        finally:
            pool.stop()
    return outcomes, alarms


def shown(test: str) -> str:
    """A test's id without long parameters."""
    name, _, parameters = test.partition("[")
    return test if len(parameters) < 40 else f"{name}[{parameters[:30]}...]"


def show(outcome: Outcome, number: int, count: int, verbose: bool) -> None:
    """One line of progress."""
    if not outcome.killed:
        print(f"[{number:>3}/{count}] {outcome.guard}: NOT NOTICED: {outcome.why}", flush=True)
    elif verbose or number % 10 == 0 or number == count:
        by = f"noticed by {shown(outcome.by)} ({outcome.seconds:.1f} s)"
        print(f"[{number:>3}/{count}] {outcome.guard}: {by}", flush=True)


def table(outcomes: list[Outcome]) -> list[str]:
    """Guards and how many of them a test notices, by source."""
    lines = [f"{'source':<40} {'guards':>6} {'noticed':>7} {'seconds':>8}"]
    for path in sorted({outcome.guard.path for outcome in outcomes}):
        own = [outcome for outcome in outcomes if outcome.guard.path == path]
        lines.append(
            f"{path:<40} {len(own):>6} {sum(item.killed for item in own):>7} "
            f"{sum(item.seconds for item in own):>8.1f}"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make guards", description=__doc__)
    parser.add_argument("--only", default="", help="guards whose 'file:line TAG' contains this text")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=90, help="seconds for one guard")
    parser.add_argument("--verbose", action="store_true", help="a line for every guard")
    parser.add_argument("--list", action="store_true", help="list guards and the tests each would run")
    chosen = parser.parse_args(arguments)
    guards = [guard for guard in all_guards() if chosen.only in str(guard)]
    if not guards:
        print(f"guards: none matches '{chosen.only}'", file=sys.stderr)
        return 2
    if chosen.list:
        library = Library()
        for guard in guards:
            print(f"{guard}: {' '.join(library.order(guard)[:4])}")
        return 0
    began = time.monotonic()
    print(f"{len(guards)} guards, {chosen.jobs} at a time", flush=True)
    outcomes, alarms = run(guards, chosen.jobs, chosen.limit, chosen.verbose)
    print("\n".join(["", *table(outcomes), ""]))
    survivors = [outcome for outcome in outcomes if not outcome.killed]
    for outcome in survivors:
        print(f"not noticed: {outcome.guard}: {outcome.why}")
    for alarm in alarms:
        print(f"false alarm: {alarm}")
    print(
        f"guards: {len(outcomes) - len(survivors)} of {len(outcomes)} are noticed by a test when taken away "
        f"({time.monotonic() - began:.0f} s)"
    )
    return 1 if survivors or alarms else 0


if __name__ == "__main__":
    sys.exit(main())
