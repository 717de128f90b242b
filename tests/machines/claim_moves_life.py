"""Moves of what happens to a claim later: notice, payments elsewhere, disputes, changes, default, the end."""

from __future__ import annotations

from tests.machines.claim_draws import (
    acting,
    anybody,
    chance,
    holder_of,
    holders,
    interesting,
    living,
    not_above,
    pick,
    some,
    some_money,
)
from tests.machines.claim_house import MOST
from tests.machines.claim_table import Source, Table
from tests.machines.claim_words import Deal
from tests.machines.credit_house import DAY
from usance.claim_terms import asset_change, prolongation
from usance.codes_claims import BOUND, LIVE, ClaimStatus
from usance.model import claim_rules as rules
from usance.terms import ZERO_ADDRESS

OVER = (ClaimStatus.PAID, ClaimStatus.DENIED, ClaimStatus.RESCINDED, ClaimStatus.CANCELLED)


def _reference(table: Table, source: Source, deal: Deal) -> bytes:
    """A reference that is known of the claim, mostly."""
    known = table.references.get(deal.id)
    return pick(source, known) if known and not chance(source, 8) else pick(source, _words())


def _words() -> list[bytes]:
    return [b"payment %d" % index + bytes(23) for index in range(4)]


# --- notice ---


def notify(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is not None:
        by = deal.terms.creditor if chance(source, 2) else holder_of(table, source, deal)
        table.do("notify", by, deal)


def acknowledge(table: Table, source: Source) -> None:
    told = [deal for deal in table.deals[-24:] if table.model.claims[deal.id].notified]
    deal = pick(source, told) if told and not chance(source, 4) else living(table, source)
    if deal is not None:
        table.do("acknowledge_notice", acting(table, source, deal.terms.debtor), deal)


def misdirected(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    book = table.book(deal)
    others = [one for one in holders(table, deal) if one != deal.terms.creditor]
    holder = pick(source, others) if others and not chance(source, 8) else anybody(table, source)
    if book is not None and chance(source, 24):
        holder = pick(source, list(book.holdings))
    worth = 0 if book is None else book.units_of(holder) * book.rest // book.face
    today = table.today(deal.terms.pay_place) if deal.terms.pay_place in table.house.places else 1
    day = (
        today - pick(source, (0, 1, 3, 0)) if not chance(source, 12) else pick(source, (today + 1, 0, 2**255))
    )
    reference = pick(source, _words())
    sender = acting(table, source, deal.terms.creditor)
    table.do("report_misdirected", sender, deal, holder, not_above(source, worth), day, reference)


# --- payment elsewhere ---


def assert_payment(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    terms, book = deal.terms, table.book(deal)
    most = 10 if book is None else book.outstanding
    named = [one for one in (terms.debtor, terms.surety, terms.payment_agent) if one != ZERO_ADDRESS]
    amount = pick(source, (most, most, max(1, most // 2), some_money(source, most)))
    today = table.today(terms.pay_place) if terms.pay_place in table.house.places else 1
    day = today - pick(source, (0, 1)) if not chance(source, 16) else pick(source, (0, today + 1, 2**255))
    unused = [word for word in _words() if word not in table.references.get(deal.id, ())]
    reference = (
        pick(source, unused) if unused and not chance(source, 8) else pick(source, [*_words(), bytes(32)])
    )
    sender = acting(table, source, pick(source, named) if named else ZERO_ADDRESS)
    if table.do("assert_payment", sender, deal, amount, day, reference).ok:
        table.references.setdefault(deal.id, []).append(reference)


def confirm_payment(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    owner = holder_of(table, source, deal)
    book = table.book(deal)
    worth = 0 if book is None else book.worth_up(book.units_of(owner))
    table.do("confirm_payment", owner, deal.id, some_money(source, worth), _reference(table, source, deal))


def confirm_for_all(table: Table, source: Source) -> None:
    asserted = [deal for deal in table.deals[-24:] if table.references.get(deal.id) and _live(table, deal)]
    deal = pick(source, asserted) if asserted and not chance(source, 6) else living(table, source)
    if deal is None:
        return
    book = table.book(deal)
    reference = _reference(table, source, deal)
    most = 10 if book is None else book.outstanding
    if book is not None and reference in book.assertions:
        known = book.assertions[reference]
        most = min(most, known.amount - known.confirmed)
    sender = acting(table, source, deal.terms.payment_agent)
    table.do("confirm_for_all", sender, deal, not_above(source, most), reference)


def _live(table: Table, deal: Deal) -> bool:
    return table.status(deal) in LIVE


def contest_payment(table: Table, source: Source) -> None:
    asserted = [deal for deal in table.deals[-24:] if table.references.get(deal.id) and _live(table, deal)]
    deal = pick(source, asserted) if asserted and not chance(source, 6) else living(table, source)
    if deal is not None:
        owner = holder_of(table, source, deal)
        table.do("contest_payment", owner, deal.id, _reference(table, source, deal))


# --- dispute and credit note ---


def dispute(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is None:
        return
    book = table.book(deal)
    amount = not_above(source, 10 if book is None else book.outstanding)
    reason = pick(source, (1, 2, 3, 4, 5, 6, 255)) if not chance(source, 16) else pick(source, (0, 7, 2**255))
    today = table.today(deal.terms.pay_place) if deal.terms.pay_place in table.house.places else 1
    day = (
        today + pick(source, (1, 5, 20, 0))
        if not chance(source, 16)
        else pick(source, (today - 1, 2**24, 2**255))
    )
    table.do("dispute", acting(table, source, deal.terms.debtor), deal, amount, reason, day)


def _disputed(table: Table, source: Source) -> Deal | None:
    found = [deal for deal in table.deals[-24:] if table.model.claims[deal.id].dispute.status]
    return pick(source, found) if found and not chance(source, 8) else living(table, source)


def answer_dispute(table: Table, source: Source) -> None:
    deal = _disputed(table, source)
    if deal is not None:
        admitted = not chance(source, 2)
        sender = acting(table, source, deal.terms.creditor)
        table.do("answer_dispute", sender, deal, admitted, b"reply".ljust(32, b"\4"))


def drop_dispute(table: Table, source: Source) -> None:
    deal = _disputed(table, source)
    if deal is not None:
        table.do("drop_dispute", acting(table, source, deal.terms.debtor), deal)


def credit_note(table: Table, source: Source) -> None:
    deal = _disputed(table, source) if chance(source, 2) else living(table, source)
    if deal is None:
        return
    book = table.book(deal)
    most = 10 if book is None else book.outstanding
    amount = pick(source, (1, max(1, most // 3), not_above(source, most)))
    table.do("credit_note", acting(table, source, deal.terms.creditor), deal, amount, b"381".ljust(32, b"\5"))


# --- agreed changes ---


def _agreed_by_all(table: Table, source: Source, deal: Deal, proposal: bytes) -> list[str]:
    """All holders, after they and the debtor agreed; now and then one is forgotten or silent."""
    book = table.book(deal)
    if book is None:
        return []
    rows = [one for one, held in book.holdings.items() if held.units]
    speakers = [deal.terms.debtor, *(table.model.speakers.get(one, one) for one in rows)]
    silent = source.below(len(speakers)) if chance(source, 5) else -1
    for at, speaker in enumerate(dict.fromkeys(speakers)):
        if at != silent and speaker in table.house.names:
            table.do("agree", speaker, deal.id, proposal)
    found = sorted(rows, key=lambda one: int(one, 16))
    if found and chance(source, 12):
        found.pop()
    if len(found) > 1 and chance(source, 12):
        found.reverse()
    return found


def prolong(table: Table, source: Source) -> None:
    deal = living(table, source)
    book = None if deal is None else table.book(deal)
    if deal is None or book is None:
        return
    present = book.prolonged_to or deal.terms.due_day
    day = present + pick(source, (5, 1, 30, 20))
    if chance(source, 10):
        day = pick(source, (present, present - 1, present + 3_661, 2**24))
    found = _agreed_by_all(table, source, deal, prolongation(day))
    table.do("prolong", anybody(table, source), deal, day, found)


def change_asset(table: Table, source: Source) -> None:
    deal = living(table, source)
    book = None if deal is None else table.book(deal)
    if deal is None or book is None:
        return
    asset = pick(source, (table.house["plain"], table.house["blocklist"], ZERO_ADDRESS, table.house["pause"]))
    scale = 1 if book.face > 10**9 else pick(source, (1, 100))
    if asset == ZERO_ADDRESS:
        scale = 0
    if chance(source, 12):
        asset, scale = pick(source, ((table.house["stranger"], 1), (asset, 10**24 + 1), (asset, 0)))
    found = _agreed_by_all(table, source, deal, asset_change(asset, scale))
    table.do("change_asset", anybody(table, source), deal, asset, scale, found)


def agree(table: Table, source: Source) -> None:
    deal = living(table, source)
    if deal is not None:
        word = prolongation(deal.terms.due_day + source.below(40))
        table.do("agree", anybody(table, source), deal.id, word)


# --- late, lost, over ---


def _overdue(table: Table, source: Source) -> Deal | None:
    """A bound claim, after time has gone on to the end of its grace, mostly."""
    deal = some(table, source, *BOUND)
    book = None if deal is None else table.book(deal)
    if deal is None or book is None or not book.bound or chance(source, 4):
        return deal
    terms, now = deal.terms, table.next_moment
    last = rules.last_grace_day(table.house.days, terms, book.prolonged_to, now)
    after = table.house.places[terms.pay_place].midnight(last + 1) - (1 if chance(source, 6) else 0)
    if now < after < now + 60 * DAY:
        table.driver.set_time(after)
    return deal


def age(table: Table, source: Source) -> None:
    deal = _overdue(table, source)
    if deal is not None:
        table.do("age", anybody(table, source), deal)


def default_(table: Table, source: Source) -> None:
    deal = _overdue(table, source) if not chance(source, 8) else living(table, source)
    if deal is not None:
        table.do("default_", anybody(table, source), deal)


def write_off(table: Table, source: Source) -> None:
    deal = some(table, source, ClaimStatus.DEFAULTED)
    if deal is not None:
        table.do("write_off", holder_of(table, source, deal), deal.id)


def settle(table: Table, source: Source) -> None:
    ready = [
        deal for deal in table.deals if table.status(deal) == ClaimStatus.PAID and not _settled(table, deal)
    ]
    deal = pick(source, ready) if ready and not chance(source, 3) else some(table, source, *OVER)
    if deal is not None:
        table.do("settle", anybody(table, source), deal)


def _settled(table: Table, deal: Deal) -> bool:
    return table.model.claims[deal.id].settled


def interest_cut(table: Table, source: Source) -> None:
    """What is late is paid in part: interest first."""
    late = [
        deal for deal in table.deals[-24:] if table.model.late_interest(deal.terms, table.next_moment) > 0
    ]
    if late:
        deal = pick(source, late)
        owed = table.model.late_interest(deal.terms, table.next_moment)
        amount = pick(source, (owed, max(1, owed // 2), owed + 1, owed + 3, MOST))
        table.do("pay", deal.terms.debtor, deal, amount)


def go_on(table: Table, source: Source) -> None:
    """Time goes on to where something begins or ends."""
    if chance(source, 3):
        table.driver.set_time(table.next_moment + pick(source, (1, 60, 3_600, DAY, 0)))
        return
    moment = interesting(table, source)
    if moment is not None:
        table.driver.set_time(moment)
