"""Every expectation can fail, and says what was expected, what was seen, and where."""
# ruff: noqa: E501  (a step of a story is one line)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usance.scenario.runner import PASSED, UNMET, WRONG, Result

Play = Callable[..., Result]
PRESENT = """  - at: 2026-03-03T11:00 DEHAM
    by: beneficiary
    call: credit.present
    args: {credit: $credit, documents: set-1, shipment_day: 2026-03-01}
    as: {set1: return}
"""
CLOSE = "  - {by: applicant, call: credit.close, args: {credit: $credit}, reverts: U6}\n"


@pytest.mark.parametrize(
    ("step", "expected", "seen"),
    [
        ("{by: applicant, call: credit.close}", "success", "U6"),
        ("{by: applicant, call: credit.close, reverts: U16}", "U16", "U6"),
        ("{by: applicant, call: credit.close, reverts: U}", "U", "U6"),
        ("{by: beneficiary, call: credit.present, reverts: LC9}", "LC9", "success"),
        (
            "{by: beneficiary, call: credit.present, emits: {Presented: {presentation: $credit}}}",
            "$credit",
            "0x",
        ),
        ("{by: beneficiary, call: credit.present, emits: Honoured}", "Honoured", "Presented"),
        ("{by: beneficiary, call: credit.present, emits: none}", "none", "Presented"),
        (
            "{by: beneficiary, call: credit.present, moves: {EUR: {beneficiary: 1.00}}}",
            "EUR 1.00",
            "EUR 0.00",
        ),
        (
            "{by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}, moves: none}",
            "EUR 0.00",
            "EUR -1.00",
        ),
        (
            "{by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}, "
            "moves: {EUR: {issuing_bank: -1.00}}}",
            "EUR 0.00",
            "EUR 1.00",
        ),
        ("{balances: {EUR: {issuing_bank: 951.00}}}", "EUR 951.00", "EUR 950.00"),
        ("{balances: {issuing_bank: EUR 951.00}}", "EUR 951.00", "EUR 950.00"),
        ("{withdrawable: {issuing_bank: EUR 0.01}}", "EUR 0.01", "EUR 0.00"),
        ("{state: {$credit: CLOSED}}", "CLOSED", "ISSUED"),
        ("{view: credit.cover, args: {credit: $credit}, equals: EUR 50.01}", "EUR 50.01", "EUR 50.00"),
        (
            "{view: credit.cover, args: {credit: $credit}, at_most: EUR 49.99}",
            "at most EUR 49.99",
            "EUR 50.00",
        ),
        (
            "{view: credit.cover, args: {credit: $credit}, at_least: EUR 50.01}",
            "at least EUR 50.01",
            "EUR 50.00",
        ),
        (
            "{view: credit.state, args: {credit: $credit}, equals: {status: ISSUED, advised: yes}}",
            "advised yes",
            "no",
        ),
        ("{by: beneficiary, call: credit.present, returns: $credit}", "$credit", "0x"),
    ],
)
def test_expectation__planted_wrong__is_unmet(
    play: Play, head_lines: int, step: str, expected: str, seen: str
) -> None:
    result = play(f"  - {step}\n")
    assert result.status == UNMET, result.message
    assert f"expected {expected}" in result.message.replace("a refusal (", "")
    assert seen in result.message.split("seen", 1)[1]
    assert result.line == head_lines + 1
    assert result.step == 2
    assert "\n" not in result.message


@pytest.mark.parametrize(
    "step",
    [
        "{by: applicant, call: credit.close, reverts: U6, moves: none, unchanged: [balances, state, withdrawable]}",
        "{by: beneficiary, call: credit.present, emits: [Presented]}",
        "{by: beneficiary, call: credit.present, emits: [{Presented: {credit: $credit}}], as: event_free}",
        "{by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}, "
        "moves: {EUR: {issuing_bank: -1.00, beneficiary: +1.00}}}",
        "{by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: units 3}, "
        "moves: {EUR: {issuing_bank: -units 2, beneficiary: units 4}}, within: units 1}",
        "{balances: {EUR: {issuing_bank: 950.00, credit: 50.00}}}",
        "{balances: {issuing_bank: at_least EUR 950.00}}",
        "{view: credit.state, args: {credit: $credit}, equals: {cover: EUR 50.00, drawn: EUR 0.00}}",
        "{view: credit.cover, args: {credit: $credit}, equals: EUR 50.01, within: units 1}",
        "{by: beneficiary, call: credit.withdraw, reverts: BALANCE}",
        "{at: 2026-03-02T12:00 DEHAM, state: {credit: ISSUED}}",
        "{by: beneficiary, call: credit.present, args: {amount: $credit.amount}}",
    ],
)
def test_expectation__that_holds__passes(play: Play, step: str) -> None:
    result = play(f"  - {step}\n")
    assert result.status == PASSED, result.message


