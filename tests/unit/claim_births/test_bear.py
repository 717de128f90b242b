from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import (
    ACCEPTED,
    BURNING,
    CAP,
    FACE,
    FOREVER,
    HELD,
    INSOLVENT,
    INTEREST,
    REENTERING,
    REFUSING,
    REMOVED,
    TODAY,
    House,
    names_of,
    number,
)
from tests.unit.documentary_credit.house import GOOD_FRIDAY, HAMBURG, TARGET
from usance.chain.driver import Receipt
from usance.claim_terms import Claim, unit_id
from usance.terms import ZERO_ADDRESS

LOST = TODAY + 30


def authorised(house: House, cap: int = CAP) -> None:
    house.ok(house.bank, "authorise", house.agent.address, cap, FOREVER)


def refused(house: House, reason: str, terms: Claim) -> None:
    house.fails(reason, house.agent_owner, "bring", terms, contract=house.agent)


def test_bear__what_a_bank_did_not_pay__debtor_is_bound_at_once(house: House) -> None:
    authorised(house)
    terms = house.unpaid()
    receipt = house.bring(terms).require()
    assert receipt.returned == house.id(terms)
    assert names_of(receipt) == ["TransferSingle", "ClaimBorn"]
    born = receipt.event("ClaimBorn")
    assert (born["status"], born["debtor"], born["creditor"]) == (ACCEPTED, house.bank, house.seller)
    assert receipt.event("TransferSingle")["operator"] == house.agent.address
    state = house.state(terms)
    assert (state["status"], state["defences_waived"], state["setoff_waived"]) == (ACCEPTED, False, False)
    assert house.units(terms, house.seller) == FACE
    assert house.see("authority_of", house.bank, house.agent.address)["cap"] == CAP - FACE


@pytest.mark.parametrize("kind", [3, 4, 5, 6, 7, 8])
def test_bear__every_kind_that_an_agent_brings__is_born(house: House, kind: int) -> None:
    assert house.state(house.born(kind=kind))["status"] == ACCEPTED


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_bear__invoice_or_payable__is_refused(house: House, kind: int) -> None:
    authorised(house)
    refused(house, "claim: not this kind (TERMS)", house.unpaid(kind=kind))


def test_bear__kind_that_does_not_exist__is_refused(house: House) -> None:
    authorised(house)
    refused(house, "claim: bad terms (TERMS)", house.unpaid(kind=9))


def test_bear__reserved_first_then_cap__to_the_unit(house: House) -> None:
    authorised(house, FACE)
    house.ok(house.agent_owner, "reserve", house.bank, 100, contract=house.agent)
    house.bring(house.unpaid(face=60)).require()
    found = house.see("authority_of", house.bank, house.agent.address)
    assert (found["reserved"], found["cap"]) == (40, FACE - 100)
    house.bring(house.unpaid(face=50)).require()
    found = house.see("authority_of", house.bank, house.agent.address)
    assert (found["reserved"], found["cap"]) == (0, FACE - 110)
    refused(house, "claim: agent's authority (AGENT)", house.unpaid(face=FACE - 109))
    house.bring(house.unpaid(face=FACE - 110)).require()


def test_bear__word_revoked_and_over__what_was_reserved_binds_still(house: House) -> None:
    authorised(house)
    house.ok(house.agent_owner, "reserve", house.bank, FACE, contract=house.agent)
    house.ok(house.bank, "authorise", house.agent.address, 0, 0)
    refused(house, "AGENT", house.unpaid(face=FACE + 1))
    house.bring(house.unpaid()).require()
    refused(house, "AGENT", house.unpaid(face=1))


@pytest.mark.parametrize(("late", "allowed"), [(0, True), (1, False)])
def test_bear__from_the_cap__until_the_last_second_of_the_word(
    house: House, late: int, allowed: bool
) -> None:
    until = house.driver.now() + 1_000
    house.ok(house.bank, "authorise", house.agent.address, CAP, until)
    house.at_second(until + late)
    terms = house.unpaid()
    if allowed:
        house.bring(terms).require()
    else:
        refused(house, "AGENT", terms)


def test_bear__without_a_word__is_refused(house: House) -> None:
    refused(house, "AGENT", house.unpaid())


