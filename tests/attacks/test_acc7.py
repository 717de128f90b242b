"""ACC7: there is always an administrator that has shown it can act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.party_registry.kit import HOUR, House, opened
from usance.model.party import Capability

ADMINISTRATOR = Capability.ADMINISTRATOR


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_renounce__last_administrator__refused(house: House) -> None:
    house.fails("ACC7", house.administrator, "renounce_capability", ADMINISTRATOR)


def test_revoke__last_administrator_by_itself__refused(house: House) -> None:
    house.fails("ACC7", house.administrator, "revoke_capability", house.administrator, ADMINISTRATOR)


def test_offer_to_a_mistyped_address__then_renounce__refused(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.stranger, ADMINISTRATOR)
    house.wait(49 * HOUR)
    house.fails("ACC7", house.administrator, "renounce_capability", ADMINISTRATOR)


def test_hand_over_to_a_mistyped_address__giver_stays(house: House) -> None:
    house.ok(house.administrator, "hand_over", house.stranger)
    house.wait(1_000 * HOUR)
    house.ok(house.administrator, "cancel_grant", house.stranger, ADMINISTRATOR)
    house.ok(house.administrator, "grant_capability", house.adviser, Capability.KEEPER)


def test_hand_over_twice__one_heir_only(house: House) -> None:
    """Two heirs are offered one place; the second finds its giver gone."""
    house.ok(house.administrator, "hand_over", house.second_administrator)
    house.ok(house.administrator, "hand_over", house.stranger)
    house.wait(49 * HOUR)
    house.ok(house.second_administrator, "accept_administration")
    house.fails("NO_OFFER", house.stranger, "accept_administration")
    assert house.see("administrators") == 1


def test_two_administrators_revoke_each_other__one_remains(house: House) -> None:
    house.ok(house.administrator, "grant_capability", house.second_administrator, ADMINISTRATOR)
    house.wait(48 * HOUR)
    house.ok(house.second_administrator, "accept_administration")
    house.ok(house.administrator, "revoke_capability", house.second_administrator, ADMINISTRATOR)
    house.fails(
        "CAPABILITY", house.second_administrator, "revoke_capability", house.administrator, ADMINISTRATOR
    )
    assert house.see("administrators") == 1
