"""honour: what is bound is paid, from cover and from the bank, to the payee or to its balance."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import (
    BLOCKLIST,
    BURNING,
    CALLBACK,
    EXPIRY,
    NO_RETURN,
    NOTICE,
    PAUSE,
    REENTERING,
    REFUSING,
    TEXT,
    TODAY,
    UPGRADE,
    House,
    codes_of,
)
from usance.codes import Disposal, SetStatus, Stage
from usance.terms import Credit, Presentation

NOT_DUE = "credit: not due (NOT_DUE)"
STATE = "credit: state (STATE)"
SCALE = 10_000


@pytest.mark.parametrize(
    ("cover_bps", "from_cover", "from_bank"), [(10_000, 541_50, 0), (0, 0, 541_50), (3_333, 180_49, 361_01)]
)
def test_honour__by_the_issuing_bank__cover_first_then_its_own(
    house: House, cover_bps: int, from_cover: int, from_bank: int
) -> None:
    """Cover -> payee, the rest issuing bank -> payee."""
    terms = house.issued(amount=541_50, cover_bps=cover_bps)
    statement = house.accepted(terms)
    before = house.held(house.issuing_bank)
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert codes_of(receipt) == ["Honoured"]
    assert receipt.event("Honoured").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.beneficiary,
        "from_cover": from_cover,
        "from_bank": from_bank,
        "outstanding": 0,
    }
    assert house.held(house.beneficiary) == 541_50 * SCALE
    assert before - house.held(house.issuing_bank) == from_bank * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 0)
    credit = house.state(terms)
    assert (credit["open_sets"], credit["cover"], credit["drawn"]) == (0, 0, 541_50)


def test_honour__precluded__bank_may_pay_before_the_due_day(house: House) -> None:
    terms = house.issued(honour_days=5)
    statement = house.precluded(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_honour__stranger__from_cover_on_the_due_day_not_a_second_before(house: House) -> None:
    terms = house.issued(honour_days=3)
    statement = house.precluded(terms)
    due = house.set_state(terms, statement)["due_day"]
    house.at_last_second(due - 1)
    house.fails(NOT_DUE, house.stranger, "honour", terms, statement)
    house.at(due, 0)
    receipt = house.ok(house.stranger, "honour", terms, statement)
    assert receipt.event("Honoured")["from_cover"] == 54_150_00
    assert house.held(house.beneficiary) == 54_150_00 * SCALE


def test_honour__part_covered__stranger_makes_the_cover_pay_the_bank_owes_the_rest(house: House) -> None:
    terms = house.issued(cover_bps=4_000)
    statement = house.precluded(terms)
    house.at(house.set_state(terms, statement)["due_day"])
    receipt = house.ok(house.beneficiary, "honour", terms, statement)
    assert receipt.event("Honoured")["outstanding"] == 32_490_00
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.PRECLUDED, 32_490_00)
    assert house.state(terms)["open_sets"] == 1
    house.fails("credit: no cover (COVER)", house.beneficiary, "honour", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == 54_150_00 * SCALE


def test_honour__stranger_with_plenty_of_its_own__never_pays(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.precluded(terms)
    house.at(EXPIRY)
    house.fails("credit: no cover (COVER)", house.advising_bank, "honour", terms, statement)


@pytest.mark.parametrize("state", ["presented", "received", "refused"])
def test_honour__nothing_found__refused(house: House, state: str) -> None:
    terms = house.issued()
    statement = getattr(house, state)(terms)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_honour__twice__once_only(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_honour__bound_for_nothing__refused(house: House) -> None:
    terms = house.issued()
    house.accepted(terms)
    statement = house.precluded(terms, amount=1)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_honour__two_sets__cover_serves_whoever_comes_first(house: House) -> None:
    terms = house.issued(amount=100, cover_bps=5_000)
    first = house.accepted(terms, amount=40)
    second = house.accepted(terms, amount=60)
    house.ok(house.issuing_bank, "honour", terms, second)
    assert house.state(terms)["cover"] == 0
    receipt = house.ok(house.issuing_bank, "honour", terms, first)
    assert receipt.event("Honoured")["from_bank"] == 40


# --- other banks ---


def test_honour__confirming_bank__pays_all_itself(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.fails("NOT_PARTY", house.stranger, "honour", terms, statement)
    receipt = house.ok(house.confirming_bank, "honour", terms, statement)
    paid = receipt.event("Honoured")
    assert (paid["from_cover"], paid["from_bank"]) == (0, 54_150_00)
    credit = house.state(terms)
    assert (credit["cover"], credit["claims"], credit["open_sets"]) == (54_150_00, 1, 0)
    state = house.set_state(terms, statement)
    assert (state["status"], state["amount"]) == (SetStatus.HONOURED, 54_150_00)


@pytest.mark.parametrize("finding", ["accepted", "precluded"])
@pytest.mark.parametrize(("cover_bps", "from_cover"), [(10_000, 541_50), (3_333, 180_49), (0, 0)])
def test_honour__issuing_bank_in_the_confirming_banks_place__cover_first_and_nothing_to_claim(
    house: House, finding: str, cover_bps: int, from_cover: int
) -> None:
    """Cover -> payee, the rest issuing bank -> payee; the confirming bank is free (7a)."""
    terms = house.confirmed(amount=541_50, cover_bps=cover_bps)
    statement = getattr(house, finding)(terms, "confirming_bank")
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert receipt.event("Honoured").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.beneficiary,
        "from_cover": from_cover,
        "from_bank": 541_50 - from_cover,
        "outstanding": 0,
    }
    assert house.held(house.beneficiary) == 541_50 * SCALE
    state = house.set_state(terms, statement)
    assert (state["status"], state["stage"]) == (SetStatus.HONOURED, Stage.ISSUER)
    assert (state["amount"], state["claim"]) == (0, False)
    credit = house.state(terms)
    assert (credit["cover"], credit["claims"], credit["open_sets"]) == (0, 0, 0)
    house.fails(STATE, house.confirming_bank, "honour", terms, statement)
    house.fails(STATE, house.confirming_bank, "forward", terms, statement)
    house.ok(house.issuing_bank, "close", terms)


def test_honour__issuing_bank_in_the_confirming_banks_place__not_for_nothing(house: House) -> None:
    terms = house.confirmed()
    house.accepted(terms)
    statement = house.precluded(terms, "confirming_bank", amount=1)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def test_honour__issuing_bank_in_a_nominated_banks_place__never(house: House) -> None:
    """A nominated bank is not bound: nobody pays in its place."""
    terms = house.issued(house.nominating())
    statement = house.accepted(terms, "nominated_bank")
    house.fails("NOT_PARTY", house.issuing_bank, "honour", terms, statement)


def test_honour__confirming_bank_has_paid__issuing_bank_cannot_pay_twice(house: House) -> None:
    terms = house.confirmed()
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.fails(STATE, house.issuing_bank, "honour", terms, statement)


def waived(house: House, terms: Credit, **changes: Any) -> Presentation:
    """A second set, refused, and waived by applicant and issuing bank."""
    words: dict[str, Any] = {"documents": b"waived".ljust(32, b"\0"), "pay_to": house.assignee}
    statement = house.refused(terms, Disposal.NOTIFY, **(words | changes))
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    return statement


@pytest.mark.parametrize("running", ["accepted", "received"])
def test_honour__waived_behind_an_open_set__cover_waits_for_the_other(house: House, running: str) -> None:
    terms = house.issued(amount=100)
    first = getattr(house, running)(terms, amount=100)
    second = waived(house, terms, amount=40)
    house.at(house.set_state(terms, second)["due_day"])
    house.fails("credit: no cover (COVER)", house.stranger, "honour", terms, second)
    paid = house.ok(house.issuing_bank, "honour", terms, second).event("Honoured")
    assert (paid["from_cover"], paid["from_bank"]) == (0, 40)
    assert house.state(terms)["cover"] == 100
    assert house.set_state(terms, first)["status"] != SetStatus.HONOURED


def test_honour__waived_behind_a_claim__cover_waits_for_the_bank_that_paid(house: House) -> None:
    terms = house.confirmed(amount=100)
    first = house.accepted(terms, "confirming_bank", amount=60)
    house.ok(house.confirming_bank, "honour", terms, first)
    second = waived(house, terms, amount=40)
    house.at(house.set_state(terms, second)["due_day"])
    house.fails("credit: no cover (COVER)", house.stranger, "honour", terms, second)
    house.ok(house.confirming_bank, "forward", terms, first)
    house.acknowledge(terms, first, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, first)
    assert house.ok(house.issuing_bank, "honour", terms, first).event("Honoured")["from_cover"] == 60
    # Nothing stands before it any more.
    assert house.ok(house.stranger, "honour", terms, second).event("Honoured")["from_cover"] == 40


def test_honour__set_without_a_waiver_beside_a_waived_one__takes_its_cover(house: House) -> None:
    terms = house.issued(amount=100)
    first = house.accepted(terms, amount=60)
    second = waived(house, terms, amount=40)
    house.at(house.set_state(terms, second)["due_day"])
    assert house.ok(house.stranger, "honour", terms, first).event("Honoured")["from_cover"] == 60
    assert house.ok(house.stranger, "honour", terms, second).event("Honoured")["from_cover"] == 40


def test_honour__claim_that_was_waived__is_no_excess_and_takes_its_cover(house: House) -> None:
    terms = house.confirmed(amount=100)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    notice = (NOTICE[0], int(Disposal.NOTIFY), TEXT)
    house.ok(house.issuing_bank, "refuse", terms, statement, *notice)
    house.ok(house.applicant, "waive", terms, statement)
    house.ok(house.issuing_bank, "waive", terms, statement)
    assert (house.state(terms)["claims"], house.state(terms)["open_sets"]) == (1, 1)
    house.at(house.set_state(terms, statement)["due_day"])
    paid = house.ok(house.stranger, "honour", terms, statement).event("Honoured")
    assert (paid["payee"], paid["from_cover"]) == (house.confirming_bank, 100)
    assert house.state(terms)["claims"] == 0


def test_honour__confirming_bank_precluded__no_stranger_can_pay(house: House) -> None:
    terms = house.confirmed()
    statement = house.precluded(terms, "confirming_bank")
    house.at(EXPIRY)
    house.fails("credit: not your act (NOT_PARTY)", house.stranger, "honour", terms, statement)
    house.ok(house.confirming_bank, "honour", terms, statement)


def test_honour__confirming_bank_bound_for_nothing__refused(house: House) -> None:
    terms = house.confirmed()
    house.accepted(terms)
    statement = house.precluded(terms, "confirming_bank", amount=1)
    house.fails("credit: nothing available (LC10)", house.confirming_bank, "honour", terms, statement)


def test_honour__nominated_bank__of_its_own_will_and_binds_what_is_left(house: House) -> None:
    terms = house.issued(house.nominating(amount=100))
    house.accepted(terms, amount=60)
    statement = house.accepted(terms, "nominated_bank", amount=70)
    assert house.state(terms)["drawn"] == 60
    receipt = house.ok(house.nominated_bank, "honour", terms, statement)
    assert receipt.event("Honoured")["from_bank"] == 40
    assert house.set_state(terms, statement)["amount"] == 40
    credit = house.state(terms)
    assert (credit["drawn"], credit["claims"]) == (100, 1)


def test_honour__nominated_bank_with_nothing_left__refused(house: House) -> None:
    terms = house.issued(house.nominating(amount=100))
    house.accepted(terms, amount=100)
    statement = house.accepted(terms, "nominated_bank", amount=1)
    house.fails("LC10", house.nominated_bank, "honour", terms, statement)


def test_honour__nominated_bank_without_a_finding__refused(house: House) -> None:
    terms = house.issued(house.nominating())
    statement = house.received(terms, "nominated_bank")
    house.fails(STATE, house.nominated_bank, "honour", terms, statement)


# --- payees and tokens ---


@pytest.mark.parametrize("kind", [REFUSING, BURNING, REENTERING])
def test_honour__payee_that_means_harm__parked_or_paid(house: House, kind: int) -> None:
    """The token calls the payee on arrival; whatever it does, the bank is free."""
    token = house.token(CALLBACK)
    payee = house.hostile(kind)
    terms = house.issued(asset=token.address, cover_bps=0)
    statement = house.accepted(terms, pay_to=payee.address)
    house.ok(house.keeper, "arm", payee.address, b"\1\2\3\4", kind != REENTERING, contract=token)
    if kind == REENTERING:
        data = house.credit.abi.function("honour").encode([terms, statement])
        house.ok(house.wallet_owner, "arm", house.credit.address, data, contract=payee)
    receipt = house.act(house.issuing_bank, "honour", terms, statement)
    if kind != REENTERING:
        # The token itself fails on every move: its own reason reaches the payer.
        assert not receipt.ok
        return
    assert receipt.ok
    assert house.held(payee.address, token) == 54_150_00 * SCALE
    assert house.see("answer", contract=payee) == 2
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_honour__payee_blocked_by_the_token__parked_from_cover_and_bank(house: House) -> None:
    token = house.token(BLOCKLIST)
    terms = house.issued(asset=token.address, cover_bps=5_000)
    statement = house.accepted(terms)
    house.ok(house.keeper, "block", house.beneficiary, contract=token)
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert codes_of(receipt) == ["Honoured", "Credited", "Credited"]
    assert house.waiting(house.beneficiary, token) == 54_150_00 * SCALE
    assert house.see("owed", token.address) == 54_150_00 * SCALE
    assert house.held(house.credit.address, token) == 54_150_00 * SCALE
    assert house.set_state(terms, statement)["status"] == SetStatus.HONOURED


def test_honour__token_paused__cover_parks_but_a_bank_cannot_pay(house: House) -> None:
    token = house.token(PAUSE)
    covered = house.issued(asset=token.address)
    plain = house.issued(asset=token.address, cover_bps=0)
    first, second = house.accepted(covered), house.accepted(plain)
    house.ok(house.keeper, "pause", contract=token)
    house.ok(house.issuing_bank, "honour", covered, first)
    assert house.waiting(house.beneficiary, token) == 54_150_00 * SCALE
    assert house.act(house.issuing_bank, "honour", plain, second).reason == "token: paused"
    assert house.set_state(plain, second)["status"] == SetStatus.COMPLYING


def test_honour__token_turned_fee_taking__parked_in_full(house: House) -> None:
    token = house.token(UPGRADE)
    terms = house.issued(asset=token.address)
    statement = house.accepted(terms)
    house.ok(house.keeper, "upgrade", 100, contract=token)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary, token) == 0
    assert house.waiting(house.beneficiary, token) == 54_150_00 * SCALE


def test_honour__token_that_answers_nothing__paid(house: House) -> None:
    token = house.token(NO_RETURN)
    terms = house.issued(asset=token.address, cover_bps=5_000)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary, token) == 54_150_00 * SCALE


def test_honour__token_calls_back__locked_out(house: House) -> None:
    token = house.token(CALLBACK)
    terms = house.issued(asset=token.address)
    statement = house.accepted(terms)
    data = house.credit.abi.function("honour").encode([terms, statement])
    house.ok(house.keeper, "arm", house.credit.address, data, False, contract=token)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.see("answer", contract=token) == 2
    assert house.held(house.beneficiary, token) == 54_150_00 * SCALE


@pytest.mark.parametrize("decimals", [2, 6, 8, 18])
def test_honour__token_of_any_decimals__scaled(house: House, decimals: int) -> None:
    token = house.token(decimals=decimals)
    scale = 10 ** (decimals - 2)
    terms = house.issued(asset=token.address, asset_scale=scale, cover_bps=1)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary, token) == 54_150_00 * scale


def test_honour__bank_without_allowance__its_part_fails_and_nothing_is_booked(house: House) -> None:
    terms = house.issued(cover_bps=5_000)
    statement = house.accepted(terms)
    house.ok(house.issuing_bank, "approve", house.credit.address, 0, contract=house.euro)
    assert house.act(house.issuing_bank, "honour", terms, statement).reason == "token: allowance"
    assert house.state(terms)["cover"] == 27_075_00
    assert house.held(house.beneficiary) == 0


def test_honour__payee_is_the_issuing_bank__parked_for_it(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.accepted(terms, pay_to=house.issuing_bank)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.waiting(house.issuing_bank) == 54_150_00 * SCALE


def test_honour__donation_to_the_contract__moves_nothing(house: House) -> None:
    terms = house.issued(cover_bps=0)
    statement = house.precluded(terms)
    house.ok(house.keeper, "mint", house.credit.address, 10**20, contract=house.euro)
    house.at(EXPIRY)
    house.fails("COVER", house.stranger, "honour", terms, statement)


def test_honour__cover_of_one_credit__never_pays_another(house: House) -> None:
    rich, poor = house.issued(), house.issued(cover_bps=0)
    statement = house.precluded(poor)
    house.at(EXPIRY)
    house.fails("COVER", house.stranger, "honour", poor, statement)
    assert house.state(rich)["cover"] == 54_150_00


def test_honour__banks_held_insolvent_or_removed__cover_pays_all_the_same(house: House) -> None:
    terms = house.issued()
    statement = house.precluded(terms)
    house.at(house.set_state(terms, statement)["due_day"])
    house.set_status(house.issuing_bank, 3)
    house.ok(house.guardian, "pause")
    house.ok(house.stranger, "honour", terms, statement)
    assert house.held(house.beneficiary) == 54_150_00 * SCALE


def test_honour__collecting_bank_presented__beneficiary_is_paid(house: House) -> None:
    terms = house.issued()
    statement = house.collecting(terms)
    house.ok(house.beneficiary, "present", terms, statement)
    house.acknowledge(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.held(house.beneficiary) == 54_150_00 * SCALE


def test_honour__expired_meanwhile__still_paid(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY - 2)
    statement = house.accepted(terms)
    house.at(EXPIRY + 20)
    house.ok(house.stranger, "expire", terms)
    house.ok(house.stranger, "honour", terms, statement)


def test_honour__unknown__refused(house: House) -> None:
    terms = house.issued()
    house.fails("UNKNOWN", house.issuing_bank, "honour", terms, house.statement(terms))
    statement = house.accepted(terms)
    altered = statement.but(pay_to=house.stranger)
    house.fails("UNKNOWN", house.issuing_bank, "honour", terms, altered)


def test_honour__too_little_gas_for_the_payee__refused_not_parked(house: House) -> None:
    terms = house.issued()
    statement = house.accepted(terms)
    receipt = house.driver.call(house.credit, "honour", [terms, statement], house.issuing_bank, gas=250_000)
    assert receipt.reason == "delivery: give more gas (GAS)"
    assert house.set_state(terms, statement)["status"] == SetStatus.COMPLYING


def test_honour__last_unit_of_a_rounded_cover__back_to_the_bank_at_the_end(house: House) -> None:
    """Cover of 5,000 bps of 101 is 51: one more than half, in favour of the payee."""
    terms = house.issued(amount=101, cover_bps=5_000)
    statement = house.accepted(terms, amount=20)
    receipt = house.ok(house.issuing_bank, "honour", terms, statement)
    assert receipt.event("Honoured")["from_cover"] == 20
    assert house.state(terms)["cover"] == 31
    house.at(TODAY + 160)
    assert house.ok(house.stranger, "close", terms).event("Closed")["cover_returned"] == 31