def test_bear__by_another_than_the_agent__is_refused(house: House) -> None:
    authorised(house)
    house.fails("AGENT", house.outsider, "bear", house.unpaid())


def test_bear__twice__is_refused(house: House) -> None:
    authorised(house)
    terms = house.unpaid()
    house.bring(terms).require()
    refused(house, "claim: born before (EXISTS)", terms)


@pytest.mark.parametrize("status", [HELD, INSOLVENT, REMOVED])
def test_bear__fallen_debtor_and_creditor__the_law_demands_it(house: House, status: int) -> None:
    authorised(house)
    house.set_status(house.bank, status)
    house.set_status(house.seller, status)
    house.bring(house.unpaid()).require()


def test_bear__creditor_never_admitted__is_born_to_it(house: House) -> None:
    terms = house.born(creditor=house.outsider)
    assert house.units(terms, house.outsider) == FACE


def test_bear__debtor_is_its_own_creditor__is_born(house: House) -> None:
    house.born(creditor=house.bank)


def test_bear__surety_is_the_creditor__is_born(house: House) -> None:
    house.born(surety=house.seller)


@pytest.mark.parametrize("creditor", ["nobody", "claims"])
def test_bear__creditor_that_cannot_hold__is_refused(house: House, creditor: str) -> None:
    authorised(house)
    address = ZERO_ADDRESS if creditor == "nobody" else house.claim.address
    refused(house, "claim: bad terms (TERMS)", house.unpaid(creditor=address))


def test_bear__with_a_fingerprint__is_refused(house: House) -> None:
    authorised(house)
    refused(house, "TERMS", house.unpaid(fingerprint=number(5), object_amount=FACE))


def test_bear__due_beyond_the_calendar__is_born(house: House) -> None:
    house.born(due_day=TODAY + 5_000, issue_day=TODAY)


def test_bear__at_a_place_without_a_calendar__is_refused(house: House) -> None:
    authorised(house)
    refused(house, "claim: (CALENDAR_NOT_LOADED)", house.unpaid(pay_place=number(4)))
    refused(house, "CALENDAR_NOT_LOADED", house.unpaid(currency_place=number(4)))
    house.bring(house.unpaid(currency_place=bytes(32))).require()


def test_bear__rate_without_a_day_count__is_born_and_counts_as_act_360(house: House) -> None:
    terms = house.born(late_rate=INTEREST, day_count=0)
    stated = terms.but(day_count=1)
    house.at(LOST)
    assert house.rule("interest", terms, FACE, 0, 0) == house.rule("interest", stated, FACE, 0, 0)


def test_bear__asset_without_code__is_born(house: House) -> None:
    house.born(asset=house.outsider)


def test_bear__while_new_risk_is_stopped__is_allowed(house: House) -> None:
    authorised(house)
    house.ok(house.guardian, "pause")
    house.bring(house.unpaid()).require()


# --- maturity on both calendars ---


def test_bear__maturity_asked_to_be_rolled__falls_on_a_day_open_at_both_places(house: House) -> None:
    authorised(house)
    terms = house.unpaid(kind=3, issue_day=TODAY, due_day=TODAY, pay_place=HAMBURG, currency_place=TARGET)
    # Good Friday, the weekend and Easter Monday are closed at both places.
    tenor = GOOD_FRIDAY - TODAY
    receipt = house.ok(house.agent_owner, "bring_at", terms, tenor, contract=house.agent)
    rolled = terms.but(due_day=GOOD_FRIDAY + 4)
    assert receipt.returned == house.id(rolled)
    assert receipt.event("ClaimBorn")["due_day"] == GOOD_FRIDAY + 4
    assert house.rule("due", rolled, 0) == GOOD_FRIDAY + 4
    assert house.see("maturity", terms, tenor, contract=house.agent) == GOOD_FRIDAY + 4


def test_bear__maturity_on_a_day_closed_at_the_currency_centre_alone__is_rolled(house: House) -> None:
    authorised(house)
    terms = house.unpaid(kind=4, issue_day=TODAY, due_day=TODAY, pay_place=HAMBURG, currency_place=TARGET)
    receipt = house.ok(house.agent_owner, "bring_at", terms, 9, contract=house.agent)
    assert receipt.event("ClaimBorn")["due_day"] == TODAY + 10
    alone = terms.but(currency_place=bytes(32))
    receipt = house.ok(house.agent_owner, "bring_at", alone, 9, contract=house.agent)
    assert receipt.event("ClaimBorn")["due_day"] == TODAY + 9


