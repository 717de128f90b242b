"""Units and money of claims by hand: transfers between payments, rounding, discount, interest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.claim_kit import (
    ADMIN,
    ANCHOR,
    BANK,
    BUYER,
    CENTRE,
    CONTRACT,
    COURT,
    DAY,
    FINANCIER,
    HOME,
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
from usance.claim_terms import unit_id
from usance.codes_claims import Assignable, ClaimStatus
from usance.model.party import Role, Status
from usance.terms import ZERO_ADDRESS

SIX_PERCENT = 6 * 10**16


# --- transfers ---


def test_transfer__between_two_payments__each_is_paid_for_what_it_held() -> None:
    """Face 1,000.00. The buyer pays 400.00; the seller sells 600.00 of face; the buyer pays 600.00.

    | who       | of 400.00 | of 600.00         | all    |
    | seller    | 400.00    | 40 % of it 240.00 | 640.00 |
    | financier |           | 60 % of it 360.00 | 360.00 |
    """
    play = Play()
    terms = play.accepted()
    assert named(play.ok("pay", BUYER, terms, 40_000), "Paid")["outstanding"] == 60_000
    play.sell(terms, 60_000)
    outcome = play.ok("pay", BUYER, terms, 1_000_000)
    assert (outcome.returned, outcome.moves[0].amount) == (60_000, 60_000)
    assert play.status(terms) == ClaimStatus.PAID
    assert play.ok("withdraw", SELLER, terms, SELLER, SELLER).returned == 64_000
    assert play.ok("withdraw", STRANGER, terms, FINANCIER, FINANCIER).returned == 36_000
    assert play.state(terms)["pot"] == 0


def test_transfer__to_oneself_between_payments__changes_nothing() -> None:
    """An account that wrote its receiver's books before its own would be paid twice here."""
    play = Play()
    terms = play.accepted(face=3)
    play.ok("pay", BUYER, terms, 1)
    play.ok("transfer", SELLER, play.id(terms), SELLER, 3)
    play.ok("transfer", SELLER, play.id(terms), SELLER, 1)
    assert (play.units(terms, SELLER), play.proceeds(terms, SELLER)) == (3, 1)
    play.ok("pay", BUYER, terms, 2)
    assert play.ok("withdraw", SELLER, terms, SELLER, SELLER).returned == 3


def test_transfer__one_unit_at_a_time_after_each_payment__gains_nothing() -> None:
    """Face 7, paid 1 at a time. Books that carried a rounded share along would pay the mover more.

    After the n-th payment the seller moves one unit to the financier: it holds 7, 6, 5 ... at the payments,
    so 7/7 + 6/7 + 5/7 + 4/7 + 3/7 + 2/7 + 1/7 = 4 are its own, 3 the financier's.
    """
    play = Play()
    terms = play.accepted(face=7)
    for _ in range(6):
        play.ok("pay", BUYER, terms, 1)
        play.sell(terms, 1)
    play.ok("pay", BUYER, terms, 1)
    assert play.ok("withdraw", SELLER, terms, SELLER, SELLER).returned == 4
    assert play.ok("withdraw", FINANCIER, terms, FINANCIER, FINANCIER).returned == 3


@pytest.mark.parametrize(
    ("changes", "to", "units", "rule"),
    [
        ({}, FINANCIER, 0, "INSUFFICIENT_UNITS"),
        ({}, FINANCIER, 100_001, "INSUFFICIENT_UNITS"),
        ({}, STRANGER, 1, "INV12"),
        ({}, ZERO_ADDRESS, 1, "HOOK"),
        ({}, CONTRACT, 1, "HOOK"),
        ({"eligibility": int(Role.FINANCIER)}, SUPPLIER, 1, "INV12"),
        ({"assignable": Assignable.NO}, FINANCIER, 1, "NOT_ASSIGNABLE"),
        ({"assignable": Assignable.NO}, SELLER, 1, "NOT_ASSIGNABLE"),
        ({"earmark": FINANCIER}, SUPPLIER, 1, "EARMARK"),
        ({"min_split": 500}, FINANCIER, 499, "MIN_SPLIT"),
    ],
)
def test_transfer__not_allowed__breaks_exactly_that_rule(
    changes: dict[str, Any], to: str, units: int, rule: str
) -> None:
    play = Play()
    terms = play.accepted(**changes)
    assert play.broken("transfer", SELLER, play.id(terms), to, units) == {rule}


