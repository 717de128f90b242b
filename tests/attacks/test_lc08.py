"""LC8: an amendment without all consents, taken in part, or racing a presentation."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.unit.credit_amendments.changing import (
    CONSENT,
    LATER,
    NO_ACCEPTANCE,
    NOT_IN_FORCE,
    NOT_PARTY,
    NOT_PENDING,
    SCALE,
    Changing,
    amending,
)
from tests.unit.documentary_credit.house import DUBAI, EXPIRY, NAMES
from usance.amendments import FIELDS, Change
from usance.codes import AmendmentStatus, CreditStatus
from usance.terms import Credit


@pytest.fixture
def house() -> Iterator[Changing]:
    with amending() as house:
        yield house


def unchanged(house: Changing, terms: Credit) -> None:
    """What was promised still is: the old terms are presented under and paid."""
    assert house.terms_of(terms)[0] == house.id(terms)
    statement = house.accepted(terms)
    assert house.ok(house.issuing_bank, "honour", terms, statement).event("Honoured")["outstanding"] == 0


# --- consents ---


def test_everybody_but_the_beneficiary__accepts__nothing_changes(house: Changing) -> None:
    terms = house.confirmed()
    lower = house.proposed(terms, difference=-54_000_00, closing_days=60)
    end = house.cancelling(terms)
    for change in (lower, end):
        house.extend(terms, change)
        for name in set(NAMES) - {"beneficiary"}:
            house.fails(NOT_PARTY, house.people[name].address, "accept_amendment", terms, change, 0)
    unchanged(house, terms)


def test_beneficiary__writes_its_own_amendment__nothing_changes(house: Changing) -> None:
    """Neither a change nobody proposed nor one that differs in any word from what was proposed."""
    terms = house.issued()
    offered = house.proposed(terms, difference=100, expiry_day=LATER)
    for forged in (
        Change.of({"expiry_day": LATER}, number=offered.number, difference=54_150_00),
        replace(offered, number=offered.number + 1),
        replace(offered, difference=101),
        replace(offered, content=b"\1" * 32),
        replace(offered, values=((LATER + 1).to_bytes(32, "big"),)),
        replace(offered, mask=1 << FIELDS.index("closing_days")),
    ):
        house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", terms, forged, 0)
        house.fails(NOT_PARTY, house.beneficiary, "propose_amendment", terms, forged)
    unchanged(house, terms)


def test_issuing_bank__shortens_or_ends_behind_the_confirming_bank__refused(house: Changing) -> None:
    """With the beneficiary's help: what the confirming bank may claim until its days are over stays."""
    terms = house.confirmed()
    for change in (
        house.proposed(terms, expiry_day=EXPIRY - 1, closing_days=90),
        house.proposed(terms, closing_days=0),
        house.cancelling(terms),
    ):
        house.fails(CONSENT, house.beneficiary, "accept_amendment", terms, change, 0)
        house.extend(terms, change, False)
        house.fails(CONSENT, house.beneficiary, "accept_amendment", terms, change, 0)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.confirming_bank, "honour", terms, statement)
    house.ok(house.confirming_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.ok(house.issuing_bank, "honour", terms, statement).event("Honoured")["outstanding"] == 0


def test_confirming_bank__is_held_to_a_rise_it_did_not_extend_to__refused(house: Changing) -> None:
    terms = house.confirmed(amount=1_000)
    then = house.amended(terms, difference=9_000)
    house.fails(NOT_IN_FORCE, house.beneficiary, "present", then, house.statement(then, "confirming_bank"))
    statement = house.precluded(terms, "confirming_bank", amount=10_000)
    assert house.set_state(terms, statement)["amount"] == 1_000


def test_confirming_bank__lets_an_older_change_shorten_a_newer_one__refused(house: Changing) -> None:
    """In force is the longer day. A bank that extended to both must not choose the shorter for itself."""
    terms = house.confirmed()
    short, long = house.proposed(terms, expiry_day=EXPIRY + 5), house.proposed(terms, expiry_day=EXPIRY + 50)
    then = house.taken(house.taken(terms, short), long)
    house.extend(terms, long)
    house.fails(NOT_PENDING, house.confirming_bank, "extend_confirmation", terms, short, True)
    house.ok(house.stranger, "apply_extension", terms, long)
    house.at(EXPIRY + 40, place=DUBAI)
    statement = house.received(then, "confirming_bank")
    assert house.set_state(then, statement)["marks"] == 0


def test_silent_surety__is_held_to_what_it_did_not_agree_to__free(house: Changing) -> None:
    terms = house.issued(amount=1_000)
    house.silently(terms)
    then = house.amended(terms, difference=9_000)
    assert not house.state(then)["silent"]


def test_issuing_bank__takes_its_offer_back__has_no_act_for_it(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, difference=500)
    amendment = house.amendment(terms, change)
    house.fails(NOT_PARTY, house.issuing_bank, "reject_amendment", terms, amendment)
    house.fails(NOT_PENDING, house.issuing_bank, "propose_amendment", terms, change)
    house.set_status(house.issuing_bank, 2)
    house.ok(house.guardian, "pause")
    house.cap(house.issuing_bank, 0)
    assert house.state(house.taken(terms, change))["cover"] == terms.amount + 500


# --- parts ---


def test_beneficiary__takes_the_rise_and_leaves_the_rest__takes_nothing(house: Changing) -> None:
    terms = house.issued()
    before = house.held(house.issuing_bank)
    for bits in (1, 2, 3):
        names = ("examination_days", "closing_days", "latest_shipment_day")[:bits]
        values = {"examination_days": 3, "closing_days": 10, "latest_shipment_day": EXPIRY}
        change = house.proposed(terms, difference=1_000, **{name: values[name] for name in names})
        for only in (1 << FIELDS.index("amount"), change.mask ^ (1 << 32), 2**256 - 1):
            if house.status(terms, change) is AmendmentStatus.PENDING:
                house.take(terms, change, only)
        assert house.status(terms, change) is AmendmentStatus.REJECTED
        house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", terms, change, 0)
    assert house.held(house.issuing_bank) == before
    unchanged(house, terms)


# --- races ---


def test_issuing_bank__changes_under_a_set_already_presented__the_set_says_nothing(house: Changing) -> None:
    """A set sent before the change cannot have meant it, whoever says so and however late."""
    terms = house.issued(amount=1_000)
    statement = house.presented(terms, amount=1_500)
    change = house.proposed(terms, difference=500, examination_days=30)
    house.acknowledge(terms, statement)
    for name in ("issuing_bank", "beneficiary", "stranger"):
        house.fails(
            NO_ACCEPTANCE,
            house.people[name].address,
            "accept_by_presentation",
            terms,
            statement,
            change,
        )
    assert house.last_day(terms, statement) == house.calendars[terms.issuer_place].add_banking_days(
        house.today(), 5
    )


def test_stranger__turns_a_set_that_fits_both_into_consent__refused(house: Changing) -> None:
    """A complying set under a rise that takes days away elsewhere: the beneficiary keeps its choice."""
    terms = house.issued(amount=1_000)
    change = house.proposed(terms, difference=500, presentation_days=1)
    statement = house.received(terms, amount=1_000)
    house.fails(NO_ACCEPTANCE, house.issuing_bank, "accept_by_presentation", terms, statement, change)
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.status(terms, change) is AmendmentStatus.PENDING


def test_bank__that_brings_a_set_unasked__consents_for_nobody(house: Changing) -> None:
    terms = house.issued(house.nominating(amount=1_000))
    change = house.proposed(terms, difference=500, closing_days=0)
    statement = house.collecting(terms, amount=1_500, presenter=house.nominated_bank)
    house.ok(house.nominated_bank, "present", terms, statement)
    house.acknowledge(terms, statement)
    house.fails(NO_ACCEPTANCE, house.nominated_bank, "accept_by_presentation", terms, statement, change)


def test_cancel__races_a_presentation__whoever_is_first(house: Changing) -> None:
    terms = house.issued()
    end = house.cancelling(terms)
    statement = house.received(terms)
    house.fails("credit: open set (OPEN_SET)", house.beneficiary, "accept_amendment", terms, end, 0)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.fails("credit: open set (OPEN_SET)", house.beneficiary, "accept_amendment", terms, end, 0)
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.take(terms, end)
    assert house.state(terms)["status"] == CreditStatus.CANCELLED


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_acceptances_in_any_order__amount_cover_and_books_agree(
    house: Changing, order: tuple[int, ...]
) -> None:
    terms = house.issued(amount=1_000, cover_bps=3_333)
    changes = [
        house.proposed(terms, difference=777),
        house.proposed(terms, tolerance_plus=1_234),
        house.proposed(terms, difference=-555),
        house.proposed(terms, additional_amount=99),
    ]
    then = terms
    for index in order[:3]:
        then = house.taken(then, changes[index])
    left = house.amendment(terms, changes[order[3]])
    house.ok(house.beneficiary, "reject_amendment", then, left)
    cover = house.state(then)["cover"]
    assert house.held(house.credit.address) == cover * SCALE
    needed = -(-then.maximum_liability * 3_333 // 10_000)
    # A rise that another change made larger after it was offered is covered as it was offered.
    assert needed - 100 <= cover <= needed


# --- another credit's amendment ---


def test_old_amendment__replayed_on_a_twin_credit__is_none_of_its_own(house: Changing) -> None:
    terms = house.issued()
    change = house.proposed(terms, difference=500, expiry_day=LATER)
    amendment = house.amendment(terms, change)
    then = house.taken(terms, change)
    twin = house.issued(terms.but(salt=b"\7" * 32))
    house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", twin, change, 0)
    house.fails(NOT_PENDING, house.beneficiary, "reject_amendment", twin, amendment)
    house.fails(NOT_PENDING, house.beneficiary, "accept_amendment", then, change, 0)
    statement = house.received(twin, amount=twin.amount + 500)
    house.fails(NOT_PENDING, house.stranger, "accept_by_presentation", twin, statement, change)
    unchanged(house, twin)


def test_issuing_bank__stands_a_twin_before_the_amended_credit__refused(house: Changing) -> None:
    """It issues the terms its change will make. Acts would find the twin, not the confirmed credit with a
    set in its clock."""
    terms = house.confirmed(amount=1_000)
    change = house.proposed(terms, difference=500)
    house.extend(terms, change)
    statement = house.received(terms, amount=900)
    twin = house.after(terms, change)
    house.ok(house.issuing_bank, "issue", twin)
    house.fails("credit: issued before (EXISTS)", house.beneficiary, "accept_amendment", terms, change, 0)
    house.births.pop(twin)
    house.ok(house.issuing_bank, "accept", terms, statement)
    assert house.state(terms)["drawn"] == 900
    again = replace(change, number=change.number + 1)
    house.propose(terms, again)
    house.take(terms, again)
    then = house.after(terms, again)
    house.fails("credit: issued before (EXISTS)", house.issuing_bank, "issue", then)
    assert house.set_state(then, statement)["amount"] == 900
