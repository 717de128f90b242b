"""redirect: a court that the party named moves a held balance, seven days after its order (ACC12)."""

from __future__ import annotations

from tests.unit.documentary_credit.house import BLOCKLIST, DAY, ORDER, House, codes_of
from usance.chain.driver import Deployed

OWED = 54_150_00 * 10_000


def held(house: House) -> Deployed:
    """The beneficiary's parked money, the beneficiary HELD, the order of its court published."""
    token = house.token(BLOCKLIST)
    terms = house.issued(asset=token.address)
    statement = house.accepted(terms)
    house.ok(house.keeper, "block", house.beneficiary, contract=token)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.set_status(house.beneficiary, 2)
    house.ok(house.court, "publish_order", house.beneficiary, ORDER, contract=house.suite.registry)
    return token


def test_redirect__after_seven_days__moved(house: House) -> None:
    token = held(house)
    house.driver.set_time(house.driver.now() + 7 * DAY)
    receipt = house.ok(
        house.court, "redirect", house.beneficiary, token.address, 1_000, house.assignee, ORDER
    )
    assert codes_of(receipt) == ["Redirected"]
    assert house.held(house.assignee, token) == 1_000
    assert house.waiting(house.beneficiary, token) == OWED - 1_000


def test_redirect__a_second_early__refused(house: House) -> None:
    token = held(house)
    house.driver.set_time(house.driver.now() + 7 * DAY - 1)
    house.fails("ACC12", house.court, "redirect", house.beneficiary, token.address, 1, house.assignee, ORDER)


def test_redirect__by_another_or_above_the_balance__refused(house: House) -> None:
    token = held(house)
    house.driver.set_time(house.driver.now() + 8 * DAY)
    house.fails("COURT", house.keeper, "redirect", house.beneficiary, token.address, 1, house.assignee, ORDER)
    house.fails(
        "BALANCE",
        house.court,
        "redirect",
        house.beneficiary,
        token.address,
        OWED + 1,
        house.assignee,
        ORDER,
    )


def test_redirect__not_held__refused(house: House) -> None:
    token = held(house)
    house.driver.set_time(house.driver.now() + 8 * DAY)
    house.set_status(house.beneficiary, 1)
    house.fails(
        "NOT_HELD", house.court, "redirect", house.beneficiary, token.address, 1, house.assignee, ORDER
    )
