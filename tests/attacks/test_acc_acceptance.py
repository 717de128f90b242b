"""ACC1 to ACC4 of a debtor's signature under claims: once, here, in time, for these claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pyrevm
import pytest

from tests.machines.charge_house import flipped
from tests.unit.claim_token.house import DAY, FACE, HOUR, ClaimHouse, opened
from usance import signing
from usance.claim_terms import Claim, rows_of
from usance.claims.signing import CLAIM_TOKEN, acceptance_message
from usance.codes_claims import ClaimStatus
from usance.signing import Domain

DEFENCES, SETOFF = 1, 2
Call = tuple[Claim, int, int, int, bytes]


@pytest.fixture
def house() -> Iterator[ClaimHouse]:
    with opened() as house:
        yield house


def domain(house: ClaimHouse) -> Domain:
    return Domain(CLAIM_TOKEN, house.driver.chain_id, house.claims.address)


def signed(
    house: ClaimHouse,
    terms: Claim,
    *,
    by: str = "debtor",
    waivers: int = 0,
    nonce: int = 1,
    ahead: int = HOUR,
    where: Domain | None = None,
    claims: list[bytes] | None = None,
) -> Call:
    deadline = house.driver.now() + ahead
    words = claims if claims is not None else [house.id(terms)]
    message = acceptance_message(where or domain(house), words, waivers, nonce, deadline)
    key = house.people[by].key
    assert key is not None
    return terms, waivers, nonce, deadline, signing.sign(key, message)


def bound(house: ClaimHouse, terms: Claim) -> bool:
    return house.state(terms)["status"] == ClaimStatus.ACCEPTED


def test_another_chain__refused(house: ClaimHouse) -> None:
    terms = house.registered()
    foreign = signed(house, terms, where=replace(domain(house), chain_id=1))
    house.fails("ACC1", house.seller, "accept_signed", *foreign)
    assert not bound(house, terms)


def test_fork_with_another_chain_id__the_digest_follows(house: ClaimHouse) -> None:
    """The domain is made with the chain id of now: nothing signed here counts there."""
    contract = house.claims.address
    forked = pyrevm.EVM(env=pyrevm.Env(cfg=pyrevm.CfgEnv(chain_id=5)), spec_id="cancun", gas_limit=30_000_000)
    for name in ("ClaimToken", "ClaimBirths"):
        address = house.suite.placed[name].address
        forked.insert_account_info(address, pyrevm.AccountInfo(code=house.driver.code(address)))
    words = ([bytes(32)], 1, 2, 3)
    shown = house.see("acceptance_digest", *words)
    data = house.claims.abi.function("acceptance_digest").encode(list(words))
    there = bytes(forked.message_call(house.stranger, contract, calldata=data))
    assert shown == signing.digest(acceptance_message(domain(house), *words))
    assert there == signing.digest(acceptance_message(replace(domain(house), chain_id=5), *words))


def test_another_contract__refused(house: ClaimHouse) -> None:
    terms = house.registered()
    for address in (house.suite.charge.address, house.suite.placed["ClaimBirths"].address, house.stranger):
        foreign = signed(house, terms, where=replace(domain(house), address=address))
        house.fails("ACC1", house.seller, "accept_signed", *foreign)
    other = signed(house, terms, where=replace(domain(house), contract="ChargeRegistry"))
    house.fails("ACC1", house.seller, "accept_signed", *other)


def test_another_claim__waiver__nonce_or_deadline__refused(house: ClaimHouse) -> None:
    first, second = house.registered(), house.registered()
    terms, waivers, nonce, deadline, signature = signed(house, first)
    for call in (
        (second, waivers, nonce, deadline, signature),
        (terms, DEFENCES, nonce, deadline, signature),
        (terms, waivers, nonce + 1, deadline, signature),
        (terms, waivers, nonce, deadline + 1, signature),
    ):
        house.fails("ACC1", house.seller, "accept_signed", *call)
    house.ok(house.stranger, "accept_signed", terms, waivers, nonce, deadline, signature)


def test_late__used__cancelled__refused(house: ClaimHouse) -> None:
    first, second, third = house.registered(), house.registered(), house.registered()
    late = signed(house, first)
    house.at_second(late[3] + 1)
    house.fails("ACC1", house.seller, "accept_signed", *late)
    house.ok(house.seller, "accept_signed", *signed(house, first, nonce=7))
    house.fails("ACC1", house.seller, "accept_signed", *signed(house, second, nonce=7))
    withdrawn = signed(house, third, nonce=8, ahead=DAY)
    house.ok(house.debtor, "cancel_nonce", 8)
    house.fails("ACC1", house.seller, "accept_signed", *withdrawn)
    house.ok(house.seller, "cancel_nonce", 9)
    house.ok(house.seller, "accept_signed", *signed(house, third, nonce=9))


def test_last_second__is_in_time(house: ClaimHouse) -> None:
    terms = house.registered()
    call = signed(house, terms)
    house.at_second(call[3])
    house.ok(house.seller, "accept_signed", *call)


@pytest.mark.parametrize("name", ["seller", "financier", "stranger", "keeper"])
def test_anothers_hand__refused(house: ClaimHouse, name: str) -> None:
    house.fails("ACC1", house.seller, "accept_signed", *signed(house, house.registered(), by=name))


def test_high_s__short__long__empty__zero__refused(house: ClaimHouse) -> None:
    terms = house.registered()
    call = signed(house, terms)
    raw = call[4]
    for bad in (flipped(raw), raw[:64], raw + b"\0", b"", bytes(65), raw[:64] + b"\1"):
        receipt = house.act(house.seller, "accept_signed", *call[:4], bad)
        assert not receipt.ok
        assert receipt.reason.endswith(("(ACC1)", "(ACC2)")), receipt.reason
    assert not bound(house, terms)


def test_no_debtor_at_all__a_signature_of_nobody_binds_nobody(house: ClaimHouse) -> None:
    """A broken signature recovers to zero; a claim on nobody is never born."""
    nobody = "0x" + "0" * 40
    house.fails("TERMS", house.seller, "register", house.terms(debtor=nobody))


def test_wallet__its_owners_yes_and_its_no(house: ClaimHouse) -> None:
    own = house.wallet.address
    first, second = house.registered(debtor=own), house.registered(debtor=own)
    house.ok(house.seller, "accept_signed", *signed(house, first, by="wallet_owner"))
    call = signed(house, second, by="wallet_owner", nonce=2)
    house.ok(house.wallet_owner, "revoke", call[4], contract=house.wallet)
    house.fails("ACC2", house.seller, "accept_signed", *call)
    house.fails("ACC2", house.seller, "accept_signed", *signed(house, second, by="stranger", nonce=3))
    assert not bound(house, second)


def test_batch__binds_exactly_the_claims_signed_in_their_order(house: ClaimHouse) -> None:
    claims = [house.terms(fingerprint=bytes([number]) * 32) for number in (1, 2, 3)]
    common = claims[0]
    claims = [common.with_row(one.row()) for one in claims]
    ids = [house.id(one) for one in claims]
    for wrong in (ids[:2], list(reversed(ids)), [*ids, ids[0]], []):
        _, waivers, nonce, deadline, raw = signed(house, common, claims=wrong)
        words = (common, rows_of(claims), waivers, nonce, deadline, raw)
        house.fails("ACC1", house.seller, "register_accepted", *words)
    _, waivers, nonce, deadline, raw = signed(house, common, claims=ids)
    house.ok(house.seller, "register_accepted", common, rows_of(claims), waivers, nonce, deadline, raw)
    assert all(bound(house, one) for one in claims)


def test_signature_for_a_batch__does_not_bind_one_of_it(house: ClaimHouse) -> None:
    first, second = house.registered(), house.registered()
    both = signed(house, first, claims=[house.id(first), house.id(second)])
    house.fails("ACC1", house.seller, "accept_signed", *both)


def test_list_hash__equals_the_independent_encoder__for_200_random_messages(house: ClaimHouse) -> None:
    """ACC3: eth-account hashes the array by EIP-712; the contract has to come to the same digest."""
    pick = Random(712)
    for _ in range(200):
        claims = [pick.randbytes(32) for _ in range(pick.choice((0, 1, 2, 3, 7, 49, 50)))]
        waivers, nonce = pick.randrange(4), pick.getrandbits(256)
        deadline = pick.choice((0, 2**256 - 1, pick.getrandbits(64)))
        message = acceptance_message(domain(house), claims, waivers, nonce, deadline)
        shown = house.see("acceptance_digest", claims, waivers, nonce, deadline)
        assert shown == signing.digest(message)


def test_order_of_a_stranger_through_the_debtors_wallet__needs_the_owner(house: ClaimHouse) -> None:
    """ACC4: authority is the caller's; who started the transaction counts for nothing."""
    terms = house.registered(debtor=house.wallet.address)
    data = house.claims.abi.function("accept", 2).encode([terms, 0])
    refused = house.act(house.stranger, "execute", house.claims.address, data, contract=house.wallet)
    assert not refused.ok
    house.fails("NOT_PARTY", house.wallet_owner, "accept", terms, 0)
    house.ok(house.wallet_owner, "execute", house.claims.address, data, contract=house.wallet)
    assert bound(house, terms)


def test_storey_called_at_its_own_address__accepts_nothing(house: ClaimHouse) -> None:
    terms = house.terms()
    for name in ("ClaimBirths", "ClaimLife"):
        storey = house.suite.placed[name]
        data = house.claims.abi.function("register", 1).encode([terms])
        assert not house.driver.send_raw(storey.address, data, house.seller).ok


def test_waiver__is_in_the_signature_alone(house: ClaimHouse) -> None:
    terms = house.registered()
    house.ok(house.seller, "accept_signed", *signed(house, terms, waivers=DEFENCES | SETOFF))
    state = house.state(terms)
    assert (state["defences_waived"], state["setoff_waived"]) == (True, True)
    house.fails(
        "TERMS", house.seller, "accept_signed", *signed(house, house.registered(), waivers=4, nonce=2)
    )
    assert house.outstanding(terms) == FACE
