from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    DAY,
    DUE,
    EUR,
    FACE,
    HELD,
    PENDING,
    TODAY,
    USD,
    House,
    names_of,
    number,
)
from usance.calendars import day_of
from usance.claim_terms import unit_id
from usance.terms import ZERO_ADDRESS

BANK = 1


def test_issue_payable__by_the_anchor__units_wait_for_the_first_supplier(house: House) -> None:
    terms = house.promise()
    receipt = house.ok(house.anchor, "issue_payable", terms)
    assert receipt.returned == house.id(terms)
    assert names_of(receipt) == ["TransferSingle", "ClaimBorn"]
    waiting = house.pending(terms)
    transfer, born = receipt.event("TransferSingle"), receipt.event("ClaimBorn")
    assert (transfer["operator"], transfer["sender"], transfer["receiver"], transfer["value"]) == (
        house.anchor,
        ZERO_ADDRESS,
        waiting,
        FACE,
    )
    assert (born["status"], born["debtor"], born["creditor"]) == (PENDING, house.anchor, house.supplier)
    assert house.state(terms)["status"] == PENDING
    assert (house.units(terms, waiting), house.units(terms, house.supplier)) == (FACE, 0)
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == FACE
    assert house.see("sub_account", 1, house.anchor, house.supplier) == waiting


def test_issue_payable__by_the_supplier__is_refused(house: House) -> None:
    house.fails("claim: not your act (NOT_PARTY)", house.supplier, "issue_payable", house.promise())


@pytest.mark.parametrize("kind", [3, 5, 8])
def test_issue_payable__another_kind__is_refused(house: House, kind: int) -> None:
    house.fails("claim: not this kind (TERMS)", house.anchor, "issue_payable", house.promise(kind=kind))


def test_issue_payable__invoice__is_refused(house: House) -> None:
    terms = house.promise(kind=1, fingerprint=number(5), object_amount=FACE)
    house.fails("claim: not this kind (TERMS)", house.anchor, "issue_payable", terms)


def test_issue_payable__twice__is_refused(house: House) -> None:
    house.fails("claim: born before (EXISTS)", house.anchor, "issue_payable", house.promised())


def test_issue_payable__held_anchor__is_refused(house: House) -> None:
    house.set_status(house.anchor, HELD)
    house.fails("claim: party (NOT_ADMITTED)", house.anchor, "issue_payable", house.promise())


def test_issue_payable__supplier_never_admitted__is_refused(house: House) -> None:
    terms = house.promise(creditor=house.outsider)
    house.fails("party: not eligible (INV12)", house.anchor, "issue_payable", terms)


def test_issue_payable__supplier_without_the_role__is_refused(house: House) -> None:
    house.fails("INV12", house.anchor, "issue_payable", house.promise(eligibility=BANK))
    house.ok(house.anchor, "issue_payable", house.promise(eligibility=BANK, creditor=house.bank))


def test_issue_payable__supplier_is_a_contract__its_hook_is_not_asked_yet(house: House) -> None:
    terms = house.promised(creditor=house.wallet.address)
    assert house.see("hooks", contract=house.wallet) == 0
    assert house.state(terms)["status"] == PENDING


def test_issue_payable__with_a_fingerprint__takes_its_share_of_that_invoice(house: House) -> None:
    invoice = {"fingerprint": number(5), "object_amount": FACE}
    terms = house.promised(**invoice)
    assert house.taken(terms) == FACE
    house.fails("INV1", house.anchor, "issue_payable", house.promise(**invoice))
    # The seller of the invoice is the first supplier.
    same_invoice = house.terms(creditor=house.supplier, debtor=house.anchor, **invoice)
    house.fails("INV1", house.supplier, "register", same_invoice)


