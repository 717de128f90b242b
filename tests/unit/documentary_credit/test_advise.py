"""advise: the adviser passes the credit on and is bound to nothing (U10)."""

from __future__ import annotations

from tests.unit.documentary_credit.house import EXPIRY, House, codes_of
from usance.terms import Credit


def advised(house: House) -> Credit:
    return house.issued(adviser=house.advising_bank)


def test_advise__willing__recorded(house: House) -> None:
    terms = advised(house)
    receipt = house.ok(house.advising_bank, "advise", terms, True)
    assert codes_of(receipt) == ["Advised"]
    assert receipt.event("Advised").args == {
        "credit": house.id(terms),
        "adviser": house.advising_bank,
        "willing": True,
    }
    assert house.state(terms)["advised"]
    assert not house.state(terms)["confirmed"]


def test_advise__unwilling__told_and_may_still_advise(house: House) -> None:
    terms = advised(house)
    receipt = house.ok(house.advising_bank, "advise", terms, False)
    assert receipt.event("Advised")["willing"] is False
    assert not house.state(terms)["advised"]
    house.ok(house.advising_bank, "advise", terms, True)
    assert house.state(terms)["advised"]


def test_advise__by_another__refused(house: House) -> None:
    terms = advised(house)
    house.fails("credit: not your act (NOT_PARTY)", house.stranger, "advise", terms, True)


def test_advise__nobody_named__nobodys_act(house: House) -> None:
    house.fails("NOT_PARTY", house.advising_bank, "advise", house.issued(), True)


def test_advise__twice__refused(house: House) -> None:
    terms = advised(house)
    house.ok(house.advising_bank, "advise", terms, True)
    house.fails("credit: state (STATE)", house.advising_bank, "advise", terms, True)
    house.fails("STATE", house.advising_bank, "advise", terms, False)


def test_advise__never_issued__unknown(house: House) -> None:
    terms = house.terms(adviser=house.advising_bank)
    house.fails("credit: unknown (UNKNOWN)", house.advising_bank, "advise", terms, True)


def test_advise__one_term_altered__unknown(house: House) -> None:
    terms = advised(house).but(amount=54_151_00)
    house.fails("UNKNOWN", house.advising_bank, "advise", terms, True)


def test_advise__closed__refused(house: House) -> None:
    terms = advised(house)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("credit: closed (CLOSED)", house.advising_bank, "advise", terms, True)


def test_advise__keeps_what_the_word_holds(house: House) -> None:
    terms = house.confirmed(adviser=house.advising_bank)
    house.accepted(terms, amount=1_000)
    before = house.state(terms)
    house.ok(house.advising_bank, "advise", terms, True)
    assert house.state(terms) == before | {"advised": True}
