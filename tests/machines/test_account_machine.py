"""The account machine: three accounts of the same people, walked at random against their models."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.machines.account_bench import Bench, Disagreement
from tests.machines.account_moves import MOVES, WAITS, instants
from tests.unit.institution_account.kit import CASH, CREDITS, PAY, opened
from usance.accounts.words import GOVERN, SIGN

STEPS = int(os.environ.get("USANCE_WALK_STEPS", "30000")) // 10
SEEDS = 6
ACTS = (
    "execute",
    "isValidSignature",
    "propose_change",
    "execute_change",
    "cancel_change",
    "remove",
    "freeze_key",
    "delegate",
    "withdraw_order",
)
RULES = (
    "SIGNER", "SELF_CHECK", "QUORUM", "CALL", "CHANGE", "PENDING", "ACC5", "ACC7", "DELEGATION", "ACC1",
    "ACC2", "TOKEN",
)  # fmt: skip


def step(bench: Bench) -> None:
    house, rng = bench.house, bench.rng
    desk = rng.choice(bench.desks)
    moments = instants(desk, house.now)
    now = rng.choice(moments) if moments and rng.random() < 0.15 else house.now + rng.choice(WAITS)
    house.driver.set_time(now)
    move = rng.choices([one for one, _ in MOVES], [weight for _, weight in MOVES])[0]
    name, args, outcome = move(bench, desk, now)
    receipt = house.act(name, *args, contract=desk.account)
    bench.compare(desk, f"{name} with {args} at {now}", receipt, outcome)
    if receipt.ok:
        bench.seen[name] += 1


def walk(seed: int, steps: int) -> Counter[str]:
    with opened() as house:
        bench = Bench(house, seed)
        for index in range(steps):
            step(bench)
            if index % 50 == 0:
                probe = [house.pay(1), house.token_call("approve", house.supplier, 1)]
                bench.agree((GOVERN, SIGN, PAY, CREDITS, CASH), probe)
        return bench.seen


def test_walk__all_acts_at_random__contract_equals_model() -> None:
    seen: Counter[str] = Counter()
    for seed in range(SEEDS):
        seen += walk(seed, max(100, STEPS // SEEDS))
    assert [act for act in ACTS if not seen[act]] == [], "acts that never succeeded in the walk"
    assert [rule for rule in RULES if not seen[rule]] == [], "rules that were never the reason"


def test_walk__a_ceiling_taken_as_exclusive__is_found() -> None:
    """The walk can fail: a model that asks one consent too many at a ceiling must disagree."""
    with opened() as house:
        bench = Bench(house, 1)
        for desk in bench.desks:
            right = desk.model.threshold
            desk.model.threshold = lambda kind, amount, right=right: right(kind, amount + 1)  # type: ignore[method-assign, misc]
        with pytest.raises(Disagreement, match="the model says \\['QUORUM'\\]"):
            for _ in range(1_000):
                step(bench)
