"""offer_negotiation: for how much a payee sells its drawing, and whether it answers for it."""

from __future__ import annotations

from tests.unit.credit_undertakings.promising import (
    AMOUNT,
    NEGOTIATION,
    NOT_PARTY,
    PRICE,
    STATE,
    Promising,
)
from tests.unit.documentary_credit.house import codes_of


def test_offer_negotiation__by_the_payee__on_record(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms, "nominated_bank")
    receipt = house.offered(terms, statement, AMOUNT - 500, True)
    assert codes_of(receipt) == ["NegotiationOffered"]
    assert receipt.event("NegotiationOffered").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "payee": house.beneficiary,
        "least_price": AMOUNT - 500,
        "recourse": True,
    }
    assert house.offer(terms, statement) == (AMOUNT - 500, True)


def test_offer_negotiation__again__says_something_else_or_nothing(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.accepted(terms, "nominated_bank")
    house.offered(terms, statement, 100, True)
    house.offered(terms, statement, 200)
    assert house.offer(terms, statement) == (200, False)
    receipt = house.offered(terms, statement, 0, True)
    assert not receipt.event("NegotiationOffered")["recourse"]
    assert house.offer(terms, statement) == (0, False)


def test_offer_negotiation__others__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms, "nominated_bank")
    for somebody in (house.nominated_bank, house.stranger, house.issuing_bank):
        house.fails(NOT_PARTY, somebody, "offer_negotiation", terms, statement, AMOUNT, False)


def test_offer_negotiation__payee_that_is_not_the_beneficiary__only_without_recourse(
    house: Promising,
) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms, "nominated_bank", pay_to=house.assignee)
    house.fails(NOT_PARTY, house.assignee, "offer_negotiation", terms, statement, AMOUNT, True)
    house.offered(terms, statement, AMOUNT)
    assert house.offer(terms, statement) == (AMOUNT, False)


def test_offer_negotiation__other_credits__refused(house: Promising) -> None:
    for changes in ({}, house.usance()):
        terms = house.issued(house.nominating(**changes))
        statement = house.presented(terms, "nominated_bank")
        house.fails(NEGOTIATION, house.beneficiary, "offer_negotiation", terms, statement, AMOUNT, False)


def test_offer_negotiation__at_the_issuing_bank__nothing_is_negotiated_there(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms)
    house.fails(STATE, house.beneficiary, "offer_negotiation", terms, statement, AMOUNT, False)


def test_offer_negotiation__state__not_of_a_set_refused_or_negotiated(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    refused = house.refused(terms, bank="nominated_bank")
    house.fails(STATE, house.beneficiary, "offer_negotiation", terms, refused, AMOUNT, False)
    sold = house.negotiated(terms, documents=b"another".ljust(32, b"\0"))
    house.fails(STATE, house.beneficiary, "offer_negotiation", terms, sold, 1, False)
    assert house.offer(terms, sold) == (AMOUNT, False)


def test_offer_negotiation__more_than_is_claimed__refused(house: Promising) -> None:
    terms = house.issued(house.nominating(**house.negotiable()))
    statement = house.presented(terms, "nominated_bank")
    house.fails(PRICE, house.beneficiary, "offer_negotiation", terms, statement, AMOUNT + 1, False)
    house.offered(terms, statement, AMOUNT)
