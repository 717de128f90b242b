"""stop, lift_stop: a law or an order keeps a bank from paying an amount until a day (LEGAL_STOP)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.credit_remedies.house import (
    BAD_STOP,
    LAW,
    NOMINATED_ONLY,
    NOT_PARTY,
    REFERENCE,
    SET_TWO,
    STATE,
    STOPPED,
    claimed,
)
from tests.unit.documentary_credit.house import DUBAI, NOTICE, TODAY, House, codes_of
from usance.chain import suite as suite_of
from usance.codes import SetStatus
from usance.model.party import Role, Status
from usance.terms import Credit, Presentation

AMOUNT = 54_150_00
OTHER = b"another order".ljust(32, b"\0")


def words(**changes: Any) -> list[Any]:
    """Amount, law, reference, until."""
    said = {"amount": AMOUNT, "law": LAW, "reference": REFERENCE, "until": TODAY + 30}
    return list((said | changes).values())


def stopped(house: House, terms: Credit, statement: Presentation, **changes: Any) -> Any:
    return house.ok(house.issuing_bank, "stop", terms, statement, *words(**changes))


def stop_of(house: House, terms: Credit, statement: Presentation) -> tuple[int, int]:
    found = house.see("stop_of", house.set_id(terms, statement))
    return int(found["amount"]), int(found["until"])


@pytest.mark.parametrize("by", ["issuing_bank", "court"])
def test_stop__by_the_bank_or_its_court__on_record_and_payment_waits(house: House, by: str) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    assert stop_of(house, terms, statement) == (0, 0)
    receipt = house.ok(getattr(house, by), "stop", terms, statement, *words(amount=AMOUNT - 1))
    assert codes_of(receipt) == ["Stopped"]
    assert receipt.event("Stopped").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "party": getattr(house, by),
        "amount": AMOUNT - 1,
        "law": LAW,
        "reference": REFERENCE,
        "until": TODAY + 30,
    }
    assert house.set_state(terms, statement)["stopped"]
    assert stop_of(house, terms, statement) == (AMOUNT - 1, TODAY + 30)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["drawn"], credit["cover"]) == (1, AMOUNT, AMOUNT)
    assert house.ok(house.issuing_bank, "honour", terms, statement).event("Honoured")["from_cover"] == 1
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)


@pytest.mark.parametrize("sender", ["beneficiary", "stranger", "applicant", "confirming_bank"])
def test_stop__by_anybody_else__refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.fails(BAD_STOP, getattr(house, sender), "stop", terms, statement, *words())


def test_stop__court_that_is_held__no_court_now(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.set_status(house.court, int(Status.HELD))
    house.fails(BAD_STOP, house.court, "stop", terms, statement, *words())


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": 2**112},
        {"law": bytes(32)},
        {"reference": bytes(32)},
        {"until": TODAY - 1},
        {"until": TODAY + 31},
    ],
)
def test_stop__without_what_a_stop_says__refused(house: House, changes: dict[str, Any]) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.fails(BAD_STOP, house.issuing_bank, "stop", terms, statement, *words(**changes))
    assert not house.set_state(terms, statement)["stopped"]


def test_stop__until_today__over_at_midnight(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stopped(house, terms, statement, until=TODAY)
    house.at_last_second(TODAY)
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.today() == TODAY + 1


def test_stop__renewed__only_with_another_reference(house: House) -> None:
    """Of this set: another set may be stopped by the same order."""
    terms = house.issued(amount=2 * AMOUNT)
    statement = house.accepted(terms, amount=AMOUNT)
    second = house.accepted(terms, amount=AMOUNT, documents=SET_TWO)
    stopped(house, terms, statement)
    stopped(house, terms, second)
    house.at(TODAY + 30)
    again = {"until": TODAY + 60}
    house.fails(BAD_STOP, house.issuing_bank, "stop", terms, statement, *words(**again))
    stopped(house, terms, statement, **again, reference=OTHER)
    assert stop_of(house, terms, statement) == (AMOUNT, TODAY + 60)


def test_stop__lifted_and_recorded_again__the_reference_stays_used(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stopped(house, terms, statement)
    house.ok(house.issuing_bank, "lift_stop", terms, statement)
    house.fails(BAD_STOP, house.issuing_bank, "stop", terms, statement, *words())


@pytest.mark.parametrize("state", ["refused", "honoured", "defaulted"])
def test_stop__nothing_owed_on_the_set__refused(house: House, state: str) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.refused(terms) if state == "refused" else house.accepted(terms)
    if state == "honoured":
        house.ok(house.issuing_bank, "honour", terms, statement)
    if state == "defaulted":
        house.at(TODAY + 10)
        house.ok(house.stranger, "default_", terms, statement)
    house.fails(STATE, house.issuing_bank, "stop", terms, statement, *words())


def test_stop__presented_set__notices_and_preclusion_run_on(house: House) -> None:
    """The stop blocks payment alone; silence binds the bank under it as well."""
    terms = house.issued()
    statement = house.received(terms)
    stopped(house, terms, statement)
    house.at_first_second_after(TODAY + 7)
    house.ok(house.stranger, "preclude", terms, statement)
    house.fails(STOPPED, house.stranger, "honour", terms, statement)
    house.ok(house.issuing_bank, "lift_stop", terms, statement)
    house.at(house.set_state(terms, statement)["due_day"])
    house.ok(house.stranger, "honour", terms, statement)


def test_stop__set_not_received_yet__receipt_and_refusal_run_on(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    stopped(house, terms, statement)
    house.acknowledge(terms, statement)
    house.ok(house.issuing_bank, "refuse", terms, statement, *NOTICE)


def test_stop__nominated_bank__owes_nothing(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank")
    house.fails(NOMINATED_ONLY, house.nominated_bank, "stop", terms, statement, *words())


def test_stop__confirming_bank__by_its_own_day_and_its_own_law(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.fails(BAD_STOP, house.issuing_bank, "stop", terms, statement, *words())
    house.at(TODAY + 1, 1, DUBAI)
    assert house.today() == TODAY
    house.fails(BAD_STOP, house.confirming_bank, "stop", terms, statement, *words(until=TODAY))
    house.ok(house.confirming_bank, "stop", terms, statement, *words(until=TODAY + 31))
    house.fails(STOPPED, house.confirming_bank, "honour", terms, statement)


def test_stop__court_against_a_bank_that_honoured__does_not_reach_it(house: House) -> None:
    """The issuing bank's own law may still keep it from paying."""
    terms, statement = claimed(house)
    house.fails(BAD_STOP, house.court, "stop", terms, statement, *words())
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.fails(BAD_STOP, house.court, "stop", terms, statement, *words())
    stopped(house, terms, statement)
    house.fails(STOPPED, house.issuing_bank, "honour", terms, statement)


