"""One page about one credit: clocks, calendars, notices, outcome; signed over the hash of its facts."""

from __future__ import annotations

import datetime as dt
import json
from html import escape
from typing import Any

import rfc8785
from eth_utils.crypto import keccak

from usance.calendars import date_of
from usance.chain.driver import Driver
from usance.chain.suite import Suite
from usance.codes import CreditStatus, DiscrepancyCode, Disposal, SetStatus, Stage, marks_of
from usance.credits.book import CreditRecord, Seen, SetRecord, set_state, state_of
from usance.credits.terms_file import plain
from usance.money import money_text
from usance.report.rules_text import rule_text
from usance.report.style import STYLE
from usance.terms import ZERO_HASH, key_text

WORDS = {
    "Issued": ("the issuing bank is bound", "U7"),
    "Advised": ("the adviser passed the credit on", "U10"),
    "Confirmed": ("the confirming bank answered", "U9"),
    "Presented": ("a set was presented", "U6"),
    "Acknowledged": ("receipt: the clock runs", "U14"),
    "Forwarded": ("the set was sent on", "U6"),
    "Accepted": ("found complying", "U15"),
    "Refused": ("refused by one notice", "U16"),
    "Waived": ("waiver", "U16"),
    "ReturnDemanded": ("the presenter asked its documents back", "U16"),
    "Precluded": ("silence bound the bank", "U16"),
    "Honoured": ("paid", "U7"),
    "Expired": ("expired", "U6"),
    "Defaulted": ("not paid when due: it is a claim on the bank", "U7"),
    "Closed": ("closed, cover returned", ""),
}


def facts(driver: Driver, suite: Suite, record: CreditRecord, reference: str) -> dict[str, Any]:
    """What the chain says about a credit, as JSON without a float."""
    terms = record.terms
    currency = key_text(terms.currency)
    state = state_of(driver, suite, record.id)
    places = {
        key_text(place): {
            "version": int(driver.view(suite.calendar, "version", [place])),
            "loaded_until": date_of(int(driver.view(suite.calendar, "loaded_until", [place]))).isoformat(),
            "official_until": date_of(
                int(driver.view(suite.calendar, "official_until", [place]))
            ).isoformat(),
        }
        for place in dict.fromkeys(
            (terms.issuer_place, terms.nominated_place, terms.confirmer_place, terms.currency_place)
        )
        if place != ZERO_HASH
    }
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
        "calendars": places,
        "terms": plain(terms),
        "events": [event_fact(seen, currency) for seen in record.events],
        "sets": [_set_facts(driver, suite, one, currency) for one in record.sets],
    }


def _set_facts(driver: Driver, suite: Suite, one: SetRecord, currency: str) -> dict[str, Any]:
    state = set_state(driver, suite, one.id)
    return {
        "presentation": "0x" + one.id.hex(),
        "status": SetStatus(int(state["status"])).name,
        "at": Stage(int(state["stage"])).name,
        "claimed": money_text(currency, one.statement.amount),
        "outstanding": money_text(currency, int(state["amount"])),
        "marks": marks_of(int(state["marks"])),
        "disposal": Disposal(int(state["disposal"])).name,
        "received": _date(int(state["received_day"])),
        "last_day": _date(int(state["last_day"])),
        "due": _date(int(state["due_day"])),
        "documents": "0x" + one.statement.documents.hex(),
    }


def event_fact(seen: Seen, currency: str) -> dict[str, Any]:
    """An event in words."""
    args = seen.event.args
    words, rule = WORDS.get(seen.event.name, (seen.event.name, ""))
    detail: list[str] = []
    if seen.event.name == "Acknowledged":
        detail.append(f"received {_date(int(args['received_day']))}, last day {_date(int(args['last_day']))}")
    elif seen.event.name == "Refused":
        codes = [_code(int(item["code"])) for item in args["discrepancies"]]
        detail.append(f"{', '.join(codes)}; documents: {Disposal(int(args['disposal'])).name}")
    elif seen.event.name in ("Accepted", "Precluded", "Waived"):
        detail.append(f"{money_text(currency, int(args['amount']))}, due {_date(int(args['due_day']))}")
    elif seen.event.name == "Honoured":
        cover, bank = int(args["from_cover"]), int(args["from_bank"])
        detail.append(
            f"{money_text(currency, cover + bank)}, of cover {money_text(currency, cover)}, "
            f"outstanding {money_text(currency, int(args['outstanding']))}"
        )
    elif seen.event.name == "Defaulted":
        detail.append(f"{money_text(currency, int(args['amount']))}, claim 0x{bytes(args['claim']).hex()}")
    elif seen.event.name in ("Advised", "Confirmed") and not args.get("willing", True):
        detail.append("unwilling")
    return {
        "event": seen.event.name,
        "at": time_text(seen.at),
        "words": words,
        "detail": "; ".join(detail),
        "rule": rule,
        "transaction": seen.tx,
    }


