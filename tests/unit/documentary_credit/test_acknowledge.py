"""acknowledge: the bank names the day of receipt; its examination runs from there (U14)."""

from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from tests.unit.documentary_credit.house import (
    DUBAI,
    EXPIRY,
    EXPIRY_MONDAY,
    GOOD_FRIDAY,
    SHANGHAI,
    TODAY,
    House,
    codes_of,
)
from usance.calendars import day_of
from usance.codes import Exclusion, Mark, Means
from usance.terms import ZERO_HASH

MOST_OPEN_SETS = 2**12 - 1
DAY_OF_RECEIPT = "credit: day of receipt (U14)"


def test_acknowledge__today__clock_runs_to_the_fifth_banking_day(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    receipt = house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY)
    assert codes_of(receipt) == ["Acknowledged"]
    assert receipt.event("Acknowledged").args == {
        "credit": house.id(terms),
        "presentation": house.set_id(terms, statement),
        "bank": house.issuing_bank,
        "means": Means.ACKNOWLEDGEMENT,
        "received_day": TODAY,
        "last_day": TODAY + 7,
        "marks": 0,
        "proof": ZERO_HASH,
    }
    state = house.set_state(terms, statement)
    assert (state["received"], state["received_day"], state["last_day"]) == (True, TODAY, TODAY + 7)
    assert house.last_day(terms, statement) == TODAY + 7
    assert house.state(terms)["open_sets"] == 1


@pytest.mark.parametrize("bank", ["advising_bank", "beneficiary", "stranger", "applicant"])
def test_acknowledge__by_another__refused(house: House, bank: str) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.fails("NOT_PARTY", getattr(house, bank), "acknowledge", terms, statement, TODAY)


def test_acknowledge__issuer_for_a_set_at_another_bank__refused(house: House) -> None:
    terms = house.confirmed()
    statement = house.presented(terms, "confirming_bank")
    house.fails("NOT_PARTY", house.issuing_bank, "acknowledge", terms, statement, TODAY)


def test_acknowledge__tomorrow__refused_and_today_by_one_second(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at_last_second(TODAY)
    house.fails(DAY_OF_RECEIPT, house.issuing_bank, "acknowledge", terms, statement, TODAY + 1)
    house.at_first_second_after(TODAY)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 1)


def test_acknowledge__before_it_was_presented__refused(house: House) -> None:
    terms = house.issued()
    house.at(TODAY + 2)
    statement = house.presented(terms)
    house.at(TODAY + 3)
    house.fails(DAY_OF_RECEIPT, house.issuing_bank, "acknowledge", terms, statement, TODAY + 1)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 2)


def test_acknowledge__earlier_day__moves_the_clock_back(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(TODAY + 3)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 3)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 1)
    assert house.last_day(terms, statement) == TODAY + 8
    assert house.state(terms)["open_sets"] == 1


@pytest.mark.parametrize("later", [0, 1])
def test_acknowledge__same_or_later_day__refused(house: House, later: int) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(TODAY + 3)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY + 2)
    house.fails(DAY_OF_RECEIPT, house.issuing_bank, "acknowledge", terms, statement, TODAY + 2 + later)


@pytest.mark.parametrize("finding", ["accepted", "refused", "precluded"])
def test_acknowledge__after_a_finding__refused(house: House, finding: str) -> None:
    terms = house.issued()
    statement = getattr(house, finding)(terms)
    house.fails("credit: state (STATE)", house.issuing_bank, "acknowledge", terms, statement, TODAY)


def test_acknowledge__unknown_set__refused(house: House) -> None:
    terms = house.issued()
    statement = house.statement(terms)
    house.fails("credit: unknown (UNKNOWN)", house.issuing_bank, "acknowledge", terms, statement, TODAY)


def test_acknowledge__set_of_another_credit__unknown(house: House) -> None:
    first, second = house.issued(), house.issued()
    statement = house.presented(first)
    house.fails("UNKNOWN", house.issuing_bank, "acknowledge", second, statement, TODAY)


def test_acknowledge__closed__refused(house: House) -> None:
    terms = house.issued()
    statement = house.presented(terms)
    house.at(EXPIRY + 31)
    house.ok(house.stranger, "close", terms)
    house.fails("CLOSED", house.issuing_bank, "acknowledge", terms, statement, EXPIRY + 31)


def test_acknowledge__on_a_sunday__the_banks_own_choice(house: House) -> None:
    terms = house.issued()
    house.at(TODAY + 6)
    statement = house.received(terms)
    assert house.set_state(terms, statement)["received_day"] == TODAY + 6
    assert house.last_day(terms, statement) == TODAY + 11


