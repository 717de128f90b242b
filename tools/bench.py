"""`make bench`: gas of every act from receipts of a real node, throughput and its split, compile time.

Gas is exact and the same on every machine (anvil, Prague rules, receipts with the 21,000 base). Times are of
this machine and comparable only with each other. Writes benchmarks/RESULTS.md.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tools.bench_node import running_node
from tools.compile import build
from tools.findings import ROOT
from usance.chain.artifacts import all_artifacts

STORIES = ROOT / "benchmarks" / "gas"
TARGET = ROOT / "benchmarks" / "RESULTS.md"


@dataclass(frozen=True)
class Goal:
    """What an act may cost, what it cannot do without, and what others take for the like."""

    label: str
    story: str
    act: str
    goal: int | None
    floor: str
    peers: str


ESCROW = "escrow"
GOALS = (
    Goal("issue, no cover", "without-cover", "credit.issue", 115_000, "45,200", "no LC peer; escrow 141,104"),
    Goal(
        "issue, covered in full", "covered", "credit.issue", 150_000, "92,000", "no LC peer; escrow 141,104"
    ),
    Goal("advise", "without-cover", "credit.advise", None, "", ""),
    Goal("present", "covered", "credit.present", 80_000, "45,200", f"{ESCROW} 52,953"),
    Goal("acknowledge", "covered", "credit.acknowledge", None, "", ""),
    Goal("accept", "without-cover", "credit.accept", 48_000, "27,300", f"{ESCROW} 29,956"),
    Goal("refuse", "covered", "credit.refuse", 55_000, "", ""),
    Goal("preclude", "covered", "credit.preclude", 48_000, "", ""),
    Goal(
        "honour, paid by the bank",
        "without-cover",
        "credit.honour",
        78_000,
        "44,000-49,000",
        f"{ESCROW} 50,411",
    ),
    Goal("honour, paid from cover", "covered", "credit.honour", 78_000, "44,000-49,000", f"{ESCROW} 50,411"),
    Goal("expire", "covered", "credit.expire", None, "", ""),
    Goal("close", "covered", "credit.close", None, "", ""),
)


def gas_of_stories() -> dict[tuple[str, str], int]:
    """(story, act) -> gas of the first receipt of that act."""
    from usance.chain.ape_driver import ApeDriver
    from usance.scenario.runner import PASSED, run_file, theatre

    found: dict[tuple[str, str], int] = {}
    with running_node() as provider:
        house = theatre("ape", driver=ApeDriver(provider))
        for path in sorted(STORIES.glob("*.yaml")):
            result = run_file(path, house)
            if result.status != PASSED:
                raise RuntimeError(result.message)
            for entry in result.log:
                if entry.sent.gas is None:
                    raise RuntimeError(f"{path.name}: the node gave no gas for {entry.act}")
                found.setdefault((path.stem, entry.act), entry.sent.gas)
    return found


def gas_table(gas: dict[tuple[str, str], int]) -> list[str]:
    """The table of the page."""
    lines = ["| act | gas | goal | room | floor | peers |", "|---|---:|---:|---:|---|---|"]
    for row in GOALS:
        used = gas[row.story, row.act]
        goal = f"{row.goal:,}" if row.goal is not None else ""
        room = f"{row.goal - used:+,}" if row.goal is not None else ""
        lines.append(f"| {row.label} | {used:,} | {goal} | {room} | {row.floor} | {row.peers} |")
    return lines


def size_table() -> list[str]:
    """Runtime bytes of every contract."""
    lines = ["| contract | runtime bytes | limit |", "|---|---:|---:|"]
    for name, artifact in sorted(all_artifacts().items()):
        lines.append(f"| {name} | {artifact.runtime_size:,} | 22,000 |")
    return lines


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


def machine_rates() -> tuple[dict[str, float], dict[str, float]]:
    """The seeded walker with its split, and Hypothesis."""
    from tests.machines.credit_bench import measure, measure_hypothesis

    return measure(), measure_hypothesis()


def unchanged_seconds() -> float:
    """`make compile` when nothing changed."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "tools.compile"], cwd=ROOT, check=True)
    return time.monotonic() - began


def throughput_table() -> list[str]:
    """Rates and times."""
    walker, hypothesis = machine_rates()
    read, checked, written = codec_rate()
    forced = build()
    again = unchanged_seconds()
    rows = [
        (
            "credit machine, seeded walker, steps a second",
            f"{walker['walker_steps_per_second']:,.0f}",
            "2,000",
        ),
        (
            "credit machine, Hypothesis, steps a second",
            f"{hypothesis['hypothesis_steps_per_second']:,.0f}",
            "800",
        ),
        ("MT700 read, messages a second", f"{read:,.0f}", ""),
        ("MT700 read and checked, messages a second", f"{checked:,.0f}", ""),
        ("MT700 written, messages a second", f"{written:,.0f}", ""),
        ("forced compile of everything, seconds", f"{forced:.0f}", "60"),
        ("compile with nothing changed, seconds", f"{again:.1f}", "3"),
    ]
    lines = ["| what | measured | goal |", "|---|---:|---:|"]
    lines += [f"| {what} | {value} | {goal} |" for what, value, goal in rows]
    split = {name.removesuffix("_us"): value for name, value in walker.items() if name.endswith("_us")}
    total = sum(split.values())
    lines += [
        "",
        "Where a step of the walker goes:",
        "",
        "| part | microseconds | share |",
        "|---|---:|---:|",
    ]
    lines += [f"| {name} | {value:.0f} | {value / total:.0%} |" for name, value in split.items()]
    return lines


def page(gas: list[str], sizes: list[str], rates: list[str]) -> str:
    """benchmarks/RESULTS.md."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            "# Results",
            "",
            "Written by `make bench`. Gas: receipts of anvil 1.7.1 under Prague rules, Vyper 0.4.3, optimise",
            "gas; exact, and the same everywhere. The stories are in benchmarks/gas. Peers and floors are",
            "measured or reckoned under the same rules; an escrow stores four words and has no terms.",
            "",
            "## Gas",
            "",
            *gas,
            "",
            "## Size",
            "",
            *sizes,
            "",
            "## Time",
            "",
            f"One core of: {machine}. Compare these numbers with each other, not with another machine's.",
            "",
            *rates,
            "",
        ]
    )


def main() -> int:
    try:
        print("gas on anvil", flush=True)
        gas = gas_table(gas_of_stories())
        print("\n".join(gas), flush=True)
        print("throughput and compile time (about two minutes)", flush=True)
        rates = throughput_table()
        print("\n".join(rates), flush=True)
    except RuntimeError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    TARGET.write_text(page(gas, size_table(), rates), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
