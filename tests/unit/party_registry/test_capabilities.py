"""Capabilities wait 48 hours in public, go at once, and never leave the registry without a head."""

from __future__ import annotations

import pytest

from tests.unit.party_registry.kit import DAY, HOUR, RULEBOOK, ZERO, House
from usance.chain.driver import Reverted
from usance.model.party import Capability

ADMINISTRATOR = Capability.ADMINISTRATOR
KEEPER = Capability.KEEPER
TWO_DAYS = 48 * HOUR


def found(house: House, grants: list[tuple[str, int]], rulebook: bytes = RULEBOOK) -> None:
    rows = [{"account": account, "capability": int(capability)} for account, capability in grants]
    house.driver.deploy("PartyRegistry", [rulebook, rows], house.deployer)


def test_constructor__grants__work_at_once(house: House) -> None:
    assert house.see("has_capability", house.administrator, ADMINISTRATOR)
    assert house.see("has_capability", house.keeper, KEEPER)
    assert not house.see("has_capability", house.deployer, ADMINISTRATOR)
    assert house.see("administrators") == 1


@pytest.mark.parametrize(
    ("grants", "rulebook", "rule"),
    [
        ([("keeper", KEEPER)], RULEBOOK, "ACC7"),
        ([], RULEBOOK, "ACC7"),
        ([("administrator", 1), ("zero", 2)], RULEBOOK, "ADMISSION"),
        ([("administrator", 1), ("keeper", 3)], RULEBOOK, "ONE_CAPABILITY"),
        ([("administrator", 1), ("keeper", 0)], RULEBOOK, "ONE_CAPABILITY"),
        ([("administrator", 1), ("administrator", 1)], RULEBOOK, "NO_CHANGE"),
        ([("administrator", 1)], bytes(32), "ADMISSION"),
    ],
)
def test_constructor__bad_grants__refused(
    house: House, grants: list[tuple[str, int]], rulebook: bytes, rule: str
) -> None:
    rows = [(ZERO if name == "zero" else getattr(house, name), kind) for name, kind in grants]
    with pytest.raises(Reverted) as refused:
        found(house, rows, rulebook)
    assert refused.value.reason.endswith(f"({rule})")


def test_grant_capability__after_48_hours__works(house: House) -> None:
    receipt = house.ok(house.administrator, "grant_capability", house.stranger, Capability.ADMITTER)
    since = receipt.timestamp + TWO_DAYS
    assert receipt.event("CapabilityGranted").args == {
        "account": house.stranger,
        "administrator": house.administrator,
        "capability": int(Capability.ADMITTER),
        "since": since,
    }
    assert house.see("capability_since", house.stranger, Capability.ADMITTER) == since
    assert not house.see("has_capability", house.stranger, Capability.ADMITTER)
    house.wait(TWO_DAYS)
    assert house.see("has_capability", house.stranger, Capability.ADMITTER)
    house.ok(house.stranger, "propose", house.admission(house.applicant))


def test_grant_capability__forbidden__refused(house: House) -> None:
    house.fails("CAPABILITY", house.stranger, "grant_capability", house.stranger, KEEPER)
    house.fails("CAPABILITY", house.guardian, "grant_capability", house.stranger, KEEPER)
    house.fails("ONE_CAPABILITY", house.administrator, "grant_capability", house.stranger, 0)
    house.fails("ONE_CAPABILITY", house.administrator, "grant_capability", house.stranger, 3)
    house.fails("ADMISSION", house.administrator, "grant_capability", ZERO, KEEPER)
    house.fails("NO_CHANGE", house.administrator, "grant_capability", house.keeper, KEEPER)
    house.ok(house.administrator, "grant_capability", house.stranger, KEEPER)
    house.fails("NO_CHANGE", house.administrator, "grant_capability", house.stranger, KEEPER)


@pytest.mark.parametrize("who", ["administrator", "guardian", "stranger"])
def test_cancel_grant__before_it_works__gone(house: House, who: str) -> None:
    house.ok(house.administrator, "grant_capability", house.stranger, KEEPER)
    house.fails("CAPABILITY", house.applicant, "cancel_grant", house.stranger, KEEPER)
    receipt = house.ok(getattr(house, who), "cancel_grant", house.stranger, KEEPER)
    assert receipt.event("CapabilityRevoked").args == {
        "account": house.stranger,
        "by": getattr(house, who),
        "capability": int(KEEPER),
    }
    house.wait(3 * DAY)
    assert not house.see("has_capability", house.stranger, KEEPER)


def test_cancel_grant__once_it_works__refused(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.stranger, KEEPER)
    house.wait(TWO_DAYS)
    house.fails("NO_CHANGE", house.guardian, "cancel_grant", house.stranger, KEEPER)
    house.fails("NO_CHANGE", house.guardian, "cancel_grant", house.keeper, KEEPER)
    house.fails("NO_CHANGE", house.guardian, "cancel_grant", house.applicant, KEEPER)
    assert house.see("has_capability", house.stranger, KEEPER)


