from __future__ import annotations

from tests.unit.claim_births.house import CAP, FACE, FOREVER, House, names_of


def reserve(house: House, amount: int, reason: str = "") -> None:
    """The agent reserves, or is refused for the reason."""
    if reason:
        house.fails(reason, house.agent_owner, "reserve", house.bank, amount, contract=house.agent)
    else:
        house.ok(house.agent_owner, "reserve", house.bank, amount, contract=house.agent)


def test_reserve__within_the_cap__it_is_kept_whatever_comes(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    receipt = house.ok(house.agent_owner, "reserve", house.bank, FACE, contract=house.agent)
    assert names_of(receipt) == ["Reserved"]
    assert receipt.event("Reserved").args == {
        "debtor": house.bank,
        "agent": house.agent.address,
        "amount": FACE,
    }
    found = house.see("authority_of", house.bank, house.agent.address)
    assert found == {"cap": CAP - FACE, "reserved": FACE, "until": FOREVER}


def test_reserve__to_the_last_unit_of_the_cap__and_no_further(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, FACE, FOREVER)
    reserve(house, FACE - 1)
    reserve(house, 2, "claim: agent's authority (AGENT)")
    reserve(house, 1)
    reserve(house, 1, "AGENT")


def test_reserve__without_a_word__is_refused(house: House) -> None:
    reserve(house, 1, "AGENT")


def test_reserve__by_another_than_the_agent__is_refused(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    house.fails("AGENT", house.outsider, "reserve", house.bank, 1)


def test_reserve__last_second_of_the_word__decides(house: House) -> None:
    until = house.driver.now() + 1_000
    house.ok(house.bank, "authorise", house.agent.address, CAP, until)
    house.at_second(until)
    reserve(house, 1)
    house.at_second(until + 1)
    reserve(house, 1, "AGENT")


def test_reserve__after_revocation__is_refused(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    house.ok(house.bank, "authorise", house.agent.address, 0, FOREVER)
    reserve(house, 1, "AGENT")


def test_reserve__more_than_the_books_hold__is_refused(house: House) -> None:
    most = 2**112 - 1
    house.ok(house.bank, "authorise", house.agent.address, most, FOREVER)
    reserve(house, most)
    house.ok(house.bank, "authorise", house.agent.address, most, FOREVER)
    reserve(house, 1, "AGENT")


def test_reserve__while_new_risk_is_stopped__is_allowed(house: House) -> None:
    house.ok(house.bank, "authorise", house.agent.address, CAP, FOREVER)
    house.ok(house.guardian, "pause")
    reserve(house, 1)
