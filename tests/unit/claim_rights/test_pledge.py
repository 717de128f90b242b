"""pledge: units wait where neither side can move them alone."""

from __future__ import annotations

from tests.unit.claim_life.house import (
    DUE,
    FACE,
    HELD,
    REFERENCE,
    STATE,
    UNKNOWN,
    LifeHouse,
    Role,
)
from usance.codes_claims import Assignable, ClaimStatus, SubAccount
from usance.terms import ZERO_ADDRESS

PLEDGE = "claim: pledge (PLEDGE)"
UNITS = "claim: units (INSUFFICIENT_UNITS)"
LARGEST = 2**112 - 1


def test_pledge__part__waits_under_an_address_without_a_key(house: LifeHouse) -> None:
    terms = house.graced()
    receipt = house.ok(house.seller, "pledge", house.id(terms), house.financier, 60_000_00, 50_000_00)
    assert receipt.event("Pledged").args == {
        "claim": house.id(terms),
        "pledgor": house.seller,
        "pledgee": house.financier,
        "units": 60_000_00,
        "secured": 50_000_00,
    }
    moved = receipt.event("TransferSingle")
    assert (moved["sender"], moved["receiver"]) == (house.seller, house.pledge_account)
    assert house.pledge_of(terms) == {"units": 60_000_00, "secured": 50_000_00, "called_at": 0}
    assert house.units(terms, house.seller) == 40_000_00
    assert house.units(terms, house.pledge_account) == 60_000_00
    assert house.units(terms, house.financier) == 0


def test_pledge__pledged_units__nobody_moves_or_retires_them(house: LifeHouse) -> None:
    terms = house.pledged(FACE, 1)
    for party in (house.seller, house.financier):
        assert house.send(terms, party, house.supplier, 1).reason == UNITS
        house.fails(UNITS, party, "retire", house.id(terms), 1)
        house.fails("INV6", party, "confirm_payment", house.id(terms), 1, REFERENCE)
    moved = house.act(
        house.financier,
        "safeTransferFrom",
        house.pledge_account,
        house.financier,
        house.unit(terms),
        1,
        b"",
    )
    assert moved.reason == "claim: not approved (APPROVAL)"


def test_pledge__again__units_and_secured_amount_add_up(house: LifeHouse) -> None:
    terms = house.pledged(30, 20)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 5, 7)
    assert house.pledge_of(terms) == {"units": 35, "secured": 27, "called_at": 0}


def test_pledge__again_after_the_call__the_ten_days_run_on(house: LifeHouse) -> None:
    """Else one more unit every nine days would put off foreclosure for ever."""
    terms = house.pledged(30, 20)
    called = house.ok(house.financier, "call_pledge", house.id(terms), house.seller).timestamp
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    assert house.pledge_of(terms) == {"units": 31, "secured": 21, "called_at": called}


def test_pledge__two_pledgees_and_two_pledgors__kept_apart(house: LifeHouse) -> None:
    terms = house.shared()
    house.ok(house.seller, "pledge", house.id(terms), house.second_financier, 10, 5)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 20, 6)
    house.ok(house.supplier, "pledge", house.id(terms), house.financier, 30, 7)
    assert house.pledge_of(terms, house.seller, house.second_financier)["units"] == 10
    assert house.pledge_of(terms)["units"] == 20
    assert house.pledge_of(terms, house.supplier)["units"] == 30


