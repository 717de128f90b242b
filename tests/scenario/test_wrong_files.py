"""A wrong file gives file, line, step, reason and exit 2, in one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from usance.scenario.runner import WRONG, Result

Play = Callable[..., Result]


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("{by: applicant, call: credit.colse}", "did you mean credit.close?"),
        ("{by: applciant, call: credit.close}", "did you mean applicant?"),
        ("{by: applicant, call: credit.close, args: {credt: $credit}}", "did you mean credit?"),
        ("{by: applicant, call: credit.close, args: {credit: $cerdit}}", "did you mean credit?"),
        ("{by: applicant, call: close}", "write instrument.act"),
        ("{by: applicant, call: EUR.blok, args: {account: applicant}}", "did you mean block?"),
        ("{by: applicant, call: applicant.revoke, args: {signature: 0x00}}", "is no contract"),
        ("{by: applicant, call: credit.close, emit: Closed}", "did you mean emits?"),
        ("{by: applicant, call: credit.close, view: credit.state}", "not both"),
        (
            "{by: beneficiary, call: credit.present, emits: {Presented: {presentatoin: $credit}}}",
            "did you mean presentation?",
        ),
        ("{by: beneficiary, call: credit.present, emits: Presnted}", "did you mean Presented?"),
        ("{by: beneficiary, call: credit.present, args: {amount: EUR 1.001}}", "more decimals"),
        ("{by: beneficiary, call: credit.present, args: {amount: EUR -1.00}}", "does not fit uint256"),
        ("{by: beneficiary, call: credit.present, args: {amount: EUX 1.00}}", "no currency EUX"),
        (
            "{by: beneficiary, call: credit.present, args: {capacity: beneficairy}}",
            "did you mean BENEFICIARY?",
        ),
        ("{by: beneficiary, call: credit.present, args: {shipment_day: 2026-02-30}}", "there is no day"),
        ("{by: issuing_bank, call: credit.issue, args: {terms: {amuont: EUR 1.00}}}", "did you mean amount?"),
        (
            "{by: issuing_bank, call: credit.issue, args: {terms: {expiry_day: 2026-05-29}}}",
            "amount is left out",
        ),
        ("{by: issuing_bank, call: credit.issue, args: [a]}", "is a mapping"),
        ("{state: {$credit: CLOSD}}", "did you mean CLOSED?"),
        ("{balances: {EUR: {benefciary: 1.00}}}", "did you mean beneficiary?"),
        ("{balances: {USD: {beneficiary: 1.00}}}", "no token"),
        ("{view: credit.marcs, args: {presentation: $credit}}", "did you mean credit.marks?"),
        ("{by: applicant, call: credit.close, unchanged: [balance], reverts: U6}", "did you mean balances?"),
        ("{for: {i: 1-3}, steps: []}", "no such file|1..50|cannot be read"),
        ('{by: "investor${i}", call: credit.close}', "has no value"),
        ("{sign: {by: applicant, act: credit.close}, as: sig}", "no signature stands for credit.close"),
        ("{batch: [{call: credit.close}], by: applicant}", "must be of kind wallet"),
        ("{note: nothing}", "says what happens"),
    ],
)
def test_step__with_a_slip__names_line_and_mend(play: Play, head_lines: int, step: str, reason: str) -> None:
    result = play(f"  - {step}\n")
    assert result.status == WRONG, result.message
    assert any(part.lower() in result.message.lower() for part in reason.split("|")), result.message
    assert f"planted.yaml:{head_lines + 1}: step " in result.message or "for" in step
    assert "\n" not in result.message


GOOD = """scenario: t
places:
  DEHAM: {weekend: [sat, sun], offset: "+01:00", closes: "17:00", loaded_until: 2027-12-31}
parties:
  issuing_bank: {roles: [BANK], place: DEHAM}
tokens:
  EUR: {decimals: 6, kind: plain, balances: {issuing_bank: 1.00}}
steps: []
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("parties:", "partys:", 4, "did you mean parties?"),
        ("roles: [BANK]", "roles: [BNAK]", 5, "did you mean BANK?"),
        ("place: DEHAM}", "place: DEHAN}", 5, "did you mean DEHAM?"),
        ("roles: [BANK]", "role_s: [BANK]", 5, "did you mean roles?"),
        ("[sat, sun]", "[sat, snu]", 3, "did you mean sun?"),
        ('"17:00"', '"1700"', 3, "is no time of day"),
        ('"+01:00"', "Berlin", 3, "is no offset"),
        ("2027-12-31", "2027-13-31", 3, "there is no day"),
        ("weekend:", "weekends:", 3, "did you mean weekend?"),
        ("kind: plain", "kind: plian", 7, "did you mean plain?"),
        ("decimals: 6", "decimals: six", 7, "no number of decimals"),
        ("issuing_bank: 1.00}", "issuing_bnak: 1.00}", 7, "did you mean issuing_bank?"),
        ("issuing_bank: 1.00}", "issuing_bank: 1.0000001}", 7, "more decimals"),
        ("place: DEHAM}", "kind: walet, place: DEHAM}", 5, "did you mean wallet?"),
        ("place: DEHAM}", "status: HELT, place: DEHAM}", 5, "did you mean HELD?"),
        ("place: DEHAM}", "courts: [court], place: DEHAM}", 5, "no party court"),
        ("steps: []", "steps: {}", 8, "is a list of steps"),
    ],
)
def test_cast__with_a_slip__names_line_and_mend(
    play: Play, old: str, new: str, line: int, reason: str
) -> None:
    assert old in GOOD
    result = play("", head=GOOD.replace(old, new, 1))
    assert (result.status, result.line) == (WRONG, line), result.message
    assert reason in result.message


def test_file__that_is_not_there__is_wrong(play: Play) -> None:
    result = play("", head="")
    assert result.status == WRONG
    assert "begins with" in result.message
