"""A credit paid off chain, in the reference model: the bank asserts, the payee confirms or contests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.credit_kit import (
    ANYONE,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    HOME,
    ISSUER,
    NOMINATED,
    OTHER,
    TEXT,
    Play,
    confirmed,
    fact,
    facts_of,
    started,
)
from usance.amendments import Change
from usance.calendars import day_of
from usance.codes import SetStatus, Stage
from usance.terms import ZERO_ADDRESS, ZERO_HASH

MONDAY = "2026-03-02"
OFF: dict[str, Any] = {"asset": ZERO_ADDRESS, "cover_bps": 0}


def owing(claims: bool = False, **changes: Any) -> Play:
    """Found complying by the issuing bank on Monday, due on Tuesday."""
    play = started(claims, **(OFF | changes))
    play.received(MONDAY)
    assert play.set("accept", ISSUER).ok
    return play


def says(play: Play, bank: str, amount: int = 1_000, day: str = MONDAY, ref: bytes = OTHER) -> frozenset[str]:
    return play.set("assert_payment", bank, amount, day_of(day), ref).broken


def confirms(play: Play, payee: str, amount: int = 1_000, ref: bytes = TEXT) -> frozenset[str]:
    return play.set("confirm_payment", payee, amount, ref).broken


def test_issue__no_token__no_cover_and_units_of_the_currency() -> None:
    play = started(**OFF)
    assert play.book["cover"] == 0
    assert "TERMS" in Play(asset=ZERO_ADDRESS).do("issue", ISSUER).broken


def test_honour__of_a_credit_without_a_token__is_not_its_payment_and_the_other_way_round() -> None:
    play = owing()
    assert play.set("honour", ISSUER).broken == {"OFF_CHAIN"}
    on_chain = started()
    on_chain.received(MONDAY)
    assert on_chain.set("accept", ISSUER).ok
    assert says(on_chain, ISSUER) == {"OFF_CHAIN"}
    assert "OFF_CHAIN" in confirms(on_chain, BENEFICIARY)
    assert "OFF_CHAIN" in on_chain.set("contest_payment", BENEFICIARY).broken


def test_assert__discharges_nothing_and_the_payees_word_does() -> None:
    play = owing()
    outcome = play.set("assert_payment", ISSUER, 1_000, day_of(MONDAY), OTHER)
    assert fact(outcome, "PaymentAsserted") == {
        "credit": play.id,
        "presentation": play.set_id,
        "bank": ISSUER,
        "amount": 1_000,
        "value_day": day_of(MONDAY),
        "reference": OTHER,
        "held_until": day_of("2026-03-05"),
    }
    assert (play.entry.amount, play.book["open_sets"]) == (1_000, 1)
    for party in (ISSUER, APPLICANT, ANYONE):
        assert confirms(play, party) == {"NOT_PARTY"}
    outcome = play.set("confirm_payment", BENEFICIARY, 1_000, TEXT)
    assert fact(outcome, "PaymentConfirmed")["outstanding"] == 0
    assert (play.entry.status, play.book["open_sets"], play.book["drawn"]) == (SetStatus.HONOURED, 0, 1_000)
    assert play.model.payment_assertion_of(play.set_id) == {"amount": 0, "held_until": 0}


def test_confirm__a_part__the_rest_is_still_asserted_and_due() -> None:
    play = owing()
    assert not says(play, ISSUER, 700)
    assert confirms(play, BENEFICIARY, 701) == {"INV6"}
    assert not confirms(play, BENEFICIARY, 300)
    assert play.model.payment_assertion_of(play.set_id)["amount"] == 400
    assert (play.entry.status, play.entry.amount) == (SetStatus.COMPLYING, 700)
    assert confirms(play, BENEFICIARY, 401) == {"INV6"}
    assert not confirms(play, BENEFICIARY, 400)
    assert confirms(play, BENEFICIARY, 1) == {"INV6"}
    assert not says(play, ISSUER, 300)
    assert not confirms(play, BENEFICIARY, 300)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ({"amount": 1_001}, "INV6"),
        ({"amount": 0}, "STATEMENT"),
        ({"day": "2026-03-03"}, "STATEMENT"),
        ({"day": "1970-01-01"}, "STATEMENT"),
        ({"ref": ZERO_HASH}, "STATEMENT"),
    ],
)
def test_assert__more_than_due_or_not_yet__refused(words: dict[str, Any], rule: str) -> None:
    assert rule in says(owing(), ISSUER, **words)


def test_assert__nothing_is_bound_or_another_bank__refused() -> None:
    play = started(**OFF)
    play.received(MONDAY)
    assert "STATE" in says(play, ISSUER)
    assert play.set("accept", ISSUER).ok
    assert says(play, CONFIRMER) == {"NOT_PARTY"}


def test_confirm__without_reference_or_assertion__refused() -> None:
    play = owing()
    assert confirms(play, BENEFICIARY) == {"INV6"}
    assert not says(play, ISSUER)
    assert confirms(play, BENEFICIARY, ref=ZERO_HASH) == {"STATEMENT"}
    assert confirms(play, BENEFICIARY, 0) == {"INV6"}


def test_default__while_an_assertion_holds__three_banking_days_and_only_once() -> None:
    play = owing(claims=True)
    play.at("2026-03-04")
    assert not says(play, ISSUER)
    assert play.model.payment_assertion_of(play.set_id)["held_until"] == day_of("2026-03-09")
    play.at("2026-03-09", 23)
    assert play.set("default_", ANYONE).broken == {"NOT_DUE"}
    outcome = play.set("assert_payment", ISSUER, 1_000, day_of(MONDAY), TEXT)
    assert fact(outcome, "PaymentAsserted")["held_until"] == 0
    play.at("2026-03-10")
    outcome = play.ok("default_", ANYONE, play.statement)
    born = fact(outcome, "ClaimBorn")
    assert (born["terms"]["asset"], born["face"], born["due_day"]) == (
        ZERO_ADDRESS,
        1_000,
        day_of("2026-03-03"),
    )
    assert facts_of(outcome)[-1] == "Defaulted"
    # The debt is the claim now: nothing is left to confirm here.
    assert confirms(play, BENEFICIARY) == {"INV6", "STATE"}
    assert says(play, ISSUER) >= {"STATE"}


def test_contest__the_assertion_falls_and_the_default_waits_no_longer() -> None:
    play = owing(claims=True)
    assert play.set("contest_payment", BENEFICIARY).broken == {"INV6"}
    assert not says(play, ISSUER)
    play.at("2026-03-04")
    assert play.set("contest_payment", ISSUER).broken == {"NOT_PARTY"}
    assert facts_of(play.ok("contest_payment", BENEFICIARY, play.statement)) == ["PaymentContested"]
    assert play.set("default_", ANYONE).ok


def test_confirming_bank__pays_all_by_the_payees_word_and_claims() -> None:
    play = confirmed(**OFF)
    play.received(MONDAY, bank=CONFIRMER)
    assert play.set("accept", CONFIRMER).ok
    assert says(play, CONFIRMER, 600) == {"INV6"}
    assert not says(play, CONFIRMER)
    assert confirms(play, BENEFICIARY, 600) == {"INV6"}
    assert not confirms(play, BENEFICIARY)
    assert (play.entry.status, play.entry.stage, play.book["claims"]) == (
        SetStatus.HONOURED,
        Stage.CONFIRMER,
        1,
    )
    assert play.set("forward", CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("accept", ISSUER).ok
    assert not says(play, ISSUER)
    # Its payee is the bank that paid.
    assert confirms(play, BENEFICIARY) == {"NOT_PARTY"}
    assert not confirms(play, CONFIRMER)
    assert (play.book["claims"], play.book["drawn"]) == (0, 1_000)


def test_issuing_bank__in_the_confirming_banks_place__nothing_left_to_claim() -> None:
    play = confirmed(**OFF)
    play.received(MONDAY, bank=CONFIRMER)
    assert play.set("accept", CONFIRMER).ok
    assert not says(play, ISSUER)
    assert not confirms(play, BENEFICIARY)
    assert not play.entry.view()["stopped"]
    assert (play.entry.status, play.entry.stage, play.book["claims"]) == (SetStatus.HONOURED, Stage.ISSUER, 0)
    assert play.set("forward", CONFIRMER).broken == {"STATE"}


def nominated() -> Play:
    play = started(**OFF, nominated=NOMINATED, nominated_place=HOME)
    play.received(MONDAY, bank=NOMINATED)
    assert play.set("accept", NOMINATED).ok
    return play


def test_nominated_bank__its_word_binds_what_it_may_claim() -> None:
    play = nominated()
    assert play.book["drawn"] == 0
    assert not says(play, NOMINATED)
    assert (play.book["drawn"], play.entry.amount) == (1_000, 1_000)
    assert not confirms(play, BENEFICIARY)
    assert (play.entry.status, play.book["claims"]) == (SetStatus.HONOURED, 1)


def test_nominated_bank__contested__the_drawing_is_free_again_and_only_then_sent_on() -> None:
    play = nominated()
    assert not says(play, NOMINATED)
    assert play.book["claims"] == 1
    assert play.set("forward", NOMINATED).broken == {"STATE"}
    assert play.set("contest_payment", BENEFICIARY).ok
    assert (play.book["drawn"], play.book["claims"], play.entry.amount) == (0, 0, 0)
    assert play.model.payment_assertion_of(play.set_id) == {"amount": 0, "held_until": 0}
    assert play.set("forward", NOMINATED).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("accept", ISSUER).ok
    assert play.book["drawn"] == 1_000


def test_amendment__of_a_credit_paid_off_chain__moves_no_money() -> None:
    play = started(**OFF)
    change = Change.of({}, difference=500)
    assert play.ok("propose_amendment", ISSUER, change).moves == ()
    assert play.take(change).moves == ()
    assert play.model.available(play.terms) == 1_500


def test_assert__once_more_for_the_rest__its_first_days_run_on() -> None:
    play = owing(claims=True)
    assert not says(play, ISSUER, 400)
    assert not confirms(play, BENEFICIARY, 400)
    assert play.model.payment_assertion_of(play.set_id) == {"amount": 0, "held_until": 0}
    assert not says(play, ISSUER, 600)
    assert play.model.payment_assertion_of(play.set_id)["held_until"] == day_of("2026-03-05")
    play.at("2026-03-05", 23)
    assert play.set("default_", ANYONE).broken == {"NOT_DUE"}
    play.at("2026-03-06")
    assert fact(play.ok("default_", ANYONE, play.statement), "Defaulted")["amount"] == 600


def test_assert__by_the_next_bank__is_the_first_of_another_debt() -> None:
    play = nominated()
    assert not says(play, NOMINATED)
    assert not confirms(play, BENEFICIARY)
    assert play.set("forward", NOMINATED).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("accept", ISSUER).ok
    assert not says(play, ISSUER)
    assert play.model.payment_assertion_of(play.set_id)["held_until"] == day_of("2026-03-05")
