"""present: a set is committed and judged by nobody; a hash starts no clock."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    EXPIRY_MONDAY,
    HAMBURG,
    NOTICE,
    SHANGHAI,
    TODAY,
    House,
    codes_of,
)
from usance.codes import Capacity, SetStatus, Stage
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH

STATEMENT = "credit: bad statement (STATEMENT)"
BANK = "credit: not this bank (U6)"
NOT_PARTY = "credit: not your act (NOT_PARTY)"


def test_present__beneficiary__committed_and_no_clock_runs(house: House) -> None:
    terms = house.issued()
    statement = house.statement(terms)
    house.at(TODAY + 1)
    receipt = house.ok(house.beneficiary, "present", terms, statement)
    assert receipt.returned == house.set_id(terms, statement)
    assert codes_of(receipt) == ["Presented"]
    assert receipt.event("Presented").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "statement": statement.as_dict(),
    }
    assert house.set_state(terms, statement) == {
        "status": SetStatus.PRESENTED,
        "stage": Stage.ISSUER,
        "marks": 0,
        "disposal": 0,
        "received": False,
        "claim": False,
        "applicant_waived": False,
        "issuer_waived": False,
        "return_demanded": False,
        "own": True,
        "stopped": False,
        "presented_at": receipt.timestamp,
        "received_day": 0,
        "last_day": 0,
        "due_day": 0,
        "amount": 0,
    }
    assert house.last_day(terms, statement) == 0
    assert house.state(terms)["open_sets"] == 0
    house.at(EXPIRY)
    house.fails("STATE", house.stranger, "preclude", terms, statement)


def test_present__by_another_than_the_presenter__refused(house: House) -> None:
    terms = house.issued()
    house.fails("NOT_PARTY", house.stranger, "present", terms, house.statement(terms))


@pytest.mark.parametrize("by", ["stranger", "beneficiary"])
def test_present__presenter_is_not_the_beneficiary__refused(house: House, by: str) -> None:
    terms = house.issued()
    statement = house.statement(terms, presenter=house.stranger)
    house.fails(NOT_PARTY, getattr(house, by), "present", terms, statement)


def test_present__beneficiary_names_a_collecting_bank__that_bank_is_the_presenter(house: House) -> None:
    terms = house.issued()
    statement = house.collecting(terms)
    receipt = house.ok(house.beneficiary, "present", terms, statement)
    assert receipt.event("Presented")["statement"]["presenter"] == house.collecting_bank
    # The beneficiary committed it: it may say yes to a change (10c).
    assert house.set_state(terms, statement)["own"]
    house.acknowledge(terms, statement)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)
    house.fails(NOT_PARTY, house.beneficiary, "demand_return", terms, statement)
    house.ok(house.collecting_bank, "demand_return", terms, statement)


def test_present__collecting_bank_that_the_terms_do_not_name__never_unasked(house: House) -> None:
    terms = house.issued(house.nominating(adviser=house.advising_bank))
    house.fails(NOT_PARTY, house.collecting_bank, "present", terms, house.collecting(terms))


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank"])
def test_present__bank_that_owes__never_unasked(house: House, bank: str) -> None:
    """It would use up, with paper of its own, what another bank owes the beneficiary."""
    terms = house.confirmed()
    address = getattr(house, bank)
    for to in ("issuing_bank", "confirming_bank"):
        words = {"presenter": address, "capacity": Capacity.COLLECTING}
        house.fails(NOT_PARTY, address, "present", terms, house.statement(terms, to, **words))


@pytest.mark.parametrize("bank", ["advising_bank", "nominated_bank"])
def test_present__bank_that_the_terms_name__collects_unasked(house: House, bank: str) -> None:
    terms = house.issued(house.nominating(adviser=house.advising_bank))
    statement = house.collecting(terms, presenter=getattr(house, bank))
    house.ok(getattr(house, bank), "present", terms, statement)
    state = house.set_state(terms, statement)
    assert (state["status"], state["own"]) == (SetStatus.PRESENTED, False)


def test_present__named_bank_in_anothers_name__refused(house: House) -> None:
    terms = house.issued(adviser=house.advising_bank)
    house.fails(NOT_PARTY, house.advising_bank, "present", terms, house.statement(terms))
    house.fails(NOT_PARTY, house.advising_bank, "present", terms, house.collecting(terms))


def test_present__named_bank_as_if_it_were_the_beneficiary__refused(house: House) -> None:
    terms = house.issued(adviser=house.advising_bank)
    statement = house.statement(terms, presenter=house.advising_bank)
    house.fails(NOT_PARTY, house.advising_bank, "present", terms, statement)


def test_present__named_bank_to_itself__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    words = {"presenter": house.nominated_bank, "capacity": Capacity.COLLECTING}
    statement = house.statement(terms, "nominated_bank", **words)
    house.fails(NOT_PARTY, house.nominated_bank, "present", terms, statement)
    # Asked by the beneficiary it may be both.
    house.ok(house.beneficiary, "present", terms, statement)


def test_present__named_bank_held__refused(house: House) -> None:
    terms = house.issued(adviser=house.advising_bank)
    house.set_status(house.advising_bank, 2)
    statement = house.collecting(terms, presenter=house.advising_bank)
    house.fails("credit: party (NOT_ADMITTED)", house.advising_bank, "present", terms, statement)


def test_present__collector_is_no_bank__refused(house: House) -> None:
    terms = house.issued()
    statement = house.collecting(terms, presenter=house.applicant)
    house.fails("credit: party (NOT_ADMITTED)", house.beneficiary, "present", terms, statement)


@pytest.mark.parametrize("by", ["beneficiary", "advising_bank"])
def test_present__collector_pays_itself__refused(house: House, by: str) -> None:
    terms = house.issued(adviser=house.advising_bank)
    statement = house.collecting(terms, presenter=house.advising_bank, pay_to=house.advising_bank)
    house.fails(STATEMENT, getattr(house, by), "present", terms, statement)


@pytest.mark.parametrize(
    "capacity", [0, Capacity.SECOND_BENEFICIARY, Capacity.NEGOTIATED, Capacity.HONOURED, 6]
)
def test_present__capacity_of_a_later_storey__refused(house: House, capacity: int) -> None:
    terms = house.issued()
    statement = house.statement(terms, capacity=capacity)
    house.fails("credit: kind (NOT_OFFERED)", house.beneficiary, "present", terms, statement)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": MAX_AMOUNT + 1},
        {"shipment_day": 2**23 + 1},
        {"tenor_day": 2**23 + 1},
        {"instalment": 1},
        {"documents": ZERO_HASH},
        {"pay_to": ZERO_ADDRESS},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_present__statement_incomplete_or_out_of_range__refused(
    house: House, changes: dict[str, object]
) -> None:
    terms = house.issued()
    statement = house.statement(terms, **changes)
    house.fails(STATEMENT, house.beneficiary, "present", terms, statement)


def test_present__payee_is_the_credit_contract__refused(house: House) -> None:
    terms = house.issued()
    statement = house.statement(terms, pay_to=house.credit.address)
    house.fails(STATEMENT, house.beneficiary, "present", terms, statement)


def test_present__largest_amount_and_day__taken_in(house: House) -> None:
    terms = house.issued()
    house.presented(terms, amount=MAX_AMOUNT, shipment_day=2**23)


def test_present__beneficiary_pays_another__its_right(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms, pay_to=house.assignee)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.assignee) == 54_150_00 * 10_000


def test_present__same_statement_twice__refused(house: House) -> None:
    terms = house.issued()
    statement = house.refused(terms)
    house.fails("credit: set presented (LC9)", house.beneficiary, "present", terms, statement)


def test_present__cured_set__a_new_presentation(house: House) -> None:
    terms = house.issued()
    first = house.refused(terms)
    second = house.presented(terms, documents=b"cured".ljust(32, b"\0"))
    assert house.set_id(terms, first) != house.set_id(terms, second)
    assert house.set_state(terms, second)["marks"] == 0


def test_present__unknown_credit__refused(house: House) -> None:
    terms = house.terms()
    house.fails("credit: unknown (UNKNOWN)", house.beneficiary, "present", terms, house.statement(terms))


# --- which bank ---


def test_present__confirming_bank__its_own_stage(house: House) -> None:
    terms = house.confirmed()
    statement = house.presented(terms, "confirming_bank")
    assert house.set_state(terms, statement)["stage"] == Stage.CONFIRMER


def test_present__confirmer_that_has_not_confirmed__only_a_bank_among_any(house: House) -> None:
    terms = house.issued(house.confirmable())
    statement = house.presented(terms, "confirming_bank")
    assert house.set_state(terms, statement)["stage"] == Stage.NOMINATED


def test_present__confirmer_that_has_not_confirmed_nor_is_nominated__refused(house: House) -> None:
    terms = house.issued(house.confirmable(nominated=house.nominated_bank, nominated_place=SHANGHAI))
    statement = house.statement(terms, "confirming_bank")
    house.fails(BANK, house.beneficiary, "present", terms, statement)


def test_present__nominated_bank__its_own_stage(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.presented(terms, "nominated_bank")
    assert house.set_state(terms, statement)["stage"] == Stage.NOMINATED


def test_present__other_bank_than_the_nominated__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.statement(terms, "advising_bank")
    house.fails(BANK, house.beneficiary, "present", terms, statement)


def test_present__any_bank__must_be_a_bank_at_a_known_place(house: House) -> None:
    terms = house.issued()
    house.presented(terms, "advising_bank", bank_place=DUBAI)
    house.fails(BANK, house.beneficiary, "present", terms, house.statement(terms, "applicant"))
    unknown = house.statement(terms, "advising_bank", bank_place=b"NOWHERE".ljust(32, b"\0"))
    house.fails(BANK, house.beneficiary, "present", terms, unknown)


@pytest.mark.parametrize("bank", ["issuing_bank", "confirming_bank", "nominated_bank"])
def test_present__bank_of_the_credit_at_another_place__refused(house: House, bank: str) -> None:
    terms = house.confirmed(nominated=house.nominated_bank, nominated_place=SHANGHAI)
    wrong = DUBAI if bank == "issuing_bank" else HAMBURG
    statement = house.statement(terms, bank, bank_place=wrong)
    house.fails(BANK, house.beneficiary, "present", terms, statement)


# --- how long ---


def test_present__last_second_of_the_closing_day__taken_in(house: House) -> None:
    terms = house.issued()
    house.at_last_second(EXPIRY + 30)
    house.presented(terms)


def test_present__a_second_later__taken_in_no_more(house: House) -> None:
    terms = house.issued()
    house.at_first_second_after(EXPIRY + 30)
    house.fails("credit: takes no set (U6)", house.beneficiary, "present", terms, house.statement(terms))


def test_present__expired__taken_in_until_the_closing_day(house: House) -> None:
    terms = house.issued()
    house.at_first_second_after(EXPIRY_MONDAY)
    house.ok(house.stranger, "expire", terms)
    house.presented(terms)


def test_present__closed__refused(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.beneficiary, "present", terms, house.statement(terms))


def test_present__late_overdrawn_and_drawn_out__taken_in(house: House) -> None:
    terms = house.issued(latest_shipment_day=TODAY)
    house.accepted(terms)
    statement = house.presented(terms, documents=b"two".ljust(32, b"\0"), shipment_day=TODAY + 9)
    assert house.set_state(terms, statement)["status"] == SetStatus.PRESENTED


def test_present__while_stopped__taken_in(house: House) -> None:
    terms = house.issued()
    house.ok(house.guardian, "pause")
    house.presented(terms)


def test_present__beneficiary_is_a_wallet__taken_in(house: House) -> None:
    terms = house.issued(beneficiary=house.wallet.address)
    statement = house.statement(terms)
    house.execute("present", terms, statement).require()
    assert house.set_state(terms, statement)["status"] == SetStatus.PRESENTED
