"""ACC2: one signature a key, no zero signer, and a wallet's no is a no."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.institution_account.kit import ALL, DAY, ZERO, House, flipped, opened, refused
from usance.accounts import messages
from usance.accounts.words import GOVERN, OPEN_CEILING, Change, Signer, ladder
from usance.chain.driver import Deployed


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def spoilt(house: House, name: str, signature: bytes, proposer: bool = False) -> list[object]:
    """An order of one unit in which that person's signature is replaced."""
    calls, until = [house.pay(1)], house.now + DAY
    maker = name if proposer else "clerk"
    message = messages.order_message(house.domain, calls, house.address(maker), 5, until)
    first = signature if proposer else house.sign("clerk", message)
    consents = [("treasurer", house.sign("treasurer", message))] if proposer else [(name, signature)]
    bundle = messages.bundle(
        (house.address(maker), first), [(house.address(who), raw) for who, raw in consents]
    )
    return [[call.as_tuple() for call in calls], house.address(maker), 5, until, bundle]


def true_signature(house: House, name: str, maker: str) -> bytes:
    message = messages.order_message(house.domain, [house.pay(1)], house.address(maker), 5, house.now + DAY)
    return house.sign(name, message)


def test_execute__other_root_of_a_consent__refused(house: House) -> None:
    raw = true_signature(house, "treasurer", "clerk")
    house.fails("ACC2", "execute", *spoilt(house, "treasurer", flipped(raw)))
    raw = true_signature(house, "treasurer", "clerk")
    house.ok("execute", *spoilt(house, "treasurer", raw))


def test_execute__other_root_of_the_proposer__refused(house: House) -> None:
    raw = true_signature(house, "director", "director")
    house.fails("ACC2", "execute", *spoilt(house, "director", flipped(raw), proposer=True))
    raw = true_signature(house, "director", "director")
    house.ok("execute", *spoilt(house, "director", raw, proposer=True))


@pytest.mark.parametrize("raw", [b"", bytes(65), b"\xff" * 65, b"\1" * 64, b"\1" * 66])
def test_execute__malformed_signature__refused(house: House, raw: bytes) -> None:
    house.fails("ACC2", "execute", *spoilt(house, "treasurer", raw))
    house.fails("ACC2", "execute", *spoilt(house, "treasurer", raw, proposer=True))


def test_execute__zero_key_in_the_bundle__refused(house: House) -> None:
    calls, until = [house.pay(1)], house.now + DAY
    words = [call.as_tuple() for call in calls]
    zero = messages.bundle((ZERO, bytes(65)), [])
    house.fails("ACC2", "execute", words, ZERO, 1, until, zero)
    message = messages.order_message(house.domain, calls, house.clerk, 1, until)
    bundle = messages.bundle((house.clerk, house.sign("clerk", message)), [(ZERO, bytes(65))])
    house.fails("SELF_CHECK", "execute", words, house.clerk, 1, until, bundle)


def test_execute__wallet_says_no__refused(house: House) -> None:
    foreign = true_signature(house, "stranger", "clerk")
    house.fails("signatures: wallet: no (ACC2)", "execute", *spoilt(house, "wallet", foreign))
    house.ok("execute", *house.order([house.pay(1)], "treasurer"))


def test_execute__wallet_took_its_signature_back__refused(house: House) -> None:
    args = house.order([house.pay(1)], "wallet")
    message = messages.order_message(house.domain, [house.pay(1)], house.clerk, args[2], args[3])
    house.ok("revoke", house.sign("wallet", message), by="wallet_owner", contract=house.wallet)
    house.fails("ACC2", "execute", *args)


def hostile(house: House, kind: str) -> Deployed:
    driver, deployer = house.driver, house.deployer
    if kind == "megabyte":
        return driver.deploy("HostileMegabyte", [house.stranger, False], deployer)
    if kind == "token":
        return house.euro
    return driver.deploy("HostileParty", [house.stranger, {"refusing": 1, "burning": 2}[kind]], deployer)


@pytest.mark.parametrize("kind", ["refusing", "burning", "megabyte", "token"])
def test_execute__signer_with_code_that_answers_anything_else__only_its_own_no(
    house: House, kind: str
) -> None:
    """It can withhold its own consent; the others go on without it."""
    villain = hostile(house, kind)
    house.changed(Change(signers=(Signer(villain.address, ALL),)))
    calls, until = [house.pay(1)], house.now + DAY
    words = [call.as_tuple() for call in calls]
    message = messages.order_message(house.domain, calls, house.clerk, 900, until)
    raw = messages.bundle(
        (house.clerk, house.sign("clerk", message)), [(villain.address, house.sign("stranger", message))]
    )
    receipt = house.act("execute", words, house.clerk, 900, until, raw)
    assert not receipt.ok
    assert receipt.reason in {"signatures: wallet: no (ACC2)", ""}
    house.ok("execute", *house.order(calls, "treasurer"))
    house.ok("remove", *house_removal(house, villain.address))


def house_removal(house: House, key: str) -> list[object]:
    return [key, *house.governed("removal", key, "treasurer", "director", "controller")]


def test_execute__two_accounts_that_sign_for_each_other__no_consent_out_of_nothing(house: House) -> None:
    """An account as a signer of another needs its own people, however the circle is closed."""
    first = Change(
        signers=(Signer(house.account.address, ALL), Signer(house.stranger, ALL)),
        ladders=(ladder(GOVERN, (OPEN_CEILING, 1)),),
    )
    other = house.found(first)
    house.changed(Change(signers=(Signer(other.address, ALL),)))
    calls, until = [house.pay(1)], house.now + DAY
    message = messages.order_message(house.domain, calls, house.clerk, 901, until)
    hollow = messages.part(house.account.address, b"") + messages.part(house.stranger, b"")
    bundle = messages.bundle((house.clerk, house.sign("clerk", message)), [(other.address, hollow)])
    receipt = house.act("execute", [calls[0].as_tuple()], house.clerk, 901, until, bundle)
    assert receipt.reason == "signatures: wallet: no (ACC2)"


def test_found__account_without_people__refused(house: House) -> None:
    refused("ACC7", lambda: house.found(Change()))
