"""call_pledge: from here the pledgor has ten days."""

from __future__ import annotations

from tests.unit.claim_life.house import UNKNOWN, LifeHouse

PLEDGE = "claim: pledge (PLEDGE)"


def test_call_pledge__by_the_pledgee__its_second_is_kept(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    receipt = house.ok(house.financier, "call_pledge", house.id(terms), house.seller)
    assert receipt.event("PledgeCalled").args == {
        "claim": house.id(terms),
        "pledgor": house.seller,
        "pledgee": house.financier,
        "secured": 50,
    }
    assert house.pledge_of(terms) == {"units": 60, "secured": 50, "called_at": receipt.timestamp}


def test_call_pledge__twice__refused_so_that_ten_days_do_not_begin_again(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.ok(house.financier, "call_pledge", house.id(terms), house.seller)
    house.fails(PLEDGE, house.financier, "call_pledge", house.id(terms), house.seller)


def test_call_pledge__by_others_or_nothing_pledged__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    for stranger in (house.seller, house.second_financier, house.stranger):
        house.fails(PLEDGE, stranger, "call_pledge", house.id(terms), house.seller)
    house.fails(UNKNOWN, house.financier, "call_pledge", house.id(house.terms()), house.seller)
