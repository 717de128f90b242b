"""The examiner in a story: what it finds, what a story may leave to the names it keeps, wrong words."""

from __future__ import annotations

import pytest

from tests.scenario.conftest import Play
from usance.scenario.runner import PASSED, UNMET, WRONG

BILL = (
    "{document: bill of lading, number: B1, date: 2026-03-01, on_board: 2026-03-01, originals: 3, "
    "originals_issued: 3, signed: yes, signed_as: CARRIER, carrier: LINE, "
    "vessel: MV A, consignee: TO ORDER, endorsed: blank}"
)
HOLD = """  - at: 2026-03-09T10:00 DEHAM
    by: beneficiary
    call: credit.present
    args: {amount: EUR 60.00, shipment_day: 2026-03-01, documents: a}
    as: {set1: return}
  - {by: issuing_bank, call: credit.acknowledge, args: {presentation: $set1}}
"""


def test_examine__what_is_found_is_what_is_expected__goes_on(play: Play) -> None:
    tail = HOLD + "  - examine: {credit: $credit, set: $set1, findings: []}\n"
    assert play(tail).status == PASSED


def test_examine__a_breach_that_nobody_expects__is_told_with_its_words(play: Play, head_lines: int) -> None:
    said = f"{{presented: 2026-06-02, documents: {{b: {BILL}}}}}"
    tail = f"  - examine: {{credit: $credit, set: {said}, findings: []}}\n"
    result = play(tail)
    assert (result.status, result.line) == (UNMET, head_lines + 1)
    assert "findings: expected none, seen U6" in str(result.message)
    assert "EXPIRED 29 MAY 2026" in str(result.message)


def test_examine__a_rule_that_is_not_broken__is_unmet(play: Play) -> None:
    tail = HOLD + "  - view: examiner.findings\n    args: {credit: $credit, set: $set1}\n    equals: [U6]\n"
    result = play(tail)
    assert result.status == UNMET
    assert "expected U6, seen none" in str(result.message)


def test_examine__statement__gives_amount_and_day_that_the_mapping_may_change(play: Play) -> None:
    for amount, found in (("", "[]"), ("amount: EUR 100.01, ", "[U18]")):
        said = f"{{statement: $set1, {amount}documents: {{b: {BILL}}}}}"
        assert (
            play(HOLD + f"  - examine: {{credit: $credit, set: {said}, findings: {found}}}\n").status
            == PASSED
        )


@pytest.mark.parametrize(("buyer", "found"), [("applicant", "[]"), ("SOMEBODY LTD", "[]"), ("none", "[]")])
def test_examine__a_party_of_the_cast__is_a_name_or_nobody(play: Play, buyer: str, found: str) -> None:
    """On paper it is called as in the story, or not at all."""
    credit = "{terms: $credit, applicant: applicant, beneficiary: none, documents: [COMMERCIAL INVOICE]}"
    paper = f"{{document: commercial invoice, issuer: SELLER, buyer: {buyer}, amount: EUR 60.00}}"
    said = f"{{statement: $set1, documents: {{invoice: {paper}}}}}"
    result = play(HOLD + f"  - examine: {{credit: {credit}, set: {said}, findings: {found}}}\n")
    assert result.status == PASSED, result.message


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("examine: $credit", "`examine` is a mapping: {credit, set, findings}"),
        ("examine: {credit: $credit, set: $set1}", "findings left out"),
        ("examine: {credit: $credit, findings: []}", "set left out"),
        ("examine: {credit: $credit, sets: $set1, findings: []}", "examine has no sets; did you mean set"),
        ("examine: {credit: $set1, set: $set1, findings: []}", "$set1 is no credit"),
        ("examine: {credit: $credit, set: $credit, findings: []}", "$credit is no set"),
        ("examine: {credit: $credit, set: paper, findings: []}", "write the name of a kept result"),
        ("examine: {credit: [a], set: $set1, findings: []}", "the credit is $credit or a mapping"),
        ("examine: {credit: {colour: red}, set: $set1, findings: []}", "field colour: no such field"),
        ("examine: {credit: $credit, set: {documents: {}}, findings: []}", "documents"),
        ("{view: examiner.findings}", "examiner.findings takes {credit, set}"),
        ("{view: examiner.findings, args: {credit: $credit, sett: $set1}}", "no parameter sett"),
    ],
)
def test_examine__a_wrong_word__is_a_wrong_file(play: Play, step: str, reason: str) -> None:
    result = play(HOLD + f"  - {step}\n")
    assert result.status == WRONG
    assert reason in str(result.message), result.message