def test_acknowledge__easter_inside__two_days_more(house: House) -> None:
    terms = house.issued()
    house.at(GOOD_FRIDAY - 2)
    statement = house.received(terms)
    assert house.last_day(terms, statement) == GOOD_FRIDAY + 7


def test_acknowledge__gulf_weekend__counts_its_own_days(house: House) -> None:
    terms = house.confirmed()
    house.at(TODAY, 10, DUBAI)
    statement = house.received(terms, "confirming_bank")
    assert house.last_day(terms, statement) == TODAY + 7
    second = house.presented(terms, "confirming_bank", documents=b"two".ljust(32, b"\0"))
    house.at(TODAY + 4, 10, DUBAI)  # a Friday, closed there
    house.acknowledge(terms, second)
    assert house.last_day(terms, second) == TODAY + 10  # Sunday to Thursday


def test_acknowledge__worked_saturday__is_a_banking_day(house: House) -> None:
    terms = house.issued(house.nominating())
    day = day_of("2026-05-06")
    house.at(day, 10, SHANGHAI)
    statement = house.received(terms, "nominated_bank")
    assert house.last_day(terms, statement) == day_of("2026-05-12")


def test_acknowledge__one_and_thirty_days__as_the_terms_say(house: House) -> None:
    short, long = house.issued(examination_days=1), house.issued(examination_days=30)
    assert house.last_day(short, house.received(short)) == TODAY + 1
    assert house.last_day(long, house.received(long)) == TODAY + 42 + 2


# --- marks: found at the first receipt, judged by nobody ---

SHIPPED = day_of("2026-05-01")
PERIOD = SHIPPED + 21


@pytest.mark.parametrize(
    ("changes", "statement", "day", "marks"),
    [
        ({}, {}, EXPIRY_MONDAY, Mark(0)),  # expiry on a Sunday moves (U31)
        ({}, {}, EXPIRY_MONDAY + 1, Mark.AFTER_EXPIRY),
        ({}, {"shipment_day": SHIPPED}, PERIOD, Mark(0)),
        ({}, {"shipment_day": SHIPPED + 2}, PERIOD + 3, Mark(0)),  # a Sunday, moved to Monday
        ({}, {"shipment_day": SHIPPED + 2}, PERIOD + 4, Mark.LATE_PRESENTATION),
        ({}, {"shipment_day": SHIPPED}, PERIOD + 1, Mark.LATE_PRESENTATION),  # ended on a Friday
    ],
    ids=["moved", "expired", "period", "period_moved", "period_over", "period_ended"],
)
def test_acknowledge__day_by_day__marked(
    house: House, changes: dict[str, int], statement: dict[str, int], day: int, marks: Mark
) -> None:
    terms = house.issued(**changes)
    house.at(day)
    received = house.received(terms, **statement)
    assert house.set_state(terms, received)["marks"] == marks


@pytest.mark.parametrize("bits", range(16))
def test_acknowledge__every_combination_of_marks__all_named_at_once(house: House, bits: int) -> None:
    wanted = Mark(bits)
    terms = house.issued(latest_shipment_day=SHIPPED - 1, amount=1_000)
    changes: dict[str, int] = {"amount": 1_000}
    day = EXPIRY
    if wanted & Mark.AFTER_EXPIRY:
        day = EXPIRY + 10
    if wanted & (Mark.LATE_SHIPMENT | Mark.LATE_PRESENTATION):
        late = wanted & Mark.LATE_PRESENTATION
        changes["shipment_day"] = day - 40 if late else day - 5
        if not wanted & Mark.LATE_SHIPMENT:
            terms = house.issued(latest_shipment_day=changes["shipment_day"], amount=1_000)
        elif late:
            terms = house.issued(latest_shipment_day=changes["shipment_day"] - 1, amount=1_000)
    if wanted & Mark.OVERDRAWN:
        changes["amount"] = 1_001
    house.at(day)
    statement = house.presented(terms, **changes)
    receipt = house.acknowledge(terms, statement)
    assert receipt.event("Acknowledged")["marks"] == bits
    assert house.set_state(terms, statement)["marks"] == bits


def test_acknowledge__what_an_earlier_set_bound__overdraws_the_next(house: House) -> None:
    terms = house.issued(amount=1_000, tolerance_plus=1_000)
    house.accepted(terms, amount=600)
    fits = house.received(terms, amount=500, documents=b"two".ljust(32, b"\0"))
    above = house.received(terms, amount=501, documents=b"three".ljust(32, b"\0"))
    assert house.set_state(terms, fits)["marks"] == 0
    assert house.set_state(terms, above)["marks"] == Mark.OVERDRAWN


# --- exclusions ---


