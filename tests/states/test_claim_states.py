"""docs/states_claims.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines.claim_house import house
from tests.states.claim_acts import ACTS, attempt
from tests.states.claim_scenes import SCENES
from tests.states.tables import Cell, cells_of, differences
from usance.model.outcome import rules_in

DOCUMENT = Path(__file__).parents[2] / "docs" / "states_claims.md"
ERRORS = Path(__file__).parents[2] / "contracts" / "modules" / "errors.vy"
ACTORS = {
    "Invoices": ("seller", "debtor", "financier", "pledgee", "payment_agent", "verifier", "stranger"),
    "Payables": ("supplier", "anchor", "financier", "verifier", "stranger"),
    "Births by an agent": ("supplier", "bank", "agent", "financier", "stranger"),
}
STATES_OF_AN_ACT = 5
# A storey called at its own address is the same in every state: tests/unit/claim_life/test_storeys.py.
ELSEWHERE = {"STOREY"}


def cells() -> tuple[Cell, ...]:
    """Every cell of the document."""
    return cells_of(DOCUMENT)


def states() -> Iterator[str]:
    return iter(dict.fromkeys(cell.state for cell in cells()))


def rules_of_errors(section: str) -> set[str]:
    """The rules that a section of errors.vy names."""
    text = ERRORS.read_text(encoding="utf-8").split(f"# --- {section} ---")[1].split("# --- ")[0]
    reasons = [line.split('"')[1] for line in text.splitlines() if '"' in line]
    return {rule for reason in reasons for rule in rules_in(reason)}


def test_document__its_states__are_those_that_can_be_made() -> None:
    assert list(states()) == list(SCENES)


def test_document__its_cells__are_whole() -> None:
    assert len(cells()) >= 400
    assert len({(cell.state, cell.act, cell.actor) for cell in cells()}) == len(cells())
    for state in states():
        mine = [cell for cell in cells() if cell.state == state]
        acts = tuple(dict.fromkeys(cell.act for cell in mine))
        assert acts == tuple(act for act in ACTS if act in acts), f"{state}: order of the acts"
        assert tuple(dict.fromkeys(cell.actor for cell in mine)) == ACTORS[mine[0].section], state
    for cell in cells():
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


def test_document__each_act__in_at_least_five_states() -> None:
    seen = Counter(act for _, act in {(cell.state, cell.act) for cell in cells()})
    assert {act for act in ACTS if seen[act] < STATES_OF_AN_ACT} == set()


def test_document__each_act__succeeds_somewhere_or_says_why_never() -> None:
    never = {"transfer_out", "transfer_refusing", "accept_unsigned", "credit_note_above", "assert_again"}
    assert {act for act in ACTS if not any(c.act == act and c.allowed == {"ok"} for c in cells())} <= never


def test_document__each_rule_of_the_family__is_in_a_cell() -> None:
    told = set().union(*(cell.allowed for cell in cells()))
    assert rules_of_errors("claim") - ELSEWHERE <= told


@pytest.mark.parametrize("state", list(states()))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    stage = house()
    scene = SCENES[state](stage)
    here = [cell for cell in cells() if cell.state == state]
    wrong = differences(stage.driver, here, lambda act, actor: attempt(scene, act, actor))
    assert not wrong, f"{state}\n" + "\n".join(wrong)
