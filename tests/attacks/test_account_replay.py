"""ACC1: what the people of an account sign is good once, here, for this account and these words only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyrevm
import pytest

from tests.unit.institution_account.kit import DAY, House, beginning, opened, refused
from usance import signing
from usance.accounts import messages
from usance.accounts.words import Call, Change

BOARD = ("treasurer", "director", "controller")
DIGEST = b"a digest".ljust(32, b"\0")


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_execute__second_use__refused(house: House) -> None:
    args = house.order([house.pay(1)], "treasurer")
    house.ok("execute", *args)
    house.fails("signatures: used (ACC1)", "execute", *args)


def test_execute__more_consents_to_a_used_order__refused(house: House) -> None:
    args = house.order([house.pay(1)], "treasurer")
    house.ok("execute", *args)
    again = house.order([house.pay(1)], "treasurer", "director", nonce=args[2], deadline=args[3])
    house.fails("ACC1", "execute", *again)


def test_execute__signed_for_a_twin_account__refused(house: House) -> None:
    """The same people, the same policy, the same words: another account."""
    twin = house.found(beginning(house.people, house.wallet, house.euro))
    args = house.order([house.pay(1)], "treasurer")
    house.fails("ACC1", "execute", *args, contract=twin)
    house.ok("execute", *args)


@pytest.mark.parametrize("part", ["chain", "name", "address"])
def test_execute__signed_for_another_domain__refused(house: House, part: str) -> None:
    domain = {
        "chain": replace(house.domain, chain_id=5),
        "name": replace(house.domain, contract="PartyRegistry"),
        "address": replace(house.domain, address=house.stranger),
    }[part]
    house.fails("ACC1", "execute", *house.order([house.pay(1)], "treasurer", domain=domain))


def test_domain_separator__the_chain_forks__follows_the_chain_id(house: House) -> None:
    """The account's code on a chain that took another id: old signatures are foreign there."""
    fork = pyrevm.EVM(env=pyrevm.Env(cfg=pyrevm.CfgEnv(chain_id=5)), spec_id="cancun", gas_limit=30_000_000)
    address = house.account.address
    fork.insert_account_info(address, pyrevm.AccountInfo(code=house.driver.code(address)))
    data = house.account.abi.function("order_digest").encode([[], house.clerk, 1, 2])
    seen = bytes(fork.message_call(house.stranger, address, calldata=data))
    there, here = replace(house.domain, chain_id=5), house.domain
    assert seen == signing.digest(messages.order_message(there, [], house.clerk, 1, 2))
    assert seen != signing.digest(messages.order_message(here, [], house.clerk, 1, 2))


@pytest.mark.parametrize("field", ["calls", "target", "fewer", "proposer", "nonce", "deadline", "swap"])
def test_execute__other_words_than_signed__refused(house: House, field: str) -> None:
    calls = [house.pay(1), house.pay(2)]
    words, proposer, nonce, deadline, bundle = house.order(calls, "treasurer", "director", "controller")
    elsewhere = Call(house.wallet.address, calls[0].data).as_tuple()
    changed = {
        "calls": [[house.pay(3).as_tuple(), words[1]], proposer, nonce, deadline],
        "target": [[elsewhere, words[1]], proposer, nonce, deadline],
        "fewer": [words[:1], proposer, nonce, deadline],
        "proposer": [words, house.partner, nonce, deadline],
        "nonce": [words, proposer, nonce + 1, deadline],
        "deadline": [words, proposer, nonce, deadline + 1],
        "swap": [[words[1], words[0]], proposer, nonce, deadline],
    }[field]
    rule = "SIGNER" if field == "proposer" else "ACC1"
    house.fails(rule, "execute", *changed, bundle)


def test_execute__consents_signed_for_another_proposer__refused(house: House) -> None:
    """Nobody can put another proposer before consents that were given to one."""
    calls, nonce, deadline = [house.pay(5_000)], 77, house.now + DAY
    to_clerk = messages.order_message(house.domain, calls, house.clerk, nonce, deadline)
    to_partner = messages.order_message(house.domain, calls, house.partner, nonce, deadline)
    bundle = messages.bundle(
        (house.partner, house.sign("partner", to_partner)),
        [(house.address(name), house.sign(name, to_clerk)) for name in ("treasurer", "director")],
    )
    words = [call.as_tuple() for call in calls]
    house.fails("ACC1", "execute", words, house.partner, nonce, deadline, bundle)


def test_remove__signed_as_a_change_of_the_same_word__refused(house: House) -> None:
    """Removal and change have the same shape; their types differ."""
    mark = bytes(12) + bytes.fromhex(house.partner[2:])
    signed = house.governed("change", mark, *BOARD)
    house.fails("ACC1", "remove", house.partner, *signed)


def test_cancel_change__signature_used_for_a_later_change__refused(house: House) -> None:
    first = Change(guardian=house.stranger)
    house.ok("propose_change", *house.change(first, *BOARD))
    cancellation = house.cancellation(first.mark, "partner")
    house.ok("cancel_change", *cancellation)
    house.ok("propose_change", *house.change(first, *BOARD))
    house.fails("ACC1", "cancel_change", *cancellation)


def test_is_valid_signature__a_consent_of_another_account__no(house: House) -> None:
    twin = house.found(beginning(house.people, house.wallet, house.euro))
    signed = house.consent(DIGEST, "treasurer", "director")
    assert house.see("isValidSignature", DIGEST, signed)
    refused("ACC1", lambda: house.see("isValidSignature", DIGEST, signed, contract=twin))


def test_is_valid_signature__the_signatures_of_an_order__no(house: House) -> None:
    """An order that was signed to pay cannot speak for the account elsewhere."""
    args = house.order([house.pay(1)], "treasurer", "director")
    digest = house.see("order_digest", *args[:4])
    refused("ACC1", lambda: house.see("isValidSignature", digest, args[4]))
