"""`make bench`: gas of every act from receipts of a real node, a thousand invoices, throughput, compile time.

Gas is exact and the same on every machine (anvil, Prague rules, receipts with the 21,000 base). Times are of
this machine and comparable only with each other. Writes benchmarks/RESULTS.md.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence

from tools import bench_bulk
from tools.bench_claims import claim_rows
from tools.bench_credits import credit_rows
from tools.bench_driver import BenchDriver
from tools.bench_house import claim_house
from tools.bench_node import running_node
from tools.bench_reading import reading_rows
from tools.bench_speed import codec_rows, compile_rows, machine_rows, split_table
from tools.bench_table import Measure, gas_table, measure_table
from tools.findings import ROOT
from usance.chain.artifacts import all_artifacts

TARGET = ROOT / "benchmarks" / "RESULTS.md"
HEAD = """# Results

Written by `make bench`. Gas: receipts of anvil 1.7.1 under Prague rules, Vyper 0.4.3, optimise
gas; exact, and the same everywhere. Peers and floors are measured or reckoned under the same rules;
an escrow stores four words and has no terms. Money is a plain ERC-20 (benchmarks/gas/PlainToken.vy)
that payer and payee hold already.
Goals that are missed: docs/decisions/0004-gas.md, docs/decisions/0008-claims-gas.md."""
BULK = """A thousand invoices of one seller on one debtor, registered and accepted: one by one in two
transactions each, or fifty in a transaction. Terms and fingerprints are made beforehand for all
sides. "As scripts send": signed, sent, receipt fetched, answer replayed and decoded, one act after
the other; batches and single acts take turns on the same node. "Mined in full blocks": all signed
beforehand, automatic mining off, so that the node's own work is all that is left."""
READING = """The median of fifteen different invoices of each length, processor time of one core. Nearly
all of it is the sheet's transformation in Saxon; the sheet for CII is Factur-X's."""


def size_table() -> list[str]:
    """Runtime bytes of every contract."""
    lines = ["| contract | runtime bytes | limit |", "|---|---:|---:|"]
    for name, artifact in sorted(all_artifacts().items()):
        lines.append(f"| {name} | {artifact.runtime_size:,} | 22,000 |")
    return lines


def gas_sections() -> list[str]:
    """Every table of gas, each family on a node of its own."""
    with running_node() as (provider, _):
        credits = gas_table(credit_rows(BenchDriver(provider)))
    with running_node() as (provider, port):
        house = claim_house(BenchDriver(provider))
        claims = gas_table(claim_rows(house))
        bulk = measure_table(bench_bulk.measure(house, port).rows())
    return [
        *section("Gas of credits", credits),
        *section("Gas of claims", claims),
        *section("A thousand invoices", bulk, BULK),
    ]


def time_sections() -> list[str]:
    """Rates and times."""
    machines, credit, claim = machine_rows()
    rows: list[Measure] = [*machines, *codec_rows(), *compile_rows()]
    where = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    note = f"One core of: {where}. Compare these numbers with each other, not with another machine's."
    return [
        *section("Invoices read", measure_table(reading_rows()), READING),
        *section("Time", measure_table(rows), note),
        "",
        "Where a step of the walker of credits goes:",
        "",
        *split_table(credit),
        "",
        "Where a step of the walker of claims goes:",
        "",
        *split_table(claim),
    ]


def section(title: str, table: Sequence[str], note: str = "") -> list[str]:
    """A heading, a word on what was measured, a table."""
    return ["", f"## {title}", "", *([note, ""] if note else []), *table]


def main() -> int:
    try:
        print("gas on anvil and a thousand invoices (about a minute)", flush=True)
        gas = gas_sections()
        print("\n".join(gas), flush=True)
        print("throughput and compile time (about three minutes)", flush=True)
        times = time_sections()
        print("\n".join(times), flush=True)
    except (RuntimeError, AssertionError) as error:
        # A machine of the tests that found something says so at length; the first line tells what.
        print(f"bench: {str(error).splitlines()[0][:300]}", file=sys.stderr)
        return 1
    page = [HEAD, *gas, *section("Size", size_table()), *times, ""]
    TARGET.write_text("\n".join(page), encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
