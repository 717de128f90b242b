"""release_pledge: the pledgee lets go."""

from __future__ import annotations

from tests.unit.claim_life.house import FACE, HELD, UNKNOWN, LifeHouse

PLEDGE = "claim: pledge (PLEDGE)"


def test_release_pledge__everything__goes_back(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    receipt = house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    assert receipt.event("PledgeReleased").args == {
        "claim": house.id(terms),
        "pledgor": house.seller,
        "pledgee": house.financier,
        "units": 60,
    }
    assert house.units(terms, house.seller) == FACE
    assert house.pledge_of(terms) == {"units": 0, "secured": 0, "called_at": 0}


def test_release_pledge__proceeds_not_yet_shared__are_the_pledgors_to_the_fraction(house: LifeHouse) -> None:
    """A face of 7, 3 units pledged: 2 paid leave 6/7 in the sub-account, and nothing there afterwards."""
    terms = house.pledged(3, 3, face=7)
    house.ok(house.debtor, "pay", terms, 2)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    assert house.see("holding_of", house.id(terms), house.pledge_account)["ent"] == 0
    assert house.see("holding_of", house.id(terms), house.financier)["ent"] == 0
    assert house.ok(house.seller, "withdraw", terms, house.seller, house.seller).returned == 2


def test_release_pledge__called__ends_too_and_a_new_pledge_is_not_called(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.ok(house.financier, "call_pledge", house.id(terms), house.seller)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    assert house.pledge_of(terms) == {"units": 1, "secured": 1, "called_at": 0}


def test_release_pledge__paid_or_held__still_possible(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.ok(house.debtor, "pay", terms, FACE)
    house.set_status(house.seller, HELD)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    assert house.units(terms, house.seller) == FACE


def test_release_pledge__by_others__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    for stranger in (house.seller, house.debtor, house.second_financier):
        house.fails(PLEDGE, stranger, "release_pledge", house.id(terms), house.seller)


def test_release_pledge__twice_or_unknown__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    house.fails(PLEDGE, house.financier, "release_pledge", house.id(terms), house.seller)
    house.fails(UNKNOWN, house.financier, "release_pledge", house.id(house.terms()), house.seller)