def _code(code: int) -> str:
    try:
        return DiscrepancyCode(code).name.lower()
    except ValueError:
        return f"code {code}"


def _date(day: int) -> str:
    return date_of(day).isoformat() if day else "none"


def time_text(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hash_of(body: dict[str, Any]) -> bytes:
    """keccak256 of the canonical JSON (RFC 8785): what is signed, by EIP-191."""
    return keccak(rfc8785.dumps(body))


def signed(body: dict[str, Any], signer: str, signature: bytes) -> str:
    """The certificate as JSON."""
    whole = {
        "certificate": body,
        "hash": "0x" + hash_of(body).hex(),
        "signer": signer,
        "signature": "0x" + signature.hex(),
        "signed_as": "EIP-191 message of the 32 bytes of hash",
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def page(body: dict[str, Any], signer: str, signature: bytes) -> str:
    """The same for people: one self-contained page."""
    facts_list = "".join(
        f"<div><dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(str(body[name]))}</dd></div>"
        for name in ("status", "amount", "drawn", "cover_held", "as_of", "chain_id")
    )
    events = "".join(_event_row(event) for event in body["events"])
    sets = "".join(_set_row(number, one) for number, one in enumerate(body["sets"], start=1))
    calendars = "".join(
        f"<tr><td>{escape(code)}</td><td>{entry['version']}</td><td>{entry['loaded_until']}</td>"
        f"<td>{entry['official_until']}</td></tr>"
        for code, entry in body["calendars"].items()
    )
    title = f"Certificate of credit {body['reference'] or body['credit'][:14]}"
    csp = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{csp}">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f'<header><p class="over">Usance certificate</p><h1>{escape(title)}</h1></header>'
        f'<section><dl class="facts">{facts_list}</dl>'
        "<h3>Sets</h3><table><thead><tr><th>#</th><th>Status</th><th>At</th><th>Received</th>"
        '<th>Last day</th><th>Due</th><th>Marks</th><th class="num">Claimed</th></tr></thead>'
        f"<tbody>{sets}</tbody></table>"
        "<h3>Events</h3><table><thead><tr><th>Time (UTC)</th><th>What</th><th>Rule</th></tr></thead>"
        f"<tbody>{events}</tbody></table>"
        "<h3>Calendars</h3><table><thead><tr><th>Place</th><th>Version</th><th>Loaded until</th>"
        f"<th>Official until</th></tr></thead><tbody>{calendars}</tbody></table>"
        '<h3>Ids and signature</h3><table class="ids"><tbody>'
        f"<tr><td>credit</td><td><code>{body['credit']}</code></td></tr>"
        f"<tr><td>contract</td><td><code>{body['contract']}</code></td></tr>"
        f"<tr><td>hash</td><td><code>0x{hash_of(body).hex()}</code></td></tr>"
        f"<tr><td>signer</td><td><code>{signer}</code></td></tr>"
        f"<tr><td>signature</td><td><code>0x{signature.hex()}</code></td></tr>"
        "</tbody></table></section></main></body></html>\n"
    )


def _event_row(event: dict[str, Any]) -> str:
    title = escape(rule_text(event["rule"]))
    return (
        f'<tr><td class="when">{event["at"].replace("T", " ").removesuffix("Z")}</td>'
        f"<td>{escape(event['words'])}<small>{escape(event['detail'])}</small></td>"
        f'<td title="{title}">{event["rule"]}</td></tr>'
    )


def _set_row(number: int, one: dict[str, Any]) -> str:
    return (
        f"<tr><td>{number}</td><td>{one['status']}</td><td>{one['at'].lower()}</td><td>{one['received']}</td>"
        f"<td>{one['last_day']}</td><td>{one['due']}</td><td>{escape(', '.join(one['marks']))}</td>"
        f'<td class="num">{escape(one["claimed"])}</td></tr>'
    )
