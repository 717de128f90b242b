"""demand_return: the presenter of a refused set wants its documents back (16c, 16e)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import EXPIRY, NOTICE, House, codes_of
from usance.codes import Disposal

STATE = "credit: state (STATE)"


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_demand_return__refused_set__recorded(house: House, disposal: Disposal) -> None:
    terms = house.issued()
    statement = house.refused(terms, disposal)
    receipt = house.ok(house.beneficiary, "demand_return", house.id(terms), statement)
    assert codes_of(receipt) == ["ReturnDemanded"]
    assert receipt.event("ReturnDemanded").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
    }
    assert house.set_state(terms, statement)["return_demanded"]


def test_demand_return__by_another__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.fails(
        "credit: not your act (NOT_PARTY)",
        house.issuing_bank,
        "demand_return",
        house.id(terms),
        statement,
    )


def test_demand_return__twice__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.ok(house.beneficiary, "demand_return", house.id(terms), statement)
    house.fails(STATE, house.beneficiary, "demand_return", house.id(terms), statement)


@pytest.mark.parametrize("state", ["statement", "presented", "received", "accepted", "precluded"])
def test_demand_return__not_refused__refused(house: House, state: str) -> None:
    terms = house.issued()
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.beneficiary, "demand_return", house.id(terms), statement)


def test_demand_return__under_another_credit__refused(house: House) -> None:
    terms, other = house.issued(), house.issued()
    statement = house.refused(terms)
    house.fails(STATE, house.beneficiary, "demand_return", house.id(other), statement)


def test_demand_return__refused_by_the_confirming_bank__recorded(house: House) -> None:
    terms = house.confirmed()
    statement = house.refused(terms, bank="confirming_bank")
    house.ok(house.beneficiary, "demand_return", house.id(terms), statement)


def test_demand_return__credit_closed__documents_are_still_the_presenters(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.ok(house.beneficiary, "demand_return", house.id(terms), statement)


def test_demand_return__claim_of_a_bank__only_that_bank(house: House) -> None:
    """A beneficiary that was paid cannot spoil the waiver that pays the bank back."""
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.fails("NOT_PARTY", house.beneficiary, "demand_return", house.id(terms), statement)
    house.ok(house.confirming_bank, "demand_return", house.id(terms), statement)
