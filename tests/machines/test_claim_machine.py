"""The machine of claims: one list of moves, two searchers, against the model and the watch."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.machines.claim_checks import check, check_liveness, check_views
from tests.machines.claim_house import house
from tests.machines.claim_moves import EQUAL, MOVES, Move, opening, top_up
from tests.machines.claim_planted import MISTAKES, Mistake, planted
from tests.machines.claim_table import Disagreement, Table
from tests.machines.claim_walk import Failed, play, replay, walk
from tests.machines.claim_watch import Breach
from usance.codes_claims import LIVE
from usance.model.claim import ClaimTokenModel

# `make test` walks a tenth of what `make deep` does (a million acts, 50,000 moves).
DEEP_STEPS, DEEP_EXAMPLES = os.environ.get("USANCE_WALK_STEPS"), os.environ.get("USANCE_EXAMPLES")
WALK_STEPS = int(DEEP_STEPS) // 2 if DEEP_STEPS else 100_000
EXAMPLES = max(1, int(DEEP_EXAMPLES) // 3) if DEEP_EXAMPLES else 84
STEPS = 60
# Each part is a test of its own, so that they run beside each other.
PARTS = 4
# Below so many acts a walk need not have seen everything.
WHOLE = 20_000
ACTS = (
    *("register", "register_batch", "register_accepted", "accept", "accept_batch", "accept_signed"),
    *("deny", "submit", "deem", "rescind", "attest", "issue_payable", "receive", "refuse", "lapse"),
    *("cancel", "limit_payables", "authorise", "reserve", "bear", "pause", "unpause", "cancel_nonce"),
    *("setApprovalForAll", "safeTransferFrom", "safeBatchTransferFrom", "split", "retire", "collect"),
    *("pay", "withdraw", "withdraw_held", "redirect"),
    *("pledge", "release_pledge", "redeem_pledge", "call_pledge", "foreclose", "share_proceeds"),
    *("notify", "acknowledge_notice", "report_misdirected"),
    *("assert_payment", "confirm_payment", "confirm_for_all", "contest_payment"),
    *("dispute", "answer_dispute", "drop_dispute", "credit_note", "agree", "prolong", "change_asset"),
    *("age", "default_", "write_off", "settle", "charge", "release_charge", "rotate"),
)
# Acts that break no rule but that of a claim nobody knows.
FREE = ("setApprovalForAll", "agree")
RULES = (
    *("INV1", "INV4", "INV6", "INV12", "ACC1", "ACC2", "ACC8", "CLAIM_ACCEPTED", "INSUFFICIENT_UNITS"),
    *("NOT_ASSIGNABLE", "UNKNOWN", "NOT_PARTY", "STATE", "TERMS", "CALENDAR_NOT_LOADED", "EXISTS"),
    *("NOT_ADMITTED", "MANDATE", "AGENT", "ABOVE_OUTSTANDING", "NOT_OVERDUE", "MIN_SPLIT", "EARMARK"),
    *("RECORD_DAY", "HOOK", "APPROVAL", "OFF_CHAIN", "NOTHING", "LIMIT", "TERM", "PLEDGE", "DISPUTE"),
    *("DEFENCES_WAIVED", "NOT_AGREED", "POT", "ASSERTION", "HELD", "LC12", "PAYEE", "STL2", "BALANCE"),
)
LEAST = 3


class Drawn:
    """Choices from bytes that Hypothesis drew; zero, the simplest, when they are used up."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def below(self, n: int) -> int:
        at = self._at
        self._at = at + 1
        return self._raw[at] * n // 256 if at < len(self._raw) else 0


class ClaimMachine(RuleBasedStateMachine):
    """The moves, one rule each; more of those that move units and money."""

    moves = 0

    def __init__(self) -> None:
        super().__init__()
        self.table = Table(house())
        opening(self.table, Drawn(b""))
        self.turns = 0

    def teardown(self) -> None:
        check(self.table)
        check_views(self.table)
        check_liveness(self.table)


def _as_rule(move: Move) -> Callable[[ClaimMachine, bytes], None]:
    def play_move(self: ClaimMachine, raw: bytes) -> None:
        self.turns += 1
        ClaimMachine.moves += 1
        move(self.table, Drawn(raw))
        top_up(self.table)
        if self.turns % 20 == 0:
            check(self.table)

    play_move.__name__ = move.__name__
    return play_move


