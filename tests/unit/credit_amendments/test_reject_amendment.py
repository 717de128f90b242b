"""reject_amendment: the beneficiary does not take a change; the issuing bank is free of it (U11)."""

from __future__ import annotations

from tests.unit.credit_amendments.changing import (
    LATER,
    NOT_PARTY,
    NOT_PENDING,
    SCALE,
    Changing,
)
from tests.unit.documentary_credit.house import EXPIRY, codes_of
from usance.codes import AmendmentStatus


def test_reject__by_the_beneficiary__cover_goes_back(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, difference=100)
    before, reserved = house.held(house.issuing_bank), house.reserved(house.issuing_bank)
    amendment = house.amendment(terms, change)
    receipt = house.ok(house.beneficiary, "reject_amendment", terms, amendment)
    assert codes_of(receipt) == ["AmendmentRejected"]
    assert receipt.event("AmendmentRejected").args == {
        "credit": house.id(terms),
        "amendment": amendment,
        "party": house.beneficiary,
        "part": 0,
    }
    assert house.held(house.issuing_bank) - before == 100 * SCALE
    assert house.reserved(house.issuing_bank) == reserved
    book = house.book(terms, change)
    assert (book["status"], book["cover"]) == (AmendmentStatus.REJECTED, 0)
    assert house.state(terms)["cover"] == terms.amount


def test_reject__by_another_while_live__refused(house: Changing) -> None:
    terms = house.confirmed()
    amendment = house.amendment(terms, house.proposed(terms, difference=100))
    for sender in (house.issuing_bank, house.confirming_bank, house.applicant, house.stranger):
        house.fails(NOT_PARTY, sender, "reject_amendment", terms, amendment)


def test_reject__expired_but_live__still_the_beneficiarys(house: Changing) -> None:
    terms = house.issued()
    amendment = house.amendment(terms, house.proposed(terms, difference=100))
    house.at(EXPIRY + 5)
    house.ok(house.stranger, "expire", terms)
    house.fails(NOT_PARTY, house.stranger, "reject_amendment", terms, amendment)


def test_reject__twice_or_never_proposed__not_pending(house: Changing) -> None:
    terms = house.issued()
    act = (house.beneficiary, "reject_amendment", terms)
    house.fails(NOT_PENDING, *act, house.amendment(terms, house.change(difference=1)))
    amendment = house.amendment(terms, house.proposed(terms, difference=100))
    house.ok(*act, amendment)
    house.fails(NOT_PENDING, *act, amendment)
    accepted = house.proposed(terms, difference=3)
    then = house.taken(terms, accepted)
    for given in (terms, then):
        house.fails(
            NOT_PENDING, house.beneficiary, "reject_amendment", given, house.amendment(terms, accepted)
        )


def test_reject__of_another_credit__refused(house: Changing) -> None:
    """Any beneficiary could free any issuing bank, and send the cover astray."""
    terms, own = house.issued(), house.issued()
    change = house.proposed(terms, difference=100)
    house.fails(NOT_PENDING, house.beneficiary, "reject_amendment", own, house.amendment(terms, change))
    then = house.amended(own, expiry_day=LATER)
    house.fails(NOT_PENDING, house.beneficiary, "reject_amendment", own, house.hash(then))
    assert house.status(terms, change) is AmendmentStatus.PENDING


def test_reject__unknown_credit__refused(house: Changing) -> None:
    house.fails("credit: unknown (UNKNOWN)", house.beneficiary, "reject_amendment", house.terms(), bytes(32))


def test_reject__with_terms_the_credit_had__works(house: Changing) -> None:
    terms = house.issued()
    first, second = house.proposed(terms, difference=10), house.proposed(terms, difference=20)
    then = house.amended(terms, expiry_day=LATER)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, first))
    house.ok(house.beneficiary, "reject_amendment", then, house.amendment(terms, second))
    assert house.state(then)["cover"] * SCALE == house.held(house.credit.address)


def test_reject__credit_closed__anyone_frees_the_cover(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, difference=100)
    house.at(EXPIRY + terms.closing_days + 5)
    house.ok(house.stranger, "close", terms)
    assert house.held(house.credit.address) == 100 * SCALE
    before = house.held(house.issuing_bank)
    receipt = house.ok(house.stranger, "reject_amendment", terms, house.amendment(terms, change))
    assert receipt.event("AmendmentRejected")["party"] == house.stranger
    assert house.held(house.issuing_bank) - before == 100 * SCALE
    assert house.held(house.credit.address) == 0


def test_reject__while_stopped__runs(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, difference=100)
    house.ok(house.guardian, "pause")
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, change))
