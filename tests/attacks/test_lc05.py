"""LC5: time zones, weekends, holidays: whose day is it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.machines.credit_house import FIRST, House, house
from tests.states.credit_scenes import Scene, confirmed, issued
from usance.calendars import date_of, day_of, weekday_of
from usance.terms import place_key


@pytest.fixture
def stage() -> House:
    return house()


def test_days__every_date_2020_to_2100__round_trips() -> None:
    date = dt.date(2020, 1, 1)
    while date < dt.date(2101, 1, 1):
        assert date_of(day_of(date)) == date
        assert weekday_of(day_of(date)) == date.weekday()
        date += dt.timedelta(days=1)


def test_clock__each_bank__counts_the_banking_days_of_its_own_place(stage: House) -> None:
    """Received on a Wednesday: Saturday and Sunday are lost in HOME, Friday and Saturday in GULF."""
    scene = confirmed(stage)
    wednesday = FIRST + 16
    scene.to(wednesday, "HOME").now()
    last = {}
    for bank in ("issuing_bank", "confirming_bank"):
        own = Scene(stage, scene.terms, scene.statement).present(bank).receive()
        last[bank] = date_of(own.set_state()["last_day"]).strftime("%a")
        assert own.set_state()["last_day"] == wednesday + 7
    # Five days from Wednesday end on Wednesday with either weekend; from Thursday they do not.
    scene.to(wednesday + 1, "HOME").now()
    own = Scene(stage, scene.terms, scene.statement).present("confirming_bank", amount=1).receive()
    assert date_of(own.set_state()["last_day"]).strftime("%a") == "Thu"
    assert last == {"issuing_bank": "Wed", "confirming_bank": "Wed"}


def test_acknowledge__late_evening__is_the_local_day_of_the_bank(stage: House) -> None:
    """At 21:00 UTC it is still today in HOME (UTC+1), and tomorrow in EAST (UTC+8)."""
    scene = confirmed(stage)
    stage.driver.set_time((FIRST + 2) * 86_400 + 21 * 3600)
    scene.now()
    issuing = Scene(stage, scene.terms, scene.statement).present("issuing_bank")
    nominated = Scene(stage, scene.terms, scene.statement).present("nominated_bank")
    for own, day in ((issuing, FIRST + 2), (nominated, FIRST + 3)):
        assert not stage.act("acknowledge", own.bank, own.terms, own.statement, day + 1).ok
        assert stage.act("acknowledge", own.bank, own.terms, own.statement, day).ok


def test_expire__places_in_three_zones__waits_for_the_last_of_them(stage: House) -> None:
    scene = issued(stage)
    day = scene.terms.expiry_day + 1
    east = stage.places[place_key("EAST")].midnight(day)
    home = stage.places[place_key("HOME")].midnight(day)
    assert east < home
    stage.driver.set_time(home - 1)
    assert not stage.act("expire", "stranger", scene.terms).ok
    stage.driver.set_time(home)
    assert stage.act("expire", "stranger", scene.terms).ok


def test_marks__expiry_on_a_sunday__moves_to_monday_and_shipment_never(stage: House) -> None:
    sunday = FIRST + 13
    scene = confirmed(stage, expiry_day=sunday, latest_shipment_day=FIRST + 6)
    scene.to(sunday + 1, "HOME").present("issuing_bank", shipment_day=FIRST + 7).receive()
    assert scene.set_state()["marks"] == 4
    late = Scene(stage, scene.terms, scene.statement)
    late.to(sunday + 2, "HOME").present("issuing_bank", shipment_day=FIRST + 6).receive()
    assert late.set_state()["marks"] == 1
