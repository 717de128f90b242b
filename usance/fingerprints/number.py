"""The number of an invoice (BT-1) in its one form, and the ways it is misread.

The form is runs of letters and runs of digits. A divider (blank, dash, slash, any ASCII mark) counts only
where it parts two runs of one sort, and which one it was does not count: 12-3, 12/3 and 12 3 are one
number, 12-3, 1-23 and 123 are three, INV-7, INV 7 and INV7 are one. Zeros in front of a run of digits
go; a run of zeros is 0. The form of a form is itself.
"""

from __future__ import annotations

import re
from itertools import pairwise

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.letters import DIVIDER, folded

_RUN = re.compile(r"[0-9]+|[^0-9-]+")
_MISREAD = str.maketrans(
    {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "\u0417": "3", "\u0427": "4"}
)


def _runs(text: str) -> list[str]:
    runs = _RUN.findall(text)
    if not runs:
        raise FingerprintError("number: has no letter and no digit; give the number of the invoice (BT-1)")
    return runs


def _trimmed(run: str) -> str:
    return (run.lstrip("0") or "0") if run[0].isdigit() else run


def number_form(text: str) -> str:
    """The one form of a number: capitals, digits, and `-` where a divider parts two runs of one sort."""
    runs = [_trimmed(run) for run in _runs(folded(text))]
    parts = [runs[0]]
    for before, run in pairwise(runs):
        parts += [DIVIDER, run] if before[0].isdigit() == run[0].isdigit() else [run]
    return "".join(parts)


def readings(text: str) -> frozenset[str]:
    """What a careless eye reads: no dividers, O as 0, I and L as 1, B as 8 ...

    Once with the zeros in front of each run and once without. Two numbers that share a reading look
    alike but are not one: that warns and never blocks.
    """
    runs = _runs(folded(text))
    spelled = ("".join(runs), "".join(_trimmed(run) for run in runs))
    return frozenset(spelling.translate(_MISREAD) for spelling in spelled)
