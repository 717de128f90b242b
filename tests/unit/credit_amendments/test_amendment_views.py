"""Views of amendments, and the room that a change has."""

from __future__ import annotations

from tests.unit.credit_amendments.changing import LATER, Changing
from usance.amendments import CONFIRMATION_FIELDS, FIELDS, FIXED, MOST_VALUES
from usance.chain.driver import Reverted
from usance.terms import ZERO_ADDRESS, ZERO_HASH


def test_abi__a_change_has_room_for_twenty_four_values(house: Changing) -> None:
    terms = house.issued()
    names = [name for name in FIELDS if name not in FIXED and name not in CONFIRMATION_FIELDS]
    assert len(names) > MOST_VALUES
    change = house.change(**{name: getattr(terms, name) for name in names[:MOST_VALUES]})
    house.take(terms, house.proposed(terms, **dict(change.new_values())))
    more = house.change(**{name: getattr(terms, name) for name in names[: MOST_VALUES + 1]})
    try:
        receipt = house.act(house.issuing_bank, "propose_amendment", terms, more)
    except (ValueError, Reverted):
        return
    assert not receipt.ok


def test_views__never_heard_of__zeros(house: Changing) -> None:
    assert set(house.see("amendment_state", b"\1" * 32).values()) == {0}
    assert tuple(house.see("terms_of", b"\1" * 32)) == (ZERO_HASH, ZERO_HASH)
    assert house.see("silent_confirmer_of", b"\1" * 32) == ZERO_ADDRESS


def test_terms_of__by_the_state_of_confirmation(house: Changing) -> None:
    terms = house.issued(house.confirmable())
    assert house.terms_of(terms) == (house.id(terms), ZERO_HASH)
    house.ok(house.confirming_bank, "confirm", terms, True)
    assert house.terms_of(terms) == (house.id(terms), house.id(terms))
    then = house.amended(terms, expiry_day=LATER)
    assert house.terms_of(terms) == (house.hash(then), house.id(terms))


def test_views__every_field_of_an_amendment__apart_in_the_word(house: Changing) -> None:
    terms = house.issued(house.confirmable(amount=1_000))
    house.silently(terms)
    house.ok(house.confirming_bank, "confirm", terms, True)
    apart = house.amended(terms, closing_days=90)
    change = house.change(difference=2**100)
    house.cap(house.confirming_bank, 2**101)
    house.cap(house.issuing_bank, 2**101)
    proposed = house.propose(apart, change)
    house.extend(terms, change)
    expected = {
        "status": 1,
        "confirmer": 1,
        "applied": False,
        "proposed_at": proposed.timestamp,
        "cover": 2**100,
        "silent": 0,
    }
    assert house.book(terms, change) == expected
    house.take(apart, change)
    assert house.book(terms, change) == expected | {"status": 2, "cover": 0}
    house.ok(house.stranger, "apply_extension", terms, change)
    assert house.book(terms, change) == expected | {"status": 2, "cover": 0, "applied": True}


def test_direct_call__finds_no_credit(house: Changing) -> None:
    """The storey at its own address has books of its own, and they are empty."""
    terms = house.issued()
    change = house.change(expiry_day=LATER)
    storey = house.suite.placed["CreditAmendments"]
    house.fails("UNKNOWN", house.issuing_bank, "propose_amendment", terms, change, contract=storey)
    house.fails("UNKNOWN", house.beneficiary, "accept_amendment", terms, change, 0, contract=storey)