def test_transfer__allowed_at_the_edges() -> None:
    play = Play()
    terms = play.accepted(
        min_split=500, earmark=FINANCIER, eligibility=int(Role.FINANCIER | Role.BANK), face=900
    )
    play.sell(terms, 500)
    # All of what is left goes, though it is less than the split; the earmark binds the creditor alone.
    play.sell(terms, 400)
    assert play.broken("transfer", FINANCIER, play.id(terms), SUPPLIER, 900) == {"INV12"}
    play.ok("transfer", FINANCIER, play.id(terms), BANK, 900)


def test_transfer__held_sender__nothing_leaves() -> None:
    play = Play()
    terms = play.accepted()
    play.sell(terms, 10)
    play.hold(FINANCIER)
    assert play.broken("transfer", FINANCIER, play.id(terms), SUPPLIER, 1) == {"HELD"}
    assert play.broken("transfer", SELLER, play.id(terms), FINANCIER, 1) == {"INV12"}


def test_transfer__denied_claim__goes_back_to_the_seller() -> None:
    play = Play()
    terms = play.registered()
    play.sell(terms, 60_000)
    play.ok("deny", BUYER, terms)
    play.ok("transfer", FINANCIER, play.id(terms), SELLER, 60_000)
    assert play.broken("pay", BUYER, terms, 1) == {"STATE"}
    assert play.broken("settle", STRANGER, terms) == {"STATE"}
    play.ok("retire", SELLER, play.id(terms), 100_000)
    assert names(play.ok("settle", STRANGER, terms)) == ["Settled", "GivenBack"]


def test_retire__nothing_or_while_held__is_refused() -> None:
    """A HELD holder gives nothing of its own away, as it may transfer nothing."""
    play = Play()
    terms = play.accepted()
    assert play.broken("retire", SELLER, play.id(terms), 0) == {"NOTHING"}
    play.hold(SELLER)
    assert play.broken("retire", SELLER, play.id(terms), 1) == {"HELD"}
    assert play.broken("confirm_payment", SELLER, play.id(terms), 1, TEXT) == {"HELD"}
    assert play.broken("credit_note", SELLER, terms, 1, TEXT) == {"HELD"}
    assert play.broken("rescind", SELLER, terms) == {"HELD", "STATE"}


def test_record_day__register_closed_until_overdue() -> None:
    """Due Thursday 15 April 2027, grace one banking day, record three days: closed 12 to 16 April."""
    play = Play()
    terms = play.accepted(record_days=3, grace_days=1)
    play.at("2027-04-12", 0)
    play.now -= 2
    play.sell(terms, 1)
    assert play.broken("transfer", SELLER, play.id(terms), FINANCIER, 1) == {"RECORD_DAY"}
    assert play.broken("pledge", SELLER, play.id(terms), FINANCIER, 1, 1) == {"RECORD_DAY"}
    play.at("2027-04-16", 23)
    assert play.broken("transfer", SELLER, play.id(terms), FINANCIER, 1) == {"RECORD_DAY"}
    play.at("2027-04-17", 0)
    play.sell(terms, 1)


def test_hook__refuses__transfers_and_splits_fail_whole() -> None:
    play = Play()
    terms = play.accepted()
    play.model.refusing.add(FINANCIER)
    assert play.broken("transfer", SELLER, play.id(terms), FINANCIER, 1) == {"HOOK"}
    number = unit_id(play.id(terms))
    assert play.broken("split", SELLER, number, [SUPPLIER, FINANCIER], [5, 5]) == {"HOOK"}
    assert play.units(terms, SUPPLIER) == 0


