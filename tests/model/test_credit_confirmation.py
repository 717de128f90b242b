"""A confirming bank and changes, open and silent, in the reference model (8b, 10a, 10b)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.model.credit_kit import (
    AGENT,
    ANYONE,
    BENEFICIARY,
    CONFIRMER,
    HOME,
    ISSUER,
    NOMINATED,
    OTHER,
    Play,
    confirmed,
    fact,
    facts_of,
    started,
)
from usance.amendments import Change
from usance.calendars import day_of
from usance.codes import Exclusion, Mark
from usance.terms import ZERO_ADDRESS, ZERO_HASH

JUNE = day_of("2026-06-30")
LONGER = Change.of({"expiry_day": JUNE})
MORE = Change.of({}, difference=200)
LESS = Change.of({}, difference=-300, number=2)


# --- the confirming bank ---


def test_extend__by_whom_and_when__the_bank_that_confirmed_once() -> None:
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=2)
    play.propose(MORE)
    assert play.broken("extend_confirmation", CONFIRMER, MORE, True) == {"U9"}
    play.ok("confirm", CONFIRMER, True)
    assert play.broken("extend_confirmation", ISSUER, MORE, True) == {"NOT_PARTY"}
    assert play.broken("extend_confirmation", CONFIRMER, LESS, True) == {"U11"}
    outcome = play.ok("extend_confirmation", CONFIRMER, MORE, True)
    assert fact(outcome, "ConfirmationExtended")["extends"] is True
    assert play.broken("extend_confirmation", CONFIRMER, MORE, False) == {"STATE"}


def test_extend__a_rise__reserves_and_is_new_risk_but_a_no_is_none() -> None:
    play = confirmed(claims=True)
    play.propose(MORE)
    play.propose(replace(MORE, number=2))
    assert play.model.pause(AGENT, play.now).ok
    assert play.broken("extend_confirmation", CONFIRMER, MORE, True) == {"ACC8"}
    play.ok("extend_confirmation", CONFIRMER, MORE, False)
    assert play.model.unpause(AGENT, play.now).ok
    play.ok("extend_confirmation", CONFIRMER, replace(MORE, number=2), True)
    assert play.ledger.authority_of(CONFIRMER, play.model.address)["reserved"] == 1_200


def test_accept__extended__both_banks_are_bound_by_it() -> None:
    play = confirmed()
    play.propose(MORE)
    play.ok("extend_confirmation", CONFIRMER, MORE, True)
    play.take(MORE)
    assert not play.book["apart"]
    hashes = play.model.terms_of(play.id)
    assert hashes[0] == hashes[1] == play.model.amended_hash(play.terms)
    # Its terms have it: nobody applies it to them again.
    assert play.broken("apply_extension", ANYONE, MORE) == {"STATE"}


def test_accept__not_extended__the_confirming_bank_stays_on_its_own_terms() -> None:
    play = confirmed()
    own = play.terms
    play.propose(MORE)
    play.ok("extend_confirmation", CONFIRMER, MORE, False)
    play.take(MORE)
    assert play.book["apart"]
    assert play.model.terms_of(play.id) == (play.model.amended_hash(play.terms), play.id)
    play.at("2026-03-02")
    at_confirmer = play.statement.but(bank=CONFIRMER, amount=1_200)
    assert play.broken("present", BENEFICIARY, at_confirmer) == {"U11"}
    play.received("2026-03-02", terms=own, bank=CONFIRMER, amount=1_200)
    # Overdrawn there, not at the issuing bank.
    assert play.entry.marks == Mark.OVERDRAWN
    assert play.broken("accept", CONFIRMER, play.statement) == {"U11"}
    play.at("2026-03-10")
    assert fact(play.ok("preclude", ANYONE, play.statement, terms=own), "Precluded")["amount"] == 1_000
    play.ok("honour", CONFIRMER, play.statement, terms=own)
    # Sent on, it is a claim on the issuing bank under the terms in force there.
    play.ok("forward", CONFIRMER, play.statement, terms=own)
    assert play.broken("acknowledge", ISSUER, play.statement, day_of("2026-03-10"), terms=own) == {"U11"}
    play.ok("acknowledge", ISSUER, play.statement, day_of("2026-03-10"))
    play.statement = play.statement.but(bank=ISSUER, amount=200, documents=OTHER)
    play.received("2026-03-11")
    assert play.entry.marks == 0


@pytest.mark.parametrize(
    "change",
    [
        Change.of({"expiry_day": day_of("2026-05-30")}),
        Change.of({"closing_days": 29}),
        Change.of({"expiry_day": day_of("2026-06-10"), "closing_days": 19}),
    ],
)
def test_accept__days_brought_forward_without_the_confirming_bank__refused(change: Change) -> None:
    play = confirmed()
    play.propose(change)
    assert play.broken("accept_amendment", BENEFICIARY, change, 0) == {"U11"}
    play.ok("extend_confirmation", CONFIRMER, change, True)
    play.take(change)


def test_extend__later__its_terms_follow_change_by_change_until_they_are_those_in_force() -> None:
    play = confirmed()
    own = play.terms
    play.change(MORE)
    play.change(LONGER)
    assert play.broken("apply_extension", ANYONE, MORE, terms=own) == {"U11"}
    # It speaks on the terms that bind it.
    assert play.broken("extend_confirmation", CONFIRMER, MORE, True) == {"U11"}
    play.ok("extend_confirmation", CONFIRMER, MORE, True, terms=own)
    assert play.broken("apply_extension", ANYONE, MORE) == {"U11"}
    outcome = play.ok("apply_extension", ANYONE, MORE, terms=own)
    assert fact(outcome, "ConfirmationAmended")["apart"] is True
    assert play.change_state(MORE)["applied"]
    between = own.but(amount=1_200, salt=play.amendment(MORE))
    assert play.model.terms_of(play.id)[1] == play.model.amended_hash(between)
    assert play.broken("apply_extension", ANYONE, MORE, terms=between) == {"U11"}
    play.ok("extend_confirmation", CONFIRMER, LONGER, True, terms=between)
    outcome = play.ok("apply_extension", ANYONE, LONGER, terms=between)
    assert fact(outcome, "ConfirmationAmended")["apart"] is False
    assert not play.book["apart"]
    assert play.model.terms_of(play.id)[1] == play.model.amended_hash(play.terms)


def test_extend__what_its_terms_have_already__never_twice() -> None:
    """A reduction applied twice would take from the beneficiary what the bank confirmed."""
    play = confirmed()
    play.propose(LESS)
    play.ok("extend_confirmation", CONFIRMER, LESS, True)
    play.take(LESS)
    own = play.terms
    play.change(MORE)
    assert play.book["apart"]
    assert play.broken("apply_extension", ANYONE, LESS, terms=own) == {"STATE"}


def test_extend__accepted_before_it_confirmed__never_twice() -> None:
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=2)
    play.change(LESS)
    play.ok("confirm", CONFIRMER, True)
    own = play.terms
    play.change(MORE)
    assert play.broken("extend_confirmation", CONFIRMER, LESS, True, terms=own) == {"U11"}


def test_extend__a_change_before_one_it_extended_to__is_out_of_its_turn() -> None:
    play = confirmed()
    own = play.terms
    play.change(MORE)
    play.change(LONGER)
    play.ok("extend_confirmation", CONFIRMER, LONGER, True, terms=own)
    assert play.broken("extend_confirmation", CONFIRMER, MORE, True, terms=own) == {"U11"}


def test_apply__out_of_the_order_of_acceptance__refused() -> None:
    play = confirmed()
    own = play.terms
    play.change(MORE)
    play.change(LONGER)
    for change in (MORE, LONGER):
        play.ok("extend_confirmation", CONFIRMER, change, True, terms=own)
    assert play.broken("apply_extension", ANYONE, LONGER, terms=own) == {"STATE"}
    play.ok("apply_extension", ANYONE, MORE, terms=own)


def test_extend__a_change_that_its_own_terms_cannot_take__fails_with_its_rule() -> None:
    """1,000 confirmed; in force 1,200 - 1,100 is a credit, 1,000 - 1,100 is none."""
    play = confirmed()
    own = play.terms
    play.change(MORE)
    cut = Change.of({}, difference=-1_100, number=5)
    play.propose(cut)
    assert "TERMS" in play.broken("extend_confirmation", CONFIRMER, cut, True, terms=own)
    play.ok("extend_confirmation", CONFIRMER, cut, False, terms=own)


@pytest.mark.parametrize(
    ("before", "after", "shorter"),
    [
        (0, Exclusion.ART29A_OFF, True),
        (Exclusion.ART29A_OFF, 0, False),
        # With it force majeure moves expiry: to take it away ends the credit earlier, to give it later.
        (Exclusion.ART36_OFF, 0, True),
        (0, Exclusion.ART36_OFF, False),
    ],
)
def test_accept__expiry_moves_no_more__needs_the_confirming_bank(
    before: int, after: int, shorter: bool
) -> None:
    play = confirmed(exclusions=int(before))
    change = Change.of({"exclusions": int(after)})
    play.propose(change)
    assert (play.do("accept_amendment", BENEFICIARY, change, 0).broken == {"U11"}) == shorter


def test_accept__terms_that_the_issuing_bank_issued_meanwhile__refused() -> None:
    """No two credits read alike, not even by a bank that would be rid of its offer."""
    play = started()
    play.propose(MORE)
    play.ok("issue", ISSUER, terms=play.amended(MORE))
    assert play.broken("accept_amendment", BENEFICIARY, MORE, 0) == {"EXISTS"}


def test_propose__who_confirms__only_while_nobody_has() -> None:
    change = Change.of({"confirmer": CONFIRMER, "confirmer_place": HOME, "confirmation": 2})
    play = started()
    play.change(change)
    play.ok("confirm", CONFIRMER, True)
    away = Change.of({"confirmer": ZERO_ADDRESS, "confirmer_place": ZERO_HASH, "confirmation": 1})
    assert play.broken("propose_amendment", ISSUER, away) >= {"U11"}


def test_accept__who_confirms_changes_but_a_bank_has_since__refused() -> None:
    away = Change.of({"confirmer": ZERO_ADDRESS, "confirmer_place": ZERO_HASH, "confirmation": 1})
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=2)
    play.propose(away)
    play.ok("confirm", CONFIRMER, True)
    assert play.broken("accept_amendment", BENEFICIARY, away, 0) >= {"U11"}


# --- silent confirmation ---


def test_confirm_silently__asked_by_the_beneficiary__once() -> None:
    play = started(claims=True)
    assert play.broken("ask_silent_confirmation", ISSUER, CONFIRMER) == {"NOT_PARTY"}
    assert "NOT_PARTY" in play.broken("confirm_silently", CONFIRMER)
    play.ok("ask_silent_confirmation", BENEFICIARY, NOMINATED)
    play.ok("ask_silent_confirmation", BENEFICIARY, CONFIRMER)
    assert play.model.silent_confirmer_of(play.id) == CONFIRMER
    assert "AGENT" in play.broken("confirm_silently", NOMINATED)
    outcome = play.ok("confirm_silently", CONFIRMER)
    assert facts_of(outcome) == ["ConfirmedSilently", "Reserved"]
    assert play.book["silent"]
    assert play.broken("ask_silent_confirmation", BENEFICIARY, ZERO_ADDRESS) == {"STATE"}
    assert "STATE" in play.broken("confirm_silently", CONFIRMER)


def test_confirm_silently__expired_confirmed_or_its_own_issuer__refused() -> None:
    play = started()
    play.ok("ask_silent_confirmation", BENEFICIARY, ISSUER)
    assert play.broken("confirm_silently", ISSUER) == {"U9"}
    play.ok("ask_silent_confirmation", BENEFICIARY, NOMINATED)
    play.at("2026-06-01")
    assert "U9" in play.broken("confirm_silently", NOMINATED)
    other = confirmed()
    other.ok("ask_silent_confirmation", BENEFICIARY, NOMINATED)
    assert "U9" in other.broken("confirm_silently", NOMINATED)


def test_default__of_a_credit_confirmed_silently__that_bank_is_surety() -> None:
    play = started(claims=True, cover_bps=0)
    play.ok("ask_silent_confirmation", BENEFICIARY, CONFIRMER)
    play.ok("confirm_silently", CONFIRMER)
    play.received("2026-03-02")
    assert play.set("accept", ISSUER).ok
    play.at("2026-03-04")
    born = fact(play.ok("default_", ANYONE, play.statement), "ClaimBorn")
    assert (born["debtor"], born["surety"], born["creditor"]) == (ISSUER, CONFIRMER, BENEFICIARY)


# --- the silent bank and changes ---


def silently(claims: bool = True) -> Play:
    play = started(claims, cover_bps=0)
    play.ok("ask_silent_confirmation", BENEFICIARY, CONFIRMER)
    play.ok("confirm_silently", CONFIRMER)
    return play


def test_accept__a_change_without_the_silent_bank__ends_its_surety() -> None:
    play = silently()
    play.propose(MORE)
    outcome = play.take(MORE)
    assert fact(outcome, "SilentConfirmationEnded")["bank"] == CONFIRMER
    assert not play.book["silent"]
    assert play.model.silent_confirmer_of(play.id) == ZERO_ADDRESS
    # Asked again, a bank may promise what the terms are now.
    play.ok("ask_silent_confirmation", BENEFICIARY, NOMINATED)


def test_extend__the_silent_bank_goes_along__stays_surety_and_reserves_the_rise() -> None:
    play = silently()
    play.propose(MORE)
    play.ok("extend_confirmation", CONFIRMER, MORE, True)
    assert play.change_state(MORE)["silent"] == 1
    assert play.ledger.authority_of(CONFIRMER, play.model.address)["reserved"] == 1_200
    assert play.broken("extend_confirmation", CONFIRMER, MORE, True) == {"STATE"}
    play.take(MORE)
    assert play.book["silent"]


def test_extend__by_the_silent_bank_of_a_change_in_force__too_late() -> None:
    play = silently()
    play.propose(MORE)
    play.ok("extend_confirmation", CONFIRMER, MORE, True)
    play.take(MORE)
    play.propose(LESS)
    play.ok("extend_confirmation", CONFIRMER, LESS, False)
    play.take(LESS)
    assert not play.book["silent"]
    assert "U9" in play.broken("extend_confirmation", CONFIRMER, MORE, True)
