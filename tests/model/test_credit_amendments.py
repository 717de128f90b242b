"""Amendments in the reference model, by hand from the rules: offered, taken whole, rejected (10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.model.credit_kit import (
    AGENT,
    ANYONE,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    HOME,
    ISSUER,
    NOMINATED,
    NOTICE,
    OTHER,
    TEXT,
    TOKEN_AT,
    confirmed,
    fact,
    facts_of,
    started,
)
from usance.amendments import FIELDS, FIXED, Change
from usance.calendars import day_of
from usance.codes import AmendmentStatus, CreditStatus, Exclusion
from usance.terms import ZERO_HASH

JUNE = day_of("2026-06-30")
LONGER = Change.of({"expiry_day": JUNE})
MORE = Change.of({}, difference=200)
LESS = Change.of({}, difference=-300, number=2)


# --- offering ---


def test_propose__an_increase__takes_its_share_of_cover_and_changes_nothing_else() -> None:
    play = started(cover_bps=3_333)
    outcome = play.ok("propose_amendment", ISSUER, MORE)
    # 1,200 at 33.33 % is 399.96, so 400; 1,000 is 333.3, so 334.
    assert fact(outcome, "AmendmentProposed")["cover"] == 66
    assert [move.amount for move in outcome.moves] == [66]
    assert play.change_state(MORE) == {
        "status": 1,
        "confirmer": 0,
        "applied": False,
        "proposed_at": play.now,
        "cover": 66,
        "silent": 0,
    }
    assert (play.book["cover"], play.book["amended"]) == (334, False)
    assert play.model.terms_of(play.id) == (play.id, ZERO_HASH)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (Change.of({}), "U11"),
        (replace(MORE, number=0), "U11"),
        (Change.of({}, cancel=True, difference=1), "U11"),
        (replace(LONGER, values=()), "U11"),
        (replace(LONGER, values=(*LONGER.values, TEXT)), "U11"),
        (replace(MORE, mask=1 << len(FIELDS), values=(TEXT,)), "U11"),
        (Change.of({"expiry_day": 2**23 + 1}), "TERMS"),
        (Change.of({"expiry_day": day_of("2027-10-03")}), "CALENDAR_NOT_LOADED"),
        (Change.of({"expiry_day": day_of("2026-02-24")}), "U6"),
        (Change.of({"form": 3}), "NOT_OFFERED"),
        (Change.of({"instalments": TEXT}), "NOT_OFFERED"),
        (Change.of({"adviser": ANYONE}), "NOT_ADMITTED"),
        (Change.of({"nominated": NOMINATED}), "TERMS"),
        (Change.of({"confirmation": 2}), "U9"),
        (Change.of({}, difference=-1_000), "TERMS"),
        (Change.of({}, difference=-1_001), "TERMS"),
        (Change.of({}, difference=2**112), "TERMS"),
        (Change.of({"tolerance_plus": 10_001}), "TERMS"),
    ],
)
def test_propose__a_change_that_no_credit_may_have__breaks_its_rule(change: Change, rule: str) -> None:
    assert rule in started().broken("propose_amendment", ISSUER, change)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_propose__what_no_amendment_changes__refused(name: str) -> None:
    play = started()
    value = getattr(play.terms, name)
    assert "U11" in play.broken("propose_amendment", ISSUER, Change.of({name: value}))


def test_propose__an_address_with_a_dirty_word__refused() -> None:
    change = Change.of({"adviser": CONFIRMER})
    dirty = replace(change, values=(b"\x01" + change.values[0][1:],))
    assert "U11" in started().broken("propose_amendment", ISSUER, dirty)


def test_propose__by_whom_and_when__issuer_of_a_live_credit_in_force_once() -> None:
    play = started()
    assert "NOT_PARTY" in play.broken("propose_amendment", BENEFICIARY, MORE)
    stranger = play.terms.but(salt=TEXT)
    assert play.broken("propose_amendment", ISSUER, MORE, terms=stranger) == {"UNKNOWN"}
    play.propose(MORE)
    assert play.broken("propose_amendment", ISSUER, MORE) == {"U11"}
    # The same words under another number are another amendment.
    play.propose(replace(MORE, number=2))


def test_propose__while_stopped__only_what_is_no_new_risk() -> None:
    play = started()
    assert play.model.pause(AGENT, play.now).ok
    assert play.broken("propose_amendment", ISSUER, MORE) == {"ACC8"}
    play.propose(LESS)
    play.propose(LONGER)


def test_propose__less_than_was_drawn__refused() -> None:
    play = started()
    play.received("2026-03-02", amount=700)
    assert play.set("accept", ISSUER).ok
    assert play.broken("propose_amendment", ISSUER, Change.of({}, difference=-301)) == {"LC10"}
    play.propose(Change.of({}, difference=-300))


def test_propose__a_rise_without_authority__refused() -> None:
    play = started(claims=True)
    play.ledger.authorise(ISSUER, play.now, play.model.address, 199, 2**32 - 1)
    assert play.broken("propose_amendment", ISSUER, MORE) == {"AGENT"}
    play.ledger.authorise(ISSUER, play.now, play.model.address, 200, 2**32 - 1)
    outcome = play.ok("propose_amendment", ISSUER, MORE)
    assert "Reserved" in facts_of(outcome)
    assert play.ledger.authority_of(ISSUER, play.model.address)["reserved"] == 1_200
    play.propose(LESS)


# --- accepting ---


def test_accept__whole__is_in_force_from_here_and_old_terms_are_not() -> None:
    play = started()
    before = play.terms
    play.propose(MORE)
    outcome = play.take(MORE)
    told = fact(outcome, "AmendmentAccepted")
    assert (told["presentation"], told["apart"], told["freed"]) == (ZERO_HASH, False, 0)
    assert told["terms"]["amount"] == 1_200
    assert told["terms"]["salt"] == play.amendment(MORE)
    assert (play.book["amended"], play.book["cover"]) == (True, 1_200)
    assert play.model.terms_of(play.id) == (play.model.amended_hash(play.terms), ZERO_HASH)
    assert play.change_state(MORE)["status"] == AmendmentStatus.ACCEPTED
    play.at("2026-03-02")
    assert play.broken("present", BENEFICIARY, play.statement, terms=before) == {"U11"}
    play.ok("present", BENEFICIARY, play.statement.but(amount=1_200))


@pytest.mark.parametrize("name", ["expire", "close"])
def test_acts__with_terms_that_were_in_force_once__refused(name: str) -> None:
    play = started()
    before = play.terms
    play.change(LONGER)
    assert "U11" in play.broken(name, ISSUER, terms=before)


def test_accept__twice_or_by_another__refused() -> None:
    play = started()
    assert play.broken("accept_amendment", BENEFICIARY, MORE, 0) == {"U11"}
    play.propose(MORE)
    assert play.broken("accept_amendment", APPLICANT, MORE, 0) == {"NOT_PARTY"}
    play.take(MORE)
    assert play.broken("accept_amendment", BENEFICIARY, MORE, 0) == {"U11"}


def test_accept__a_part__is_a_rejection_and_cover_goes_back() -> None:
    change = Change.of({"expiry_day": JUNE, "presentation_days": 10}, difference=200)
    play = started()
    play.propose(change)
    part = 1 << FIELDS.index("expiry_day")
    outcome = play.ok("accept_amendment", BENEFICIARY, change, part)
    assert fact(outcome, "AmendmentRejected")["part"] == part
    assert [(move.receiver, move.amount) for move in outcome.moves] == [(ISSUER, 200)]
    assert play.change_state(change)["status"] == AmendmentStatus.REJECTED
    assert not play.book["amended"]
    assert play.broken("accept_amendment", BENEFICIARY, change, 0) == {"U11"}


def test_accept__its_own_mask_named__is_the_whole() -> None:
    play = started()
    play.propose(LONGER)
    play.ok("accept_amendment", BENEFICIARY, LONGER, LONGER.mask)
    assert play.book["amended"]


def test_accept__several_pending__each_is_applied_to_the_terms_in_force() -> None:
    play = started()
    play.propose(MORE)
    play.propose(LESS)
    play.propose(LONGER)
    play.take(LESS)
    play.take(LONGER)
    play.take(MORE)
    assert (play.terms.amount, play.terms.expiry_day) == (900, JUNE)
    # 1,000 - 300 freed, + 200 of the rise.
    assert play.book["cover"] == 900


def test_accept__a_change_that_no_longer_fits__fails_with_its_rule_and_stays_pending() -> None:
    play = started()
    cut = Change.of({}, difference=-800, number=3)
    play.propose(cut)
    play.change(LESS)
    assert "TERMS" in play.broken("accept_amendment", BENEFICIARY, cut, 0)
    assert play.change_state(cut)["status"] == AmendmentStatus.PENDING


def test_accept__drawn_since__refused_until_the_change_leaves_enough() -> None:
    play = started()
    play.propose(LESS)
    play.received("2026-03-02", amount=701)
    assert play.set("accept", ISSUER).ok
    assert play.broken("accept_amendment", BENEFICIARY, LESS, 0) == {"LC10"}


def test_accept__a_bank_named_by_the_change_is_out__refused_but_the_old_ones_may_be() -> None:
    play = started(adviser=NOMINATED)
    change = Change.of({"nominated": CONFIRMER, "nominated_place": HOME})
    play.propose(change)
    play.parties.out |= {CONFIRMER, NOMINATED, APPLICANT}
    assert play.broken("accept_amendment", BENEFICIARY, change, 0) == {"NOT_ADMITTED"}
    play.parties.out.discard(CONFIRMER)
    play.take(change)


def test_accept__a_reduction__frees_cover_but_not_over_an_open_set() -> None:
    play = started()
    assert play.change(LESS).moves[0].amount == 300
    assert play.book["cover"] == 700
    play.received("2026-03-02", amount=100)
    again = Change.of({}, difference=-300, number=3)
    play.propose(again)
    outcome = play.take(again)
    assert (fact(outcome, "AmendmentAccepted")["freed"], outcome.moves) == (0, ())
    assert play.book["cover"] == 700
    # It stays until the credit closes.
    assert play.set("refuse", ISSUER, *NOTICE).ok
    play.at("2026-07-03")
    assert fact(play.ok("close", ANYONE), "Closed")["cover_returned"] == 700


def test_accept__after_a_reduction__only_what_the_rise_needs_joins_the_cover() -> None:
    """Proposed at 50 %: 1,001 asks for 501; from 999 a rise of two needs one more, which is held."""
    play = started(cover_bps=5_000)
    two = Change.of({}, difference=2, number=7)
    play.propose(two)
    assert play.change_state(two)["cover"] == 1
    play.change(Change.of({}, difference=-1))
    assert play.book["cover"] == 500
    outcome = play.take(two)
    assert (play.terms.amount, play.book["cover"]) == (1_001, 501)
    assert fact(outcome, "AmendmentAccepted")["freed"] == 0


def test_accept__the_issuing_bank_cannot_receive__cover_waits_for_it() -> None:
    play = started()
    play.propose(LESS)
    play.token.blocked.add(ISSUER)
    outcome = play.take(LESS)
    assert facts_of(outcome) == ["AmendmentAccepted", "Credited"]
    assert play.model.withdrawable(ISSUER, TOKEN_AT) == 300


def test_accept__an_expired_credit__lives_again_where_the_new_expiry_is_not_over() -> None:
    play = started()
    play.propose(LONGER)
    short = Change.of({"expiry_day": day_of("2026-06-01"), "closing_days": 60}, number=2)
    play.propose(short)
    play.at("2026-06-02")
    play.ok("expire", ANYONE)
    play.take(short)
    assert play.book["status"] == CreditStatus.EXPIRED
    play.at("2026-06-30", 23)
    play.take(LONGER)
    assert play.book["status"] == CreditStatus.ISSUED
    play.at("2026-07-01")
    play.ok("expire", ANYONE)


def test_reject__by_the_beneficiary__cover_back_and_the_issuing_bank_is_free() -> None:
    play = started()
    identity = play.propose(MORE)
    assert play.broken("reject_amendment", ISSUER, identity) == {"NOT_PARTY"}
    outcome = play.ok("reject_amendment", BENEFICIARY, identity)
    assert fact(outcome, "AmendmentRejected")["part"] == 0
    assert [move.amount for move in outcome.moves] == [200]
    assert play.broken("reject_amendment", BENEFICIARY, identity) == {"U11"}


def test_reject__with_terms_that_the_credit_had__is_as_good() -> None:
    play = started()
    birth, identity = play.terms, play.propose(MORE)
    play.change(LONGER)
    play.ok("reject_amendment", BENEFICIARY, identity, terms=birth)


def test_reject__once_the_credit_is_closed__by_anyone() -> None:
    play = started()
    identity = play.propose(MORE)
    play.at("2026-07-01")
    play.ok("close", ANYONE)
    assert play.broken("accept_amendment", BENEFICIARY, MORE, 0) == {"CLOSED"}
    outcome = play.ok("reject_amendment", ANYONE, identity)
    assert [(move.receiver, move.amount) for move in outcome.moves] == [(ISSUER, 200)]


def test_reject__an_amendment_of_another_credit__is_not_this_ones() -> None:
    play = started()
    identity = play.propose(MORE)
    other = play.terms.but(salt=OTHER)
    play.ok("issue", ISSUER, terms=other)
    assert play.broken("reject_amendment", BENEFICIARY, identity, terms=other) == {"U11"}


def test_issue__with_the_terms_of_an_amended_credit__no_two_credits_read_alike() -> None:
    play = started()
    play.change(MORE)
    assert play.broken("issue", ISSUER) == {"EXISTS"}


# --- cancelling ---


def test_cancel__the_beneficiary_agrees__cover_goes_back_and_nothing_changes_any_more() -> None:
    end = Change.of({}, cancel=True)
    play = started()
    other = play.propose(MORE)
    play.propose(end)
    outcome = play.ok("accept_amendment", BENEFICIARY, end, 0)
    assert fact(outcome, "Cancelled")["cover_returned"] == 1_000
    assert facts_of(outcome) == ["Cancelled"]
    assert (play.book["status"], play.book["amended"]) == (CreditStatus.CANCELLED, False)
    for name in ("present", "advise", "close", "propose_amendment"):
        argument: dict[str, Any] = {"present": play.statement, "advise": True, "propose_amendment": LESS}
        args = [argument[name]] if name in argument else []
        assert "CLOSED" in play.broken(name, ISSUER, *args)
    play.ok("reject_amendment", ANYONE, other)


def test_cancel__over_an_open_set_or_a_claim__refused() -> None:
    end = Change.of({}, cancel=True)
    play = started()
    play.propose(end)
    play.received("2026-03-02")
    assert play.broken("accept_amendment", BENEFICIARY, end, 0) == {"OPEN_SET"}
    assert play.set("refuse", ISSUER, *NOTICE).ok
    play.ok("accept_amendment", BENEFICIARY, end, 0)


def test_cancel__without_the_confirming_bank__refused() -> None:
    end = Change.of({}, cancel=True)
    play = confirmed()
    play.propose(end)
    assert play.broken("accept_amendment", BENEFICIARY, end, 0) == {"U11"}
    play.ok("extend_confirmation", CONFIRMER, end, True)
    play.ok("accept_amendment", BENEFICIARY, end, 0)


# --- exclusions by which sets are counted ---


@pytest.mark.parametrize("bit", [Exclusion.ART16F_OFF, Exclusion.EXPIRY_KEPT])
@pytest.mark.parametrize("before", [False, True])
def test_propose__whether_silence_binds__is_no_matter_of_an_amendment(bit: Exclusion, before: bool) -> None:
    play = started(exclusions=int(bit) if before else 0)
    change = Change.of({"exclusions": 0 if before else int(bit)})
    assert play.broken("propose_amendment", ISSUER, change) == {"U11"}
