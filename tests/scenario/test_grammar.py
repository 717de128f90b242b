"""What the kit promises to take beside the plain case: short forms, many parties, hostile ones."""
# ruff: noqa: E501  (a step of a story is one line)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usance.scenario.runner import PASSED, WRONG, Result, run_file, theatre

Play = Callable[..., Result]
SET = """  - {at: 2026-03-03T11:00 DEHAM, by: beneficiary, call: credit.present, args: {documents: [invoice, packing-list]}, as: set1}
  - {by: issuing_bank, call: credit.acknowledge, args: {presentation: $set1}}
"""


def test_credit__left_out__is_the_only_one_there_is(play: Play) -> None:
    result = play(SET + "  - {by: issuing_bank, call: credit.accept, args: {presentation: $set1}}\n")
    assert result.status == PASSED, result.message


def test_credit__left_out_with_two__is_refused(play: Play) -> None:
    second = "  - {by: issuing_bank, call: credit.issue, args: {terms: {amount: EUR 1.00}}, as: other}\n"
    result = play(second + "  - {by: applicant, call: credit.close, reverts: U6}\n")
    assert result.status == WRONG
    assert "credit is left out" in result.message


@pytest.mark.parametrize(
    "discrepancies",
    ["[late_shipment]", "[{code: late_shipment}]", "[{code: a word of our own, leaf: invoice}, signature]"],
)
def test_discrepancies__short_and_own_words__are_a_notice(play: Play, discrepancies: str) -> None:
    result = play(
        SET + "  - {by: issuing_bank, call: credit.refuse, args: {presentation: $set1, disposal: HOLD, "
        f"discrepancies: {discrepancies}}}, state: {{$set1: REFUSED}}}}\n"
    )
    assert result.status == PASSED, result.message


def test_honoured__amount__is_what_cover_and_bank_paid(play: Play) -> None:
    result = play(
        SET + "  - {by: issuing_bank, call: credit.accept, args: {presentation: $set1}}\n"
        "  - {by: issuing_bank, call: credit.honour, args: {presentation: $set1}, "
        "emits: {Honoured: {presentation: $set1, amount: EUR 100.00}}, as: {payee: event.Honoured.payee}}\n"
        "  - {by: issuing_bank, call: EUR.transfer, args: {to: $payee, amount: EUR 1.00}, "
        "balances: {EUR: {beneficiary: 101.00}}}\n"
    )
    assert result.status == PASSED, result.message


def test_parties__fifty_at_once__each_has_an_account(play: Play) -> None:
    head = """scenario: fifty
parties:
  investor[1..60]: {roles: [FINANCIER]}
tokens:
  EUR: {decimals: 6, balances: {investor1: 1.00}}
steps:
  - for: {i: 2..60}
    steps:
      - {by: investor1, call: EUR.transfer, args: {to: "investor${i}", amount: units 1}, moves: {EUR: {investor1: -units 1, "investor${i}": units 1}}}
"""
    result = play("", head=head)
    assert result.status == PASSED, result.message
    assert result.steps == 59


@pytest.mark.parametrize("kind", ["refusing", "burning_gas", "reentering", "megabyte", "loud"])
def test_beneficiary__hostile__is_paid_like_any_other(play: Play, kind: str) -> None:
    head = f"""scenario: hostile
places:
  DEHAM: {{weekend: [sat, sun], offset: "+01:00", closes: "17:00", loaded_until: 2027-12-31}}
parties:
  issuing_bank: {{roles: [BANK], place: DEHAM}}
  beneficiary: {{roles: [TRADER], kind: hostile/{kind}}}
tokens:
  EUR: {{decimals: 18, balances: {{issuing_bank: 1000.00}}}}
steps:
  - {{at: 2026-03-02T10:00 DEHAM, by: issuing_bank, call: credit.issue, args: {{terms: {{amount: EUR 100.00}}}}, as: credit}}
"""
    result = play(
        SET + "  - {by: issuing_bank, call: credit.accept, args: {presentation: $set1}}\n"
        "  - {by: issuing_bank, call: credit.honour, args: {presentation: $set1}, "
        "moves: {EUR: {issuing_bank: -100.00, beneficiary: +100.00}}}\n",
        head=head,
    )
    assert result.status == PASSED, result.message


def test_officers__declared_by_role__take_the_acts_of_the_suite(play: Play) -> None:
    head = """scenario: officers
places:
  DEHAM: {weekend: sat sun, closes: "17:00", loaded_until: 2027-12-31}
parties:
  day_keeper: {roles: [KEEPER]}
  night_keeper: {roles: [KEEPER]}
  third_keeper: {roles: [KEEPER]}
  watch: {roles: [GUARDIAN]}
steps:
  - {at: 2026-03-02T10:00 DEHAM, by: day_keeper, call: calendar.record_closure, args: {place: DEHAM, day: 2026-03-02, reason: ordinary}}
  - {by: third_keeper, call: calendar.record_closure, args: {place: DEHAM, day: 2026-03-02, reason: ordinary}}
  - {view: calendar.is_banking_day, args: {place: DEHAM, day: 2026-03-02}, equals: no}
  - {by: night_keeper, call: calendar.record_closure, args: {place: DEHAM, day: 2026-03-02, reason: ordinary}, reverts: CALENDAR_CLOSURE}
  - {by: watch, call: credit.pause}
"""
    result = play("", head=head)
    assert result.status == PASSED, result.message


def test_salt__is_the_step__so_equal_terms_make_two_credits(play: Play) -> None:
    one = "  - {by: issuing_bank, call: credit.issue, args: {terms: {amount: EUR 1.00}}, as: %s}\n"
    result = play(one % "a" + one % "b" + "  - {state: {$a: ISSUED, $b: ISSUED}}\n")
    assert result.status == PASSED, result.message


def test_chain_id__after_a_fork__a_credit_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "fork.yaml"
    path.write_text(
        HEAD
        + "  - {chain_id: 5}\n  - {at: 2026-03-03T10:00 DEHAM, by: applicant, call: credit.close, reverts: UNKNOWN}\n"
    )
    on_model = run_file(path, theatre("model"))
    assert on_model.status == PASSED, on_model.message
    on_revm = run_file(path, theatre("revm"))
    assert on_revm.status == WRONG
    assert "revm cannot change the chain's id" in on_revm.message


HEAD = """scenario: fork
places:
  DEHAM: {weekend: [sat, sun], closes: "17:00", loaded_until: 2027-12-31}
parties:
  issuing_bank: {roles: [BANK], place: DEHAM}
  applicant: {roles: [TRADER]}
  beneficiary: {roles: [TRADER]}
tokens:
  EUR: {decimals: 6}
steps:
  - {at: 2026-03-02T10:00 DEHAM, by: issuing_bank, call: credit.issue, args: {terms: {amount: EUR 100.00}}, as: credit}
"""
