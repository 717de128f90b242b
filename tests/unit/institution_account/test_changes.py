"""What gives power waits 48 hours in public; one signer or the guardian ends it."""

from __future__ import annotations

import pytest

from tests.unit.institution_account.kit import (
    ALL,
    CREDITS,
    DAY,
    HOUR,
    PAY,
    ZERO,
    House,
    beginning,
    refused,
)
from usance.accounts.words import (
    GOVERN,
    OPEN_CEILING,
    OTHER,
    SIGN,
    Change,
    Ladder,
    Signer,
    Standing,
    ladder,
    rights,
)

TWO_DAYS = 48 * HOUR
BOARD = ("treasurer", "director", "controller")
LOWER = Change(ladders=(ladder(PAY, (OPEN_CEILING, 1)),))


# --- the constructor ---


def test_constructor__signers_and_policy__at_once(house: House) -> None:
    assert len(house.see("signers")) == 6
    assert house.see("guardian") == house.guardian
    assert house.see("key_of", house.treasurer) == {
        "standing": Standing.SIGNER,
        "rights": ALL,
        "principal": ZERO,
        "until": 0,
    }
    assert house.see("key_of", house.stranger)["standing"] == Standing.NOBODY
    assert house.see("pending")["ready"] == 0
    assert house.see("ladder", SIGN) == [{"ceiling": OPEN_CEILING, "threshold": 2}]


def two(house: House) -> tuple[Signer, ...]:
    return (Signer(house.treasurer, ALL), Signer(house.director, ALL))


@pytest.mark.parametrize(
    ("ladders", "rule_id"),
    [
        ((), "ACC7"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)),), ""),
        ((ladder(GOVERN, (OPEN_CEILING, 2)),), "ACC7"),
        ((ladder(GOVERN, (OPEN_CEILING, 9)),), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 0)),), "CHANGE"),
        ((ladder(GOVERN, (10, 1)),), "CHANGE"),
        ((ladder(GOVERN, (0, 1), (OPEN_CEILING, 1)),), "CHANGE"),
        ((ladder(GOVERN, (5, 1), (5, 1), (OPEN_CEILING, 1)),), "CHANGE"),
        ((ladder(GOVERN, (2**112, 1), (OPEN_CEILING, 1)),), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)), ladder(OTHER, (OPEN_CEILING, 1))), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)), ladder(32, (OPEN_CEILING, 1))), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)), ladder(PAY, (1, 2), (OPEN_CEILING, 1))), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)), ladder(PAY, (OPEN_CEILING, 2))), "CHANGE"),
        ((ladder(GOVERN, (OPEN_CEILING, 1)), ladder(31, (OPEN_CEILING, 1))), "ACC7"),
    ],
)
def test_constructor__ladders_nobody_can_climb__refused(
    house: House, ladders: tuple[Ladder, ...], rule_id: str
) -> None:
    change = Change(signers=two(house), ladders=ladders)
    if not rule_id:
        house.found(change)
        return
    refused(rule_id, lambda: house.found(change))


def test_constructor__three_hold_a_threshold_of_two__one_proposes(house: House) -> None:
    """The proposer needs no right: two holders and a clerk are enough, two holders alone are not."""
    ladders = (ladder(GOVERN, (OPEN_CEILING, 2)),)
    refused("ACC7", lambda: house.found(Change(signers=two(house), ladders=ladders)))
    house.found(Change(signers=(*two(house), Signer(house.clerk, 0)), ladders=ladders))


@pytest.mark.parametrize("kind", ["zero", "rights", "too_many"])
def test_constructor__bad_signer__refused(house: House, kind: str) -> None:
    signers = {
        "zero": (Signer(ZERO, ALL),),
        "rights": (Signer(house.partner, 1 << 32),),
        "too_many": tuple(Signer("0x" + f"{i:040x}", 0) for i in range(1, 16)),
    }[kind]
    change = Change(signers=(*two(house), *signers), ladders=(ladder(GOVERN, (OPEN_CEILING, 1)),))
    with pytest.raises(Exception) as met:
        house.found(change)
    assert kind == "too_many" or "(CHANGE)" in str(met.value)


# --- announced, waited for, carried out ---


