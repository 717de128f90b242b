"""CreditUndertakings at its own address: books of its own, so no credit, and nothing to take."""

from __future__ import annotations

from typing import Any

from tests.unit.credit_undertakings.promising import UNKNOWN, Promising
from usance.terms import ZERO_HASH


def test_undertakings__called_directly__find_no_credit(house: Promising) -> None:
    alone = house.suite.placed["CreditUndertakings"]
    terms = house.issued(house.nominating(**house.usance()))
    statement, claim = house.undertaken(terms, "nominated_bank")
    acts: tuple[tuple[Any, ...], ...] = (
        ("undertake", terms, statement, []),
        ("settle", terms, statement, claim),
        ("offer_negotiation", terms, statement, 1, False),
        ("negotiate", terms, statement, 1, False),
        ("call_recourse", terms, statement),
        ("claim_reimbursement", terms, statement),
        ("reimburse", terms, statement),
        ("claim_refund", terms, statement),
    )
    for act in acts:
        house.fails(UNKNOWN, house.nominated_bank, *act, contract=alone)


def test_views__unknown_set__zeros(house: Promising) -> None:
    assert house.see("offer_of", ZERO_HASH) == {"least_price": 0, "recourse": False}
    assert house.see("reimbursement_of", ZERO_HASH) == {"status": 0, "due_day": 0, "amount": 0}
    assert tuple(house.see("undertaking_of", ZERO_HASH)) == (0, 0)
