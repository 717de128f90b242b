"""How long one invoice takes to be read and rule-checked once the sheets are warm."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

from tests.invoices.kit import Draft, Line, cii, ubl
from tools.bench_table import Measure
from usance.invoices import read_bytes, warm_up

LINES = (5, 20, 100)
EACH = 15
GOAL = "50"
WRITERS: tuple[tuple[str, Callable[[Draft], bytes]], ...] = (("UBL", ubl), ("CII", cii))


def draft(lines: int, number: int) -> Draft:
    """An invoice with so many different lines."""
    made = tuple(
        Line(f"{100 + 7 * index + number}.{index % 100:02}", f"Ball bearing {6000 + index}")
        for index in range(lines)
    )
    return Draft(number=f"RL-2026-{number:04}", lines=made)


def reading_rows() -> list[Measure]:
    """The median milliseconds of processor time by syntax and length."""
    warm_up()
    rows = []
    for syntax, write in WRITERS:
        for lines in LINES:
            files = [write(draft(lines, number)) for number in range(EACH + 1)]
            read_bytes(files.pop())
            label = f"{syntax} of {lines} lines, read and rule-checked, ms"
            rows.append(Measure(label, f"{_median(files):.1f}", GOAL))
    return rows


def _median(files: list[bytes]) -> float:
    spent = []
    for data in files:
        began = process_time()
        read_bytes(data)
        spent.append(process_time() - began)
    return 1e3 * median(spent)
