"""Disputes, credit notes, agreed changes, aging, default and write-off, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.claim_kit import (
    BUYER,
    FINANCIER,
    OTHER_TOKEN,
    SELLER,
    STRANGER,
    SUPPLIER,
    TEXT,
    TOKEN_AT,
    Play,
    named,
    names,
)
from usance.calendars import day_of
from usance.claim_terms import Claim, asset_change, prolongation
from usance.codes_claims import ClaimStatus, DisputeReason, DisputeStatus, Waiver, bucket_of
from usance.model.party import Status

REPLY = day_of("2027-03-20")
BOTH = int(Waiver.DEFENCES | Waiver.SETOFF)


def contested(play: Play, terms: Claim, amount: int, reason: int = DisputeReason.DEFECTIVE) -> Any:
    return play.do("dispute", BUYER, terms, amount, int(reason), REPLY)


# --- dispute ---


def test_dispute__a_part__default_comes_for_the_rest_only() -> None:
    """1,000.00, 400.00 contested. On 16 April the claim is overdue: 600.00 are beyond the dispute.

    600.00 are paid: what is left is contested, and the claim does not default.
    """
    play = Play()
    terms = play.accepted()
    assert contested(play, terms, 40_000).ok
    assert contested(play, terms, 1).broken == {"DISPUTE"}
    play.at("2027-04-16")
    play.ok("pay", BUYER, terms, 60_000)
    assert play.broken("default_", STRANGER, terms) == {"DISPUTE"}
    play.ok("answer_dispute", SELLER, terms, False, TEXT)
    assert play.model.dispute_of(play.id(terms))["status"] == DisputeStatus.REJECTED
    play.ok("default_", STRANGER, terms)


def test_dispute__follows_the_claim__transfers_go_on() -> None:
    play = Play()
    terms = play.accepted()
    assert contested(play, terms, 40_000).ok
    play.sell(terms, 60_000)
    assert play.model.dispute_of(play.id(terms))["amount"] == 40_000


@pytest.mark.parametrize(
    ("waivers", "reason", "allowed"),
    [
        (0, DisputeReason.SETOFF, True),
        (Waiver.DEFENCES, DisputeReason.DEFECTIVE, False),
        (Waiver.DEFENCES, DisputeReason.SETOFF, True),
        (Waiver.SETOFF, DisputeReason.SETOFF, False),
        (Waiver.SETOFF, DisputeReason.PRICE, True),
        (BOTH, DisputeReason.OTHER, False),
    ],
)
def test_dispute__what_was_waived__cannot_be_raised(waivers: int, reason: int, allowed: bool) -> None:
    play = Play()
    terms = play.accepted(int(waivers))
    assert contested(play, terms, 1, reason).broken == (set() if allowed else {"DEFENCES_WAIVED"})


def test_dispute__bad_words__are_refused() -> None:
    play = Play()
    terms = play.registered()
    act = ("dispute", BUYER, terms)
    assert play.broken("dispute", SELLER, terms, 1, 1, REPLY) == {"NOT_PARTY"}
    assert play.broken(*act, 0, 1, REPLY) == {"NOTHING"}
    assert play.broken(*act, 100_001, 1, REPLY) == {"ABOVE_OUTSTANDING"}
    assert play.broken(*act, 1, 7, REPLY) == {"DISPUTE"}
    assert play.broken(*act, 1, 1, day_of("2027-02-28")) == {"DISPUTE"}
    assert play.broken(*act, 1, 1, day_of("2027-03-01")) == {"DISPUTE"}
    play.ok(*act, 1, 255, day_of("2027-03-02"))
    play.ok("deny", BUYER, terms)
    assert play.broken(*act, 1, 1, REPLY) >= {"STATE"}


def test_dispute__answered_and_dropped__by_whom() -> None:
    play = Play()
    terms = play.accepted()
    assert play.broken("answer_dispute", SELLER, terms, True, TEXT) == {"DISPUTE"}
    assert play.broken("drop_dispute", BUYER, terms) == {"DISPUTE"}
    assert contested(play, terms, 40_000).ok
    assert play.broken("answer_dispute", BUYER, terms, True, TEXT) == {"NOT_PARTY"}
    play.ok("answer_dispute", SELLER, terms, True, TEXT)
    assert play.outstanding(terms) == 100_000
    assert contested(play, terms, 1).broken == {"DISPUTE"}
    assert play.broken("drop_dispute", SELLER, terms) == {"NOT_PARTY"}
    play.ok("drop_dispute", BUYER, terms)
    assert play.model.dispute_of(play.id(terms))["status"] == DisputeStatus.NONE
    assert contested(play, terms, 1).ok


# --- credit note ---


def test_credit_note__lowers_the_claim_and_the_dispute() -> None:
    """400.00 contested and admitted; a note of 300.00 leaves 700.00 owed and 100.00 contested."""
    play = Play()
    terms = play.accepted()
    play.sell(terms, 60_000)
    assert contested(play, terms, 40_000).ok
    play.ok("answer_dispute", SELLER, terms, True, TEXT)
    assert play.broken("credit_note", BUYER, terms, 1, TEXT) == {"NOT_PARTY"}
    assert play.broken("credit_note", SELLER, terms, 0, TEXT) == {"NOTHING"}
    assert play.broken("credit_note", SELLER, terms, 100_001, TEXT) == {"ABOVE_OUTSTANDING"}
    words = named(play.ok("credit_note", SELLER, terms, 30_000, TEXT), "CreditNoted")
    assert (words["outstanding"], words["dilution"]) == (70_000, True)
    assert play.model.dispute_of(play.id(terms))["amount"] == 10_000
    play.ok("pay", BUYER, terms, 10**9)
    assert (play.proceeds(terms, SELLER), play.proceeds(terms, FINANCIER)) == (28_000, 42_000)


def test_credit_note__defences_waived__not_against_others() -> None:
    play = Play()
    terms = play.accepted(BOTH)
    words = named(play.ok("credit_note", SELLER, terms, 10, TEXT), "CreditNoted")
    assert not words["dilution"]
    play.ok("pledge", SELLER, play.id(terms), FINANCIER, 1, 1)
    assert play.broken("credit_note", SELLER, terms, 10, TEXT) == {"DEFENCES_WAIVED"}
    play.ok("release_pledge", FINANCIER, play.id(terms), SELLER)
    play.ok("credit_note", SELLER, terms, 10, TEXT)


def test_credit_note__all_of_it__nothing_is_owed_and_the_invoice_is_free_after_settling() -> None:
    play = Play()
    terms = play.registered()
    play.ok("credit_note", SELLER, terms, 100_000, TEXT)
    assert play.status(terms) == ClaimStatus.PAID
    play.ok("settle", STRANGER, terms)


def test_credit_note__with_units_retired__rounds_down_for_the_holders() -> None:
    """Face 10, 3 retired. A note of 3 lowers the index by 3 * 10 // 7 = 4: ceil(6 * 7 / 10) = 5 remain."""
    play = Play()
    terms = play.accepted(face=10)
    play.ok("retire", SELLER, play.id(terms), 3)
    assert named(play.ok("credit_note", SELLER, terms, 3, TEXT), "CreditNoted")["outstanding"] == 5
    assert play.state(terms)["credited"] == 4