def test_as__result_of_an_event__is_known_like_a_return_value(play: Play) -> None:
    result = play(
        PRESENT.replace("{set1: return}", "{set1: event.Presented.presentation}")
        + "  - {by: issuing_bank, call: credit.acknowledge, args: {presentation: $set1}}\n"
        + "  - {view: credit.state, args: {credit: $credit}, equals: {open_sets: 1}}\n"
    )
    assert result.status == PASSED, result.message


def test_time__without_at__is_one_second_after_the_last(play: Play) -> None:
    result = play(
        PRESENT + "  - {view: credit.presentation_state, args: {presentation: $set1}, "
        "equals: {presented_at: 2026-03-03T11:00 DEHAM}}\n"
        + PRESENT.replace("  - at: 2026-03-03T11:00 DEHAM\n    by", "  - by")
        .replace("set-1", "set-2")
        .replace("set1", "set2")
        + "  - {view: credit.presentation_state, args: {presentation: $set2}, "
        "equals: {presented_at: 2026-03-03T11:00:01 DEHAM}}\n"
    )
    assert result.status == PASSED, result.message


def test_time__backwards__is_a_wrong_file(play: Play, head_lines: int) -> None:
    result = play("  - {at: 2026-03-02T09:59 DEHAM, by: applicant, call: credit.close}\n")
    assert (result.status, result.line) == (WRONG, head_lines + 1)
    assert "time never goes back" in result.message


def test_block__acts_share_their_time__and_money_is_seen_at_its_end(play: Play) -> None:
    two = PRESENT.replace("  - at: 2026-03-03T11:00 DEHAM\n    by", "  - by")
    inner = (two + two.replace("set-1", "set-2").replace("set1", "set2")).replace("\n    ", "\n          ")
    body = "  - at: 2026-03-03T11:00 DEHAM\n    block:\n" + inner.replace("  - by", "        - by")
    views = "".join(
        f"  - {{view: credit.presentation_state, args: {{presentation: ${name}}}, "
        "equals: {presented_at: 2026-03-03T11:00 DEHAM}}\n"
        for name in ("set1", "set2")
    )
    result = play(body + "    moves: none\n" + views)
    assert result.status == PASSED, result.message


def test_for__range_list_and_csv__repeat_the_steps(play: Play, tmp_path: Path) -> None:
    (tmp_path / "sets.csv").write_text("label,amount\nfirst,EUR 1.00\nsecond,EUR 2.00\n")
    result = play(
        "  - for: {i: 1..3}\n    steps:\n      - {by: beneficiary, call: credit.present, "
        'args: {documents: "set ${i}"}, as: "set_${i}"}\n'
        "  - for: {row: sets.csv}\n    steps:\n      - {by: beneficiary, call: credit.present, "
        'args: {documents: "${row.label}", amount: "${row.amount}"}, as: "${row.label}"}\n'
        "  - {state: {$set_3: PRESENTED, $second: PRESENTED}}\n"
    )
    assert result.status == PASSED, result.message
    assert result.steps == 7


def test_table__rows_of_the_step__are_what_must_move(play: Play, tmp_path: Path) -> None:
    (tmp_path / "flows.csv").write_text(
        "step,account,asset,amount\npay,issuing_bank,EUR,-1.00\npay,beneficiary,EUR,1.00\n"
    )
    step = "  - {name: pay, by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}, table: flows.csv}\n"
    assert play(step).status == PASSED
    assert play(step.replace("EUR 1.00}", "EUR 1.01}")).status == UNMET
    assert play(step.replace("name: pay", "name: other")).status == WRONG


def test_check__by_name__runs_after_every_step(play: Play) -> None:
    assert play("check: [conservation, cover_held]\n").status == PASSED
    wrong = play("check: [conservatoin]\n")
    assert wrong.status == WRONG
    assert "did you mean conservation?" in wrong.message


def test_approve_none__the_act_finds_no_allowance(play: Play) -> None:
    step = "  - {by: issuing_bank, call: credit.issue, args: {terms: {amount: EUR 1.00, expiry_day: 2026-05-29, cover: 100 %}}"
    assert play(step + ", as: more}\n").status == PASSED
    refused = play(step + ', approve: none, reverts: "allowance"}\n')
    assert refused.status == PASSED, refused.message


def test_chain_id__an_unknown_step_word__is_wrong(play: Play, head_lines: int) -> None:
    result = play("  - {by: applicant, cal: credit.close}\n")
    assert (result.status, result.line) == (WRONG, head_lines + 1)
    assert "did you mean call?" in result.message