def test_propose_change__board__waits_in_public(house: House) -> None:
    receipt = house.ok("propose_change", *house.change(LOWER, *BOARD))
    event = receipt.event("ChangeProposed")
    assert (event["change"], event["proposer"]) == (LOWER.mark, house.clerk)
    assert event["words"]["ladders"][0]["capability"] == PAY
    assert house.see("pending") == {
        "change": LOWER.mark,
        "ready": receipt.timestamp + TWO_DAYS,
        "lapses": receipt.timestamp + TWO_DAYS + 14 * DAY,
        "guardian_only": False,
    }
    assert len(house.see("ladder", PAY)) == 3


def test_propose_change__fewer_than_the_highest_threshold__refused(house: House) -> None:
    house.fails("QUORUM", "propose_change", *house.change(LOWER, *BOARD[:2]))
    house.fails("QUORUM", "propose_change", *house.change(LOWER, *BOARD[:2], "clerk", proposer="controller"))


def test_propose_change__of_nothing__refused(house: House) -> None:
    house.fails("CHANGE", "propose_change", *house.change(Change(), *BOARD))


def test_propose_change__other_words_than_signed__refused(house: House) -> None:
    _, *signed = house.change(LOWER, *BOARD)
    other = Change(ladders=(ladder(CREDITS, (OPEN_CEILING, 1)),))
    house.fails("ACC1", "propose_change", other.as_tuple(), *signed)


def test_execute_change__before_48_hours__refused_then_by_anybody(house: House) -> None:
    ready = house.ok("propose_change", *house.change(LOWER, *BOARD)).event("ChangeProposed")["ready"]
    house.driver.set_time(ready - 1)
    house.fails("ACC5", "execute_change", LOWER.as_tuple())
    house.driver.set_time(ready)
    receipt = house.ok("execute_change", LOWER.as_tuple(), by="stranger")
    assert [event.name for event in receipt.events] == ["LadderSet", "ChangeExecuted"]
    assert receipt.event("ChangeExecuted")["change"] == LOWER.mark
    house.ok("execute", *house.order([house.pay(10**20)], "treasurer"))
    house.fails("PENDING", "execute_change", LOWER.as_tuple())


def test_execute_change__left_in_the_drawer__refused(house: House) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    lapses = house.see("pending")["lapses"]
    mark = house.driver.snapshot()
    house.driver.set_time(lapses)
    house.ok("execute_change", LOWER.as_tuple())
    house.driver.revert(mark)
    house.driver.set_time(lapses + 1)
    house.fails("PENDING", "execute_change", LOWER.as_tuple())


def test_execute_change__other_words__refused(house: House) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    house.wait(TWO_DAYS)
    other = Change(ladders=(ladder(PAY, (OPEN_CEILING, 2)),))
    house.fails("PENDING", "execute_change", other.as_tuple())


def test_execute_change__nothing_waits__refused(house: House) -> None:
    house.fails("PENDING", "execute_change", LOWER.as_tuple())
    house.fails("PENDING", "execute_change", Change().as_tuple())


def test_execute_change__no_quorum_left__refused(house: House) -> None:
    high = Change(ladders=(ladder(GOVERN, (OPEN_CEILING, 6)),))
    house.ok("propose_change", *house.change(high, *BOARD))
    house.wait(TWO_DAYS)
    house.fails("ACC7", "execute_change", high.as_tuple())


def test_execute_change__signers_exchanged_in_one_change__works(house: House) -> None:
    change = Change(
        removed=(house.partner, house.wallet.address),
        signers=(Signer(house.newcomer, ALL), Signer(house.clerk, rights(PAY))),
        guardian=house.stranger,
    )
    house.changed(change)
    assert set(house.see("signers")) == {house.address(name) for name in ("clerk", *BOARD, "newcomer")}
    assert house.see("key_of", house.partner)["standing"] == Standing.RETIRED
    assert house.see("key_of", house.clerk)["rights"] == rights(PAY)
    assert house.see("guardian") == house.stranger
    house.fails("SIGNER", "execute", *house.order([house.pay(1)], "partner"))
    house.ok("execute", *house.order([house.pay(1)], "newcomer"))


def test_execute_change__stranger_removed__refused(house: House) -> None:
    change = Change(removed=(house.stranger,))
    house.ok("propose_change", *house.change(change, *BOARD))
    house.wait(TWO_DAYS)
    house.fails("SIGNER", "execute_change", change.as_tuple())


def test_execute_change__account_as_its_own_signer__refused(house: House) -> None:
    change = Change(signers=(Signer(house.account.address, ALL),))
    house.ok("propose_change", *house.change(change, *BOARD))
    house.wait(TWO_DAYS)
    house.fails("CHANGE", "execute_change", change.as_tuple())


