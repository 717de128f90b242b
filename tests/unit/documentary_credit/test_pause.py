"""pause, unpause: a guardian stops new undertakings for 14 days, and nothing else (ACC8)."""

from __future__ import annotations

from tests.unit.documentary_credit.house import DAY, NOTICE, House, codes_of


def test_pause__by_a_guardian__issue_stops_for_fourteen_days(house: House) -> None:
    receipt = house.ok(house.guardian, "pause")
    assert codes_of(receipt) == ["Stopped"]
    until = house.see("stopped_until")
    assert until == receipt.timestamp + 14 * DAY
    terms = house.terms()
    house.driver.set_time(until - 1)
    house.fails("guardian: stopped (ACC8)", house.issuing_bank, "issue", terms)
    house.driver.set_time(until)
    house.ok(house.issuing_bank, "issue", terms)


def test_pause__by_another__refused(house: House) -> None:
    house.fails("CAPABILITY", house.stranger, "pause")
    house.fails("CAPABILITY", house.issuing_bank, "pause")


def test_pause__again_within_ninety_days__refused(house: House) -> None:
    began = house.ok(house.guardian, "pause").timestamp
    house.driver.set_time(began + 90 * DAY - 1)
    house.fails("ACC8", house.guardian, "pause")
    house.driver.set_time(began + 90 * DAY)
    house.ok(house.guardian, "pause")


def test_pause__live_credit__every_other_act_runs(house: House) -> None:
    terms = house.issued(house.confirmable(adviser=house.advising_bank))
    house.ok(house.guardian, "pause")
    house.ok(house.advising_bank, "advise", terms, True)
    refused = house.received(terms)
    house.ok(house.issuing_bank, "refuse", terms, refused, *NOTICE)
    for act, sender in (("waive", "applicant"), ("waive", "issuing_bank"), ("waive", "beneficiary")):
        house.ok(getattr(house, sender), act, terms, refused)
    house.ok(house.issuing_bank, "honour", terms, refused)
    house.ok(house.issuing_bank, "close", terms)


def test_unpause__by_guardian_or_administrator__runs_at_once(house: House) -> None:
    house.ok(house.guardian, "pause")
    receipt = house.ok(house.keeper, "unpause")
    assert codes_of(receipt) == ["Released"]
    house.issued()
    house.fails("NOT_STOPPED", house.guardian, "unpause")


def test_unpause__by_another__refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.fails("CAPABILITY", house.stranger, "unpause")
