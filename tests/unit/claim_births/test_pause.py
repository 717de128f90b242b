from __future__ import annotations

from tests.unit.claim_births.house import DAY, FOREVER, House, names_of


def test_pause__by_a_guardian__stops_new_registrations_and_promises_alone(house: House) -> None:
    registered, promised = house.registered(), house.promised()
    house.ok(house.bank, "authorise", house.agent.address, 10**12, FOREVER)
    receipt = house.ok(house.guardian, "pause")
    assert names_of(receipt) == ["Stopped"]
    assert house.see("stopped_until") == receipt.timestamp + 14 * DAY
    house.fails("guardian: stopped (ACC8)", house.seller, "register", house.terms())
    house.fails("ACC8", house.anchor, "issue_payable", house.promise())
    house.ok(house.buyer, "accept", registered, 0)
    house.ok(house.supplier, "receive", promised)
    house.bring(house.unpaid()).require()


def test_pause__by_another__is_refused(house: House) -> None:
    house.fails("CAPABILITY", house.seller, "pause")


def test_pause__within_ninety_days__is_refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.at_second(house.driver.now() + 89 * DAY)
    house.fails("ACC8", house.guardian, "pause")


def test_unpause__by_a_guardian__runs_again_at_once(house: House) -> None:
    house.ok(house.guardian, "pause")
    assert names_of(house.ok(house.guardian, "unpause")) == ["Released"]
    house.registered()


def test_unpause__by_an_administrator__runs_again_at_once(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.ok(house.keeper, "unpause")
    house.registered()


def test_unpause__by_another__is_refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.fails("CAPABILITY", house.seller, "unpause")


def test_unpause__while_nothing_is_stopped__is_refused(house: House) -> None:
    house.fails("NOT_STOPPED", house.guardian, "unpause")
