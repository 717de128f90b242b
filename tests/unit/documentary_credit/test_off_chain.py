"""A credit without a token is paid off chain (OFF_CHAIN); nothing of it can be covered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import TODAY, House
from usance.codes import SetStatus
from usance.terms import ZERO_ADDRESS

OFF_CHAIN = "credit: off chain (OFF_CHAIN)"
PAPER: dict[str, Any] = {"asset": ZERO_ADDRESS, "asset_scale": 1, "cover_bps": 0}


def test_issue__without_a_token__no_cover_is_taken(house: House) -> None:
    terms = house.issued(**PAPER)
    credit = house.state(terms)
    assert (credit["status"], credit["cover"]) == (1, 0)


@pytest.mark.parametrize("changes", [{"cover_bps": 1}, {"asset_scale": 2}])
def test_issue__without_a_token_but_with_its_terms__refused(house: House, changes: dict[str, int]) -> None:
    terms = house.terms(**(PAPER | changes))
    house.fails("credit: bad terms (TERMS)", house.issuing_bank, "issue", terms)


@pytest.mark.parametrize("sender", ["issuing_bank", "confirming_bank", "stranger"])
def test_honour__without_a_token__refused(house: House, sender: str) -> None:
    terms = house.confirmed(**PAPER)
    statement = house.accepted(terms, "confirming_bank")
    house.at(TODAY + 5)
    house.fails(OFF_CHAIN, getattr(house, sender), "honour", terms, statement)


def test_close__without_a_token__nothing_to_return(house: House) -> None:
    terms = house.issued(**PAPER)
    house.at(terms.expiry_day + 31)
    assert house.ok(house.stranger, "close", terms).event("Closed")["cover_returned"] == 0


def test_preclude__without_a_token__bound_all_the_same(house: House) -> None:
    terms = house.issued(**PAPER)
    statement = house.precluded(terms)
    house.at(TODAY + 20)
    claim = house.ok(house.stranger, "default_", terms, statement).returned
    assert house.set_state(terms, statement)["status"] == SetStatus.DEFAULTED
    claims = house.suite.claim
    assert house.see("outstanding", claim, contract=claims) == terms.amount
