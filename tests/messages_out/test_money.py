"""MT732, 740, 742, 744, 752, 754, 756: undertakings, money and reimbursement as the chain has them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.messages_out.kit import BICS, REFERENCE, Telling, ends
from tests.unit.credit_undertakings.promising import AMOUNT
from tests.unit.documentary_credit.house import EXPIRY, ORDER, SHANGHAI, TODAY
from usance.calendars import date_of
from usance.codes import AvailableBy, ChargesFor, Disposal
from usance.messages import values as v
from usance.terms import ZERO_ADDRESS, Credit, Presentation

BANKS_OWN = {"20": "SILK-77"}
THEIRS = {"21": "SILK-77"}
RHIN = {"20": "RHIN-9", "21": "SILK-77"}
THURSDAY = TODAY + 3


def credit(house: Telling, **changes: Any) -> Credit:
    words: dict[str, Any] = {"adviser": house.advising_bank, "reimburser": house.collecting_bank}
    return house.papered(house.nominating(**(words | changes)))


def taken_up(house: Telling, terms: Credit) -> Presentation:
    """Sent on unpaid by the nominated bank, found complying by the issuing bank two days later."""
    statement = house.received(terms, "nominated_bank")
    house.at(TODAY + 1, place=SHANGHAI)
    house.ok(statement.bank, "forward", terms, statement)
    house.at(TODAY + 3)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "accept", terms, statement)
    return statement


# --- documents are taken up ---


def test_mt732__found_complying__discharges_the_presenting_bank(house: Telling) -> None:
    terms = credit(house)
    statement = taken_up(house, terms)
    message = house.told(terms, "732", fields=THEIRS)
    assert ends(message) == ("issuing_bank", "nominated_bank")
    assert (message.text("20"), message.text("21")) == (REFERENCE, "SILK-77")
    assert message.typed("30") == date_of(TODAY + 1)
    assert message.typed("32B") == v.Amount("EUR", house.set_state(terms, statement)["amount"])


def test_mt732__waived__amount_of_the_waiver(house: Telling) -> None:
    terms = credit(house)
    statement = house.refused(terms, Disposal.NOTIFY, amount=40_000_00)
    house.untold(terms, "732", "is REFUSED", fields=THEIRS)
    house.ok(house.applicant, "waive", terms, statement)
    house.untold(terms, "732", "is REFUSED", fields=THEIRS)
    house.ok(house.issuing_bank, "waive", terms, statement)
    message = house.told(terms, "732", fields=THEIRS, receiver=BICS["nominated_bank"])
    assert message.typed("32B") == v.Amount("EUR", 40_000_00)


def test_mt732__silence__takes_nothing_up(house: Telling) -> None:
    terms = credit(house)
    house.precluded(terms)
    house.untold(terms, "732", "is PRECLUDED", "STATE", fields=THEIRS)
    house.untold(terms, "752", "is PRECLUDED", "STATE", fields=THEIRS)


def test_mt752__taken_up_unpaid__authorises_the_bank_that_sent_it(house: Telling) -> None:
    terms = credit(house)
    statement = taken_up(house, terms)
    message = house.told(terms, "752", fields=THEIRS)
    assert ends(message) == ("issuing_bank", "nominated_bank")
    assert (message.text("20"), message.text("21"), message.text("23")) == (REFERENCE, "SILK-77", "REIMBURSE")
    assert message.typed("30") == date_of(TODAY + 1)
    assert message.typed("32B") == v.Amount("EUR", house.set_state(terms, statement)["amount"])
    house.untold(terms, "752", "C18", fields=THEIRS | {"71D": "/COMM/EUR50,"})
    house.untold(terms, "752", "C02", fields=THEIRS | {"33B": "USD54100,"})
    house.ok(house.issuing_bank, "honour", terms, statement)
    assert house.told(terms, "752", fields=THEIRS).text("23") == "REMITTED"


def test_mt752__how_it_gets_its_money_is_not_on_the_chain__asked(house: Telling) -> None:
    terms = credit(house, reimburser=ZERO_ADDRESS)
    taken_up(house, terms)
    house.untold(terms, "752", "field 23", "--field 23=", fields=THEIRS)
    assert house.told(terms, "752", fields=THEIRS | {"23": "DEBIT"}).text("23") == "DEBIT"


@pytest.mark.parametrize(
    ("available_by", "code"), [(AvailableBy.ACCEPTANCE, "ACCEPT"), (AvailableBy.NEGOTIATION, "NEGOTIATE")]
)
def test_mt752__usance__by_the_way_of_honour(house: Telling, available_by: AvailableBy, code: str) -> None:
    terms = credit(house, **house.usance(available_by=available_by))
    taken_up(house, terms)
    assert house.told(terms, "752", fields=THEIRS).text("23") == code


def test_mt752__paid_already_or_nobody_to_authorise__one_line(house: Telling) -> None:
    terms = credit(house)
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.untold(terms, "752", "paid or undertaken by the bank that sent it", fields=THEIRS)
    direct = credit(house)
    house.accepted(direct)
    house.untold(direct, "752", "presented to the issuing bank itself", fields=THEIRS)


# --- what another bank did ---


def test_mt754__paid_at_sight__the_day_and_the_amount(house: Telling) -> None:
    terms = credit(house)
    house.at(TODAY + 2, place=SHANGHAI)
    statement = house.honoured(terms)
    message = house.told(terms, "754", fields=BANKS_OWN)
    assert ends(message) == ("nominated_bank", "issuing_bank")
    assert (message.text("20"), message.text("21")) == ("SILK-77", REFERENCE)
    state = house.set_state(terms, statement)
    assert message.typed("32A") == v.DatedAmount(date_of(TODAY + 2), "EUR", state["amount"])
    # Once sent on it is still what the bank did.
    house.forwarded(terms, statement)
    assert house.told(terms, "754", fields=BANKS_OWN) == message


def test_mt754__undertaken__due_at_maturity(house: Telling) -> None:
    terms = credit(house, **house.usance())
    statement, claim = house.undertaken(terms, "nominated_bank")
    money = house.told(terms, "754", fields=BANKS_OWN).typed("32A")
    assert money == v.DatedAmount(date_of(house.undertaking(terms, statement)[0]), "EUR", claim.face)


@pytest.mark.parametrize("usance", [False, True])
def test_mt754__negotiated__the_drawing_not_the_price(house: Telling, usance: bool) -> None:
    words = house.negotiable(**({} if usance else {"tenor_days": 0, "tenor_from": 0}))
    terms = credit(house, **words)
    statement = house.negotiated(terms, price=54_000_00)
    message = house.told(terms, "754", fields=BANKS_OWN)
    if usance:
        due = date_of(house.undertaking(terms, statement)[0])
        assert message.typed("32A") == v.DatedAmount(due, "EUR", AMOUNT)
    else:
        assert message.typed("32B") == v.Amount("EUR", AMOUNT)


def test_mt754__charges_deducted__in_their_lines(house: Telling) -> None:
    terms = credit(house, charges_for=ChargesFor.BENEFICIARY)
    statement = house.accepted(terms, "nominated_bank")
    lines = [
        {"code": code.ljust(32, b"\0"), "payee": house.nominated_bank, "amount": amount, "account": 2}
        for code, amount in ((b"COMM", 50_00), (b"POST", 12_50))
    ]
    house.ok(house.nominated_bank, "honour_with_charges", terms, statement, lines)
    message = house.told(terms, "754", fields=BANKS_OWN)
    assert message.typed("71D") == (
        v.ChargeLine("COMM", "EUR", 50_00, ""),
        v.ChargeLine("POST", "EUR", 12_50, ""),
    )
    money = message.typed("32A")
    assert isinstance(money, v.DatedAmount)
    assert money.minor == house.set_state(terms, statement)["amount"] == AMOUNT


def test_mt754__paid_off_chain__once_the_payee_has_confirmed(house: Telling) -> None:
    terms = credit(house, asset=ZERO_ADDRESS, asset_scale=1, cover_bps=0)
    statement = house.accepted(terms, "nominated_bank")
    house.ok(house.nominated_bank, "assert_payment", terms, statement, AMOUNT, TODAY, ORDER)
    house.untold(terms, "754", "is COMPLYING", fields=BANKS_OWN)
    house.ok(house.beneficiary, "confirm_payment", terms, statement, AMOUNT, ORDER)
    money = house.told(terms, "754", fields=BANKS_OWN).typed("32A")
    assert money == v.DatedAmount(date_of(TODAY), "EUR", AMOUNT)


def test_mt754__nobody_but_the_issuing_bank_paid__one_line(house: Telling) -> None:
    terms = credit(house)
    house.accepted(terms, "nominated_bank")
    house.untold(terms, "754", "is COMPLYING", "STATE", fields=BANKS_OWN)
    direct = credit(house)
    house.ok(house.issuing_bank, "honour", direct, house.accepted(direct))
    house.untold(direct, "754", "is HONOURED", "STATE", fields=BANKS_OWN)


def test_mt754__paid_in_the_confirming_banks_place__is_not_its_payment(house: Telling) -> None:
    terms = house.papered(house.confirmable())
    house.ok(house.confirming_bank, "confirm", terms, True)
    statement = house.accepted(terms, "confirming_bank")
    house.ok(house.issuing_bank, "honour", terms, statement)
    house.untold(terms, "754", "is HONOURED", fields=BANKS_OWN)
    own = house.papered(house.confirmable())
    house.ok(house.confirming_bank, "confirm", own, True)
    house.honoured(own, "confirming_bank")
    assert ends(house.told(own, "754", fields=BANKS_OWN)) == ("confirming_bank", "issuing_bank")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"72Z": "PAID", "77": "PAID"}, "C19"),
        ({"53A": "RHINDEFFXXX", "57A": "RHINDEFFXXX"}, "C14"),
        ({"34B": "USD54150,"}, "C02"),
    ],
)
def test_mt754__network_rule_broken__refused_with_its_code(
    house: Telling, fields: dict[str, str], code: str
) -> None:
    terms = credit(house)
    house.honoured(terms)
    house.untold(terms, "754", code, fields=BANKS_OWN | fields)


# --- reimbursement ---


def test_mt740__named_in_the_terms__the_authority_it_has(house: Telling) -> None:
    terms = credit(house, tolerance_plus=500, **house.usance())
    message = house.told(terms, "740")
    assert ends(message) == ("issuing_bank", "collecting_bank")
    assert (message.text("20"), message.text("40F")) == (REFERENCE, "URR LATEST VERSION")
    assert message.typed("31D") == v.DatePlace(date_of(EXPIRY), "HAMBURG")
    assert message.typed("32B") == v.Amount("EUR", terms.amount)
    assert message.typed("39A") == v.Tolerance(5, 0)
    assert message.text("58A") == BICS["nominated_bank"]
    assert message.text("42P") == "60 DAYS AFTER SIGHT"
    available = message.typed("41a")
    assert isinstance(available, v.Availability)
    assert (available.bic, available.by) == (BICS["nominated_bank"], "deferred")
    house.untold(terms, "740", "D84", fields={"59": "SOMEBODY"})


def test_mt740__terms_in_force__not_those_of_issue(house: Telling) -> None:
    terms = credit(house)
    after = house.amended(terms, difference=1_000_00, expiry_day=EXPIRY + 30)
    message = house.told(terms, "740")
    assert message.typed("32B") == v.Amount("EUR", after.amount)
    assert message.typed("31D") == v.DatePlace(date_of(after.expiry_day), "HAMBURG")


def test_mt740__no_reimbursing_bank__one_line(house: Telling) -> None:
    house.untold(credit(house, reimburser=ZERO_ADDRESS), "740", "names no reimbursing bank", "STATE")


def test_mt742__claimed__what_and_when(house: Telling) -> None:
    terms = credit(house)
    statement = house.honoured(terms)
    house.untold(terms, "742", "nobody claimed", "STATE", fields=BANKS_OWN)
    house.ok(statement.bank, "claim_reimbursement", terms, statement)
    message = house.told(terms, "742", fields=BANKS_OWN)
    assert ends(message) == ("nominated_bank", "collecting_bank")
    assert (message.text("20"), message.text("21")) == ("SILK-77", REFERENCE)
    assert message.text("52A") == BICS["issuing_bank"]
    assert message.typed("31C") == date_of(terms.issue_day)
    _, due, amount = house.reimbursement(terms, statement)
    assert message.typed("32B") == v.Amount("EUR", amount)
    assert message.typed("34A") == v.DatedAmount(date_of(due), "EUR", amount)
    assert due == THURSDAY
    house.untold(terms, "742", "C02", fields=BANKS_OWN | {"33B": "USD10,"})


def test_mt744__claim_not_paid__the_reason_is_asked(house: Telling) -> None:
    terms = credit(house)
    house.untold(terms, "744", "nothing is presented")
    statement = house.claim_set(terms)
    house.untold(terms, "744", "field 73R", "--field 73R=", fields=RHIN)
    given = RHIN | {"73R": "OTHR/CREDIT NUMBER DIFFERS", "73S": "HOLD"}
    message = house.told(terms, "744", fields=given)
    assert ends(message) == ("collecting_bank", "nominated_bank")
    assert (message.text("21"), message.text("21A")) == ("SILK-77", REFERENCE)
    _, due, amount = house.reimbursement(terms, statement)
    assert message.typed("34A") == v.DatedAmount(date_of(due), "EUR", amount)
    house.ok(house.collecting_bank, "reimburse", terms, statement)
    house.untold(terms, "744", "was reimbursed", "STATE", fields=given)


def test_mt744__early_claim__said_in_a_note(house: Telling) -> None:
    terms = credit(house, **house.usance())
    statement, _ = house.undertaken(terms, "nominated_bank")
    house.ok(statement.bank, "claim_reimbursement", terms, statement)
    exported = house.export(terms, "744", fields=RHIN | {"73R": "OTHR/TOO EARLY", "73S": "HOLD"})
    assert any("ten banking days" in note for note in exported.notes)


@pytest.mark.parametrize("payer", ["collecting_bank", "issuing_bank"])
def test_mt756__reimbursed__by_whoever_paid(house: Telling, payer: str) -> None:
    terms = credit(house)
    statement = house.claim_set(terms)
    fields = RHIN if payer == "collecting_bank" else THEIRS
    house.untold(terms, "756", "has paid anything", "STATE", fields=fields)
    house.at(TODAY + 2)
    house.ok(getattr(house, payer), "reimburse", terms, statement)
    message = house.told(terms, "756", fields=fields)
    assert ends(message) == (payer, "nominated_bank")
    assert message.text("20") == ("RHIN-9" if payer == "collecting_bank" else REFERENCE)
    _, day, amount = house.reimbursement(terms, statement)
    assert message.typed("32B") == v.Amount("EUR", amount)
    assert message.typed("33A") == v.DatedAmount(date_of(day), "EUR", amount)
    assert (day, amount) == (TODAY + 2, AMOUNT)


def test_mt756__cover_paid_a_part__both_amounts(house: Telling) -> None:
    terms = credit(house, cover_bps=5_000)
    statement = house.claim_set(terms)
    house.at(THURSDAY)
    house.ok(statement.bank, "reimburse", terms, statement)
    message = house.told(terms, "756", fields=THEIRS)
    assert ends(message)[0] == "issuing_bank"
    assert message.typed("32B") == v.Amount("EUR", AMOUNT)
    assert message.typed("33A") == v.DatedAmount(date_of(THURSDAY), "EUR", AMOUNT // 2)


def test_mt756__claim_on_the_issuing_bank__paid(house: Telling) -> None:
    terms = credit(house)
    statement = house.honoured(terms)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.untold(terms, "756", "is COMPLYING", fields=THEIRS)
    house.at(TODAY + 1)
    house.ok(house.issuing_bank, "honour", terms, statement)
    message = house.told(terms, "756", fields=THEIRS)
    assert ends(message) == ("issuing_bank", "nominated_bank")
    assert message.typed("32B") == v.Amount("EUR", AMOUNT)
    assert message.typed("33A") == v.DatedAmount(date_of(TODAY + 1), "EUR", AMOUNT)


def test_mt756__another_bank_paid_and_is_not_paid_back__one_line(house: Telling) -> None:
    terms = credit(house)
    statement = house.honoured(terms)
    house.untold(terms, "756", "has paid anything", fields=THEIRS)
    house.forwarded(terms, statement)
    house.untold(terms, "756", "has paid anything", fields=THEIRS)


def test_mt756__cover_paid_a_part_and_the_issuing_bank_the_rest__the_last_payment(house: Telling) -> None:
    terms = credit(house, cover_bps=5_000)
    statement = house.claim_set(terms)
    house.at(THURSDAY)
    house.ok(statement.bank, "reimburse", terms, statement)
    house.forwarded(terms, statement)
    house.ok(house.issuing_bank, "accept", terms, statement)
    house.ok(house.issuing_bank, "honour", terms, statement)
    message = house.told(terms, "756", fields=THEIRS)
    assert message.typed("32B") == v.Amount("EUR", AMOUNT - AMOUNT // 2)
    assert message.typed("33A") == v.DatedAmount(date_of(THURSDAY), "EUR", AMOUNT - AMOUNT // 2)


def test_mt754__undertaken_in_legs__no_single_day(house: Telling) -> None:
    legs = [(4_000, 2, 60, 1), (6_000, 2, 90, 1)]
    terms = house.issued(house.nominating(**house.mixed(legs)))
    house.undertaken(terms, "nominated_bank", legs=legs)
    heads = {"sender": BICS["nominated_bank"], "receiver": BICS["issuing_bank"]}
    message = house.told(terms, "754", fields=BANKS_OWN | THEIRS, **heads)
    assert message.typed("32B") == v.Amount("EUR", AMOUNT)