# --- agreed changes ---


def test_prolong__all_agree__a_later_due_day_and_what_accrued_stays() -> None:
    """6 % on 1,000.00 from 15 April. Prolonged on 15 May: 30 days, 5.00, stay owed.

    The new due day is Tuesday 15 June: until then nothing more; on 25 June ten days, 1.66 more.
    """
    play = Play()
    terms = play.accepted(late_rate=6 * 10**16)
    play.sell(terms, 60_000)
    day = day_of("2027-06-15")
    play.at("2027-05-15")
    play.ok("age", STRANGER, terms)
    holders = sorted((SELLER, FINANCIER), key=lambda holder: int(holder, 16))
    for voice in (BUYER, SELLER):
        play.ok("agree", voice, play.id(terms), prolongation(day))
    assert play.broken("prolong", STRANGER, terms, day, holders) == {"NOT_AGREED"}
    play.ok("agree", FINANCIER, play.id(terms), prolongation(day))
    assert play.broken("prolong", STRANGER, terms, day, holders[:1]) == {"NOT_AGREED"}
    assert play.broken("prolong", STRANGER, terms, day, holders[::-1]) == {"NOT_AGREED"}
    assert play.broken("prolong", STRANGER, terms, day, [holders[0], *holders]) == {"NOT_AGREED"}
    play.ok("prolong", STRANGER, terms, day, holders)
    assert play.model.due_day_of(terms, play.now) == day
    assert play.state(terms)["prolonged"]
    assert (play.model.late_interest(terms, play.now), play.model.aging(terms, play.now)) == (500, (0, 0))
    play.at("2027-06-15")
    assert play.model.late_interest(terms, play.now) == 500
    play.at("2027-06-25")
    assert play.model.late_interest(terms, play.now) == 500 + 166
    assert named(play.ok("age", STRANGER, terms), "Aged")["bucket"] == 1


