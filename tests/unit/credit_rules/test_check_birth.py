"""check_birth: every term in its range, every party admitted, every calendar loaded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import DUBAI, EXPIRY, SHANGHAI, TODAY, House
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH

TERMS = "credit: bad terms (TERMS)"
NOT_OFFERED = "credit: kind (NOT_OFFERED)"
NOT_ADMITTED = "credit: party (NOT_ADMITTED)"
DATES = "credit: dates (U6)"
CONFIRMATION = "credit: confirmation (U9)"
CALENDAR = "credit: (CALENDAR_NOT_LOADED)"
SOME = b"\1" * 32


def cover(house: House, **changes: Any) -> int:
    return int(house.see("check_birth", house.terms(**changes), contract=house.rules))


def refused(house: House, reason: str, **changes: Any) -> None:
    house.unseen(reason, "check_birth", house.terms(**changes), contract=house.rules)


@pytest.mark.parametrize(
    "changes",
    [
        {"form": 2},
        {"form": 3},
        {"rulebook": 2},
        {"instalments": SOME},
        {"revolving": SOME},
        {"evergreen": SOME},
        {"advance_cap": 1},
    ],
    ids=lambda changes: "-".join(f"{key}" for key in changes),
)
def test_check_birth__kind_of_a_later_storey__refused(house: House, changes: dict[str, Any]) -> None:
    refused(house, NOT_OFFERED, **changes)


DEFERRED, ACCEPTANCE, NEGOTIATION, MIXED = 2, 3, 4, 5


@pytest.mark.parametrize(
    ("available_by", "changes"),
    [
        (0, {}),
        (6, {}),
        # The legs of a MIXED credit, and of no other.
        (1, {"legs": SOME}),
        (DEFERRED, {"legs": SOME, "tenor_days": 60, "tenor_from": 1}),
        (NEGOTIATION, {"legs": SOME}),
        (MIXED, {}),
        # At sight there is nothing to undertake, and a tenor counts from something.
        (DEFERRED, {"tenor_from": 1}),
        (ACCEPTANCE, {"tenor_from": 2}),
        (DEFERRED, {"tenor_days": 60}),
        (ACCEPTANCE, {"tenor_days": 60}),
        (NEGOTIATION, {"tenor_days": 60}),
    ],
)
def test_check_birth__availability_that_is_none__refused(
    house: House, available_by: int, changes: dict[str, Any]
) -> None:
    refused(house, TERMS, available_by=available_by, **changes)


@pytest.mark.parametrize(
    ("available_by", "changes"),
    [
        (1, {"tenor_days": 60}),
        (DEFERRED, {"tenor_days": 1, "tenor_from": 6}),
        (ACCEPTANCE, {"tenor_days": 3_660, "tenor_from": 1}),
        (NEGOTIATION, {}),
        (NEGOTIATION, {"tenor_days": 60, "tenor_from": 3}),
        (MIXED, {"legs": SOME}),
        (MIXED, {"legs": SOME, "tenor_days": 60}),
    ],
)
def test_check_birth__availability__by_each_way_of_honour(
    house: House, available_by: int, changes: dict[str, Any]
) -> None:
    assert cover(house, available_by=available_by, **changes) == house.terms().amount


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", 0),
        ("version", 2),
        ("amount", 0),
        ("amount", MAX_AMOUNT + 1),
        ("additional_amount", MAX_AMOUNT + 1),
        ("tolerance_plus", 10_001),
        ("tolerance_minus", 10_001),
        ("cover_bps", 10_001),
        ("currency", ZERO_HASH),
        ("asset_scale", 0),
        ("asset_scale", 10**24 + 1),
        ("exclusions", 256),
        ("expiry_place", ZERO_HASH),
        ("presentation_days", 0),
        ("presentation_days", 366),
        ("examination_days", 0),
        ("examination_days", 31),
        ("return_days", 31),
        ("honour_days", 31),
        ("closing_days", 366),
        ("expiry_day", 2**23 + 1),
        ("partials", 4),
        ("transhipment", 4),
        ("tenor_from", 7),
        ("day_count", 4),
        ("charges_for", 3),
        ("confirmation", 0),
        ("confirmation", 4),
        ("issuer_place", ZERO_HASH),
        ("latest_shipment_day", 2**23 + 1),
        ("tenor_days", 3_661),
        ("draft_percent", 101),
        ("insurance_bps", 100_001),
        ("late_rate", 10**18 + 1),
    ],
)
def test_check_birth__term_out_of_its_range__refused(house: House, name: str, value: Any) -> None:
    refused(house, TERMS, **{name: value})


@pytest.mark.parametrize("name", ["amount", "additional_amount"])
def test_check_birth__amount_beyond_any_word__refused_for_its_range(house: House, name: str) -> None:
    """Large enough to overflow the sum, so the range must be asked first."""
    refused(house, TERMS, **{name: 2**256 - 1})


def test_check_birth__tolerance_and_cover_beyond_any_word__refused_for_their_range(house: House) -> None:
    refused(house, TERMS, tolerance_plus=2**256 - 1)
    refused(house, TERMS, cover_bps=2**256 - 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", 1),
        ("amount", MAX_AMOUNT),
        ("tolerance_plus", 10_000),
        ("tolerance_minus", 10_000),
        ("cover_bps", 0),
        ("cover_bps", 10_000),
        ("asset_scale", 1),
        ("asset_scale", 10**24),
        ("exclusions", 255),
        ("presentation_days", 1),
        ("presentation_days", 365),
        ("examination_days", 1),
        ("examination_days", 30),
        ("return_days", 0),
        ("return_days", 30),
        ("honour_days", 0),
        ("honour_days", 30),
        ("closing_days", 0),
        ("closing_days", 365),
        ("partials", 0),
        ("partials", 3),
        ("transhipment", 3),
        ("tenor_from", 6),
        ("day_count", 3),
        ("charges_for", 2),
        ("currency_place", ZERO_HASH),
        ("issue_day", 0),
        ("issue_day", EXPIRY),
        ("expiry_day", TODAY),
        ("adviser", ZERO_ADDRESS),
        ("content", ZERO_HASH),
        ("latest_shipment_day", 2**23),
        ("tenor_days", 3_660),
        ("draft_percent", 100),
        ("insurance_bps", 100_000),
        ("late_rate", 10**18),
    ],
)
def test_check_birth__term_at_its_edge__allowed(house: House, name: str, value: Any) -> None:
    cover(house, **{name: value})


def test_check_birth__asset_without_code__refused(house: House) -> None:
    refused(house, "tokens: no code (STL1)", asset=house.stranger)


def test_check_birth__paid_off_chain__without_cover_and_in_units_of_the_currency(house: House) -> None:
    words: dict[str, Any] = {"asset": ZERO_ADDRESS, "asset_scale": 1, "cover_bps": 0}
    assert cover(house, **words) == 0
    refused(house, TERMS, **(words | {"cover_bps": 1}))
    refused(house, TERMS, **(words | {"asset_scale": 2}))


def test_check_birth__liability__fits_the_books_and_a_unit_more_not(house: House) -> None:
    assert cover(house, amount=MAX_AMOUNT - 1, additional_amount=1) == MAX_AMOUNT
    refused(house, TERMS, amount=MAX_AMOUNT, additional_amount=1)
    refused(house, TERMS, amount=MAX_AMOUNT, tolerance_plus=1)


def test_check_birth__no_period_for_presentation__only_where_article_14c_is_off(house: House) -> None:
    cover(house, presentation_days=0, exclusions=4)
    refused(house, TERMS, presentation_days=0, exclusions=255 - 4)


# --- parties ---


@pytest.mark.parametrize("name", ["issuer", "adviser", "nominated", "confirmer"])
def test_check_birth__bank_that_is_no_bank__refused(house: House, name: str) -> None:
    changes: dict[str, Any] = {name: house.applicant}
    if name == "nominated":
        changes["nominated_place"] = SHANGHAI
    if name == "confirmer":
        changes |= {"confirmer_place": DUBAI, "confirmation": 3}
    refused(house, NOT_ADMITTED, **changes)


@pytest.mark.parametrize("name", ["applicant", "beneficiary"])
def test_check_birth__trader_never_admitted__refused(house: House, name: str) -> None:
    refused(house, NOT_ADMITTED, **{name: house.stranger})
    refused(house, NOT_ADMITTED, **{name: ZERO_ADDRESS})


@pytest.mark.parametrize("name", ["issuing_bank", "applicant", "beneficiary"])
@pytest.mark.parametrize("status", [2, 3, 4])
def test_check_birth__party_not_active__refused(house: House, name: str, status: int) -> None:
    house.set_status(getattr(house, name), status)
    refused(house, NOT_ADMITTED)


@pytest.mark.parametrize(
    "changes", [{"nominated": "nominated_bank"}, {"nominated_place": SHANGHAI}], ids=["bank", "place"]
)
def test_check_birth__nominated_bank_and_place__both_or_neither(
    house: House, changes: dict[str, Any]
) -> None:
    if "nominated" in changes:
        changes = {"nominated": house.nominated_bank}
    refused(house, TERMS, **changes)


def test_check_birth__confirming_bank_and_place__both_or_neither(house: House) -> None:
    refused(house, TERMS, confirmer=house.confirming_bank, confirmation=3)
    refused(house, TERMS, confirmer_place=DUBAI)


def test_check_birth__confirmation_and_bank__both_or_neither(house: House) -> None:
    refused(house, CONFIRMATION, confirmation=2)
    refused(house, CONFIRMATION, confirmation=3)
    refused(house, CONFIRMATION, confirmer=house.confirming_bank, confirmer_place=DUBAI)
    cover(house, confirmer=house.confirming_bank, confirmer_place=DUBAI, confirmation=2)


# --- dates and calendars ---


def test_check_birth__expiry_before_issue__refused(house: House) -> None:
    cover(house, issue_day=EXPIRY, expiry_day=EXPIRY)
    refused(house, DATES, issue_day=EXPIRY + 1, expiry_day=EXPIRY)


def test_check_birth__expiry_before_today_at_the_issuers_place__refused(house: House) -> None:
    """21:00 in Hamburg is already tomorrow in Shanghai."""
    house.at(TODAY, 21)
    cover(house, expiry_day=TODAY)
    refused(house, DATES, issuer_place=SHANGHAI, expiry_day=TODAY)


@pytest.mark.parametrize("name", ["issuer_place", "nominated_place", "confirmer_place", "currency_place"])
def test_check_birth__place_not_loaded_ninety_days_beyond_expiry__refused(house: House, name: str) -> None:
    short = b"SHORT".ljust(32, b"\0")
    keeper, calendar = house.keeper, house.suite.calendar
    house.ok(keeper, "open_place", short, TODAY - 10, 96, 60, 1020, contract=calendar)
    house.ok(keeper, "load", short, EXPIRY + 89, True, [], [], [], contract=calendar)
    changes: dict[str, Any] = {name: short}
    if name == "nominated_place":
        changes["nominated"] = house.nominated_bank
    if name == "confirmer_place":
        changes |= {"confirmer": house.confirming_bank, "confirmation": 3}
    refused(house, CALENDAR, **changes)
    house.ok(keeper, "load", short, EXPIRY + 90, True, [], [], [], contract=calendar)
    cover(house, **changes)


@pytest.mark.parametrize("name", ["issuer_place", "currency_place"])
def test_check_birth__unknown_place__refused(house: House, name: str) -> None:
    refused(house, CALENDAR, **{name: b"NOWHERE".ljust(32, b"\0")})
