from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    ACCEPTED,
    EUR,
    FACE,
    HELD,
    INSOLVENT,
    PENDING,
    REMOVED,
    TODAY,
    House,
    names_of,
)
from tests.unit.documentary_credit.house import DUBAI
from usance.claim_terms import unit_id

LAST = TODAY + 7  # five banking days after the Monday of issue


def test_receive__by_the_first_supplier__anchor_is_bound_from_here(house: House) -> None:
    terms = house.promised()
    receipt = house.ok(house.supplier, "receive", terms)
    assert names_of(receipt) == ["TransferSingle", "Received"]
    transfer = receipt.event("TransferSingle")
    assert (transfer["sender"], transfer["receiver"], transfer["value"]) == (
        house.pending(terms),
        house.supplier,
        FACE,
    )
    assert receipt.event("Received").args == {"claim": house.id(terms), "supplier": house.supplier}
    assert house.state(terms)["status"] == ACCEPTED
    assert (house.units(terms, house.supplier), house.units(terms, house.pending(terms))) == (FACE, 0)
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == FACE
    house.ok(
        house.supplier,
        "safeTransferFrom",
        house.supplier,
        house.second_supplier,
        unit_id(house.id(terms)),
        1,
        b"",
    )


def test_receive__by_another__is_refused(house: House) -> None:
    terms = house.promised()
    house.fails("claim: not your act (NOT_PARTY)", house.second_supplier, "receive", terms)
    house.fails("NOT_PARTY", house.anchor, "receive", terms)


def test_receive__twice__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "receive", terms)
    house.fails("claim: state (STATE)", house.supplier, "receive", terms)


def test_receive__last_second_of_the_last_day__is_allowed(house: House) -> None:
    terms = house.promised()
    house.at_second(house.midnight(LAST + 1) - 1)
    house.ok(house.supplier, "receive", terms)


def test_receive__after_the_last_day__is_refused_before_anybody_lapses_it(house: House) -> None:
    terms = house.promised()
    house.at_second(house.midnight(LAST + 1))
    house.fails("claim: state (STATE)", house.supplier, "receive", terms)
    assert house.state(terms)["status"] == PENDING


def test_receive__without_receipt_days__until_the_end_of_the_next_banking_day(house: House) -> None:
    house.at(TODAY + 5)
    terms = house.promised(receipt_days=0)
    house.at_second(house.midnight(TODAY + 8) - 1)
    house.ok(house.supplier, "receive", terms)


def test_receive__at_a_place_with_a_gulf_weekend__its_own_days_count(house: House) -> None:
    terms = house.promised(pay_place=DUBAI, receipt_days=4)
    # Monday in Dubai: Tuesday, Wednesday, Thursday; Friday and Saturday are closed; Sunday.
    house.at_second(house.midnight(TODAY + 7, DUBAI) - 1)
    house.ok(house.supplier, "receive", terms)


@pytest.mark.parametrize(("status", "reason"), [(HELD, "HELD"), (INSOLVENT, "INV12"), (REMOVED, "INV12")])
def test_receive__supplier_that_may_not_hold__is_refused(house: House, status: int, reason: str) -> None:
    terms = house.promised()
    house.set_status(house.supplier, status)
    house.fails(reason, house.supplier, "receive", terms)


@pytest.mark.parametrize("status", [HELD, INSOLVENT, REMOVED])
def test_receive__anchor_fallen_meanwhile__its_promise_stands(house: House, status: int) -> None:
    terms = house.promised()
    house.set_status(house.anchor, status)
    house.ok(house.supplier, "receive", terms)
    assert house.state(terms)["status"] == ACCEPTED


def test_receive__invoice__is_refused(house: House) -> None:
    house.fails("STATE", house.seller, "receive", house.registered())


def test_receive__after_refusal__is_refused(house: House) -> None:
    terms = house.promised()
    house.ok(house.supplier, "refuse", terms)
    house.fails("STATE", house.supplier, "receive", terms)


def test_receive__never_issued__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.supplier, "receive", house.promise())


def test_receive__supplier_is_a_contract_that_acts_itself__no_hook(house: House) -> None:
    terms = house.promised(creditor=house.wallet.address)
    house.execute(house.wallet, "receive", terms).require()
    assert house.units(terms, house.wallet.address) == FACE
    assert house.see("hooks", contract=house.wallet) == 0


def test_receive__while_new_risk_is_stopped__is_allowed(house: House) -> None:
    terms = house.promised()
    house.ok(house.guardian, "pause")
    house.ok(house.supplier, "receive", terms)
