"""Words of a later day: honour that is an undertaking, legs, charges, what is approved before."""

from __future__ import annotations

import pytest

from tests.scenario.conftest import HEAD, Play
from usance.model.credit_tenor import Leg, legs_hash
from usance.scenario.document import read_text
from usance.scenario.runner import PASSED, UNMET, WRONG
from usance.scenario.values import Reader


def head_of(words: str) -> str:
    return HEAD.replace("cover: 50 %", f"cover: 50 %, {words}")


TAKEN = """  - at: 2026-03-09T10:00 DEHAM
    by: beneficiary
    call: credit.present
    args: {amount: EUR 60.00, shipment_day: 2026-03-02, documents: a}
    as: {set1: return}
  - {by: issuing_bank, call: credit.acknowledge, args: {presentation: $set1}}
  - {by: issuing_bank, call: credit.accept, args: {presentation: $set1}}
"""
LATER = head_of("available_by: deferred, tenor_days: 30, tenor_from: shipment")
LEGS = (
    "[{share: 25 %, available_by: payment}, "
    "{share: 75 %, available_by: acceptance, tenor_days: 60, tenor_from: sight}]"
)
HONOUR = "  - {by: issuing_bank, call: credit.honour, args: {presentation: $set1}"


def test_honour__of_a_later_day__undertakes(play: Play) -> None:
    tail = TAKEN + HONOUR + ", emits: Undertaken, moves: none}\n"
    result = play(tail, LATER)
    assert result.status == PASSED, result.message
    assert result.log[-1].sent.returned


def test_honour__at_sight__pays(play: Play) -> None:
    result = play(
        TAKEN + "  - {by: issuing_bank, call: credit.honour, args: {presentation: $set1}, emits: Honoured}\n"
    )
    assert result.status == PASSED, result.message


def test_legs__of_the_terms__are_shown_by_the_act(play: Play) -> None:
    tail = (
        TAKEN
        + "  - {by: issuing_bank, call: credit.honour, args: {presentation: $set1}, as: {legs: return}}\n"
    )
    tail += "  - {view: claim.outstanding, args: {claim: $legs.1}, equals: EUR 45.00}\n"
    result = play(tail, head_of(f"available_by: mixed, legs: {LEGS}"))
    assert result.status == PASSED, result.message


def test_legs__are_hashed_as_the_contract_does_it() -> None:
    from usance.scenario.adapter import load_adapter
    from usance.scenario.cast import Names

    adapter, names = load_adapter(), Names()
    reader = Reader(names, adapter.enums(), adapter.kind_of)
    found = reader.scalar(read_text(f"legs: {LEGS}")["legs"], "legs")
    assert found == legs_hash([Leg(2500, 1, 0, 0), Leg(7500, 3, 60, 1)])
    assert names.legs[found][1]["tenor_days"] == 60


@pytest.mark.parametrize(
    ("legs", "reason"),
    [
        ("[a]", "a leg is {share, available_by, tenor_days, tenor_from}"),
        ("[{share: 100 %, tenor: 3}]", "a leg has no tenor"),
    ],
)
def test_legs__wrong_words__are_a_wrong_file(play: Play, legs: str, reason: str) -> None:
    result = play(TAKEN, head_of(f"available_by: mixed, legs: {legs}"))
    assert result.status == WRONG
    assert reason in str(result.message)


def test_charges__approve_what_the_bank_pays_and_no_more(play: Play) -> None:
    lines = (
        "[{code: COMM, payee: issuing_bank, amount: EUR 1.00, account: beneficiary}, "
        "{code: AGENT, payee: applicant, amount: EUR 2.00, account: applicant}]"
    )
    tail = TAKEN + (
        "  - by: issuing_bank\n    call: credit.honour\n"
        f"    args: {{presentation: $set1, charges: {lines}}}\n"
        "    moves: {EUR: {issuing_bank: -11.00, applicant: +2.00, beneficiary: +59.00}}\n"
        "  - {view: EUR.allowance, args: {owner: issuing_bank, spender: credit}, equals: 0}\n"
    )
    result = play(tail, head_of("charges_for: beneficiary"))
    assert result.status == PASSED, result.message
    assert sum(event.name == "Charged" for event in result.log[-1].sent.events) == 2


def test_settle__without_the_claim__finds_the_only_one(play: Play) -> None:
    tail = TAKEN + HONOUR + "}\n  - at: 2026-04-01T10:00 DEHAM\n    call: credit.settle\n"
    tail += "    args: {presentation: $set1}\n    emits: {Settled: {from_cover: EUR 50.00}}\n"
    assert play(tail, LATER).status == PASSED
    assert play(tail.replace("EUR 50.00", "EUR 60.00"), LATER).status == UNMET
