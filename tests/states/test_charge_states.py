"""docs/states_charge.md cell by cell: state x act x actor on a chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from tests.machines.charge_house import ACCOUNTS, HOUR, WHOLE, House, fingerprint, house
from usance.chain.driver import Receipt
from usance.model.outcome import rules_in
from usance.model.party import Status

DOCUMENT = Path(__file__).parents[2] / "docs" / "states_charge.md"
OTHERS = "–"  # the legend's sign for NOT_PARTY
QUARTER, HALF = WHOLE // 4, WHOLE // 2
ACTS = ("take", "restate", "give_back", "charge", "release_charge", "rotate", "pause", "unpause")


@dataclass(frozen=True)
class Cell:
    """One cell: what the act of this actor leads to in this state."""

    state: str
    act: str
    actor: str
    allowed: frozenset[str]


@dataclass
class Scene:
    """A state: the invoice the acts speak of, and the charge that stands on it."""

    stage: House
    invoice: str = "one"
    charge: bytes = b"none".ljust(32, b"\0")
    nonce: int = 100

    def take(self, amount: int) -> None:
        words = (fingerprint(self.invoice), self.stage["seller"], WHOLE, amount)
        self.stage.ok("claims", "take", *words)

    def give_back(self, amount: int) -> None:
        self.stage.ok("claims", "give_back", fingerprint(self.invoice), self.stage["seller"], amount)

    def charged(self, amount: int) -> None:
        terms = self.stage.terms(self.invoice, amount=amount)
        self.charge = self.stage.ok("factor", "charge", *self.stage.call_of(terms)).returned

    def rotate(self, to: str) -> None:
        words = (fingerprint(self.invoice), fingerprint(to))
        self.stage.ok("verifier", "rotate", self.stage["seller"], *words)


def unused(scene: Scene) -> None:
    """Nothing to do."""


def half_taken(scene: Scene) -> None:
    scene.take(HALF)


def taken(scene: Scene) -> None:
    scene.take(HALF)
    scene.take(HALF)


def half_charged(scene: Scene) -> None:
    scene.charged(HALF)


def charged(scene: Scene) -> None:
    scene.charged(WHOLE)


def last_second(scene: Scene) -> None:
    scene.charged(WHOLE)
    scene.stage.driver.set_time(scene.stage.see("charge_of", scene.charge)["until"])


def over(scene: Scene) -> None:
    scene.charged(WHOLE)
    scene.stage.driver.set_time(scene.stage.see("charge_of", scene.charge)["until"] + 1)


def shared(scene: Scene) -> None:
    scene.take(HALF)
    scene.charged(HALF)


def ended(scene: Scene) -> None:
    scene.take(WHOLE)
    scene.give_back(WHOLE)


def old_key(scene: Scene) -> None:
    shared(scene)
    scene.rotate("new")


def new_key(scene: Scene) -> None:
    half_taken(scene)
    scene.rotate("new")
    scene.invoice = "new"


def ended_old_key(scene: Scene) -> None:
    half_taken(scene)
    scene.rotate("new")
    scene.give_back(HALF)


def ended_new_key(scene: Scene) -> None:
    ended_old_key(scene)
    scene.invoice = "new"


def stopped(scene: Scene) -> None:
    half_taken(scene)
    scene.stage.ok("guardian", "pause")


def partly(scene: Scene) -> None:
    scene.take(HALF)
    scene.charged(QUARTER)


def seller_held(scene: Scene) -> None:
    partly(scene)
    scene.stage.status("seller", Status.HELD)


def seller_removed(scene: Scene) -> None:
    partly(scene)
    scene.stage.status("seller", Status.REMOVED)


def creditor_held(scene: Scene) -> None:
    partly(scene)
    scene.stage.status("factor", Status.HELD)


def verifier_held(scene: Scene) -> None:
    half_taken(scene)
    scene.stage.status("verifier", Status.HELD)


MADE: tuple[Callable[[Scene], None], ...] = (
    unused,
    half_taken,
    taken,
    half_charged,
    charged,
    last_second,
    over,
    shared,
    ended,
    old_key,
    new_key,
    ended_old_key,
    ended_new_key,
    stopped,
    seller_held,
    seller_removed,
    creditor_held,
    verifier_held,
)
SCENES = {make.__name__.upper(): make for make in MADE}


def attempt(scene: Scene, act: str, actor: str) -> Receipt:
    """The act of the cell, by its actor, at the next second."""
    stage, word, seller = scene.stage, fingerprint(scene.invoice), scene.stage["seller"]
    if act == "take":
        return stage.act(actor, "take", word, seller, WHOLE, QUARTER)
    if act == "restate":
        return stage.act(actor, "take", word, seller, 2 * WHOLE, QUARTER)
    if act == "give_back":
        return stage.act(actor, "give_back", word, seller, QUARTER)
    if act == "charge":
        terms = stage.terms(scene.invoice, amount=QUARTER, creditor=stage[actor])
        deadline = stage.next_moment + HOUR
        return stage.act(actor, "charge", *stage.call_of(terms, scene.nonce, deadline=deadline))
    if act == "release_charge":
        return stage.act(actor, "release_charge", scene.charge)
    if act == "rotate":
        return stage.act(actor, "rotate", seller, word, fingerprint("fresh"))
    return stage.act(actor, act)


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.strip().strip("|").split("|")]


@lru_cache(maxsize=1)
def cells() -> tuple[Cell, ...]:
    """Every cell of the document."""
    found: list[Cell] = []
    state, actors = "", []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            state, actors = line[4:].strip(), []
        elif line.startswith("| act "):
            actors = words_of(line)[1:]
        elif line.startswith("| ") and actors:
            act, *row = words_of(line)
            for actor, cell in zip(actors, row, strict=True):
                rules = {"NOT_PARTY" if word == OTHERS else word for word in cell.split()}
                found.append(Cell(state, act, actor, frozenset(rules)))
    return tuple(found)


def states() -> Iterator[str]:
    return iter(dict.fromkeys(cell.state for cell in cells()))


def test_document__its_states__are_those_that_can_be_made() -> None:
    assert list(states()) == list(SCENES)


def test_document__its_cells__are_whole() -> None:
    assert len(cells()) == len(SCENES) * len(ACTS) * 7
    for state in states():
        acts = tuple(dict.fromkeys(cell.act for cell in cells() if cell.state == state))
        assert acts == ACTS, f"{state}: {acts}"
    for cell in cells():
        assert cell.actor in ACCOUNTS
        assert cell.allowed, f"{cell} is empty"
        assert cell.allowed == {"ok"} or "ok" not in cell.allowed, f"{cell} is both"


@pytest.mark.parametrize("state", list(states()))
def test_state__each_act_by_each_actor__as_the_table_says(state: str) -> None:
    stage = house()
    scene = Scene(stage)
    SCENES[state](scene)
    wrong: list[str] = []
    for cell in cells():
        if cell.state != state:
            continue
        before = stage.driver.snapshot()
        receipt = attempt(scene, cell.act, cell.actor)
        stage.driver.revert(before)
        seen = {"ok"} if receipt.ok else set(rules_in(receipt.reason))
        if not seen & cell.allowed:
            wrong.append(f"{cell.act} by {cell.actor}: {receipt.reason or 'ok'}, not {sorted(cell.allowed)}")
    assert not wrong, f"{state}\n" + "\n".join(wrong)
