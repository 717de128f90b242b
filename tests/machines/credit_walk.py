"""The seeded walker: volume. A seed that fails is replayed as `walk(steps, seed)`."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from time import process_time

from tests.machines.credit_house import House, house
from tests.machines.credit_moves import MOVES, opening
from tests.machines.credit_table import Split, Table

PLAY = 600
FULL_CHECK = 100


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, n: int) -> int:
        return int(self._random.random() * n)


@dataclass
class Walk:
    """What a walk saw."""

    steps: int
    seconds: float
    counts: Counter[tuple[str, str]]
    split: Split


class Failed(AssertionError):
    """A walk that found something; says how to see it again."""


def play(stage: House, seed: int, steps: int, split: Split | None = None, checks: bool = True) -> Table:
    """One play of at most `steps` acts from the first day."""
    stage.reset()
    table, source = Table(stage, split), Seeded(seed)
    moves = [move for move, weight in MOVES.items() for _ in range(weight)]
    turn = 0
    try:
        opening(table)
        while table.steps < steps and turn < 4 * steps:
            turn += 1
            moves[source.below(len(moves))](table, source)
            if checks and turn % FULL_CHECK == 0:
                table.check()
        if checks:
            table.check()
            table.check_liveness()
    except AssertionError as error:
        raise Failed(f"play(house(), {seed}, {steps}) at turn {turn}, act {table.steps}: {error}") from error
    return table


def walk(steps: int, seed: int, checks: bool = True) -> Walk:
    """Plays until `steps` acts are done."""
    stage, split = house(), Split()
    counts: Counter[tuple[str, str]] = Counter()
    start, done = process_time(), 0
    while done < steps:
        table = play(stage, seed, min(PLAY, steps - done), split, checks)
        done += max(table.steps, 1)
        counts += table.counts
        seed += 1
    return Walk(done, process_time() - start, counts, split)
