"""ACC8: a stop traps no money, ends by itself, and cannot be chained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.modules.kit import Vault, opened
from tests.unit.party_registry.kit import DAY


@pytest.fixture
def vault() -> Iterator[Vault]:
    with opened() as vault:
        yield vault


def test_stopped__payments_and_withdrawals_pass__new_risk_waits(vault: Vault) -> None:
    house, token = vault.house, vault.token()
    vault.fund(token, 1_000)
    vault.mint(token, house.applicant, 1_000)
    vault.approve(token, 1_000)
    vault.ok(house.guardian, "pause")
    vault.fails("ACC8", house.applicant, "deposit", token.address, 10)
    vault.ok(house.stranger, "pay", token.address, house.beneficiary, 400)
    vault.ok(house.applicant, "pay_from", token.address, house.beneficiary, 100)
    vault.ok(house.stranger, "credit", house.adviser, token.address, 600)
    vault.ok(house.adviser, "withdraw", token.address, house.adviser, house.adviser)
    vault.books_are_covered(token)


def test_hostile_guardian__never_rests__stops_at_most_14_of_90_days(vault: Vault) -> None:
    house = vault.house
    stopped = 0
    for _ in range(200):
        vault.act(house.guardian, "pause")
        stopped += vault.see("stopped_until") > house.now
        house.wait(DAY)
        vault.act(house.guardian, "pause")
    assert stopped <= 14 * (200 // 90 + 1)


def test_hostile_guardian__releases_and_stops_again__refused(vault: Vault) -> None:
    house = vault.house
    vault.ok(house.guardian, "pause")
    vault.ok(house.guardian, "release")
    vault.fails("ACC8", house.guardian, "pause")
    house.wait(89 * DAY)
    vault.fails("ACC8", house.guardian, "pause")


def test_second_guardian__shares_the_rest__refused(vault: Vault) -> None:
    house = vault.house
    house.ok(house.administrator, "grant_capability", house.stranger, 8)
    house.wait(3 * DAY)
    vault.ok(house.guardian, "pause")
    house.wait(15 * DAY)
    vault.fails("ACC8", house.stranger, "pause")
