"""foreclose: proceeds first, then no more units than the debt is worth, the surplus goes back."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import FACE, HELD, INSOLVENT, TEN_DAYS, UNKNOWN, LifeHouse
from usance.claim_terms import Claim
from usance.codes_claims import ClaimStatus

PLEDGE = "claim: pledge (PLEDGE)"


def called(house: LifeHouse, terms: Claim) -> int:
    return house.ok(house.financier, "call_pledge", house.id(terms), house.seller).timestamp


def over(house: LifeHouse, terms: Claim) -> None:
    house.at_second(called(house, terms) + TEN_DAYS)


def test_foreclose__last_second_of_ten_days__refused_and_next_allowed(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    end = called(house, terms) + TEN_DAYS
    house.at_second(end - 1)
    house.fails(PLEDGE, house.financier, "foreclose", house.id(terms), house.seller)
    house.at_second(end)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)


def test_foreclose__not_called__refused_however_late(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.at_second(house.driver.now() + 10 * TEN_DAYS)
    house.fails(PLEDGE, house.financier, "foreclose", house.id(terms), house.seller)


def test_foreclose__nothing_paid__units_of_the_secured_amount_and_the_surplus_goes_back(
    house: LifeHouse,
) -> None:
    terms = house.pledged(60, 50)
    over(house, terms)
    receipt = house.ok(house.financier, "foreclose", house.id(terms), house.seller)
    assert receipt.event("Foreclosed").args == {
        "claim": house.id(terms),
        "pledgor": house.seller,
        "pledgee": house.financier,
        "units": 50,
        "amount": 50,
        "surplus": 10,
    }
    assert house.units(terms, house.financier) == 50
    assert house.units(terms, house.seller) == FACE - 50
    assert house.units(terms, house.pledge_account) == 0
    assert house.pledge_of(terms) == {"units": 0, "secured": 0, "called_at": 0}


def test_foreclose__part_paid__proceeds_count_first_and_units_at_what_they_are_owed(house: LifeHouse) -> None:
    """100, 80 pledged for 45: 40 paid bring 32, and 13 more are worth ceil(13 * 100 / 60) = 22 units."""
    terms = house.pledged(80, 45, face=100)
    house.ok(house.debtor, "pay", terms, 40)
    over(house, terms)
    receipt = house.ok(house.financier, "foreclose", house.id(terms), house.seller)
    assert receipt.event("ProceedsShared")["to_pledgee"] == 32
    told = receipt.event("Foreclosed")
    assert (told["units"], told["amount"], told["surplus"]) == (22, 13, 58)
    assert house.proceeds(terms, house.financier) == 32
    assert house.units(terms, house.seller) == 78


def test_foreclose__worth_less_than_secured__all_units_and_no_more(house: LifeHouse) -> None:
    terms = house.pledged(60, 500, face=100)
    over(house, terms)
    told = house.ok(house.financier, "foreclose", house.id(terms), house.seller).event("Foreclosed")
    assert (told["units"], told["amount"], told["surplus"]) == (60, 60, 0)
    assert house.units(terms, house.seller) == 40


def test_foreclose__secured_came_in_full__every_unit_goes_back(house: LifeHouse) -> None:
    terms = house.pledged(60, 20, face=100)
    house.ok(house.debtor, "pay", terms, 50)
    over(house, terms)
    told = house.ok(house.financier, "foreclose", house.id(terms), house.seller).event("Foreclosed")
    assert (told["units"], told["surplus"]) == (0, 60)
    assert house.units(terms, house.financier) == 0
    assert house.proceeds(terms, house.financier) == 20
    assert house.proceeds(terms, house.seller) == 30


def test_foreclose__claim_paid__proceeds_are_all_that_counts(house: LifeHouse) -> None:
    terms = house.pledged(60, 45, face=100)
    over(house, terms)
    house.ok(house.debtor, "pay", terms, 100)
    assert house.status(terms) == ClaimStatus.PAID
    told = house.ok(house.financier, "foreclose", house.id(terms), house.seller).event("Foreclosed")
    assert (told["units"], told["surplus"]) == (0, 60)
    assert house.proceeds(terms, house.financier) == 45
    assert house.proceeds(terms, house.seller) == 55


def test_foreclose__only_interest_is_owed__no_number_of_units_is_worth_enough(house: LifeHouse) -> None:
    """The face was taken back by credit note: what the units may still bring is interest."""
    terms = house.overdue()
    house.pledged(60, 50, terms)
    house.ok(house.seller, "credit_note", terms, FACE, bytes(32))
    over(house, terms)
    told = house.ok(house.financier, "foreclose", house.id(terms), house.seller).event("Foreclosed")
    assert (told["units"], told["amount"], told["surplus"]) == (60, 0, 0)


@pytest.mark.parametrize("paid", [1, 3, 5])
def test_foreclose__fractions__rounded_for_the_pledgee_and_none_is_lost(house: LifeHouse, paid: int) -> None:
    """Face 7, of which 3 are pledged for 2: all that was paid is somebody's."""
    terms = house.pledged(3, 2, face=7)
    house.ok(house.debtor, "pay", terms, paid)
    over(house, terms)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)
    books = {
        account: house.see("holding_of", house.id(terms), account)
        for account in (house.seller, house.financier, house.pledge_account)
    }
    due = {name: book["ent"] + book["units"] * (paid - book["seen"]) for name, book in books.items()}
    assert sum(due.values()) == 7 * paid
    assert due[house.pledge_account] == 0
    taken = books[house.financier]["units"]
    worth = due[house.financier] + taken * (7 - paid)
    assert 2 * 7 <= worth < 2 * 7 + (7 - paid)


def test_foreclose__pledgee_not_eligible_any_more__its_right_runs_on(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    over(house, terms)
    house.set_status(house.financier, INSOLVENT)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)


def test_foreclose__pledgee_held__refused_until_it_is_free(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    over(house, terms)
    house.set_status(house.financier, HELD)
    house.fails("ledger: party is held (HELD)", house.financier, "foreclose", house.id(terms), house.seller)
    house.set_status(house.financier, 1)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)


def test_foreclose__pledgor_held__its_creditor_is_not(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    over(house, terms)
    house.set_status(house.seller, HELD)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)


def test_foreclose__twice_by_others_or_unknown__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    over(house, terms)
    for stranger in (house.seller, house.second_financier):
        house.fails(PLEDGE, stranger, "foreclose", house.id(terms), house.seller)
    house.ok(house.financier, "foreclose", house.id(terms), house.seller)
    house.fails(PLEDGE, house.financier, "foreclose", house.id(terms), house.seller)
    house.fails(UNKNOWN, house.financier, "foreclose", house.id(house.terms()), house.seller)
