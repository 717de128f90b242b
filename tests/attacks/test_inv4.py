"""INV4: nobody is bound but by its own act, signature, mandate, or an agent it authorised."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.claim_token.house import DAY, FACE, ClaimHouse, opened
from usance.claim_terms import Claim, rows_of
from usance.codes_claims import ClaimStatus

REFERENCE = b"reference".ljust(32, b"\0")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def late(house: ClaimHouse, terms: Claim) -> Claim:
    house.at(terms.due_day + 40)
    return terms


def test_invented_invoice__is_never_overdue_and_never_in_default(house: ClaimHouse) -> None:
    """The debtor of an invoice it never saw owes nothing and is called nothing."""
    terms = late(house, house.registered(late_rate=10**18))
    for act in ("default_", "age"):
        house.fails("INV4", house.financier, act, terms)
    assert house.see("aging", terms) == (0, 0)
    assert house.see("late_interest", terms) == 0


@pytest.mark.parametrize("name", ["seller", "financier", "stranger", "keeper", "guardian", "supervisor"])
def test_somebody_else_accepts__refused(house: ClaimHouse, name: str) -> None:
    terms = house.registered()
    house.fails("NOT_PARTY", getattr(house, name), "accept", terms, 0)
    house.fails("NOT_PARTY", getattr(house, name), "accept_batch", terms, rows_of([terms]), 0)
    house.fails("NOT_PARTY", getattr(house, name), "deny", terms)
    assert house.state(terms)["status"] == ClaimStatus.REGISTERED


def test_surety_and_agent_of_the_terms__bind_nobody(house: ClaimHouse) -> None:
    terms = house.registered(surety=house.anchor, payment_agent=house.issuing_bank)
    for name in (house.anchor, house.issuing_bank):
        house.fails("NOT_PARTY", name, "accept", terms, 0)


def test_holder_of_everything__cannot_bind_the_debtor(house: ClaimHouse) -> None:
    terms = house.registered()
    house.sent(terms, house.seller, house.financier, FACE)
    house.fails("NOT_PARTY", house.financier, "accept", terms, 0)
    house.fails("STATE", house.financier, "deem", terms)


def test_payment_by_anybody__is_no_acceptance(house: ClaimHouse) -> None:
    terms = house.registered()
    house.ok(house.stranger, "pay", terms, FACE // 2)
    assert house.state(terms)["status"] == ClaimStatus.REGISTERED
    house.fails("INV4", house.stranger, "default_", late(house, terms))


def test_silence_without_a_mandate__binds_nobody(house: ClaimHouse) -> None:
    terms = house.registered()
    house.fails("MANDATE", house.seller, "submit", terms)
    house.fails("STATE", house.stranger, "deem", terms)


def test_silence_under_a_mandate_taken_back__binds_nobody(house: ClaimHouse) -> None:
    terms = house.registered()
    until = house.driver.now() + 90 * DAY
    registry = house.suite.registry
    house.ok(house.debtor, "set_mandate", house.seller, FACE, 2, until, contract=registry)
    house.ok(house.seller, "submit", terms)
    house.ok(house.debtor, "revoke_mandate", house.seller, contract=registry)
    house.fails("MANDATE", house.seller, "deem", late(house, terms))


def test_mandate_for_another_seller_or_less__binds_nobody(house: ClaimHouse) -> None:
    until = house.driver.now() + 90 * DAY
    registry = house.suite.registry
    house.ok(house.debtor, "set_mandate", house.second_seller, FACE, 2, until, contract=registry)
    house.ok(house.debtor, "set_mandate", house.seller, FACE - 1, 2, until, contract=registry)
    house.fails("MANDATE", house.seller, "submit", house.registered())


def test_agent_without_authority__over_its_cap__or_too_late__refused(house: ClaimHouse) -> None:
    borne = house.terms(kind=3, debtor=house.issuing_bank, fingerprint=bytes(32))
    house.fails("AGENT", house.stranger, "bear", borne)
    house.ok(house.issuing_bank, "authorise", house.stranger, FACE - 1, house.driver.now() + DAY)
    house.fails("AGENT", house.stranger, "bear", borne)
    house.ok(house.issuing_bank, "authorise", house.stranger, FACE, house.driver.now() + DAY)
    house.fails("AGENT", house.financier, "bear", borne)
    house.fails("AGENT", house.stranger, "bear", borne.but(debtor=house.anchor))
    house.at_second(house.driver.now() + 2 * DAY)
    house.fails("AGENT", house.stranger, "bear", borne)


def test_agent_brings_an_invoice_or_a_payable__refused(house: ClaimHouse) -> None:
    house.ok(house.issuing_bank, "authorise", house.stranger, 10 * FACE, house.driver.now() + DAY)
    for kind in (1, 2):
        house.fails("TERMS", house.stranger, "bear", house.terms(kind=kind, debtor=house.issuing_bank))


def test_payable_issued_for_somebody_else__refused(house: ClaimHouse) -> None:
    house.fails("NOT_PARTY", house.supplier, "issue_payable", house.payable())
    house.fails("NOT_PARTY", house.stranger, "issue_payable", house.payable())


def test_bound_debtor__cannot_deny_and_nobody_lets_it_off(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.fails("CLAIM_ACCEPTED", house.debtor, "deny", terms)
    house.fails("STATE", house.seller, "rescind", terms)
    assert house.state(terms)["status"] == ClaimStatus.ACCEPTED


def test_report_of_misdirected_money__binds_the_reporter_alone(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.sent(terms, house.seller, house.financier, 100)
    today = house.calendars[terms.pay_place].local_day(house.driver.now())
    words = (terms, house.financier, 50, today, REFERENCE)
    for name in (house.financier, house.debtor, house.stranger):
        house.fails("NOT_PARTY", name, "report_misdirected", *words)
    born = house.ok(house.seller, "report_misdirected", *words).event("ClaimBorn")
    assert (born["debtor"], born["creditor"], born["face"]) == (house.seller, house.financier, 50)