def test_operator__approved__moves_all_units_until_taken_back() -> None:
    play = Play()
    terms = play.accepted()
    move = ("safe_transfer_from", STRANGER, SELLER, FINANCIER, unit_id(play.id(terms)), 10)
    assert play.broken(*move) == {"APPROVAL"}
    play.ok("set_approval_for_all", SELLER, STRANGER, True)
    assert named(play.ok(*move), "TransferSingle")["operator"] == STRANGER
    play.ok("set_approval_for_all", SELLER, STRANGER, False)
    assert play.broken(*move) == {"APPROVAL"}


def test_batch__one_short__nothing_moves() -> None:
    play = Play()
    first, second = play.accepted(face=10), play.accepted(face=10)
    numbers = [unit_id(play.id(terms)) for terms in (first, second)]
    move = ("safe_batch_transfer_from", SELLER, SELLER, FINANCIER)
    assert play.broken(*move, numbers, [10, 11]) == {"INSUFFICIENT_UNITS"}
    assert play.broken(*move, [numbers[0]] * 2, [6, 5]) == {"INSUFFICIENT_UNITS"}
    assert play.broken(*move, numbers, [10]) == {"HOOK"}
    outcome = play.ok(*move, [numbers[0], *numbers], [4, 6, 10])
    assert names(outcome) == ["TransferSingle"] * 3
    assert (play.units(first, FINANCIER), play.units(second, FINANCIER)) == (10, 10)


def test_split__three_tiers__each_holds_its_part() -> None:
    """A payable of 1,000.00: 500.00, 300.00 stay below, 200.00 with the first supplier."""
    play = Play()
    terms = play.received()
    number = unit_id(play.id(terms))
    play.ok("split", SUPPLIER, number, [SELLER, FINANCIER], [50_000, 30_000])
    play.ok("split", SELLER, number, [FINANCIER], [10_000])
    play.ok("pay", ANCHOR, terms, 50_000)
    assert [play.proceeds(terms, who) for who in (SUPPLIER, SELLER, FINANCIER)] == [10_000, 20_000, 20_000]
    assert play.broken("split", SUPPLIER, number, [SELLER, FINANCIER], [20_000, 1]) == {"INSUFFICIENT_UNITS"}
    assert play.broken("split", SUPPLIER, number, [SELLER], []) == {"HOOK"}


def test_unknown_claim__every_act__unknown() -> None:
    play = Play()
    terms = play.invoice()
    claim = play.id(terms)
    for act in (
        ("accept", BUYER, terms, 0),
        ("deny", BUYER, terms),
        ("submit", SELLER, terms),
        ("deem", STRANGER, terms),
        ("rescind", SELLER, terms),
        ("pay", BUYER, terms, 1),
        ("withdraw", SELLER, terms, SELLER, SELLER),
        ("collect", SELLER, claim, SELLER),
        ("notify", SELLER, terms),
        ("acknowledge_notice", BUYER, terms),
        ("agree", BUYER, claim, TEXT),
        ("settle", STRANGER, terms),
        ("age", STRANGER, terms),
        ("default_", STRANGER, terms),
        ("write_off", SELLER, claim),
        ("pledge", SELLER, claim, FINANCIER, 1, 1),
        ("credit_note", SELLER, terms, 1, TEXT),
        ("dispute", BUYER, terms, 1, 1, day_of("2027-04-01")),
    ):
        assert play.broken(*act) == {"UNKNOWN"}, act[0]


# --- paying ---


def test_pay__by_anyone__excess_is_never_taken() -> None:
    play = Play()
    terms = play.accepted(asset_scale=10_000)
    outcome = play.ok("pay", STRANGER, terms, 10**30)
    assert outcome.moves == ((TOKEN_AT, STRANGER, CONTRACT, 10**9),)
    assert play.broken("pay", BUYER, terms, 1) == {"STATE"}
    assert play.broken("pay", BUYER, play.accepted(), 0) == {"NOTHING"}


