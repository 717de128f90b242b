"""MT707 and MT747: what a change on the chain says, read back as that change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.messages_out.kit import BICS, REFERENCE, Telling, ends
from tests.unit.documentary_credit.house import DUBAI, EXPIRY, TODAY
from usance.amendments import Change
from usance.calendars import date_of
from usance.codes import Allowed, ChargesFor, Confirmation, Exclusion
from usance.messages import Message, compose, groups, read_text
from usance.messages import values as v
from usance.messages.change_of import change_of
from usance.messages.parties import Entry, PartyBook
from usance.terms import ZERO_HASH, Credit

NONREF = {"21": "NONREF"}


def credit(house: Telling, **changes: Any) -> Credit:
    words: dict[str, Any] = {"adviser": house.advising_bank, "latest_shipment_day": TODAY + 40}
    return house.papered(house.nominating(**(words | changes)))


def book(house: Telling) -> PartyBook:
    return PartyBook([Entry(address=getattr(house, role), bic=bic) for role, bic in BICS.items()])


def read(house: Telling, terms: Credit, message: Message) -> Change:
    """The change that a bank reads out of the message; its content is the hash of the message."""
    return replace(change_of(message, book(house)).bound(terms), content=ZERO_HASH)


@pytest.mark.parametrize(
    ("difference", "fields"),
    [
        (10_000_50, {}),
        (-4_150_00, {}),
        (0, {"expiry_day": EXPIRY + 30}),
        (0, {"tolerance_plus": 1_000, "tolerance_minus": 1_000}),
        (0, {"additional_amount": 2_500_00}),
        (0, {"latest_shipment_day": TODAY + 60}),
        (0, {"presentation_days": 10}),
        (0, {"partials": int(Allowed.NOT_ALLOWED), "transhipment": int(Allowed.NOT_ALLOWED)}),
        (0, {"charges_for": int(ChargesFor.BENEFICIARY)}),
        (0, {"exclusions": int(Exclusion.EUCP)}),
        (5_000_00, {"expiry_day": EXPIRY + 30, "latest_shipment_day": TODAY + 70, "presentation_days": 14}),
    ],
)
def test_mt707__proposed__reads_back_as_the_change(
    house: Telling, difference: int, fields: dict[str, Any]
) -> None:
    terms = credit(house)
    change = house.proposed(terms, difference=difference, **fields)
    message = house.told(terms, "707", fields=NONREF)
    assert ends(message) == ("issuing_bank", "advising_bank")
    assert [message.text(tag) for tag in ("20", "21", "23", "22A")] == [
        REFERENCE,
        "NONREF",
        REFERENCE,
        "ISSU",
    ]
    assert message.typed("26E") == change.number
    assert message.typed("31C") == date_of(terms.issue_day)
    assert message.typed("30") == date_of(TODAY)
    found = read(house, terms, message)
    # A new date of expiry names its place again; that it is the same changes nothing.
    known = Change.of(
        {name: value for name, value in found.new_values() if getattr(terms, name) != value},
        number=found.number,
        difference=found.difference,
    )
    assert known == change


def test_mt707__expiry_at_another_place__names_its_town(house: Telling) -> None:
    terms = credit(house)
    change = house.proposed(terms, expiry_day=EXPIRY + 30, expiry_place=DUBAI)
    message = house.told(terms, "707", fields=NONREF)
    assert message.typed("31D") == v.DatePlace(date_of(EXPIRY + 30), "DUBAI")
    assert read(house, terms, message) == change


def test_mt707__banks__by_their_bics(house: Telling) -> None:
    terms = credit(house)
    change = house.proposed(
        terms,
        confirmation=int(Confirmation.CONFIRM),
        confirmer=house.confirming_bank,
        confirmer_place=DUBAI,
        reimburser=house.collecting_bank,
    )
    house.untold(terms, "707", "confirmer", "--field 58A=", fields=NONREF)
    message = house.told(terms, "707", fields=NONREF, book=book(house))
    assert (message.text("49"), message.text("58A")) == ("CONFIRM", BICS["confirming_bank"])
    assert message.text("53A") == BICS["collecting_bank"]
    assert read(house, terms, message) == change


def test_mt707__cancelling__says_cancel_alone(house: Telling) -> None:
    terms = credit(house)
    change = house.cancelling(terms)
    message = house.told(terms, "707", fields=NONREF)
    assert message.text("23S") == "CANCEL"
    assert read(house, terms, message) == change


@pytest.mark.parametrize(
    ("fields", "asked"),
    [({"honour_days": 3}, "--field 47B=/ADD/"), ({"latest_shipment_day": 0}, "--field 44C=")],
)
def test_mt707__terms_without_words__are_asked_for(
    house: Telling, fields: dict[str, Any], asked: str
) -> None:
    terms = credit(house)
    house.proposed(terms, **fields)
    house.untold(terms, "707", f"changes {next(iter(fields))}", asked, fields=NONREF)
    words = "/ADD/+WE PAY THREE BANKING DAYS AFTER OUR FINDING"
    message = house.told(terms, "707", fields=NONREF | {"47B": words})
    assert message.text("47B") == words


def test_mt707__its_own_message_is_kept__comes_out_whole(house: Telling) -> None:
    terms = credit(house)
    lines = "\n".join(f"/ADD/+ITEM {number:04} OF THE GOODS BY THE ORDER OF APRIL" for number in range(90))
    items = {
        "27": "1/1", "20": REFERENCE, "21": "DRAG5001", "23": REFERENCE,
        "31C": "260302", "26E": "004", "30": "260302", "22A": "ISSU",
        "32B": "EUR100,", "45B": lines, "46B": lines, "47B": lines, "71N": "APPL",
    }  # fmt: skip
    paper = compose("707", items.items(), sender=BICS["issuing_bank"], receiver=BICS["advising_bank"])
    change = change_of(paper, book(house)).bound(terms)
    house.propose(terms, change)
    house.kept(terms, change, paper)
    exported = house.export(terms, "708")
    first, *others = [part.mt for part in exported.parts]
    assert first == "707"
    assert set(others) == {"708"}
    (whole,) = groups(read_text(exported.text))
    assert whole.content_hash == paper.content_hash == change.content
    assert exported.sources["32B"] == "chain"
    assert exported.sources["45B"] == "record"


def test_mt707__not_pending__one_line(house: Telling) -> None:
    terms = credit(house)
    house.untold(terms, "707", "nobody proposed an amendment", fields=NONREF)
    change = house.proposed(terms, difference=1_00)
    house.take(terms, change)
    house.untold(terms, "707", "is ACCEPTED", "STATE", fields=NONREF)
    other = house.proposed(house.after(terms, change), difference=2_00)
    assert house.told(terms, "707", fields=NONREF).typed("32B") == v.Amount("EUR", 2_00)
    house.untold(terms, "707", "is ACCEPTED", fields=NONREF, amendment=str(change.number))
    house.untold(terms, "707", "--amendment 99", "0 of the credit", fields=NONREF, amendment="99")
    house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, other))
    house.untold(terms, "707", "is REJECTED", fields=NONREF)


def test_mt707__network_rule_broken__refused_with_its_code(house: Telling) -> None:
    terms = credit(house)
    house.proposed(terms, difference=1_00, latest_shipment_day=TODAY + 60)
    for fields, code in (
        ({"44D": "IN MAY"}, "D06"),
        ({"33B": "EUR1,"}, "C12"),
        ({"42C": "SIGHT"}, "C90"),
        ({"52A": BICS["issuing_bank"], "50B": "SOMEBODY"}, "C06"),
        ({"45B": "MORE SHIRTS"}, "T67"),
    ):
        house.untold(terms, "707", code, fields=NONREF | fields)


def test_mt747__accepted__the_new_authority(house: Telling) -> None:
    terms = credit(house, reimburser=house.collecting_bank)
    change = house.proposed(terms, difference=5_850_00, expiry_day=EXPIRY + 30, tolerance_plus=500)
    given = {"30": "260303"}
    house.untold(terms, "747", "is PENDING", "STATE", fields=given)
    after = house.taken(terms, change)
    house.untold(terms, "747", "field 30", "--field 30=")
    message = house.told(terms, "747", fields=given)
    assert ends(message) == ("issuing_bank", "collecting_bank")
    assert message.text("20") == REFERENCE
    assert message.typed("31E") == date_of(after.expiry_day)
    assert message.typed("32B") == v.Amount("EUR", 5_850_00)
    assert message.typed("34B") == v.Amount("EUR", after.amount)
    assert message.typed("39A") == v.Tolerance(5, 0)


def test_mt747__a_decrease__33b_with_the_new_amount(house: Telling) -> None:
    terms = credit(house, reimburser=house.collecting_bank)
    house.amended(terms, difference=-150_00)
    message = house.told(terms, "747", fields={"30": "260303"})
    assert message.typed("33B") == v.Amount("EUR", 150_00)
    assert message.typed("34B") == v.Amount("EUR", terms.amount - 150_00)


def test_mt747__nothing_a_reimbursing_bank_pays_by__refused_with_c15(house: Telling) -> None:
    terms = credit(house, reimburser=house.collecting_bank)
    house.amended(terms, presentation_days=10)
    house.untold(terms, "747", "C15", fields={"30": "260303"})


def test_mt747__no_reimbursing_bank__one_line(house: Telling) -> None:
    terms = credit(house)
    house.amended(terms, difference=1_00)
    house.untold(terms, "747", "no reimbursing bank", fields={"30": "260303"})
    named = credit(house)
    house.amended(named, reimburser=house.collecting_bank)
    house.untold(named, "747", "MT740", fields={"30": "260303"})
