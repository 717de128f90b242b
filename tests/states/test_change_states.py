"""docs/states_amendments.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines.credit_house import PEOPLE, house
from tests.states.change_acts import AMENDMENT_ACTS, PAYMENT_ACTS, REMEDY_ACTS, SCENES, attempt
from tests.states.tables import Cell, cells_of, differences
from tests.states.test_credit_states import CREDIT_ACTS, SET_ACTS

DOCUMENT = Path(__file__).parents[2] / "docs" / "states_amendments.md"
ACTS = {
    "Amendments": (AMENDMENT_ACTS,),
    "Sets that take a change": (("accept_by_presentation",),),
    "Terms in force": (CREDIT_ACTS, SET_ACTS),
    "The acts of states.md in the states of this page": (SET_ACTS, CREDIT_ACTS),
    "Returns, notices, awards, stops": (REMEDY_ACTS,),
    "Notices without effect": (("strike_notice",),),
    "Payments off chain": (PAYMENT_ACTS,),
}


def cells() -> tuple[Cell, ...]:
    """Every cell of the document."""
    return cells_of(DOCUMENT)


def states() -> Iterator[str]:
    return iter(dict.fromkeys(cell.state for cell in cells()))


def test_document__its_states__are_those_that_can_be_made() -> None:
    assert list(states()) == list(SCENES)


def test_document__its_cells__are_whole() -> None:
    assert len(cells()) >= 4000
    for state in states():
        here = [cell for cell in cells() if cell.state == state]
        acts = tuple(dict.fromkeys(cell.act for cell in here))
        assert acts in ACTS[here[0].section], f"{state}: {acts}"
    for cell in cells():
        assert cell.actor in PEOPLE
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


@pytest.mark.parametrize("state", list(states()))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    stage = house()
    scene = SCENES[state](stage)
    here = [cell for cell in cells() if cell.state == state]
    wrong = differences(stage.driver, here, lambda act, actor: attempt(scene, act, actor))
    assert not wrong, f"{state}\n" + "\n".join(wrong)
