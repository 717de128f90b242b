"""demand_return: the presenter of a refused set wants its documents back (16c, 16e)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import EXPIRY, NOTICE, TODAY, House, codes_of
from usance.codes import Disposal, SetStatus

STATE = "credit: state (STATE)"


@pytest.mark.parametrize("disposal", list(Disposal)[1:])
def test_demand_return__refused_set__recorded_and_its_clock_runs(house: House, disposal: Disposal) -> None:
    """Asked a day after the notice; under RETURN the clock has run since the notice."""
    terms = house.issued()
    statement = house.refused(terms, disposal)
    house.at(TODAY + 1)
    last_day = TODAY + 3 if disposal == Disposal.RETURN else TODAY + 4
    receipt = house.ok(house.beneficiary, "demand_return", terms, statement)
    assert codes_of(receipt) == ["ReturnDemanded"]
    assert receipt.event("ReturnDemanded").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "last_day": last_day,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["return_demanded"], state["due_day"]) == (
        SetStatus.REFUSED,
        True,
        last_day,
    )
    assert house.state(terms)["open_sets"] == 1


@pytest.mark.parametrize(("days", "last_day"), [(0, TODAY), (1, TODAY + 1), (5, TODAY + 7)])
def test_demand_return__days_of_the_terms__banking_days_at_the_bank(
    house: House, days: int, last_day: int
) -> None:
    terms = house.issued(return_days=days)
    statement = house.refused(terms)
    receipt = house.ok(house.beneficiary, "demand_return", terms, statement)
    assert receipt.event("ReturnDemanded")["last_day"] == last_day


def test_demand_return__centre_of_the_currency_closed__is_nobodys_return(house: House) -> None:
    """The centre is closed on the 11th; documents travel all the same."""
    terms = house.issued()
    house.at(TODAY + 7)
    statement = house.refused(terms)
    receipt = house.ok(house.beneficiary, "demand_return", terms, statement)
    assert receipt.event("ReturnDemanded")["last_day"] == TODAY + 10


def test_demand_return__by_another__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.fails(
        "credit: not your act (NOT_PARTY)",
        house.issuing_bank,
        "demand_return",
        terms,
        statement,
    )


def test_demand_return__twice__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.fails(STATE, house.beneficiary, "demand_return", terms, statement)


@pytest.mark.parametrize("state", ["statement", "presented", "received", "accepted", "precluded"])
def test_demand_return__not_refused__refused(house: House, state: str) -> None:
    terms = house.issued()
    statement = getattr(house, state)(terms)
    house.fails(
        "UNKNOWN" if state == "statement" else STATE, house.beneficiary, "demand_return", terms, statement
    )


def test_demand_return__under_another_credit__refused(house: House) -> None:
    terms, other = house.issued(), house.issued()
    statement = house.refused(terms)
    house.fails("credit: unknown (UNKNOWN)", house.beneficiary, "demand_return", other, statement)


def test_demand_return__refused_by_the_confirming_bank__its_own_clock(house: House) -> None:
    """Three banking days in Dubai from Monday: the Friday is closed there, the Thursday is not."""
    terms = house.confirmed()
    statement = house.refused(terms, bank="confirming_bank")
    receipt = house.ok(house.beneficiary, "demand_return", terms, statement)
    assert receipt.event("ReturnDemanded")["last_day"] == TODAY + 3
    house.at(TODAY + 3)
    other = house.refused(terms, bank="confirming_bank", documents=b"set two".ljust(32, b"\0"))
    receipt = house.ok(house.beneficiary, "demand_return", terms, other)
    assert receipt.event("ReturnDemanded")["last_day"] == TODAY + 8


def test_demand_return__refused_by_the_nominated_bank__recorded_and_binds_nobody(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.refused(terms, bank="nominated_bank")
    house.ok(house.beneficiary, "demand_return", terms, statement)
    assert house.set_state(terms, statement)["return_demanded"]
    assert house.state(terms)["open_sets"] == 0


def test_demand_return__while_the_clock_runs__keeps_cover_in_the_credit(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY - 1)
    statement = house.refused(terms)
    house.at(EXPIRY + 30)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.at(EXPIRY + 31)
    house.fails("OPEN_SET", house.stranger, "close", terms)


def test_demand_return__credit_closed__too_late(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("credit: closed (CLOSED)", house.beneficiary, "demand_return", terms, statement)


def test_demand_return__claim_of_a_bank__only_that_bank(house: House) -> None:
    """A beneficiary that was paid cannot spoil the waiver that pays the bank back."""
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.fails("NOT_PARTY", house.beneficiary, "demand_return", terms, statement)
    house.ok(house.confirming_bank, "demand_return", terms, statement)
