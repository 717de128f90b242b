"""redeem_pledge: the debt is paid to the pledgee, exactly, and the units come back."""

from __future__ import annotations

import pytest

from tests.unit.claim_life.house import FACE, HELD, SCALE, TEN_DAYS, UNKNOWN, LifeHouse
from usance.terms import ZERO_ADDRESS

PLEDGE = "claim: pledge (PLEDGE)"
FALSE_RETURN, FEE, BLOCKLIST, CALLBACK = 2, 3, 4, 6


def test_redeem_pledge__whole_debt__paid_to_the_exact_token_unit(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    before = house.held(house.seller)
    receipt = house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert receipt.event("PledgeReleased")["units"] == 60
    assert receipt.event("Credited")["amount"] == 50 * SCALE
    assert before - house.held(house.seller) == 50 * SCALE == house.waiting(house.financier)
    assert house.units(terms, house.seller) == FACE
    assert house.pledge_of(terms)["secured"] == 0
    had = house.held(house.financier)
    house.ok(house.financier, "withdraw_held", house.euro.address, house.financier, house.financier)
    assert house.held(house.financier) - had == 50 * SCALE


def test_redeem_pledge__proceeds_came__they_count_first(house: LifeHouse) -> None:
    """Half is paid: of 60 pledged units 30 came, so 20 of 50 are left to pay."""
    terms = house.pledged(60, 50, face=100)
    house.ok(house.debtor, "pay", terms, 50)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert house.waiting(house.financier) == 20 * SCALE
    assert house.proceeds(terms, house.financier) == 30
    assert house.proceeds(terms, house.seller) == 20


def test_redeem_pledge__all_secured_came_already__costs_nothing(house: LifeHouse) -> None:
    terms = house.pledged(60, 20, face=100)
    house.ok(house.debtor, "pay", terms, 50)
    before = house.held(house.seller)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert house.held(house.seller) == before
    assert house.proceeds(terms, house.financier) == 20
    assert house.proceeds(terms, house.seller) == 30


def test_redeem_pledge__called_and_over_but_not_foreclosed__still_possible(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    called = house.ok(house.financier, "call_pledge", house.id(terms), house.seller).timestamp
    house.at_second(called + 2 * TEN_DAYS)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    house.fails(PLEDGE, house.financier, "foreclose", house.id(terms), house.seller)


def test_redeem_pledge__asset_changed__in_the_one_in_force(house: LifeHouse) -> None:
    terms = house.graced()
    token = house.token()
    house.change_asset(terms, token.address, 7).require()
    house.pledged(60, 50, terms)
    before = house.held(house.seller, token)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert before - house.held(house.seller, token) == 350
    assert house.see("withdrawable", house.financier, token.address) == 350


def test_redeem_pledge__off_chain_claim__only_the_pledgee_can_release(house: LifeHouse) -> None:
    terms = house.pledged(60, 50, asset=ZERO_ADDRESS)
    house.fails("claim: off chain (OFF_CHAIN)", house.seller, "redeem_pledge", terms, house.financier)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)


@pytest.mark.parametrize(
    ("temper", "reason"),
    [(FALSE_RETURN, "tokens: answered false (STL1)"), (FEE, "tokens: not exact (STL2)")],
)
def test_redeem_pledge__hostile_token__refused_and_nothing_moved(
    house: LifeHouse, temper: int, reason: str
) -> None:
    token = house.token(temper)
    terms = house.pledged(60, 50, asset=token.address)
    house.fails(reason, house.seller, "redeem_pledge", terms, house.financier)
    assert house.pledge_of(terms) == {"units": 60, "secured": 50, "called_at": 0}


def test_redeem_pledge__pledgee_is_blocked_by_the_token__the_units_come_back_all_the_same(
    house: LifeHouse,
) -> None:
    token = house.token(BLOCKLIST)
    terms = house.pledged(60, 50, asset=token.address)
    house.ok(house.keeper, "block", house.financier, contract=token)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert house.units(terms, house.seller) == FACE
    assert house.see("withdrawable", house.financier, token.address) == 50 * SCALE


def test_redeem_pledge__token_calls_back__finds_the_lock(house: LifeHouse) -> None:
    token = house.token(CALLBACK)
    terms = house.pledged(60, 50, asset=token.address)
    again = house.claims.abi.function("share_proceeds", 3).encode(
        [house.id(terms), house.seller, house.financier]
    )
    house.ok(house.keeper, "arm", house.claims.address, again, False, contract=token)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    assert house.see("answer", contract=token) == 2


def test_redeem_pledge__held_pledgee__is_paid_where_the_hold_reaches(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.set_status(house.financier, HELD)
    house.ok(house.seller, "redeem_pledge", terms, house.financier)
    house.fails(
        "ledger: party is held (HELD)",
        house.financier,
        "withdraw_held",
        house.euro.address,
        house.financier,
        house.financier,
    )


def test_redeem_pledge__too_poor__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.ok(house.seller, "approve", house.claims.address, 50 * SCALE - 1, contract=house.euro)
    receipt = house.act(house.seller, "redeem_pledge", terms, house.financier)
    assert not receipt.ok
    assert house.pledge_of(terms)["units"] == 60


def test_redeem_pledge__nothing_pledged_or_by_others__refused(house: LifeHouse) -> None:
    terms = house.pledged(60, 50)
    house.fails(PLEDGE, house.financier, "redeem_pledge", terms, house.financier)
    house.fails(PLEDGE, house.seller, "redeem_pledge", terms, house.second_financier)
    house.fails(UNKNOWN, house.seller, "redeem_pledge", house.terms(), house.financier)
