"""Views: states of credits and sets, addresses of the suite, and what is not there."""

from __future__ import annotations

from tests.unit.documentary_credit.house import DAY, HAMBURG, House
from usance.terms import ZERO_HASH


def test_views__unknown_ids__zeros(house: House) -> None:
    assert set(house.see("credit_state", ZERO_HASH).values()) == {0}
    assert set(house.see("presentation_state", ZERO_HASH).values()) == {0}


def test_views__suite__the_addresses_given_at_birth(house: House) -> None:
    assert house.see("REGISTRY") == house.suite.registry.address
    assert house.see("CALENDAR") == house.suite.calendar.address
    assert house.see("RULES") == house.rules.address
    assert house.see("REGISTRY", contract=house.rules) == house.suite.registry.address
    assert house.see("CALENDAR", contract=house.rules) == house.suite.calendar.address


def test_views__every_field_of_a_set__apart_in_the_word(house: House) -> None:
    """Flags, small codes, days and amount at once: none spills into another."""
    terms = house.issued(house.nominating(latest_shipment_day=1))
    statement = house.accepted(terms, "nominated_bank", amount=2**100, shipment_day=2)
    house.ok(house.nominated_bank, "honour", terms, statement)
    house.ok(house.nominated_bank, "forward", terms, statement)
    house.acknowledge(terms, statement, "issuing_bank")
    house.ok(house.issuing_bank, "refuse", terms, statement, [{"code": 1, "leaf": ZERO_HASH}], 4, b"\1" * 32)
    for sender in (house.applicant, house.issuing_bank):
        house.ok(sender, "waive", terms, statement)
    house.ok(house.nominated_bank, "demand_return", terms, statement)
    state = house.set_state(terms, statement)
    today = house.today()
    assert state | {"presented_at": 0} == {
        "status": 3,
        "stage": 1,
        "marks": 2 + 4 + 8,
        "disposal": 4,
        "received": True,
        "claim": True,
        "applicant_waived": True,
        "issuer_waived": True,
        "return_demanded": True,
        "own": True,
        "stopped": False,
        "presented_at": 0,
        "received_day": today,
        "last_day": today + 7,
        "due_day": house.calendars[HAMBURG].add_banking_days(today, 3),
        "amount": 54_150_00,
    }
    assert 0 < house.driver.now() - state["presented_at"] < DAY


def test_deliver__from_outside__only_the_contract_itself(house: House) -> None:
    house.fails(
        "delivery: only self (ONLY_SELF)",
        house.issuing_bank,
        "deliver",
        house.euro.address,
        house.credit.address,
        house.issuing_bank,
        1,
    )


def test_abi__nobody_administers_credits(house: House) -> None:
    """No function moves money or terms by an administrator's word."""
    acts = {
        entry["name"]
        for entry in house.credit.abi.entries
        if entry["type"] == "function" and entry["stateMutability"] == "nonpayable"
    }
    assert acts == {
        "accept",
        "accept_amendment",
        "accept_by_presentation",
        "acknowledge",
        "advise",
        "apply_extension",
        "ask_silent_confirmation",
        "assert_payment",
        "attest_delivery",
        "award",
        "call_recourse",
        "claim_refund",
        "claim_reimbursement",
        "close",
        "confirm",
        "confirm_payment",
        "confirm_silently",
        "contest_payment",
        "default_",
        "deliver",
        "demand_return",
        "drop",
        "expire",
        "extend_confirmation",
        "forward",
        "honour",
        "honour_with_charges",
        "issue",
        "lift_stop",
        "negotiate",
        "notify_completeness",
        "offer_negotiation",
        "pause",
        "preclude",
        "present",
        "propose_amendment",
        "record_notice",
        "redirect",
        "refuse",
        "reimburse",
        "reject_amendment",
        "report_unreadable",
        "resend_records",
        "return_documents",
        "settle",
        "stop",
        "strike_notice",
        "undertake",
        "unpause",
        "waive",
        "withdraw",
    }
