from __future__ import annotations

from tests.unit.claim_births.house import ACCEPTED, DEFENCES, FACE, HELD, REGISTERED, House


def test_accept_batch__all_rows__each_is_bound(house: House) -> None:
    common, rows = house.terms(), house.rows(50)
    house.ok(house.seller, "register_batch", common, rows)
    receipt = house.ok(house.buyer, "accept_batch", common, rows, DEFENCES)
    assert [event["claim"] for event in receipt.events] == [house.id(common.with_row(row)) for row in rows]
    for row in rows:
        state = house.state(common.with_row(row))
        assert (state["status"], state["defences_waived"], state["setoff_waived"]) == (ACCEPTED, True, False)


def test_accept_batch__rows_that_differ_in_everything__each_is_found(house: House) -> None:
    common, rows = house.terms(), house.rows(3)
    rows[1] = rows[1].but(face=FACE - 1, due_day=rows[1].due_day + 30, content=b"c" * 32)
    house.ok(house.seller, "register_batch", common, rows)
    house.ok(house.buyer, "accept_batch", common, rows, 0)
    assert house.state(common.with_row(rows[1]))["status"] == ACCEPTED


def test_accept_batch__one_unknown_row__none_is_bound(house: House) -> None:
    common, rows = house.terms(), house.rows(3)
    house.ok(house.seller, "register_batch", common, rows[:2])
    house.fails("UNKNOWN", house.buyer, "accept_batch", common, rows, 0)
    assert house.state(common.with_row(rows[0]))["status"] == REGISTERED


def test_accept_batch__same_row_twice__is_refused(house: House) -> None:
    common, rows = house.terms(), house.rows(1)
    house.ok(house.seller, "register_batch", common, rows)
    house.fails("STATE", house.buyer, "accept_batch", common, rows * 2, 0)


def test_accept_batch__no_rows__is_refused(house: House) -> None:
    house.fails("claim: nothing (NOTHING)", house.buyer, "accept_batch", house.terms(), [], 0)


def test_accept_batch__by_another_than_the_debtor__is_refused(house: House) -> None:
    common, rows = house.terms(), house.rows(2)
    house.ok(house.seller, "register_batch", common, rows)
    house.fails("NOT_PARTY", house.seller, "accept_batch", common, rows, 0)


def test_accept_batch__debtor_that_is_held__is_refused(house: House) -> None:
    common, rows = house.terms(), house.rows(2)
    house.ok(house.seller, "register_batch", common, rows)
    house.set_status(house.buyer, HELD)
    house.fails("NOT_ADMITTED", house.buyer, "accept_batch", common, rows, 0)


def test_accept_batch__waiver_that_does_not_exist__is_refused(house: House) -> None:
    common, rows = house.terms(), house.rows(2)
    house.ok(house.seller, "register_batch", common, rows)
    house.fails("claim: waivers (TERMS)", house.buyer, "accept_batch", common, rows, 4)
