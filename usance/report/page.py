"""The demo's report: one self-contained page, no script, no request."""

from __future__ import annotations

from html import escape

from usance.calendars import date_of
from usance.codes_claims import ClaimKind
from usance.demo.records import ClaimStory, Holding, Letter, Row, Story, Told
from usance.messages import write
from usance.money import money_text, number_text
from usance.report.lineage import draw as draw_lineage
from usance.report.rules_text import rule_text
from usance.report.style import LINEAGE_STYLE, STYLE
from usance.report.svg import draw
from usance.report.timeline_table import place_name, row_place
from usance.terms import key_text

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
HEAD = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
)
CLAIMS_LEAD = (
    "A claim is money owed without conditions: an accepted invoice, a buyer’s payable. It passes from hand "
    "to hand in parts, and a payment reaches whoever holds. "
)
BADGES = {
    "HONOURED": "good",
    "COMPLYING": "good",
    "REFUSED": "bad",
    "PRECLUDED": "precluded",
    "ACCEPTED": "good",
    "PAID": "good",
}


def page(told: Told) -> str:
    """The whole page."""
    body = [_masthead(told)]
    for story in told.stories:
        body.append(_story(story, told))
    body += [_claim(claim) for claim in told.claims]
    body += [_parties(told), _glossary(told), _footer(told)]
    return (
        f"{HEAD}<title>Usance demo report</title>\n<style>\n{STYLE}{LINEAGE_STYLE}</style>\n</head>\n"
        "<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def _masthead(told: Told) -> str:
    cards = []
    for story in told.stories:
        paid = _paid(story)
        words = {
            "HONOURED": f"The beneficiary was paid {money_text(story.currency, paid)}.",
            "PRECLUDED": "The issuing bank missed its last day and lost the right to refuse; the cover paid "
            f"{money_text(story.currency, paid)}.",
        }[story.outcome]
        cards.append(
            f'<a class="card {BADGES[story.outcome]}" href="#{escape(story.reference)}">'
            f"<strong>{story.outcome}</strong><span>Credit {escape(story.reference)}</span>"
            f"<span>{escape(words)}</span></a>"
        )
    for claim in told.claims:
        most = money_text(claim.currency, claim.terms.face)
        cards.append(
            f'<a class="card good" href="#{escape(claim.reference)}"><strong>{claim.outcome}</strong>'
            f"<span>{escape(claim.title)}</span><span>{escape(most)}, to the cent.</span></a>"
        )
    return (
        '<header><p class="over">Usance demo report</p>'
        f"<h1>{'From promise to payment' if told.claims else 'From a bank’s MT 700 to payment'}</h1>"
        '<p class="lead">A letter of credit is a bank’s promise to pay a seller against documents. '
        "Here the promise is a contract on a chain: it counts the banking days, holds the cover and pays. "
        f"{CLAIMS_LEAD if told.claims else ''}"
        "Parties, documents and money on this page are made up; every act below was a transaction.</p>"
        f'<div class="cards">{"".join(cards)}</div></header>'
    )


def _claim(story: ClaimStory) -> str:
    picture = draw_lineage(story.trees, story.name_of, lambda units: money_text(story.currency, units))
    terms = story.terms
    rows = [
        ("Face", money_text(story.currency, terms.face)),
        ("Kind", "invoice" if terms.kind == ClaimKind.INVOICE else "payable"),
        ("Of", date_of(terms.issue_day).strftime("%d %B %Y")),
        ("Due", date_of(terms.due_day).strftime("%d %B %Y")),
        ("Paid at", place_name(key_text(terms.pay_place))),
        ("Smallest part", money_text(story.currency, terms.min_split) if terms.min_split else "any"),
    ]
    cells = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in rows)
    return (
        f'<section id="{escape(story.reference)}"><h2>{escape(story.title)}</h2>'
        f'<p class="lead">{escape(story.lead)}</p>'
        f"<figure>{picture}<figcaption>Whose units came from whom, read first in, first out over the events: "
        "boxes are units as they were received, the bar below shows what stayed there.</figcaption></figure>"
        f'<dl class="facts">{cells}</dl>{_steps(story)}{_cash(story)}</section>'
    )


def _paid(story: Story) -> int:
    return next((h.after - h.before for h in story.holdings if h.who == "beneficiary"), 0)


def _story(story: Story, told: Told) -> str:
    notes = "".join(f'<p class="note">Note: {escape(note)}.</p>' for note in story.notes)
    return (
        f'<section id="{escape(story.reference)}"><h2>{escape(story.title)}</h2>'
        f'<p class="lead">{escape(story.lead)}</p>'
        f"<figure>{draw(story, told.calendars)}"
        '<figcaption>Numbers are the steps below. <i class="key weekend"></i> weekend, '
        '<i class="key closed"></i> holiday at the bank’s place; <i class="key clock"></i> banking days '
        "a bank has to examine, the dark part is what passed.</figcaption></figure>"
        f"{_facts(story)}{_steps(story)}{notes}{_cash(story)}{_letters(story)}</section>"
    )


def _facts(story: Story) -> str:
    terms = story.terms
    rows = [
        ("Amount", money_text(story.currency, terms.amount)),
        ("Tolerance", f"+{terms.tolerance_plus / 100:g} / -{terms.tolerance_minus / 100:g} percent"),
        ("Most it can cost", money_text(story.currency, terms.maximum_liability)),
        ("Cover held", f"{terms.cover_bps / 100:g} percent"),
        ("Issued", date_of(terms.issue_day).strftime("%d %B %Y")),
        (
            "Expires",
            f"{date_of(terms.expiry_day).strftime('%d %B %Y')}, {place_name(key_text(terms.expiry_place))}",
        ),
        (
            "Latest shipment",
            date_of(terms.latest_shipment_day).strftime("%d %B %Y") if terms.latest_shipment_day else "none",
        ),
        ("Presentation", f"{terms.presentation_days} days after shipment"),
    ]
    cells = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in rows)
    return f'<dl class="facts">{cells}</dl>'