def test_issue_payable__within_a_year__is_allowed_to_the_day(house: House) -> None:
    house.ok(house.anchor, "issue_payable", house.promise(due_day=day_of("2027-03-02")))
    house.fails(
        "claim: term too long (TERM)",
        house.anchor,
        "issue_payable",
        house.promise(due_day=day_of("2027-03-03")),
    )


def test_issue_payable__own_shorter_term__binds(house: House) -> None:
    house.ok(house.anchor, "limit_payables", EUR, 0, 30)
    house.ok(house.anchor, "issue_payable", house.promise(due_day=TODAY + 30))
    house.fails("TERM", house.anchor, "issue_payable", house.promise(due_day=TODAY + 31))
    house.ok(house.anchor, "issue_payable", house.promise(due_day=TODAY + 31, currency=USD))


def test_issue_payable__up_to_the_own_limit__is_allowed_to_the_unit(house: House) -> None:
    house.ok(house.anchor, "limit_payables", EUR, 2 * FACE, 0)
    house.promised()
    house.fails("claim: anchor's limit (LIMIT)", house.anchor, "issue_payable", house.promise(face=FACE + 1))
    house.promised()
    house.fails("LIMIT", house.anchor, "issue_payable", house.promise(face=1))
    assert house.see("payables_of", house.anchor, EUR)["outstanding"] == 2 * FACE
    # Another currency, another limit.
    house.promised(currency=USD)


def test_issue_payable__raise_that_has_matured__counts(house: House) -> None:
    house.ok(house.anchor, "limit_payables", EUR, FACE, 10)
    raised = house.ok(house.anchor, "limit_payables", EUR, 2 * FACE, 60).event("PayablesLimited")["since"]
    house.ok(house.anchor, "issue_payable", house.promise(due_day=TODAY + 10))
    house.at_second(raised - 2)
    house.fails("LIMIT", house.anchor, "issue_payable", house.promise(due_day=TODAY + 10))
    house.fails("TERM", house.anchor, "issue_payable", house.promise(due_day=TODAY + 60))
    house.at_second(raised)
    house.ok(house.anchor, "issue_payable", house.promise(due_day=TODAY + 60))
    house.fails("LIMIT", house.anchor, "issue_payable", house.promise(face=1, due_day=TODAY + 60))
    assert house.see("payables_of", house.anchor, EUR) == {
        "outstanding": 2 * FACE,
        "limit": 2 * FACE,
        "term_days": 60,
        "pending_limit": 0,
        "raised_at": 0,
    }


def test_issue_payable__faces_beyond_the_books__are_refused(house: House) -> None:
    most = 2**112 - 1
    house.promised(face=most)
    house.fails("packing: does not fit (PACKING)", house.anchor, "issue_payable", house.promise(face=1))


def test_issue_payable__due_day_over__is_refused(house: House) -> None:
    house.at(DUE + 1, 0)
    house.fails("claim: days (TERMS)", house.anchor, "issue_payable", house.promise())


def test_issue_payable__dated_tomorrow__is_refused(house: House) -> None:
    terms = house.promise(issue_day=TODAY + 1)
    house.fails("claim: days (TERMS)", house.anchor, "issue_payable", terms)
    house.at(TODAY + 1, 0)
    house.ok(house.anchor, "issue_payable", terms)


def test_issue_payable__while_stopped__is_refused(house: House) -> None:
    house.ok(house.guardian, "pause")
    terms = house.promise()
    house.fails("ACC8", house.anchor, "issue_payable", terms)
    house.at_second(house.driver.now() + 14 * DAY + 1)
    house.ok(house.anchor, "issue_payable", terms)


def test_issue_payable__pending_units__move_for_nobody(house: House) -> None:
    terms = house.promised()
    move = (unit_id(house.id(terms)), 1, b"")
    house.fails("APPROVAL", house.anchor, "safeTransferFrom", house.pending(terms), house.supplier, *move)
    house.fails("INSUFFICIENT_UNITS", house.supplier, "safeTransferFrom", house.supplier, house.bank, *move)