def test_acknowledge__art14c_off__no_period_but_expiry(house: House) -> None:
    kept = house.issued(presentation_days=1)
    off = house.issued(presentation_days=0, exclusions=int(Exclusion.ART14C_OFF))
    house.at(TODAY + 30)
    assert house.set_state(kept, house.received(kept, shipment_day=TODAY))["marks"] == Mark.LATE_PRESENTATION
    assert house.set_state(off, house.received(off, shipment_day=TODAY))["marks"] == 0


def test_acknowledge__art29a_off__expiry_does_not_move(house: House) -> None:
    kept, off = house.issued(), house.issued(exclusions=int(Exclusion.ART29A_OFF))
    house.at(EXPIRY_MONDAY)
    assert house.set_state(kept, house.received(kept))["marks"] == 0
    assert house.set_state(off, house.received(off))["marks"] == Mark.AFTER_EXPIRY


def test_acknowledge__force_majeure_on_the_moved_day__art36_or_its_exclusion(house: House) -> None:
    kept, off = house.issued(), house.issued(exclusions=int(Exclusion.ART36_OFF))
    house.at(EXPIRY - 2)
    house.close_unplanned(EXPIRY_MONDAY, 2)
    house.at(EXPIRY_MONDAY + 1)
    assert house.set_state(kept, house.received(kept))["marks"] == Mark.AFTER_EXPIRY
    assert house.set_state(off, house.received(off))["marks"] == 0


def test_acknowledge__ordinary_closure_on_the_moved_day__moves_further(house: House) -> None:
    terms = house.issued()
    house.at(EXPIRY - 2)
    house.close_unplanned(EXPIRY_MONDAY, 1)
    house.at(EXPIRY_MONDAY + 1)
    assert house.set_state(terms, house.received(terms))["marks"] == 0


@pytest.mark.parametrize(("schedule", "marks"), [(True, Mark(0)), (False, Mark.AFTER_EXPIRY)])
def test_acknowledge__nominated_bank_on_the_moved_day__needs_its_statement(
    house: House, schedule: bool, marks: Mark
) -> None:
    terms = house.issued(house.nominating())
    house.at(EXPIRY_MONDAY, 10, SHANGHAI)
    statement = house.received(terms, "nominated_bank", schedule_29b=schedule)
    assert house.set_state(terms, statement)["marks"] == marks


def test_acknowledge__confirming_bank_on_the_moved_day__needs_no_statement(house: House) -> None:
    """2026-06-12 is a Friday: closed in Dubai."""
    terms = house.confirmed(expiry_day=EXPIRY - 2)
    house.at(EXPIRY, 10, DUBAI)
    statement = house.received(terms, "confirming_bank")
    assert house.set_state(terms, statement)["marks"] == 0


def test_acknowledge__unplanned_closure_inside__moves_the_last_day(house: House) -> None:
    terms = house.issued()
    statement = house.received(terms)
    house.at(TODAY + 1)
    house.close_unplanned(TODAY + 2, 2)
    assert house.last_day(terms, statement) == TODAY + 8
    assert house.set_state(terms, statement)["last_day"] == TODAY + 7


def test_acknowledge__more_open_sets_than_the_books_count__refused_whole(house: House) -> None:
    """4,095 sets are open: the word of the credit is written as if they were."""
    terms = house.issued(amount=10_000)
    statement = house.presented(terms, amount=1)
    evm, address = house.driver._evm, house.credit.address
    slot = slot_of_credit(house, house.id(terms))
    word = int(evm.storage(address, slot))
    evm.insert_account_storage(address, slot, word | MOST_OPEN_SETS << 20)
    assert house.state(terms)["open_sets"] == MOST_OPEN_SETS
    house.fails("PACKING", house.issuing_bank, "acknowledge", terms, statement, TODAY)
    assert not house.set_state(terms, statement)["received"]
    evm.insert_account_storage(address, slot, word | (MOST_OPEN_SETS - 1) << 20)
    house.ok(house.issuing_bank, "acknowledge", terms, statement, TODAY)
    assert house.state(terms) | {"open_sets": 0} == {
        "status": 1,
        "amended": False,
        "apart": False,
        "silent": False,
        "advised": False,
        "confirmed": False,
        "open_sets": 0,
        "claims": 0,
        "drawn": 0,
        "cover": 10_000,
    }
    assert house.state(terms)["open_sets"] == MOST_OPEN_SETS


def slot_of_credit(house: House, credit: bytes) -> int:
    """Where the word of a credit lies: the compiler's layout says where the map begins."""
    from vyper.compiler.output import build_layout_output

    from usance.chain.artifacts import _compiler, deployables

    layout = build_layout_output(_compiler(deployables()["DocumentaryCredit"], None, "gas", {}))
    base = int(layout["storage_layout"]["books"]["_credits"]["slot"])
    return int.from_bytes(keccak(base.to_bytes(32, "big") + credit), "big")
