"""notify_completeness: electronic records are complete (eUCP e6)."""

from __future__ import annotations

from tests.unit.documentary_credit.house import PROOF, TODAY, House, codes_of
from usance.codes import Exclusion, Means
from usance.terms import ZERO_HASH

EUCP = int(Exclusion.EUCP)


def test_notify_completeness__electronic__clock_runs(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.presented(terms)
    receipt = house.ok(house.beneficiary, "notify_completeness", terms, statement, PROOF)
    assert codes_of(receipt) == ["Acknowledged"]
    assert receipt.event("Acknowledged").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "means": Means.COMPLETENESS,
        "received_day": TODAY,
        "last_day": TODAY + 7,
        "marks": 0,
        "proof": PROOF,
    }


def test_notify_completeness__after_closing_time__next_banking_day(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.presented(terms)
    house.at(TODAY + 4, 17)
    house.ok(house.beneficiary, "notify_completeness", terms, statement, PROOF)
    assert house.set_state(terms, statement)["received_day"] == TODAY + 7


def test_notify_completeness__paper__refused(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails(
        "credit: not electronic (EUCP-e6)",
        house.beneficiary,
        "notify_completeness",
        terms,
        statement,
        PROOF,
    )


def test_notify_completeness__by_another__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.presented(terms)
    house.fails("NOT_PARTY", house.issuing_bank, "notify_completeness", terms, statement, PROOF)


def test_notify_completeness__no_proof__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.presented(terms)
    house.fails(
        "credit: bad statement (STATEMENT)",
        house.beneficiary,
        "notify_completeness",
        terms,
        statement,
        ZERO_HASH,
    )


def test_notify_completeness__received_already__refused(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.received(terms)
    house.fails(
        "credit: day of receipt (U14)", house.beneficiary, "notify_completeness", terms, statement, PROOF
    )


def test_notify_completeness__not_presented__unknown(house: House) -> None:
    terms = house.issued(exclusions=EUCP)
    statement = house.statement(terms)
    house.fails("UNKNOWN", house.beneficiary, "notify_completeness", terms, statement, PROOF)
