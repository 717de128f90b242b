from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    DAY,
    DUE,
    FACE,
    HELD,
    REGISTERED,
    REMOVED,
    TODAY,
    House,
    names_of,
    number,
)
from usance.claim_terms import unit_id
from usance.terms import ZERO_ADDRESS


def test_register__invoice_of_the_seller__units_are_its_own_and_nobody_is_bound(house: House) -> None:
    terms = house.terms()
    receipt = house.ok(house.seller, "register", terms)
    assert receipt.returned == house.id(terms)
    state = house.state(terms)
    assert (state["status"], state["face"], state["paid"], state["pot"]) == (REGISTERED, FACE, 0, 0)
    assert house.units(terms, house.seller) == FACE
    assert house.taken(terms) == FACE


def test_register__invoice_of_the_seller__events_carry_the_full_terms(house: House) -> None:
    terms = house.terms()
    receipt = house.ok(house.seller, "register", terms)
    assert names_of(receipt)[-2:] == ["TransferSingle", "ClaimBorn"]
    transfer, born = receipt.event("TransferSingle"), receipt.event("ClaimBorn")
    assert (transfer["operator"], transfer["sender"], transfer["receiver"]) == (
        house.seller,
        ZERO_ADDRESS,
        house.seller,
    )
    assert (transfer["id"], transfer["value"]) == (unit_id(house.id(terms)), FACE)
    assert (born["claim"], born["debtor"], born["creditor"]) == (house.id(terms), house.buyer, house.seller)
    assert (born["surety"], born["face"], born["due_day"], born["status"]) == (
        ZERO_ADDRESS,
        FACE,
        DUE,
        REGISTERED,
    )
    assert born["terms"] == terms.as_dict()


def test_register__by_another_than_the_creditor__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.buyer, "register", house.terms())


def test_register__twice__is_refused(house: House) -> None:
    terms = house.terms(object_amount=2 * FACE)
    house.ok(house.seller, "register", terms)
    house.fails("claim: born before (EXISTS)", house.seller, "register", terms)


def test_register__same_invoice_with_another_salt__is_refused(house: House) -> None:
    terms = house.registered()
    house.fails("INV1", house.seller, "register", terms.but(salt=number(99)))


def test_register__parts_of_one_invoice__until_its_amount_is_used(house: House) -> None:
    terms = house.terms(face=FACE // 2, part=1, parts=2)
    house.ok(house.seller, "register", terms)
    house.ok(house.seller, "register", terms.but(part=2))
    assert house.taken(terms) == FACE
    house.fails("INV1", house.seller, "register", terms.but(face=1, salt=number(99)))


@pytest.mark.parametrize("status", [HELD, REMOVED])
def test_register__seller_that_may_not_act__is_refused(house: House, status: int) -> None:
    house.set_status(house.seller, status)
    house.fails("claim: party (NOT_ADMITTED)", house.seller, "register", house.terms())


def test_register__debtor_that_was_never_admitted__is_allowed(house: House) -> None:
    terms = house.registered(debtor=house.outsider)
    assert house.state(terms)["status"] == REGISTERED


def test_register__payable__is_refused(house: House) -> None:
    terms = house.terms(kind=2)
    house.fails("claim: not this kind (TERMS)", house.seller, "register", terms)


def test_register__due_today__is_allowed(house: House) -> None:
    house.at(TODAY + 5, 23)
    house.registered(due_day=TODAY + 5, grace_days=0)


def test_register__due_yesterday__is_refused(house: House) -> None:
    house.at(TODAY + 6, 0)
    house.fails("claim: days (TERMS)", house.seller, "register", house.terms(due_day=TODAY + 5))


def test_register__calendar_that_ends_before_the_due_day__is_refused(house: House) -> None:
    late = TODAY + 701
    house.fails("claim: (CALENDAR_NOT_LOADED)", house.seller, "register", house.terms(due_day=late))


def test_register__plain_terms__transfer_needs_no_second_word(house: House) -> None:
    terms = house.registered()
    holding = house.see("holding_of", house.id(terms), house.seller)
    assert holding == {"units": FACE, "seen": 0, "flags": 0, "ent": 0}
    house.ok(
        house.seller, "safeTransferFrom", house.seller, house.financier, unit_id(house.id(terms)), 1, b""
    )
    assert house.units(terms, house.financier) == 1


def test_register__smallest_split__binds_transfers(house: House) -> None:
    terms = house.registered(min_split=1_000)
    move = (house.seller, house.financier, unit_id(house.id(terms)))
    house.fails("MIN_SPLIT", house.seller, "safeTransferFrom", *move, 999, b"")
    house.ok(house.seller, "safeTransferFrom", *move, 1_000, b"")


def test_register__eligibility__binds_transfers(house: House) -> None:
    bank = 1
    terms = house.registered(eligibility=bank)
    move = (house.seller, house.supplier, unit_id(house.id(terms)), 1, b"")
    house.fails("INV12", house.seller, "safeTransferFrom", *move)
    house.ok(house.seller, "safeTransferFrom", house.seller, house.financier, *move[2:])


def test_register__record_days__close_the_register_until_overdue(house: House) -> None:
    terms = house.registered(record_days=10)
    move = (house.seller, house.financier, unit_id(house.id(terms)), 1, b"")
    house.at_second(house.midnight(DUE - 10) - 1)
    house.ok(house.seller, "safeTransferFrom", *move)
    house.at_second(house.midnight(DUE - 10))
    house.fails("RECORD_DAY", house.seller, "safeTransferFrom", *move)
    # Due on a Friday, three banking days of grace: overdue from the Thursday after.
    house.at_second(house.midnight(DUE + 6) - 1)
    house.fails("RECORD_DAY", house.seller, "safeTransferFrom", *move)
    house.at_second(house.midnight(DUE + 6))
    house.ok(house.seller, "safeTransferFrom", *move)


def test_register__not_assignable__units_stay(house: House) -> None:
    terms = house.registered(assignable=2)
    move = (house.seller, house.financier, unit_id(house.id(terms)), 1, b"")
    house.fails("NOT_ASSIGNABLE", house.seller, "safeTransferFrom", *move)


def test_register__assignable_by_law__units_go_on(house: House) -> None:
    terms = house.registered(assignable=3)
    house.ok(
        house.seller, "safeTransferFrom", house.seller, house.financier, unit_id(house.id(terms)), 1, b""
    )


def test_register__earmark__units_go_there_only(house: House) -> None:
    terms = house.registered(earmark=house.financier)
    unit = unit_id(house.id(terms))
    house.fails("EARMARK", house.seller, "safeTransferFrom", house.seller, house.bank, unit, 1, b"")
    house.ok(house.seller, "safeTransferFrom", house.seller, house.financier, unit, 1, b"")
    # Earmarked was what the creditor had, not what its receiver has.
    house.ok(house.financier, "safeTransferFrom", house.financier, house.bank, unit, 1, b"")


def test_register__while_stopped__is_refused_for_fourteen_days(house: House) -> None:
    house.ok(house.guardian, "pause")
    terms = house.terms()
    house.fails("ACC8", house.seller, "register", terms)
    house.at_second(house.driver.now() + 14 * DAY + 1)
    house.ok(house.seller, "register", terms)


def test_register__seller_is_a_contract__its_own_hook_is_not_asked(house: House) -> None:
    terms = house.terms(creditor=house.wallet.address)
    house.execute(house.wallet, "register", terms).require()
    assert house.units(terms, house.wallet.address) == FACE
    assert house.see("hooks", contract=house.wallet) == 0
