"""ChargeRegistry.pause: new charges wait, all else runs on."""

from __future__ import annotations

import pytest

from tests.machines.charge_house import DAY, WHOLE, House, fingerprint

ONE = fingerprint("one")


def test_pause__charge_waits__claims_run_on(house: House) -> None:
    receipt = house.ok("guardian", "pause")
    until = receipt.event("Stopped").args["until"]
    assert until == receipt.timestamp + 14 * DAY == house.see("stopped_until")
    house.says("guardian: stopped (ACC8)", "factor", "charge", *house.call_of(house.terms()))
    house.ok("claims", "take", ONE, house["seller"], WHOLE, 1)
    house.ok("claims", "give_back", ONE, house["seller"], 1)
    house.driver.set_time(until)
    house.ok("factor", "charge", *house.call_of(house.terms()))


def test_unpause__early__charge_runs_and_no_second_stop(house: House) -> None:
    house.do("pause", "guardian")
    house.do("unpause", "keeper")
    house.do("charge", "factor", *house.signed(house.terms()))
    house.says("guardian: within 90 days (ACC8)", "guardian", "pause")


@pytest.mark.parametrize("sender", ["keeper", "supervisor", "seller", "stranger"])
def test_pause__by_no_guardian__refused(house: House, sender: str) -> None:
    house.fails("CAPABILITY", sender, "pause")


def test_unpause__not_stopped_or_by_a_stranger__refused(house: House) -> None:
    house.fails("NOT_STOPPED", "guardian", "unpause")
    house.do("pause", "guardian")
    house.fails("CAPABILITY", "stranger", "unpause")
