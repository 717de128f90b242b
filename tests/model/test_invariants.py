"""The catalogue of invariants finds what is wrong, each letter by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from usance.invariants import (
    BY_NAME,
    CATALOGUE,
    TRANSITIONS,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
    own_money,
    step_breaches,
)
from usance.terms import Credit, Presentation

ASSET, CONTRACT, PAYEE, BANK = ("0x" + digit * 40 for digit in "1234")
DOCUMENT = Path(__file__).parents[2] / "docs" / "invariants.md"


def set_state(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "status": 2,
        "stage": 1,
        "claim": False,
        "issuer_waived": False,
        "received": True,
        "presented_at": 5,
        "received_day": 10,
        "last_day": 15,
        "amount": 40,
    }
    return base | changes


def credit_state(**changes: Any) -> dict[str, Any]:
    return {"status": 1, "open_sets": 1, "claims": 0, "drawn": 40, "cover": 50} | changes


def picture(
    credit: dict[str, Any] | None = None,
    entry: dict[str, Any] | None = None,
    held: int = 57,
    owed: int = 7,
    waiting: int = 7,
) -> Picture:
    terms = Credit(asset=ASSET, amount=100, cover_bps=5_000)
    one = SetPicture(b"s" * 32, Presentation(amount=40), set_state(**(entry or {})))
    deal = CreditPicture(b"c" * 32, terms, credit_state(**(credit or {})), [one])
    return Picture(
        now=1,
        credits=[deal],
        held={ASSET: held},
        owed={ASSET: owed},
        withdrawable={(PAYEE, ASSET): waiting},
        supply={ASSET: 100},
        balances={(CONTRACT, ASSET): 57, (BANK, ASSET): 43},
    )


def test_breaches__a_sound_picture__none() -> None:
    assert breaches(picture()) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("conservation", replace(picture(), supply={ASSET: 101})),
        ("cover_held", picture(held=58)),
        ("waiting", picture(waiting=6)),
        ("drawn", picture(credit={"drawn": 101})),
        ("owed_once", picture(entry={"status": 5})),
        ("owed_once", picture(entry={"amount": 41}, credit={"drawn": 41})),
        ("owed_once", picture(credit={"drawn": 39})),
        ("open_sets", picture(credit={"open_sets": 0})),
        ("open_sets", picture(credit={"open_sets": 2})),
        ("claims", picture(credit={"claims": 1})),
        ("claims", picture(entry={"status": 5, "stage": 2})),
        ("closed", picture(credit={"status": 3, "open_sets": 0})),
        ("clock", picture(entry={"last_day": 10})),
        ("clock", picture(entry={"received": False})),
        ("cover_bounded", picture(credit={"cover": 51}, held=58)),
    ],
)
def test_breaches__one_thing_wrong__named_by_its_letter(name: str, wrong: Picture) -> None:
    found = breaches(wrong, [name])
    assert found
    assert all(line.startswith(f"{BY_NAME[name].letter} {name}: ") for line in found)


@pytest.mark.parametrize(
    ("letter", "before", "after"),
    [
        ("T", picture(credit={"status": 2}), picture(credit={"status": 1})),
        ("T", picture(credit={"status": 3}), picture(credit={"status": 3, "cover": 1})),
        ("T", picture(), picture(credit={"drawn": 39})),
        ("T", picture(credit={"cover": 49}), picture()),
        ("U", picture(entry={"status": 5}), picture()),
        ("U", picture(), picture(entry={"presented_at": 6})),
        ("U", picture(), picture(entry={"presented_at": 1})),
        ("U", picture(entry={"stage": 3}), picture(entry={"presented_at": 6})),
        ("U", picture(entry={"stage": 3}), picture(entry={"presented_at": 0})),
        ("U", picture(), picture(entry={"received_day": 11})),
    ],
)
def test_step_breaches__a_step_back__is_found(letter: str, before: Picture, after: Picture) -> None:
    found = step_breaches(before, after)
    assert found
    assert found[0].startswith(letter)


def test_step_breaches__a_bank_that_paid_claims__is_no_second_payment() -> None:
    paid = picture(entry={"status": 5, "stage": 2})
    words = {"status": 1, "stage": 1, "claim": True, "received_day": 0}
    assert step_breaches(paid, picture(entry=words)) == []
    # Sent on at this moment, it is presented to the issuing bank at this moment.
    assert step_breaches(paid, picture(entry=words | {"presented_at": paid.now})) == []
    assert step_breaches(paid, picture(entry=words | {"presented_at": paid.now + 1})) != []


def test_own_money__falls_without_an_act_of_its_owner__is_found() -> None:
    assert list(own_money(picture(), picture(waiting=6), [])) != []
    assert list(own_money(picture(), picture(waiting=6), [PAYEE])) == []


def test_document__lists_every_letter_and_name() -> None:
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    listed = {tuple(word.strip() for word in row.split("|")[1:4]) for row in rows}
    for line in (*CATALOGUE, *TRANSITIONS):
        assert (line.letter, line.name, line.says) in listed, f"{line.letter} {line.name} is missing"
