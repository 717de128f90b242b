from __future__ import annotations

import pytest

from tests.unit.claim_births.house import ACCEPTED, FACE, HELD, REGISTERED, TODAY, House, names_of
from usance.claim_terms import Claim

LAST = TODAY + 7


def submitted(house: House) -> Claim:
    """Submitted under a mandate of five days; the last of them is LAST."""
    house.mandate(days=5)
    terms = house.registered()
    house.ok(house.seller, "submit", terms)
    return terms


def test_deem__silence_until_the_end_of_the_last_day__binds(house: House) -> None:
    terms = submitted(house)
    house.at_second(house.midnight(LAST + 1))
    receipt = house.ok(house.outsider, "deem", terms)
    assert names_of(receipt) == ["Deemed"]
    assert receipt.event("Deemed").args == {"claim": house.id(terms), "debtor": house.buyer}
    state = house.state(terms)
    assert (state["status"], state["deemed"]) == (ACCEPTED, True)
    assert (state["defences_waived"], state["setoff_waived"]) == (False, False)
    house.fails("CLAIM_ACCEPTED", house.buyer, "deny", terms)


def test_deem__last_second_of_the_last_day__is_refused(house: House) -> None:
    terms = submitted(house)
    house.at_second(house.midnight(LAST + 1) - 1)
    house.fails("claim: mandate (MANDATE)", house.outsider, "deem", terms)
    assert house.state(terms)["status"] == REGISTERED


def test_deem__never_submitted__is_refused(house: House) -> None:
    house.mandate(days=5)
    terms = house.registered()
    house.at(LAST + 1)
    house.fails("claim: state (STATE)", house.outsider, "deem", terms)


def test_deem__mandate_revoked__is_refused(house: House) -> None:
    terms = submitted(house)
    house.ok(house.buyer, "revoke_mandate", house.seller, contract=house.suite.registry)
    house.at(LAST + 1)
    house.fails("MANDATE", house.outsider, "deem", terms)


def test_deem__mandate_ran_out_after_the_submission__binds_still(house: House) -> None:
    until = house.driver.now() + 1_000
    house.mandate(until=until)
    terms = house.registered()
    house.ok(house.seller, "submit", terms)
    house.at(LAST + 1)
    house.ok(house.outsider, "deem", terms)


def test_deem__mandate_lowered_below_the_face__is_refused(house: House) -> None:
    terms = submitted(house)
    house.mandate(limit=FACE - 1)
    house.at(LAST + 1)
    house.fails("MANDATE", house.outsider, "deem", terms)


def test_deem__new_mandate_gives_more_days__is_refused_until_submitted_again(house: House) -> None:
    terms = submitted(house)
    house.mandate(days=20)
    house.at(LAST + 1)
    house.fails("MANDATE", house.outsider, "deem", terms)
    house.ok(house.seller, "submit", terms)
    house.at_second(house.midnight(house.see("submission_of", house.id(terms)) + 1))
    house.ok(house.outsider, "deem", terms)


def test_deem__new_mandate_gives_fewer_days__the_longer_clock_serves(house: House) -> None:
    terms = submitted(house)
    house.mandate(days=1)
    house.at(TODAY + 4)
    house.fails("MANDATE", house.outsider, "deem", terms)
    house.at(LAST + 1)
    house.ok(house.outsider, "deem", terms)


def test_deem__twice__is_refused(house: House) -> None:
    terms = submitted(house)
    house.at(LAST + 1)
    house.ok(house.outsider, "deem", terms)
    house.fails("STATE", house.outsider, "deem", terms)


def test_deem__debtor_held_meanwhile__its_clock_ran_on(house: House) -> None:
    terms = submitted(house)
    house.set_status(house.buyer, HELD)
    house.at(LAST + 1)
    house.ok(house.outsider, "deem", terms)


@pytest.mark.parametrize("end", ["accept", "rescind"])
def test_deem__claim_that_is_no_longer_registered__is_refused(house: House, end: str) -> None:
    terms = submitted(house)
    if end == "accept":
        house.ok(house.buyer, "accept", terms, 0)
    else:
        house.ok(house.seller, "rescind", terms)
    house.at(LAST + 1)
    house.fails("STATE", house.outsider, "deem", terms)


def test_deem__never_registered__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.outsider, "deem", house.terms())
