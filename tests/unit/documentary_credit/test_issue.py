"""issue: from here the bank is bound, and its cover is taken exactly."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DAY,
    EXPIRY,
    FALSE_RETURN,
    FEE,
    NO_RETURN,
    PLENTY,
    TODAY,
    House,
    codes_of,
)
from usance.codes import CreditStatus
from usance.terms import MAX_AMOUNT


def test_issue__covered__bound_and_cover_taken(house: House) -> None:
    """Issuing bank -> credit contract: 54,150.00 EUR."""
    terms = house.terms()
    receipt = house.ok(house.issuing_bank, "issue", terms)
    assert receipt.returned == house.id(terms)
    assert codes_of(receipt) == ["Issued"]
    assert receipt.event("Issued").args == {
        "credit": house.id(terms),
        "issuer": house.issuing_bank,
        "beneficiary": house.beneficiary,
        "terms": terms.as_dict(),
        "cover": 54_150_00,
    }
    assert house.state(terms) == {
        "status": CreditStatus.ISSUED,
        "amended": False,
        "apart": False,
        "silent": False,
        "advised": False,
        "confirmed": False,
        "open_sets": 0,
        "claims": 0,
        "drawn": 0,
        "cover": 54_150_00,
    }
    assert house.held(house.credit.address) == 54_150_00 * 10_000
    assert house.held(house.issuing_bank) == PLENTY - 54_150_00 * 10_000


def test_issue__uncovered__no_money_moves(house: House) -> None:
    terms = house.issued(cover_bps=0)
    assert house.state(terms)["cover"] == 0
    assert house.held(house.credit.address) == 0


@pytest.mark.parametrize(
    ("amount", "plus", "additional", "cover_bps", "cover"),
    [
        (101, 0, 0, 1, 1),  # 0.0101 of a unit is a whole one: up, for the payees
        (10_001, 0, 0, 5_000, 5_001),
        (10_000, 0, 0, 5_000, 5_000),
        (99, 1_000, 0, 10_000, 108),  # tolerance 9.9 is 9: down
        (99, 1_000, 7, 10_000, 115),
        (MAX_AMOUNT, 0, 0, 10_000, MAX_AMOUNT),
    ],
)
def test_issue__any_amount__cover_rounded_up_tolerance_down(
    house: House, amount: int, plus: int, additional: int, cover_bps: int, cover: int
) -> None:
    terms = house.terms(amount=amount, tolerance_plus=plus, additional_amount=additional, cover_bps=cover_bps)
    receipt = house.ok(house.issuing_bank, "issue", terms)
    assert receipt.event("Issued")["cover"] == cover
    assert house.state(terms)["cover"] == cover
    assert house.held(house.credit.address) == cover * 10_000


def test_issue__not_the_issuer_of_the_terms__refused(house: House) -> None:
    house.fails("NOT_PARTY", house.advising_bank, "issue", house.terms())


def test_issue__same_terms_twice__refused(house: House) -> None:
    terms = house.issued()
    house.fails("credit: issued before (EXISTS)", house.issuing_bank, "issue", terms)


def test_issue__closed_before__never_born_again(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("U6", house.issuing_bank, "issue", terms)
    assert house.state(terms)["status"] == CreditStatus.CLOSED


def test_issue__terms_the_rules_refuse__their_reason(house: House) -> None:
    house.fails("credit: bad terms (TERMS)", house.issuing_bank, "issue", house.terms(amount=0))


def test_issue__on_the_last_minute_of_the_expiry_day__works_and_a_second_later_not(house: House) -> None:
    terms, late = house.terms(), house.terms()
    house.at_last_second(EXPIRY)
    house.ok(house.issuing_bank, "issue", terms)
    house.at_first_second_after(EXPIRY)
    house.fails("credit: dates (U6)", house.issuing_bank, "issue", late)


def test_issue__three_equal_but_for_the_salt__live_apart(house: House) -> None:
    credits = [house.issued() for _ in range(3)]
    assert len({house.id(terms) for terms in credits}) == 3
    statement = house.accepted(credits[1])
    house.ok(house.issuing_bank, "honour", credits[1], statement)
    assert [house.state(terms)["cover"] for terms in credits] == [54_150_00, 0, 54_150_00]
    assert [house.state(terms)["drawn"] for terms in credits] == [0, 54_150_00, 0]
    # The statement says nothing of the credit, so the same one may be presented under another.
    house.ok(house.beneficiary, "present", credits[0], statement)
    house.fails("credit: set presented (LC9)", house.beneficiary, "present", credits[1], statement)


@pytest.mark.parametrize(("temper", "reason"), [(FALSE_RETURN, "STL1"), (FEE, "STL2")])
def test_issue__token_that_does_not_pay_exactly__nothing_born(house: House, temper: int, reason: str) -> None:
    terms = house.terms(asset=house.token(temper).address)
    house.fails(reason, house.issuing_bank, "issue", terms)
    assert house.state(terms)["status"] == 0


def test_issue__asset_without_code__refused_when_cover_moves(house: House) -> None:
    house.fails("tokens: no code (STL1)", house.issuing_bank, "issue", house.terms(asset=house.stranger))


def test_issue__token_that_answers_nothing__covered(house: House) -> None:
    token = house.token(NO_RETURN)
    house.issued(asset=token.address)
    assert house.held(house.credit.address, token) == 54_150_00 * 10_000


def test_issue__too_little_allowance__nothing_born(house: House) -> None:
    terms = house.terms()
    house.ok(house.issuing_bank, "approve", house.credit.address, 1, contract=house.euro)
    assert house.act(house.issuing_bank, "issue", terms).reason == "token: allowance"
    assert house.state(terms)["status"] == 0


def test_issue__token_calls_back_into_issue__locked_out(house: House) -> None:
    token = house.token(6)
    inner = house.terms(asset=token.address, cover_bps=0)
    data = house.credit.abi.function("expire").encode([inner])
    house.ok(house.keeper, "arm", house.credit.address, data, False, contract=token)
    house.issued(asset=token.address)
    assert house.see("answer", contract=token) == 2


def test_issue__bank_is_a_wallet__bound(house: House) -> None:
    terms = house.terms(issuer=house.wallet.address, cover_bps=0)
    house.execute("issue", terms).require()
    assert house.state(terms)["status"] == CreditStatus.ISSUED


def test_issue__longest_life_the_calendars_know__works_and_a_day_more_not(house: House) -> None:
    until = TODAY + 700 - 90
    house.issued(expiry_day=until)
    house.fails(
        "credit: (CALENDAR_NOT_LOADED)", house.issuing_bank, "issue", house.terms(expiry_day=until + 1)
    )


def test_issue__dirty_word_in_the_terms__refused(house: House) -> None:
    terms = house.terms(cover_bps=0)
    entry = house.credit.abi.function("issue")
    data = bytearray(entry.encode([terms]))
    data[4 + 32] = 1  # above the twenty bytes of the issuer's address
    receipt = house.driver.send_raw(house.credit.address, bytes(data), house.issuing_bank)
    assert not receipt.ok
    house.driver.set_time(house.driver.now() + DAY)
    assert house.ok(house.issuing_bank, "issue", terms).returned == house.id(terms)
