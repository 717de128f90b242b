"""The reference model against dates and figures worked out by hand from the rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.credit_kit import (
    AGENT,
    ANYONE,
    APPLICANT,
    BENEFICIARY,
    CONFIRMER,
    CONTRACT,
    DAY,
    HOME,
    ISSUER,
    NOMINATED,
    TEXT,
    TOKEN_AT,
    Play,
    started,
)
from usance.calendars import Closure, day_of
from usance.codes import Confirmation, Disposal, Exclusion, Mark, SetStatus
from usance.model.outcome import rules_in
from usance.terms import ZERO_ADDRESS, ZERO_HASH


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-03-02", "2026-03-09"),  # Monday to Monday
        ("2026-03-06", "2026-03-13"),  # Friday to Friday
        ("2026-03-07", "2026-03-13"),  # taken in on a Saturday
    ],
)
def test_last_day__five_banking_days_after_receipt__day_nought_not_counted(received: str, last: str) -> None:
    play = started()
    play.present(received)
    play.receive(received)
    assert play.entry.last_day == day_of(last)


def test_last_day__a_holiday_inside__adds_one() -> None:
    play = started()
    play.place.closed.add(day_of("2026-03-04"))
    play.present("2026-03-02")
    play.receive("2026-03-02")
    assert play.entry.last_day == day_of("2026-03-10")


def test_delivery__after_closing_on_a_friday__is_received_on_monday() -> None:
    play = started()
    play.present("2026-03-06")
    play.at("2026-03-06", 18)
    assert play.set("attest_delivery", AGENT, play.now + 1).ok
    assert play.entry.received_day == day_of("2026-03-09")
    assert play.entry.last_day == day_of("2026-03-16")


@pytest.mark.parametrize(("received", "late"), [("2026-03-23", False), ("2026-03-24", True)])
def test_marks__twenty_one_days_after_shipment(received: str, late: bool) -> None:
    play = started()
    play.present(received, shipment_day=day_of("2026-03-02"))
    play.receive(received)
    assert bool(play.entry.marks & Mark.LATE_PRESENTATION) == late


@pytest.mark.parametrize(
    ("exclusions", "received", "marked"),
    [
        (0, "2026-06-01", False),  # expiry on a Sunday moves to Monday
        (0, "2026-06-02", True),
        (Exclusion.ART29A_OFF, "2026-06-01", True),
    ],
)
def test_marks__expiry_on_a_sunday(exclusions: int, received: str, marked: bool) -> None:
    play = started(exclusions=int(exclusions))
    play.present(received)
    play.receive(received)
    assert bool(play.entry.marks & Mark.AFTER_EXPIRY) == marked


@pytest.mark.parametrize(
    ("reason", "exclusions", "marked"),
    [(1, 0, False), (2, 0, True), (2, Exclusion.ART36_OFF, False)],
)
def test_marks__expiry_on_a_day_closed_unplanned__only_an_ordinary_closure_moves_it(
    reason: int, exclusions: int, marked: bool
) -> None:
    expiry = day_of("2026-05-28")  # a Thursday
    play = started(expiry_day=expiry, exclusions=int(exclusions))
    play.at("2026-05-28")
    play.place.unplanned[expiry] = Closure(reason, play.now)
    play.present("2026-05-29")
    play.receive("2026-05-29")
    assert bool(play.entry.marks & Mark.AFTER_EXPIRY) == marked


def test_marks__nominated_bank_without_the_statement_of_29b__expiry_does_not_move() -> None:
    for stated in (False, True):
        play = started(nominated=NOMINATED, nominated_place=HOME)
        play.present("2026-06-01", bank=NOMINATED, schedule_29b=stated)
        play.receive("2026-06-01")
        assert bool(play.entry.marks & Mark.AFTER_EXPIRY) != stated


def test_due_day__of_a_finding_and_of_a_preclusion() -> None:
    play = started()
    play.present("2026-03-05")
    play.receive("2026-03-05")
    play.at("2026-03-06")
    assert play.set("accept", ISSUER).ok
    assert play.entry.due_day == day_of("2026-03-09")  # Friday's finding: Monday
    silent = started()
    silent.present("2026-03-06")
    silent.receive("2026-03-06")
    silent.at("2026-03-20")
    assert silent.set("preclude", ANYONE).ok
    assert silent.entry.due_day == day_of("2026-03-16")  # from Friday the 13th, whoever poked when


def test_preclude__overdrawn__binds_for_what_is_available() -> None:
    play = started(tolerance_plus=500)
    play.present("2026-03-02", amount=2_000)
    play.receive("2026-03-02")
    assert play.entry.marks == Mark.OVERDRAWN
    play.at("2026-03-10")
    outcome = play.set("preclude", ANYONE)
    assert dict(outcome.events[0].args)["amount"] == 1_050


def test_waive__above_what_is_available__binds_in_full_and_available_is_nothing() -> None:
    play = started()
    play.present("2026-03-02", amount=2_000)
    play.receive("2026-03-02")
    assert play.set("refuse", ISSUER, [(5, ZERO_HASH)], Disposal.NOTIFY, TEXT).ok
    assert play.set("waive", ISSUER).broken == {"NOT_PARTY"}
    assert play.set("waive", APPLICANT).ok
    assert play.set("waive", ISSUER).ok
    assert play.entry.amount == 2_000
    assert play.model.available(play.terms) == 0
    outcome = play.set("honour", ISSUER)
    assert [move.amount for move in outcome.moves] == [1_000, 1_000]


def test_honour__partial_cover__a_stranger_gets_what_is_there_and_the_bank_pays_the_rest() -> None:
    play = started(cover_bps=3_000)
    play.present("2026-03-02")
    play.receive("2026-03-02")
    assert play.set("accept", ISSUER).ok
    assert play.set("honour", ANYONE).broken == {"NOT_DUE"}
    play.at("2026-03-03")
    assert dict(play.set("honour", ANYONE).events[0].args)["outstanding"] == 700
    assert play.set("honour", ANYONE).broken == {"COVER"}
    assert play.set("honour", ISSUER).ok
    assert play.entry.status == SetStatus.HONOURED
    assert play.token.balances[BENEFICIARY] == 1_000


def test_honour__payee_is_blocked__is_booked_and_withdrawn_later() -> None:
    play = started(cover_bps=3_000)
    play.present("2026-03-02")
    play.receive("2026-03-02")
    play.set("accept", ISSUER)
    play.token.blocked.add(BENEFICIARY)
    outcome = play.set("honour", ISSUER)
    assert [fact.name for fact in outcome.events] == ["Honoured", "Credited", "Credited"]
    args = (play.now, TOKEN_AT, BENEFICIARY, BENEFICIARY)
    assert "TOKEN" in play.model.withdraw(ANYONE, *args).broken
    play.token.blocked.clear()
    assert play.model.withdraw(ANYONE, *args[:3], ANYONE).broken == {"LC12"}
    assert play.model.withdraw(ANYONE, *args).returned == 1_000
    assert play.model.withdraw(ANYONE, *args).broken == {"BALANCE"}


def test_refuse__a_second_notice__has_no_effect() -> None:
    play = started()
    play.present("2026-03-02")
    play.receive("2026-03-02")
    assert play.set("refuse", ISSUER, [(1, ZERO_HASH)], Disposal.HOLD, TEXT).ok
    assert play.set("refuse", ISSUER, [(2, ZERO_HASH)], Disposal.RETURN, TEXT).broken == {"U16"}
    assert play.entry.disposal == Disposal.HOLD


def test_expiry_kept__late_set__silence_binds_nobody_and_keeps_no_cover() -> None:
    play = started(exclusions=int(Exclusion.EXPIRY_KEPT))
    play.present("2026-06-03")
    play.receive("2026-06-03")
    assert play.model.credit_state(play.model.credit_id(play.terms))["open_sets"] == 0  # type: ignore[index]
    play.at("2026-06-20")
    assert play.set("preclude", ANYONE).broken == {"U16"}
    assert play.set("accept", ISSUER).ok
    assert play.model.credit_state(play.model.credit_id(play.terms))["open_sets"] == 1  # type: ignore[index]


def test_claim__of_a_confirming_bank__is_what_it_paid_and_draws_nothing_twice() -> None:
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=Confirmation.CONFIRM)
    play.ok("confirm", CONFIRMER, True)
    play.present("2026-03-02", bank=CONFIRMER, amount=400)
    play.receive("2026-03-02")
    for act in ("accept", "honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of("2026-03-02"))
    assert play.set("accept", ISSUER).ok
    assert play.model.available(play.terms) == 600
    assert play.set("honour", ISSUER).ok
    assert play.token.balances[CONFIRMER] == 10**12


def claiming() -> Play:
    """The confirming bank has paid 400 of 1,000 and claims; the issuing bank has received the set."""
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=Confirmation.CONFIRM)
    play.ok("confirm", CONFIRMER, True)
    play.present("2026-03-02", bank=CONFIRMER, amount=400)
    play.receive("2026-03-02")
    for act in ("accept", "honour", "forward"):
        assert play.set(act, CONFIRMER).ok
    play.ok("acknowledge", ISSUER, play.statement, day_of("2026-03-02"))
    return play


def test_close__claim_refused__waits_ninety_days_beyond_the_closing_day() -> None:
    play = claiming()
    assert play.set("refuse", ISSUER, [(1, TEXT)], 1, TEXT).ok
    assert play.book["claims"] == 1
    last = play.terms.expiry_day + play.terms.closing_days + 90
    play.now = last * DAY + 12 * 3600
    assert play.do("close", ANYONE).broken == {"U6"}
    play.now += DAY
    assert play.do("close", ANYONE).ok


def test_honour__issuing_bank_in_the_confirming_banks_place__nothing_left_to_claim() -> None:
    play = started(confirmer=CONFIRMER, confirmer_place=HOME, confirmation=Confirmation.CONFIRM)
    play.ok("confirm", CONFIRMER, True)
    play.present("2026-03-02", bank=CONFIRMER, amount=400)
    play.receive("2026-03-02")
    assert play.set("accept", CONFIRMER).ok
    assert play.set("honour", ANYONE).broken == {"NOT_PARTY"}
    assert play.set("honour", ISSUER).ok
    assert (play.book["open_sets"], play.book["claims"], play.book["cover"]) == (0, 0, 600)
    assert play.set("forward", CONFIRMER).broken == {"STATE"}


def test_honour__waived_behind_a_claim__takes_no_cover() -> None:
    play = claiming()
    claim = play.statement
    play.present("2026-03-02", bank=ISSUER, documents=b"waived".ljust(32, b"\0"))
    play.receive("2026-03-02")
    assert play.set("refuse", ISSUER, [(1, TEXT)], 2, TEXT).ok
    assert play.set("waive", APPLICANT).ok
    assert play.set("waive", ISSUER).ok
    play.at("2026-03-04")
    assert play.set("honour", ANYONE).broken == {"COVER"}
    play.ok("accept", ISSUER, claim)
    play.ok("honour", ISSUER, claim)
    assert play.book["cover"] == 600
    assert play.set("honour", ANYONE).ok


def test_present__by_whom__beneficiary_or_a_named_bank_in_its_own_name() -> None:
    play = started(adviser=CONFIRMER)
    play.at("2026-03-02")
    own = play.statement
    collecting = own.but(presenter=CONFIRMER, capacity=3)
    assert play.do("present", ISSUER, collecting.but(presenter=ISSUER)).broken == {"NOT_PARTY"}
    assert play.do("present", CONFIRMER, own).broken == {"NOT_PARTY"}
    to_itself = collecting.but(bank=CONFIRMER)
    assert play.do("present", CONFIRMER, to_itself).broken == {"NOT_PARTY"}
    assert play.do("present", CONFIRMER, collecting).ok
    assert play.do("present", BENEFICIARY, to_itself).ok


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"form": 3}, "NOT_OFFERED"),
        ({"revolving": TEXT}, "NOT_OFFERED"),
        ({"legs": TEXT}, "TERMS"),
        ({"asset": ZERO_ADDRESS}, "TERMS"),
        ({"asset": ZERO_ADDRESS, "cover_bps": 0, "asset_scale": 100}, "TERMS"),
        ({"exclusions": 256}, "TERMS"),
        ({"amount": 0}, "TERMS"),
        ({"confirmation": 2}, "U9"),
        ({"issue_day": day_of("2026-06-01")}, "U6"),
        ({"expiry_day": day_of("2026-02-24"), "issue_day": 0}, "U6"),
        ({"expiry_day": day_of("2027-12-01")}, "CALENDAR_NOT_LOADED"),
        ({"nominated": ANYONE, "nominated_place": HOME}, "NOT_ADMITTED"),
    ],
)
def test_issue__one_term_wrong__breaks_exactly_that_rule(change: dict[str, Any], rule: str) -> None:
    outcome = Play(**change).do("issue", ISSUER)
    assert outcome.broken - {"STL1"} == {rule}


def test_issue__several_things_wrong__all_are_named() -> None:
    play = Play(amount=0, form=2, issue_day=day_of("2026-07-01"))
    assert play.do("issue", ANYONE).broken >= {"TERMS", "NOT_OFFERED", "U6", "NOT_PARTY"}


def test_stop__fourteen_days__not_again_within_ninety() -> None:
    play = Play()
    start = play.now
    assert play.model.pause(ANYONE, start).broken == {"CAPABILITY"}
    assert play.model.pause(AGENT, start).ok
    assert "ACC8" in play.do("issue", ISSUER).broken
    assert play.model.unpause(AGENT, start + 5).ok
    assert play.model.unpause(AGENT, start + 6).broken == {"NOT_STOPPED"}
    play.now = start + 10
    assert play.do("issue", ISSUER).ok
    assert play.model.pause(AGENT, start + 90 * DAY - 1).broken == {"ACC8"}
    assert play.model.pause(AGENT, start + 90 * DAY).ok


def test_redirect__by_the_court_while_held__never_more_than_the_balance() -> None:
    play = Play()
    play.model.waiting.credit(BENEFICIARY, TOKEN_AT, 10)
    play.token.mint(CONTRACT, 10)
    args = (BENEFICIARY, TOKEN_AT, 11, APPLICANT, TEXT)
    assert play.model.redirect(AGENT, 8 * DAY, *args).broken == {"NOT_HELD", "BALANCE", "TOKEN"}
    play.parties.held.add(BENEFICIARY)
    assert play.model.redirect(AGENT, 6 * DAY, *args).broken == {"ACC12", "BALANCE", "TOKEN"}
    assert play.model.redirect(AGENT, 8 * DAY, *args[:2], 4, *args[3:]).ok
    assert play.model.withdrawable(BENEFICIARY, TOKEN_AT) == 6
    assert play.model.withdraw(BENEFICIARY, 8 * DAY, TOKEN_AT, BENEFICIARY, BENEFICIARY).broken == {"HELD"}


@pytest.mark.parametrize(
    ("reason", "ids"),
    [
        ("credit: notice too late (U16)", {"U16"}),
        ("credit: (CALENDAR_NOT_LOADED)", {"CALENDAR_NOT_LOADED"}),
        ("token: balance", {"TOKEN"}),
        ("", {"TOKEN"}),
    ],
)
def test_rules_in__an_error__names_its_rule(reason: str, ids: set[str]) -> None:
    assert rules_in(reason) == ids
