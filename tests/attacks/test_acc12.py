"""ACC12: a held balance moves only by a court the party named itself, after seven public days."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.modules.kit import Vault, opened
from tests.unit.party_registry.kit import DAY, identity
from usance.chain.driver import Deployed
from usance.model.party import Role, Status

ORDER = identity("order 7 O 12/26")
WEEK = 7 * DAY


@pytest.fixture
def vault() -> Iterator[Vault]:
    with opened() as vault:
        vault.court_admitted()
        yield vault


@pytest.fixture
def token(vault: Vault) -> Deployed:
    token = vault.token()
    vault.fund(token, 1_000)
    vault.ok(vault.house.stranger, "credit", vault.house.beneficiary, token.address, 400)
    return token


def hold(vault: Vault) -> None:
    vault.house.ok(vault.house.supervisor, "set_status", vault.house.beneficiary, Status.HELD)


def redirection(vault: Vault, token: Deployed, amount: int = 100) -> tuple[object, ...]:
    house = vault.house
    return house.beneficiary, token.address, amount, house.adviser, ORDER


def test_redirect__before_seven_days__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    hold(vault)
    vault.fails("ACC12", house.court, "redirect", *redirection(vault, token))
    published = house.ok(house.court, "publish_order", house.beneficiary, ORDER).timestamp
    vault.fails("ACC12", house.court, "redirect", *redirection(vault, token))
    house.driver.set_time(published + WEEK - 1)
    vault.fails("ACC12", house.court, "redirect", *redirection(vault, token))
    house.driver.set_time(published + WEEK)
    vault.ok(house.court, "redirect", *redirection(vault, token))


def test_redirect__order_never_published_or_for_another__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    house.admit(house.applicant, courts=[house.court])
    house.ok(house.court, "publish_order", house.applicant, ORDER)
    hold(vault)
    house.wait(8 * DAY)
    vault.fails("ACC12", house.court, "redirect", *redirection(vault, token))


def test_redirect__by_anybody_else__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    hold(vault)
    house.wait(8 * DAY)
    for sender in (house.second_court, house.supervisor, house.administrator, house.beneficiary):
        vault.fails("COURT", sender, "redirect", *redirection(vault, token))


def test_redirect__by_a_second_named_court_under_the_first_ones_order__refused(
    vault: Vault, token: Deployed
) -> None:
    house = vault.house
    house.ok(house.beneficiary, "name_court", house.second_court)
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    hold(vault)
    house.wait(8 * DAY)
    vault.fails("COURT", house.second_court, "redirect", *redirection(vault, token))
    vault.ok(house.court, "redirect", *redirection(vault, token))


def test_redirect__not_held__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    house.wait(8 * DAY)
    vault.fails("NOT_HELD", house.court, "redirect", *redirection(vault, token))
    house.ok(house.supervisor, "set_status", house.beneficiary, Status.INSOLVENT)
    vault.fails("NOT_HELD", house.court, "redirect", *redirection(vault, token))


def test_redirect__more_than_the_balance__refused(vault: Vault, token: Deployed) -> None:
    """The pot of others is never in reach: it holds 600 more."""
    house = vault.house
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    hold(vault)
    house.wait(8 * DAY)
    vault.fails("BALANCE", house.court, "redirect", *redirection(vault, token, 401))
    vault.ok(house.court, "redirect", *redirection(vault, token, 400))
    vault.fails("BALANCE", house.court, "redirect", *redirection(vault, token, 1))
    vault.books_are_covered(token)


def test_redirect__court_lost_its_role__refused(vault: Vault, token: Deployed) -> None:
    house = vault.house
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    hold(vault)
    house.wait(8 * DAY)
    house.ok(house.admitter, "set_roles", house.court, Role.BANK)
    vault.fails("COURT", house.court, "redirect", *redirection(vault, token))


def test_hold__party_tries_to_drop_its_court__court_stays(vault: Vault, token: Deployed) -> None:
    """Announced before the hold, published after it, and still redirected."""
    house = vault.house
    house.ok(house.beneficiary, "announce_court_removal", house.court)
    house.wait(6 * DAY)
    hold(vault)
    house.ok(house.court, "publish_order", house.beneficiary, ORDER)
    house.wait(2 * DAY)
    house.act(house.beneficiary, "remove_court", house.court)
    house.wait(6 * DAY)
    vault.ok(house.court, "redirect", *redirection(vault, token))


def test_supervisor_and_admitter_together__court_not_named__nothing_moves(
    vault: Vault, token: Deployed
) -> None:
    house = vault.house
    house.admit(house.stranger, Role.COURT)
    hold(vault)
    house.fails("COURT", house.stranger, "publish_order", house.beneficiary, ORDER)
    house.wait(8 * DAY)
    vault.fails("COURT", house.stranger, "redirect", *redirection(vault, token))
    assert vault.parked(house.beneficiary, token) == 400
