"""Rates of the state machines, the messages and the compiler."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from tools import bench_ape
from tools.bench_table import Measure
from tools.compile import build
from tools.findings import ROOT

Rates = Mapping[str, float]


def codec_rate(seconds: float = 2.0) -> tuple[float, float, float]:
    """MT700 messages split and typed, also checked by every network rule, and written, a second and core."""
    from tests.messages.generators import make
    from usance.messages.reader import read_text
    from usance.messages.writer import write

    messages = [make("700", seed) for seed in range(50)]
    texts = [write(message) for message in messages]

    def rate(work: Callable[[], list[object]]) -> float:
        began, count = time.process_time(), 0
        while time.process_time() - began < seconds:
            count += len(work())
        return count / (time.process_time() - began)

    return (
        rate(lambda: [read_text(text) for text in texts]),
        rate(lambda: [one.findings for text in texts for one in read_text(text)]),
        rate(lambda: [write(message) for message in messages]),
    )


def unchanged_seconds() -> float:
    """`make compile` when nothing changed."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "tools.compile"], cwd=ROOT, check=True)
    return time.monotonic() - began


def machine_rows() -> tuple[list[Measure], Rates, Rates]:
    """Steps a second of the machines of credits and claims; where a step of each walker goes."""
    from tests.machines import claim_bench, credit_bench

    credit, claim = credit_bench.measure(), claim_bench.measure(10_000)
    rows = [
        _rate("credit machine, seeded walker, steps a second", credit["walker_steps_per_second"], "2,000"),
        _rate("credit machine, Hypothesis, steps a second", _hypothesis(credit_bench), "800"),
        _rate("claim machine, seeded walker, steps a second", claim["walker_steps_per_second"], "2,000"),
        _rate("claim machine, Hypothesis, steps a second", _hypothesis(claim_bench), "800"),
    ]
    on_ape = bench_ape.measured()
    rows += [
        _rate("credit machine, seeded walker on Ape's built-in chain, steps a second", on_ape),
        Measure(
            "revm over Ape's chain, the same walker",
            f"{credit['walker_steps_per_second'] / on_ape:.0f}",
            "50",
        ),
    ]
    return rows, credit, claim


def _rate(label: str, found: float, goal: str = "") -> Measure:
    return Measure(label, f"{found:,.0f}", goal)


def _hypothesis(machine: object) -> float:
    found: float = machine.measure_hypothesis()["hypothesis_steps_per_second"]  # type: ignore[attr-defined]
    return found


def codec_rows() -> list[Measure]:
    read, checked, written = codec_rate()
    return [
        _rate("MT700 read, messages a second", read),
        _rate("MT700 read and checked, messages a second", checked),
        _rate("MT700 written, messages a second", written),
    ]


def compile_rows() -> list[Measure]:
    forced = build()
    again = unchanged_seconds()
    return [
        Measure("forced compile of everything, seconds", f"{forced:.0f}", "60"),
        Measure("compile with nothing changed, seconds", f"{again:.1f}", "3"),
    ]


def split_table(walker: Rates) -> list[str]:
    """Where a step of a walker goes."""
    split = {name.removesuffix("_us"): value for name, value in walker.items() if name.endswith("_us")}
    total = sum(split.values())
    lines = ["| part | microseconds | share |", "|---|---:|---:|"]
    return lines + [f"| {name} | {value:.0f} | {value / total:.0%} |" for name, value in split.items()]
