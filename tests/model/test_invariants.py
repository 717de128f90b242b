"""The catalogue of invariants finds what is wrong, each letter by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from usance.amendments import Change
from usance.invariants import (
    BY_NAME,
    CATALOGUE,
    TRANSITIONS,
    AmendmentPicture,
    CreditPicture,
    Picture,
    SetPicture,
    breaches,
    step_breaches,
)
from usance.invariants_acts import awarded, by_word, own_money, promised
from usance.model.outcome import Fact
from usance.terms import Credit, Presentation

ASSET, CONTRACT, PAYEE, BANK = ("0x" + digit * 40 for digit in "1234")
DOCUMENT = Path(__file__).parents[2] / "docs" / "invariants.md"


def set_state(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "status": 2,
        "stage": 1,
        "claim": False,
        "issuer_waived": False,
        "own": True,
        "received": True,
        "disposal": 0,
        "due_day": 0,
        "presented_at": 5,
        "received_day": 10,
        "last_day": 15,
        "amount": 40,
    }
    return base | changes


def credit_state(**changes: Any) -> dict[str, Any]:
    base = {"status": 1, "amended": False, "open_sets": 1, "claims": 0, "drawn": 40, "cover": 50}
    return base | changes


def change_state(**changes: Any) -> dict[str, Any]:
    return {"status": 1, "confirmer": 0, "applied": False, "proposed_at": 3, "cover": 0} | changes


def picture(
    credit: dict[str, Any] | None = None,
    entry: dict[str, Any] | None = None,
    held: int = 57,
    owed: int = 7,
    waiting: int = 7,
    change: dict[str, Any] | None = None,
    cancel: bool = False,
    before: tuple[Credit, ...] = (),
    exclusions: int = 0,
) -> Picture:
    """One credit with one set, and a change where `change` says how it stands."""
    terms = Credit(asset=ASSET, amount=100, cover_bps=5_000, beneficiary=PAYEE, exclusions=exclusions)
    one = SetPicture(b"s" * 32, Presentation(amount=40), set_state(**(entry or {})))
    asked = Change(cancel=cancel, difference=0 if cancel else 20)
    changes = [] if change is None else [AmendmentPicture(b"a" * 32, asked, change_state(**change))]
    deal = CreditPicture(b"c" * 32, terms, credit_state(**(credit or {})), [one], changes, before)
    return Picture(
        now=1,
        credits=[deal],
        held={ASSET: held},
        owed={ASSET: owed},
        withdrawable={(PAYEE, ASSET): waiting},
        supply={ASSET: 100},
        balances={(CONTRACT, ASSET): 57, (BANK, ASSET): 43},
    )


TERMS = Credit(asset=ASSET, amount=100, cover_bps=5_000)


@pytest.mark.parametrize(
    "sound",
    [
        picture(),
        picture(change={"cover": 10}, held=67),
        picture(change={"status": 2}, credit={"amended": True}),
        picture(change={"status": 3}),
        # More was drawn before a reduction than it left, by a waiver or at another bank.
        picture(credit={"drawn": 120}, before=(TERMS.but(amount=120),)),
        picture(credit={"drawn": 140}, entry={"issuer_waived": True}),
        # Cover that a reduction could not free, and a rise above it.
        picture(credit={"cover": 60}, held=67, before=(TERMS.but(amount=120),)),
        picture(entry={"status": 3, "due_day": 18, "amount": 0}),
        picture(entry={"status": 8, "amount": 0}),
        picture(entry={"last_day": 10}, exclusions=1),
        picture(entry={"last_day": 10, "issuer_waived": True}),
    ],
)
def test_breaches__a_sound_picture__none(sound: Picture) -> None:
    assert breaches(sound) == []


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
        # What a nominated bank says it paid off chain counts as a claim.
        ("claims", picture(entry={"stage": 3})),
        ("claims", picture(entry={"status": 5, "stage": 2})),
        ("closed", picture(credit={"status": 3, "open_sets": 0})),
        ("clock", picture(entry={"last_day": 10})),
        ("clock", picture(entry={"received": False})),
        ("cover_bounded", picture(credit={"cover": 51}, held=58)),
        ("cover_bounded", picture(credit={"cover": 56}, before=(TERMS.but(amount=90),))),
        ("cover_held", picture(change={"cover": 10})),
        ("drawn", picture(credit={"drawn": 121}, before=(TERMS.but(amount=120),))),
        ("owed_once", picture(entry={"status": 7})),
        ("open_sets", picture(entry={"status": 3}, credit={"open_sets": 1})),
        ("open_sets", picture(entry={"status": 8}, credit={"open_sets": 2})),
        ("closed", picture(credit={"status": 4, "open_sets": 0})),
        ("clock", picture(entry={"last_day": 9}, exclusions=1)),
        ("changes", picture(change={"status": 3, "cover": 1})),
        ("changes", picture(change={"status": 2})),
        ("changes", picture(change={"status": 1}, credit={"amended": True})),
        ("changes", picture(change={"status": 2}, cancel=True)),
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
        ("T", picture(credit={"status": 2}, change={}), picture(credit={"status": 1}, change={})),
        ("T", picture(credit={"status": 4}), picture(credit={"status": 4, "drawn": 41})),
        ("T", picture(credit={"status": 4}), picture(credit={"status": 3})),
        ("T", picture(credit={"cover": 49}, change={"cover": 1}), picture(change={"status": 3})),
        ("AB", picture(entry={"status": 3, "disposal": 1}), picture(entry={"status": 3, "disposal": 2})),
        ("AB", picture(entry={"status": 7}), picture(entry={"status": 3})),
        ("AB", picture(), picture(entry={"status": 4})),
        ("AB", picture(entry={"status": 7, "amount": 0}), picture(entry={"status": 7})),
        ("AC", picture(entry={"amount": 30}), picture()),
        ("AC", picture(entry={"status": 1, "claim": True, "amount": 30}), picture(entry={"claim": True})),
        ("AD", picture(change={"status": 3}), picture(change={"status": 2})),
        ("AD", picture(change={"confirmer": 2}), picture(change={"confirmer": 1})),
        ("AD", picture(change={"applied": True}), picture(change={})),
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A change gives an expired credit new days, and its cover comes in.
        (
            picture(credit={"status": 2, "cover": 40}, change={"cover": 10}),
            picture(credit={"status": 1}, change={"status": 2}),
        ),
        # What a nominated bank only said it paid is free again.
        (picture(entry={"stage": 3}), picture(entry={"stage": 3, "amount": 0}, credit={"drawn": 0})),
        # Records that were sent again are received again.
        (picture(exclusions=1), picture(entry={"received_day": 12}, exclusions=1)),
        (picture(entry={"status": 7, "amount": 0}), picture()),
    ],
)
def test_step_breaches__a_step_that_the_rules_give__none(before: Picture, after: Picture) -> None:
    assert step_breaches(before, after) == []


def accepted(presentation: bytes) -> Fact:
    return Fact("AmendmentAccepted", {"amendment": b"a" * 32, "presentation": presentation})


def test_by_word__the_beneficiarys_or_its_own_sets__else_found() -> None:
    before, after = picture(change={}), picture(change={"status": 2}, credit={"amended": True})
    own, others = accepted(b"s" * 32), accepted(bytes(32))
    assert list(by_word(before, after, [PAYEE], [others])) == []
    assert list(by_word(before, after, [BANK], [own])) == []
    assert list(by_word(before, after, [BANK], [others])) != []
    foreign = picture(change={"status": 2}, entry={"own": False})
    assert list(by_word(before, foreign, [BANK], [own])) != []
    # Accepted long ago, it needs no word now.
    assert list(by_word(after, after, [BANK], [])) == []


def test_awarded__bound_after_it_went_back__only_by_award() -> None:
    before, after = picture(entry={"status": 7, "amount": 0}), picture()
    assert list(awarded(before, after, [])) != []
    assert list(awarded(before, after, [Fact("Awarded", {"presentation": b"s" * 32})])) == []
    assert list(awarded(before, before, [])) == []


def undertaken(*faces: int, debtor: str = BANK) -> list[Fact]:
    """An undertaking of 40 and the claims it made."""
    names = [bytes([number]) * 32 for number in range(len(faces))]
    born = [
        Fact("ClaimBorn", {"claim": name, "face": face, "debtor": debtor})
        for name, face in zip(names, faces, strict=True)
    ]
    words = {"presentation": b"s" * 32, "bank": BANK, "amount": 40, "claims": names}
    return [*born, Fact("Undertaken", words)]


def test_promised__claims_of_an_undertaking__make_its_amount_on_one_bank() -> None:
    assert list(promised(undertaken(40))) == []
    assert list(promised(undertaken(13, 13, 14))) == []
    assert list(promised(undertaken(13, 13, 13))) != []
    assert list(promised(undertaken(40, debtor=PAYEE))) != []


def test_one_debt__a_claim_given_back__rises_by_as_much_and_no_more() -> None:
    """What the issuing bank claims back of a reimbursement the other bank may claim again (16g)."""

    def refused(amount: int, back: int) -> Picture:
        found = picture(entry={"status": 3, "claim": True, "amount": amount})
        one = found.credits[0].sets[0]
        state = {"status": 3 if back else 2, "due_day": 0, "amount": back or 40}
        again = replace(found.credits[0], sets=[replace(one, reimbursement=state)])
        return replace(found, credits=[again])

    names = [breach.split()[1] for breach in step_breaches(refused(0, 0), refused(40, 40))]
    assert "one_debt:" not in names
    names = [breach.split()[1] for breach in step_breaches(refused(0, 0), refused(40, 30))]
    assert "one_debt:" in names


def test_own_money__falls_without_an_act_of_its_owner__is_found() -> None:
    assert list(own_money(picture(), picture(waiting=6), [])) != []
    assert list(own_money(picture(), picture(waiting=6), [PAYEE])) == []


def test_document__lists_every_letter_and_name() -> None:
    rows = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    listed = {tuple(word.strip() for word in row.split("|")[1:4]) for row in rows}
    for line in (*CATALOGUE, *TRANSITIONS):
        assert (line.letter, line.name, line.says) in listed, f"{line.letter} {line.name} is missing"
