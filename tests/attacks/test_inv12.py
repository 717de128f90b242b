"""INV12: who may not hold gets no units, on whatever path they would come."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.unit.claim_token.house import FACE, ClaimHouse, opened
from usance.claim_terms import Claim
from usance.model.party import Role

HELD, ACTIVE = 2, 1


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def _transfer(house: ClaimHouse, terms: Claim, to: str) -> tuple[str, str, tuple[object, ...]]:
    return house.seller, "safeTransferFrom", (house.seller, to, house.unit(terms), 1, b"")


def _batch(house: ClaimHouse, terms: Claim, to: str) -> tuple[str, str, tuple[object, ...]]:
    return house.seller, "safeBatchTransferFrom", (house.seller, to, [house.unit(terms)], [1], b"")


def _split(house: ClaimHouse, terms: Claim, to: str) -> tuple[str, str, tuple[object, ...]]:
    return house.seller, "split", (house.unit(terms), [house.second_financier, to], [1, 1])


def _pledge(house: ClaimHouse, terms: Claim, to: str) -> tuple[str, str, tuple[object, ...]]:
    return house.seller, "pledge", (house.id(terms), to, 1, 1)


def _approved(house: ClaimHouse, terms: Claim, to: str) -> tuple[str, str, tuple[object, ...]]:
    house.ok(house.seller, "setApprovalForAll", house.financier, True)
    return house.financier, "safeTransferFrom", (house.seller, to, house.unit(terms), 1, b"")


PATHS = (_transfer, _batch, _split, _pledge, _approved)
Path = Callable[[ClaimHouse, Claim, str], tuple[str, str, tuple[object, ...]]]


@pytest.mark.parametrize("path", PATHS)
def test_stranger__gets_nothing_on_any_path(house: ClaimHouse, path: Path) -> None:
    terms = house.accepted()
    sender, act, words = path(house, terms, house.stranger)
    house.fails("INV12", sender, act, *words)


@pytest.mark.parametrize("path", PATHS)
def test_party_of_another_role__gets_nothing_on_any_path(house: ClaimHouse, path: Path) -> None:
    terms = house.accepted(eligibility=int(Role.FINANCIER))
    sender, act, words = path(house, terms, house.supplier)
    house.fails("INV12", sender, act, *words)
    sender, act, words = path(house, terms, house.second_financier)
    if act != "split":
        house.ok(sender, act, *words)


@pytest.mark.parametrize("path", PATHS)
def test_held_receiver__gets_nothing_on_any_path(house: ClaimHouse, path: Path) -> None:
    terms = house.accepted()
    house.set_status(house.supplier, HELD)
    sender, act, words = path(house, terms, house.supplier)
    house.fails("INV12", sender, act, *words)


@pytest.mark.parametrize("path", PATHS)
def test_held_giver__gives_nothing_on_any_path(house: ClaimHouse, path: Path) -> None:
    terms = house.accepted()
    sender, act, words = path(house, terms, house.second_financier)
    house.set_status(house.seller, HELD)
    house.fails("HELD", sender, act, *words)


def test_first_supplier_of_a_payable__is_a_receiver_too(house: ClaimHouse) -> None:
    house.fails("INV12", house.anchor, "issue_payable", house.payable(creditor=house.stranger))
    terms = house.issued()
    house.set_status(house.supplier, HELD)
    refused = house.act(house.supplier, "receive", terms)
    assert not refused.ok
    house.set_status(house.supplier, ACTIVE)
    house.ok(house.supplier, "receive", terms)


def test_parked_units__go_on_to_eligible_receivers_only(house: ClaimHouse) -> None:
    hostile = house.hostile(1)
    house.ok(house.issuing_bank, "authorise", house.stranger, FACE, house.driver.now() + 1_000)
    terms = house.terms(
        kind=3,
        debtor=house.issuing_bank,
        creditor=hostile.address,
        fingerprint=bytes(32),
        eligibility=int(Role.FINANCIER),
    )
    house.ok(house.stranger, "bear", terms)
    abi = house.claims.abi.function("collect", 2)
    for to, good in ((house.stranger, False), (house.supplier, False), (house.financier, True)):
        data = abi.encode([house.id(terms), to])
        done = house.act(house.wallet_owner, "execute", house.claims.address, data, contract=hostile)
        assert done.ok == good, done.reason


def test_sub_accounts_and_the_contract_itself__are_no_receivers(house: ClaimHouse) -> None:
    terms = house.accepted()
    pledged = house.sub(2, house.seller, house.financier)
    house.fails("INV12", *_flat(_transfer(house, terms, pledged)))
    house.fails("HOOK", *_flat(_transfer(house, terms, house.claims.address)))
    house.fails("HOOK", *_flat(_transfer(house, terms, "0x" + "0" * 40)))


def _flat(call: tuple[str, str, tuple[object, ...]]) -> tuple[object, ...]:
    sender, act, words = call
    return sender, act, *words


def test_units_of_a_pledge_or_of_others__move_by_nobodys_transfer(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 5, 5)
    pledged = house.sub(2, house.seller, house.financier)
    for name in (house.seller, house.financier, house.stranger):
        words = (pledged, house.second_financier, house.unit(terms), 1, b"")
        house.fails("APPROVAL", name, "safeTransferFrom", *words)
    words = (house.seller, house.financier, house.unit(terms), 1, b"")
    house.fails("APPROVAL", house.financier, "safeTransferFrom", *words)
