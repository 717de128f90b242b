"""Changes from options, parts of changes, and credits rebuilt from the events of their amendments."""

from __future__ import annotations

from typing import Any

import pytest

from usance.amendments import FIELDS, Change, amendment_id, applied
from usance.calendars import day_of
from usance.chain.abi import Event
from usance.codes import Confirmation, Exclusion, Stage
from usance.credits.acts import on_credit, own_terms
from usance.credits.book import CreditRecord, Seen, _take
from usance.credits.changes import (
    change_from,
    change_words,
    check_confirmation,
    differences,
    fields_named,
    next_number,
    part_of,
)
from usance.credits.desk import CreditError, shown
from usance.report.credit_events import DETAILS, WORDS, event_fact
from usance.terms import ZERO_HASH, Credit, place_key

TERMS = Credit(
    issuer="0x" + "11" * 20,
    beneficiary="0x" + "22" * 20,
    currency=place_key("EUR"),
    amount=18_460_000,
    expiry_day=day_of("2026-05-15"),
    expiry_place=place_key("BDDAC"),
    latest_shipment_day=day_of("2026-03-31"),
)
IDENTITY = b"\x01" * 32
EXTEND = Change.of({"expiry_day": day_of("2026-06-15")}, number=1, difference=1_000_000)


def record() -> CreditRecord:
    found: dict[bytes, CreditRecord] = {}
    take(found, "Issued", terms=TERMS.as_dict(), cover=0)
    return found[IDENTITY]


def take(found: dict[bytes, CreditRecord], name: str, **args: Any) -> None:
    _take(found, Seen(Event("0x", name, {"credit": IDENTITY, **args}), 0, "0x"))


def options(**given: Any) -> dict[str, Any]:
    plain = dict.fromkeys(
        (
            "amount", "expiry", "expiry_place", "latest_shipment", "presentation_days", "tolerance",
            "additional", "partials", "transhipment", "confirmation", "number",
        )
    )  # fmt: skip
    return {**plain, "cancel": False, **given}


def change(settings: tuple[str, ...] = (), content: bytes | None = None, **given: Any) -> Change:
    return change_from(record(), options(**given), settings, content)


# --- options ---


@pytest.mark.parametrize(
    ("given", "settings", "values", "difference"),
    [
        ({"amount": "+10000.00"}, (), {}, 1_000_000),
        ({"amount": "EUR -2,500.50"}, (), {}, -250_050),
        ({"expiry": "2026-06-15"}, (), {"expiry_day": day_of("2026-06-15")}, 0),
        ({"expiry_place": "nlrtm"}, (), {"expiry_place": place_key("NLRTM")}, 0),
        ({"latest_shipment": "none"}, (), {"latest_shipment_day": 0}, 0),
        ({"presentation_days": 14}, (), {"presentation_days": 14}, 0),
        ({"tolerance": "10/5"}, (), {"tolerance_plus": 1_000, "tolerance_minus": 500}, 0),
        ({"tolerance": "7.5"}, (), {"tolerance_plus": 750, "tolerance_minus": 750}, 0),
        ({"additional": "1500.00"}, (), {"additional_amount": 150_000}, 0),
        ({"partials": "not-allowed"}, (), {"partials": 2}, 0),
        ({"confirmation": "may-add"}, (), {"confirmation": Confirmation.MAY_ADD}, 0),
        ({}, ("closing_days=45",), {"closing_days": 45}, 0),
        ({}, ("exclusions=EUCP+LEAF_BAR",), {"exclusions": Exclusion.EUCP | Exclusion.LEAF_BAR}, 0),
        ({}, ("Latest-Shipment-Day=2026-04-30",), {"latest_shipment_day": day_of("2026-04-30")}, 0),
    ],
)
def test_change__option__sets_its_terms(
    given: dict[str, Any], settings: tuple[str, ...], values: dict[str, Any], difference: int
) -> None:
    found = change(settings, **given)
    assert (dict(found.new_values()), found.difference) == (values, difference)
    assert found.number == 1
    assert found.content != ZERO_HASH