def test_execute_change__seventeenth_signer__refused(house: House) -> None:
    more = tuple(Signer("0x" + f"{i:040x}", 0) for i in range(1, 11))
    house.changed(Change(signers=more))
    assert len(house.see("signers")) == 16
    change = Change(signers=(Signer(house.newcomer, 0),))
    house.ok("propose_change", *house.change(change, *BOARD))
    house.wait(TWO_DAYS)
    house.fails("CHANGE", "execute_change", change.as_tuple())


# --- cancelled ---


@pytest.mark.parametrize("name", ["partner", "clerk", "guardian", "wallet"])
def test_cancel_change__by_one_signer_or_the_guardian__void(house: House, name: str) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    receipt = house.ok("cancel_change", *house.cancellation(LOWER.mark, name))
    assert receipt.event("ChangeCancelled").args == {"change": LOWER.mark, "by": house.address(name)}
    house.wait(TWO_DAYS)
    house.fails("PENDING", "execute_change", LOWER.as_tuple())


def test_cancel_change__own_transaction__needs_no_signature(house: House) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    house.ok("cancel_change", LOWER.mark, house.guardian, 0, 0, b"", by="guardian")


@pytest.mark.parametrize("name", ["stranger", "deputy"])
def test_cancel_change__by_a_stranger_or_a_deputy__refused(house: House, name: str) -> None:
    house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, house.now + DAY))
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    house.fails("SIGNER", "cancel_change", *house.cancellation(LOWER.mark, name))
    house.fails("ACC1", "cancel_change", *house.cancellation(LOWER.mark, "partner", signed_by=name))


def test_cancel_change__another_change_or_none__refused(house: House) -> None:
    house.fails("PENDING", "cancel_change", *house.cancellation(LOWER.mark, "partner"))
    house.fails("PENDING", "cancel_change", *house.cancellation(bytes(32), "partner"))
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    house.fails("PENDING", "cancel_change", *house.cancellation(b"\1" * 32, "partner"))


def test_cancel_change__guardian_replaced__only_signers_can(house: House) -> None:
    change = Change(guardian=house.stranger)
    house.ok("propose_change", *house.change(change, *BOARD))
    assert house.see("pending")["guardian_only"] is True
    house.fails("SIGNER", "cancel_change", *house.cancellation(change.mark, "guardian"))
    mark = house.driver.snapshot()
    house.ok("cancel_change", *house.cancellation(change.mark, "partner"))
    house.driver.revert(mark)
    house.wait(TWO_DAYS)
    house.ok("execute_change", change.as_tuple())
    assert house.see("guardian") == house.stranger


def test_propose_change__another_waits__replaces_it(house: House) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    other = Change(ladders=(ladder(CREDITS, (OPEN_CEILING, 1)),))
    receipt = house.ok("propose_change", *house.change(other, *BOARD))
    assert receipt.event("ChangeCancelled").args == {
        "change": LOWER.mark,
        "by": house.account.address,
    }
    house.wait(TWO_DAYS)
    house.fails("PENDING", "execute_change", LOWER.as_tuple())
    house.ok("execute_change", other.as_tuple())


@pytest.mark.parametrize("act", ["remove", "freeze"])
def test_pending__a_signer_is_retired__cancelled(house: House, act: str) -> None:
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    if act == "remove":
        receipt = house.ok("remove", *house.removal("partner", *BOARD))
    else:
        receipt = house.ok("freeze_key", *house.freeze("treasurer"))
    assert receipt.event("ChangeCancelled")["by"] == house.account.address
    assert house.see("pending")["change"] == bytes(32)


def test_pending__a_deputy_is_retired__stays(house: House) -> None:
    house.ok("delegate", *house.delegation("treasurer", "deputy", ALL, house.now + DAY))
    house.ok("propose_change", *house.change(LOWER, *BOARD))
    house.ok("freeze_key", *house.freeze("deputy"))
    assert house.see("pending")["change"] == LOWER.mark


def test_beginning__as_a_change__has_the_mark_of_its_encoding(house: House) -> None:
    words = beginning(house.people, house.wallet, house.euro)
    receipt = house.ok("propose_change", *house.change(words, *BOARD))
    assert receipt.event("ChangeProposed")["change"] == words.mark
