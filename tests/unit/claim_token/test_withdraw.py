"""withdraw, retire, collect, the held balance: who gets what, to the unit."""

from __future__ import annotations

import pytest

from tests.unit.claim_token.house import FACE, SCALE, TODAY, ClaimHouse
from usance.codes_claims import ClaimStatus, SubAccount
from usance.terms import ZERO_ADDRESS

HELD, ACTIVE = 2, 1
WEEK = 7 * 86_400
ORDER = b"order".ljust(32, b"\0")
BLOCKLIST = 4


def test_withdraw__payment_belongs_to_who_held_then(house: ClaimHouse) -> None:
    """1,000 paid before the sale is the seller's, 1,000 after it the financier's."""
    terms = house.accepted(face=4_000)
    house.ok(house.debtor, "pay", terms, 1_000)
    house.sent(terms, house.seller, house.financier, 4_000)
    house.ok(house.debtor, "pay", terms, 1_000)
    for account in (house.seller, house.financier):
        before = house.held(account)
        receipt = house.ok(account, "withdraw", terms, account, account)
        assert receipt.returned == 1_000
        assert receipt.event("ProceedsWithdrawn").args == {
            "claim": house.id(terms),
            "account": account,
            "to": account,
            "amount": 1_000,
        }
        assert house.held(account) - before == 1_000 * SCALE
    assert house.state(terms)["pot"] == 0


def test_withdraw__fractions_stay_their_owners_own(house: ClaimHouse) -> None:
    """Three holders of a third each of 10: 3, 3, 3, and the rest when the rest is paid."""
    terms = house.accepted(face=3)
    for holder in (house.supplier, house.second_supplier):
        house.sent(terms, house.seller, holder, 1)
    holders = (house.seller, house.supplier, house.second_supplier)
    house.ok(house.debtor, "pay", terms, 2)
    assert [house.proceeds(terms, one) for one in holders] == [0, 0, 0]
    house.fails("claim: nothing (NOTHING)", house.seller, "withdraw", terms, house.seller, house.seller)
    house.ok(house.debtor, "pay", terms, 1)
    assert [house.ok(one, "withdraw", terms, one, one).returned for one in holders] == [1, 1, 1]
    assert house.state(terms)["pot"] == 0


def test_withdraw__one_unit_at_a_time__gains_nothing(house: ClaimHouse) -> None:
    """A rounded figure carried along with transfers would be exploitable; the exact one is not."""
    terms = house.accepted(face=7)
    house.ok(house.debtor, "pay", terms, 3)
    for _ in range(7):
        house.sent(terms, house.seller, house.supplier, 1)
        house.sent(terms, house.supplier, house.seller, 1)
    assert house.proceeds(terms, house.seller) == 3
    assert house.proceeds(terms, house.supplier) == 0


def test_withdraw__to_another_address__by_the_account_alone(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, 100)
    args = (terms, house.seller, house.stranger)
    house.fails("ledger: only to the party (LC12)", house.stranger, "withdraw", *args)
    before = house.held(house.stranger)
    house.ok(house.seller, "withdraw", *args)
    assert house.held(house.stranger) - before == 100 * SCALE


def test_withdraw__for_another__goes_to_the_account(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, 100)
    before = house.held(house.seller)
    house.ok(house.stranger, "withdraw", terms, house.seller, house.seller)
    assert house.held(house.seller) - before == 100 * SCALE


def test_withdraw__to_nobody_or_the_contract__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, 100)
    for to in (ZERO_ADDRESS, house.claims.address):
        house.fails("ledger: no such payee (PAYEE)", house.seller, "withdraw", terms, house.seller, to)


