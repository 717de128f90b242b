"""What an author who has only the kit's vocabulary may write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usance.scenario.errors import ScenarioError
from usance.scenario.refusals import rules_of
from usance.scenario.runner import PASSED, UNMET, WRONG, Result
from usance.scenario.spans import single, spread

Play = Callable[..., Result]
PRESENT = (
    "{by: beneficiary, call: credit.present, as: set1, "
    "args: {credit: $credit, amount: EUR 5.00, documents: a}}"
)


def test_spread__names__single_and_many() -> None:
    assert spread("investor[2..4]") == ["investor2", "investor3", "investor4"]
    assert spread("investor[7]") == ["investor7"]
    assert spread("investor") == ["investor"]
    assert single("investor[7]") == "investor7"
    assert single("investor[1..2]") == "investor[1..2]"


@pytest.mark.parametrize("name", ["investor[1-5]", "investor[5..1]", "investor[1..9000000]", "investor["])
def test_spread__no_span__is_told(name: str) -> None:
    with pytest.raises(ScenarioError):
        spread(name)


def test_parties__declared_by_span__are_named_with_brackets(play: Play) -> None:
    head = """scenario: three payees
places:
  DEHAM: {weekend: [sat, sun], offset: "+01:00", closes: "17:00", loaded_until: 2027-12-31}
parties:
  issuing_bank: {roles: [BANK], place: DEHAM, authorise: none}
  payee[1..3]: {roles: [TRADER]}
tokens:
  EUR: {decimals: 6, balances: {issuing_bank: 1000.00, "payee[1..3]": 5.00}}
steps:
  - at: 2026-03-02T10:00 DEHAM
    for: {i: 1..3}
    steps: []
"""
    steps = """  - for: {i: 1..3}
    steps:
      - by: issuing_bank
        call: EUR.transfer
        args: {to: "payee[${i}]", amount: EUR 1.00}
        moves: {EUR: {issuing_bank: -1.00, "payee[${i}]": 1.00}}
  - {balances: {EUR: {"payee[1..3]": 6.00, issuing_bank: 997.00}}}
"""
    result = play(steps, head.replace("  - at: 2026-03-02T10:00 DEHAM\n    for", "  - for"))
    assert result.status == PASSED, result.message
    assert (
        play(
            steps.replace("6.00", "6.01"), head.replace("  - at: 2026-03-02T10:00 DEHAM\n    for", "  - for")
        ).status
        == UNMET
    )


@pytest.mark.parametrize(
    ("bounds", "status"),
    [
        ("{at_most: 1000.00}", PASSED),
        ("{at_least: 900.00, at_most: 950.00}", PASSED),
        ("{at_least: 950.01}", UNMET),
        ("{at_most: 949.99}", UNMET),
        ("{up_to: 5.00}", WRONG),
    ],
)
def test_balances__at_most_and_at_least__bound_them(play: Play, bounds: str, status: int) -> None:
    result = play(f"  - {{balances: {{EUR: {{issuing_bank: {bounds}}}}}}}\n")
    assert result.status == status, result.message


@pytest.mark.parametrize(
    ("step", "word"),
    [
        ("{by: issuing_bank, call: credit.transfer, args: {credit: $credit}}", "credit.transfer"),
        (
            "{by: beneficiary, call: credit.assign_proceeds, args: {credit: $credit}}",
            "credit.assign_proceeds",
        ),
        ("{by: applicant, call: desk.take, args: {claim: $credit}}", "desk.take"),
        ("{view: pool.tranche_value, args: {tranche: senior}}", "pool.tranche_value"),
        ("{by: applicant, call: facility.open}", "facility.open"),
        (
            "{by: beneficiary, call: credit.present, args: {documents: a, instalment: 2}}",
            "credit.present: instalment",
        ),
    ],
)
def test_word_of_a_later_instrument__is_told_with_its_line(
    play: Play, head_lines: int, step: str, word: str
) -> None:
    result = play(f"  - {step}\n")
    assert (result.status, result.line) == (WRONG, head_lines + 1), result.message
    assert result.message.endswith(f"{word}: not built yet")


def test_later_parameter__that_asks_for_nothing__is_taken(play: Play) -> None:
    step = PRESENT.replace("documents: a", "documents: a, rejects: [], instalment: none")
    assert play(f"  - {step}\n").status == PASSED


def test_marks__from_the_cell_of_a_csv__are_a_list(play: Play, tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text('ship,marks\n2026-03-01,[]\n2026-01-01,"[late_presentation]"\n')
    steps = """  - for: {row: marks.csv}
    steps:
      - by: beneficiary
        call: credit.present
        args: {amount: EUR 5.00, shipment_day: "${row.ship}", documents: "${row.ship}"}
        as: one
      - {by: issuing_bank, call: credit.acknowledge, args: {credit: $credit, presentation: $one}}
      - {view: credit.marks, args: {presentation: $one}, equals: "${row.marks}"}