def test_pledge__secured_nothing_or_too_much__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.fails(PLEDGE, house.seller, "pledge", house.id(terms), house.financier, 1, 0)
    house.fails(PLEDGE, house.seller, "pledge", house.id(terms), house.financier, 1, LARGEST + 1)
    house.fails(PLEDGE, house.seller, "pledge", house.id(terms), house.financier, 1, 2**256 - 1)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, LARGEST)
    house.fails(PLEDGE, house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    assert house.pledge_of(terms) == {"units": 1, "secured": LARGEST, "called_at": 0}


def test_pledge__to_itself__refused(house: LifeHouse) -> None:
    terms = house.graced()
    house.fails(PLEDGE, house.seller, "pledge", house.id(terms), house.seller, 1, 1)


def test_pledge__no_units_or_more_than_free__refused(house: LifeHouse) -> None:
    terms = house.pledged(FACE - 1, 1)
    house.fails(UNITS, house.seller, "pledge", house.id(terms), house.financier, 0, 1)
    house.fails(UNITS, house.seller, "pledge", house.id(terms), house.financier, 2, 1)
    house.fails(UNITS, house.supplier, "pledge", house.id(terms), house.financier, 1, 1)


def test_pledge__by_the_rules_of_a_transfer__refused_with_their_reasons(house: LifeHouse) -> None:
    terms = house.graced(eligibility=int(Role.FINANCIER))
    receiver = "claim: no such receiver (HOOK)"
    for nobody in (ZERO_ADDRESS, house.claims.address):
        house.fails(receiver, house.seller, "pledge", house.id(terms), nobody, 1, 1)
    house.fails("INV12", house.seller, "pledge", house.id(terms), house.supplier, 1, 1)
    house.fails("INV12", house.seller, "pledge", house.id(terms), house.stranger, 1, 1)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    fixed = house.graced(assignable=Assignable.NO)
    stays = "claim: stays (NOT_ASSIGNABLE)"
    house.fails(stays, house.seller, "pledge", house.id(fixed), house.financier, 1, 1)
    marked = house.graced(earmark=house.financier)
    earmark = "claim: earmarked (EARMARK)"
    house.fails(earmark, house.seller, "pledge", house.id(marked), house.second_financier, 1, 1)
    house.ok(house.seller, "pledge", house.id(marked), house.financier, 1, 1)
    house.set_status(house.seller, HELD)
    house.fails("HELD", house.seller, "pledge", house.id(terms), house.financier, 1, 1)


def test_pledge__register_closed__refused(house: LifeHouse) -> None:
    terms = house.graced(record_days=10)
    house.at(DUE - 3)
    house.fails(
        "claim: register closed (RECORD_DAY)",
        house.seller,
        "pledge",
        house.id(terms),
        house.financier,
        1,
        1,
    )


def test_pledge__smaller_than_the_split__allowed_for_it_is_no_change_of_hand(house: LifeHouse) -> None:
    terms = house.graced(min_split=1_000)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    assert house.units(terms, house.seller) == FACE


def test_pledge__not_living__refused(house: LifeHouse) -> None:
    denied, paid = house.registered(), house.paid()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, paid):
        house.fails(STATE, house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    house.fails(UNKNOWN, house.seller, "pledge", house.id(house.terms()), house.financier, 1, 1)


def test_pledge__then_sold_free_units_and_paid__each_gets_its_own(house: LifeHouse) -> None:
    """Half pledged for a fifth, a quarter sold: the payment reaches pledgee, buyer and pledgor exactly."""
    terms = house.pledged(FACE // 2, FACE // 5)
    house.sent(terms, house.seller, house.supplier, FACE // 4)
    house.ok(house.debtor, "pay", terms, FACE)
    assert house.status(terms) == ClaimStatus.PAID
    for account, share in (
        (house.financier, FACE // 5),
        (house.supplier, FACE // 4),
        (house.seller, FACE // 2 - FACE // 5 + FACE // 4),
    ):
        assert house.ok(account, "withdraw", terms, account, account).returned == share
    assert house.state(terms)["pot"] == 0


def test_pledge_of__nothing_pledged__zeros(house: LifeHouse) -> None:
    assert house.pledge_of(house.terms()) == {"units": 0, "secured": 0, "called_at": 0}
    assert house.sub(SubAccount.PLEDGED, house.seller, house.financier) == house.see(
        "sub_account", SubAccount.PLEDGED, house.seller, house.financier
    )
