"""close: after the closing day, never over an open set; cover goes back to the issuing bank."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    BLOCKLIST,
    EXPIRY,
    EXPIRY_MONDAY,
    PLENTY,
    House,
    codes_of,
)
from usance.codes import CreditStatus, Disposal, Exclusion

NOT_OVER = "credit: not over (U6)"


def test_close__after_the_closing_day__cover_back(house: House) -> None:
    """Cover 541.50 -> issuing bank."""
    terms = house.issued()
    house.at_last_second(EXPIRY + 30)
    house.fails(NOT_OVER, house.issuing_bank, "close", terms)
    house.at_first_second_after(EXPIRY + 30)
    receipt = house.ok(house.stranger, "close", terms)
    assert codes_of(receipt) == ["Closed"]
    assert receipt.event("Closed").args == {"credit": house.id(terms), "cover_returned": 54_150_00}
    assert house.held(house.issuing_bank) == PLENTY
    credit = house.state(terms)
    assert (credit["status"], credit["cover"]) == (CreditStatus.CLOSED, 0)


def test_close__expired_first__same(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "expire", terms)
    assert house.ok(house.stranger, "close", terms).event("Closed")["cover_returned"] == 54_150_00


@pytest.mark.parametrize("finding", ["received", "accepted", "precluded"])
def test_close__open_set__cover_stays(house: House, finding: str) -> None:
    terms = house.issued()
    house.at(EXPIRY - 2)
    getattr(house, finding)(terms)
    house.at(EXPIRY + 31)
    house.fails("credit: open set (OPEN_SET)", house.issuing_bank, "close", terms)


def test_close__documents_that_have_to_go_back__cover_stays(house: House) -> None:
    terms = house.issued()
    house.refused(terms, Disposal.RETURN)
    house.at(EXPIRY + 31)
    house.fails("credit: open set (OPEN_SET)", house.issuing_bank, "close", terms)


@pytest.mark.parametrize("finding", ["presented", "refused"])
def test_close__set_that_binds_nobody__closes(house: House, finding: str) -> None:
    terms = house.issued()
    getattr(house, finding)(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)


def test_close__confirming_banks_open_set__cover_stays(house: House) -> None:
    terms = house.confirmed()
    house.received(terms, "confirming_bank")
    house.at(EXPIRY + 31)
    house.fails("OPEN_SET", house.issuing_bank, "close", terms)


def test_close__drawn_out_and_paid__issuing_bank_at_once(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.fails("OPEN_SET", house.issuing_bank, "close", terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.fails(NOT_OVER, house.stranger, "close", terms)
    receipt = house.ok(house.issuing_bank, "close", terms)
    assert receipt.event("Closed")["cover_returned"] == 0


def test_close__one_unit_left_to_draw__not_before_the_closing_day(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms, amount=54_149_99)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.fails(NOT_OVER, house.issuing_bank, "close", terms)


@pytest.mark.parametrize("state", ["paid", "forwarded", "acknowledged"])
def test_close__claim_not_paid_back__ninety_days_more_for_everybody(house: House, state: str) -> None:
    terms = house.issued(house.nominating(exclusions=int(Exclusion.ART16F_OFF)))
    statement = house.accepted(terms, "nominated_bank", amount=100)
    house.ok(house.nominated_bank, "honour", terms, statement)
    if state != "paid":
        house.ok(house.nominated_bank, "forward", terms, statement)
    if state == "acknowledged":
        house.acknowledge(terms, statement, "issuing_bank")
    for day in (EXPIRY + 30, EXPIRY + 30 + 89):
        house.at_first_second_after(day)
        house.fails(NOT_OVER, house.stranger, "close", terms)
    house.at_last_second(EXPIRY + 30 + 90)
    house.fails(NOT_OVER, house.issuing_bank, "close", terms)
    house.at_first_second_after(EXPIRY + 30 + 90)
    assert house.ok(house.stranger, "close", terms).event("Closed")["cover_returned"] == 54_150_00


def test_close__claim_paid_back__no_day_more(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank", amount=100)
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.at_first_second_after(EXPIRY + 30)
    house.ok(house.stranger, "close", terms)


def test_close__twice__refused(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("credit: closed (CLOSED)", house.issuing_bank, "close", terms)


def test_close__issuing_bank_blocked_by_the_token__its_cover_waits(house: House) -> None:
    token = house.token(BLOCKLIST)
    terms = house.issued(asset=token.address)
    house.ok(house.keeper, "block", house.issuing_bank, contract=token)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    assert house.waiting(house.issuing_bank, token) == 54_150_00 * 10_000


def test_close__while_stopped_and_insolvent__cover_back(house: House) -> None:
    terms = house.issued()
    house.set_status(house.issuing_bank, 3)
    house.at(EXPIRY + 31)
    house.ok(house.guardian, "pause")
    house.ok(house.stranger, "close", terms)


def test_close__no_closing_days__on_the_day_after_the_expiry_day(house: House) -> None:
    terms = house.issued(expiry_day=EXPIRY_MONDAY, closing_days=0)
    house.at_last_second(EXPIRY_MONDAY)
    house.fails(NOT_OVER, house.stranger, "close", terms)
    house.at_first_second_after(EXPIRY_MONDAY)
    house.ok(house.stranger, "close", terms)


def test_close__three_equal_credits__each_its_own_cover(house: House) -> None:
    credits = [house.issued() for _ in range(3)]
    house.at(EXPIRY + 31)
    for number, terms in enumerate(credits, 1):
        house.ok(house.stranger, "close", terms)
        assert house.held(house.credit.address) == (3 - number) * 54_150_00 * 10_000


def test_close__unknown__refused(house: House) -> None:
    house.fails("credit: unknown (UNKNOWN)", house.stranger, "close", house.terms())
