"""A court reaches a party only because the party named it, and cannot be shaken off in trouble."""

from __future__ import annotations

from tests.unit.party_registry.kit import DAY, ZERO, House, identity
from usance.model.party import Role, Status

ORDER = identity("order 7 O 12/26")


def with_court(house: House) -> None:
    house.admit(house.court, Role.COURT)
    house.admit(house.applicant, courts=[house.court])


def test_name_court__by_the_party__named(house: House) -> None:
    house.fails("ADMITTED", house.applicant, "name_court", house.court)
    house.admit(house.applicant)
    receipt = house.ok(house.applicant, "name_court", house.court)
    assert receipt.event("CourtNamed").args == {"party": house.applicant, "court": house.court}
    assert not house.see("names_court", house.applicant, house.court), "not admitted yet"
    house.admit(house.court, Role.COURT)
    assert house.see("names_court", house.applicant, house.court)
    assert house.see("party_of", house.applicant)["courts"] == 1
    assert house.see("court_standing", house.applicant, house.court) == 1
    assert house.see("court_standing", house.applicant, house.second_court) == 0


def test_name_court__forbidden__refused(house: House) -> None:
    house.admit(house.applicant, courts=[house.court, house.second_court, house.adviser])
    house.fails("COURT", house.applicant, "name_court", ZERO)
    house.fails("COURT", house.applicant, "name_court", house.applicant)
    house.fails("NO_CHANGE", house.applicant, "name_court", house.court)
    house.ok(house.applicant, "name_court", house.stranger)
    house.fails("COURT", house.applicant, "name_court", house.beneficiary)


def test_names_court__court_without_role_or_held__false(house: House) -> None:
    house.admit(house.applicant, courts=[house.court, house.adviser])
    house.admit(house.adviser, Role.BANK)
    house.admit(house.court, Role.COURT)
    assert house.see("names_court", house.applicant, house.court)
    assert not house.see("names_court", house.applicant, house.adviser)
    assert not house.see("names_court", house.applicant, house.second_court)
    house.ok(house.supervisor, "set_status", house.court, Status.HELD)
    assert not house.see("names_court", house.applicant, house.court)


def test_remove_court__announced_seven_days_before__removed(house: House) -> None:
    with_court(house)
    receipt = house.ok(house.applicant, "announce_court_removal", house.court)
    assert receipt.event("CourtRemovalAnnounced")["court"] == house.court
    assert house.see("court_standing", house.applicant, house.court) == receipt.timestamp
    assert house.see("names_court", house.applicant, house.court), "it stays until the second act"
    house.wait(7 * DAY)
    receipt = house.ok(house.applicant, "remove_court", house.court)
    assert receipt.event("CourtRemoved").args == {"party": house.applicant, "court": house.court}
    assert not house.see("names_court", house.applicant, house.court)
    assert house.see("party_of", house.applicant)["courts"] == 0
    house.fails("COURT", house.applicant, "announce_court_removal", house.court)


def test_remove_court__without_notice_or_out_of_time__refused(house: House) -> None:
    with_court(house)
    house.fails("NOTICE", house.applicant, "remove_court", house.second_court)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)
    house.fails("COURT", house.applicant, "announce_court_removal", house.second_court)
    house.wait(20 * DAY)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)
    house.ok(house.applicant, "announce_court_removal", house.court)
    house.wait(7 * DAY - 1)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)
    house.wait(7 * DAY + 1)
    mark = house.driver.snapshot()
    house.ok(house.applicant, "remove_court", house.court)
    house.driver.revert(mark)
    house.wait(7 * DAY + 2)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)


def test_remove_court__while_held__refused(house: House) -> None:
    with_court(house)
    house.ok(house.applicant, "announce_court_removal", house.court)
    house.ok(house.supervisor, "set_status", house.applicant, Status.HELD)
    house.wait(8 * DAY)
    house.fails("HELD", house.applicant, "remove_court", house.court)
    house.ok(house.supervisor, "set_status", house.applicant, Status.ACTIVE)
    house.ok(house.applicant, "remove_court", house.court)


def test_name_court__removal_announced__announcement_ends(house: House) -> None:
    with_court(house)
    house.ok(house.applicant, "announce_court_removal", house.court)
    house.ok(house.applicant, "name_court", house.court)
    house.wait(8 * DAY)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)
    assert house.see("party_of", house.applicant)["courts"] == 1


def test_publish_order__removal_announced__announcement_ends(house: House) -> None:
    with_court(house)
    house.ok(house.applicant, "announce_court_removal", house.court)
    house.wait(6 * DAY)
    house.ok(house.court, "publish_order", house.applicant, ORDER)
    house.wait(2 * DAY)
    house.fails("NOTICE", house.applicant, "remove_court", house.court)


def test_publish_order__by_a_named_court__public(house: House) -> None:
    with_court(house)
    receipt = house.ok(house.court, "publish_order", house.applicant, ORDER)
    assert receipt.event("OrderPublished").args == {
        "party": house.applicant,
        "court": house.court,
        "order": ORDER,
    }
    assert house.see("order_day_of", house.applicant, ORDER) == receipt.timestamp
    assert house.see("order_court_of", house.applicant, ORDER) == house.court
    assert house.see("order_day_of", house.beneficiary, ORDER) == 0
    assert house.see("order_court_of", house.beneficiary, ORDER) == ZERO


def test_publish_order__forbidden__refused(house: House) -> None:
    with_court(house)
    house.admit(house.second_court, Role.COURT)
    house.fails("COURT", house.second_court, "publish_order", house.applicant, ORDER)
    house.fails("COURT", house.supervisor, "publish_order", house.applicant, ORDER)
    house.fails("ORDER", house.court, "publish_order", house.applicant, bytes(32))
    house.ok(house.court, "publish_order", house.applicant, ORDER)
    house.fails("ORDER", house.court, "publish_order", house.applicant, ORDER)
