"""honour under a legal stop: what it names waits, the rest is paid (LEGAL_STOP)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import DUBAI, HAMBURG, TODAY, House
from usance.codes import SetStatus, Stage
from usance.terms import Credit, Presentation

STOPPED = "credit: legal stop (LEGAL_STOP)"
AMOUNT = 54_150_00
SCALE = 10_000
LAW = b"law".ljust(32, b"\0")
ORDER = b"order".ljust(32, b"\0")


def stop(
    house: House, terms: Credit, statement: Presentation, amount: int, until: int, by: str = "issuing_bank"
) -> Any:
    return house.ok(getattr(house, by), "stop", terms, statement, amount, LAW, ORDER, until)


@pytest.mark.parametrize(("cover_bps", "from_cover"), [(10_000, AMOUNT - 100), (1_000, 5_415_00), (0, 0)])
def test_honour__part_stopped__bank_pays_the_rest_and_later_the_part(
    house: House, cover_bps: int, from_cover: int
) -> None:
    terms = house.issued(cover_bps=cover_bps)
    statement = house.accepted(terms)
    stop(house, terms, statement, 100, TODAY + 30)
    honoured = house.ok(house.issuing_bank, "honour", terms, statement).event("Honoured")
    assert (honoured["from_cover"], honoured["from_bank"], honoured["outstanding"]) == (
        from_cover,
        AMOUNT - 100 - from_cover,
        100,
    )
    assert house.held(house.beneficiary) == (AMOUNT - 100) * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.COMPLYING, 100)
    assert house.state(terms)["open_sets"] == 1
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)
    house.at(TODAY + 31)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == AMOUNT * SCALE
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_honour__more_stopped_than_is_due__all_waits(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stop(house, terms, statement, 2 * AMOUNT, TODAY + 3)
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)
    house.at(TODAY + 1)
    house.fails(STOPPED, house.stranger, "honour", terms, statement)


def test_honour__stranger_on_the_due_day__makes_cover_pay_what_is_free(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stop(house, terms, statement, 100, TODAY + 3)
    house.at(TODAY + 1)
    receipt = house.ok(house.stranger, "honour", terms, statement)
    assert receipt.event("Honoured")["from_cover"] == AMOUNT - 100
    assert house.state(terms)["cover"] == 100
    house.fails(STOPPED, house.stranger, "honour", terms, statement)
    house.at(TODAY + 4)
    house.ok(house.stranger, "honour", terms, statement)
    assert house.state(terms)["cover"] == 0


@pytest.mark.parametrize("second", ["last", "first after"])
def test_honour__stop_ends_at_midnight_of_the_banks_place(house: House, second: str) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stop(house, terms, statement, AMOUNT, TODAY + 1)
    if second == "last":
        house.at_last_second(TODAY + 1)
        house.fails(STOPPED, house.stranger, "honour", terms, statement)
    else:
        house.at_first_second_after(TODAY + 1)
        house.ok(house.stranger, "honour", terms, statement)


def test_honour__confirming_bank_stopped_in_part__pays_all_or_waits(house: House) -> None:
    """What it claims later is all it was bound for."""
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    stop(house, terms, statement, 1, TODAY + 3, "confirming_bank")
    house.fails(STOPPED, house.confirming_bank, "honour", terms, statement)
    house.at_first_second_after(TODAY + 3, DUBAI)
    house.ok(house.confirming_bank, "honour", terms, statement)


@pytest.mark.parametrize("amount", [1, AMOUNT])
def test_honour__issuing_bank_in_place_of_a_stopped_bank__pays_all(house: House, amount: int) -> None:
    """The law of the confirming bank's place is not its own; a part paid would leave two debts (7a)."""
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    stop(house, terms, statement, amount, TODAY + 3, "confirming_bank")
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert receipt.event("Honoured")["outstanding"] == 0
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["stopped"]) == (SetStatus.HONOURED, Stage.ISSUER, False)


def test_forward__after_a_stop__the_issuing_bank_is_not_stopped(house: House) -> None:
    """Over in Dubai and not in Hamburg yet: another bank, another clock, another law."""
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    stop(house, terms, statement, AMOUNT, TODAY + 3, "confirming_bank")
    house.at_first_second_after(TODAY + 3, DUBAI)
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.today(HAMBURG) == TODAY + 3
    found = house.see("stop_of", house.set_id(terms, statement))
    assert (found["amount"], found["until"]) == (0, 0)
    house.ok(house.issuing_bank, "honour", terms, statement)


def test_honour__refused_then_awarded_under_a_former_stop__stopped_while_it_runs(house: House) -> None:
    terms = house.issued(panel=house.wallet_owner)
    statement = house.received(terms)
    stop(house, terms, statement, AMOUNT, TODAY + 20)
    house.ok(house.issuing_bank, "refuse", terms, statement, [{"code": 2, "leaf": bytes(32)}], 1, LAW)
    house.ok(house.wallet_owner, "award", terms, statement, ORDER)
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)
    house.at(TODAY + 21)
    house.ok(house.stranger, "honour", terms, statement)
