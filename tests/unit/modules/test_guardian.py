"""A guardian stops new risk for 14 days, and not again within 90."""

from __future__ import annotations

from tests.unit.modules.kit import Vault
from tests.unit.party_registry.kit import DAY, HOUR
from usance.model.party import Capability


def test_pause__new_risk__refused_for_fourteen_days(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.mint(token, house.applicant, 10)
    vault.approve(token, 10)
    receipt = vault.ok(house.guardian, "pause")
    until = receipt.timestamp + 14 * DAY
    assert receipt.event("Stopped").args == {"guardian": house.guardian, "until": until}
    assert vault.see("stopped_until") == until
    vault.fails("ACC8", house.applicant, "deposit", token.address, 5)
    house.wait(until - house.now - 1)
    vault.fails("ACC8", house.applicant, "deposit", token.address, 5)
    house.wait(1)
    vault.ok(house.applicant, "deposit", token.address, 5)


def test_pause__again__only_after_ninety_days(vault: Vault) -> None:
    house = vault.house
    began = vault.ok(house.guardian, "pause").timestamp
    vault.fails("ACC8", house.guardian, "pause")
    house.wait(began + 90 * DAY - 1 - house.now)
    vault.fails("ACC8", house.guardian, "pause")
    house.wait(1)
    vault.ok(house.guardian, "pause")


def test_pause__by_others__refused(vault: Vault) -> None:
    house = vault.house
    for sender in (house.stranger, house.administrator, house.supervisor):
        vault.fails("CAPABILITY", sender, "pause")


def test_pause__guardian_not_yet_working__refused(vault: Vault) -> None:
    house = vault.house
    house.ok(house.administrator, "grant_capability", house.stranger, Capability.GUARDIAN)
    house.wait(48 * HOUR - 1)
    vault.fails("ACC5", house.stranger, "pause")
    house.wait(1)
    vault.ok(house.stranger, "pause")


def test_release__by_guardian_or_administrator__runs_at_once(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    for sender in (house.guardian, house.administrator):
        mark = house.driver.snapshot()
        vault.ok(house.guardian, "pause")
        receipt = vault.ok(sender, "release")
        assert receipt.event("Released").args == {"account": sender}
        vault.fund(token, 5)
        house.wait(80 * DAY)
        vault.fails("ACC8", house.guardian, "pause")
        house.driver.revert(mark)


def test_release__forbidden__refused(vault: Vault) -> None:
    house = vault.house
    vault.fails("NOT_STOPPED", house.guardian, "release")
    vault.ok(house.guardian, "pause")
    vault.fails("CAPABILITY", house.stranger, "release")
    vault.fails("CAPABILITY", house.supervisor, "release")
    house.wait(14 * DAY)
    vault.fails("NOT_STOPPED", house.guardian, "release")
    vault.fails("NOT_STOPPED", house.administrator, "release")
