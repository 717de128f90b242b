"""honour_with_charges (CreditSettlement): gross = net + deductions, other lines on top."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    LEGAL_STOP,
    OFF_CHAIN,
    SCALE,
    STATE,
    USANCE,
    Promising,
)
from tests.unit.documentary_credit.house import BLOCKLIST, CALLBACK, codes_of
from usance.codes import ChargesFor, SetStatus, Stage
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation

CHARGES = "credit: charges (LC11)"
NOT_PARTY = "credit: not your act (NOT_PARTY)"
APPLICANT, BENEFICIARY = 1, 2
CODE = b"COMM".ljust(32, b"\0")
HALF = 5_000


def line(payee: str, amount: int, account: int = BENEFICIARY, code: bytes = CODE) -> dict[str, Any]:
    return {"code": code, "payee": payee, "amount": amount, "account": account}


def complying(house: Promising, **changes: Any) -> tuple[Credit, Presentation]:
    """Found complying by the issuing bank, charges on the beneficiary unless told otherwise."""
    terms = house.issued(**({"charges_for": ChargesFor.BENEFICIARY} | changes))
    return terms, house.accepted(terms)


def honour(house: Promising, terms: Credit, statement: Presentation, *lines: dict[str, Any]) -> Any:
    return house.ok(house.issuing_bank, "honour_with_charges", terms, statement, list(lines))


@pytest.mark.parametrize(
    ("cover_bps", "from_cover"), [(10_000, AMOUNT), (HALF, AMOUNT // 2), (10, AMOUNT // 1_000), (0, 0)]
)
def test_honour_with_charges__deduction__gross_is_net_and_lines(
    house: Promising, cover_bps: int, from_cover: int
) -> None:
    terms, statement = complying(house, cover_bps=cover_bps)
    before = {bank: house.held(getattr(house, bank)) for bank in ("issuing_bank", "advising_bank")}
    lines = (line(house.advising_bank, 70_00), line(house.issuing_bank, 30_00))
    receipt = honour(house, terms, statement, *lines)
    assert codes_of(receipt) == ["Honoured", "Charged", "Charged"]
    honoured = receipt.event("Honoured")
    assert (honoured["from_cover"], honoured["from_bank"], honoured["outstanding"]) == (
        from_cover,
        AMOUNT - from_cover,
        0,
    )
    charged = [event.args for event in receipt.events if event.name == "Charged"]
    assert charged[0] == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.advising_bank,
        "code": CODE,
        "amount": 70_00,
        "account": BENEFICIARY,
    }
    assert house.held(house.beneficiary) == (AMOUNT - 100_00) * SCALE
    assert house.held(house.advising_bank) - before["advising_bank"] == 70_00 * SCALE
    paid = before["issuing_bank"] - house.held(house.issuing_bank)
    assert paid == (AMOUNT - from_cover - 30_00) * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    assert house.state(terms)["cover"] == 0


def test_honour_with_charges__applicants_line__on_top_from_the_bank(house: Promising) -> None:
    terms, statement = complying(house, charges_for=ChargesFor.APPLICANT)
    before = house.held(house.issuing_bank)
    honour(house, terms, statement, line(house.advising_bank, 70_00, APPLICANT))
    assert house.held(house.beneficiary) == AMOUNT * SCALE
    assert before - house.held(house.issuing_bank) == 70_00 * SCALE


def test_honour_with_charges__both_kinds__each_its_own_way(house: Promising) -> None:
    terms, statement = complying(house)
    lines = (line(house.advising_bank, 70_00, APPLICANT), line(house.advising_bank, 30_00))
    before = house.held(house.advising_bank)
    honour(house, terms, statement, *lines)
    assert house.held(house.beneficiary) == (AMOUNT - 30_00) * SCALE
    assert house.held(house.advising_bank) - before == 100_00 * SCALE


def test_honour_with_charges__none__as_honour(house: Promising) -> None:
    terms, statement = complying(house)
    assert codes_of(honour(house, terms, statement)) == ["Honoured"]
    assert house.held(house.beneficiary) == AMOUNT * SCALE


def test_honour_with_charges__eight_lines__and_no_ninth(house: Promising) -> None:
    terms, statement = complying(house)
    lines = [line(house.advising_bank, each) for each in range(1, 10)]
    assert not house.act(house.issuing_bank, "honour_with_charges", terms, statement, lines).ok
    receipt = honour(house, terms, statement, *lines[:8])
    assert codes_of(receipt).count("Charged") == 8
    assert house.held(house.beneficiary) == (AMOUNT - 36) * SCALE


@pytest.mark.parametrize("lines", [(AMOUNT,), (AMOUNT - 1, 1)])
def test_honour_with_charges__all_of_the_gross__nothing_is_left_for_the_payee(
    house: Promising, lines: tuple[int, ...]
) -> None:
    terms, statement = complying(house)
    honour(house, terms, statement, *(line(house.advising_bank, each) for each in lines))
    assert house.held(house.beneficiary) == 0


@pytest.mark.parametrize("lines", [(AMOUNT + 1,), (AMOUNT, 1), (AMOUNT - 1, 2)])
def test_honour_with_charges__more_than_the_gross__refused(house: Promising, lines: tuple[int, ...]) -> None:
    terms, statement = complying(house)
    charges = [line(house.advising_bank, each) for each in lines]
    house.fails(CHARGES, house.issuing_bank, "honour_with_charges", terms, statement, charges)


@pytest.mark.parametrize("charges_for", [0, ChargesFor.APPLICANT])
def test_honour_with_charges__terms_put_none_on_the_beneficiary__no_deduction(
    house: Promising, charges_for: int
) -> None:
    terms, statement = complying(house, charges_for=charges_for)
    charges = [line(house.advising_bank, 1)]
    house.fails(CHARGES, house.issuing_bank, "honour_with_charges", terms, statement, charges)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": ZERO_HASH},
        {"payee": ZERO_ADDRESS},
        {"amount": 0},
        {"amount": 2**112, "account": APPLICANT},
        {"account": 0},
        {"account": 3},
    ],
    ids=str,
)
def test_honour_with_charges__line_that_says_nothing__refused(
    house: Promising, wrong: dict[str, Any]
) -> None:
    terms, statement = complying(house)
    charges = [line(house.advising_bank, 1) | wrong]
    house.fails(CHARGES, house.issuing_bank, "honour_with_charges", terms, statement, charges)


def test_honour_with_charges__payee_of_a_line_is_the_contract__refused(house: Promising) -> None:
    terms, statement = complying(house)
    charges = [line(house.credit.address, 1)]
    house.fails("PAYEE", house.issuing_bank, "honour_with_charges", terms, statement, charges)


def test_honour_with_charges__strangers__do_not_charge_what_cover_pays(house: Promising) -> None:
    terms, statement = complying(house)
    house.at(house.set_state(terms, statement)["due_day"])
    charges = [line(house.stranger, 1)]
    for somebody in (house.stranger, house.beneficiary):
        house.fails(NOT_PARTY, somebody, "honour_with_charges", terms, statement, charges)
    house.ok(house.stranger, "honour", terms, statement)


def test_honour_with_charges__nominated_bank__deducts_and_claims_the_gross(house: Promising) -> None:
    terms = house.issued(house.nominating(charges_for=ChargesFor.BENEFICIARY))
    statement = house.accepted(terms, "nominated_bank")
    act = (house.nominated_bank, "honour_with_charges", terms, statement)
    # What is the applicant's the nominated bank cannot put on top.
    house.fails(CHARGES, *act, [line(house.nominated_bank, 50_00, APPLICANT)])
    before = house.held(house.nominated_bank)
    house.ok(*act, [line(house.nominated_bank, 50_00)])
    assert house.held(house.beneficiary) == (AMOUNT - 50_00) * SCALE
    assert before - house.held(house.nominated_bank) == (AMOUNT - 50_00) * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, AMOUNT)


def test_honour_with_charges__issuing_bank_in_the_place_of_the_confirming_bank__as_its_own(
    house: Promising,
) -> None:
    terms = house.confirmed(charges_for=ChargesFor.BENEFICIARY)
    statement = house.accepted(terms, "confirming_bank")
    honour(house, terms, statement, line(house.issuing_bank, 7, APPLICANT), line(house.advising_bank, 5))
    assert house.held(house.beneficiary) == (AMOUNT - 5) * SCALE
    state = house.set_state(terms, statement)
    assert (state["stage"], state["amount"]) == (Stage.ISSUER, 0)


def test_honour_with_charges__stopped_part__the_gross_is_what_is_paid(house: Promising) -> None:
    terms, statement = complying(house)
    house.stop(terms, statement, AMOUNT - 100, "issuing_bank")
    act = (house.issuing_bank, "honour_with_charges", terms, statement)
    house.fails(CHARGES, *act, [line(house.advising_bank, 101)])
    house.ok(*act, [line(house.advising_bank, 100)])
    house.fails(LEGAL_STOP, *act, [])


def test_honour_with_charges__what_honour_refuses__refused(house: Promising) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.fails(STATE, house.issuing_bank, "honour_with_charges", terms, statement, [])
    terms = house.issued(**house.usance())
    statement = house.accepted(terms)
    house.fails(USANCE, house.issuing_bank, "honour_with_charges", terms, statement, [])
    terms = house.issued(asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    statement = house.accepted(terms)
    house.fails(OFF_CHAIN, house.issuing_bank, "honour_with_charges", terms, statement, [])


def test_honour_with_charges__payee_of_a_line_cannot_receive__has_a_balance(house: Promising) -> None:
    token = house.token(BLOCKLIST)
    terms, statement = complying(house, asset=token.address, cover_bps=10)
    house.ok(house.keeper, "block", house.advising_bank, contract=token)
    honour(house, terms, statement, line(house.advising_bank, AMOUNT // 2))
    assert house.waiting(house.advising_bank, token) == AMOUNT // 2 * SCALE
    assert house.held(house.beneficiary, token) == (AMOUNT - AMOUNT // 2) * SCALE


def test_honour_with_charges__token_that_calls_back__meets_the_lock(house: Promising) -> None:
    token = house.token(CALLBACK)
    terms, statement = complying(house, asset=token.address)
    data = house.credit.abi.function("honour", 2).encode([terms, statement])
    house.ok(house.keeper, "arm", house.credit.address, data, False, contract=token)
    honour(house, terms, statement, line(house.advising_bank, 5))
    assert house.see("answer", contract=token) == 2
    assert house.held(house.beneficiary, token) == (AMOUNT - 5) * SCALE


def test_honour_with_charges__claim_of_another_bank__by_the_issuing_bank_alone(house: Promising) -> None:
    terms = house.issued(house.nominating(charges_for=ChargesFor.BENEFICIARY))
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    act = ("honour_with_charges", terms, statement, [line(house.advising_bank, 5)])
    house.fails(NOT_PARTY, house.nominated_bank, *act)
    before = house.held(house.nominated_bank)
    house.ok(house.issuing_bank, *act)
    assert house.held(house.nominated_bank) - before == (AMOUNT - 5) * SCALE
    assert house.state(terms)["claims"] == 0
