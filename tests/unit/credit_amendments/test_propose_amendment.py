"""propose_amendment: the issuing bank offers a change and is bound by it (U11, 10b; LC8, LC10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.credit_amendments.changing import (
    BELOW_DRAWN,
    CHANGE,
    LATER,
    NOT_IN_FORCE,
    NOT_PARTY,
    NOT_PENDING,
    SCALE,
    STOPPED,
    TERMS,
    Changing,
    address,
    word,
)
from tests.unit.documentary_credit.house import DUBAI, HAMBURG, TODAY, codes_of
from usance.amendments import FIELDS, FIXED, Change
from usance.codes import AmendmentStatus, Exclusion
from usance.terms import MAX_AMOUNT, ZERO_HASH


def test_propose__a_later_expiry__pending_and_terms_as_they_were(house: Changing) -> None:
    terms = house.issued()
    change = house.change(expiry_day=LATER)
    receipt = house.propose(terms, change)
    assert codes_of(receipt) == ["AmendmentProposed"]
    args = receipt.event("AmendmentProposed").args
    assert args == {
        "credit": house.id(terms),
        "amendment": house.amendment(terms, change),
        "change": change.as_dict(),
        "cover": 0,
    }
    assert house.book(terms, change) == {
        "status": AmendmentStatus.PENDING,
        "confirmer": 0,
        "applied": False,
        "proposed_at": receipt.timestamp,
        "cover": 0,
        "silent": 0,
    }
    assert house.terms_of(terms) == (house.id(terms), ZERO_HASH)
    assert not house.state(terms)["amended"]


def test_propose__by_another_than_the_issuing_bank__refused(house: Changing) -> None:
    terms = house.issued()
    for sender in (house.beneficiary, house.applicant, house.confirming_bank, house.stranger):
        house.fails(NOT_PARTY, sender, "propose_amendment", terms, house.change(expiry_day=LATER))


def test_propose__unknown_closed_or_old_terms__refused(house: Changing) -> None:
    change = house.change(expiry_day=LATER)
    bank = house.issuing_bank
    house.fails("credit: unknown (UNKNOWN)", bank, "propose_amendment", house.terms(), change)
    terms = house.issued()
    house.amended(terms, expiry_day=LATER)
    house.fails(NOT_IN_FORCE, bank, "propose_amendment", terms, house.change(closing_days=40))
    over = house.issued()
    statement = house.accepted(over)
    house.ok(bank, "honour", over, statement)
    house.ok(bank, "close", over)
    house.fails("credit: closed (CLOSED)", bank, "propose_amendment", over, change)


def test_propose__the_same_words_twice__one_amendment(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, expiry_day=LATER)
    house.fails(NOT_PENDING, house.issuing_bank, "propose_amendment", terms, change)
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, change))
    house.fails(NOT_PENDING, house.issuing_bank, "propose_amendment", terms, change)
    again = replace(change, number=change.number + 50)
    house.propose(terms, again)
    assert house.status(terms, again) is AmendmentStatus.PENDING


# --- what is a change ---


@pytest.mark.parametrize(
    "change",
    [
        Change(number=0, difference=5),
        Change(),
        Change(cancel=True, difference=1),
        Change(cancel=True, mask=1 << FIELDS.index("closing_days"), values=(word(9),)),
        Change(mask=1 << 54, values=(word(9),)),
        Change(mask=1 << 255, values=(word(9),)),
        Change(mask=1 << FIELDS.index("closing_days")),
        Change(mask=1 << FIELDS.index("closing_days"), values=(word(9), word(9))),
        Change(difference=5, values=(word(9),)),
        Change(cancel=True, values=(word(9),)),
    ],
    ids=[
        "no-number",
        "nothing",
        "cancel-and-amount",
        "cancel-and-field",
        "no-field",
        "no-field-at-all",
        "value-missing",
        "value-too-many",
        "value-without-field",
        "cancel-with-value",
    ],
)
def test_propose__no_change_at_all__refused(house: Changing, change: Change) -> None:
    house.fails(CHANGE, house.issuing_bank, "propose_amendment", house.issued(), change)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_propose__a_field_that_stands_fast__refused(house: Changing, name: str) -> None:
    terms = house.issued()
    change = Change(mask=1 << FIELDS.index(name), values=(word(1),))
    house.fails(CHANGE, house.issuing_bank, "propose_amendment", terms, change)


@pytest.mark.parametrize(
    "name",
    ["adviser", "nominated", "confirmer", "reimburser", "transferring_bank", "delivery_agent", "panel"],
)
def test_propose__no_clean_address__refused(house: Changing, name: str) -> None:
    terms = house.issued()
    dirty = b"\1" + address(house.advising_bank)[1:]
    change = Change(mask=1 << FIELDS.index(name), values=(dirty,))
    house.fails(CHANGE, house.issuing_bank, "propose_amendment", terms, change)
    just = (1 << 160).to_bytes(32, "big")
    house.fails(CHANGE, house.issuing_bank, "propose_amendment", terms, replace(change, values=(just,)))


def test_propose__every_field_that_may_change__offered_or_refused_by_its_own_rule(house: Changing) -> None:
    """No field beside the fixed ones is turned away as a change, and none is lost on the way."""
    terms = house.issued(house.nominating(**house.to_confirm() | {"confirmation": 2}))
    values: dict[str, Any] = {
        "adviser": house.advising_bank,
        "nominated": house.collecting_bank,
        "nominated_place": DUBAI,
        "confirmer": house.collecting_bank,
        "confirmer_place": HAMBURG,
        "confirmation": 3,
        "reimburser": house.court,
        "transferring_bank": house.collecting_bank,
        "delivery_agent": house.delivery_agent,
        "exclusions": int(Exclusion.EUCP | Exclusion.LEAF_BAR),
        "tolerance_plus": 500,
        "tolerance_minus": 400,
        "additional_amount": 3,
        "available_by": 2,
        "tenor_days": 2,
        "tenor_from": 4,
        "draft_percent": 50,
        "expiry_day": LATER,
        "expiry_place": DUBAI,
        "latest_shipment_day": TODAY + 20,
        "presentation_days": 17,
        "partials": 2,
        "transhipment": 2,
        "insurance_bps": 12_000,
        "examination_days": 4,
        "return_days": 2,
        "honour_days": 1,
        "closing_days": 60,
        "panel": house.court,
        "late_rate": 10**16,
        "charges_for": 2,
        "ext": b"\7" * 32,
    }
    later_kinds: dict[str, Any] = {"form": 2, "instalments": word(1), "advance_cap": 1}
    assert set(values) | set(later_kinds) | {"legs"} | FIXED == set(FIELDS)
    house.fails(TERMS, house.issuing_bank, "propose_amendment", terms, house.change(legs=word(1)))
    for name, value in later_kinds.items():
        one = house.change(**{name: value})
        house.fails("credit: kind (NOT_OFFERED)", house.issuing_bank, "propose_amendment", terms, one)
    names = sorted(values, key=FIELDS.index)
    first = house.proposed(terms, **{name: values[name] for name in names[:24]})
    then = house.taken(terms, first)
    second = house.proposed(then, **{name: values[name] for name in names[24:]})
    last = house.taken(then, second)
    assert house.terms_of(terms)[0] == house.hash(last)
    expected = terms.but(**values)
    assert last == expected.but(salt=house.amendment(terms, second))


@pytest.mark.parametrize("bit", [Exclusion.EXPIRY_KEPT, Exclusion.ART16F_OFF])
@pytest.mark.parametrize("had", [False, True])
def test_propose__how_sets_are_counted__stands_fast(house: Changing, bit: Exclusion, had: bool) -> None:
    terms = house.issued(exclusions=int(bit if had else Exclusion.EUCP))
    changed = int(Exclusion.EUCP) | (0 if had else int(bit))
    house.fails(CHANGE, house.issuing_bank, "propose_amendment", terms, house.change(exclusions=changed))


def test_propose__who_confirms__until_a_bank_has(house: Changing) -> None:
    terms = house.issued()
    asked = house.amended(terms, **house.to_confirm())
    house.ok(house.confirming_bank, "confirm", asked, True)
    for name, value in house.to_confirm().items():
        one = house.change(**{name: value})
        house.fails(CHANGE, house.issuing_bank, "propose_amendment", asked, one)


# --- terms that a credit may have ---


def test_propose__terms_no_credit_may_have__the_reason_of_their_rule(house: Changing) -> None:
    terms = house.issued()
    bank = house.issuing_bank
    for reason, change in (
        (TERMS, house.change(examination_days=31)),
        (TERMS, house.change(tolerance_plus=2**256 - 1)),
        (TERMS, house.change(additional_amount=2**256 - 1)),
        (TERMS, house.change(nominated=house.nominated_bank)),
        ("credit: confirmation (U9)", house.change(confirmation=2)),
        ("credit: party (NOT_ADMITTED)", house.change(adviser=house.stranger)),
        ("credit: dates (U6)", house.change(expiry_day=TODAY - 1)),
        ("credit: (CALENDAR_NOT_LOADED)", house.change(expiry_day=TODAY + 611)),
    ):
        house.fails(reason, bank, "propose_amendment", terms, change)
    house.propose(terms, house.change(expiry_day=TODAY + 610))


def test_propose__amount_beyond_its_range__refused(house: Changing) -> None:
    terms = house.issued(amount=100, cover_bps=0)
    bank = house.issuing_bank
    for difference in (-100, -101, -(2**255), MAX_AMOUNT - 99, MAX_AMOUNT, 2**255 - 1, MAX_AMOUNT + 1):
        house.fails(TERMS, bank, "propose_amendment", terms, house.change(difference=difference))
    house.propose(terms, house.change(difference=-99))
    house.cap(bank, MAX_AMOUNT)
    house.propose(terms, house.change(difference=MAX_AMOUNT - 100))


def test_propose__party_that_was_suspended_but_is_bound__not_asked_again(house: Changing) -> None:
    terms = house.issued(house.nominating())
    house.set_status(house.nominated_bank, 2)
    house.set_status(house.applicant, 2)
    house.propose(terms, house.change(expiry_day=LATER))
    again = house.change(nominated=house.nominated_bank)
    house.fails("credit: party (NOT_ADMITTED)", house.issuing_bank, "propose_amendment", terms, again)


def test_propose__after_expiry__works_and_may_end_in_the_past(house: Changing) -> None:
    terms = house.issued()
    house.at(terms.expiry_day + 5)
    house.ok(house.stranger, "expire", terms)
    house.propose(terms, house.change(expiry_day=terms.expiry_day + 1))


# --- LC10 ---


def test_propose__less_than_was_drawn__refused_at_exactly_drawn_allowed(house: Changing) -> None:
    terms = house.issued(amount=1_000, tolerance_plus=1_000)
    house.accepted(terms, amount=660)
    low = house.change(difference=-401)
    house.fails(BELOW_DRAWN, house.issuing_bank, "propose_amendment", terms, low)
    house.propose(terms, house.change(difference=-400))
    assert house.state(terms)["drawn"] == 660


def test_propose__cancel_whatever_was_drawn__is_no_reduction(house: Changing) -> None:
    """A waiver bound more than the credit: cancelling needs other consents, not this one."""
    terms = house.issued(amount=1_000)
    statement = house.refused(terms, 2, amount=1_500)
    for sender in (house.applicant, house.issuing_bank):
        house.ok(sender, "waive", terms, statement)
    assert house.state(terms)["drawn"] == 1_500
    house.cancelling(terms)
    house.fails(BELOW_DRAWN, house.issuing_bank, "propose_amendment", terms, house.change(expiry_day=LATER))


# --- cover and authority ---


@pytest.mark.parametrize(
    ("bps", "difference", "cover"),
    [(10_000, 50, 50), (0, 50, 0), (3_333, 1, 1), (3_333, 3, 1), (3_334, 1, 0), (5_000, -10, 0)],
)
def test_propose__a_rise__cover_for_the_rise_rounded_up_as_a_whole(
    house: Changing, bps: int, difference: int, cover: int
) -> None:
    terms = house.issued(amount=999, cover_bps=bps)
    before = house.held(house.issuing_bank)
    own, reserved = house.held(house.credit.address), house.reserved(house.issuing_bank)
    change = house.change(difference=difference)
    receipt = house.propose(terms, change)
    assert receipt.event("AmendmentProposed")["cover"] == cover == house.book(terms, change)["cover"]
    assert before - house.held(house.issuing_bank) == cover * SCALE
    assert house.held(house.credit.address) - own == cover * SCALE
    assert house.reserved(house.issuing_bank) - reserved == max(0, difference)
    assert house.state(terms)["cover"] == (999 * bps + 9_999) // 10_000


def test_propose__tolerance_or_additional_amount__is_a_rise_too(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    change = house.change(tolerance_plus=1_000, additional_amount=7, difference=-50)
    house.propose(terms, change)
    assert house.book(terms, change)["cover"] == 950 + 95 + 7 - 1_000


def test_propose__a_rise_beyond_the_authority__refused(house: Changing) -> None:
    terms = house.issued(amount=1_000, cover_bps=0)
    house.cap(house.issuing_bank, 9)
    house.fails("AGENT", house.issuing_bank, "propose_amendment", terms, house.change(difference=10))
    house.propose(terms, house.change(difference=9))
    house.propose(terms, house.change(expiry_day=LATER))
    house.propose(terms, house.change(difference=-1))


def test_propose__cover_that_the_bank_cannot_pay__refused(house: Changing) -> None:
    token = house.token()
    terms = house.issued(asset=token.address)
    house.ok(house.issuing_bank, "approve", house.credit.address, 0, contract=token)
    act = (house.issuing_bank, "propose_amendment", terms, house.change(difference=1))
    assert not house.act(*act).ok


def test_propose__a_rise_while_stopped__refused_all_else_runs(house: Changing) -> None:
    terms = house.issued()
    house.ok(house.guardian, "pause")
    house.fails(STOPPED, house.issuing_bank, "propose_amendment", terms, house.change(difference=1))
    house.fails(STOPPED, house.issuing_bank, "propose_amendment", terms, house.change(tolerance_plus=1))
    for change in (
        house.change(difference=-1),
        house.change(expiry_day=LATER),
        house.change(cancel=True),
        house.change(difference=-5, additional_amount=5),
    ):
        house.propose(terms, change)


def test_propose__paid_off_chain__no_cover(house: Changing) -> None:
    terms = house.issued(asset="0x" + "0" * 40, asset_scale=1, cover_bps=0)
    change = house.proposed(terms, difference=500)
    assert house.book(terms, change)["cover"] == 0
    assert house.state(house.taken(terms, change))["amended"]


def test_propose__three_equal_credits__each_has_its_own(house: Changing) -> None:
    credits = [house.issued() for _ in range(3)]
    change = house.change(difference=100)
    for terms in credits:
        house.propose(terms, change)
    assert len({house.amendment(terms, change) for terms in credits}) == 3
    house.take(credits[1], change)
    assert [house.status(terms, change) for terms in credits] == [
        AmendmentStatus.PENDING,
        AmendmentStatus.ACCEPTED,
        AmendmentStatus.PENDING,
    ]
    assert [house.state(terms)["amended"] for terms in credits] == [False, True, False]
