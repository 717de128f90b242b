"""ACC4, ACC5, ACC7: one person, whatever keys, places and transactions it has, is one voice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.institution_account.kit import ALL, DAY, HOUR, PAY, SMALL, House, opened
from usance.accounts import messages
from usance.accounts.words import GOVERN, OPEN_CEILING, Change, Signer, ladder

BOARD = ("treasurer", "director", "controller")


@pytest.fixture
def house() -> Iterator[House]:
    with opened() as house:
        yield house


def test_execute__a_signer_sends_it_himself__counts_for_nothing(house: House) -> None:
    """ACC4: the sender is nobody, be it a signer, the proposer or the guardian."""
    args = house.order([house.pay(SMALL + 1)], "treasurer")
    for sender in ("director", "controller", "clerk", "guardian"):
        house.fails("QUORUM", "execute", *args, by=sender)
    data = house.account.abi.function("execute").encode(args)
    through = ("execute", house.account.address, data)
    house.fails("QUORUM", *through, by="wallet_owner", contract=house.wallet)


def test_execute__proposer_signs_as_its_own_checker__refused(house: House) -> None:
    house.fails("SELF_CHECK", "execute", *house.order([house.pay(1)], "treasurer", proposer="treasurer"))
    house.fails(
        "SELF_CHECK",
        "execute",
        *house.order([house.pay(SMALL + 1)], "treasurer", "director", proposer="treasurer"),
    )


def test_execute__same_signature_twice__refused(house: House) -> None:
    calls, until = [house.pay(SMALL + 1)], house.now + DAY
    message = messages.order_message(house.domain, calls, house.clerk, 1, until)
    one = messages.part(house.treasurer, house.sign("treasurer", message))
    bundle = messages.part(house.clerk, house.sign("clerk", message)) + one + one
    words = [call.as_tuple() for call in calls]
    house.fails("account: unsorted (SELF_CHECK)", "execute", words, house.clerk, 1, until, bundle)


def test_delegate__a_chain_of_own_keys__still_one_voice(house: House) -> None:
    """One signer names several keys of its own: none of them adds a voice."""
    until = house.now + DAY
    for key in ("deputy", "newcomer", "stranger"):
        house.ok("delegate", *house.delegation("treasurer", key, ALL, until))
    calls = [house.pay(SMALL + 1)]
    for pair in (("deputy", "newcomer"), ("treasurer", "stranger"), ("newcomer", "stranger")):
        house.fails("account: twice (SELF_CHECK)", "execute", *house.order(calls, *pair))
    house.fails("SELF_CHECK", "execute", *house.order([house.pay(1)], "deputy", proposer="newcomer"))
    house.fails("SIGNER", "delegate", *house.delegation("deputy", "guardian", ALL, until))


def test_remove__one_hostile_signer__cannot_shrink_the_board(house: House) -> None:
    for victim in ("director", "controller", "partner"):
        house.fails("QUORUM", "remove", *house.removal(victim, "clerk", proposer="treasurer"))
    assert len(house.see("signers")) == 6


def test_remove__a_colluding_quorum__leaves_thresholds_and_a_quorum(house: House) -> None:
    """Three and a clerk remove whom they can; thresholds stand, and new powers still wait 48 hours."""
    for victim in ("partner", "wallet"):
        house.ok("remove", *house.removal(victim, *BOARD))
    house.fails("ACC7", "remove", *house.removal("clerk", *BOARD))
    assert house.see("ladder", GOVERN)[0]["threshold"] == 3
    takeover = Change(signers=(Signer(house.stranger, ALL),), ladders=(ladder(PAY, (OPEN_CEILING, 1)),))
    house.ok("propose_change", *house.change(takeover, *BOARD))
    house.wait(47 * HOUR)
    house.fails("ACC5", "execute_change", takeover.as_tuple())
    house.ok("cancel_change", *house.cancellation(takeover.mark, "guardian"))


def test_change__proposed_with_a_key_that_is_then_reported_lost__void(house: House) -> None:
    """ACC5: a thief's change does not outlive the thief's key."""
    theft = Change(signers=(Signer(house.stranger, ALL),))
    house.ok("propose_change", *house.change(theft, *BOARD))
    house.ok("freeze_key", *house.freeze("controller"))
    house.wait(48 * HOUR)
    house.fails("PENDING", "execute_change", theft.as_tuple())


def test_freeze_key__a_thief_freezes_what_it_stole__quorum_stays(house: House) -> None:
    """ACC7: single keys can be frozen only as far as the rest still governs."""
    house.ok("freeze_key", *house.freeze("partner"))
    house.ok("freeze_key", *house.freeze("wallet"))
    house.fails("ACC7", "freeze_key", *house.freeze("controller"))
    house.ok("execute", *house.order([house.pay(10**20)], *BOARD))
    house.changed(Change(signers=(Signer(house.newcomer, ALL),)))


def test_cancel_change__a_hostile_signer_vetoes__is_removed_at_once(house: House) -> None:
    """A veto is no hostage: the highest threshold removes the key, which nobody can cancel."""
    change = Change(signers=(Signer(house.newcomer, ALL),))
    house.ok("propose_change", *house.change(change, *BOARD))
    house.ok("cancel_change", *house.cancellation(change.mark, "partner"))
    house.ok("remove", *house.removal("partner", *BOARD))
    house.ok("propose_change", *house.change(change, *BOARD))
    house.fails("SIGNER", "cancel_change", *house.cancellation(change.mark, "partner"))
    house.wait(48 * HOUR)
    house.ok("execute_change", change.as_tuple())


def test_cancel_change__a_hostile_guardian__is_replaced_in_48_hours(house: House) -> None:
    change = Change(guardian=house.newcomer)
    house.ok("propose_change", *house.change(change, *BOARD))
    house.fails("SIGNER", "cancel_change", *house.cancellation(change.mark, "guardian"))
    house.wait(48 * HOUR)
    house.ok("execute_change", change.as_tuple())


def test_withdraw_order__a_hostile_signer__stops_nobody_elses_order(house: House) -> None:
    """Nonces are the proposer's own: no other key can spend them."""
    args = house.order([house.pay(1)], "treasurer")
    house.ok("cancel_nonce", args[2], by="partner")
    message = messages.withdrawal_message(house.domain, house.clerk, args[2], args[3])
    house.fails("ACC1", "withdraw_order", house.clerk, args[2], args[3], house.sign("partner", message))
    house.ok("execute", *args)
