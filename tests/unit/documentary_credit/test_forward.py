"""forward: another bank sends the set on, or claims what it paid (U6, U8)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    EXPIRY,
    EXPIRY_MONDAY,
    NOTICE,
    SHANGHAI,
    TODAY,
    House,
    codes_of,
)
from usance.codes import Mark, SetStatus, Stage

STATE = "credit: state (STATE)"


@pytest.mark.parametrize("finding", ["received", "accepted"])
def test_forward__nominated_bank__issuers_turn_and_its_own_clock(house: House, finding: str) -> None:
    terms = house.issued(house.nominating())
    statement = getattr(house, finding)(terms, "nominated_bank")
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert codes_of(receipt) == ["Forwarded"]
    assert receipt.event("Forwarded").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.nominated_bank,
        "claim": False,
    }
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"], state["received"]) == (
        SetStatus.PRESENTED,
        Stage.ISSUER,
        False,
    )
    assert (state["received_day"], state["last_day"], state["due_day"]) == (0, 0, 0)
    house.at(TODAY + 3)
    house.acknowledge(terms, statement, "issuing_bank")
    assert house.last_day(terms, statement) == TODAY + 10


def test_forward__in_time_at_the_nominated_bank__in_time_for_good(house: House) -> None:
    terms = house.issued(house.nominating())
    house.at(EXPIRY - 2, 10, SHANGHAI)
    statement = house.received(terms, "nominated_bank", shipment_day=EXPIRY - 20)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.at(EXPIRY + 10)
    receipt = house.acknowledge(terms, statement, "issuing_bank")
    assert receipt.event("Acknowledged")["marks"] == 0


def test_forward__late_at_the_nominated_bank__late_for_good(house: House) -> None:
    terms = house.issued(house.nominating())
    house.at(EXPIRY_MONDAY + 1, 10, SHANGHAI)
    statement = house.received(terms, "nominated_bank")
    house.ok(house.nominated_bank, "forward", terms, statement)
    receipt = house.acknowledge(terms, statement, "issuing_bank")
    assert receipt.event("Acknowledged")["marks"] == Mark.AFTER_EXPIRY


@pytest.mark.parametrize("bank", ["nominated_bank", "confirming_bank"])
def test_forward__bank_that_honoured__claims_what_it_paid(house: House, bank: str) -> None:
    """Bank -> beneficiary 541.50; later cover -> bank 541.50."""
    terms = house.confirmed(nominated=house.nominated_bank, nominated_place=SHANGHAI)
    statement = house.accepted(terms, bank, amount=541_50)
    house.ok(statement.bank, "honour", terms, statement)
    before = house.held(statement.bank)
    receipt = house.ok(statement.bank, "forward", terms, statement)
    assert receipt.event("Forwarded")["claim"] is True
    state = house.set_state(terms, statement)
    assert (state["claim"], state["amount"], state["stage"]) == (True, 541_50, Stage.ISSUER)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.state(terms)["drawn"] == 541_50
    paid = house.ok(house.issuing_bank, "honour", terms, statement)
    assert paid.event("Honoured")["payee"] == statement.bank
    assert house.held(statement.bank) - before == 541_50 * 10_000
    assert house.state(terms)["claims"] == 0
    house.fails(STATE, statement.bank, "forward", terms, statement)


@pytest.mark.parametrize("finding", ["received", "accepted", "refused", "precluded"])
def test_forward__confirming_bank_that_has_not_paid__must_answer_itself(house: House, finding: str) -> None:
    terms = house.confirmed()
    statement = getattr(house, finding)(terms, bank="confirming_bank")
    house.fails(STATE, house.confirming_bank, "forward", terms, statement)


def test_forward__not_received__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.presented(terms, "nominated_bank")
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)


def test_forward__refused_by_the_nominated_bank__goes_back_not_on(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.refused(terms, bank="nominated_bank")
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)


def test_forward__at_the_issuer_already__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)
    own = house.received(terms)
    house.fails(STATE, house.issuing_bank, "forward", terms, own)
    # Honoured by the issuing bank, there is nobody left to claim from.
    house.ok(house.issuing_bank, "accept", terms, own)
    house.ok(house.issuing_bank, "honour", terms, own)
    house.fails(STATE, house.issuing_bank, "forward", terms, own)


def test_forward__by_another__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.fails("credit: not your act (NOT_PARTY)", house.issuing_bank, "forward", terms, statement)


@pytest.mark.parametrize("claim", [False, True])
def test_forward__is_presented_to_the_issuing_bank_then(house: House, claim: bool) -> None:
    """No receipt of the issuing bank lies before the second in which the set was sent on."""
    terms = house.issued(house.nominating(delivery_agent=house.delivery_agent))
    statement = house.accepted(terms, "nominated_bank")
    first = house.set_state(terms, statement)["presented_at"]
    if claim:
        house.ok(house.nominated_bank, "honour", terms, statement)
    house.at(TODAY + 9)
    receipt = house.ok(house.nominated_bank, "forward", terms, statement)
    assert house.set_state(terms, statement)["presented_at"] == receipt.timestamp > first
    house.at(TODAY + 10)
    early = ("credit: day of receipt (U14)", house.issuing_bank, "acknowledge", terms, statement)
    house.fails(*early, TODAY + 8)
    house.ok(house.delivery_agent, "attest_delivery", terms, statement, first)
    assert house.set_state(terms, statement)["received_day"] == TODAY + 9


def test_forward__claim_refused_by_the_issuer__still_a_claim_and_not_sent_again(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "honour", terms, statement)
    assert house.state(terms)["claims"] == 1
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    assert house.state(terms)["claims"] == 1
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    assert house.state(terms)["claims"] == 1
    house.fails(STATE, house.nominated_bank, "forward", terms, statement)


def test_forward__claim_the_issuer_is_silent_on__precluded_and_paid_from_cover(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.at_first_second_after(house.last_day(terms, statement))
    receipt = house.ok(house.stranger, "preclude", terms, statement)
    assert receipt.event("Precluded")["amount"] == 54_150_00
    house.at(receipt.event("Precluded")["due_day"])
    before = house.held(house.nominated_bank)
    house.ok(house.stranger, "honour", terms, statement)
    assert house.held(house.nominated_bank) - before == 54_150_00 * 10_000
    assert house.state(terms) == house.state(terms) | {"cover": 0, "claims": 0, "open_sets": 0}
