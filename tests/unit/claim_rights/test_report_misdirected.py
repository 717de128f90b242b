"""report_misdirected: money that went to the seller, before notice and after it."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tests.unit.claim_life.house import (
    ABOVE,
    FACE,
    NO_HOLDER,
    NOT_PARTY,
    NOTHING,
    OTHER_REFERENCE,
    REFERENCE,
    STATE,
    TODAY,
    UNKNOWN,
    LifeHouse,
)
from usance.chain.driver import Receipt
from usance.claim_terms import Claim, prolongation
from usance.codes_claims import Assignable, ClaimKind, ClaimStatus, RetireReason, SubAccount

DAYS = "claim: days (TERMS)"
TERMS = "claim: bad terms (TERMS)"
REFUSING, BURNING = 1, 2


def sold(house: LifeHouse, units: int = 60_000_00, accepted: bool = False, **changes: Any) -> Claim:
    """A claim of which the financier holds a part."""
    terms = house.graced(**changes) if accepted else house.registered(**changes)
    house.sent(terms, house.seller, house.financier, units)
    return terms


def report(house: LifeHouse, terms: Claim, amount: int, value_day: int = TODAY, **changes: Any) -> Receipt:
    words = {"holder": house.financier, "reference": REFERENCE} | changes
    return house.act(
        house.seller, "report_misdirected", terms, words["holder"], amount, value_day, words["reference"]
    )


def remittance(
    house: LifeHouse, terms: Claim, amount: int, today: int = TODAY, due: int = TODAY + 3, **changes: Any
) -> Claim:
    """The terms of the claim on the seller, as docs and interface say them."""
    holder = changes.pop("holder", house.financier)
    reference = changes.pop("reference", REFERENCE)
    words = encode(["bytes32", "address", "bytes32"], [house.id(terms), holder, reference])
    base = Claim(
        kind=ClaimKind.MISDIRECTED,
        origin=house.id(terms),
        creditor=holder,
        debtor=terms.creditor,
        currency=terms.currency,
        asset=terms.asset,
        asset_scale=terms.asset_scale,
        face=amount,
        issue_day=today,
        due_day=due,
        pay_place=terms.pay_place,
        currency_place=terms.currency_place,
        late_rate=terms.late_rate,
        day_count=terms.day_count,
        object_amount=amount,
        assignable=Assignable.NO,
        receipt_days=0,
        assertion_days=0,
        remit_days=0,
        content=reference,
        salt=keccak(words),
    )
    return base.but(**changes)


def test_report_misdirected__before_notice__the_debtor_is_free_and_the_seller_owes(house: LifeHouse) -> None:
    terms = sold(house)
    receipt = report(house, terms, 10_000_00).require()
    owed = remittance(house, terms, 10_000_00)
    assert receipt.returned == house.id(owed)
    assert receipt.event("MisdirectedReported").args == {
        "claim": house.id(terms),
        "seller": house.seller,
        "holder": house.financier,
        "amount": 10_000_00,
        "value_day": TODAY,
        "reference": REFERENCE,
        "discharged": True,
        "remittance": house.id(owed),
    }
    retired = receipt.event("Retired")
    assert (retired["account"], retired["units"]) == (house.financier, 10_000_00)
    assert retired["reason"] == RetireReason.DISCHARGED
    assert house.outstanding(terms) == FACE - 10_000_00
    assert house.units(terms, house.financier) == 50_000_00
    assert house.units(terms, house.seller) == 40_000_00
    assert house.status(owed) == ClaimStatus.ACCEPTED
    assert house.units(owed, house.financier) == 10_000_00
    house.fails(
        "claim: stays (NOT_ASSIGNABLE)",
        house.financier,
        "safeTransferFrom",
        house.financier,
        house.supplier,
        house.unit(owed),
        1,
        b"",
    )


def test_report_misdirected__remitted_after_discharge__takes_nothing_more_off(house: LifeHouse) -> None:
    terms = sold(house)
    report(house, terms, 10_000_00).require()
    house.ok(house.seller, "pay", remittance(house, terms, 10_000_00), 10_000_00)
    assert house.units(terms, house.financier) == 50_000_00
    assert house.outstanding(terms) == FACE - 10_000_00


def test_report_misdirected__bound_debtor__still_owes_in_full_until_the_seller_remits(
    house: LifeHouse,
) -> None:
    """The debtor countersigned and then paid the seller: it owes all of it, again."""
    terms = sold(house, accepted=True)
    receipt = report(house, terms, 10_000_00).require()
    assert not receipt.event("MisdirectedReported")["discharged"]
    assert house.outstanding(terms) == FACE
    owed = remittance(house, terms, 10_000_00)
    house.ok(house.seller, "pay", owed, 4_000_00)
    assert house.outstanding(terms) == FACE - 4_000_00
    assert house.units(terms, house.financier) == 56_000_00
    house.ok(house.debtor, "pay", terms, FACE)
    assert (
        house.ok(house.financier, "withdraw", terms, house.financier, house.financier).returned == 56_000_00
    )
    assert house.ok(house.financier, "withdraw", owed, house.financier, house.financier).returned == 4_000_00


def test_report_misdirected__remitted_off_chain__taken_off_as_well(house: LifeHouse) -> None:
    terms = sold(house, accepted=True)
    report(house, terms, 10_000_00).require()
    owed = remittance(house, terms, 10_000_00)
    house.ok(house.financier, "confirm_payment", house.id(owed), 4_000_00, OTHER_REFERENCE)
    assert house.outstanding(owed) == 6_000_00
    assert house.outstanding(terms) == FACE - 4_000_00
    assert house.units(terms, house.financier) == 56_000_00


@pytest.mark.parametrize(("value_day", "free"), [(TODAY, True), (TODAY + 1, False), (TODAY + 2, False)])
def test_report_misdirected__notice_on_the_second_day__free_only_before_it(
    house: LifeHouse, value_day: int, free: bool
) -> None:
    terms = sold(house)
    house.at(TODAY + 1)
    house.ok(house.financier, "notify", terms)
    house.at(TODAY + 5)
    assert report(house, terms, 1, value_day).require().event("MisdirectedReported")["discharged"] is free
    assert house.outstanding(terms) == FACE - free


def test_report_misdirected__whole_share_rounded_down__fraction_stays(house: LifeHouse) -> None:
    """Face 7, 3 paid: 5 units are worth 2 6/7; 2 discharge three of them, for 6/7 nobody has paid."""
    terms = sold(house, 5, face=7)
    house.ok(house.debtor, "pay", terms, 3)
    house.fails(ABOVE, house.seller, "report_misdirected", terms, house.financier, 3, TODAY, REFERENCE)
    report(house, terms, 2).require()
    assert house.units(terms, house.financier) == 2
    assert house.units(terms, house.seller) == 2


def test_report_misdirected__part_of_the_share__rounded_for_the_holder(house: LifeHouse) -> None:
    """Face 7, 3 paid: 1 of the 4 left is worth 1 3/4 units; one goes."""
    terms = sold(house, 5, face=7)
    house.ok(house.debtor, "pay", terms, 3)
    report(house, terms, 1).require()
    assert house.units(terms, house.financier) == 4


def test_report_misdirected__everything_of_the_only_holder__claim_is_paid(house: LifeHouse) -> None:
    terms = sold(house, FACE)
    report(house, terms, FACE).require()
    assert house.status(terms) == ClaimStatus.PAID
    house.ok(house.stranger, "settle", terms)


def test_report_misdirected__due_day__banking_days_of_both_places(house: LifeHouse) -> None:
    """Reported on Friday the 6th; TARGET is closed on Wednesday the 11th: two days end on Tuesday."""
    terms = sold(house, remit_days=3)
    house.at(TODAY + 4)
    found = report(house, terms, 5).require().returned
    owed = remittance(house, terms, 5, today=TODAY + 4, due=TODAY + 4 + 6)
    assert found == house.id(owed)
    assert house.see("due_day_of", owed) == TODAY + 10


def test_report_misdirected__asset_changed__owed_in_the_one_in_force(house: LifeHouse) -> None:
    terms = sold(house)
    token = house.token()
    house.change_asset(terms, token.address, 7, [house.seller, house.financier]).require()
    found = report(house, terms, 5).require().returned
    assert found == house.id(remittance(house, terms, 5, asset=token.address, asset_scale=7))


def test_report_misdirected__not_remitted__defaults_like_any_claim(house: LifeHouse) -> None:
    terms = sold(house)
    report(house, terms, 10_000_00).require()
    owed = remittance(house, terms, 10_000_00)
    house.at_last_second(TODAY + 3)
    house.fails("NOT_OVERDUE", house.stranger, "default_", owed)
    house.at_first_second_after(TODAY + 3)
    house.ok(house.stranger, "default_", owed)


def test_report_misdirected__same_reference__refused_for_this_holder_only(house: LifeHouse) -> None:
    terms = sold(house)
    house.sent(terms, house.seller, house.supplier, 10)
    report(house, terms, 5).require()
    house.at(TODAY + 1)
    assert report(house, terms, 6).reason == "claim: born before (EXISTS)"
    report(house, terms, 6, reference=OTHER_REFERENCE).require()
    report(house, terms, 6, holder=house.supplier).require()


def test_report_misdirected__holder_without_units_or_the_seller_itself__refused(house: LifeHouse) -> None:
    terms = sold(house)
    assert report(house, terms, 1, holder=house.supplier).reason == NO_HOLDER
    assert report(house, terms, 1, holder=house.seller).reason == TERMS


def test_report_misdirected__sub_account__refused_for_it_has_no_key(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    assert report(house, terms, 1, holder=house.pledge_account).reason == NO_HOLDER


def test_report_misdirected__nothing_or_more_than_the_share__refused(house: LifeHouse) -> None:
    terms = sold(house)
    assert report(house, terms, 0).reason == NOTHING
    assert report(house, terms, 60_000_01).reason == ABOVE
    bound = sold(house, accepted=True)
    assert report(house, bound, 60_000_01).reason == ABOVE


def test_report_misdirected__value_before_the_issue_or_tomorrow__refused(house: LifeHouse) -> None:
    terms = sold(house, issue_day=TODAY - 3)
    assert report(house, terms, 1, TODAY - 4).reason == DAYS
    assert report(house, terms, 1, TODAY + 1).reason == DAYS
    report(house, terms, 1, TODAY - 3).require()


def test_report_misdirected__by_others__refused(house: LifeHouse) -> None:
    terms = sold(house)
    for stranger in (house.debtor, house.financier, house.stranger):
        words = (terms, house.financier, 1, TODAY, REFERENCE)
        house.fails(NOT_PARTY, stranger, "report_misdirected", *words)


def test_report_misdirected__not_living_or_unknown__refused(house: LifeHouse) -> None:
    terms = sold(house)
    house.ok(house.debtor, "deny", terms)
    assert report(house, terms, 1).reason == STATE
    assert report(house, house.terms(), 1).reason == UNKNOWN


@pytest.mark.parametrize("kind", [REFUSING, BURNING])
def test_report_misdirected__holder_refuses_the_units__they_are_parked(house: LifeHouse, kind: int) -> None:
    """It came to its units by foreclosure, which asks no hook; what the law demands needs none either."""
    party = house.hostile(kind)
    terms = house.registered()

    def by_party(function: str, *args: Any) -> None:
        data = house.claims.abi.function(function, len(args)).encode(list(args))
        house.ok(house.wallet_owner, "execute", house.claims.address, data, contract=party)

    house.ok(house.seller, "pledge", house.id(terms), party.address, 10, 10)
    by_party("call_pledge", house.id(terms), house.seller)
    house.at(TODAY + 11)
    by_party("foreclose", house.id(terms), house.seller)
    receipt = report(house, terms, 10, holder=party.address).require()
    assert receipt.event("Parked").args["owner"] == party.address
    owed = remittance(house, terms, 10, today=TODAY + 11, due=TODAY + 16, holder=party.address)
    assert receipt.returned == house.id(owed)
    assert house.units(owed, party.address) == 0
    assert house.units(owed, house.sub(SubAccount.PARKED, party.address, party.address)) == 10
    # It speaks for what waits for it.
    assert house.prolong(
        owed, TODAY + 30, [house.sub(SubAccount.PARKED, party.address, party.address)], [house.seller]
    ).reason.endswith("(NOT_AGREED)")
    by_party("agree", house.id(owed), prolongation(TODAY + 30))
    house.ok(
        house.stranger,
        "prolong",
        owed,
        TODAY + 30,
        [house.sub(SubAccount.PARKED, party.address, party.address)],
    )