def _steps(story: Story | ClaimStory) -> str:
    rows = "".join(_step(row) for row in story.rows)
    return "<h3>What happened</h3>" + table(
        "steps", ("#", "Local date", "Days left", "Who", "What, and what it means", "Rule"), rows
    ).replace("</tr></thead>", f'<th class="num">{story.currency}</th></tr></thead>', 1)


def _step(row: Row) -> str:
    amount, _, of = row.money.partition(" ")
    badge = f' <b class="badge {BADGES.get(row.state, "plain")}">{row.state}</b>' if row.state else ""
    clock = f" {row.clock}" if row.clock else ""
    rule = f'<a href="#rule-{row.rule}">{row.rule}</a>' if rule_text(row.rule) else escape(row.rule)
    left = "" if row.left is None else str(row.left)
    when = date_of(row.day).strftime("%a %d %b") + clock
    return (
        f'<tr><td class="no">{row.number}</td>'
        f'<td class="when">{when}<small>{escape(row_place(row))}</small></td>'
        f'<td class="left">{left}</td><td>{escape(row.actor)}</td>'
        f"<td>{escape(row.act)}{badge}<small>{escape(row.meaning)}</small></td><td>{rule}</td>"
        f'<td class="num">{escape(amount)}<small>{escape(of)}</small></td></tr>'
    )


def _cash(story: Story | ClaimStory) -> str:
    most = max((max(h.before, h.after) for h in story.holdings), default=0) or 1
    rows = "".join(_holding(holding, most, story.currency) for holding in story.holdings)
    return (
        f'<h3>Cash, in {story.currency}</h3><table class="cash"><thead><tr><th>Account</th>'
        '<th class="num">before</th><th class="num">after</th><th class="num">change</th>'
        f"<th>after</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _holding(holding: Holding, most: int, currency: str) -> str:
    change = holding.after - holding.before
    sign = "+" if change > 0 else ""
    share = 100 * holding.after // most
    return (
        f'<tr><td>{escape(holding.who)}</td><td class="num">{number_text(currency, holding.before)}</td>'
        f'<td class="num">{number_text(currency, holding.after)}</td>'
        f'<td class="num">{sign}{number_text(currency, change)}</td>'
        f'<td class="bar"><span style="width:{share}%"></span></td></tr>'
    )


def _letters(story: Story) -> str:
    cards = "".join(_letter(letter) for letter in story.letters)
    return f'<h3>Messages in and out</h3><div class="letters">{cards}</div>'


def _letter(letter: Letter) -> str:
    text = write(letter.message).replace("\r\n", "\n")
    arrow = "in" if letter.direction == "in" else "out"
    return (
        f'<article><h4><b class="badge {"plain" if arrow == "in" else "out"}">{arrow}</b> '
        f"{escape(letter.title)}</h4><pre>{escape(text)}</pre>"
        f'<p class="hash">content hash <code>0x{letter.message.content_hash.hex()}</code></p></article>'
    )


def _parties(told: Told) -> str:
    rows = "".join(
        f"<tr><td>{escape(role)}</td><td>{escape(name)}</td><td><code>{told.cast.addresses[role]}</code></td></tr>"
        for role, name in told.cast.names.items()
    )
    people = {who: address for claim in told.claims for address, who in claim.names.items()}
    rows += "".join(
        f"<tr><td>{escape(who)}</td><td>{escape(told.people.get(who, ''))}</td>"
        f"<td><code>{address}</code></td></tr>"
        for who, address in people.items()
        if who in told.people
    )
    ids = []
    for story in told.stories:
        ids.append((f"credit {story.reference}", "0x" + story.credit_id.hex()))
        ids += [(f"{story.reference}, {label}", "0x" + one.hex()) for label, one in story.sets.items()]
    ids += [(f"claim: {claim.reference}", "0x" + claim.claim_id.hex()) for claim in told.claims]
    ids += list(told.contracts.items())
    ids.append(("token of the demo", told.token))
    listed = "".join(f"<tr><td>{escape(k)}</td><td><code>{escape(v)}</code></td></tr>" for k, v in ids)
    return (
        "<section><h2>Parties and ids</h2><p>Names stay in the bank’s own books: the chain knows addresses, "
        "amounts, days and hashes.</p>"
        + table("ids", ("Role", "Name or BIC", "Address"), rows)
        + table("ids", ("What", "Id or address"), listed)
        + "</section>"
    )


def _glossary(told: Told) -> str:
    cited = sorted(
        {row.rule for story in told.stories for row in story.rows if rule_text(row.rule)},
        key=lambda rule: int(rule[1:]),
    )
    items = "".join(
        f'<div id="rule-{rule}"><dt>{rule}</dt><dd>{escape(rule_text(rule))}</dd></div>' for rule in cited
    )
    return f'<section><h2>The rules cited</h2><dl class="rules">{items}</dl></section>'


def _footer(told: Told) -> str:
    source = escape(told.source.rsplit("/", 1)[-1])
    return (
        f"<footer>Chain {told.chain_id}, inside the process that wrote this page; {told.transactions} acts. "
        f"Message: {source}. No part of this page is fetched from anywhere.</footer>"
    )


def table(name: str, heads: tuple[str, ...], rows: str) -> str:
    """A table from its heads and ready rows."""
    cells = "".join(f"<th>{escape(head)}</th>" for head in heads)
    return f'<table class="{name}"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
