"""docs/states_undertakings.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machines.credit_house import PEOPLE, house
from tests.states.tables import Cell, cells_of, differences
from tests.states.undertaking_scenes import ACTS, SCENES, attempt

DOCUMENT = Path(__file__).parents[2] / "docs" / "states_undertakings.md"


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
        assert tuple(dict.fromkeys(cell.act for cell in cells() if cell.state == state)) == ACTS, state
    for cell in cells():
        assert cell.actor in PEOPLE
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


def test_document__every_act__is_allowed_to_somebody_somewhere() -> None:
    allowed = {cell.act for cell in cells() if cell.allowed == {"ok"}}
    assert allowed == set(ACTS)


@pytest.mark.parametrize("state", list(states()))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    stage = house()
    scene = SCENES[state](stage)
    here = [cell for cell in cells() if cell.state == state]
    wrong = differences(stage.driver, here, lambda act, actor: attempt(scene, act, actor))
    assert not wrong, f"{state}\n" + "\n".join(wrong)
