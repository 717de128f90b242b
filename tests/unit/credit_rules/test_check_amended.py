"""check_amended: what terms must be as an amendment leaves them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.documentary_credit.house import DUBAI, EXPIRY, SHANGHAI, TODAY, House
from usance.amendments import FIELDS
from usance.terms import MAX_AMOUNT, ZERO_HASH, Credit

TERMS = "credit: bad terms (TERMS)"
NOT_ADMITTED = "credit: party (NOT_ADMITTED)"
DATES = "credit: dates (U6)"
ALL = (1 << len(FIELDS)) - 1


def mask(*names: str) -> int:
    return sum(1 << FIELDS.index(name) for name in names)


def most(house: House, terms: Credit, changed: int) -> int:
    return int(house.see("check_amended", terms, changed, contract=house.rules))


def refused(house: House, reason: str, changed: int = 0, **changes: Any) -> None:
    house.unseen(reason, "check_amended", house.terms(**changes), changed, contract=house.rules)


def test_check_amended__sound_terms__their_maximum_liability(house: House) -> None:
    terms = house.terms(amount=99, tolerance_plus=1_000, additional_amount=4)
    assert most(house, terms, 0) == 112 == terms.maximum_liability == most(house, terms, ALL)


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("credit: kind (NOT_OFFERED)", {"form": 2}),
        ("credit: kind (NOT_OFFERED)", {"rulebook": 2}),
        (TERMS, {"amount": 0}),
        (TERMS, {"amount": MAX_AMOUNT, "tolerance_plus": 1}),
        (TERMS, {"examination_days": 0}),
        (TERMS, {"issuer_place": ZERO_HASH}),
        (TERMS, {"nominated_place": SHANGHAI}),
        (TERMS, {"confirmer_place": SHANGHAI}),
        ("credit: confirmation (U9)", {"confirmation": 2}),
        (DATES, {"issue_day": EXPIRY + 1}),
        ("credit: (CALENDAR_NOT_LOADED)", {"expiry_day": TODAY + 611}),
    ],
)
def test_check_amended__what_birth_refuses__refused(
    house: House, reason: str, changes: dict[str, Any]
) -> None:
    refused(house, reason, 0, **changes)


def test_check_amended__bank_without_its_place__refused(house: House) -> None:
    refused(house, TERMS, 0, nominated=house.nominated_bank)
    refused(house, TERMS, 0, confirmer=house.confirming_bank, confirmation=3)


def test_check_amended__nominated_calendar_too_short__refused(house: House) -> None:
    terms = house.nominating(expiry_day=TODAY + 610)
    assert most(house, terms, ALL)
    house.unseen(
        "credit: (CALENDAR_NOT_LOADED)",
        "check_amended",
        terms.but(nominated_place=b"XXNIX".ljust(32, b"\0")),
        ALL,
        contract=house.rules,
    )


def test_check_amended__after_expiry__no_matter(house: House) -> None:
    terms = house.terms()
    house.at(EXPIRY + 100)
    assert most(house, terms, 0)
    house.unseen(DATES, "check_birth", terms, contract=house.rules)


@pytest.mark.parametrize("name", ["issuer", "applicant", "beneficiary", "adviser", "nominated", "confirmer"])
def test_check_amended__party__asked_where_it_is_new(house: House, name: str) -> None:
    changes: dict[str, Any] = {name: house.stranger}
    if name == "nominated":
        changes["nominated_place"] = SHANGHAI
    if name == "confirmer":
        changes |= {"confirmer_place": DUBAI, "confirmation": 2}
    terms = house.terms(**changes)
    assert most(house, terms, ALL ^ mask(name))
    house.unseen(NOT_ADMITTED, "check_amended", terms, mask(name), contract=house.rules)


def test_check_amended__party_taken_out__nobody_to_ask(house: House) -> None:
    assert most(house, house.terms(), mask("adviser", "nominated", "nominated_place", "confirmer"))


def test_check_amended__bank_must_be_a_bank(house: House) -> None:
    refused(house, NOT_ADMITTED, mask("adviser"), adviser=house.applicant)
