from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    ACCEPTED,
    DEFENCES,
    FACE,
    FOREVER,
    HELD,
    SETOFF,
    House,
)


def test_register_accepted__signature_over_all_ids__debtor_is_bound_at_birth(house: House) -> None:
    common = house.terms()
    claims = [common.with_row(row) for row in house.rows(3)]
    ids = [house.id(terms) for terms in claims]
    words = (DEFENCES | SETOFF, 4, FOREVER)
    receipt = house.ok(
        house.seller, "register_accepted", common, [terms.row() for terms in claims], *words,
        house.signed("buyer", ids, *words),
    )  # fmt: skip
    assert receipt.returned == ids
    accepted = [event for event in receipt.events if event.name == "Accepted"]
    assert [event["claim"] for event in accepted] == ids
    assert all((event["debtor"], event["waivers"]) == (house.buyer, 3) for event in accepted)
    for terms in claims:
        state = house.state(terms)
        assert state["status"] == ACCEPTED
        assert (state["defences_waived"], state["setoff_waived"], state["deemed"]) == (True, True, False)
        assert house.units(terms, house.seller) == FACE
        assert house.taken(terms) == FACE
    assert house.see("nonce_used", house.buyer, 4)


def test_register_accepted__signature_over_other_ids__is_refused(house: House) -> None:
    terms = house.terms()
    other = house.terms()
    signature = house.signed("buyer", [house.id(other)])
    house.fails("ACC1", house.seller, "register_accepted", terms, [terms.row()], 0, 1, FOREVER, signature)


def test_register_accepted__waiver_that_was_not_signed__is_refused(house: House) -> None:
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)], 0)
    words = [terms, [terms.row()], DEFENCES, 1, FOREVER, signature]
    house.fails("ACC1", house.seller, "register_accepted", *words)


def test_register_accepted__waiver_that_does_not_exist__is_refused(house: House) -> None:
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)], 4)
    words = [terms, [terms.row()], 4, 1, FOREVER, signature]
    house.fails("claim: waivers (TERMS)", house.seller, "register_accepted", *words)


def test_register_accepted__debtor_that_is_held__is_refused(house: House) -> None:
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)])
    house.set_status(house.buyer, HELD)
    words = [terms, [terms.row()], 0, 1, FOREVER, signature]
    house.fails("claim: party (NOT_ADMITTED)", house.seller, "register_accepted", *words)


def test_register_accepted__by_another_than_the_creditor__is_refused(house: House) -> None:
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)])
    house.fails("NOT_PARTY", house.buyer, "register_accepted", terms, [terms.row()], 0, 1, FOREVER, signature)


@pytest.mark.parametrize("part", ["late", "used"])
def test_register_accepted__signature_that_works_no_more__is_refused(house: House, part: str) -> None:
    terms = house.terms()
    deadline = house.driver.now() + 100
    signature = house.signed("buyer", [house.id(terms)], 0, 1, deadline)
    if part == "late":
        house.at_second(deadline + 1)
    else:
        house.ok(house.buyer, "cancel_nonce", 1)
    house.fails("ACC1", house.seller, "register_accepted", terms, [terms.row()], 0, 1, deadline, signature)


def test_register_accepted__wallet_as_debtor__its_answer_binds(house: House) -> None:
    terms = house.terms(debtor=house.wallet.address)
    signature = house.signed("wallet_owner", [house.id(terms)])
    house.ok(house.seller, "register_accepted", terms, [terms.row()], 0, 1, FOREVER, signature)
    assert house.state(terms)["status"] == ACCEPTED


def test_register_accepted__while_stopped__is_refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)])
    house.fails("ACC8", house.seller, "register_accepted", terms, [terms.row()], 0, 1, FOREVER, signature)