def test_change__content__is_the_hash_of_its_words__or_what_was_given() -> None:
    one, two = change(amount="+1.00"), change(amount="+2.00")
    assert one.content != two.content
    assert change(amount="+1.00").content == one.content
    assert change(amount="+1.00", number=2).content != one.content
    assert change((), b"\x07" * 32, amount="+1.00").content == b"\x07" * 32


def test_change__cancel__has_nothing_else() -> None:
    found = change(cancel=True)
    assert (found.cancel, found.mask, found.difference) == (True, 0, 0)
    with pytest.raises(CreditError, match="beside a change"):
        change(cancel=True, expiry="2026-06-15")


def test_change__number__follows_the_last() -> None:
    one = record()
    assert next_number(one) == 1
    found = {IDENTITY: one}
    propose(found, Change.of({}, number=4, difference=1))
    assert next_number(one) == 5
    assert change_from(one, options(amount="+1.00"), (), None).number == 5
    assert change_from(one, options(amount="+1.00", number=9), (), None).number == 9


def test_confirmation__once_given__no_change_touches_it() -> None:
    found = change(confirmation="confirm")
    check_confirmation(found, confirmed=False)
    with pytest.raises(CreditError, match="U9"):
        check_confirmation(found, confirmed=True)


# --- parts ---


def test_part__none_named__is_the_whole() -> None:
    assert part_of(EXTEND, ()) == (0, [])


def test_part__every_field_named__is_the_whole_and_said() -> None:
    part, (note,) = part_of(EXTEND, ("expiry", "amount"))
    assert part == 0
    assert "whole" in note


def test_part__the_amount_alone__its_own_bit() -> None:
    part, (note,) = part_of(EXTEND, ("amount",))
    assert part == 1 << FIELDS.index("amount")
    assert "rejection" in note


def test_part__all_but_the_amount__is_a_part() -> None:
    part, (note,) = part_of(EXTEND, ("expiry",))
    assert part == 1 << FIELDS.index("expiry_day")
    assert "rejection" in note


def test_part__of_several_fields__their_bits() -> None:
    both = Change.of({"expiry_day": 1, "closing_days": 2}, number=1)
    part, _ = part_of(both, ("closing-days",))
    assert part == 1 << FIELDS.index("closing_days")
    assert part not in (0, both.mask)


@pytest.mark.parametrize("name", ["closing_days", "colour"])
def test_part__that_is_not_of_the_change__one_line(name: str) -> None:
    with pytest.raises(CreditError) as caught:
        part_of(EXTEND, (name,))
    assert f"--only {name}" in str(caught.value)


def test_fields__short_words__name_terms() -> None:
    assert fields_named("expiry", "--only") == ("expiry_day", "expiry_place")
    assert fields_named("Tolerance", "--only") == ("tolerance_plus", "tolerance_minus")
    assert fields_named("closing-days", "--only") == ("closing_days",)


# --- words ---


def test_words__of_a_change__what_was_and_what_becomes() -> None:
    assert change_words(EXTEND, TERMS) == [
        "amount + EUR 10,000.00 = EUR 194,600.00", "expiry_day 2026-05-15 -> 2026-06-15",
    ]  # fmt: skip
    assert change_words(Change(cancel=True), TERMS) == ["the credit is to end"]
    gone = Change.of({"latest_shipment_day": 0}, number=1)
    assert change_words(gone, TERMS) == ["latest_shipment_day 2026-03-31 -> none"]


def test_shown__a_change__by_the_names_of_its_fields() -> None:
    assert shown(EXTEND)["terms"] == {"expiry_day": "2026-06-15"}
    assert shown(EXTEND)["difference"] == 1_000_000


def test_differences__without_the_salt() -> None:
    after = applied(TERMS, EXTEND, b"\x02" * 32)
    assert set(differences(TERMS, after)) == {"amount", "expiry_day"}


# --- the book ---


def propose(found: dict[bytes, CreditRecord], change: Change) -> bytes:
    identity = amendment_id(IDENTITY, change)
    take(found, "AmendmentProposed", amendment=identity, change=change.as_dict(), cover=0)
    return identity