for number, (one, weight) in enumerate(MOVES.items()):
    for again in range(1 + weight // 5):
        made: Any = rule(raw=st.binary(min_size=0, max_size=40))(_as_rule(one))
        setattr(ClaimMachine, f"{one.__name__}_{number}_{again}", made)


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
    before = ClaimMachine.moves
    run_state_machine_as_test(ClaimMachine, settings=machine_settings(EXAMPLES))
    assert ClaimMachine.moves - before >= EXAMPLES * STEPS // 2, "the search stopped early"


@pytest.mark.parametrize("part", range(PARTS))
def test_walker__many_acts__contract_and_model_agree_and_all_is_reached(part: int) -> None:
    found = walk(WALK_STEPS // PARTS, seed=1 + 1_000_000 * part)
    if found.steps < WHOLE:
        return
    done = {act: count for (act, came), count in found.counts.items() if came == "ok"}
    refused: dict[str, int] = {}
    for (act, came), count in found.counts.items():
        refused[act] = refused.get(act, 0) + (count if came != "ok" else 0)
    rare = [act for act in ACTS if done.get(act, 0) < LEAST]
    assert not rare, f"hardly ever enabled: {rare}"
    easy = [act for act in ACTS if act not in FREE and refused.get(act, 0) < LEAST]
    assert not easy, f"hardly ever refused: {easy}"
    named = {came for _, came in found.counts}
    assert set(RULES) <= named, f"never refused by: {sorted(set(RULES) - named)}"
    tried = sum(found.counts.values())
    assert 0.45 < sum(done.values()) / tried < 0.85, "too many acts are allowed, or too few"


@pytest.mark.parametrize("seed", [5, 243, 3_015])
def test_walker__a_seed__replays_the_same_play(seed: int) -> None:
    first, again = play(house(), seed, 150), play(house(), seed, 150)
    assert first.counts == again.counts
    assert [one[:2] for one in first.story] == [one[:2] for one in again.story]


def test_opening__three_live_claims__of_equal_face() -> None:
    stage = house()
    table = Table(stage)
    opening(table, Drawn(b""))
    books = [table.model.claims[deal.id] for deal in table.deals]
    assert len(books) == EQUAL == table.equal()
    assert {book.face for book in books} == {table.face}
    assert all(book.status in LIVE for book in books)
    check(table)
    check_views(table)
    check_liveness(table)


def test_top_up__a_claim_is_gone__another_of_the_same_face_is_born() -> None:
    table = Table(house())
    opening(table, Drawn(b""))
    deal = table.deals[0]
    assert table.do("pay", deal.terms.debtor, deal, table.face).ok
    assert table.equal() == EQUAL - 1
    top_up(table)
    assert table.equal() == EQUAL


# --- the machine can fail ---


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_walker__a_mistake_put_in__is_found(mistake: Mistake) -> None:
    stage = planted(mistake)
    with pytest.raises(Failed, match=r"replay\(house\(\), \["):
        for seed in range(20):
            play(stage, seed, 400, shrink=False)


def test_walker__a_failure__comes_back_short_and_replays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a failed play prints is a short list of moves that fails again."""
    monkeypatch.setattr(ClaimTokenModel, "eligible", lambda self, account, eligibility, now: True)
    stage = house()
    with pytest.raises(Failed) as found:
        for seed in range(20):
            play(stage, seed, 400)
    lines = ast.literal_eval(str(found.value).rsplit("replay(house(), ", 1)[1][:-1])
    assert 1 < len(lines) < 12
    with pytest.raises(AssertionError):
        replay(stage, lines)


def test_machine__model_that_lies__is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def always(self: ClaimTokenModel, account: str, eligibility: int, now: int) -> bool:
        return True

    monkeypatch.setattr(ClaimTokenModel, "eligible", always)
    stage = house()
    with pytest.raises(Failed) as found:
        for seed in range(20):
            play(stage, seed, 400, shrink=False)
    assert isinstance(found.value.__cause__, Disagreement)
    assert "INV12" in str(found.value)


def test_watch__a_debtor_bound_by_somebody_else__is_a_breach() -> None:
    table = Table(house())
    opening(table, Drawn(b""))
    deal = table.deals[0]
    table.watch.claims[deal.id].status = 1
    with pytest.raises(Breach, match="was bound by settle"):
        table.watch.became(deal.id, 2, "settle", table.house["stranger"], (deal,))
    with pytest.raises(Breach, match="a bound debtor is DENIED"):
        table.watch.claims[deal.id].status = 2
        table.watch.became(deal.id, 3, "deny", deal.terms.debtor, (deal,))


def test_watch__more_taken_out_than_was_paid_in__is_a_breach() -> None:
    table = Table(house())
    opening(table, Drawn(b""))
    deal = table.deals[0]
    assert table.do("pay", deal.terms.debtor, deal, 4).ok
    words = {"claim": deal.id, "account": deal.terms.creditor, "to": deal.terms.creditor, "amount": 5}
    with pytest.raises(Breach, match="got 5, its share is 4"):
        table.watch._ProceedsWithdrawn(words)
