"""Rules of the credit machine: amendments, confirmations of them, silent confirmation, terms of the past."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.machines.credit_draws import KEYS, acting, anybody, chance, pick, some_set
from tests.machines.credit_house import ORDER
from tests.machines.credit_table import Deal, Offered, Source, Table
from usance.amendments import FIELDS, FIXED, Change, amendment_id
from usance.codes import AmendmentStatus, Confirmation, CreditStatus, Exclusion, SetStatus
from usance.terms import ZERO_ADDRESS, ZERO_HASH, place_key

MOST_PENDING = 6
RISE = 10_000_00
DIRTY = b"\1" * 32


def some_deal(table: Table, source: Source) -> Deal | None:
    """A deal, rather a live one."""
    live = [deal for deal in table.deals if table.model.credits[deal.id].status < CreditStatus.CLOSED]
    if live and not chance(source, 12):
        return pick(source, live)
    return pick(source, table.deals) if table.deals else None


def some_change(table: Table, source: Source) -> tuple[Deal, Offered] | None:
    """A change of a deal, rather a pending one."""
    deals = [deal for deal in table.deals if deal.changes]
    if not deals:
        return None
    deal = pick(source, deals)
    waiting = [one for one in deal.changes if pending(table, one)]
    if waiting and not chance(source, 4):
        return deal, pick(source, waiting)
    return deal, pick(source, deal.changes)


def pending(table: Table, one: Offered) -> bool:
    return bool(table.model.amendment_state(one.id)["status"] == AmendmentStatus.PENDING)


def draw_change(table: Table, source: Source, deal: Deal) -> Change:
    """What an issuing bank might want, the wrong included."""
    terms, number = deal.terms, len(deal.changes) + 1
    if chance(source, 10):
        return Change(number, cancel=True)
    if chance(source, 10):
        return draw_wrong(table, source, deal, number)
    drawn = table.model.credits[deal.id].drawn
    differences = (0, 0, RISE, terms.amount // 10, 777, -terms.amount // 3, drawn - terms.amount)
    difference = pick(source, differences)
    words: dict[str, Any] = {}
    for _ in range(source.below(3) + (difference == 0)):
        words |= draw_field(table, source, deal)
    return Change.of(words, number=number, difference=difference, content=pick(source, (ZERO_HASH, ORDER)))


def draw_field(table: Table, source: Source, deal: Deal) -> dict[str, Any]:
    house, terms = table.house, deal.terms
    third = house["third_bank"]
    fields: tuple[dict[str, Any], ...] = (
        {"expiry_day": terms.expiry_day + pick(source, (14, 3, -3, 30))},
        {"expiry_day": terms.expiry_day + pick(source, (1, 7))},
        {"latest_shipment_day": pick(source, (0, table.today(KEYS[0]), table.today(KEYS[0]) + 9))},
        {"presentation_days": pick(source, (21, 5, 1, 365))},
        {"closing_days": pick(source, (0, 10, 30))},
        {"tolerance_plus": pick(source, (0, 1_000, 333))},
        {"tolerance_minus": pick(source, (0, 500))},
        {"additional_amount": pick(source, (0, 777, 5_000))},
        {"exclusions": terms.exclusions ^ int(pick(source, (Exclusion.EUCP, Exclusion.LEAF_BAR)))},
        {"exclusions": terms.exclusions ^ int(pick(source, tuple(Exclusion)))},
        {"examination_days": pick(source, (5, 2, 10))},
        {"return_days": pick(source, (3, 0, 5))},
        {"honour_days": pick(source, (1, 0, 3))},
        {"adviser": pick(source, (ZERO_ADDRESS, third, house["stranger"]))},
        {"panel": pick(source, (ZERO_ADDRESS, house["panel"]))},
        {"delivery_agent": pick(source, (house["delivery_agent"], house["stranger"]))},
        {"nominated": house["nominated_bank"], "nominated_place": KEYS[2]},
        {"nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH},
        {"nominated": house["nominated_bank"], "nominated_place": place_key("NOWHERE")},
        {
            "confirmer": house["confirming_bank"],
            "confirmer_place": KEYS[1],
            "confirmation": int(Confirmation.CONFIRM),
        },
        {"late_rate": pick(source, (0, 10**17))},
        {"transhipment": pick(source, (1, 2, 3))},
    )
    return pick(source, fields)


def draw_wrong(table: Table, source: Source, deal: Deal, number: int) -> Change:
    """Words that are no change, or none that may be made."""
    terms = deal.terms
    word = (terms.expiry_day + 1).to_bytes(32, "big")
    expiry = 1 << FIELDS.index("expiry_day")
    changes = (
        Change(number),
        Change(0, mask=expiry, values=(word,)),
        Change(number, cancel=True, difference=1),
        Change(number, cancel=True, mask=expiry, values=(word,)),
        Change(number, mask=expiry, values=(word, word)),
        Change(number, mask=expiry | 2**200, values=(word, word)),
        Change(number, mask=expiry),
        Change(number, mask=1 << FIELDS.index("adviser"), values=(DIRTY,)),
        Change(number, mask=1 << FIELDS.index(pick(source, sorted(FIXED))), values=(word,)),
        Change(number, difference=-terms.amount),
        Change(number, difference=-terms.amount - 1),
        Change(number, difference=2**112),
        Change(number, difference=2**254),
        Change(number, difference=-(2**254)),
        Change.of({"tolerance_plus": 10_001}, number=number),
        Change.of({"expiry_day": 2**23 + 1}, number=number),
        Change.of({"expiry_day": max(0, terms.issue_day - 1)}, number=number),
        Change.of({"instalments": ORDER}, number=number),
        Change.of({"nominated_place": ZERO_HASH, "nominated": table.house["third_bank"]}, number=number),
    )
    return pick(source, changes)


def propose(table: Table, source: Source) -> None:
    """A new change, or one that was proposed before; several may wait."""
    deal = some_deal(table, source)
    if deal is None:
        return None
    if sum(pending(table, one) for one in deal.changes) >= MOST_PENDING:
        return answer(table, source)
    change = draw_change(table, source, deal)
    if deal.changes and chance(source, 10):
        change = pick(source, deal.changes).change
    offer(table, deal, change, acting(table, source, deal.terms.issuer))
    return None


def offer(table: Table, deal: Deal, change: Change, sender: str = "") -> None:
    if table.do("propose_amendment", sender or deal.terms.issuer, deal, None, change).ok:
        deal.changes.append(Offered(change, amendment_id(deal.id, change)))


def extend(table: Table, source: Source) -> None:
    found = some_change(table, source)
    if found is None:
        return
    deal, one = found
    bank = deal.terms.confirmer
    silent = table.model.silent_confirmer_of(deal.id)
    if silent != ZERO_ADDRESS and chance(source, 2):
        bank = silent
    sender = acting(table, source, bank)
    table.do("extend_confirmation", sender, deal, None, one.change, not chance(source, 4))


def accept_change(table: Table, source: Source) -> None:
    """Whole, now and then only a part of it."""
    found = some_change(table, source)
    if found is None:
        return
    deal, one = found
    mask = one.change.mask
    only = pick(source, (0, 0, 0, 0, mask, mask & -mask, 1))
    table.do("accept_amendment", acting(table, source, deal.terms.beneficiary), deal, None, one.change, only)


def reject(table: Table, source: Source) -> None:
    found = some_change(table, source)
    if found is None:
        return
    deal, one = found
    amendment = one.id
    if chance(source, 12):
        amendment = pick(
            source, (ORDER, ZERO_HASH, *(other.id for two in table.deals for other in two.changes))
        )
    sender = anybody(table, source) if chance(source, 4) else deal.terms.beneficiary
    table.do("reject_amendment", sender, deal, None, amendment)


def answer(table: Table, source: Source) -> None:
    """What the story would do next with a change."""
    moves: tuple[Callable[[Table, Source], None], ...] = (extend, accept_change, accept_change, reject)
    moves[source.below(4)](table, source)


def by_presentation(table: Table, source: Source) -> None:
    """A set says yes, or is said to."""
    found = some_set(table, source)
    if found is None:
        return None
    deal, filed, _ = found
    changes = deal.changes
    if not changes:
        return propose(table, source)
    waiting = [one for one in changes if pending(table, one)]
    one = pick(source, waiting if waiting and not chance(source, 8) else changes)
    table.do("accept_by_presentation", anybody(table, source), deal, filed, one.change)
    return None


def present_for_change(table: Table, source: Source) -> None:
    """A set for what a pending rise would allow, presented and received: the change may follow."""
    found = some_change(table, source)
    if found is None:
        return propose(table, source)
    deal, one = found
    model, terms = table.model, deal.terms
    book = model.credits[deal.id]
    amount = max(1, book.available + max(0, one.change.difference))
    table.salt += 1
    statement = table.house.statement(terms, amount=amount, documents=table.tree([table.fresh_leaf()]))
    filed = table.filed(deal, statement)
    if not table.do("present", terms.beneficiary, deal, filed).ok:
        return None
    deal.sets.append(filed)
    today = table.today(terms.issuer_place)
    if table.do("acknowledge", terms.issuer, deal, filed, today).ok:
        table.do("accept_by_presentation", anybody(table, source), deal, filed, one.change)
    return None


def apply(table: Table, source: Source) -> None:
    """The confirming bank's own terms follow what it extended to."""
    apart = [deal for deal in table.deals if deal.own is not None]
    if not apart and not chance(source, 6):
        return extend(table, source)
    deal = pick(source, apart) if apart else some_deal(table, source)
    if deal is None or not deal.changes:
        return None
    table.do("apply_extension", anybody(table, source), deal, None, pick(source, deal.changes).change)
    return None