"""
    result = play(steps)
    assert result.status == PASSED, result.message


def test_table_of_the_story__every_row_must_move(play: Play, tmp_path: Path) -> None:
    step = "  - {by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}}\n"
    step += "table: flows.csv\n"
    rows = "step,account,asset,amount\n1,issuing_bank,EUR,-50.00\n"
    rows += "2,issuing_bank,EUR,-1.00\n2,beneficiary,EUR,1.00\n"
    (tmp_path / "flows.csv").write_text(rows)
    result = play(step)
    assert result.status == PASSED, result.message
    (tmp_path / "flows.csv").write_text(rows.replace("2,beneficiary,EUR,1.00", "2,beneficiary,EUR,2.00"))
    assert play(step).status == UNMET
    (tmp_path / "flows.csv").write_text(rows + "9,beneficiary,EUR,1.00\n")
    result = play(step)
    assert result.status == WRONG
    assert "no act is step 9" in result.message


def test_table_at_a_block__counts_all_its_acts(play: Play, tmp_path: Path) -> None:
    (tmp_path / "flows.csv").write_text(
        "step,account,asset,amount\n3,issuing_bank,EUR,-1.00\n3,beneficiary,EUR,1.00\n"
        "4,issuing_bank,EUR,-1.00\n4,beneficiary,EUR,1.00\n"
    )
    pay = "{by: issuing_bank, call: EUR.transfer, args: {to: beneficiary, amount: EUR 1.00}}"
    result = play(f"  - {{block: [{pay}, {pay}], table: flows.csv}}\n")
    assert result.status == PASSED, result.message


def test_reverts__nothing_named__is_a_wrong_file(play: Play) -> None:
    result = play('  - {by: applicant, call: credit.close, reverts: ""}\n')
    assert result.status == WRONG
    assert "names a rule" in result.message


@pytest.mark.parametrize(
    ("reverts", "met"), [("NOT_PARTY", True), ("STATE", False), ("[NOT_PARTY, STATE]", False)]
)
def test_reverts__a_precondition_beside_the_rule__does_not_count(
    revm_play: Play, reverts: str, met: bool
) -> None:
    """The contract says NOT_PARTY, the model beside it names STATE too."""
    steps = f"""  - {PRESENT}
  - {{by: anyone, call: credit.accept, args: {{presentation: $set1}}, reverts: {reverts}}}
"""
    result = revm_play(steps)
    assert result.status == (PASSED if met else UNMET), result.message


@pytest.mark.parametrize(
    ("broken", "wanted", "rules"),
    [
        ({"U6", "STATE"}, ["U6"], {"U6"}),
        ({"U6", "U16"}, ["U6"], {"U6", "U16"}),
        ({"U6", "NOT_PARTY"}, ["NOT_PARTY"], {"U6", "NOT_PARTY"}),
        ({"TOKEN"}, ["blocked"], set()),
    ],
)
def test_rules_of__names_of_rules__count(broken: set[str], wanted: list[str], rules: set[str]) -> None:
    assert rules_of(frozenset(broken), wanted) == rules


def test_result__a_sum_of_an_event__can_be_named(play: Play) -> None:
    steps = f"""  - {PRESENT}
  - {{by: issuing_bank, call: credit.acknowledge, args: {{presentation: $set1}}}}
  - {{by: issuing_bank, call: credit.accept, args: {{presentation: $set1}}}}
  - {{by: issuing_bank, call: credit.honour, args: {{presentation: $set1}}, as: {{p: event.Honoured.amount}}}}
  - {{by: beneficiary, call: credit.present, args: {{amount: $p, documents: b}}, as: set2}}
  - {{by: issuing_bank, call: credit.acknowledge, args: {{presentation: $set2}}, emits: Acknowledged}}
"""
    result = play(steps)
    assert result.status == PASSED, result.message


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("hostile/re-entering", PASSED),
        ("hostile/burning gas", PASSED),
        ("hostile/burning", PASSED),
        ("hostile", WRONG),
    ],
)
def test_kind__however_hyphenated__is_found(play: Play, kind: str, status: int) -> None:
    head = f"""scenario: kinds
parties:
  odd: {{roles: [TRADER], kind: {kind}}}
tokens:
  EUR: {{kind: no-return, balances: {{odd: 1.00}}}}
steps:
  - {{balances: {{EUR: {{odd: 1.00}}}}}}
"""
    result = play("", head)
    assert result.status == status, result.message


def test_admission__by_signature_alone__takes_what_was_signed(play: Play) -> None:
    head = """scenario: signed
parties:
  newcomer: {}
steps:
  - {sign: {by: newcomer, act: party.admit, args: {roles: [TRADER]}}, as: good}
  - {sign: {by: newcomer, act: party.admit, args: {roles: [TRADER]}, tamper: {roles: [BANK]}}, as: bad}
  - {by: admitter, call: party.admit, args: {signature: $bad}, reverts: ACC1}
  - {by: admitter, call: party.admit, args: {signature: $good}}
  - {by: registrar, call: party.set_status, args: {party: newcomer, status: HELD}}
  - {by: administrator, call: party.set_status, args: {party: newcomer, status: ACTIVE}}
"""
    result = play("", head)
    assert result.status == PASSED, result.message


def test_party__declared_twice__is_a_wrong_file(play: Play) -> None:
    head = "scenario: twice\nparties:\n  payee2: {}\n  payee[1..3]: {}\nsteps: []\n"
    result = play("", head)
    assert result.status == WRONG
    assert "declared twice" in result.message
