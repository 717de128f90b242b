from __future__ import annotations

import pytest

from tests.unit.claim_births.house import DUE, FACE, REGISTERED, TODAY, House, number
from usance.claim_terms import unit_id


def test_register_batch__fifty_rows__each_is_a_claim_of_its_own(house: House) -> None:
    common = house.terms()
    rows = [row.but(due_day=DUE + index % 7, face=FACE - index) for index, row in enumerate(house.rows(50))]
    receipt = house.ok(house.seller, "register_batch", common, rows)
    claims = [common.with_row(row) for row in rows]
    assert receipt.returned == [house.id(terms) for terms in claims]
    assert [event.name for event in receipt.events].count("ClaimBorn") == 50
    for terms in claims:
        assert house.state(terms)["status"] == REGISTERED
        assert house.units(terms, house.seller) == terms.face
        assert house.taken(terms) == terms.face


def test_register_batch__one_row__is_what_register_makes(house: House) -> None:
    terms = house.terms()
    assert house.ok(house.seller, "register_batch", terms, [terms.row()]).returned == [house.id(terms)]


def test_register_batch__no_rows__is_refused(house: House) -> None:
    house.fails("claim: nothing (NOTHING)", house.seller, "register_batch", house.terms(), [])


def test_register_batch__by_another_than_the_creditor__is_refused(house: House) -> None:
    house.fails("NOT_PARTY", house.buyer, "register_batch", house.terms(), house.rows(2))


def test_register_batch__while_stopped__is_refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.fails("ACC8", house.seller, "register_batch", house.terms(), house.rows(2))


@pytest.mark.parametrize("wrong", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"face": 0}, "claim: bad terms (TERMS)"),
        ({"face": FACE + 1}, "claim: bad terms (TERMS)"),
        ({"object_amount": 2**112}, "claim: bad terms (TERMS)"),
        ({"fingerprint": bytes(32)}, "claim: bad terms (TERMS)"),
        ({"content": bytes(32)}, "claim: bad terms (TERMS)"),
        ({"issue_day": DUE + 1}, "claim: days (TERMS)"),
        ({"issue_day": TODAY + 1}, "claim: days (TERMS)"),
        ({"issue_day": TODAY - 9, "due_day": TODAY - 1}, "claim: days (TERMS)"),
        ({"due_day": TODAY + 699}, "claim: (CALENDAR_NOT_LOADED)"),
        ({"due_day": 2**23 + 1}, "claim: bad terms (TERMS)"),
    ],
)
def test_register_batch__one_wrong_row__none_is_born(
    house: House, wrong: int, change: dict[str, object], reason: str
) -> None:
    common = house.terms()
    rows = house.rows(4)
    rows[wrong] = rows[wrong].but(**change)
    house.fails(reason, house.seller, "register_batch", common, rows)
    assert all(house.state(common.with_row(row))["status"] == 0 for row in rows)


def test_register_batch__wrong_common_terms__none_is_born(house: House) -> None:
    house.fails("TERMS", house.seller, "register_batch", house.terms(version=2), house.rows(2))


def test_register_batch__split_larger_than_one_face__is_refused(house: House) -> None:
    rows = house.rows(3)
    rows[2] = rows[2].but(face=99)
    house.fails("TERMS", house.seller, "register_batch", house.terms(min_split=100), rows)


def test_register_batch__discount_after_one_due_day__is_refused(house: House) -> None:
    rows = house.rows(3)
    rows[1] = rows[1].but(due_day=TODAY + 9)
    common = house.terms(discount_bps=200, discount_day=TODAY + 10)
    house.fails("TERMS", house.seller, "register_batch", common, rows)


def test_register_batch__same_invoice_twice__is_refused(house: House) -> None:
    row = house.terms().row()
    house.fails("INV1", house.seller, "register_batch", house.terms(), [row, row.but(salt=number(7))])


def test_register_batch__same_row_twice__is_refused(house: House) -> None:
    row = house.terms(object_amount=2 * FACE).row()
    house.fails("EXISTS", house.seller, "register_batch", house.terms(), [row, row])


def test_register_batch__record_days__each_row_closes_by_its_own_due_day(house: House) -> None:
    common = house.terms(record_days=10)
    first, second = house.rows(2)
    second = second.but(due_day=DUE + 28)
    house.ok(house.seller, "register_batch", common, [first, second])
    house.at_second(house.midnight(DUE - 10))
    early, late = (unit_id(house.id(common.with_row(row))) for row in (first, second))
    house.fails("RECORD_DAY", house.seller, "safeTransferFrom", house.seller, house.bank, early, 1, b"")
    house.ok(house.seller, "safeTransferFrom", house.seller, house.bank, late, 1, b"")
    house.at_second(house.midnight(DUE + 18))
    house.ok(house.seller, "safeTransferFrom", house.seller, house.bank, early, 1, b"")
    house.fails("RECORD_DAY", house.seller, "safeTransferFrom", house.seller, house.bank, late, 1, b"")


def test_register_batch__common_split_and_eligibility__hold_for_every_row(house: House) -> None:
    bank = 1
    common = house.terms(min_split=1_000, eligibility=bank)
    rows = house.rows(3)
    house.ok(house.seller, "register_batch", common, rows)
    for row in rows:
        unit = unit_id(house.id(common.with_row(row)))
        house.fails("INV12", house.seller, "safeTransferFrom", house.seller, house.supplier, unit, 1_000, b"")
        house.fails("MIN_SPLIT", house.seller, "safeTransferFrom", house.seller, house.bank, unit, 999, b"")
