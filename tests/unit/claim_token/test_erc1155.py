"""Conformance with ERC-165 and ERC-1155, one test for each thing the standards demand (names cite them)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from eth_utils.crypto import keccak

from tests.unit.claim_token.house import FACE, TODAY, ClaimHouse
from usance.chain.artifacts import ROOT, compile_source
from usance.chain.driver import Receipt
from usance.claim_terms import Claim
from usance.terms import ZERO_ADDRESS

WALLET = (ROOT / "contracts/testing/TestWallet.vy").read_text(encoding="ascii")


def selector(signature: str) -> bytes:
    return keccak(signature.encode())[:4]


def xor(*signatures: str) -> bytes:
    found = 0
    for signature in signatures:
        found ^= int.from_bytes(selector(signature))
    return found.to_bytes(4)


ERC1155 = (
    "safeTransferFrom(address,address,uint256,uint256,bytes)",
    "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)",
    "balanceOf(address,uint256)",
    "balanceOfBatch(address[],uint256[])",
    "setApprovalForAll(address,bool)",
    "isApprovedForAll(address,address)",
)
EVENTS = (
    "TransferSingle(address,address,address,uint256,uint256)",
    "ApprovalForAll(address,address,bool)",
)


def moved(receipt: Receipt) -> Counter[tuple[str, str, int]]:
    """What the transfer events of a receipt add up to: (from, to, id) -> units."""
    found: Counter[tuple[str, str, int]] = Counter()
    for event in receipt.events:
        if event.name == "TransferSingle":
            found[event["sender"], event["receiver"], event["id"]] += event["value"]
    return found


# --- ERC-165 ---


@pytest.mark.parametrize(
    ("interface", "known"),
    [
        (selector("supportsInterface(bytes4)"), True),
        (xor(*ERC1155), True),
        (selector("uri(uint256)"), True),
        (bytes.fromhex("ffffffff"), False),
        (bytes.fromhex("00000000"), False),
        (bytes.fromhex("80ac58cd"), False),
    ],
)
def test_erc165__supports_exactly_these(house: ClaimHouse, interface: bytes, known: bool) -> None:
    assert house.see("supportsInterface", interface) is known


def test_erc165__ids__those_of_the_standards() -> None:
    assert xor(*ERC1155).hex() == "d9b67a26"
    assert selector("uri(uint256)").hex() == "0e89341c"


def test_erc165__cost__at_most_30_000_gas(house: ClaimHouse) -> None:
    receipt = house.driver.call(
        house.claims, "supportsInterface", [bytes.fromhex("d9b67a26")], house.stranger, gas=21_000 + 30_000
    )
    assert receipt.ok


# --- the ABI ---


@pytest.mark.parametrize("signature", ERC1155)
def test_abi__function__as_the_standard_has_it(house: ClaimHouse, signature: str) -> None:
    assert signature in {function.signature for function in house.claims.abi.by_arity.values()}


@pytest.mark.parametrize("signature", EVENTS)
def test_abi__event__as_the_standard_has_it(house: ClaimHouse, signature: str) -> None:
    event = house.claims.abi.events[keccak(signature.encode())]
    assert [part["name"] for part in event.indexed] == (
        ["owner", "operator"] if "Approval" in signature else ["operator", "sender", "receiver"]
    )


# --- balances ---


def test_balance_of__unknown_id_or_account__zero(house: ClaimHouse) -> None:
    assert house.see("balanceOf", house.seller, 12345) == 0
    assert house.see("balanceOf", house.stranger, house.unit(house.accepted())) == 0


def test_balance_of_batch__same_as_single_ones(house: ClaimHouse) -> None:
    claims = [house.accepted() for _ in range(3)]
    house.sent(claims[1], house.seller, house.supplier, 17)
    pairs = [(who, house.unit(one)) for who in (house.seller, house.supplier) for one in claims]
    batch = house.see("balanceOfBatch", [who for who, _ in pairs], [unit for _, unit in pairs])
    assert batch == [house.see("balanceOf", who, unit) for who, unit in pairs]


# --- approvals ---


def test_approval__for_oneself_needs_none_and_is_per_owner(house: ClaimHouse) -> None:
    house.ok(house.seller, "setApprovalForAll", house.financier, True)
    assert house.see("isApprovedForAll", house.seller, house.financier) is True
    assert house.see("isApprovedForAll", house.financier, house.seller) is False
    assert house.see("isApprovedForAll", house.supplier, house.financier) is False


def test_approval__covers_claims_born_later(house: ClaimHouse) -> None:
    house.ok(house.seller, "setApprovalForAll", house.financier, True)
    terms = house.accepted()
    house.ok(house.financier, "safeTransferFrom", house.seller, house.supplier, house.unit(terms), FACE, b"")
    assert house.units(terms, house.supplier) == FACE


# --- transfers: MUST revert ---


def test_transfer__to_the_zero_address__reverts(house: ClaimHouse) -> None:
    terms = house.accepted()
    assert not house.send(terms, house.seller, ZERO_ADDRESS, 1).ok


def test_transfer__balance_lower_than_value__reverts(house: ClaimHouse) -> None:
    terms = house.accepted()
    assert not house.send(terms, house.seller, house.supplier, FACE + 1).ok


def test_batch__same_id_twice__counted_together(house: ClaimHouse) -> None:
    terms = house.accepted(face=10)
    unit = house.unit(terms)
    args = (house.seller, house.supplier, [unit, unit])
    assert not house.act(house.seller, "safeBatchTransferFrom", *args, [6, 5], b"").ok
    house.ok(house.seller, "safeBatchTransferFrom", *args, [6, 4], b"")
    assert house.units(terms, house.supplier) == 10


# --- transfers: events mirror every change of a balance ---


def balances(house: ClaimHouse, claims: list[Claim], accounts: list[str]) -> dict[tuple[str, int], int]:
    return {(who, house.unit(one)): house.units(one, who) for who in accounts for one in claims}


def test_events__of_every_kind_of_move__add_up_to_the_balances(house: ClaimHouse) -> None:
    """Mint, transfers, batch, split, retirement, pledge and its release: the log alone gives all balances."""
    accounts = [house.seller, house.supplier, house.second_supplier, house.wallet.address]
    first, second = house.terms(face=1_000), house.terms(face=1_000)
    receipts = [house.ok(house.seller, "register", one) for one in (first, second)]
    house.ok(house.debtor, "accept", first, 0)
    one, two = house.unit(first), house.unit(second)
    receipts.append(house.sent(first, house.seller, house.supplier, 400))
    batch = (house.seller, house.wallet.address, [one, two], [100, 200], b"")
    receipts.append(house.ok(house.seller, "safeBatchTransferFrom", *batch))
    receipts.append(house.ok(house.seller, "split", one, [house.supplier, house.second_supplier], [50, 60]))
    receipts.append(house.ok(house.supplier, "retire", house.id(first), 33))
    receipts.append(house.ok(house.seller, "pledge", house.id(second), house.financier, 300, 100))
    receipts.append(house.ok(house.financier, "release_pledge", house.id(second), house.seller))
    counted: Counter[tuple[str, int]] = Counter()
    for receipt in receipts:
        for (sender, receiver, unit), value in moved(receipt).items():
            counted[receiver, unit] += value
            counted[sender, unit] -= value
    for key, units in balances(house, [first, second], accounts).items():
        assert counted[key] == units, key
    assert counted[ZERO_ADDRESS, one] == -1_000 + 33


def test_events__operator__is_the_sender_of_the_act(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.ok(house.seller, "setApprovalForAll", house.financier, True)
    receipt = house.ok(
        house.financier, "safeTransferFrom", house.seller, house.supplier, house.unit(terms), 1, b""
    )
    assert receipt.event("TransferSingle")["operator"] == house.financier


def test_events__mint__comes_from_the_zero_address(house: ClaimHouse) -> None:
    terms = house.terms()
    receipt = house.ok(house.seller, "register", terms)
    assert moved(receipt) == {(ZERO_ADDRESS, house.seller, house.unit(terms)): FACE}


def test_events__value_of_the_whole_supply_never_passes_the_face(house: ClaimHouse) -> None:
    """Nothing mints a second time: the same terms are born once."""
    terms = house.registered()
    house.fails("INV1", house.seller, "register", terms)
    payable = house.issued()
    house.fails("EXISTS", house.anchor, "issue_payable", payable)


# --- hooks: MUST be called, and their answer decides ---


@pytest.mark.parametrize("function", ["safeTransferFrom", "safeBatchTransferFrom"])
def test_hook__contract__called_once_an_act(house: ClaimHouse, function: str) -> None:
    terms = house.accepted()
    unit, wallet = house.unit(terms), house.wallet.address
    args: tuple[Any, ...] = (house.seller, wallet, unit, 3, b"data")
    if function == "safeBatchTransferFrom":
        args = (house.seller, wallet, [unit, unit], [1, 2], b"data")
    house.ok(house.seller, function, *args)
    assert house.see("hooks", contract=house.wallet) == 1
    assert house.units(terms, wallet) == 3


def test_hook__account_without_code__not_called(house: ClaimHouse) -> None:
    terms = house.accepted()
    house.sent(terms, house.seller, house.supplier, 1)
    assert house.see("hooks", contract=house.wallet) == 0


def test_hook__wrong_answer__reverts(house: ClaimHouse) -> None:
    """A contract that answers, but not with the magic word."""
    wrong = WALLET.replace("return 0xF23A6E61", "return 0xBC197C81")
    path = "contracts/testing/TestWallet.vy"
    wallet = house.driver.deploy_artifact(compile_source(path, wrong), [house.wallet_owner], house.keeper)
    house.admit_contract(wallet)
    terms = house.accepted()
    assert house.send(terms, house.seller, wallet.address, 1).reason == "claim: receiver refused (HOOK)"


def test_hook__mint_to_a_contract__called(house: ClaimHouse) -> None:
    house.ok(house.issuing_bank, "authorise", house.financier, 2**100, house.driver.now() + 10_000)
    terms = house.terms(
        kind=5,
        creditor=house.wallet.address,
        debtor=house.issuing_bank,
        fingerprint=bytes(32),
        due_day=TODAY,
    )
    house.ok(house.financier, "bear", terms)
    assert house.see("hooks", contract=house.wallet) == 1
    assert house.units(terms, house.wallet.address) == FACE


# --- metadata ---


def test_uri__without_names_and_the_same_for_all(house: ClaimHouse) -> None:
    assert house.see("uri", 1) == house.see("uri", house.unit(house.accepted())) == "usance:claim:{id}"
