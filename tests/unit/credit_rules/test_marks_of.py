"""marks_of: how a received set reads under terms that need not be those it was received under."""

from __future__ import annotations

import pytest

from tests.unit.documentary_credit.house import EXPIRY, SHANGHAI, TODAY, House
from usance.codes import Exclusion, Stage
from usance.terms import Credit, Presentation


def marks(house: House, terms: Credit, statement: Presentation, under: Credit, drawn: int = 0) -> int:
    state = house.set_state(terms, statement)
    return int(house.see("marks_of", under, statement, state, drawn, contract=house.rules))


def test_marks_of__the_terms_it_was_received_under__the_marks_on_record(house: House) -> None:
    terms = house.issued(amount=1_000, presentation_days=5, latest_shipment_day=TODAY - 9)
    house.at(EXPIRY + 2)
    statement = house.received(terms, amount=1_001, shipment_day=TODAY - 8)
    assert marks(house, terms, statement, terms) == 15 == house.set_state(terms, statement)["marks"]


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"expiry_day": EXPIRY + 2}, 14),
        ({"presentation_days": 200}, 13),
        ({"exclusions": int(Exclusion.ART14C_OFF)}, 13),
        ({"latest_shipment_day": TODAY - 8}, 11),
        ({"latest_shipment_day": 0}, 11),
        ({"amount": 1_001}, 7),
        ({"tolerance_plus": 10}, 7),
        ({"additional_amount": 1}, 7),
        ({"expiry_day": EXPIRY + 2, "presentation_days": 200, "latest_shipment_day": 0, "amount": 1_001}, 0),
    ],
)
def test_marks_of__other_terms__each_measure_by_itself(
    house: House, changes: dict[str, int], marked: int
) -> None:
    terms = house.issued(amount=1_000, presentation_days=5, latest_shipment_day=TODAY - 9)
    house.at(EXPIRY + 2)
    statement = house.received(terms, amount=1_001, shipment_day=TODAY - 8)
    assert marks(house, terms, statement, terms.but(**changes)) == marked


def test_marks_of__drawn__leaves_less(house: House) -> None:
    terms = house.issued(amount=1_000)
    statement = house.received(terms, amount=600)
    assert marks(house, terms, statement, terms, 400) == 0
    assert marks(house, terms, statement, terms, 401) == 8
    assert marks(house, terms, statement, terms, 2_000) == 8


def test_marks_of__not_received__none(house: House) -> None:
    terms = house.issued(amount=1_000)
    statement = house.presented(terms, amount=5_000)
    assert marks(house, terms, statement, terms) == 0


def test_marks_of__expiry_moves_at_the_place_of_its_bank(house: House) -> None:
    """2026-05-01 is closed in Hamburg and in Shanghai, 2026-05-04 in Shanghai alone."""
    terms = house.issued(house.nominating())
    expiry = TODAY + 60
    house.at(TODAY + 64, place=SHANGHAI)
    there = house.received(terms, "nominated_bank", schedule_29b=True)
    here = house.received(terms)
    under = terms.but(expiry_day=expiry)
    assert marks(house, terms, there, under) == 0
    assert marks(house, terms, here, under) == 1


def test_marks_of__forwarded__keeps_what_it_has(house: House) -> None:
    terms = house.issued(house.nominating(amount=1_000))
    statement = house.received(terms, "nominated_bank", amount=1_001)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    assert house.set_state(terms, statement)["stage"] == Stage.ISSUER
    assert marks(house, terms, statement, terms.but(amount=5_000)) == 8
