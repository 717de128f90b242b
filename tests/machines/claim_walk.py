"""The seeded walker of claims: volume. What it finds comes back as a short list of moves to replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import process_time

from tests.machines.claim_checks import check, check_liveness, check_views
from tests.machines.claim_house import House, house
from tests.machines.claim_moves import DEALT, MOVES, Move, opening, top_up
from tests.machines.claim_table import Seeded, Source, Split, Table

PLAY = 400
CHECK, VIEWS, LIVENESS = 40, 160, 200
SHRINK_SECONDS = 25.0
# A move and the choices it made.
Line = tuple[str, tuple[int, ...]]
BY_NAME: dict[str, Move] = {move.__name__: move for move in (*MOVES, opening)}


class Recording:
    """A source that remembers what it chose."""

    def __init__(self, source: Source) -> None:
        self._source, self.chosen = source, list[int]()

    def below(self, n: int) -> int:
        found = self._source.below(n)
        self.chosen.append(found)
        return found


class Recorded:
    """Choices of a line; zero when they are used up or do not fit."""

    def __init__(self, choices: Sequence[int]) -> None:
        self._choices = iter(choices)

    def below(self, n: int) -> int:
        return min(next(self._choices, 0), n - 1)


@dataclass
class Walk:
    """What a walk saw."""

    steps: int
    seconds: float
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    split: Split = field(default_factory=Split)


class Failed(AssertionError):
    """A walk that found something; says how to see it again."""


def _turn(table: Table, move: Move, source: Source, turn: int) -> None:
    move(table, source)
    top_up(table)
    if turn % CHECK == 0:
        check(table)
    if turn % VIEWS == 0:
        check_views(table)
    if turn % LIVENESS == 0:
        check_liveness(table)


def _end(table: Table) -> None:
    check(table)
    check_views(table)
    check_liveness(table)


def play(stage: House, seed: int, steps: int, split: Split | None = None, shrink: bool = True) -> Table:
    """One play of at most `steps` acts from the first day."""
    stage.reset()
    table, source = Table(stage, split or Split()), Seeded(seed)
    lines: list[Line] = []
    try:
        turn = 0
        while table.steps < steps and turn < 4 * steps:
            move = DEALT[source.below(len(DEALT))] if turn else opening
            recording = Recording(source)
            try:
                _turn(table, move, recording, turn)
            finally:
                lines.append((move.__name__, tuple(recording.chosen)))
            turn += 1
        _end(table)
    except AssertionError as error:
        raise Failed(_report(stage, table, seed, steps, lines, error, shrink)) from error
    return table


def replay(stage: House, lines: Sequence[Line]) -> Table:
    """The moves of a list, from the first day, with every check after each."""
    stage.reset()
    table = Table(stage)
    for name, choices in lines:
        BY_NAME[name](table, Recorded(choices))
        if table.deals:
            top_up(table)
        check(table)
    _end(table)
    return table


def _kind(error: AssertionError) -> str:
    """What makes two findings one. With a check after each move the same one is met in other words."""
    return type(error).__name__


def _fails(stage: House, lines: Sequence[Line], wanted: str) -> bool:
    try:
        replay(stage, lines)
    except AssertionError as error:
        return _kind(error) == wanted
    except Exception:
        return False
    return False


def shrunk(lines: list[Line], fails: Callable[[list[Line]], bool], seconds: float) -> list[Line]:
    """Fewer moves that still fail: halves first, then ever smaller parts, while there is time."""
    end, size = process_time() + seconds, max(1, len(lines) // 2)
    while size and process_time() < end:
        at = 0
        while at < len(lines) and process_time() < end:
            fewer = lines[:at] + lines[at + size :]
            if fails(fewer):
                lines = fewer
            else:
                at += size
        size //= 2
    return lines


def _report(
    stage: House,
    table: Table,
    seed: int,
    steps: int,
    lines: list[Line],
    error: AssertionError,
    shrink: bool,
) -> str:
    told = "\n  ".join(table.told(6))
    found = f"play(house(), {seed}, {steps}) at act {table.steps}: {error}\n  {told}"
    wanted = _kind(error)
    if not shrink or not _fails(stage, lines, wanted):
        return f"{found}\nreplay(house(), {lines!r})"
    fewer = shrunk(lines, lambda some: _fails(stage, some, wanted), SHRINK_SECONDS)
    return f"{found}\nreplay(house(), {fewer!r})"


def walk(steps: int, seed: int) -> Walk:
    """Plays until `steps` acts are done."""
    stage, found = house(), Walk(0, 0.0)
    start = process_time()
    while found.steps < steps:
        table = play(stage, seed, min(PLAY, steps - found.steps), found.split)
        found.steps += max(table.steps, 1)
        found.counts += table.counts
        seed += 1
    found.seconds = process_time() - start
    return found
