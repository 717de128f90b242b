"""The clock of the return in refuse, demand_return and preclude, over holidays and after waivers (16e)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import EASTER_MONDAY, GOOD_FRIDAY, LABOUR_DAY, NOTICE, TODAY, House
from usance.codes import Disposal, SetStatus

SET_TWO = b"set two".ljust(32, b"\0")
EARLY = "credit: clock still runs (U14)"


@pytest.mark.parametrize(
    ("refused", "last"),
    [
        # Thursday before Easter: Tuesday, Wednesday, Thursday.
        (GOOD_FRIDAY - 1, EASTER_MONDAY + 3),
        # Good Friday itself, the bank at work behind closed doors: the same three days.
        (GOOD_FRIDAY, EASTER_MONDAY + 3),
        # Thursday before Labour Day: the weekend follows the Friday.
        (LABOUR_DAY - 1, LABOUR_DAY + 5),
    ],
)
def test_return_clock__holiday_between__bound_the_second_after_the_last_day(
    house: House, refused: int, last: int
) -> None:
    terms = house.issued()
    house.at(refused)
    statement = house.refused(terms, Disposal.RETURN)
    assert house.set_state(terms, statement)["due_day"] == last
    house.at_last_second(last)
    house.fails(EARLY, house.stranger, "preclude", terms, statement)
    house.at_first_second_after(last)
    house.ok(house.stranger, "preclude", terms, statement)


def test_return_clock__due_day__counts_from_the_last_day_of_the_return_whoever_pokes(house: House) -> None:
    """Thursday the 5th; honour_days after it, not after the poke."""
    terms = house.issued(honour_days=2)
    statement = house.refused(terms, Disposal.RETURN)
    house.at(TODAY + 50)
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["due_day"] == TODAY + 7


def test_return_clock__asked_under_return__runs_since_the_notice(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms, Disposal.RETURN)
    house.at(TODAY + 2)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    assert house.set_state(terms, statement)["due_day"] == TODAY + 3


@pytest.mark.parametrize("disposal", [Disposal.HOLD, Disposal.PREVINST])
def test_return_clock__waiver_not_taken_up_and_documents_kept__cover_does_not_wait(
    house: House, disposal: Disposal
) -> None:
    """Bound because it kept them, not by a waiver: paid from cover before other open sets."""
    terms = house.issued(cover_bps=5_000)
    statement = house.refused(terms, disposal, amount=27_075_00)
    for party in (house.applicant, house.issuing_bank):
        house.ok(party, "waive", terms, statement)
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.accepted(terms, amount=1, documents=SET_TWO)
    house.at(TODAY + 4)
    house.ok(house.stranger, "preclude", terms, statement)
    house.at(house.set_state(terms, statement)["due_day"])
    receipt = house.ok(house.stranger, "honour", terms, statement)
    assert receipt.event("Honoured")["from_cover"] == 27_075_00


def test_return_clock__two_failures__the_first_alone_counts(house: House) -> None:
    """Refused in time, kept too long: bound once, for what is available then."""
    terms = house.issued()
    one = house.refused(terms, Disposal.RETURN)
    two = house.refused(terms, Disposal.RETURN, documents=SET_TWO)
    house.at(TODAY + 4)
    house.ok(house.stranger, "preclude", terms, two)
    house.ok(house.stranger, "preclude", terms, one)
    amounts = [house.set_state(terms, statement)["amount"] for statement in (one, two)]
    assert amounts == [0, terms.amount]
    assert house.state(terms)["open_sets"] == 1


def test_return_clock__claim_of_a_bank__it_asks_and_the_issuing_bank_is_bound(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, NOTICE[0], int(Disposal.RETURN), NOTICE[2])
    house.at(TODAY + 4)
    house.ok(house.stranger, "preclude", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED
    assert house.state(terms)["claims"] == 0


def test_return_clock__bound_for_keeping_them_then_a_claim__the_next_bank_has_its_own_notice(
    house: House,
) -> None:
    """What was said on the confirming bank's notice is not said on the issuing bank's."""
    terms = house.confirmed()
    statement = house.refused(terms, Disposal.HOLD, bank="confirming_bank")
    house.ok(house.beneficiary, "demand_return", terms, statement)
    house.at_first_second_after(house.set_state(terms, statement)["due_day"])
    house.ok(house.stranger, "preclude", terms, statement)
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    state = house.set_state(terms, statement)
    assert (state["disposal"], state["applicant_waived"], state["return_demanded"]) == (0, False, False)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.ok(house.confirming_bank, "demand_return", terms, statement)
    house.at_first_second_after(house.set_state(terms, statement)["due_day"])
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["bank"] == house.issuing_bank
