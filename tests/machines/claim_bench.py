"""How fast the machine of claims is, and where a step's time goes (for `make bench`)."""

from __future__ import annotations

from dataclasses import asdict
from time import process_time

from hypothesis.stateful import run_state_machine_as_test

from tests.machines.claim_walk import walk


def measure(steps: int = 20_000, seed: int = 1) -> dict[str, float]:
    """Steps a second of one core of the seeded walker, checks included, and microseconds a step by part.

    Seconds are processor time of this process, so that a busy machine does not blur them. `search` is
    choosing, checking and resetting: all that is not model, encode, evm, decode, compare.
    """
    walk(400, seed)  # compile, deploy, fill the caches
    found = walk(steps, seed)
    parts = asdict(found.split)
    parts["search"] = found.seconds - sum(parts.values())
    measured = {f"{name}_us": 1e6 * spent / found.steps for name, spent in parts.items()}
    return {"walker_steps_per_second": found.steps / found.seconds, **measured}


def measure_hypothesis(examples: int = 50) -> dict[str, float]:
    """Moves a second of one core under Hypothesis' stateful search, checks and liveness included."""
    from tests.machines.test_claim_machine import STEPS, ClaimMachine, machine_settings

    before, start = ClaimMachine.moves, process_time()
    run_state_machine_as_test(ClaimMachine, settings=machine_settings(examples, STEPS))
    done = ClaimMachine.moves - before
    return {"hypothesis_steps_per_second": done / (process_time() - start), "hypothesis_steps": float(done)}
