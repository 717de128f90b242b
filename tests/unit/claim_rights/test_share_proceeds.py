"""share_proceeds: what came on pledged units, first to the pledgee, then to the pledgor."""

from __future__ import annotations

from tests.unit.claim_life.house import NOTHING, UNKNOWN, LifeHouse

PLEDGE = "claim: pledge (PLEDGE)"


def test_share_proceeds__more_than_secured__the_rest_is_the_pledgors(house: LifeHouse) -> None:
    terms = house.pledged(60, 20, face=100)
    house.ok(house.debtor, "pay", terms, 50)
    receipt = house.ok(house.stranger, "share_proceeds", house.id(terms), house.seller, house.financier)
    assert receipt.event("ProceedsShared").args == {
        "claim": house.id(terms),
        "pledgor": house.seller,
        "pledgee": house.financier,
        "to_pledgee": 20,
        "to_pledgor": 10,
    }
    assert house.pledge_of(terms) == {"units": 60, "secured": 0, "called_at": 0}
    house.ok(house.debtor, "pay", terms, 50)
    later = house.ok(house.stranger, "share_proceeds", house.id(terms), house.seller, house.financier)
    assert (later.event("ProceedsShared")["to_pledgee"], later.event("ProceedsShared")["to_pledgor"]) == (
        0,
        30,
    )


def test_share_proceeds__called__the_call_stays(house: LifeHouse) -> None:
    terms = house.pledged(60, 40, face=100)
    called = house.ok(house.financier, "call_pledge", house.id(terms), house.seller).timestamp
    house.ok(house.debtor, "pay", terms, 50)
    house.ok(house.stranger, "share_proceeds", house.id(terms), house.seller, house.financier)
    assert house.pledge_of(terms) == {"units": 60, "secured": 10, "called_at": called}


def test_share_proceeds__less_than_a_minor_unit__refused_and_the_fraction_waits(house: LifeHouse) -> None:
    """Face 7, 3 pledged: 1 paid is 3/7, 3 paid are 9/7."""
    terms = house.pledged(3, 3, face=7)
    words = (house.id(terms), house.seller, house.financier)
    house.fails(NOTHING, house.stranger, "share_proceeds", *words)
    house.ok(house.debtor, "pay", terms, 1)
    house.fails(NOTHING, house.stranger, "share_proceeds", *words)
    house.ok(house.debtor, "pay", terms, 2)
    told = house.ok(house.stranger, "share_proceeds", *words).event("ProceedsShared")
    assert told["to_pledgee"] == 1
    assert house.see("holding_of", house.id(terms), house.pledge_account)["ent"] == 2
    house.fails(NOTHING, house.stranger, "share_proceeds", *words)


def test_share_proceeds__nothing_pledged__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 20)
    house.fails(
        PLEDGE, house.stranger, "share_proceeds", house.id(terms), house.seller, house.second_financier
    )
    house.fails(PLEDGE, house.stranger, "share_proceeds", house.id(terms), house.financier, house.seller)
    unknown = house.id(house.terms())
    house.fails(UNKNOWN, house.stranger, "share_proceeds", unknown, house.seller, house.financier)


def test_withdraw__by_the_pledgee__shares_first(house: LifeHouse) -> None:
    terms = house.pledged(60, 20, face=100)
    house.ok(house.debtor, "pay", terms, 50)
    receipt = house.ok(house.financier, "withdraw", terms, house.financier, house.financier)
    assert receipt.returned == 20
    assert house.proceeds(terms, house.seller) == 30