def test_prolong__after_a_default__the_claim_is_in_default_no_more() -> None:
    play = Play()
    terms = play.accepted()
    play.at("2027-04-16")
    play.ok("default_", STRANGER, terms)
    day = day_of("2027-06-15")
    holders = play.agree_all(terms, prolongation(day), SELLER)
    play.ok("prolong", STRANGER, terms, day, holders)
    assert play.status(terms) == ClaimStatus.ACCEPTED
    assert play.broken("default_", STRANGER, terms) == {"NOT_OVERDUE"}


def test_prolong__not_later_or_more_than_ten_years__is_refused() -> None:
    play = Play()
    terms = play.accepted()
    for day in (terms.due_day, terms.due_day + 3_661):
        holders = play.agree_all(terms, prolongation(day), SELLER)
        assert play.broken("prolong", STRANGER, terms, day, holders) == {"TERMS"}
    day = terms.due_day + 3_660
    play.ok("prolong", STRANGER, terms, day, play.agree_all(terms, prolongation(day), SELLER))


def test_prolong__pledged_units__the_pledgee_speaks_for_them() -> None:
    play = Play()
    terms = play.accepted()
    play.ok("pledge", SELLER, play.id(terms), FINANCIER, 100_000, 1)
    day, account = day_of("2027-06-15"), play.pledged(SELLER, FINANCIER)
    for voice in (BUYER, SELLER):
        play.ok("agree", voice, play.id(terms), prolongation(day))
    assert play.broken("prolong", STRANGER, terms, day, [account]) == {"NOT_AGREED"}
    play.ok("agree", FINANCIER, play.id(terms), prolongation(day))
    play.ok("prolong", STRANGER, terms, day, [account])


def test_change_asset__pot_empty__later_payments_in_the_new_token() -> None:
    play = Play()
    terms = play.accepted()
    play.ok("pay", BUYER, terms, 10_000)
    holders = play.agree_all(terms, asset_change(OTHER_TOKEN, 100), SELLER)
    change = ("change_asset", STRANGER, terms, OTHER_TOKEN, 100, holders)
    assert play.broken(*change) == {"POT"}
    play.ok("withdraw", SELLER, terms, SELLER, SELLER)
    assert play.broken("change_asset", STRANGER, terms, OTHER_TOKEN, 10, holders) == {"NOT_AGREED"}
    play.ok(*change)
    assert play.model.asset_in_force(terms) == (OTHER_TOKEN, 100)
    # Consent counts for one change.
    assert play.broken(*change) == {"NOT_AGREED"}
    assert play.ok("pay", BUYER, terms, 90_000).moves[0][::3] == (OTHER_TOKEN, 9_000_000)
    assert play.token.balances[terms.creditor] > 0
    assert terms.asset == TOKEN_AT


