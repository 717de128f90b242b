"""safeTransferFrom, safeBatchTransferFrom, split: every rule of a transfer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.claim_token.house import DUE, FACE, TODAY, ClaimHouse
from usance.claim_terms import Claim, unit_id
from usance.codes_claims import Assignable, ClaimStatus
from usance.model.party import Role
from usance.terms import ZERO_ADDRESS

HELD, INSOLVENT, REMOVED = 2, 3, 4


def test_transfer__part__moves_exactly_that(house: ClaimHouse) -> None:
    terms = house.accepted()
    receipt = house.sent(terms, house.seller, house.financier, 40)
    assert receipt.event("TransferSingle").args == {
        "operator": house.seller,
        "sender": house.seller,
        "receiver": house.financier,
        "id": house.unit(terms),
        "value": 40,
    }
    assert (house.units(terms, house.seller), house.units(terms, house.financier)) == (FACE - 40, 40)


def test_transfer__unaccepted_and_denied__allowed(house: ClaimHouse) -> None:
    """A denied claim can go back to its seller: recourse has something to return."""
    terms = house.registered()
    house.sent(terms, house.seller, house.financier, FACE)
    house.ok(house.debtor, "deny", terms)
    house.sent(terms, house.financier, house.seller, FACE)


@pytest.mark.parametrize("units", [0, FACE + 1, 2**112, 2**255])
def test_transfer__more_than_held_or_nothing__refused(house: ClaimHouse, units: int) -> None:
    terms = house.accepted()
    receipt = house.send(terms, house.seller, house.financier, units)
    assert receipt.reason == "claim: units (INSUFFICIENT_UNITS)"


def test_transfer__unknown_claim__refused(house: ClaimHouse) -> None:
    receipt = house.act(house.seller, "safeTransferFrom", house.seller, house.financier, 7, 1, b"")
    assert receipt.reason == "claim: unknown (UNKNOWN)"


def test_transfer__to_nobody_or_the_contract__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    for receiver in (ZERO_ADDRESS, house.claims.address):
        assert house.send(terms, house.seller, receiver, 1).reason == "claim: no such receiver (HOOK)"


def test_transfer__to_oneself__changes_nothing(house: ClaimHouse) -> None:
    """Part paid between: the proceeds so far are booked once."""
    terms = house.accepted()
    house.ok(house.debtor, "pay", terms, 3_333)
    house.sent(terms, house.seller, house.seller, FACE)
    house.sent(terms, house.seller, house.seller, 1)
    assert house.units(terms, house.seller) == FACE
    assert house.proceeds(terms, house.seller) == 3_333


# --- approvals ---


def test_transfer__by_a_stranger__needs_approval(house: ClaimHouse) -> None:
    terms = house.accepted()
    args = (house.seller, house.financier, house.unit(terms), 5, b"")
    house.fails("claim: not approved (APPROVAL)", house.stranger, "safeTransferFrom", *args)
    receipt = house.ok(house.seller, "setApprovalForAll", house.stranger, True)
    assert receipt.event("ApprovalForAll").args == {
        "owner": house.seller,
        "operator": house.stranger,
        "approved": True,
    }
    assert house.see("isApprovedForAll", house.seller, house.stranger) is True
    assert house.ok(house.stranger, "safeTransferFrom", *args).event("TransferSingle")["operator"] == (
        house.stranger
    )
    house.ok(house.seller, "setApprovalForAll", house.stranger, False)
    house.fails("APPROVAL", house.stranger, "safeTransferFrom", *args)
    batch = (house.seller, house.financier, [house.unit(terms)], [5], b"")
    house.fails("APPROVAL", house.stranger, "safeBatchTransferFrom", *batch)


# --- who may give, who may hold ---


@pytest.mark.parametrize("status", [HELD, INSOLVENT, REMOVED])
def test_transfer__receiver_not_active__refused(house: ClaimHouse, status: int) -> None:
    terms = house.accepted()
    house.set_status(house.financier, status)
    receipt = house.send(terms, house.seller, house.financier, 1)
    assert receipt.reason == "party: not eligible (INV12)"


def test_transfer__receiver_never_admitted__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    assert house.send(terms, house.seller, house.stranger, 1).reason == "party: not eligible (INV12)"


def test_transfer__sender_held__refused_others_exit(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.set_status(house.seller, HELD)
    receipt = house.send(terms, house.seller, house.financier, 1)
    assert receipt.reason == "party: giver is held (HELD)"
    for status in (INSOLVENT, REMOVED):
        house.set_status(house.seller, status)
        house.sent(terms, house.seller, house.financier, 1)


def test_transfer__eligibility__any_of_the_roles_will_do(house: ClaimHouse) -> None:
    terms = house.accepted(eligibility=int(Role.FINANCIER | Role.BANK))
    house.sent(terms, house.seller, house.financier, 10)
    house.sent(terms, house.financier, house.issuing_bank, 10)
    assert house.send(terms, house.issuing_bank, house.supplier, 10).reason == "party: not eligible (INV12)"


def test_transfer__eligibility__asked_on_every_path(house: ClaimHouse) -> None:
    terms = house.accepted(eligibility=int(Role.FINANCIER))
    unit = house.unit(terms)
    batch = (house.seller, house.supplier, [unit], [1], b"")
    house.fails("INV12", house.seller, "safeBatchTransferFrom", *batch)
    house.fails("INV12", house.seller, "split", unit, [house.financier, house.supplier], [1, 1])
    house.ok(house.seller, "setApprovalForAll", house.financier, True)
    house.fails("INV12", house.financier, "safeTransferFrom", house.seller, house.supplier, unit, 1, b"")
    house.fails("INV12", house.seller, "pledge", house.id(terms), house.supplier, 1, 1)


# --- terms that bind a transfer ---


def test_transfer__not_assignable__stays(house: ClaimHouse) -> None:
    terms = house.accepted(assignable=int(Assignable.NO))
    receipt = house.send(terms, house.seller, house.financier, 1)
    assert receipt.reason == "claim: stays (NOT_ASSIGNABLE)"


def test_transfer__below_the_split__only_all_that_is_left(house: ClaimHouse) -> None:
    terms = house.accepted(min_split=1_000)
    assert house.send(terms, house.seller, house.supplier, 999).reason == "claim: below the split (MIN_SPLIT)"
    house.sent(terms, house.seller, house.supplier, 1_000)
    house.sent(terms, house.seller, house.supplier, FACE - 1_000 - 500 - 1_000)
    assert house.units(terms, house.seller) == 1_500
    house.sent(terms, house.seller, house.supplier, 1_000)
    house.sent(terms, house.seller, house.supplier, 500)


def test_transfer__earmarked__creditor_to_that_party_only(house: ClaimHouse) -> None:
    terms = house.accepted(earmark=house.financier)
    receipt = house.send(terms, house.seller, house.second_financier, 1)
    assert receipt.reason == "claim: earmarked (EARMARK)"
    house.sent(terms, house.seller, house.financier, 10)
    house.sent(terms, house.financier, house.second_financier, 5)


def test_transfer__record_day__register_closed_until_overdue(house: ClaimHouse) -> None:
    """Closed from local midnight ten days before the due day (rolled: 1 May is closed); open again
    when grace is over."""
    terms = house.accepted(record_days=10)
    due = int(house.see("due_day_of", terms))
    assert due == DUE + 3
    house.at_last_second(due - 11)
    house.sent(terms, house.seller, house.financier, 1)
    house.at_first_second_after(due - 11)
    assert house.send(terms, house.seller, house.financier, 1).reason == "claim: register closed (RECORD_DAY)"
    last = int(house.see("last_grace_day", terms, 0, contract=house.suite.claim_rules))
    house.at_last_second(last)
    assert house.send(terms, house.seller, house.financier, 1).reason == "claim: register closed (RECORD_DAY)"
    house.at_first_second_after(last)
    house.sent(terms, house.seller, house.financier, 1)


# --- hooks ---


def test_transfer__contract_receiver__is_asked_after_the_books(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.sent(terms, house.seller, house.wallet.address, 7)
    assert house.see("hooks", contract=house.wallet) == 1
    house.ok(
        house.seller,
        "safeBatchTransferFrom",
        house.seller,
        house.wallet.address,
        [house.unit(terms), house.unit(terms)],
        [1, 2],
        b"note",
    )
    assert house.see("hooks", contract=house.wallet) == 2
    assert house.units(terms, house.wallet.address) == 10


@pytest.mark.parametrize(
    ("function", "args"),
    [("safeTransferFrom", 5), ("withdraw", 3), ("pledge", 4), ("retire", 2), ("collect", 2)],
)
def test_transfer__hook_reenters__meets_the_lock(house: ClaimHouse, function: str, args: int) -> None:
    """One lock for all storeys: what the receiver tries inside its hook is refused, whichever it is."""
    terms = house.accepted()
    party = house.hostile(3)
    house.sent(terms, house.seller, party.address, 10)
    house.ok(house.debtor, "pay", terms, FACE // 2)
    words: dict[str, list[Any]] = {
        "safeTransferFrom": [party.address, house.seller, house.unit(terms), 1, b""],
        "withdraw": [terms, party.address, party.address],
        "pledge": [house.id(terms), house.financier, 1, 1],
        "retire": [house.id(terms), 1],
        "collect": [house.id(terms), party.address],
    }
    data = house.claims.abi.function(function, args).encode(words[function])
    house.ok(house.wallet_owner, "arm", house.claims.address, data, contract=party)
    house.sent(terms, house.seller, party.address, 5)
    assert house.see("answer", contract=party) == 2
    assert house.units(terms, party.address) == 15


@pytest.mark.parametrize("kind", [1, 2])
def test_transfer__hook_refuses_or_burns__refused_whole(house: ClaimHouse, kind: int) -> None:
    terms = house.accepted()
    party = house.hostile(kind)
    unit = house.unit(terms)
    for function, args in (
        ("safeTransferFrom", (house.seller, party.address, unit, 9, b"")),
        ("safeBatchTransferFrom", (house.seller, party.address, [unit], [9], b"")),
        ("split", (unit, [house.financier, party.address], [1, 9])),
    ):
        receipt = house.act(house.seller, function, *args)
        assert receipt.reason in {"claim: receiver refused (HOOK)", ""}
        assert not receipt.ok
    assert house.units(terms, house.seller) == FACE


def test_transfer__answer_with_a_megabyte_behind_it__costs_nothing(house: ClaimHouse) -> None:
    """One word of the answer is looked at; a megabyte of reasons is a refusal like any other."""
    terms = house.accepted()
    quiet = house.admit_contract(
        house.driver.deploy("HostileMegabyte", [house.wallet_owner, False], house.keeper)
    )
    loud = house.admit_contract(
        house.driver.deploy("HostileMegabyte", [house.wallet_owner, True], house.keeper)
    )
    house.sent(terms, house.seller, quiet.address, 1)
    assert house.send(terms, house.seller, loud.address, 1).reason == "claim: receiver refused (HOOK)"


def test_transfer__views_inside_a_hook__answer(house: ClaimHouse) -> None:
    """balanceOf and its like are open while the lock is held; money views are not."""
    terms = house.accepted()
    party = house.hostile(3)
    unit = house.unit(terms)
    for function, args, taken in (
        ("balanceOf", [house.seller, unit], 1),
        ("balanceOfBatch", [[house.seller], [unit]], 1),
        ("isApprovedForAll", [house.seller, house.debtor], 1),
        ("supportsInterface", [bytes.fromhex("d9b67a26")], 1),
        ("uri", [unit], 1),
        ("outstanding", [house.id(terms)], 2),
        ("proceeds_of", [house.id(terms), house.seller], 2),
        ("claim_state", [house.id(terms)], 2),
    ):
        data = house.claims.abi.function(function, len(args)).encode(args)
        house.ok(house.wallet_owner, "arm", house.claims.address, data, contract=party)
        # A birth swallows the refusal, so that what the hook met can be read afterwards.
        agent_terms = _born_to(house, party.address)
        assert agent_terms
        assert house.see("answer", contract=party) == taken, function


def _born_to(house: ClaimHouse, creditor: str) -> Claim:
    """A claim an agent of the bank brings into being for a creditor that is a contract."""
    house.ok(house.issuing_bank, "authorise", house.financier, 2**100, house.driver.now() + 10_000)
    terms = house.terms(
        kind=5, creditor=creditor, debtor=house.issuing_bank, fingerprint=bytes(32), due_day=TODAY
    )
    house.ok(house.financier, "bear", terms)
    return terms


# --- batches ---


def test_batch__lists_of_different_length__refused(house: ClaimHouse) -> None:
    terms = house.accepted()
    unit = house.unit(terms)
    args = (house.seller, house.financier, [unit, unit], [1], b"")
    house.fails("claim: no such receiver (HOOK)", house.seller, "safeBatchTransferFrom", *args)
    house.fails("HOOK", house.seller, "split", unit, [house.financier], [1, 2])
    house.unseen("claim: no such receiver (HOOK)", "balanceOfBatch", [house.seller], [unit, unit])


def test_batch__all_or_nothing(house: ClaimHouse) -> None:
    first, second = house.accepted(), house.accepted()
    args = (house.seller, house.financier, [house.unit(first), house.unit(second)], [5, FACE + 1], b"")
    house.fails("INSUFFICIENT_UNITS", house.seller, "safeBatchTransferFrom", *args)
    assert house.units(first, house.financier) == 0


def test_batch__balances__as_asked(house: ClaimHouse) -> None:
    first, second = house.accepted(), house.accepted()
    house.sent(second, house.seller, house.financier, 3)
    owners = [house.seller, house.financier, house.financier]
    ids = [house.unit(first), house.unit(first), house.unit(second)]
    assert house.see("balanceOfBatch", owners, ids) == [FACE, 0, 3]
    assert house.see("balanceOfBatch", [], []) == []


def test_split__fifty_receivers__each_exactly(house: ClaimHouse) -> None:
    terms = house.accepted()
    receivers = [house.supplier, house.second_supplier] * 25
    house.ok(house.seller, "split", house.unit(terms), receivers, list(range(1, 51)))
    assert house.units(terms, house.supplier) == sum(range(1, 51, 2))
    assert house.units(terms, house.second_supplier) == sum(range(2, 51, 2))


def test_three_equal_claims__do_not_touch_each_other(house: ClaimHouse) -> None:
    claims = [house.accepted() for _ in range(3)]
    house.sent(claims[1], house.seller, house.financier, 10)
    house.ok(house.debtor, "pay", claims[1], FACE)
    assert [house.state(one)["status"] for one in claims] == [
        ClaimStatus.ACCEPTED,
        ClaimStatus.PAID,
        ClaimStatus.ACCEPTED,
    ]
    assert [house.units(one, house.financier) for one in claims] == [0, 10, 0]
    assert len({unit_id(house.id(one)) for one in claims}) == 3
