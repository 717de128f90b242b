"""The machine of ChargeRegistry: one list of moves, two searchers, against the model."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.machines.charge_house import WHOLE, fingerprint, house
from tests.machines.charge_moves import MOVES, Move, ends, play, walk
from usance.model.charge import ChargeModel

# The register has a small part of the paths that a credit has.
WALK_STEPS = int(os.environ.get("USANCE_WALK_STEPS", "30000")) // 4
EXAMPLES = max(1, int(os.environ.get("USANCE_EXAMPLES", "100")) // 2)
STEPS = 40
ACTS = (
    *("take", "give_back", "charge", "release_charge", "rotate"),
    *("pause", "unpause", "cancel_nonce"),
)
RULES = (
    *("INV1", "INV10", "TERMS", "TERM", "NOT_ADMITTED", "NOT_PARTY", "UNKNOWN"),
    *("ACC1", "ACC2", "ACC8", "CAPABILITY", "NOT_STOPPED"),
)


class Drawn:
    """Choices from bytes that Hypothesis drew; zero, the simplest, when they are used up."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def below(self, n: int) -> int:
        at = self._at
        self._at = at + 1
        return self._raw[at] * n // 256 if at < len(self._raw) else 0


class ChargeMachine(RuleBasedStateMachine):
    """The moves, one rule each."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = house()

    def teardown(self) -> None:
        self.stage.agree()
        ends(self.stage)


def _as_rule(move: Move) -> Callable[[ChargeMachine, bytes], None]:
    def play_move(self: ChargeMachine, raw: bytes) -> None:
        move(self.stage, Drawn(raw))

    play_move.__name__ = move.__name__
    return play_move


for number, one in enumerate(MOVES):
    made: Any = rule(raw=st.binary(min_size=0, max_size=24))(_as_rule(one))
    setattr(ChargeMachine, f"{one.__name__}_{number}", made)


def test_hypothesis__any_acts__contract_and_model_agree() -> None:
    run_state_machine_as_test(
        ChargeMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_walker__many_acts__contract_and_model_agree_and_all_is_reached() -> None:
    counts = walk(WALK_STEPS, seed=1)
    reached = {act for act, outcome in counts if outcome == "ok"}
    assert set(ACTS) <= reached, f"never went through: {sorted(set(ACTS) - reached)}"
    named = {outcome for _, outcome in counts}
    assert set(RULES) <= named, f"never refused by: {sorted(set(RULES) - named)}"


@pytest.mark.parametrize("seed", [3, 77])
def test_walker__a_seed__replays_the_same_play(seed: int) -> None:
    first, again = play(seed, 150), play(seed, 150)
    assert first.counts == again.counts
    assert first.keys == again.keys


def test_machine__model_that_lies__is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine can fail: a model that lets an old key be used again is caught."""
    honest = ChargeModel._used

    def forgetful(self: ChargeModel, word: bytes, seller: str, whole: int, amount: int) -> set[str]:
        retired, self.successor = self.successor, {}
        try:
            return honest(self, word, seller, whole, amount)
        finally:
            self.successor = retired

    monkeypatch.setattr(ChargeModel, "_used", forgetful)
    with pytest.raises(AssertionError, match=r"play\(\d+, 400\), move"):
        for seed in range(20):
            play(seed, 400)


def test_ends__something_cannot_end__is_found_out() -> None:
    stage = house()
    stage.do("take", "claims", fingerprint("unlisted"), stage["seller"], WHOLE, WHOLE)
    with pytest.raises(AssertionError):
        ends(stage)
