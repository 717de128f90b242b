"""Every range of the terms, at its edges: asked of an invoice, of a payable, of an agent's claim."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import DUE, FACE, HELD, REMOVED, TODAY, House, number
from tests.unit.documentary_credit.house import DUBAI, HAMBURG, SHANGHAI, TARGET
from usance.terms import ZERO_ADDRESS, ZERO_HASH

MOST = 2**112 - 1
FAR = b"FAR".ljust(32, b"\0")
LOADED = TODAY + 700

# What is wrong for every claim, whoever brings it.
UNSOUND: list[dict[str, Any]] = [
    {"version": 0},
    {"version": 2},
    {"creditor": ZERO_ADDRESS},
    {"debtor": ZERO_ADDRESS},
    {"currency": ZERO_HASH},
    {"asset_scale": 0},
    {"asset_scale": 10**24 + 1},
    {"face": 0},
    {"face": MOST + 1, "object_amount": MOST},
    {"object_amount": MOST + 1},
    {"due_day": 2**23 + 1},
    {"pay_place": ZERO_HASH},
    {"grace_days": 367},
    {"late_rate": 10**18 + 1},
    {"day_count": 4},
    {"discount_bps": 10_000, "discount_day": TODAY},
    {"discount_bps": 1},
    {"discount_day": TODAY},
    {"discount_bps": 1, "discount_day": DUE + 1},
    {"part": 0},
    {"part": 2, "parts": 1},
    {"assignable": 0},
    {"assignable": 4},
    {"min_split": FACE + 1},
    {"record_days": 367},
    {"receipt_days": 367},
    {"assertion_days": 367},
    {"remit_days": 367},
    {"eligibility": 256},
    {"rulebook": 0},
    {"rulebook": 2},
]
# The last value that is still right.
SOUND: list[dict[str, Any]] = [
    {"asset_scale": 1},
    {"asset_scale": 10**24},
    {"asset": ZERO_ADDRESS, "asset_scale": 1},
    {"face": 1},
    {"face": MOST, "object_amount": MOST},
    {"object_amount": MOST},
    {"late_rate": 10**18},
    {"late_rate": 0, "day_count": 0},
    {"day_count": 3},
    {"discount_bps": 9_999, "discount_day": DUE},
    {"part": 3, "parts": 3},
    {"min_split": FACE},
    {"record_days": 366},
    {"receipt_days": 366},
    {"assertion_days": 366},
    {"remit_days": 366},
    {"eligibility": 255},
    {"issue_day": 0},
    {"issue_day": TODAY, "due_day": TODAY},
    {"currency_place": ZERO_HASH},
    {"grace_days": 366},
]
IDS = [str(list(change.items())[-1]) for change in UNSOUND]


@pytest.mark.parametrize("change", UNSOUND, ids=IDS)
def test_check_birth__invoice_out_of_range__is_refused(house: House, change: dict[str, Any]) -> None:
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(**change), True)


@pytest.mark.parametrize("change", UNSOUND, ids=IDS)
def test_check_birth__payable_out_of_range__is_refused(house: House, change: dict[str, Any]) -> None:
    house.refused("claim: bad terms (TERMS)", "check_birth", house.promise(**change), False)


@pytest.mark.parametrize("change", UNSOUND, ids=IDS)
def test_check_birth__agents_claim_out_of_range__is_refused(house: House, change: dict[str, Any]) -> None:
    terms = (
        house.unpaid(issue_day=TODAY, due_day=DUE, **change)
        if "due_day" not in change
        else house.unpaid(**change)
    )
    house.refused("claim: bad terms (TERMS)", "check_birth", terms, False)


@pytest.mark.parametrize("change", SOUND, ids=[str(list(change.items())[-1]) for change in SOUND])
def test_check_birth__at_the_edge__is_right(house: House, change: dict[str, Any]) -> None:
    house.rule("check_birth", house.terms(**change), True)


# --- kinds ---


@pytest.mark.parametrize("kind", [0, 9])
def test_check_birth__kind_that_does_not_exist__is_refused(house: House, kind: int) -> None:
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(kind=kind), False)


@pytest.mark.parametrize(("kind", "seller"), [(1, False), (2, True)])
def test_check_birth__invoice_of_an_anchor_or_payable_of_a_seller__is_refused(
    house: House, kind: int, seller: bool
) -> None:
    terms = house.terms(kind=kind)
    house.refused("claim: not this kind (TERMS)", "check_birth", terms, seller)


# --- invoice, fingerprint, object ---


@pytest.mark.parametrize("change", [{"fingerprint": ZERO_HASH}, {"content": ZERO_HASH}])
def test_check_birth__invoice_without_its_document__is_refused(house: House, change: dict[str, Any]) -> None:
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(**change), True)


@pytest.mark.parametrize("change", [{"face": FACE + 1}, {"object_amount": 0}])
def test_check_birth__face_above_the_object__is_refused(house: House, change: dict[str, Any]) -> None:
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(**change), True)
    payable = {"fingerprint": number(5), "object_amount": FACE} | change
    house.refused("claim: bad terms (TERMS)", "check_birth", house.promise(**payable), False)


def test_check_birth__payable_without_an_invoice__needs_no_document(house: House) -> None:
    house.rule("check_birth", house.promise(content=ZERO_HASH), False)
    house.rule("check_birth", house.promise(fingerprint=number(5), object_amount=FACE), False)


def test_check_birth__agents_claim_with_a_fingerprint__is_refused(house: House) -> None:
    terms = house.unpaid(fingerprint=number(5), object_amount=FACE)
    house.refused("claim: bad terms (TERMS)", "check_birth", terms, False)


# --- parties ---


@pytest.mark.parametrize(
    "change",
    [
        {"debtor": "seller"},
        {"surety": "seller"},
        {"surety": "buyer"},
        {"payment_agent": "buyer"},
        {"surety": "bank", "payment_agent": "bank"},
    ],
)
def test_check_birth__one_party_in_two_places__is_refused(house: House, change: dict[str, str]) -> None:
    named = {field: getattr(house, name) for field, name in change.items()}
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(**named), True)


@pytest.mark.parametrize("field", ["creditor", "debtor", "surety"])
def test_check_birth__claim_token_itself_as_a_party__is_refused(house: House, field: str) -> None:
    # The view takes whoever asks for ClaimToken.
    asking = house.driver.accounts(1)[0].address
    terms = house.terms(**{field: asking})
    house.refused("claim: bad terms (TERMS)", "check_birth", terms, True)


def test_check_birth__payment_agent_of_its_own__is_right(house: House) -> None:
    house.rule("check_birth", house.terms(payment_agent=house.bank, surety=house.financier), True)
    house.rule("check_birth", house.terms(payment_agent=house.seller), True)


@pytest.mark.parametrize("status", [HELD, REMOVED])
def test_check_birth__author_that_may_not_act__is_refused(house: House, status: int) -> None:
    house.set_status(house.seller, status)
    house.refused("claim: party (NOT_ADMITTED)", "check_birth", house.terms(), True)
    house.set_status(house.anchor, status)
    house.refused("claim: party (NOT_ADMITTED)", "check_birth", house.promise(), False)


def test_check_birth__debtor_of_an_invoice__need_not_be_known(house: House) -> None:
    house.set_status(house.buyer, REMOVED)
    house.rule("check_birth", house.terms(), True)
    house.rule("check_birth", house.terms(debtor=house.outsider), True)


def test_check_birth__first_supplier_of_a_payable__is_a_receiver_like_any(house: House) -> None:
    house.refused("party: not eligible (INV12)", "check_birth", house.promise(creditor=house.outsider), False)
    house.refused("INV12", "check_birth", house.promise(eligibility=1), False)


def test_check_birth__agents_claim__asks_no_party_to_be_active(house: House) -> None:
    for party in (house.bank, house.seller):
        house.set_status(party, REMOVED)
    house.rule("check_birth", house.unpaid(surety=house.seller), False)
    house.rule("check_birth", house.unpaid(creditor=house.bank), False)


# --- asset ---


def test_check_birth__asset_without_code__is_refused_unless_the_law_demands_it(house: House) -> None:
    house.refused("tokens: no code (STL1)", "check_birth", house.terms(asset=house.outsider), True)
    house.refused("STL1", "check_birth", house.promise(asset=house.outsider), False)
    house.rule("check_birth", house.unpaid(asset=house.outsider), False)


# --- days ---


def test_check_birth__rate_without_a_day_count__is_refused(house: House) -> None:
    terms = {"late_rate": 1, "day_count": 0}
    house.refused("claim: bad terms (TERMS)", "check_birth", house.terms(**terms), True)
    house.refused("claim: bad terms (TERMS)", "check_birth", house.promise(**terms), False)


def test_check_birth__due_before_it_was_issued__is_refused(house: House) -> None:
    terms = {"issue_day": TODAY - 1, "due_day": TODAY - 2}
    house.refused("claim: days (TERMS)", "check_birth", house.terms(**terms), True)
    house.refused("claim: days (TERMS)", "check_birth", house.unpaid(**terms), False)


@pytest.mark.parametrize("place", [HAMBURG, DUBAI, SHANGHAI])
def test_check_birth__due_today__is_good_until_local_midnight(house: House, place: bytes) -> None:
    terms = house.terms(due_day=TODAY + 1, pay_place=place, currency_place=ZERO_HASH)
    house.at_second(house.midnight(TODAY + 2, place) - 1)
    house.rule("check_birth", terms, True)
    house.at_second(house.midnight(TODAY + 2, place))
    house.refused("claim: days (TERMS)", "check_birth", terms, True)


@pytest.mark.parametrize("place", [HAMBURG, DUBAI, SHANGHAI])
def test_check_birth__dated_tomorrow__is_refused_until_local_midnight(house: House, place: bytes) -> None:
    terms = house.terms(issue_day=TODAY + 1, pay_place=place, currency_place=ZERO_HASH)
    house.at_second(house.midnight(TODAY + 1, place) - 1)
    house.refused("claim: days (TERMS)", "check_birth", terms, True)
    house.at_second(house.midnight(TODAY + 1, place))
    house.rule("check_birth", terms, True)


def test_check_birth__agents_claim__may_be_over_or_lie_ahead(house: House) -> None:
    house.rule("check_birth", house.unpaid(issue_day=0, due_day=0), False)
    house.rule("check_birth", house.unpaid(issue_day=TODAY + 50, due_day=TODAY + 90), False)
    house.rule("check_birth", house.unpaid(due_day=2**23), False)


# --- calendars ---


def test_check_birth__calendar_to_the_last_day_of_grace__decides_to_the_day(house: House) -> None:
    # The last day loaded is a Monday: due on the Thursday before it, it ends two days of grace.
    house.rule("check_birth", house.terms(due_day=LOADED - 4, grace_days=2), True)
    house.refused(
        "claim: (CALENDAR_NOT_LOADED)", "check_birth", house.terms(due_day=LOADED - 4, grace_days=3), True
    )
    house.rule("check_birth", house.terms(due_day=LOADED - 2, grace_days=0), True)
    house.refused("CALENDAR_NOT_LOADED", "check_birth", house.terms(due_day=LOADED - 2, grace_days=1), True)
    house.refused("CALENDAR_NOT_LOADED", "check_birth", house.promise(due_day=LOADED + 1), False)


def test_check_birth__currency_centre_loaded_less_far__decides_too(house: House) -> None:
    keeper, calendar = house.keeper, house.suite.calendar
    house.ok(keeper, "open_place", FAR, TODAY - 10, 96, 60, 1020, contract=calendar)
    house.ok(keeper, "load", FAR, TODAY + 100, True, [], [], [], contract=calendar)
    house.rule("check_birth", house.terms(due_day=TODAY + 90, currency_place=FAR), True)
    house.refused(
        "CALENDAR_NOT_LOADED", "check_birth", house.terms(due_day=TODAY + 101, currency_place=FAR), True
    )
    house.refused("CALENDAR_NOT_LOADED", "check_birth", house.terms(due_day=TODAY + 101, pay_place=FAR), True)


def test_check_birth__agents_claim_at_an_unknown_place__is_refused(house: House) -> None:
    house.refused("claim: (CALENDAR_NOT_LOADED)", "check_birth", house.unpaid(pay_place=FAR), False)
    house.refused("CALENDAR_NOT_LOADED", "check_birth", house.unpaid(currency_place=FAR), False)
    house.rule("check_birth", house.unpaid(due_day=LOADED + 900), False)


# --- the hold ---


def test_check_birth__plain_terms__nothing_is_held(house: House) -> None:
    assert house.rule("check_birth", house.terms(), True) == {
        "min_split": 0,
        "eligibility": 0,
        "closed_from": 0,
        "closed_until": 0,
    }


def test_check_birth__record_days__from_local_midnight_until_grace_is_over(house: House) -> None:
    # Due on Sunday 10 May, rolled to Monday; three banking days of grace end on Thursday.
    due = DUE - 19
    terms = house.terms(due_day=due, record_days=3, min_split=7, eligibility=5)
    assert house.rule("check_birth", terms, True) == {
        "min_split": 7,
        "eligibility": 5,
        "closed_from": house.midnight(due + 1 - 3),
        "closed_until": house.midnight(due + 1 + 3 + 1),
    }


def test_check_birth__record_day_on_the_day_the_clock_moves__is_its_own_midnight(house: House) -> None:
    moves = TODAY + 27  # Sunday 29 March
    for day in (moves - 1, moves, moves + 1):
        terms = house.terms(due_day=moves + 10, record_days=moves + 10 - day, grace_days=0)
        found = house.rule("check_birth", terms, True)
        assert found["closed_from"] == house.midnight(day)
        calendar = house.suite.calendar
        assert house.see("local_day", HAMBURG, found["closed_from"], contract=calendar) == day
        assert house.see("local_day", HAMBURG, found["closed_from"] - 1, contract=calendar) == day - 1


def test_check_birth__record_days_longer_than_time_itself__close_from_the_first_day(house: House) -> None:
    found = house.rule("check_birth", house.unpaid(issue_day=1, due_day=100, record_days=366), False)
    assert found["closed_from"] == house.midnight(1)


def test_check_birth__without_grace__opens_on_the_day_after_the_due_day(house: House) -> None:
    found = house.rule("check_birth", house.terms(record_days=1, grace_days=0, currency_place=TARGET), True)
    assert (found["closed_from"], found["closed_until"]) == (house.midnight(DUE - 1), house.midnight(DUE + 1))