def test_change_asset__no_token_there__stl1() -> None:
    play = Play()
    terms = play.accepted()
    holders = play.agree_all(terms, asset_change(STRANGER, 1), SELLER)
    assert play.broken("change_asset", STRANGER, terms, STRANGER, 1, holders) == {"STL1"}


# --- late ---


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (999, 4)]
)
def test_bucket__days_past_due(days: int, bucket: int) -> None:
    assert bucket_of(days) == bucket


def test_age__once_a_bucket_by_anybody() -> None:
    """Due 15 April: 16 April is day 1; 15 May day 30; 16 May day 31."""
    play = Play()
    terms = play.accepted()
    assert play.broken("age", STRANGER, terms) == {"NOT_OVERDUE"}
    play.at("2027-05-15")
    assert named(play.ok("age", STRANGER, terms), "Aged")["days"] == 30
    assert play.broken("age", STRANGER, terms) == {"STATE"}
    play.at("2027-05-16")
    assert named(play.ok("age", STRANGER, terms), "Aged")["bucket"] == 2
    unbound = play.registered(due_day=day_of("2027-05-16"))
    assert play.broken("age", STRANGER, unbound) == {"NOT_OVERDUE", "INV4"}


def test_default__bound_and_overdue_only() -> None:
    play = Play()
    terms, unbound = play.accepted(grace_days=1), play.registered()
    play.at("2027-04-16", 23)
    assert play.broken("default_", STRANGER, terms) == {"NOT_OVERDUE"}
    assert play.broken("default_", STRANGER, unbound) == {"INV4"}
    play.at("2027-04-17", 0)
    words = named(play.ok("default_", STRANGER, terms), "Defaulted")
    assert (words["debtor"], words["outstanding"]) == (BUYER, 100_000)
    assert play.broken("default_", STRANGER, terms) == {"STATE"}


def test_default__insolvent_debtor__at_once_whatever_is_disputed() -> None:
    play = Play()
    terms = play.accepted()
    assert contested(play, terms, 100_000).ok
    play.hold(BUYER, Status.INSOLVENT)
    play.ok("default_", STRANGER, terms)
    assert play.broken("deny", BUYER, terms) == {"CLAIM_ACCEPTED"}


def test_write_off__own_units__the_debt_stays_and_what_comes_is_recovered() -> None:
    """The financier writes off its 600.00; 250.00 come later: 150.00 are recovered, the seller has 100.00."""
    play = Play()
    terms = play.accepted()
    play.sell(terms, 60_000)
    claim = play.id(terms)
    assert play.broken("write_off", FINANCIER, claim) == {"STATE"}
    play.at("2027-04-16")
    play.ok("default_", STRANGER, terms)
    assert play.broken("write_off", SUPPLIER, claim) == {"INSUFFICIENT_UNITS"}
    words = named(play.ok("write_off", FINANCIER, claim), "WrittenOff")
    assert (words["units"], words["amount"]) == (60_000, 60_000)
    assert play.broken("write_off", FINANCIER, claim) == {"STATE"}
    assert play.outstanding(terms) == 100_000
    play.ok("pay", STRANGER, terms, 25_000)
    outcome = play.ok("withdraw", FINANCIER, terms, FINANCIER, FINANCIER)
    assert names(outcome) == ["Recovered", "ProceedsWithdrawn"]
    assert named(outcome, "Recovered")["amount"] == 15_000
    assert names(play.ok("withdraw", SELLER, terms, SELLER, SELLER)) == ["ProceedsWithdrawn"]
