"""Gas of the family of claims, from receipts of a node.

Steady state: ClaimToken and every payee hold the token already, which is a plain ERC-20 and writes the
allowance that it takes from. Terms are those of a plain invoice: two places, no grace, interest, discount
or split.
"""

from __future__ import annotations

from typing import Any

from eth_utils.crypto import keccak

from tools.bench_house import FOREVER, Bench, account_house, gas_of
from tools.bench_table import GasRow
from usance.charges.message import CHARGE_REGISTRY, ChargeTerms, charge_message, filing_of
from usance.claim_terms import Claim, rows_of
from usance.model.party import Role
from usance.signing import Domain, sign

BATCH = 50
UNITS = 1_000_00
DAY = 86_400
BORN_PEERS = (
    "TradeTrust mint 287,232; T-REX mint 194,542 (one claim topic), 117,273 (none); "
    "snekmate ERC-721 157,644; OpenZeppelin ERC-721 51,659, ERC-1155 47,952"
)
BATCH_PEERS = "snekmate ERC-1155 46,171; OpenZeppelin 23,782"
MOVE_PEERS = (
    "T-REX 199,702 / 216,802; TradeTrust transferOwners 118,809; OpenZeppelin ERC-1155 40,036 / 57,136"
)
TOKEN_PEER = "ERC-20 transfer 33,863"


def claim_rows(house: Bench) -> list[GasRow]:
    """The whole table, on a fresh house."""
    warm(house)
    return [
        *births(house),
        *batches(house),
        *payables(house),
        *transfers(house),
        *money(house),
        *pledges(house),
        *charges(house),
        *accounts(house.driver),
    ]


def warm(house: Bench) -> None:
    """The first payment a ClaimToken ever sees: from here on it holds the token."""
    claim = house.accepted()
    house.ok(house.debtor, "pay", claim, UNITS)


def births(house: Bench) -> list[GasRow]:
    first, claim, signed = house.terms(), house.terms(), house.terms()
    roles = house.terms(eligibility=int(Role.FINANCIER))
    # One word keeps 256 nonces of a signer: the first of them pays for it.
    opened = house.gas(house.seller, "register_accepted", first, rows_of([first]), *house.acceptance([first]))
    register = house.gas(house.seller, "register", claim)
    accept = house.gas(house.debtor, "accept", claim, 0)
    once = house.gas(
        house.seller, "register_accepted", signed, rows_of([signed]), *house.acceptance([signed])
    )
    with_roles = house.gas(house.seller, "register", roles)
    return [
        GasRow(
            "claim born and debtor bound, one transaction with signature", once, 140_000, "65,822", BORN_PEERS
        ),
        GasRow("claim born and debtor bound, two transactions", register + accept, 175_000, "65,822"),
        GasRow("of it: register", register),
        GasRow("of it: accept", accept),
        GasRow("the one transaction with the first signature of 256", opened),
        GasRow("register, holders limited to some roles (one word more)", with_roles),
    ]


