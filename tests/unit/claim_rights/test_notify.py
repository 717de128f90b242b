"""notify and acknowledge_notice: from when the debtor knows."""

from __future__ import annotations

from tests.unit.claim_life.house import FACE, NOT_PARTY, STATE, UNKNOWN, LifeHouse


def test_notify__by_a_holder__told_once(house: LifeHouse) -> None:
    terms = house.registered()
    house.sent(terms, house.seller, house.financier, 1)
    receipt = house.ok(house.financier, "notify", terms)
    assert receipt.event("Notified").args == {
        "claim": house.id(terms),
        "debtor": house.debtor,
        "holder": house.financier,
    }
    assert house.state(terms)["notified"]
    assert not house.state(terms)["acknowledged"]
    house.fails(STATE, house.financier, "notify", terms)
    house.fails(STATE, house.seller, "notify", terms)


def test_notify__by_the_seller_that_sold_everything__allowed(house: LifeHouse) -> None:
    terms = house.registered()
    house.sent(terms, house.seller, house.financier, FACE)
    house.ok(house.seller, "notify", terms)


def test_notify__by_the_pledgee_of_units__allowed_while_they_are_pledged(house: LifeHouse) -> None:
    terms = house.pledged(1, 1)
    house.fails(NOT_PARTY, house.second_financier, "notify", terms)
    house.ok(house.financier, "release_pledge", house.id(terms), house.seller)
    house.fails(NOT_PARTY, house.financier, "notify", terms)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 1, 1)
    house.ok(house.financier, "notify", terms)


def test_notify__by_others__refused(house: LifeHouse) -> None:
    terms = house.registered()
    house.sent(terms, house.seller, house.financier, FACE)
    house.sent(terms, house.financier, house.supplier, FACE)
    for stranger in (house.stranger, house.debtor, house.financier):
        house.fails(NOT_PARTY, stranger, "notify", terms)


def test_notify__not_living_or_unknown__refused(house: LifeHouse) -> None:
    denied = house.registered()
    house.ok(house.debtor, "deny", denied)
    for terms in (denied, house.paid()):
        house.fails(STATE, house.seller, "notify", terms)
    house.fails(UNKNOWN, house.seller, "notify", house.terms())


def test_acknowledge_notice__after_notice__told_once(house: LifeHouse) -> None:
    terms = house.registered()
    house.ok(house.seller, "notify", terms)
    receipt = house.ok(house.debtor, "acknowledge_notice", terms)
    assert receipt.event("NoticeAcknowledged").args == {
        "claim": house.id(terms),
        "debtor": house.debtor,
    }
    assert house.state(terms)["notified"]
    assert house.state(terms)["acknowledged"]
    house.fails(STATE, house.debtor, "acknowledge_notice", terms)


def test_acknowledge_notice__of_what_nobody_told_it__is_notice_too(house: LifeHouse) -> None:
    terms = house.registered()
    house.ok(house.debtor, "acknowledge_notice", terms)
    assert house.state(terms)["notified"]
    assert house.state(terms)["acknowledged"]
    house.fails(STATE, house.seller, "notify", terms)


def test_acknowledge_notice__by_others_or_not_living__refused(house: LifeHouse) -> None:
    terms = house.registered()
    for stranger in (house.seller, house.stranger):
        house.fails(NOT_PARTY, stranger, "acknowledge_notice", terms)
    house.ok(house.debtor, "deny", terms)
    house.fails(STATE, house.debtor, "acknowledge_notice", terms)
    house.fails(UNKNOWN, house.debtor, "acknowledge_notice", house.terms())
