"""What the tests of the fourth storey share: notices, claims of banks, the reasons it gives."""

from __future__ import annotations

from typing import Any

from tests.unit.documentary_credit.house import TEXT, House, discrepancies
from usance.codes import Disposal
from usance.terms import Credit, Presentation

NOT_PARTY = "credit: not your act (NOT_PARTY)"
STATE = "credit: state (STATE)"
STATEMENT = "credit: bad statement (STATEMENT)"
NOMINATED_ONLY = "credit: nominated only (U12)"
SILENCE = "credit: silence is free (U16)"
EARLY = "credit: clock still runs (U14)"
STOPPED = "credit: legal stop (LEGAL_STOP)"
BAD_STOP = "credit: bad stop (LEGAL_STOP)"

REFERENCE = b"reference".ljust(32, b"\0")
LAW = b"law".ljust(32, b"\0")
SET_TWO = b"set two".ljust(32, b"\0")


def claimed(house: House, **changes: Any) -> tuple[Credit, Presentation]:
    """The confirming bank paid and the issuing bank has its claim in hand."""
    terms = house.confirmed(**changes)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    return terms, statement


def refuse(house: House, terms: Credit, statement: Presentation, disposal: Disposal = Disposal.HOLD) -> None:
    """By the issuing bank."""
    house.ok(house.issuing_bank, "refuse", terms, statement, discrepancies(2, 8), int(disposal), TEXT)
