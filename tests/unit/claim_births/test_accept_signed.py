from __future__ import annotations

import pytest

from tests.unit.claim_births.house import (
    ACCEPTED,
    DEFENCES,
    FOREVER,
    HELD,
    REGISTERED,
    SETOFF,
    House,
)
from usance.signing import digest


def test_accept_signed__debtors_signature_brought_by_anybody__debtor_is_bound(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)], SETOFF, 7)
    receipt = house.ok(house.outsider, "accept_signed", terms, SETOFF, 7, FOREVER, signature)
    assert receipt.event("Accepted").args == {
        "claim": house.id(terms),
        "debtor": house.buyer,
        "waivers": SETOFF,
    }
    state = house.state(terms)
    assert (state["status"], state["defences_waived"], state["setoff_waived"]) == (ACCEPTED, False, True)
    assert house.see("nonce_used", house.buyer, 7)


def test_accept_signed__digest__is_the_typed_message(house: House) -> None:
    ids = [house.id(house.terms()) for _ in range(3)]
    for listed in (ids, ids[:1], []):
        expected = digest(house.acceptance(listed, 3, 9, 1_900_000_000))
        assert house.see("acceptance_digest", listed, 3, 9, 1_900_000_000) == expected


def test_accept_signed__signature_of_another__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("seller", [house.id(terms)])
    house.fails("signatures: foreign (ACC1)", house.seller, "accept_signed", terms, 0, 1, FOREVER, signature)
    assert house.state(terms)["status"] == REGISTERED


@pytest.mark.parametrize(
    "domain",
    [
        {"chainId": 1},
        {"verifyingContract": "0x" + "11" * 20},
        {"name": "Usance ChargeRegistry"},
        {"version": "2"},
    ],
)
def test_accept_signed__signature_for_another_place__is_refused(
    house: House, domain: dict[str, object]
) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)], 0, 1, FOREVER, **domain)
    house.fails("ACC1", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__signature_over_another_claim__is_refused(house: House) -> None:
    terms, other = house.registered(), house.registered()
    signature = house.signed("buyer", [house.id(other)])
    house.fails("ACC1", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__signature_over_two_claims__is_refused_for_one(house: House) -> None:
    terms, other = house.registered(), house.registered()
    signature = house.signed("buyer", [house.id(terms), house.id(other)])
    house.fails("ACC1", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


@pytest.mark.parametrize("changed", [{"waivers": DEFENCES}, {"nonce": 2}, {"deadline": FOREVER - 1}])
def test_accept_signed__other_words_than_signed__is_refused(house: House, changed: dict[str, int]) -> None:
    terms = house.registered()
    words = {"waivers": 0, "nonce": 1, "deadline": FOREVER} | changed
    signature = house.signed("buyer", [house.id(terms)])
    house.fails("ACC1", house.outsider, "accept_signed", terms, *words.values(), signature)


def test_accept_signed__last_second_of_the_deadline__is_allowed(house: House) -> None:
    terms = house.registered()
    deadline = house.driver.now() + 100
    signature = house.signed("buyer", [house.id(terms)], 0, 1, deadline)
    house.at_second(deadline)
    house.ok(house.outsider, "accept_signed", terms, 0, 1, deadline, signature)


def test_accept_signed__after_the_deadline__is_refused(house: House) -> None:
    terms = house.registered()
    deadline = house.driver.now() + 100
    signature = house.signed("buyer", [house.id(terms)], 0, 1, deadline)
    house.at_second(deadline + 1)
    house.fails("signatures: late (ACC1)", house.outsider, "accept_signed", terms, 0, 1, deadline, signature)


def test_accept_signed__nonce_cancelled_before__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)])
    house.ok(house.buyer, "cancel_nonce", 1)
    house.fails("signatures: used (ACC1)", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__twice__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)])
    house.ok(house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)
    house.fails("signatures: used (ACC1)", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__after_denial__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)])
    house.ok(house.buyer, "deny", terms)
    house.fails("claim: state (STATE)", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__debtor_that_is_held__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)])
    house.set_status(house.buyer, HELD)
    house.fails(
        "claim: party (NOT_ADMITTED)", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature
    )


def test_accept_signed__waiver_that_does_not_exist__is_refused(house: House) -> None:
    terms = house.registered()
    signature = house.signed("buyer", [house.id(terms)], 4)
    house.fails("claim: waivers (TERMS)", house.outsider, "accept_signed", terms, 4, 1, FOREVER, signature)


def test_accept_signed__never_registered__is_refused(house: House) -> None:
    terms = house.terms()
    signature = house.signed("buyer", [house.id(terms)])
    house.fails("UNKNOWN", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)


def test_accept_signed__wallet_of_the_debtor__its_answer_binds(house: House) -> None:
    terms = house.registered(debtor=house.wallet.address)
    signature = house.signed("wallet_owner", [house.id(terms)])
    house.ok(house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature)
    assert house.state(terms)["status"] == ACCEPTED


def test_accept_signed__wallet_that_says_no__is_refused(house: House) -> None:
    terms = house.registered(debtor=house.wallet.address)
    signature = house.signed("outsider", [house.id(terms)])
    house.fails(
        "signatures: wallet: no (ACC2)", house.outsider, "accept_signed", terms, 0, 1, FOREVER, signature
    )
