"""Twenty cells of docs/states.md on Ape's chain; tests/states runs all of them in process."""

from __future__ import annotations

import random

from tests.machines.credit_house import House, seat_on
from tests.states.credit_scenes import SCENES, attempt
from tests.states.test_credit_states import cells
from usance.chain.ape_driver import ApeDriver
from usance.model.outcome import rules_in

SEED = 600
CELLS = 20


def test_states__cells_of_a_fixed_seed__as_the_table_says(driver: ApeDriver) -> None:
    source = random.Random(SEED)
    allowed = [cell for cell in cells() if cell.allowed == {"ok"}]
    forbidden = [cell for cell in cells() if cell.allowed != {"ok"}]
    chosen = source.sample(allowed, CELLS // 2) + source.sample(forbidden, CELLS // 2)
    before = driver.snapshot()
    try:
        house = House(seat_on(driver))
        wrong: list[str] = []
        for cell in chosen:
            house.reset()
            receipt = attempt(SCENES[cell.state](house), cell.act, cell.actor)
            seen = {"ok"} if receipt.ok else set(rules_in(receipt.reason))
            if not seen & cell.allowed:
                told = receipt.reason or "ok"
                wrong.append(f"{cell.state}: {cell.act} by {cell.actor}: {told}, not {sorted(cell.allowed)}")
    finally:
        driver.revert(before)
    assert not wrong, "\n".join(wrong)
