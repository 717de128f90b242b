"""Twenty cells of each family's table of states on Ape's chain; tests/states runs all of them in process."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

from tests.machines import claim_house, credit_house
from tests.states import change_acts, claim_acts, claim_scenes, credit_scenes, undertaking_scenes
from tests.states import test_account_states as account_states
from tests.states import test_change_states as change_states
from tests.states import test_claim_states as claim_states
from tests.states import test_credit_states as credit_states
from tests.states import test_undertaking_states as undertaking_states
from tests.unit.institution_account import kit
from usance.chain.ape_driver import ApeDriver
from usance.model.outcome import rules_in

SEED = 600
CELLS = 20


class Cell(Protocol):
    """One cell of a table: what the act of this actor leads to in this state."""

    @property
    def state(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def allowed(self) -> frozenset[str]: ...


C = TypeVar("C", bound=Cell)


def chosen(cells: Iterable[C]) -> list[C]:
    """Half of them acts that succeed, half acts that are refused."""
    source = random.Random(SEED)
    found = list(cells)
    allowed = [cell for cell in found if cell.allowed == {"ok"}]
    forbidden = [cell for cell in found if cell.allowed != {"ok"}]
    return source.sample(allowed, CELLS // 2) + source.sample(forbidden, CELLS // 2)


def differences(cells: Sequence[Cell], reason_of: Callable[[Any], str]) -> list[str]:
    """The cells that end otherwise than the table says; `reason_of` is "" for an act that succeeds."""
    wrong: list[str] = []
    for cell in cells:
        reason = reason_of(cell)
        seen = set(rules_in(reason)) if reason else {"ok"}
        if not seen & cell.allowed:
            told = reason or "ok"
            wrong.append(f"{cell.state}: {cell.act} by {cell.actor}: {told}, not {sorted(cell.allowed)}")
    return wrong


def account_house(driver: ApeDriver) -> kit.House:
    """The company of tests/unit/institution_account on this chain."""
    people = dict(zip(kit.NAMES, driver.accounts(len(kit.NAMES)), strict=True))
    deployer = people["deployer"].address
    wallet = driver.deploy("TestWallet", [people["wallet_owner"].address], deployer)
    euro = driver.deploy("TestToken", ["Euro", "EUR", 6, 0], deployer)
    words = kit.beginning(people, wallet, euro).as_tuple()
    account = driver.deploy("InstitutionAccount", [words], deployer)
    driver.call(euro, "mint", [account.address, kit.PLENTY], deployer).require()
    on_ape: Any = driver
    return kit.House(on_ape, account, people, wallet, euro)


def test_credit_states__cells_of_a_fixed_seed__as_the_table_says(kept: ApeDriver) -> None:
    house = credit_house.House(credit_house.seat_on(kept))

    def reason_of(cell: credit_states.Cell) -> str:
        house.reset()
        scene = credit_scenes.SCENES[cell.state](house)
        return str(credit_scenes.attempt(scene, cell.act, cell.actor).reason)

    wrong = differences(chosen(credit_states.cells()), reason_of)
    assert not wrong, "\n".join(wrong)


def test_change_states__cells_of_a_fixed_seed__as_the_table_says(kept: ApeDriver) -> None:
    house = credit_house.House(credit_house.seat_on(kept))

    def reason_of(cell: change_states.Cell) -> str:
        house.reset()
        scene = change_acts.SCENES[cell.state](house)
        return str(change_acts.attempt(scene, cell.act, cell.actor).reason)

    wrong = differences(chosen(change_states.cells()), reason_of)
    assert not wrong, "\n".join(wrong)


def test_undertaking_states__cells_of_a_fixed_seed__as_the_table_says(kept: ApeDriver) -> None:
    house = credit_house.House(credit_house.seat_on(kept))

    def reason_of(cell: undertaking_states.Cell) -> str:
        house.reset()
        scene = undertaking_scenes.SCENES[cell.state](house)
        return str(undertaking_scenes.attempt(scene, cell.act, cell.actor).reason)

    wrong = differences(chosen(undertaking_states.cells()), reason_of)
    assert not wrong, "\n".join(wrong)


def test_claim_states__cells_of_a_fixed_seed__as_the_table_says(kept: ApeDriver) -> None:
    house = claim_house.House(claim_house.seat_on(kept))

    def reason_of(cell: claim_states.Cell) -> str:
        house.reset()
        scene = claim_scenes.SCENES[cell.state](house)
        return claim_acts.attempt(scene, cell.act, cell.actor).reason

    wrong = differences(chosen(claim_states.cells()), reason_of)
    assert not wrong, "\n".join(wrong)


def test_account_states__cells_of_a_fixed_seed__as_the_table_says(kept: ApeDriver) -> None:
    house = account_house(kept)

    def reason_of(cell: account_states.Cell) -> str:
        before, nonce = kept.snapshot(), house.nonce
        change = account_states.SCENES[cell.state](house)
        reason = account_states.attempt(house, cell.act, cell.actor, change)
        kept.revert(before)
        house.nonce = nonce
        return reason

    wrong = differences(chosen(account_states.cells()), reason_of)
    assert not wrong, "\n".join(wrong)