def ask_silent(table: Table, source: Source) -> None:
    deal = some_deal(table, source)
    if deal is not None:
        bank = pick(
            source, (table.house["third_bank"], table.house["third_bank"], ZERO_ADDRESS, deal.terms.issuer)
        )
        sender = acting(table, source, deal.terms.beneficiary)
        table.do("ask_silent_confirmation", sender, deal, None, bank)


def confirm_silently(table: Table, source: Source) -> None:
    deal = some_deal(table, source)
    if deal is not None:
        asked = table.model.silent_confirmer_of(deal.id)
        table.do("confirm_silently", acting(table, source, asked), deal)


def outdated(table: Table, source: Source) -> None:
    """Terms that are no longer in force: nothing may be done with them."""
    deals = [deal for deal in table.deals if deal.before]
    if not deals:
        return propose(table, source)
    deal = pick(source, deals)
    in_force, own = deal.terms, deal.own
    old = [one for one in deal.before if one not in (in_force, own)]
    if not old:
        return None
    deal.read(pick(source, old))
    deal.own = None
    try:
        _with_old(table, source, deal)
    finally:
        deal.read(in_force)
        deal.own = own


def _with_old(table: Table, source: Source, deal: Deal) -> None:
    name = pick(source, ("advise", "confirm", "expire", "close", "propose_amendment", "accept", "honour"))
    if name in ("advise", "confirm"):
        right = deal.terms.adviser if name == "advise" else deal.terms.confirmer
        table.do(name, acting(table, source, right), deal, None, True)
    elif name in ("expire", "close"):
        table.do(name, deal.terms.issuer, deal)
    elif name == "propose_amendment":
        change = Change.of({"tolerance_minus": 1}, number=len(deal.changes) + 1)
        table.do(name, deal.terms.issuer, deal, None, change)
    elif deal.sets:
        filed = pick(source, deal.sets)
        entry = table.model.sets[filed.id]
        if entry.status != SetStatus.HONOURED or name == "honour":
            table.do(name, entry.bank(deal.terms), deal, filed)
