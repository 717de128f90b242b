"""negotiate: a bank buys a drawing, for at least what its payee asks, and claims the whole."""

from __future__ import annotations

import pytest

from tests.unit.credit_undertakings.promising import (
    AGENT,
    AMOUNT,
    DRAWN,
    LEGAL_STOP,
    NEGOTIATION,
    NOT_PARTY,
    OFF_CHAIN,
    PRICE,
    RECOURSE,
    SCALE,
    STATE,
    Promising,
)
from tests.unit.documentary_credit.house import BLOCKLIST, CALLBACK, REFUSING, TODAY, codes_of
from usance.calendars import day_of
from usance.codes import AvailableBy, SetStatus, Stage, TenorFrom
from usance.terms import ZERO_ADDRESS

# 60 days after 2026-03-02 is Labour Day; Shanghai is open again on the sixth.
IN_SHANGHAI = day_of("2026-05-06")


def test_negotiate__at_the_offer__payee_paid_and_bank_claims_the_whole(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, AMOUNT - 900)
    before = house.held(house.nominated_bank)
    receipt = house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT - 900, False)
    assert codes_of(receipt) == ["Negotiated"]
    assert receipt.event("Negotiated").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.nominated_bank,
        "price": AMOUNT - 900,
        "amount": AMOUNT,
        "due_day": IN_SHANGHAI,
        "recourse": False,
    }
    assert house.held(house.beneficiary) == (AMOUNT - 900) * SCALE
    assert before - house.held(house.nominated_bank) == (AMOUNT - 900) * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["amount"]) == (
        SetStatus.HONOURED,
        Stage.NOMINATED,
        AMOUNT,
    )
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"], credit["cover"]) == (AMOUNT, 1, 0, AMOUNT)
    assert house.undertaking(terms, statement) == (IN_SHANGHAI, 0)
    assert house.offer(terms, statement) == (AMOUNT - 900, False)


def test_negotiate__claim_on_the_issuing_bank__at_maturity(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.negotiated(terms, AMOUNT - 900)
    house.forwarded(terms, statement)
    receipt = house.ok(house.issuing_bank, "accept", terms, statement)
    assert receipt.event("Accepted")["due_day"] == IN_SHANGHAI
    house.at(IN_SHANGHAI)
    before = house.held(house.nominated_bank)
    house.ok(house.stranger, "honour", terms, statement)
    assert house.held(house.nominated_bank) - before == AMOUNT * SCALE


def test_negotiate__sight_credit__no_maturity(house: Promising) -> None:
    terms = house.issued(house.nominating(available_by=AvailableBy.NEGOTIATION))
    statement = house.accepted(terms, "nominated_bank")
    receipt = house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    assert receipt.event("Negotiated")["due_day"] == 0
    assert house.undertaking(terms, statement) == (0, 0)
    house.forwarded(terms, statement)
    due = house.ok(house.issuing_bank, "accept", terms, statement).event("Accepted")["due_day"]
    assert due == TODAY + 1


def test_negotiate__tenor_from_a_draft__maturity_of_its_day(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable(tenor_from=TenorFrom.DRAFT, tenor_days=30)))
    statement = house.negotiated(terms, tenor_day=TODAY - 1)
    assert house.undertaking(terms, statement) == (day_of("2026-03-31"), 0)


@pytest.mark.parametrize(
    ("least", "price", "fits"),
    [
        (0, AMOUNT, True),
        (0, AMOUNT - 1, False),
        (0, AMOUNT + 1, False),
        (100, 100, True),
        (100, 99, False),
        (100, AMOUNT, True),
        (100, AMOUNT + 1, False),
    ],
)
def test_negotiate__price__from_the_offer_to_the_whole(
    house: Promising, least: int, price: int, fits: bool
) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    if least:
        house.offered(terms, statement, least)
    act = (house.nominated_bank, "negotiate", terms, statement, price, False)
    if fits:
        house.ok(*act)
        assert house.held(house.beneficiary) == price * SCALE
    else:
        house.fails(PRICE, *act)


def test_negotiate__less_available_than_offered_for__no_deal(house: Promising) -> None:
    """The payee asked so much for the whole of what is drawn; it is not paid more than that."""
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, 100)
    house.negotiated(terms, AMOUNT - 99, amount=AMOUNT - 99)
    house.fails(PRICE, house.nominated_bank, "negotiate", terms, statement, 99, False)
    house.offered(terms, statement, 90)
    receipt = house.ok(house.nominated_bank, "negotiate", terms, statement, 95, False)
    assert receipt.event("Negotiated")["amount"] == 99


