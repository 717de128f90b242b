"""The credit machine: one list of rules, two searchers, against the model."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.machines.credit_draws import WRONG
from tests.machines.credit_house import house
from tests.machines.credit_moves import MOVES, Move, answer, natural, opening, present, receive
from tests.machines.credit_planted import MISTAKES, Mistake, planted
from tests.machines.credit_table import Disagreement, Table
from tests.machines.credit_walk import Failed, play, walk
from usance.codes import AvailableBy, SetStatus

# `make test` walks a tenth of the million steps of `make deep`.
WALK_STEPS = int(os.environ.get("USANCE_WALK_STEPS", "140000"))
EXAMPLES = int(os.environ.get("USANCE_EXAMPLES", "100"))
STEPS = 60
# Each part is a test of its own, so that they run beside each other.
PARTS = 2
# Below so many acts a walk need not have seen everything.
WHOLE = 20_000
OFTEN = (natural, natural, natural, natural, present, receive, answer)
# Every act of the interface goes through somewhere in a walk, and every one of these rules is met.
ACTS = (
    "issue",
    "advise",
    "confirm",
    "present",
    "acknowledge",
    "attest_delivery",
    "notify_completeness",
    "forward",
    "accept",
    "refuse",
    "waive",
    "demand_return",
    "preclude",
    "honour",
    "default_",
    "propose_amendment",
    "extend_confirmation",
    "accept_amendment",
    "reject_amendment",
    "accept_by_presentation",
    "apply_extension",
    "ask_silent_confirmation",
    "confirm_silently",
    "return_documents",
    "record_notice",
    "strike_notice",
    "award",
    "stop",
    "lift_stop",
    "report_unreadable",
    "resend_records",
    "drop",
    "assert_payment",
    "confirm_payment",
    "contest_payment",
    "undertake",
    "settle",
    "pay",
    "offer_negotiation",
    "negotiate",
    "call_recourse",
    "claim_reimbursement",
    "reimburse",
    "claim_refund",
    "honour_with_charges",
    "expire",
    "close",
    "withdraw",
    "redirect",
    "pause",
    "unpause",
)
RULES = (
    "U1",
    "U6",
    "U9",
    "U11",
    "U12",
    "U13",
    "U14",
    "U16",
    "LC9",
    "LC10",
    "LC11",
    "LC12",
    "ACC8",
    "ACC12",
    "OPEN_SET",
    "CALENDAR_NOT_LOADED",
    "STL1",
    "STL2",
    "CLOSED",
    "UNKNOWN",
    "NOT_PARTY",
    "NOT_ADMITTED",
    "NOT_OFFERED",
    "TERMS",
    "STATEMENT",
    "STATE",
    "NOT_DUE",
    "COVER",
    "EXISTS",
    "AWARD",
    "LEGAL_STOP",
    "PRICE",
    "RECOURSE",
    "AGENT",
    "OFF_CHAIN",
    "INV6",
    "EUCP-e6",
    "EUCP-e12",
    "HELD",
    "BALANCE",
)


class Drawn:
    """Choices from bytes that Hypothesis drew; zero, the simplest, when they are used up."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def below(self, n: int) -> int:
        at = self._at
        self._at = at + 1
        return self._raw[at] * n // 256 if at < len(self._raw) else 0