def test_withdraw__payee_blocked__others_are_paid_and_it_names_another_address(house: ClaimHouse) -> None:
    token = house.token(BLOCKLIST)
    terms = house.accepted(asset=token.address)
    house.sent(terms, house.seller, house.financier, FACE // 2)
    house.ok(house.debtor, "pay", terms, FACE)
    house.ok(house.keeper, "block", house.seller, contract=token)
    assert not house.act(house.seller, "withdraw", terms, house.seller, house.seller).ok
    house.ok(house.financier, "withdraw", terms, house.financier, house.financier)
    house.ok(house.seller, "withdraw", terms, house.seller, house.supplier)
    assert house.state(terms)["pot"] == 0


def test_withdraw__held_account__waits_and_a_court_may_move_it(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, 1_000)
    house.set_status(house.seller, HELD)
    receipt = house.ok(house.seller, "withdraw", terms, house.seller, house.stranger)
    assert receipt.event("ProceedsWithdrawn")["to"] == house.claims.address
    euro = house.euro.address
    assert house.see("withdrawable", house.seller, euro) == 1_000 * SCALE == house.see("owed", euro)
    args = (euro, house.seller, house.seller)
    house.fails("ledger: party is held (HELD)", house.seller, "withdraw_held", *args)
    house.ok(house.court, "publish_order", house.seller, ORDER, contract=house.suite.registry)
    move = (house.seller, euro, 400 * SCALE, house.supplier, ORDER)
    house.fails("ACC12", house.court, "redirect", *move)
    house.at_second(house.driver.now() + WEEK)
    house.ok(house.court, "redirect", *move)
    house.set_status(house.seller, ACTIVE)
    assert house.ok(house.seller, "withdraw_held", *args).returned == 600 * SCALE


def test_withdraw__unknown_claim__refused(house: ClaimHouse) -> None:
    house.fails("UNKNOWN", house.seller, "withdraw", house.terms(), house.seller, house.seller)


# --- giving up ---


def test_retire__debtor_owes_less_and_nobody_else_is_touched(house: ClaimHouse) -> None:
    terms = house.accepted(face=100)
    house.sent(terms, house.seller, house.supplier, 40)
    house.ok(house.debtor, "pay", terms, 50)
    receipt = house.ok(house.supplier, "retire", house.id(terms), 40)
    assert receipt.event("Retired").args == {
        "claim": house.id(terms),
        "account": house.supplier,
        "units": 40,
        "reason": 1,
        "outstanding": 30,
    }
    assert house.proceeds(terms, house.supplier) == 20
    assert house.ok(house.debtor, "pay", terms, 100).returned == 30
    assert house.proceeds(terms, house.seller) == 60


def test_retire__everything__nothing_is_owed(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.seller, "retire", house.id(terms), FACE)
    assert house.state(terms)["status"] == ClaimStatus.PAID


def test_retire__without_units_nothing_or_held__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.fails("INSUFFICIENT_UNITS", house.stranger, "retire", house.id(terms), 1)
    house.fails("claim: nothing (NOTHING)", house.seller, "retire", house.id(terms), 0)
    house.set_status(house.seller, HELD)
    house.fails("ledger: party is held (HELD)", house.seller, "retire", house.id(terms), 1)


def test_retire__paid_claim__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, FACE)
    house.fails("claim: state (STATE)", house.seller, "retire", house.id(terms), 1)


# --- parked units ---


@pytest.mark.parametrize("kind", [1, 2])
def test_collect__units_and_the_money_paid_meanwhile(house: ClaimHouse, kind: int) -> None:
    """A payee whose hook refuses collects to another address; what was paid meanwhile is its own."""
    party = house.hostile(kind)
    house.ok(house.issuing_bank, "authorise", house.financier, 2**100, house.driver.now() + 10_000)
    terms = house.terms(
        kind=5, creditor=party.address, debtor=house.issuing_bank, fingerprint=bytes(32), due_day=TODAY
    )
    receipt = house.ok(house.financier, "bear", terms)
    assert receipt.event("Parked")["units"] == FACE
    parked = house.sub(SubAccount.PARKED, party.address, party.address)
    assert house.units(terms, parked) == FACE
    house.ok(house.issuing_bank, "pay", terms, 1_000)
    data = house.claims.abi.function("collect", 2).encode([house.id(terms), house.supplier])
    receipt = house.ok(house.wallet_owner, "execute", house.claims.address, data, contract=party)
    assert receipt.event("Collected").args == {
        "claim": house.id(terms),
        "owner": party.address,
        "to": house.supplier,
        "units": FACE,
    }
    assert house.units(terms, house.supplier) == FACE
    assert house.proceeds(terms, party.address) == 1_000
    assert house.proceeds(terms, house.supplier) == 0


def test_collect__nothing_parked__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.fails("INSUFFICIENT_UNITS", house.seller, "collect", house.id(terms), house.seller)


def test_withdraw__for_a_sub_account__refused_the_money_waits(house: ClaimHouse) -> None:
    """No key is known for it: what is sent there would be lost for good."""
    terms = house.accepted()
    house.ok(house.seller, "pledge", house.id(terms), house.financier, FACE, FACE)
    house.ok(house.debtor, "pay", terms, 1_000)
    pledged = house.sub(SubAccount.PLEDGED, house.seller, house.financier)
    house.fails("ledger: no such payee (PAYEE)", house.stranger, "withdraw", terms, pledged, pledged)
    house.ok(house.stranger, "withdraw", terms, house.financier, house.financier)
    assert house.state(terms)["pot"] == 0
