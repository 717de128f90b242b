"""withdraw: what a payee could not receive waits for it, and nobody can stop it (LC12)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import BLOCKLIST, House, codes_of
from usance.chain.driver import Deployed

OWED = 54_150_00 * 10_000


def parked(house: House) -> Deployed:
    """Cover of an honoured set, parked for a beneficiary that the token blocked."""
    token = house.token(BLOCKLIST)
    terms = house.issued(asset=token.address)
    statement = house.accepted(terms)
    house.ok(house.keeper, "block", house.beneficiary, contract=token)
    house.ok(house.issuing_bank, "honour", terms, statement)
    return token


def test_withdraw__party_itself__to_any_address(house: House) -> None:
    token = parked(house)
    receipt = house.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.assignee)
    assert codes_of(receipt) == ["Withdrawn"]
    assert receipt.returned == OWED
    assert house.held(house.assignee, token) == OWED
    assert house.waiting(house.beneficiary, token) == 0
    assert house.see("owed", token.address) == 0


def test_withdraw__stranger__only_to_the_party(house: House) -> None:
    token = parked(house)
    house.ok(house.keeper, "unblock", house.beneficiary, contract=token)
    house.fails("LC12", house.stranger, "withdraw", token.address, house.beneficiary, house.stranger)
    house.ok(house.stranger, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert house.held(house.beneficiary, token) == OWED


def test_withdraw__twice__nothing_left(house: House) -> None:
    token = parked(house)
    house.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.assignee)
    house.fails("BALANCE", house.beneficiary, "withdraw", token.address, house.beneficiary, house.assignee)


def test_withdraw__held__waits(house: House) -> None:
    token = parked(house)
    house.set_status(house.beneficiary, 2)
    house.fails("HELD", house.beneficiary, "withdraw", token.address, house.beneficiary, house.assignee)


@pytest.mark.parametrize("status", [3, 4])
def test_withdraw__insolvent_or_removed_and_stopped__works(house: House, status: int) -> None:
    token = parked(house)
    house.set_status(house.beneficiary, status)
    house.ok(house.guardian, "pause")
    house.ok(house.beneficiary, "withdraw", token.address, house.beneficiary, house.assignee)


def test_withdraw__still_blocked__fails_and_stays(house: House) -> None:
    token = parked(house)
    receipt = house.act(house.beneficiary, "withdraw", token.address, house.beneficiary, house.beneficiary)
    assert receipt.reason == "token: blocked"
    assert house.waiting(house.beneficiary, token) == OWED
