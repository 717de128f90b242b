"""One page about one claim: what is owed, who holds it, how the units came there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from usance.report.page import HEAD, table
from usance.report.style import LINEAGE_STYLE, STYLE

STATES = {"PAID": "good", "ACCEPTED": "good", "DENIED": "bad", "DEFAULTED": "bad"}
FACTS = (
    ("Face", "face"),
    ("Outstanding", "outstanding"),
    ("Paid", "paid"),
    ("Due", "due"),
    ("Credit notes", "credited"),
    ("Late interest", "late_interest"),
    ("Aging", "aging"),
    ("As of (UTC)", "as_of"),
)


def page(body: Mapping[str, Any], picture: str) -> str:
    """The whole page; self-contained, no script, no request."""
    title = f"Claim {body['reference'] or body['claim'][:14]}"
    badge = f'<b class="badge {STATES.get(body["status"], "plain")}">{escape(body["status"])}</b>'
    marks = f'<p class="note">{escape("; ".join(body["marks"]))}.</p>' if body["marks"] else ""
    told = {key: str(body[key]) for _, key in FACTS}
    told["as_of"] = told["as_of"].removesuffix("Z").replace("T", " ")
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(told[key])}</dd></div>" for name, key in FACTS)
    return (
        f"{HEAD}<title>{escape(title)}</title>\n<style>\n{STYLE}{LINEAGE_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<header><p class="over">Usance claim, {escape(body["kind"].lower().replace("_", " "))}</p>'
        f"<h1>{escape(title)} {badge}</h1></header>"
        f'<section><h2>What is owed</h2><dl class="facts">{facts}</dl>'
        f"{marks}{_holders(body)}{_standing(body)}</section>"
        f"<section><h2>Whose units came from whom</h2><p>{_convention(body)}</p>"
        f"<figure>{picture}<figcaption>Boxes are units as they were received; the bar below shows what is "
        "still there. Lines are as wide as what went along them.</figcaption></figure></section>"
        f"{_events(body)}{_ids(body)}"
        "<footer>Read from the events and views of the chain. No part of this page is fetched from anywhere."
        "</footer>\n</main>\n</body>\n</html>\n"
    )


def _convention(body: Mapping[str, Any]) -> str:
    return f"Read {escape(body['lineage']['convention'])}."


def _holders(body: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one['name'])}<small><code>{escape(one['account'])}</code></small></td>"
        f'<td class="num">{escape(one["units"])}</td><td class="num">{escape(one["to_withdraw"])}</td>'
        f"<td>{'written off' if one['written_off'] else ''}</td></tr>"
        for one in body["holders"]
    )
    if not rows:
        return ""
    heads = '<th>Holder</th><th class="num">Units</th><th class="num">To withdraw</th><th></th>'
    return f"<h3>Holders</h3><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _standing(body: Mapping[str, Any]) -> str:
    """Disputes, pledges, payments off chain, attestations: only what there is."""
    rows: list[tuple[str, str]] = []
    if body["dispute"]:
        one = body["dispute"]
        words = one["reason"].lower().replace("_", " ")
        rows.append(("Dispute", f"{one['status']}: {one['amount']}, {words}, reply by {one['reply_by']}"))
    for one in body["pledges"]:
        called = f", called {one['called']}" if one["called"] else ""
        rows.append(("Pledge", f"{one['units']} of {one['name']} for {one['secured']}{called}"))
    for one in body["assertions"]:
        state = "contested" if one["contested"] else f"confirmed {one['confirmed']}"
        rows.append(("Paid off chain", f"{one['amount']}, value {one['value_day']}, {state}"))
    for one in body["attestations"]:
        words = one["kind"].lower().replace("_", " ")
        rows.append(("Attested", f"{words} by {one['verifier']} until {one['until']}"))
    return _pairs("Standing", rows) if rows else ""


def _pairs(title: str, rows: Sequence[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(text)}</td></tr>" for name, text in rows)
    return f"<h3>{title}</h3>" + table("pairs", ("What", "How it stands"), cells)


def _events(body: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><td class="when">{escape(event["at"][:16].replace("T", " "))}</td>'
        f"<td>{escape(event['words'])}</td></tr>"
        for event in body["events"]
    )
    return "<section><h2>What happened</h2>" + table("steps", ("Time (UTC)", "What"), rows) + "</section>"


def _ids(body: Mapping[str, Any]) -> str:
    terms = body["terms"]
    rows = [("claim", body["claim"]), ("creditor", body["creditor"]), ("debtor", body["debtor"])]
    rows += [(name, terms[name]) for name in ("surety", "payment_agent") if int(terms[name], 16)]
    rows.append(("paid in", body["asset"] or "nothing on chain: payments are asserted and confirmed"))
    rows.append(("document", terms["content"]))
    cells = "".join(
        f"<tr><td>{escape(name.replace('_', ' '))}</td><td><code>{escape(text)}</code></td></tr>"
        for name, text in rows
    )
    return "<section><h2>Ids</h2>" + table("ids", ("What", "Id or address"), cells) + "</section>"
