"""What the tests of the second storey share: credits without a token, and who says what was paid."""

from __future__ import annotations

from typing import Any

from tests.unit.documentary_credit.house import TODAY, House
from usance.chain.driver import Receipt
from usance.terms import ZERO_ADDRESS, Credit, Presentation

NOT_PARTY = "credit: not your act (NOT_PARTY)"
STATE = "credit: state (STATE)"
STATEMENT = "credit: bad statement (STATEMENT)"
OFF_CHAIN = "credit: off chain (OFF_CHAIN)"
ASSERTION = "credit: assertion (INV6)"
NOT_DUE = "credit: not due (NOT_DUE)"

WIRE = b"wire of the bank".ljust(32, b"\0")
SLIP = b"slip of the payee".ljust(32, b"\0")
SET_TWO = b"set two".ljust(32, b"\0")
AMOUNT = 54_150_00
# What credits without a token have instead of one.
PAPER: dict[str, Any] = {"asset": ZERO_ADDRESS, "asset_scale": 1, "cover_bps": 0}


def paper(house: House, **changes: Any) -> Credit:
    """An issued credit that is paid off chain."""
    return house.issued(**(PAPER | changes))


def paper_confirmed(house: House, **changes: Any) -> Credit:
    return house.confirmed(**(PAPER | changes))


def paper_nominating(house: House, **changes: Any) -> Credit:
    return house.issued(house.nominating(**(PAPER | changes)))


def says(
    house: House,
    terms: Credit,
    statement: Presentation,
    amount: int = AMOUNT,
    by: str = "issuing_bank",
    value_day: int = TODAY,
) -> Receipt:
    """A bank says that it paid."""
    who = getattr(house, by)
    return house.ok(who, "assert_payment", terms, statement, amount, value_day, WIRE)


def confirms(
    house: House, terms: Credit, statement: Presentation, amount: int = AMOUNT, by: str = "beneficiary"
) -> Receipt:
    """A payee says what it has."""
    return house.ok(getattr(house, by), "confirm_payment", terms, statement, amount, SLIP)


def asserted(house: House, terms: Credit, statement: Presentation) -> tuple[int, int]:
    found = house.see("payment_assertion_of", house.set_id(terms, statement))
    return int(found["amount"]), int(found["held_until"])
