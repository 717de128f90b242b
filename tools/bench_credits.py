"""Gas of the acts of a credit, from the stories in benchmarks/gas."""

from __future__ import annotations

from dataclasses import dataclass

from tools.bench_driver import BenchDriver
from tools.bench_table import GasRow
from tools.findings import ROOT
from usance.scenario.runner import PASSED, run_file, theatre

STORIES = ROOT / "benchmarks" / "gas"
ESCROW = "escrow"


@dataclass(frozen=True)
class Goal:
    """An act of a story, what it may cost, what it cannot do without, and what others take for the like."""

    label: str
    story: str
    act: str
    goal: int | None = None
    floor: str = ""
    peers: str = ""


GOALS = (
    Goal("issue, no cover", "without-cover", "credit.issue", 115_000, "45,200", "no LC peer; escrow 141,104"),
    Goal(
        "issue, covered in full", "covered", "credit.issue", 150_000, "92,000", "no LC peer; escrow 141,104"
    ),
    Goal("advise", "without-cover", "credit.advise"),
    Goal("present", "covered", "credit.present", 80_000, "45,200", f"{ESCROW} 52,953"),
    Goal("acknowledge", "covered", "credit.acknowledge"),
    Goal("accept", "without-cover", "credit.accept", 48_000, "27,300", f"{ESCROW} 29,956"),
    Goal("refuse", "covered", "credit.refuse", 55_000),
    Goal("preclude", "covered", "credit.preclude", 48_000),
    Goal(
        "honour, paid by the bank",
        "without-cover",
        "credit.honour",
        78_000,
        "44,000-49,000",
        f"{ESCROW} 50,411",
    ),
    Goal("honour, paid from cover", "covered", "credit.honour", 78_000, "44,000-49,000", f"{ESCROW} 50,411"),
    Goal("expire", "covered", "credit.expire"),
    Goal("close", "covered", "credit.close"),
)


def credit_rows(driver: BenchDriver) -> list[GasRow]:
    """The first receipt of each act of GOALS."""
    found: dict[tuple[str, str], int] = {}
    house = theatre("ape", driver=driver)
    for path in sorted(STORIES.glob("*.yaml")):
        result = run_file(path, house)
        if result.status != PASSED:
            raise RuntimeError(result.message)
        for entry in result.log:
            if entry.sent.gas is None:
                raise RuntimeError(f"{path.name}: the node gave no gas for {entry.act}")
            found.setdefault((path.stem, entry.act), entry.sent.gas)
    return [GasRow(one.label, found[one.story, one.act], one.goal, one.floor, one.peers) for one in GOALS]
