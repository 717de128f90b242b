"""notify_completeness: electronic records are complete (eUCP e6)."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import PROOF, SHANGHAI, TODAY, House, codes_of
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


@pytest.mark.parametrize("bank", ["nominated_bank", "confirming_bank"])
def test_notify_completeness__claim__by_the_bank_that_honoured_and_nobody_else(
    house: House, bank: str
) -> None:
    """The beneficiary has its money; to the issuing bank the presenter is the bank that paid it."""
    terms = house.confirmed(exclusions=EUCP, nominated=house.nominated_bank, nominated_place=SHANGHAI)
    address = getattr(house, bank)
    statement = house.accepted(terms, bank)
    house.ok(address, "honour", terms, statement)
    house.ok(address, "forward", terms, statement)
    other = (house.beneficiary, "notify_completeness", terms, statement, PROOF)
    house.fails("credit: not your act (NOT_PARTY)", *other)
    receipt = house.ok(address, "notify_completeness", terms, statement, PROOF)
    assert receipt.event("Acknowledged")["bank"] == house.issuing_bank
    assert house.set_state(terms, statement)["received"]


def test_notify_completeness__sent_on_unpaid__by_the_presenter(house: House) -> None:
    terms = house.issued(house.nominating(exclusions=EUCP))
    statement = house.received(terms, "nominated_bank")
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.fails("NOT_PARTY", house.nominated_bank, "notify_completeness", terms, statement, PROOF)
    house.ok(house.beneficiary, "notify_completeness", terms, statement, PROOF)


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