class CreditMachine(RuleBasedStateMachine):
    """The rules of `MOVES`, one each; more of those that carry a story forward."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table(house())
        opening(self.table)
        self.turns = 0

    def teardown(self) -> None:
        self.table.check()
        self.table.check_liveness()


def _as_rule(move: Move) -> Callable[[CreditMachine, bytes], None]:
    def play_move(self: CreditMachine, raw: bytes) -> None:
        self.turns += 1
        move(self.table, Drawn(raw))
        if self.turns % 25 == 0:
            self.table.check()

    play_move.__name__ = move.__name__
    return play_move


for number, one in enumerate((*MOVES, *OFTEN)):
    made: Any = rule(raw=st.binary(min_size=0, max_size=32))(_as_rule(one))
    setattr(CreditMachine, f"{one.__name__}_{number}", made)


def machine_settings(examples: int, steps: int = STEPS) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


def test_hypothesis__any_acts__contract_and_model_agree() -> None:
    run_state_machine_as_test(CreditMachine, settings=machine_settings(EXAMPLES))


@pytest.mark.parametrize("part", range(PARTS))
def test_walker__many_acts__contract_and_model_agree_and_all_is_reached(part: int) -> None:
    found = walk(WALK_STEPS // PARTS, seed=1 + 1_000_000 * part)
    if found.steps < WHOLE:
        return
    reached = {act for act, outcome in found.counts if outcome == "ok"}
    assert set(ACTS) <= reached, f"never went through: {sorted(set(ACTS) - reached)}"
    named = {outcome for _, outcome in found.counts}
    assert set(RULES) <= named, f"never refused by: {sorted(set(RULES) - named)}"


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[f"{at}-{name}" for at, (name, _) in enumerate(WRONG)])
@pytest.mark.parametrize("kind", ["plain", "confirmed", "nominated"])
def test_issue__one_wrong_term__contract_and_model_agree(name: str, value: Any, kind: str) -> None:
    table = Table(house())
    stage = table.house
    make = {"plain": stage.terms, "confirmed": stage.confirmed_terms, "nominated": stage.nominated_terms}
    known = isinstance(value, str) and not value.startswith("0x")
    terms = make[kind](**{name: stage[value] if known else value})
    deal = table.deal(terms)
    if table.do("issue", stage["issuing_bank"], deal).ok:
        table.deals.append(deal)
    table.check()


@pytest.mark.parametrize("seed", [8, 243, 2008, 3015])
def test_walker__a_seed__replays_the_same_play(seed: int) -> None:
    first = play(house(), seed, 200)
    again = play(house(), seed, 200)
    assert first.counts == again.counts
    assert first.picture() == again.picture()


def test_opening__six_live_credits__of_equal_amount_a_change_pending_on_three() -> None:
    """Full, half and no cover; the confirming bank of the second has confirmed. Three are honoured later."""
    table = Table(house())
    opening(table)
    assert len({deal.terms.amount for deal in table.deals}) == 1
    assert [deal.terms.cover_bps for deal in table.deals] == [10_000, 5_000, 0, 10_000, 5_000, 3_333]
    assert [len(deal.changes) for deal in table.deals] == [2, 2, 2, 0, 0, 0]
    by = [AvailableBy.DEFERRED, AvailableBy.NEGOTIATION, AvailableBy.MIXED]
    assert [deal.terms.available_by for deal in table.deals] == [*[AvailableBy.PAYMENT] * 3, *by]
    assert table.deals[4].terms.reimburser == table.house["third_bank"]
    later = [table.model.sets[deal.sets[0].id].status for deal in table.deals[3:]]
    assert later == [SetStatus.COMPLYING] * 3
    assert table.model.credits[table.deals[1].id].confirmed
    table.check()
    table.check_liveness()


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_walker__a_mistake_put_in__is_found(mistake: Mistake) -> None:
    stage = planted(mistake)
    with pytest.raises(Failed, match=r"play\(house\(\)"):
        for seed in range(400):
            play(stage, seed, 400)


def test_machine__model_that_lies__is_found_out() -> None:
    """The machine can fail: a model that forgets the last day is caught by both searchers."""
    stage = house()
    stage.model._last_day = lambda entry, terms, now: entry.last_day + 1  # type: ignore[method-assign]
    with pytest.raises(Disagreement):
        _walk_with(stage)


def _walk_with(stage: Any) -> None:
    from tests.machines.credit_walk import Seeded

    table, source = Table(stage), Seeded(1)
    moves = [move for move, weight in MOVES.items() for _ in range(weight)]
    for _ in range(4000):
        moves[source.below(len(moves))](table, source)


def test_walker__a_failure__names_the_play() -> None:
    stage = house()
    table_check = Table.check

    def broken(self: Table) -> None:
        raise AssertionError("planted")

    Table.check = broken  # type: ignore[method-assign]
    try:
        with pytest.raises(Failed, match=r"play\(house\(\), 7, 100\).*planted"):
            play(stage, 7, 100)
    finally:
        Table.check = table_check  # type: ignore[method-assign]