def test_pay__payer_without_money_or_off_chain__is_refused() -> None:
    play = Play()
    terms = play.accepted()
    play.token.balances[BUYER] = 5
    assert play.broken("pay", BUYER, terms, 6) == {"TOKEN"}
    play.ok("pay", BUYER, terms, 5)
    assert play.broken("pay", BUYER, play.accepted(asset=ZERO_ADDRESS), 6) == {"OFF_CHAIN"}


def test_pay__after_a_holder_gave_up_units__nobody_else_is_touched() -> None:
    """Face 1,000.00; the financier gives up its 250.00: 750.00 are owed, all of them the seller's."""
    play = Play()
    terms = play.accepted()
    play.sell(terms, 25_000)
    outcome = play.ok("retire", FINANCIER, play.id(terms), 25_000)
    assert named(outcome, "Retired")["outstanding"] == 75_000
    assert play.ok("pay", BUYER, terms, 10**9).returned == 75_000
    assert play.proceeds(terms, SELLER) == 75_000
    assert play.status(terms) == ClaimStatus.PAID


def test_pay__retired_units__rounds_up_less_than_one_a_payment() -> None:
    """Face 10, 3 retired, 7 live. One unit of money moves the index by 1 * 10 // 7 = 1, which costs
    ceil(1 * 7 / 10) = 1; the ten steps cost 10 though only 7 are owed, if paid one by one."""
    play = Play()
    terms = play.accepted(face=10)
    play.ok("retire", SELLER, play.id(terms), 3)
    assert play.outstanding(terms) == 7
    for _ in range(10):
        assert play.ok("pay", BUYER, terms, 1).returned == 1
    assert play.status(terms) == ClaimStatus.PAID
    assert play.proceeds(terms, SELLER) == 7
    fair = play.accepted(face=10)
    play.ok("retire", SELLER, play.id(fair), 3)
    assert play.ok("pay", BUYER, fair, 100).returned == 7


def test_discount__two_percent_until_the_day__then_none() -> None:
    """1,000.00 less 2 % until 1 April: 490.00 pay for 500.00, on the next day 500.00 are owed in full."""
    play = Play()
    terms = play.accepted(discount_bps=200, discount_day=day_of("2027-04-01"))
    play.at("2027-04-01", 23)
    paid = named(play.ok("pay", BUYER, terms, 49_000), "Paid")
    assert (paid["amount"], paid["discount"], paid["outstanding"]) == (49_000, 1_000, 50_000)
    play.at("2027-04-02", 0)
    assert play.ok("pay", BUYER, terms, 10**9).returned == 50_000
    assert play.state(terms)["aside"] == 1_000
    assert play.proceeds(terms, SELLER) == 99_000


def test_discount__all_at_once__clears_the_claim() -> None:
    """333.33 less 2.5 %: ceil(33333 * 9750 / 10000) = 32500 (32499.675 rounded up, for the holders)."""
    play = Play()
    terms = play.accepted(face=33_333, discount_bps=250, discount_day=day_of("2027-04-01"))
    assert play.ok("pay", BUYER, terms, 10**9).returned == 32_500
    assert (play.status(terms), play.outstanding(terms)) == (ClaimStatus.PAID, 0)


# --- late interest ---


def late(play: Play, **changes: Any) -> Any:
    return play.accepted(**({"late_rate": SIX_PERCENT, "grace_days": 3} | changes))


def test_interest__none_within_grace_then_from_the_due_day() -> None:
    """1,000.00 at 6 % a year, ACT/360, due Thursday 15 April, three banking days of grace: Tuesday 20 April.

    On 20 April nothing; on 21 April six days: 100000 * 6 % * 6 / 360 = 100.
    """
    play = Play()
    terms = late(play)
    play.at("2027-04-20", 23)
    assert (play.model.late_interest(terms, play.now), play.model.aging(terms, play.now)) == (0, (0, 0))
    play.at("2027-04-21", 0)
    assert (play.model.late_interest(terms, play.now), play.model.aging(terms, play.now)) == (100, (1, 6))


