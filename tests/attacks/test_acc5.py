"""ACC5: a stolen administrator's grants wait 48 hours in public and can be stopped meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.party_registry.kit import HOUR, House, opened
from usance.model.party import Capability

WAIT = 48 * HOUR


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


@pytest.mark.parametrize(
    ("capability", "act"),
    [
        (Capability.ADMITTER, "withdraw_proposal"),
        (Capability.SUPERVISOR, "set_status"),
        (Capability.ADMINISTRATOR, "revoke_capability"),
    ],
)
def test_new_capability__used_before_48_hours__refused(house: House, capability: int, act: str) -> None:
    house.admit(house.applicant)
    args = {
        "withdraw_proposal": (house.applicant,),
        "set_status": (house.applicant, 2),
        "revoke_capability": (house.keeper, Capability.KEEPER),
    }[act]
    granted = house.ok(house.administrator, "grant_capability", house.stranger, capability)
    house.fails("ACC5", house.stranger, act, *args)
    house.driver.set_time(granted.timestamp + WAIT - 1)
    house.fails("ACC5", house.stranger, act, *args)


def test_new_administrator__accepts_before_48_hours__refused(house: House) -> None:
    for offer in ("grant_capability", "hand_over"):
        mark = house.driver.snapshot()
        args = [Capability.ADMINISTRATOR] if offer == "grant_capability" else []
        offered = house.ok(house.administrator, offer, house.stranger, *args)
        house.driver.set_time(offered.timestamp + WAIT - 1)
        house.fails("ACC5", house.stranger, "accept_administration")
        house.ok(house.stranger, "accept_administration")
        house.driver.revert(mark)


def test_new_administrator__ripe_but_not_accepted__has_no_power(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.stranger, Capability.ADMINISTRATOR)
    house.wait(WAIT)
    house.fails("CAPABILITY", house.stranger, "grant_capability", house.adviser, Capability.KEEPER)


def test_stolen_administrator__guardian_watches__nothing_works(house: House) -> None:
    for capability in Capability:
        house.ok(house.administrator, "grant_capability", house.stranger, capability)
    for capability in Capability:
        house.ok(house.guardian, "cancel_grant", house.stranger, capability)
    house.wait(WAIT)
    for capability in Capability:
        assert not house.see("has_capability", house.stranger, capability)
    house.fails("NO_OFFER", house.stranger, "accept_administration")


def test_granting_again__does_not_shorten_the_wait(house: House) -> None:
    granted = house.ok(house.administrator, "grant_capability", house.stranger, Capability.KEEPER)
    house.wait(HOUR)
    house.fails("NO_CHANGE", house.administrator, "grant_capability", house.stranger, Capability.KEEPER)
    house.ok(house.administrator, "revoke_capability", house.stranger, Capability.KEEPER)
    again = house.ok(house.administrator, "grant_capability", house.stranger, Capability.KEEPER)
    assert again.event("CapabilityGranted")["since"] == again.timestamp + WAIT > granted.timestamp + WAIT
