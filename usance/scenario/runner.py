"""Running scenario files on a backend, and telling how each ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from usance.chain.driver import Driver
from usance.chain.revm import RevmDriver
from usance.scenario.adapter import Adapter, load_adapter
from usance.scenario.errors import ScenarioError, Unmet
from usance.scenario.model_stage import ModelStage
from usance.scenario.play import Player
from usance.scenario.stage import ChainStage, StoryStage
from usance.scenario.story import Story, read_story
from usance.scenario.twin import TwinStage
from usance.scenario.world import Base, Entry, deploy_base, set_stage

BACKENDS = ("ape", "revm", "model")
PASSED, UNMET, WRONG = 0, 1, 2


@dataclass(frozen=True)
class Result:
    """How one file ended."""

    path: str
    title: str
    status: int
    steps: int
    seconds: float
    message: str = ""
    line: int | None = None
    step: int | None = None
    rules: tuple[str, ...] = ()
    log: tuple[Entry, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            "file": self.path,
            "scenario": self.title,
            "outcome": {PASSED: "passed", UNMET: "unmet", WRONG: "wrong"}[self.status],
            "steps": self.steps,
            "seconds": round(self.seconds, 3),
            "message": self.message,
            "line": self.line,
            "step": self.step,
            "rules": list(self.rules),
        }


class Theatre(Protocol):
    """A place to play one story after another: each begins from the same bare suite."""

    name: str

    def play(self, story: Story) -> Player: ...


class ModelTheatre:
    """Every story on a new model."""

    name = "model"

    def __init__(self, adapter: Adapter) -> None:
        self.adapter = adapter

    def play(self, story: Story) -> Player:
        stage = ModelStage()
        base = deploy_base(stage, self.adapter)
        return _player(story, self.adapter, stage, base)


class ChainTheatre:
    """One deployment on a driver, a snapshot for each story; the model plays beside it."""

    def __init__(self, driver: Driver, adapter: Adapter) -> None:
        self.name = driver.name
        self.driver = driver
        self.adapter = adapter
        self.base: Base = deploy_base(ChainStage(driver), adapter)

    def play(self, story: Story) -> Player:
        model = ModelStage(self.driver.chain_id)
        for contract, args in self.base.deployments:
            model.adopt(contract, args)
        stage = TwinStage(ChainStage(self.driver), model)
        return _player(story, self.adapter, stage, self.base)

    def snapshot(self) -> Any:
        return self.driver.snapshot()

    def revert(self, snapshot: Any) -> None:
        self.driver.revert(snapshot)


def _player(story: Story, adapter: Adapter, stage: StoryStage, base: Base) -> Player:
    return Player(set_stage(story, adapter, stage, base))


def theatre(backend: str, adapter: Adapter | None = None, driver: Driver | None = None) -> Theatre:
    """The theatre of a backend; `ape` needs a connected provider."""
    chosen = adapter or load_adapter()
    if backend == "model":
        return ModelTheatre(chosen)
    if driver is not None:
        return ChainTheatre(driver, chosen)
    if backend == "revm":
        return ChainTheatre(RevmDriver(), chosen)
    if backend == "ape":
        from usance.chain.ape_driver import ApeDriver

        return ChainTheatre(ApeDriver(), chosen)
    raise ScenarioError(f"no backend {backend}; there are {', '.join(BACKENDS)}")


def run_file(path: Path, house: Theatre, adapter: Adapter | None = None) -> Result:
    """Play one file; whatever happens, the chain is as it was before."""
    began = time.perf_counter()
    title, steps = "", 0
    rules: tuple[str, ...] = ()
    log: tuple[Entry, ...] = ()
    status, message = PASSED, ""
    line: int | None = None
    step: int | None = None
    kept = house.snapshot() if isinstance(house, ChainTheatre) else None
    player: Player | None = None
    try:
        story = read_story(path, adapter or load_adapter())
        title, rules = story.title, story.rules
        player = house.play(story)
        player.play()
    except ScenarioError as error:
        error.located(str(path))
        status, message, line, step = WRONG, str(error), error.line, error.step
    except Unmet as error:
        error.located(str(path))
        status, message, line, step = UNMET, str(error), error.line, error.step
    finally:
        if isinstance(house, ChainTheatre):
            house.revert(kept)
    if player is not None:
        steps, log = player.world.step, tuple(player.world.log)
    seconds = time.perf_counter() - began
    return Result(str(path), title, status, steps, seconds, message, line, step, tuple(rules), log)


def run_files(
    paths: Iterable[Path],
    house: Theatre,
    adapter: Adapter | None = None,
    told: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Play files one after another."""
    results: list[Result] = []
    for path in paths:
        results.append(run_file(path, house, adapter))
        if told is not None:
            told(results[-1])
    return results


def exit_code(results: Sequence[Result]) -> int:
    """0 all passed, 1 an expectation unmet, 2 a wrong file."""
    return max((result.status for result in results), default=PASSED)
