"""How fast the machine of the credit is, and where a step's time goes (for `make bench`)."""

from __future__ import annotations

from dataclasses import asdict
from time import process_time

from hypothesis.stateful import run_state_machine_as_test

from tests.machines.credit_house import house
from tests.machines.credit_walk import walk


def measure(steps: int = 20_000, seed: int = 1) -> dict[str, float]:
    """Steps a second of one core of the seeded walker, checks included, and microseconds a step by part.

    Seconds are processor time of this process, so that a busy machine does not blur them.
    `search` is choosing, checking and resetting: all that is not model, encode, evm, decode, compare.
    """
    walk(400, seed)  # compile, deploy, fill the caches
    found = walk(steps, seed)
    parts = asdict(found.split)
    parts["search"] = found.seconds - sum(parts.values())
    measured = {f"{name}_us": 1e6 * spent / found.steps for name, spent in parts.items()}
    return {"walker_steps_per_second": found.steps / found.seconds, **measured}


def measure_hypothesis(examples: int = 100, steps: int = 60) -> dict[str, float]:
    """Rules a second of one core under Hypothesis' stateful search, checks and liveness included."""
    from tests.machines.test_credit_machine import CreditMachine, machine_settings

    done = 0
    house()

    class Counting(CreditMachine):
        def teardown(self) -> None:
            nonlocal done
            super().teardown()
            done += self.turns

    start = process_time()
    run_state_machine_as_test(Counting, settings=machine_settings(examples, steps))
    seconds = process_time() - start
    return {"hypothesis_steps_per_second": done / seconds, "hypothesis_steps": float(done)}