def test_negotiate__nothing_available__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    house.negotiated(terms)
    statement = house.accepted(terms, "nominated_bank", documents=b"another".ljust(32, b"\0"))
    house.fails(DRAWN, house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__others__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    for somebody in (house.issuing_bank, house.stranger, house.beneficiary):
        house.fails(NOT_PARTY, somebody, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__other_credits__undertakings_are_bought_not_negotiated(house: Promising) -> None:
    for changes in ({}, house.usance()):
        terms = house.issued(house.nominating(**changes))
        statement = house.accepted(terms, "nominated_bank")
        house.fails(NEGOTIATION, house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__state__after_a_finding_and_once(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.received(terms, "nominated_bank")
    house.fails(STATE, house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    house.ok(house.nominated_bank, "accept", terms, statement)
    house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    house.fails(STATE, house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__at_the_issuing_bank__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms)
    house.fails(STATE, house.issuing_bank, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__off_chain__refused(house: Promising) -> None:
    words = house.negotiable(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    terms = house.issued(house.nominating(**words))
    statement = house.accepted(terms, "nominated_bank")
    house.fails(OFF_CHAIN, house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)


# --- recourse ---


def test_negotiate__with_recourse__as_offered_and_reserved(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, 400, True)
    before = house.reserved(house.beneficiary)
    receipt = house.ok(house.nominated_bank, "negotiate", terms, statement, 500, True)
    assert receipt.event("Negotiated")["recourse"]
    assert house.reserved(house.beneficiary) - before == 500
    assert house.offer(terms, statement) == (500, True)


def test_negotiate__with_recourse__not_unless_offered(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.fails(RECOURSE, house.nominated_bank, "negotiate", terms, statement, AMOUNT, True)
    house.offered(terms, statement)
    house.fails(RECOURSE, house.nominated_bank, "negotiate", terms, statement, AMOUNT, True)
    house.offered(terms, statement, AMOUNT, True)
    house.offered(terms, statement, 0, True)
    house.fails(RECOURSE, house.nominated_bank, "negotiate", terms, statement, AMOUNT, True)


def test_negotiate__recourse_offered__bank_may_do_without(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, AMOUNT, True)
    house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    assert house.offer(terms, statement) == (AMOUNT, False)


def test_negotiate__with_recourse_without_authority__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, AMOUNT, True)
    house.cap(house.beneficiary, AMOUNT - 1)
    house.fails(AGENT, house.nominated_bank, "negotiate", terms, statement, AMOUNT, True)
    house.cap(house.beneficiary, AMOUNT)
    house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, True)


def test_negotiate__confirming_bank__for_what_it_is_bound_without_recourse(house: Promising) -> None:
    terms = house.confirmed(**house.negotiable())
    statement = house.accepted(terms, "confirming_bank")
    house.offered(terms, statement, AMOUNT - 1, True)
    house.fails(RECOURSE, house.confirming_bank, "negotiate", terms, statement, AMOUNT, True)
    house.ok(house.confirming_bank, "negotiate", terms, statement, AMOUNT - 1, False)
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"], credit["open_sets"]) == (AMOUNT, 1, 0)


def test_negotiate__confirming_bank_precluded__still_may(house: Promising) -> None:
    terms = house.confirmed(**house.negotiable())
    statement = house.precluded(terms, "confirming_bank")
    house.ok(house.confirming_bank, "negotiate", terms, statement, AMOUNT, False)


def test_negotiate__confirming_bank_bound_for_nothing__refused(house: Promising) -> None:
    terms = house.confirmed(**house.negotiable())
    house.accepted(terms, "confirming_bank")
    late = house.precluded(terms, "confirming_bank", documents=b"another".ljust(32, b"\0"))
    house.fails(STATE, house.confirming_bank, "negotiate", terms, late, 0, False)


def test_negotiate__legal_stop__waits(house: Promising) -> None:
    terms = house.confirmed(**house.negotiable())
    statement = house.accepted(terms, "confirming_bank")
    house.stop(terms, statement, 1, "confirming_bank")
    house.fails(LEGAL_STOP, house.confirming_bank, "negotiate", terms, statement, AMOUNT, False)
    house.ok(house.confirming_bank, "lift_stop", terms, statement)
    house.ok(house.confirming_bank, "negotiate", terms, statement, AMOUNT, False)


# --- payees and tokens ---


def test_negotiate__payee_that_cannot_receive__has_a_balance(house: Promising) -> None:
    token = house.token(BLOCKLIST)
    terms = house.issued(house.nominating(**house.negotiable(asset=token.address)))
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.keeper, "block", house.beneficiary, contract=token)
    house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    assert house.waiting(house.beneficiary, token) == AMOUNT * SCALE


def test_negotiate__hostile_payee_of_a_calling_token__meets_the_lock(house: Promising) -> None:
    token = house.token(CALLBACK)
    payee = house.hostile(REFUSING)
    terms = house.issued(house.nominating(**house.negotiable(asset=token.address)))
    statement = house.accepted(terms, "nominated_bank", pay_to=payee.address)
    data = house.credit.abi.function("forward", 2).encode([terms, statement])
    house.ok(house.keeper, "arm", house.credit.address, data, False, contract=token)
    house.ok(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False)
    assert house.see("answer", contract=token) == 2
    assert house.held(payee.address, token) == AMOUNT * SCALE


def test_negotiate__bank_without_money__nothing_happens(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "approve", house.credit.address, 0, contract=house.euro)
    assert not house.act(house.nominated_bank, "negotiate", terms, statement, AMOUNT, False).ok
    assert house.set_state(terms, statement)["status"] == SetStatus.COMPLYING
    assert house.state(terms)["drawn"] == 0
