"""What the machine of claims draws: terms, people, amounts around what matters, interesting moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from tests.machines.claim_house import EAST, GULF, HOME, MOST
from tests.machines.claim_table import Source, Table
from tests.machines.claim_words import Deal
from tests.machines.credit_house import DAY
from usance.claim_terms import Claim
from usance.codes_claims import LIVE, Assignable, ClaimKind
from usance.model import claim_rules as rules
from usance.model.claim_books import ClaimBook
from usance.model.party import Role
from usance.terms import ZERO_ADDRESS, ZERO_HASH, place_key

T = TypeVar("T")
EURO = b"EUR".ljust(32, b"\0")
HOLDERS = (
    *("seller", "second_seller", "supplier", "second_supplier", "third_supplier"),
    *("financier", "second_financier", "bank", "wallet", "reentering"),
)
SUPPLIERS = ("supplier", "supplier", "second_supplier", "third_supplier", "wallet", "refusing")
BEARERS = ("supplier", "seller", "financier", "wallet", "refusing", "burning", "reentering")
TOKENS = ("plain", "plain", "plain", "blocklist", "pause", "fee")
FACES = (10, 10, 7, 1, 3, 30, 13, 100_000_00)
LARGE = (MOST, MOST - 1, 2**111 + 12_345, 2**96 - 1)
TRADERS = int(Role.TRADER | Role.FINANCIER | Role.BANK)
# One wrong or unusual field at a birth.
ODD: tuple[tuple[str, Any], ...] = (
    ("version", 2),
    ("kind", 0),
    ("kind", 9),
    ("creditor", "stranger"),
    ("debtor", "stranger"),
    ("debtor", ZERO_ADDRESS),
    ("currency", ZERO_HASH),
    ("asset", "stranger"),
    ("asset_scale", 0),
    ("asset_scale", 10**24 + 1),
    ("face", 0),
    ("face", MOST + 1),
    ("due_day", 0),
    ("due_day", 2**23 + 1),
    ("due_day", 2**22),
    ("pay_place", place_key("NOWHERE")),
    ("pay_place", ZERO_HASH),
    ("currency_place", place_key("NOWHERE")),
    ("grace_days", 367),
    ("late_rate", 10**18 + 1),
    ("day_count", 4),
    ("discount_bps", 10_000),
    ("discount_bps", 1),
    ("part", 0),
    ("part", 2),
    ("object_amount", 0),
    ("object_amount", MOST + 1),
    ("assignable", 0),
    ("assignable", 4),
    ("min_split", MOST),
    ("record_days", 367),
    ("receipt_days", 367),
    ("assertion_days", 367),
    ("remit_days", 367),
    ("eligibility", 256),
    ("rulebook", 2),
    ("content", ZERO_HASH),
    ("face", 2**255),
    ("due_day", 2**255),
    ("object_amount", 2**256 - 1),
)


def pick(source: Source, items: Sequence[T]) -> T:
    return items[source.below(len(items))]


def chance(source: Source, one_in: int) -> bool:
    return source.below(one_in) == one_in - 1


def anybody(table: Table, source: Source) -> str:
    return pick(source, [one for name, one in table.house.seat.people.items() if name != "branch"])


def acting(table: Table, source: Source, right: str) -> str:
    """The right party, or one time in ten anybody."""
    return anybody(table, source) if right == ZERO_ADDRESS or chance(source, 10) else right


def fresh(table: Table) -> bytes:
    """A word that was not there before."""
    table.salt += 1
    return table.salt.to_bytes(32, "big")


# --- claims at the table ---


def some(table: Table, source: Source, *statuses: int) -> Deal | None:
    """A claim in one of the states, rather a late one; now and then any, or one never born."""
    if chance(source, 40):
        return table.deal(draw_invoice(table, source))
    recent = table.deals[-24:]
    if statuses and not chance(source, 10):
        fits = [deal for deal in recent if table.model.claims[deal.id].status in statuses]
        if fits:
            return pick(source, fits)
    return pick(source, recent) if recent else None


def living(table: Table, source: Source) -> Deal | None:
    return some(table, source, *LIVE)


def holders(table: Table, deal: Deal) -> list[str]:
    """Who holds units, people alone."""
    book = table.book(deal)
    if book is None:
        return []
    return [account for account, held in book.holdings.items() if held.units and account in table.house.names]


def holder_of(table: Table, source: Source, deal: Deal) -> str:
    """A holder, now and then anybody."""
    found = holders(table, deal)
    return pick(source, found) if found and not chance(source, 12) else anybody(table, source)


def receiver(table: Table, source: Source) -> str:
    """Mostly a party that may hold; else somebody who may not, or no one."""
    if not chance(source, 14):
        return table.house[pick(source, HOLDERS)]
    odd = ("stranger", "verifier", "court", "refusing", "burning", "debtor", "anchor")
    return pick(source, [*(table.house[name] for name in odd), ZERO_ADDRESS, table.address])


def some_units(source: Source, balance: int) -> int:
    """All, a part, one, too many, none."""
    part = balance - 1 if balance > 1 else balance
    if chance(source, 8):
        return pick(source, (balance + 1, 0, 2, 3))
    return pick(source, (balance, balance // 2 or 1, balance // 3 or 1, 1, part))


def some_money(source: Source, most: int) -> int:
    """Around an amount: a part, all, a little more or less, far more, nothing."""
    choices = (most, most // 2, most // 3, 1, 2, max(1, most - 1), 3, most, most + 1, 0, most * 2 + 1, MOST)
    return pick(source, choices)


def not_above(source: Source, most: int) -> int:
    """Mostly something up to an amount."""
    choices = (most, most // 2 or 1, most // 3 or 1, 1, 2, max(1, most - 1), 1, most // 2 or 1, most + 1, 0)
    return pick(source, choices)


# --- terms ---


def draw_terms(table: Table, source: Source) -> dict[str, Any]:
    """The fields that any claim may have in any way."""
    house = table.house
    place = pick(source, (HOME, HOME, GULF, EAST))
    today = table.today(place)
    face = table.face
    if chance(source, 2):
        face = pick(source, LARGE) if chance(source, 4) else pick(source, FACES)
    due = today + pick(source, (21, 10, 3, 1, 0, 40))
    words: dict[str, Any] = {
        "asset": house[pick(source, TOKENS)],
        "asset_scale": 1 if face > 10**9 else pick(source, (1, 1, 10_000)),
        "face": face,
        "issue_day": today - pick(source, (0, 0, 3)),
        "due_day": due,
        "pay_place": place,
        "currency_place": pick(source, (ZERO_HASH, ZERO_HASH, EAST, GULF)),
        "grace_days": pick(source, (0, 0, 1, 3)),
        # The index of money, interest included, has 112 bits: the largest faces leave no room for it.
        "late_rate": 0 if face > 2**100 else pick(source, (0, 8 * 10**16, 10**18)),
        "day_count": pick(source, (1, 2, 3)),
        "min_split": min(face, pick(source, (0, 0, 0, 1, 2, 3))),
        "record_days": pick(source, (0, 0, 0, 1, 3)),
        "receipt_days": pick(source, (2, 0, 5)),
        "assertion_days": pick(source, (0, 2, 5)),
        "remit_days": pick(source, (0, 3)),
        "eligibility": pick(source, (0, 0, TRADERS, TRADERS, int(Role.FINANCIER))),
        "assignable": pick(source, (Assignable.YES,) * 6 + (Assignable.BY_LAW, Assignable.NO)),
        "payment_agent": pick(source, (house["second_financier"], house["verifier"], ZERO_ADDRESS)),
        "object_amount": 0,
        "fingerprint": ZERO_HASH,
        "salt": fresh(table),
    }
    if chance(source, 12):
        words["asset"] = ZERO_ADDRESS
    if chance(source, 8):
        words["earmark"] = house[pick(source, ("financier", "second_supplier"))]
    if chance(source, 6):
        words["surety"] = house["third_supplier"]
    if chance(source, 3):
        words["discount_bps"] = pick(source, (200, 3_333, 9_999, 1))
        words["discount_day"] = min(due, today + pick(source, (5, 1, 0)))
    return words


def _object(table: Table, source: Source, words: dict[str, Any], most_fresh: int) -> None:
    """The invoice: mostly its own, else one of a few that several claims share."""
    face = words["face"]
    if not chance(source, most_fresh):
        words["fingerprint"] = b"invoice ".ljust(24, b"\0") + table.salt.to_bytes(8, "big")
        words["object_amount"] = pick(source, (face, face, min(MOST, 2 * face)))
        return
    number = source.below(4)
    words["fingerprint"] = b"shared %d" % number + bytes(24)
    words["fingerprint"] = words["fingerprint"][:32].ljust(32, b"\0")
    known = table.house.charges.object_of(
        table.house.charges.key_of(words["fingerprint"], words["creditor"])
    )["amount"]
    words["object_amount"] = known or pick(source, (face, min(MOST, 2 * face), min(MOST, 3 * face)))


def draw_invoice(table: Table, source: Source) -> Claim:
    house = table.house
    words = draw_terms(table, source)
    words["kind"] = ClaimKind.INVOICE
    words["creditor"] = house[pick(source, ("seller", "seller", "second_seller", "wallet"))]
    words["debtor"] = house[pick(source, ("debtor", "debtor", "anchor", "bank", "reentering"))]
    if words["creditor"] == house["wallet"] and chance(source, 2):
        words["debtor"] = house["debtor"]
    elif chance(source, 6):
        words["debtor"] = house["wallet"] if words["creditor"] != house["wallet"] else house["debtor"]
    words["parts"], words["part"] = 2, 1 + source.below(2)
    _object(table, source, words, 4)
    return house.terms(**words)


def draw_payable(table: Table, source: Source) -> Claim:
    house = table.house
    words = draw_terms(table, source)
    words["kind"] = ClaimKind.PAYABLE
    words["debtor"] = house["anchor"]
    words["creditor"] = house[pick(source, SUPPLIERS)]
    words["content"] = ZERO_HASH
    if chance(source, 3):
        _object(table, source, words, 3)
    if chance(source, 12):
        words["due_day"] = words["issue_day"] + pick(source, (365, 366, 400))
    return house.terms(**words)


def draw_borne(table: Table, source: Source) -> Claim:
    house = table.house
    words = draw_terms(table, source)
    words["kind"] = 3 + source.below(6)
    words["debtor"] = house[pick(source, ("bank", "bank", "anchor"))]
    words["creditor"] = house[pick(source, BEARERS)]
    if chance(source, 4):
        words["due_day"] -= pick(source, (30, 5))
        words["issue_day"] = min(words["issue_day"], words["due_day"])
        words["discount_day"] = min(words.get("discount_day", 0), words["due_day"])
    return house.terms(**words)


def odd(table: Table, source: Source, terms: Claim) -> Claim:
    """One field is wrong, or nearly."""
    name, value = pick(source, ODD)
    known = isinstance(value, str) and not value.startswith("0x")
    return terms.but(**{name: table.house[value] if known else value})


# --- time ---


def moments(table: Table, book: ClaimBook) -> list[int]:
    """Seconds at which something of a claim begins or ends."""
    terms, days, now = book.terms, table.house.days, table.next_moment
    place = terms.pay_place
    due = rules.due(days, terms, book.prolonged_to, now)
    last = rules.last_grace_day(days, terms, book.prolonged_to, now)
    receipt = days.add_banking_days(place, terms.issue_day, terms.receipt_days, now)
    named = [terms.due_day, due, last, due + 30, due + 31, due + 60, due + 90, receipt, terms.discount_day]
    named += [due - terms.record_days - 1, book.held_until, book.submission, book.dispute.reply_day]
    calendar = table.house.places[place]
    # The day is over: its last second, and the first of the next.
    found = [calendar.midnight(day + 1) for day in named if day]
    found += [pledge.called_at + 10 * DAY for pledge in book.pledges.values() if pledge.called_at]
    return found


def interesting(table: Table, source: Source) -> int | None:
    """A moment ahead: one that matters to a claim, the second before it, or a little later."""
    live = [deal for deal in table.deals[-24:] if table.model.claims[deal.id].live]
    if not live:
        return None
    now = table.next_moment
    found = moments(table, table.model.claims[pick(source, live).id])
    # Not beyond the calendars, wherever a reply was promised for.
    ahead = sorted(moment for moment in found if now + 1 < moment < now + 120 * DAY)
    if not ahead:
        return None
    near = ahead[min(source.below(3), len(ahead) - 1)]
    return max(now, near + pick(source, (0, 0, -1, 36_000)))
