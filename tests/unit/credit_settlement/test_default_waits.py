"""default_ under a legal stop, under an assertion of payment, and with a bank that confirmed silently."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_settlement.house import (
    AMOUNT,
    NOT_DUE,
    SLIP,
    WIRE,
    confirms,
    paper,
    paper_confirmed,
    says,
)
from tests.unit.documentary_credit.house import DUBAI, TODAY, House
from usance.codes import SetStatus, Stage
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

STOPPED = "credit: legal stop (LEGAL_STOP)"
# A finding of Monday is due on Tuesday.
DUE = TODAY + 1


def stop(
    house: House, terms: Credit, statement: Presentation, amount: int, until: int, order: str = "a"
) -> None:
    reference = order.encode().ljust(32, b"\0")
    house.ok(house.issuing_bank, "stop", terms, statement, amount, SLIP, reference, until)


def default(house: House, terms: Credit, statement: Presentation) -> Any:
    return house.ok(house.stranger, "default_", terms, statement)


# --- legal stops ---


def test_default__whole_amount_stopped__waits(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    stop(house, terms, statement, AMOUNT, TODAY + 10)
    house.at_last_second(TODAY + 10)
    house.fails(STOPPED, house.stranger, "default_", terms, statement)
    house.at_first_second_after(TODAY + 10)
    default(house, terms, statement)


def test_default__stop_that_ends_on_the_due_day__was_never_there(house: House) -> None:
    """Overdue, with interest, from the due day."""
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    stop(house, terms, statement, AMOUNT, DUE)
    house.at_first_second_after(DUE)
    receipt = default(house, terms, statement)
    assert receipt.event("ClaimBorn")["face"] == AMOUNT
    assert house.set_state(terms, statement)["due_day"] == DUE


def test_default__part_stopped__the_rest_fails_now_and_the_part_later(house: House) -> None:
    """Two claims on one set: 100 of 54,150.00 wait, then fail as well."""
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    stop(house, terms, statement, 100, TODAY + 20)
    house.at_first_second_after(DUE)
    first = default(house, terms, statement)
    assert first.event("Defaulted")["amount"] == AMOUNT - 100
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"], state["stage"]) == (SetStatus.COMPLYING, 100, Stage.ISSUER)
    assert house.state(terms)["open_sets"] == 1
    house.fails(STOPPED, house.stranger, "default_", terms, statement)
    house.at(TODAY + 21)
    second = default(house, terms, statement)
    assert second.event("Defaulted")["amount"] == 100
    assert first.returned != second.returned
    assert house.set_state(terms, statement)["status"] == SetStatus.DEFAULTED
    assert house.state(terms)["open_sets"] == 0
    for receipt in (first, second):
        assert receipt.event("ClaimBorn")["debtor"] == house.issuing_bank
    claims = house.suite.claim
    owed = [house.see("outstanding", one.returned, contract=claims) for one in (first, second)]
    assert owed == [AMOUNT - 100, 100]


def test_default__ever_less_stopped__a_claim_for_each_part(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    found = []
    for amount, order in ((300, "a"), (20, "b"), (1, "c")):
        stop(house, terms, statement, amount, house.today() + 20, order)
        house.at(house.today() + 3)
        found.append(default(house, terms, statement))
    house.at(house.today() + 30)
    found.append(default(house, terms, statement))
    assert [receipt.event("Defaulted")["amount"] for receipt in found] == [AMOUNT - 300, 280, 19, 1]
    assert len({receipt.returned for receipt in found}) == 4


def test_default__part_stopped_then_honoured_in_part_then_the_rest_fails(house: House) -> None:
    """Honour pays what is free, default takes nothing under the stop, the lapse leaves the rest to fail."""
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms)
    stop(house, terms, statement, 100, TODAY + 5)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.set_state(terms, statement)["amount"] == 100
    house.at_first_second_after(DUE)
    house.fails(STOPPED, house.stranger, "default_", terms, statement)
    house.at_first_second_after(TODAY + 5)
    receipt = default(house, terms, statement)
    assert receipt.event("Defaulted")["amount"] == 100


@pytest.mark.parametrize("stopped", [100, AMOUNT - 1])
def test_default__part_stopped_under_cover__cover_pays_what_is_free(house: House, stopped: int) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stop(house, terms, statement, stopped, TODAY + 20)
    house.at_first_second_after(DUE)
    receipt = default(house, terms, statement)
    assert receipt.returned == ZERO_HASH
    honoured = receipt.event("Honoured")
    assert (honoured["from_cover"], honoured["outstanding"]) == (AMOUNT - stopped, stopped)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.COMPLYING, stopped)
    assert house.state(terms)["cover"] == stopped
    house.ok(house.issuing_bank, "lift_stop", terms, statement)
    house.ok(house.stranger, "honour", terms, statement)
    assert house.held(house.beneficiary) == AMOUNT * terms.asset_scale


def test_default__part_stopped_at_the_confirming_bank__it_stays_bound_for_it(house: House) -> None:
    """The rest is a claim on it; what was stopped it pays later, and claims from the issuing bank."""
    terms = house.confirmed(cover_bps=0)
    statement = house.accepted(terms, "confirming_bank")
    order = [100, SLIP, WIRE, TODAY + 20]
    house.ok(house.confirming_bank, "stop", terms, statement, *order)
    house.at_first_second_after(house.set_state(terms, statement)["due_day"], DUBAI)
    receipt = default(house, terms, statement)
    born = receipt.event("ClaimBorn")
    assert (born["debtor"], born["surety"], born["face"]) == (
        house.confirming_bank,
        house.issuing_bank,
        AMOUNT - 100,
    )
    assert house.set_state(terms, statement)["stage"] == Stage.CONFIRMER
    house.at(TODAY + 25)
    before = house.held(house.confirming_bank)
    house.ok(house.confirming_bank, "honour", terms, statement)
    assert before - house.held(house.confirming_bank) == 100 * terms.asset_scale
    assert house.state(terms)["claims"] == 1
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.confirming_bank) == before
    assert house.state(terms)["claims"] == 0


def test_default__part_of_a_claim_stopped__the_bank_still_has_its_claim(house: House) -> None:
    terms = house.confirmed(cover_bps=0)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    stop(house, terms, statement, 100, TODAY + 20)
    house.at_first_second_after(DUE)
    default(house, terms, statement)
    assert house.state(terms)["claims"] == 1
    house.at(TODAY + 21)
    default(house, terms, statement)
    assert house.state(terms)["claims"] == 0


# --- assertions of payment ---


def test_default__payment_asserted__waits_three_banking_days_and_no_longer(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    house.at(TODAY + 2)
    says(house, terms, statement)
    # Wednesday: Thursday, Friday, Monday.
    house.at_last_second(TODAY + 7)
    house.fails(NOT_DUE, house.stranger, "default_", terms, statement)
    house.at_first_second_after(TODAY + 7)
    receipt = default(house, terms, statement)
    born = receipt.event("ClaimBorn")
    assert (born["face"], born["debtor"]) == (AMOUNT, house.issuing_bank)
    claim = house.see("claim_state", receipt.returned, contract=house.suite.claim)
    assert claim["face"] == AMOUNT


def test_default__second_assertion__holds_nothing(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    house.at(TODAY + 3)
    says(house, terms, statement)
    house.at_first_second_after(TODAY + 3)
    default(house, terms, statement)


def test_default__part_confirmed__the_rest_is_the_claim(house: House) -> None:
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    confirms(house, terms, statement, 150_00)
    house.at_first_second_after(TODAY + 3)
    receipt = default(house, terms, statement)
    assert receipt.event("Defaulted")["amount"] == AMOUNT - 150_00


def test_default__part_stopped_after_an_assertion__what_was_asserted_is_gone(house: House) -> None:
    """Else the payee could confirm the claim's money as the set's."""
    terms = paper(house)
    statement = house.accepted(terms)
    says(house, terms, statement)
    stop(house, terms, statement, 100, TODAY + 20)
    house.at_first_second_after(TODAY + 3)
    default(house, terms, statement)
    house.fails("INV6", house.beneficiary, "confirm_payment", terms, statement, 100, SLIP)
    receipt = says(house, terms, statement, 100)
    assert receipt.event("PaymentAsserted")["held_until"] == 0
    confirms(house, terms, statement, 100)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_default__asserted_in_the_confirming_banks_place__waits_by_that_banks_days(house: House) -> None:
    """Received on Monday, due there on Tuesday; three banking days in Dubai from Wednesday end on Monday."""
    terms = paper_confirmed(house)
    statement = house.accepted(terms, "confirming_bank")
    house.at(TODAY + 2)
    receipt = says(house, terms, statement)
    assert receipt.event("PaymentAsserted")["held_until"] == TODAY + 7
    house.at_last_second(TODAY + 7, DUBAI)
    house.fails(NOT_DUE, house.stranger, "default_", terms, statement)
    house.at_first_second_after(TODAY + 7, DUBAI)
    born = default(house, terms, statement).event("ClaimBorn")
    assert (born["debtor"], born["surety"]) == (house.confirming_bank, house.issuing_bank)


# --- a bank that confirmed silently ---


def silent(house: House, **changes: Any) -> Credit:
    terms = house.issued(**({"cover_bps": 0} | changes))
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.ok(house.collecting_bank, "confirm_silently", terms)
    return terms


def test_default__confirmed_silently__that_bank_is_surety(house: House) -> None:
    terms = silent(house)
    statement = house.accepted(terms)
    house.at_first_second_after(DUE)
    born = default(house, terms, statement).event("ClaimBorn")
    assert (born["debtor"], born["surety"], born["face"]) == (
        house.issuing_bank,
        house.collecting_bank,
        AMOUNT,
    )


def test_default__asked_to_confirm_silently_and_did_not__nobodys_surety(house: House) -> None:
    terms = house.issued(cover_bps=0)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    statement = house.accepted(terms)
    house.at_first_second_after(DUE)
    assert default(house, terms, statement).event("ClaimBorn")["surety"] == ZERO_ADDRESS


def test_default__claim_of_a_bank__silent_confirmation_is_the_beneficiarys(house: House) -> None:
    terms = silent(house, nominated=house.nominated_bank, nominated_place=house.nominating().nominated_place)
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.at(TODAY + 5)
    born = default(house, terms, statement).event("ClaimBorn")
    assert (born["creditor"], born["surety"]) == (house.nominated_bank, ZERO_ADDRESS)
