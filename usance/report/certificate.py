"""One page about one credit: clocks, calendars, notices, outcome; signed over the hash of its facts."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import rfc8785
from eth_utils.crypto import keccak

from usance.credits.changes import worded
from usance.report.credit_events import event_fact, time_text
from usance.report.credit_facts import facts
from usance.report.rules_text import rule_text
from usance.report.style import STYLE

__all__ = ["event_fact", "facts", "hash_of", "page", "signed", "time_text"]


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
    amendments = "".join(_amendment_row(one) for one in body["amendments"])
    changes = ""
    if body["amendments"]:
        changes = (
            "<h3>Amendments</h3><table><thead><tr><th>#</th><th>Status</th><th>Confirming bank</th>"
            f"<th>What changes</th></tr></thead><tbody>{amendments}</tbody></table>"
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
        f"<tbody>{sets}</tbody></table>{changes}{_apart(body)}"
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


def _amendment_row(one: dict[str, Any]) -> str:
    return (
        f"<tr><td>{one['number']}</td><td>{one['status']}</td><td>{escape(one['confirming_bank'])}</td>"
        f"<td>{escape('; '.join(one['changes']))}</td></tr>"
    )


def _apart(body: dict[str, Any]) -> str:
    """The terms of a confirming bank that did not extend, where they are others."""
    own = body["confirming_bank"]["own_terms"]
    if not own:
        return ""
    currency = str(body["terms"]["currency"])
    parts = [f"{name} {worded(name, entry['to'], currency)}" for name, entry in own.items()]
    return f"<p>The confirming bank is bound by terms of its own: {escape(', '.join(parts))}.</p>"
