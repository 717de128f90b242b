"""Pledge, notice, misdirected money and payment off chain, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.claim_kit import (
    BUYER,
    CONTRACT,
    DAY,
    FINANCIER,
    PAYMENT_AGENT,
    SELLER,
    STRANGER,
    SUPPLIER,
    SURETY,
    TEXT,
    TOKEN_AT,
    Play,
    named,
    names,
    number,
)
from usance.calendars import day_of
from usance.claim_terms import Claim
from usance.codes_claims import Assignable, ClaimKind, ClaimStatus
from usance.model.party import Role, Status
from usance.terms import ZERO_ADDRESS

TEN_DAYS = 10 * DAY


def pledged(units: int = 60_000, secured: int = 40_000, **changes: Any) -> tuple[Play, Claim]:
    """The seller has pledged units of its 1,000.00 to the financier for a debt of 400.00."""
    play = Play()
    terms = play.accepted(**changes)
    play.ok("pledge", SELLER, play.id(terms), FINANCIER, units, secured)
    return play, terms


# --- pledge ---


def test_pledge__proceeds__pledgee_up_to_what_is_secured_then_the_pledgor() -> None:
    """600.00 of 1,000.00 pledged for 400.00; the buyer pays 1,000.00 in two parts.

    | paid   | pledged share | to the financier | to the seller |
    | 500.00 | 300.00        | 300.00           | 200.00 of its own 400.00 |
    | 500.00 | 300.00        | 100.00           | 200.00, and 200.00 of its own |
    """
    play, terms = pledged()
    account = play.pledged(SELLER, FINANCIER)
    assert (play.units(terms, account), play.units(terms, SELLER)) == (60_000, 40_000)
    play.ok("pay", BUYER, terms, 50_000)
    assert play.broken("withdraw", STRANGER, terms, account, account) == {"PAYEE"}
    shared = play.ok("share_proceeds", STRANGER, play.id(terms), SELLER, FINANCIER)
    assert named(shared, "ProceedsShared")["to_pledgee"] == 30_000
    assert play.model.pledge_of(play.id(terms), SELLER, FINANCIER)["secured"] == 10_000
    play.ok("pay", BUYER, terms, 50_000)
    outcome = play.ok("withdraw", FINANCIER, terms, FINANCIER, FINANCIER)
    assert named(outcome, "ProceedsShared")["to_pledgor"] == 20_000
    assert outcome.returned == 40_000
    assert play.ok("withdraw", SELLER, terms, SELLER, SELLER).returned == 60_000
    assert play.state(terms)["pot"] == 0
    assert play.broken("share_proceeds", STRANGER, play.id(terms), SELLER, FINANCIER) == {"NOTHING"}


@pytest.mark.parametrize(
    ("changes", "to", "units", "secured", "rule"),
    [
        ({}, FINANCIER, 0, 1, "INSUFFICIENT_UNITS"),
        ({}, FINANCIER, 100_001, 1, "INSUFFICIENT_UNITS"),
        ({}, FINANCIER, 1, 0, "PLEDGE"),
        ({}, FINANCIER, 1, 2**112, "PLEDGE"),
        ({}, SELLER, 1, 1, "PLEDGE"),
        ({}, STRANGER, 1, 1, "INV12"),
        ({}, ZERO_ADDRESS, 1, 1, "HOOK"),
        ({"eligibility": int(Role.BANK)}, FINANCIER, 1, 1, "INV12"),
        ({"assignable": Assignable.NO}, FINANCIER, 1, 1, "NOT_ASSIGNABLE"),
        ({"earmark": SUPPLIER}, FINANCIER, 1, 1, "EARMARK"),
    ],
)
def test_pledge__not_allowed__breaks_exactly_that_rule(
    changes: dict[str, Any], to: str, units: int, secured: int, rule: str
) -> None:
    play = Play()
    terms = play.accepted(**changes)
    assert play.broken("pledge", SELLER, play.id(terms), to, units, secured) == {rule}


def test_pledge__held_pledgor__hides_nothing_behind_a_pledge() -> None:
    play = Play()
    terms = play.accepted()
    play.hold(SELLER)
    assert play.broken("pledge", SELLER, play.id(terms), FINANCIER, 1, 1) == {"HELD"}


def test_pledge__twice__adds_up_and_release_brings_units_and_proceeds_back() -> None:
    play, terms = pledged(units=10_000, secured=5_000)
    play.ok("pledge", SELLER, play.id(terms), FINANCIER, 90_000, 1_000)
    assert play.model.pledge_of(play.id(terms), SELLER, FINANCIER) == {
        "units": 100_000,
        "secured": 6_000,
        "called_at": 0,
    }
    play.ok("pay", BUYER, terms, 30_000)
    assert play.broken("release_pledge", SELLER, play.id(terms), SELLER) == {"PLEDGE"}
    outcome = play.ok("release_pledge", FINANCIER, play.id(terms), SELLER)
    assert names(outcome) == ["TransferSingle", "PledgeReleased"]
    assert (play.units(terms, SELLER), play.proceeds(terms, SELLER)) == (100_000, 30_000)


def test_redeem__proceeds_first_then_the_pledgor_pays_the_pledgee() -> None:
    """400.00 secured; 500.00 paid bring 300.00 on the pledged 600.00; the seller redeems for 100.00."""
    play, terms = pledged()
    play.ok("pay", BUYER, terms, 50_000)
    assert play.broken("redeem_pledge", STRANGER, terms, FINANCIER) == {"PLEDGE"}
    outcome = play.ok("redeem_pledge", SELLER, terms, FINANCIER)
    assert outcome.moves == ((TOKEN_AT, SELLER, CONTRACT, 10_000),)
    assert play.model.withdrawable(FINANCIER, TOKEN_AT) == 10_000
    assert (play.units(terms, SELLER), play.proceeds(terms, FINANCIER)) == (100_000, 30_000)


def test_redeem__pledgee_cannot_receive__is_booked_for_it() -> None:
    play, terms = pledged()
    play.token.blocked.add(FINANCIER)
    outcome = play.ok("redeem_pledge", SELLER, terms, FINANCIER)
    assert names(outcome)[-1] == "Credited"
    assert play.model.withdrawable(FINANCIER, TOKEN_AT) == 40_000
    other = play.accepted(asset=ZERO_ADDRESS)
    play.ok("pledge", SELLER, play.id(other), FINANCIER, 10, 10)
    assert play.broken("redeem_pledge", SELLER, other, FINANCIER) == {"OFF_CHAIN"}


def test_foreclose__ten_days_after_the_call__units_worth_the_debt_and_the_surplus_back() -> None:
    """Half is paid: each unit is still owed 0.5. Of the 600.00 pledged 300.00 came in and went to the debt
    of 400.00; 100.00 remain, worth 200.00 of units; 400.00 of units go back.
    """
    play, terms = pledged()
    play.ok("pay", BUYER, terms, 50_000)
    claim = play.id(terms)
    assert play.broken("foreclose", FINANCIER, claim, SELLER) == {"PLEDGE"}
    play.ok("call_pledge", FINANCIER, claim, SELLER)
    called = play.now
    assert play.broken("call_pledge", FINANCIER, claim, SELLER) == {"PLEDGE"}
    play.now = called + TEN_DAYS - 2
    assert play.broken("foreclose", FINANCIER, claim, SELLER) == {"PLEDGE"}
    outcome = play.ok("foreclose", FINANCIER, claim, SELLER)
    words = named(outcome, "Foreclosed")
    assert (words["units"], words["amount"], words["surplus"]) == (20_000, 10_000, 40_000)
    assert (play.units(terms, FINANCIER), play.units(terms, SELLER)) == (20_000, 80_000)
    assert play.proceeds(terms, FINANCIER) == 30_000
    assert play.broken("foreclose", FINANCIER, claim, SELLER) == {"PLEDGE"}


def test_foreclose__worth_less_than_the_debt__takes_all_and_rounds_up_one_unit() -> None:
    """Face 10, 3 paid: a unit is owed 0.7. For a debt of 1 it takes ceil(1 / 0.7) = 2 units."""
    play = Play()
    terms, claim = play.accepted(face=10), b""
    claim = play.id(terms)
    play.ok("pay", BUYER, terms, 3)
    play.ok("pledge", SELLER, claim, FINANCIER, 5, 1)
    play.ok("call_pledge", FINANCIER, claim, SELLER)
    play.ok("pledge", SELLER, claim, SUPPLIER, 5, 100)
    play.ok("call_pledge", SUPPLIER, claim, SELLER)
    play.now += TEN_DAYS
    assert named(play.ok("foreclose", FINANCIER, claim, SELLER), "Foreclosed")["units"] == 2
    words = named(play.ok("foreclose", SUPPLIER, claim, SELLER), "Foreclosed")
    assert (words["units"], words["amount"], words["surplus"]) == (5, 3, 0)


def test_foreclose__pledgor_held_or_insolvent__goes_on_but_not_for_a_held_pledgee() -> None:
    play, terms = pledged()
    claim = play.id(terms)
    play.ok("call_pledge", FINANCIER, claim, SELLER)
    play.now += TEN_DAYS
    play.hold(SELLER, Status.INSOLVENT)
    play.hold(FINANCIER)
    assert play.broken("foreclose", FINANCIER, claim, SELLER) == {"HELD"}
    play.hold(FINANCIER, Status.INSOLVENT)
    play.ok("foreclose", FINANCIER, claim, SELLER)


def test_pledge__transfer_of_pledged_units__there_are_none_to_move() -> None:
    play, terms = pledged(units=100_000)
    assert play.broken("transfer", SELLER, play.id(terms), SUPPLIER, 1) == {"INSUFFICIENT_UNITS"}
    account = play.pledged(SELLER, FINANCIER)
    assert play.broken("transfer", SUPPLIER, play.id(terms), account, 1) >= {"INV12"}


# --- notice ---


def test_notice__given_by_a_holder_and_acknowledged__once_each() -> None:
    play = Play()
    terms = play.registered()
    play.sell(terms, 10)
    assert play.broken("notify", SUPPLIER, terms) == {"NOT_PARTY"}
    assert named(play.ok("notify", FINANCIER, terms), "Notified")["holder"] == FINANCIER
    assert play.broken("notify", SELLER, terms) == {"STATE"}
    assert play.broken("acknowledge_notice", SELLER, terms) == {"NOT_PARTY"}
    play.ok("acknowledge_notice", BUYER, terms)
    assert play.broken("acknowledge_notice", BUYER, terms) == {"STATE"}


def test_notice__acknowledged_before_it_was_given__the_debtor_knows() -> None:
    play = Play()
    terms = play.registered()
    play.ok("acknowledge_notice", BUYER, terms)
    assert play.state(terms)["notified"]
    assert play.broken("notify", SELLER, terms) == {"STATE"}


# --- misdirected money ---


def report(play: Play, terms: Claim, amount: int, value: str) -> Any:
    return play.ok(
        "report_misdirected", SELLER, terms, FINANCIER, amount, day_of(value), number(f"ref {amount}")
    )


def test_misdirected__before_notice_and_acceptance__debtor_is_discharged() -> None:
    """The seller sold 600.00 of 1,000.00; the buyer, who did not know, pays the seller 600.00 of it.

    The financier's 600.00 are retired; the buyer owes 400.00; the seller owes the financier 600.00.
    Reported on Tuesday 9 March 2027, due three banking days later, Friday 12 March.
    """
    play = Play()
    terms = play.registered(assignable=Assignable.BY_LAW)
    play.sell(terms, 60_000)
    play.at("2027-03-09")
    outcome = report(play, terms, 60_000, "2027-03-08")
    assert named(outcome, "MisdirectedReported")["discharged"]
    assert (play.outstanding(terms), play.units(terms, FINANCIER)) == (40_000, 0)
    debt = play.model.claims[outcome.returned].terms
    assert (debt.kind, debt.debtor, debt.creditor) == (ClaimKind.MISDIRECTED, SELLER, FINANCIER)
    assert (debt.face, debt.due_day) == (60_000, day_of("2027-03-12"))
    assert play.status(debt) == ClaimStatus.ACCEPTED
    play.ok("pay", SELLER, debt, 60_000)
    play.ok("withdraw", FINANCIER, debt, FINANCIER, FINANCIER)
    assert play.outstanding(terms) == 40_000


def test_misdirected__after_notice__debtor_still_owes_and_nothing_is_paid_twice() -> None:
    """Notice on 8 March; 600.00 paid to the seller on 9 March: the buyer still owes 1,000.00.

    The seller remits 250.00: the financier's 600.00 fall to 350.00, and the buyer owes 750.00.
    The buyer pays: the financier has 250.00 and 350.00, the seller its own 400.00.
    """
    play = Play()
    terms = play.registered()
    play.sell(terms, 60_000)
    play.at("2027-03-08")
    play.ok("notify", FINANCIER, terms)
    play.at("2027-03-10")
    outcome = report(play, terms, 60_000, "2027-03-09")
    assert not named(outcome, "MisdirectedReported")["discharged"]
    assert play.outstanding(terms) == 100_000
    debt = play.model.claims[outcome.returned].terms
    paid = play.ok("pay", SELLER, debt, 25_000)
    assert named(paid, "Retired")["reason"] == 7
    assert (play.outstanding(terms), play.units(terms, FINANCIER)) == (75_000, 35_000)
    play.ok("pay", BUYER, terms, 10**9)
    assert (play.proceeds(terms, FINANCIER), play.proceeds(terms, SELLER)) == (35_000, 40_000)
    assert play.proceeds(debt, FINANCIER) == 25_000


@pytest.mark.parametrize(
    ("value", "discharged"), [("2027-03-07", True), ("2027-03-08", False), ("2027-03-09", False)]
)
@pytest.mark.parametrize("word", ["notify", "accept"])
def test_misdirected__value_day_and_the_day_of_notice_or_acceptance(
    value: str, discharged: bool, word: str
) -> None:
    play = Play()
    terms = play.registered()
    play.sell(terms, 60_000)
    play.at("2027-03-08")
    if word == "notify":
        play.ok("notify", SELLER, terms)
    else:
        play.ok("accept", BUYER, terms, 0)
    play.at("2027-03-10")
    # Who accepts after it paid the seller promises to pay whoever holds.
    free = discharged and word == "notify"
    assert named(report(play, terms, 100, value), "MisdirectedReported")["discharged"] == free


def test_misdirected__not_the_seller_not_a_holder_too_much__is_refused() -> None:
    play = Play()
    terms = play.registered()
    play.sell(terms, 60_000)
    today = day_of("2027-03-01")
    act = ("report_misdirected", SELLER, terms)
    assert play.broken("report_misdirected", BUYER, terms, FINANCIER, 1, today, TEXT) == {"NOT_PARTY"}
    assert play.broken(*act, SUPPLIER, 1, today, TEXT) == {"INV6"}
    assert play.broken(*act, FINANCIER, 60_001, today, TEXT) == {"ABOVE_OUTSTANDING"}
    assert play.broken(*act, FINANCIER, 1, today + 1, TEXT) == {"TERMS"}
    assert play.broken(*act, FINANCIER, 1, terms.issue_day - 1, TEXT) == {"TERMS"}
    assert play.broken(*act, FINANCIER, 0, today, TEXT) == {"NOTHING"}
    assert play.broken(*act, SELLER, 1, today, TEXT) == {"TERMS"}
    play.ok(*act, FINANCIER, 1, today, TEXT)
    assert play.broken(*act, FINANCIER, 1, today, TEXT) == {"EXISTS"}


# --- payment off chain ---


def off_chain(**changes: Any) -> tuple[Play, Claim]:
    """1,000.00 off chain: 400.00 with the seller, 600.00 with the financier; due Thursday 15 April 2027."""
    play = Play()
    terms = play.accepted(
        **({"asset": ZERO_ADDRESS, "payment_agent": PAYMENT_AGENT, "surety": SURETY} | changes)
    )
    play.sell(terms, 60_000)
    return play, terms


@pytest.mark.parametrize("asserter", [BUYER, SURETY, PAYMENT_AGENT])
def test_assertion__holds_the_overdue_mark_five_banking_days_never_the_debt(asserter: str) -> None:
    """Asserted on Friday 16 April: held until Friday 23 April; on Saturday 24 the claim may default."""
    play, terms = off_chain()
    play.at("2027-04-16")
    outcome = play.ok("assert_payment", asserter, terms, 100_000, day_of("2027-04-15"), TEXT)
    assert named(outcome, "PaymentAsserted")["held_until"] == day_of("2027-04-23")
    assert play.outstanding(terms) == 100_000
    play.at("2027-04-23", 23)
    assert play.broken("default_", STRANGER, terms) == {"NOT_OVERDUE"}
    assert play.model.aging(terms, play.now) == (0, 0)
    second = play.ok("assert_payment", BUYER, terms, 1, day_of("2027-04-15"), number("again"))
    assert named(second, "PaymentAsserted")["held_until"] == 0
    play.at("2027-04-24", 0)
    play.ok("default_", STRANGER, terms)


def test_assertion__contested_by_a_holder__holds_nothing() -> None:
    play, terms = off_chain()
    play.at("2027-04-16")
    claim = play.id(terms)
    assert play.broken("contest_payment", FINANCIER, claim, TEXT) == {"ASSERTION"}
    play.ok("assert_payment", BUYER, terms, 100_000, day_of("2027-04-15"), TEXT)
    assert play.broken("contest_payment", SUPPLIER, claim, TEXT) == {"INV6"}
    play.ok("contest_payment", FINANCIER, claim, TEXT)
    assert play.broken("contest_payment", SELLER, claim, TEXT) == {"ASSERTION"}
    play.ok("default_", STRANGER, terms)
    play.ok("assert_payment", BUYER, terms, 1, day_of("2027-04-15"), number("again"))
    assert play.model.aging(terms, play.now) == (1, 1)


@pytest.mark.parametrize(
    ("amount", "value", "reference"),
    [
        (0, "2027-03-01", TEXT),
        (1, "2027-03-02", TEXT),
        (1, "2027-03-01", bytes(32)),
        (2**112, "2027-03-01", TEXT),
    ],
)
def test_assertion__without_amount_day_or_reference__is_refused(
    amount: int, value: str, reference: bytes
) -> None:
    play, terms = off_chain()
    assert play.broken("assert_payment", BUYER, terms, amount, day_of(value), reference) == {"ASSERTION"}
    assert play.broken("assert_payment", SELLER, terms, 1, day_of("2027-03-01"), TEXT) == {"NOT_PARTY"}


def test_confirm__a_holder__retires_its_own_units_and_nobody_elses() -> None:
    """The financier confirms 250.00: of its 600.00 350.00 remain; the seller's 400.00 are untouched."""
    play, terms = off_chain()
    claim = play.id(terms)
    play.ok("assert_payment", BUYER, terms, 100_000, day_of("2027-03-01"), TEXT)
    outcome = play.ok("confirm_payment", FINANCIER, claim, 25_000, TEXT)
    assert names(outcome) == ["TransferSingle", "Retired", "PaymentConfirmed"]
    assert (play.units(terms, FINANCIER), play.units(terms, SELLER)) == (35_000, 40_000)
    assert (play.outstanding(terms), play.model.assertion_of(claim, TEXT)["confirmed"]) == (75_000, 25_000)
    assert play.broken("confirm_payment", SUPPLIER, claim, 1, TEXT) == {"INV6"}
    assert play.broken("confirm_payment", SELLER, claim, 0, TEXT) == {"NOTHING"}
    # More than its units are worth: all of them, and only their worth counts as confirmed.
    play.ok("confirm_payment", FINANCIER, claim, 10**9, TEXT)
    assert play.model.assertion_of(claim, TEXT)["confirmed"] == 60_000
    play.ok("confirm_payment", SELLER, claim, 40_000, number("no assertion"))
    assert play.status(terms) == ClaimStatus.PAID