def test_interest__paid_first_then_the_face__each_part_from_its_day() -> None:
    """1,000.00 at 6 % ACT/360, due 15 April. On 15 May (30 days) interest is 5.00.

    405.00 are paid: 5.00 interest, 400.00 face. 600.00 remain; on 14 June (30 days) interest is 3.00.
    1,000.00 are offered: 603.00 are taken, and the claim is paid.
    """
    play = Play()
    terms = late(play)
    play.at("2027-05-15")
    first = named(play.ok("pay", BUYER, terms, 40_500), "Paid")
    assert (first["amount"], first["interest"], first["outstanding"]) == (40_500, 500, 60_000)
    assert play.model.late_interest(terms, play.now) == 0
    play.at("2027-06-14")
    assert play.model.late_interest(terms, play.now) == 300
    second = named(play.ok("pay", BUYER, terms, 100_000), "Paid")
    assert (second["amount"], second["interest"], second["outstanding"]) == (60_300, 300, 0)
    assert play.status(terms) == ClaimStatus.PAID
    assert play.proceeds(terms, SELLER) == 100_800


def test_interest__part_paid_within_grace__the_rest_bears_from_the_due_day() -> None:
    """500.00 paid on the first day of grace bear nothing; on 15 May the other 500.00 bear 30 days: 2.50."""
    play = Play()
    terms = late(play)
    play.at("2027-04-16")
    play.ok("pay", BUYER, terms, 50_000)
    play.at("2027-05-15")
    assert play.model.late_interest(terms, play.now) == 250


def test_interest__face_cleared_by_a_credit_note__claim_stays_until_interest_is_paid() -> None:
    """After 30 days 5.00 of interest are owed; a credit note over the face leaves the 5.00."""
    play = Play()
    terms = late(play)
    play.at("2027-05-15")
    play.ok("credit_note", SELLER, terms, 100_000, TEXT)
    assert (play.status(terms), play.outstanding(terms)) == (ClaimStatus.ACCEPTED, 0)
    assert play.broken("default_", STRANGER, terms) == {"NOT_OVERDUE"}
    play.at("2027-06-15")
    assert play.ok("pay", BUYER, terms, 10**9).returned == 500
    assert play.status(terms) == ClaimStatus.PAID


def test_interest__only_a_bound_debtor_bears_it() -> None:
    play = Play()
    terms = play.registered(late_rate=SIX_PERCENT)
    play.at("2027-05-15")
    assert play.model.late_interest(terms, play.now) == 0
    assert play.ok("pay", BUYER, terms, 10**9).returned == 100_000


def test_interest__units_retired__their_share_goes_with_them() -> None:
    """Half the units given up after 30 days: 2.50 of the 5.00 are owed, 500.00 of the face."""
    play = Play()
    terms = late(play)
    play.at("2027-05-15")
    play.ok("retire", SELLER, play.id(terms), 50_000)
    assert play.model.late_interest(terms, play.now) == 250
    assert play.ok("pay", BUYER, terms, 10**9).returned == 50_250


def test_due_day__closed_at_home_or_centre__rolled_and_grace_counts_common_days() -> None:
    """Due Thursday 15 April; home is closed then, the centre on Friday: Monday 19 April, grace to Tuesday."""
    play = Play()
    play.place.closed.add(day_of("2027-04-15"))
    play.centre.closed.add(day_of("2027-04-16"))
    terms = play.accepted(currency_place=CENTRE, grace_days=1)
    assert play.model.due_day_of(terms, play.now) == day_of("2027-04-19")
    play.at("2027-04-20", 23)
    assert play.broken("age", STRANGER, terms) == {"NOT_OVERDUE"}
    play.at("2027-04-21", 0)
    assert named(play.ok("age", STRANGER, terms), "Aged")["days"] == 2
    assert terms.pay_place == HOME


# --- taking out ---


def test_withdraw__a_stranger__only_to_the_account() -> None:
    play = Play()
    terms = play.accepted()
    play.ok("pay", BUYER, terms, 10)
    assert play.broken("withdraw", STRANGER, terms, SELLER, STRANGER) == {"LC12"}
    assert play.broken("withdraw", SELLER, terms, SELLER, ZERO_ADDRESS) == {"PAYEE"}
    assert play.broken("withdraw", SELLER, terms, SELLER, CONTRACT) == {"PAYEE"}
    play.ok("withdraw", SELLER, terms, SELLER, FINANCIER)
    assert play.broken("withdraw", SELLER, terms, SELLER, SELLER) == {"NOTHING"}