def batches(house: Bench) -> list[GasRow]:
    plain = [house.terms() for _ in range(BATCH)]
    signed = [house.terms() for _ in range(BATCH)]
    register = house.gas(house.seller, "register_batch", plain[0], rows_of(plain))
    each = register // BATCH
    accept = house.gas(house.debtor, "accept_batch", plain[0], rows_of(plain), 0)
    once = house.gas(house.seller, "register_accepted", signed[0], rows_of(signed), *house.acceptance(signed))
    return [
        GasRow("births in a batch of 50, each, with fingerprint", each, 95_000, "66,300", BATCH_PEERS),
        GasRow("accepted in a batch of 50, each", accept // BATCH),
        GasRow("born and bound in a batch of 50 with one signature, each", once // BATCH),
    ]


def payables(house: Bench) -> list[GasRow]:
    """The births without fingerprint; they come one by one, so the goal of a batch is not theirs."""
    house.ok(house.anchor, "issue_payable", house.payable())
    claim, invoiced = house.payable(), house.terms(kind=2, creditor=house.supplier, debtor=house.anchor)
    issue = house.gas(house.anchor, "issue_payable", claim)
    receive = house.gas(house.supplier, "receive", claim)
    with_invoice = house.gas(house.anchor, "issue_payable", invoiced)
    return [
        GasRow("payable issued, no fingerprint, single (goal of 72,000 is for a batch)", issue),
        GasRow("payable issued, with fingerprint", with_invoice),
        GasRow("payable received by its first supplier", receive),
    ]


def transfers(house: Bench) -> list[GasRow]:
    def moved(claim: Claim, receiver: str) -> int:
        return house.send_units(claim, house.seller, receiver, UNITS)

    plain = house.accepted()
    new = moved(plain, house.financier)
    old = moved(plain, house.financier)
    roles = house.accepted(eligibility=int(Role.FINANCIER))
    roles_new = moved(roles, house.financier)
    roles_old = moved(roles, house.financier)

    # Both hold, a part is paid, and neither was touched since.
    part = house.accepted()
    moved(part, house.financier)
    house.ok(house.debtor, "pay", part, 10_000_00)
    paid_both = moved(part, house.financier)
    paid_seen = moved(part, house.financier)
    # The receiver has withdrawn, the sender was never touched.
    other = house.accepted()
    moved(other, house.financier)
    house.ok(house.debtor, "pay", other, 10_000_00)
    house.ok(house.financier, "withdraw", other, house.financier, house.financier)
    paid_old = moved(other, house.financier)
    fresh = house.accepted()
    house.ok(house.debtor, "pay", fresh, 10_000_00)
    paid_new = moved(fresh, house.financier)
    return [
        GasRow("transfer, unpaid, existing holder, eligibility asked", old, 55_000, "30,400", MOVE_PEERS),
        GasRow("transfer, unpaid, new holder, eligibility asked", new, 72_000),
        GasRow("the same with roles named in the terms, existing holder", roles_old, 55_000),
        GasRow("the same with roles named in the terms, new holder", roles_new, 72_000),
        GasRow("transfer, part-paid, sender's first touch, existing holder", paid_old, 78_000),
        GasRow("transfer, part-paid, sender's first touch, new holder", paid_new, 95_000),
        GasRow("transfer, part-paid, first touch of both", paid_both),
        GasRow("transfer, part-paid, both touched before", paid_seen),
    ]


def money(house: Bench) -> list[GasRow]:
    claim = house.accepted()
    first = house.gas(house.debtor, "pay", claim, 30_000_00)
    second = house.gas(house.debtor, "pay", claim, 20_000_00)
    part = house.gas(house.seller, "withdraw", claim, house.seller, house.seller)
    last = house.gas(house.debtor, "pay", claim, 50_000_00)
    rest = house.gas(house.seller, "withdraw", claim, house.seller, house.seller)
    settle = house.gas(house.stranger, "settle", claim)
    shares = house.accepted()
    house.sent(shares, house.seller, house.financier, 50_000_00)
    house.ok(house.debtor, "pay", shares, 30_000_00)
    shared = house.gas(house.financier, "withdraw", shares, house.financier, house.financier)
    return [
        GasRow("pay in part, first", first, 78_000, "44,000", TOKEN_PEER),
        GasRow("pay in part, second", second, 78_000, "44,000", TOKEN_PEER),
        GasRow("pay the rest", last),
        GasRow("withdraw, all that was paid in part", part, 62_000, "40,000", TOKEN_PEER),
        GasRow("withdraw, one holder of two", shared, 62_000, "40,000", TOKEN_PEER),
        GasRow("withdraw, the last of a paid claim", rest, 62_000, "40,000", TOKEN_PEER),
        GasRow("settle", settle),
    ]


def pledges(house: Bench) -> list[GasRow]:
    claim = house.accepted()
    mark = house.id(claim)
    pledge = house.gas(house.seller, "pledge", mark, house.financier, UNITS, UNITS)
    release = house.gas(house.financier, "release_pledge", mark, house.seller)
    return [GasRow("pledge", pledge), GasRow("release a pledge", release)]


def charges(house: Bench) -> list[GasRow]:
    now = house.driver.now()
    terms = ChargeTerms(
        seller=house.seller,
        creditor=house.financier,
        fingerprint=keccak(b"an invoice financed elsewhere"),
        object_amount=100_000_00,
        amount=100_000_00,
        until=now + 90 * DAY,
        filing=filing_of("UCC1"),
        reference=keccak(b"entry"),
    )
    domain = Domain(CHARGE_REGISTRY, house.driver.chain_id, house.suite.charge.address)
    signature = sign(house.key("seller"), charge_message(domain, terms, 1, FOREVER))
    charged = house.ok(
        house.financier, "charge", *terms.args(1, FOREVER, signature), contract=house.suite.charge
    )
    released = house.ok(house.financier, "release_charge", charged.returned, contract=house.suite.charge)
    return [GasRow("charge", gas_of(charged)), GasRow("release a charge", gas_of(released))]


def accounts(driver: Any) -> list[GasRow]:
    """A company's account pays; the token's own part is a plain transfer."""
    house = account_house(driver)
    house.ok("mint", house.deputy, 10**9, by="deployer", contract=house.euro)
    plain = gas_of(house.ok("transfer", house.supplier, 100, by="deputy", contract=house.euro))
    peer = f"the token's transfer alone {plain:,}"
    # The day's total of a capability is a word from the first order on.
    house.ok("execute", *house.order([house.pay(10)], "treasurer"))
    one = gas_of(house.ok("execute", *house.order([house.pay(100)], "treasurer")))
    three = gas_of(house.ok("execute", *house.order([house.pay(50_000)], "treasurer", "director", "partner")))
    return [
        GasRow("account: execute a payment, proposer and one consent", one, peers=peer),
        GasRow("account: execute a payment, proposer and three consents", three),
    ]