@pytest.mark.parametrize(
    ("name", "capability"),
    [
        ("admitter", Capability.ADMITTER),
        ("supervisor", Capability.SUPERVISOR),
        ("guardian", Capability.GUARDIAN),
        ("keeper", KEEPER),
    ],
)
def test_revoke_capability__each__gone_at_once(house: House, name: str, capability: int) -> None:
    account = getattr(house, name)
    house.fails("CAPABILITY", house.stranger, "revoke_capability", account, capability)
    receipt = house.ok(house.administrator, "revoke_capability", account, capability)
    assert receipt.event("CapabilityRevoked")["by"] == house.administrator
    assert not house.see("has_capability", account, capability)
    assert house.see("capability_since", account, capability) == 0
    house.fails("CAPABILITY", house.administrator, "revoke_capability", account, capability)


def test_revoke_capability__not_yet_working__gone_too(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.stranger, KEEPER)
    house.ok(house.administrator, "revoke_capability", house.stranger, KEEPER)
    house.wait(3 * DAY)
    assert not house.see("has_capability", house.stranger, KEEPER)


def test_renounce_capability__own__gone_at_once(house: House) -> None:
    house.ok(house.keeper, "renounce_capability", KEEPER)
    assert not house.see("has_capability", house.keeper, KEEPER)
    house.fails("CAPABILITY", house.stranger, "renounce_capability", KEEPER)


def test_grant_capability__administrator__offered_then_accepted(house: House) -> None:
    receipt = house.ok(house.administrator, "grant_capability", house.second_administrator, ADMINISTRATOR)
    assert receipt.event("AdministrationOffered").args == {
        "account": house.second_administrator,
        "giver": house.administrator,
        "hand_over": False,
        "since": receipt.timestamp + TWO_DAYS,
    }
    assert house.see("capability_since", house.second_administrator, ADMINISTRATOR) == (
        receipt.timestamp + TWO_DAYS
    )
    house.wait(TWO_DAYS)
    assert not house.see("has_capability", house.second_administrator, ADMINISTRATOR)
    assert house.see("capability_since", house.second_administrator, ADMINISTRATOR) == 0
    receipt = house.ok(house.second_administrator, "accept_administration")
    assert receipt.event("AdministrationAccepted").args == {
        "account": house.second_administrator,
        "retired": ZERO,
    }
    assert house.see("administrators") == 2
    house.ok(house.second_administrator, "grant_capability", house.stranger, KEEPER)
    house.fails("NO_OFFER", house.second_administrator, "accept_administration")


def test_hand_over__accepted__giver_retires(house: House) -> None:
    receipt = house.ok(house.administrator, "hand_over", house.second_administrator)
    assert receipt.event("AdministrationOffered")["hand_over"] is True
    assert house.see("offer_of", house.second_administrator) == {
        "giver": house.administrator,
        "hand_over": True,
        "since": receipt.timestamp + TWO_DAYS,
    }
    house.ok(house.administrator, "grant_capability", house.stranger, KEEPER)
    house.wait(TWO_DAYS)
    receipt = house.ok(house.second_administrator, "accept_administration")
    assert receipt.event("AdministrationAccepted")["retired"] == house.administrator
    assert house.see("administrators") == 1
    house.fails("CAPABILITY", house.administrator, "grant_capability", house.applicant, KEEPER)
    house.ok(house.second_administrator, "grant_capability", house.applicant, KEEPER)


def test_hand_over__forbidden__refused(house: House) -> None:
    house.fails("CAPABILITY", house.stranger, "hand_over", house.stranger)
    house.fails("ADMISSION", house.administrator, "hand_over", ZERO)
    house.fails("NO_CHANGE", house.administrator, "hand_over", house.administrator)
    house.ok(house.administrator, "hand_over", house.second_administrator)
    house.fails("NO_CHANGE", house.administrator, "hand_over", house.second_administrator)
    house.fails(
        "NO_CHANGE", house.administrator, "grant_capability", house.second_administrator, ADMINISTRATOR
    )


@pytest.mark.parametrize("who", ["administrator", "guardian", "second_administrator"])
def test_hand_over__cancelled__cannot_be_accepted(house: House, who: str) -> None:
    house.ok(house.administrator, "hand_over", house.second_administrator)
    house.fails("CAPABILITY", house.stranger, "cancel_grant", house.second_administrator, ADMINISTRATOR)
    house.ok(getattr(house, who), "cancel_grant", house.second_administrator, ADMINISTRATOR)
    house.fails("NO_CHANGE", house.guardian, "cancel_grant", house.second_administrator, ADMINISTRATOR)
    house.wait(3 * DAY)
    house.fails("NO_OFFER", house.second_administrator, "accept_administration")


def test_accept_administration__giver_revoked__nothing_to_accept(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.second_administrator, ADMINISTRATOR)
    house.wait(TWO_DAYS)
    house.ok(house.second_administrator, "accept_administration")
    house.ok(house.second_administrator, "grant_capability", house.stranger, ADMINISTRATOR)
    house.ok(house.administrator, "revoke_capability", house.second_administrator, ADMINISTRATOR)
    house.wait(TWO_DAYS)
    house.fails("NO_OFFER", house.stranger, "accept_administration")
    assert house.see("administrators") == 1


def test_renounce_capability__one_of_two_administrators__works(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.second_administrator, ADMINISTRATOR)
    house.wait(TWO_DAYS)
    house.ok(house.second_administrator, "accept_administration")
    house.ok(house.administrator, "renounce_capability", ADMINISTRATOR)
    assert house.see("administrators") == 1
    house.fails("ACC7", house.second_administrator, "renounce_capability", ADMINISTRATOR)