def accept(found: dict[bytes, CreditRecord], amendment: bytes, terms: Credit, apart: bool = False) -> None:
    take(
        found, "AmendmentAccepted", amendment=amendment, presentation=ZERO_HASH, terms=terms.as_dict(),
        apart=apart, freed=0,
    )  # fmt: skip


def test_book__accepted_changes__the_terms_in_force_under_the_same_id() -> None:
    one = record()
    found = {IDENTITY: one}
    first = propose(found, EXTEND)
    assert (one.terms, one.amendments[0].change) == (TERMS, EXTEND)
    after = applied(TERMS, EXTEND, first)
    accept(found, first, after)
    assert (one.terms, one.birth, one.own) == (after, TERMS, None)
    assert (one.amendments[0].before, one.amendments[0].after) == (TERMS, after)
    second = propose(found, Change.of({"closing_days": 45}, number=2))
    last = applied(after, one.amendments[1].change, second)
    accept(found, second, last)
    assert one.terms == last
    assert one.made == [after, last]
    assert one.terms_at(Stage.CONFIRMER) == last
    assert on_credit("close", one, "0x" + "33" * 20).args == (last,)


def test_book__confirming_bank_apart__keeps_what_it_confirmed_until_it_follows() -> None:
    one = record()
    found = {IDENTITY: one}
    first = propose(found, EXTEND)
    after = applied(TERMS, EXTEND, first)
    accept(found, first, after, apart=True)
    assert own_terms(one) == TERMS
    assert one.terms_at(Stage.CONFIRMER) == TERMS
    assert one.terms_at(Stage.ISSUER) == after
    second = propose(found, Change.of({"closing_days": 45}, number=2))
    last = applied(after, one.amendments[1].change, second)
    accept(found, second, last, apart=True)
    # The second acceptance leaves it where it was.
    assert one.own == TERMS
    take(found, "ConfirmationAmended", amendment=first, terms=after.as_dict(), apart=True)
    assert one.own == after
    take(found, "ConfirmationAmended", amendment=second, terms=last.as_dict(), apart=False)
    assert one.own is None
    with pytest.raises(CreditError, match="nothing to apply"):
        own_terms(one)


def test_book__rejected__changes_nothing() -> None:
    one = record()
    found = {IDENTITY: one}
    first = propose(found, EXTEND)
    take(found, "AmendmentRejected", amendment=first, party="0x" + "22" * 20, part=0)
    assert (one.terms, one.own, one.amendments[0].after) == (TERMS, None, None)
    assert [seen.event.name for seen in one.amendments[0].events] == [
        "AmendmentProposed", "AmendmentRejected",
    ]  # fmt: skip


# --- events in words ---


def test_words__every_event_of_the_contract__has_them() -> None:
    from usance.chain.revm import abi_of

    told = {
        event.name
        for event in abi_of("DocumentaryCredit").events.values()
        if any(part["name"] == "credit" for part in event.indexed)
    }
    assert told
    assert told - set(WORDS) == set()
    assert set(DETAILS) <= set(WORDS)


def test_event__proposed__what_the_change_would_be() -> None:
    event = Event("0x", "AmendmentProposed", {"change": EXTEND.as_dict(), "cover": 0, "credit": IDENTITY})
    fact = event_fact(Seen(event, 0, ""), "EUR")
    assert fact["detail"] == "number 1: amount + EUR 10,000.00, expiry_day 2026-06-15"
    assert fact["rule"] == "U11"
    cancel = Event("0x", "AmendmentProposed", {"change": Change(cancel=True).as_dict(), "cover": 5})
    assert event_fact(Seen(cancel, 0, ""), "EUR")["detail"] == "number 1: to cancel the credit"


def test_event__accepted__says_by_which_set_and_whether_a_bank_stays_apart() -> None:
    args = {"terms": TERMS.as_dict(), "presentation": b"\xab" * 32, "apart": True, "freed": 100}
    detail = event_fact(Seen(Event("0x", "AmendmentAccepted", args), 0, ""), "EUR")["detail"]
    for part in ("EUR 184,600.00", "2026-05-15", "set 0xabababababab", "stays bound", "EUR 1.00"):
        assert part in detail
