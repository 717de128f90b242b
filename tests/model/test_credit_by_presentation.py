"""Sets that take a pending change, in the reference model (10c)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.credit_kit import (
    ANYONE,
    CONFIRMER,
    HOME,
    ISSUER,
    NOMINATED,
    Play,
    confirmed,
    fact,
    started,
)
from usance.amendments import Change
from usance.calendars import day_of
from usance.codes import AmendmentStatus, Exclusion, Mark, SetStatus

JUNE = day_of("2026-06-30")
LONGER = Change.of({"expiry_day": JUNE})
MORE = Change.of({}, difference=200)
LESS = Change.of({}, difference=-300, number=2)


# --- by presentation (10c) ---


def by_set(play: Play, change: Change) -> frozenset[str]:
    return play.do("accept_by_presentation", ANYONE, play.statement, change).broken


def test_by_presentation__a_set_that_only_fits_the_change__takes_it() -> None:
    play = started()
    play.propose(LONGER)
    play.received("2026-06-10")
    assert play.entry.marks == Mark.AFTER_EXPIRY
    outcome = play.ok("accept_by_presentation", ANYONE, play.statement, LONGER)
    play.terms = play.amended(LONGER)
    assert fact(outcome, "AmendmentAccepted")["presentation"] == play.entry.id
    assert play.entry.marks == 0
    assert play.book["amended"]
    assert play.set("accept", ISSUER).ok


def test_by_presentation__a_set_that_fits_both__leaves_it_pending() -> None:
    play = started()
    play.propose(LONGER)
    play.received("2026-05-20")
    assert by_set(play, LONGER) == {"U11"}
    assert play.change_state(LONGER)["status"] == AmendmentStatus.PENDING
    # The beneficiary may still say yes itself, after any number of sets.
    play.take(LONGER)


def test_by_presentation__a_set_that_fits_neither__leaves_it_pending() -> None:
    play = started()
    play.propose(LONGER)
    play.received("2026-06-10", amount=1_001)
    assert by_set(play, LONGER) == {"U11"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (MORE, {"amount": 1_200}),
        (Change.of({"presentation_days": 30}), {"shipment_day": day_of("2026-04-10")}),
        (
            Change.of({"latest_shipment_day": day_of("2026-04-20")}),
            {"shipment_day": day_of("2026-04-20")},
        ),
        (
            Change.of({"exclusions": int(Exclusion.ART14C_OFF)}),
            {"shipment_day": day_of("2026-04-10")},
        ),
    ],
)
def test_by_presentation__each_thing_the_chain_can_measure(change: Change, words: dict[str, Any]) -> None:
    play = started(latest_shipment_day=day_of("2026-04-15"))
    play.propose(change)
    play.received("2026-05-10" if "amount" not in words else "2026-05-04", **words)
    assert play.entry.marks
    assert by_set(play, change) == frozenset()


def test_by_presentation__presented_before_the_change__says_nothing() -> None:
    play = started()
    play.at("2026-06-10")
    play.present("2026-06-10")
    # In the same second, and later.
    play.now -= 1
    play.propose(LONGER)
    play.receive("2026-06-10")
    assert by_set(play, LONGER) == {"U11"}


def test_by_presentation__committed_by_a_bank_unasked__is_not_the_beneficiarys_word() -> None:
    play = started(adviser=NOMINATED)
    play.propose(LONGER)
    play.received("2026-06-10", presenter=NOMINATED, capacity=3)
    assert not play.entry.own
    assert by_set(play, LONGER) == {"U11"}


def test_by_presentation__not_received_or_found_complying__refused() -> None:
    play = started()
    play.propose(MORE)
    play.present("2026-03-02", amount=1_100)
    assert "STATE" in by_set(play, MORE)
    play.receive("2026-03-02")
    assert play.set("accept", ISSUER).ok
    assert "STATE" in by_set(play, MORE)


def test_by_presentation__a_refused_set__takes_it_and_stays_refused() -> None:
    play = started()
    play.propose(MORE)
    play.refused("2026-03-02", amount=1_100)
    assert by_set(play, MORE) == frozenset()
    assert (play.entry.status, play.entry.marks) == (SetStatus.REFUSED, Mark.OVERDRAWN)
    assert play.model.available(play.amended(MORE)) == 1_200


def test_by_presentation__sent_on_by_another_bank__its_first_day_is_not_known() -> None:
    play = started(nominated=NOMINATED, nominated_place=HOME)
    play.propose(MORE)
    play.received("2026-03-02", bank=NOMINATED, amount=1_100)
    assert play.set("forward", NOMINATED).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of("2026-03-02"))
    assert by_set(play, MORE) == {"U11"}


def test_by_presentation__at_a_confirming_bank_that_did_not_extend__binds_the_issuing_bank_alone() -> None:
    play = confirmed()
    own = play.terms
    play.propose(MORE)
    play.received("2026-03-02", bank=CONFIRMER, amount=1_100)
    assert by_set(play, MORE) == frozenset()
    play.terms = play.amended(MORE)
    assert play.entry.marks == Mark.OVERDRAWN
    assert play.broken("accept", CONFIRMER, play.statement) == {"U11"}
    assert fact(play.ok("accept", CONFIRMER, play.statement, terms=own), "Accepted")["amount"] == 1_000


def test_by_presentation__a_mark_gone_under_expiry_kept__the_clock_binds_again() -> None:
    play = started(exclusions=int(Exclusion.EXPIRY_KEPT))
    play.propose(LONGER)
    play.received("2026-06-10")
    assert play.book["open_sets"] == 0
    assert by_set(play, LONGER) == frozenset()
    assert play.book["open_sets"] == 1
