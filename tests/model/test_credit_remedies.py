"""Awards, legal stops and unreadable records in the reference model, with their boundary days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.credit_kit import (
    ANYONE,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    COURT,
    HOME,
    ISSUER,
    NOMINATED,
    NOTICE,
    OTHER,
    PANEL,
    TEXT,
    Play,
    confirmed,
    fact,
    facts_of,
    started,
)
from usance.calendars import Closure, day_of
from usance.claim_terms import Claim
from usance.codes import Disposal, Exclusion, SetStatus
from usance.terms import ZERO_ADDRESS, ZERO_HASH

MONDAY = "2026-03-02"


# --- awards ---


@pytest.mark.parametrize("judge", [PANEL, COURT])
def test_award__an_unfounded_refusal__bound_as_of_the_last_day_of_the_examination(judge: str) -> None:
    play = started(panel=PANEL)
    play.refused(MONDAY)
    play.at("2026-05-04")
    outcome = play.ok("award", judge, play.statement, OTHER)
    assert fact(outcome, "Awarded") == {
        "credit": play.id,
        "presentation": play.set_id,
        "panel": judge,
        "amount": 1_000,
        "due_day": day_of("2026-03-10"),
        "reference": OTHER,
    }
    assert (play.entry.status, play.book["open_sets"]) == (SetStatus.COMPLYING, 1)
    assert play.set("honour", ANYONE).ok


def test_award__by_anybody_else__refused() -> None:
    play = started()
    play.refused(MONDAY)
    for party in (PANEL, ISSUER, BENEFICIARY, ANYONE):
        assert play.set("award", party, OTHER).broken == {"AWARD"}


def test_award__documents_went_back__is_bound_all_the_same() -> None:
    play = started(panel=PANEL)
    play.refused(MONDAY)
    assert play.set("return_documents", ISSUER, TEXT).ok
    assert play.set("award", PANEL, OTHER).ok
    assert play.set("honour", ISSUER).ok


def test_award__what_nobody_refused__refused() -> None:
    play = started(panel=PANEL, exclusions=int(Exclusion.EUCP))
    play.received(MONDAY)
    assert play.set("award", PANEL, OTHER).broken == {"STATE"}
    # Dropped, it counts as not presented: there was no notice to overrule.
    assert play.set("report_unreadable", ISSUER, TEXT).ok
    play.at("2026-04-02")
    assert play.set("drop", ISSUER).ok
    assert play.set("award", PANEL, OTHER).broken == {"STATE"}


def test_award__against_a_nominated_bank__binds_nobody() -> None:
    play = started(panel=PANEL, nominated=NOMINATED, nominated_place=HOME)
    play.refused(MONDAY, bank=NOMINATED)
    assert play.set("award", PANEL, OTHER).broken == {"U12"}


def test_award__overdrawn_or_after_half_a_waiver__at_most_what_is_available_and_waits_for_nobody() -> None:
    play = started(panel=PANEL)
    play.refused(MONDAY, amount=1_500)
    for party in (APPLICANT, ISSUER):
        assert play.set("waive", party).ok
    assert fact(play.ok("award", PANEL, play.statement, OTHER), "Awarded")["amount"] == 1_000
    awarded = play.statement
    play.received("2026-03-10", documents=OTHER, amount=1)
    play.at("2026-03-12")
    assert fact(play.ok("honour", ANYONE, awarded), "Honoured")["from_cover"] == 1_000


def test_award__of_a_claim__is_what_the_bank_paid() -> None:
    play = confirmed(panel=PANEL)
    play.received(MONDAY, bank=CONFIRMER, amount=400)
    for act in ("accept", "honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("refuse", ISSUER, *NOTICE).ok
    assert fact(play.ok("award", PANEL, play.statement, OTHER), "Awarded")["amount"] == 400
    assert play.book["drawn"] == 400


# --- legal stops ---


def found(claims: bool = False, **changes: Any) -> Play:
    """Found complying on Monday, due on Tuesday."""
    play = started(claims, **changes)
    play.received(MONDAY)
    assert play.set("accept", ISSUER).ok
    return play


def stop(
    play: Play,
    sender: str,
    until: str,
    amount: int = 400,
    reference: bytes = OTHER,
    law: bytes = TEXT,
    statement: Any = None,
) -> frozenset[str]:
    statement = play.statement if statement is None else statement
    return play.do("stop", sender, statement, amount, law, reference, day_of(until)).broken


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-03-01", {}),
        ("2026-04-02", {}),
        ("2026-03-10", {"amount": 0}),
        ("2026-03-10", {"amount": 2**112}),
        ("2026-03-10", {"law": ZERO_HASH}),
        ("2026-03-10", {"reference": ZERO_HASH}),
        ("2026-03-10", {"sender": BENEFICIARY}),
    ],
)
def test_stop__a_bad_one__refused(until: str, words: dict[str, Any]) -> None:
    play = found()
    assert stop(play, words.pop("sender", ISSUER), until, **words) == {"LEGAL_STOP"}


@pytest.mark.parametrize("until", [MONDAY, "2026-04-01"])
def test_stop__from_today_to_thirty_days_off__is_on_record(until: str) -> None:
    play = found()
    assert stop(play, ISSUER, until) == frozenset()
    assert play.model.stop_of(play.set_id) == {"amount": 400, "until": day_of(until)}
    assert play.entry.view()["stopped"]


def test_stop__again__only_with_another_reference() -> None:
    play = found()
    assert not stop(play, ISSUER, "2026-03-10")
    assert stop(play, ISSUER, "2026-03-20") == {"LEGAL_STOP"}
    assert not stop(play, ISSUER, "2026-03-20", 500, TEXT)
    assert play.model.stop_of(play.set_id) == {"amount": 500, "until": day_of("2026-03-20")}


def test_honour__under_a_stop__pays_the_rest_and_what_is_kept_waits_for_its_end() -> None:
    play = found()
    assert not stop(play, ISSUER, "2026-03-10")
    assert fact(play.ok("honour", ISSUER, play.statement), "Honoured")["outstanding"] == 400
    assert play.entry.status == SetStatus.COMPLYING
    play.at("2026-03-10", 23)
    assert play.set("honour", ISSUER).broken == {"LEGAL_STOP"}
    assert "LEGAL_STOP" in play.set("honour", ANYONE).broken
    play.at("2026-03-11")
    assert play.set("honour", ANYONE).ok
    assert play.entry.status == SetStatus.HONOURED


def test_stop__of_all__lapsed__was_never_there_for_the_due_day() -> None:
    play = found(claims=True, cover_bps=0)
    assert not stop(play, ISSUER, "2026-03-10", 5_000)
    assert play.set("honour", ISSUER).broken == {"LEGAL_STOP"}
    play.at("2026-03-10", 23)
    assert play.set("default_", ANYONE).broken == {"LEGAL_STOP"}
    play.at("2026-03-11")
    assert fact(play.ok("default_", ANYONE, play.statement), "ClaimBorn")["due_day"] == day_of("2026-03-03")


def test_default__under_a_stop__the_rest_becomes_a_claim_and_later_what_was_kept_another() -> None:
    play = found(claims=True, cover_bps=1_000)
    assert not stop(play, ISSUER, "2026-03-10")
    play.at("2026-03-04")
    outcome = play.ok("default_", ANYONE, play.statement)
    assert fact(outcome, "Honoured")["from_cover"] == 100
    assert fact(outcome, "Defaulted")["amount"] == 500
    first = Claim.from_mapping(fact(outcome, "ClaimBorn")["terms"])
    assert (first.face, int.from_bytes(first.salt, "big")) == (500, 400)
    assert (play.entry.status, play.entry.amount, play.book["open_sets"]) == (SetStatus.COMPLYING, 400, 1)
    play.at("2026-03-11")
    second = fact(play.ok("default_", ANYONE, play.statement), "ClaimBorn")
    assert (second["face"], second["terms"]["salt"]) == (400, ZERO_HASH)
    assert (play.entry.status, play.entry.amount) == (SetStatus.DEFAULTED, 0)
    assert play.set("default_", ANYONE).broken == {"STATE"}


def test_stop__clocks_run_on__silence_binds_and_the_amount_waits() -> None:
    play = started()
    play.received(MONDAY)
    assert not stop(play, ISSUER, "2026-03-30", 1_000)
    play.at("2026-03-10")
    assert play.set("preclude", ANYONE).ok
    play.at("2026-03-12")
    assert "LEGAL_STOP" in play.set("honour", ANYONE).broken


def test_stop__at_a_confirming_bank__it_pays_all_or_nothing_for_it_claims_what_it_paid() -> None:
    play = confirmed()
    play.received(MONDAY, bank=CONFIRMER)
    assert play.set("accept", CONFIRMER).ok
    assert not stop(play, CONFIRMER, "2026-03-10")
    assert play.set("honour", CONFIRMER).broken == {"LEGAL_STOP"}
    assert play.set("lift_stop", CONFIRMER).ok
    assert play.set("honour", CONFIRMER).ok


def test_stop__at_a_confirming_bank__does_not_keep_the_issuing_bank_from_paying_in_its_place() -> None:
    play = confirmed()
    play.received(MONDAY, bank=CONFIRMER)
    assert play.set("accept", CONFIRMER).ok
    assert not stop(play, CONFIRMER, "2026-03-10", 1_000)
    assert play.set("honour", ISSUER).ok
    assert (play.entry.status, play.entry.view()["stopped"]) == (SetStatus.HONOURED, False)


def test_stop__by_a_court__only_a_court_ends_it_early() -> None:
    play = found()
    assert not stop(play, COURT, "2026-03-20")
    assert play.set("lift_stop", ISSUER).broken == {"NOT_PARTY"}
    # Nor does the bank replace it by one that keeps less.
    assert stop(play, ISSUER, "2026-03-10", 1, TEXT) == {"LEGAL_STOP"}
    outcome = play.ok("lift_stop", COURT, play.statement)
    assert facts_of(outcome) == ["StopLifted"]
    assert play.model.stop_of(play.set_id) == {"amount": 0, "until": 0}
    assert not play.entry.view()["stopped"]
    assert "STATE" in play.set("lift_stop", COURT).broken
    assert not stop(play, ISSUER, "2026-03-20", 1, TEXT)
    # Nor does a court lift what the bank's own law says.
    assert play.set("lift_stop", COURT).broken == {"NOT_PARTY"}
    assert play.set("lift_stop", ISSUER).ok


def test_stop__a_court_against_a_bank_that_honoured__does_not_reach_it() -> None:
    play = confirmed()
    play.received(MONDAY, bank=CONFIRMER)
    for act in ("accept", "honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("accept", ISSUER).ok
    assert stop(play, COURT, "2026-03-10") == {"LEGAL_STOP"}
    # A law of its own keeps the issuing bank from paying anybody.
    assert stop(play, ISSUER, "2026-03-10") == frozenset()


@pytest.mark.parametrize("state", ["refused", "paid", "nominated"])
def test_stop__nothing_is_owed_there__refused(state: str) -> None:
    if state == "nominated":
        play = started(nominated=NOMINATED, nominated_place=HOME)
        play.received(MONDAY, bank=NOMINATED)
        assert stop(play, NOMINATED, "2026-03-10") == {"U12"}
        return
    if state == "refused":
        play = started()
        play.refused(MONDAY)
    else:
        play = found()
        assert play.set("honour", ISSUER).ok
    assert stop(play, ISSUER, "2026-03-10") == {"STATE"}


def test_forward__of_a_set_under_the_first_banks_stop__the_next_banks_law_is_its_own() -> None:
    play = confirmed()
    play.received(MONDAY, bank=CONFIRMER)
    assert not stop(play, CONFIRMER, "2026-03-04")
    assert play.set("accept", CONFIRMER).ok
    play.at("2026-03-05")
    for act in ("honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    assert not play.entry.view()["stopped"]


# --- records that cannot be read (e12) ---


def electronic(**changes: Any) -> Play:
    play = started(exclusions=int(Exclusion.EUCP), **changes)
    play.received(MONDAY)
    return play


def test_report__within_the_clock__it_stands_and_goes_on_with_what_was_left() -> None:
    """Received on Monday, last day Monday week; reported on Wednesday, three banking days are left."""
    play = electronic()
    play.at("2026-03-04")
    outcome = play.ok("report_unreadable", ISSUER, play.statement, OTHER)
    assert fact(outcome, "UnreadableReported")["resend_until"] == day_of("2026-04-03")
    assert play.model.suspension_of(play.set_id) == (day_of("2026-04-03"), 3)
    assert (play.entry.status, play.entry.last_day) == (SetStatus.SUSPENDED, day_of("2026-03-09"))
    assert play.book["open_sets"] == 1
    for act, args, rule in (
        ("accept", (), "STATE"),
        ("refuse", NOTICE, "U16"),
        ("acknowledge", (day_of(MONDAY),), "STATE"),
        ("report_unreadable", (OTHER,), "STATE"),
        ("preclude", (), "STATE"),
    ):
        assert rule in play.set(act, ISSUER, *args).broken
    # On a Saturday: received on Monday the 16th.
    play.at("2026-03-14")
    assert play.set("resend_records", ISSUER, OTHER).broken == {"NOT_PARTY"}
    outcome = play.ok("resend_records", BENEFICIARY, play.statement, OTHER)
    assert fact(outcome, "RecordsResent")["last_day"] == day_of("2026-03-19")
    assert play.entry.received_day == day_of("2026-03-16")
    assert play.entry.marks == 0
    play.at("2026-03-19", 23)
    assert play.set("preclude", ANYONE).broken == {"U14"}
    assert play.set("report_unreadable", ISSUER, OTHER).broken == {"EUCP-e12"}
    play.at("2026-03-20")
    assert play.set("preclude", ANYONE).ok


def test_report__on_the_last_day__the_day_of_the_new_receipt_is_the_last() -> None:
    play = electronic()
    play.at("2026-03-09", 23)
    assert play.set("report_unreadable", ISSUER, OTHER).ok
    assert play.model.suspension_of(play.set_id)[1] == 0
    play.at("2026-03-12")
    play.ok("resend_records", BENEFICIARY, play.statement, OTHER)
    assert play.set("refuse", ISSUER, *NOTICE).ok


def test_report__after_the_last_day_or_of_paper__refused() -> None:
    play = electronic()
    play.at("2026-03-10")
    assert play.set("report_unreadable", ISSUER, OTHER).broken == {"U14"}
    paper = started()
    paper.received(MONDAY)
    assert paper.set("report_unreadable", ISSUER, OTHER).broken == {"EUCP-e6"}
    assert paper.set("report_unreadable", BENEFICIARY, OTHER).broken >= {"NOT_PARTY"}


@pytest.mark.parametrize(("sent", "ok"), [("2026-04-03", True), ("2026-04-04", False)])
def test_resend__within_thirty_days__else_the_bank_may_drop_it(sent: str, ok: bool) -> None:
    play = electronic()
    play.at("2026-03-04")
    assert play.set("report_unreadable", ISSUER, OTHER).ok
    play.at(sent)
    dropped = play.set("drop", ISSUER)
    assert dropped.ok != ok
    if ok:
        assert dropped.broken == {"EUCP-e12"}
        play.ok("resend_records", BENEFICIARY, play.statement, OTHER)
    else:
        assert facts_of(dropped) == ["Dropped"]
        assert play.set("resend_records", BENEFICIARY, OTHER).broken == {"STATE"}
        assert (play.entry.status, play.book["open_sets"]) == (SetStatus.RETURNED, 0)
        assert play.set("drop", ISSUER).broken == {"STATE"}


def test_resend__late_but_not_dropped__refused() -> None:
    play = electronic()
    assert play.set("report_unreadable", ISSUER, OTHER).ok
    play.at("2026-04-02")
    assert play.set("resend_records", BENEFICIARY, OTHER).broken == {"EUCP-e12"}
    assert play.set("drop", BENEFICIARY).broken == {"NOT_PARTY"}


def test_drop__at_another_bank__by_the_issuing_bank_too_whose_credit_it_holds_open() -> None:
    play = confirmed(exclusions=int(Exclusion.EUCP))
    play.received(MONDAY, bank=CONFIRMER)
    assert play.set("report_unreadable", CONFIRMER, OTHER).ok
    assert play.book["open_sets"] == 1
    play.at("2026-04-02")
    assert fact(play.ok("drop", ISSUER, play.statement), "Dropped")["bank"] == CONFIRMER
    assert play.book["open_sets"] == 0


def test_report__each_bank_once__the_next_one_may_ask_too() -> None:
    play = started(nominated=NOMINATED, nominated_place=HOME, exclusions=int(Exclusion.EUCP))
    play.received(MONDAY, bank=NOMINATED)
    assert play.set("report_unreadable", NOMINATED, OTHER).ok
    assert play.set("resend_records", BENEFICIARY, OTHER).ok
    assert play.set("report_unreadable", NOMINATED, OTHER).broken == {"EUCP-e12"}
    assert play.set("forward", NOMINATED).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of(MONDAY))
    assert play.set("report_unreadable", ISSUER, OTHER).ok


def test_acknowledge__an_earlier_day_once_records_came_again__gives_no_new_clock() -> None:
    play = electronic()
    play.at("2026-03-06")
    assert play.set("report_unreadable", ISSUER, OTHER).ok
    play.at("2026-03-12")
    play.ok("resend_records", BENEFICIARY, play.statement, OTHER)
    assert play.entry.last_day == day_of("2026-03-13")
    assert play.set("acknowledge", ISSUER, day_of("2026-03-11")).broken == {"U14"}


def test_report__a_closure_recorded_since__is_no_day_left() -> None:
    play = electronic()
    day = day_of("2026-03-05")
    play.at("2026-03-04")
    play.place.unplanned[day] = Closure(1, play.now)
    play.days.forget()
    play.set("report_unreadable", ISSUER, OTHER)
    # Friday, Monday, and the Tuesday that Thursday's closure adds.
    assert play.model.suspension_of(play.set_id)[1] == 3


def test_unknown_set__every_remedy_says_so() -> None:
    play = started()
    for act, args in (
        ("award", (OTHER,)),
        ("stop", (1, TEXT, OTHER, 1)),
        ("lift_stop", ()),
        ("report_unreadable", (OTHER,)),
        ("resend_records", (OTHER,)),
        ("drop", ()),
    ):
        assert "UNKNOWN" in play.set(act, ISSUER, *args).broken
    assert play.model.stop_of(TEXT) == {"amount": 0, "until": 0}
    assert play.model.suspension_of(TEXT) == (0, 0)
    assert play.model.terms_of(TEXT) == (ZERO_HASH, ZERO_HASH)
    assert play.model.silent_confirmer_of(TEXT) == ZERO_ADDRESS
    assert Disposal.NONE == 0