def test_confirm__rounds_down_for_the_holder() -> None:
    """Face 10, 3 paid off: a unit is owed 0.7. A receipt of 2 pays for 2 / 0.7 = 2.86: two units go."""
    play = Play()
    terms = play.accepted(face=10)
    play.ok("pay", BUYER, terms, 3)
    play.ok("confirm_payment", SELLER, play.id(terms), 2, TEXT)
    assert play.units(terms, SELLER) == 8


def test_confirm_for_all__by_the_agent__each_holder_falls_alike() -> None:
    """500.00 asserted, 100.00 confirmed by the financier itself: the agent may confirm 400.00 more.

    900.00 were left; 500.00 remain, the financier's share of them 500 / 900 of the live units.
    """
    play, terms = off_chain()
    claim = play.id(terms)
    assert play.broken("confirm_for_all", PAYMENT_AGENT, terms, 1, TEXT) == {"ASSERTION"}
    play.ok("assert_payment", BUYER, terms, 50_000, day_of("2027-03-01"), TEXT)
    assert play.broken("confirm_for_all", BUYER, terms, 1, TEXT) == {"NOT_PARTY"}
    play.ok("confirm_payment", FINANCIER, claim, 10_000, TEXT)
    assert play.broken("confirm_for_all", PAYMENT_AGENT, terms, 40_001, TEXT) == {"ASSERTION"}
    play.ok("confirm_for_all", PAYMENT_AGENT, terms, 40_000, TEXT)
    # 40000 * 100000 // 90000 = 44444 of the index; ceil((100000 - 44444) * 90000 / 100000) = 50001.
    assert (play.state(terms)["aside"], play.outstanding(terms)) == (44_444, 50_001)
    play.ok("assert_payment", BUYER, terms, 60_000, day_of("2027-03-01"), number("rest"))
    assert play.broken("confirm_for_all", PAYMENT_AGENT, terms, 50_002, number("rest")) == {
        "ABOVE_OUTSTANDING"
    }
    play.ok("confirm_for_all", PAYMENT_AGENT, terms, 50_001, number("rest"))
    assert play.status(terms) == ClaimStatus.PAID