def test_stop__while_a_courts_order_runs__only_that_court_replaces_it(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.ok(house.court, "stop", terms, statement, *words(until=TODAY + 5))
    less = words(amount=1, reference=OTHER, until=TODAY + 5)
    house.at_last_second(TODAY + 5)
    house.fails(BAD_STOP, house.issuing_bank, "stop", terms, statement, *less)
    house.at(TODAY + 6)
    house.ok(house.issuing_bank, "stop", terms, statement, *words(reference=OTHER, until=TODAY + 9))
    third = b"third".ljust(32, b"\0")
    house.ok(house.court, "stop", terms, statement, *words(amount=2, reference=third, until=TODAY + 9))
    fourth = b"fourth".ljust(32, b"\0")
    house.ok(house.court, "stop", terms, statement, *words(amount=1, reference=fourth, until=TODAY + 9))
    assert stop_of(house, terms, statement) == (1, TODAY + 9)


def test_lift__by_the_bank__payment_goes_on(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stopped(house, terms, statement)
    receipt = house.ok(house.issuing_bank, "lift_stop", terms, statement)
    assert codes_of(receipt) == ["StopLifted"]
    assert receipt.event("StopLifted").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "party": house.issuing_bank,
    }
    assert stop_of(house, terms, statement) == (0, 0)
    assert not house.set_state(terms, statement)["stopped"]
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_lift__what_a_court_ordered__that_court_alone(house: House) -> None:
    """Not the bank, and not a second court that it names for the purpose."""
    terms = house.issued()
    statement = house.accepted(terms)
    house.ok(house.court, "stop", terms, statement, *words())
    house.ok(house.issuing_bank, "name_court", house.wallet_owner, contract=house.suite.registry)
    admit_court(house)
    for sender in (house.issuing_bank, house.wallet_owner, house.stranger):
        house.fails(NOT_PARTY, sender, "lift_stop", terms, statement)
    second = words(amount=1, reference=OTHER)
    house.fails(BAD_STOP, house.wallet_owner, "stop", terms, statement, *second)
    house.ok(house.court, "lift_stop", terms, statement)
    house.ok(house.wallet_owner, "stop", terms, statement, *second)


def admit_court(house: House) -> None:
    owner = house.people["wallet_owner"]
    suite_of.admit_party(house.driver, house.suite, owner, int(Role.COURT), house.keeper)


@pytest.mark.parametrize("sender", ["court", "beneficiary", "stranger"])
def test_lift__what_the_bank_recorded__by_another_refused(house: House, sender: str) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    stopped(house, terms, statement)
    house.fails(NOT_PARTY, getattr(house, sender), "lift_stop", terms, statement)


def test_lift__confirming_bank__its_own(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "stop", terms, statement, *words())
    house.fails(NOT_PARTY, house.issuing_bank, "lift_stop", terms, statement)
    house.ok(house.confirming_bank, "lift_stop", terms, statement)


def test_lift__none_on_record__refused(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.fails(STATE, house.issuing_bank, "lift_stop", terms, statement)
    stopped(house, terms, statement)
    house.ok(house.issuing_bank, "lift_stop", terms, statement)
    house.fails(STATE, house.issuing_bank, "lift_stop", terms, statement)


def test_stop__three_equal_credits__each_its_own(house: House) -> None:
    credits = [house.issued() for _ in range(3)]
    sets = [house.accepted(terms) for terms in credits]
    stopped(house, credits[1], sets[1])
    pairs = zip(credits, sets, strict=True)
    found = [house.act(house.issuing_bank, "honour", terms, one).ok for terms, one in pairs]
    assert found == [True, False, True]