def test_withdraw__fraction__stays_the_accounts_own() -> None:
    """Face 3, held 1 and 2. Paid 1: a third and two thirds, nothing to take. Paid 2 more: 1 and 2."""
    play = Play()
    terms = play.accepted(face=3)
    play.sell(terms, 1)
    play.ok("pay", BUYER, terms, 1)
    for who in (SELLER, FINANCIER):
        assert play.broken("withdraw", who, terms, who, who) == {"NOTHING"}
    play.ok("pay", BUYER, terms, 2)
    assert play.ok("withdraw", SELLER, terms, SELLER, SELLER).returned == 2
    assert play.ok("withdraw", FINANCIER, terms, FINANCIER, FINANCIER).returned == 1


def test_withdraw__payee_blocked__waits_in_the_pot_and_nobody_else_waits() -> None:
    play = Play()
    terms = play.accepted()
    play.sell(terms, 50_000)
    play.ok("pay", BUYER, terms, 100_000)
    play.token.blocked.add(SELLER)
    assert play.broken("withdraw", SELLER, terms, SELLER, SELLER) == {"TOKEN"}
    play.ok("withdraw", FINANCIER, terms, FINANCIER, FINANCIER)
    play.ok("withdraw", SELLER, terms, SELLER, STRANGER)


def test_withdraw__held_account__the_money_waits_and_a_court_may_redirect_it() -> None:
    """500.00 of the held seller wait in its balance; its court moves 200.00, the rest is paid at the end."""
    play = Play()
    terms = play.accepted()
    play.ok("pay", BUYER, terms, 50_000)
    play.parties.name_court(COURT, sender=SELLER, now=play.now)
    play.hold(SELLER)
    play.parties.publish_order(SELLER, TEXT, sender=COURT, now=play.now)
    outcome = play.ok("withdraw", STRANGER, terms, SELLER, SELLER)
    assert names(outcome) == ["ProceedsWithdrawn", "Credited"]
    assert (outcome.moves, play.model.withdrawable(SELLER, TOKEN_AT)) == ((), 50_000)
    assert play.broken("withdraw_held", SELLER, TOKEN_AT, SELLER, SELLER) == {"HELD"}
    assert play.broken("redirect", COURT, SELLER, TOKEN_AT, 20_000, FINANCIER, TEXT) == {"ACC12"}
    play.now += 7 * DAY
    play.ok("redirect", COURT, SELLER, TOKEN_AT, 20_000, FINANCIER, TEXT)
    play.hold(SELLER, Status.ACTIVE)
    assert play.ok("withdraw_held", STRANGER, TOKEN_AT, SELLER, SELLER).returned == 30_000


def test_settle__paid__the_invoice_is_free_once() -> None:
    play = Play()
    terms = play.accepted()
    assert play.broken("settle", STRANGER, terms) == {"STATE"}
    play.ok("pay", BUYER, terms, 100_000)
    assert not play.charges.is_free(terms.fingerprint, SELLER, 1)
    play.ok("settle", STRANGER, terms)
    assert play.charges.is_free(terms.fingerprint, SELLER, 100_000)
    assert play.broken("settle", STRANGER, terms) == {"STATE"}


def test_stop__payments_withdrawals_and_acceptance__go_on() -> None:
    play = Play()
    terms = play.registered()
    play.ok("pause", ADMIN)
    play.ok("accept", BUYER, terms, 0)
    play.sell(terms, 10)
    play.ok("pay", BUYER, terms, 100_000)
    play.ok("withdraw", SELLER, terms, SELLER, SELLER)
    play.ok("settle", STRANGER, terms)
    play.ok("unpause", ADMIN)
    assert play.broken("pause", ADMIN) == {"ACC8"}
