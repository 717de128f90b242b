from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_births.house import CAP, FACE, FOREVER, House, names_of
from usance.terms import ZERO_ADDRESS

MOST = 2**112 - 1


def word(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.see("authority_of", house.bank, house.agent.address)
    return found


def test_authorise__by_the_debtor__agent_has_a_cap_until_a_day(house: House) -> None:
    receipt = house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    assert names_of(receipt) == ["Authorised"]
    assert receipt.event("Authorised").args == {
        "debtor": house.bank,
        "agent": house.agent.address,
        "cap": CAP,
        "until": FOREVER,
    }
    assert word(house) == {"cap": CAP, "reserved": 0, "until": FOREVER}


def test_authorise__again__replaces_the_word_and_keeps_what_is_reserved(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    house.ok(house.agent_owner, "reserve", house.bank, FACE, contract=house.agent)
    house.ok(house.bank, "authorise", house.agent.address, 5, FOREVER - 1)
    assert word(house) == {"cap": 5, "reserved": FACE, "until": FOREVER - 1}
    house.ok(house.bank, "authorise", house.agent.address, 0, 0)
    assert word(house) == {"cap": 0, "reserved": FACE, "until": 0}


def test_authorise__one_agent__is_no_word_for_another(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    assert house.see("authority_of", house.bank, house.outsider) == {"cap": 0, "reserved": 0, "until": 0}
    assert house.see("authority_of", house.financier, house.agent.address)["cap"] == 0


def test_authorise__nobody__is_refused(house: House) -> None:
    house.fails("claim: agent's authority (AGENT)", house.bank, "authorise", ZERO_ADDRESS, CAP, FOREVER)


def test_authorise__itself__is_refused(house: House) -> None:
    house.fails("AGENT", house.bank, "authorise", house.bank, CAP, FOREVER)


@pytest.mark.parametrize(("cap", "until"), [(MOST + 1, FOREVER), (CAP, 2**32)])
def test_authorise__beyond_the_books__is_refused(house: House, cap: int, until: int) -> None:
    house.fails("AGENT", house.bank, "authorise", house.agent.address, cap, until)


def test_authorise__as_much_as_the_books_hold__is_allowed(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, MOST, 2**32 - 1)
    house.ok(house.agent_owner, "reserve", house.bank, MOST, contract=house.agent)
    house.ok(house.bank, "authorise", house.agent.address, MOST, 2**32 - 1)
    assert word(house) == {"cap": MOST, "reserved": MOST, "until": 2**32 - 1}


def test_authorise__while_new_risk_is_stopped__is_allowed(house: House) -> None:
    house.ok(house.guardian, "pause")
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
