"""Called at its own address ClaimBirths refuses whatever could write; its books are ClaimToken's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import CAP, EUR, FACE, FOREVER, House
from usance.chain.artifacts import artifact
from usance.chain.driver import Deployed

REASON = "claim: at its own place (STOREY)"


@pytest.fixture
def births(house: House) -> Deployed:
    """ClaimBirths at its own address."""
    return house.driver.at("ClaimBirths", house.suite.placed["ClaimBirths"].address)


def direct(house: House, births: Deployed, act: str) -> tuple[str, list[Any]]:
    """Who calls the act, and with which words, when it would be allowed at ClaimToken."""
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)])
    found: dict[str, tuple[str, list[Any]]] = {
        "register": (house.seller, [terms]),
        "register_batch": (house.seller, [terms, [terms.row()]]),
        "register_accepted": (house.seller, [terms, [terms.row()], 0, 1, FOREVER, signature]),
        "issue_payable": (house.anchor, [house.promise()]),
        "authorise": (house.bank, [house.agent.address, CAP, FOREVER]),
        "limit_payables": (house.anchor, [EUR, FACE, 90]),
        "pause": (house.guardian, []),
    }
    return found[act]


@pytest.mark.parametrize(
    "act",
    [
        "register",
        "register_batch",
        "register_accepted",
        "issue_payable",
        "authorise",
        "limit_payables",
        "pause",
    ],
)
def test_births__called_at_their_own_address__are_refused(house: House, births: Deployed, act: str) -> None:
    sender, words = direct(house, births, act)
    house.fails(REASON, sender, act, *words, contract=births)


def test_births__act_of_a_later_storey_at_their_address__is_refused(house: House, births: Deployed) -> None:
    receipt = house.driver.send_raw(births.address, b"\x01\x02\x03\x04", house.outsider)
    assert (receipt.ok, receipt.reason) == (False, REASON)


def test_births__claims_are_unknown_at_their_address(house: House, births: Deployed) -> None:
    terms = house.registered()
    house.fails("claim: unknown (UNKNOWN)", house.buyer, "accept", terms, 0, contract=births)


def test_births__agents_have_no_word_at_their_address(house: House, births: Deployed) -> None:
    house.ok(house.bank, "authorise", house.outsider, CAP, FOREVER)
    house.fails("AGENT", house.outsider, "reserve", house.bank, 1, contract=births)
    house.fails("AGENT", house.outsider, "bear", house.unpaid(), contract=births)


def test_births__unknown_act__goes_on_to_the_next_storey(house: House) -> None:
    life = house.suite.placed["ClaimLife"].address
    assert house.see("LIFE") == life


def test_births__size__leaves_room_to_the_wall(house: House) -> None:
    assert artifact("ClaimBirths").runtime_size <= 22_000