# --- the receiver's hook ---


def test_bear__creditor_is_a_contract_that_takes__its_hook_is_asked(house: House) -> None:
    terms = house.born(creditor=house.wallet.address)
    assert house.units(terms, house.wallet.address) == FACE
    assert house.see("hooks", contract=house.wallet) == 1


@pytest.mark.parametrize("kind", [REFUSING, BURNING])
def test_bear__creditor_that_refuses__units_are_parked_for_it(house: House, kind: int) -> None:
    creditor = house.hostile(kind).address
    authorised(house)
    terms = house.unpaid(creditor=creditor)
    receipt = house.bring(terms).require()
    assert names_of(receipt) == ["TransferSingle", "ClaimBorn", "TransferSingle", "Parked"]
    assert receipt.event("Parked").args == {"claim": house.id(terms), "owner": creditor, "units": FACE}
    assert (house.units(terms, creditor), house.units(terms, house.parked(creditor))) == (0, FACE)
    assert house.state(terms)["status"] == ACCEPTED


@pytest.mark.parametrize("loud", [False, True])
def test_bear__creditor_that_answers_with_a_megabyte__units_are_parked(house: House, loud: bool) -> None:
    party = house.driver.deploy("HostileMegabyte", [house.wallet_owner, loud], house.keeper)
    terms = house.born(creditor=party.address)
    assert house.units(terms, house.parked(party.address)) == FACE


def test_bear__creditor_that_comes_back_in__meets_the_lock_and_holds_the_units(house: House) -> None:
    party = house.hostile(REENTERING)
    authorised(house)
    terms = house.unpaid(creditor=party.address)
    data = house.claim.abi.function("retire", 2).encode([house.id(terms), FACE])
    house.ok(house.wallet_owner, "arm", house.claim.address, data, contract=party)
    house.bring(terms).require()
    refused_by_the_lock = 2
    assert house.see("answer", contract=party) == refused_by_the_lock
    assert house.units(terms, party.address) == FACE


def test_bear__gas_too_scarce_for_the_hook__is_refused_not_parked(house: House) -> None:
    authorised(house)
    terms = house.unpaid(creditor=house.wallet.address)
    mark = house.driver.snapshot()
    low = need(house, terms)
    house.driver.revert(mark)
    words: list[Any] = [terms]
    receipt = house.driver.call(house.agent, "bring", words, house.agent_owner, gas=low - 1)
    assert not receipt.ok
    assert house.state(terms)["status"] == 0
    receipt = house.driver.call(house.agent, "bring", words, house.agent_owner, gas=low).require()
    assert "Parked" not in names_of(receipt)


def need(house: House, terms: Claim) -> int:
    """The least gas with which the birth goes through."""
    low, high = 100_000, 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        mark = house.driver.snapshot()
        done = house.driver.call(house.agent, "bring", [terms], house.agent_owner, gas=middle).ok
        house.driver.revert(mark)
        low, high = (low, middle) if done else (middle, high)
    return high


def test_bear__parked_units__wait_for_their_owner(house: House) -> None:
    party = house.hostile(REFUSING)
    terms = house.born(creditor=party.address)
    # To another party of its choice, while it cannot receive itself.
    house.execute(party, "collect", house.id(terms), house.financier).require()
    assert house.units(terms, house.financier) == FACE
    unit = unit_id(house.id(terms))
    house.ok(house.financier, "safeTransferFrom", house.financier, house.bank, unit, 1, b"")


def test_bear__stingy_sender__is_refused_before_the_receiver_is_asked(house: House) -> None:
    """Nobody can make a birth park by giving the receiver's hook too little gas: it fails with GAS."""
    terms = house.unpaid(creditor=house.wallet.address)
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)

    def tried(gas: int) -> Receipt:
        mark = house.driver.snapshot()
        receipt = house.driver.call(house.agent, "bring", [terms], house.agent_owner, gas=gas)
        house.driver.revert(mark)
        return receipt

    low, high = 50_000, 2_000_000
    assert tried(high).ok
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tried(middle).ok else (middle, high)
    assert tried(low).reason == "delivery: give more gas (GAS)"
