from __future__ import annotations

import pytest

from tests.unit.claim_births.house import FACE, FOREVER, TODAY, House, names_of
from tests.unit.documentary_credit.house import GOOD_FRIDAY


def test_submit__under_a_mandate__clock_runs_from_today(house: House) -> None:
    house.mandate(days=5)
    terms = house.registered()
    receipt = house.ok(house.seller, "submit", terms)
    assert names_of(receipt) == ["Submitted"]
    # Monday to Monday: the day itself is not counted.
    assert receipt.event("Submitted").args == {
        "claim": house.id(terms),
        "debtor": house.buyer,
        "last_day": TODAY + 7,
    }
    assert house.see("submission_of", house.id(terms)) == TODAY + 7


def test_submit__over_easter__closed_days_do_not_count(house: House) -> None:
    house.mandate(days=3)
    house.at(GOOD_FRIDAY - 1)
    terms = house.registered()
    receipt = house.ok(house.seller, "submit", terms)
    # Good Friday, the weekend and Easter Monday are closed: Tuesday, Wednesday, Thursday.
    assert receipt.event("Submitted")["last_day"] == GOOD_FRIDAY + 6


def test_submit__by_another_than_the_creditor__is_refused(house: House) -> None:
    house.mandate()
    house.fails("claim: not your act (NOT_PARTY)", house.buyer, "submit", house.registered())


def test_submit__without_a_mandate__is_refused(house: House) -> None:
    house.fails("claim: mandate (MANDATE)", house.seller, "submit", house.registered())


def test_submit__mandate_for_another_seller__is_refused(house: House) -> None:
    house.mandate(seller=house.supplier)
    house.fails("MANDATE", house.seller, "submit", house.registered())


def test_submit__face_above_the_mandate__is_refused(house: House) -> None:
    house.mandate(limit=FACE - 1)
    house.fails("MANDATE", house.seller, "submit", house.registered())


@pytest.mark.parametrize(("late", "allowed"), [(0, True), (1, False)])
def test_submit__last_second_of_the_mandate__decides(house: House, late: int, allowed: bool) -> None:
    until = house.driver.now() + 1_000
    house.mandate(until=until)
    terms = house.registered()
    house.at_second(until + late)
    if allowed:
        house.ok(house.seller, "submit", terms)
    else:
        house.fails("claim: mandate (MANDATE)", house.seller, "submit", terms)


def test_submit__after_revocation__is_refused(house: House) -> None:
    house.mandate()
    terms = house.registered()
    house.ok(house.buyer, "revoke_mandate", house.seller, contract=house.suite.registry)
    house.fails("MANDATE", house.seller, "submit", terms)


def test_submit__again__the_deadline_stays_unless_the_mandate_gives_more_days(house: House) -> None:
    house.mandate(days=5)
    terms = house.registered()
    house.ok(house.seller, "submit", terms)
    last = house.see("submission_of", house.id(terms))
    house.at(TODAY + 1)
    house.fails("claim: state (STATE)", house.seller, "submit", terms)
    assert house.see("submission_of", house.id(terms)) == last
    house.mandate(days=6)
    house.ok(house.seller, "submit", terms)
    assert house.see("submission_of", house.id(terms)) == TODAY + 9


def test_submit__accepted__is_refused(house: House) -> None:
    house.mandate()
    house.fails("claim: state (STATE)", house.seller, "submit", house.accepted())


def test_submit__denied__is_refused(house: House) -> None:
    house.mandate()
    terms = house.registered()
    house.ok(house.buyer, "deny", terms)
    house.fails("STATE", house.seller, "submit", terms)


def test_submit__never_registered__is_refused(house: House) -> None:
    house.mandate()
    house.fails("UNKNOWN", house.seller, "submit", house.terms())


def test_submit__pending_payable__has_no_submission(house: House) -> None:
    house.ok(house.anchor, "set_mandate", house.supplier, FACE, 5, FOREVER, contract=house.suite.registry)
    terms = house.promised()
    house.fails("STATE", house.supplier, "submit", terms)
    assert house.see("submission_of", house.id(terms)) == 0
