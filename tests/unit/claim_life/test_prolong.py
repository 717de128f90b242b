"""agree and prolong: a later day with everybody's word."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import (
    DUE,
    DUE_MONDAY,
    FACE,
    LAST_GRACE,
    STATE,
    UNKNOWN,
    LifeHouse,
    rising,
)
from usance.claim_terms import prolongation
from usance.codes_claims import ClaimStatus

NOT_AGREED = "claim: not agreed (NOT_AGREED)"
DAYS = "claim: days (TERMS)"
LATER = DUE_MONDAY + 28


def test_agree__anybody__its_own_word_only(house: LifeHouse) -> None:
    terms = house.graced()
    receipt = house.ok(house.debtor, "agree", house.id(terms), prolongation(LATER))
    assert receipt.event("Agreed").args == {
        "claim": house.id(terms),
        "account": house.debtor,
        "proposal": prolongation(LATER),
    }
    assert house.see("agreed", house.id(terms), house.debtor, prolongation(LATER))
    assert not house.see("agreed", house.id(terms), house.seller, prolongation(LATER))
    assert not house.see("agreed", house.id(terms), house.debtor, prolongation(LATER + 1))
    assert not house.see("agreed", house.id(house.graced()), house.debtor, prolongation(LATER))


def test_agree__unknown__refused(house: LifeHouse) -> None:
    house.fails(UNKNOWN, house.debtor, "agree", house.id(house.terms()), prolongation(LATER))


def test_prolong__debtor_and_all_holders__same_id_later_day(house: LifeHouse) -> None:
    terms = house.shared()
    receipt = house.prolong(terms, LATER, [house.seller, house.financier, house.supplier]).require()
    assert receipt.event("Prolonged").args == {"claim": house.id(terms), "due_day": LATER}
    assert house.state(terms)["prolonged"]
    assert house.status(terms) == ClaimStatus.ACCEPTED
    assert house.see("due_day_of", terms) == LATER
    house.ok(house.debtor, "pay", terms, FACE)


def test_prolong__defaulted__accepted_again(house: LifeHouse) -> None:
    terms = house.defaulted()
    house.prolong(terms, LATER).require()
    assert house.status(terms) == ClaimStatus.ACCEPTED
    assert house.aging(terms) == (0, 0)
    house.at_first_second_after(LATER + 2)
    house.ok(house.stranger, "default_", terms)


def test_prolong__unaccepted__stays_so(house: LifeHouse) -> None:
    terms = house.registered()
    house.prolong(terms, LATER).require()
    assert house.status(terms) == ClaimStatus.REGISTERED


def test_prolong__debtor_did_not_agree__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.agree(terms, prolongation(LATER), [house.seller])
    house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, [house.seller])


@pytest.mark.parametrize("silent", ["seller", "financier", "supplier"])
def test_prolong__one_holder_did_not_agree__refused(house: LifeHouse, silent: str) -> None:
    terms = house.shared()
    holders = ["seller", "financier", "supplier"]
    voices = [getattr(house, name) for name in holders if name != silent]
    house.agree(terms, prolongation(LATER), [house.debtor, *voices])
    named = rising([getattr(house, name) for name in holders])
    house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, named)


def test_prolong__one_holder_left_out__refused(house: LifeHouse) -> None:
    terms = house.shared()
    everybody = [house.seller, house.financier, house.supplier]
    house.agree(terms, prolongation(LATER), [house.debtor, *everybody])
    for left_out in everybody:
        named = rising([holder for holder in everybody if holder != left_out])
        house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, named)
    house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, [])
    house.ok(house.stranger, "prolong", terms, LATER, rising(everybody))


def test_prolong__holder_named_twice_or_out_of_order__refused(house: LifeHouse) -> None:
    """Half of the units named twice is not all of them."""
    terms = house.graced()
    house.sent(terms, house.seller, house.financier, FACE // 2)
    house.agree(terms, prolongation(LATER), [house.debtor, house.seller, house.financier])
    for named in ([house.seller] * 2, rising([house.seller, house.financier])[::-1]):
        house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, named)


def test_prolong__agreed_then_sold__the_buyer_is_asked(house: LifeHouse) -> None:
    terms = house.graced()
    house.agree(terms, prolongation(LATER), [house.debtor, house.seller])
    house.sent(terms, house.seller, house.financier, FACE)
    house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, [house.financier])
    house.fails(NOT_AGREED, house.stranger, "prolong", terms, LATER, [house.seller])


def test_prolong__units_given_up__nobody_speaks_for_them(house: LifeHouse) -> None:
    terms = house.graced()
    house.ok(house.seller, "retire", house.id(terms), 10)
    house.prolong(terms, LATER).require()


def test_prolong__pledged_units__the_pledgee_speaks(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    named = [house.seller, house.pledge_account]
    assert house.prolong(terms, LATER, named, [house.seller]).reason == NOT_AGREED
    house.prolong(terms, LATER, named, [house.seller, house.financier]).require()


def test_prolong__pledgee_holds_units_of_its_own__one_word_for_both(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.sent(terms, house.seller, house.financier, FACE - 60)
    named = [house.financier, house.pledge_account]
    house.prolong(terms, LATER, named, [house.financier]).require()


def test_prolong__words_given_once__are_used_up(house: LifeHouse) -> None:
    terms = house.graced()
    house.prolong(terms, LATER).require()
    for account in (house.debtor, house.seller):
        assert not house.see("agreed", house.id(terms), account, prolongation(LATER))


@pytest.mark.parametrize("day", [0, DUE - 1, DUE, DUE + 3_661, 2**24, 2**255])
def test_prolong__not_later_or_too_late__refused(house: LifeHouse, day: int) -> None:
    terms = house.graced()
    assert house.prolong(terms, day).reason == DAYS


def test_prolong__longest__allowed(house: LifeHouse) -> None:
    house.prolong(house.graced(record_days=0), DUE + 3_660).require()


def test_prolong__again__only_beyond_the_later_day(house: LifeHouse) -> None:
    terms = house.graced()
    house.prolong(terms, LATER).require()
    assert house.prolong(terms, LATER).reason == DAYS
    assert house.prolong(terms, LATER - 1).reason == DAYS
    house.prolong(terms, LATER + 1).require()
    assert house.see("due_day_of", terms) == LATER + 1


def test_prolong__record_day__register_closes_before_the_later_day_only(house: LifeHouse) -> None:
    """Ten calendar days before Monday 1 June it closes, until grace is over."""
    terms = house.graced(record_days=10, min_split=7)
    house.prolong(terms, LATER).require()
    house.at(DUE)
    house.sent(terms, house.seller, house.financier, 7)
    house.fails(
        "claim: below the split (MIN_SPLIT)",
        house.seller,
        "safeTransferFrom",
        house.seller,
        house.financier,
        house.unit(terms),
        6,
        b"",
    )
    house.at_last_second(LATER - 11)
    house.sent(terms, house.seller, house.financier, 7)
    house.at_first_second_after(LATER - 11)
    closed = "claim: register closed (RECORD_DAY)"
    assert house.send(terms, house.seller, house.financier, 7).reason == closed
    house.at_last_second(LATER + 2)
    assert house.send(terms, house.seller, house.financier, 7).reason == closed
    house.at_first_second_after(LATER + 2)
    house.sent(terms, house.seller, house.financier, 7)


def test_prolong__record_day_and_insolvent_parties__nobody_is_asked_again(house: LifeHouse) -> None:
    terms = house.graced(record_days=10)
    house.set_status(house.debtor, 3)
    house.set_status(house.seller, 3)
    house.prolong(terms, LATER).require()


def test_prolong__payable_with_record_day__like_any_claim(house: LifeHouse) -> None:
    terms = house.held_by_supplier(record_days=10)
    house.prolong(terms, LATER, [house.supplier]).require()
    house.at(LAST_GRACE)
    house.sent(terms, house.supplier, house.second_supplier, FACE)


def test_prolong__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid()):
        house.fails(STATE, house.stranger, "prolong", terms, LATER, [house.seller])
    house.fails(UNKNOWN, house.stranger, "prolong", house.terms(), LATER, [house.seller])
