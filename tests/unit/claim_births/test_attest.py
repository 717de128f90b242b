from __future__ import annotations

import pytest

from tests.unit.claim_births.house import FOREVER, HELD, REFERENCE, House


@pytest.mark.parametrize("kind", [1, 2, 3, 4, 255])
def test_attest__by_a_verifier__its_word_stands(house: House, kind: int) -> None:
    terms = house.registered()
    receipt = house.ok(house.verifier, "attest", terms, kind, FOREVER, REFERENCE)
    assert receipt.event("Attested").args == {
        "claim": house.id(terms),
        "verifier": house.verifier,
        "kind": kind,
        "until": FOREVER,
        "reference": REFERENCE,
    }
    assert tuple(house.see("attestation_of", house.id(terms), house.verifier)) == (kind, FOREVER)
    assert tuple(house.see("attestation_of", house.id(terms), house.seller)) == (0, 0)


def test_attest__again__the_later_word_replaces_the_first(house: House) -> None:
    terms = house.accepted()
    house.ok(house.verifier, "attest", terms, 1, FOREVER, REFERENCE)
    house.ok(house.verifier, "attest", terms, 255, FOREVER - 1, bytes(32))
    assert tuple(house.see("attestation_of", house.id(terms), house.verifier)) == (255, FOREVER - 1)


def test_attest__by_a_party_of_another_role__is_refused(house: House) -> None:
    terms = house.registered()
    house.fails("claim: party (NOT_ADMITTED)", house.seller, "attest", terms, 1, FOREVER, REFERENCE)


def test_attest__held_verifier__is_refused(house: House) -> None:
    terms = house.registered()
    house.set_status(house.verifier, HELD)
    house.fails("NOT_ADMITTED", house.verifier, "attest", terms, 1, FOREVER, REFERENCE)


@pytest.mark.parametrize("kind", [0, 5, 254, 256])
def test_attest__kind_that_does_not_exist__is_refused(house: House, kind: int) -> None:
    terms = house.registered()
    house.fails("claim: bad terms (TERMS)", house.verifier, "attest", terms, kind, FOREVER, REFERENCE)


def test_attest__until_now__is_the_earliest_end(house: House) -> None:
    terms = house.registered()
    now = house.driver.now() + 10
    house.at_second(now)
    house.fails("TERMS", house.verifier, "attest", terms, 1, now - 1, REFERENCE)
    house.at_second(now + 1)
    house.ok(house.verifier, "attest", terms, 1, now + 1, REFERENCE)


def test_attest__end_beyond_its_field__is_refused(house: House) -> None:
    terms = house.registered()
    house.fails("claim: bad terms (TERMS)", house.verifier, "attest", terms, 1, 2**64, REFERENCE)
    house.ok(house.verifier, "attest", terms, 1, 2**64 - 1, REFERENCE)


@pytest.mark.parametrize("end", ["denied", "rescinded", "pending"])
def test_attest__claim_that_is_not_live__is_refused(house: House, end: str) -> None:
    if end == "pending":
        terms = house.promised()
    else:
        terms = house.registered()
        house.ok(
            house.buyer if end == "denied" else house.seller, "deny" if end == "denied" else "rescind", terms
        )
    house.fails("claim: state (STATE)", house.verifier, "attest", terms, 1, FOREVER, REFERENCE)


def test_attest__never_registered__is_refused(house: House) -> None:
    house.fails("UNKNOWN", house.verifier, "attest", house.terms(), 1, FOREVER, REFERENCE)
