"""INV7: parts make the whole to the last unit, and whoever withdraws last is paid."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from tests.unit.claim_token.house import ClaimHouse, opened
from usance.codes_claims import SubAccount

MOST = 2**112 - 1
PEOPLE = ("seller", "supplier", "second_supplier", "third_supplier", "financier", "second_financier")


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def cut(pick: Random, whole: int, parts: int) -> list[int]:
    """`whole` in so many parts, none of them nothing."""
    marks = sorted(pick.sample(range(1, whole), parts - 1)) if whole < 2**60 else _marks(pick, whole, parts)
    return [last - first for first, last in zip([0, *marks], [*marks, whole], strict=True)]


def _marks(pick: Random, whole: int, parts: int) -> list[int]:
    return sorted({pick.randrange(1, whole) for _ in range(parts - 1)})


@pytest.mark.parametrize("face", [7, 30, 10_000_000, MOST])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_split_paid_in_parts_and_withdrawn__sums_exactly(house: ClaimHouse, face: int, seed: int) -> None:
    pick = Random(seed)
    terms = house.accepted(face=face, asset_scale=1)
    shares = cut(pick, face, min(6, face - 1))
    names = [getattr(house, name) for name in PEOPLE[: len(shares)]]
    house.ok(house.seller, "split", house.unit(terms), names[1:], shares[1:])
    assert sum(house.units(terms, name) for name in names) == face
    got = dict.fromkeys(names, 0)
    due = {name: Fraction(0) for name in names}
    left = face
    for amount in [*cut(pick, face, 4), MOST]:
        paid = house.act(house.debtor, "pay", terms, amount)
        if not paid.ok:
            continue
        left -= paid.returned
        for name in names:
            due[name] += Fraction(paid.returned * house.units(terms, name), face)
        lucky = pick.choice(names)
        taken = house.act(lucky, "withdraw", terms, lucky, lucky)
        got[lucky] += taken.returned if taken.ok else 0
    assert left == 0 == house.outstanding(terms)
    for name in pick.sample(names, len(names)):
        taken = house.act(name, "withdraw", terms, name, name)
        got[name] += taken.returned if taken.ok else 0
        assert got[name] == int(due[name])
    dust = face - sum(got.values())
    assert dust == house.state(terms)["pot"] < len(names)


def test_units_retired_between_payments__the_pot_is_never_short(house: ClaimHouse) -> None:
    terms = house.accepted(face=7, asset_scale=1)
    house.sent(terms, house.seller, house.financier, 3)
    house.ok(house.debtor, "pay", terms, 2)
    house.ok(house.seller, "retire", house.id(terms), 2)
    house.ok(house.debtor, "pay", terms, 1)
    house.ok(house.financier, "retire", house.id(terms), 1)
    house.ok(house.debtor, "pay", terms, 99)
    assert house.outstanding(terms) == 0
    pot = house.state(terms)["pot"]
    entitled = [house.proceeds(terms, name) for name in (house.seller, house.financier)]
    assert sum(entitled) <= pot < sum(entitled) + 4
    for name in (house.seller, house.financier):
        house.ok(name, "withdraw", terms, name, name)


def test_transfer_to_oneself__makes_no_unit(house: ClaimHouse) -> None:
    terms = house.accepted(face=10, asset_scale=1)
    for units in (1, 5, 10):
        house.sent(terms, house.seller, house.seller, units)
        assert house.units(terms, house.seller) == 10
    house.ok(
        house.seller,
        "safeBatchTransferFrom",
        house.seller,
        house.seller,
        [house.unit(terms)] * 3,
        [10] * 3,
        b"",
    )
    assert house.units(terms, house.seller) == 10
    house.ok(house.debtor, "pay", terms, 10)
    assert house.proceeds(terms, house.seller) == 10


def test_money_of_pledged_units__is_paid_to_no_address_without_a_key(house: ClaimHouse) -> None:
    """Anybody may have an account paid to itself; to a sub-account the money would be lost for ever."""
    terms = house.accepted(face=10, asset_scale=1)
    house.ok(house.seller, "pledge", house.id(terms), house.financier, 10, 4)
    house.ok(house.debtor, "pay", terms, 10)
    pledged = house.sub(SubAccount.PLEDGED, house.seller, house.financier)
    assert house.proceeds(terms, pledged) == 10
    house.fails("PAYEE", house.stranger, "withdraw", terms, pledged, pledged)
    house.ok(house.stranger, "share_proceeds", house.id(terms), house.seller, house.financier)
    for name, amount in ((house.financier, 4), (house.seller, 6)):
        assert house.ok(name, "withdraw", terms, name, name).returned == amount


def test_money_of_parked_units__waits_for_their_owner(house: ClaimHouse) -> None:
    refusing = house.hostile(1)
    house.ok(house.issuing_bank, "authorise", house.stranger, 10, house.driver.now() + 1_000)
    terms = house.terms(
        kind=3,
        face=10,
        asset_scale=1,
        debtor=house.issuing_bank,
        creditor=refusing.address,
        fingerprint=bytes(32),
    )
    house.ok(house.stranger, "bear", terms)
    house.ok(house.stranger, "pay", terms, 10)
    parked = house.sub(SubAccount.PARKED, refusing.address, refusing.address)
    house.fails("PAYEE", house.stranger, "withdraw", terms, parked, parked)
    call = house.claims.abi.function("collect", 2).encode([house.id(terms), refusing.address])
    house.ok(house.wallet_owner, "execute", house.claims.address, call, contract=refusing)
    assert house.proceeds(terms, refusing.address) == 10


def test_interest_on_what_is_left__is_charged_as_it_is_shown(house: ClaimHouse) -> None:
    """With most units retired a payment took a whole minor unit of interest for less than one."""
    terms = house.accepted(face=1_000, asset_scale=1, late_rate=10**17, due_day=house.terms().due_day)
    house.ok(house.seller, "retire", house.id(terms), 999)
    house.at(terms.due_day + 30)
    assert house.see("late_interest", terms) == 0
    paid = house.ok(house.debtor, "pay", terms, 10).event("Paid")
    assert (paid["amount"], paid["interest"], paid["outstanding"]) == (1, 0, 0)
    assert house.state(terms)["status"] == 4
