"""INV6: money goes to who holds; what the seller got all the same it owes on, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import FACE, SCALE, ClaimHouse, opened
from usance.claim_terms import Claim

NOTE = b"money went to the seller".ljust(32, b"\0")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def today(house: ClaimHouse, terms: Claim) -> int:
    return house.calendars[terms.pay_place].local_day(house.driver.now())


def assigned(house: ClaimHouse, accepted: bool = True) -> Claim:
    terms = house.accepted() if accepted else house.registered()
    house.sent(terms, house.seller, house.financier, FACE)
    return terms


def reported(house: ClaimHouse, terms: Claim, amount: int) -> Claim:
    words = (terms, house.financier, amount, today(house, terms), NOTE)
    born = house.ok(house.seller, "report_misdirected", *words).event("ClaimBorn")
    return Claim(**born["terms"])


def test_payment_after_a_transfer__is_the_holders_alone(house: ClaimHouse) -> None:
    terms = assigned(house)
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.proceeds(terms, house.seller) == 0
    house.fails("NOTHING", house.seller, "withdraw", terms, house.seller, house.seller)
    before = house.held(house.financier)
    house.ok(house.stranger, "withdraw", terms, house.financier, house.financier)
    assert house.held(house.financier) - before == FACE * SCALE


def test_stranger_takes_a_holders_money_elsewhere__refused(house: ClaimHouse) -> None:
    terms = assigned(house)
    house.ok(house.debtor, "pay", terms, FACE)
    for name in (house.seller, house.stranger, house.debtor, house.keeper):
        house.fails("LC12", name, "withdraw", terms, house.financier, name)


def test_bound_debtor_paid_the_seller__still_owes_in_full(house: ClaimHouse) -> None:
    terms = assigned(house)
    reported(house, terms, 300)
    assert house.outstanding(terms) == FACE
    assert house.units(terms, house.financier) == FACE


def test_seller_remits__the_debtor_owes_so_much_less_and_nobody_gets_it_twice(house: ClaimHouse) -> None:
    terms = assigned(house)
    remittance = reported(house, terms, 300)
    house.ok(house.seller, "pay", remittance, 300)
    assert house.outstanding(terms) == FACE - 300
    house.ok(house.debtor, "pay", terms, FACE)
    got = [house.proceeds(one, house.financier) for one in (remittance, terms)]
    assert got == [300, FACE - 300]


def test_remitted_outside_the_chain__counts_once_too(house: ClaimHouse) -> None:
    terms = assigned(house)
    remittance = reported(house, terms, 300)
    house.ok(house.financier, "confirm_payment", house.id(remittance), 300, NOTE)
    assert house.outstanding(terms) == FACE - 300
    house.fails("STATE", house.seller, "pay", remittance, 300)


def test_same_money_reported_twice__refused(house: ClaimHouse) -> None:
    terms = assigned(house)
    reported(house, terms, 300)
    words = (terms, house.financier, 300, today(house, terms), NOTE)
    house.fails("EXISTS", house.seller, "report_misdirected", *words)
    other = (terms, house.financier, 200, today(house, terms), NOTE)
    house.fails("EXISTS", house.seller, "report_misdirected", *other)


def test_seller_backdates_against_a_bound_debtor__nobody_is_let_off(house: ClaimHouse) -> None:
    """Seller and debtor plot: money "of before the acceptance" would retire the holder's units."""
    terms = assigned(house)
    words = (terms, house.financier, FACE, terms.issue_day, NOTE)
    told = house.ok(house.seller, "report_misdirected", *words).event("MisdirectedReported")
    assert not told["discharged"]
    assert house.units(terms, house.financier) == FACE


def test_debtor_not_bound_after_notice__is_not_discharged(house: ClaimHouse) -> None:
    terms = assigned(house, accepted=False)
    house.ok(house.financier, "notify", terms)
    words = (terms, house.financier, 300, today(house, terms), NOTE)
    told = house.ok(house.seller, "report_misdirected", *words).event("MisdirectedReported")
    assert not told["discharged"]


def test_debtor_not_bound_before_notice__is_discharged_by_as_much(house: ClaimHouse) -> None:
    terms = assigned(house, accepted=False)
    remittance = reported(house, terms, 300)
    assert house.outstanding(terms) == FACE - 300
    house.ok(house.seller, "pay", remittance, 300)
    assert house.outstanding(terms) == FACE - 300, "what the seller remits is not taken off again"


def test_holder_of_nothing__confirms_and_contests_nothing(house: ClaimHouse) -> None:
    terms = assigned(house)
    house.ok(house.debtor, "assert_payment", terms, 1, today(house, terms), NOTE)
    for name in (house.seller, house.stranger, house.debtor):
        house.fails("INV6", name, "confirm_payment", house.id(terms), 1, NOTE)
        house.fails("INV6", name, "contest_payment", house.id(terms), NOTE)


def test_agent_of_the_terms_alone__confirms_for_all(house: ClaimHouse) -> None:
    terms = house.accepted(payment_agent=house.issuing_bank)
    house.ok(house.debtor, "assert_payment", terms, 10, today(house, terms), NOTE)
    for name in (house.debtor, house.seller, house.financier):
        house.fails("NOT_PARTY", name, "confirm_for_all", terms, 10, NOTE)
    house.fails("ASSERTION", house.issuing_bank, "confirm_for_all", terms, 11, NOTE)
    house.ok(house.issuing_bank, "confirm_for_all", terms, 10, NOTE)
    house.fails("ASSERTION", house.issuing_bank, "confirm_for_all", terms, 1, NOTE)
