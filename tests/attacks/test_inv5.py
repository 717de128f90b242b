"""INV5: what is owed only ever falls, and never behind the back of who was promised no defences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import FACE, ClaimHouse, opened
from usance.codes_claims import ClaimStatus

NOTE = b"381".ljust(32, b"\0")
DEFENCES = 1


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def test_credit_note__lowers_and_never_raises(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.fails("NOTHING", house.seller, "credit_note", terms, 0, NOTE)
    house.fails("ABOVE_OUTSTANDING", house.seller, "credit_note", terms, FACE + 1, NOTE)
    house.fails("ABOVE_OUTSTANDING", house.seller, "credit_note", terms, 2**256 - 1, NOTE)
    house.ok(house.seller, "credit_note", terms, 1, NOTE)
    assert house.outstanding(terms) == FACE - 1
    assert house.state(terms)["face"] == FACE


@pytest.mark.parametrize("name", ["debtor", "financier", "stranger", "keeper"])
def test_credit_note__by_anybody_but_the_seller__refused(house: ClaimHouse, name: str) -> None:
    terms = house.accepted()
    house.sent(terms, house.seller, house.financier, FACE)
    house.fails("NOT_PARTY", getattr(house, name), "credit_note", terms, 1, NOTE)


def test_credit_note__against_holders_of_a_claim_without_defences__refused(house: ClaimHouse) -> None:
    terms = house.accepted(waivers=DEFENCES)
    house.sent(terms, house.seller, house.financier, 1)
    house.fails("DEFENCES_WAIVED", house.seller, "credit_note", terms, 1, NOTE)
    house.fails("DEFENCES_WAIVED", house.debtor, "dispute", terms, 1, 1, terms.due_day)


def test_credit_note__against_pledged_units_of_a_claim_without_defences__refused(house: ClaimHouse) -> None:
    """Pledged units are nobody's but the pledge's: the seller does not hold everything."""
    terms = house.accepted(waivers=DEFENCES)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    house.fails("DEFENCES_WAIVED", house.seller, "credit_note", terms, FACE, NOTE)


def test_dilution__is_told_where_others_hold(house: ClaimHouse) -> None:
    terms = house.accepted()
    alone = house.ok(house.seller, "credit_note", terms, 1, NOTE).event("CreditNoted")
    house.sent(terms, house.seller, house.financier, 10)
    diluting = house.ok(house.seller, "credit_note", terms, 1, NOTE).event("CreditNoted")
    assert (alone["dilution"], diluting["dilution"]) == (False, True)


def test_seller_that_is_held__forgives_nothing(house: ClaimHouse) -> None:
    """Who is held could else let its debtor off, for money that goes round the ledger."""
    terms = house.accepted()
    house.set_status(house.seller, 2)
    house.fails("HELD", house.seller, "credit_note", terms, FACE, NOTE)
    house.fails("HELD", house.seller, "retire", house.id(terms), FACE)
    house.fails("HELD", house.seller, "confirm_payment", house.id(terms), FACE, NOTE)


def test_one_holders_word__lowers_only_its_own_units(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.sent(terms, house.seller, house.financier, FACE // 2)
    house.ok(house.financier, "confirm_payment", house.id(terms), FACE, NOTE)
    assert house.units(terms, house.financier) == 0
    assert house.units(terms, house.seller) == FACE - FACE // 2 == house.outstanding(terms)
    house.fails("INV6", house.financier, "confirm_payment", house.id(terms), 1, NOTE)


def test_everything_credited__is_paid_and_pays_nobody(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.seller, "credit_note", terms, FACE, NOTE)
    assert house.state(terms)["status"] == ClaimStatus.PAID
    house.fails("STATE", house.debtor, "pay", terms, 1)
