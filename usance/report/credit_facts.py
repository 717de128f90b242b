"""What the chain says about a credit, as JSON without a float: terms in force, amendments, sets, clocks."""

from __future__ import annotations

from typing import Any

from usance.chain.driver import Driver
from usance.chain.suite import Suite
from usance.codes import (
    AmendmentStatus,
    ConfirmerSays,
    CreditStatus,
    Disposal,
    SetStatus,
    Stage,
    marks_of,
)
from usance.credits.book import (
    AmendmentRecord,
    CreditRecord,
    SetRecord,
    amendment_state,
    set_state,
    state_of,
)
from usance.credits.changes import change_words, differences
from usance.credits.terms_file import plain
from usance.money import money_text
from usance.report.credit_events import date_text, event_fact, time_text
from usance.terms import ZERO_ADDRESS, ZERO_HASH, key_text


def facts(driver: Driver, suite: Suite, record: CreditRecord, reference: str) -> dict[str, Any]:
    """The whole credit."""
    terms = record.terms
    currency = key_text(terms.currency)
    state = state_of(driver, suite, record.id)
    return {
        "kind": "usance credit certificate",
        "chain_id": driver.chain_id,
        "contract": suite.credit.address,
        "credit": "0x" + record.id.hex(),
        "reference": reference,
        "as_of": time_text(driver.now()),
        "status": CreditStatus(int(state["status"])).name,
        "amount": money_text(currency, terms.amount),
        "drawn": money_text(currency, int(state["drawn"])),
        "cover_held": money_text(currency, int(state["cover"])),
        "settlement": "off chain" if terms.asset == ZERO_ADDRESS else "on chain",
        "calendars": _calendars(driver, suite, record),
        "terms": plain(terms),
        "changed": differences(record.birth, terms),
        "confirming_bank": _confirming(driver, suite, record, state),
        "amendments": amendments_of(driver, suite, record),
        "events": [event_fact(seen, currency) for seen in record.events],
        "sets": [_set_facts(driver, suite, record, one) for one in record.sets],
    }


def _calendars(driver: Driver, suite: Suite, record: CreditRecord) -> dict[str, Any]:
    terms = record.terms
    places = (terms.issuer_place, terms.nominated_place, terms.confirmer_place, terms.currency_place)
    return {
        key_text(place): {
            "version": int(driver.view(suite.calendar, "version", [place])),
            "loaded_until": date_text(int(driver.view(suite.calendar, "loaded_until", [place]))),
            "official_until": date_text(int(driver.view(suite.calendar, "official_until", [place]))),
        }
        for place in dict.fromkeys(places)
        if place != ZERO_HASH
    }


def _confirming(driver: Driver, suite: Suite, record: CreditRecord, state: dict[str, Any]) -> dict[str, Any]:
    """Who is bound beside the issuing bank, and by which other terms where they are others."""
    silent = str(driver.view(suite.credit, "silent_confirmer_of", [record.id]))
    apart = record.own is not None and bool(state["apart"])
    return {
        "bank": record.terms.confirmer if state["confirmed"] else "",
        "apart": apart,
        "own_terms": differences(record.terms, record.own) if apart and record.own is not None else {},
        "silent": silent if silent != ZERO_ADDRESS and state["silent"] else "",
        "asked_silently": silent if silent != ZERO_ADDRESS and not state["silent"] else "",
    }


def amendments_of(driver: Driver, suite: Suite, record: CreditRecord) -> list[dict[str, Any]]:
    """Every amendment, oldest first."""
    return [_amendment(driver, suite, record, one) for one in record.amendments]


def _amendment(driver: Driver, suite: Suite, record: CreditRecord, one: AmendmentRecord) -> dict[str, Any]:
    state = amendment_state(driver, suite, one.id)
    return {
        "amendment": "0x" + one.id.hex(),
        "number": one.change.number,
        "status": AmendmentStatus(int(state["status"])).name,
        "confirming_bank": ConfirmerSays(int(state["confirmer"])).name.lower().replace("_", " "),
        "surety": ConfirmerSays(int(state["silent"])).name.lower().replace("_", " "),
        "proposed": time_text(int(state["proposed_at"])),
        "cover": money_text(key_text(record.terms.currency), int(state["cover"])),
        # An accepted change reads against the terms that it met.
        "changes": change_words(one.change, one.before or record.terms),
    }


def _set_facts(driver: Driver, suite: Suite, record: CreditRecord, one: SetRecord) -> dict[str, Any]:
    state = set_state(driver, suite, one.id)
    currency = key_text(record.terms.currency)
    refused = int(state["status"]) == SetStatus.REFUSED
    due = date_text(int(state["due_day"]))
    return {
        "presentation": "0x" + one.id.hex(),
        "status": SetStatus(int(state["status"])).name,
        "at": Stage(int(state["stage"])).name,
        "claimed": money_text(currency, one.statement.amount),
        "outstanding": money_text(currency, int(state["amount"])),
        "marks": marks_of(int(state["marks"])),
        "disposal": Disposal(int(state["disposal"])).name,
        "received": date_text(int(state["received_day"])),
        "last_day": date_text(int(state["last_day"])),
        "due": "none" if refused else due,
        "return_by": due if refused else "none",
        "stop": _stop(driver, suite, record, one, state),
        "assertion": _assertion(driver, suite, one, currency),
        "suspension": _suspension(driver, suite, one, state),
        "documents": "0x" + one.statement.documents.hex(),
    }


def _stop(
    driver: Driver, suite: Suite, record: CreditRecord, one: SetRecord, state: dict[str, Any]
) -> dict[str, Any]:
    """The legal stop, and whether its day is over."""
    if not state["stopped"]:
        return {}
    found = driver.view(suite.credit, "stop_of", [one.id])
    if not int(found["amount"]):
        return {}
    issuing = int(state["stage"]) == Stage.ISSUER
    place = record.terms.issuer_place if issuing else one.statement.bank_place
    today = int(driver.view(suite.calendar, "local_day", [place, driver.now()]))
    return {
        "amount": money_text(key_text(record.terms.currency), int(found["amount"])),
        "until": date_text(int(found["until"])),
        "lapsed": today > int(found["until"]),
    }


def _assertion(driver: Driver, suite: Suite, one: SetRecord, currency: str) -> dict[str, Any]:
    found = driver.view(suite.credit, "payment_assertion_of", [one.id])
    if not int(found["amount"]):
        return {}
    return {
        "amount": money_text(currency, int(found["amount"])),
        "held_until": date_text(int(found["held_until"])),
    }


def _suspension(driver: Driver, suite: Suite, one: SetRecord, state: dict[str, Any]) -> dict[str, Any]:
    if int(state["status"]) != SetStatus.SUSPENDED:
        return {}
    until, left = driver.view(suite.credit, "suspension_of", [one.id])
    return {"resend_until": date_text(int(until)), "banking_days_left": int(left)}
