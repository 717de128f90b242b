"""The list of rules of the credit machine: what anybody might do next, the forbidden included.

Each rule takes the table and a source of choices and does one thing. Both searchers, Hypothesis and
the seeded walker, play this one list.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.machines.credit_draws import (
    KEYS,
    TOKENS,
    WRONG,
    Same,
    acting,
    anybody,
    chance,
    draw_findings,
    draw_statement,
    draw_terms,
    pick,
    some_set,
)
from tests.machines.credit_house import DAY, ORDER
from tests.machines.credit_moves_changes import (
    RISE,
    accept_change,
    answer,
    apply,
    ask_silent,
    by_presentation,
    confirm_silently,
    extend,
    offer,
    outdated,
    pending,
    present_for_change,
    propose,
    reject,
)
from tests.machines.credit_moves_remedies import (
    award,
    legal_stop,
    lift,
    next_remedy,
    pay_off_chain,
    present_again,
    record_notice,
    return_documents,
    strike,
    unreadable,
)
from tests.machines.credit_moves_undertakings import (
    call_recourse,
    claim_refund,
    claim_reimbursement,
    draw_later,
    negotiate,
    next_promise,
    offer_negotiation,
    pay_claim,
    promises,
    reimburse,
    settle,
    turn_down,
    undertake,
    with_charges,
)
from tests.machines.credit_moves_world import closure, mandate, poor, set_status, status, stop, temper
from tests.machines.credit_table import Source, Table
from usance.amendments import Change
from usance.codes import CreditStatus, Disposal, Exclusion, SetStatus, Stage
from usance.model.credit_end import CLAIM_DAYS
from usance.model.credit_reimbursement import PAID
from usance.model.party import Status
from usance.terms import ZERO_ADDRESS, ZERO_HASH

Move = Callable[[Table, Source], None]
LIVE = 12


# --- the life of a credit ---


def issue(table: Table, source: Source) -> None:
    if len(table.deals) >= LIVE:
        return wait(table, source)
    terms = draw_terms(table, source)
    if terms.asset != ZERO_ADDRESS or chance(source, 3):
        terms = terms.but(**draw_later(table, source))
    sender = acting(table, source, terms.issuer)
    if chance(source, 6):
        name, value = pick(source, WRONG)
        known = isinstance(value, str) and not value.startswith("0x")
        terms = terms.but(**{name: table.house[value] if known else value})
    elif table.deals and chance(source, 12):
        terms = pick(source, table.deals).terms
    deal = table.deal(terms)
    if table.do("issue", sender, deal).ok:
        table.deals.append(deal)
    return None


def advise(table: Table, source: Source) -> None:
    if table.deals:
        deal = pick(source, table.deals)
        table.do("advise", acting(table, source, deal.terms.adviser), deal, None, not chance(source, 4))


def confirm(table: Table, source: Source) -> None:
    if table.deals:
        deal = pick(source, table.deals)
        table.do("confirm", acting(table, source, deal.terms.confirmer), deal, None, not chance(source, 5))


def expire(table: Table, source: Source) -> None:
    if table.deals:
        table.do("expire", anybody(table, source), pick(source, table.deals))


def close(table: Table, source: Source) -> None:
    if not table.deals:
        return
    deal = pick(source, table.deals)
    sender = deal.terms.issuer if chance(source, 2) else anybody(table, source)
    table.do("close", sender, deal)
    closed = [one for one in table.deals if table.model.credits[one.id].status >= CreditStatus.CLOSED]
    # One closed credit stays at the table, so that acts after the end are tried, and each that has yet to
    # give back what it holds for a change.
    done = [one for one in closed if not any(pending(table, change) for change in one.changes)]
    if len(closed) > 1 and done:
        table.deals.remove(done[0])
        table.forget()


# --- presentation ---


def present(table: Table, source: Source) -> None:
    if not table.deals:
        return
    deal = pick(source, table.deals)
    statement = draw_statement(table, source, deal)
    if deal.sets and chance(source, 12):
        statement = pick(source, deal.sets).statement
    filed = table.filed(deal, statement)
    # A bank that collects sends its set itself, or the beneficiary names it.
    sender = pick(source, (statement.presenter, deal.terms.beneficiary))
    if table.do("present", acting(table, source, sender), deal, filed).ok:
        deal.sets.append(filed)


def forget_set(table: Table, source: Source) -> None:
    """A set that was never presented, or one of another credit: nothing may be done with it."""
    if not table.deals:
        return
    deal = pick(source, table.deals)
    statement = draw_statement(table, source, deal)
    filed = table.filed(deal, statement)
    name = pick(source, ("accept", "preclude", "honour", "forward", "waive", "demand_return"))
    table.do(name, deal.terms.issuer, deal, filed)


def forget_credit(table: Table, source: Source) -> None:
    """Terms that were never issued: nothing may be done with them."""
    deal = table.deal(draw_terms(table, source))
    name = pick(source, ("advise", "confirm", "present", "expire", "close"))
    if name == "present":
        statement = table.house.statement(deal.terms)
        table.do(name, deal.terms.beneficiary, deal, table.filed(deal, statement))
    elif name in ("expire", "close"):
        table.do(name, deal.terms.issuer, deal)
    else:
        right = deal.terms.adviser if name == "advise" else deal.terms.confirmer
        table.do(name, table.house["issuing_bank"] if right == ZERO_ADDRESS else right, deal, None, True)


def receive(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    terms = deal.terms
    how = source.below(10)
    if how < 7:
        place = table.place(entry.place(terms))
        today = place.local_day(table.next_moment)
        received = pick(
            source, (today, today, today, place.local_day(entry.presented_at), today - 1, today + 1, 0)
        )
        table.do("acknowledge", acting(table, source, entry.bank(terms)), deal, filed, received)
    elif how < 9:
        now = table.next_moment
        delivered = pick(source, (now, entry.presented_at, now - DAY, now - 3 * DAY, now + 1))
        table.do("attest_delivery", acting(table, source, terms.delivery_agent), deal, filed, delivered)
    else:
        sender = acting(table, source, entry.giver())
        table.do("notify_completeness", sender, deal, filed, pick(source, (ORDER, ORDER, ZERO_HASH)))


def forward(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is not None:
        deal, filed, entry = found
        table.do("forward", acting(table, source, entry.bank(deal.terms)), deal, filed)


# --- findings ---


def accept(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is not None:
        deal, filed, entry = found
        table.do("accept", acting(table, source, entry.bank(deal.terms)), deal, filed)


def refuse(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    disposal = pick(source, (*Disposal, 5))
    text = ZERO_HASH if chance(source, 10) else ORDER
    findings = draw_findings(source, filed)
    sender = acting(table, source, entry.bank(deal.terms))
    if table.do("refuse", sender, deal, filed, findings, int(disposal), text).ok:
        filed.notice = findings


def waive(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    turn = entry.giver() if entry.issuer_waived else deal.terms.issuer
    right = turn if entry.applicant_waived else deal.terms.applicant
    table.do("waive", acting(table, source, right), deal, filed)


def demand_return(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is not None:
        deal, filed, entry = found
        table.do("demand_return", acting(table, source, entry.giver()), deal, filed)


def preclude(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is not None:
        deal, filed, _ = found
        table.do("preclude", anybody(table, source), deal, filed)


def honour(table: Table, source: Source) -> None:
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, entry = found
    sender = anybody(table, source) if chance(source, 3) else entry.bank(deal.terms)
    if entry.stage == Stage.CONFIRMER and chance(source, 4):
        sender = deal.terms.issuer  # in the confirming bank's place
    table.do("honour", sender, deal, filed)


def default(table: Table, source: Source) -> None:
    """A bank did not pay; now and then too early, or of a set that owes nothing."""
    found = some_set(table, source)
    if found is None:
        return
    deal, filed, _ = found
    table.do("default_", anybody(table, source), deal, filed)


def natural(table: Table, source: Source) -> None:
    """What the story would do next with a set: it takes plays to their end."""
    found = some_set(table, source)
    if found is None:
        return present(table, source)
    deal, _, entry = found
    fork = source.below(4)
    source = Same(source, found)
    if entry.status == SetStatus.PRESENTED:
        if not entry.received:
            return receive(table, source)
        return (accept, refuse, forward if entry.stage == Stage.NOMINATED else preclude, accept)[fork](
            table, source
        )
    if entry.status == SetStatus.REFUSED:
        return (waive, return_documents, preclude, demand_return)[fork](table, source)
    if next_promise(table, source, found) or next_remedy(table, source, entry, deal.terms.asset):
        return None
    if entry.status in PAID:
        return forward(table, source) if entry.stage != Stage.ISSUER else close(table, source)
    return default(table, source) if fork == 0 else honour(table, source)


# --- money that waits, time ---


def withdraw(table: Table, source: Source) -> None:
    waiting = list(table.model.waiting.balances)
    if waiting and not chance(source, 8):
        party, asset = pick(source, waiting)
    else:
        if chance(source, 2):
            return close(table, source)
        party, asset = anybody(table, source), table.house[pick(source, TOKENS)]
    sender = acting(table, source, party)
    to = party if chance(source, 2) else pick(source, (*table.people(), ZERO_ADDRESS, table.address))
    table.do_plain("withdraw", sender, asset, party, to)
    return None


def redirect(table: Table, source: Source) -> None:
    house = table.house
    waiting = list(table.model.waiting.balances)
    if not waiting:
        return withdraw(table, source)
    party, asset = pick(source, waiting)
    balance = table.model.withdrawable(party, asset)
    if not house.parties.order_day_of(party, ORDER) and not chance(source, 6):
        now = table.next_moment
        receipt = table.driver.call(house.seat.registry, "publish_order", (party, ORDER), house["court"])
        assert receipt.ok == (not house.parties.publish_order(party, ORDER, sender=house["court"], now=now))
        return None
    if chance(source, 2):
        set_status(table, party, Status.HELD)
        table.driver.set_time(table.next_moment + 7 * DAY)
    amount = pick(source, (balance, balance // 2, balance + 1, 0))
    sender = acting(table, source, house["court"])
    table.do_plain("redirect", sender, party, asset, amount, house["applicant"], ORDER)
    return None


def wait(table: Table, source: Source) -> None:
    """Time passes: seconds, to an edge of a local day, to a day on which something ends."""
    driver = table.driver
    place = table.place(pick(source, KEYS))
    now = driver.now()
    today = place.local_day(now)
    how = source.below(8)
    if how < 2:
        driver.set_time(now + pick(source, (1, 60, 3600, 6 * 3600)))
        return
    days = [today + 1]
    if how >= 5 and table.deals:
        deal = pick(source, table.deals)
        closing = deal.terms.expiry_day + deal.terms.closing_days
        days += [deal.terms.expiry_day + 1, closing + 1]
        if table.model.credits[deal.id].claims:
            days += [closing + CLAIM_DAYS, closing + CLAIM_DAYS + 1]
        if deal.sets:
            entry = table.model.sets[pick(source, deal.sets).id]
            place = table.place(entry.place(deal.terms))
            days = [place.local_day(now) + 1, entry.last_day + 1, entry.due_day, entry.last_day]
            days += [entry.due_day + 1, entry.maturity, entry.reimbursement.due_day]
            if entry.status == SetStatus.SUSPENDED:
                days = [table.model.suspension_of(entry.id)[0] + pick(source, (0, 1))]
    day = pick(source, days)
    # The first second of the local day, the last one before it, or its morning.
    moment = place.midnight(day) + pick(source, (0, -1, 10 * 3600, 18 * 3600))
    near = CLAIM_DAYS if chance(source, 4) else 60
    driver.set_time(max(now + 1, moment if moment < now + near * DAY else now + DAY))


def opening(table: Table) -> None:
    """Three live credits of equal amount, with full, half and no cover; a set is with each bank.

    Two changes are pending on each: a rise, and a reduction. Three more are honoured later.
    """
    house = table.house
    barred = {"exclusions": int(Exclusion.LEAF_BAR)}
    # A token that may refuse a payee: its money waits.
    blocking = {"asset": house["blocklist"]}
    electronic = {"exclusions": int(Exclusion.EUCP)}
    for terms, bank in (
        (house.terms(cover_bps=10_000, expiry_day=house.day() + 20, **barred), "issuing_bank"),
        (house.confirmed_terms(cover_bps=5_000, expiry_day=house.day() + 13, **blocking), "confirming_bank"),
        (
            house.nominated_terms(cover_bps=0, beneficiary=house["wallet"], closing_days=10, **electronic),
            "nominated_bank",
        ),
    ):
        deal = table.deal(terms)
        table.do("issue", terms.issuer, deal)
        table.deals.append(deal)
        if terms.confirmer != ZERO_ADDRESS:
            table.do("confirm", terms.confirmer, deal, None, True)
        filed = table.filed(deal, house.statement(terms, bank, documents=table.tree([table.fresh_leaf()])))
        table.do("present", terms.beneficiary, deal, filed)
        deal.sets.append(filed)
        for change in (
            Change.of({"expiry_day": terms.expiry_day + 7}, number=1, difference=RISE),
            Change.of({"tolerance_minus": 500}, number=2, difference=-RISE),
        ):
            offer(table, deal, change)
    table.deals += promises(table)


# Rule -> how often the walker plays it. The credit's own acts come first and most.
MOVES: dict[Move, int] = {
    issue: 10,
    advise: 1,
    confirm: 3,
    present: 12,
    receive: 8,
    forward: 3,
    accept: 4,
    refuse: 4,
    waive: 4,
    demand_return: 1,
    preclude: 4,
    honour: 6,
    default: 4,
    natural: 30,
    expire: 1,
    close: 1,
    forget_set: 1,
    forget_credit: 1,
    withdraw: 6,
    redirect: 6,
    stop: 1,
    status: 2,
    temper: 4,
    poor: 1,
    mandate: 2,
    wait: 6,
    closure: 1,
    propose: 5,
    extend: 3,
    answer: 2,
    accept_change: 4,
    reject: 1,
    by_presentation: 2,
    present_for_change: 3,
    apply: 2,
    ask_silent: 2,
    confirm_silently: 4,
    outdated: 1,
    return_documents: 1,
    record_notice: 2,
    present_again: 3,
    strike: 6,
    award: 2,
    legal_stop: 3,
    lift: 2,
    unreadable: 4,
    pay_off_chain: 14,
    undertake: 6,
    settle: 5,
    pay_claim: 2,
    offer_negotiation: 3,
    negotiate: 6,
    call_recourse: 5,
    claim_reimbursement: 4,
    reimburse: 4,
    claim_refund: 3,
    turn_down: 8,
    with_charges: 4,
}
