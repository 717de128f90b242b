"""The catalogue of claims finds what is wrong, each letter by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.model.claim_kit import ANCHOR, BUYER, EUR, FINANCIER, SELLER, STRANGER, TOKEN_AT
from usance.claim_terms import Claim, sub_account
from usance.codes_claims import ClaimKind, ClaimStatus, SubAccount
from usance.invariants_claims import (
    BY_NAME,
    CATALOGUE,
    OF_ACTS,
    TRANSITIONS,
    ClaimPicture,
    ClaimsPicture,
    Consent,
    breaches,
    step_breaches,
)
from usance.model.outcome import Fact

DOCUMENT = Path(__file__).parents[2] / "docs" / "invariants.md"
KEY = b"k" * 32
PLEDGED = sub_account(SubAccount.PLEDGED, SELLER, FINANCIER)


def holding(units: int, ent: int = 0, seen: int = 4) -> dict[str, int]:
    return {"units": units, "seen": seen, "flags": 0, "ent": ent}


def state(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "status": ClaimStatus.ACCEPTED,
        "deemed": False,
        "defences_waived": False,
        "setoff_waived": False,
        "notified": False,
        "acknowledged": False,
        "prolonged": False,
        "settled": False,
        "face": 10,
        "paid": 4,
        "credited": 1,
        "aside": 0,
        "retired": 0,
        "interest_paid": 0,
        "pot": 4,
    }
    return base | changes


def picture(
    words: dict[str, Any] | None = None,
    claim: dict[str, Any] | None = None,
    terms: dict[str, Any] | None = None,
    **changes: Any,
) -> ClaimsPicture:
    """Face 10, 4 paid and in the pot, 1 credited; 3 units pledged to the financier."""
    one = ClaimPicture(
        id=b"c" * 32,
        terms=Claim(creditor=SELLER, debtor=BUYER, currency=EUR, face=10).but(**(terms or {})),
        state=state(**(words or {})),
        outstanding=5,
        asset=TOKEN_AT,
        asset_scale=100,
        holdings={SELLER: holding(7, 28), PLEDGED: holding(3, 12)},
        pledges={(SELLER, FINANCIER): {"units": 3, "secured": 1, "called_at": 0}},
        key=KEY,
    )
    base = ClaimsPicture(
        now=1,
        credits=(),
        held={TOKEN_AT: 407},
        owed={TOKEN_AT: 7},
        withdrawable={(SELLER, TOKEN_AT): 7},
        supply={TOKEN_AT: 1_000},
        balances={(SELLER, TOKEN_AT): 593, (STRANGER, TOKEN_AT): 407},
        claims=(replace(one, **(claim or {})),),
        objects={KEY: {"amount": 20, "on_ledger": 10, "charged": 10}},
        limits={},
    )
    return replace(base, **changes)


def paid(**changes: Any) -> dict[str, Any]:
    return {"status": ClaimStatus.PAID, "paid": 9, "pot": 9, **changes}


def test_breaches__a_sound_picture__none() -> None:
    assert breaches(picture()) == []
    assert step_breaches(picture(), picture(), [], Consent(STRANGER)) == []


LIMITS = {(ANCHOR, EUR): {"outstanding": 1}}
ANCHORED = {"kind": ClaimKind.PAYABLE, "debtor": ANCHOR}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("conservation", picture(supply={TOKEN_AT: 999})),
        ("waiting", picture(owed={TOKEN_AT: 8})),
        ("units", picture({"retired": 1})),
        ("units", picture(claim={"holdings": {SELLER: holding(9)}})),
        ("pot", picture({"pot": 3})),
        ("pot", picture({"pot": 5})),
        ("pot", picture({"pot": 3, "retired": 1})),
        ("pots_held", picture(held={TOKEN_AT: 406})),
        ("claim_books", picture({"credited": 7})),
        ("claim_books", picture(claim={"outstanding": 4})),
        ("claim_books", picture(claim={"holdings": {SELLER: holding(10, 0, 5)}})),
        ("claim_books", picture(claim={"holdings": {SELLER: holding(10, -1)}})),
        ("claim_books", picture({"interest_paid": 2**112})),
        ("claim_status", picture({"status": ClaimStatus.PAID})),
        ("claim_status", picture({"status": ClaimStatus.RESCINDED})),
        ("claim_status", picture({"status": ClaimStatus.CANCELLED})),
        ("claim_status", picture({"status": ClaimStatus.PENDING})),
        ("claim_status", picture({"settled": True})),
        ("claim_status", picture({"status": ClaimStatus.DENIED, "settled": True})),
        ("keys", picture(objects={KEY: {"amount": 20, "on_ledger": 9, "charged": 0}})),
        ("keys", picture({"settled": True})),
        ("keys", picture(objects={KEY: {"amount": 20, "on_ledger": 10, "charged": 11}})),
        ("payables", picture(limits=LIMITS)),
        ("payables", picture(terms=ANCHORED, limits=LIMITS)),
        ("waivers", picture({"status": ClaimStatus.REGISTERED, "setoff_waived": True})),
        ("waivers", picture({"deemed": True, "defences_waived": True})),
        ("waivers", picture({"acknowledged": True})),
        ("pledges", picture(claim={"pledges": {(SELLER, FINANCIER): {"units": 2}}})),
    ],
)
def test_breaches__one_thing_wrong__named_by_its_letter(name: str, wrong: ClaimsPicture) -> None:
    found = breaches(wrong, [name])
    assert found
    assert all(line.startswith(f"{BY_NAME[name].letter} {name}: ") for line in found)


def test_breaches__units_were_retired__the_pot_may_hold_more() -> None:
    retired = picture({"retired": 1, "pot": 5}, {"holdings": {SELLER: holding(9, 40)}})
    assert breaches(retired, ["units", "pot"]) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (picture(), picture({"status": ClaimStatus.DENIED})),
        (picture(), picture({"status": ClaimStatus.REGISTERED})),
        (picture(), picture({"status": ClaimStatus.RESCINDED})),
        (picture({"status": ClaimStatus.DENIED}), picture()),
        (picture(paid()), picture()),
        (picture({"status": ClaimStatus.DEFAULTED}), picture({"status": ClaimStatus.DENIED})),
        (picture({"status": ClaimStatus.CANCELLED}), picture({"status": ClaimStatus.PENDING})),
        (picture(), picture({"credited": 0})),
        (picture({"notified": True}), picture()),
        (picture({"settled": True}), picture()),
        (picture(), picture({"face": 11})),
    ],
)
def test_step_breaches__a_step_back__is_found(before: ClaimsPicture, after: ClaimsPicture) -> None:
    assert any(line.startswith("V claim_final: ") for line in step_breaches(before, after))


def withdrawn(account: str, amount: int) -> Fact:
    return Fact("ProceedsWithdrawn", {"claim": b"c" * 32, "account": account, "amount": amount})


def test_own_share__a_payment_and_a_withdrawal__in_order() -> None:
    """One more is paid: 0.7 to the seller, 0.3 to the pledge; the seller takes 2 of its 3.5."""
    after = picture(
        {"paid": 5, "pot": 3},
        {"holdings": {SELLER: holding(7, 35 - 20, 5), PLEDGED: holding(3, 12)}, "outstanding": 4},
    )
    assert breaches(after, ["pot"]) == []
    assert step_breaches(picture(), after, [withdrawn(SELLER, 2)]) == []
    assert len(step_breaches(picture(), after)) == 2
    assert step_breaches(picture(), after, [withdrawn(SELLER, 1)]) != []


def test_own_share__one_account_gains_what_another_loses__is_found() -> None:
    after = picture(claim={"holdings": {SELLER: holding(7, 27), PLEDGED: holding(3, 13)}})
    assert len(step_breaches(picture(), after)) == 2
    shared = Fact("ProceedsShared", {"claim": b"c" * 32, "pledgor": SELLER, "pledgee": FINANCIER})
    assert step_breaches(picture(), after, [shared]) == []


@pytest.mark.parametrize(
    ("consent", "fine"),
    [
        (Consent(BUYER), True),
        (Consent(STRANGER, signers=frozenset({BUYER})), True),
        (Consent(SELLER), False),
        (Consent(STRANGER, mandates=frozenset({(BUYER, SELLER)})), False),
        (Consent(STRANGER, agents=frozenset({(BUYER, STRANGER)})), False),
    ],
)
def test_bound_by_itself__an_acceptance(consent: Consent, fine: bool) -> None:
    found = step_breaches(picture({"status": ClaimStatus.REGISTERED}), picture(), [], consent)
    assert (found == []) == fine


def test_bound_by_itself__silence_agents_and_promises() -> None:
    registered, deemed = picture({"status": ClaimStatus.REGISTERED}), picture({"deemed": True})
    mandate = Consent(STRANGER, mandates=frozenset({(BUYER, SELLER)}))
    assert step_breaches(registered, deemed, [], mandate) == []
    assert step_breaches(registered, deemed, [], Consent(STRANGER)) != []
    nothing = picture(claims=())
    agent = Consent(STRANGER, agents=frozenset({(BUYER, STRANGER)}))
    assert step_breaches(nothing, picture(), [], agent) == []
    assert step_breaches(nothing, picture(), [], Consent(STRANGER)) != []
    pending = picture({"status": ClaimStatus.PENDING})
    assert step_breaches(nothing, pending, [], Consent(SELLER)) != []
    assert step_breaches(nothing, pending, [], Consent(BUYER)) == []
    assert step_breaches(pending, picture(), [], Consent(SELLER)) == []
    assert step_breaches(pending, picture(), [], Consent(STRANGER)) != []


def test_catalogue__letters_and_names__each_once() -> None:
    lines = [(line.letter, line.name) for line in (*CATALOGUE, *TRANSITIONS)]
    lines += [(letter, name) for letter, name, _ in OF_ACTS]
    assert len({letter for letter, _ in lines}) == len({name for _, name in lines}) == len(lines)


def test_document__every_line_of_the_catalogue__as_it_says() -> None:
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    listed = {tuple(word.strip() for word in row.split("|")[1:4]) for row in rows}
    lines = {(line.letter, line.name, line.says) for line in (*CATALOGUE, *TRANSITIONS)} | set(OF_ACTS)
    assert sorted(lines - listed) == []
