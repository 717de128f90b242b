"""ask_silent_confirmation, confirm_silently: a promise that the beneficiary asks for (U9)."""

from __future__ import annotations

import pytest

from tests.unit.credit_amendments.changing import (
    LATER,
    NOT_IN_FORCE,
    NOT_PARTY,
    STATE,
    STOPPED,
    Changing,
)
from tests.unit.documentary_credit.house import EXPIRY, codes_of
from usance.terms import ZERO_ADDRESS

CONFIRMATION = "credit: confirmation (U9)"


def test_confirm_silently__asked__on_record_and_reserved(house: Changing) -> None:
    terms = house.issued(amount=1_000, tolerance_plus=1_000, additional_amount=5)
    reserved = house.reserved(house.collecting_bank)
    receipt = house.silently(terms)
    assert codes_of(receipt) == ["ConfirmedSilently"]
    assert receipt.event("ConfirmedSilently").args == {
        "credit": house.id(terms),
        "bank": house.collecting_bank,
    }
    state = house.state(terms)
    assert (state["silent"], state["confirmed"]) == (True, False)
    assert house.see("silent_confirmer_of", house.id(terms)) == house.collecting_bank
    assert house.reserved(house.collecting_bank) - reserved == 1_105


def test_confirm_silently__not_asked__refused(house: Changing) -> None:
    terms = house.issued()
    house.fails(NOT_PARTY, house.collecting_bank, "confirm_silently", terms)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.fails(NOT_PARTY, house.nominated_bank, "confirm_silently", terms)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.nominated_bank)
    house.fails(NOT_PARTY, house.collecting_bank, "confirm_silently", terms)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, ZERO_ADDRESS)
    house.fails(NOT_PARTY, house.nominated_bank, "confirm_silently", terms)
    assert house.see("silent_confirmer_of", house.id(terms)) == ZERO_ADDRESS


def test_ask__by_another_than_the_beneficiary__refused(house: Changing) -> None:
    terms = house.issued()
    for sender in (house.collecting_bank, house.issuing_bank, house.stranger):
        house.fails(NOT_PARTY, sender, "ask_silent_confirmation", terms, house.collecting_bank)


def test_ask__other_terms_than_those_in_force__refused(house: Changing) -> None:
    terms = house.issued()
    then = house.amended(terms, expiry_day=LATER)
    act = (house.beneficiary, "ask_silent_confirmation")
    house.fails(NOT_IN_FORCE, *act, terms, house.collecting_bank)
    house.ok(*act, then, house.collecting_bank)
    house.fails(NOT_IN_FORCE, house.collecting_bank, "confirm_silently", terms)
    house.ok(house.collecting_bank, "confirm_silently", then)
    house.fails("UNKNOWN", *act, house.terms(), house.collecting_bank)
    house.fails("UNKNOWN", house.collecting_bank, "confirm_silently", house.terms())


def test_ask__a_bank_is_bound__stands_fast(house: Changing) -> None:
    terms = house.issued()
    house.silently(terms)
    for bank in (house.nominated_bank, ZERO_ADDRESS):
        house.fails(STATE, house.beneficiary, "ask_silent_confirmation", terms, bank)
    house.fails(STATE, house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__no_active_bank__refused(house: Changing) -> None:
    terms = house.issued()
    for party in ("applicant", "stranger"):
        house.ok(house.beneficiary, "ask_silent_confirmation", terms, getattr(house, party))
        house.fails("credit: party (NOT_ADMITTED)", getattr(house, party), "confirm_silently", terms)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.set_status(house.collecting_bank, 2)
    house.fails("NOT_ADMITTED", house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__issuing_bank_or_the_confirmer_of_the_terms__refused(house: Changing) -> None:
    terms = house.issued(house.confirmable())
    for bank in ("issuing_bank", "confirming_bank"):
        house.ok(house.beneficiary, "ask_silent_confirmation", terms, getattr(house, bank))
        house.fails(CONFIRMATION, getattr(house, bank), "confirm_silently", terms)
    house.silently(terms)


def test_confirm_silently__a_bank_has_confirmed__refused(house: Changing) -> None:
    terms = house.confirmed()
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.fails(CONFIRMATION, house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__last_second_of_the_expiry_day__works(house: Changing) -> None:
    terms = house.issued()
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.at_last_second(EXPIRY)
    house.ok(house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__a_second_later__refused(house: Changing) -> None:
    terms = house.issued()
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.at_first_second_after(EXPIRY)
    house.fails(CONFIRMATION, house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__expired_or_closed__refused(house: Changing) -> None:
    terms = house.issued()
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.at(EXPIRY + 5)
    house.ok(house.stranger, "expire", terms)
    house.fails(CONFIRMATION, house.collecting_bank, "confirm_silently", terms)
    house.at(EXPIRY + terms.closing_days + 5)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.collecting_bank, "confirm_silently", terms)
    house.fails("CLOSED", house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)


def test_confirm_silently__on_record_as_expired_before_the_day_came_again__refused(house: Changing) -> None:
    """A change that makes the credit live again opens it for this promise too."""
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER)
    house.at(EXPIRY + 5)
    house.ok(house.stranger, "expire", terms)
    then = house.taken(terms, change)
    house.silently(then)


def test_confirm_silently__beyond_its_authority__refused(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.cap(house.collecting_bank, 999)
    house.fails("AGENT", house.collecting_bank, "confirm_silently", terms)
    house.cap(house.collecting_bank, 1_000)
    house.ok(house.collecting_bank, "confirm_silently", terms)


def test_confirm_silently__while_stopped__refused(house: Changing) -> None:
    terms = house.issued()
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.collecting_bank)
    house.ok(house.guardian, "pause")
    house.fails(STOPPED, house.collecting_bank, "confirm_silently", terms)
    house.ok(house.beneficiary, "ask_silent_confirmation", terms, house.nominated_bank)


@pytest.mark.parametrize("bank", ["issuing_bank", "collecting_bank"])
def test_confirm_silently__nothing_is_presented_to_it(house: Changing, bank: str) -> None:
    terms = house.issued(house.nominating())
    house.silently(terms)
    statement = house.statement(terms, bank)
    receipt = house.act(house.beneficiary, "present", terms, statement)
    assert receipt.ok == (bank == "issuing_bank")
